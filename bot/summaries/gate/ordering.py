"""Whether a told sentence ranks, counts in, gives reasons and orders in time as its source does. Pure."""

from __future__ import annotations

from itertools import pairwise

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Governor, Reading
from bot.summaries.gate.meanings import stands_for
from bot.summaries.gate.roles import subject

_NEAR = 6  # words: a rank or quantity speaks of what stands so close behind it
_CAUSE_BEHIND = frozenset(
    [
        "because",
        "due",
        "owing",
        "thanks",
        "caused",
        "blamed",
        "attributed",
        "stemmed",
        "result",
        "account",
        "driven",
        "response",
    ]
)
_LIMITS = frozenset({"quantity:most", "quantity:part", "quantity:almost", "quantity:few"})


def objection(alignment: Alignment) -> str:
    """What is told of rank, share, reason or order that the source does not have; empty where nothing is."""
    told = alignment.told
    for governor in told.governors:
        if governor.kind == "rank:last" and told.words[governor.at - 1 : governor.at] == ["to"]:
            continue  # "meant to last"
        if governor.kind.startswith(("rank:", "quantity:")) and not _ranked(alignment, governor):
            return f'"{told.words[governor.at]}" is not said of it in the source'
        if governor.kind == "cause" and not _caused(alignment, governor):
            return f'"{told.words[governor.at]}" is not in the source'
    if apiece := _apiece(alignment):
        return f'it leaves out that "{apiece}" is for each'
    if verb := _first_to(alignment):
        return f'the source has nobody as the first to "{verb}"'
    if partial := _only_some(alignment):
        return f'"{partial}" is only some of them in the source'
    if other := _each_of_another(alignment):
        return f'"{other}" is counted by another in the source'
    if _contrasted(alignment):
        return "the source says that it is unlike that"
    return _limits(alignment)


_EACH = frozenset({"each", "apiece", "per", "every"})


def _apiece(alignment: Alignment) -> str:
    """A number that the source has for each of several, told without that."""
    told, source = alignment.told, alignment.source
    if _EACH & set(told.words):
        return ""
    for n, token in enumerate(told.tokens):
        if token.kind != NUMBER or token.year or token.ordinal or not alignment.found.get(n):
            continue
        after = [
            source.place(m)[0].words[source.tokens[m].at + 1 : source.tokens[m].at + source.tokens[m].width + 4]
            for m in alignment.found[n]
        ]
        if all({"each", "apiece"} & set(words) and ("each", "other") not in pairwise(words) for words in after):
            return token.text
    return ""


def _first_to(alignment: Alignment) -> str:
    """What somebody is the first to do, where the source has them first in something else."""
    told, source = alignment.told, alignment.source
    for governor in told.governors:
        if governor.kind not in ("rank:first", "rank:only"):
            continue
        for n, token in enumerate(told.tokens):
            if not token.infinitive or not governor.at < token.at <= governor.at + _NEAR:
                continue
            ranked = [
                m
                for m in alignment.found.get(n, ())
                if any(mark.kind == governor.kind for mark in source.readings[source.sentence[m]].governors)
            ]
            same = any(source.tokens[m].key == token.key or source.tokens[m].infinitive for m in ranked)
            if alignment.found.get(n) and not same:
                return token.text
    return ""


_WHOLE = frozenset({"all", "both", "every"})
_THEM = frozenset({"them", "its", "the", "these", "those", "their", "which"})


def _only_some(alignment: Alignment) -> str:
    """A word for all of them, where the source counts some of them: "three of them built by students"."""
    told, source = alignment.told, alignment.source
    whole = [word for word in told.words if word in _WHOLE]
    if not whole:
        return ""
    for home in alignment.sentences():
        reading, first = source.readings[home], source.first[home]
        for m, token in enumerate(reading.tokens):
            if token.kind != NUMBER or token.unit or token.ordinal or alignment.back.get(first + m):
                continue
            after = reading.words[token.at + 1 : token.at + 3]
            if after[:1] == ["of"] and after[1:] and after[1] in _THEM:
                return whole[0]
    return ""


def _each_of_another(alignment: Alignment) -> str:
    """What a number is for each of: "for each reentry" is not "per license"."""
    told, source = alignment.told, alignment.source
    mine = _counted_by(told)
    if not mine:
        return ""
    theirs = {key for home in alignment.sentences() for key in _counted_by(source.readings[home])}
    other = [key for key in mine if not any(stands_for(key, one) for one in theirs)]
    known = {token.key for token in source.tokens}
    return next((mine[key] for key in other if theirs and key in known), "")


def _counted_by(reading: Reading) -> dict[str, str]:
    return {
        token.key: token.text
        for token in reading.tokens
        if token.kind == WORD and reading.words[token.at - 1 : token.at] in (["each"], ["per"])
    }


