"""The same event across publishers and days is one story.

Incremental and bounded: a report joins a story or opens one, nothing is ever clustered again, and what is older
than `HORIZON` (or beyond `CAPACITY` reports) is forgotten, so that the hundred-thousandth report costs what the
thousandth does. A report whose headline was rewritten is read anew, and what it said before is forgotten.

A report is compared with the few stories that share its rarest terms (an inverted index whose lists keep only
the newest reports); the evidence for each (bot.news.evidence) makes log odds, and the best story above
`THRESHOLD` is joined. How rare a term is blends ordinary news (bot.news.background) with the reports remembered
here. Every figure is computed from what is remembered, so an index that was restored in the order of placing
goes on exactly as the one that was stopped.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.news import background
from bot.news.evidence import features, odds
from bot.news.likeness import Likeness
from bot.news.particulars import swapped
from bot.news.reading import Reading

HORIZON = timedelta(days=21)
CAPACITY = 5000
# A story is joined for its own log odds and for its lead over the runner-up: where nothing else comes near,
# less evidence will do; but not days later, for by then silence of others proves nothing.
THRESHOLD = -0.35
_LEAD = 4.0
_LEAD_COUNTS = 0.3

_HORIZON = HORIZON.total_seconds()
_POSTINGS = 32  # the newest reports that a term leads to
_QUERY = 20  # terms of a report that are looked up, its weightiest
_NEAR = 20  # reports found by them that are looked at
_STORIES = 6  # stories among those that are weighed
_MEMBERS = 6  # reports of a story that are compared, its newest
_DAYS = 48.0  # hours
_SAME_ROUNDUP = 12 * 3600.0  # seconds within which one title twice is one roundup
_BLEND = 2  # a report remembered here counts as this many of the background


class _Report:
    __slots__ = ("key", "reading", "story", "time")

    def __init__(self, key: int | str, reading: Reading, story: _Story, time: float) -> None:
        self.key = key
        self.reading = reading
        self.story = story
        self.time = time


class _Story:
    __slots__ = ("key", "reports")

    def __init__(self, key: int | str) -> None:
        self.key = key
        self.reports: list[_Report] = []

    @property
    def size(self) -> int:
        """How many different reports it has: copies of a page, which collecting feeds bring, count once."""
        return len({report.reading.title or report for report in self.reports})


class _Rarity:
    """How often terms are seen: in ordinary news, and in that with the reports remembered."""

    def __init__(self) -> None:
        known = background.table()
        self.background = background.Idf(known)
        self.counts = dict(known)
        self.idf = background.Idf(self.counts)


class StoryIndex:
    """Places reports into stories, one at a time.

    A story's key is the key of the report that opened it, even after that report is forgotten.

    An index `within` another is for reports that may join the other's stories but have no say in them: it remembers
    only stories of its own, and the other learns nothing of its reports.
    """

    def __init__(self, within: StoryIndex | None = None, *, capacity: int = CAPACITY) -> None:
        self._within = within
        self._capacity = capacity
        # How rare a term is is not for an index within another to say.
        self.rarity: _Rarity = within.rarity if within else _Rarity()
        self._background, self._counts, self._idf = self.rarity.background, self.rarity.counts, self.rarity.idf
        self._reports: deque[_Report] = deque()
        self._by_key: dict[int | str, _Report] = {}
        self._postings: dict[str, list[_Report]] = {}  # lists: a deque of one takes 700 bytes
        self._stories: dict[int | str, _Story] = {}
        self._newest = self._second_newest = -math.inf

    @property
    def remembered(self) -> int:
        """How many reports are remembered, at most `CAPACITY`."""
        return len(self._reports)

    def place(
        self, key: int | str, title: str, text: str, published: datetime | None, *, story: int | str | None = None
    ) -> int | str:
        """The key of the story that the report joins; else that of `story`, where it has been until its headline was
        rewritten; else its own key, for it opens one.

        One that stays among others without being like them is not remembered: what is like it is no part of that story.
        Reports come in order of time, roughly. Without `published` the report counts as of the newest time seen.
        """
        reading, time = self.read(title, text, published)
        self.forget(key)
        if self._within and (other := self._within.find(reading, time)):
            return other.key
        found = self.find(reading, time)
        home = found.key if found else key if story is None else story
        if found or not self.has(home):
            self._remember(key, reading, time, home)
        return home

    def keep(self, key: int | str, title: str, text: str, published: datetime | None, story: int | str) -> None:
        """Leave a report whose headline was rewritten in its story, and remember it only if it is still like that."""
        reading, time = self.read(title, text, published)
        self.forget(key)
        if (found := self.find(reading, time)) and found.key == story:
            self._remember(key, reading, time, story)

    def knows(self, key: int | str) -> bool:
        """Whether the report is remembered, and others may join it."""
        return key in self._by_key

    def restore(
        self,
        key: int | str,
        title: str,
        text: str,
        published: datetime | None,
        story: int | str,
    ) -> None:
        """Put back a report that was placed earlier, with the story that `place` gave it.

        To go on as if never stopped, restore the reports of the last `HORIZON` in the order in which they were placed.
        """
        reading, time = self.read(title, text, published)
        self.forget(key)
        self._remember(key, reading, time, story)

    # ------------------------------------------------------------ finding

    def evidence(self, reading: Reading, time: float) -> list[tuple[int | str, dict[str, float]]]:
        """The stories that come into question, the likeliest of terms first, with the evidence for each."""
        idf = self._idf
        stories = self._candidates(reading, time, idf)
        if not stories:
            return []
        likeness = Likeness(reading, idf)
        members = [[report.reading for report in story.reports[-_MEMBERS:]] for story in stories]
        cosines = [[likeness.cosine(member) for member in of_story] for of_story in members]
        best = [max(of_story) for of_story in cosines]
        gaps = [min(abs(time - report.time) for report in story.reports[-_MEMBERS:]) / 3600 for story in stories]
        order = sorted(best, reverse=True)
        found = []
        for i, story in enumerate(stories):
            rival = order[1] if best[i] == order[0] and len(order) > 1 else order[0] if len(order) > 1 else 0.0
            evidence = features(reading, likeness, members[i], cosines[i], rival, gaps[i], story.size)
            later = (j for j in range(len(stories)) if gaps[j] < gaps[i] - _DAYS)
            evidence["series_past"] = float(any(_of_a_series(members[i], members[j]) for j in later))
            found.append((story.key, evidence))
        return found

    def compare(
        self, reading: Reading, other: Reading, time: float, gap: float, *, apart: int | str
    ) -> dict[str, float]:
        """The evidence for `other` as a story of its own (`apart` is its key here, if it has one), against the
        likeliest of the rest.
        """
        idf = self._idf
        likeness = Likeness(reading, idf)
        rivals = [story for story in self._candidates(reading, time, idf) if story.key != apart]
        rival = max((likeness.cosine(story.reports[-1].reading) for story in rivals), default=0.0)
        return features(reading, likeness, [other], [likeness.cosine(other)], rival, gap, 1)

    def has(self, story: int | str) -> bool:
        """Whether a report of the story is remembered."""
        return story in self._stories

    def find(self, reading: Reading, time: float) -> _Story | None:
        """The story that the report would join; nothing is remembered of it."""
        if reading.alone:
            return self._same_roundup(reading, time)
        found = self.evidence(reading, time)
        ranked = sorted(((odds(evidence), -i) for i, (_, evidence) in enumerate(found)), reverse=True)
        if not ranked:
            return None
        best, i = ranked[0]
        key, evidence = found[-i]
        lead = min(best - ranked[1][0], _LEAD) if len(ranked) > 1 else _LEAD
        if evidence["gap_late"]:
            lead = 0.0
        return self._stories[key] if best + _LEAD_COUNTS * lead > THRESHOLD else None

    def _candidates(self, reading: Reading, time: float, idf: background.Idf) -> list[_Story]:
        weighed = sorted(((weight * idf[term], term) for term, weight in reading.terms.items()), reverse=True)
        found: dict[_Report, float] = {}
        for weight, term in weighed[:_QUERY]:
            gain = weight * idf[term]
            for report in self._postings.get(term, ()):
                found[report] = found.get(report, 0.0) + gain
        near = sorted(found.items(), key=lambda pair: -pair[1])
        stories: dict[_Story, None] = {}
        looked = 0
        for report, _ in near:
            if abs(time - report.time) <= _HORIZON and not report.reading.alone:
                stories[report.story] = None
                looked += 1
                if looked == _NEAR or len(stories) == _STORIES:
                    break
        return list(stories)

    def _same_roundup(self, reading: Reading, time: float) -> _Story | None:
        for term in reading.title:
            for report in reversed(self._postings.get(term, ())):
                if report.reading.title == reading.title and abs(time - report.time) <= _SAME_ROUNDUP:
                    return report.story
        return None

    # ------------------------------------------------------------ remembering

    def read(self, title: str, text: str, published: datetime | None) -> tuple[Reading, float]:
        """A report as it is compared, and its time in seconds; moves the clock and forgets what has grown too old."""
        if published is None:
            time = self._newest if self._reports else 0.0
        else:
            time = (published if published.tzinfo else published.replace(tzinfo=UTC)).timestamp()
        # The second newest time is the clock, so that a single report from the future doesn't empty the index.
        if time > self._newest:
            self._second_newest, self._newest = self._newest, time
        elif time > self._second_newest:
            self._second_newest = time
        while self._reports and (
            len(self._reports) >= self._capacity or self._reports[0].time < self._second_newest - _HORIZON
        ):
            self._forget(self._reports.popleft())
        # Which terms a long text keeps is settled by the background alone: it must not depend on when the text
        # was read.
        return Reading(title, text, self._background), time

    def _remember(self, key: int | str, reading: Reading, time: float, of: int | str) -> None:
        if self._within is not None and self._within.has(of):
            return
        story = self._stories.setdefault(of, _Story(of))
        report = self._by_key[key] = _Report(key, reading, story, time)
        story.reports.append(report)
        self._reports.append(report)
        for term in reading.terms:
            if self._within is None:
                self._counts[term] = self._counts.get(term, 0) + _BLEND
                self._idf.pop(term, None)
            postings = self._postings.setdefault(term, [])
            if len(postings) == _POSTINGS:
                del postings[0]
            postings.append(report)

    def forget(self, key: int | str) -> None:
        """Forget what a report said, if it is remembered: its headline was rewritten, or its feed is another's now."""
        if before := self._by_key.get(key):
            self._reports.remove(before)
            self._forget(before)

    def _forget(self, report: _Report) -> None:
        del self._by_key[report.key]
        for term in report.reading.terms:
            postings = self._postings[term]
            if report in postings:
                postings.remove(report)
                if not postings:
                    del self._postings[term]
            if self._within is not None:
                continue
            self._idf.pop(term, None)
            if self._counts[term] == _BLEND:
                del self._counts[term]
            else:
                self._counts[term] -= _BLEND
        story = report.story
        story.reports.remove(report)
        if not story.reports:
            del self._stories[story.key]


def _of_a_series(one: Sequence[Reading], other: Sequence[Reading]) -> bool:
    return any(swapped(a, b) for a in one for b in other)
