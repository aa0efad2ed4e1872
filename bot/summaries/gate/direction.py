"""Words that say which way a thing goes: more or less, sooner or later, and the many ways that English has to. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.summaries.gate.meanings import base, listed

MORE, LESS, SOONER, LATER, ONLY, HALF = "more", "less", "sooner", "later", "only", "half"
_WAYS: dict[str, frozenset[str]] = {
    way: frozenset(map(base, listed(words)))
    for way, words in {
        MORE: """more greater larger higher longer bigger above exceed increase rise raise grow growth additional
            further farther extra climb gain surpass beyond faster stronger heavier wider deeper""",
        LESS: """less fewer lower smaller shorter below under short cut reduce fall drop decline decrease down shrink
            halve lighter weaker slower narrow trim slash""",
        SOONER: "earlier sooner early ahead advance forward before up",
        LATER: "later late behind delay delayed postpone slip after following subsequently back",
        ONLY: "only just alone sole solely merely exclusively no but nothing limited single one",
        HALF: "half halve 50",
    }.items()
}


def ways(words: Iterable[str]) -> set[str]:
    """The ways that the words go."""
    keys = {base(word) for word in words}
    return {way for way, those in _WAYS.items() if those & keys}
