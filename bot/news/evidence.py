"""What speaks for and against a report belonging to a story, as numbers, and the learned weights that make one
decision of them.

`WEIGHTS` are a logistic regression, fitted by tools/fit_stories.py on labelled streams of news (its docstring says on
which); what decides alone is in `SET`. A positive weight speaks for joining.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.news import names, stages
from bot.news.kinds import Kind, kind
from bot.news.terms import text_terms, title_terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SOFT = (Kind.OPINION, Kind.LISTICLE, Kind.CHATTER)
_ALONE = (Kind.ROUNDUP, Kind.PICTURE, Kind.ADVERT)
# An article is about fewer things than it mentions; more terms than these only cost time and memory.
_TERMS = 80
# The weight of a term by its count; kept, so that the reports of an index share the numbers.
_WEIGHT = [0.0, *(1 + math.log(n) for n in range(1, 100))]


class Reading:
    """A report as the clusterer sees it. `terms` maps a term to its weight before idf, in falling weight."""

    __slots__ = (
        "alone",
        "designators",
        "facets",
        "flights",
        "numbered",
        "numbers",
        "sites",
        "size",
        "soft",
        "stage",
        "terms",
        "title",
        "titled_only",
    )

    def __init__(self, title: str, text: str, idf: Mapping[str, float]) -> None:
        head = title_terms(title)
        body = text_terms(text)
        counts: dict[str, int] = {}
        for term in head:
            counts[term] = counts.get(term, 0) + 2
        for term in body:
            counts[term] = counts.get(term, 0) + 1
        weights = [(_WEIGHT[min(n, 99)], term) for term, n in counts.items()]
        if len(weights) > _TERMS:
            weights.sort(key=lambda pair: (-pair[0] * idf[pair[1]], pair[1]))
            del weights[_TERMS:]
        self.terms = {term: weight for weight, term in weights}
        self.title = frozenset(head)
        self.size = len(counts)
        self.titled_only = bool(head) and self.size <= len(self.title) + 3
        self.numbers = frozenset(term for term in self.terms if len(term) > 1 and term[0].isdigit())
        lead = f"{title} . {text[: names.LEAD_CHARS]}"
        self.numbered = names.numbered(title)
        self.flights = names.flights(lead)
        self.facets = names.facets(lead)
        self.designators = frozenset(term for term in self.terms if names.designator(term))
        self.sites = names.facets(title).get("site", frozenset())
        genre = kind(title) if title else Kind.REPORT
        self.stage = stages.stage(title) if title else None
        self.alone = genre in _ALONE
        self.soft = genre in _SOFT or title.rstrip().endswith("?")


# name -> weight. "titles" marks a report that is a headline alone, "full" one with both headline and text; a
# name that ends in one of them counts only there.
WEIGHTS = {
    "bias": -0.51,
    "cosine": 9.23,
    "cosine_titles": -4.51,
    "mean_cosine": 1.98,
    "mean_cosine_titles": -4.5,
    "margin": 4.0,
    "margin_titles": -1.62,
    "second_rarest": 0.28,
    "second_rarest_full": -0.7,
    "title_overlap": 2.03,
    "numbers": 0.45,
    "gap": -0.59,
    "gap_late": -1.66,
    "gap_late_titles": 2.01,
    "story_size": -1.56,
    "story_size_titles": 0.31,
    "length": -0.87,
    "titles": 0.66,
    "soft": -0.38,
    "soft_full": -6.44,
}


_COVERED = 0.4  # reports of one event speak of so much of each other's headlines
_ONE_FLIGHT = 96.0  # hours within which news of a rarely flown vehicle in one stage is of one flight
_ONE_PAD = 14.0  # hours within which one company launches but once from one pad
_MANY_PADS = frozenset(("florida", "china"))
_LAUNCH = "launch"  # the term, so also liftoff and the like


class Likeness:
    """Compares one report with others under the idf of the moment."""

    def __init__(self, reading: Reading, idf: Mapping[str, float]) -> None:
        self._reading = reading
        self._idf = idf
        self._weights = {term: weight * idf[term] for term, weight in reading.terms.items()}
        self._norm = math.sqrt(sum(weight * weight for weight in self._weights.values()))
        self._title = sum(map(idf.__getitem__, reading.title))

    def cosine(self, other: Reading) -> float:
        """The angle between the two, 0 to 1."""
        idf, mine = self._idf, self._weights
        dot = norm = 0.0
        for term, weight in other.terms.items():
            weighed = weight * idf[term]
            norm += weighed * weighed
            if term in mine:
                dot += weighed * mine[term]
        return dot / (self._norm * math.sqrt(norm)) if dot else 0.0

    def second_rarest(self, other: Reading) -> float:
        """The idf of the second rarest term that both have: one rare word may be chance, two seldom are."""
        shared = sorted(map(self._idf.__getitem__, self._reading.terms.keys() & other.terms.keys()))
        return shared[-2] if len(shared) > 1 else 0.0

    def covered(self, other: Reading) -> float:
        """The share of either headline's weight that the other report as a whole speaks of, the smaller of the two."""
        return min(self._share(self._reading.title, other.terms), self._share(other.title, self._reading.terms))

    def _share(self, part: frozenset[str], whole: Mapping[str, float]) -> float:
        total = sum(map(self._idf.__getitem__, part))
        return sum(self._idf[term] for term in part if term in whole) / total if total else 0.0

    def title_overlap(self, other: Reading) -> float:
        """The weight of the terms that both titles have, as a share of the titles' mean weight, 0 to 1."""
        shared = sum(map(self._idf.__getitem__, self._reading.title & other.title))
        return shared / math.sqrt(self._title * sum(map(self._idf.__getitem__, other.title))) if shared else 0.0


