"""What a plan may still tell of a story, after what it has told before. Pure.

A story that was told is told again only for what is new of it. A story of its own that tells the same news as one that
was told of late (bot.news.repeats) counts as more reports of that one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.addresses import canonical
from bot.model import Item, Story, Told
from bot.news.developments import Corrected, Development, corrections, development
from bot.news.kinds import Kind, kind
from bot.news.repeats import Repeats
from bot.news.reports import distinct


@dataclass(frozen=True, slots=True)
class Untold:
    """What there is to tell of a story: all of it or, after an earlier telling, what is new and in a few words why.

    `item_ids` are all its reports.
    """

    story: Story
    item_ids: tuple[int, ...]
    what: str = ""
    update: int = 0
    earlier: Told | None = None
    corrected: tuple[Corrected, ...] = ()


def untold(story: Story, told: Told | None, repeats: Repeats) -> Untold | None:
    """What a plan that told the story so may tell of it now; None for nothing new."""
    ids = tuple(item.id for item in story.items)
    if told is None:
        return Untold(story, ids)
    edited = _edited(story.items, told)
    # A report speaks as of when it was edited, which was after the telling.
    now = {
        item.id: replace(item, published=max(item.published, told.told_at, item.edited or told.told_at))
        for item in edited
    }
    since = [now.get(item.id, item) for item in story.items if item.id in now or item.id not in told.item_ids]
    before = as_told(story.items, told)
    new = development(before, since, told.told_at, told.story) or _in_full(before, since, repeats)
    corrected = tuple(corrections(told.story, story.items)) if told.story else ()
    reports = {item.id: item for item in (new.reports if new else ())}
    for each in corrected:
        reports.setdefault(each.item.id, replace(each.item, published=max(each.item.published, told.told_at)))
    if not reports:
        return None
    what = new.what if new else "corrected"
    return Untold(Story(story.id, tuple(reports.values())), ids, what, _next(told), told, corrected)


def _in_full(before: Sequence[Item], since: Sequence[Item], repeats: Repeats) -> Development | None:
    """Reports of what was only mentioned when the story was told; of several such things, of the first."""
    reports = [
        item
        for item in distinct(since)
        if kind(item.title, item.url) is Kind.REPORT and before and repeats.only_mentioned([item], before)
    ]
    together = tuple(item for item in reports if item == reports[0] or repeats.same([item], [reports[0]]))
    return Development("told in full", together) if together else None


class Tellings:
    """What a plan told of late, each telling by the story that it told, to be asked who told some news.

    `reports` has every story's as they were when it was told.
    """

    def __init__(self, told: Mapping[int, Told], reports: Mapping[int, Sequence[Item]], repeats: Repeats) -> None:
        self.told, self.reports = told, reports
        self._newest = sorted(told, key=lambda number: told[number].told_at, reverse=True)
        self._repeats = repeats
        self._nearby = repeats.nearby(reports[number] for number in self._newest)

    def of(self, story: Story) -> Told | None:
        """The last telling, of another story, that told the same news."""
        for place in self._repeats.near(story.items, self._nearby):
            number = self._newest[place]
            if number != story.id and self._repeats.retold(story.items, self.reports[number]):
                return self.told[number]
        return None


def remaining(news: Untold, tellings: Tellings) -> Untold | None:
    """What is left of a story beside others that were told of late: all of it, an update of the last one that told the
    same news, or None. A correction is told in any case.
    """
    if news.corrected:
        return news
    telling = tellings.of(news.story)
    if telling is None:
        return news
    last = _last(telling, tellings.told)
    before = tellings.reports[last.story_id]
    new = development(before, news.story.items, last.told_at, last.story)
    if new is None:
        return None
    return Untold(Story(news.story.id, new.reports), news.item_ids, new.what, _next(last), last)


def _last(telling: Told, told: Mapping[int, Told]) -> Told:
    """The newest of a telling and its updates, which may be of other stories."""
    updates = [
        one
        for one in told.values()
        if one.story
        and one.story.earlier
        and (one.story.earlier.told_at, one.story.update) == (telling.told_at, _next(telling))
        and one.story.earlier.story_id in (telling.story_id, None)
    ]
    return _last(updates[0], told) if len(updates) == 1 else telling


def _next(told: Told) -> int:
    return max(told.story.update if told.story else 0, 1) + 1


def as_told(items: Sequence[Item], told: Told) -> list[Item]:
    """The reports of a telling as they were then; what else was edited since no longer says what it said."""
    edited = _edited(items, told)
    reports = [edited.get(item, item) for item in items if item.id in told.item_ids]
    return [item for item in reports if item.edited is None or item.edited <= told.told_at] or reports


def _edited(items: Sequence[Item], told: Told) -> dict[Item, Item]:
    """The report that led the telling, if its headline was changed since: now, and as it was told. Of several copies of
    its page the one that speaks for it: what a collecting feed has may be stale.
    """
    if told.story is None:
        return {}
    address = canonical(told.story.url)
    copies = distinct([item for item in items if item.id in told.item_ids and canonical(item.url) == address])
    if any(item.title == told.story.title for item in copies):
        return {}
    return {item: replace(item, title=told.story.title, edited=None) for item in copies}
