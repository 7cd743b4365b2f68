#!/usr/bin/env python3
"""check.py NAME ROOT [BUILD]: runs one policy check over the tree; "planted" proves that every check can fail."""

import importlib
import pathlib
import sys


def main() -> int:
    name, root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    if name == "planted":
        planted = importlib.import_module("planted")
        missed = planted.missed()
        for what in missed:
            print(f"planted violation not found: {what}")
        print(f"{len(planted.PLANTED) - len(missed)} of {len(planted.PLANTED)} planted violations found")
        return 1 if missed else 0
    module = importlib.import_module(name)
    arguments = [root] + ([pathlib.Path(sys.argv[3])] if len(sys.argv) > 3 else [])
    violations = list(module.check(*arguments))
    for violation in violations:
        print(violation)
    print(f"{name}: {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
