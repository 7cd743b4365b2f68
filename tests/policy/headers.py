"""Headers say what they are for and compile alone.

A header that a .cpp includes first is proved by the build; the others are compiled here by themselves.
"""

import concurrent.futures
import json
import pathlib
import re
import shlex
from collections.abc import Iterator

from house import Violation, files, lines, relative, run

FIRST_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def comment_lines(text: list[str]) -> int:
    count = 0
    for line in text:
        if not line.startswith("//"):
            break
        count += 1
    return count


def proved_by_sources(root: pathlib.Path) -> set[str]:
    """Headers that some source file includes before anything else: the build proves that they stand alone."""
    proved = set()
    for source in files(root, endings=(".cpp",)):
        first = next((line for line in lines(source) if line.lstrip().startswith("#include")), "")
        match = FIRST_INCLUDE.match(first)
        if match:
            proved.add(match[1])
    return proved


def flags(root: pathlib.Path, build: pathlib.Path) -> list[str]:
    """Include paths and definitions of all compile commands together; enough to parse any header."""
    found: dict[str, None] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        for at, word in enumerate(words):
            if word.startswith(("-I", "-D", "-std=")):
                found[word] = None
            elif word == "-isystem":
                found[f"-isystem{words[at + 1]}"] = None
    return list(found)


def check(root: pathlib.Path, build: pathlib.Path | None = None) -> Iterator[Violation]:
    alone, proved = [], proved_by_sources(root)
    for path in files(root, ("app", "core", "ui"), (".h",)):
        name, text = relative(root, path), lines(path)
        count = comment_lines(text)
        if count < 1:
            yield Violation(name, 1, "the header does not open with what it is for, who owns it, thread, errors, units")
        if "#pragma once" not in text:
            yield Violation(name, 1, "#pragma once is missing")
        if name not in proved:
            alone.append(path)
    if build is None or not (build / "compile_commands.json").is_file():
        return
    options = flags(root, build)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        yield from filter(None, pool.map(lambda path: compile_alone(root, path, options), alone))


def compile_alone(root: pathlib.Path, path: pathlib.Path, options: list[str]) -> Violation | None:
    done = run("c++", "-fsyntax-only", "-x", "c++", *options, str(path), cwd=root)
    if done.returncode == 0:
        return None
    first = next((line for line in done.stderr.splitlines() if "error" in line), "does not compile")
    return Violation(relative(root, path), 1, f"does not compile alone: {first[:200]}")
