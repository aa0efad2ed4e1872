"""The whole bot in this process, on a clock that is set: commands as people use them, in a rehearsal Discord."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import discord
import pytest
import yarl
from pydantic import SecretStr

from bot.app import App, open_app
from bot.config import Config
from bot.errors import FetchError, PrivateHost, UnknownHost
from bot.feeds.fetcher import Fetched
from bot.rehearsal import Channel, RehearsalDiscord
from bot.rehearsal.places import GUILD_ID
from tests.contract import request_findings
from tests.fakes import SetClock

NEWS, QUIET = 1_200_000_000_000_000_001, 1_200_000_000_000_000_002
HOME = GUILD_ID
NEXT_DOOR, THEIR_NEWS = 1_300_000_000_000_000_100, 1_300_000_000_000_000_101
HOURS = itertools.count()
NOW = datetime(2026, 3, 2, 8, 58, tzinfo=UTC)


def rss(title: str, *entries: str, at: datetime = NOW - timedelta(hours=1)) -> bytes:
    items = "".join(
        f"<item><title>{entry}</title><link>https://orbit.example/{entry.replace(' ', '-')}</link>"
        f"<description>{entry}.</description>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for entry in entries
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


@dataclass
class Web:
    """A web of pages by address, as a fetcher gives it; what isn't there has no server, or a private one."""

    pages: dict[str, bytes] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    busy: dict[str, timedelta] = field(default_factory=dict)  # what Retry-After says
    asked: list[str] = field(default_factory=list)
    trusted: set[str] = field(default_factory=set)

    async def fetch(
        self, url: str, *, etag: str = "", last_modified: str = "", trusted: bool = False, claim: object = None
    ) -> Fetched:
        self.asked.append(url)
        if trusted:
            self.trusted.add(url)
        if url in self.private:
            raise PrivateHost(url, "intranet.example is not at a public address")
        if url in self.busy:
            raise FetchError(url, "the server answers 503", status=503, retry_after=self.busy[url])
        if url not in self.pages:
            raise UnknownHost(url, "the name can't be found; is it spelled right?")
        return Fetched(200, url, None, self.pages[url], "text/html" if b"<html" in self.pages[url] else "text/xml")


@dataclass
class Running:
    """The bot at work: its app, its Discord, its web, and the clock of it all."""

    app: App
    discord: RehearsalDiscord
    web: Web
    clock: SetClock

    @property
    def store(self):
        return self.app.newsroom.store

    async def tick(self, by: timedelta) -> None:
        """Time goes on, and the heart beats."""
        self.clock.move(by)
        await self.app.newsroom.gatherer.gather_due()
        await self.app.schedule.fill_due()

    async def schedule(self, name: str = "Evening", **options: object):
        given = {"name": name, "channel": str(NEWS), "time": "09:00", "timezone": "UTC", **options}
        return await self.discord.command("brief schedule", given)


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not reached():
            await asyncio.sleep(0.01)


def settings(discord: RehearsalDiscord, **tables: object) -> Config:
    feeds = [{"name": "Everybody's", "url": "https://all.example/feed"}]
    return Config.model_validate(
        {
            "discord": {"api_url": discord.api_url, "owner": discord.admin.id},
            "store": {"url": "sqlite://"},
            "feeds": feeds,
            **tables,
        }
    )


@contextlib.asynccontextmanager
async def at_work(discord: RehearsalDiscord, config: Config, clock: SetClock, web: Web):
    async with open_app(config, clock=clock, fetcher=web) as app:
        life = asyncio.create_task(app.run(SecretStr(discord.token)))
        try:
            async with asyncio.timeout(20):
                await discord.gateway.wait_ready(20)
                while not (discord.world.usable_commands(HOME) and app.client.get_channel(NEWS)):
                    await asyncio.sleep(0.01)
                await app.first_gathering.wait()
            yield Running(app, discord, web, clock)
        finally:
            app.stop()
            await asyncio.wait_for(life, 10)
            # discord.py lets a client that is closed become ready all the same, two seconds after its first server.
            if ready := app.client._connection._ready_task:
                ready.cancel()
                await asyncio.wait({ready})


@pytest.fixture
async def rehearsal(monkeypatch):
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api/v10")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1:9/"))
    # discord.py counts cooldowns by the times in interactions' ids, and for all tests of a process together.
    ahead = next(HOURS) * 3600
    channels = [Channel(NEWS, "space-news"), Channel(QUIET, "quiet")]
    async with RehearsalDiscord(channels=channels, clock=lambda: time.time() + ahead) as running:
        running.world.add_guild(NEXT_DOOR, "Next door", [Channel(THEIR_NEWS, "their-news")])
        yield running
        assert request_findings(running.requests) == []


@pytest.fixture
def clock():
    return SetClock(NOW)


@pytest.fixture
def web():
    return Web({"https://all.example/feed": rss("All", "The probe has left its orbit")})


@pytest.fixture
def limits():
    return {}


@pytest.fixture
async def bot(rehearsal, clock, web, limits):
    file = [{"name": "Morning", "channel": NEWS, "at": "06:00"}]
    async with at_work(rehearsal, settings(rehearsal, briefs=file, guilds=limits), clock, web) as running:
        yield running
