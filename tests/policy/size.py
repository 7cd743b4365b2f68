"""Files stay under 350 lines, functions under 70, constructors under 45: about 300, 60 and 40 with a little air.

Functions are found by the shape that clang-format gives them: a definition opens with "{" at the end of a line at the
indentation of its scope and closes with "}" alone at the same indentation.
"""

import pathlib
import re
from collections.abc import Iterator

from house import Violation, files, lines, relative

FILE_LINES = 350
FUNCTION_LINES = 70
CONSTRUCTOR_LINES = 45

NOT_A_FUNCTION = re.compile(r"^\s*(namespace|class|struct|enum|union|extern|if|for|while|switch|do|else|try|catch|return|template <[^>]*> (class|struct))\b|=\s*\{$|^\s*\}")
CONSTRUCTOR = re.compile(r"\b(\w+)::\1\(")


def functions(text: list[str]) -> Iterator[tuple[int, int, str]]:
    for indent in ("", "    "):
        start, signature = None, ""
        for number, line in enumerate(text, 1):
            if start is None:
                if line.startswith(indent) and not line[len(indent):len(indent) + 1].isspace() and line.endswith("{") and not NOT_A_FUNCTION.match(line):
                    start, signature = opening(text, number, indent)
            elif line in (indent + "}", indent + "};", indent + "});"):
                yield start, number, signature
                start = None


def opening(text: list[str], number: int, indent: str) -> tuple[int | None, str]:
    """The line where the definition that opens here begins, or None when it is something else (a lambda, a table)."""
    line = text[number - 1]
    if line.startswith(indent + "}") or "(" not in line and not line.strip().startswith(":") and ")" not in line:
        return None, ""
    return number, line.strip()


def check(root: pathlib.Path) -> Iterator[Violation]:
    for path in files(root):
        name, text = relative(root, path), lines(path)
        if len(text) > FILE_LINES:
            yield Violation(name, len(text), f"{len(text)} lines; a file has at most {FILE_LINES}")
        if name.startswith("tests/"):
            continue
        for start, end, signature in functions(text):
            limit = CONSTRUCTOR_LINES if CONSTRUCTOR.search(signature) else FUNCTION_LINES
            if end - start + 1 > limit:
                yield Violation(name, start, f"{end - start + 1} lines; at most {limit}: {signature[:60]}")
