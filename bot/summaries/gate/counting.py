"""Whether numbers count what they count in the source. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, Reading
from bot.summaries.gate.meanings import base

_COUNTED = 6  # tokens around a number among which what it counts stands


def objection(alignment: Alignment) -> str:
    """The first number that counts something else; empty where none does."""
    if repeated := _repeated(alignment):
        return f'the number "{repeated}" is told more often than the source has it'
    return _counting(alignment)


def told_otherwise(alignment: Alignment, n: int) -> bool:
    """Whether the source has the number in another form: "a satellite" for one, "A and B satellites" for two."""
    return _one(alignment, n) or _two(alignment, n)


def _repeated(alignment: Alignment) -> str:
    """A number told twice must be there twice."""
    told = alignment.told.tokens
    for n, token in enumerate(told):
        once = token.kind in (NUMBER, TIME) and len(alignment.found.get(n, ())) == 1
        if once and any(alignment.found.get(k) == alignment.found[n] for k in range(n) if told[k].kind == token.kind):
            return token.text
    return ""


def _one(alignment: Alignment, n: int) -> bool:
    """Whether "one satellite" is "a satellite" in the source, or "the other" of two."""
    token = alignment.told.tokens[n]
    if not token.value_one:
        return False
    following = {other.key for other in alignment.told.tokens[n + 1 : n + 3]}
    return any(
        low in {"a", "an"} and any(base(word) in following for word in reading.words[at + 1 : at + 4])
        for reading in alignment.source.readings
        for at, low in enumerate(reading.words)
    )


def _two(alignment: Alignment, n: int) -> bool:
    token = alignment.told.tokens[n]
    plain = token.kind == NUMBER and token.key == "2" and not (token.unit or token.ordinal or token.comparator)
    return plain and _pair(alignment, _counted(alignment.told, n))


def _counting(alignment: Alignment) -> str:
    """A bare number must count what it counts in the source."""
    told, source = alignment.told.tokens, alignment.source
    for n, token in enumerate(told):
        if token.kind != NUMBER or token.unit or token.year or not alignment.found.get(n):
            continue
        counted = _counted(alignment.told, n)
        if not counted:
            continue
        near = False
        for m in alignment.found[n]:
            if source.tokens[m].unit or source.tokens[m].year:
                continue
            around = [
                p
                for p in range(max(0, m - _COUNTED), min(len(source.tokens), m + _COUNTED + 1))
                if source.sentence[p] == source.sentence[m]
            ]
            near = near or any(
                p in around
                and (p > m or token.ordinal or _is_said(alignment, p, m))
                and not _other_between(alignment, m, p)
                for k in counted[:2]
                for p in alignment.found.get(k, ())
            )
        if not near and any(elliptic(alignment, m) for m in alignment.found[n]):
            near = any(k in alignment.found for k in counted)
        if token.key == "2" and not near:
            near = _pair(alignment, counted)
        if not near and all(told[k].key not in vocabulary.LIGHT for k in counted):
            return f'the number "{token.text}" counts something else in the source'
    return ""


def elliptic(alignment: Alignment, m: int) -> bool:
    """Whether the source leaves out what it counts: "must have 1,618 in orbit"."""
    reading, at = alignment.source.place(m)
    here = reading.tokens[at].at
    return bool(
        set(reading.words[here + 1 : here + 2]) & (vocabulary.PREPOSITIONS - {"of"} | vocabulary.BE | {".", ",", "and"})
    )


def _is_said(alignment: Alignment, noun: int, number: int) -> bool:
    """Whether a number behind its noun is told of it: "the vote was 231"."""
    reading, at = alignment.source.place(noun)
    here = alignment.source.tokens[number].at
    return bool((vocabulary.BE | {":", "(", "of", "to", "at"}) & set(reading.words[reading.tokens[at].at : here]))


def _other_between(alignment: Alignment, number: int, noun: int) -> bool:
    """Whether another number stands closer before the noun."""
    tokens = alignment.source.tokens
    return any(
        tokens[p].kind == NUMBER and tokens[p].key != tokens[number].key and not tokens[p].year
        for p in range(number + 1, noun)
    )


def _pair(alignment: Alignment, counted: list[int]) -> bool:
    """Whether "the two rovers" are the "Curiosity and Perseverance rovers" of the source."""
    source = alignment.source
    for k in counted:
        for m in alignment.found.get(k, ()):
            reading, at = source.place(m)
            before = [token for token in reading.tokens[max(0, at - 6) : at] if token.kind == NAME]
            if (
                len({token.run for token in before}) >= 2
                and "and" in reading.words[before[0].at : reading.tokens[at].at]
            ):
                return True
    return False


def _counted(reading: Reading, n: int) -> list[int]:
    here = reading.tokens[n]
    found: list[int] = []
    for k in range(n + 1, min(n + 4, len(reading.tokens))):
        token = reading.tokens[k]
        if token.kind in (NUMBER, TIME) or token.clause != here.clause or token.at > here.at + 6:
            break
        if token.verb and (found or here.ordinal):
            break
        if token.preposition != here.preposition and token.preposition not in ("", "of") and found:
            break
        found.append(k)
    return found
