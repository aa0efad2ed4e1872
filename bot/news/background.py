"""How common a stem is in ordinary news: the background that makes a small or young index weigh words sensibly.

The table (background.txt) is made by tools/background_table.py, which says what it holds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


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
