"""What a sentence claims, as marks that can be compared: its words, numbers, times and names, which of them are denied
or only planned, and who does what to whom. Pure; English.

Nothing here is a parser of English. It is the few relations that a false summary gets wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

WORD, NAME, NUMBER, TIME, LINK = "word", "name", "number", "time", "link"

TOKEN = re.compile(
    r"""https?://\S+|www\.\S+|\S+@\S+\.\w+
    |\d{4}-\d{2}-\d{2}
    |\d{1,2}:\d{2}(?::\d{2})?
    |(?<![A-Za-z])(?:US|CA?|AU?)\$|[$€£¥₹]
    |\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?
    |[ap]\.m\.?|(?:[A-Za-z]\.){2,}
    |n't\b|'(?:s|ll|re|ve|d)\b
    |[^\W\d_]+(?:(?<=\w)\.(?=[a-z]{2,4}\b)[a-z]+)?
    |%|°|[,;:()"!?.…&/\-]""",
    re.VERBOSE,
)
NT = re.compile(r"(?i)\b(\w+?)n't\b")
DASHES = re.compile(r"\s*[–—―]\s*|\s+-{1,3}\s+")
RANGE = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")


@dataclass(slots=True)
class Token:
    """One word, number, time or name of a sentence. `at` counts every word and mark of it, function words included."""

    kind: str
    key: str
    text: str
    at: int
    clause: int
    width: int = 1  # how many words it took
    run: int = -1  # the name that it is part of
    unit: str = ""  # a number's
    gapped: str = ""  # the unit that a number without one shares with another: "38 metres on Monday and 52 on Tuesday"
    comparator: str = ""  # a number's: "over", "least" ...
    ordinal: bool = False
    year: bool = False
    verb: bool = False
    past: bool = False
    done: bool = False  # told as having happened
    passive: bool = False
    infinitive: bool = False
    possessive: bool = False
    preposition: str = ""
    doubtful: bool = False  # a name only by its capital at the start of a sentence

    @property
    def value_one(self) -> bool:
        """Whether it is the number one, which English also writes "a"."""
        return self.kind == NUMBER and self.key == "1" and not (self.ordinal or self.unit)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that ranks ("rank:first"), shares out ("quantity:half") or gives a reason ("cause"), by its place."""

    kind: str
    at: int


@dataclass(slots=True)
class Reading:
    """A sentence as it was read."""

    text: str
    tokens: list[Token] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # all words and marks, lower case
    linked: bool = False  # leans on the sentence before it
    addresses: bool = False  # speaks to its reader
    question: bool = False


def plain(text: str) -> str:
    """The text in one spelling: NFKC, straight quotes, no soft hyphens."""
    text = unicodedata.normalize("NFKC", text).translate(SPELLING)
    return " ".join(text.split())


SPELLING = {
    **dict.fromkeys(map(ord, "‘’ʼ′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None),
}
