"""How much of what a person would tell a set of sentences covers.

Each word and each pair of neighbours gets a chance of standing in a person's summary, from where and how often it
occurs. A set of sentences is worth the F1 that it can expect between its words and those: saying more of what matters
counts for it, length against. The weights are logistic for words and pairs and linear for sentences;
benchmarks.fit_summaries learns them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import exp, fsum
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.summaries import facts, references
from bot.summaries.evidence import Evidence, Pair
from bot.summaries.words import rarity, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.summaries.candidates import Candidate

# A person asked for three sentences writes some sixty words, and fewer where the room is less.
_WORDS_A_SENTENCE = 20
_CHARS_A_WORD = 6.4
_FEWEST_WORDS = 6.0
_UNMET = 0.05  # what it costs to take something for known that has not been told
_LEAD_SHARE = 0.75  # of the headline's weight that any sentence tells, so much is told by one that may come first
_TOLD = 0.4  # less of the headline is as good as nothing
_EARLY = 1  # the position up to which a sentence opens its source
_OPENING = 0.08  # what it is worth for that to open its source, as a share of the headline
_FIRST_SOURCE = 0.05  # and for that source to be the headline's

_SAYS = frozenset(
    tokens(
        "said says told tells tweeted wrote writes added asked explained posted stated replied according announced"
        " insisted warned declared argued claimed remarked recalled admitted joked observed noted spoke spoken"
    )
)

Chances = tuple[float, float, float]
_NO_CHANCE: Chances = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned for stories with a title, or for those without.

    `known` is added for words so common that each has its own weight; `again` is added for the second time of a rarer
    and of a common word, then for the third; `length` scales the words wanted; `pairs` is what a pair counts beside a
    word; `extent` is the worth of the length as a share of what is wanted, and of its square.
    """

    word: Sequence[float]
    known: dict[str, float]
    again: Sequence[float]
    pair: Sequence[float]
    sentence: Sequence[float]
    extent: Sequence[float]
    pairs: float
    length: float


