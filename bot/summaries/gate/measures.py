"""Whether a number or time is of the same thing, in the same clause, as in the source. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate import known_names, vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading
from bot.summaries.gate.clauses import (
    acts,
    any_same,
    names_of,
    subject_of,
)
from bot.summaries.gate.counting import elliptic
from bot.summaries.gate.meanings import base, stands_for


def objection(alignment: Alignment) -> str:
    """The first number or time that is of something else in the source; empty where none is."""
    for rule in _RULES:
        if reason := rule(alignment):
            return reason
    return ""


_SPANS = frozenset({"s", "min", "h", "day", "week", "month", "year", "decade", "century"})
_TIME = base("time")
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
            and not ((around & _WHOLES and not shared) or "of" in told.words[max(0, token.at - 3) : token.at])
        ):
            return f'"{token.text}" is only the whole of it in the source'
    return ""


def _figure_of_another(alignment: Alignment) -> str:
    """A number or time from a clause of the source with a subject of its own, told of another one there."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind not in (NUMBER, TIME) or n not in alignment.found:
            continue
        mine = {keys for keys in names_of(told, set(_leading(told, n))) if not keys <= known_names.NATIONS}
        if not mine:
            continue
        named = names_of(told, set(range(len(told.tokens))))
        verdicts, present = [], False
        for m in alignment.found[n]:
            reading, at = source.place(m)
            theirs = names_of(reading, set(_leading(reading, at)))
            everyone = names_of(reading, set(range(len(reading.tokens))))
            by = {k for k, t in enumerate(reading.tokens) if t.kind == NAME and t.preposition == "by"}
            if (token.kind == TIME and {"when", "as"} & set(reading.words)) or any_same(mine, names_of(reading, by)):
                theirs = set()  # the one day on which both happened
            present = present or any_same(mine, everyone)
            verdicts.append(bool(theirs) and not any_same(named, theirs))
        if present and all(verdicts):
            return f'"{token.text}" is told of another in the source'
    return ""


def _leading(reading: Reading, n: int) -> Iterator[int]:
    """What the clause of word `n` is about: the bare names and nouns before its verb."""
    here = reading.tokens[n]
    verbs = [k for k, t in enumerate(reading.tokens) if t.clause == here.clause and (t.verb or t.passive) and k < n]
    if verbs:
        yield from subject_of(reading, verbs[-1])
        return
    for k in range(n):
        token = reading.tokens[k]
        if token.clause == here.clause and not token.preposition and token.kind in (NAME, WORD):
            yield k


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
            plain = behind and not acts(behind[0]) and not elliptic(alignment, m) and noun.at == token.at + 1
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


def _another_time(alignment: Alignment) -> str:
    """How often a thing was done, taken from another: "for the third time"."""
    told, source = alignment.told, alignment.source
    verbs = [token.key for token in told.tokens if acts(token)]
    for n, token in enumerate(told.tokens):
        if not (token.kind == NUMBER and token.ordinal) or told.words[token.at + 1 : token.at + 2] != ["time"]:
            continue
        if not any(
            source.tokens[m + 1].key == _TIME or any(stands_for(key, source.tokens[m + 1].key) for key in verbs)
            for m in alignment.found.get(n, ())
            if m + 1 < len(source.tokens) and source.sentence[m + 1] == source.sentence[m]
        ):
            return f'"{token.text} time" is not said of it in the source'
    return ""


def _year_as_count(alignment: Alignment) -> str:
    """A year in the place of a number or a day: "2027 satellites", "on 2031 August"."""
    told = alignment.told
    for n, token in enumerate(told.tokens[:-1]):
        if not token.year:
            continue
        after = told.tokens[n + 1]
        between = told.words[token.at + token.width : after.at]
        day = after.kind == TIME and between in ([], ["and"])
        many = after.kind == WORD and not after.verb and after.text.lower().endswith("s") and between == []
        listed = after.kind == WORD and between == [","] and token.preposition == "of"
        if day or many or listed:
            return f'"{token.text}" is a year in the source'
    return ""


def _lasting(alignment: Alignment) -> str:
    """How long a thing lasts, told as when it is: "in a year" for "for a year"."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind != NUMBER or token.unit not in _SPANS or token.preposition != "in":
            continue
        places = alignment.found.get(n, [])
        if places and all(source.tokens[m].preposition == "for" for m in places):
            return f'"{token.text}" is how long it lasts in the source'
    return ""


_RULES = (_of_whole, _figure_of_another, _ranked_otherwise, _another_time, _year_as_count, _lasting)
