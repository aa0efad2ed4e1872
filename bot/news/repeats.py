"""Whether two stories tell the same news, looked at more closely than filing can afford. Pure.

Filing must not draw two events into one, which nothing mends later. When a brief is written the other mistake is the
worse, a reader who is told a thing twice; and what a brief may tell and what was told of late are few enough to be
compared one by one. Nothing is joined here: of two that tell the same, one is told.

`_WEIGHTS` are a logistic regression on pairs of reports of some weeks: same news, or only of the same mission or topic.
That two are of one rideshare, whose passengers have a story each, or of one rarely flown rocket is set by hand; so is
what bot.news.retold asks, by which two are the same however little else they share.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from bot.model import Item
from bot.news import stages
from bot.news.likeness import Likeness
from bot.news.mentions import only_mentions, parts
from bot.news.particulars import (
    contradict,
    flew_since,
    flown_again,
    of_different_things,
    on_one_ride,
    one_flight_and_many,
    passenger,
)
from bot.news.reading import Reading
from bot.news.reports import distinct, outlet
from bot.news.retold import Lines, dated, lines, one_date, says
from bot.news.stages import LIVE, Stage
from bot.news.terms import text_terms

_WEIGHTS = {"cosine": 8.0, "common": 3.5, "titles": 2.0, "numbers": 0.6, "ride": 2.0, "vehicle": 0.3}
_BIAS = -7.1
_ENOUGH = -1.3  # log odds: told twice is worse than one story fewer
_HOURS = 90.0  # so many hours between the reports ask for one more
_LONG = 96.0  # but no longer do; from then on a headline that shares only names tells something else of a mission
_COMPARED = 4  # reports of a story, its newest
_NONE: frozenset[str] = frozenset()
_REMEMBERED = 1000  # stories, at some 10 KB a report
_RARE, _LEAST = 4.0, 2  # the idf of a term that few reports have, and how many such two must share
_COMPOUND = re.compile(r"\b[^\W\d_]{3,}(?:-[^\W\d_]{2,})+\b")  # of words: "viasat-3" is one name


@dataclass(frozen=True)
class _Report:
    """One report as it is compared; its lines are only read where its words leave it open."""

    item: Item
    reading: Reading

    @cached_property
    def lines(self) -> Lines:
        return lines(self.item)

    def hours_to(self, other: _Report) -> float:
        return abs((self.item.published - other.item.published).total_seconds()) / 3600


@dataclass(frozen=True, slots=True)
class _Looked:
    """A story as it is compared: its newest reports, and the rare terms that any of them has."""

    reports: tuple[_Report, ...]
    rare: frozenset[str]
    headline: frozenset[str]  # the rare ones of its headlines
    stages: frozenset[Stage]  # how far its headlines have it, those of live coverage aside
    shares: bool  # a launch, with others' satellites


class Nearby:
    """Stories by their rare words, so that one is compared only with those that it has words in common with."""

    def __init__(self, stories: Sequence[_Looked]) -> None:
        self._all = range(len(stories))
        self._shared = [place for place, one in enumerate(stories) if one.shares]
        self._by_word: dict[str, list[int]] = {}
        for place, one in enumerate(stories):
            for word in one.rare:
                self._by_word.setdefault(word, []).append(place)

    def near(self, one: _Looked) -> Sequence[int]:
        """Places, in order, of those that may tell its news. A shared launch has passengers that it doesn't name."""
        if one.shares:
            return self._all
        words = Counter(place for word in one.rare for place in self._by_word.get(word, ()))
        return sorted({place for place, count in words.items() if count >= _LEAST}.union(self._shared))


