"""Many hostile feeds, each as large as a feed may be, polled at once beside harmless ones.

    python -m benchmarks.hostile --feeds 50

A server in a process of its own gives hostile bodies of eight kinds, and harmless feeds, small and large. All are due
at once, as after an outage; what is measured is the gatherer with its fetcher, workers and store:

    memory     the most that this process and its workers held at once (resident, MB)
    stall      the longest, and the 99.9th percentile, of how late a 5 ms timer of the loop rang, in ms; own_stall, what
               of that its thread had the processor for, which others on the machine don't lengthen
    small_s    seconds until the last harmless small feed was read; large_s, of the large ones; all_s, of all
    again      the same at the next poll, when what failed has given way to what didn't

Exits 0 where the bounds hold and every harmless feed was read.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from benchmarks.fuzz import resident
from bot.config import Config
from bot.feeds.fetcher import MAX_BYTES, Fetcher
from bot.feeds.workers import ParsePool
from bot.gatherer import Gatherer, Polled
from bot.model import Feed
from bot.newsroom import SystemClock, spare_loaded
from bot.store import open_store

BOUNDS = {"memory_mb": 300, "own_stall_max_ms": 250, "own_stall_p999_ms": 50, "again_large_s": 60}
SMALL, LARGE = 40, 6  # harmless feeds
_RSS = b"<rss version='2.0'><channel><title>H</title>%b</channel></rss>"
_ITEM = b"<item><title>Report %d</title><guid>g%d</guid><link>https://x.example/%d</link><description>%b</description></item>"


def _repeated(unit: bytes, frame: bytes = _RSS) -> bytes:
    room = MAX_BYTES - len(frame)
    return frame % (unit * (room // len(unit)))


def _numbered(frame: bytes, unit: bytes, between: bytes = b"") -> bytes:
    count = (MAX_BYTES - len(frame)) // (len(unit) + len(between) + 6)
    return frame % between.join(unit % number for number in range(count))


KINDS: dict[str, Callable[[], bytes]] = {
    "entries": lambda: _repeated(b"<item/>"),
    "titles": lambda: _numbered(_RSS, b"<item><title>%d</title></item>"),
    "text": lambda: _repeated(b"word ", _RSS % b"<item><title>T</title><description>%b</description></item>"),
    "comments": lambda: _repeated(b"&lt;!--", _RSS % b"<item><title>T</title><description>%b</description></item>"),
    "attributes": lambda: _numbered(_RSS % b"<item %b><title>T</title></item>", b" a%d=''"),
    "depth": lambda: _repeated(b"<a>", _RSS % b"<item><title>T</title>%b</item>"),
    "brackets": lambda: _repeated(b"<", _RSS % b"<item><title>T</title><description>%b</description></item>"),
    "json": lambda: _numbered(
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [%b]}', b'{"id": %d, "title": "T"}', b","
    ),
}


def _harmless(entries: int, words: int) -> bytes:
    return _RSS % b"".join(_ITEM % (n, n, n, b"All is well. " * words) for n in range(entries))


def _serve(ready: Connection) -> None:
    """Serve until killed."""
    bodies = {name: make() for name, make in KINDS.items()}
    bodies |= {"small": _harmless(20, 20), "large": _harmless(100, 500)}

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=bodies[request.match_info["kind"]], content_type="application/xml")

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{kind}/{number}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


async def measure(base: str, feeds: int, folder: Path) -> dict[str, float]:
    """Poll everything once and say what it cost."""
    kinds = list(KINDS)
    urls = [f"{base}/{kinds[number % len(kinds)]}/{number}" for number in range(feeds)]
    urls += [f"{base}/small/{number}" for number in range(SMALL)] + [
        f"{base}/large/{number}" for number in range(LARGE)
    ]
    late: list[float] = []
    own: list[float] = []
    figures: dict[str, float] = {}
    memory = 0.0

    async def watch() -> None:
        nonlocal memory
        while True:
            for _ in range(40):
                started, used = time.perf_counter(), time.thread_time()
                await asyncio.sleep(0.005)
                late.append((time.perf_counter() - started - 0.005) * 1000)
                own.append(min(late[-1], (time.thread_time() - used) * 1000))
            memory = max(memory, await asyncio.to_thread(resident))

    async def poll(gatherer: Gatherer, name: str) -> None:
        begun = time.monotonic()

        def note(polled: Polled) -> None:
            kind = polled.state.url.rsplit("/", 2)[1]
            passed = round(time.monotonic() - begun, 1)
            figures[f"{name}all_s"] = passed
            if kind in {"small", "large"}:
                figures[f"{name}{kind}_s"] = passed
                figures["harmless_read"] = figures.get("harmless_read", 0) + (polled.error is None)

        await gatherer.gather_all(note)

    store = await open_store(f"sqlite:///{folder / 'db.sqlite'}")
    try:
        await store.sync_feeds("benchmark", [Feed(name=url, url=url) for url in urls], trusted=True)
        async with Fetcher(per_host=len(urls)) as fetcher, ParsePool() as parser:
            gatherer = Gatherer(store, fetcher, parser, SystemClock(), Config().fetch.interval)
            spare_loaded()
            watching = asyncio.create_task(watch())
            for name in ("", "again_"):
                await poll(gatherer, name)
            watching.cancel()
    finally:
        await store.close()
    for name, measured in (("stall", late), ("own_stall", own)):
        measured.sort()
        figures[f"{name}_max_ms"] = round(measured[-1], 1)
        figures[f"{name}_p999_ms"] = round(measured[int(len(measured) * 0.999)], 1)
    return {**figures, "memory_mb": round(memory, 1)}


def _measure(answer: Connection, base: str, feeds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        answer.send(asyncio.run(measure(base, feeds, Path(folder))))


def main() -> int:
    """The shell's door."""
    parser = argparse.ArgumentParser(description="Large hostile feeds, many at once.")
    parser.add_argument("--feeds", type=int, default=50)
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")  # each by itself, so that the server's memory isn't counted
    server = spawn.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    try:
        base = f"http://127.0.0.1:{here.recv()}"
        polling = spawn.Process(target=_measure, args=(there, base, options.feeds))
        polling.start()
        while not here.poll(1):
            if not polling.is_alive():
                return 1
        figures = here.recv()
        polling.join()
    finally:
        server.kill()
    for name, value in figures.items():
        bound = f"   (at most {BOUNDS[name]})" if name in BOUNDS else ""
        print(f"{name:<18}{value:>10}{bound}")
    within = all(figures[name] <= bound for name, bound in BOUNDS.items())
    kept = within and figures["harmless_read"] == 2 * (SMALL + LARGE)
    print(json.dumps({**figures, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
