"""What a site lets programs read, by its robots.txt (RFC 9309). For pages: a feed is made for programs."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

from bot.errors import FeedError, HostRests
from bot.feeds.fetcher import Fetched
from bot.ports import Clock

NAME = "Downlink"  # our product token (2.2.1)
KEPT = timedelta(hours=24)  # "SHOULD NOT use the cached version for more than 24 hours" (2.4)
KEPT_UNREACHABLE = timedelta(hours=1)
LONGEST = 512 * 1024  # bytes: "at least 500 kibibytes" (2.5)
SITES = 200  # remembered at once
LINES = 60_000  # remembered of all of them together, some 9 MB; one site may fill the most of it
_OF_USE = re.compile(r"\s*(?:user-agent|allow|disallow)\s*:", re.IGNORECASE)


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
        self._known: OrderedDict[tuple[str, bool], _Rules] = OrderedDict()

    async def allow(self, url: str, *, trusted: bool) -> bool:
        """Whether the page at `url` may be read: a site that can't be asked allows nothing (2.3.1.4). Raises HostRests
        only, where nobody is asked for now.
        """
        try:
            parts = urlsplit(url)
        except ValueError:  # no address
            return False
        site = f"{parts.scheme}://{parts.netloc}", trusted
        now = self._clock.now()
        rules = self._known.get(site)
        if rules is None or not now < rules.until:
            rules = await self._ask(*site, now)
            self._known.pop(site, None)
            self._known[site] = rules
            while len(self._known) > SITES or sum(each.lines for each in self._known.values()) > LINES:
                self._known.popitem(last=False)
        try:
            return rules.parsed.can_fetch(NAME, url)
        except ValueError:  # an address that is none once its "%5B" is a bracket
            return False

    async def _ask(self, site: str, trusted: bool, now: datetime) -> _Rules:
        rules = RobotFileParser()
        try:
            answer = await self._fetcher.page(f"{site}/robots.txt", trusted=trusted, max_bytes=LONGEST)
        except HostRests:
            raise
        except FeedError as error:
            refused = error.status is not None and 400 <= error.status < 500
            # "Unavailable" (2.3.1.3) allows everything, "unreachable" (2.3.1.4) nothing.
            rules.allow_all, rules.disallow_all = refused, not refused  # type: ignore[attr-defined]  # typeshed has neither
            rules.modified()
            return _Rules(now + (KEPT if refused else KEPT_UNREACHABLE), rules)
        # In a thread: half a megabyte of rules takes longer than the loop may stand.
        return _Rules(now + KEPT, rules, await asyncio.to_thread(_parse, rules, answer.body or b""))


@dataclass(frozen=True, slots=True)
class _Rules:
    """Of one site, and how many lines they are."""

    until: datetime
    parsed: RobotFileParser
    lines: int = 0


def _parse(rules: RobotFileParser, body: bytes) -> int:
    """Read what can be read (2.2: "parsers MUST be able to ... ignore" the rest); how many lines that was."""
    lines = [line for line in body.decode("utf-8", "replace").splitlines() if _is_readable(line)]
    rules.parse(lines)
    return len(lines)


def _is_readable(line: str) -> bool:
    """Whether the parser is of use for it, or a blank between groups: on "Disallow: //[" or "Crawl-delay: ²" it
    raises, and the site's other rules would be lost with the line.
    """
    if not line.strip():
        return True
    if not _OF_USE.match(line):
        return False
    try:
        urlsplit(unquote(line.partition("#")[0].partition(":")[2].strip()))
    except ValueError:
        return False
    return True
