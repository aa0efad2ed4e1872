"""Whether a told sentence denies, and leaves undone, what its source does. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import WORD, Governor, Reading
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.roles import actors
from bot.summaries.gate.vocabulary import UNDOING

CERTAINTIES = frozenset({"plan", "hedge", "condition", "duty", "ability"})
_NEAR = 5  # words behind a denial in which what it denies stands
_AS_GOOD = 0.8  # of the best fit: another place that a word could as well come from


def objection(alignment: Alignment) -> str:
    """What is denied, or told as if it were not; empty where nothing is."""
    return _denied(alignment) or _unproven(alignment) or _undone(alignment)


def _of_source(alignment: Alignment, kinds: frozenset[str]) -> Iterator[tuple[int, int, Governor]]:
    """The governors of the source sentences that were used: sentence, place of the focus in the source, governor."""
    source = alignment.source
    for home in alignment.sentences():
        for governor in source.readings[home].governors:
            if governor.kind in kinds:
                yield home, source.first[home] + governor.focus if governor.focus >= 0 else -1, governor


def _denied(alignment: Alignment) -> str:
    source = alignment.source
    denials = list(_of_source(alignment, frozenset({"not"}))) + list(_refusals(alignment))
    words = alignment.told.words
    mine = [
        governor
        for governor in alignment.told.governors
        if governor.kind == "not" and words[governor.at] not in {"instead", "rather"}
    ]
    for governor in mine:
        clause = {words[other.at] for other in mine if other.clause == governor.clause}
        if {"not", "n't"} & clause and {"nobody", "nothing", "none", "never", "nowhere"} & clause:
            return "it denies twice"
        if {"before", "until"} & set(words[governor.at : governor.at + 5]) and _not_before(alignment):
            continue  # "will not fly before May", of one that flies in May at the earliest
        if not any(_same_denial(alignment, governor, *denial) for denial in denials):
            return "it denies what the source does not"
    for home, focus, denial in _of_source(alignment, frozenset({"not"})):
        after = source.readings[home].words[denial.at : denial.at + 2]
        if after[0] == "without" and (after[-1] in {"it", "this", "that"} or _FIRST & set(words)):
            continue  # "without notifying": "must notify before"
        for n in alignment.back.get(focus, []):
            kept = any(_same_denial(alignment, governor, home, focus, denial) for governor in mine)
            if not kept and not _as_well_from(alignment, n, focus):
                return "it leaves out a denial"
    return ""


def _not_before(alignment: Alignment) -> bool:
    """Whether the source has it for a day at the earliest, or put off."""
    source = alignment.source
    return any(
        any(mark.kind == "rank:not_before" for mark in source.readings[home].governors)
        or any(token.key in _PUT_OFF for token in source.readings[home].tokens)
        for home in alignment.sentences()
    )


_PUT_OFF = frozenset(map(base, listed("delay postpone slip"))) | {"put_off", "push_back"}
_FIRST = frozenset({"must", "require", "requires", "required", "before", "unless", "until"})


def _refusals(alignment: Alignment) -> Iterator[tuple[int, int, Governor]]:
    """Who declined to comment would not."""
    source = alignment.source
    for home in alignment.sentences():
        for k, token in enumerate(source.readings[home].tokens[:-1]):
            if token.key in _REFUSING and token.verb:
                yield home, source.first[home] + k + 1, Governor("not", token.at, token.clause, k + 1)


_REFUSING = frozenset(map(base, listed("decline refuse stop cease quit fail")))


def _unproven(alignment: Alignment) -> str:
    """What stands only behind "does not mean that" is not told as so."""
    told, source = alignment.told, alignment.source
    if any(governor.kind in ("not", "unproven") for governor in told.governors):
        return ""
    for n in alignment.found:
        if told.tokens[n].kind != WORD or told.tokens[n].key in vocabulary.LIGHT:
            continue
        if all(
            any(
                governor.kind == "unproven" and governor.at < source.tokens[m].at
                for governor in source.readings[source.sentence[m]].governors
            )
            for m in alignment.found[n]
        ):
            return f'the source does not have "{told.tokens[n].text}" shown'
    return ""


def _same_denial(alignment: Alignment, mine: Governor, home: int, focus: int, theirs: Governor) -> bool:
    """Whether two denials speak of the same: one's focus is the other's, or stands close behind it."""
    whole = alignment.told.words[mine.at] in {"neither", "none", "nobody", "no"}  # denies of whom, not what
    told = alignment.told.tokens
    exact = mine.focus in alignment.anchor and any(
        alignment.source.tokens[m].key == told[mine.focus].key for m in alignment.found[mine.focus]
    )
    if whole or not exact:
        # What is denied is said in other words: some of its clause must be what is denied in the source.
        clause = [n for n, token in enumerate(alignment.told.tokens) if token.clause == mine.clause]
        source = alignment.source
        if not any(n in alignment.found for n in clause):
            clause = [n for n, token in enumerate(alignment.told.tokens) if token.clause == mine.clause - 1]
        return any(
            source.sentence[m] == home and source.tokens[m].clause == theirs.clause
            for n in clause
            for m in alignment.found.get(n, ())
        )
    for m in alignment.found[mine.focus]:
        token = alignment.source.tokens[m]
        if m == focus or (
            alignment.source.sentence[m] == home
            and token.clause == theirs.clause
            and theirs.at < token.at <= theirs.at + _NEAR
        ):
            return True
    return False


def _as_well_from(alignment: Alignment, n: int, place: int) -> bool:
    """Whether told word `n` could as well have been taken from another sentence than that of `place`."""
    source = alignment.source
    least = _AS_GOOD * alignment.fit(n, place)
    return any(
        source.sentence[m] != source.sentence[place] and alignment.fit(n, m) >= least for m in alignment.found[n]
    )


_ASKING = frozenset(map(base, listed("ask request seek propose want urge demand apply petition")))


def _undone(alignment: Alignment) -> str:
    """What the source calls off, refuses or prevents must not be told without that."""
    source = alignment.source
    for home in alignment.sentences():
        reading, first = source.readings[home], source.first[home]
        denied_at = {governor.at for governor in reading.governors if governor.kind == "not"}
        for at, token in enumerate(reading.tokens):
            if token.kind == WORD and token.key in _ASKING and token.verb and not token.passive:
                if _left_out(alignment, home, at):
                    return f'it leaves out "{token.text}"'
                continue
            if token.kind != WORD or token.key not in UNDOING or not (token.verb or token.passive):
                continue
            if token.key in _REFUSING and any(governor.kind == "not" for governor in alignment.told.governors):
                continue
            if alignment.back.get(first + at) or token.at in denied_at or _said_otherwise(alignment, first + at):
                continue
            acting, acted = actors(reading, at)
            touched = {k for k in acted or acting if not (reading.tokens[k].kind != WORD and not token.passive)}
            touched |= {
                k
                for k, other in enumerate(reading.tokens)
                if token.at < other.at <= token.at + _NEAR
                and (other.infinitive or (other.at == token.at + 1 and other.text.lower().endswith("ing")))
            }
            if token.passive or (token.at and reading.words[token.at - 1] in vocabulary.BE):
                touched |= {k for k in range(at) if reading.tokens[k].kind == WORD and _subject_of(reading, k, at)}
            if any(
                alignment.told.tokens[n].verb or alignment.told.tokens[n].passive
                for k in touched
                for n in alignment.back.get(first + k, [])
            ):
                return f'it leaves out "{token.text}"'
    return ""


def _subject_of(reading: Reading, k: int, verb: int) -> bool:
    """Whether word `k` may belong to the subject of the verb: no other verb stands between, participles aside."""
    return not any(other.verb and not other.text.lower().endswith("ing") for other in reading.tokens[k + 1 : verb])


def _left_out(alignment: Alignment, home: int, at: int) -> bool:
    """Whether what the source only asks for is told as if it had come about."""
    source, told = alignment.source, alignment.told
    reading, first = source.readings[home], source.first[home]
    if _said_otherwise(alignment, first + at) or any(governor.kind in CERTAINTIES for governor in told.governors):
        return False
    asked = [k for k in range(at + 1, len(reading.tokens)) if reading.tokens[k].clause == reading.tokens[at].clause]
    said = [n for k in asked for n in alignment.back.get(first + k, []) if told.tokens[n].kind == WORD]
    verbs = [n for n, token in enumerate(told.tokens) if (token.done or token.past) and token.verb]
    return len(said) >= 2 and any(n not in alignment.found or told.tokens[n].key in vocabulary.LIGHT for n in verbs)


def _said_otherwise(alignment: Alignment, place: int) -> bool:
    return any(place in places for places in alignment.found.values())
