"""How much of what a person would tell a set of sentences covers.

Each word and each pair of neighbours gets a chance of standing in a person's summary, from where and how often it occurs. A set of
sentences is worth the F1 that it can expect between its words and those: saying more of what matters counts for it, length against.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.summaries.words import RAREST, rarity, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.summaries.candidates import Candidate

_WORDS_A_SENTENCE = 20
_CHARS_A_WORD = 6.4


class Aim:
    """What is wanted of one summary: its limits, and what each choice of candidates is worth."""

    def __init__(self, title: str, found: Sequence[Candidate], max_sentences: int, max_chars: int) -> None:
        self.max_sentences = max_sentences
        self.max_chars = max_chars
        weights = _weights()["titled" if title.strip() else "untitled"]
        self.wanted = max(6.0, min(max_chars / _CHARS_A_WORD, _WORDS_A_SENTENCE * max_sentences)) * weights["length"]
        chances = _chances(title, found, weights)
        self._words = [[(word, n) for word, n in Counter(one.words).items()] for one in found]
        self._chances = chances
        self._pairs = [set(zip(one.words, one.words[1:], strict=False)) for one in found]
        self._pair_chances = _pair_chances(title, self._pairs, found, chances, weights)
        self._single = [self.worth((one,)) for one in found]

    def fits(self, chosen: Sequence[Candidate], one: Candidate) -> bool:
        if sum(other.count for other in chosen) + one.count > self.max_sentences:
            return False
        if sum(len(other.text) + 1 for other in chosen) + len(one.text) > self.max_chars:
            return False
        if any(other.source == one.source and other.position == one.position for other in chosen):
            return False
        return not one.leans or any(other.source == one.source and other.position == one.position - 1 for other in chosen)

    def worth(self, chosen: Sequence[Candidate]) -> float:
        told: dict[str, int] = {}
        length = 0
        pairs: set[tuple[str, str]] = set()
        for one in chosen:
            length += len(one.words)
            for word, n in self._words[one.order]:
                told[word] = told.get(word, 0) + n
            pairs |= self._pairs[one.order]
        covered = sum(sum(self._chances[word][:n]) for word, n in told.items())
        pair_covered = sum(self._pair_chances[pair] for pair in pairs)
        return 2 * covered / (length + self.wanted) + 2 * pair_covered / (length + self.wanted)


def _chances(title: str, found: Sequence[Candidate], weights: dict[str, Any]) -> dict[str, tuple[float, float, float]]:
    in_title = set(tokens(title))
    times: Counter[str] = Counter()
    first: dict[str, int] = {}
    beside: dict[str, float] = {}
    for one in found:
        times.update(one.words)
        types = set(one.words)
        overlap = len(types & in_title) / (len(in_title) or 1)
        for word in types:
            first[word] = min(first.get(word, 99), one.position)
            beside[word] = max(beside.get(word, 0.0), overlap)
    chances = {}
    for word, n in times.items():
        rank = rarity(word)
        z = -2.2 + 2.0 * (word in in_title) + 0.6 * log(n) + 1.0 / (1 + first[word]) + 1.0 * beside[word] - 0.1 * (rank == RAREST) + 1.2 * (rank < 1)
        p = 1 / (1 + exp(-z))
        chances[word] = (p, p * (0.6 if rank < 1 else 0.15), p * (0.3 if rank < 1 else 0.0))
    return chances


def _pair_chances(
    title: str, pairs: Sequence[set[tuple[str, str]]], found: Sequence[Candidate], chances: dict[str, tuple[float, float, float]], weights: dict[str, Any]
) -> dict[tuple[str, str], float]:
    words = tokens(title)
    in_title = set(zip(words, words[1:], strict=False))
    return {pair: chances[pair[0]][0] * chances[pair[1]][0] * (2.0 if pair in in_title else 0.7) for one in pairs for pair in one}


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))
    return loaded
