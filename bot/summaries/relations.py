"""Whether one source sentence says what a part of a told sentence says: word by word, and as related. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.summaries import claims
from bot.summaries.claims import NAME, NUMBER, TIME, WORD, Governor, Reading, Token
from bot.summaries.meanings import known, stands_for

_NEAR = 5  # words: a rank or quantity speaks of what stands so close behind it
_OPPOSED = {("from", "to"), ("to", "from"), ("from", "into"), ("into", "from"), ("with", "without"), ("over", "under"), ("under", "over"), ("above", "below"), ("below", "above"), ("to", "by"), ("by", "to"), ("for", "against"), ("against", "for"), ("inside", "outside"), ("outside", "inside"), ("from", "toward"), ("from", "for"), ("for", "from")}
_PREPOSED = frozenset({"from", "to", "into"})
BODIES = frozenset("company firm agency organisation organization operator startup manufacturer team".split())
GENERIC = BODIES | frozenset(
    "rocket spacecraft craft probe satellite telescope mission capsule lander rover orbiter booster observatory tug vehicle demonstrator".split()
)
_BODIES = frozenset(map(claims.meanings.base, BODIES))
_UNDOING = frozenset(
    claims.meanings.base(word)
    for word in """delay postpone put_off scrub cancel call_off abort scrap reject refuse deny fail lose prevent stop halt abandon
    decline rule_out avoid block miss suspend shelve axe drop""".split()
) | frozenset({"put_off", "call_off", "rule_out", "turn_down", "push_back", "stand_down", "hold_up"})
_WEEK_PARTS = frozenset("morning afternoon evening tonight night".split())


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


def objection(
    told: Reading, start: int, stop: int, source: Reading, context: Sequence[Reading], whole: Sequence[Reading] = ()
) -> str:
    """Why `source` (which leans on `context`, the nearest first, and stands in the text `whole`) does not say
    `told.tokens[start:stop]`.
    """
    match = Match(told, start, stop, source, context)
    match.whole = whole
    return _missing(match) or _misnamed(match) or _denied(match) or _undone(match) or _qualified(match) or _ranked(match) or _related(match)


# ---------------------------------------------------------------- is each word there


def _missing(match: Match) -> str:
    source = match.source.tokens
    for n in range(match.start, match.stop):
        token = match.told.tokens[n]
        match.pair(n, [m for m, other in enumerate(source) if _same(token, other, match)])
    subject_allowed = _context_names(match)
    strangers = 0
    for n in range(match.start, match.stop):
        token = match.told.tokens[n]
        if match.found.get(n):
            continue
        if token.kind == WORD and (token.key in claims.LIGHT or token.key in claims.MOOD_WORDS):
            continue
        if token.kind == NAME and token.preposition in ("", "by", "of") and not _naming(match.told, token) and (token.key in subject_allowed or _acronym(match, n, match.source, subject_allowed)):
            continue
        if token.kind == WORD and not strangers and _stands_in(match, n):
            strangers += 1
            continue
        if token.kind == WORD and token.key in _BODIES and match.told.words[token.at - 1 : token.at] == ["the"]:
            continue
        if token.kind in (WORD, NAME) and not token.verb and (token.kind == WORD or token.doubtful) and any(
            _same(token, other, match) for reading in match.context for other in reading.tokens if other.kind != NUMBER
        ):
            continue
        if token.kind in (NAME, WORD) and (token.kind == WORD or _all_told(match)) and token.preposition in _CLOSE and _beside(match, n):
            continue
        if token.kind == NUMBER and not any(t.kind == NUMBER for t in source) and _counted_before(match, n):
            continue
        if token.kind == NUMBER and token.value_one and _single(match, n):
            continue
        what = {NAME: "the name", NUMBER: "the number", TIME: "the time"}.get(token.kind, "the word")
        return f'{what} "{token.text}" is not in the source sentence'
    return ""


_LOADED = frozenset(
    claims.meanings.base(word)
    for word in """nix scuttle botch ruin sabotage falsify fake forge denounce condemn mock ridicule slam blast doom wreck jeopardise
    jeopardize threaten endanger hinder hamper thwart obstruct undermine spoil bungle mishandle leak steal hack attack bomb invade
    seize confiscate forfeit renounce repudiate disown betray veto scotch quash overturn reverse revoke rescind annul void terminate
    outlaw boycott shun snub ignore overlook neglect omit exclude expel evict oust fire sack dismiss demote suspend punish fine jail
    arrest convict accuse blame indict sue dispute contest challenge contradict disprove debunk refute doubt question fear dread
    regret mourn lament celebrate rejoice love hate envy invent patent steal copy plagiarise forget mislay misplace misfire derail
    stray drift sink burn melt shatter smash collapse crumble topple fall plunge tumble decline shrink dwindle soar surge double
    triple quadruple halve outnumber outperform surpass exceed trail lag pioneer revolutionise revolutionize transform dominate
    monopolise monopolize kill murder poison injure wound harm maim starve suffocate drown vanish disappear""".split()
)


def _stands_in(match: Match, n: int) -> bool:
    """Whether a verb that nobody knows stands for one of the source that is otherwise untold: it has the same two around
    it, one that acts and one that is acted on.
    """
    token = match.told.tokens[n]
    if not (token.verb or token.passive) or token.key in _LOADED or known(token.key) or token.text[0].isupper():
        return False
    acting, acted = _roles(match.told, n)
    mine = {m for k in acting for m in match.found.get(k, [])}
    objects = {m for k in acted for m in match.found.get(k, [])}
    if not mine or not objects:
        return False
    for m, other in enumerate(match.source.tokens):
        if (other.verb or other.passive) and not match.back.get(m) and other.key not in _UNDOING:
            their_acting, their_acted = _roles(match.source, m)
            if mine & their_acting and objects & their_acted and other.infinitive == token.infinitive:
                match.pair(n, [m])
                return True
    return False


def _counted_before(match: Match, n: int) -> bool:
    """Whether the number counts, as in the sentence before, what the source sentence calls "they" or "them"."""
    token = match.told.tokens[n]
    return bool(match.context) and bool({"they", "them", "their", "both"} & set(match.source.words)) and any(
        _same(token, other, match) and _following(match.told, token)[:1] == _following(match.context[0], other)[:1]
        for other in match.context[0].tokens
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
            k for k, other in enumerate(match.told.tokens)
            if other.kind == NAME and other.run != token.run and abs(other.at - token.at) <= 4 + (k != n) and match.start <= k < match.stop
        ]
        keys = {match.told.tokens[k].key for k in partners} & {other.key for other in match.source.tokens if other.kind == NAME}
    for reading in match.whole:
        if reading is match.source:
            continue
        for m, other in enumerate(reading.tokens):
            same = other.key == token.key if token.kind == NAME else other.kind == WORD and stands_for(token.key, other.key)
            if same and any(
                near.kind == NAME and near.key in keys and abs(near.at - other.at) <= 4 and near.clause in (other.clause, other.clause - 1, other.clause + 1)
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
        if token.key in claims.NATIONS and claims._CANON.get(other.text.lower()) == token.key:  # noqa: SLF001 - one subject with claims
            return True
        if other.kind == NAME and _demonym(token.key, other.key):
            return True
        return other.kind == NAME and token.key.rstrip("s") == other.key.rstrip("s") and len(token.key) > 3 or (
            other.kind == WORD and stands_for(claims.meanings.base(token.key), other.key) and claims.meanings.base(token.key) == other.key
        )
    if other.kind in (NUMBER, TIME):
        return token.kind == WORD and token.key == other.unit
    mine = claims.meanings.base(token.key) if token.kind == NAME else token.key
    if token.key in claims.TELLING and other.key in claims._SAY and other.key not in claims.DOUBTED:  # noqa: SLF001 - one subject with claims
        return True
    if other.kind == NAME:
        return token.key == other.key or stands_for(mine, claims.meanings.base(other.text.lower())) or mine == claims.meanings.base(other.key)
    return stands_for(mine, other.key)


def _demonym(one: str, other: str) -> bool:
    """Whether one names the people of the other: "Chilean" and "Chile"."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long != short and long.startswith(short[:-1]) and long[len(short) - 1 :].lstrip("aeio") in {"n", "an", "ns", "se", "sh", ""}


