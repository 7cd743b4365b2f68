#!/usr/bin/env python3
"""trace.py --bin DIR [--trace CSV] [--speed X] [--warm N] [--minutes N] [--json FILE]: replays the arrival times and
token counts of a recorded trace (columns TIMESTAMP, ContextTokens, GeneratedTokens) through signalboxd with the
rehearsal's model server, while the canary's weight changes every few seconds. Every request starts when the trace
says, whether or not the ones before have ended. No request may fail, and the backend's memory must be flat once its
windows of 15 minutes are full: at rests before, during and after the minutes that count, since bodies on their way come
and go by megabytes. The slope is the median of those between any two rests: single ones differ by half a megabyte. Without a CSV beside the checkout, one of the same kind is generated with a fixed seed."""

import argparse
import asyncio
import csv
import datetime
import http.client
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

from figures import figure, rss_of, slope_per_minute, table, write

RECORDED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "llm-trace-conversations.csv"
REST = 12  # seconds without requests, in which what is on its way comes to its end
REST_EVERY = 120  # seconds of the minutes that count
KEPT = 30  # seconds that an idle connection is used again; the gateway closes it after 75
MOST_SLOPE = 64  # KiB a minute, after the warm-up


def recorded(path: pathlib.Path) -> list[tuple[float, int, int]]:
    rows = []
    with path.open() as file:
        for row in csv.DictReader(file):
            at = datetime.datetime.fromisoformat(row["TIMESTAMP"][:26]).timestamp()
            rows.append((at, int(row["ContextTokens"]), int(row["GeneratedTokens"])))
    begin = min(row[0] for row in rows)
    return sorted((at - begin, context, made) for at, context, made in rows)


def generated(seconds: float) -> list[tuple[float, int, int]]:
    """Bursts as in recorded conversations: a rate that wanders, log-normal sizes."""
    draw = random.Random(7)
    rows, at, rate = [], 0.0, 5.0
    while at < seconds:
        rate = min(max(rate * draw.lognormvariate(0, 0.05), 1.0), 15.0)
        at += draw.expovariate(rate)
        rows.append((at, int(min(draw.lognormvariate(6.5, 0.9), 8_000)) + 1, int(min(draw.lognormvariate(5, 0.8), 1_000)) + 1))
    return rows


class Backend:
    """signalboxd on the sample workspace and the rehearsal's model server; both end with the object."""

    def __init__(self, programs: pathlib.Path, folder: pathlib.Path, latency_ms: int = 2) -> None:
        self.rehearsal = subprocess.Popen(
            [str(programs / "signalbox-rehearsal"), "serve", "--latency-ms", str(latency_ms)], stdout=subprocess.PIPE, text=True
        )
        url = json.loads(self.rehearsal.stdout.readline())["url"]
        self.daemon = subprocess.Popen(
            [str(programs / "signalboxd"), "--workspace", str(folder / "workspace"), "--state", str(folder / "state"),
             "--sample", "--provider", f"rehearsal={url}", "--control", "127.0.0.1:0", "--gateway", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True,
        )
        line = self.daemon.stdout.readline()
        if not line:
            raise SystemExit("signalboxd did not start")
        endpoint = json.loads(line)
        self.control = endpoint["control"].rsplit(":", 1)[1]
        self.gateway = int(endpoint["gateway"].rsplit(":", 1)[1])
        token = endpoint.get("token_file") or endpoint.get("tokenFile")
        self.token = pathlib.Path(token).read_text().split("\n")[0]

    def end(self) -> None:
        for program in (self.daemon, self.rehearsal):
            program.terminate()
            program.wait()

    def ask(self, method: str, path: str, body: dict | None = None) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", int(self.control), timeout=10)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, "/api/v1/" + path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")

    def revision(self) -> int:
        return self.ask("GET", "agents/refunds/release")[1]["state"]["revision"]

    def start_release(self) -> str:
        steps = [{"weight": percent, "minimum_time": 0} for percent in (5, 25, 50, 75, 100)]
        guard = {"metric": "error_rate", "limit": 0.9, "action": "notify"}
        status, answer = self.ask("POST", "agents/refunds/releases", {
            "version": "2.2.0", "revision": self.revision(), "plan": {"steps": steps, "guardrails": [guard]}})
        if status != 200:
            raise SystemExit(f"the release was refused: {answer}")
        return answer["after"]["release"]["id"]

    def change_weight(self, release: str, count: int) -> bool:
        verb = "advance" if count % 6 < 3 else "step-back"
        status, _ = self.ask("POST", f"releases/{release}/{verb}", {"revision": self.revision()})
        return status == 200


