"""Whether a told sentence ranks as its source does, and shares out with the same words: first, only, all, half. Pure.

A rank or share belongs to the noun that it stands before. It must be in the source, of the same noun.
"""

from __future__ import annotations

from bot.summaries.gate import direction, vocabulary
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Mark
from bot.summaries.gate.meanings import base, stands_for
from bot.summaries.gate.phrases import GENERIC, Scene, low
from bot.summaries.gate.polarity import denials
from bot.summaries.gate.ranks import BEFORE_NOUN, EACH, ONLY, SPANS, alike, marks, numbered, ranked
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase
from bot.summaries.gate.tags import PREPOSITIONS

_WAYS = {
    "quantity:more": direction.MORE,
    "quantity:less": direction.LESS,
    "rank:earlier_than": direction.SOONER,
    "rank:sooner_than": direction.SOONER,
    "rank:later_than": direction.LATER,
}


def objection(scene: Scene) -> str:
    """The first rank or share that the source does not have; empty where it has all."""
    for rule in _RULES:
        if reason := rule(scene):
            return reason
    return ""


def _not_ranked(scene: Scene) -> str:
    words = scene.told.words
    for mark in marks(scene.structure):
        used = [scene.sentence(n) for n in sorted(scene.alignment.sentences())]
        turned = any(_other_way(scene, mark.at, _WAYS.get(mark.kind, ""), sentence) for sentence in used)
        if turned or not any(_ranks(scene, mark, sentence) for sentence in used):
            return f'"{words[mark.at]}" is not said of it in the source'
    return ""


def _ranks(scene: Scene, mark: Mark, sentence: Sentence) -> bool:
    """Whether the source sentence has that rank, of the same."""
    told, words = scene.told.words, sentence.reading.words
    way = _WAYS.get(mark.kind) or (direction.ONLY if mark.kind == ONLY and _adverb(scene, mark.at) else "")
    counted = [
        k for k, t in enumerate(scene.tokens) if t.kind == NUMBER and mark.at - 3 <= t.at < mark.at and k in scene.found
    ]
    if way and counted:
        return any(way in direction.ways(_about(scene, m)) for k in counted for m in scene.found[k])
    if way and way in direction.ways(words):
        return True
    if mark.kind == "quantity:several" and any(_counts(sentence, k) for k in range(len(sentence.tokens))):
        return True
    if mark.kind == "quantity:two" and any(token.key == "2" for token in sentence.tokens):
        return True
    if mark.kind in ("rank:last", "rank:next") and told[mark.at + 1 : mark.at + 2] and told[mark.at + 1] in SPANS:
        return bool({"coming", "following", "next", "last", "previous", "past", "before", "earlier"} & set(words))
    if mark.kind == ONLY and _adverb(scene, mark.at) and _belittles(scene, mark.at):
        return True
    if mark.kind == "rank:ever" and {"ever", "yet", "far", "date", "history", "never", "first", "record"} & set(words):
        return True
    if mark.kind in ("rank:not_before", "rank:deadline"):
        late = mark.kind == "rank:not_before" and denials(sentence.structure) and {"before", "until"} & set(words)
        return bool(late) or any(other.kind == mark.kind for other in sentence.reading.marks)
    if told[mark.at] == "both" and _joined(scene, mark.at, sentence):
        return True
    if told[mark.at] == "half" and _half(scene, mark.at, sentence):
        return True
    if mark.kind == "quantity:part" and _SOME & set(words):
        return True
    if mark.kind == "quantity:all" and told[mark.at] in ("each", "every"):
        return bool(EACH & set(words))
    if mark.kind.endswith("_times"):
        many = mark.kind.removeprefix("quantity:").removesuffix("_times")
        return any(other.kind == mark.kind for other in sentence.reading.marks) or any(
            token.kind == NUMBER and token.key == many for token in sentence.tokens
        )
    if mark.kind == "quantity:double":
        return _doubles(scene, mark.at, sentence)
    mine = ranked(scene.structure, mark.at)
    if mark.kind.startswith("rank:") and not numbered(told, mark.at):
        others = [other.at for other in sentence.reading.marks if alike(mark.kind, other.kind)]
        if others and all(numbered(words, at) for at in others):
            return False  # "the second strongest" is not the strongest
    if mark.kind == "quantity:all" and _none(scene, mine, sentence):
        return True
    for other in sentence.reading.marks:
        if (alike(mark.kind, other.kind) or _as_much(told, mark, words, other)) and any(
            _same(scene, mine, mark.at, sentence, one) for one in _of_whom(sentence, other.at)
        ):
            return True
    return False


