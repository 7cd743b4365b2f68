"""For every check a tree with one violation: the check must find it, or it is not a check."""

import pathlib
import tempfile
from collections.abc import Callable, Iterator

import forbidden
import formatting
import headers
import layering
import size
import toplevel
from house import Violation

LONG_FUNCTION = "// Long.\nvoid f() {\n" + "    g();\n" * 80 + "}\n"
LONG_CONSTRUCTOR = "// Long.\nThing::Thing() {\n" + "    g();\n" * 50 + "}\n"

PLANTED: list[tuple[str, Callable[[pathlib.Path], Iterator[Violation]], str, str]] = [
    ("core includes ui", layering.check, "core/release/plan.cpp", '#include "ui/base/theme.h"\n'),
    ("a value room includes the server", layering.check, "core/traffic/plane.h", '#include "core/server/backend.h"\n'),
    ("the release bar includes the window", layering.check, "ui/releases/bar.cpp", '#include "ui/shell/main_window.h"\n'),
    ("sockets in a page", layering.check, "ui/live/page.cpp", "#include <QNetworkAccessManager>\n"),
    ("SQL outside its rooms", layering.check, "core/server/backend.cpp", "#include <QSqlQuery>\n"),
    ("Git outside its rooms", layering.check, "ui/versions/page.cpp", "#include <git2.h>\n"),
    ("widgets in core", layering.check, "core/client/session.cpp", "#include <QWidget>\n"),
    ("a file too long", size.check, "core/base/long.cpp", "int a;\n" * 400),
    ("a function too long", size.check, "core/base/long.cpp", LONG_FUNCTION),
    ("a constructor too long", size.check, "core/base/long.cpp", LONG_CONSTRUCTOR),
    ("processEvents", forbidden.check, "ui/shell/window.cpp", "QCoreApplication::processEvents();\n"),
    ("a sleeping test", forbidden.check, "tests/ui/tst_x.cpp", "QTest::qWait(500);\n"),
    ("a label that guesses", forbidden.check, "ui/live/panel.cpp", "auto* label = new QLabel(this);\n"),
    ("a modal loop", forbidden.check, "ui/shell/dialog.cpp", "dialog->exec();\n"),
    ("a header without a word", headers.check, "core/base/silent.h", "#pragma once\n"),
    ("a header that is included twice", headers.check, "core/base/twice.h", "// Says what it is for.\nint a();\n"),
    ("unformatted code", formatting.check, "core/base/ugly.cpp", "int  a( ) { return 1 ; }\n"),
    ("a stray folder", toplevel.check, "scratch/notes.md", "notes\n"),
    ("a registry", toplevel.check, "packaging/fetch.txt", "https://deb." + "debian" + ".org/x\n"),
]


def missed() -> list[str]:
    names = []
    for name, check, path, content in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / ".clang-format").write_text("BasedOnStyle: LLVM\n")
            target = root / path
            target.parent.mkdir(parents=True)
            target.write_text(content)
            if not any(violation.path == path or path.startswith(violation.path + "/") for violation in check(root)):
                names.append(name)
    return names
