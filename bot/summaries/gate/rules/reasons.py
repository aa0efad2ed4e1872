"""Whether a reason that is told is one that the source gives: of the same, and not the other way round. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.claims import WORD
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.sentence import Sentence

# Words behind which the reason stands, and words before which it stands. "When" and "after" give the reason too
# ("aborted when a sensor failed"), but only a summary's "because" may be taken from them, and never the other way.
_BEHIND = frozenset(
    listed(
        """
        because due owing thanks caused result account driven response since as citing over when after following by from
        reason reasons stemmed blamed blames blaming trace traced traces attribute attributed attributes
        """
    )
)
_BEFORE = frozenset(
    listed(
        """
        so therefore thus hence consequently led leading prompted prompting triggered forced forcing causing meant cause
        causes
        """
    )
)
_CLAUSAL = frozenset({"because", "since", "as", "when", "after"})
_IN_TIME = frozenset({"when", "after", "following", "as", "since"})
_STOPS = frozenset([".", "!", "?", ";"])
_NEAR = 8  # words: so close behind "over" or "by" the reason stands
_ASCRIBING = frozenset(listed("trace traced traces attribute attributed attributes blamed blames blaming"))
_DENYING = frozenset({"no", "nor", "neither", "without"})
_HEDGES = frozenset(listed("likely probable possible potential suspected probably possibly perhaps may might could"))
_STOPPED = vocabulary.UNDOING | frozenset(
    map(base, listed("slip move reschedule stop end fail fall push hold ground damage destroy late"))
)


def objection(scene: Scene) -> str:
    """The first reason that the source does not give; empty where it gives all."""
    for mark in scene.told.marks:
        if mark.kind != "cause" or scene.told.words[mark.at] == "why" or _only_named(scene, mark.at):
            continue
        if not _given(scene, mark.at):
            return f'"{scene.told.words[mark.at]}" is not in the source'
    return ""


def _only_named(scene: Scene, at: int) -> bool:
    """Whether a cause is spoken of and none is given: "disagree about the cause of the cracks", "caused no delay"."""
    words = scene.told.words
    if words[at + 1 : at + 2] == ["no"] or _DENYING & set(words[max(0, at - 2) : at]):
        return True  # looked at as a denial
    if words[at] not in {"cause", "causes", "reason", "reasons"}:
        return False
    for phrase in scene.structure.phrases:
        if phrase.head >= 0 and scene.tokens[phrase.head].at == at and phrase.preposition:
            stated = any(one.copula and phrase in [*one.subject, *one.object] for one in scene.structure.predicates)
            return not stated and phrase.preposition != "among"
    return False


def _sides(words: list[str], at: int) -> tuple[range, range]:
    """The words of the reason and those of the effect: of a reason that opens the sentence up to the comma."""
    start = next((k + 1 for k in range(at, -1, -1) if words[k] in _STOPS), 0)
    end = next((k for k in range(at, len(words)) if words[k] in _STOPS), len(words))
    if words[at] in _ASCRIBING:
        turn = next((k for k in range(at + 1, end) if words[k] in {"to", "on"}), at)
        return range(turn + 1, end), range(start, turn)
    passive = words[at] == "caused" and words[at + 1 : at + 2] == ["by"]
    if words[at] in _BEHIND and (passive or words[at] != "caused"):
        if at <= 1 and "," in words[at:]:
            comma = words.index(",", at)
            return range(at + 1, comma), range(comma, end)
        return range(at + 1, end), range(start, at)
    return range(start, at), range(at + 1, end)


def _content(scene: Scene, side: range) -> list[int]:
    return [
        k
        for k, token in enumerate(scene.tokens)
        if token.at in side and k in scene.found and token.key not in vocabulary.LIGHT
    ]


def _given(scene: Scene, at: int) -> bool:
    reason, effect = (_content(scene, side) for side in _sides(scene.told.words, at))
    return any(_gives(scene, scene.sentence(n), reason, effect) for n in sorted(scene.alignment.sentences()))


def _gives(scene: Scene, sentence: Sentence, reason: list[int], effect: list[int]) -> bool:
    words = sentence.reading.words
    why = _places(scene, sentence, reason)
    what = _places(scene, sentence, effect)
    for at, word in enumerate(words):
        unsure = _HEDGES & set(words[max(0, at - 2) : at]) and not _HEDGES & set(scene.told.words)
        apart = word in {"as", "since"} and words[at - 1 : at] == [","]  # ", as the plans are under review"
        if word not in _BEHIND | _BEFORE or unsure or (word in _IN_TIME and not apart and not _stops(sentence)):
            continue
        theirs, result = _sides(words, at)
        near = theirs[:_NEAR] if theirs.start > at else theirs[-_NEAR:]
        close = theirs if word in _CLAUSAL | _BEFORE else near
        if not reason and word in _CLAUSAL - _IN_TIME and any(place in result for place in what):
            return True  # in words of its own
        named = not effect or word in {"cause", "causes", "reason", "reasons"}
        if any(place in close for place in why) and (named or any(place in result for place in what)):
            return True
    return any(one + 1 == other for one in why for other in what) or _acts(scene, sentence, reason, effect)


def _stops(sentence: Sentence) -> bool:
    """Whether something is put off or stopped in the sentence: what is told with "when" is why."""
    return any(token.key in _STOPPED for token in sentence.tokens)


def _acts(scene: Scene, sentence: Sentence, reason: list[int], effect: list[int]) -> bool:
    """Whether the source has the reason do it: "storms delayed the launch", "the weather scrub"."""
    why, what = ({m - sentence.first for k in row for m in scene.found[k]} for row in (reason, effect))
    told = any(scene.tokens[k].key in _STOPPED and scene.very_word(k) for k in effect)
    for predicate in sentence.structure.predicates:
        actors = predicate.agent if predicate.passive else predicate.subject
        rest = [*predicate.object, *(predicate.subject if predicate.passive else ())]
        heads = {
            k for p in actors for k in p.members[-1:] if sentence.tokens[k].kind == WORD or sentence.tokens[k].doubtful
        }
        stops = not told and predicate.verb >= 0 and sentence.tokens[predicate.verb].key in _STOPPED
        if heads & why and (predicate.verb in what or stops) and any(set(p.members) & what for p in rest):
            return True
    return False


def _places(scene: Scene, sentence: Sentence, told: list[int]) -> list[int]:
    return [scene.source.tokens[m].at for k in told for m in scene.found[k] if scene.source.sentence[m] == sentence.n]
