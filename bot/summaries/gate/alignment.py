"""Which word of a told sentence is which of the source: every place where it could stand, and the one where it fits.

Pure. A summary is free in its words and its order, so nothing is compared by place; a word's company decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.summaries.gate import known_names, quantities, roundings, vocabulary
from bot.summaries.gate.claims import LINK, NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import Counterparts, base, stands_for
from bot.summaries.gate.sentence import Sentence
from bot.summaries.words import rarity

HARD = frozenset({NAME, NUMBER, TIME, LINK})
_ELSEWHERE = 0.3  # how near a name is to a sentence that means it by "it" or "the company"
_STRAY = 0.05  # of fit
MAX_HOMES = 10  # sentences of the source in which a told word is looked up, those first that have most of the others
MAX_IN_HOME = 4  # places of one of them
_REACH = 2  # sentences back to which "it" and "the company" look


class Source:
    """The sentences of one source with their words in one row."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = readings
        self.tokens: list[Token] = []
        self.sentence: list[int] = []
        self.first: list[int] = []
        for n, reading in enumerate(readings):
            self.first.append(len(self.tokens))
            self.tokens.extend(reading.tokens)
            self.sentence.extend([n] * len(reading.tokens))
        self.known = {token.key for token in self.tokens if token.kind == NAME and not token.doubtful}
        for token in self.tokens:
            token.doubtful = token.doubtful and token.key not in self.known
        self.by_key: dict[str, list[int]] = {}
        for m, token in enumerate(self.tokens):
            parts = [base(token.key)] if token.kind == NAME else token.key.split("_")
            keys = {token.key, *(part for part in parts if part not in vocabulary.FUNCTION)}
            for key in keys:
                self.by_key.setdefault(key, []).append(m)
        self._words = Counterparts(self.by_key)
        self.names = [frozenset(t.key for t in reading.tokens if t.kind == NAME) for reading in readings]
        self.subjects = [frozenset(_names_of_subject(reading)) for reading in readings]
        self.implied = [self._implied(n) for n in range(len(readings))]
        self._similar: dict[tuple[str, str], list[int]] = {}
        self._parsed: dict[int, Sentence] = {}

    def _implied(self, n: int) -> frozenset[str]:
        """Names that sentence `n` may mean by "it" or "the company": of what was spoken of before it."""
        if not n or not self.readings[n].linked:
            return frozenset()
        before = range(max(0, n - _REACH), n)
        return frozenset().union(self.subjects[0], *(self.subjects[k] or self.names[k] for k in before))

    def spelled_out(self, letters: str) -> list[int]:
        """The words of the names that have these letters for their initials, small words between left out."""
        for reading, first in zip(self.readings, self.first, strict=True):
            places = [k for k, token in enumerate(reading.tokens) if token.kind == NAME]
            initials = "".join(reading.tokens[k].text[0].lower() for k in places)
            start = initials.find(letters)
            row = places[start : start + len(letters)] if start >= 0 else []
            if row and reading.tokens[row[-1]].at - reading.tokens[row[0]].at <= 2 * len(row):
                return [first + k for k in row]
        return []

    def sentence_parsed(self, n: int) -> Sentence:
        """Sentence `n` as it hangs together; each is parsed when it is first asked for."""
        if n not in self._parsed:
            self._parsed[n] = Sentence(self.readings[n], n, self.first[n])
        return self._parsed[n]

    def may_be_told(self, key: str) -> bool:
        """Whether the source has the word or phrase, or one that it may stand for."""
        return self._words.have(key)

    def place(self, m: int) -> tuple[Reading, int]:
        """The sentence that word `m` stands in, and its place there."""
        n = self.sentence[m]
        return self.readings[n], m - self.first[n]

    def like(self, token: Token) -> list[int]:
        """All places of what `token` may stand for."""
        asked = (token.kind, token.key)
        if token.kind in (NUMBER, TIME):
            return [m for m, other in enumerate(self.tokens) if other.kind == token.kind and same(token, other)]
        if asked not in self._similar or token.doubtful:
            found = [
                m
                for key, places in self.by_key.items()
                for m in places
                if same(token, self.tokens[m])
                or (token.kind == WORD and "_" in self.tokens[m].key and key == token.key)
            ]
            self._similar[asked] = sorted(set(found))
        return self._similar[asked]


def topic(reading: Reading) -> list[int]:
    """The places of the names and things before the first verb: what the sentence is about."""
    found: list[int] = []
    for n, token in enumerate(reading.tokens):
        if token.verb and found:
            break
        if token.kind in (NAME, WORD) and not token.preposition and not token.verb:
            found.append(n)
    return found


