"""Is this entry new, changed, or known? Pure: entries, what the store remembers of them, and now go in.

An entry is known by its id within the feed; where the feed changed its ids, by its canonical address; where it changed
both, by title and date together. An edit of the title, text, picture or address updates the item, and makes no new one.

A brief's window judges an item by `news_at`. At a feed's first poll that is its date, so that a new feed tells no old
news. Later it is the time we saw it, for many feeds date by the day or the hour; but an item whose date is old by then
has only come back, and stays silent. Where more than half of a known feed is suddenly new, after a long silence or a
change of its software, only what is dated within the last hours has just arrived, or since the feed was last read if
that was yesterday. What has no date came at some time since.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from bot import sentences
from bot.addresses import canonical
from bot.document import Entry
from bot.model import Known, NewItem, Signs
from bot.text import clip

# An entry first seen this long after its date has been late, or back from the dead.
LATE = timedelta(days=3)
LATE_IN_FLOOD = timedelta(hours=12)
SILENCE = timedelta(hours=36)  # after no longer one, what is dated since the feed was last read is new, flood or not
FLOOD = 5  # a feed of fewer entries may well be all new
LONGEST_OPENING = 1_000  # characters of a text that are looked at for a title
MAX_OPENING = 160  # characters of one
CROWD = 3  # entries at one address make it no entry's own: that of the site, of a list
# No feed is older than RSS; an earlier date is a mistake (year 1, 1970).
OLDEST = datetime(1999, 1, 1, tzinfo=UTC)


class Named(NamedTuple):
    """An entry with its identity: `key` within its feed, `url_key` its canonical address, "" where that tells
    nothing.
    """

    entry: Entry
    key: str
    url_key: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What must be known of a feed to judge its entries: when it was last read, None at its first poll, and how many
    entries its document has, those not parsed again among them.
    """

    last_ok: datetime | None
    size: int


@dataclass(frozen=True, slots=True)
class Judged:
    """New items, changed ones by the id of the item in the store, and whether so many are new that it is a flood."""

    new: list[NewItem] = field(default_factory=list)
    changed: dict[int, NewItem] = field(default_factory=dict)
    flood: bool = False


def named(entries: Sequence[Entry]) -> list[Named]:
    """The entries that name something, each with its identity: one without title, link and text tells nobody anything.
    Notes of social networks have no title: they are called by how they begin.

    An id that several entries with different addresses share says nothing, and neither does an address that several
    entries with different ids and titles share: then the other one counts.
    """
    entries = [titled(entry) for entry in entries if entry.link or entry.title or entry.summary]
    addresses: dict[str, set[str]] = {}
    for entry in entries:
        addresses.setdefault(entry.id, set()).add(entry.link or entry.title)
    shared = {given for given, different in addresses.items() if len(different) > 1}
    keys = [_short((entry.id if entry.id not in shared else "") or entry.link or entry.title) for entry in entries]
    url_keys = [url_key(entry.link) for entry in entries]
    holders: dict[str, set[tuple[str, str]]] = {}
    for entry, key, address in zip(entries, keys, url_keys, strict=True):
        holders.setdefault(address, set()).add((key, entry.title))
    return [
        Named(entry, key, address if len(holders[address]) < CROWD else "")
        for entry, key, address in zip(entries, keys, url_keys, strict=True)
    ]


def titled(entry: Entry) -> Entry:
    """The entry with a title: its own, or else the first sentence of its text."""
    if entry.title or not entry.summary:
        return entry
    opening = next(iter(sentences.split(entry.summary[:LONGEST_OPENING])), "")
    return replace(entry, title=clip(opening.removesuffix("."), MAX_OPENING))


def signs(entries: Sequence[Named]) -> Signs:
    """By what the store may know the entries."""
    return Signs(
        [each.key for each in entries],
        [each.url_key for each in entries],
        [each.entry.title for each in entries],
    )


def url_key(url: str) -> str:
    """An entry's canonical address, short enough for an index."""
    return _short(canonical(url))


