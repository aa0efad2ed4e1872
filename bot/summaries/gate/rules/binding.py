"""Whether names, numbers and times stand with the words that they stand with in the source. Pure.

Put to the test by exchange: if the company that one keeps suits another of its kind in the source clearly better, it
has taken that other's place.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from bot.summaries.gate import known_names, vocabulary
from bot.summaries.gate.alignment import Alignment, same
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.names import name_kind, side_by_side

_SWAPPED = 1.15  # by how much two must suit each other's places better than their own
_REPLACED = 1.6  # by how much a rival that is not told must suit the place better


def objection(alignment: Alignment) -> str:
    """The first that stands where another should; empty where none does."""
    if alone := _alone(alignment):
        return f'"{alone}" is told of something else in the source'
    if dated := _of_another_verb(alignment):
        return f'"{dated}" goes with something else in the source'
    return _exchanged(alignment) or _scored(alignment) or _misplaced(alignment)


def _alone(alignment: Alignment) -> str:
    """A number or time from a source sentence of which nothing else is told."""
    told, source = alignment.told.tokens, alignment.source
    others = {
        k: {source.sentence[m] for m in places}
        for k, places in alignment.found.items()
        if told[k].kind in (WORD, NAME) and told[k].key not in vocabulary.LIGHT
    }
    if not others:
        return ""
    for n, token in enumerate(told):
        if token.kind not in (NUMBER, TIME) or n not in alignment.found:
            continue
        near = {
            home
            for k, homes in others.items()
            for home in homes
            if told[k].kind == WORD or told[k].clause == token.clause
        }
        implied = {home for home, names in enumerate(source.implied) if any(told[k].key in names for k in others)}
        if not {source.sentence[m] for m in alignment.found[n]} & (near | implied):
            return token.text
    return ""


def _verb_of(reading: Reading, n: int) -> int:
    """The place of the verb that a time or number goes with: the nearest before it, else the first behind it."""
    verbs = [k for k, token in enumerate(reading.tokens) if token.kind == WORD and (token.verb or token.passive)]
    before = [k for k in verbs if k < n]
    return before[-1] if before else verbs[0] if verbs else -1


def _of_another_verb(alignment: Alignment) -> str:
    """A day on which one thing is to be done must not be told of another: "pass Mars in May and land in August"."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if not (token.kind == TIME or (token.kind == NUMBER and token.unit)) or n not in alignment.anchor:
            continue
        verb = _verb_of(told, n)
        if verb < 0 or verb not in alignment.found:
            continue
        wrong = False
        for m in alignment.found[n]:
            reading, at = source.place(m)
            first = source.first[source.sentence[m]]
            mine = {q - first for q in alignment.found[verb] if source.sentence[q] == source.sentence[m]}
            theirs = _verb_of(reading, at)
            rivals = [
                k
                for k, other in enumerate(reading.tokens)
                if k != at and _verb_of(reading, k) in mine and _of_a_kind(token, other)
            ]
            clauses = {reading.tokens[q].clause for q in mine}
            apart = reading.tokens[at].clause not in clauses and any(
                k != at and other.clause in clauses and _of_a_kind(token, other)
                for k, other in enumerate(reading.tokens)
            )
            if apart:
                wrong = True
                continue
            if not mine or theirs in mine or theirs < 0:
                wrong = False
                break
            wrong = bool(rivals) and first + theirs not in {p for k, ps in alignment.found.items() for p in ps}
            if not wrong:
                break
        if wrong:
            return token.text
    return ""


def _of_a_kind(token: Token, other: Token) -> bool:
    """Whether one could stand in the other's place: days and years are both dates."""
    if token.kind == TIME and other.year:
        return _grain(token.key) != "clock"
    if other.kind != token.kind:
        return False
    return _grain(other.key) == _grain(token.key) if token.kind == TIME else other.unit == token.unit


def _exchanged(alignment: Alignment) -> str:
    told, source = alignment.told, alignment.source
    if _in_order(alignment):
        return ""
    for n, token in enumerate(told.tokens):
        if token.kind == WORD or not alignment.found.get(n) or _part_of_longer(told, n):
            continue
        if _whose(told, n) and any(source.sentence[m] == 0 for m in alignment.found[n]):
            continue  # the source says "its", of what it opened with
        fit = max(alignment.fit(n, m) for m in alignment.found[n])
        of_name = alignment.fit_of_name(n) if token.kind == NAME else fit
        for rival in _rivals(alignment, n):
            better = alignment.fit(n, rival)
            told_too = [k for k in alignment.back.get(rival, []) if told.tokens[k].kind == token.kind]
            if told_too:
                other = told_too[0]
                if side_by_side(told, token, told.tokens[other]):
                    continue
                now = fit + alignment.fit(other, rival)
                then = better + max(alignment.fit(other, m) for m in alignment.found[n])
                wrong = then > now * _SWAPPED + 0.02
            else:
                if token.kind == NAME and (_beside(alignment, n, rival) or _listed(alignment, n)):
                    continue  # who does what to whom in one sentence is looked at elsewhere
                wrong = better > of_name * _REPLACED + 0.02
            if wrong:
                return f'"{token.text}" stands where the source has "{source.tokens[rival].text}"'
    return ""


def _in_order(alignment: Alignment) -> bool:
    """Whether all that is told stands in one source sentence, in that order."""
    places = [alignment.anchor.get(n, -1) for n in range(len(alignment.told.tokens))]
    return len({alignment.source.sentence[m] for m in places if m >= 0}) == 1 and all(
        0 <= one < other for one, other in itertools.pairwise([*places, len(alignment.source.tokens)])
    )


