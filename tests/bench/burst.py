#!/usr/bin/env python3
"""burst.py --bin DIR [--callers N] [--json FILE]: what signalboxd's memory does in and after a burst: many callers at
once with long contexts, whose model takes two seconds to answer. Afterwards most of it must be given back."""

import argparse
import asyncio
import pathlib
import sys
import tempfile

from figures import figure, rss_of, table, write
from trace import Backend, Caller

TOKENS = 40_000  # of context, four bytes each
SLOW = 2_000  # milliseconds
WAIT = 20  # seconds that giving back may take
MOST_KEPT = 0.25  # of what the burst took
LEAST_TAKEN = 40 * 1024  # KiB; with less the burst was none


async def burst(backend: Backend, callers: int) -> tuple[list[float], list[str]]:
    """Memory before, at most and after."""
    caller = Caller(backend.gateway)
    await caller.ask(0, 100, 10)
    before = rss_of(backend.daemon.pid)
    tasks = [asyncio.create_task(caller.ask(number, TOKENS, 10)) for number in range(1, callers + 1)]
    most = before
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0.05)
        most = max(most, rss_of(backend.daemon.pid))
    for _, _, writer in caller.idle:
        writer.close()
    for _ in range(WAIT):
        await asyncio.sleep(1)
        after = rss_of(backend.daemon.pid)
        if after <= before + MOST_KEPT * (most - before):
            break
    return [before, most, after], caller.failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--callers", type=int, default=400)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="signalbox-burst-") as folder:
        backend = Backend(arguments.bin, pathlib.Path(folder), SLOW)
        try:
            (before, most, after), failed = asyncio.run(burst(backend, arguments.callers))
        finally:
            backend.end()
    figures = [figure(f"burst: memory {when}", "KiB", [kib])
               for when, kib in (("before", before), ("at most", most), ("after", after))]
    kept = (after - before) / max(most - before, 1)
    figures.append(figure("burst: kept of it", "share", [kept]))
    table(figures)
    write(arguments.json, figures)
    for failure in failed[:5]:
        print("failed:", failure)
    if failed or most - before < LEAST_TAKEN or kept > MOST_KEPT:
        sys.exit(f"{len(failed)} failed, {kept:.0%} of {(most - before) / 1024:.0f} MB kept")


if __name__ == "__main__":
    main()
