"""`downlink rehearse`: the real bot against a Discord of our own, with sample feeds, on this computer alone.

Token, API address and store are the rehearsal's own, so trying an admin's configuration can't touch the real ones.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, open_app
from bot.config import BriefTable, Config, DiscordTable, FeedTable, FetchTable, HttpTable, StoreTable
from bot.errors import DownlinkError, FetchError, NothingRead
from bot.feeds.fetcher import Fetched
from bot.feeds.fetcher import Fetcher as WebFetcher
from bot.feeds.room import Claim
from bot.model import Slot
from bot.rehearsal import Channel, RehearsalDiscord
from bot.rehearsal.samples import SampleFeeds
from bot.stopping import Stopping, stopping_on_signals

PORT = 8642
BRIEFS_CHANNEL, LOUNGE_CHANNEL = 1_100_000_000_000_000_201, 1_100_000_000_000_000_202


async def rehearse(config: Config | None, *, port: int | None, live: bool) -> int:
    """Run until Ctrl-C. `config` is an admin's to try; `live` reads its real feeds instead of the samples."""
    with stopping_on_signals() as stopping:
        await _rehearse(config, stopping, port=port, live=live)
    return 0


async def _rehearse(config: Config | None, stopping: Stopping, *, port: int | None, live: bool) -> None:
    async with AsyncExitStack() as opened:
        samples = None if live else await opened.enter_async_context(SampleFeeds())
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="downlink-rehearsal-"))
        feeds = config.feeds if config and live else _sample_tables(samples)
        if live and not feeds:
            raise DownlinkError("--feeds live reads the configuration's feeds, and it has none: add a [[feeds]] table")
        briefs = _briefs(config, live=live)
        admin_channel = config.discord.admin_channel if config else None
        channels = _channels(briefs, admin_channel)
        discord = await _open_discord(opened, port, channels, live=live)
        own = Config(
            discord=DiscordTable(api_url=discord.api_url, owner=discord.admin.id, admin_channel=admin_channel),
            store=StoreTable(url=f"sqlite:///{Path(folder) / 'rehearsal.db'}"),
            fetch=FetchTable(
                interval=config.fetch.interval if config else FetchTable().interval,
                allow_private=not live or bool(config and config.fetch.allow_private),
            ),
            http=HttpTable(),
            feeds=feeds,
            briefs=briefs,
        )
        web = _SamplesOnly(await opened.enter_async_context(WebFetcher()), samples.url) if samples else None
        app = await opened.enter_async_context(open_app(own, retell=True, fetcher=web))
        stopping.then(app.stop)
        print(_welcome(discord.url, config, samples), flush=True)
        first = asyncio.create_task(_first_briefs(app))
        try:
            await app.run(SecretStr(discord.token))
        finally:
            first.cancel()


async def _first_briefs(app: App) -> None:
    """One of each brief as soon as the feeds have been read, whatever the hour."""
    await app.first_gathering.wait()
    for plan in app.plans:
        try:
            await app.post(plan, Slot(plan.id, "rehearsal", app.newsroom.clock.now()))
        except NothingRead as silence:
            print(f"  {silence}", file=sys.stderr)


class _SamplesOnly:
    """The web of a rehearsal: its sample feeds, whoever adds one, and nothing beyond this computer."""

    def __init__(self, fetcher: WebFetcher, url: str) -> None:
        self._fetcher = fetcher
        self._url = url

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        trusted: bool = False,
        claim: Claim | None = None,
    ) -> Fetched:
        """As bot.feeds.fetcher.Fetcher does."""
        del trusted
        if not f"{url}/".startswith(f"{self._url}/"):
            # Without "http://", for an answer in Discord makes an address that it is told inert, and so of no use.
            listed = self._url.removeprefix("http://")
            raise FetchError(url, f"a rehearsal reaches only its sample feeds; open {listed} in a browser to see them")
        return await self._fetcher.fetch(url, etag=etag, last_modified=last_modified, trusted=True, claim=claim)


def _left_to_add(samples: SampleFeeds) -> str:
    """A sample feed that the rehearsal doesn't read by itself: for /feed add."""
    return next(feed.url for feed in samples.feeds if not feed.language.startswith("en"))


def _sample_tables(samples: SampleFeeds | None) -> tuple[FeedTable, ...]:
    return tuple(
        FeedTable.model_validate(asdict(feed))
        for feed in (samples.feeds if samples else ())
        if samples and feed.url != _left_to_add(samples)
    )


def _briefs(config: Config | None, *, live: bool) -> tuple[BriefTable, ...]:
    if config is None or not config.briefs:
        return (BriefTable.model_validate({"name": "Morning brief", "channel": BRIEFS_CHANNEL, "at": "09:00"}),)
    if live:
        return config.briefs
    # The samples know nothing of an admin's feeds and topics: a choice among those would leave every brief empty.
    return tuple(brief.model_copy(update={"feeds": (), "tags": (), "topics": ()}) for brief in config.briefs)


def _channels(briefs: tuple[BriefTable, ...], admin_channel: int | None) -> list[Channel]:
    """The channels that the configuration names, and one to talk in."""
    names = {brief.channel: _channel_name(brief.channel, briefs) for brief in briefs}
    if admin_channel:
        names.setdefault(admin_channel, "admins")
    names.setdefault(LOUNGE_CHANNEL, "mission-control")
    return [Channel(channel, name) for channel, name in names.items()]


async def _open_discord(
    opened: AsyncExitStack, port: int | None, channels: list[Channel], *, live: bool
) -> RehearsalDiscord:
    for attempt in [PORT, 0] if port is None else [port]:
        try:
            return await opened.enter_async_context(
                RehearsalDiscord(port=attempt, channels=channels, remote_images=live)
            )
        except OSError as wrong:
            if attempt == 0 or port is not None:
                words = f"port {attempt} on 127.0.0.1 can't be used ({wrong.strerror})"
                raise DownlinkError(f"{words}: choose another with --port, or leave it out") from None
    raise AssertionError("one attempt opens or raises")


def _channel_name(channel: int, briefs: tuple[BriefTable, ...]) -> str:
    """What Discord would call a channel after its first brief: lower case, hyphens."""
    name = next(brief.name for brief in briefs if brief.channel == channel)
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return "-".join(words)[:80] or "briefs"


def _welcome(url: str, config: Config | None, samples: SampleFeeds | None) -> str:
    lines = [
        "",
        f"  Downlink rehearsal:  {url}",
        "",
        "  Open it in a browser. The first brief comes within seconds; type / there to use the bot's commands.",
        "  Your feeds are read from where they are; Discord stays on this computer. Ctrl-C ends it."
        if samples is None
        else "  Nothing leaves this computer, and nothing is kept. Ctrl-C ends it.",
    ]
    if samples:
        lines.append(f"  /feed add takes a feed, such as {_left_to_add(samples)}, or a site: {samples.url}")
    if config and samples:
        lines.append(
            "  Sample feeds stand in for yours, so your briefs choose from all of them; --feeds live reads yours."
        )
    return "\n".join([*lines, ""])
