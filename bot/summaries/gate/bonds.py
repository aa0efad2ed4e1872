"""Whether names that belong together do so in the source: "Telenord owns Nordstar" for "its Nordstar". Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate.phrases import Scene, is_name
from bot.summaries.gate.sentence import Sentence


def objection(scene: Scene) -> str:
    """The first name told of a name, with a verb of the summary's own, that the source has of others."""
    for predicate in scene.structure.predicates:
        if predicate.verb < 0 or predicate.verb in scene.found or predicate.denied:
            continue
        rest = [*predicate.object, *predicate.agent, *(phrase for _, phrase in predicate.others)]
        for one in predicate.subject:
            for other in rest:
                heads = (one.head, other.head)
                if all(k in scene.exact and is_name(scene.tokens[k]) for k in heads) and _apart(scene, *heads):
                    return f'"{scene.tokens[other.head].text}" is not of "{scene.tokens[one.head].text}" in the source'
    return ""


def _apart(scene: Scene, one: int, other: int) -> bool:
    """Whether a source sentence binds each of the two names to a third, and never one to the other."""
    apart = False
    for n in sorted({scene.source.sentence[m] for m in scene.exact[one]}):
        sentence = scene.sentence(n)
        mine, theirs = ({m - sentence.first for m in scene.exact[k] if scene.home(m) is sentence} for k in (one, other))
        if not theirs:
            continue
        pairs = list(_bonds(sentence))
        if any(bool(pair & mine) and bool(pair & theirs) for pair in pairs):
            return False
        apart = apart or (any(pair & mine for pair in pairs) and any(pair & theirs for pair in pairs))
    return apart


def _bonds(sentence: Sentence) -> Iterator[set[int]]:
    """The places of each two names that stand as owner and owned: "Eutelsat's Konnect", "Nordstar of Telenord"."""
    for phrase in sentence.structure.phrases:
        names = {k for k in phrase.members if is_name(sentence.tokens[k])}
        owners = {k for k in phrase.owners if is_name(sentence.tokens[k])}
        hosts = {k for p in phrase.hosts for k in p.members} if phrase.preposition in {"of", "from"} else set()
        hosts = {k for k in hosts if is_name(sentence.tokens[k])}
        for others in (owners, hosts):
            if names and others:
                yield names | others
