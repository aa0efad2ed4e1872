"""A sentence of the source as it hangs together, with ways to ask for what belongs to what. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate import syntax
from bot.summaries.gate.claims import Reading, Token
from bot.summaries.gate.meanings import base
from bot.summaries.gate.structure import Phrase, Predicate

_NAMING = frozenset(map(base, ("call", "name", "dub", "nickname", "christen")))  # "a ridge the team calls Amber Step"
_LINKING = frozenset(map(base, ("become", "remain")))


class Sentence:
    """A sentence of the source as it hangs together."""

    def __init__(self, reading: Reading, n: int, first: int) -> None:
        self.n, self.first, self.reading = n, first, reading
        self.structure = syntax.parse(self.reading)
        self.tokens: Sequence[Token] = self.reading.tokens
        self.phrase_at: dict[int, Phrase] = {}
        self._alike: dict[Phrase, list[Phrase]] = {}
        self.behind: dict[Phrase, list[Phrase]] = {}
        for phrase in self.structure.phrases:
            self.phrase_at.update(dict.fromkeys(phrase.members, phrase))
            for host in phrase.hosts:
                self.behind.setdefault(host, []).append(phrase)
        self.predicate_at: dict[int, Predicate] = {}  # the first where a verb has several: "one at A and one at B"
        for predicate in self.structure.predicates:
            if predicate.verb >= 0:
                self.predicate_at.setdefault(predicate.verb, predicate)
        self.parts: dict[Phrase, list[tuple[Predicate, str]]] = {}
        for predicate in self.structure.predicates:
            for role, phrases in (
                ("subject", predicate.subject),
                ("object", predicate.object),
                ("by", predicate.agent),
            ):
                for phrase in phrases:
                    self.parts.setdefault(phrase, []).append((predicate, role))
            for role, phrase in predicate.others:
                self.parts.setdefault(phrase, []).append((predicate, role))

    def with_verb(self, at: int) -> list[Predicate]:
        """All that the verb at this place is said of."""
        return [predicate for predicate in self.structure.predicates if predicate.verb == at >= 0]

    def alike(self, phrase: Phrase) -> list[Phrase]:
        """The phrase and others that name the same thing: beside it, or what it is said to be."""
        if phrase not in self._alike:  # a thousand verbs may be said of it
            self._alike[phrase] = self._named_as(phrase)
        return self._alike[phrase]

    def _named_as(self, phrase: Phrase) -> list[Phrase]:
        found = [phrase, *phrase.beside]
        for predicate, role in self.parts.get(phrase, ()):
            links = predicate.verb >= 0 and self.tokens[predicate.verb].key in _LINKING and not predicate.passive
            if predicate.verb >= 0 and self.tokens[predicate.verb].key in _NAMING and role in ("subject", "object"):
                named = predicate.object + (predicate.subject if predicate.passive else [])
                found += [other for other in named if phrase in named and other is not phrase]
            if (predicate.copula and predicate.verb < 0 and not predicate.denied) or links:
                found += predicate.object if role == "subject" else predicate.subject if role == "object" else []
        return found

    def owned(self, at: int) -> list[Phrase]:
        """What belongs to the name or noun at this place: "NASA's lander"."""
        return [phrase for phrase in self.structure.phrases if at in phrase.owners]

    def all_behind(self, phrase: Phrase) -> list[Phrase]:
        """What stands behind the phrase with a preposition, and behind that."""
        found: list[Phrase] = []
        waiting = [phrase]
        while waiting:
            for other in self.behind.get(waiting.pop(), ()):
                if other not in found:
                    found.append(other)
                    waiting.append(other)
        return found
