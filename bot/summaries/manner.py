"""How much a passage reads like talk of its own telling, and how much like news: by all its words, as spam is told.

A logistic regression over the words of a passage, learned by tools.fit_manner from items that steer and from news. What
the principles of bot.summaries.steering name it need not know: it finds what nobody has thought of yet, by the company
that words keep there, and how often it speaks of texts. Pure; English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.summaries import hearsay
from bot.summaries.disguise import undisguised
from bot.summaries.words import tokens

CONSTANT = "_"
LIMIT = -0.9  # of the log odds: above what reports of space reach
MARKS = (":", "*", "**")  # none of them is a word
PASSAGE = 5  # sentences that are weighed together


def talks(sentences: Sequence[str], known: Mapping[str, float] | None = None) -> list[bool]:
    """For each sentence whether it stands in a passage that reads like talk of its own telling. Linear.

    `known`: other weights than the table's.
    """
    known = known or weights()
    words = list(map(features, sentences))
    found = [False] * len(words)
    for begin in range(max(1, len(words) - PASSAGE + 1)):
        passage = words[begin : begin + PASSAGE]
        if score(frozenset().union(*passage), known) > LIMIT:
            found[begin : begin + PASSAGE] = [True] * len(passage)
    return found


def features(sentence: str) -> frozenset[str]:
    """Its English words of more than a letter, without their inflection, and its marks: whether it has a label, a word
    that may be of texts, and more than one.
    """
    plain = undisguised(sentence)
    words = (word for word in tokens(plain) if len(word) > 1 and word.isascii() and word.isalpha())
    of_texts = hearsay.texts(plain)
    has = zip(MARKS, (hearsay.label(plain), of_texts, of_texts > 1), strict=True)
    return frozenset([*words, *(mark for mark, there in has if there)])


def score(words: frozenset[str], known: Mapping[str, float]) -> float:
    """The logarithm of the odds that such words are talk of a telling."""
    return known[CONSTANT] + sum(known.get(word, 0.0) for word in words)


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The table beside this module."""
    return parsed(Path(__file__).with_name("manner.txt").read_text("utf-8"))


def parsed(table: str) -> dict[str, float]:
    """A table of words: a line for each weight, with its words."""
    found: dict[str, float] = {}
    for line in table.splitlines():
        weight, *words = line.split()
        found.update(dict.fromkeys(words, float(weight)))
    return found