def _same_number(token: Token, other: Token, match: Match) -> bool:
    if token.key != other.key or (token.unit != other.unit and not ({token.unit, other.unit} == {"gbp", "lb"} and float(token.key) >= 1e5)) or token.ordinal != other.ordinal:
        return False
    if token.comparator != other.comparator and not (other.year and token.year):
        return False
    if token.year or token.unit or other.year:
        return True
    if (token.preposition == "of") != (other.preposition == "of") and sum(t.kind == NUMBER for t in match.source.tokens) > 1:
        return False
    mine, theirs = _following(match.told, token), _following(match.source, other)
    if token.ordinal and "time" in mine and "time" not in theirs:
        return False
    if not mine or not theirs:
        return True
    if mine[0] not in theirs and any(
        rival.kind == NUMBER and rival.key != token.key and rival.ordinal == token.ordinal and mine[0] in _following(reading, rival)
        for reading in (match.whole if token.ordinal else (match.source,))
        for rival in reading.tokens
    ):
        return False
    return any(stands_for(a, b) or stands_for(b, a) for a in mine for b in theirs)


def _following(reading: Reading, token: Token) -> list[str]:
    """The words that say what a number counts."""
    found: list[str] = []
    for other in reading.tokens:
        if token.at < other.at <= token.at + _NEAR and other.clause == token.clause:
            if other.kind == NUMBER or (other.kind == WORD and other.verb and (found or token.ordinal)) or other.preposition != token.preposition and other.preposition not in ("", "of") and found:
                break
            if other.kind in (WORD, NAME):
                found.append(other.key if other.kind == WORD else claims.meanings.base(other.key))
    return found[:4]


def _single(match: Match, n: int) -> bool:
    """Whether "one satellite" is "a satellite" in the source."""
    following = _following(match.told, match.told.tokens[n])[:1]
    words = match.source.words
    return any(
        low in {"a", "an"} and any(stands_for(key, claims.meanings.base(word)) for key in following for word in words[at + 1 : at + 4])
        for at, low in enumerate(words)
    )


