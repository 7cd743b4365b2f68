"""Headers say what they are for and compile alone.

A header that a .cpp includes first is proved where each .cpp is compiled alone. Where several are compiled as one unit it
is compiled here as its room compiles, precompiled headers and all; the headers that no .cpp includes first are compiled
without these.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
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


def unit_command(entry: dict[str, str]) -> list[str]:
    """The compiler and its options, the compiler's cache before it if there is one, without the source and its results."""
    words = shlex.split(entry["command"])
    for option in ("-o", "-c", "-MT", "-MF"):
        if option in words:
            at = words.index(option)
            del words[at:at + 2]
    return [word for word in words if word not in ("-MD", "-Werror")]


def room_commands(root: pathlib.Path, build: pathlib.Path) -> dict[str, list[str]]:
    """For each room that is compiled as units, what compiles one of them."""
    found: dict[str, list[str]] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if "/Unity/unity_" in entry["file"]:
            parts = pathlib.PurePath(entry["file"]).relative_to(build).parts
            found["/".join(parts[:parts.index("CMakeFiles")])] = unit_command(entry)
    return found


def check(root: pathlib.Path, build: pathlib.Path | None = None) -> Iterator[Violation]:
    alone, first, proved = [], [], proved_by_sources(root)
    for path in files(root, ("app", "core", "ui"), (".h",)):
        name, text = relative(root, path), lines(path)
        count = comment_lines(text)
        if count < 1:
            yield Violation(name, 1, "the header does not open with what it is for, who owns it, thread, errors, units")
        if "#pragma once" not in text:
            yield Violation(name, 1, "#pragma once is missing")
        (first if name in proved else alone).append(path)
    if build is None or not (build / "compile_commands.json").is_file():
        return
    cache = [] if shutil.which("ccache") is None else ["ccache"]
    plain, rooms = [*cache, "c++", *flags(root, build)], room_commands(root, build)
    asked = [(path, plain) for path in alone]
    asked += [(path, rooms[room]) for path in first if (room := str(path.parent.relative_to(root))) in rooms]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(lambda one: compile_alone(root, build, *one), asked))


def compile_alone(root: pathlib.Path, build: pathlib.Path, path: pathlib.Path, command: list[str]) -> Violation | None:
    name = relative(root, path)
    source = build / "headers" / (name.replace("/", "_") + ".cpp")
    source.parent.mkdir(exist_ok=True)
    text = f'#include "{name}"\n'
    if not source.is_file() or source.read_text() != text:
        source.write_text(text)
    done = run(*command, "-c", str(source), "-o", str(source.with_suffix(".o")), cwd=build)
    if done.returncode == 0:
        return None
    said = next((line for line in done.stderr.splitlines() if "error" in line), "does not compile")
    return Violation(name, 1, f"does not compile alone: {said[:200]}")
