"""Whether names and things stand with the nouns that they stand with in the source, place by place. Pure.

`binding` weighs all the company that a word keeps; these look at its nearest: the noun that a name labels or is
joined to by a preposition. Where the source has another in that very place, the sentence is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate import known_names, quantities
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, TIME, WORD, Reading, Token
from bot.summaries.gate.clauses import (
    any_same,
    is_label,
    keys_of,
    same_run,
)
from bot.summaries.gate.meanings import base
from bot.summaries.gate.offices import TITLES
from bot.summaries.gate.roles import PLACED, name_kind


def objection(alignment: Alignment) -> str:
    """The first name or thing that stands where the source has another; empty where none does."""
    for rule in _RULES:
        if reason := rule(alignment):
            return reason
    return ""


_AT = frozenset({"in", "at", "near", "off"})
_JOINING = PLACED | {"of", "for", "with", "by", "between", "aboard", "on"}
_OTHER = frozenset({"different", "another", "other"})


def _beside(reading: Reading, n: int) -> set[tuple[int, int]]:
    """Names right beside word `n`, as (side, run): "the barge Resolute" is (1, ...), "Reyes, a manager" (-1, ...)."""
    tokens, words = reading.tokens, reading.words
    found: set[tuple[int, int]] = set()
    for step in (-1, 1):
        k = n + step
        if not 0 <= k < len(tokens) or tokens[k].kind != NAME or tokens[k].run == tokens[n].run >= 0:
            continue
        low, high = (tokens[k], tokens[n]) if step < 0 else (tokens[n], tokens[k])
        between = words[low.at + low.width : high.at]
        if not between or (
            step < 0 and between in ([",", "a"], [",", "an"], [",", "the"]) and not _before_noun(reading, n)
        ):
            found.add((step, tokens[k].run))
    return found


def _before_noun(reading: Reading, n: int) -> bool:
    """Whether another noun stands right behind: "a small spacecraft"."""
    tokens = reading.tokens
    return n + 1 < len(tokens) and tokens[n + 1].at == tokens[n].at + tokens[n].width


def _labelled(alignment: Alignment) -> str:
    """A name beside a word that stands beside other names only: "the barge Marten" for "the barge Resolute"."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if not is_label(token) or token.possessive or n not in alignment.found:
            continue
        for side, run in _beside(told, n):
            mine = keys_of(told, run)
            if _loose(told, run) or (side < 0 and _maker(told, run, token)):
                continue
            rivals = False
            for m in alignment.exact(n):
                reading, at = source.place(m)
                theirs = [(where, keys_of(reading, other)) for where, other in _beside(reading, at)]
                if any(same_run(mine, keys) for _, keys in theirs):
                    rivals = False
                    break
                rivals = rivals or any(where == side for where, _ in theirs)
            if rivals:
                return f'"{token.text}" is not what "{"-".join(sorted(mine))}" is in the source'
    return ""


def _maker(reading: Reading, run: int, label: Token) -> bool:
    """Whether a name before a noun says whose it is, and not which: "the NASA probe Kestrel", "Indian engineers"."""
    name = next(token for token in reading.tokens if token.kind == NAME and token.run == run)
    body = name_kind(reading, name) == "body" and base(label.text.split()[0].lower()) not in TITLES
    return body or name.key in known_names.NATIONS


def _loose(reading: Reading, run: int) -> bool:
    """Whether a name stands there for itself, or may be none."""
    tokens = [token for token in reading.tokens if token.kind == NAME and token.run == run]
    return all(token.doubtful for token in tokens) or any(
        token.possessive or token.key in quantities.MONTHS for token in tokens
    )


def _joined(alignment: Alignment) -> str:
    """A name joined by a preposition to what the source joins to another: "a drill from Portugal"."""
    told, source = alignment.told, alignment.source
    for n in range(1, len(told.tokens)):
        token, before = told.tokens[n], told.tokens[n - 1]
        if token.kind != NAME or n not in alignment.found or n - 1 not in alignment.found:
            continue
        if token.preposition not in _JOINING or before.clause != token.clause or before.verb or before.passive:
            continue
        if not set(told.words[before.at + before.width : token.at]) <= _JOINING | {"the", "a", "an"}:
            continue
        rival = ""
        for m in alignment.exact(n - 1):
            after = _next_name(alignment, m)
            if after is None or source.tokens[after].possessive or not _alike(token, source.tokens[after]):
                continue
            reading, at = source.place(after)
            if source.tokens[after].key == token.key or after in alignment.found[n]:
                rival = ""
                break
            if token.key in keys_of(reading, reading.tokens[at].run):
                rival = ""
                break
            rival = source.tokens[after].text
        if rival:
            return f'"{token.text}" stands where the source has "{rival}"'
    return ""


