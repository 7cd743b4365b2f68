#!/usr/bin/env python3
"""switch.py --bin DIR [--json FILE] [--switches N] [--repetitions N]: from the command of a switch to the last start on
the former version, under 16 closed-loop callers. Old starts after the acknowledgement and failures must be 0."""

import argparse
import json
import pathlib
import subprocess
import sys

from figures import BESIDE, figure, slower, table, write
from peers import Peers

ROWS = (
    ("last_old_p50_ms", "switch: command to last old start, p50", "ms"),
    ("last_old_p99_ms", "switch: command to last old start, p99", "ms"),
    ("ack_p50_ms", "switch: command to acknowledgement, p50", "ms"),
    ("ack_p99_ms", "switch: command to acknowledgement, p99", "ms"),
    ("old_after_ack", "switch: old starts after acknowledgement", "count"),
    ("failed", "switch: failed requests", "count"),
    ("requests", "switch: requests in a run", "requests"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--beside", type=pathlib.Path, help=BESIDE)
    parser.add_argument("--switches", type=int, default=500)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    with Peers() as peers:
        url = f"http://127.0.0.1:{peers.mock()}/v1"
        programs = {"signalbox": arguments.bin} | ({"before": arguments.beside} if arguments.beside else {})
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
        good = True
        for repetition in range(arguments.repetitions):
            for name in list(programs) if repetition % 2 == 0 else list(reversed(programs)):
                done = subprocess.run([str(programs[name] / "bench_switch"), url, str(arguments.switches)],
                                      stdout=subprocess.PIPE, text=True)
                good = good and (done.returncode == 0 or name != "signalbox")
                runs[name].append(json.loads(done.stdout))
    own = runs.pop("signalbox")
    figures = []
    for key, name, unit in ROWS:
        others = {peer: [run[key] for run in list_] for peer, list_ in runs.items() if all(run[key] for run in list_)}
        figures.append(figure(name, unit, [run[key] for run in own], others))
    table(figures)
    write(arguments.json, figures)
    if not good:
        sys.exit("old starts after the acknowledgement, or failures")
    if less := slower(figures):
        sys.exit("; ".join(less))


if __name__ == "__main__":
    main()
