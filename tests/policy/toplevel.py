"""The top level is fixed, and tracked text names no machine and no package registry."""

import pathlib
import re
from collections.abc import Iterator

from house import Violation, relative, run

EXPECTED = {
    "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md",
    "app", "core", "ui", "resources", "translations", "tests", "packaging",
    ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitattributes", ".gitignore", ".git",
}
NOT_TRACKED = {"build", ".cache", ".git"}
# Hosts are put together here so that this file does not name them itself.
REGISTRIES = re.compile(r"https?://[a-z0-9.-]*(" + "|".join(["debian" + r"\.org", "npmjs" + r"\.(org|com)", "ubuntu" + r"\.com"]) + ")")
TEXT = {".h", ".cpp", ".py", ".md", ".txt", ".yaml", ".yml", ".json", ".cmake", ".sh", ".lua", ".mjs", ".js", ""}


def tracked(root: pathlib.Path) -> list[pathlib.Path]:
    done = run("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=root)
    if done.returncode == 0 and done.stdout:
        return [root / name for name in done.stdout.split("\0") if name]
    return [path for path in root.rglob("*") if path.is_file() and not NOT_TRACKED & set(path.relative_to(root).parts)]


def check(root: pathlib.Path) -> Iterator[Violation]:
    paths = tracked(root)
    for name in sorted({path.relative_to(root).parts[0] for path in paths} - EXPECTED):
        yield Violation(name, 1, "not part of the top level (CONTRIBUTING.md, \"The house\")")
    for path in paths:
        if path.suffix not in TEXT or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if REGISTRIES.search(line):
                yield Violation(relative(root, path), number, "names a package registry")