def judge(entries: Sequence[Named], known: Sequence[Known], now: datetime, feed: Feed) -> Judged:
    """What to do with a feed's entries. `known` holds at least every remembered item with one of their keys, canonical
    addresses or titles.
    """
    remembered = _recognised(entries, known, now)
    flood = feed.last_ok is not None and feed.size >= FLOOD and 2 * (len(entries) - len(remembered)) > feed.size
    taken = {item.key for item in known}
    judged = Judged(flood=flood)
    seen: set[Hashable] = set()
    for place, (entry, key, address) in enumerate(entries):
        published = credible_date(entry, now)
        signs = _signs(entry, key, address)
        if signs & seen:
            continue
        seen |= signs
        before = remembered.get(place)
        item = NewItem(
            key=before.key if before and key in taken else key,
            url_key=address,
            fingerprint=fingerprint(entry),
            entry=entry,
            published=published,
            news_at=news_time(entry, published, now, feed.last_ok, flood=flood),
        )
        if before is None:
            judged.new.append(item)
        elif (before.fingerprint, before.key) != (item.fingerprint, item.key):
            judged.changed[before.item_id] = item
    return judged


def _signs(entry: Entry, key: str, address: str) -> set[Hashable]:
    """What shows that an entry stands twice in one document: its key, its address, or its title to the second (some
    publishers put one report at two addresses). A date alone is no time, and many entries of a day may be called alike.
    """
    signs: set[Hashable] = {key}
    if address:
        signs.add(("url", address))
    if entry.title and entry.published and entry.published.time() != time.min:
        signs.add((entry.title, entry.published))
    return signs


def _recognised(entries: Sequence[Named], known: Sequence[Known], now: datetime) -> dict[int, Known]:
    """The remembered items of those entries, by their place, that are remembered: by id, by address, by title.

    Each item is one entry's at most; what knows it best gets it.
    """
    found: dict[int, Known] = {}
    left = {item.item_id: item for item in known}

    def match(index: Mapping[Any, Known], sign: Callable[[Named], Hashable]) -> None:
        for place, entry in enumerate(entries):
            if place not in found and (item := index.get(sign(entry))) and left.pop(item.item_id, None):
                found[place] = item

    match({item.key: item for item in known}, lambda entry: entry.key)
    crowds = Counter(item.url_key for item in known)
    match(
        {item.url_key: item for item in left.values() if item.url_key and crowds[item.url_key] < CROWD},
        lambda entry: entry.url_key,
    )
    match(
        {(item.title, item.published): item for item in left.values() if item.title},
        lambda entry: (entry.entry.title, credible_date(entry.entry, now)),
    )
    # Most of what would be new carries an old title: the feed has changed its ids, addresses and dates.
    titles = {item.title: item for item in left.values() if item.title}
    strange = [entry for place, entry in enumerate(entries) if place not in found]
    if len(strange) >= FLOOD and 2 * sum(entry.entry.title in titles for entry in strange) > len(strange):
        match(titles, lambda entry: entry.entry.title)
    return found


def credible_date(entry: Entry, now: datetime) -> datetime:
    """When it was published: as the feed says, but never in the future nor before there were feeds; else now."""
    for date in (entry.published, entry.updated):
        if date is not None and date >= OLDEST:
            return min(date, now)
    return now


def news_time(entry: Entry, published: datetime, now: datetime, last_ok: datetime | None, *, flood: bool) -> datetime:
    """By which time a brief's window judges a new item."""
    if last_ok is None:
        return published
    silent = now - last_ok
    if flood and not (entry.published or entry.updated):
        return now if silent <= SILENCE else last_ok  # it came at some time since
    late_in_flood = max(LATE_IN_FLOOD, silent) if silent <= SILENCE else LATE_IN_FLOOD
    return published if now - published > (late_in_flood if flood else LATE) else now


def fingerprint(entry: Entry) -> str:
    """A hash of what people see of an entry."""
    seen = "\0".join((entry.title, entry.summary, entry.link, entry.image or ""))
    return hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _short(key: str) -> str:
    """Keys are indexed, so a long one is kept as its hash."""
    if len(key) <= 200:
        return key
    return "blake2b:" + hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
