"""Is this entry new, changed, or known? Pure: entries, what the store remembers of them, and now go in.

An entry is known by its id within the feed or, where the feed changed its ids, by its canonical address. An edit of the
title, text, picture or address updates the item, and makes no new one. Dates are no part of identity: they change.

A brief's window judges an item by `news_at`. At a feed's first poll that is its date, so that a new feed tells no old
news. Later it is the time we saw it, for many feeds date by the day or the hour; but an item whose date is old by then
has only come back, and stays silent.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from courlan import clean_url

from bot.model import Entry, Known, NewItem

# An entry first seen this long after its date has been late, or back from the dead.
LATE = timedelta(days=3)
# No feed is older than RSS; an earlier date is a mistake (year 1, 1970).
OLDEST = datetime(1999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judged:
    """New items, and changed ones by the id of the item in the store."""

    new: list[NewItem] = field(default_factory=list)
    changed: dict[int, NewItem] = field(default_factory=dict)


def keys(entries: Sequence[Entry]) -> list[str]:
    """Each entry's identity within its feed.

    Its id, unless several entries with different addresses share it: then the id says nothing, and the address does.
    """
    addresses: dict[str, set[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.id, set()).add(entry.link or entry.title)
    shared = {given for given, different in addresses.items() if len(different) > 1}
    return [_short((entry.id if entry.id not in shared else "") or entry.link or entry.title) for entry in entries]


def url_key(url: str) -> str:
    """An address without what doesn't change the page: tracking parameters, fragment, scheme, "www.", final slash.

    For comparing only; what is posted is the address as the publisher gave it.
    """
    if not url:
        return ""
    cleaned = clean_url(url) or url
    parts = urlsplit(cleaned)
    host = parts.netloc.lower().removeprefix("www.")
    return _short(urlunsplit(("", host, parts.path.rstrip("/"), parts.query, "")))


def judge(entries: Sequence[Entry], known: Sequence[Known], now: datetime, *, first_poll: bool) -> Judged:
    """What to do with a feed's entries. `known` holds at least every remembered item with one of their keys."""
    by_key = {item.key: item for item in known}
    by_url = {item.url_key: item for item in known if item.url_key}
    judged = Judged()
    seen: Counter[str] = Counter()
    for entry, key in zip(entries, keys(entries), strict=True):
        address = url_key(entry.link)
        remembered = by_key.get(key) or by_url.get(address)
        # The same entry twice in one document: under its key, or at its address.
        if seen[key] or (address and seen[f"url {address}"]):
            continue
        seen[key] += 1
        seen[f"url {address}"] += 1
        published = credible_date(entry, now)
        item = NewItem(
            key=remembered.key if remembered else key,
            url_key=address,
            fingerprint=fingerprint(entry),
            entry=entry,
            published=published,
            news_at=news_time(published, now, first_poll=first_poll),
        )
        if remembered is None:
            judged.new.append(item)
        elif remembered.fingerprint != item.fingerprint:
            judged.changed[remembered.item_id] = item
    return judged


def credible_date(entry: Entry, now: datetime) -> datetime:
    """When it was published: as the feed says, but never in the future nor before there were feeds; else now."""
    for date in (entry.published, entry.updated):
        if date is not None and date >= OLDEST:
            return min(date, now)
    return now


def news_time(published: datetime, now: datetime, *, first_poll: bool) -> datetime:
    """By which time a brief's window judges a new item."""
    return published if first_poll or now - published > LATE else now


def fingerprint(entry: Entry) -> str:
    """A hash of what people see of an entry."""
    seen = "\0".join((entry.title, entry.summary, entry.link, entry.image or ""))
    return hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _short(key: str) -> str:
    """Keys are indexed, so a long one is kept as its hash."""
    if len(key) <= 200:
        return key
    return "blake2b:" + hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