def _context_names(match: Match) -> set[str]:
    """Names that the source sentence means by "it" or "the company": those that its antecedent is about."""
    if not match.context or _named_subject(match.source):
        return set()
    if not _all_told(match):
        return set()
    allowed: set[str] = set()
    of_person = bool({"he", "she", "his", "her", "him"} & set(match.source.words))
    generic = {word for at, word in enumerate(match.source.words) if at and match.source.words[at - 1] == "the"}
    for reading in match.context:
        zone = set(subject(reading, 0, len(reading.tokens)))
        people = [run for run in _runs(reading) if name_kind(reading, reading.tokens[run[0]]) == "person"]
        if of_person and len(people) == 1:
            zone |= set(people[0])
        for n, token in enumerate(reading.tokens):
            if token.kind == WORD and token.text.lower() in generic:  # "a rocket, Hanbit": "the rocket" is Hanbit
                beside = [m for m, other in enumerate(reading.tokens) if other.kind == NAME and abs(other.at - token.at) <= 3]
                zone |= {m for k in beside if reading.tokens[k].key not in claims.NATIONS for m in _whole_run(reading, [k])}
        bodies = [run for run in _runs(reading) if reading.tokens[run[0]].preposition in ("", "by")]
        certain = [run for run in bodies if name_kind(reading, reading.tokens[run[0]]) == "body"]
        bodies = certain or bodies
        if len(bodies) == 1 and generic & BODIES:
            zone = set(bodies[0])
        found = {reading.tokens[n].key for n in zone if reading.tokens[n].kind == NAME}
        allowed |= found
        if found:
            break
    return allowed


_CLOSE = frozenset({"", "of", "by", "at", "for"})


def _all_told(match: Match) -> bool:
    """Whether the part names all that the source sentence names, places aside: none can have taken another's place."""
    return all(
        match.back.get(m)
        for run in _runs(match.source)
        for m in run
        if match.source.tokens[m].preposition not in _PLACED | {"on"}
    )


def _named_subject(reading: Reading) -> bool:
    zone = subject(reading, 0, len(reading.tokens))
    if not zone or reading.words[:1] and reading.words[0] in {"it", "he", "she", "they", "this", "its", "his", "her", "their"}:
        return False
    return any(reading.tokens[n].kind == NAME and not reading.tokens[n].doubtful for n in zone)


def _acronym(match: Match, n: int, source: Reading, allowed: set[str]) -> bool:
    """Whether a name is the initials of one in the source, or the other way round."""
    token = match.told.tokens[n]
    runs = _runs(source)
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


def _runs(reading: Reading) -> list[list[int]]:
    runs: dict[int, list[int]] = {}
    for n, token in enumerate(reading.tokens):
        if token.kind == NAME and token.run >= 0:
            runs.setdefault(token.run, []).append(n)
    return list(runs.values())


# ---------------------------------------------------------------- are names whole


def _misnamed(match: Match) -> str:
    """A name of several words must be one name of the source, or whole ones side by side: no new person of two."""
    theirs = [[match.source.tokens[m].key for m in run] for run in _runs(match.source)]
    for reading in match.context:
        theirs += [[reading.tokens[m].key for m in run] for run in _runs(reading)]
    for run in _runs(match.told):
        mine = [
            match.told.tokens[n].key
            for n in run
            if match.start <= n < match.stop
            and not (match.found.get(n) and all(match.source.tokens[m].kind == WORD for m in match.found[n]))
        ]
        if len(mine) > 1 and not _composed(mine, theirs) and not any(_acronym(match, n, match.source, set()) for n in run[:1]):
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
            fits = inside if whole and length == len(mine) and length > 1 else run == piece or (inside and length > 1 and run[-length:] == piece)
            if fits and _composed(mine[length:], theirs):
                return True
    return False


# ---------------------------------------------------------------- denied, planned, supposed


def _denied(match: Match) -> str:
    mine = [governor for governor in match.governors() if governor.kind == "not"]
    theirs = [governor for governor in match.source.governors if governor.kind == "not"]
    if len(mine) > len(theirs):
        return "it denies what the source does not"
    for governor in mine:
        if not any(_alike(match, governor, other) for other in theirs):
            return "it denies what the source does not"
    for other in theirs:
        told = [n for n in match.back.get(other.focus, []) if match.start <= n < match.stop]
        if told and not any(_alike(match, governor, other) for governor in mine):
            return "it leaves out a denial"
    return ""


def _undone(match: Match) -> str:
    """What the source calls off, refuses or prevents must not be told without that."""
    tokens = match.source.tokens
    for m, token in enumerate(tokens):
        if token.kind != WORD or token.key not in _UNDOING or match.back.get(m) or not (token.verb or token.passive):
            continue
        if any(governor.kind == "not" and governor.at == token.at for governor in match.source.governors):
            continue  # "failed to": a denial, looked at as such
        acting, acted = _roles(match.source, m)
        touched = acted or acting
        if not touched and token.text.lower().endswith("ing"):
            continue
        if not touched:
            touched = {k for k in range(m) if tokens[k].clause >= token.clause - 2}
        near = {k for k in touched if match.back.get(k)}
        near |= {k for k in match.back if tokens[k].infinitive and token.at < tokens[k].at <= token.at + _NEAR}
        if near:
            return f'it leaves out "{token.text}"'
    return ""