class _Measure(NamedTuple):
    words: dict[str, int]
    pairs: dict[Pair, float]
    covered: float  # by it alone
    pairs_covered: float
    bonus: float


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

    def __init__(
        self, title: str, found: Sequence[Candidate], max_sentences: int, max_chars: int, weights: Weights | None = None
    ) -> None:
        self.max_sentences = max_sentences
        self.max_chars = max_chars
        self.evidence = Evidence(title, found)
        self._weights = weights or learned("titled" if self.evidence.title else "untitled")
        wanted = max(_FEWEST_WORDS, min(max_chars / _CHARS_A_WORD, _WORDS_A_SENTENCE * max_sentences))
        self.wanted = wanted * self._weights.length
        known = self._weights.known
        logits = self.evidence.logits(self._weights.word)
        self.logits = {word: logit + known.get(word, 0.0) for word, logit in logits.items()}
        self._chances = self._word_chances()
        self._pair_chances: dict[Pair, float] = {}
        self._measured: dict[int, _Measure] = {}
        self._facts: dict[int, facts.Facts] = {}
        self._title_facts = facts.of_words(tokens(title), frozenset())
        self._bonuses: dict[int, float] = {}
        self._leads: dict[int, float] = {}
        self._needs: dict[int, frozenset[str]] = {}
        self._found = found
        self._introduced: dict[int, set[str]] = {}  # by candidate, the nouns that it makes known

    def may_join(self, told: Told, one: Candidate) -> bool:
        """Whether `one` is within the limits, and not without the sentence that it leans on or its speaker."""
        if told.count + one.count > self.max_sentences or told.chars + 1 + len(one.text) > self.max_chars:
            return False
        near = [other.position for other in told.chosen if other.source == one.source]
        if one.position in near:
            return False
        if one.voiceless and not any(_voices(other, one) for other in told.chosen):
            return False
        return not one.leans or any(one.anchor <= position < one.position for position in near)

    def adds(self, told: Told, one: Candidate) -> bool:
        """Whether `one` says more than what has been told."""
        return not told.chosen or not facts.repeats(self.facts(one), [self.facts(other) for other in told.chosen])

    def promise(self, one: Candidate) -> float:
        """The worth of `one` alone by its words, as a quick first look."""
        chances = self._chances
        covered = fsum([chances[word][0] for word in one.types])  # the same in any order
        return 2 * covered / (len(one.words) + self.wanted) + self._bonus(one)

    def at_most(self, told: Told, one: Candidate) -> float:
        """What `told` with `one` besides is worth where they share no word: never less than what it is worth."""
        _, _, covered, pairs_covered, bonus = self._measure(one)
        weights = self._weights
        length = told.length + len(one.words)
        share = length / self.wanted
        pairs_covered += told.pairs_covered
        return (
            2 * (covered + told.covered + weights.pairs * pairs_covered) / (length + self.wanted)
            + bonus
            + told.bonus
            + share * (weights.extent[0] + share * weights.extent[1])
        )

    def extended(self, told: Told, one: Candidate) -> Told:
        """`told` with `one` besides. Its words and pairs are not counted in yet: see `settled`."""
        words, pairs, covered, pairs_covered, bonus = self._measure(one)
        times, seen = told.times, told.pairs
        if times:
            covered += told.covered
            for word in words:
                if word in times:  # its first times have been told
                    n, had, chances = words[word], times[word], self._chances.get(word, _NO_CHANCE)
                    covered += sum(chances[had : had + n]) - sum(chances[:n])
            pairs_covered += told.pairs_covered - fsum([pairs[pair] for pair in pairs.keys() & seen])
        length = told.length + len(one.words)
        bonus += told.bonus - _UNMET * sum([noun not in times for noun in self._unknown(one)])
        share = length / self.wanted
        weights = self._weights
        worth = (
            2 * (covered + weights.pairs * pairs_covered) / (length + self.wanted)
            + bonus
            + share * (weights.extent[0] + share * weights.extent[1])
        )
        chars = told.chars + 1 + len(one.text)
        chosen = (*told.chosen, one)
        return Told(chosen, worth, chars, told.count + one.count, length, covered, pairs_covered, bonus, times, seen)

    def settled(self, told: Told) -> Told:
        """`told`, as `extended` made it, ready to be extended in turn."""
        words, pairs = self._measure(told.chosen[-1])[:2]
        told.times = dict(told.times)
        for word, n in words.items():
            told.times[word] = told.times.get(word, 0) + n
        told.pairs = told.pairs.union(pairs)
        return told

    def facts(self, one: Candidate) -> facts.Facts:
        """What `one` says, to tell whether it only repeats."""
        found = self._facts.get(one.order)
        if found is None:
            found = self._facts[one.order] = facts.facts(one)
        return found

    def leads(self, field: Sequence[Candidate]) -> list[Candidate]:
        """Those of `field` that tell the news of the headline best, and may stand first; all where none does.

        Where none tells much of it, the opening of the headline's own source does.
        """
        able = [one for one in field if not one.leans and not one.voiceless]
        scores = {one.order: self.lead(one) for one in able}
        most = max(scores.values(), default=0.0)
        if most < _TOLD and (own := [one for one in able if one.source == 0 and one.position <= _EARLY]):
            return own
        leads = [one for one in able if scores[one.order] >= _LEAD_SHARE * most]
        well = [one for one in leads if opens_well(one)]
        return self.by_themselves(well) or leads or list(field)

    def by_themselves(self, field: Sequence[Candidate]) -> list[Candidate]:
        """Those that don't open with "the drones" of which their source tells before; all where all do."""
        return [one for one in field if not self._goes_on(one)] or list(field)

    def lead(self, one: Candidate) -> float:
        """The share of the headline that `one` tells, with something for where it stands."""
        found = self._leads.get(one.order)
        if found is None:
            title = self._title_facts.weights
            told = self.facts(one).weights
            found = sum([weight for word, weight in title.items() if word in told]) / self._title_facts.total
            if found:
                found += _OPENING / (1 + one.position) + (_FIRST_SOURCE if one.source == 0 else 0.0)
            self._leads[one.order] = found
        return found

    def _goes_on(self, one: Candidate) -> bool:
        """Whether it opens with "the drones", and its source speaks of drones in an earlier sentence."""
        opener = references.opener(one.text) - self.evidence.title
        return bool(opener) and any(
            other.source == one.source
            and other.position < one.position
            and not opener.isdisjoint(other.types - references.definite(other.text))
            for other in self._found
        )

    def _unknown(self, one: Candidate) -> frozenset[str]:
        """The nouns that `one` takes for known, though its source makes them known in an earlier sentence."""
        found = self._needs.get(one.order)
        if found is None:
            wanted = references.definite(one.text) - self.evidence.title
            earlier = [other for other in self._found if other.source == one.source and other.position < one.position]
            known = [self._makes_known(other) for other in earlier if not wanted.isdisjoint(other.types)]
            found = self._needs[one.order] = wanted.intersection(set().union(*known))
        return found

    def _makes_known(self, one: Candidate) -> set[str]:
        found = self._introduced.get(one.order)
        if found is None:
            found = self._introduced[one.order] = references.introduced(one.text)
        return found

    def _measure(self, one: Candidate) -> _Measure:
        found = self._measured.get(one.order)
        if found is None:
            words = dict.fromkeys(one.words, 1)
            covered = sum([self._chances.get(word, _NO_CHANCE)[0] for word in words])
            if len(words) < len(one.words):
                words = dict(Counter(one.words))
                again = [self._chances.get(word, _NO_CHANCE)[1:n] for word, n in words.items() if n > 1]
                covered += sum(map(sum, again))
            pairs = self._pairs_of(one.words)
            found = _Measure(words, pairs, covered, sum(pairs.values()), self._bonus(one))
            self._measured[one.order] = found
        return found

    def _bonus(self, one: Candidate) -> float:
        found = self._bonuses.get(one.order)
        if found is None:
            found = self._bonuses[one.order] = sum(map(mul, self._weights.sentence, self.evidence.sentence(one)), 0.0)
        return found

    def _word_chances(self) -> dict[str, Chances]:
        again = self._weights.again
        found = {}
        for word, n in self.evidence.times.items():
            logit = self.logits[word]
            first = logistic(logit)
            if n == 1:
                found[word] = (first, 0.0, 0.0)
            else:
                common = 1 if rarity(word) == 0 else 0
                third = logistic(logit + again[2 + common]) if n > 2 else 0.0
                found[word] = (first, logistic(logit + again[common]), third)
        return found

    def _pairs_of(self, words: Sequence[str]) -> dict[Pair, float]:
        """The pairs of neighbours among `words` with their chances."""
        known = self._pair_chances
        pairs = dict.fromkeys(pairwise(words))
        new = [pair for pair in pairs if pair not in known]
        logits = self.evidence.pair_logits(self._weights.pair, new, self.logits)
        known.update(zip(new, map(logistic, logits), strict=True))
        return {pair: known[pair] for pair in pairs}


def opens_well(one: Candidate) -> bool:
    """Whether `one` can be read first: it opens with no speech, and means no launch by "this launch" but its own."""
    return one.text[0] not in '"“' and not references.refers(one.text)


def _voices(other: Candidate, one: Candidate) -> bool:
    """Whether `other` stands beside `one` and says whose speech that is."""
    if other.source != one.source or other.voiceless:
        return False
    beside = other.position == one.position - 1 or (other.quote and other.position == one.position + 1)
    return beside and not _SAYS.isdisjoint(other.types)


def logistic(z: float) -> float:
    return 1 / (1 + exp(-z)) if z > -30 else 0.0


@lru_cache(maxsize=2)
def learned(kind: str) -> Weights:
    """The weights for "titled" or "untitled" stories, from the file beside this module."""
    return Weights(**json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))[kind])
