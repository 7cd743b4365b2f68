#!/usr/bin/env python3
"""drills.py --bin DIR [--json FILE] [--times N]: drills one after the other on a backend of its own: a version of which
30 % of the answers fail, on 5 % of 200 requests a second, by the usual guardrails. Each must be rolled back, and no
request may reach the bad version after the switch."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from figures import figure, table, write
from trace import Backend


def ranked(values: list[float], share: float) -> float:
    return sorted(values)[max(int(-(-share * len(values) // 1)), 1) - 1]


def made(programs: pathlib.Path, state: pathlib.Path, times: int) -> list[dict]:
    lines = subprocess.run(
        [str(programs / "signalboxctl"), "--state", str(state), "--json", "drill", "--times", str(times)],
        stdout=subprocess.PIPE, text=True,
    ).stdout
    decoder, drills, at = json.JSONDecoder(), [], 0
    while at < len(lines.rstrip()):
        drill, at = decoder.raw_decode(lines, at + len(lines[at:]) - len(lines[at:].lstrip()))
        drills.append(drill)
    return drills


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--times", type=int, default=100)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="signalbox-drills-") as folder:
        backend = Backend(arguments.bin, pathlib.Path(folder))
        try:
            drills = made(arguments.bin, pathlib.Path(folder) / "state", arguments.times)
        finally:
            backend.end()
    stopped = [drill for drill in drills if drill["outcome"] == "rolled_back"]
    if not stopped:
        sys.exit("no drill was rolled back")
    of = lambda name: [drill["figures"][name] for drill in stopped]  # noqa: E731
    detected, switched = of("detect_s"), of("switch_ms")
    late = sum(drill["figures"]["late"] for drill in drills)
    bad = [drill["figures"]["until_detected"]["bad"] for drill in stopped]
    figures = [
        figure("drills: rolled back", "count", [len(stopped)]),
        figure("drills: bad answers until detected", "count", bad),
        figure("drills: first bad answer to decision", "s", detected),
        figure("drills: the same, p99", "s", [ranked(detected, 0.99)]),
        figure("drills: decision to last request or switch", "ms", switched),
        figure("drills: the same, p99", "ms", [ranked(switched, 0.99)]),
        figure("drills: requests after the switch", "count", [late]),
        figure("drills: machine's load before", "procs", [load]),
    ]
    table(figures)
    write(arguments.json, figures)
    print(f"median {statistics.median(detected):.2f} s to detect, {statistics.median(switched):.2f} ms to switch")
    if len(stopped) < arguments.times or late:
        sys.exit(f"{arguments.times - len(stopped)} of {arguments.times} were not rolled back, {late} late requests")


if __name__ == "__main__":
    main()