def _alike(match: Match, mine: Governor, theirs: Governor) -> bool:
    """Whether two governors speak of the same: the focus of the one is matched by the other's, or stands close behind it."""
    places = match.found.get(mine.focus, [])
    if theirs.focus in places:
        return True
    tokens = match.source.tokens
    return any(
        tokens[m].clause == theirs.clause and theirs.at < tokens[m].at <= theirs.at + _NEAR
        for m in places
    ) and (mine.focus < 0 or True)


_NAMED = {"plan": "planned", "hedge": "uncertain", "condition": "conditional", "duty": "wanted", "ability": "possible"}


def _qualified(match: Match) -> str:
    mine = [governor for governor in match.governors() if governor.kind in _NAMED]
    theirs = [governor for governor in match.source.governors if governor.kind in _NAMED]
    for governor in mine:
        light = governor.focus >= 0 and match.told.tokens[governor.focus].key in claims.LIGHT
        places = [] if light else match.found.get(governor.focus, [])
        clauses = {match.source.tokens[m].clause for m in places} or {
            match.source.tokens[m].clause for found in match.found.values() for m in found
        }
        moods = set().union(*(match.source.moods.get(clause, set()) for clause in clauses))
        if governor.kind == "plan" and any(
            match.source.tokens[m].infinitive and not any(other.kind == "not" and other.focus == m for other in match.source.governors)
            for m in places
        ):
            continue
        if governor.kind == "condition":
            moods = {other.kind for other in theirs}
        if match.told.words[governor.at] in {"will", "'ll"} and places and all(
            match.source.tokens[m].text.lower().endswith("s") and match.source.tokens[m].verb and not match.source.tokens[m].passive for m in places
        ):
            continue
        if match.told.words[governor.at] == "should" and "plan" in moods:
            continue
        if governor.kind not in moods:
            return f"it calls {_NAMED[governor.kind]} what the source does not"
    for other in theirs:
        told = [n for n in match.back.get(other.focus, []) if match.start <= n < match.stop]
        for n in told:
            token = match.told.tokens[n]
            moods = match.told.moods.get(token.clause, set())
            if other.kind == "plan" and token.done and (token.verb or token.passive):
                moods = set()
            if other.kind == "condition":
                moods = {governor.kind for governor in mine}
            if other.kind == "plan" and "duty" in moods and "should" in match.told.words:
                continue
            if other.kind not in moods and not (other.kind in {"plan", "ability", "duty"} and token.infinitive):
                others = [m for m in match.found.get(n, []) if m != other.focus]
                if others and any(not (match.source.moods.get(match.source.tokens[m].clause)) for m in others):
                    continue
                return f"the source only calls it {_NAMED[other.kind]}"
    for n, places in match.found.items():
        token = match.told.tokens[n]
        if token.key in claims.LIGHT or any(governor.kind == "not" and governor.focus == n for governor in match.told.governors):
            continue
        if (token.past or token.done) and places and all(match.source.tokens[m].infinitive for m in places):
            before = {match.source.words[match.source.tokens[m].at - 2] for m in places if match.source.tokens[m].at > 1}
            if not before & _IMPLIED and not match.told.moods.get(token.clause):
                return "the source does not say that it happened"
    return ""


_IMPLIED = frozenset("managed used helped continued began started went able proceeded got returned allowing enabling came".split())


# ---------------------------------------------------------------- ranks, quantities, causes, order in time


def _ranked(match: Match) -> str:
    theirs = match.source.governors
    for governor in match.governors():
        if not governor.kind.startswith(("rank:", "quantity:", "cause", "before", "after")):
            continue
        alike = [other for other in theirs if _same_kind(governor.kind, other.kind)]
        if governor.kind.startswith("rank:") and len(alike) < sum(other.kind == governor.kind for other in match.governors()):
            alike = []
        if not alike:
            if governor.kind == "quantity:two" and any(token.kind == NUMBER and token.key == "2" for token in match.source.tokens):
                continue
            if governor.kind == "cause" and _does_it(match, governor):
                continue
            return f'"{match.told.words[governor.at]}" is not in the source sentence'
        if governor.focus >= 0 and match.start <= governor.focus < match.stop and not match.found.get(governor.focus):
            if governor.kind.startswith(("rank", "quantity")) and match.told.tokens[governor.focus].key not in claims.LIGHT:
                return f'"{match.told.words[governor.at]}" speaks of something else in the source'
        elif governor.focus >= 0 and match.start <= governor.focus < match.stop:
            if not any(_close(match, governor, other) for other in alike):
                return f'"{match.told.words[governor.at]}" speaks of something else in the source'
    for other in theirs:
        if other.kind in {"quantity:most", "quantity:part", "quantity:almost", "quantity:few"} or other.kind == "rank:deadline":
            told = [n for n in match.back.get(other.focus, []) if match.start <= n < match.stop]
            if told and not any(_same_kind(governor.kind, other.kind) for governor in match.governors()):
                return f'it leaves out "{match.source.words[other.at]}"'
    return ""


