"""Whether one source sentence says what a part of a told sentence says: word by word, and as related. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries import claims
from bot.summaries.claims import NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.matching import Match, context_names, misnamed, missing
from bot.summaries.meanings import listed
from bot.summaries.moods import denied, qualified, ranked, undone
from bot.summaries.roles import (
    actors,
    ahead,
    behind,
    last_word,
    modifies,
    name_kind,
    naming,
    preposition,
    side_by_side,
    speakers,
    whole_run,
)

_OPPOSED = {
    ("from", "to"),
    ("to", "from"),
    ("from", "into"),
    ("into", "from"),
    ("with", "without"),
    ("over", "under"),
    ("under", "over"),
    ("above", "below"),
    ("below", "above"),
    ("to", "by"),
    ("by", "to"),
    ("for", "against"),
    ("against", "for"),
    ("inside", "outside"),
    ("outside", "inside"),
    ("from", "toward"),
    ("from", "for"),
    ("for", "from"),
}


_OWNING = frozenset(listed("of for from in at on by to with"))


_PLACES = frozenset(
    listed(
        """
        in at on near over above off outside inside around beneath under aboard across to into onto toward
        towards from below beyond through
        """
    )
)


def objection(
    told: Reading, start: int, stop: int, source: Reading, context: Sequence[Reading], whole: Sequence[Reading] = ()
) -> str:
    """Why `source` (which leans on `context`, the nearest first, and stands in the text `whole`) does not say
    `told.tokens[start:stop]`.
    """
    match = Match(told, start, stop, source, context)
    match.whole = whole
    return (
        missing(match)
        or misnamed(match)
        or denied(match)
        or undone(match)
        or qualified(match)
        or ranked(match)
        or _related(match)
    )


def _related(match: Match) -> str:
    return (
        _displaced(match)
        or _turned_round(match)
        or _reversed(match)
        or _spoken(match)
        or _misplaced(match)
        or _gapped(match)
        or _exchanged(match)
    )


def _turned_round(match: Match) -> str:
    """Numbers and times in pairs, as in "79 to 18" or "from June to October", keep their order."""
    tokens = match.told.tokens
    for n in range(match.start, match.stop - 1):
        one, other = tokens[n], tokens[n + 1]
        if one.kind not in (NUMBER, TIME) or other.kind != one.kind or other.preposition not in ("to", "until", "till"):
            continue
        if match.found.get(n) and match.found.get(n + 1) and min(match.found[n]) > max(match.found[n + 1]):
            return f'"{one.text}" and "{other.text}" stand the other way round in the source'
    return ""


def _displaced(match: Match) -> str:
    """A name stands where the source has it: behind the same small word, before the same noun, or as subject."""
    tokens = match.source.tokens
    seen: set[int] = set()
    for n in range(match.start, match.stop):
        token = match.told.tokens[n]
        if token.kind != NAME or token.run in seen or not match.found.get(n):
            continue
        places = [m for m in match.found[n] if tokens[m].kind == NAME]
        if len(places) < len(match.found[n]):
            continue
        seen.add(token.run)
        if places and not any(_slot(match, n, m) for m in places):
            return f'"{token.text}" stands elsewhere in the source'
        if (
            naming(match.told, token)
            and places
            and not any(naming(match.source, tokens[m]) or _noun_beside(match, m) for m in places)
        ):
            return f'"{token.text}" is the name of something else in the source'
    return ""


def _noun_beside(match: Match, m: int) -> bool:
    tokens = match.source.tokens
    return any(
        other.kind == WORD
        and abs(other.at - tokens[m].at) <= 2
        and match.back.get(k)
        and not other.verb
        and other.text.lower() not in {"named", "called"}
        for k, other in enumerate(tokens)
    )


def _slot(match: Match, n: int, m: int) -> bool:
    """Whether told name `n` stands as source name `m` does."""
    mine, theirs = match.told.tokens[n], match.source.tokens[m]
    mine_last, their_last = last_word(match.told, mine), last_word(match.source, theirs)
    a, b = preposition(match.told, mine), preposition(match.source, theirs)
    mine_owns, their_owns = mine_last.possessive, their_last.possessive
    mine_noun, their_noun = _right_behind(match.told, mine_last), _right_behind(match.source, their_last)
    if mine_noun and their_noun and mine_owns == their_owns and _meet(match, mine_noun, their_noun):
        return True  # "the Tiangong station" is the same wherever it stands
    if mine_owns and not their_owns and not b:
        return _pronoun_owns(match, mine_last) or _meet(
            match, behind(match.told, mine_last)[:1], behind(match.source, their_last)[:2]
        )
    mine_modifies = mine_owns or modifies(match.told, mine_last)
    their_modifies = their_owns or modifies(match.source, their_last)
    if a == b:
        if mine_modifies and not mine_owns and not their_modifies:
            return _close_behind(match, mine_last, theirs)
        return mine_owns == their_owns or bool(a) or not their_owns or mine_modifies
    if not a:
        if mine_modifies:
            return b in _OWNING and (
                mine_owns or _meet(match, behind(match.told, mine_last), ahead(match.source, theirs))
            )
        return b in {"by", "of", "with", "including", "like", "as"} or (their_modifies and b not in _PLACES)
    if not b:
        if their_modifies:
            return a in _OWNING and _meet(
                match, ahead(match.told, mine), behind(match.source, their_last)[: 1 if their_owns else 3]
            )
        return a == "by" or (a in {"with", "including", "as"} and _shares_noun(match, mine, theirs))
    if a in _PLACES and b in _PLACES:
        taken = any(
            other.kind == NAME and other.preposition == a and not match.back.get(k)
            for k, other in enumerate(match.source.tokens)
        )
        return not taken and ("from" not in (a, b) or bool({a, b} & {"off", "at", "in", "outside"}))
    if {a, b} <= _OWNING:
        heads = ahead(match.source, theirs) + (behind(match.source, their_last)[:2] if their_modifies else [])
        return _meet(match, ahead(match.told, mine), heads)
    return False


def _right_behind(reading: Reading, token: Token) -> list[int]:
    """The place of the noun that the name stands right before, if it does."""
    return [
        k
        for k, other in enumerate(reading.tokens)
        if 0 < other.at - token.at <= token.width + token.possessive
        and other.clause == token.clause
        and other.kind in (WORD, NAME)
        and not other.verb
    ][:1]


def _close_behind(match: Match, mine: Token, theirs: Token) -> bool:
    """Whether the noun right behind the told name stands beside the source's."""
    return any(
        abs(match.source.tokens[p].at - theirs.at) <= 3 + theirs.width
        and match.source.tokens[p].clause == theirs.clause
        for k in behind(match.told, mine)[:1]
        for p in match.found.get(k, [])
    )


