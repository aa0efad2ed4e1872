"""What the candidates and the title tell of each word, pair of words and sentence, as numbers near one.

The order of the numbers is the order of the weights in weights.json: whoever changes one remakes the other with
benchmarks.fit_summaries.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from math import log
from typing import TYPE_CHECKING

from bot.summaries.words import RAREST, rarity, table, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.summaries.candidates import Candidate

Pair = tuple[str, str]

WORD_FEATURES = 23
PAIR_FEATURES = 12
SENTENCE_FEATURES = 23
UNSEEN = -9.0  # the logit of a word that no candidate has

_SPEAKER = frozenset({"i", "my", "me", "you", "your"})
_PROPOSES = frozenset({"propos", "present", "introduc", "show", "demonstrat", "develop", "studi"})
_AUTHORS = frozenset({"we", "paper", "work"})


class Evidence:
    """The evidence of one story; its candidates stay as they are."""

    def __init__(self, title: str, found: Sequence[Candidate]) -> None:
        title_words = tokens(title)
        self.title = frozenset(title_words)
        self._title_pairs = frozenset(pairwise(title_words))
        self._title_weight = sum(map(rarity, self.title)) or 1
        self._sources = len({one.source for one in found}) or 1
        self._sentences = len(found) or 1
        self._extent = log(self._sentences)
        self._last = max((one.position for one in found), default=0) or 1
        # Of each word: how often it occurs in all sources, in how many sentences, and its rarity.
        self.times = Counter(chain.from_iterable(one.words for one in found))
        self._spread = Counter(chain.from_iterable(one.types for one in found))
        ranks = table()
        self._ranks = {word: ranks.get(word, RAREST) for word in self.times}
        pairs = [list(pairwise(one.words)) for one in found]
        self._pairs = Counter(chain.from_iterable(pairs))
        self._names = frozenset(chain.from_iterable(one.names for one in found))
        self._first: dict[str, int] = {}  # the earliest position in any source
        self._first_pair: dict[Pair, int] = {}
        self._beside: dict[str, float] = {}  # the largest share of the title that stands in a sentence with the word
        self._nearest: dict[int, int] = {}  # where each source has the sentence nearest to the title
        self._opening: dict[int, frozenset[str]] = {}  # and the words that it opens with
        self._read(found, pairs)
        # A paper's abstract is told otherwise than news: its point is what "we" do, wherever that stands.
        we = self.times["we"] > 1 and not any(one.quote for one in found)
        self._paper = 1.0 if we or ("this", "paper") in self._pairs else 0.0

    def _read(self, found: Sequence[Candidate], pairs: Sequence[Sequence[Pair]]) -> None:
        nearest: dict[int, float] = {}
        last_first = sorted(zip(found, pairs, strict=True), key=lambda pair: -pair[0].position)
        for one, its_pairs in last_first:  # what comes first stays
            self._first.update(dict.fromkeys(one.types, one.position))
            self._first_pair.update(dict.fromkeys(its_pairs, one.position))
            self._opening[one.source] = one.types
            overlap = len(one.types & self.title) / (len(self.title) or 1)
            if overlap:
                for word in one.types:
                    if overlap > self._beside.get(word, 0.0):
                        self._beside[word] = overlap
                if overlap >= nearest.get(one.source, 0.0):
                    nearest[one.source] = overlap
                    self._nearest[one.source] = one.position

    def word(self, word: str) -> tuple[float, ...]:
        """The evidence for a word of the candidates."""
        level, n, first, paper = self._ranks[word], self.times[word], self._first[word], self._paper
        rank = level / RAREST
        in_title = 1.0 if word in self.title else 0.0
        early = 1.0 / (1 + first)
        often = log(1 + n / self._sources)
        return (
            1.0,
            in_title,
            often,
            self._spread[word] / self._sentences,
            early,
            1.0 if first == 0 else 0.0,
            first / self._last,
            rank,
            1.0 if level == 0 else 0.0,
            1.0 if level == RAREST else 0.0,
            1.0 if word in self._names else 0.0,
            1.0 if word[0].isdigit() else 0.0,
            in_title * rank,
            often * rank,
            self._beside.get(word, 0.0),
            self._extent,
            paper,
            paper * early,
            paper * often,
            paper * in_title,
            paper * rank,
            often * early,
            1.0 if n == 1 else 0.0,
        )

    def logits(self, weights: Sequence[float]) -> dict[str, float]:
        """The sum of `word` by `weights` for every word of the candidates; what many words share is summed once."""
        (base, title, often, spread, early, first, late, rank, common, unknown, name, digit) = weights[:12]
        (rare_title, rare_often, beside, extent, paper, new_early, new_often, new_title, new_rank) = weights[12:21]
        often_early, once = weights[21:]
        if self._paper:
            base, early, often, title, rank = (
                base + paper, early + new_early, often + new_often, title + new_title, rank + new_rank
            )  # fmt: skip
        steps = range(RAREST + 1)
        of_level = [base + extent * self._extent + rank * level / RAREST for level in steps]
        of_level[0] += common
        of_level[RAREST] += unknown
        often_at_level = [often + rare_often * level / RAREST for level in steps]
        in_title = [title + rare_title * level / RAREST for level in steps]
        at = range(self._last + 1)
        of_place = [early / (1 + place) + late * place / self._last for place in at]
        of_place[0] += first
        often_at_place = [often_early / (1 + place) for place in at]
        found = {}
        for word, n in self.times.items():
            level, place = self._ranks[word], self._first[word]
            share = spread * self._spread[word] / self._sentences
            sum_ = of_level[level] + of_place[place] + share + beside * self._beside.get(word, 0.0)
            sum_ += log(1 + n / self._sources) * (often_at_level[level] + often_at_place[place])
            if n == 1:
                sum_ += once
            if word in self.title:
                sum_ += in_title[level]
            if word in self._names:
                sum_ += name
            if word[0].isdigit():
                sum_ += digit
            found[word] = sum_
        return found

    def pair(self, pair: Pair, first: float, second: float) -> tuple[float, ...]:
        """The evidence for two neighbouring words, given the logits of each."""
        ranks = self._ranks
        rank, next_rank = ranks.get(pair[0], RAREST), ranks.get(pair[1], RAREST)
        n, position = self._pairs[pair] or 1, self._first_pair.get(pair, self._last)
        return (
            1.0,
            first,
            second,
            min(first, second),
            1.0 if pair in self._title_pairs else 0.0,
            log(n),
            1.0 / (1 + position),
            1.0 if rank == next_rank == 0 else 0.0,
            1.0 if rank == 0 or next_rank == 0 else 0.0,
            (rank + next_rank) / (2 * RAREST),
            1.0 if pair[0] in self._names and pair[1] in self._names else 0.0,
            self._paper,
        )

    def pair_logits(self, weights: Sequence[float], pairs: Iterable[Pair], logits: dict[str, float]) -> list[float]:
        """The sum of `pair` by `weights` for each of `pairs`, given the logits of words."""
        found = []
        base, first, second, less, title, often, early, common, either, rank, names, paper = weights
        base += paper * self._paper
        rank /= 2 * RAREST
        ranks, places, last = self._ranks, self._first_pair, self._last
        known, times, title_pairs = self._names, self._pairs, self._title_pairs
        for pair in pairs:
            one, other = pair
            one_logit, other_logit = logits.get(one, UNSEEN), logits.get(other, UNSEEN)
            one_rank, other_rank = ranks.get(one, RAREST), ranks.get(other, RAREST)
            sum_ = (
                base
                + first * one_logit
                + second * other_logit
                + less * min(one_logit, other_logit)
                + early / (1 + places.get(pair, last))
                + rank * (one_rank + other_rank)
            )
            if not one_rank or not other_rank:
                sum_ += either if one_rank or other_rank else common + either
            if one in known and other in known:
                sum_ += names
            if (n := times[pair]) > 1:
                sum_ += often * log(n)
            if pair in title_pairs:
                sum_ += title
            found.append(sum_)
        return found

    def sentence(self, one: Candidate) -> tuple[float, ...]:
        """The evidence for a sentence, beyond its words."""
        n, position, paper = len(one.words), one.position, self._paper
        words = one.types
        content = [word for word in words if self._ranks.get(word, 0) > 1]
        in_title = words & self.title
        opening = self._opening[one.source]
        nearest = self._nearest.get(one.source)
        return (
            1.0,
            1.0 if position == 0 else 0.0,
            1.0 / (1 + position),
            position / self._last,
            1.0 if one.opens_paragraph else 0.0,
            1.0 if one.quote else 0.0,
            1.0 if n < 8 else 0.0,
            max(0, n - 30) / 30,
            len(in_title) / (len(self.title) or 1),
            sum([self._ranks.get(word, 0) for word in in_title]) / self._title_weight,
            1.0 if "?" in one.text[-3:] else 0.0,
            1.0 if words & _SPEAKER else 0.0,
            paper if words & _PROPOSES and words & _AUTHORS else 0.0,
            paper * position / self._last,
            paper if position == 0 else 0.0,
            0.0 if one.whole is None else 1.0,
            sum([self._spread[word] for word in content]) / (len(content) or 1) / self._sentences,
            min(len(one.names), 8) / 8,
            len(words & opening) / len(opening) if position else 0.0,
            0.0 if nearest is None else 1.0 / (1 + abs(position - nearest)),
            1.0 if nearest is not None and position == nearest + 1 else 0.0,
            1.0 if nearest is not None and position == nearest + 2 else 0.0,
            1.0 if ":" in one.text else 0.0,
        )

    def known_pairs(self) -> list[Pair]:
        """The pairs that the candidates have as they stand (a shorter telling makes new ones)."""
        return list(self._pairs)
