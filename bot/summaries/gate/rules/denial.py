"""Whether a told sentence denies, and leaves undone, what its source does. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate import standing, vocabulary
from bot.summaries.gate.claims import WORD
from bot.summaries.gate.matches import AS_GOOD
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.opposites import opposed
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.polarity import Denial, denials, denies, limited, reach_of
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Predicate
from bot.summaries.gate.vocabulary import UNDOING

_LATER = (["later"], ["another"], ["next"], ["now"])


def objection(scene: Scene) -> str:
    """What is denied, or told as if it were not; empty where nothing is."""
    used = [scene.sentence(n) for n in sorted(scene.alignment.sentences())]
    for denial in denials(scene.structure):
        if denial.plain and not _also_denied(scene, denial, used):
            return "it denies what the source does not"
    return _left_out(scene, used) or _undone(scene, used)


def _content(scene: Scene, places: frozenset[int]) -> list[int]:
    """Those of the told places that tell something the source has."""
    tokens = scene.tokens
    return [k for k in places if k in scene.found and tokens[k].key not in vocabulary.LIGHT]


def _also_denied(scene: Scene, denial: Denial, used: Sequence[Sentence]) -> bool:
    if denial.contrast:
        return not _contrasted(scene, denial, used)
    content = _content(scene, denial.reach)
    if not content:
        return _bare(scene, denial)
    very = [
        k for k in denial.focus if k in scene.exact and scene.very_word(k) and scene.tokens[k].key not in vocabulary.SAY
    ]
    places = [m for k in very for m in scene.exact[k] if _alike(scene, k, m)]
    if places:
        return any(_denied_place(scene, denial, m) for m in places) or _not_before(scene, used)
    if _by_contrary(scene, denial) or _not_before(scene, used):
        return True
    doubly = any(denies(scene.tokens[k].key) for k in denial.focus)  # "never failed" is not what "failed" is
    for sentence in used:
        found = [other for other in denials(sentence.structure) if other.plain or not doubly]
        there = {sentence.first + k for other in found for k in [*other.reach, *_clause(sentence, other)]}
        if any(there & set(scene.found[k]) for k in content):
            return True
        if (
            not doubly
            and limited(sentence.structure)
            and any(scene.source.sentence[m] == sentence.n for k in content for m in scene.found[k])
        ):
            return True
    return False


def _alike(scene: Scene, k: int, m: int) -> bool:
    """Whether both are verbs, or both nouns: "gave no date" and "a filing dated"."""
    sentence = scene.home(m)
    verbs = {predicate.verb for predicate in scene.structure.predicates}
    return (k in verbs) == (m - sentence.first in sentence.predicate_at)


def _contrasted(scene: Scene, denial: Denial, used: Sequence[Sentence]) -> bool:
    """Whether the source sets the two against each other the other way: "three instead of two"."""
    rest = [k for k in scene.found if k not in denial.focus and scene.tokens[k].kind != WORD]
    for sentence in used:
        theirs = {sentence.first + k for other in denials(sentence.structure) if other.contrast for k in other.focus}
        there = {m for k in rest for m in scene.found[k]}
        if theirs & there and not any(theirs & set(scene.found.get(k, ())) for k in denial.focus):
            return True
    return False


def _clause(sentence: Sentence, denial: Denial) -> list[int]:
    """What stands in one clause with what is denied."""
    clauses = {sentence.tokens[k].clause for k in denial.focus}
    return [k for k, token in enumerate(sentence.tokens) if token.clause in clauses]


def _bare(scene: Scene, denial: Denial) -> bool:
    """Whether nothing is denied that could be looked up: "those who were not"."""
    return not any(scene.tokens[k].kind == WORD and scene.tokens[k].key not in vocabulary.LIGHT for k in denial.reach)


def _denied_place(scene: Scene, denial: Denial, m: int) -> bool:
    """Whether the source denies its word at `m`, or has not come to it yet."""
    sentence = scene.home(m)
    at = m - sentence.first
    if any(at in other.focus or (at in other.reach and not other.plain) for other in denials(sentence.structure)):
        return True
    phrase = sentence.phrase_at.get(at)
    if phrase is not None and phrase.preposition == "from":
        return True  # "from two to three": "three instead of two"
    if at not in sentence.predicate_at and any(at in other.reach for other in denials(sentence.structure)):
        return True  # "has not lodged a protest" has no protest
    for other in denials(sentence.structure):
        theirs = {sentence.first + k for k in other.focus}
        if at in other.reach and any(theirs & set(scene.found.get(k, ())) for k in denial.reach):
            return True  # "reached space but not orbit"
    return bool(standing.of_place(sentence.structure, at) & {standing.WISH, standing.PENDING, standing.ATTEMPT})


def _by_contrary(scene: Scene, denial: Denial) -> bool:
    """Whether the source has the contrary: "will not lose" for "will keep"."""
    keys = [scene.tokens[k].key for k in denial.focus]
    rest = _content(scene, denial.reach - denial.focus)
    for n in {scene.source.sentence[m] for k in rest for m in scene.found[k]}:
        if any(opposed(key, token.key) for key in keys for token in scene.sentence(n).tokens):
            return True
    return False


_PUT_OFF = frozenset(map(base, listed("delay postpone slip first debut"))) | {"put_off", "push_back"}


def _not_before(scene: Scene, used: Sequence[Sentence]) -> bool:
    """Whether it is denied for the time before, and the source has it for the first time, or put off until then."""
    if not {"before", "until"} & set(scene.told.words):
        return False
    return any(
        any(mark.kind == "rank:not_before" for mark in sentence.reading.marks)
        or any(token.key in _PUT_OFF or (token.ordinal and token.key == "1") for token in sentence.tokens)
        or "first" in sentence.reading.words
        for sentence in used
    )


def _left_out(scene: Scene, used: Sequence[Sentence]) -> str:
    """What the source denies, told as so."""
    alignment = scene.alignment
    mine = {k for denial in denials(scene.structure) for k in denial.reach}
    for sentence in used:
        for denial in denials(sentence.structure):
            if not denial.plain:
                continue
            for k in denial.focus:
                place = sentence.first + k
                for n in [*alignment.back.get(place, ()), *(n for n in scene.exact if _very(scene, n, place))]:
                    if n in mine or limited(scene.structure) or (denial.contrast and _turned_from(scene, n)):
                        continue
                    if _as_well_from(scene, n, place) or not _of_the_same(scene, n, sentence, denial):
                        continue
                    return "it leaves out a denial"
    return ""


def _turned_from(scene: Scene, n: int) -> bool:
    """Whether it is told as what was before: "cut from three to two", "down from six"."""
    return any(n in phrase.members and phrase.preposition in {"from", "than"} for phrase in scene.structure.phrases)


def _of_the_same(scene: Scene, n: int, sentence: Sentence, denial: Denial) -> bool:
    """Whether the told word is the very one, or is told with something of what the denied one stands with."""
    root = scene.tokens[n].key[:5]
    if scene.very_word(n) or any(sentence.tokens[k].key.startswith(root) for k in denial.focus):
        return True  # "injured" and "no injuries" too
    beside = {k for one in scene.structure.predicates if one.verb == n for k in reach_of(scene.structure, one)}
    beside |= {k for phrase in scene.structure.phrases if n in phrase.members for k in phrase.members}
    theirs = {sentence.first + k for k in denial.reach - denial.focus}
    return any(theirs & set(scene.found.get(k, ())) for k in beside - {n})


def _very(scene: Scene, n: int, place: int) -> bool:
    """Whether that is the told word itself, and the source has it nowhere else."""
    return scene.very_word(n) and scene.exact[n] == [place]


def _as_well_from(scene: Scene, n: int, place: int) -> bool:
    """Whether told word `n` could as well have been taken from another place than that."""
    alignment = scene.alignment
    least = AS_GOOD * alignment.fit(n, place)
    denied = {
        sentence.first + k
        for sentence in (scene.home(m) for m in alignment.found[n])
        for denial in denials(sentence.structure)
        if denial.plain
        for k in denial.focus
    }
    return any(m not in denied and alignment.fit(n, m) >= least for m in scene.exact[n])


def _undone(scene: Scene, used: Sequence[Sentence]) -> str:
    """What the source calls off, refuses or prevents must not be told without that."""
    marks = standing.standings(scene.structure)
    wished = {p.verb for p, mark in zip(scene.structure.predicates, marks, strict=True) if standing.WISH in mark}
    told = {p.verb for p in scene.structure.predicates if p.finite and p.verb >= 0} - wished
    mine = {k for denial in denials(scene.structure) for k in denial.reach}
    for sentence in used:
        if word := _exempt(scene, sentence, mine):
            return f'it leaves out "{word}"'
        for place, other in sentence.predicate_at.items():
            token = sentence.tokens[place]
            put_off = token.key in UNDOING or _left_for_later(sentence, other)
            if not put_off or other.denied or _said(scene, sentence.first + place):
                continue
            touched = _touched(sentence, other)
            for k in touched:
                for n in scene.alignment.back.get(sentence.first + k, ()):
                    if n not in mine and (n in told or _comes_about(scene, n)):
                        return f'it leaves out "{token.text}"'
    return ""


def _left_for_later(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether it is put off: "was left for later"."""
    token = sentence.tokens[predicate.verb]
    after = sentence.reading.words[token.at + 1 : token.at + 3]
    return predicate.passive and token.key == base("leave") and after[:1] == ["for"] and after[1:] in _LATER


