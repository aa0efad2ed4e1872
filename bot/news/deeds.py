"""What somebody did about a matter, as a headline says it: dismissed, named, cut, bought, sued ... Pure.

A deed is no stage of an event (bot.news.outcomes): that a flight slips and that its manager is dismissed may make one
story, and yet who was told the one was not told the other.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Deed(StrEnum):
    """What was done. The words are those that people are shown."""

    DISMISSED = "a dismissal"
    LEFT = "a resignation"
    APPOINTED = "an appointment"
    DIED = "a death"
    CUT = "a cut"
    FUNDED = "new money"
    BOUGHT = "a takeover"
    AWARDED = "a contract"
    APPROVED = "an approval"
    BANNED = "a ban"
    SUED = "a lawsuit"


_PEOPLE = (
    r"(?:chiefs?|heads?|directors?|managers?|administrators?|officers?|officials?|commanders?|leaders?|boss(?:es)?|ceos?|"
    r"engineers?|staff|workers|employees|members|scientists|inspectors?|crews?|astronauts?)\b"
)
# Words between a verb and the people whom it is about: behind "for" or "to" they are others.
_ANY, _BUT = r"(?:[\w’'-]+\s)", r"(?!(?:for|to|with|after|at|on|in|into|from)\b)"
_MACHINE = r"(?!(?:up|off|back|engines?|thrusters?|boosters?|motors?|rockets?|lasers?|missiles?)\b)"
_DECREED = (
    r"(?:bill|budget|law|deal|merger|sale|takeover|launch(?:es)?|flights?|licen[cs]e|exports?|cuts?|plans?|contract|"
    r"nominee)"
)
_MONEY = r"(?:budgets?|funding|funds|spending|grants?|jobs|staff|workforce|workers|employees)\b"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")", re.IGNORECASE)


_DEEDS = {
    Deed.DISMISSED: _any(
        rf"(?:fires|fired)\s(?:{_BUT}{_MACHINE}{_ANY}){{0,4}}{_PEOPLE}",
        r"(?:dismiss(?:es|ed)|oust(?:s|ed)|sack(?:s|ed))\b",
        r"(?:lays|laid) off\b",
        r"(?:is|was|are|were) (?:fired\b(?! (?:up|at|into|for \w+ (?:seconds?|minutes?|hours?))\b)|"
        r"out\b(?! (?:of|for|on|in|there)\b)|removed (?:as|from (?:office|his|her|their))\b)",
    ),
    Deed.LEFT: _any(r"resign(?:s|ed)?\b", r"(?:steps|stepped|stepping) (?:down|aside)\b", r"quits?\b"),
    Deed.APPOINTED: _any(
        rf"(?:names|named|appoints|appointed|picks|picked|selects|selected)\s(?:{_BUT}{_ANY}){{0,5}}{_PEOPLE}",
        rf"{_PEOPLE}\s(?:[\w’'-]+\s){{0,3}}(?:named|appointed|selected|picked)\b",
        r"(?:appoint|nominat)(?:s|es|ed)\b",
        r"tak(?:es|ing) (?:over as|(?:the )?helm)\b",
    ),
    Deed.DIED: _any(r"(?:dies|died)\b", r"(?:is|was|are|were) killed\b"),
    Deed.CUT: _any(
        rf"(?:cuts?(?! (?:in|to)\b)|slash(?:es|ed)|trim(?:s|med)|axe[sd]|eliminate[sd]?)\s"
        rf"(?:[\w’'-]+\s){{0,5}}{_MONEY}",
        rf"{_MONEY}\s(?:[\w’'-]+\s){{0,2}}(?:cut|slashed|trimmed|axed|eliminated)\b",
    ),
    Deed.FUNDED: _any(r"(?:raises|raised|secures|secured)\s(?:[\w’'-]+\s){0,3}[$€£¥]"),
    Deed.BOUGHT: _any(
        r"(?:buys|bought|acquires|acquired)\b",
        r"(?:takes|took) over\b(?! (?:as|an?|\d+|two|three|four|five|command|control)\b)",
        r"merge[sd] with\b",
    ),
    Deed.AWARDED: _any(
        r"(?:awards|awarded|wins|won|lands|landed|books|booked)\s(?:\S+\s){0,6}(?:contract|(?<!in )order|deal)s?\b"
    ),
    Deed.APPROVED: _any(r"approv(?:es|ed)\b", r"(?:passes|passed)\s(?:\S+\s){0,4}(?:bill|budget|law|act)\b"),
    Deed.BANNED: _any(
        r"(?:bans|banned|vetoe[sd]|forbids|forbade)\b", rf"(?:blocks|blocked)\s(?:\S+\s){{0,4}}{_DECREED}\b"
    ),
    Deed.SUED: _any(r"(?:sues|sued)\b", r"(?:files|filed)\s(?:\S+\s){0,3}(?:lawsuit|suit|protest|complaint)\b"),
}
_NOT_DONE = re.compile(
    r"\b(?:to|will|would|could|may|might|can|should|must|not|no|never|if|how|why|what|when|whether|after|before|since|"
    r"despite|following|amid|over)\s+(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)


def done(title: str) -> frozenset[Deed]:
    """The deeds that a headline reports, other than those that it asks for, plans, or only looks back to."""
    if title.rstrip().endswith("?"):
        return frozenset()
    return frozenset(
        deed
        for deed, pattern in _DEEDS.items()
        if any(not _NOT_DONE.search(title[: match.start()]) for match in pattern.finditer(title))
    )


def mentioned(text: str) -> frozenset[Deed]:
    """The deeds that a text so much as mentions."""
    return frozenset(deed for deed, pattern in _DEEDS.items() if pattern.search(text))
