"""Whether verbs are said of, done to and reported by what they are in the source. Pure.

Where `acting` asks who else could do it, these compare the very clause: its subject, its object, its speaker.
"""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment, weight_of
from bot.summaries.gate.claims import NAME, WORD, Reading
from bot.summaries.gate.clauses import (
    STANDING_IN,
    UNSAID,
    acts,
    any_same,
    done_to,
    finite,
    is_label,
    keys_of,
    names_of,
    reduced,
    subject_of,
)
from bot.summaries.gate.meanings import base
from bot.summaries.gate.roles import GENERIC, speakers


def objection(alignment: Alignment) -> str:
    """The first verb that goes with another in the source; empty where none does."""
    for rule in _RULES:
        if reason := rule(alignment):
            return reason
    return ""


def _subject(alignment: Alignment) -> str:
    """A verb said of what stands elsewhere in the source sentence that has it: "its camera was switched off"."""
    told, source = alignment.told, alignment.source
    for n, verb in enumerate(told.tokens):
        if not acts(verb) or (verb.key in UNSAID and not verb.passive):
            continue
        mine = {k for k in subject_of(told, n) if is_label(told.tokens[k]) or told.tokens[k].kind == NAME}
        if not {k for k in mine if not told.tokens[k].possessive}:
            continue
        names = names_of(told, {k for k in mine if not told.tokens[k].possessive})
        head = max(mine)
        verdicts = []
        for q in alignment.exact(n):
            reading, at = source.place(q)
            other = reading.tokens[at]
            theirs = subject_of(reading, at) if acts(other) else set()
            if (
                not theirs
                or verb.passive != (other.passive or reduced(reading, at))
                or not (finite(reading, at) or reduced(reading, at))
                or other.key != verb.key
            ):
                verdicts.append(False)
                continue
            home, first = source.sentence[q], source.first[source.sentence[q]]
            their_names = names_of(reading, theirs)
            if names and their_names:
                meant = {
                    m - first
                    for k in mine
                    for m in alignment.found.get(k, ())
                    if len(keys_of(told, told.tokens[k].run)) < 2
                }
                verdicts.append(not any_same(names, their_names) and not meant & theirs)
                continue
            here = {m - first for m in alignment.exact(head) if source.sentence[m] == home}
            stranger = bool(names) and not here and _indefinite(reading, theirs)
            meant = {m - first for m in alignment.found.get(head, ()) if source.sentence[m] == home}
            other_thing = reduced(reading, at) and not meant & theirs
            other_thing = other_thing or _foreign(alignment, q, head, mine, theirs)
            verdicts.append((bool(here) and not here & theirs) or stranger or other_thing)
        if verdicts and all(verdicts):
            return f'"{verb.text}" is said of another in the source'
    return ""


_CONTRASTS = frozenset({"earlier", "older", "previous", "other", "another", "former", "rival", "next"})


def _foreign(alignment: Alignment, q: int, head: int, mine: set[int], theirs: set[int]) -> bool:
    """Whether the subject stands in other sentences of the source only, and the verb has one of its own there."""
    told, source = alignment.told, alignment.source
    home, first = source.sentence[q], source.first[source.sentence[q]]
    reading = source.readings[home]
    if any(m - first in theirs for k in mine for m in alignment.found.get(k, ())):
        return False
    said = {token.text.lower() for token in told.tokens}
    if _CONTRASTS & {reading.tokens[k].text.lower() for k in theirs} - said:
        return True
    token, their_head = told.tokens[head], reading.tokens[max(theirs)]
    if token.kind != WORD or their_head.kind != WORD or their_head.text.lower().rstrip("s") in GENERIC:
        return False
    return any(source.tokens[m].key == token.key for m in alignment.found.get(head, ()))


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


def _indefinite(reading: Reading, places: set[int]) -> bool:
    """Whether a noun is new where it stands: "a hunter", who is nobody named elsewhere."""
    at = reading.tokens[min(places)].at
    return reading.tokens[max(places)].kind == WORD and bool({"a", "an"} & set(reading.words[max(0, at - 1) : at]))


def _object(alignment: Alignment) -> str:
    """What is done to one thing in the source, told of another that stands elsewhere in it: "threw away a brush"."""
    told, source = alignment.told, alignment.source
    for n, verb in enumerate(told.tokens):
        if not acts(verb) or verb.key in UNSAID:
            continue
        mine = sorted(done_to(told, n))
        if not mine or mine[-1] not in alignment.found or not is_label(told.tokens[mine[-1]]):
            continue
        if told.tokens[mine[-1]].text.lower().rstrip("s") in GENERIC:
            continue
        meant = {m for k in mine for m in alignment.found.get(k, ())}
        verdicts = []
        for q in alignment.found.get(n, ()):
            reading, at = source.place(q)
            first = source.first[source.sentence[q]]
            theirs = (
                {first + k for k in done_to(reading, at)}
                if acts(reading.tokens[at]) or reading.tokens[at].key == verb.key
                else set()
            )
            loose = any(source.tokens[m].text.lower().rstrip("s") in GENERIC for m in theirs)
            verdicts.append(bool(theirs) and not loose and not meant & theirs)
        if verdicts and all(verdicts):
            return f'"{verb.text}" is done to another in the source'
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


_ACCORDING = base("according")


def _speaker(alignment: Alignment) -> str:
    """What one says in the source, told as another's word."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if token.kind != WORD or token.key not in vocabulary.SAY or not (token.verb or token.key == _ACCORDING):
            continue
        mine = set(speakers(told, n))
        names = names_of(told, mine)
        if not names:
            continue
        weight: dict[int, float] = {}
        for k, other in enumerate(told.tokens):
            if k in mine or k == n or other.kind == NAME or other.key in vocabulary.LIGHT or k not in alignment.found:
                continue
            for home in {source.sentence[m] for m in alignment.found[k]}:
                weight[home] = weight.get(home, 0.0) + weight_of(other)
        if not weight:
            continue
        home = max(weight, key=lambda one: weight[one])
        reading = source.readings[home]
        said = [m for m, other in enumerate(reading.tokens) if other.key in vocabulary.SAY and acts(other)]
        everyone = names_of(reading, set(range(len(reading.tokens))))
        implied = any(key in source.implied[home] for keys in names for key in keys)
        leaning = bool(STANDING_IN & set(reading.words)) and implied
        named = any(keys <= source.names[home] for keys in names)  # one that opens a sentence may look like no name
        if (
            said
            and not named
            and not any_same(names, everyone)
            and not leaning
            and not _generic_speaker(reading, said[-1])
        ):
            return "somebody else says so in the source"
    return ""


def _generic_speaker(reading: Reading, said: int) -> bool:
    """Whether the one who speaks may be one that is named elsewhere: "the agency said"."""
    around = reading.words[max(0, reading.tokens[said].at - 3) : reading.tokens[said].at]
    return "the" in around and not speakers(reading, said)


def _unheard_aside(alignment: Alignment) -> str:
    """What is added about somebody in an aside with a verb that the source does not have: "Brandt, who built it"."""
    told = alignment.told
    for n, verb in enumerate(told.tokens):
        if not acts(verb) or verb.key in UNSAID or n in alignment.found or not n:
            continue
        opening = told.words[told.tokens[n - 1].at + told.tokens[n - 1].width : verb.at]
        if told.tokens[n - 1].kind == NAME and "who" in opening and opening[0] == ",":
            return f'the word "{verb.text}" is not in the source'
    return ""


_RULES = (_subject, _likened, _object, _inverted, _speaker, _unheard_aside)