def _meet(match: Match, mine: list[int], theirs: list[int]) -> bool:
    return any(place in theirs for k in mine for place in match.found.get(k, []))


def _pronoun_owns(match: Match, mine: Token) -> bool:
    """Whether "Lumen's satellite" is "its satellite" in the source."""
    words = match.source.words
    for k in behind(match.told, mine)[:2]:
        for p in match.found.get(k, []):
            at = match.source.tokens[p].at
            if {"its", "his", "her", "their"} & set(words[max(0, at - 3) : at]):
                return True
    return False


def _shares_noun(match: Match, mine: Token, theirs: Token) -> bool:
    """Whether a word close to the one is said by a word close to the other."""
    near = [
        k
        for k in range(match.start, match.stop)
        if (0 < abs(match.told.tokens[k].at - mine.at) <= 5 and match.told.tokens[k].run != mine.run)
        or (match.told.tokens[k].run < 0 and 0 < abs(match.told.tokens[k].at - mine.at) <= 5)
    ]
    return any(
        abs(match.source.tokens[p].at - theirs.at) <= 6 and (match.source.tokens[p].run != theirs.run or theirs.run < 0)
        for k in near
        for p in match.found.get(k, [])
    )


def _reversed(match: Match) -> str:
    """The one that acts in the told sentence must not be acted on in the source."""
    for n, places in match.found.items():
        verb = match.told.tokens[n]
        if verb.kind != WORD or not verb.verb or verb.key in claims.SAY:
            continue
        acting, acted = actors(match.told, n)
        verdicts = []
        for m in places:
            if not match.source.tokens[m].verb:
                verdicts.append(_held_by_another(match, acting, m))
                continue
            their_acting, their_acted = actors(match.source, m)
            if (not acted and not verb.passive) or (not their_acted and not match.source.tokens[m].passive):
                their_acted = set()  # "it launched" and "they launched it": what acts alone may be what was acted on
                acted = set() if not their_acting & set(match.back) else acted
                verdicts.append(
                    ""
                    if not acting or verb.passive
                    else _clash(match, acting, set(), their_acting, set())
                    if acted
                    else ""
                )
                continue
            verdicts.append(_clash(match, acting, acted, their_acting, their_acted))
        if verdicts and all(verdicts):
            return verdicts[0]
    return ""


