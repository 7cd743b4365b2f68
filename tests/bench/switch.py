#!/usr/bin/env python3
"""switch.py --bin DIR [--json FILE] [--switches N] [--repetitions N]: from the command of a switch to the last start on
the former version, under 16 closed-loop callers. Old starts after the acknowledgement and failures must be 0."""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

from peers import Peers

ROWS = (
    ("last_old_p50_ms", "switch: command to last old start, p50", "ms"),
    ("last_old_p99_ms", "switch: command to last old start, p99", "ms"),
    ("ack_p50_ms", "switch: command to acknowledgement, p50", "ms"),
    ("ack_p99_ms", "switch: command to acknowledgement, p99", "ms"),
    ("old_after_ack", "switch: old starts after acknowledgement", "count"),
    ("failed", "switch: failed requests", "count"),
    ("requests", "switch: requests in a run", "count"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--switches", type=int, default=500)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    with Peers() as peers:
        url = f"http://127.0.0.1:{peers.mock()}/v1"
        program = str(arguments.bin / "bench_switch")
        runs = []
        good = True
        for _ in range(arguments.repetitions):
            done = subprocess.run([program, url, str(arguments.switches)], stdout=subprocess.PIPE, text=True)
            good = good and done.returncode == 0
            runs.append(json.loads(done.stdout))
    figures = []
    print(f"{'name':44} {'unit':6} {'median':>12} {'min':>12} {'max':>12}")
    for key, name, unit in ROWS:
        values = [run[key] for run in runs]
        figure = {"name": name, "unit": unit, "median": statistics.median(values), "min": min(values),
                  "max": max(values), "ratio": {}}
        figures.append(figure)
        print(f"{name:44} {unit:6} {figure['median']:12,.4g} {figure['min']:12,.4g} {figure['max']:12,.4g}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"figures": figures}, indent=2))
    if not good:
        sys.exit("old starts after the acknowledgement, or failures")


if __name__ == "__main__":
    main()
