"""From an address that somebody typed to the feeds behind it: the feed itself, or those that the site's page names.

Everything is fetched as an address from strangers, through the guard. What is said of a failure is for whoever typed
the address; whether a name inside somebody's network exists is none of their business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.document import Document
from bot.errors import FeedError, FetchError, NotAFeed, Refused
from bot.feeds import discovery
from bot.feeds.fetcher import Fetched
from bot.feeds.guard import as_told
from bot.ports import Parser

# Seconds for everything, and feeds of one page that are looked into.
TIME_LIMIT, AT_MOST = 25.0, 5


class Fetcher(Protocol):
    """See bot.feeds.fetcher.Fetcher."""

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "", trusted: bool = False) -> Fetched:
        """Raises FeedError."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A feed: where it is, what it calls itself, and what is in it."""

    url: str
    title: str
    entries: int
    newest: datetime | None = None
    language: str = ""


async def find_feeds(url: str, fetcher: Fetcher, parser: Parser) -> list[Found]:
    """The feed at `url`, or the feeds of the site whose page it is; at least one. Raises FeedError, Refused."""
    url = address(url)
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await _find(url, fetcher, parser)
    except TimeoutError:
        raise FetchError(url, f"no complete answer within {TIME_LIMIT:g} seconds") from None


def address(typed: str) -> str:
    """The address that somebody typed, who may have left out how it begins. Raises Refused for words."""
    typed = typed.strip()
    if "://" in typed:
        return typed
    if len(typed.split()) > 1:
        raise Refused("That is no web address, for it has blanks in it. Write one such as www.esa.int.")
    return f"https://{typed}"


async def _find(url: str, fetcher: Fetcher, parser: Parser) -> list[Found]:
    page = await _fetch(url, fetcher)
    with suppress(NotAFeed):
        return [await _read(url, page, parser)]
    named = await asyncio.to_thread(discovery.offered_by, page.body or b"", page.url)  # may be long, and hostile
    if found := await _readable([offer.url for offer in named[:AT_MOST]], fetcher, parser):
        return found
    if named:
        raise NotAFeed(url, "the page names feeds, but none of them can be read")
    for guess in discovery.guesses(page.url):
        if found := await _readable([guess], fetcher, parser):
            return found
    raise NotAFeed(url, "there is no feed there, and the page names none; look on the site for its RSS or Atom address")


async def _readable(urls: Sequence[str], fetcher: Fetcher, parser: Parser) -> list[Found]:
    """Those of the addresses that are feeds, each once."""

    async def look(url: str) -> Found | None:
        try:
            return await _read(url, await _fetch(url, fetcher), parser)
        except FeedError:
            return None

    looked = await asyncio.gather(*(look(url) for url in urls))
    return list({found.url: found for found in looked if found}.values())


async def _fetch(url: str, fetcher: Fetcher) -> Fetched:
    try:
        return await fetcher.fetch(url)
    except FeedError as error:
        raise as_told(error) from None


async def _read(url: str, answer: Fetched, parser: Parser) -> Found:
    document = await parser.parse(answer.body or b"", url=answer.url, content_type=answer.content_type)
    return Found(
        answer.permanent_url or url,  # where a passing redirect leads today is not the feed's address
        document.title,
        len(document.entries),
        _newest(document),
        document.language,
    )


def _newest(document: Document) -> datetime | None:
    return max((entry.published for entry in document.entries if entry.published), default=None)
