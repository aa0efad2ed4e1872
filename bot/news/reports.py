"""Which report speaks for its publisher, and which of a story's reports leads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot import sentences
from bot.addresses import canonical, same_site
from bot.model import Item, Tier
from bot.news.kinds import Kind, kind

# An event moves on: a report this much older than the newest one stays a source, but no longer speaks for the story.
FRESH = timedelta(hours=12)

# What came so long before a story's newest report was news then, and is no witness of today's.
RECENT = timedelta(days=2)

_DOMAIN = re.compile(r"\.(?:com|org|net|gov|edu|int|io|news|co\.uk|space)$")
_NO_WORD = re.compile(r"[\W_]+")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)\W*$")
_ENDED = re.compile(r"[.!?。！？।؟۔:;][\"'”’»)\]」』]*$")
# A sentence never ends with one of these.
_OPEN_END = re.compile(
    r"(?:…\W*|\.\.\.\W*|[,–—-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|as|than|"
    r"is|was|were|are|be|been|has|have|had|will|its|their|his|her|our|into|about|after|before|between))$",
    re.IGNORECASE,
)
# Longer than any line that somebody wrote without a full stop because it is a label.
_LINE = 160


def outlet(publisher: str) -> str:
    """A publisher's name for comparing: "Ars Technica" is "Arstechnica", "The Space.com" is "Space"."""
    name = _DOMAIN.sub("", publisher.casefold().strip().removeprefix("the "))
    return _NO_WORD.sub("", name) or publisher.casefold().strip()


def distinct(items: Sequence[Item]) -> list[Item]:
    """Without second copies of a page, which collecting feeds bring.

    The copy stays that the site's own feed brings, if it says something, for anybody may write what he likes above
    another's address; then the one that reports (a page that invited to watch has been rewritten since), then the one
    that says most.
    """
    best: dict[str, Item] = {}
    for item in items:
        address = canonical(item.url) or f"item {item.id}"
        known = best.get(address)
        if known is None or _better_copy(item) > _better_copy(known):
            best[address] = item
    kept = {item.id for item in best.values()}
    return [item for item in items if item.id in kept]


def one_per_publisher(items: Sequence[Item]) -> list[Item]:
    """Each publisher's word on a story, the one to lead first.

    A publisher's word is its newest, before that one that says something and one that reports (and doesn't invite to
    watch). What leads is fresh, is no essay or list, then says something, then reports, then official before press
    before community.
    """
    items = distinct(items)
    newest = max(item.published for item in items)
    words: dict[str, Item] = {}
    for item in items:
        known = words.get(outlet(item.publisher))
        if known is None or _newer_word(item, newest) > _newer_word(known, newest):
            words[outlet(item.publisher)] = item
    order = list(Tier)

    def rank(item: Item) -> tuple[object, ...]:
        stale = newest - item.published > FRESH
        return (
            stale,
            _beside(item),
            not said(item),
            not _reports(item),
            order.index(item.tier),
            -len(item.text),
            item.id,
        )

    return sorted(words.values(), key=rank)


def fresh(items: Iterable[Item]) -> list[Item]:
    """Those that the newest of them hasn't overtaken; another copy of a page is no newer report."""
    items = distinct(list(items))
    newest = max((item.published for item in items), default=None)
    return [item for item in items if newest is not None and newest - item.published <= FRESH]


def recent(items: Sequence[Item]) -> list[Item]:
    """Those that tell of a story as it stands: not days older than the newest."""
    newest = max((item.published for item in items), default=None)
    return [item for item in items if newest is not None and newest - item.published <= RECENT]


def said(item: Item) -> str:
    """An item's text, unless it only repeats the title, as feeds of links do; without an end that its feed cut off."""
    text, title = " ".join(item.text.split()).casefold(), " ".join(item.title.split()).casefold()
    return "" if text.startswith(title) and len(text) < len(title) + 40 else whole(item.text)


def whole(text: str) -> str:
    """A text without a last sentence that its feed cut off. One line by itself may do without a full stop."""
    text = text.rstrip()
    if not text or (_ENDED.search(text) and not _ELLIPSIS.search(text)):
        return text
    *before, line = text.split("\n")
    *ended, last = sentences.split_line(line) or [line]
    if not ended and not any(before) and not _OPEN_END.search(last) and len(last) < _LINE:
        return text
    return "\n".join([*before, " ".join(ended)]).rstrip()


def _better_copy(item: Item) -> tuple[object, ...]:
    text = said(item)
    return (bool(text) and same_site(item.url, item.feed_url), _reports(item), len(text), -item.id)


def _newer_word(item: Item, newest: datetime) -> tuple[object, ...]:
    overtaken = newest - item.published > FRESH
    return (not overtaken, bool(said(item)), _reports(item), item.published, item.id)


def _reports(item: Item) -> bool:
    return kind(item.title, item.url) is Kind.REPORT


def _beside(item: Item) -> bool:
    """Whether it stands beside reports, as essays and lists do, and neither reports nor announces an event."""
    return kind(item.title, item.url) not in (Kind.REPORT, Kind.LIVE)
