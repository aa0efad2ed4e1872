"""`downlink check`: configuration, token, store, channels and feeds, each with what to fix."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import aiohttp
import discord
from pydantic import SecretStr
from rich.console import Console

from bot.addresses import host, same_site, without_login
from bot.chat.channels import trouble_at
from bot.chat.client import no_discord, point_at
from bot.chat.refusals import TOKEN_REFUSED, weather
from bot.config import BriefTable, Config, load_config, read_token
from bot.errors import ConfigError, DownlinkError, FeedError, TokenError
from bot.feeds import discovery, pacing
from bot.feeds.fetcher import Fetcher
from bot.feeds.guard import at_home
from bot.feeds.workers import ParsePool
from bot.newsroom import SystemClock
from bot.owners import FILE_OWNER
from bot.selection import foreign
from bot.store import open_store
from bot.summaries.engines import language_model

DISCORD_LIMIT = 20.0  # seconds for all that is asked of Discord
FEEDS_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; where it is not well, the words name the fix."""

    subject: str
    name: str
    ok: bool
    words: str


async def check(path: Path, *, as_json: bool) -> int:
    """Look at everything; 0 if all is well, 78 for configuration or token, 1 for the rest."""
    console = Console(markup=False, highlight=False)
    code = 0
    async for finding in look(path):
        if not finding.ok:
            code = max(code, 78 if finding.subject in ("configuration", "token") else 1)
        if as_json:
            print(json.dumps(asdict(finding), ensure_ascii=False), flush=True)
        else:
            console.print("✓" if finding.ok else "✗", style="green" if finding.ok else "red", end=" ")
            about = " ".join(part for part in (finding.subject, finding.name) if part)
            console.print(f"{about}: {finding.words}", soft_wrap=True)
    if not as_json:
        console.print("All is well." if code == 0 else "Mend what is marked ✗, then check again.")
    return code


async def look(path: Path) -> AsyncIterator[Finding]:
    """Every finding, as soon as it is there."""
    try:
        config = load_config(path)
    except ConfigError as wrong:
        for problem in wrong.problems:
            yield Finding("configuration", "", False, problem)  # which names the file itself
        return
    faults = list(config.remarks())
    if not config.briefs:
        faults.append("there is no [[briefs]] table, so nothing will be posted")
    if not config.feeds:
        faults.append("there is no [[feeds]] table, so there is nothing to read")
    for words in faults:
        yield Finding("configuration", str(path), False, words)
    if not faults:
        found = f"{_counted(len(config.feeds), 'feed')}, {_counted(len(config.briefs), 'brief')}"
        yield Finding("configuration", str(path), True, found)
    waits: dict[str, str] = {}
    yield await _store(config, waits)
    if config.summaries.engine == "llm":
        yield await _model(config)
    async for finding in _discord(config):
        yield finding
    async for finding in _feeds(config, waits):
        yield finding


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


async def _store(config: Config, waits: dict[str, str]) -> Finding:
    """How the store is; `waits` is given, by address, what publishers asked of whoever wants their feeds."""
    try:
        store = await open_store(config.store.url)
        try:
            await store.check()
            now = SystemClock().now()
            for status in await store.feed_statuses(FILE_OWNER):
                if wait := pacing.asked_to_wait(status.state.not_before, now):
                    waits[status.feed.url] = wait
        finally:
            await store.close()
    except DownlinkError as wrong:
        return Finding("store", config.store.shown, False, str(wrong))
    return Finding("store", config.store.shown, True, "can be read and written")


async def _model(config: Config) -> Finding:
    settings = config.summaries
    name = f'"{settings.model}"'
    try:
        trouble = await language_model(settings, SystemClock()).trouble()
    except TokenError as wrong:
        return Finding("language model", name, False, str(wrong))
    if not trouble:
        return Finding("language model", name, True, f"answers at {without_login(settings.base_url)}")
    words = (
        f"{without_login(settings.base_url)}: {trouble}. Until [summaries] base_url, model and api_key are right, "
        "briefs are written without it"
    )
    return Finding("language model", name, False, words)


async def _discord(config: Config) -> AsyncIterator[Finding]:
    reference = config.discord.token
    try:
        token = read_token(config.discord)
    except TokenError as wrong:
        yield Finding("token", reference, False, str(wrong))
        return
    point_at(config.discord.api_url)
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        async with asyncio.timeout(DISCORD_LIMIT), client:
            async for finding in _ask_discord(client, config, token):
                yield finding
    except discord.LoginFailure:
        yield Finding("token", reference, False, TOKEN_REFUSED)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        hint = "" if isinstance(error, discord.DiscordException) else ": is this computer online?"
        yield Finding("discord", config.discord.api_url, False, f"{weather(error)}{hint}")


