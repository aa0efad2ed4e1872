"""What tells one name from another. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate.claims import NAME, Token
from bot.summaries.gate.meanings import base


def designators(tokens: Sequence[Token], run: int) -> frozenset[str]:
    """The words of a name; of one with figures, as "Crew-14", only the figures."""
    keys = [token.key for token in tokens if token.kind == NAME and token.run == run >= 0]
    return frozenset([key for key in keys if any(letter.isdigit() for letter in key)] or keys)


def same_name(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names may be one: all that the shorter has is in the longer."""
    mine, theirs = frozenset(map(base, mine)), frozenset(map(base, theirs))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
