"""The rehearsal as a process of its own, as a benchmark uses it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time

import aiohttp


async def test_it_says_where_it_is_serves_and_ends_cleanly():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.rehearsal", "--channel", "7=seven", "--seed", "3", stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(20):
            about = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {about['token']}"}) as session:
            async with session.post(about["api_url"] + "/channels/7/messages", json={"content": "x"}) as answer:
                assert answer.status == 200
            async with session.get(about["url"] + "/rehearsal/control") as answer:
                state = await answer.json()
        assert (state["messages"], state["statuses"], state["faults"]["seed"]) == ({"7": 1}, {"200": 1}, 3)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0
        assert time.monotonic() - started < 2
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
