"""What polling costs, beside what people would use instead, in one run on one machine.

    BENCH_PYTHON=/path/to/python python -m benchmarks.poll --feeds 1000
    python -m benchmarks.poll --scale 10000

Drives the shared fetch benchmark (../shared/bench): a feed server on loopback, Downlink's gatherer and its peers in
turn, each with a first poll, one where nothing changed, one with new entries in every tenth feed; then once more with
feeds that never say 304 or only move their build date. Figures are ratios of processor time of the whole process tree,
start-up aside; seconds mean nothing on a shared machine. BENCH_PYTHON is a Python with the peers (reader, aiohttp,
feedparser) in it. Downlink stays up between polls, as it does in life, but closes its connections and lets its parse
workers end, as it would within an interval.

--scale polls that many feeds as the running bot does, with its default settings: whatever is due, again and again, in
two rounds an interval apart.
Exits 0 where the bounds hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.fuzz import resident
from bot.config import Config
from bot.feeds.fetcher import Fetcher
from bot.feeds.workers import ParsePool
from bot.gatherer import Gatherer
from bot.newsroom import spare_loaded
from bot.poll import read_feeds_file
from bot.store import open_store

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("DOWNLINK_SHARED", ROOT.parent / "shared")) / "bench" / "bench.py"
OURS = "downlink"
# ratio: (poll, peer, the most it may be)
BOUNDS = {
    "first_to_reader": ("cold", "reader", 0.55),
    "unchanged_to_bare": ("warm", "bare304", 1.3),
    "tenth_to_bare": ("chg", "bare304", 2.0),
    "stubborn_to_bare": ("warm", "bare304", 1.5),
}
MEMORY_MB = 200
SCALE_MEMORY_MB = 300
STALL_MAX_MS, STALL_P999_MS = 250, 50
DUE_AT_ONCE = 1000  # as the running bot asks
IDLE = 3.0  # seconds after which workers end: within an interval, as in life, but not within a poll


@dataclass
class _Clock:
    """The wall clock, which can be put forward."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class _Watch:
    """How late a 20 ms timer of the loop rings: a quicker one would cost a tenth of what is measured.

    `own` is what of that the loop's thread had the processor for: on a busy machine the rest is others' doing.
    """

    def __init__(self) -> None:
        self.late: list[float] = []
        self.own: list[float] = []

    async def run(self) -> None:
        while True:
            started, used = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.02)
            late = time.perf_counter() - started - 0.02
            self.late.append(late * 1000)
            self.own.append(min(late, time.thread_time() - used) * 1000)

    def figures(self) -> dict[str, float]:
        figures: dict[str, float] = {}
        for name, measured in (("stall", self.late), ("own_stall", self.own)):
            sizes = sorted(measured) or [0.0]
            figures |= {
                f"{name}_max_ms": round(sizes[-1], 1),
                f"{name}_p999_ms": round(sizes[int(len(sizes) * 0.999)], 1),
            }
        return figures


@asynccontextmanager
async def _gathering(feeds_file: Path, db_path: Path, clock: _Clock) -> AsyncIterator[tuple[Gatherer, Fetcher]]:
    store = await open_store(f"sqlite:///{db_path}")
    try:
        await store.sync_feeds("benchmark", read_feeds_file(feeds_file), trusted=True)
        async with Fetcher() as fetcher, ParsePool(idle=IDLE) as parser:
            yield Gatherer(store, fetcher, parser, clock, Config().fetch.interval), fetcher
    finally:
        await store.close()


async def stay(feeds_file: Path, db_path: Path, figures: Path) -> None:
    """Poll all feeds for each line on stdin and answer "done", as the shared benchmark asks of a daemon."""
    watch = _Watch()
    async with _gathering(feeds_file, db_path, _Clock()) as (gatherer, fetcher):
        spare_loaded()
        while await asyncio.to_thread(sys.stdin.readline):
            watching = asyncio.create_task(watch.run())
            await gatherer.gather_all()
            watching.cancel()
            await fetcher.close()
            await asyncio.sleep(IDLE + 0.5)  # until the workers have ended, for that counts too
            await asyncio.to_thread(figures.write_text, json.dumps(watch.figures()), encoding="utf-8")
            print("done", flush=True)


def measure(feeds: int, peers: list[str], *options: str) -> tuple[dict[str, Any], dict[str, float]]:
    """Each system's three polls as the benchmark writes them, net processor seconds and peak memory, and how late our
    loop was.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, loop = Path(folder) / "figures.json", Path(folder) / "loop.json"
        command = f"{sys.executable} -m benchmarks.poll --stay {{feeds_file}} {{db_path}} {loop}"
        program = [os.environ.get("BENCH_PYTHON", sys.executable), str(BENCH), "--n", str(feeds), "--name", OURS]
        program += ["--resident", "--cmd", command, "--cwd", str(ROOT), "--peers", ",".join(peers)]
        subprocess.run([*program, "--json", str(out), *options], check=True)
        polls: dict[str, Any] = {name: rounds[0] for name, rounds in json.loads(out.read_text())["res"].items()}
        # A daemon has no start-up to leave out.
        for poll in polls[OURS].values():
            poll["net"] = poll["cpu"]
        return polls, json.loads(loop.read_text())


# ---------------------------------------------------------------- very many


@contextmanager
def _served(feeds: int, port: int) -> Iterator[str]:
    """The control address of a feed server with so many feeds."""
    command = [sys.executable, str(BENCH.parent / "feedserver.py"), "--n", str(feeds), "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--ports", str(min(feeds, 1000)), "--lat", "50-200", "--max-s", "7200"],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        if not server.stdout.readline().startswith("ready"):
            raise RuntimeError("the feed server doesn't start")
        yield f"http://127.0.0.1:{port}/_ctl"
    finally:
        server.terminate()
        server.wait()


def _ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310  our own server
        return str(answer.read().decode())


class _Memory(threading.Thread):
    """The most that this process and its workers hold at once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.counting = True
        self.start()

    def run(self) -> None:
        while self.counting:
            self.peak = max(self.peak, resident(session=True))
            time.sleep(0.5)  # a thread that samples, not a test that waits


