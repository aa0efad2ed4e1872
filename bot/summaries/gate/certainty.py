"""Whether a told sentence plans, supposes and reports as done as its source does. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment, weight_of
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.vocabulary import UNDOING

CERTAINTIES = {
    "plan": "planned",
    "hedge": "uncertain",
    "condition": "conditional",
    "duty": "wanted",
    "ability": "possible",
}
_DOUBT = frozenset({"hedge", "condition", "ability"})
_AS_GOOD = 0.8  # of the best fit: another place that a word could as well come from


def objection(alignment: Alignment) -> str:
    """What is told more or less surely than the source has it; empty where nothing is."""
    return _qualified(alignment)


def moods(reading: Reading, n: int) -> set[str]:
    """How sure the reading is of word `n`: the moods that govern it, none for a plain fact."""
    token = reading.tokens[n]
    return {
        governor.kind
        for governor in reading.governors
        if governor.kind in CERTAINTIES
        and (
            governor.focus == n
            or (governor.clause == token.clause and governor.at < token.at and not _adjective(reading, governor.at))
        )
    }


_ADJECTIVES = frozenset({"planned", "proposed", "scheduled", "expected", "intended", "upcoming"})


def _adjective(reading: Reading, at: int) -> bool:
    """Whether the word only describes the noun behind it: "of a planned 160 seconds"."""
    return reading.words[at] in _ADJECTIVES and at > 0 and reading.words[at - 1] in vocabulary.DETERMINERS


_ADDING = frozenset({"add", "adds", "added"})


def _qualified(alignment: Alignment) -> str:
    told, source = alignment.told, alignment.source
    for n, m in alignment.anchor.items():
        token = told.tokens[n]
        governs = {governor.kind for governor in told.governors if governor.kind in CERTAINTIES and governor.focus == n}
        light = token.key in vocabulary.LIGHT and source.tokens[m].key != token.key
        if token.kind != WORD or light or (token.key in vocabulary.SAY and token.text.lower() not in _ADDING):
            continue
        if not (token.verb or token.passive or governs or _bare_verb(alignment, n, m)):
            continue
        mine = moods(told, n)
        exact = source.tokens[m].key == token.key
        homes = [
            p
            for p in alignment.found[n]
            if alignment.fit(n, p) >= _AS_GOOD * alignment.fit(n, m)
            and (not exact or source.tokens[p].key == token.key)
        ]
        objections = [_compared(alignment, n, p, mine) for p in homes or [m]]
        if all(objections):
            return objections[0]
    if _formerly(alignment):
        return "the source has it of earlier"
    if objection := _dated(alignment) or _copular(alignment) or _as_a_whole(alignment):
        return objection
    for governor in told.governors:
        hoped = base(told.words[governor.at]) == "hope" and any("plan" in kind for kind in _kinds(alignment))
        if governor.kind in _DOUBT and not hoped and not any(kind & set(CERTAINTIES) for kind in _kinds(alignment)):
            return f"it calls {CERTAINTIES[governor.kind]} what the source does not"
    if any(governor.kind == "plan" and not _a_plan(told, governor.at) for governor in told.governors) and not _future(
        alignment
    ):
        return "it calls planned what the source does not"
    return ""


_REQUIRING = frozenset(map(base, listed("require need want seek oblige")))
_FINDING = frozenset(map(base, listed("find show conclude indicate reveal determine")))


_EARLIER = frozenset({"earlier", "previously", "formerly", "originally", "initially"})
_THEN = _EARLIER | {"was", "were", "had", "once", "previous", "been", "than"}


def _formerly(alignment: Alignment) -> bool:
    """Whether what was so earlier is told as if it were so now."""
    told, source = alignment.told, alignment.source
    if not {"is", "are"} & set(told.words) or _THEN & set(told.words):
        return False
    for n, m in alignment.anchor.items():
        reading, at = source.place(m)
        if told.tokens[n].kind != NUMBER or "had" not in reading.words:
            continue
        clause = {t.at for t in reading.tokens if t.clause == reading.tokens[at].clause}
        if clause and _EARLIER & set(reading.words[min(clause) - 2 if min(clause) > 1 else 0 : max(clause) + 1]):
            return True
    return False


def _as_a_whole(alignment: Alignment) -> str:
    """A plan told as done in other words: most of what is told with the verb is of a sentence that only plans."""
    told, source = alignment.told, alignment.source
    for n, verb in enumerate(told.tokens):
        happened = verb.done or (verb.past and verb.verb)
        if verb.kind != WORD or not (happened or verb.verb) or moods(told, n) or verb.key in vocabulary.SAY | _FINDING:
            continue
        if _unfinished(told, n) or _participle(told, n):
            continue
        share: dict[int, list[float]] = {}
        for k, token in enumerate(told.tokens):
            if token.clause != verb.clause or k == n or k not in alignment.found or token.preposition == "by":
                continue
            for home in {source.sentence[m] for m in alignment.found[k]}:
                reading, first = source.readings[home], source.first[home]
                own = n not in alignment.found and verb.text.lower().endswith("s")  # "operates" for "plans"
                own = own and verb.key not in vocabulary.MOOD_WORDS | _REQUIRING
                plans = frozenset(CERTAINTIES) if happened or own else _DOUBT
                sure = not all(
                    moods(reading, m - first) & plans for m in alignment.found[k] if source.sentence[m] == home
                )
                tried = [g.at for g in reading.governors if g.kind == "attempt"]
                sure = sure and not any(
                    happened and at < source.tokens[m].at
                    for at in tried
                    for m in alignment.found[k]
                    if source.sentence[m] == home
                )
                weight = weight_of(token)
                counted = share.setdefault(home, [0.0, 0.0, 0.0])
                counted[0] += weight
                if token.kind != NAME or token.preposition or k > n:
                    counted[1] += weight
                    counted[2] += 0.0 if sure else weight
        if not share:
            continue
        home, (_, known, planned) = max(share.items(), key=lambda one: one[1][0])
        reading = source.readings[home]
        sure = any(
            source.sentence[m] == home and not moods(reading, m - source.first[home])
            for m in alignment.found.get(n, ())
        )
        if known and planned > 0.6 * known and not sure:
            return "the source only calls it planned"
    return ""


def _copular(alignment: Alignment) -> str:
    """What is only to become so must not be said to be so: "is the largest" for "will become the largest"."""
    told, source = alignment.told, alignment.source
    if told.governors and any(governor.kind in CERTAINTIES for governor in told.governors):
        return ""
    if any((token.verb or token.passive) and not token.infinitive for token in told.tokens):
        return ""
    verb = next((at for at, low in enumerate(told.words) if low in {"is", "are", "was", "were"}), -1)
    said = [n for n, token in enumerate(told.tokens) if token.at > verb and n in alignment.anchor]
    if verb < 0 or not said:
        return ""
    sure = False
    for n in said:
        for m in alignment.exact(n):
            reading, at = source.place(m)
            sure = sure or not moods(reading, at)
    return "" if sure else "the source only calls it planned"


def _bare_verb(alignment: Alignment, n: int, m: int) -> bool:
    """Whether a word without an ending is a verb: "the repair cost" where the source has "to cost"."""
    token, other = alignment.told.tokens[n], alignment.source.tokens[m]
    reading, at = alignment.source.place(m)
    if any(governor.kind in CERTAINTIES for governor in alignment.told.governors):
        return False
    if token.key != other.key or not (other.infinitive or moods(reading, at)) or not n:
        return False
    before, after = alignment.told.tokens[n - 1], alignment.told.words[token.at + 1 : token.at + 2]
    return before.at == token.at - 1 and before.kind in (WORD, NAME) and after != ["of"]


def _dated(alignment: Alignment) -> str:
    """A day for which the source only plans must not become one on which it happened."""
    told, source = alignment.told, alignment.source
    for n, token in enumerate(told.tokens):
        if not (token.kind == TIME or token.year) or n not in alignment.anchor:
            continue
        verbs = [
            k
            for k, other in enumerate(told.tokens)
            if other.clause == token.clause and other.kind == WORD and (other.verb or other.passive)
        ]
        if not verbs or any(moods(told, k) or not (told.tokens[k].past or told.tokens[k].done) for k in verbs):
            continue
        theirs = []
        for m in alignment.found[n]:
            reading, at = source.place(m)
            last = [
                g for g in reading.governors if g.clause == reading.tokens[at].clause and g.at < reading.tokens[at].at
            ]
            planned = bool(last) and last[-1].kind == "plan"
            told_of = any(
                other.done and not moods(reading, k) and other.clause == reading.tokens[at].clause
                for k, other in enumerate(reading.tokens)
            )
            theirs.append(planned and not told_of)
        if theirs and all(theirs) and not any(told.tokens[k].key in vocabulary.SAY for k in verbs):
            return "the source only calls it planned"
    return ""


def _a_plan(reading: Reading, at: int) -> bool:
    """Whether it is the noun: "its plan for a launch"."""
    return reading.words[at] == "plan" and at > 0 and reading.words[at - 1] in vocabulary.DETERMINERS


def _kinds(alignment: Alignment) -> list[set[str]]:
    return [{governor.kind for governor in alignment.source.readings[home].governors} for home in alignment.sentences()]


def _future(alignment: Alignment) -> bool:
    """Whether any of what is told may be to come: a plan of the source, or a verb there that is not past."""
    source = alignment.source
    present = {"is", "are"}
    if any(present & set(source.readings[home].words) for home in alignment.sentences()) and {"will", "be"} <= set(
        alignment.told.words
    ):
        return True
    if any(kinds & {"plan", "rank:not_before", "duty", "hedge"} for kinds in _kinds(alignment)):
        return True
    return any(
        not (source.tokens[m].past or source.tokens[m].done) and source.tokens[m].kind == WORD
        for n, m in alignment.anchor.items()
        if alignment.told.tokens[n].verb or alignment.told.tokens[n].passive
    ) or all(not (token.past or token.done) for home in alignment.sentences() for token in source.readings[home].tokens)


def _compared(alignment: Alignment, n: int, m: int, mine: set[str]) -> str:
    token = alignment.told.tokens[n]
    reading, at = alignment.source.place(m)
    other = reading.tokens[at]
    theirs = moods(reading, at)
    tried = {governor.focus for governor in reading.governors if governor.kind == "attempt"}
    happened = (token.past or token.done or token.passive) and not mine
    if other.kind in (NUMBER, TIME):
        return ""
    before = alignment.told.words[max(0, token.at - 2) : token.at]
    under_way = "being" in reading.words[max(0, other.at - 2) : other.at]
    if under_way and token.kind == WORD and not {"being", "under"} & set(before) and (token.done or "been" in before):
        return "the source only has it under way"
    would = any(g.kind == "plan" and reading.words[g.at] == "would" and g.at < other.at for g in reading.governors)
    if (
        not mine
        and "plan" in theirs
        and would
        and not _unfinished(alignment.told, n)
        and not _participle(alignment.told, n)
    ):
        return "the source only calls it conditional"
    if not mine and theirs and _bare_verb(alignment, n, m):
        return f"the source only calls it {CERTAINTIES[min(theirs)]}"
    if not mine and theirs & _DOUBT and not token.infinitive:
        return f"the source only calls it {CERTAINTIES[min(theirs & _DOUBT)]}"
    if happened and theirs and token.verb | token.passive and not token.infinitive:
        if _participle(alignment.told, n):
            return ""
        return f"the source only calls it {CERTAINTIES[min(theirs)]}"
    denied = any(governor.kind == "not" and governor.focus == n for governor in alignment.told.governors)
    moved = (
        token.key in UNDOING and token.key != other.key
    )  # what was put off was planned, and need not be said to have been
    early = reading.words[max(0, other.at - 2) : other.at]
    if happened and other.text.lower().endswith("ing") and "before" in early and token.verb:
        return "the source does not say that it happened"
    if (
        happened
        and other.infinitive
        and not denied
        and not moved
        and not _came_about(reading, at)
        and not _participle(alignment.told, n)
    ):
        return "the source does not say that it happened"
    if (
        happened
        and at in tried
        and (other.infinitive or not (other.verb or other.passive))
        and not _participle(alignment.told, n)
    ):
        return "the source only has it tried"
    exact = token.key == other.key or not any("plan" in kinds for kinds in _kinds(alignment))
    if exact and "plan" in mine and not theirs and (other.done or (other.past and other.verb)):
        return "it calls planned what the source does not"
    if mine & {"plan"} and not mine & _DOUBT and "hedge" in theirs:
        return "the source only calls it uncertain"
    return ""


def _unfinished(reading: Reading, n: int) -> bool:
    """Whether the verb says nothing of its time: "to give", "giving"."""
    token = reading.tokens[n]
    before = reading.words[token.at - 1] if token.at else ""
    return token.infinitive or (token.text.lower().endswith("ing") and before not in vocabulary.BE)


def _participle(reading: Reading, n: int) -> bool:
    """Whether the word only describes a noun: "a rocket built by", "the planned launch"."""
    token = reading.tokens[n]
    before = reading.words[token.at - 1] if token.at else ""
    return token.passive and before not in vocabulary.BE and not token.done


_IMPLIED = frozenset(
    listed("managed used helped continued began started went able proceeded got returned allowing enabling came")
)


def _came_about(reading: Reading, at: int) -> bool:
    word = reading.tokens[at].at
    return word > 1 and reading.words[word - 2] in _IMPLIED | {"first", "last", "only", "one"}
