"""What the benchmarks share: figures with median and spread, their table, memory of a process and its slope."""

import json
import pathlib
import statistics

BESIDE = "the programs of another build, as a peer named \"before\" in the same run"
LEAST_OF_BEFORE = 0.97  # of its throughput


def figure(name: str, unit: str, values: list[float], peers: dict[str, list[float]] | None = None) -> dict[str, object]:
    ratios = {peer: statistics.median(a / b for a, b in zip(values, other)) for peer, other in (peers or {}).items()}
    return {"name": name, "unit": unit, "median": statistics.median(values), "min": min(values), "max": max(values),
            "ratio": ratios}


def table(figures: list[dict[str, object]]) -> None:
    print(f"{'name':48} {'unit':7} {'median':>12} {'min':>12} {'max':>12}  ratio")
    for f in figures:
        ratio = ", ".join(f"{value:.3g} x {peer}" for peer, value in f["ratio"].items())
        print(f"{f['name']:48} {f['unit']:7} {f['median']:12,.2f} {f['min']:12,.2f} {f['max']:12,.2f}  {ratio}", flush=True)


def write(path: pathlib.Path | None, figures: list[dict[str, object]]) -> None:
    if path:
        path.write_text(json.dumps({"figures": figures}, indent=2))


def slower(figures: list[dict[str, object]]) -> list[str]:
    """What says that this build has less throughput than the one before; empty without one."""
    return [f"{f['name']}: {f['ratio']['before']:.3g} times the build before" for f in figures
            if f["unit"] in ("req/s", "requests") and f["ratio"].get("before", 1) < LEAST_OF_BEFORE]


def rss_of(process: int, kind: str = "VmRSS") -> float:
    """Resident memory in KiB; with "RssAnon" only what is no file's."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(kind + ":"):
            return float(line.split()[1])
    return 0.0


def slope_per_minute(samples: list[tuple[float, float]]) -> float:
    """Theil-Sen: the median of the slopes between all pairs, so that single jumps do not decide."""
    thinned = samples[:: max(len(samples) // 300, 1)]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for i, a in enumerate(thinned) for b in thinned[i + 1 :] if b[0] > a[0]]
    return statistics.median(slopes) * 60 if slopes else 0.0
