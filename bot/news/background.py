"""How common a stem is in ordinary news: the background that makes a small or young index weigh words sensibly.

The table (background.txt) is made by tools/background_table.py, which says what it holds.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table() -> tuple[int, dict[str, int]]:
    """The number of articles counted, and for each stem in how many of them it stands. Read once, at first use."""
    lines = files("bot.news").joinpath("background.txt").read_text(encoding="utf-8").splitlines()
    articles = int(lines[0].split()[1])
    counts: dict[str, int] = {}
    for line in lines[1:]:
        count, *stems = line.split(" ")
        counts.update(dict.fromkeys(stems, int(count)))
    return articles, counts