async def _ask_discord(client: discord.Client, config: Config, token: SecretStr) -> AsyncIterator[Finding]:
    try:
        await client.login(token.get_secret_value())
    except discord.HTTPException as error:
        if error.status in (401, 429) or error.status >= 500:
            raise
        yield Finding("discord", "", False, no_discord(error))
        return
    user = client.user
    yield Finding("token", config.discord.token, True, f"logs in as {user.name if user else 'nobody'}")
    for brief in config.briefs:
        trouble = await _channel_trouble(client, brief.channel)
        yield Finding("brief", f'"{brief.name}"', trouble is None, trouble or f"can post in channel {brief.channel}")
    if config.discord.admin_channel:
        trouble = await _channel_trouble(client, config.discord.admin_channel)
        yield Finding("admin channel", str(config.discord.admin_channel), trouble is None, trouble or "can be told")


async def _channel_trouble(client: discord.Client, channel_id: int) -> str | None:
    """What is wrong with a channel, None where a brief can be posted there."""
    trouble = await trouble_at(client, channel_id)
    return trouble.words if trouble else None


def _if_private(wrong: FeedError, config: Config) -> str:
    """What lets a feed be where it is, if it is refused for being at home."""
    if config.fetch.allow_private or not at_home(wrong):
        return ""
    return ". Is it your own? allow_private = true under [fetch] lets this file's feeds be there"


async def _feeds(config: Config, waits: Mapping[str, str]) -> AsyncIterator[Finding]:
    places = asyncio.Semaphore(FEEDS_AT_ONCE)
    ends: dict[str, str] = {}  # of feeds that were read: where each one's answer came from
    # And the languages that its entries tell, "" for none; of those that can't be read only what the file says counts.
    spoken = {feed.name: {""} for feed in config.feeds if feed.language}
    async with Fetcher(contact=config.fetch.contact) as fetcher, ParsePool() as parser, asyncio.TaskGroup() as tasks:

        async def ask(name: str, url: str) -> Finding:
            shown = without_login(url)
            if wait := waits.get(url):
                return Finding("feed", f'"{name}"', False, f"{shown}: {wait}")
            async with places:
                try:
                    answer = await fetcher.fetch(url, trusted=config.fetch.allow_private)
                except FeedError as wrong:
                    return Finding("feed", f'"{name}"', False, f"{shown}: {wrong.reason}{_if_private(wrong, config)}")
                try:
                    document = await parser.parse(answer.body or b"", url=answer.url, content_type=answer.content_type)
                except FeedError as wrong:
                    named = await asyncio.to_thread(discovery.offered_by, answer.body or b"", answer.url)
                    others = f" and {len(named) - 1} more: write one of them" if len(named) > 1 else ": write that"
                    hint = f". The page names {named[0].url}{others}" if named else ""
                    return Finding("feed", f'"{name}"', False, f"{shown}: {wrong.reason}{hint}")
            ends[name] = answer.url
            spoken[name] = {entry.language for entry in document.entries} or {document.language}
            moved = f"; it has moved to {answer.permanent_url}, so write that" if answer.permanent_url else ""
            if not moved and not same_site(url, answer.url):
                moved = f"; {host(answer.url)} answers in its place, by a temporary redirect"
            held = f"{len(document.entries)} {'entry' if len(document.entries) == 1 else 'entries'}"
            return Finding("feed", f'"{name}"', True, f"{held}{moved}")

        asked = [tasks.create_task(ask(feed.name, feed.url)) for feed in config.feeds]
        found = [await task for task in asked]
    for brief in config.briefs:
        if has := foreign(brief.plan().selection, config.feed_list(), spoken):
            yield Finding("brief", f'"{brief.name}"', False, in_no_language_of_it(brief, has))
    if len(found) > 1 and not any(finding.ok for finding in found):
        words = f"none of {len(found)} could be read: is this computer online? The first: {found[0].words}"
        yield Finding("feeds", "", False, words)
        return
    first: dict[str, str] = {}
    for feed, finding in zip(config.feeds, found, strict=True):
        other = first.setdefault(ends[feed.name], feed.name) if feed.name in ends else feed.name
        again = f'; it leads to the same address as "{other}" and is read twice: take one of them out'
        yield finding if other == feed.name else replace(finding, words=finding.words + again)


def in_no_language_of_it(brief: BriefTable, has: Sequence[str]) -> str:
    """What to mend where a brief would leave out all that its feeds have, for their languages."""
    taken, found = (", ".join(f'"{language}"' for language in each) for each in (brief.languages, has))
    return f"takes only reports in {taken}, and its feeds are in {found}, so nothing would be told: set its languages"
