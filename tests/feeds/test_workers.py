import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bot.errors import BodyRefused, NotAFeed
from bot.feeds.parser import parse
from bot.feeds.wire import document_from_json, document_to_json
from bot.feeds.workers import ParsePool

URL = "https://orbit.example/feed.xml"
GOOD = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Orbit</title><ttl>60</ttl>
<skipHours><hour>3</hour></skipHours><item><title>Crew lands</title><link>/a</link><author>a@b.example (Ann)</author>
<pubDate>Tue, 05 Oct 2021 08:55:02 GMT</pubDate><description>They landed.</description></item></channel></rss>"""
# Quadratic for an HTML parser: a third of a megabyte, thirteen seconds.
ATTRIBUTES = " ".join(f"a{n}=1" for n in range(40_000))
TEXT = f"<description>&lt;p {ATTRIBUTES}&gt;</description>"
BOMB = f"<rss version='2.0'><channel><item>{TEXT}</item></channel></rss>".encode()


def children() -> list[int]:
    """The process ids of our children that run, as the kernel knows them."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    if not tasks.exists():
        pytest.skip("needs /proc")
    found: list[int] = []
    for task in tasks.iterdir():
        with suppress(FileNotFoundError):  # a thread that ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return found


async def test_a_worker_reads_what_the_parser_reads():
    async with ParsePool() as pool:
        assert await pool.parse(GOOD, url=URL) == parse(GOOD, url=URL)


async def test_the_way_there_and_back_changes_nothing():
    document = parse(GOOD, url=URL)
    assert document.ttl
    assert document.entries[0].published
    assert document_from_json(document_to_json(document)) == document


async def test_what_is_no_feed_is_said_with_its_reason():
    async with ParsePool() as pool:
        with pytest.raises(NotAFeed, match="this is a web page"):
            await pool.parse(b"<html><body>hi", url=URL)


async def test_a_body_that_takes_too_long_is_given_up_and_does_not_hold_up_the_others():
    async with ParsePool(workers=2, time_limit=4) as pool:
        started = time.perf_counter()
        bomb = asyncio.create_task(pool.parse(BOMB, url="https://evil.example/"))
        documents = await asyncio.gather(*(pool.parse(GOOD, url=URL) for _ in range(20)))
        assert time.perf_counter() - started < 3
        assert {document.title for document in documents} == {"Orbit"}
        with pytest.raises(BodyRefused, match="longer than 4 seconds"):
            await bomb
        assert pool.alive == 1
        assert (await pool.parse(GOOD, url=URL)).title == "Orbit"


async def test_one_worker_does_while_no_body_takes_long():
    async with ParsePool(workers=2) as pool:
        await asyncio.gather(*(pool.parse(GOOD, url=URL) for _ in range(10)))
        assert pool.alive == 1


async def test_a_body_that_takes_too_much_memory_is_refused_and_the_next_is_read():
    big = (
        b"<rss version='2.0'><channel>" + b"<item><title>" + b"t" * 7_000_000 + b"</title></item>" + b"</channel></rss>"
    )
    async with ParsePool(workers=1, memory_limit=48 * 1024 * 1024, time_limit=30) as pool:
        with pytest.raises(BodyRefused, match="memory"):
            await pool.parse(big, url=URL)
        assert (await pool.parse(GOOD, url=URL)).title == "Orbit"


async def test_a_worker_that_dies_costs_one_body():
    async with ParsePool(workers=1) as pool:
        await pool.parse(GOOD, url=URL)
        (worker,) = pool._alive
        worker._process.kill()
        await worker._process.wait()
        assert (await pool.parse(GOOD, url=URL)).title == "Orbit"


async def test_what_a_worker_has_read_before_is_not_held_against_the_next_body():
    resource = pytest.importorskip("resource")
    async with ParsePool(workers=1) as pool:
        await pool.parse(GOOD, url=URL)
        (worker,) = pool._alive
        full = 1024 * 1024  # less than it holds already
        resource.prlimit(worker._process.pid, resource.RLIMIT_AS, (full, full))
        entries = b"<item><title>Crew lands</title></item>" * 5_000
        document = await pool.parse(GOOD.replace(b"</channel>", entries + b"</channel>"), url=URL)
        assert document.title == "Orbit"
        assert worker not in pool._alive


async def test_workers_end_when_there_is_nothing_to_read():
    before = children()
    async with ParsePool(idle=0.2) as pool:
        await pool.parse(GOOD, url=URL)
        assert len(children()) == len(before) + 1
        for _ in range(100):
            await asyncio.sleep(0.05)
            if children() == before:
                break
        assert (pool.alive, children()) == (0, before)
        assert (await pool.parse(GOOD, url=URL)).title == "Orbit"
    assert children() == before


async def test_a_cancelled_read_leaves_no_worker_behind_that_still_works_on_it():
    async with ParsePool(workers=1, time_limit=30) as pool:
        await pool.parse(GOOD, url=URL)
        reading = asyncio.create_task(pool.parse(BOMB, url=URL))
        await asyncio.sleep(0.1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert pool.alive == 0
        assert (await pool.parse(GOOD, url=URL)).title == "Orbit"


async def test_a_worker_holds_no_secrets(monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", "s3cret")
    before = children()
    async with ParsePool(workers=1) as pool:
        await pool.parse(GOOD, url=URL)
        (pid,) = set(children()) - set(before)
        environment = await asyncio.to_thread(Path(f"/proc/{pid}/environ").read_bytes)
    assert b"PYTHONPATH" in environment
    assert b"s3cret" not in environment


async def test_the_loop_goes_on_while_a_large_body_is_read():
    async with ParsePool(workers=1, time_limit=30) as pool:
        await pool.parse(GOOD, url=URL)
        body = GOOD.replace(b"They landed.", b"They landed. " * 100_000)
        reading = asyncio.create_task(pool.parse(body, url=URL))
        longest = 0.0
        while not reading.done():
            started = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - started)
        await reading
    assert longest < 0.25


def test_a_worker_loads_no_more_than_it_needs_to_start() -> None:
    asked = "import sys; from bot.feeds.worker import load; load(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert "feedparser" in loaded.stdout.split()
    assert not {"asyncio", "aiohttp", "ssl", "http.client", "bot.model", "trafilatura"} & {*loaded.stdout.split()}
