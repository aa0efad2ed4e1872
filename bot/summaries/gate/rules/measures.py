"""Whether a number or time is of the same thing, in the same clause, as in the source. Pure."""

from __future__ import annotations

from itertools import pairwise

from bot.summaries.gate import direction, quantities, vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NUMBER, WORD, Reading, Token
from bot.summaries.gate.meanings import base, listed, stands_for
from bot.summaries.gate.rules.counting import elliptic


def objection(alignment: Alignment) -> str:
    """The first number or time that is of something else in the source; empty where none is."""
    for rule in _RULES:
        if reason := rule(alignment):
            return reason
    return ""


_WHOLES = frozenset(map(base, ("total", "planned", "plan", "possible", "maximum", "out", "full")))


def _of_whole(alignment: Alignment) -> str:
    """The whole of which the source tells a part, told without it: "131,072" of "1,024 of a planned 131,072"."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind != NUMBER or token.year or token.ordinal or n not in alignment.found:
            continue
        whole, shared = [], False
        for m in alignment.found[n]:
            reading, _ = source.place(m)
            before = reading.words[max(0, source.tokens[m].at - 4) : source.tokens[m].at]
            part = m and source.tokens[m - 1].kind in (NUMBER, WORD) and "of" in before
            if {("out", "of"), ("instead", "of")} & set(pairwise(before)):
                part, before = False, []  # "out of a six-week sleep", "instead of 3.2 billion"
            share = any(
                token.kind == NUMBER and not (token.unit or token.ordinal or token.year)
                for token in source.tokens[max(0, m - 2) : m]
            )
            if share and "of" in before and source.tokens[m].preposition == "of":
                whole.append(True)  # "11 of Skywing's 58 satellites"
                shared = True
                continue
            whole.append(bool(part and {base(word) for word in before} & _WHOLES and {"a", "the", "an"} & set(before)))
        around = {base(word) for word in told.words[max(0, token.at - 8) : token.at + 8]}
        if (
            whole
            and all(whole)
            and not ((around & _WHOLES and not shared) or "of" in told.words[max(0, token.at - 5) : token.at])
        ):
            return f'"{token.text}" is only the whole of it in the source'
    return ""


def _ranked_otherwise(alignment: Alignment) -> str:
    """A number before a noun before which the same source sentence has another: "31st flight"."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens[:-1]):
        if token.kind != NUMBER or token.year or token.value_one or n not in alignment.found:
            continue
        noun = told.tokens[n + 1]
        if noun.kind != WORD or noun.key in vocabulary.LIGHT or noun.at > token.at + 3 or noun.clause != token.clause:
            continue
        rivals = []
        for m in alignment.found[n]:
            after = m + 1 < len(source.tokens) and source.tokens[m + 1].key == noun.key
            behind = source.tokens[m + 1 : m + 3]
            plain = behind and not _acts(behind[0]) and not elliptic(alignment, m) and noun.at == token.at + 1
            reading, _ = source.place(m)
            plain = plain and reading.words[source.tokens[m].at + 1 : source.tokens[m].at + 2] != ["of"]
            if token.ordinal and plain and not any(stands_for(noun.key, other.key) for other in behind):
                home = source.sentence[m]
                if any(
                    source.sentence[p] == home and source.tokens[p].key == noun.key
                    for p in alignment.found.get(n + 1, ())
                ):
                    rivals.append(True)
                    continue
            rivals.append(
                not after
                and not elliptic(alignment, m)
                and any(
                    source.sentence[p] == source.sentence[m]
                    and p
                    and p - 1 != m
                    and source.tokens[p - 1].kind == NUMBER
                    and source.tokens[p - 1].ordinal == token.ordinal
                    and not source.tokens[p - 1].year
                    for p in alignment.found.get(n + 1, ())
                    if source.tokens[p].key == noun.key
                )
            )
        if rivals and all(rivals):
            return f'"{token.text} {noun.text}" is another number of them in the source'
    return ""


_APART = frozenset(listed("over above below under short beyond more less fewer"))
_OF_ITS_OWN = frozenset(listed("the its their his her that"))
_IN_SPACE = frozenset({"km", "m", "cm", "mm", "mi", "ft", "in", "ly", "au"})


def _difference(alignment: Alignment) -> str:
    """By how much a thing differs, told as what it has: "weighs 14 kg" for "is 14 kg over its allotment"."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind != NUMBER or token.year or token.ordinal or token.comparator or n not in alignment.found:
            continue
        around = told.words[max(0, token.at - 2) : token.at + 7]
        if direction.ways(around) - {direction.ONLY, direction.HALF} or {"by", "than", "another"} & set(around):
            continue
        if all(_apart(source.place(m)[0], source.tokens[m], token.unit) for m in alignment.found[n]):
            return f'"{token.text}" is only a difference in the source'
    return ""


def _apart(reading: Reading, number: Token, unit: str) -> bool:
    """Whether the number says by how much: not "12 km above the ground", nor "$2m over three years"."""
    behind = reading.words[number.at + 1 : number.at + 6]
    while behind and (behind[0] in quantities.UNITS or behind[0] in quantities.SCALES or behind[0] == "-"):
        behind.pop(0)
    if not behind or behind[0] not in _APART or (unit in _IN_SPACE and behind[0] not in {"more", "less", "short"}):
        return False
    return behind[0] not in {"over", "under"} or bool(_OF_ITS_OWN & set(behind[1:2]))


_RULES = (_of_whole, _ranked_otherwise, _difference)


_NO_VERBS = vocabulary.ADVERBS | {"earlier", "aboard", "on board", "later"}


def _acts(token: Token) -> bool:
    """Whether the word is a verb here."""
    return token.kind == WORD and (token.verb or token.passive) and token.text.lower() not in _NO_VERBS
