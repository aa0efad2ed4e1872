"""What tells one name from another, and what sort of thing a name is of, before anything is parsed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate import known_names, vocabulary
from bot.summaries.gate.claims import NAME, Reading, Token
from bot.summaries.gate.meanings import base, listed


def designators(tokens: Sequence[Token], run: int) -> frozenset[str]:
    """The words of a name; of one with figures, as "Crew-14", only the figures."""
    keys = [token.key for token in tokens if token.kind == NAME and token.run == run >= 0]
    return frozenset([key for key in keys if any(letter.isdigit() for letter in key)] or keys)


def same_name(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names may be one: all that the shorter has is in the longer."""
    mine, theirs = (frozenset(map(base, _agency(one))) for one in (mine, theirs))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _agency(keys: frozenset[str]) -> frozenset[str]:
    """Of a country its space agency, which may stand for it: "Canada plans an orbiter"."""
    country = next(iter(keys)) if len(keys) == 1 else ""
    return frozenset({known_names.AGENCIES[country].lower()}) if country in known_names.AGENCIES else keys


_BODY_WORDS = frozenset(
    listed(
        """
        agency institute university laboratory observatory force aerospace rockets systems space capital
        company corporation administration center centre commission council command office department
        ministry court group labs technologies industries industry association foundation telescope museum
        college school
        """
    )
)
_BODY_KEYS = frozenset(listed("iss esa nasa jaxa isro faa ula un jpl"))


def name_kind(reading: Reading, token: Token) -> str:
    """What sort of thing a name is, as far as its looks tell: "person", "place", "body", "craft"."""
    run = [other for other in reading.tokens if other.kind == NAME and other.run == token.run]
    if not run:
        return "body"
    if any(len(other.key) == 1 or any(letter.isdigit() for letter in other.key) for other in run):
        return "craft"
    if any(other.key in _BODY_WORDS or other.key in _BODY_KEYS for other in run) or (
        len(run) == 1 and run[0].text.isupper()
    ):
        return "body"
    if run[0].preposition in vocabulary.PLACED:
        return "place"
    return "person" if len(run) in (2, 3) else "other"


def side_by_side(reading: Reading, one: Token, other: Token) -> bool:
    """Whether two names stand together as "A and B" or "A, B"."""
    low, high = sorted((one.at, other.at))
    names = {token.at for token in reading.tokens if token.kind == NAME}
    between = range(low, high)
    return bool({"and", ",", "or", "&"} & set(reading.words[low:high])) and (
        high - low <= 4 or all(at in names or reading.words[at] in {"and", ",", "or", "&"} for at in between)
    )
