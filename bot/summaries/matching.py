"""Whether each word, number, time and name of a told part stands in a source sentence, and which is which. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.summaries import claims
from bot.summaries.claims import NAME, NUMBER, TIME, WORD, Governor, Reading, Token
from bot.summaries.meanings import base, known, listed, stands_for
from bot.summaries.roles import (
    BODIES,
    GENERIC,
    PLACED,
    actors,
    name_kind,
    name_runs,
    named_subject,
    naming,
    subject,
    whole_run,
)

NEAR = 5  # words: a rank or quantity speaks of what stands so close behind it


_BODIES = frozenset(map(base, BODIES))


UNDOING = frozenset(
    base(word)
    for word in listed(
        """
        delay postpone put_off scrub cancel call_off abort scrap reject refuse deny fail lose prevent stop
        halt abandon decline rule_out avoid block miss suspend shelve axe drop
        """
    )
) | frozenset({"put_off", "call_off", "rule_out", "turn_down", "push_back", "stand_down", "hold_up"})


_LOADED = frozenset(
    base(word)
    for word in listed(
        """
        nix scuttle botch ruin sabotage falsify fake forge denounce condemn mock ridicule slam blast doom
        wreck jeopardise jeopardize threaten endanger hinder hamper thwart obstruct undermine spoil bungle
        mishandle leak steal hack attack bomb invade seize confiscate forfeit renounce repudiate disown
        betray veto scotch quash overturn reverse revoke rescind annul void terminate outlaw boycott shun
        snub ignore overlook neglect omit exclude expel evict oust fire sack dismiss demote suspend punish
        fine jail arrest convict accuse blame indict sue dispute contest challenge contradict disprove
        debunk refute doubt question fear dread regret mourn lament celebrate rejoice love hate envy invent
        patent steal copy plagiarise forget mislay misplace misfire derail stray drift sink burn melt
        shatter smash collapse crumble topple fall plunge tumble decline shrink dwindle soar surge double
        triple quadruple halve outnumber outperform surpass exceed trail lag pioneer revolutionise
        revolutionize transform dominate monopolise monopolize kill murder poison injure wound harm maim
        starve suffocate drown vanish disappear
        """
    )
)


_CLOSE = frozenset({"", "of", "by", "at", "for"})


class Match:
    """A part of a told sentence beside a source sentence: which token of the one is which of the other."""

    def __init__(self, told: Reading, start: int, stop: int, source: Reading, context: Sequence[Reading]) -> None:
        self.told, self.start, self.stop = told, start, stop
        self.source, self.context = source, context
        self.tokens = told.tokens[start:stop]
        self.whole: Sequence[Reading] = ()
        self.found: dict[int, list[int]] = {}  # place in told.tokens -> places in source.tokens
        self.back: dict[int, list[int]] = {}

    def pair(self, mine: int, theirs: Iterable[int]) -> None:
        """Remember that they say the same."""
        for place in theirs:
            self.found.setdefault(mine, []).append(place)
            self.back.setdefault(place, []).append(mine)

    def governors(self) -> list[Governor]:
        """Those of the told sentence that stand in this part."""
        if not self.tokens:
            return []
        first, last = self.tokens[0].at, self.tokens[-1].at
        low = -1 if self.start == 0 else self.told.tokens[self.start - 1].at
        high = last if self.stop < len(self.told.tokens) else 10**9
        return [governor for governor in self.told.governors if min(first, low + 1) <= governor.at <= high]


def missing(match: Match) -> str:
    source = match.source.tokens
    for n in range(match.start, match.stop):
        token = match.told.tokens[n]
        match.pair(n, [m for m, other in enumerate(source) if _same(token, other, match)])
    subject_allowed = context_names(match)
    strangers = 0
    for n in range(match.start, match.stop):
        token = match.told.tokens[n]
        if match.found.get(n):
            continue
        if token.kind == WORD and (token.key in claims.LIGHT or token.key in claims.MOOD_WORDS):
            continue
        if (
            token.kind == NAME
            and token.preposition in ("", "by", "of")
            and not naming(match.told, token)
            and (token.key in subject_allowed or _acronym(match, n, match.source, subject_allowed))
        ):
            continue
        if token.kind == WORD and not strangers and _stands_in(match, n):
            strangers += 1
            continue
        if token.kind == WORD and token.key in _BODIES and match.told.words[token.at - 1 : token.at] == ["the"]:
            continue
        if (
            token.kind in (WORD, NAME)
            and not token.verb
            and (token.kind == WORD or token.doubtful)
            and any(
                _same(token, other, match)
                for reading in match.context
                for other in reading.tokens
                if other.kind != NUMBER
            )
        ):
            continue
        if (
            token.kind in (NAME, WORD)
            and (token.kind == WORD or _all_told(match))
            and token.preposition in _CLOSE
            and _beside(match, n)
        ):
            continue
        if token.kind == NUMBER and not any(t.kind == NUMBER for t in source) and _counted_before(match, n):
            continue
        if token.kind == NUMBER and token.value_one and _single(match, n):
            continue
        what = {NAME: "the name", NUMBER: "the number", TIME: "the time"}.get(token.kind, "the word")
        return f'{what} "{token.text}" is not in the source sentence'
    return ""


def _stands_in(match: Match, n: int) -> bool:
    """Whether a verb that nobody knows stands for one of the source that is otherwise untold: it has the same two
    beside it, one that acts and one that is acted on.
    """
    token = match.told.tokens[n]
    if not (token.verb or token.passive) or token.key in _LOADED or known(token.key) or token.text[0].isupper():
        return False
    acting, acted = actors(match.told, n)
    mine = {m for k in acting for m in match.found.get(k, [])}
    objects = {m for k in acted for m in match.found.get(k, [])}
    if not mine or not objects:
        return False
    for m, other in enumerate(match.source.tokens):
        if (other.verb or other.passive) and not match.back.get(m) and other.key not in UNDOING:
            their_acting, their_acted = actors(match.source, m)
            if mine & their_acting and objects & their_acted and other.infinitive == token.infinitive:
                match.pair(n, [m])
                return True
    return False


def _counted_before(match: Match, n: int) -> bool:
    """Whether the number counts, as in the sentence before, what the source sentence calls "they" or "them"."""
    token = match.told.tokens[n]
    return (
        bool(match.context)
        and bool({"they", "them", "their", "both"} & set(match.source.words))
        and any(
            _same(token, other, match) and _following(match.told, token)[:1] == _following(match.context[0], other)[:1]
            for other in match.context[0].tokens
        )
    )


def _beside(match: Match, n: int) -> bool:
    """Whether a name or noun that the source sentence lacks only says more of one it has: "Orr of NASA", "the probe
    Kestrel". Another sentence of the source must put the two as close.
    """
    token = match.told.tokens[n]
    if token.kind == WORD and token.text.lower() not in GENERIC:
        return False
    if token.kind == WORD:
        partners = [k for k in subject(match.told, 0, len(match.told.tokens)) if k != n]
        keys = {other.key for other in match.source.tokens if other.kind == NAME and not other.preposition}
    else:
        partners = [
            k
            for k, other in enumerate(match.told.tokens)
            if other.kind == NAME
            and other.run != token.run
            and abs(other.at - token.at) <= 4 + (k != n)
            and match.start <= k < match.stop
        ]
        keys = {match.told.tokens[k].key for k in partners} & {
            other.key for other in match.source.tokens if other.kind == NAME
        }
    for reading in match.whole:
        if reading is match.source:
            continue
        for other in reading.tokens:
            same = (
                other.key == token.key
                if token.kind == NAME
                else other.kind == WORD and stands_for(token.key, other.key)
            )
            if same and any(
                near.kind == NAME
                and near.key in keys
                and abs(near.at - other.at) <= 4
                and near.clause in (other.clause, other.clause - 1, other.clause + 1)
                for near in reading.tokens
            ):
                return True
    return False


def _same(token: Token, other: Token, match: Match) -> bool:
    if token.kind == NUMBER:
        return other.kind == NUMBER and _same_number(token, other, match)
    if token.kind == TIME:
        return other.kind == TIME and (token.key == other.key or other.key.startswith(f"{token.key}-"))
    if token.kind == NAME and not token.doubtful:
        if token.key == other.key and other.kind in (NAME, WORD):
            return True
        if token.key in claims.NATIONS and claims.CANON.get(other.text.lower()) == token.key:
            return True
        if other.kind == NAME and _demonym(token.key, other.key):
            return True
        return (other.kind == NAME and token.key.rstrip("s") == other.key.rstrip("s") and len(token.key) > 3) or (
            other.kind == WORD and stands_for(base(token.key), other.key) and base(token.key) == other.key
        )
    if other.kind in (NUMBER, TIME):
        return token.kind == WORD and token.key == other.unit
    mine = base(token.key) if token.kind == NAME else token.key
    if token.key in claims.TELLING and other.key in claims.SAY and other.key not in claims.DOUBTED:
        return True
    if other.kind == NAME:
        return token.key == other.key or stands_for(mine, base(other.text.lower())) or mine == base(other.key)
    return stands_for(mine, other.key)


def _demonym(one: str, other: str) -> bool:
    """Whether one names the people of the other: "Chilean" and "Chile"."""
    short, long = sorted((one, other), key=len)
    return (
        len(short) > 3
        and long != short
        and long.startswith(short[:-1])
        and long[len(short) - 1 :].lstrip("aeio") in {"n", "an", "ns", "se", "sh", ""}
    )


def _same_number(token: Token, other: Token, match: Match) -> bool:
    if (
        token.key != other.key
        or (token.unit != other.unit and not ({token.unit, other.unit} == {"gbp", "lb"} and float(token.key) >= 1e5))
        or token.ordinal != other.ordinal
    ):
        return False
    if token.comparator != other.comparator and not (other.year and token.year):
        return False
    if token.year or token.unit or other.year:
        return True
    if (token.preposition == "of") != (other.preposition == "of") and sum(
        t.kind == NUMBER for t in match.source.tokens
    ) > 1:
        return False
    mine, theirs = _following(match.told, token), _following(match.source, other)
    if token.ordinal and "time" in mine and "time" not in theirs:
        return False
    if not mine or not theirs:
        return True
    if mine[0] not in theirs and any(
        rival.kind == NUMBER
        and rival.key != token.key
        and rival.ordinal == token.ordinal
        and mine[0] in _following(reading, rival)
        for reading in (match.whole if token.ordinal else (match.source,))
        for rival in reading.tokens
    ):
        return False
    return any(stands_for(a, b) or stands_for(b, a) for a in mine for b in theirs)


def _following(reading: Reading, token: Token) -> list[str]:
    """The words that say what a number counts."""
    found: list[str] = []
    for other in reading.tokens:
        if token.at < other.at <= token.at + NEAR and other.clause == token.clause:
            if (
                other.kind == NUMBER
                or (other.kind == WORD and other.verb and (found or token.ordinal))
                or (other.preposition != token.preposition and other.preposition not in ("", "of") and found)
            ):
                break
            if other.kind in (WORD, NAME):
                found.append(other.key if other.kind == WORD else base(other.key))
    return found[:4]


def _single(match: Match, n: int) -> bool:
    """Whether "one satellite" is "a satellite" in the source."""
    following = _following(match.told, match.told.tokens[n])[:1]
    words = match.source.words
    return any(
        low in {"a", "an"} and any(stands_for(key, base(word)) for key in following for word in words[at + 1 : at + 4])
        for at, low in enumerate(words)
    )


def context_names(match: Match) -> set[str]:
    """Names that the source sentence means by "it" or "the company": those that its antecedent is about."""
    if not match.context or named_subject(match.source):
        return set()
    if not _all_told(match):
        return set()
    allowed: set[str] = set()
    of_person = bool({"he", "she", "his", "her", "him"} & set(match.source.words))
    generic = {word for at, word in enumerate(match.source.words) if at and match.source.words[at - 1] == "the"}
    for reading in match.context:
        zone = set(subject(reading, 0, len(reading.tokens)))
        people = [run for run in name_runs(reading) if name_kind(reading, reading.tokens[run[0]]) == "person"]
        if of_person and len(people) == 1:
            zone |= set(people[0])
        for token in reading.tokens:
            if token.kind == WORD and token.text.lower() in generic:  # "a rocket, Hanbit": "the rocket" is Hanbit
                beside = [
                    m for m, other in enumerate(reading.tokens) if other.kind == NAME and abs(other.at - token.at) <= 3
                ]
                zone |= {
                    m for k in beside if reading.tokens[k].key not in claims.NATIONS for m in whole_run(reading, [k])
                }
        bodies = [run for run in name_runs(reading) if reading.tokens[run[0]].preposition in ("", "by")]
        certain = [run for run in bodies if name_kind(reading, reading.tokens[run[0]]) == "body"]
        bodies = certain or bodies
        if len(bodies) == 1 and generic & BODIES:
            zone = set(bodies[0])
        found = {reading.tokens[n].key for n in zone if reading.tokens[n].kind == NAME}
        allowed |= found
        if found:
            break
    return allowed


def _all_told(match: Match) -> bool:
    """Whether the part names all that the source sentence names, places aside: none can have taken another's place."""
    return all(
        match.back.get(m)
        for run in name_runs(match.source)
        for m in run
        if match.source.tokens[m].preposition not in PLACED | {"on"}
    )