def _names_of_subject(reading: Reading) -> Iterator[str]:
    for n in topic(reading):
        if reading.tokens[n].kind == NAME:
            yield reading.tokens[n].key


class Alignment:
    """A told sentence beside a source. `found` maps places in `told.tokens` to places in `source.tokens`."""

    def __init__(self, told: Reading, source: Source) -> None:
        self.told, self.source = told, source
        for token in told.tokens:
            token.doubtful = token.doubtful and token.key not in source.known
        self.found = {n: places for n, token in enumerate(told.tokens) if (places := source.like(token))}
        for n, token in enumerate(told.tokens):
            short = token.kind == NAME and token.text.isupper() and len(token.text) > 1
            if short and n not in self.found and (places := source.spelled_out(token.text.lower())):
                self.found[n] = places
        self._keep_designators()
        self._in_sentence = self._bounded()
        self._fits: dict[tuple[int, int, float], float] = {}
        self.anchor = {n: max(places, key=lambda m: (self.fit(n, m), -m)) for n, places in self.found.items()}
        self.strays = {n for n, m in self.anchor.items() if self._stray(n, m)}
        for n in self.strays:
            del self.found[n], self.anchor[n]
        self.back: dict[int, list[int]] = {}
        for n, m in self.anchor.items():
            self.back.setdefault(m, []).append(n)

    def _bounded(self) -> dict[int, dict[int, list[int]]]:
        """The places of each told word by sentence; of words that are all over the source only some are kept."""
        by_sentence: dict[int, dict[int, list[int]]] = {}
        shared: dict[int, int] = {}
        for n, places in self.found.items():
            mine = by_sentence.setdefault(n, {})
            for m in places:
                mine.setdefault(self.source.sentence[m], []).append(m)
            for home in mine:
                shared[home] = shared.get(home, 0) + 1
        for n, homes in by_sentence.items():
            best = sorted(homes, key=lambda home: (-shared[home], home))[:MAX_HOMES]
            by_sentence[n] = {home: homes[home][:MAX_IN_HOME] for home in sorted(best)}
            self.found[n] = [m for places in by_sentence[n].values() for m in places]
        return by_sentence

    def _keep_designators(self) -> None:
        """Crew-14 is not Crew-15: a number that is part of a name goes with the word before it, and that with it."""
        told, source = self.told.tokens, self.source
        for n in range(1, len(told)):
            number, word = told[n], told[n - 1]
            if number.kind != NAME or not number.key[0].isdigit() or word.run != number.run or word.kind != NAME:
                continue
            pairs = [
                (p, m)
                for m in self.found.get(n, ())
                for p in self.found.get(n - 1, ())
                if source.sentence[p] == source.sentence[m] and 0 < m - p <= 2
            ]
            for place, kept in ((n - 1, {p for p, _ in pairs}), (n, {m for _, m in pairs})):
                if kept:
                    self.found[place] = sorted(kept)
                elif place == n:
                    self.found.pop(n, None)

    def _stray(self, n: int, m: int) -> bool:
        """Whether a word could only stand for one that nothing else of the sentence stands beside."""
        token, other = self.told.tokens[n], self.source.tokens[m]
        if token.text.lower().rstrip("s") in vocabulary.BEARERS:
            return False  # "the probe", of whatever the sentence is about
        if token.kind != WORD or len(self.found) < 2 or self.fit(n, m) >= _STRAY:
            return False
        # The very verb is a stray too, where its sentence speaks of others: "and lost", of a lawsuit.
        verb = (token.verb or token.passive) and not self.source.readings[self.source.sentence[m]].linked
        return verb or token.key != other.key

    def exact(self, n: int) -> list[int]:
        """Places of the very word, where the source has it; of what it may stand for, where not."""
        places = self.found.get(n, [])
        return [m for m in places if self.source.tokens[m].key == self.told.tokens[n].key] or places

    def sentences(self) -> set[int]:
        """The source sentences that it was taken from."""
        return {self.source.sentence[m] for m in self.anchor.values()}

    def fit_of_name(self, n: int) -> float:
        """How well a name suits its company at best: where it stands, or where the source means it by "it"."""
        token = self.told.tokens[n]
        best = max(self.fit(n, m) for m in self.found[n])
        keys = {token.key} | {self.source.tokens[m].key for m in self.found[n]}
        for home, implied in enumerate(self.source.implied):
            if keys & implied:
                company = [
                    weight_of(other) / (1 + abs(c - n)) * (1.0 if other.clause == token.clause else 0.5)
                    for c, other in enumerate(self.told.tokens)
                    if home in self._in_sentence.get(c, {}) and not (other.run == token.run >= 0)
                ]
                best = max(best, 0.6 * sum(company))
        return best

    def fit(self, n: int, m: int, steep: float = 0.5) -> float:
        """How well source place `m` suits the company that told word `n` keeps."""
        asked = (n, m, steep)
        if asked not in self._fits:
            self._fits[asked] = self._fit(n, m, steep)
        return self._fits[asked]

    def _fit(self, n: int, m: int, steep: float) -> float:
        told, source = self.told.tokens, self.source
        here, there, home = told[n], source.tokens[m], source.sentence[m]
        total = 0.0
        for c, by_sentence in self._in_sentence.items():
            other = told[c]
            if c == n or (other.run == here.run >= 0):
                continue
            if (here.kind == TIME or here.year) and (other.kind == TIME or other.year):
                continue  # a date is one thing
            near = [
                1 / (1 + steep * (abs(p - m) - 1)) * (1.0 if source.tokens[p].clause == there.clause else 0.6)
                for p in by_sentence.get(home, ())
                if p != m and not (source.tokens[p].run == there.run >= 0)
            ]
            if not near and (other.kind != NAME or other.key not in source.implied[home]):
                continue
            weight = weight_of(other) / (1 + abs(c - n)) * (1.0 if other.clause == here.clause else 0.5)
            total += weight * max(near, default=_ELSEWHERE)
        return total


