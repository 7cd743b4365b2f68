#!/usr/bin/env python3
"""evidence.py --bin DIR [--json FILE] [--runs N] [--blocks N]: how often a healthy canary is rolled back and how many
requests a bad one needs, beside the reference table, beside fixed thresholds and beside Kayenta's Mann-Whitney on the
same traffic. Each block has its own seed; rates are pooled, medians are the median of the blocks. Ends with an error
when a figure leaves its tolerance."""

import argparse
import concurrent.futures
import json
import math
import pathlib
import statistics
import subprocess
import sys

CORES = 2


def block(program: str, seed: int, runs: int) -> list[dict]:
    done = subprocess.run([program, str(seed), str(runs)], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def allowed(row: dict, runs: float) -> float | None:
    """How far the figure may be from its reference; tolerances of the reference tables."""
    reference = row["reference"]
    if row["tolerance"] == "rate":
        return 3 * math.sqrt(reference * (1 - reference) * (1 / runs + 1 / row["referenceRuns"])) + 0.005
    if row["tolerance"] == "median":
        return max(0.2 * reference, 5 if reference < 60 else 0)
    return None


def joined(rows: list[dict]) -> dict:
    first = rows[0]
    values = [row["value"] for row in rows]
    runs = sum(row["runs"] for row in rows)
    value = statistics.fmean(values) if first["unit"] == "share" else statistics.median(values)
    figure = {"name": first["name"], "unit": first["unit"], "median": value, "min": min(values), "max": max(values),
              "ratio": {}, "runs": runs, "good": True}
    if first["reference"] > 0:
        figure["reference"] = first["reference"]
        figure["ratio"]["reference"] = value / first["reference"]
        tolerance = allowed(first, runs)
        if tolerance is not None:
            figure["tolerance"] = tolerance
            figure["good"] = abs(value - first["reference"]) <= tolerance
    if first["limit"] > 0:
        figure["limit"] = first["limit"]
        chance = 3 * math.sqrt(first["limit"] * (1 - first["limit"]) / runs) if first["unit"] == "share" else 0
        most = first["limit"] + chance
        figure["good"] = figure["good"] and value <= most
    return figure


def table(figures: list[dict]) -> None:
    print(f"{'name':66} {'unit':6} {'value':>10} {'min':>10} {'max':>10} {'reference':>10} {'tolerance':>10}")
    for f in figures:
        text = [f"{f[key]:10.4g}" if key in f else " " * 10 for key in ("median", "min", "max", "reference", "tolerance")]
        mark = "" if f["good"] else "  <- outside"
        limit = f"  limit {f['limit']:g}" if "limit" in f else ""
        print(f"{f['name']:66} {f['unit']:6} {' '.join(text)}{limit}{mark}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--blocks", type=int, default=4)
    arguments = parser.parse_args()
    program = str(arguments.bin / "bench_evidence")
    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        seeds = range(20_260_301, 20_260_301 + arguments.blocks)
        blocks = list(pool.map(lambda seed: block(program, seed, arguments.runs), seeds))
    figures = [joined(list(rows)) for rows in zip(*blocks)]
    table(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps({"figures": figures}, indent=2))
    outside = [f["name"] for f in figures if not f["good"]]
    if outside:
        sys.exit("outside its tolerance: " + "; ".join(outside))


if __name__ == "__main__":
    main()
