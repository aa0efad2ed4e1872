"""How far two words of a sentence are from each other by grammar: 0 in one phrase, 1 to what it stands behind. Pure."""

from __future__ import annotations

import heapq
from functools import lru_cache

from bot.summaries.gate.structure import Phrase, Predicate, Structure

FAR = 9.0
_REACH = 5.0


@lru_cache(maxsize=256)
def graph(structure: Structure) -> tuple[dict[int, int], list[list[tuple[int, float]]]]:
    """For each word its node, and for each node what it is linked to and how far off."""
    nodes: list[Phrase | Predicate] = [*structure.phrases, *structure.predicates]
    number = {id(node): i for i, node in enumerate(nodes)}
    links: list[list[tuple[int, float]]] = [[] for _ in nodes]
    place: dict[int, int] = {}
    for i, phrase in enumerate(structure.phrases):
        place.update(dict.fromkeys(phrase.members, i))

    def link(one: Phrase | Predicate, other: Phrase | Predicate, far: float) -> None:
        i, j = number[id(one)], number[id(other)]
        links[i].append((j, far))
        links[j].append((i, far))

    for phrase in structure.phrases:
        for host in phrase.hosts[:1]:
            link(phrase, host, 1.0)
        for other in phrase.beside:
            link(phrase, other, 0.5)
        for owner in phrase.owners:
            if owner in place:
                link(phrase, nodes[place[owner]], 0.75)
    for i, predicate in enumerate(structure.predicates, len(structure.phrases)):
        for phrase in predicate.subject + predicate.object + predicate.agent:
            link(predicate, phrase, 1.0)
        for _, phrase in predicate.others:
            link(predicate, phrase, 1.25)
        if predicate.parent >= 0:
            link(predicate, structure.predicates[predicate.parent], 2.0)
        if predicate.verb >= 0:
            place[predicate.verb] = i
    return place, links


@lru_cache(maxsize=2_000)
def reached(structure: Structure, start: int) -> dict[int, float]:
    """How far each node is that can be reached from this one."""
    _, links = graph(structure)
    best = {start: 0.0}
    waiting = [(0.0, start)]
    while waiting:
        far, i = heapq.heappop(waiting)
        if far > best[i]:
            continue
        for j, step in links[i]:
            if far + step < best.get(j, _REACH):
                best[j] = far + step
                heapq.heappush(waiting, (far + step, j))
    return best


def distance(structure: Structure, one: int, other: int) -> float:
    """How far two words of a sentence are from each other by grammar: 0 in one phrase, FAR where they aren't joined."""
    place, _ = graph(structure)
    if one not in place or other not in place:
        return FAR
    return reached(structure, place[one]).get(place[other], FAR)
