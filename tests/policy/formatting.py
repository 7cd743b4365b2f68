"""Every source file is as clang-format writes it."""

import pathlib
import re
import shutil
from collections.abc import Iterator

from house import Violation, files, relative, run

ERROR = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+):\d+: error: code should be clang-formatted")


def check(root: pathlib.Path) -> Iterator[Violation]:
    program = shutil.which("clang-format-19") or shutil.which("clang-format")
    if program is None:
        yield Violation(".clang-format", 1, "clang-format is not installed, so formatting could not be checked")
        return
    names = [relative(root, path) for path in files(root)]
    for at in range(0, len(names), 60):
        done = run(program, "--dry-run", "--Werror", *names[at:at + 60], cwd=root)
        seen = set()
        for line in done.stderr.splitlines():
            match = ERROR.match(line)
            if match and match["path"] not in seen:
                seen.add(match["path"])
                yield Violation(match["path"], int(match["line"]), "not formatted; run clang-format-19 -i on it")