def weight_of(token: Token) -> float:
    """How much a word tells of where it was taken from."""
    if token.kind in HARD:
        return 1.0
    return 0.2 if token.key in vocabulary.LIGHT else 0.3 + 0.07 * rarity(token.key.split("_")[0])


def same(token: Token, other: Token) -> bool:
    """Whether a told word may stand for one of the source, by itself."""
    if token.kind == NUMBER:
        return other.kind == NUMBER and same_number(token, other)
    if token.kind == TIME:
        return other.kind == TIME and (token.key == other.key or other.key.startswith(f"{token.key}-"))
    if other.kind in (NUMBER, TIME):
        plain = not (other.unit or other.ordinal or other.comparator)
        numbered = token.kind == NAME and token.key.isdigit() and token.key == other.key and plain
        return numbered or (token.kind == WORD and token.key == other.unit)  # "Region 4217", "of region 4217"
    if token.kind == NAME and not token.doubtful:
        return _same_name(token, other)
    mine = base(token.key) if token.kind == NAME else token.key
    if token.key in vocabulary.TELLING and other.key in vocabulary.SAY and other.key not in vocabulary.DOUBTED:
        return True
    if other.kind == NAME:
        return token.key == other.key or mine == base(other.key) or stands_for(mine, base(other.text.lower()))
    return stands_for(mine, other.key)


def _same_name(token: Token, other: Token) -> bool:
    if token.key == other.key:
        return True
    if known_names.CANON.get(other.text.lower()) == token.key:
        return True
    if other.kind == NAME:
        return _demonym(token.key, other.key) or (len(token.key) > 3 and token.key.rstrip("s") == other.key.rstrip("s"))
    return base(token.key) == other.key


def _demonym(one: str, other: str) -> bool:
    """Whether one names the people of the other: "Chilean" and "Chile"."""
    short, long = sorted((one, other), key=len)
    return (
        len(short) > 3
        and long != short
        and long.startswith(short[:-1])
        and long[len(short) - 1 :].lstrip("aeio") in {"n", "an", "ns", "se", "sh", ""}
    )


def same_number(token: Token, other: Token) -> bool:
    """Whether two numbers have one value, unit and bound: "over 3 km" is not "3 km"."""
    return (
        _same_size(token, other)
        and token.ordinal == other.ordinal
        and (
            _bound(token) == _bound(other)
            or (_bound(token) == "about" and not other.comparator)  # less is said, and no more
            or (token.year and other.year)
            or (_bound(token) == "most" and other.preposition in {"within", "to"})
        )
    ) or roundings.rounds(token, other)


def _bound(token: Token) -> str:
    return "most" if token.comparator == "under" else token.comparator  # "no more than", "within"


def _same_size(token: Token, other: Token) -> bool:
    if quantities.size(token.key, token.unit) == quantities.size(other.key, other.unit):
        return True
    units = {token.unit, other.unit}
    if token.key != other.key or len(units - {""}) > 1:
        return units == {"gbp", "lb"} and token.key == other.key and float(token.key) >= 1e5
    # "from 1.8 to 2.1 billion euros", "and another 52 on Wednesday": one goes without what both are of
    money = float(token.key) >= 1e5 and bool(units & quantities.CURRENCIES)
    return money or bool(units & {token.gapped, other.gapped} - {""})