def _alike(one: Token, other: Token) -> bool:
    """Whether two prepositions join alike."""
    return one.preposition == other.preposition or {one.preposition, other.preposition} <= _AT


def _next_name(alignment: Alignment, m: int) -> int | None:
    """The name that a preposition joins to source word `m`."""
    source = alignment.source
    after = m + 1
    while after < len(source.tokens) and source.tokens[after].run == source.tokens[m].run >= 0:
        after += 1
    if after >= len(source.tokens) or source.sentence[after] != source.sentence[m]:
        return None
    one, other = source.tokens[m], source.tokens[after]
    reading, _ = source.place(m)
    between = set(reading.words[one.at + one.width : other.at])
    if other.kind == NAME and between & _JOINING and between <= _JOINING | {"the", "a", "an"}:
        return after
    return None


def _far_place(alignment: Alignment) -> str:
    """A place and a time from sentences that have nothing to do with each other."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind != NAME or token.preposition not in PLACED or n not in alignment.found:
            continue
        homes = {source.sentence[m] for m in alignment.found[n]}
        if 0 in homes:
            continue
        for k, other in enumerate(told.tokens):
            if other.kind != TIME or k not in alignment.found or other.clause != token.clause:
                continue
            theirs = {source.sentence[m] for m in alignment.found[k]}
            if not any(
                home in (there, there - 1) or (home == there + 1 and source.readings[home].linked)
                for home in homes
                for there in theirs
            ):
                return f'"{token.text}" and "{other.text}" are told apart in the source'
    return ""


def _another_one(alignment: Alignment) -> str:
    """A thing taken for another of its kind, where the source keeps them apart: "a different capsule"."""
    told, source = alignment.told, alignment.source
    if _OTHER & set(told.words):
        return ""
    homes = [{source.sentence[m] for m in places} for n, places in alignment.found.items()]
    if homes and set.intersection(*homes):
        return ""
    for n, token in enumerate(told.tokens):
        if token.kind != WORD or token.verb or n not in alignment.found:
            continue
        apart = [
            bool(_OTHER & set(source.place(m)[0].words[max(0, source.tokens[m].at - 2) : source.tokens[m].at]))
            for m in alignment.exact(n)
        ]
        if any(apart) and not all(apart):
            return f'the source has another "{token.text}"'
    return ""


_SIDES = frozenset({"left", "right", "top", "bottom", "centre", "center", "foreground", "background"})


def _sided(alignment: Alignment) -> str:
    """Which is left and which is right: "Kestra (left) and Orrin (right)"."""
    told, source = alignment.told, alignment.source
    theirs: dict[str, set[frozenset[str]]] = {}
    for reading in source.readings:
        for side, name in _named_sides(reading):
            theirs.setdefault(side, set()).add(name)
    for side, name in _named_sides(told):
        if theirs.get(side) and not any_same({name}, theirs[side]):
            return f'"{side}" is another in the source'
    return ""


def _named_sides(reading: Reading) -> Iterator[tuple[str, frozenset[str]]]:
    """Each word for a side with the name right before it, small words and brackets passed over."""
    for at, word in enumerate(reading.words):
        if word in _SIDES:
            before = [t for t in reading.tokens if t.at < at and t.kind == NAME and at - t.at - t.width <= 3]
            if before:
                yield word, frozenset(t.key for t in reading.tokens if t.kind == NAME and t.run == before[-1].run)


def _one_of_them(alignment: Alignment) -> str:
    """A place where one is, told of all: "one in Nice and one in Tucson"."""
    told, source = alignment.told, alignment.source
    if "one" in told.words:
        return ""
    for n, token in enumerate(told.tokens):
        if token.kind != NAME or token.preposition not in PLACED or n not in alignment.found:
            continue
        alone = [
            "one" in source.place(m)[0].words[max(0, source.tokens[m].at - 3) : source.tokens[m].at]
            for m in alignment.found[n]
        ]
        if all(alone) and not any(other.value_one for other in told.tokens):
            return f'only one is in "{token.text}" in the source'
    return ""


def _one_of_two(alignment: Alignment) -> str:
    """Both, where the source has one of two."""
    told, source = alignment.told, alignment.source
    if "both" not in told.words:
        return ""
    for home in alignment.sentences():
        words = source.readings[home].words
        one = [at for at, word in enumerate(words) if word in {"one", "neither"} and "two" in words[at + 1 : at + 5]]
        if one and "both" not in words:
            return "it is one of two in the source"
    return ""


_RULES = (_labelled, _joined, _far_place, _another_one, _one_of_two, _one_of_them, _sided)
