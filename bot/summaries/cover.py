"""How much of what a person would tell a set of sentences covers.

Each word and each pair of neighbours gets a chance of standing in a person's summary, from where and how often it occurs. A set of
sentences is worth the F1 that it can expect between its words and those: saying more of what matters counts for it, length against.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import exp, log
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.summaries.words import RAREST, rarity, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.summaries.candidates import Candidate

_WORDS_A_SENTENCE = 20
_CHARS_A_WORD = 6.4

_NEVER = (0.0, 0.0, 0.0)
Pair = tuple[str, str]


@dataclass(slots=True)
class Told:
    """A set of candidates in the making, with the sums that make its worth cheap to extend."""

    chosen: tuple[Candidate, ...] = ()
    worth: float = 0.0
    chars: int = -1
    count: int = 0
    length: int = 0
    covered: float = 0.0
    pairs_covered: float = 0.0
    bonus: float = 0.0
    times: dict[str, int] = field(default_factory=dict)
    pairs: set[Pair] = field(default_factory=set)


class Aim:
    """What is wanted of one summary: its limits, and what each choice of candidates is worth."""

    def __init__(self, title: str, found: Sequence[Candidate], max_sentences: int, max_chars: int, all_weights: dict[str, Any] | None = None) -> None:
        self.max_sentences = max_sentences
        self.max_chars = max_chars
        self._evidence = Evidence(title, found)
        weights = (all_weights or _weights())["titled" if self._evidence.title else "untitled"]
        self.wanted = max(6.0, min(max_chars / _CHARS_A_WORD, _WORDS_A_SENTENCE * max_sentences)) * weights["length"]
        self._chances, logits = self._evidence.word_chances(weights)
        self._pair_chances = self._evidence.pair_chances(weights, logits)
        self._sentence = weights["sentence"]
        self._pair_share = weights["pairs"]
        self._long, self._longer = weights["long"]
        self._measured: dict[int, tuple[list[tuple[str, int, tuple[float, float, float]]], list[tuple[Pair, float]], float]] = {}

    def fits(self, told: Told, one: Candidate) -> bool:
        """Whether `one` may join: within the limits, not told already, and not without the sentence that it leans on."""
        if told.count + one.count > self.max_sentences or told.chars + 1 + len(one.text) > self.max_chars:
            return False
        near = [other.position for other in told.chosen if other.source == one.source]
        if one.position in near:
            return False
        if one.voiceless and one.position - 1 not in near and one.position + 1 not in near:
            return False
        return not one.leans or any(one.anchor <= position < one.position for position in near)

    def extended(self, told: Told, one: Candidate) -> Told:
        """`told` with `one` besides: only its worth and sums; see `settled`."""
        words, pairs, bonus = self._measure(one)
        covered, times = told.covered, told.times
        if times:
            for word, n, chances in words:
                had = times.get(word, 0)
                if n == 1 and not had:
                    covered += chances[0]
                elif had < 3:
                    covered += sum(chances[had : had + n])
            seen = told.pairs
            pairs_covered = told.pairs_covered + sum(chance for pair, chance in pairs if pair not in seen)
        else:
            covered += sum(chances[0] if n == 1 else sum(chances[:n]) for _, n, chances in words)
            pairs_covered = sum(chance for _, chance in pairs)
        length = told.length + len(one.words)
        bonus += told.bonus
        ratio = length / self.wanted
        worth = 2 * (covered + self._pair_share * pairs_covered) / (length + self.wanted) + bonus + ratio * (self._long + ratio * self._longer)
        return Told((*told.chosen, one), worth, told.chars + 1 + len(one.text), told.count + one.count, length, covered, pairs_covered, bonus, times, told.pairs)

    def settled(self, told: Told) -> Told:
        """`told` ready to be extended: its words and pairs counted in."""
        words, pairs, _ = self._measure(told.chosen[-1])
        told.times = dict(told.times)
        for word, n, _ in words:
            told.times[word] = told.times.get(word, 0) + n
        told.pairs = told.pairs.union(pair for pair, _ in pairs)
        return told

    def _measure(self, one: Candidate) -> tuple[list[tuple[str, int, tuple[float, float, float]]], list[tuple[Pair, float]], float]:
        found = self._measured.get(one.order)
        if found is None:
            known, pair_chances = self._chances, self._pair_chances
            found = (
                [(word, n, known.get(word, _NEVER)) for word, n in Counter(one.words).items()],
                [(pair, pair_chances.get(pair, 0.0)) for pair in set(pairwise(one.words))],
                sum(map(mul, self._sentence, self._evidence.sentence(one))),
            )
            self._measured[one.order] = found
        return found


class Evidence:
    """What the candidates and the title say of each word, pair and sentence, as numbers near one."""

    def __init__(self, title: str, found: Sequence[Candidate]) -> None:
        title_words = tokens(title)
        self.title = set(title_words)
        self.title_pairs = set(pairwise(title_words))
        self.sources = len({one.source for one in found})
        self.found = found
        self.times: Counter[str] = Counter()
        self.spread: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        self.beside: dict[str, float] = {}
        self.capital: set[str] = set()
        last = 1
        seen: set[tuple[int, int]] = set()
        for one in found:
            types = set(one.words)
            overlap = len(types & self.title) / (len(self.title) or 1)
            if (one.source, one.position) in seen:
                continue
            seen.add((one.source, one.position))
            last = max(last, one.position)
            self.times.update(one.words)
            self.spread.update(types)
            for word in types:
                if self.first.get(word, 99) > one.position:
                    self.first[word] = one.position
                if self.beside.get(word, -1.0) < overlap:
                    self.beside[word] = overlap
            self.capital.update(one.names)
        self.last = last
        self.sentences = len(seen)
        self.paper = 1.0 if self.times["we"] >= 2 and not any(one.quote for one in found) or "this paper" in " ".join(one.text.lower() for one in found) else 0.0

    def word(self, word: str) -> tuple[float, ...]:
        rank = rarity(word)
        n = self.times[word]
        in_title = 1.0 if word in self.title else 0.0
        early = 1.0 / (1 + self.first[word])
        often = log(1 + n / self.sources)
        paper = self.paper
        return (
            1.0,
            in_title,
            often,
            self.spread[word] / self.sentences,
            early,
            1.0 if self.first[word] == 0 else 0.0,
            self.first[word] / self.last,
            rank / 10,
            1.0 if rank == 0 else 0.0,
            1.0 if rank == RAREST else 0.0,
            1.0 if word in self.capital else 0.0,
            1.0 if word[0].isdigit() else 0.0,
            in_title * rank / 10,
            often * rank / 10,
            self.beside[word],
            log(self.sentences),
            paper,
            paper * early,
            paper * often,
            paper * in_title,
            often * early,
            1.0 if rank == 1 else 0.0,
            paper * rank / 10,
            1.0 if n == 1 else 0.0,
        )

    def word_chances(self, weights: dict[str, Any]) -> tuple[dict[str, tuple[float, float, float]], dict[str, float]]:
        scale, again, known = weights["word"], weights["again"], weights["known"]
        chances, logits = {}, {}
        for word in self.times:
            z = sum(map(mul, scale, self.word(word))) + known.get(word, 0.0)
            logits[word] = z
            common = 1 if rarity(word) == 0 else 0
            n = self.times[word]
            chances[word] = (
                _logistic(z),
                _logistic(z + again[common]) if n > 1 else 0.0,
                _logistic(z + again[2 + common]) if n > 2 else 0.0,
            )
        return chances, logits

    def pair(self, pair: tuple[str, str], logits: dict[str, float], n: int, first: int) -> tuple[float, ...]:
        a, b = logits[pair[0]], logits[pair[1]]
        ra, rb = rarity(pair[0]), rarity(pair[1])
        return (
            1.0,
            a,
            b,
            min(a, b),
            1.0 if pair in self.title_pairs else 0.0,
            log(n),
            1.0 / (1 + first),
            1.0 if ra == 0 and rb == 0 else 0.0,
            1.0 if ra == 0 or rb == 0 else 0.0,
            (ra + rb) / 20,
            1.0 if pair[0] in self.capital and pair[1] in self.capital else 0.0,
            self.paper,
        )

    def pair_counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        counts: dict[tuple[str, str], tuple[int, int]] = {}
        for one in self.found:
            for pair in pairwise(one.words):
                n, first = counts.get(pair, (0, one.position))
                counts[pair] = (n + 1, min(first, one.position))
        return counts

    def pair_chances(self, weights: dict[str, Any], logits: dict[str, float]) -> dict[tuple[str, str], float]:
        scale = weights["pair"]
        return {pair: _logistic(sum(map(mul, scale, self.pair(pair, logits, n, first)))) for pair, (n, first) in self.pair_counts().items()}

    def sentence(self, one: Candidate) -> tuple[float, ...]:
        n = len(one.words)
        words = set(one.words)
        return (
            1.0,
            1.0 if one.position == 0 else 0.0,
            1.0 / (1 + one.position),
            one.position / self.last,
            1.0 if one.opens_paragraph else 0.0,
            1.0 if one.quote else 0.0,
            1.0 if n < 8 else 0.0,
            max(0, n - 30) / 30,
            len(words & self.title) / (len(self.title) or 1),
            1.0 if "?" in one.text[-3:] else 0.0,
            1.0 if words & {"i", "my", "me", "you", "your"} else 0.0,
            self.paper if words & {"propos", "present", "introduc", "show", "demonstrat"} and words & {"we", "paper", "work"} else 0.0,
            1.0 if one.leans else 0.0,
            1.0 if one.voiceless else 0.0,
            self.paper * one.position / self.last,
            self.paper if one.position == 0 else 0.0,
            1.0 if one.cut else 0.0,
        )


def _logistic(z: float) -> float:
    return 1 / (1 + exp(-z)) if z > -30 else 0.0


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))
    return loaded
