#!/usr/bin/env python3
"""gateway.py --bin DIR [--json FILE] [--seconds S] [--repetitions N]: throughput and latency of the gateway beside
HAProxy and nginx in the same run: one worker each, the same mock upstream, a small chat request, 50/50 over two arms.
The order of the targets is turned round with every repetition (ABBA)."""

import argparse
import json
import pathlib
import re
import statistics
import subprocess

from peers import Peers

BODY = '{"model":"refunds","messages":[{"role":"user","content":"May I return the lamp I bought 12 days ago?"}]}'
UNITS = {"us": 1.0, "ms": 1_000.0, "s": 1_000_000.0}


def script(folder: pathlib.Path) -> pathlib.Path:
    path = folder / "post.lua"
    path.write_text(
        'wrk.method = "POST"\n'
        f"wrk.body = '{BODY}'\n"
        'wrk.headers["Content-Type"] = "application/json"\n'
    )
    return path


def measure(port: int, connections: int, seconds: float, lua: pathlib.Path) -> dict[str, float]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "-s", str(lua)]
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


def figure(name: str, unit: str, values: list[float], peers: dict[str, list[float]]) -> dict[str, object]:
    ratios = {peer: statistics.median(a / b for a, b in zip(values, other)) for peer, other in peers.items()}
    return {
        "name": name,
        "unit": unit,
        "median": statistics.median(values),
        "min": min(values),
        "max": max(values),
        "ratio": ratios,
    }


def table(figures: list[dict[str, object]]) -> None:
    print(f"{'name':44} {'unit':6} {'median':>12} {'min':>12} {'max':>12}  ratio")
    for f in figures:
        ratio = ", ".join(f"{value:.2f} x {peer}" for peer, value in f["ratio"].items())
        print(f"{f['name']:44} {f['unit']:6} {f['median']:12,.1f} {f['min']:12,.1f} {f['max']:12,.1f}  {ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    figures = []
    with Peers() as peers:
        mock = peers.mock()
        targets = {
            "signalbox": peers.gateway(arguments.bin, mock),
            "haproxy": peers.haproxy(mock),
            "nginx": peers.nginx_proxy(mock),
            "direct": mock,
        }
        lua = script(peers.folder)
        for port in targets.values():
            measure(port, 10, 1, lua)
        for connections in (1, 100):
            runs: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
            for repetition in range(arguments.repetitions):
                order = list(targets) if repetition % 2 == 0 else list(reversed(targets))
                for name in order:
                    runs[name].append(measure(targets[name], connections, arguments.seconds, lua))
            for key, unit in (("rps", "req/s"), ("p50", "us"), ("p99", "us")):
                columns = {name: [run[key] for run in list_] for name, list_ in runs.items()}
                if connections == 1 and key == "p50":
                    added = {
                        name: [a - b for a, b in zip(columns[name], columns["direct"])]
                        for name in ("signalbox", "haproxy", "nginx")
                    }
                    own = added.pop("signalbox")
                    figures.append(figure("added latency p50, c=1, signalbox", "us", own, added))
                for name in targets:
                    others = {p: columns[p] for p in ("haproxy", "nginx")} if name == "signalbox" else {}
                    figures.append(figure(f"{key}, c={connections}, {name}", unit, columns[name], others))
    table(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps({"figures": figures}, indent=2))


if __name__ == "__main__":
    main()
