"""What a site lets programs read, by its robots.txt (RFC 9309). For pages: a feed is made for programs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from bot.errors import FeedError
from bot.feeds.fetcher import Fetched
from bot.ports import Clock

NAME = "Downlink"  # our product token (2.2.1)
KEPT = timedelta(hours=24)  # "SHOULD NOT use the cached version for more than 24 hours" (2.4)
KEPT_UNREACHABLE = timedelta(hours=1)
LONGEST = 512 * 1024  # bytes: "at least 500 kibibytes" (2.5)
SITES = 200  # remembered at once


class PageFetcher(Protocol):
    """Where pages are asked: see bot.feeds.fetcher.Fetcher.page."""

    async def page(self, url: str, *, trusted: bool = False, max_bytes: int = 0) -> Fetched:
        """Raises FeedError."""
        ...


class Robots:
    """Asks each site once a day."""

    def __init__(self, fetcher: PageFetcher, clock: Clock) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._known: OrderedDict[tuple[str, bool], tuple[datetime, RobotFileParser]] = OrderedDict()

    async def allow(self, url: str, *, trusted: bool) -> bool:
        """Whether the page at `url` may be read. Never raises: a site that can't be asked allows nothing (2.3.1.4)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        now = self._clock.now()
        until, rules = self._known.get((site, trusted), (now, None))
        if rules is None or not now < until:
            rules, kept = await self._ask(site, trusted)
            self._known[site, trusted] = now + kept, rules
            if len(self._known) > SITES:
                self._known.popitem(last=False)
        return rules.can_fetch(NAME, url)

    async def _ask(self, site: str, trusted: bool) -> tuple[RobotFileParser, timedelta]:
        rules = RobotFileParser()
        try:
            answer = await self._fetcher.page(f"{site}/robots.txt", trusted=trusted, max_bytes=LONGEST)
        except FeedError as error:
            refused = error.status is not None and 400 <= error.status < 500
            # "Unavailable" (2.3.1.3) allows everything, "unreachable" (2.3.1.4) nothing.
            rules.allow_all, rules.disallow_all = refused, not refused  # type: ignore[attr-defined]  # typeshed has neither
            rules.modified()
            return rules, KEPT if refused else KEPT_UNREACHABLE
        lines = (answer.body or b"").decode("utf-8", "replace").splitlines()
        await asyncio.to_thread(rules.parse, lines)  # half a megabyte of rules takes longer than the loop may stand
        return rules, KEPT
