#!/usr/bin/env python3
"""shadow.py --bin DIR [--json FILE] [--seconds S] [--repetitions N]: throughput and latency of the primary while a shadow
gets a copy of every request and is fast, takes 2 s, hangs, refuses, resets or answers 10 MB, beside the same gateway
without a shadow. Every behaviour is measured right beside a run without; the ratio is the median over the repetitions.
Gate: 10 % of throughput, and of p99."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

from figures import figure, table, write
from gateway import measure, script
from peers import Peers

WAYS = ("fast", "slow", "hang", "refuse", "reset", "large")
GATE = 0.10


class Shadowed:
    def __init__(self, program: pathlib.Path, primary: int, way: str) -> None:
        self.process = subprocess.Popen([str(program), f"http://127.0.0.1:{primary}/v1", way],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def end(self) -> dict[str, int]:
        out, _ = self.process.communicate(timeout=120)
        return json.loads(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    figures, missed = [], []
    with Peers() as peers:
        mock = peers.mock()
        lua = script(peers.folder)
        program = arguments.bin / "bench_shadow"
        for way in WAYS:
            rps: dict[str, list[float]] = {way: [], "none": []}
            p99: dict[str, list[float]] = {way: [], "none": []}
            copies = {"sent": 0, "dropped": 0}
            for repetition in range(arguments.repetitions):
                order = (way, "none") if repetition % 2 == 0 else ("none", way)
                for name in order:
                    server = Shadowed(program, mock, name)
                    measure(server.port, arguments.connections, 1, lua)
                    run = measure(server.port, arguments.connections, arguments.seconds, lua)
                    rps[name].append(run["rps"])
                    p99[name].append(run["p99"])
                    for key, count in server.end().items():
                        copies[key] += count
            figures.append(figure(f"shadow {way}: rps of the primary", "req/s", rps[way], {"none": rps["none"]}))
            figures.append(figure(f"shadow {way}: p99 of the primary", "us", p99[way], {"none": p99["none"]}))
            figures.append(figure(f"shadow {way}: copies sent", "count", [copies["sent"]]))
            if figures[-3]["ratio"]["none"] < 1 - GATE or figures[-2]["ratio"]["none"] > 1 + GATE:
                missed.append(way)
    figures.append(figure("shadow: machine's load before", "procs", [load]))
    table(figures)
    write(arguments.json, figures)
    if missed:
        sys.exit(f"more than {GATE:.0%} from the same gateway without a shadow: {', '.join(missed)}")


if __name__ == "__main__":
    main()
