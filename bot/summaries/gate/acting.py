"""Whether the same ones do it to the same others, and say the same things, as in the source. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.offices import TITLES
from bot.summaries.gate.roles import GENERIC, PLACED, actors, speakers, subject, whole_run

_GIVING = frozenset(
    map(base, listed("award give select pick choose grant hand sell lend send supply pay name appoint hire"))
)
_GETTING = frozenset(map(base, listed("win receive get land lose buy borrow obtain secure earn beat serve become")))


_OF_SOMEBODY = frozenset(map(base, listed("praise criticise criticize hail call")))
_AS_GOOD = 0.7  # of the best fit
WHO = frozenset(
    map(
        base,
        listed("scientist researcher astronomer engineer official lawmaker expert author controller team group people"),
    )
)
_MEANS = frozenset({"aboard", "on", "atop"})


def objection(alignment: Alignment) -> str:
    """Who acts, is acted on or speaks otherwise than in the source; empty where nobody does."""
    return _reversed(alignment) or _another(alignment) or _apart(alignment) or _spoken(alignment) or _quoted(alignment)


def _reversed(alignment: Alignment) -> str:
    told, source = alignment.told, alignment.source
    for n, verb in enumerate(told.tokens):
        if (
            verb.kind != WORD
            or not (verb.verb or verb.passive)
            or (verb.key in vocabulary.SAY and verb.key not in _OF_SOMEBODY)
        ):
            continue
        acting, acted = actors(told, n)
        mine = {m for k in acting for m in alignment.found.get(k, ()) if told.tokens[k].kind in (NAME, WORD)}
        objects = {m for k in acted for m in alignment.found.get(k, ())}
        if not mine:
            continue
        verdicts = []
        for q, other in enumerate(source.tokens):
            if other.kind != WORD or not (other.verb or other.passive):
                continue
            known = q in alignment.exact(n)
            reading, at = source.place(q)
            first = source.first[source.sentence[q]]
            their_acting, their_acted = ({first + k for k in side} for side in actors(reading, at))
            if _converse(verb.key, other.key):
                theirs = their_acted if verb.passive == other.passive else their_acting
                if mine & their_acting and not mine & their_acted and theirs and not verb.passive:
                    verdicts.append("who acts on whom is turned round")
                continue
            both_turned = (
                mine & their_acted and not mine & their_acting and objects & their_acting and not objects & their_acted
            )
            if both_turned:
                verdicts.append("who acts on whom is turned round")
            elif known:
                half = (objects or verb.passive) and (
                    (
                        mine & their_acted
                        and not mine & their_acting
                        and (their_acting or other.passive or not objects & their_acted)
                    )
                    or (objects & their_acting and not objects & their_acted and bool(their_acted))
                )
                verdicts.append("who acts on whom is turned round" if half else "")
        if verdicts and all(verdicts):
            return verdicts[0]
    return ""


def _another(alignment: Alignment) -> str:
    """What one does in the source, another must not do."""
    told = alignment.told
    for n, verb in enumerate(told.tokens):
        if (
            verb.kind != WORD
            or not (verb.verb or verb.passive)
            or (verb.key in vocabulary.SAY and verb.key not in _OF_SOMEBODY)
            or verb.key in vocabulary.LIGHT
        ):
            continue
        if alignment.found.get(n) and told.words[verb.at - 1 : verb.at] != ["-"] and _by_another(alignment, n):
            return "another one does it in the source"
    return ""


def _heads(reading: Reading, places: set[int]) -> list[int]:
    """Who acts, without those whose something acts, and without ranks and counts."""
    return [
        k
        for k in sorted(places)
        if not reading.tokens[k].possessive
        and reading.tokens[k].kind in (NAME, WORD)
        and reading.tokens[k].key not in vocabulary.LIGHT
        and not reading.tokens[k].text.lower().endswith("ly")
    ]


def _by_another(alignment: Alignment, n: int) -> bool:
    """Whether wherever the source has the verb, somebody else acts."""
    told, source = alignment.told, alignment.source
    verb = told.tokens[n]
    heads = _heads(told, actors(told, n)[0])
    if not heads:
        return False
    # A word that only opens a sentence with its capital may be no name: "Researchers".
    names = [
        k
        for k in heads
        if told.tokens[k].kind == NAME and not (told.tokens[k].doubtful and told.tokens[k].text.endswith("s"))
    ]
    mine = {m for k in heads for m in alignment.found.get(k, ())}
    keys = {source.tokens[m].key for k in names for m in alignment.found.get(k, ())} | {
        told.tokens[k].key for k in names
    }
    last = heads[-1]
    nobody = told.tokens[last].kind == WORD and last not in alignment.found
    if nobody and any(source.tokens[q].key == verb.key for q in alignment.found[n]):
        return not _generic(told.tokens[last]) and told.tokens[last].key not in WHO and not verb.infinitive
    verdicts = []
    best = max(alignment.fit(n, q) for q in alignment.found[n])
    for q in alignment.found[n]:
        reading, at = source.place(q)
        if alignment.fit(n, q) < _AS_GOOD * best:
            continue  # said of something else
        if source.tokens[q].key != verb.key and not _holders(reading, at):
            continue
        home, first = source.sentence[q], source.first[source.sentence[q]]
        if names and (holders := _holders(reading, at)):
            verdicts.append(not keys & holders)
            continue
        if _converse(verb.key, reading.tokens[at].key):
            verdicts.append(False)
            continue
        if not (reading.tokens[at].verb or reading.tokens[at].passive):
            known = keys & (source.names[home] | source.implied[home])
            verdicts.append(bool(names and not known and source.subjects[home]))
            continue
        theirs = actors(reading, at)[0]
        if not theirs and reading.tokens[at].text.lower().endswith("ing"):
            theirs = set(subject(reading, 0, at))
        acting = _heads(reading, theirs)
        run = whole_run(reading, [k for k in acting if reading.tokens[k].kind == NAME])
        certain = any(not reading.tokens[k].doubtful for k in run)
        here = {first + k for k in (*acting, *run)}
        named = {reading.tokens[k].key for k in run}
        rivals = names and run and not keys & named and any(m - first >= 0 and source.sentence[m] == home for m in mine)
        if rivals and not any(source.tokens[m].preposition in _MEANS for m in mine if source.sentence[m] == home):
            told_names = {m for k in names for m in alignment.found.get(k, ()) if source.sentence[m] == home}
            if told_names and not any(m < q for m in told_names):
                verdicts.append(True)
                continue
        if names and run and _mixed(alignment, names, {reading.tokens[k].key for k in run}):
            verdicts.append(True)
        elif not acting or mine & here or keys & {reading.tokens[k].key for k in run}:
            verdicts.append(False)
        elif names:
            verdicts.append(_name_for(alignment, q, mine, bool(run)))
        elif any(source.sentence[m] == home for m in alignment.found.get(last, ())):
            verdicts.append(True)  # it is there, and doing nothing
        else:
            verdicts.append(not certain and not _generic(told.tokens[last]))
    return bool(verdicts) and all(verdicts)


def _generic(token: Token) -> bool:
    return token.text.lower().rstrip("s") in GENERIC or token.text.lower() in GENERIC


def _name_for(alignment: Alignment, q: int, mine: set[int], named: bool) -> bool:
    """Whether a name is told to do what another, or something of another's, does at place `q`."""
    source = alignment.source
    home = source.sentence[q]
    reading, at = source.place(q)
    present = {m for m in mine if source.sentence[m] == home and source.tokens[m].kind == NAME}
    if any(source.tokens[m].preposition in _MEANS for m in present):
        return False
    if reading.tokens[at].passive:
        return named
    if any(m < q for m in present):
        return False
    if named:
        return True
    # A thing acts: it may be the one that is named, unless it is only something of its ("a copy of its camera").
    theirs = [reading.tokens[k] for k in _heads(reading, actors(reading, at)[0])]
    return not any(_generic(token) for token in theirs) and bool(
        {"its", "their", "his", "her", "of"} & set(reading.words[: reading.tokens[at].at])
    )


