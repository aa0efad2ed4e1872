"""How far an event has come, as a headline says it: planned, slipped, scrubbed, launched, success, failure ... Pure.

A headline is judged and not the text, because texts tell of earlier events too; what a text mentions counts only as
something that readers have been told.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an event. The words are those that people are shown."""

    PLANNED = "planned"
    SLIPPED = "slipped"
    SCRUBBED = "scrubbed"
    TESTED = "tested"
    LAUNCHED = "launched"
    ARRIVED = "arrived"
    SUCCESS = "succeeded"
    FAILURE = "failed"
    GROUNDED = "grounded"
    CLEARED = "cleared"
    CANCELLED = "cancelled"


_CLAUSES = {
    Outcome.PLANNED: "it is planned",
    Outcome.SLIPPED: "it was put off",
    Outcome.SCRUBBED: "it was scrubbed",
    Outcome.TESTED: "it was tested",
    Outcome.LAUNCHED: "it launched",
    Outcome.ARRIVED: "it arrived",
    Outcome.SUCCESS: "it succeeded",
    Outcome.FAILURE: "it failed",
    Outcome.GROUNDED: "it was grounded",
    Outcome.CLEARED: "it was cleared",
    Outcome.CANCELLED: "it was cancelled",
}


# How it arrived, by the words of a headline: "sticks the landing".
_ARRIVALS = {"dock": "docked", "berth": "berthed", "splash": "splashed down", "touch": "touched down", "land": "landed"}


def clause(word: str) -> str:
    """What became of an event as something to say of it, "it failed"; other words as they are."""
    if word in _ARRIVALS.values():
        return f"it {word}"
    return _CLAUSES[Outcome(word)] if word in _CLAUSES else word


def in_a_word(outcome: Outcome, title: str) -> str:
    """An outcome that a headline reports, for people: where something arrived, how ("docked")."""
    words = stated(title).get(outcome, "").lower() if outcome is Outcome.ARRIVED else ""
    return next((how for start, how in _ARRIVALS.items() if start in words), outcome.value)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


