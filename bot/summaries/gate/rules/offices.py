"""Whether people are called what the source calls them: by title, in apposition, or by what they are. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate import vocabulary, wordclasses
from bot.summaries.gate.claims import NAME, WORD
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.phrases import GENERIC, Scene, is_name, low

TITLES = frozenset(
    base(word)
    for word in listed(
        """
        senator representative congressman congresswoman president minister secretary governor mayor ambassador
        commander pilot captain colonel general admiral sergeant director administrator manager chief ceo cto cfo
        founder cofounder chairman chairwoman chair professor spokesman spokeswoman spokesperson investigator
        """
    )
)
# With one of these somebody is not, or not yet, or no more, what the noun says.
_PRIVATIVE = frozenset(listed("deputy vice assistant associate former ex acting interim aspiring would-be designate"))
_TRADES = frozenset(listed("astronaut cosmonaut engineer controller operator builder maker provider"))
_ANYBODY = frozenset(
    listed("scientist researcher astronomer expert author man woman colleague crewmate leader head boss veteran native")
)


def objection(scene: Scene) -> str:
    """The first that somebody is called without the source; empty where there is none."""
    for name, head in _called(scene):
        token = scene.tokens[head]
        if (
            token.kind != WORD
            or low(token) in (GENERIC - _TRADES) | _ANYBODY
            or token.key in vocabulary.LIGHT | vocabulary.GENERAL
        ):
            continue
        if wordclasses.adjective(low(token)) or low(token).endswith(("ed", "ing", "ly")):
            continue
        if not any(_together(scene, m, name) for m in scene.found.get(head, ())):
            return f'the source does not call "{scene.tokens[name].text}" "{token.text}"'
    for n in scene.found:
        token = scene.tokens[n]
        if token.kind == WORD and base(low(token).split()[0]) in TITLES and _without(scene, n):
            return f'"{token.text}" is only nearly that in the source'
    return _of_another(scene)


def _called(scene: Scene) -> Iterator[tuple[int, int]]:
    """Names, each with a noun that says what its bearer is."""
    for phrase in scene.structure.phrases:
        names = [k for k in phrase.members if is_name(scene.tokens[k]) and k in scene.exact]
        if not names or names[-1] != phrase.head:
            continue
        first = next(k for k in phrase.members if is_name(scene.tokens[k]))
        for k in phrase.members:
            if k == first - 1 and scene.tokens[k].kind == WORD:
                yield names[-1], k
        for other in phrase.beside:
            if other.head >= 0:
                yield names[-1], other.head
    for predicate in scene.structure.predicates:
        if predicate.copula and predicate.verb < 0 and not predicate.denied and len(predicate.subject) == 1:
            subject = predicate.subject[0]
            if subject.head in scene.exact and is_name(scene.tokens[subject.head]):
                yield from ((subject.head, p.head) for p in predicate.object if p.head >= 0 and p.determiner)


def _together(scene: Scene, m: int, name: int) -> bool:
    """Whether that place is in a sentence of the name's, or in one that goes on about its bearer."""
    source = scene.source
    home = source.sentence[m]
    if any(source.sentence[p] == home for p in scene.found[name]):
        return True
    phrase = scene.home(m).phrase_at.get(m - scene.home(m).first)
    new = phrase is not None and phrase.determiner in {"a", "an", "another"}
    near = any(home - 2 <= source.sentence[p] <= home + 2 or source.sentence[p] == 0 for p in scene.found[name])
    return near and not new


def _without(scene: Scene, head: int) -> bool:
    """Whether the source has the noun only with a word that takes it back: "deputy administrator"."""
    mine = _before(scene.told.words, scene.tokens[head].at)
    return not mine and all(
        _before(scene.home(m).reading.words, scene.source.tokens[m].at) for m in scene.found.get(head, ())
    )


def _before(words: list[str], at: int) -> frozenset[str]:
    return _PRIVATIVE & set(words[max(0, at - 2) : at])


def _of_another(scene: Scene) -> str:
    """Somebody's office with one who holds it for another: "NASA's chief executive"."""
    for phrase in scene.structure.phrases:
        if phrase.head not in scene.exact or base(low(scene.tokens[phrase.head]).split()[0]) not in TITLES:
            continue
        for k in phrase.owners:
            if k not in scene.exact or scene.tokens[k].kind != NAME:
                continue
            theirs = [(scene.home(m), m - scene.home(m).first) for m in scene.exact[k]]
            owning = [[p for p in s.structure.phrases if at in p.owners] for s, at in theirs]
            heads = [s.first + p.head for (s, _), phrases in zip(theirs, owning, strict=True) for p in phrases]
            if all(owning) and not set(heads) & set(scene.found[phrase.head]):
                return f'"{scene.tokens[phrase.head].text}" is not of "{scene.tokens[k].text}" in the source'
    return ""
