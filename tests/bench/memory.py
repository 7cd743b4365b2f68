#!/usr/bin/env python3
"""memory.py --bin DIR [--json FILE] [--minutes N] [--warm N]: resident memory of the gateway under steady load from 50
connections. The slope (Theil-Sen) must be near 0 once the rings of one-second metrics, which reach back 15 minutes, are
full; how they fill is shown too."""

import argparse
import os
import pathlib
import subprocess
import sys
import time

from figures import figure, rss_of, slope_per_minute, table, write
from gateway import script
from peers import Peers

MOST_SLOPE = 64  # KiB a minute


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=10, help="measured")
    parser.add_argument("--warm", type=float, default=16, help="minutes of load before that")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    samples: list[tuple[float, float]] = []
    with Peers() as peers:
        lua = script(peers.folder)
        port = peers.gateway(arguments.bin, peers.mock())
        gateway = peers.programs[-1].pid
        wrk = peers.run("wrk", "-t1", "-c50", f"-d{(arguments.warm + arguments.minutes) * 60:.0f}s", "-s", str(lua),
                        f"http://127.0.0.1:{port}/v1/chat/completions", stdout=subprocess.PIPE, text=True)
        begin = time.monotonic()
        while wrk.poll() is None:
            samples.append((time.monotonic() - begin, rss_of(gateway)))
            time.sleep(min(1.0, arguments.minutes))
        text = wrk.stdout.read()
    requests = int(text.split(" requests in ")[0].split()[-1])
    bad = "Non-2xx" in text or "Socket errors" in text
    warm = [sample for sample in samples if sample[0] <= arguments.warm * 60]
    full = [sample for sample in samples if sample[0] > arguments.warm * 60]
    slope = slope_per_minute(full)
    figures = [
        figure("memory: requests", "count", [requests]),
        figure("memory: of the gateway", "KiB", [kib for _, kib in samples]),
        figure("memory: slope while the rings fill", "KiB/min", [slope_per_minute(warm)]),
        figure("memory: slope", "KiB/min", [slope]),
        figure("memory: machine's load before", "procs", [load]),
    ]
    table(figures)
    write(arguments.json, figures)
    if bad or (arguments.minutes >= 2 and slope > MOST_SLOPE):
        sys.exit(f"slope {slope:.0f} KiB/min, failures: {bad}")


if __name__ == "__main__":
    main()