def _alike(mine: str, theirs: str) -> bool:
    if mine == theirs:
        return True
    return mine.startswith("rank:") and theirs.startswith("rank:") and stands_for(mine[5:], theirs[5:])


def _ranked(alignment: Alignment, governor: Governor) -> bool:
    source = alignment.source
    if governor.kind == "rank:ever" and any(other.kind == "rank:first" for other in alignment.told.governors):
        return True  # "the first ever"
    if governor.kind in ("quantity:more", "quantity:less") and "than" in alignment.told.words:
        return _compared(alignment, governor.kind == "quantity:more")
    if governor.kind == "quantity:several" and any(
        token.kind == NUMBER and not token.ordinal and not token.year and token.key > "1" for token in source.tokens
    ):
        return True
    for home in alignment.sentences():
        reading, first = source.readings[home], source.first[home]
        if each_of_them(alignment.told.words, governor.at) and {"each", "every", "per"} & set(reading.words):
            return True
        if governor.kind in ("quantity:more", "quantity:less") and _COMPARING & set(reading.words):
            return True
        if governor.kind == "quantity:two" and any(t.key == "2" for t in reading.tokens):
            return True
        for other in reading.governors:
            if governor.kind == "rank:ever" and _LASTING & set(reading.words):
                return True
            if not _alike(governor.kind, other.kind):
                continue
            each = alignment.told.words[governor.at]
            if each in ("each", "every") and reading.words[other.at] in ("each", "every"):
                return True
            if governor.kind in ("rank:not_before", "rank:deadline", "rank:first", "quantity:part", "quantity:most"):
                return True  # whose, is looked at where numbers are
            focused = [m for m in alignment.found.get(governor.focus, ()) if source.sentence[m] == home]
            if governor.kind.startswith("rank:") and governor.kind != "rank:only" and focused:
                return True
            if governor.kind == "quantity:several":
                return True
            places = alignment.found.get(governor.focus, [])
            predicate = bool(vocabulary.BE & set(reading.words[max(0, other.at - 3) : other.at]))
            if predicate and any(source.sentence[m] == home and source.tokens[m].at < other.at + 2 for m in places):
                return True  # "the jet stream ... is the fastest yet seen"
            if governor.focus < 0 or other.focus < 0 or first + other.focus in places:
                return True
            if {"them", "these", "those"} & set(reading.words[other.at + 1 : other.at + 3]):
                return True  # "half of them"
            if governor.focus >= 0 and governor.kind.startswith("rank"):
                near = [
                    n
                    for n, token in enumerate(alignment.told.tokens)
                    if 0 < token.at - governor.at <= _NEAR and token.kind == WORD and token.key not in vocabulary.LIGHT
                ]
                reach = governor.focus + (governor.focus not in alignment.found)
                places = [m for n in near if n <= reach for m in alignment.found.get(n, [])]
            if any(source.sentence[m] == home and 0 < source.tokens[m].at - other.at <= _NEAR for m in places) or (
                not places and alignment.told.tokens[governor.focus].key in vocabulary.LIGHT
            ):
                return True
    return False


_COMPARING = frozenset({"than", "above", "below", "more", "less", "fewer", "further", "additional", "another"})


def each_of_them(words: list[str], at: int) -> bool:
    return words[at] in ("each", "every")


def _compared(alignment: Alignment, more: bool) -> bool:
    """Whether a source sentence compares, and the same way: "faster than" for "more quickly than"."""
    for home in alignment.sentences():
        words = alignment.source.readings[home].words
        if "than" in words:
            less = {"less", "fewer"} & set(words)
            if bool(less) != more:
                return True
    return False


def _contrasted(alignment: Alignment) -> bool:
    """Whether something that is unlike another in the source is told to be like it."""
    source = alignment.source
    if "unlike" in alignment.told.words:
        return False
    told = alignment.told
    for n in subject(told, 0, len(told.tokens)):
        for m in alignment.found.get(n, ()):
            reading, at = source.place(m)
            if "unlike" not in reading.words:
                continue
            if told.tokens[n].kind == WORD:
                ahead = [
                    t.at
                    for t in reading.tokens
                    if t.kind == NAME and not t.preposition and t.clause > reading.tokens[at].clause
                ]
                beside = bool(ahead) and reading.tokens[at].at - reading.words.index("unlike") in (1, 2, 3)
                if (
                    beside
                    and len(alignment.found) > 1
                    and all(
                        source.tokens[p].at > min(ahead)
                        for k, places in alignment.found.items()
                        if k > n
                        for p in places
                        if source.sentence[p] == source.sentence[m]
                    )
                ):
                    return True
                continue
            turn = reading.words.index("unlike")
            rest = [k for k in alignment.anchor if alignment.told.tokens[k].run != alignment.told.tokens[n].run]
            behind = [
                k
                for k in rest
                if any(
                    source.sentence[p] == source.sentence[m] and source.tokens[p].at > turn for p in alignment.found[k]
                )
            ]
            if reading.tokens[at].at < turn and rest and len(behind) > len(rest) / 2:
                return True
    return False


