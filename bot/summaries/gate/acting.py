"""Whether what is told with a verb stands with it in the source; causes, quotations and asides too. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.roles import GENERIC, PLACED, acts, speakers


def objection(alignment: Alignment) -> str:
    """What is told with a verb and isn't so in the source; empty where all is."""
    for rule in _RULES:
        if reason := rule(alignment):
            return reason
    return ""


_OF_SOMEBODY = frozenset(map(base, listed("praise criticise criticize hail call")))


def _apart(alignment: Alignment) -> str:
    """Names, numbers and times told with a verb must stand in one source sentence with it."""
    told, source = alignment.told, alignment.source
    for n, verb in enumerate(told.tokens):
        if (
            verb.kind != WORD
            or not (verb.verb or verb.passive)
            or (verb.key in vocabulary.SAY and verb.key not in _OF_SOMEBODY)
            or verb.key in vocabulary.LIGHT
        ):
            continue
        exact = [q for q in alignment.found.get(n, ()) if source.tokens[q].key == verb.key]
        if told.words[verb.at - 1 : verb.at] == ["-"]:
            continue  # "Japan-led"
        if not exact:
            continue
        company = [k for k in _told_with(told, n) if k in alignment.found]
        if not company:
            continue
        homes = {source.sentence[q] for q in alignment.found[n]}
        if any(all(any(source.sentence[m] == home for m in alignment.found[k]) for k in company) for home in homes):
            continue
        if all(any(_taken(alignment, k, source.sentence[q]) for k in company) for q in exact):
            return f'"{verb.text}" is not said with the same in the source'
    return ""


def _taken(alignment: Alignment, k: int, home: int) -> bool:
    """Whether a source sentence has another in the place of told word `k`, which it lacks."""
    told, source = alignment.told, alignment.source
    token = told.tokens[k]
    if any(source.sentence[m] == home for m in alignment.found[k]):
        return False
    untold = [
        other
        for m, other in enumerate(source.readings[home].tokens, source.first[home])
        if not alignment.back.get(m) and not any(m in places for places in alignment.found.values())
    ]
    if token.kind == NAME:
        return any(
            other.kind == NAME
            and (other.preposition == token.preposition or {other.preposition, token.preposition} <= PLACED)
            for other in untold
        )
    if token.kind == WORD:
        return any(other.kind == WORD and other.preposition in PLACED and not other.verb for other in untold)
    if token.kind == TIME or token.year:
        return any(other.kind == TIME or other.year for other in untold)
    if token.ordinal:
        return True  # a first or third of something else
    return any(other.kind == NUMBER and (other.unit, other.ordinal) == (token.unit, token.ordinal) for other in untold)


def _told_with(told: Reading, verb: int) -> list[int]:
    """The numbers and times beside a verb, and the names behind it, up to the next verb."""
    found: list[int] = []
    tokens = told.tokens
    for step in (-1, 1):
        k = verb + step
        while 0 <= k < len(tokens) and tokens[k].clause == tokens[verb].clause and not tokens[k].verb:
            placed = tokens[k].kind == WORD and step > 0 and tokens[k].preposition in PLACED
            if (
                tokens[k].kind in (NUMBER, TIME)
                or placed
                or (tokens[k].kind == NAME and step > 0 and not tokens[k].possessive)
            ):
                found.append(k)
            k += step
    return found


def _quoted(alignment: Alignment) -> str:
    """A quotation belongs to the one who speaks in the source sentence that holds it."""
    told, source = alignment.told, alignment.source
    if not told.quotes:
        return ""
    mine = {
        told.tokens[k].key
        for n, token in enumerate(told.tokens)
        if token.kind == WORD and token.key in vocabulary.SAY
        for k in speakers(told, n)
    }
    if not mine:
        return ""
    for quote in told.quotes:
        words = quote.casefold()[:60]
        for home, reading in enumerate(source.readings):
            if words not in reading.text.casefold():
                continue
            near = [k for k in (home, home + 1, home - 1) if 0 <= k < len(source.readings)]
            for k in near:
                theirs = {
                    source.readings[k].tokens[p].key
                    for m, other in enumerate(source.readings[k].tokens)
                    if other.kind == WORD and other.key in vocabulary.SAY
                    for p in speakers(source.readings[k], m)
                } or (set(source.implied[k]) if k == home else set())
                if theirs:
                    plain = {t.key for t in source.readings[home].tokens if t.kind == NAME and not t.preposition}
                    if not (theirs | (plain if k == home else set())) & mine:
                        return "somebody else is quoted with it in the source"
                    break
    return ""


def _likened(alignment: Alignment) -> str:
    """What one thing is said to be in the source, told of another: "the boulder is the size of a shoebox"."""
    told, source = alignment.told, alignment.source
    verb = next((at for at, low in enumerate(told.words) if low in {"is", "are", "was", "were"}), -1)
    if verb < 1 or any(acts(token) for token in told.tokens):
        return ""
    before = [n for n, token in enumerate(told.tokens) if token.at < verb and not token.preposition]
    after = [n for n, token in enumerate(told.tokens) if token.at > verb and n in alignment.found]
    if not before or not after or told.tokens[before[-1]].kind != WORD or before[-1] not in alignment.found:
        return ""
    mine = {source.sentence[m] for n in before for m in alignment.found.get(n, ())}
    theirs = set.intersection(*({source.sentence[m] for m in alignment.found[n]} for n in after))
    leaning = any(source.readings[home].linked for home in theirs if home - 1 in mine)
    if theirs and not theirs & mine and not leaning and told.tokens[before[-1]].text.lower() not in GENERIC:
        return f'"{told.tokens[before[-1]].text}" is not so in the source'
    return ""


def _inverted(alignment: Alignment) -> str:
    """A cause told as the effect."""
    told, source = alignment.told, alignment.source
    here = next((at for at, word in enumerate(told.words) if word == "because"), -1)
    if here < 0:
        return ""
    for home in alignment.sentences():
        words = source.readings[home].words
        if "because" not in words:
            continue
        there = words.index("because")
        turned, kept = 0, 0
        for n, token in enumerate(told.tokens):
            places = [
                source.tokens[m].at for m in alignment.exact(n) if n in alignment.found and source.sentence[m] == home
            ]
            if token.kind != WORD or token.key in vocabulary.LIGHT or not places or token.at == here:
                continue
            same = any((at < there) == (token.at < here) for at in places)
            turned, kept = turned + (not same), kept + same
        if turned > kept and turned > 1:
            return "cause and effect are turned round"
    return ""


_UNSAID = vocabulary.SAY | vocabulary.MOOD_WORDS | frozenset(map(base, listed("have be come go take include put name")))


def _unheard_aside(alignment: Alignment) -> str:
    """What is added about somebody in an aside with a verb that the source does not have: "Brandt, who built it"."""
    told = alignment.told
    for n, verb in enumerate(told.tokens):
        if not acts(verb) or verb.key in _UNSAID or n in alignment.found or not n:
            continue
        opening = told.words[told.tokens[n - 1].at + told.tokens[n - 1].width : verb.at]
        if told.tokens[n - 1].kind == NAME and "who" in opening and opening[0] == ",":
            return f'the word "{verb.text}" is not in the source'
    return ""


_RULES = (_apart, _quoted, _likened, _inverted, _unheard_aside)
