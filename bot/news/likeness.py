"""How alike two reports read, under the idf of the moment. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.news.reading import Reading

_COMMONPLACE = 5.0  # the idf below which a word in common says little


class Likeness:
    """Compares one report with others under the idf of the moment."""

    def __init__(self, reading: Reading, idf: Mapping[str, float]) -> None:
        self._reading = reading
        self._idf = idf
        self._weights = {term: weight * idf[term] for term, weight in reading.terms.items()}
        self._norm = math.sqrt(sum(weight * weight for weight in self._weights.values()))
        self._title = sum(map(idf.__getitem__, reading.title))

    def cosine(self, other: Reading) -> float:
        """The angle between the two, 0 to 1."""
        idf, mine = self._idf, self._weights
        dot = norm = 0.0
        for term, weight in other.terms.items():
            weighed = weight * idf[term]
            norm += weighed * weighed
            if term in mine:
                dot += weighed * mine[term]
        return dot / (self._norm * math.sqrt(norm)) if dot else 0.0

    def common(self, other: Reading, cosine: float) -> float:
        """As much of their `cosine` as comes of words that aren't names: what happens, not to whom."""
        shared = common = 0.0
        for term in self._weights.keys() & other.terms.keys():
            product = self._weights[term] * other.terms[term] * self._idf[term]
            shared += product
            if term in self._reading.common or term in other.common:
                common += product
        return cosine * common / shared if common else 0.0

    def second_rarest(self, other: Reading) -> float:
        """The idf of the second rarest term that both have: one rare word may be chance, two seldom are."""
        shared = sorted(map(self._idf.__getitem__, self._reading.terms.keys() & other.terms.keys()))
        return shared[-2] if len(shared) > 1 else 0.0

    def commonplace(self, other: Reading) -> bool:
        """Whether no term that both have is rarer than `_COMMONPLACE`."""
        return all(self._idf[term] < _COMMONPLACE for term in self._reading.terms.keys() & other.terms.keys())

    def covered(self, other: Reading) -> float:
        """The share of either headline's weight that the other report as a whole speaks of, the smaller of the two."""
        return min(self._share(self._reading.title, other.terms), self._share(other.title, self._reading.terms))

    def _share(self, part: frozenset[str], whole: Mapping[str, float]) -> float:
        total = sum(map(self._idf.__getitem__, part))
        return sum(self._idf[term] for term in part if term in whole) / total if total else 0.0

    def title_overlap(self, other: Reading) -> float:
        """The weight of the terms that both titles have, as a share of the titles' mean weight, 0 to 1."""
        shared = sum(map(self._idf.__getitem__, self._reading.title & other.title))
        return shared / math.sqrt(self._title * sum(map(self._idf.__getitem__, other.title))) if shared else 0.0
