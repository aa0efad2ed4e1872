"""How common a stem is in ordinary news: the background that makes a small or young index weigh words sensibly.

The table (background.txt) is made by tools/background_table.py, which says what it holds.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

# The background and an index of usual size; fixed, so that a term's idf changes with its own count alone.
_LOG_ARTICLES = 9.0


@cache
def table() -> dict[str, int]:
    """For each term in how many of some 3,000 articles it stands; unseen ones are left out. Read once, at first
    use; not to be changed.
    """
    lines = Path(__file__).with_name("background.txt").read_text(encoding="utf-8").splitlines()
    counts: dict[str, int] = {}
    for line in lines[1:]:
        count, *stems = line.split(" ")
        counts.update(dict.fromkeys(stems, int(count)))
    return counts


class Idf(dict[str, float]):
    """Inverse document frequency by term.

    A value is worked out when asked for, from the count of its term alone, and taken out when that count changes.
    """

    __slots__ = ("_counts",)

    def __init__(self, counts: dict[str, int]) -> None:
        super().__init__()
        self._counts = counts

    def __missing__(self, term: str) -> float:
        value = self[term] = max(0.1, _LOG_ARTICLES - math.log(self._counts.get(term, 0) + 1.5))
        return value
