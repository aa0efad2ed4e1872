"""What a sentence speaks of: its subject, who acts and who is acted on, who says it, what sort of name a name is.

Pure, and of one Reading at a time.
"""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.claims import NAME, NUMBER, WORD, Reading, Token
from bot.summaries.gate.meanings import base, listed

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


def naming(reading: Reading, token: Token) -> bool:
    return bool(
        {"named", "called", "dubbed", "nicknamed", "titled"} & set(reading.words[max(0, token.at - 1) : token.at])
    )


def preposition(reading: Reading, token: Token) -> str:
    if token.preposition == "to" and "according" in reading.words[max(0, token.at - 8) : token.at]:
        return ""
    return token.preposition


def behind(reading: Reading, token: Token) -> list[int]:
    """The places of the nearest words after the token, in its clause."""
    return [
        k
        for k, other in enumerate(reading.tokens)
        if (0 < other.at - token.at <= 4 and other.clause == token.clause and other.run != token.run)
        or (0 < other.at - token.at <= 4 and other.run < 0 and other.clause == token.clause)
    ][:3]


def ahead(reading: Reading, token: Token) -> list[int]:
    """The places of the nearest words before the token, in its clause, up to a verb."""
    found: list[int] = []
    for k in range(len(reading.tokens) - 1, -1, -1):
        other = reading.tokens[k]
        if other.at >= token.at or (other.run == token.run and token.run >= 0):
            continue
        if token.at - other.at > 6 or other.clause != token.clause:
            break
        found.append(k)
        if other.run < 0 or reading.tokens[k - 1].run != other.run:
            break
    return found


def actors(reading: Reading, verb: int) -> tuple[set[int], set[int]]:
    """Places of the tokens that act, and of those acted on."""
    tokens = reading.tokens
    here = tokens[verb]
    left: set[int] = set()
    for n in range(verb - 1, -1, -1):
        token = tokens[n]
        if token.clause != here.clause:
            break
        if token.verb and token.text.lower().endswith("ing") and n != verb - 1:
            left.clear()
            continue
        if token.verb and n != verb - 1:
            if not left and {"and", "or", "but"} & set(reading.words[token.at + 1 : here.at]):
                shared = actors(reading, n)[1 if token.passive else 0]
                behind, by = _acted(reading, verb)
                return (by, shared) if here.passive else (shared, behind)
            break
        if token.kind in (NAME, WORD) and not token.preposition and not token.verb:
            left.add(n)
            before = reading.words[max(0, token.at - 2) : token.at]
            if before and before[-1] in ("the", "a", "an") and not {"and", "or", ",", "as"} & set(before):
                break  # where the noun begins
    if not left and _follows_aside(reading, here):
        left = {k for k in subject(reading, 0, verb) if tokens[k].clause < here.clause}
    if not left and verb and {"who", "which", "that"} & set(reading.words[tokens[verb - 1].at + 1 : here.at]):
        left = set(whole_run(reading, [verb - 1])) if tokens[verb - 1].kind == NAME else {verb - 1}
    right, by = _acted(reading, verb)
    if here.passive:
        return by, left
    return left, right


def _follows_aside(reading: Reading, here: Token) -> bool:
    """Whether the verb goes on after an aside: "Orr, who runs the mission, praised Moss"."""
    at = here.at - 1
    while at > 0 and (reading.words[at] in vocabulary.AUX or reading.words[at].endswith("ly")):
        at -= 1
    return at > 0 and reading.words[at] == "," and not here.text.lower().endswith("ing")


def _acted(reading: Reading, verb: int) -> tuple[set[int], set[int]]:
    """Places of what stands behind a verb, bare and behind "by"."""
    tokens = reading.tokens
    here = tokens[verb]
    right: set[int] = set()
    by: set[int] = set()
    for n in range(verb + 1, len(tokens)):
        token = tokens[n]
        if token.clause != here.clause or token.verb:
            break
        if token.kind not in (NAME, WORD, NUMBER):
            continue
        if not token.preposition:
            right.add(n)
        elif token.preposition == "by":
            by.add(n)
    return right, by


def speakers(reading: Reading, said: int) -> list[int]:
    """The name beside a word of saying: before it, or right behind it ("said Orr", "according to NASA")."""
    tokens = reading.tokens
    here = tokens[said]
    behind = [
        n
        for n in range(said + 1, len(tokens))
        if tokens[n].clause == here.clause and tokens[n].kind == NAME and tokens[n].at <= here.at + 3 + (n - said)
    ]
    if here.key in {base("according"), "accord"}:
        return whole_run(reading, behind)
    words_before = reading.words[max(0, here.at - 2) : here.at]
    if said and tokens[said - 1].kind == WORD and tokens[said - 1].at == here.at - 1 and words_before[:1] == ["the"]:
        return []  # "the agency said": one without a name
    if behind and tokens[behind[0]].at == here.at + 1 and not (words_before and words_before[-1] == "who"):
        return whole_run(reading, behind[:1])
    if (
        behind
        and (set(reading.words[here.at + 1 : tokens[behind[0]].at]) - {"the", "a"}) & vocabulary.FUNCTION
        and here.key != "accord"
    ):
        behind = []
    if any(word in {"he", "she", "they", "it"} for word in words_before):
        return []
    if behind and words_before[-1:] in ([","], ['"']):
        return whole_run(reading, behind[:1])  # ", said investigator Rob Lillis"
    before = []
    for n in range(said - 1, -1, -1):
        if tokens[n].verb or tokens[n].clause < here.clause - 2 or here.at - tokens[n].at > 14:
            break
        if tokens[n].kind == NAME and not tokens[n].preposition:
            before.append(n)
    return whole_run(reading, before) or whole_run(reading, behind[:1])


def whole_run(reading: Reading, places: list[int]) -> list[int]:
    runs = {reading.tokens[n].run for n in places}
    return [n for n, token in enumerate(reading.tokens) if token.kind == NAME and token.run in runs]


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
