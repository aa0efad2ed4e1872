"""What a brief chooses from: which feeds, and which of their reports. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.model import Feed, Item, Selection

_ANYTHING = Selection(languages=())


def reach(selection: Selection) -> Selection:
    """What a selection chooses from, before topics and blocked words."""
    return replace(selection, topics=(), block=())


def carries(feed: Feed, selection: Selection) -> bool:
    """Whether a selection takes anything from a feed."""
    return _from(feed.name, feed.tags, selection)


def primary_language(tag: str) -> str:
    """The language of a tag (BCP 47) without script and region, by which a brief chooses: "pt" of "pt-BR"."""
    return re.split("[-_]", tag.casefold())[0]


def foreign(selection: Selection, feeds: Sequence[Feed], spoken: Mapping[str, AbstractSet[str]]) -> list[str]:
    """The languages of a selection's feeds if it takes none of them, so that it is left with nothing; else none.

    `spoken` has by the feed's name those that its reports tell, "" for none. A feed that isn't in it says nothing.
    """
    found = {
        primary_language(language or feed.language)
        for feed in feeds
        if carries(feed, selection)
        for language in spoken.get(feed.name, ())
    }
    taken = set(map(primary_language, selection.languages))
    return [] if not taken or "" in found or found & taken else sorted(found)


def wanted(items: Sequence[Item], selection: Selection) -> list[Item]:
    """The items that a selection lets through. An item or feed that tells no language passes."""
    return [item for item in usable(items, selection) if on_topic([item], selection)]


def unmet(items: Sequence[Item], selection: Selection) -> str:
    """The choice of a selection that leaves nothing of the items, in words ("languages: de"), feeds before topics; ""
    where something of them is left.
    """
    left: Sequence[Item] = items
    for name in ("feeds", "tags", "languages", "block", "topics"):
        chosen: tuple[str, ...] = getattr(selection, name)
        still = wanted(left, replace(_ANYTHING, **{name: chosen}))
        if left and not still:
            return f"{name}: {', '.join(chosen)}"
        left = still
    return ""


def usable(items: Sequence[Item], selection: Selection) -> list[Item]:
    """Those that it lets through whatever its topics: a story may be told from them if it is on one."""
    languages = {primary_language(language) for language in selection.languages}
    block = _any_word(selection.block)
    return [
        item
        for item in items
        if _from(item.feed, item.tags, selection)
        and (not languages or not item.language or primary_language(item.language) in languages)
        and (block is None or not block.search(f"{item.title}\n{item.text}"))
    ]


def on_topic(items: Sequence[Item], selection: Selection) -> bool:
    """Whether any of a story's items mentions a topic of the selection; without topics, every story is on one."""
    topics = _any_word(selection.topics)
    if topics is None:
        return True
    return any(topics.search(text) for item in items for text in (item.title, item.text, *item.tags))


def _from(feed: str, tags: Sequence[str], selection: Selection) -> bool:
    wanted_tags = {tag.casefold() for tag in selection.tags}
    return (not selection.feeds or feed in selection.feeds) and (
        not wanted_tags or any(tag.casefold() in wanted_tags for tag in tags)
    )


def _any_word(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)", re.IGNORECASE)
