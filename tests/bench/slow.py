#!/usr/bin/env python3
"""slow.py --bin DIR [--json FILE] [--connections N]: good callers beside thousands of connections that send a head a byte a
second. All of them must be closed at the deadline of the head (10 s), and the good callers must not notice much. The
number of connections is cut to what the limit of open files allows, and the output says so."""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

from figures import figure, rss_of, table, write
from gateway import measure, script
from peers import Peers

HEAD_TIME = 10.0
SPARE = 1_000  # descriptors for good callers, upstreams and the program itself


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--repetitions", type=int, default=2)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    wanted = arguments.connections
    if hard != resource.RLIM_INFINITY and wanted > hard - SPARE:
        wanted = hard - SPARE
        print(f"A process may open {hard} files here: {wanted} slow connections instead of {arguments.connections}.")
    alone, beside, memory, closed, ages, opened = [], [], [], [], [], []
    with Peers() as peers:
        lua = script(peers.folder)
        port = peers.gateway(arguments.bin, peers.mock())
        gateway = peers.programs[-1].pid
        measure(port, 16, 1, lua)
        for _ in range(arguments.repetitions):
            alone.append(measure(port, 16, 4, lua))
            before = rss_of(gateway)
            slow = peers.run(str(arguments.bin / "bench_slow"), str(port), str(wanted), "40",
                             stdout=subprocess.PIPE, text=True)
            opened.append(int(slow.stdout.readline().split()[1]))
            beside.append(measure(port, 16, 4, lua))
            memory.append(rss_of(gateway) - before)
            result = json.loads(slow.stdout.readline())
            closed.append(result["closed"])
            ages += [result["youngest"], result["oldest"]]
            time.sleep(1)
    figures = [
        figure("slow: connections opened", "count", opened),
        figure("slow: closed by the gateway", "count", closed),
        figure("slow: age when closed", "s", ages),
        figure("slow: p99 of good callers beside", "us", [run["p99"] for run in beside],
               {"alone": [run["p99"] for run in alone]}),
        figure("slow: rps of good callers beside", "req/s", [run["rps"] for run in beside],
               {"alone": [run["rps"] for run in alone]}),
        figure("slow: memory for them", "KiB", memory),
        figure("slow: machine's load before", "procs", [load]),
    ]
    table(figures)
    write(arguments.json, figures)
    if closed != opened or min(ages) < HEAD_TIME - 1 or max(ages) > HEAD_TIME + 3:
        sys.exit("not every slow connection was closed at its deadline")


if __name__ == "__main__":
    main()