def _limits(alignment: Alignment) -> str:
    """What the source says only of some, or not before a day, must be told so."""
    source, told = alignment.source, alignment.told
    for home in alignment.sentences():
        reading, first = source.readings[home], source.first[home]
        for other in reading.governors:
            if missing := _restricted(alignment, home, other):
                return f'it leaves out "{missing}"'
            if other.kind in _LIMITS:
                said = alignment.back.get(first + other.focus, []) if other.focus >= 0 else []
            elif other.kind in ("rank:not_before", "rank:deadline"):
                said = [
                    n
                    for m, token in enumerate(reading.tokens)
                    if token.kind == TIME and 0 < token.at - other.at <= _NEAR
                    for n in alignment.back.get(first + m, [])
                ]
            else:
                continue
            said = [n for n in said if not _own_number(alignment, n, home)]
            if said and not any(_alike(mine.kind, other.kind) for mine in told.governors):
                return f'it leaves out "{reading.words[other.at]}"'
    return ""


_SPANS = frozenset({"year", "month", "week", "season", "decade", "century"})
_LASTING = frozenset({"ever", "yet", "far", "history", "never"})


def _restricted(alignment: Alignment, home: int, rank: Governor) -> str:
    """The name that says among whom one is first: "the first Japanese astronaut", "any other Chinese woman"."""
    source, told = alignment.source, alignment.told
    reading, first = source.readings[home], source.first[home]
    if not rank.kind.startswith("rank:") and rank.kind not in ("quantity:more", "quantity:less"):
        return ""
    if not any(_alike(mine.kind, rank.kind) for mine in told.governors):
        return ""
    for at in range(rank.at, min(len(reading.words) - 1, rank.at + 12)):
        if reading.words[at] == "this" and reading.words[at + 1] in _SPANS:
            return "" if reading.words[at + 1] in told.words else f"this {reading.words[at + 1]}"
    start = rank.at
    if rank.kind.startswith("quantity"):
        others = [at for at in range(rank.at, len(reading.words)) if reading.words[at] == "other"]
        if not others:
            return ""
        start = others[0]
    said = {m for places in alignment.found.values() for m in places}
    for m, token in enumerate(reading.tokens):
        if not start < token.at <= start + 3:
            continue
        following = reading.tokens[m + 1] if m + 1 < len(reading.tokens) else None
        if token.kind != NAME or first + m in said or following is None:
            continue
        if following.at == token.at + 1 and following.kind == WORD and alignment.back.get(first + m + 1):
            return token.text
    return ""


def _own_number(alignment: Alignment, n: int, home: int) -> bool:
    """Whether a told word is counted by a number that another source sentence has."""
    if not n or alignment.told.tokens[n - 1].kind != NUMBER:
        return False
    return all(alignment.source.sentence[m] != home for m in alignment.found.get(n - 1, ()))


def _reason_side(reading: Reading, governor: Governor) -> tuple[int, int]:
    """The words, from and to, among which the reason stands: behind "because", before "led to"."""
    near = set(reading.words[governor.at : governor.at + 2])
    if near & _CAUSE_BEHIND and not (
        near & {"caused"} and "by" not in reading.words[governor.at + 1 : governor.at + 2]
    ):
        return governor.at, governor.at + 9
    return governor.at - 9, governor.at


def _caused(alignment: Alignment, governor: Governor) -> bool:
    told, source = alignment.told, alignment.source
    low, high = _reason_side(told, governor)
    reason = [n for n, token in enumerate(told.tokens) if low < token.at < high and n in alignment.found]
    effect = [n for n, token in enumerate(told.tokens) if not low < token.at < high and n in alignment.found]
    for n in reason:
        if told.tokens[n].key in vocabulary.LIGHT:
            continue
        for m in alignment.found[n]:
            home = source.sentence[m]
            reading = source.readings[home]
            for other in reading.governors:
                denied = any(
                    mark.kind == "not" and mark.clause == other.clause and mark.at < other.at
                    for mark in reading.governors
                )
                if other.kind == "cause" and not denied:
                    theirs = _reason_side(reading, other)
                    inside = theirs[0] < source.tokens[m].at < theirs[1]
                    if inside and any(
                        source.sentence[p] == home
                        and not theirs[0] < source.tokens[p].at < theirs[1]
                        and told.tokens[k].kind == WORD
                        and told.tokens[k].key not in vocabulary.LIGHT
                        for k in effect
                        for p in alignment.found[k]
                    ):
                        return True
            # "a weather scrub": the reason stands right before what it caused.
            if any(p == m + 1 for k in effect for p in alignment.found[k]):
                return True
    return False
