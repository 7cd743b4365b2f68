#!/usr/bin/env python3
"""shadow.py --bin DIR [--json FILE] [--pairs N] [--ways WAY…]: throughput and p99 of the primary while a shadow gets a
copy of every request (up to the limit of 100 a second) and is fast, takes 2 s, hangs, refuses, resets or answers 10 MB,
beside the same gateway a second earlier or later without a shadow. The ratio is the median over the pairs of seconds.
Gate: 10 % of throughput, and of p99. On a shared machine 20 pairs scatter by as much: a way that is outside is measured
again with three times the pairs, which decide; the figures of both are shown."""

import argparse
import json
import os
import pathlib
import subprocess
import sys

from figures import BESIDE, figure, slower, table, write
from peers import Peers

WAYS = ("fast", "slow", "hang", "refuse", "reset", "large")
GATE = 0.10


def measure(arguments: argparse.Namespace, mock: int, way: str, pairs: int, label: str) -> tuple[list, bool]:
    """The figures of one way, and whether they are within the gate."""
    def run_of(programs: pathlib.Path) -> dict:
        command = [str(programs / "bench_shadow"), f"http://127.0.0.1:{mock}/v1", way, str(pairs)]
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)

    def slices(run: dict, key: str, shadow: bool) -> list[float]:
        return [s[key] for s in run["slices"] if s["shadow"] == shadow]

    run = run_of(arguments.bin)
    former = run_of(arguments.beside) if arguments.beside else None
    rps, p99 = (figure(f"shadow {way}{label}: {key} of the primary", unit, slices(run, key, True),
                       {"none": slices(run, key, False)} | ({"before": slices(former, key, True)} if former else {}))
                for key, unit in (("rps", "req/s"), ("p99", "us")))
    counts = [figure(f"shadow {way}{label}: {name}", "count", [run[key]])
              for name, key in (("copies sent", "sent"), ("failed requests of the primary", "failed"))]
    good = rps["ratio"]["none"] >= 1 - GATE and p99["ratio"]["none"] <= 1 + GATE and run["failed"] == 0
    return [rps, p99, *counts], good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--beside", type=pathlib.Path, help=BESIDE)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    figures, missed = [], []
    with Peers() as peers:
        mock = peers.mock()
        for way in arguments.ways:
            made, good = measure(arguments, mock, way, arguments.pairs, "")
            figures += made
            if not good:
                made, good = measure(arguments, mock, way, 3 * arguments.pairs, ", again")
                figures += made
            if not good:
                missed.append(way)
    figures.append(figure("shadow: machine's load before", "procs", [load]))
    table(figures)
    write(arguments.json, figures)
    if missed:
        sys.exit(f"more than {GATE:.0%} from the same gateway without a shadow, or failed: {', '.join(missed)}")
    if less := slower(figures):
        sys.exit("; ".join(less))


if __name__ == "__main__":
    main()
