"""Thin entries' own pages: asked once, as politely and guarded as their feed, and never needed.

    entry is new and thin -> asked before? -> robots.txt -> fetch -> article (in a worker) -> its text, remembered

A page that can't be had costs nothing: the feed's own text stays. What its server refuses is not asked again; a server
that asks to be left alone for a while (Retry-After) is asked for none of its pages until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import structlog

from bot.errors import FeedError, HostRests
from bot.feeds import article, identity
from bot.feeds.robots import PageFetcher, Robots
from bot.model import NewItem, Page, PollOutcome
from bot.ports import Clock, PageStore

log = structlog.get_logger(__name__)

PER_POLL = 10  # pages of one feed in one poll, the newest reports first
DEADLINE = 20.0  # seconds for all of them; what isn't there by then is left out
MAX_BYTES = 3 * 1024 * 1024  # of one page
FRESH = timedelta(days=3)  # a brief tells nothing older
LONGEST_REST = timedelta(hours=24)
SITES = 500  # whose wish to be left alone is remembered
AGAIN = timedelta(hours=6)  # at least, before the page of an edited entry is asked for again


class ArticleReader(Protocol):
    """Where pages are read: see bot.feeds.workers.ParsePool.article."""

    async def article(self, body: bytes, *, url: str, content_type: str = "", title: str = "") -> str:
        """Raises FeedError."""
        ...


class Pages:
    """Fills thin entries with the text of their pages."""

    def __init__(
        self, store: PageStore, fetcher: PageFetcher, reader: ArticleReader, clock: Clock, *, deadline: float = DEADLINE
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._clock = clock
        self._deadline = deadline
        self._robots = Robots(fetcher, clock)
        self._under_way: dict[tuple[str, bool], asyncio.Lock] = {}
        self._resting: dict[str, datetime] = {}  # by host: until when

    async def filled(self, outcome: PollOutcome) -> PollOutcome:
        """The outcome with its thin entries' texts replaced where their pages gave more. Raises StoreError only."""
        texts: dict[str, str] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(self._deadline):
                for item, edited in _wanting(outcome, self._clock.now() - FRESH):
                    texts[item.key] = await self._text(item, trusted=outcome.state.trusted, edited=edited)
        return replace(
            outcome,
            new=[_with(item, texts) for item in outcome.new],
            changed={item_id: _with(item, texts) for item_id, item in outcome.changed.items()},
        )

    async def _text(self, item: NewItem, *, trusted: bool, edited: bool) -> str:
        """The text of the item's page, asked for by one at a time, so that no two feeds ask for the same."""
        address = identity.url_key(item.entry.link), trusted
        lock = self._under_way.setdefault(address, asyncio.Lock())
        try:
            async with lock:
                known = await self._store.page(*address)
                if known and not (edited and known.text and self._clock.now() - known.asked >= AGAIN):
                    return known.text
                if self._rests(item.entry.link):
                    return known.text if known else ""
                try:
                    asked = await self._ask(item, trusted)
                except HostRests as rests:  # it wasn't asked, so there is nothing to remember of it
                    self._let_rest(item.entry.link, rests.retry_after or timedelta())
                    return known.text if known else ""
                page = Page(self._clock.now(), asked or (known.text if known else ""))
                await self._store.record_page(*address, page)
                return page.text
        finally:
            if not lock.locked():
                self._under_way.pop(address, None)

    def _rests(self, url: str) -> bool:
        until = self._resting.get(urlsplit(url).netloc)
        return until is not None and self._clock.now() < until

    def _let_rest(self, url: str, wait: timedelta) -> None:
        now = self._clock.now()
        still = {host: until for host, until in self._resting.items() if until > now}
        self._resting = dict(list(still.items())[-SITES + 1 :])
        self._resting[urlsplit(url).netloc] = now + min(wait, LONGEST_REST)

    async def _ask(self, item: NewItem, trusted: bool) -> str:
        url = item.entry.link
        try:
            if not await self._robots.allow(url, trusted=trusted):
                return ""
            fetched = await self._fetcher.page(url, trusted=trusted, max_bytes=MAX_BYTES)
            kind = fetched.content_type.partition(";")[0].strip().lower()
            if kind not in {"", "text/html", "application/xhtml+xml"} or article.is_elsewhere(url, fetched.url):
                return ""
            return await self._reader.article(
                fetched.body or b"", url=fetched.url, content_type=fetched.content_type, title=item.entry.title
            )
        except HostRests:
            raise
        except FeedError as error:
            if error.retry_after:
                self._let_rest(url, error.retry_after)
            log.info("a report's page was not to be had; the feed's text stays", url=url, reason=error.reason)
            return ""


def _wanting(outcome: PollOutcome, since: datetime) -> Iterator[tuple[NewItem, bool]]:
    """The thin entries among the news, at most PER_POLL, the newest first; and whether each is an edit."""
    found = [(item, False) for item in outcome.new] + [(item, True) for item in outcome.changed.values()]
    thin = [one for one in found if one[0].news_at >= since and article.is_thin(one[0].entry)]
    yield from sorted(thin, key=lambda one: one[0].news_at, reverse=True)[:PER_POLL]


def _with(item: NewItem, texts: dict[str, str]) -> NewItem:
    text = texts.get(item.key, "")
    if len(text) <= len(item.entry.summary):
        return item
    # The fingerprint stays that of the feed's words: by those the next poll tells whether the entry has changed.
    return replace(item, entry=replace(item.entry, summary=text))
