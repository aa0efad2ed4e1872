"""A rehearsal Discord, and a small real discord.py bot that connects to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands

from bot.rehearsal import UNLIMITED, Channel, RehearsalDiscord
from tests.contract import response_findings
from tests.rehearsal.browser import tab

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

NEWS, QUIET = 1_200_000_000_000_000_001, 1_200_000_000_000_000_002


class Panel(discord.ui.LayoutView):
    """A Components V2 message with text, a picture, a link and a button."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        box = discord.ui.Container(accent_colour=0x5865F2)
        box.add_item(discord.ui.TextDisplay("# Morning brief"))
        box.add_item(discord.ui.Separator())
        box.add_item(
            discord.ui.Section(
                "**A launch** from the north", accessory=discord.ui.Thumbnail("https://example.org/launch.png")
            )
        )
        row = discord.ui.ActionRow()
        more = discord.ui.Button(label="More", custom_id="panel:more")
        more.callback = self.more
        row.add_item(more)
        row.add_item(discord.ui.Button(label="Source", url="https://example.org/story"))
        box.add_item(row)
        self.add_item(box)

    async def more(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("More of it", ephemeral=True)


class SmallBot(discord.Client):
    """Commands of each shape: at once, deferred, with autocomplete, in a group, silent."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            # All guilds of the rehearsal come at once: no need to wait 2 s for another.
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        self.events: list[str] = []
        self.synced = asyncio.Event()
        self._add_commands()

    async def setup_hook(self) -> None:
        await self.tree.sync()
        self.add_view(Panel())
        self.synced.set()

    async def on_socket_event_type(self, kind: str) -> None:
        self.events.append(kind)

    async def on_guild_channel_update(self, before: object, after: discord.abc.GuildChannel) -> None:
        self.events.append(f"updated {after.name}")

    def _add_commands(self) -> None:
        group = app_commands.Group(name="brief", description="Briefs")

        @group.command(name="now", description="Post a brief now")
        @app_commands.describe(name="Which brief")
        async def now(interaction: discord.Interaction, name: str, stories: app_commands.Range[int, 1, 9] = 3) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.followup.send(f"{name}: {stories} stories")

        @now.autocomplete("name")
        async def names(_interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            known = ("morning", "evening")
            return [app_commands.Choice(name=n.title(), value=n) for n in known if current in n]

        @group.command(name="panel", description="Show the panel")
        async def panel(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(view=Panel())

        self.tree.add_command(group)

        @self.tree.command(description="Says hello")
        async def hello(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"Hello, {interaction.user.display_name}")

        @self.tree.command(description="For admins")
        @app_commands.default_permissions(manage_guild=True)
        @app_commands.checks.has_permissions(manage_guild=True)
        async def settings(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Settings", ephemeral=True)

        @self.tree.command(description="Never answers")
        async def silent(_interaction: discord.Interaction) -> None:
            return

        @self.tree.error
        async def refused(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
            await interaction.response.send_message(f"Refused: {type(error).__name__}", ephemeral=True)


@pytest.fixture
def channels() -> list[Channel]:
    return [Channel(NEWS, "space-news", "One brief a day"), Channel(QUIET, "quiet")]


@pytest.fixture
async def rehearsal(channels: list[Channel]) -> AsyncIterator[RehearsalDiscord]:
    async with RehearsalDiscord(channels=channels, pace=UNLIMITED) as running:
        yield running


@contextlib.asynccontextmanager
async def connected(
    rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch, bot: discord.Client | None = None
) -> AsyncIterator[discord.Client]:
    """A bot that has logged in to the rehearsal and is ready."""
    monkeypatch.setattr(discord.http.Route, "BASE", rehearsal.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(rehearsal.gateway.url))
    bot = bot or SmallBot()
    async with bot:
        running = asyncio.create_task(bot.start(rehearsal.token))
        waiting = asyncio.create_task(_ready(bot))
        await asyncio.wait({running, waiting}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            waiting.cancel()
            running.result()
        await waiting
        try:
            yield bot
        finally:
            await bot.close()
            await asyncio.wait({running}, timeout=5)
            running.cancel()


async def _ready(bot: discord.Client) -> None:
    # Before the login discord.py has nothing to wait on.
    while bot._ready is discord.utils.MISSING:
        await asyncio.sleep(0.01)
    await bot.wait_until_ready()


@pytest.fixture
async def bot(rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[discord.Client]:
    async with connected(rehearsal, monkeypatch) as ready:
        yield ready


class Clock:
    """Unix time that is set, not waited for."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


class Api:
    """Plain HTTP to the REST API, as the bot: (status, JSON or None)."""

    def __init__(self, rehearsal: RehearsalDiscord, session: aiohttp.ClientSession) -> None:
        self.rehearsal, self.session = rehearsal, session
        self.headers = {"Authorization": f"Bot {rehearsal.token}", "User-Agent": "DiscordBot (https://example.org, 1)"}

    async def __call__(self, method: str, path: str, body: object = None, **more: Any) -> tuple[int, Any]:
        status, answer, _ = await self.full(method, path, body, **more)
        return status, answer

    async def full(self, method: str, path: str, body: object = None, **more: Any) -> tuple[int, Any, Any]:
        headers = {**self.headers, **more.pop("headers", {})}
        sent = {} if body is None else {"json": body}
        url = self.rehearsal.api_url + path
        async with self.session.request(method, url, headers=headers, **sent, **more) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None, answer.headers

    async def post(self, content: str = "hello", channel: int = NEWS, **more: Any) -> tuple[int, Any]:
        return await self("POST", f"/channels/{channel}/messages", {"content": content, **more})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def timed(channels: list[Channel], clock: Clock) -> AsyncIterator[RehearsalDiscord]:
    """A rehearsal whose clock is set by the test."""
    async with RehearsalDiscord(channels=channels, pace=UNLIMITED, clock=clock) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as opened:
        yield opened


@pytest.fixture
async def api(rehearsal: RehearsalDiscord, session: aiohttp.ClientSession) -> AsyncIterator[Api]:
    """The API of `rehearsal`; every answer it gave must keep Discord's contract."""
    yield Api(rehearsal, session)
    findings = response_findings(r for r in rehearsal.requests if r.kind != "unknown")
    assert findings == []


@pytest.fixture
async def timed_api(timed: RehearsalDiscord, session: aiohttp.ClientSession) -> Api:
    return Api(timed, session)


@pytest.fixture
def open_tab() -> Callable[[], contextlib.AbstractAsyncContextManager[Any]]:
    """Opens a tab of a headless browser; skips where there is none."""
    return tab