async def scale(feeds: int, port: int) -> dict[str, float]:
    """Two rounds over very many feeds: the first poll, and one where every tenth has changed."""
    clock, watch, interval = _Clock(), _Watch(), Config().fetch.interval
    figures: dict[str, float] = {"scale_feeds": feeds, "interval_s": interval.total_seconds()}
    with _served(feeds, port) as control, tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "feeds.txt"
        listed.write_text(_ask(f"{control}/feeds"), encoding="utf-8")
        async with _gathering(listed, Path(folder) / "db.sqlite", clock) as (gatherer, fetcher):
            spare_loaded()
            memory, watching = _Memory(), asyncio.create_task(watch.run())
            for name in ("first", "second"):
                started, polled = time.monotonic(), 0
                while outcomes := await gatherer.gather_due(DUE_AT_ONCE):
                    polled += sum(outcome.error is None for outcome in outcomes)
                figures |= {f"{name}_round_s": round(time.monotonic() - started, 1), f"{name}_round_polled": polled}
                await fetcher.close()
                # Everything is due again, also what asks for a longer wait.
                clock.ahead += 8 * interval
                await asyncio.to_thread(_ask, f"{control}/publish?pct=10&new=2&seed=1")
            watching.cancel()
            memory.counting = False
    return {**figures, "scale_memory_mb": round(memory.peak, 1), **watch.figures()}


def scale_kept(figures: dict[str, float]) -> bool:
    """Whether every feed was read in its interval, within the bounds."""
    return (
        all(
            figures[f"{name}_round_s"] <= figures["interval_s"]
            and figures[f"{name}_round_polled"] == figures["scale_feeds"]
            for name in ("first", "second")
        )
        and figures["scale_memory_mb"] <= SCALE_MEMORY_MB
        and figures["stall_max_ms"] <= STALL_MAX_MS
        and figures["stall_p999_ms"] <= STALL_P999_MS
    )


def main() -> int:
    """The shell's door."""
    parser = argparse.ArgumentParser(description="What polling costs, beside others.")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="two rounds over N feeds, nothing else")
    parser.add_argument("--port", type=int, default=31000, help="the first of the thousand that --scale serves on")
    parser.add_argument("--stay", nargs=3, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stay:
        asyncio.run(stay(*options.stay))
        return 0
    if not BENCH.exists():
        print(f"{BENCH} is not here: this benchmark needs the project's shared material", file=sys.stderr)
        return 1
    if options.scale:
        figures = asyncio.run(scale(options.scale, options.port))
        kept = scale_kept(figures)
        for name, value in figures.items():
            print(f"{name:<26}{value:>10}")
        print(json.dumps({**figures, "kept": kept}))
        return 0 if kept else 1
    peers = ["reader", "bare304", *(["newsboat"] if shutil.which("newsboat") else [])]
    usual, loop = measure(options.feeds, peers)
    stubborn, _ = measure(options.feeds, ["bare304"], "--noval", "15", "--churn", "10")
    figures = {"feeds": options.feeds}
    print(f"\n{'ratio of processor time':<26}{'is':>8}{'bound':>8}")
    for name, (poll, peer, bound) in BOUNDS.items():
        run = stubborn if name.startswith("stubborn") else usual
        figures[name] = round(run[OURS][poll]["net"] / max(run[peer][poll]["net"], 1e-3), 2)
        print(f"{name:<26}{figures[name]:>8}{bound:>8}")
    if "newsboat" in usual:
        figures["first_to_newsboat"] = round(usual[OURS]["cold"]["net"] / usual["newsboat"]["cold"]["net"], 2)
        print(f"{'first_to_newsboat':<26}{figures['first_to_newsboat']:>8}{'aim 1.0':>8}")
    figures["memory_mb"] = round(max(poll["rss"] for poll in usual[OURS].values()), 1)
    print(f"{'memory_mb':<26}{figures['memory_mb']:>8}{MEMORY_MB:>8}")
    figures |= loop
    print(f"{'stall_max_ms':<26}{figures['stall_max_ms']:>8}{STALL_MAX_MS:>8}")
    print(f"{'stall_p999_ms':<26}{figures['stall_p999_ms']:>8}{STALL_P999_MS:>8}")
    print(f"{'own_stall_max_ms':<26}{figures['own_stall_max_ms']:>8}")
    kept = (
        all(figures[name] <= bound for name, (_, _, bound) in BOUNDS.items())
        and figures["memory_mb"] <= MEMORY_MB
        and figures["stall_max_ms"] <= STALL_MAX_MS
        and figures["stall_p999_ms"] <= STALL_P999_MS
    )
    print(json.dumps({**figures, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
