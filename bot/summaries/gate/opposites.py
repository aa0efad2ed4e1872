"""Words that turn a statement round, from the table beside this module: they must be the source's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.summaries.gate.meanings import base


def polar(key: str) -> bool:
    """Whether the word, as by `meanings.base`, reports an outcome, a direction or a judgement."""
    return any(line >= 0 for line, _ in _table().get(key, ()))


def opposed(one: str, other: str) -> bool:
    """Whether the two stand on different sides of a line of the table."""
    sides = _table()
    return any(
        line == other_line and side != other_side
        for line, side in sides.get(one, ())
        for other_line, other_side in sides.get(other, ())
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[tuple[int, int]]]:
    """Lines and sides by word."""
    found: dict[str, set[tuple[int, int]]] = {}
    text = Path(__file__).with_name("opposites.txt").read_text("utf-8")
    for line, written in enumerate(text.splitlines()):
        if written.startswith("#"):
            continue
        # a line that begins with "~" only opposes: its words are too common to be held to the source's own
        mild = written.startswith("~")
        for side, words in enumerate(written.lstrip("~").split("|")):
            for word in words.split():
                key = "_".join(base(part) for part in word.split("_"))
                found.setdefault(key, set()).add((~line if mild else line, side))
    return {key: frozenset(places) for key, places in found.items()}