def _held_by_another(match: Match, acting: set[int], m: int) -> str:
    """A noun of doing belongs to the name beside it: of "commander Lind, pilot Orr", Orr did not command."""
    names = {place for n in acting for place in match.found.get(n, []) if match.source.tokens[place].kind == NAME}
    here = match.source.tokens[m]
    beside = [k for k, other in enumerate(match.source.tokens) if other.kind == NAME and 0 < other.at - here.at <= 1]
    if names and beside and not names & set(whole_run(match.source, beside)):
        return "another one does so in the source"
    return ""


def _clash(match: Match, acting: set[int], acted: set[int], their_acting: set[int], their_acted: set[int]) -> str:
    mine = {m for n in acting for m in match.found.get(n, [])}
    objects = {m for n in acted for m in match.found.get(n, [])}
    if (mine & their_acted and not mine & their_acting) or (objects & their_acting and not objects & their_acted):
        return "who acts on whom is turned round"
    names = {m for m in mine if match.source.tokens[m].kind == NAME}
    their_names = {m for m in their_acting if match.source.tokens[m].kind == NAME}
    if (
        names
        and their_names
        and not names <= their_acting | {k for a in their_acting for k in whole_run(match.source, [a])}
    ):
        return "another one acts in the source"
    return ""


def _spoken(match: Match) -> str:
    """What is said is said by the same one."""
    for n, places in match.found.items():
        token = match.told.tokens[n]
        if token.kind != WORD or token.key not in claims.SAY:
            continue
        mine = speakers(match.told, n)
        if not mine:
            continue
        keys = {match.told.tokens[m].key for m in mine}
        heard = False
        for m in places:
            theirs = {match.source.tokens[k].key for k in speakers(match.source, m)}
            if not theirs:
                theirs = context_names(match) or {
                    key for reading in match.context for key in (t.key for t in reading.tokens if t.kind == NAME)
                }
                if not match.context:
                    heard = True
            heard = heard or bool(keys & theirs) or _initials(match, mine, m)
        if not heard:
            return "somebody else says so in the source"
    return ""


def _initials(match: Match, mine: list[int], said: int) -> bool:
    speaker = set(speakers(match.source, said))
    return any(m in speaker for n in mine for m in match.found.get(n, []))


def _misplaced(match: Match) -> str:
    """From and to, with and without, by and to: the small words before a name, number or time."""
    for n, places in match.found.items():
        token = match.told.tokens[n]
        if token.kind == WORD or not places or not token.preposition:
            continue
        if (
            token.kind == TIME
            and token.preposition == "of"
            and all(match.source.tokens[m].preposition != "of" for m in places)
        ):
            return f'"of {token.text}" stands otherwise in the source'
        theirs = {match.source.tokens[m].preposition for m in places}
        if all((token.preposition, other) in _OPPOSED for other in theirs):
            return f'"{token.preposition} {token.text}" stands otherwise in the source'
    return ""