_PLANNED = _any(
    r"(?:set|ready|due|scheduled|slated|poised|expected|planned|aim\w*|hop\w+|about|go(?:es|ing)?) (?:for|to)",
    r"to (?:\w+ )?(?:launch|fly|lift|land|dock|attempt|try|test|carry|send|deploy|return|reuse|feature)",
    r"will",
    r"would",
    r"could",
    r"may",
    r"prepares?",
    r"upcoming",
    r"ahead of",
    r"next (?:week|month|year)",
    r"targets?",
    r"eyes",
    r"watch",
    r"when (?:is|to)",
    r"live coverage",
    r"countdown",
)
_STATED: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (
        Outcome.FAILURE,
        _any(
            # Who "fails to mention" something has nothing that failed.
            r"fail(?:s|ed|ure)?(?! to (?:mention|say|tell|explain|name|disclose|address|answer|acknowledge|agree)\b)",
            r"lost",
            r"loses",
            r"explo(?:des|ded|sion)",
            r"malfunctions?(?:ed)?",
            r"(?:faulty|flawed|bungled) (?:\w+ ){0,3}(?:launch|flight|landing|docking|deployment)",
            r"anomal(?:y|ies)",
            r"mishaps?",
            r"wrong orbit",
            r"crash(?:es|ed)?",
            r"breaks? up",
            r"broke up",
            r"destroyed",
            r"botch(?:es|ed)",
            r"doomed",
        ),
    ),
    (
        Outcome.GROUNDED,
        _any(r"ground(?:s|ed|ing)", r"(?:halts?|suspends?|pauses?)(?: \w+)? (?:launch\w*|flights?)", r"stand[- ]down"),
    ),
    (
        Outcome.CLEARED,
        _any(r"clear(?:s|ed) (?:for|to)", r"return(?:s|ed)? to flight", r"lifts grounding", r"resum(?:es|ed)"),
    ),
    (
        Outcome.CANCELLED,
        _any(r"cancel(?:s|led|ed|lation)", r"axed", r"scrapp?(?:s|ed)", r"terminat(?:es|ed)", r"pulls the plug"),
    ),
    (
        Outcome.SCRUBBED,
        _any(
            r"scrub(?:s|bed)?",
            r"abort(?:s|ed)?",
            r"call(?:s|ed) off",
            r"(?:stops?|stopped|halts?|halted)\b.*\bcountdown",
        ),
    ),
    (
        Outcome.SLIPPED,
        _any(
            r"delay(?:s|ed\w*)?",
            r"postpon(?:es|ed)",
            r"slip(?:s|ped)",
            r"push(?:es|ed) (?:back|to)",
            r"now no earlier than",
        ),
    ),
    (
        Outcome.ARRIVED,
        _any(
            r"dock(?:s|ed)",
            r"berth(?:s|ed)",
            r"land(?:s|ed)",
            r"splash(?:es|ed) down",
            r"touch(?:es|ed) down",
            r"arriv(?:es|ed)",
            r"(?:makes?|made|notch(?:es|ed)|nails?|nailed|sticks?|stuck|pull(?:s|ed) off)\b.{0,40}\b"
            r"(?:landing|docking|splashdown)(?! (?:plan|site|system|gear|pad|attempt|test|zone))",
        ),
    ),
    (
        Outcome.SUCCESS,
        _any(
            r"success(?:fully)?",
            r"(?<!most )successful (?:launch|landing|flight|test|mission|docking)",
            r"(?:is|was) successful",
            r"succeed(?:s|ed)",
            r"reach(?:es|ed) orbit",
            r"delivers? .* (?:in)?to orbit",
        ),
    ),
    (
        Outcome.LAUNCHED,
        _any(
            r"launch(?:es|ed)",
            r"lift(?:s|ed) ?off",
            r"(?:lifts|lofts|carries|sends|puts|boosts|flies) .* orbit",
            r"(?:flies|flew|rides|rode) (?:on|aboard|atop) .*\brocket",
            r"blast(?:s|ed) off",
            r"in orbit",
            r"on its way",
        ),
    ),
    (Outcome.TESTED, _any(r"(?:hot|static)[- ]?fir(?:es|ed|ing)", r"fires up", r"hotfire[sd]?")),
)
# Of these one as good as says the other.
_FLOWN = frozenset((Outcome.LAUNCHED, Outcome.ARRIVED, Outcome.SUCCESS))
_NOT_YET = re.compile(
    r"\b(?:to|will|would|could|may|might|can|can't|not|no|never|without|if|after|before|ahead of|since|from|"
    r"despite|following|how|why|what|when|where|whether|risks?|avoid\w*|prevent\w*|fears?)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# Who tells why something was done says that it was.
_WHY, _DONE = (
    re.compile(r"\bwhy\s+(?:\w+\s+){0,2}$", re.IGNORECASE),
    re.compile(r"(?:ed|lost|broke up)$", re.IGNORECASE),
)


def stated(title: str) -> dict[Outcome, str]:
    """The outcomes that a headline reports, each in its words, and PLANNED where it looks ahead and reports none."""
    found = {
        outcome: match[0]
        for outcome, pattern in _STATED
        for match in pattern.finditer(title)
        if not title.rstrip().endswith("?")
        and (not _NOT_YET.search(before := title[: match.start()]) or (_WHY.search(before) and _DONE.search(match[0])))
    }
    ahead = _PLANNED.search(title)
    if ahead and found.keys() <= _FLOWN | {Outcome.TESTED}:
        found = {outcome: words for outcome, words in found.items() if outcome not in _FLOWN}
    return found or ({Outcome.PLANNED: ahead[0]} if ahead else {})


def mentioned(text: str) -> frozenset[Outcome]:
    """The outcomes that a text so much as mentions."""
    return frozenset(outcome for outcome, pattern in _STATED if pattern.search(text))


def news(
    before: frozenset[Outcome], mentioned_before: frozenset[Outcome], now: frozenset[Outcome]
) -> frozenset[Outcome]:
    """Which outcomes of a later headline are news to who was told those `before`."""
    fresh = now - before - {Outcome.PLANNED, Outcome.TESTED}
    if before & (_FLOWN | {Outcome.FAILURE}):
        fresh -= {Outcome.LAUNCHED, Outcome.SUCCESS}
    # A told text that speaks of a failure or a delay has told it; one that speaks of launches tells of any launch.
    return fresh - (mentioned_before - _FLOWN)