def _does_it(match: Match, cause: Governor) -> bool:
    """Whether the source has the cause do it: "lightning delayed the launch" for "delayed because of lightning"."""
    for m, token in enumerate(match.source.tokens):
        if token.verb and match.back.get(m):
            acting, acted = _roles(match.source, m)
            if acted and any(place in acting for place in match.found.get(cause.focus, [])):
                return True
    return False


def _same_kind(mine: str, theirs: str) -> bool:
    if mine == theirs:
        return True
    if mine.startswith("rank:") and theirs.startswith("rank:"):
        return stands_for(mine[5:], theirs[5:])
    return False


def _close(match: Match, mine: Governor, theirs: Governor) -> bool:
    if mine.kind == "cause":
        return any(0 < match.source.tokens[m].at - theirs.at <= 8 for m in match.back)
    reach = 8 if not mine.kind.startswith("rank:") else _NEAR
    return any(
        m == theirs.focus or 0 < match.source.tokens[m].at - theirs.at <= reach
        for m in match.found.get(mine.focus, [])
    )


# ---------------------------------------------------------------- who does what, and what goes with what


def _related(match: Match) -> str:
    return _displaced(match) or _turned_round(match) or _reversed(match) or _spoken(match) or _misplaced(match) or _gapped(match) or _exchanged(match)


def _turned_round(match: Match) -> str:
    """ "79 to 18", "from June to October": the two keep their order."""
    tokens = match.told.tokens
    for n in range(match.start, match.stop - 1):
        one, other = tokens[n], tokens[n + 1]
        if one.kind not in (NUMBER, TIME) or other.kind != one.kind or other.preposition not in ("to", "until", "till"):
            continue
        if match.found.get(n) and match.found.get(n + 1) and min(match.found[n]) > max(match.found[n + 1]):
            return f'"{one.text}" and "{other.text}" stand the other way round in the source'
    return ""


def _naming(reading: Reading, token: Token) -> bool:
    return bool({"named", "called", "dubbed", "nicknamed", "titled"} & set(reading.words[max(0, token.at - 1) : token.at]))


def _displaced(match: Match) -> str:
    """A name stands where the source has it: behind the same small word, before the same noun, or as the one it is about."""
    tokens = match.source.tokens
    seen: set[int] = set()
    for n in range(match.start, match.stop):
        token = match.told.tokens[n]
        if token.kind != NAME or token.run in seen or not match.found.get(n):
            continue
        seen.add(token.run)
        places = [m for m in match.found[n] if tokens[m].kind == NAME]
        if len(places) < len(match.found[n]):
            continue
        if places and not any(_slot(match, n, m) for m in places):
            return f'"{token.text}" stands elsewhere in the source'
        if _naming(match.told, token) and places and not any(_naming(match.source, tokens[m]) or _noun_beside(match, m) for m in places):
            return f'"{token.text}" is the name of something else in the source'
    return ""


def _noun_beside(match: Match, m: int) -> bool:
    tokens = match.source.tokens
    return any(
        other.kind == WORD and abs(other.at - tokens[m].at) <= 2 and match.back.get(k) and not other.verb and other.text.lower() not in {"named", "called"}
        for k, other in enumerate(tokens)
    )


_OWNING = frozenset("of for from in at on by to with".split())
_PLACES = frozenset("in at on near over above off outside inside around beneath under aboard across to into onto toward towards from below beyond through".split())


def _slot(match: Match, n: int, m: int) -> bool:
    """Whether told name `n` stands as source name `m` does."""
    mine, theirs = match.told.tokens[n], match.source.tokens[m]
    mine_last, their_last = _end(match.told, mine), _end(match.source, theirs)
    a, b = _preposition(match.told, mine), _preposition(match.source, theirs)
    mine_owns, their_owns = mine_last.possessive, their_last.possessive
    if mine_owns and not their_owns and not b:
        return _pronoun_owns(match, mine_last) or _meet(match, _behind(match.told, mine_last)[:1], _behind(match.source, their_last)[:2])
    mine_modifies = mine_owns or _modifies(match.told, mine_last)
    their_modifies = their_owns or _modifies(match.source, their_last)
    if a == b:
        if mine_modifies and not mine_owns and not their_modifies:
            return _close_behind(match, mine_last, theirs)
        return mine_owns == their_owns or bool(a) or not their_owns or mine_modifies
    if not a:
        if mine_modifies:
            return b in _OWNING and (mine_owns or _meet(match, _behind(match.told, mine_last), _ahead(match.source, theirs)))
        return b in {"by", "of", "with", "including", "like", "as"} or their_modifies and b not in _PLACES
    if not b:
        if their_modifies:
            return a in _OWNING and _meet(match, _ahead(match.told, mine), _behind(match.source, their_last)[: 1 if their_owns else 3])
        return a == "by" or (a in {"with", "including", "as"} and _shares_noun(match, mine, theirs))
    if a in _PLACES and b in _PLACES:
        taken = any(
            other.kind == NAME and other.preposition == a and not match.back.get(k)
            for k, other in enumerate(match.source.tokens)
        )
        return not taken and ("from" not in (a, b) or bool({a, b} & {"off", "at", "in", "outside"}))
    if {a, b} <= _OWNING:
        heads = _ahead(match.source, theirs) + (_behind(match.source, their_last)[:2] if their_modifies else [])
        return _meet(match, _ahead(match.told, mine), heads)
    return False


