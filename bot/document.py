"""A feed document as parsed, as frozen values. Every time is an aware datetime in UTC.

Apart from the other nouns, for parse workers start often and need only these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed document, cleaned but not yet judged.

    `id` is the feed's own, or else the link. Title and summary are plain text (paragraphs separated by a newline).
    Dates are as the feed gives them, not clamped, None where it gives none.
    """

    id: str
    link: str
    title: str
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    image: str | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""  # whom the feed names as such; who is believed is said in bot.collectors


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as parsed: its own words about itself, and its entries in the feed's order."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    ttl: timedelta | None = None  # RSS 2.0 <ttl>, sy:updatePeriod
    skip_hours: frozenset[int] = frozenset()  # RSS 2.0 <skipHours>, UTC
    skip_days: frozenset[int] = frozenset()  # RSS 2.0 <skipDays>, Monday is 0
