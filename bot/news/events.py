"""Whether a headline tells that something happened, so that news can stand above what may be read on any day. Pure."""

from __future__ import annotations

import re

# That somebody is to take or leave an office is the news, so "to" belongs to those words.
_EVENT = re.compile(
    r"\b(?:launch(?:es|ed)|(?:lift|blast)(?:s|ed) off|land(?:s|ed)|splash(?:es|ed) down|(?:un)?dock(?:s|ed)|"
    r"deploy(?:s|ed)|enter(?:s|ed)|leaves|left (?:orbit|earth|port)|depart(?:s|ed)|"
    r"reach(?:es|ed)|return(?:s|ed)|arriv(?:es|ed)|fail(?:s|ed|ure)|explod(?:es|ed)|los(?:es|t)|scrub(?:s|bed)|delay(?:s|ed)|"
    r"slip(?:s|ped)|postpon(?:es|ed)|ground(?:s|ed)|abort(?:s|ed)|cancel(?:s|s?led)|select(?:s|ed)|pick(?:s|ed)|award(?:s|ed)|"
    r"wins?|won|sign(?:s|ed)|join(?:s|ed)|approv(?:es|ed)|name(?:s|d)|appoint(?:s|ed)|announc(?:es|ed)|unveil(?:s|ed)|"
    r"discover(?:s|ed)|detect(?:s|ed)|finds|found|confirm(?:s|ed)|reveal(?:s|ed)|complet(?:es|ed)|test(?:s|ed)|fir(?:es|ed)|"
    r"pull(?:s|ed) the plug|scrap(?:s|ped)|halt(?:s|ed)|suspend(?:s|ed)|shuts? down|retir(?:es|ed)|order(?:s|ed)|"
    r"rais(?:es|ed)|welcom(?:es|ed)|nominat(?:es|ed)|roll(?:s|ed) out|sets? .*\bdate|target(?:s|ed)|die(?:s|d)|hits?|"
    r"collid(?:es|ed)|(?:gets?|got|comes?|came) within|pass(?:es|ed)|fl(?:ies|ew) (?:by|past)|"
    r"fl(?:ies|ew) .*\b(?:in)?to (?:orbit|space)|ac(?:es|ed)|debuts?|"
    r"(?:to )?tak(?:es|e) (?:over|(?:the )?helm|command)|"
    r"(?:to )?steps? down|acquir(?:es|ed)|deliver(?:s|ed)|clear(?:s|ed)|"
    r"crash(?:es|ed)|recover(?:s|ed)|dismiss(?:es|ed)|oust(?:s|ed)|sues|sued|push(?:es|ed)|breaks?|broke|breakthrough|frees|freed|approach(?:es|ed)|begins?|began|starts?|started)\b",
    re.IGNORECASE,
)
# What is asked, thought possible, made a condition or still to come hasn't happened.
_ONLY_THOUGHT = re.compile(
    r"\b(?:(?:if|will|could|would|may|might|can|how|why|what|when|where|whether|unless|until)\s+(?:[\w'’-]+\s+){0,3}"
    r"|to\s+(?:be\s+)?)$",
    re.IGNORECASE,
)
# It begins behind a sign only: tried at each letter, it would take time quadratic in a text without a question.
_ASKED = re.compile(r"(?:^|(?<=[.?!:]))[^.?!:]*\?")


def happened(title: str) -> bool:
    """Whether a headline says that something happened: launches, lands, fails, signs ... What it asks doesn't count."""
    told = _ASKED.sub(" ", title)
    return any(not _ONLY_THOUGHT.search(told[: match.start()]) for match in _EVENT.finditer(told))
