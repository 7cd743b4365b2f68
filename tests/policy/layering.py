"""Arrows point down: which folder may include what (CONTRIBUTING.md, "The house")."""

import pathlib
import re
from collections.abc import Iterator

from house import Violation, files, lines, relative

# Room → rooms of the project that it may include besides itself and core/base.
VALUES = {"core/agents", "core/traffic", "core/metrics", "core/evidence", "core/release"}
ALLOWED = {
    "core/base": set(),
    "core/agents": set(),
    "core/versions": {"core/agents"},
    "core/diff": {"core/agents"},
    "core/traffic": {"core/agents"},
    "core/metrics": {"core/agents", "core/traffic"},
    "core/models": {"core/agents", "core/metrics", "core/http"},
    "core/evidence": {"core/traffic"},
    "core/release": {"core/agents", "core/traffic"},
    "core/audit": set(),
    "core/storage": VALUES | {"core/audit"},
    "core/protocol": VALUES | {"core/versions", "core/audit"},
    "core/http": set(),
    "core/gateway": {"core/agents", "core/traffic", "core/metrics", "core/models", "core/http"},
    "core/answers": {"core/agents", "core/metrics", "core/evidence", "core/models"},
    "core/suites": {"core/agents", "core/metrics", "core/models", "core/evidence", "core/answers"},
    "core/shadow": VALUES | {"core/storage", "core/protocol", "core/http", "core/models", "core/answers"},
    "core/server": VALUES | {"core/versions", "core/audit", "core/storage", "core/protocol", "core/http", "core/gateway"}
    | {"core/answers", "core/shadow"},
    "core/client": VALUES | {"core/protocol", "core/audit"},
    "ui/base": VALUES | {"core/client", "core/protocol"},
}
UI_PAGE = VALUES | {"core/versions", "core/diff", "core/client", "core/protocol", "core/audit", "ui/base"}
# Pages that show what another page shows, and the shell, which holds what acts.
ALLOWED |= {"ui/shadow": UI_PAGE | {"ui/compare"}, "ui/versions": UI_PAGE | {"ui/compare"}}
ALLOWED |= { "ui/shell": UI_PAGE | {"ui/releases", "ui/drills"}}
# Pages and the shell see core values and core/client, never sockets, SQL or Git.
PURE_HEADERS_OF = {
    "core/versions": {"core/versions/lanes.h"},
    "core/audit": {"core/audit/log.h", "core/audit/verification.h"},
}

# Library (a pattern of the included name) → rooms that may use it.
LIBRARIES = [
    (r"QSql", {"core/audit", "core/storage"}),
    (r"git2", {"core/versions", "core/diff"}),
    (r"boost/(asio|beast)", {"core/http", "core/gateway", "core/server", "app/rehearsal"}),
    (r"zlib|zstd", {"core/http"}),
    (r"boost/json", {"core/models", "core/gateway", "core/http", "app/rehearsal"}),
    (r"QNetwork|QTcp|QLocalSocket|QSsl", {"core/client"}),
    (r"qt6keychain", {"core/client"}),
    (r"jsoncons", {"core/answers"}),
    (r"yaml-cpp", {"core/agents", "core/release"}),
    (r"KSyntaxHighlighting", {"ui/compare", "ui/base"}),
    (r"QtCharts|QChart|QLineSeries|QValueAxis|QDateTimeAxis|QAreaSeries|QScatterSeries", {"ui/live", "ui/base"}),
]
GUI = re.compile(r"<Q(Widget|Application|GuiApplication|Painter|Color|Font|Image|Pixmap|Icon|Dialog|Label|Action|Style|Palette)\w*>")
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')


def room_of(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[:2])


def allowed_rooms(room: str) -> set[str] | None:
    if room.startswith("app/"):
        return None
    if room in ALLOWED:
        return ALLOWED[room] | {"core/base", room}
    if room.startswith("ui/"):
        return UI_PAGE | {"core/base", room}
    return {"core/base", room}


def check_include(room: str, own: str | None, library: str | None) -> str | None:
    if own is not None:
        target = room_of(own)
        allowed = allowed_rooms(room)
        if room.startswith("core/") and target.split("/")[0] in ("ui", "app"):
            return f"core must not include {target}"
        if allowed is not None and "/" in own and target not in allowed:
            return f"{room} must not include {target}"
        if room.startswith("ui/") and target in PURE_HEADERS_OF and own not in PURE_HEADERS_OF[target]:
            return f"ui may include only {', '.join(sorted(PURE_HEADERS_OF[target]))} of {target}"
    if library is not None:
        for pattern, rooms in LIBRARIES:
            if re.match(pattern, library) and room not in rooms:
                return f"{library} may be used only in {', '.join(sorted(rooms))}"
        if room.startswith("core/") and GUI.match(f"<{library}>"):
            return f"core must not use QtGui or QtWidgets ({library})"
    return None


def check(root: pathlib.Path) -> Iterator[Violation]:
    for path in files(root, ("app", "core", "ui")):
        name = relative(root, path)
        room = room_of(name)
        for number, line in enumerate(lines(path), 1):
            match = INCLUDE.match(line)
            message = check_include(room, match[1], match[2]) if match else None
            if message:
                yield Violation(name, number, message)
