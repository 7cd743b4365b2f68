"""What every policy check shares: the files of the house, and how a check reports.

A check is a function that takes the root of a tree and yields Violation. Each check also has a planted
violation in planted.py, so that a check that stopped finding anything fails the tests.
"""

import dataclasses
import pathlib
import subprocess
from collections.abc import Iterator

CODE_FOLDERS = ("app", "core", "ui", "tests")


@dataclasses.dataclass(frozen=True)
class Violation:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def files(root: pathlib.Path, folders: tuple[str, ...] = CODE_FOLDERS, endings: tuple[str, ...] = (".h", ".cpp")) -> Iterator[pathlib.Path]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in endings and path.is_file() and "node_modules" not in path.parts:
                yield path


def lines(path: pathlib.Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def relative(root: pathlib.Path, path: pathlib.Path) -> str:
    return path.relative_to(root).as_posix()


def run(*command: str, cwd: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, text=True, capture_output=True, check=False)
