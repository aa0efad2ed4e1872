"""What speaks for and against a report belonging to a story, as numbers, and the learned weights that make one
decision of them.

`WEIGHTS` are a logistic regression, fitted by tools/fit_stories.py on labelled streams of news (its docstring says on
which); what decides alone is in `SET`. A positive weight speaks for joining.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.news import names, stages
from bot.news.particulars import (
    SAME_DAYS,
    apart,
    differ,
    in_passing,
    names_only,
    of_a_launch,
    often_flown,
    on_one_pad,
    same_flight,
    strangers,
    swapped,
)
from bot.news.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.news.likeness import Likeness
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
_ONE_PAD = 14.0  # hours within which one company launches but once from one pad


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
    unknown = [member for member in members if strangers(reading, member)]
    only_names = sum(names_only(reading, member) for member in members) / many
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
        "launch_late": late * max(of_a_launch(reading) and of_a_launch(member) for member in members),
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
        "strangers_full": sum(not (reading.titled_only or member.titled_only) for member in unknown) / many,
        "strangers_mixed": sum(
            reading.titled_only is not member.titled_only and likeness.commonplace(member) for member in unknown
        )
        / many,
        "tested": sum({reading.stage, member.stage} == {Stage.TESTED, None} for member in members) / many,
        "in_passing": sum(in_passing(reading, member) or in_passing(member, reading) for member in members) / many,
        "names_swapped": sum(float(swapped(reading, member)) for member in members) / many,
        "next_flight": max(float(often_flown(reading, member)) for member in members)
        * min(3.0, max(0.0, gap - SAME_DAYS) / 18),
        "same_flight": max(float(same_flight(reading, member)) for member in members) * (gap < _ONE_FLIGHT),
        "same_pad": max(float(on_one_pad(reading, member)) for member in members) * (gap < _ONE_PAD),
        "designated": max(float(not reading.designators.isdisjoint(member.designators)) for member in members),
        "numbered_differ": sum(names.differ(reading.numbered, member.numbered) for member in members) / many,
        "flights_differ": sum(names.differ(reading.flights, member.flights) for member in members) / many,
        "operators_differ": sum(differ(reading, member, "operator") for member in members) / many,
        "sites_differ": sum(differ(reading, member, "site") for member in members) / many,
        "title_sites_differ": sum(apart(reading.sites, member.sites) for member in members) / many,
        "rockets_differ": sum(apart(reading.rockets, member.rockets) for member in members) / many,
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