def _preposition(reading: Reading, token: Token) -> str:
    if token.preposition == "to" and "according" in reading.words[max(0, token.at - 8) : token.at]:
        return ""
    return token.preposition


def _behind(reading: Reading, token: Token) -> list[int]:
    """The places of the nearest words after the token, in its clause."""
    return [
        k
        for k, other in enumerate(reading.tokens)
        if 0 < other.at - token.at <= 4 and other.clause == token.clause and (other.run != token.run or other.run < 0)
    ][:3]


def _close_behind(match: Match, mine: Token, theirs: Token) -> bool:
    """Whether the noun right behind the told name stands beside the source's."""
    return any(
        abs(match.source.tokens[p].at - theirs.at) <= 3 + theirs.width and match.source.tokens[p].clause == theirs.clause
        for k in _behind(match.told, mine)[:1]
        for p in match.found.get(k, [])
    )


def _ahead(reading: Reading, token: Token) -> list[int]:
    """The place of the nearest word before the token, in its clause; of a name all its words."""
    found: list[int] = []
    for k in range(len(reading.tokens) - 1, -1, -1):
        other = reading.tokens[k]
        if other.at >= token.at or (other.run == token.run and token.run >= 0):
            continue
        if token.at - other.at > 6 or other.clause != token.clause:
            break
        found.append(k)
        if other.run < 0 or k == 0 or reading.tokens[k - 1].run != other.run:
            break
    return found


def _meet(match: Match, mine: list[int], theirs: list[int]) -> bool:
    return any(place in theirs for k in mine for place in match.found.get(k, []))


def _pronoun_owns(match: Match, mine: Token) -> bool:
    """Whether "Lumen's satellite" is "its satellite" in the source."""
    words = match.source.words
    for k in _behind(match.told, mine)[:2]:
        for p in match.found.get(k, []):
            at = match.source.tokens[p].at
            if {"its", "his", "her", "their"} & set(words[max(0, at - 3) : at]):
                return True
    return False


def _preposition(reading: Reading, token: Token) -> str:
    if token.preposition == "to" and "according" in reading.words[max(0, token.at - 8) : token.at]:
        return ""
    return token.preposition


def _behind(reading: Reading, token: Token) -> list[int]:
    """The places of the nearest words after the token, in its clause."""
    return [k for k, other in enumerate(reading.tokens) if 0 < other.at - token.at <= 4 and other.clause == token.clause and other.run != token.run or (0 < other.at - token.at <= 4 and other.run < 0 and other.clause == token.clause)][:3]


def _close_behind(match: Match, mine: Token, theirs: Token) -> bool:
    """Whether the noun right behind the told name stands beside the source's."""
    return any(
        abs(match.source.tokens[p].at - theirs.at) <= 3 + theirs.width and match.source.tokens[p].clause == theirs.clause
        for k in _behind(match.told, mine)[:1]
        for p in match.found.get(k, [])
    )


def _ahead(reading: Reading, token: Token) -> list[int]:
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


def _meet(match: Match, mine: list[int], theirs: list[int]) -> bool:
    return any(place in theirs for k in mine for place in match.found.get(k, []))


def _end(reading: Reading, token: Token) -> Token:
    """The last word of the name that `token` is part of."""
    return [other for other in reading.tokens if other.kind == NAME and other.run == token.run and abs(other.at - token.at) < 8][-1]


def _modifies(reading: Reading, token: Token) -> bool:
    """Whether the name stands right before a noun, as in "the Kestrel probe"."""
    following = next((other for other in reading.tokens if other.at > token.at), None)
    if following is not None and following.text.lower().rstrip("s") in GENERIC and name_kind(reading, token) in ("craft", "other") and token.key not in claims.NATIONS and not token.key.endswith(("ian", "ean", "ish", "ese")):
        return False  # "the Kestrel probe" is Kestrel
    return (
        following is not None
        and following.at - token.at <= token.width + 1
        and following.clause == token.clause
        and following.kind in (WORD, NAME)
        and not following.verb
        and not following.passive
        and not (set(reading.words[token.at + token.width : following.at]) - {"-"})
        and not following.text.endswith("ly")
    )


def _shares_noun(match: Match, mine: Token, theirs: Token) -> bool:
    """Whether a word close to the one is said by a word close to the other."""
    near = [k for k in range(match.start, match.stop) if 0 < abs(match.told.tokens[k].at - mine.at) <= 5 and match.told.tokens[k].run != mine.run or match.told.tokens[k].run < 0 and 0 < abs(match.told.tokens[k].at - mine.at) <= 5]
    return any(
        abs(match.source.tokens[p].at - theirs.at) <= 6 and (match.source.tokens[p].run != theirs.run or theirs.run < 0)
        for k in near
        for p in match.found.get(k, [])
    )