class Caller:
    """Keep-alive connections to the gateway, as many as are needed at the same time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.latencies: list[float] = []
        self.failed: list[str] = []
        self.canary = 0

    async def ask(self, number: int, context: int, made: int) -> None:
        past = {"role": "assistant", "content": "word" * max(context - 12, 1)}
        question = {"role": "user", "content": f"Can I have my money back for order {number}?"}
        body = json.dumps({"model": "refunds", "user": f"u{number}", "stream": number % 4 == 0 and made < 200,
                           "metadata": {"rehearsal_tokens": str(made)}, "messages": [past, question]}).encode()
        begin = time.monotonic()
        try:
            reader, writer = await self.connection()
            writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                         b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
            if not head.startswith(b"HTTP/1.1 200 "):
                raise ConnectionError(head.split(b"\r\n")[0].decode())
            await asyncio.wait_for(self.read_body(reader, head.lower()), 120)
        except (OSError, EOFError, asyncio.TimeoutError) as error:
            self.failed.append(repr(error))
            return
        self.latencies.append(time.monotonic() - begin)
        self.canary += b"x-signalbox-role: canary" in head
        self.idle.append((time.monotonic(), reader, writer))

    async def connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self.idle:
            since, reader, writer = self.idle.pop()
            if time.monotonic() - since < KEPT and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)

    @staticmethod
    async def read_body(reader: asyncio.StreamReader, head: bytes) -> None:
        if b"content-length: " in head:
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
            return
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)


async def at_rest(backend: Backend, caller: Caller, tasks: set[asyncio.Task]) -> tuple[float, float]:
    """Memory when nothing is on its way and no caller is connected."""
    if tasks:
        await asyncio.wait(tasks)
    for _, _, writer in caller.idle:
        writer.close()
    caller.idle.clear()
    await asyncio.sleep(REST - 3)
    samples = []
    for _ in range(6):
        await asyncio.sleep(0.5)
        samples.append(rss_of(backend.daemon.pid))
    return statistics.median(samples), rss_of(backend.daemon.pid, "RssAnon")


async def replay(backend: Backend, rows: list[tuple[float, int, int]], speed: float, every: float,
                 warm: float) -> dict[str, object]:
    caller = Caller(backend.gateway)
    release = await asyncio.to_thread(backend.start_release)
    memory: list[tuple[float, float]] = []
    late: list[float] = []
    changes = [0, 0]
    begin = time.monotonic()
    running = True

    async def change() -> None:
        while running:
            await asyncio.sleep(every)
            good = await asyncio.to_thread(backend.change_weight, release, sum(changes))
            changes[0 if good else 1] += 1

    async def measure() -> None:
        while running:
            memory.append((time.monotonic() - begin, rss_of(backend.daemon.pid)))
            await asyncio.sleep(1)

    helpers = [asyncio.create_task(change()), asyncio.create_task(measure())]
    tasks: set[asyncio.Task] = set()
    rests: list[tuple[float, tuple[float, float]]] = []
    next_rest = warm
    for number, (at, context, made) in enumerate(rows):
        if at / speed > next_rest:
            next_rest += REST_EVERY
            paused = time.monotonic()
            rests.append((paused - begin, await at_rest(backend, caller, tasks)))
            begin += time.monotonic() - paused
        wait = begin + at / speed - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        late.append(max(-wait, 0))
        task = asyncio.create_task(caller.ask(number, context, made))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    rests.append((time.monotonic() - begin, await at_rest(backend, caller, tasks)))
    running = False
    for helper in helpers:
        helper.cancel()
    return {"caller": caller, "memory": memory, "rests": rests, "late": late, "changes": changes,
            "seconds": time.monotonic() - begin}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--trace", type=pathlib.Path, default=RECORDED if RECORDED.is_file() else None)
    parser.add_argument("--generated", action="store_true", help="do not use a recorded trace")
    parser.add_argument("--speed", type=float, default=50)
    parser.add_argument("--minutes", type=float, default=10, help="of which memory is measured")
    parser.add_argument("--warm", type=float, default=16, help="minutes before that; counted for all but memory")
    parser.add_argument("--every", type=float, default=5, help="seconds between two changes of the weight")
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    needed = (arguments.warm + arguments.minutes) * 60 * arguments.speed
    rows = generated(needed) if arguments.generated or not arguments.trace else recorded(arguments.trace)
    length = rows[-1][0] + 1
    whole = list(rows)
    while whole[-1][0] < needed:  # a short trace is played again
        whole += [(at + length * (len(whole) // len(rows)), context, made) for at, context, made in rows]
    whole = [row for row in whole if row[0] <= needed]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="signalbox-trace-") as folder:
        backend = Backend(arguments.bin, pathlib.Path(folder))
        try:
            done = asyncio.run(replay(backend, whole, arguments.speed, arguments.every, arguments.warm * 60))
        finally:
            backend.end()
    caller, memory = done["caller"], done["memory"]
    warm = [(at, kib) for at, kib in memory if at <= arguments.warm * 60]
    full = [(at, kib) for at, kib in memory if at > arguments.warm * 60]
    rests = [(at, kib) for at, (kib, _) in done["rests"]]
    anonymous = [(at, kib) for at, (_, kib) in done["rests"]]
    slope = slope_per_minute(rests)
    latencies = sorted(caller.latencies)
    figures = [
        figure("trace: requests", "count", [len(whole)]),
        figure("trace: failed requests", "count", [len(caller.failed)]),
        figure("trace: changes of the weight", "count", [done["changes"][0]]),
        figure("trace: answered by the canary", "count", [caller.canary]),
        figure("trace: latency p50", "ms", [statistics.median(latencies) * 1000]),
        figure("trace: latency p99", "ms", [latencies[int(len(latencies) * 0.99)] * 1000]),
        figure("trace: started late p99", "ms", [sorted(done["late"])[int(len(whole) * 0.99)] * 1000]),
        figure("trace: memory while windows fill", "KiB", [kib for _, kib in warm or memory]),
        figure("trace: memory after that", "KiB", [kib for _, kib in full or memory]),
        figure("trace: memory slope after that, under load", "KiB/min", [slope_per_minute(full)]),
        figure("trace: memory at rest", "KiB", [kib for _, kib in rests]),
        figure("trace: memory slope at rest", "KiB/min", [slope]),
        figure("trace: of it no file's, at rest", "KiB", [kib for _, kib in anonymous]),
        figure("trace: slope of that", "KiB/min", [slope_per_minute(anonymous)]),
        figure("trace: machine's load before", "procs", [load]),
    ]
    kind = "generated" if arguments.generated or not arguments.trace else arguments.trace.name
    print("at rest:", ", ".join(f"{at / 60:.1f} min {kib:.0f} KiB" for at, kib in rests))
    print(f"{kind} at {arguments.speed:g} x speed for {done['seconds']:.0f} s")
    table(figures)
    write(arguments.json, figures)
    for failure in caller.failed[:5]:
        print("failed:", failure)
    flat = arguments.minutes < 2 or slope <= MOST_SLOPE  # a shorter run shows nothing
    if caller.failed or done["changes"][1] or done["changes"][0] == 0 or caller.canary == 0 or not flat:
        sys.exit(f"{len(caller.failed)} failed, {done['changes'][1]} changes refused, memory slope {slope:.0f} KiB/min")


if __name__ == "__main__":
    main()