def _exempt(scene: Scene, sentence: Sentence, mine: set[int]) -> str:
    """What something is said to be free of or without, told of it as if it were not: "would be exempt"."""
    for other in sentence.structure.predicates:
        heads = [p.head for p in other.object if p.head >= 0 and denies(sentence.tokens[p.head].key)]
        if other.verb >= 0 or not heads or other.denied or _said(scene, sentence.first + heads[0]):
            continue
        touched = {n for p in other.subject for n in scene.alignment.back.get(sentence.first + p.head, ())} - mine
        for predicate in scene.structure.predicates:
            own = predicate.verb >= 0 and predicate.verb not in scene.found and predicate.finite
            parts = [*predicate.subject, *predicate.object, *(p for _, p in predicate.others)]
            if own and any(p.head in touched for p in parts):
                return sentence.tokens[heads[0]].text
    return ""


def _comes_about(scene: Scene, n: int) -> bool:
    """Whether the told thing is told as having come about, with a verb of the summary's own: "completed the merger"."""
    for predicate in scene.structure.predicates:
        verb = scene.tokens[predicate.verb] if predicate.verb >= 0 else None
        if verb is None or predicate.verb in scene.found or verb.key in UNDOING | vocabulary.SAY or denies(verb.key):
            continue
        suffers = predicate.subject if predicate.passive else predicate.object
        if any(n == phrase.head for phrase in suffers) and standing.happened(scene.structure, predicate):
            return True
    return False


def _touched(sentence: Sentence, predicate: Predicate) -> set[int]:
    """What is called off: what is done to, or what stands behind as an infinitive."""
    phrases = predicate.subject if predicate.passive else predicate.object
    found = {k for phrase in phrases for k in phrase.members}
    for other in sentence.structure.predicates:
        behind = other.parent >= 0 and sentence.structure.predicates[other.parent] is predicate
        if not other.finite and (behind or any(phrase in phrases for phrase in other.subject)):
            found.add(other.verb)  # "the task, moving a camera, was put off"
    return found


def _said(scene: Scene, place: int) -> bool:
    return any(place in places for places in scene.found.values())
