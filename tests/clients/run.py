#!/usr/bin/env python3
"""run.py RIG SOURCE BUILD: installs the pinned client into the build folder, starts the rig and runs the client against
it. Exit code 77 means skipped: npm or its registry cannot be reached; the reason is printed."""

import pathlib
import shutil
import subprocess
import sys


def skip(reason: str) -> None:
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def main() -> int:
    rig, source, build = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if shutil.which("npm") is None or shutil.which("node") is None:
        skip("npm and node are not installed; install the packages nodejs and npm.")
    build.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "openai.test.mjs"):
        shutil.copy(source / name, build / name)
    if not (build / "node_modules" / "openai").is_dir():
        command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        try:
            done = subprocess.run(command, cwd=build, capture_output=True, text=True, timeout=150)
        except subprocess.TimeoutExpired:
            skip("npm did not get the client within 150 s; is its registry reachable?")
        if done.returncode != 0:
            skip(f"npm could not install the client: {done.stderr.strip()[-300:]}")
    program = subprocess.Popen([rig], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        gateway, rehearsal = program.stdout.readline().split()
        return subprocess.run(["node", "openai.test.mjs", gateway, rehearsal], cwd=build, timeout=100).returncode
    finally:
        program.stdin.close()
        program.wait()


if __name__ == "__main__":
    sys.exit(main())