def _reversed(match: Match) -> str:
    """The one that acts in the told sentence must not be acted on in the source."""
    for n, places in match.found.items():
        verb = match.told.tokens[n]
        if verb.kind != WORD or not verb.verb or verb.key in claims._SAY:  # noqa: SLF001 - one subject with claims
            continue
        acting, acted = _roles(match.told, n)
        verdicts = []
        for m in places:
            if not match.source.tokens[m].verb:
                verdicts.append("")
                continue
            their_acting, their_acted = _roles(match.source, m)
            if (not acted and not verb.passive) or (not their_acted and not match.source.tokens[m].passive):
                their_acted = set()  # "it launched" and "they launched it": what acts alone may be what was acted on
                acted = set() if not their_acting & set(match.back) else acted
                verdicts.append("" if not acting or verb.passive else _clash(match, acting, set(), their_acting, set()) if acted else "")
                continue
            verdicts.append(_clash(match, acting, acted, their_acting, their_acted))
        if verdicts and all(verdicts):
            return verdicts[0]
    return ""


def _clash(match: Match, acting: set[int], acted: set[int], their_acting: set[int], their_acted: set[int]) -> str:
    mine = {m for n in acting for m in match.found.get(n, [])}
    objects = {m for n in acted for m in match.found.get(n, [])}
    if (mine & their_acted and not mine & their_acting) or (objects & their_acting and not objects & their_acted):
        return "who acts on whom is turned round"
    names = {m for m in mine if match.source.tokens[m].kind == NAME}
    their_names = {m for m in their_acting if match.source.tokens[m].kind == NAME}
    if names and their_names and not names <= {m for m in their_acting | {k for a in their_acting for k in _whole_run(match.source, [a])}}:
        return "another one acts in the source"
    return ""


def _roles(reading: Reading, verb: int) -> tuple[set[int], set[int]]:
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
            break
        if token.kind in (NAME, WORD) and not token.preposition and not token.verb:
            left.add(n)
    if not left and verb and {"who", "which", "that"} & set(reading.words[tokens[verb - 1].at + 1 : here.at]):
        left = set(_whole_run(reading, [verb - 1])) if tokens[verb - 1].kind == NAME else {verb - 1}
    right: set[int] = set()
    by: set[int] = set()
    for n in range(verb + 1, len(tokens)):
        token = tokens[n]
        if token.clause != here.clause or token.verb:
            break
        if token.kind not in (NAME, WORD):
            continue
        if not token.preposition:
            right.add(n)
        elif token.preposition == "by":
            by.add(n)
    if here.passive:
        return by, left
    return left, right


def _spoken(match: Match) -> str:
    """What is said is said by the same one."""
    for n, places in match.found.items():
        token = match.told.tokens[n]
        if token.kind != WORD or token.key not in claims._SAY:  # noqa: SLF001 - one subject with claims
            continue
        mine = _speaker(match.told, n)
        if not mine:
            continue
        keys = {match.told.tokens[m].key for m in mine}
        heard = False
        for m in places:
            theirs = {match.source.tokens[k].key for k in _speaker(match.source, m)}
            if not theirs:
                theirs = _context_names(match) or {key for reading in match.context for key in (t.key for t in reading.tokens if t.kind == NAME)}
                if not match.context:
                    heard = True
            heard = heard or bool(keys & theirs) or _initials(match, mine, m)
        if not heard:
            return "somebody else says so in the source"
    return ""


def _initials(match: Match, mine: list[int], said: int) -> bool:
    speaker = set(_speaker(match.source, said))
    return any(m in speaker for n in mine for m in match.found.get(n, []))


def _speaker(reading: Reading, said: int) -> list[int]:
    """The name beside a word of saying: before it, or right behind it ("said Orr", "according to NASA")."""
    tokens = reading.tokens
    here = tokens[said]
    behind = [n for n in range(said + 1, len(tokens)) if tokens[n].clause == here.clause and tokens[n].kind == NAME and tokens[n].at <= here.at + 3 + (n - said)]
    if here.key in {claims.meanings.base("according"), "accord"}:
        return _whole_run(reading, behind)
    words_before = reading.words[max(0, here.at - 2) : here.at]
    if behind and tokens[behind[0]].at == here.at + 1 and not (words_before and words_before[-1] == "who"):
        return _whole_run(reading, behind[:1])
    if behind and (set(reading.words[here.at + 1 : tokens[behind[0]].at]) - {"the", "a"}) & claims._FUNCTION and here.key != "accord":  # noqa: SLF001 - one subject with claims
        behind = []
    if any(word in {"he", "she", "they", "it"} for word in words_before):
        return []
    before = []
    for n in range(said - 1, -1, -1):
        if tokens[n].verb or tokens[n].clause < here.clause - 2 or here.at - tokens[n].at > 14:
            break
        if tokens[n].kind == NAME and not tokens[n].preposition:
            before.append(n)
    return _whole_run(reading, before) or _whole_run(reading, behind[:1])


def _whole_run(reading: Reading, places: list[int]) -> list[int]:
    runs = {reading.tokens[n].run for n in places}
    return [n for n, token in enumerate(reading.tokens) if token.kind == NAME and token.run in runs]


