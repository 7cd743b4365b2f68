#!/usr/bin/env python3
"""run.py RIG SOURCE BUILD SCRIPT [ARGUMENT…]: fetches the pinned clients into the project's cache, lays SOURCE's scripts
beside them and runs SCRIPT with node. Exit code 77 means skipped: npm or its registry cannot be reached; the reason is
printed."""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys


def skip(reason: str) -> None:
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def cache_folder() -> pathlib.Path:
    if named := os.environ.get("SIGNALBOX_CACHE"):
        return pathlib.Path(named)
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "signalbox"


INSTALL = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]


def fetch(package: pathlib.Path) -> pathlib.Path:
    """The folder with the packages that `package` names; whole, or not there."""
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / f"clients-{hashlib.sha256(' '.join(INSTALL).encode() + package.read_bytes()).hexdigest()[:16]}"
    with open(cache / "clients.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        shutil.copy(package, making)
        try:
            done = subprocess.run(INSTALL, cwd=making, capture_output=True, text=True, timeout=150)
        except subprocess.TimeoutExpired:
            skip("npm did not get the clients within 150 s; is its registry reachable?")
        if done.returncode != 0:
            skip(f"npm could not install the clients: {done.stderr.strip()[-300:]}")
        making.rename(folder)
    return folder


def main() -> int:
    rig, source, build, script, *arguments = sys.argv[1:]
    if shutil.which("npm") is None or shutil.which("node") is None:
        skip("npm and node are not installed; install the packages nodejs and npm.")
    packages = fetch(pathlib.Path(source) / "package.json")
    folder = pathlib.Path(build)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in pathlib.Path(source).iterdir():
        if file.suffix in (".mjs", ".json", ".md"):
            shutil.copy(file, folder)
    (folder / "node_modules").symlink_to(packages / "node_modules")
    return subprocess.run(["node", script, rig, *arguments], cwd=folder, timeout=200).returncode


if __name__ == "__main__":
    sys.exit(main())
