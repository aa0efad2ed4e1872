"""Who does a verb and to whom it is done, and whether that is the same on both sides. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate.claims import NAME, NUMBER, TIME, Token
from bot.summaries.gate.phrases import NO, PERHAPS, Scene
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase, Predicate


def roles(predicate: Predicate, tokens: Sequence[Token]) -> tuple[list[Phrase], list[Phrase]]:
    """Who acts, and who is acted on."""
    if predicate.passive:
        agents = [p for p in predicate.agent if p.head < 0 or tokens[p.head].kind not in (NUMBER, TIME)]
        return _things(agents, tokens), _things(predicate.subject + predicate.object, tokens, counted=True)
    return _things(predicate.subject, tokens), _things(predicate.object, tokens, counted=True)


def _things(phrases: Sequence[Phrase], tokens: Sequence[Token], counted: bool = False) -> list[Phrase]:
    """Without times; without bare numbers too, where there is anything else."""
    found = [p for p in phrases if not p.when and (p.head < 0 or tokens[p.head].kind != TIME)]
    if counted:
        found = [p for p in found if p.head < 0 or tokens[p.head].kind != NUMBER] or found
    return found


def fits(scene: Scene, told: Predicate, sentence: Sentence, other: Predicate) -> int:
    """Whether the same ones do and suffer it."""
    actors, acted = roles(told, scene.tokens)
    theirs, suffered = roles(other, sentence.tokens)
    if theirs and any(scene.agree([p], sentence, theirs) == NO for p in _joined(scene, actors)):
        return NO
    if actors and acted and theirs and suffered:
        done_to = scene.agree(acted, sentence, suffered)
        known = all(p.head >= 0 for p in acted)
        if done_to == PERHAPS and known and not (_named(actors, scene.tokens) and _named(theirs, sentence.tokens)):
            return PERHAPS  # perhaps of another deed
        return min(scene.agree(actors, sentence, theirs), done_to)
    if acted and suffered:
        # Without who did it on one side only, it may be told of another deed by that name.
        return max(scene.agree(acted, sentence, suffered), PERHAPS if theirs else NO)
    if actors and theirs:
        result = scene.agree(actors, sentence, theirs)
        if result < 0 and suffered and not acted:
            result = max(result, scene.agree(actors, sentence, suffered))
        if result < 0 and acted:
            result = max(result, scene.agree(acted, sentence, theirs))
        return result
    if actors and suffered:
        return scene.agree(actors, sentence, suffered)
    return scene.agree(acted, sentence, theirs)


def _named(phrases: Sequence[Phrase], tokens: Sequence[Token]) -> bool:
    return any(p.head >= 0 and tokens[p.head].kind == NAME for p in phrases)


def _joined(scene: Scene, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Of several side by side each: all of them must have done it."""
    known = [p for p in phrases if p.head >= 0 and (scene.tokens[p.head].kind == NAME or scene.very_word(p.head))]
    return known if any(p.joined for p in known) else []
