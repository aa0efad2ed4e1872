"""What only a second process can show: kill -9 while writing, the process lock, opening at the same time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager

import pytest

from bot.deliveries import DeliveryState
from bot.errors import StoreInUse
from bot.model import Signs
from bot.store import open_store
from tests.builders import MINUTE, NOW
from tests.shared import ROOT

# Each writes what it has been told is written, a line at a time: whatever stands there must be found afterwards.
START = """
import asyncio, os, signal, sys
from dataclasses import replace
from bot.store import open_store
from tests.builders import *

def told(*words):
    print(*words, flush=True)

async def main(url):
"""
END = "\nasyncio.run(main(sys.argv[1]))"
GATHER = """
    store = await open_store(url)
    await store.sync_feeds("file", [feed("A")], trusted=False)
    [status] = await store.feed_statuses("file")
    for n in range(100_000):
        await store.record_poll(replace(status.state, last_poll=NOW), [new_item(f"{n}-{k}") for k in range(20)])
        told(n)
"""
DELIVER = """
    store = await open_store(url)
    for n in range(100_000):
        parts = [message("1/2"), message("2/2")]
        await store.write_brief(slot(f"{n}"), brief(told_story(n)), parts, CHANNEL + n, NOW + DAY)
        told("written", n)
        for part in range(2):
            [claimed] = await store.claim(NOW, 1, MINUTE)
            told("claimed", claimed.id)
            await store.confirm(claimed.id, claimed.id, NOW)
            told("confirmed", claimed.id)
"""
HOLD = """
    store = await open_store(url, exclusive=True)
    told(os.getpid())
    await asyncio.sleep(60)
"""
HOLD_WITH_CHILD = """
    store = await open_store(url, exclusive=True)
    child = os.fork()
    if child == 0:
        os.close(1)  # or its parent would not count as gone
        signal.pause()
    told(child)
    await asyncio.sleep(60)
"""
OPEN = """
    async with await open_store(url) as store:
        await store.plan_since(str(os.getpid()), NOW)
        told("open")
"""


@asynccontextmanager
async def running(script, url):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START + script + END, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.stdout.read()
        await process.wait()


async def killed_after(lines, script, url):
    """What the process told before it was killed, at least so many lines."""
    async with running(script, url) as process:
        told = [await process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += (await process.stdout.read()).splitlines(keepends=True)
    return [line.decode().split() for line in told if line.endswith(b"\n")]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'downlink.db'}"


@pytest.mark.parametrize("lines", [1, 7, 40])
async def test_kill_9_while_gathering_loses_no_poll_that_was_recorded(url, lines):
    told = await killed_after(lines, GATHER, url)
    async with await open_store(url) as store:
        await store.check()
        [status] = await store.feed_statuses("file")
        assert status.items % 20 == 0  # a poll is there whole or not at all
        assert status.items >= 20 * len(told)
        keys = [f"{n}-{k}" for (n,) in told for k in range(20)]
        assert len((await store.known_entries({status.state.id: Signs(keys)}))[status.state.id]) == len(keys)


@pytest.mark.parametrize("lines", [2, 9, 50])
async def test_kill_9_while_delivering_forgets_no_claim_and_no_confirmation(url, lines):
    told = await killed_after(lines, DELIVER, url)
    async with await open_store(url) as store:
        await store.check()
        deliveries = {each.id: each for each in await store.deliveries("morning", limit=100_000)}
        written = {what for event, what in told if event == "written"}
        assert written <= set(await store.taken_slots("morning", NOW))
        assert len(deliveries) == 2 * len(await store.told("morning", NOW))
        for event, what in told:
            if event == "claimed":
                assert deliveries[int(what)].state in {DeliveryState.SENDING, DeliveryState.SENT}
            if event == "confirmed":
                assert deliveries[int(what)].message_id == int(what)
        left = [each for each in deliveries.values() if each.state is DeliveryState.SENDING]
        assert await store.reopen() == len(left) <= 1
        again = {each.id: each for each in await store.claim(NOW + MINUTE, 20, MINUTE)}
        assert all(again[each.id].first_attempt == NOW for each in left)


async def test_a_second_run_is_told_who_holds_the_store_and_gets_it_after_a_kill(url):
    async with running(HOLD, url) as process:
        holder = (await process.stdout.readline()).decode().strip()
        with pytest.raises(StoreInUse, match=f"process {holder}"):
            await open_store(url, exclusive=True)
        async with await open_store(url) as store:  # other verbs are not hindered
            await store.plan_since("morning", NOW)
        process.kill()
        await process.wait()
    async with await open_store(url, exclusive=True) as store:
        assert await store.plan_since("morning", NOW + MINUTE) == NOW


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
async def test_a_forked_worker_that_outlives_a_kill_does_not_keep_the_lock(url):
    async with running(HOLD_WITH_CHILD, url) as process:
        child = int(await process.stdout.readline())
        try:
            with pytest.raises(StoreInUse):
                await open_store(url, exclusive=True)
            process.kill()
            await process.wait()
            os.kill(child, 0)  # it is still there
            async with await open_store(url, exclusive=True) as store:
                assert await store.next_due() is None
        finally:
            os.kill(child, signal.SIGKILL)


async def test_processes_that_open_a_new_store_at_once_all_get_it(url):
    async def one():
        async with running(OPEN, url) as process:
            return (await process.stdout.read()).decode().strip()

    assert await asyncio.gather(*(one() for _ in range(4))) == ["open"] * 4
