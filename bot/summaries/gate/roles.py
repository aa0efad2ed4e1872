"""What a sentence speaks of, who says it, and what sort of name a name is: by what stands where, before it is parsed.

Pure, and of one Reading at a time.
"""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.claims import NAME, WORD, Reading, Token
from bot.summaries.gate.meanings import listed

BODIES = frozenset(listed("company firm agency organisation organization operator startup manufacturer team"))


GENERIC = BODIES | frozenset(
    listed(
        """
        rocket spacecraft craft probe satellite telescope mission capsule lander rover orbiter booster
        observatory tug vehicle demonstrator crew astronaut booster stage plan project programme program
        """
    )
)


PLACED = frozenset(
    listed(
        """
        in at near off over above from to toward towards across around beneath outside inside
        """
    )
)


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


def side_by_side(reading: Reading, one: Token, other: Token) -> bool:
    """Whether two names stand together as "A and B" or "A, B"."""
    low, high = sorted((one.at, other.at))
    names = {token.at for token in reading.tokens if token.kind == NAME}
    between = range(low, high)
    return bool({"and", ",", "or", "&"} & set(reading.words[low:high])) and (
        high - low <= 4 or all(at in names or reading.words[at] in {"and", ",", "or", "&"} for at in between)
    )


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
    if run[0].preposition in PLACED:
        return "place"
    return "person" if len(run) in (2, 3) else "other"


def subject(reading: Reading, start: int, stop: int) -> list[int]:
    """The places of the tokens before the first verb: what the part is about."""
    found: list[int] = []
    for n in range(start, stop):
        token = reading.tokens[n]
        if token.verb and found:
            break
        if token.kind in (NAME, WORD) and not token.preposition and not token.verb:
            found.append(n)
    return found


_NO_VERBS = vocabulary.ADVERBS | {"earlier", "aboard", "on board", "later"}


def acts(token: Token) -> bool:
    """Whether the word is a verb."""
    return token.kind == WORD and (token.verb or token.passive) and token.text.lower() not in _NO_VERBS
