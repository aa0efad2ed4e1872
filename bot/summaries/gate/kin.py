"""Words that may be of what another speaks of, by WordNet: too free to stand for it, enough to be nothing new."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


def kin(word: str) -> frozenset[str]:
    """The base forms that are kin to one."""
    return _table().get(word, frozenset())


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split()
            for other in others:
                found.setdefault(first, set()).add(other)
                found.setdefault(other, set()).add(first)
    return {word: frozenset(others) for word, others in found.items()}
