"""The gate for text that a model wrote: a sentence passes only if one source says all that it says. Pure; English.

    sources -> those that give orders out (steering) -> sentences -> Readings
    sentence -> Reading -> divided where it may be -> each part held against each source sentence -> kept or a reason

A part is supported by a source sentence if every name, number, time, quotation and word of it stands there (or a word
that the table of meanings lets stand for it), denied and qualified alike, with the same one acting on the same other.
It rather drops what is true than keeps what is not: the extractive sentence is always there to fall back on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot import sentences
from bot.summaries import claims, relations, roles, steering, trim
from bot.summaries.candidates import candidates
from bot.summaries.claims import Reading
from bot.summaries.meanings import stands_for
from bot.summaries.reading import read

MAX_SOURCE_CHARS = 200_000
MAX_SOURCE_SENTENCES = 600
_CLOSEST = 8  # source sentences that a part is held against
_PARTS = 3  # a sentence of a summary may join so many source sentences


@dataclass(frozen=True, slots=True)
class Grounded:
    """What of a text its sources support. `dropped` are (sentence, reason) pairs; both in the text's order."""

    kept: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]


class Evidence:
    """One source, read once, against which sentences are held."""

    def __init__(self, text: str) -> None:
        text = text[:MAX_SOURCE_CHARS]
        self.steers = steering.steers(text)
        lines = [] if self.steers else sentences.split(text)[:MAX_SOURCE_SENTENCES]
        self.readings: list[Reading] = [read(line) for line in lines]
        self._text = text
        self._extracts: frozenset[str] | None = None
        self._plain = [" ".join(reading.words).casefold() for reading in self.readings]
        self._keys = [{token.key for token in reading.tokens} for reading in self.readings]

    def objection(self, sentence: str) -> str:
        """Why the source does not support the sentence; empty where it does."""
        if self.steers:
            return "the source gives orders to its reader"
        told = read(sentence)
        if not told.tokens:
            return "it says nothing"
        if steering.orders(sentence):
            return "it gives orders"
        if self._verbatim(told) or sentence.strip() in self._embedded():
            return ""
        if told.addresses or any(token.kind == claims.LINK for token in told.tokens):
            return "it speaks to its reader"
        if told.question:
            return "it asks"
        if objection := self._misquotes(told):
            return objection
        return self._unsupported(told)

    def _verbatim(self, told: Reading) -> bool:
        """Whether the sentence is one of the source's, whole."""
        said = " ".join(told.words).casefold().strip(' .!?"')
        return any(said == plain.strip(' .!?"') for plain in self._plain)

    def _embedded(self) -> frozenset[str]:
        """What the embedded summariser may say of the source, shortened sentences included."""
        if self._extracts is None:
            found = [candidate.text for candidate in candidates([self._text])]
            self._extracts = frozenset(found).union(*(trim.variants(text) for text in found))
        return self._extracts

    def _misquotes(self, told: Reading) -> str:
        for quote in told.quotes:
            wanted = " ".join(read(quote).words).strip(" .,!?")
            if not any(wanted in plain.replace('" ', "").replace(' "', "") or wanted in plain for plain in self._plain):
                joined = " ".join(self._plain)
                if wanted not in joined:
                    return f'nobody is quoted with "{quote}"'
        return ""

    def _unsupported(self, told: Reading) -> str:
        nearest = self._nearest(told)
        if not nearest:
            return "nothing in the source speaks of it"
        end = len(told.tokens)
        best = ""
        for n in nearest:
            objection = self._held(told, 0, end, n)
            if not objection:
                return ""
            best = best or objection
        if self._in_parts(told, nearest):
            return ""
        return best

    def _in_parts(self, told: Reading, nearest: list[int]) -> bool:
        """Whether the sentence divides into parts that different sentences support, all about the same one."""
        end = len(told.tokens)
        places = [0, *[place for place in told.breaks if 0 < place < end], end][:14]
        if places[-1] != end:
            return False
        held: dict[tuple[int, int], list[int]] = {}

        def support(start: int, stop: int) -> list[int]:
            if (start, stop) not in held:
                own = [token for token in told.tokens[start:stop] if token.kind == claims.WORD]
                whole = any(token.verb or token.passive for token in own) or len(own) > 1
                held[start, stop] = [n for n in nearest if not self._held(told, start, stop, n)] if whole else []
            return held[start, stop]

        def rest(place: int, parts: int, used: tuple[int, ...]) -> bool:
            start = places[place]
            for following in range(len(places) - 1, place, -1):
                stop = places[following]
                for n in support(start, stop):
                    if used and not self._connected(told, start, stop, n, used):
                        continue
                    if stop == end:
                        return True
                    if parts > 1 and rest(following, parts - 1, (*used, n)):
                        return True
            return False

        return rest(0, _PARTS, ())

    def _connected(self, told: Reading, start: int, stop: int, n: int, used: tuple[int, ...]) -> bool:
        """Whether the part, supported by sentence `n`, is about the same one as the parts before it."""
        if n in used:
            return True
        subject = roles.subject(told, 0, len(told.tokens))
        own = roles.subject(told, start, stop)
        context = self._context(n)
        if own and roles.opens_anew(told, start) and roles.subject_matches(told, own, self.readings[n]):
            return True
        if not subject:
            return False
        if roles.subject_matches(told, subject, self.readings[n]):
            return True
        return any(m in used for m in self._antecedents(n)) and roles.subject_in(told, subject, context)

    def _held(self, told: Reading, start: int, stop: int, n: int) -> str:
        return relations.objection(told, start, stop, self.readings[n], self._context(n), self.readings)

    def _antecedents(self, n: int) -> list[int]:
        """The sentences before `n` that it leans on."""
        found: list[int] = []
        start = n
        while n > 0 and self.readings[n].linked and len(found) < 2:
            n -= 1
            found.append(n)
        if n and self.readings[start].linked and not self._other_topic(start):
            found.append(0)
        return found

    def _other_topic(self, n: int) -> bool:
        """Whether a sentence before `n` is about another named one than the first sentence."""
        first = {token.key for token in self.readings[0].tokens}
        return any(
            token.kind == claims.NAME and token.key not in first
            for reading in self.readings[1 : n + 1]
            for token in (reading.tokens[m] for m in roles.subject(reading, 0, len(reading.tokens)))
        )

    def _context(self, n: int) -> list[Reading]:
        return [self.readings[m] for m in self._antecedents(n)]

    def _nearest(self, told: Reading) -> list[int]:
        """The source sentences that share most with it, the nearest first."""
        keys = {token.key for token in told.tokens if token.key not in claims.LIGHT}
        scored = []
        for n, theirs in enumerate(self._keys):
            shared = len(keys & theirs)
            near = sum(1 for key in keys - theirs if any(stands_for(key, other) for other in theirs))
            if shared + near:
                scored.append((-(2 * shared + near), n))
        return [n for _, n in sorted(scored)[:_CLOSEST]]


@lru_cache(maxsize=32)
def evidence(source: str) -> Evidence:
    """The source, read; the last few are remembered."""
    return Evidence(source)


def ground(sources: Sequence[str], text: str) -> Grounded:
    """The sentences of `text` that at least one source supports, each by itself, and the others with the reason."""
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    for sentence in sentences.split(text):
        reason = objection(sources, sentence)
        if reason:
            dropped.append((sentence, reason))
        else:
            kept.append(sentence)
    return Grounded(tuple(kept), tuple(dropped))


def objection(sources: Sequence[str], sentence: str) -> str:
    """Why none of the sources supports the sentence; empty where one does."""
    reasons = []
    for source in sources:
        reason = evidence(source).objection(sentence)
        if not reason:
            return ""
        reasons.append(reason)
    return reasons[0] if reasons else "there is no source"
