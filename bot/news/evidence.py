"""What speaks for and against a report belonging to a story, as numbers, and the learned weights that make one
decision of them.

`WEIGHTS` are a logistic regression, fitted by tools/fit_stories.py on labelled streams of news (its docstring says on
which); what decides alone is in `SET`. A positive weight speaks for joining.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.news import names, stages
from bot.news.reading import IN_TITLE
from bot.news.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.news.reading import Reading

# name -> weight. "titles" marks a report that is a headline alone, "full" one with both headline and text; a
# name that ends in one of them counts only there.
WEIGHTS = {
    "bias": -1.48,
    "cosine": 6.02,
    "cosine_titles": -2.55,
    "common": 3.56,
    "common_titles": -3.25,
    "mean_cosine": 4.64,
    "mean_cosine_titles": -4.56,
    "margin": 4.76,
    "margin_titles": -3.28,
    "second_rarest": 0.27,
    "second_rarest_full": -0.61,
    "title_overlap": 1.01,
    "numbers": 0.97,
    "gap": -0.57,
    "gap_late": -1.41,
    "gap_late_titles": 1.56,
    "story_size": -1.32,
    "story_size_titles": 0.38,
    "length": -0.66,
    "titles": 1.31,
    "soft": -0.86,
    "soft_full": -6.04,
}


_COVERED = 0.4  # reports of one event speak of so much of each other's headlines
_ONE_FLIGHT = 96.0  # hours within which news of a rarely flown vehicle in one stage is of one flight
_SAME_DAYS = 30.0  # hours after which a vehicle that flies every few days may have flown again
_ONE_RIDE = 48.0  # hours within which passengers of a shared launch report of it
_SATELLITE = "satellit"  # the term
_TELLING = 2  # words written small, so that capitals tell names from words
_ONE_PAD = 14.0  # hours within which one company launches but once from one pad
_COMMONPLACE = 5.0  # the idf below which a word in common says little
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

    def common(self, other: Reading, cosine: float) -> float:
        """As much of their `cosine` as comes of words that aren't names: what happens, not to whom."""
        shared = common = 0.0
        for term in self._weights.keys() & other.terms.keys():
            product = self._weights[term] * other.terms[term] * self._idf[term]
            shared += product
            if term in self._reading.common or term in other.common:
                common += product
        return cosine * common / shared if common else 0.0

    def second_rarest(self, other: Reading) -> float:
        """The idf of the second rarest term that both have: one rare word may be chance, two seldom are."""
        shared = sorted(map(self._idf.__getitem__, self._reading.terms.keys() & other.terms.keys()))
        return shared[-2] if len(shared) > 1 else 0.0

    def commonplace(self, other: Reading) -> bool:
        """Whether no term that both have is rarer than `_COMMONPLACE`."""
        return all(self._idf[term] < _COMMONPLACE for term in self._reading.terms.keys() & other.terms.keys())

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
    common = math.sqrt(max(map(likeness.common, members, cosines)))
    rarest = max(map(likeness.second_rarest, members))
    silent = 0.0
    if reading.title and all(member.title for member in members):
        silent = max(0.0, 1 - max(map(likeness.covered, members)) / _COVERED)
    bare = [member.titled_only for member in members]
    strangers = [member for member in members if _strangers(reading, member)]
    only_names = sum(_names_only(reading, member) for member in members) / many
    return {
        "bias": 1.0,
        "cosine": cosine,
        "cosine_titles": cosine * only,
        "common": common,
        "common_titles": common * only,
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
        "stages_apart": _stages_apart(reading, members),
        "names_only": only_names,
        "names_only_full": only_names * full,
        "one_word": full * (rarest == 0.0),
        "strangers_full": sum(not (reading.titled_only or member.titled_only) for member in strangers) / many,
        "strangers_mixed": sum(
            reading.titled_only is not member.titled_only and likeness.commonplace(member) for member in strangers
        )
        / many,
        "tested": sum({reading.stage, member.stage} == {Stage.TESTED, None} for member in members) / many,
        "in_passing": sum(_in_passing(reading, member) or _in_passing(member, reading) for member in members) / many,
        "names_swapped": sum(float(swapped(reading, member)) for member in members) / many,
        "next_flight": max(float(_often(reading, member)) for member in members)
        * min(3.0, max(0.0, gap - _SAME_DAYS) / 18),
        "same_flight": max(float(_same_flight(reading, member)) for member in members) * (gap < _ONE_FLIGHT),
        "same_pad": max(float(_same_pad(reading, member)) for member in members) * (gap < _ONE_PAD),
        "designated": max(float(not reading.designators.isdisjoint(member.designators)) for member in members),
        "numbered_differ": sum(names.differ(reading.numbered, member.numbered) for member in members) / many,
        "flights_differ": sum(names.differ(reading.flights, member.flights) for member in members) / many,
        "operators_differ": sum(_differ(reading, member, "operator") for member in members) / many,
        "sites_differ": sum(_differ(reading, member, "site") for member in members) / many,
        "title_sites_differ": sum(_apart(reading.sites, member.sites) for member in members) / many,
        "rockets_differ": sum(_apart(reading.rockets, member.rockets) for member in members) / many,
    }


