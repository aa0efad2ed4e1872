"""Round numbers that follow from an exact one: "nearly seven hours" from 6 hours and 52 minutes. Pure."""

from __future__ import annotations

from bot.summaries.gate import quantities
from bot.summaries.gate.claims import Token

_NEAR = 0.03  # of the exact value: so far from it "about" may be
_SIDE = 0.15  # "more than 200" for 212, and not for 900


def rounds(told: Token, exact: Token) -> bool:
    """Whether a told number with a bound is what the source's number without one comes to."""
    plain = not (told.ordinal or exact.ordinal or told.year or exact.year or exact.comparator or exact.gapped)
    if not plain or told.comparator not in {"about", "over", "under"} or len(told.key.strip("0").replace(".", "")) > 2:
        return False
    (value, kind), (other, other_kind) = quantities.size(told.key, told.unit), quantities.size(exact.key, exact.unit)
    if kind != other_kind or value == other or min(value, other) <= 0:
        return False
    if told.comparator == "about":
        return abs(value - other) <= _NEAR * other
    share = other / value - 1 if told.comparator == "over" else 1 - other / value
    return 0 < share <= _SIDE