def _misplaced(match: Match) -> str:
    """From and to, with and without, by and to: the small words before a name, number or time."""
    for n, places in match.found.items():
        token = match.told.tokens[n]
        if token.kind == WORD or not places or not token.preposition:
            continue
        if token.kind == TIME and token.preposition == "of" and all(match.source.tokens[m].preposition != "of" for m in places):
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
            m for m, other in enumerate(tokens)
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
            if in_told and _joined(match.told, token, match.told.tokens[in_told[0]]):
                continue
            if not in_told and token.kind == NAME and name_kind(match.source, tokens[rival]) == "other":
                continue
            if better > fit * (1.35 if in_told else 2.2):
                return f'"{token.text}" stands where the source has "{tokens[rival].text}"'
    return ""


def _joined(reading: Reading, one: Token, other: Token) -> bool:
    """Whether two names stand together as "A and B" or "A, B"."""
    low, high = sorted((one.at, other.at))
    return high - low <= 4 and bool({"and", ",", "or", "&"} & set(reading.words[low:high]))


def _rival(match: Match, token: Token, other: Token, own: list[int]) -> bool:
    if token.kind == NAME:
        runs = {match.source.tokens[m].run for m in own}
        kinds = {name_kind(match.source, match.source.tokens[m]) for m in own if match.source.tokens[m].kind == NAME}
        own_keys = {match.source.tokens[m].key for m in range(len(match.source.tokens)) if match.source.tokens[m].run in runs}
        return other.run not in runs and other.key not in own_keys and name_kind(match.source, other) in kinds
    if token.kind == TIME:
        return other.key != token.key and token.key[0].isdigit() == other.key[0].isdigit() and (":" in token.key) == (":" in other.key)
    return other.key != token.key and other.year == token.year and other.ordinal == token.ordinal and other.unit == token.unit


_PLACED = frozenset("in at near off over above from to toward towards across around beneath outside inside".split())
_BODY_WORDS = frozenset(
    """agency institute university laboratory observatory force aerospace rockets systems space capital company corporation
    administration center centre commission council command office department ministry court group labs technologies
    industries industry association foundation telescope museum college school""".split()
)


_BODY_KEYS = frozenset("iss esa nasa jaxa isro faa ula un jpl".split())


def name_kind(reading: Reading, token: Token) -> str:
    """What sort of thing a name is, as far as its looks tell: "person", "place", "body", "craft"."""
    run = [other for other in reading.tokens if other.kind == NAME and other.run == token.run]
    if not run:
        return "body"
    if any(len(other.key) == 1 or any(letter.isdigit() for letter in other.key) for other in run):
        return "craft"
    if any(other.key in _BODY_WORDS or other.key in _BODY_KEYS for other in run) or (len(run) == 1 and run[0].text.isupper()):
        return "body"
    if run[0].preposition in _PLACED:
        return "place"
    return "person" if len(run) in (2, 3) else "other"


def _gapped(match: Match) -> str:
    """ "The first dates from 1981 and the second from 1974": a value goes with the name before it, not the next."""
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
            rivals = [m for m, other in enumerate(tokens) if other.kind == value.kind and m not in own and _rival(match, value, other, own) and not match.back.get(m)]
            if all(m < at for m in own) and any(at < m and tokens[m].at - tokens[at].at <= min(tokens[at].at - tokens[o].at for o in own) for m in rivals):
                return f'"{value.text}" goes with another in the source'
    return ""


def _around(match: Match, n: int) -> list[tuple[int, float]]:
    """The source places of the words near told token `n`, each with its weight."""
    here = match.told.tokens[n]
    found = []
    for m in range(match.start, match.stop):
        token = match.told.tokens[m]
        gap = abs(token.at - here.at)
        if m == n or gap > 9 or not match.found.get(m) or (token.kind == NAME and token.run == here.run and here.kind == NAME):
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


# ---------------------------------------------------------------- what a sentence is about


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


def opens_anew(reading: Reading, start: int) -> bool:
    """Whether the part begins a statement of its own: "while Ariane 6 ...", "and the agency ..."."""
    if start >= len(reading.tokens):
        return False
    at = reading.tokens[start].at
    return any(word in {"and", "but", "while", "whereas", ";", "as"} for word in reading.words[max(0, at - 3) : at])


def subject_matches(told: Reading, mine: list[int], source: Reading) -> bool:
    """Whether the source sentence is about the same: its own subject has a name or word of ours."""
    theirs = [source.tokens[m] for m in subject(source, 0, len(source.tokens))]
    return _any_same(told, mine, theirs)


def subject_in(told: Reading, mine: list[int], context: Sequence[Reading]) -> bool:
    """Whether what we speak of stands in the sentences that the source sentence leans on."""
    return _any_same(told, mine, [token for reading in context for token in reading.tokens])


def _any_same(told: Reading, mine: list[int], theirs: list[Token]) -> bool:
    names = [told.tokens[n] for n in mine if told.tokens[n].kind == NAME]
    wanted = names or [told.tokens[n] for n in mine]
    return any(
        token.key == other.key or (token.kind == WORD and other.kind == WORD and stands_for(token.key, other.key))
        for token in wanted
        for other in theirs
    )
