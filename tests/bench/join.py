#!/usr/bin/env python3
"""join.py FILE…: joins the figures of several benchmarks into one JSON document on standard output."""

import json
import pathlib
import sys


def main() -> None:
    figures = []
    for name in sys.argv[1:]:
        figures += json.loads(pathlib.Path(name).read_text())["figures"]
    json.dump({"figures": figures}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
