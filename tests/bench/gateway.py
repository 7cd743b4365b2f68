#!/usr/bin/env python3
"""gateway.py --bin DIR [--json FILE] [--seconds S] [--repetitions N]: throughput and latency of the gateway beside
HAProxy, nginx and Portkey in the same run: one worker each, the same mock upstream, a small chat request, 50/50 over two arms.
The order of the targets is turned round with every repetition (ABBA). Portkey comes from npm; without it, a sentence says
why. Gate: at least 25 times Portkey's throughput at 100 connections; with --beside 0.97 times that build's."""

import argparse
import os
import pathlib
import re
import subprocess
import sys

from figures import BESIDE, figure, slower, table, write
from peers import Peers

BODY = '{"model":"refunds","messages":[{"role":"user","content":"May I return the lamp I bought 12 days ago?"}]}'
UNITS = {"us": 1.0, "ms": 1_000.0, "s": 1_000_000.0}


def script(folder: pathlib.Path, name: str = "post", headers: dict[str, str] | None = None) -> pathlib.Path:
    path = folder / f"{name}.lua"
    path.write_text(
        'wrk.method = "POST"\n'
        f"wrk.body = '{BODY}'\n"
        'wrk.headers["Content-Type"] = "application/json"\n'
        + "".join(f'wrk.headers["{key}"] = "{value}"\n' for key, value in (headers or {}).items())
    )
    return path


def measure(port: int, connections: int, seconds: float, lua: pathlib.Path) -> dict[str, float]:
    # A peer that lets some callers wait for seconds is slow, not broken; wrk's own time limit is two seconds.
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "20s", "--latency", "-s", str(lua)]
    text = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/v1/chat/completions"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise SystemExit(f"port {port} answered badly:\n{text}")
    result = {"rps": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])}
    for name in ("50", "99"):
        value, unit = re.search(rf"^\s+{name}%\s+([\d.]+)(us|ms|s)", text, re.M).groups()
        result[f"p{name}"] = float(value) * UNITS[unit]
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--beside", type=pathlib.Path, help=BESIDE)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    figures = []
    with Peers() as peers:
        mock = peers.mock()
        targets = {
            "signalbox": peers.gateway(arguments.bin, mock),
            "haproxy": peers.haproxy(mock),
            "nginx": peers.nginx_proxy(mock),
            "direct": mock,
        }
        if arguments.beside:
            targets["before"] = peers.gateway(arguments.beside, mock)
        lua = script(peers.folder)
        scripts = dict.fromkeys(targets, lua)
        portkey = peers.portkey(mock, arguments.bin.resolve().parent / "portkey")
        if isinstance(portkey, str):
            print(portkey)
        else:
            targets["portkey"], headers = portkey
            scripts["portkey"] = script(peers.folder, "portkey", headers)
        for name, port in targets.items():
            measure(port, 10, 1, scripts[name])
        near = [name for name in ("before", "haproxy", "nginx", "portkey") if name in targets]
        for connections in (1, 100):
            runs: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
            for repetition in range(arguments.repetitions):
                order = list(targets) if repetition % 2 == 0 else list(reversed(targets))
                for name in order:
                    runs[name].append(measure(targets[name], connections, arguments.seconds, scripts[name]))
            for key, unit in (("rps", "req/s"), ("p50", "us"), ("p99", "us")):
                columns = {name: [run[key] for run in list_] for name, list_ in runs.items()}
                if connections == 1 and key == "p50":
                    added = {
                        name: [a - b for a, b in zip(columns[name], columns["direct"])]
                        for name in ("signalbox", *near)
                    }
                    own = added.pop("signalbox")
                    figures.append(figure("added latency p50, c=1, signalbox", "us", own, added))
                for name in targets:
                    others = {p: columns[p] for p in near} if name == "signalbox" else {}
                    figures.append(figure(f"{key}, c={connections}, {name}", unit, columns[name], others))
    figures.append(figure("machine's load before", "procs", [load]))
    table(figures)
    write(arguments.json, figures)
    times = next(f["ratio"].get("portkey") for f in figures if f["name"] == "rps, c=100, signalbox")
    if times is not None and times < 25:
        sys.exit(f"only {times:.1f} times Portkey's throughput")
    if less := slower(figures):
        sys.exit("; ".join(less))


if __name__ == "__main__":
    main()