_SOME = frozenset({"half", "halve", "halved", "50", "part", "partly", "partial", "partially"})
_DEGREES = frozenset({"partly", "partially", "slightly", "briefly", "as", "once", "when", "after", "if"})


def _belittles(scene: Scene, at: int) -> bool:
    """Whether "only" says no more than how small it is what follows, or how late: "only 40", "only after"."""
    near = [k for k, token in enumerate(scene.tokens) if at < token.at <= at + 5 and k in scene.found]
    counted = any(scene.tokens[k].kind in (NUMBER, TIME) for k in near)
    return counted or bool(_DEGREES & set(scene.told.words[at + 1 : at + 2]))


def _joined(scene: Scene, at: int, sentence: Sentence) -> bool:
    """Whether the source has the two of "both A and B" side by side."""
    words = scene.told.words
    turn = next((k for k in range(at, min(len(words), at + 8)) if words[k] == "and"), -1)
    if turn < 0:
        return False
    sides = (range(at, turn), range(turn, turn + 5))
    first, second = (
        [scene.source.tokens[m].at for k in found for m in scene.found[k] if scene.home(m) is sentence]
        for found in ([k for k, t in enumerate(scene.tokens) if t.at in side and k in scene.found] for side in sides)
    )
    theirs = sentence.reading.words
    return any(
        0 < two - one <= BEFORE_NOUN + 2 and "and" in theirs[one:two]
        for a in first
        for b in second
        for one, two in [sorted((a, b))]
    )


def _half(scene: Scene, at: int, sentence: Sentence) -> bool:
    """Whether the source has half of the number that is told: "half of the 24"."""
    numbers = [t for t in scene.tokens if t.kind == NUMBER and at < t.at <= at + 4 and not t.ordinal]
    return any(t.kind == NUMBER and float(t.key) * 2 == float(n.key) for n in numbers for t in sentence.tokens)


def _as_much(told: list[str], mine: Mark, words: list[str], theirs: Mark) -> bool:
    """Whether "most expensive" is told for "costliest", or "most likely" for itself."""
    own, other = (
        base(row[mark.at + 1]) if mark.kind == "rank:most" and row[mark.at + 1 : mark.at + 2] else mark.kind[5:]
        for row, mark in ((told, mine), (words, theirs))
    )
    ranks = (
        mine.kind.startswith("rank:") and theirs.kind.startswith("rank:") and "rank:most" in (mine.kind, theirs.kind)
    )
    return ranks and (stands_for(own, other) or stands_for(own, other.removesuffix("est")))


def _of_whom(sentence: Sentence, at: int) -> list[Phrase | None]:
    """What the source ranks: of "the jet is the fastest" the jet."""
    phrase = ranked(sentence.structure, at)
    if sentence.reading.words[at] in {"everything", "everyone", "everybody"}:
        return [None]
    if phrase is None or sentence.tokens[phrase.head].at != at:
        return [phrase]
    return [
        other for predicate, role in sentence.parts.get(phrase, ()) if role == "object" for other in predicate.subject
    ] or [None]


def _doubles(scene: Scene, at: int, sentence: Sentence) -> bool:
    """Whether the source has it twice, and of a ratio the same: "twice as wide" is not "twice as heavy"."""
    told, words = scene.told.words, sentence.reading.words
    if told[at + 1 : at + 2] not in (["as"], ["the"]):
        return bool({"twice", "two", "second", "both", "double", "doubled", "doubling"} & set(words))
    near = [k for k, token in enumerate(scene.tokens) if at < token.at <= at + 3 and k in scene.found]
    places = [scene.source.tokens[m].at for k in near for m in scene.found[k] if scene.source.sentence[m] == sentence.n]
    marks = [i for i, word in enumerate(words) if word in {"twice", "double", "doubled", "two"}]
    return any(0 < place - mark <= BEFORE_NOUN for place in places for mark in marks)


_OPPOSITE = {direction.MORE: direction.LESS, direction.LESS: direction.MORE}


def _other_way(scene: Scene, at: int, way: str, sentence: Sentence) -> bool:
    """Whether what it is compared with is compared the other way: "below the House version"."""
    told = scene.told.words
    if way not in _OPPOSITE:
        return False
    than = next((k for k in range(at, min(len(told), at + 3)) if told[k] == "than"), -1)
    phrase = ranked(scene.structure, than) if than >= 0 else None
    mine = phrase.members if phrase is not None else []
    for k in mine:
        for m in scene.found.get(k, ()):
            theirs = sentence.phrase_at.get(m - sentence.first)
            if theirs is None or not all(_stands_in(scene, other, sentence, theirs) for other in mine):
                continue
            place = scene.source.tokens[m].at
            before = direction.ways(sentence.reading.words[max(0, place - 3) : place])
            if scene.home(m) is sentence and _OPPOSITE.get(way, "") in before and way not in before:
                return True
    return False


