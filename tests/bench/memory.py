#!/usr/bin/env python3
"""memory.py --bin DIR [--json FILE] [--minutes N] [--warm N]: resident memory of the gateway under steady load from 50
connections. The slope (Theil-Sen) must be near 0 once the rings of one-second metrics, which reach back 15 minutes, are
full; how they fill is shown too. With --beside both have the load at once."""

import argparse
import os
import pathlib
import subprocess
import sys
import time

from figures import BESIDE, figure, rss_of, slope_per_minute, slower, table, write
from gateway import script
from peers import Peers

MOST_SLOPE = 64  # KiB a minute


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--beside", type=pathlib.Path, help=BESIDE)
    parser.add_argument("--minutes", type=float, default=10, help="measured")
    parser.add_argument("--warm", type=float, default=16, help="minutes of load before that")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    programs = {"signalbox": arguments.bin} | ({"before": arguments.beside} if arguments.beside else {})
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    with Peers() as peers:
        lua = script(peers.folder)
        mock = peers.mock()
        gateways, loads = {}, {}
        for name, folder in programs.items():
            port = peers.gateway(folder, mock)
            gateways[name] = peers.programs[-1].pid
            loads[name] = peers.run("wrk", "-t1", "-c50", f"-d{(arguments.warm + arguments.minutes) * 60:.0f}s", "-s",
                                    str(lua), f"http://127.0.0.1:{port}/v1/chat/completions", stdout=subprocess.PIPE,
                                    text=True)
        begin = time.monotonic()
        while loads["signalbox"].poll() is None:
            for name, gateway in gateways.items():
                samples[name].append((time.monotonic() - begin, rss_of(gateway)))
            time.sleep(min(1.0, arguments.minutes))
        texts = {name: wrk.stdout.read() for name, wrk in loads.items()}
    text = texts["signalbox"]
    bad = "Non-2xx" in text or "Socket errors" in text
    warm = {name: [one for one in all_ if one[0] <= arguments.warm * 60] for name, all_ in samples.items()}
    full = {name: [one for one in all_ if one[0] > arguments.warm * 60] for name, all_ in samples.items()}
    slopes = {name: slope_per_minute(part) for name, part in full.items()}
    slope = slopes["signalbox"]
    former = {name for name in programs if name != "signalbox"}
    requests = {name: int(said.split(" requests in ")[0].split()[-1]) for name, said in texts.items()}
    figures = [
        figure("memory: requests", "requests", [requests["signalbox"]], {name: [requests[name]] for name in former}),
        figure("memory: of the gateway", "KiB", [kib for _, kib in samples["signalbox"]],
               {name: [kib for _, kib in samples[name]] for name in former}),
        figure("memory: slope while the rings fill", "KiB/min", [slope_per_minute(warm["signalbox"])]),
        *(figure(f"memory: slope{'' if name == 'signalbox' else f', {name}'}", "KiB/min", [one])
          for name, one in slopes.items()),
        figure("memory: machine's load before", "procs", [load]),
    ]
    table(figures)
    write(arguments.json, figures)
    if bad or (arguments.minutes >= 2 and slope > MOST_SLOPE):
        sys.exit(f"slope {slope:.0f} KiB/min, failures: {bad}")
    if less := slower(figures):
        sys.exit("; ".join(less))


if __name__ == "__main__":
    main()
