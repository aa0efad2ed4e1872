"""The real client, logged in to a rehearsal Discord over real HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import discord
import pytest
import yarl

from bot.chat.client import DownlinkClient
from bot.rehearsal import Channel, RehearsalDiscord
from tests.contract import request_findings

NEWS, QUIET, GONE = 1_200_000_000_000_000_001, 1_200_000_000_000_000_002, 1_200_000_000_000_000_009


@pytest.fixture
async def rehearsal() -> AsyncIterator[RehearsalDiscord]:
    async with RehearsalDiscord(channels=[Channel(NEWS, "space-news"), Channel(QUIET, "quiet")]) as running:
        yield running


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """What point_at and the client change for the whole process is as before after each test."""
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api/v10")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1:9/"))


@contextlib.asynccontextmanager
async def running(client: DownlinkClient, token: str) -> AsyncIterator[asyncio.Task[None]]:
    """The client's life as a task; stopped in the end."""
    life = asyncio.create_task(client.run_until_stopped(token))
    try:
        yield life
    finally:
        with contextlib.suppress(Exception):
            await client.close()
        await asyncio.wait({life}, timeout=5)
        life.cancel()


async def until(reached: Callable[[], bool], timeout: float = 10) -> None:
    async with asyncio.timeout(timeout):
        while not reached():
            await asyncio.sleep(0.01)


async def until_ready(client: DownlinkClient, life: asyncio.Task[None]) -> None:
    await until(lambda: not client.offline_for or life.done())
    if life.done():
        life.result()


@pytest.fixture
async def client(rehearsal: RehearsalDiscord) -> AsyncIterator[DownlinkClient]:
    """Logged in and ready; every request of the test must pass Discord's contract."""
    made = DownlinkClient(api_url=rehearsal.api_url)
    async with running(made, rehearsal.token) as life:
        await until_ready(made, life)
        yield made
    assert request_findings(rehearsal.requests) == []
