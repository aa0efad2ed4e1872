"""Which stories only look ahead to what another one tells has happened. Pure.

A preview and the report of the launch are two stories, for they tell different things; in one brief the report does.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Item, Story
from bot.news import background
from bot.news.evidence import Likeness, Reading, of_one_flight
from bot.news.stages import Stage

_AHEAD = (Stage.INVITED, Stage.COVERED, Stage.AHEAD)
_DONE = (Stage.HELD, Stage.HAPPENED, Stage.AFTER)
_ALIKE = 0.25  # cosine of two reports from which they are of one flight
_MOST = 60  # stories of either side that are compared, the newest


def overtaken(stories: Sequence[Story]) -> frozenset[int]:
    """The ids of the stories that another of them has overtaken."""
    idf = background.Idf(background.table())
    ahead: list[tuple[int, Item, Reading]] = []
    done: list[tuple[int, Item, Reading]] = []
    for story in sorted(stories, key=lambda story: -max(item.published for item in story.items).timestamp()):
        last = max(story.items, key=lambda item: (item.published, item.id))
        reading = Reading(last.title, last.text, idf)
        side = ahead if reading.stage in _AHEAD else done if reading.stage in _DONE else None
        if side is not None and len(side) < _MOST:
            side.append((story.id, last, reading))
    found = set()
    for number, item, reading in ahead:
        likeness = Likeness(reading, idf)
        if any(
            report.published >= item.published and (of_one_flight(reading, other) or likeness.cosine(other) >= _ALIKE)
            for _, report, other in done
        ):
            found.add(number)
    return frozenset(found)
