#!/usr/bin/env python3
"""stream.py --bin DIR [--json FILE] [--repetitions N]: how long an event of a stream takes through the gateway, beside
HAProxy and nginx (both set not to hold events back) and beside no proxy. 50 streams, an event each 20 ms. What a proxy
adds is its delay less the direct one of the same repetition. Gate: the gateway adds at most 0.3 ms at the median."""

import argparse
import json
import os
import pathlib
import subprocess
import sys

from figures import BESIDE, figure, table, write
from peers import Peers

GATE = 300.0  # us


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--beside", type=pathlib.Path, help=BESIDE)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--events", type=int, default=60)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    program = str(arguments.bin / "bench_stream")
    with Peers() as peers:
        upstream = peers.run(program, "upstream", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        port = int(upstream.stdout.readline())
        targets = {
            "direct": port,
            "signalbox": peers.gateway(arguments.bin, port),
            "haproxy": peers.haproxy(port),
            "nginx": peers.nginx_proxy(port, "proxy_buffering off;"),
        }
        if arguments.beside:
            targets["before"] = peers.gateway(arguments.beside, port)
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
        for repetition in range(arguments.repetitions):
            for name in list(targets) if repetition % 2 == 0 else list(reversed(targets)):
                done = subprocess.run([program, "client", str(targets[name]), str(arguments.streams),
                                       str(arguments.events)], stdout=subprocess.PIPE, text=True)
                if done.returncode != 0:
                    sys.exit(f"{name} lost events: {done.stdout}")
                runs[name].append(json.loads(done.stdout))
    figures = []
    for key in ("p50", "p99"):
        columns = {name: [run[key] for run in list_] for name, list_ in runs.items()}
        added = {name: [max(a - b, 0.1) for a, b in zip(columns[name], columns["direct"])] for name in targets}
        del added["direct"]
        own = added.pop("signalbox")
        figures.append(figure(f"stream: event delay added {key}, signalbox", "us", own, added))
        for name in added:
            figures.append(figure(f"stream: event delay added {key}, {name}", "us", added[name]))
        figures.append(figure(f"stream: event delay {key}, direct", "us", columns["direct"]))
    figures.append(figure("stream: machine's load before", "procs", [load]))
    table(figures)
    write(arguments.json, figures)
    if figures[0]["median"] > GATE:
        sys.exit(f"the gateway adds more than {GATE:.0f} us at the median")


if __name__ == "__main__":
    main()