def _stands_in(scene: Scene, k: int, sentence: Sentence, theirs: Phrase) -> bool:
    places = set(scene.found.get(k, ()))
    return not places or bool(places & {sentence.first + j for j in [*theirs.members, *theirs.owners]})


def _about(scene: Scene, m: int) -> list[str]:
    """The words about a number of the source."""
    at = scene.source.tokens[m].at
    return scene.home(m).reading.words[max(0, at - 3) : at + 6]


def _adverb(scene: Scene, at: int) -> bool:
    """Whether "only" limits what follows, and doesn't rank: not "the only"."""
    return at == 0 or scene.told.words[at - 1] not in vocabulary.DETERMINERS


def _counts(sentence: Sentence, k: int) -> bool:
    token = sentence.tokens[k]
    return token.kind == NUMBER and not (token.ordinal or token.year) and token.key > "1"


def _same(scene: Scene, mine: Phrase | None, at: int, sentence: Sentence, theirs: Phrase | None) -> bool:
    """Whether the two nouns may be of one thing."""
    if mine is None or theirs is None or theirs.head < 0:
        return True
    own, other = scene.tokens[mine.head], sentence.tokens[theirs.head]
    after = scene.told.words[at + 1 : at + 2]
    behind = sentence.all_behind(theirs) if set(after) & PREPOSITIONS else []  # "closest to Earth"
    near = {sentence.first + k for p in [theirs, *theirs.beside, *behind] for k in p.members}
    if any(near & set(scene.found.get(k, ())) for k in mine.members if scene.tokens[k].at != at):
        return True
    if own.kind == other.kind == NUMBER and not own.ordinal:
        return False  # "the last of two" is not "the last of three"
    if own.at == at and _of_that(scene, mine, sentence, theirs):
        return True
    if own.at == at:
        mine_there = [m for m in scene.alignment.anchor.values() if scene.source.sentence[m] == sentence.n]
        return 2 * len(mine_there) >= len(scene.alignment.anchor)
    if low(other) in GENERIC or other.kind == NUMBER or own.key in vocabulary.LIGHT:
        return True
    if low(own) in GENERIC:
        return other.kind == NAME
    return own.kind == WORD and mine.head not in scene.found


def _of_that(scene: Scene, mine: Phrase, sentence: Sentence, theirs: Phrase) -> bool:
    """Whether what is the first of all, or whose first it is, stands with the rank in the source: "is Orr's first"."""
    parts = [p for other, _ in sentence.parts.get(theirs, ()) for p in other.subject]
    near = {sentence.first + k for p in [theirs, *sentence.all_behind(theirs), *parts] for k in [*p.members, *p.owners]}
    subjects = [p.head for one in scene.structure.predicates if mine in one.object for p in one.subject]
    return any(near & set(scene.found.get(k, ())) for k in [*mine.owners, *subjects])


def _none(scene: Scene, mine: Phrase | None, sentence: Sentence) -> bool:
    """Whether the source denies it of every one: "no instruments have been cancelled"."""
    if mine is None:
        return False
    places = set(scene.found.get(mine.head, ()))
    return any(
        places & {sentence.first + k for k in phrase.members}
        and (phrase.determiner == "no" or any(host.pronoun == "none" for host in phrase.hosts))
        for phrase in sentence.structure.phrases
    ) and bool(denials(sentence.structure))


def _not_before(scene: Scene) -> str:
    """A day that the source has as the earliest or the latest, told as the day."""
    told = {mark.kind for mark in scene.told.marks}
    before = {"before", "until"} & set(scene.told.words) and denials(scene.structure)
    for n in sorted(scene.alignment.sentences()):
        sentence = scene.sentence(n)
        for other in sentence.reading.marks:
            if other.kind not in ("rank:not_before", "rank:deadline") or other.kind in told or before:
                continue
            near = [m for m, t in enumerate(sentence.tokens) if 0 < t.at - other.at <= BEFORE_NOUN + 2]
            days = [m for m in near if sentence.tokens[m].kind == "time"]
            if any(scene.alignment.back.get(sentence.first + m) for m in days):
                return f'it leaves out "{sentence.reading.words[other.at]}"'
    return ""


_RULES = (_not_ranked, _not_before)