class Repeats:
    """Compares stories by words as rare as `rarity` (idf by term) says, and remembers them as long as that stays."""

    def __init__(self, rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._looked: dict[tuple[object, ...], _Looked] = {}

    def nearby(self, stories: Iterable[Sequence[Item]]) -> Nearby:
        """Stories, given by their reports, to find those in that may tell the news of another."""
        return Nearby([self._look(items) for items in stories])

    def near(self, one: Sequence[Item], stories: Nearby) -> Sequence[int]:
        """The places of all of `stories` that `same` might say yes of, in order."""
        return stories.near(self._look(one))

    def same(self, one: Sequence[Item], other: Sequence[Item]) -> bool:
        """Whether reports of one story tell the news that reports of the other tell."""
        return self._same(self._look(one), self._look(other), further=False)

    def retold(self, one: Sequence[Item], told: Sequence[Item]) -> bool:
        """Whether reports of one story tell what the other told and didn't only mention, or how that went on."""
        return self._same(self._look(one), self._look(told), further=True) and not self.only_mentioned(one, told)

    def _same(self, mine: _Looked, theirs: _Looked, *, further: bool) -> bool:
        if _aboard(mine, theirs) or _aboard(theirs, mine):
            return True
        if len(mine.rare & theirs.rare) < _LEAST and not (mine.shares and theirs.shares):
            return False  # which spares the rest of the work for nearly all
        pairs = list(product(mine.reports, theirs.reports))
        if any(flown_again(a.reading, b.reading, a.hours_to(b)) for a, b in pairs):
            return False
        if further and any(flew_since(a.reading, b.reading) and a.hours_to(b) <= _LONG for a, b in pairs):
            return True
        return any(
            self._alike(a, b) for a, b in pairs if further or not (_elsewhere(a, mine, b) or _elsewhere(b, theirs, a))
        )

    def only_mentioned(self, one: Sequence[Item], told: Sequence[Item]) -> bool:
        """Whether each report of the other story does no more than mention what reports of one tell."""
        terms = frozenset(term for each in self._look(one).reports for term in each.reading.terms)
        return all(
            only_mentions(parts(each.item.title, each.item.text, self._rarity), terms, self._rarity)
            for each in self._look(told).reports
        )

    def mashed(self, one: Sequence[Item], others: Sequence[Sequence[Item]]) -> tuple[Sequence[Item], ...]:
        """Two that show that a story is a headline made of several: of stories that tell what it tells, two that have
        no rare word of its headlines in common; else none. An outlet that tells both shows nothing: it could cut
        anybody's headline in two.
        """
        headline = self._look(one).headline
        shared: dict[tuple[frozenset[str], frozenset[str]], Sequence[Item]] = {}
        for other in others:
            if words := headline & self._look(other).rare:
                shared.setdefault((words, frozenset(outlet(item.publisher) for item in other)), other)
        for (a, his), (b, hers) in combinations(shared, 2):
            if len(his | hers) > 1 and a.isdisjoint(b):
                return shared[a, his], shared[b, hers]
        return ()

    def _look(self, items: Sequence[Item]) -> _Looked:
        key = tuple((item.id, item.title, item.edited, item.published) for item in items)
        if key not in self._looked:
            if len(self._looked) >= _REMEMBERED:
                self._looked.clear()
            newest = sorted(distinct(items), key=lambda item: (item.published, item.id), reverse=True)[:_COMPARED]
            reports = tuple(_Report(item, self._read(item)) for item in newest)
            readings = [report.reading for report in reports]
            rare = frozenset(term for each in readings for term in each.terms if self._rarity[term] > _RARE)
            headline = rare & frozenset(term for each in readings for term in each.title)
            # The date of a flight finds what else gives it, as rare words do.
            given = frozenset(mark for report in reports for marks in dated(report.item.title) for mark in marks)
            shares = any("shared" in each.facets for each in readings)
            come = frozenset(each.stage for each in readings if each.stage) - LIVE
            self._looked[key] = _Looked(reports, rare | given, headline, come, shares)
        return self._looked[key]

    def _read(self, item: Item) -> Reading:
        """The report with the rare parts of its compounds as further words: a "lithium-fed" thruster uses lithium."""
        compounds = " ".join(_COMPOUND.findall(f"{item.title} {item.text}")).replace("-", " ")
        parts = [part for part in compounds.split() if any(self._rarity[term] > _RARE for term in text_terms(part).all)]
        return Reading(item.title, f"{item.text}\n{' '.join(parts)}" if parts else item.text, self._rarity)

    def _alike(self, one: _Report, other: _Report) -> bool:
        a, b = one.reading, other.reading
        # That it will fly then and that it slips till then are one piece of news.
        agreed = one_date(one.lines, other.lines) and not of_different_things(a, b)
        if a.alone or b.alone or (contradict(a, b) and not agreed):
            return False
        ride = on_one_ride(a, b)
        shared = a.terms.keys() & b.terms.keys()
        if not (ride or agreed) and sum(self._rarity[term] > _RARE for term in shared) < _LEAST:
            return False
        words = a.common | b.common
        if says(one.lines, other.lines, words, self._rarity, _RARE) or says(
            other.lines, one.lines, words, self._rarity, _RARE
        ):
            return True
        if one_flight_and_many(a, b):
            return False
        hours = 0.0 if agreed else one.hours_to(other)
        if hours > _LONG and not _words_in_common(a, b):
            return False
        likeness = Likeness(a, self._rarity)
        cosine = likeness.cosine(b)
        evidence = {
            "cosine": math.sqrt(cosine),
            "common": math.sqrt(likeness.common(b, cosine)),
            "titles": likeness.title_overlap(b),
            "numbers": len(a.numbers & b.numbers),
            "ride": ride,
            "vehicle": hours <= _LONG and not a.facets.get("rocket", _NONE).isdisjoint(b.facets.get("rocket", _NONE)),
        }
        odds = _BIAS + sum(_WEIGHTS[name] * value for name, value in evidence.items())
        return odds > _ENOUGH + min(hours, _LONG) / _HOURS


def _elsewhere(one: _Report, story: _Looked, other: _Report) -> bool:
    """Whether a report that doesn't say how far the event has come is of a story in another stage than the other's."""
    if one.reading.stage is not None or not story.stages:
        return False
    return all(stages.apart(stage, other.reading.stage) for stage in story.stages)


def _aboard(one: _Looked, other: _Looked) -> bool:
    """Whether the first story only tells that a satellite flew, as some did on the shared launch of the other."""
    return other.shares and all(
        any(passenger(a.reading, b.reading, a.hours_to(b)) for b in other.reports) for a in one.reports
    )


def _words_in_common(a: Reading, b: Reading) -> bool:
    """Whether two headlines share a word that isn't a name, as far as their capitals tell."""
    return not (a.common and b.common) or not (a.title & b.title).isdisjoint(a.common | b.common)
