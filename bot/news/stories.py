"""The same event across publishers and days is one story: incremental, bounded, pure."""

from __future__ import annotations

import math
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.news.background import table
from bot.news.terms import Reading, read

if TYPE_CHECKING:
    Key = int | str

HORIZON = timedelta(days=10)
CAPACITY = 6000


class Report:
    """One placed item."""

    __slots__ = ("key", "reading", "story", "time")

    def __init__(self, key: Key, reading: Reading, time: float) -> None:
        self.key = key
        self.reading = reading
        self.time = time
        self.story: Story


class Story:
    """The reports still remembered of one story."""

    __slots__ = ("key", "reports")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.reports: list[Report] = []


class StoryIndex:
    """Places reports into stories, one at a time."""

    def __init__(self) -> None:
        self._articles, self._background = table()
        self._held: dict[str, int] = {}
        self._reports: deque[Report] = deque()
        self._postings: dict[str, deque[Report]] = {}
        self._stories: dict[Key, Story] = {}
        self._clock = 0.0
        self._newest = 0.0

    def idf(self, term: str) -> float:
        n = len(self._reports)
        return math.log(
            (self._articles + n + 1) / (self._background.get(term, 1) + 2 * self._held.get(term, 0) * 1.0 + 0.5)
        )

    def place(self, key: Key, title: str, text: str, published: datetime | None) -> Key:
        """The story's key."""
        report = Report(key, read(title, text), self._time(published))
        self._forget(report.time)
        best, score = None, 0.5
        for story in self.candidates(report):
            p = self.chance(report, story)
            if p > score:
                best, score = story, p
        self._add(report, best.key if best else key)
        return report.story.key

    def restore(self, key: Key, title: str, text: str, published: datetime | None, story: Key) -> None:
        """Put back what was decided earlier."""
        report = Report(key, read(title, text), self._time(published))
        self._forget(report.time)
        self._add(report, story)

    def candidates(self, report: Report) -> list[Story]:
        weighed = sorted(((w * self.idf(t), t) for t, w in report.reading.terms.items()), reverse=True)[:24]
        found: dict[Report, float] = {}
        for w, t in weighed:
            for other in self._postings.get(t, ()):
                if abs(other.time - report.time) <= HORIZON.total_seconds():
                    found[other] = found.get(other, 0.0) + w
        best = sorted(found.items(), key=lambda x: -x[1])[:16]
        stories = []
        for other, _ in best:
            if other.story not in stories:
                stories.append(other.story)
        return stories

    def chance(self, report: Report, story: Story) -> float:
        best = 0.0
        for other in story.reports[-6:]:
            best = max(best, self._cosine(report.reading.terms, other.reading.terms))
        return 1 / (1 + math.exp(-20 * (best - 0.2)))

    def _cosine(self, a: dict[str, float], b: dict[str, float]) -> float:
        dot = sum(w * b[t] * self.idf(t) ** 2 for t, w in a.items() if t in b)
        return dot / (self._norm(a) * self._norm(b) or 1.0)

    def _norm(self, a: dict[str, float]) -> float:
        return math.sqrt(sum((w * self.idf(t)) ** 2 for t, w in a.items()))

    def _time(self, published: datetime | None) -> float:
        if published is None:
            return self._newest
        return (published if published.tzinfo else published.replace(tzinfo=UTC)).timestamp()

    def _add(self, report: Report, key: Key) -> None:
        story = self._stories.get(key)
        if story is None:
            story = self._stories[key] = Story(key)
        report.story = story
        story.reports.append(report)
        self._reports.append(report)
        for t in report.reading.terms:
            self._held[t] = self._held.get(t, 0) + 1
            q = self._postings.get(t)
            if q is None:
                self._postings[t] = q = deque(maxlen=64)
            q.append(report)

    def _forget(self, time: float) -> None:
        # The second newest time is the clock: one item from the future can't empty the index.
        if time > self._newest:
            self._clock, self._newest = self._newest, time
        elif time > self._clock:
            self._clock = time
        while self._reports and (
            len(self._reports) >= CAPACITY or self._reports[0].time < self._clock - HORIZON.total_seconds()
        ):
            report = self._reports.popleft()
            for t in report.reading.terms:
                left = self._held[t] - 1
                q = self._postings[t]
                if q and q[0] is report:
                    q.popleft()
                if left:
                    self._held[t] = left
                else:
                    del self._held[t], self._postings[t]
            report.story.reports.remove(report)
            if not report.story.reports:
                del self._stories[report.story.key]