def _exchanged(match: Match) -> str:
    """Names, numbers and times must stand with the words that they stand with in the source.

    Put to the test by exchange: if the words around one of them fit another of the same kind in the source far better,
    it has taken that other's place.
    """
    anchors = [n for n in range(match.start, match.stop) if match.told.tokens[n].kind != WORD and match.found.get(n)]
    tokens = match.source.tokens
    for n in anchors:
        token = match.told.tokens[n]
        if token.year and token.kind == NUMBER and not any(t.year and t.key != token.key for t in tokens):
            continue
        own = match.found[n]
        rivals = [
            m
            for m, other in enumerate(tokens)
            if other.kind == token.kind and m not in own and _rival(match, token, other, own)
        ]
        if not rivals:
            continue
        around = _around(match, n)
        if not around:
            continue
        fit = max(_fit(match, m, around) for m in own)
        for rival in rivals:
            better = _fit(match, rival, around)
            in_told = match.back.get(rival)
            if in_told and side_by_side(match.told, token, match.told.tokens[in_told[0]]):
                continue
            if token.kind == NAME and not in_told and name_kind(match.source, tokens[rival]) == "other":
                continue  # who does what to whom is looked at above; of these names no more is known
            if better > fit * (1.35 if in_told else 2.2):
                return f'"{token.text}" stands where the source has "{tokens[rival].text}"'
    return ""


def _rival(match: Match, token: Token, other: Token, own: list[int]) -> bool:
    if token.kind == NAME:
        runs = {match.source.tokens[m].run for m in own}
        kinds = {name_kind(match.source, match.source.tokens[m]) for m in own if match.source.tokens[m].kind == NAME}
        own_keys = {
            match.source.tokens[m].key for m in range(len(match.source.tokens)) if match.source.tokens[m].run in runs
        }
        return other.run not in runs and other.key not in own_keys and name_kind(match.source, other) in kinds
    if token.kind == TIME:
        return (
            other.key != token.key
            and token.key[0].isdigit() == other.key[0].isdigit()
            and (":" in token.key) == (":" in other.key)
        )
    return (
        other.key != token.key
        and other.year == token.year
        and other.ordinal == token.ordinal
        and other.unit == token.unit
    )


def _gapped(match: Match) -> str:
    """A value goes with the name before it, not the next: "the first dates from 1981 and the second from 1974"."""
    tokens = match.source.tokens
    for n in range(match.start, match.stop):
        name = match.told.tokens[n]
        if name.kind != NAME or len(match.found.get(n, [])) != 1:
            continue
        at = match.found[n][0]
        for k in range(n + 1, match.stop):
            value = match.told.tokens[k]
            if value.kind not in (NUMBER, TIME) or not match.found.get(k):
                continue
            own = match.found[k]
            rivals = [
                m
                for m, other in enumerate(tokens)
                if other.kind == value.kind
                and m not in own
                and _rival(match, value, other, own)
                and not match.back.get(m)
            ]
            if all(m < at for m in own) and any(
                at < m and tokens[m].at - tokens[at].at <= min(tokens[at].at - tokens[o].at for o in own)
                for m in rivals
            ):
                return f'"{value.text}" goes with another in the source'
    return ""


def _around(match: Match, n: int) -> list[tuple[int, float]]:
    """The source places of the words near told token `n`, each with its weight."""
    here = match.told.tokens[n]
    found: list[tuple[int, float]] = []
    for m in range(match.start, match.stop):
        token = match.told.tokens[m]
        gap = abs(token.at - here.at)
        if (
            m == n
            or gap > 9
            or not match.found.get(m)
            or (token.kind == NAME and token.run == here.run and here.kind == NAME)
        ):
            continue
        weight = 1.0 / (1 + gap) * (1.0 if token.clause == here.clause else 0.5)
        found.extend((place, weight / len(match.found[m])) for place in match.found[m])
    return found


def _fit(match: Match, place: int, around: list[tuple[int, float]]) -> float:
    tokens = match.source.tokens
    here = tokens[place]
    return sum(
        weight / (1 + abs(tokens[m].at - here.at)) * (1.0 if tokens[m].clause == here.clause else 0.6)
        for m, weight in around
        if m != place
    )
