"""Which stories add nothing to what another one tells of the same flight, and which sentences of a text its headline
has overtaken. Pure.

A preview and the report of the launch are two stories, for they tell different things; in one brief the report does.
Of two previews the fuller one stays. And a headline that only a collecting feed brought is left out where others tell
of its flight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import sentences
from bot.model import Item, Story, Tier
from bot.news import background, outcomes
from bot.news.kinds import unlabelled
from bot.news.likeness import Likeness
from bot.news.outcomes import Outcome
from bot.news.particulars import of_a_launch, of_different_things, of_one_flight
from bot.news.reading import Reading
from bot.news.reports import outlet
from bot.news.stages import LIVE, Stage, stage

_AHEAD = (Stage.INVITED, *LIVE, Stage.AHEAD)
_DONE = (Stage.HELD, Stage.HAPPENED, Stage.AFTER, Stage.LOST)
_ALIKE = 0.4  # cosine of two reports from which they are of one flight; two launches of one rocket come to a third
_MOST = 200  # stories of flights that are compared, the newest
_AFTERWARDS = timedelta(hours=12)  # some put a preview out when the launch is over
_ONE_FLIGHT = timedelta(hours=96)
_AGAIN = timedelta(hours=48)  # within which one flight does one thing
_FLOWN = frozenset((Outcome.LAUNCHED, Outcome.ARRIVED, Outcome.SUCCESS, Outcome.FAILURE))
_DUE = re.compile(
    r"\b(?<!next )(?<!second )(?:lift-?off|launch)\b[^.;]{0,80}?\b(?:is|remains)\s(?:currently\s|now\s|still\s)?"
    r"(?:scheduled|set|targeted|planned|slated|expected|due)\s(?:for|at|on|no\searlier)\b"
    r"|\b(?:is|remains)\s(?:currently\s|now\s|still\s)?(?:scheduled|set|targeted|planned|slated|expected|due|poised)\s"
    r"(?:to\s(?:launch|lift\soff|blast\soff)|for\s(?:launch|lift-?off))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Told:
    story: Story
    last: Item
    reading: Reading
    collected: bool  # by a feed of other papers' headlines alone

    @property
    def at(self) -> datetime:
        """As of when its last report speaks: one that was edited since, as of then."""
        return max(self.last.published, self.last.edited or self.last.published)


def overtaken(stories: Sequence[Story], told_before: Mapping[int, str] | None = None) -> frozenset[int]:
    """The ids of the stories that others among them make needless. `told_before` maps those that readers know to the
    headline that they were told under.
    """
    idf = background.Idf(background.table())
    flights: list[_Told] = []
    for story in sorted(stories, key=lambda story: -max(item.published for item in story.items).timestamp()):
        last = max(story.items, key=lambda item: (stage(item.title) in _DONE, item.published, len(item.text), -item.id))
        reading = Reading(last.title, last.text, idf)
        if reading.stage or reading.facets:
            flights.append(_Told(story, last, reading, all(item.tier is Tier.COMMUNITY for item in story.items)))
        if len(flights) == _MOST:
            break
    reported = [told for told in flights if told.reading.stage in _DONE]
    previews = [told for told in flights if told.reading.stage in _AHEAD]
    proper = [told for told in flights if not told.collected]
    return frozenset(
        told.story.id
        for told in flights
        if (told in previews and _happened(told, reported, Likeness(told.reading, idf)))
        or (told in previews and any(_better(other, told) for other in previews))
        or (told in reported and any(_again(told, other, told_before or {}) for other in reported))
        or (told.collected and any(_says_as_much(told, other) for other in proper))
    )


def as_far(one: Item, other: Item) -> bool:
    """Whether two reports of a story have it equally far: both before the event, or in the same stage of it."""
    mine, theirs = stage(one.title), stage(other.title)
    return mine is theirs or (mine in _AHEAD and theirs in _AHEAD)


def without_plans(text: str, headline: str) -> str:
    """A text without the sentences that have a launch ahead which the headline reports: of a page that invited to watch
    it often only the headline is rewritten.
    """
    stated = outcomes.stated(unlabelled(headline)).keys()
    if stated.isdisjoint(_FLOWN) or not _DUE.search(text):
        return text
    lines = ([each for each in sentences.split_line(line) if not _DUE.search(each)] for line in text.split("\n"))
    return "\n".join(" ".join(line) for line in lines)


def _happened(preview: _Told, reported: Sequence[_Told], likeness: Likeness) -> bool:
    return any(
        told.at >= preview.at - _AFTERWARDS
        and (of_one_flight(preview.reading, told.reading) or _alike(preview.reading, told.reading, likeness))
        for told in reported
    )


def _alike(one: Reading, other: Reading, likeness: Likeness) -> bool:
    if of_different_things(one, other) or of_a_launch(one) is not of_a_launch(other):
        return False
    return likeness.cosine(other) >= _ALIKE


def _better(preview: _Told, told: _Told) -> bool:
    """Whether of two previews of one flight the first says more."""
    return _size(preview) > _size(told) and of_one_flight(preview.reading, told.reading)


def _size(told: _Told) -> tuple[int, int, int]:
    papers = {outlet(item.publisher) for item in told.story.items}
    return (len(papers), len(told.last.text), -told.story.id)


def _again(told: _Told, other: _Told, told_before: Mapping[int, str]) -> bool:
    """Whether another story has told of the same flight in the same stage, or says more of it today."""
    if told.reading.stage is not other.reading.stage or told.story.id == other.story.id or _known(told, told_before):
        return False
    near = abs(told.at - other.at) <= _AGAIN
    more = _known(other, told_before) or _size(other) > _size(told)
    return near and more and of_one_flight(told.reading, other.reading)


def _known(told: _Told, told_before: Mapping[int, str]) -> bool:
    """Whether readers have been told of a story in the stage that it is in."""
    return stage(told_before.get(told.story.id, "")) is told.reading.stage


def _says_as_much(told: _Told, other: _Told) -> bool:
    if abs(told.at - other.at) > _ONE_FLIGHT or not of_one_flight(told.reading, other.reading):
        return False
    return told.reading.stage is None or told.reading.stage is other.reading.stage