def _acronym(match: Match, n: int, source: Reading, allowed: set[str]) -> bool:
    """Whether a name is the initials of one in the source, or the other way round."""
    token = match.told.tokens[n]
    runs = name_runs(source)
    if len(token.text) >= 3 and token.text.isupper():
        for run in runs:
            initials = "".join(source.tokens[m].text[0] for m in run).lower()
            if len(run) >= 3 and initials == token.key:
                match.pair(n, run)
                return True
    mine = [m for m, other in enumerate(match.told.tokens) if other.kind == NAME and other.run == token.run]
    if len(mine) >= 3:
        initials = "".join(match.told.tokens[m].text[0] for m in mine).lower()
        places = [m for m, other in enumerate(source.tokens) if other.kind == NAME and other.key == initials]
        if places or initials in allowed:
            match.pair(n, places)
            return True
    return False


def misnamed(match: Match) -> str:
    """A name of several words must be one name of the source, or whole ones side by side: no new person of two."""
    theirs = [[match.source.tokens[m].key for m in run] for run in name_runs(match.source)]
    for reading in match.context:
        theirs += [[reading.tokens[m].key for m in run] for run in name_runs(reading)]
    for run in name_runs(match.told):
        mine = [
            match.told.tokens[n].key
            for n in run
            if match.start <= n < match.stop
            and not (match.found.get(n) and all(match.source.tokens[m].kind == WORD for m in match.found[n]))
        ]
        if (
            len(mine) > 1
            and not _composed(mine, theirs)
            and not any(_acronym(match, n, match.source, set()) for n in run[:1])
        ):
            return f'"{" ".join(match.told.tokens[n].text for n in run)}" is not one name in the source'
    return ""


def _composed(mine: list[str], theirs: list[list[str]]) -> bool:
    if not mine:
        return True
    for length in range(len(mine), 0, -1):
        piece = mine[:length]
        whole = length == len(mine) or length > 1
        for run in theirs:
            inside = any(run[i : i + length] == piece for i in range(len(run) - length + 1))
            fits = (
                inside
                if whole and length == len(mine) and length > 1
                else run == piece or (inside and length > 1 and run[-length:] == piece)
            )
            if fits and _composed(mine[length:], theirs):
                return True
    return False