def _whose(told: Reading, n: int) -> bool:
    """Whether a name says whose or what a thing is: "Tessaly's round", "Lodestar prototypes"."""
    token, following = told.tokens[n], told.tokens[n + 1] if n + 1 < len(told.tokens) else None
    beside = following is not None and following.kind == WORD and following.at == token.at + token.width
    verb = following is not None and (following.verb or following.passive)
    return token.kind == NAME and (token.possessive or (beside and not verb))


def _part_of_longer(told: Reading, n: int) -> bool:
    """Whether the name goes on behind this word: the last word of it stands for all."""
    following = told.tokens[n + 1] if n + 1 < len(told.tokens) else None
    token = told.tokens[n]
    return token.kind == NAME and following is not None and following.run == token.run >= 0


def _beside(alignment: Alignment, n: int, rival: int) -> bool:
    """Whether a name that is no place stands in one source sentence with its rival."""
    source = alignment.source
    placed = alignment.told.tokens[n].preposition in vocabulary.PLACED
    return not placed and any(source.sentence[m] == source.sentence[rival] for m in alignment.found[n])


def _listed(alignment: Alignment, n: int) -> bool:
    """Whether a name stands in a row of names, as it does in the source: "A, C and D" of "A, B, C and D"."""
    told, source = alignment.told, alignment.source
    token = told.tokens[n]
    return any(
        side_by_side(told, token, told.tokens[k])
        and any(
            source.sentence[m] == source.sentence[p]
            and side_by_side(source.place(m)[0], source.tokens[m], source.tokens[p])
            for m in alignment.found[n]
            for p in alignment.found[k]
        )
        for k in alignment.found
        if told.tokens[k].kind == NAME and told.tokens[k].run != token.run
    )


def _rivals(alignment: Alignment, n: int) -> Iterator[int]:
    """Other names, numbers or times of its kind in the source."""
    token, source = alignment.told.tokens[n], alignment.source
    if token.kind == NAME:
        yield from _rival_names(alignment, n)
        return
    for m, other in enumerate(source.tokens):
        if other.kind != token.kind or same(token, other):
            continue  # what is all over the source is found in some places only, and rivals itself in none
        if token.kind == TIME and _grain(other.key) == _grain(token.key):
            yield m
        if token.kind == NUMBER and (other.year, other.ordinal, other.unit) == (token.year, token.ordinal, token.unit):
            yield m


def _rival_names(alignment: Alignment, n: int) -> Iterator[int]:
    token, source = alignment.told.tokens[n], alignment.source
    kinds: set[str] = set()
    keys = {token.key} | {other.key for other in alignment.told.tokens if other.run == token.run}
    beside: set[int] = set()
    for m in alignment.found[n]:
        reading, at = source.place(m)
        kinds.add(_kind(reading, reading.tokens[at]) if reading.tokens[at].kind == NAME else "other")
        run = [k for k, other in enumerate(reading.tokens) if other.run == reading.tokens[at].run >= 0] or [at]
        keys |= {reading.tokens[k].key for k in run}
        first = source.first[source.sentence[m]]
        # "NASA's Kennedy Space Center", "SpaceX Dragon": one thing, whichever of its names a summary takes
        for k in (run[0] - 1, run[-1] + 1):
            if 0 <= k < len(reading.tokens) and _one_thing(reading.words, reading.tokens[k].at, reading.tokens[at].at):
                beside |= {p + first for p, t in enumerate(reading.tokens) if t.run == reading.tokens[k].run >= 0}
    for m, other in enumerate(source.tokens):
        if other.kind != NAME or other.key in keys or m in beside or other.doubtful:
            continue
        reading, at = source.place(m)
        if {t.key for t in reading.tokens if t.run == other.run} & keys or other.text.islower():
            continue
        if other.key.isdigit() == token.key.isdigit() and _kind(reading, other) in kinds:
            yield m


def _kind(reading: Reading, token: Token) -> str:
    if token.key in known_names.WORLDS:
        return "world"
    return "nation" if token.key in known_names.NATIONS else name_kind(reading, token)


def _one_thing(words: list[str], one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return not {"and", "or", "of", "to", "from", "for", "by", "with", "in"} & set(words[low:high])


def _grain(key: str) -> str:
    return "clock" if ":" in key else "date" if key[0].isdigit() else "day"


def _scored(alignment: Alignment) -> str:
    """A score, "231 to 198", is not turned round."""
    told, source = alignment.told.tokens, alignment.source
    numbers = [n for n, token in enumerate(told) if token.kind == NUMBER and not token.unit and alignment.found.get(n)]
    for i, first in enumerate(numbers):
        for second in numbers[i + 1 :]:
            for m in alignment.found[second]:
                for p in alignment.found[first]:
                    reading = source.readings[source.sentence[m]]
                    between = reading.words[source.tokens[m].at + 1 : source.tokens[p].at]
                    if source.sentence[m] == source.sentence[p] and m + 1 == p and between in (["to"], ["-"]):
                        return f'"{told[first].text}" and "{told[second].text}" are the other way round in the source'
    return ""


_OPPOSED = frozenset(
    {("from", "to"), ("to", "from"), ("with", "without"), ("without", "with"), ("before", "after"), ("after", "before")}
)


def _misplaced(alignment: Alignment) -> str:
    """From and to, with and without: the small words before a name, number or time."""
    told, source = alignment.told.tokens, alignment.source.tokens
    for n, places in alignment.found.items():
        token = told[n]
        if not token.preposition:
            continue
        if token.kind == WORD:
            continue
        if all((token.preposition, source[m].preposition) in _OPPOSED for m in places):
            return f'"{token.preposition} {token.text}" stands otherwise in the source'
    return ""
