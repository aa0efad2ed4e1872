"""What the candidates and the title tell of each word, pair of words and sentence, as numbers near one.

The order of the numbers is the order of the weights in weights.json: whoever changes one remakes the other with
benchmarks.fit_summaries.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from math import log
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.summaries.words import RAREST, rarity, table, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.summaries.candidates import Candidate

Pair = tuple[str, str]

WORD_FEATURES = 23
PAIR_FEATURES = 12
SENTENCE_FEATURES = 23

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
        self._pairs = Counter(chain.from_iterable(pairwise(one.words) for one in found))
        self._names = frozenset(chain.from_iterable(one.names for one in found))
        self._first: dict[str, int] = {}  # the earliest position in any source
        self._first_pair: dict[Pair, int] = {}
        self._beside: dict[str, float] = {}  # the largest share of the title that stands in a sentence with the word
        self._nearest: dict[int, int] = {}  # where each source has the sentence nearest to the title
        self._opening: dict[int, frozenset[str]] = {}  # and the words that it opens with
        self._read(found)
        # A paper's abstract is told otherwise than news: its point is what "we" do, wherever that stands.
        we = self.times["we"] > 1 and not any(one.quote for one in found)
        self._paper = 1.0 if we or ("this", "paper") in self._pairs else 0.0

    def _read(self, found: Sequence[Candidate]) -> None:
        nearest: dict[int, float] = {}
        for one in sorted(found, key=attrgetter("position"), reverse=True):  # what comes first stays
            self._first.update(dict.fromkeys(one.types, one.position))
            self._first_pair.update(dict.fromkeys(pairwise(one.words), one.position))
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
            1.0 if one.cut else 0.0,
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