def _mixed(alignment: Alignment, names: list[int], acting: set[str]) -> bool:
    """Whether a name is half that of the one who acts and half another's: "the US Senate" for "the US House"."""
    told, source = alignment.told.tokens, alignment.source
    shared = [k for k in names if told[k].key in acting]
    foreign = [k for k in names if told[k].key not in acting and not told[k].doubtful]
    runs: dict[tuple[int, int], set[str]] = {}
    for m, token in enumerate(source.tokens):
        if token.kind == NAME:
            runs.setdefault((source.sentence[m], token.run), set()).add(token.key)
    foreign = [
        k
        for k in foreign
        if any(source.tokens[m].kind == NAME for m in alignment.found.get(k, ()))
        and not any({told[k].key, told[s].key} <= keys for keys in runs.values() for s in shared)
    ]
    return any(told[k].run == told[s].run for k in foreign for s in shared)


def _holders(reading: Reading, at: int) -> set[str]:
    """Names that an office stands right before: of "commander Lind, pilot Orr", Orr did not command."""
    here = reading.tokens[at]
    if here.verb or here.passive or base(here.text.lower()) not in TITLES:
        return set()
    beside = [k for k, other in enumerate(reading.tokens) if other.kind == NAME and 0 < other.at - here.at <= 1]
    return {reading.tokens[k].key for k in whole_run(reading, beside)}


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


def _converse(one: str, other: str) -> bool:
    return (one in _GIVING and other in _GETTING) or (one in _GETTING and other in _GIVING)


def _spoken(alignment: Alignment) -> str:
    """What is said is said by the same one."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind != WORD or token.key not in vocabulary.SAY:
            continue
        mine = speakers(told, n)
        keys = {told.tokens[k].key for k in mine} | {
            source.tokens[m].key for k in mine for m in alignment.found.get(k, ())
        }
        if not mine:
            continue
        heard, anyone = False, False
        for home in alignment.sentences():
            reading = source.readings[home]
            for m, other in enumerate(reading.tokens):
                if other.kind != WORD or other.key not in vocabulary.SAY:
                    continue
                anyone = True
                theirs = {reading.tokens[k].key for k in speakers(reading, m)}
                theirs = theirs or set(source.implied[home]) or (set(source.names[home]) | set(source.subjects[home]))
                heard = heard or bool(keys & theirs)
            heard = heard or bool(keys & source.subjects[home])
        if not heard and anyone:
            return "somebody else says so in the source"
        if not heard and not any(keys & source.names[home] for home in alignment.sentences()):
            return "nobody says so in the source"
    return ""


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
