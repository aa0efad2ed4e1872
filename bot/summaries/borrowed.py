"""Words that a source has in its text, but doesn't say itself: a sentence told of it may not rest on them. Pure.

A word that may stand for one that the source does say itself is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.summaries import hearsay
from bot.summaries.gate import vocabulary
from bot.summaries.gate.claims import Reading
from bot.summaries.gate.meanings import Counterparts, base
from bot.summaries.gate.reading import read


class Borrowed:
    """The words of a source that only its withheld sentences have, and those that only somebody quoted there has."""

    def __init__(self, readings: Sequence[Reading], withheld: Iterable[Reading]) -> None:
        """`readings`: of what the source says itself; `withheld`: of sentences that are left out of it, or cut."""
        said = _keys(readings)
        self._said = Counterparts(said)
        self._withheld = _keys(withheld) - said
        self._quoted = said - _keys(map(_unspoken, readings)) - vocabulary.LIGHT

    def objection(self, told: Reading) -> str:
        """Which of its words the told sentence has only from there; empty where there is none."""
        for token in told.tokens:
            if token.key in self._withheld and not self._said.have(token.key):
                return f'only what the source does not say itself has "{token.text}"'
            if token.key in self._quoted and not told.quotes and not hearsay.voiced(told.text):
                return f'only somebody whom the source quotes says "{token.text}"'
        return ""


def _unspoken(reading: Reading) -> Reading:
    text = hearsay.unspoken(reading.text)
    return reading if text == reading.text else read(text)


def _keys(readings: Iterable[Reading]) -> frozenset[str]:
    return frozenset(
        key
        for reading in readings
        for token in reading.tokens
        for key in (token.key, *((base(token.text.lower()),) if token.text.isupper() else ()))  # shouted, not a name
    )
