"""How far a flight or a ceremony has come by the time of a headline, so that "to launch", "hot fires", "launches" and
"grounded" of one vehicle are told apart as the events that they are. Pure.

A page of live coverage becomes the report of the event, for publishers rewrite it: it goes with every stage but that
of previews; if it is of another attempt, not with what held up the last one. An invitation goes with what lies ahead
only.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.news import outcomes
from bot.news.kinds import Kind, kind
from bot.news.outcomes import Outcome


class Stage(StrEnum):
    """In the order of events."""

    INVITED = "invited"  # when, where and how to watch or attend
    COVERED = "covered"  # live coverage
    COVERED_AGAIN = "covered again"  # live coverage of another attempt
    AHEAD = "ahead"
    TESTED = "tested"
    HELD = "held"  # scrubbed, slipped
    HAPPENED = "happened"
    ARRIVED = "arrived"  # at a station or back home, days after the launch
    AFTER = "after"  # grounded, cleared: what followed for the vehicle
    LOST = "lost"  # written off, to be deorbited: what followed for the payload


_OF = {
    Outcome.GROUNDED: Stage.AFTER,
    Outcome.CLEARED: Stage.AFTER,
    Outcome.SCRUBBED: Stage.HELD,
    Outcome.SLIPPED: Stage.HELD,
    Outcome.FAILURE: Stage.HAPPENED,
    Outcome.LAUNCHED: Stage.HAPPENED,
    Outcome.SUCCESS: Stage.HAPPENED,
    Outcome.ARRIVED: Stage.HAPPENED,
    Outcome.TESTED: Stage.TESTED,
}
_COVERAGE = re.compile(r"\blive (?:coverage|updates?|blog)\b", re.IGNORECASE)
LIVE = frozenset((Stage.COVERED, Stage.COVERED_AGAIN))
_ANOTHER = re.compile(
    r"\b(?:(?:second|third|fourth|2nd|3rd|next|another|new) (?:launch |landing )?(?:attempt|try)|tr(?:y|ies) again)\b",
    re.IGNORECASE,
)
_INVESTIGATED = re.compile(
    r"\b(?:investigat\w+|probes?|inquiry|faa (?:order|requir|ground)\w*|insur\w+ (?:claim|payout)\w*)\b",
    re.IGNORECASE,
)
_WRITTEN_OFF = re.compile(
    r"\b(?:declared (?:lost|dead|a (?:total )?loss)|written off) (?:.* )?(?:after|following)\b", re.IGNORECASE
)
_DEORBITED = re.compile(r"\bde-?orbit(?:s|ed|ing)?\b", re.IGNORECASE)
_AT_ITS_END = re.compile(
    r"\b(?:dock(?:s|ed)|berth(?:s|ed)|splash(?:es|ed) down|(?:arrive[sd]?|capture[sd]?) .*\bstation|station captures|"
    r"(?:back|return(?:s|ed)?) (?:on|to|from) (?:earth|orbit|space))\b",
    re.IGNORECASE,
)
_FLIGHT = re.compile(
    r"\b(?:launch\w*|lift\w* off|liftoff|fl(?:y|ies|own|ew|ight|ights)|land(?:s|ed|ing)?|splash\w*|dock\w*|static|"
    r"hot[- ]?fir\w+|rockets?|boosters?|missions?|orbit\w*|satellites?|spacecraft|stage|capsule|cargo|payloads?|lander|"
    r"probe)\b",
    re.IGNORECASE,
)


def stage(title: str) -> Stage | None:
    """The stage that a headline tells of; None where it tells of none, or of no flight."""
    if _COVERAGE.search(title):
        return Stage.COVERED_AGAIN if _ANOTHER.search(title) else Stage.COVERED
    if kind(title) is Kind.LIVE:
        return Stage.INVITED
    if not _FLIGHT.search(title):
        return None
    stated = outcomes.stated(title)
    # "to be deorbited after a faulty launch" looks ahead, but not to the launch.
    went_wrong = Outcome.FAILURE in outcomes.mentioned(title)
    if _WRITTEN_OFF.search(title) or (went_wrong and _DEORBITED.search(title)):
        return Stage.LOST
    if _INVESTIGATED.search(title) and (went_wrong or stated.keys() & _OF.keys()):
        return Stage.AFTER
    if stated.keys() & {Outcome.ARRIVED} and Outcome.LAUNCHED not in stated and _AT_ITS_END.search(title):
        return Stage.ARRIVED
    for outcome, found in _OF.items():
        if outcome in stated:
            return found
    return Stage.AHEAD if Outcome.PLANNED in stated else None


def written_off(text: str) -> bool:
    """Whether a text tells of a payload that was given up."""
    return bool(_WRITTEN_OFF.search(text) or _DEORBITED.search(text))


def apart(one: Stage | None, other: Stage | None) -> bool:
    """Whether headlines in these two stages tell of different events."""
    if one is other:
        return False
    if one in LIVE or other in LIVE:
        return Stage.AHEAD in (one, other) or {one, other} == {Stage.COVERED_AGAIN, Stage.HELD}
    if Stage.INVITED in (one, other):
        return Stage.AHEAD not in (one, other)
    return one is not None and other is not None