# Set by hand, not learned: whether names, stages and headlines agree decides, however alike two reports read, and the
# labelled streams hold too few such cases to learn that from (fitted alone the contradictions come out between -2 and
# -6; the figures of the streams are the same with either). The streams have either headlines or texts, so that they
# can't teach either what a headline and a text of another feed should have in common ("silent").
SET = {
    "names_only": -3.0,
    "names_only_full": -5.0,
    "names_swapped": -8.0,
    # Each headline names somebody, and no name is in both reports: both with texts, or one a headline alone and only
    # everyday words in common.
    "strangers_full": -4.0,
    "strangers_mixed": -3.0,
    "tested": -2.0,  # one tells of a test of hardware, the other of nothing that a flight goes through
    "in_passing": -4.0,  # one tells of a flight, the other names the vehicle, which flies every few days, in passing
    # Of a series with a later story near: a report that names both is of the later. (Found by bot.news.stories.)
    "series_past": -4.0,
    "one_word": -6.0,  # at most one in common
    "next_flight": -4.0,  # of a vehicle that flies every few days, for each 18 hours beyond 30
    "launch_late": -6.0,  # a launch that was told days ago: the next one of its series, not the same
    "numbered_differ": -12.0,
    "flights_differ": -12.0,
    "title_sites_differ": -12.0,
    "rockets_differ": -8.0,
    "sites_differ": -4.0,
    "operators_differ": -4.0,
    "stages_apart": -9.0,
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


def _stages_apart(reading: Reading, members: Sequence[Reading]) -> float:
    """The share of a story's reports that are in another stage; live coverage counts only where it is all there is."""
    all_told = [member.stage for member in members]
    told = [stage for stage in all_told if stage not in stages.LIVE] or all_told
    return sum(stages.apart(reading.stage, stage) for stage in told) / len(told)


def of_one_flight(a: Reading, b: Reading) -> bool:
    """Whether two reports of about the same days are of one flight, by the vehicle, designation or pad that they name,
    however far it has come in either.
    """
    return _of_one_vehicle(a, b) or _same_pad(a, b) or not a.designators.isdisjoint(b.designators)


def flown_again(a: Reading, b: Reading, hours: float) -> bool:
    """Whether reports so many hours apart are of two flights, of a vehicle that flies every few days."""
    if hours <= _SAME_DAYS or not _meet(a, b, "frequent") or a.rockets.isdisjoint(b.rockets):
        return False
    return _of_a_flight(a) and _of_a_flight(b)


def flew_since(later: Reading, earlier: Reading) -> bool:
    """Whether a report tells how the launch went that another, of about the same days, had ahead or held up."""
    ahead = earlier.stage in (Stage.INVITED, *stages.LIVE, Stage.AHEAD, Stage.HELD)
    went = later.stage is Stage.HAPPENED and of_a_launch(later)
    return ahead and went and _of_one_vehicle(later, earlier) and not of_different_things(later, earlier)


def one_flight_and_many(a: Reading, b: Reading) -> bool:
    """Whether one report is of a flight of a vehicle that flies every few days, and the other names it for something
    else.
    """
    return _meet(a, b, "frequent") and _of_a_flight(a) != _of_a_flight(b)


def of_a_launch(reading: Reading) -> bool:
    """Whether a headline speaks of a launch, whichever and whenever."""
    return _LAUNCH in reading.title


def _of_a_flight(reading: Reading) -> bool:
    return reading.stage is not None or of_a_launch(reading)


def contradict(a: Reading, b: Reading) -> bool:
    """Whether two reports can't be of one event: by what they name and number, or how far it has come in either."""
    return of_different_things(a, b) or stages.apart(a.stage, b.stage)


def of_different_things(a: Reading, b: Reading) -> bool:
    """Whether two reports can't be of one event by what they name and number."""
    return (
        names.differ(a.numbered, b.numbered)
        or names.differ(a.flights, b.flights)
        or _apart(a.sites, b.sites)
        or _apart(a.rockets, b.rockets)
        or _differ(a, b, "site")
        or _differ(a, b, "operator")
        or swapped(a, b)
    )


def on_one_ride(a: Reading, b: Reading) -> bool:
    """Whether two reports of about the same day are of satellites that share a launch."""
    return _meet(a, b, "shared") and not _apart(a.sites, b.sites)


def passenger(a: Reading, b: Reading, hours: float) -> bool:
    """Whether the first report may be of a satellite on the shared launch of the second: a bare headline that names no
    flight, only whose rocket it was.
    """
    return (
        "shared" in b.facets
        and a.titled_only
        and a.stage is Stage.HAPPENED
        and a.facets.keys() == {"operator"}
        and not (a.numbered or a.flights or a.designators)
        and _SATELLITE in a.title
        and _meet(a, b, "operator")
        and hours <= _ONE_RIDE
    )


def _same_flight(a: Reading, b: Reading) -> bool:
    return a.stage is not None and a.stage is b.stage and _of_one_vehicle(a, b)


def _of_one_vehicle(a: Reading, b: Reading) -> bool:
    return _meet(a, b, "rocket") or _meet(a, b, "spacecraft")


def _names_only(a: Reading, b: Reading) -> bool:
    """Whether two reports share several words and all are names: both are about somebody, each tells something else."""
    if not a.title or len(a.common) < 2 or len(b.common) < 2:
        return False
    shared = a.terms.keys() & b.terms.keys()
    return len(shared) > 1 and shared.isdisjoint(a.common) and shared.isdisjoint(b.common)


def _strangers(a: Reading, b: Reading) -> bool:
    """Whether each headline names somebody and the reports have no name in common, only words."""
    if len(a.common) < _TELLING or len(b.common) < _TELLING:
        return False  # nothing tells names from words
    return _names_any(a) and _names_any(b) and a.terms.keys() & b.terms.keys() <= a.common | b.common


def _names_any(reading: Reading) -> bool:
    return any(not term[0].isdigit() for term in reading.title - reading.common)


def swapped(a: Reading, b: Reading) -> bool:
    """Whether two headlines follow one pattern, with a name in each that the other report doesn't have at all: "Norland
    signs the accords", "Sudria signs the accords".
    """
    if len(a.common) < _TELLING or len(b.common) < _TELLING:
        return False  # nothing tells names from words
    shared = len(a.title & b.title)
    if 2 * shared < max(len(a.title), len(b.title)):
        return False
    return _own_name(a, b) and _own_name(b, a)


def _own_name(a: Reading, b: Reading) -> bool:
    """Whether a report's headline and text have a name that the other report has nowhere."""
    own = a.title - b.terms.keys() - a.common - b.common
    return any(term.isalpha() and a.terms.get(term, 0.0) > IN_TITLE for term in own)


def _often(a: Reading, b: Reading) -> bool:
    """Whether both tell of flights of one vehicle that flies every few days."""
    return bool(a.stage and b.stage) and _meet(a, b, "frequent") and not a.rockets.isdisjoint(b.rockets)


def _in_passing(a: Reading, b: Reading) -> bool:
    """Whether the second report is of a flight of a vehicle that flies every few days, and the first, whose headline
    tells of no flight, names that vehicle in its text alone.
    """
    return a.stage is None and b.stage is not None and not a.rockets and _meet(a, b, "frequent")


def _same_pad(a: Reading, b: Reading) -> bool:
    if _LAUNCH not in a.title or _LAUNCH not in b.title or not _meet(a, b, "operator"):
        return False
    return _meet(a, b, "site") and a.facets["site"].isdisjoint(_MANY_PADS)


def _meet(a: Reading, b: Reading, facet: str) -> bool:
    return not a.facets.get(facet, frozenset()).isdisjoint(b.facets.get(facet, frozenset()))


def _differ(a: Reading, b: Reading, facet: str) -> bool:
    return _apart(a.facets.get(facet, frozenset()), b.facets.get(facet, frozenset()))


def _apart(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both name something, and nothing that both name."""
    return bool(mine and theirs) and mine.isdisjoint(theirs)