def features(
    reading: Reading,
    likeness: Likeness,
    members: Sequence[Reading],
    cosines: Sequence[float],
    rival: float,
    gap: float,
    size: int,
) -> dict[str, float]:
    """The evidence for one story by name.

    `members` are the story's remembered reports and `cosines` their likeness to the report, `rival` is the best
    cosine with any other story, `gap` the hours to the nearest member, `size` the number of reports in the
    story.
    """
    best = max(cosines)
    nearest = members[cosines.index(best)]
    many = len(members)
    only = float(reading.titled_only)
    full = float(bool(reading.title) and not reading.titled_only)
    cosine, margin, late = math.sqrt(best), best - rival, max(0.0, gap - 36) / 48
    soft = float(reading.soft or nearest.soft)
    rarest = max(map(likeness.second_rarest, members))
    silent = 0.0
    if reading.title and all(member.title for member in members):
        silent = max(0.0, 1 - max(map(likeness.covered, members)) / _COVERED)
    bare = [member.titled_only for member in members]
    return {
        "bias": 1.0,
        "cosine": cosine,
        "cosine_titles": cosine * only,
        "mean_cosine": sum(cosines) / many,
        "margin": margin,
        "margin_titles": margin * only,
        "second_rarest": rarest,
        "second_rarest_full": rarest * full,
        "title_overlap": max(map(likeness.title_overlap, members)),
        "numbers": max(float(len(reading.numbers & member.numbers)) for member in members),
        "gap": math.log1p(gap),
        "story_size_titles": math.log(size) * only,
        "mean_cosine_titles": sum(cosines) / many * only,
        "gap_late": late,
        "launch_late": late * max(_LAUNCH in reading.title and _LAUNCH in member.title for member in members),
        "gap_late_titles": late * only,
        "story_size": math.log(size),
        "length": math.log1p(min(reading.size, nearest.size)),
        "titles": only,
        "soft": soft,
        "soft_full": soft * full,
        "silent_full": silent * (not only and not all(bare)),
        "silent_mixed": silent * (not all(bare) if only else any(bare)),
        "stages_apart": sum(stages.apart(reading.stage, member.stage) for member in members) / many,
        "same_flight": max(float(_same_flight(reading, member)) for member in members) * (gap < _ONE_FLIGHT),
        "same_pad": max(float(_same_pad(reading, member)) for member in members) * (gap < _ONE_PAD),
        "designated": max(float(not reading.designators.isdisjoint(member.designators)) for member in members),
        "numbered_differ": sum(names.differ(reading.numbered, member.numbered) for member in members) / many,
        "flights_differ": sum(names.differ(reading.flights, member.flights) for member in members) / many,
        "operators_differ": sum(_differ(reading, member, "operator") for member in members) / many,
        "sites_differ": sum(_differ(reading, member, "site") for member in members) / many,
        "title_sites_differ": sum(
            bool(reading.sites and member.sites and reading.sites.isdisjoint(member.sites)) for member in members
        )
        / many,
    }


# Set by hand, not learned: whether names, stages and headlines agree decides, however alike two reports read, and the
# labelled streams hold too few such cases to learn that from (fitted alone the contradictions come out between -2 and
# -6; the figures of the streams are the same with either). The streams have either headlines or texts, so that they
# can't teach either what a headline and a text of another feed should have in common ("silent").
SET = {
    "launch_late": -6.0,  # a launch that was told days ago: the next one of its series, not the same
    "numbered_differ": -12.0,
    "flights_differ": -12.0,
    "title_sites_differ": -12.0,
    "sites_differ": -4.0,
    "operators_differ": -4.0,
    "stages_apart": -8.0,
    # Neither headline's words stand in the other report: both with texts, or one a headline alone, whose few words a
    # long text has by chance.
    "silent_full": -1.0,
    "silent_mixed": -6.0,
    "same_flight": 6.0,
    "same_pad": 7.0,
    "designated": 8.0,
}
_ALL = WEIGHTS | SET


def odds(evidence: dict[str, float]) -> float:
    """The log odds that the report belongs to the story, as far as the two go."""
    return sum(_ALL[name] * value for name, value in evidence.items())


def of_one_flight(a: Reading, b: Reading) -> bool:
    """Whether two reports of about the same days are of one flight, by the vehicle, designation or pad that they name,
    however far it has come in either.
    """
    return _meet(a, b, "vehicle") or _same_pad(a, b) or not a.designators.isdisjoint(b.designators)


def _same_flight(a: Reading, b: Reading) -> bool:
    return a.stage is not None and a.stage is b.stage and _meet(a, b, "vehicle")


def _same_pad(a: Reading, b: Reading) -> bool:
    if _LAUNCH not in a.title or _LAUNCH not in b.title or not _meet(a, b, "operator"):
        return False
    return _meet(a, b, "site") and a.facets["site"].isdisjoint(_MANY_PADS)


def _meet(a: Reading, b: Reading, facet: str) -> bool:
    return not a.facets.get(facet, frozenset()).isdisjoint(b.facets.get(facet, frozenset()))


def _differ(a: Reading, b: Reading, facet: str) -> bool:
    mine, theirs = a.facets.get(facet), b.facets.get(facet)
    return bool(mine and theirs and mine.isdisjoint(theirs))
