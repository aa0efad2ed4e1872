"""Whether a phrase of a told sentence and one of the source mean the same thing. Pure.

    told sentence, aligned -> Scene -> rules in predicates and nearness

A name is held against names, a noun against nouns; "it", "the company" and the like may mean what was spoken of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.summaries.gate import syntax, vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.names import designators, same_name
from bot.summaries.gate.opposites import opposed
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase

YES, PERHAPS, NO = 1, 0, -1

_GENERIC = vocabulary.BEARERS | frozenset(
    listed(
        """
        flight launch station group people officials researchers scientists engineers country planet world star rock
        contract award deal order instrument site unit ship aircraft plane trio pair quartet four two three both all
        one others cosmonaut service system technology move study result work data outpost builder maker
        provider start university institute city state member official number figure total rest
        """
    )
)
GENERIC = _GENERIC | {f"{word}s" for word in _GENERIC}
_INDEFINITE = frozenset({"a", "an", "another", "one"})
_POINTING = frozenset({"the", "its", "this", "that", "their", "his", "her"})
_DEMONSTRATIVE = frozenset({"this", "that", "these", "those"})
_REACH = 2  # sentences back to which "it" looks


def is_name(token: Token) -> bool:
    """Whether it is a name, and not only a word that opens the sentence."""
    return token.kind == NAME and not token.doubtful


def low(token: Token) -> str:
    return token.text.lower()


def names(tokens: Sequence[Token], places: Sequence[int]) -> set[frozenset[str]]:
    """What tells the names among these places from others."""
    return {designators(tokens, tokens[k].run) for k in places if is_name(tokens[k])}


class _Pair(NamedTuple):
    """A told phrase beside one of the source, with what that one is also called, all its words' places, and names."""

    told: Phrase
    sentence: Sentence
    other: Phrase
    alike: Sequence[Phrase]
    places: set[int]
    mine: set[frozenset[str]]
    theirs: set[frozenset[str]]


class Scene:
    """A told sentence beside the source sentences that it was taken from."""

    def __init__(self, alignment: Alignment) -> None:
        self.alignment = alignment
        self.source = alignment.source
        self.told: Reading = alignment.told
        self.tokens: Sequence[Token] = alignment.told.tokens
        self.structure = syntax.parse(alignment.told)
        self.found = alignment.found
        self.exact = {n: alignment.exact(n) for n in alignment.found}
        self._sentences: dict[int, Sentence] = {}

    def sentence(self, n: int) -> Sentence:
        """Sentence `n` of the source."""
        if n not in self._sentences:
            self._sentences[n] = self.source.sentence_parsed(n)
        return self._sentences[n]

    def home(self, m: int) -> Sentence:
        """The sentence that source place `m` stands in."""
        return self.sentence(self.source.sentence[m])

    def very_word(self, n: int) -> bool:
        """Whether the source has told word `n` itself, and not only another of its meaning."""
        key = self.tokens[n].key
        return any(self.source.tokens[m].key == key for m in self.exact.get(n, ()))

    def agree(self, told: Sequence[Phrase], sentence: Sentence, theirs: Sequence[Phrase]) -> int:
        """Whether any of the phrases means any of theirs; PERHAPS where there is nothing to compare."""
        if not told or not theirs:
            return PERHAPS
        verdicts = [(self.match(mine, sentence, other), mine, other) for mine in told for other in theirs]
        best = max(verdict for verdict, _, _ in verdicts)
        namesakes = (verdict == NO and self._namesakes(mine, sentence, other) for verdict, mine, other in verdicts)
        return NO if best == PERHAPS and any(namesakes) else best

    def _namesakes(self, told: Phrase, sentence: Sentence, other: Phrase) -> bool:
        """Whether one noun is of two names: "BE-4 engines" and "BE-3U engines"."""
        noun = other.head >= 0 and sentence.first + other.head in self.exact.get(told.head, ())
        return noun and bool(names(self.tokens, told.members) and names(sentence.tokens, other.members))

    def match(self, told: Phrase, sentence: Sentence, other: Phrase) -> int:
        """Whether a told phrase means the same as one of the source."""
        if told.head < 0:
            return PERHAPS
        known = [k for k in told.members if is_name(self.tokens[k]) and k in self.exact]
        if other.head < 0:
            if known and other.pronoun in vocabulary.THIRD_PERSON:
                return PERHAPS if self.spoken_of(told, sentence) else NO
            return PERHAPS
        if told.head not in self.exact and not known:
            return PERHAPS
        alike = sentence.alike(other)
        members = [k for phrase in alike for k in phrase.members]
        places = {sentence.first + k for k in members}
        mine, theirs = names(self.tokens, known), names(sentence.tokens, members)
        pair = _Pair(told, sentence, other, alike, places, mine, theirs)
        head = self.tokens[told.head]
        if is_name(head):
            return self._match_name(pair)
        if head.kind in (NUMBER, TIME):
            return YES if places & set(self.exact.get(told.head, ())) else PERHAPS
        verdict = self._match_noun(pair)
        return PERHAPS if verdict == NO and self._deed(told.head, sentence) else verdict

    def _deed(self, k: int, sentence: Sentence) -> bool:
        """Whether the noun is made of a verb of that sentence: "the explosion", of what exploded."""
        return any(
            m - sentence.first in sentence.predicate_at for m in self.exact.get(k, ()) if self.home(m) is sentence
        )

    def _hit(self, k: int, places: set[int]) -> bool:
        """Whether word `k` is there: by itself, or by another that may stand for it where its sentence lacks it."""
        here = places & set(self.found.get(k, ()))
        if not here:
            return False
        very = set(self.exact[k])
        home = self.source.sentence[next(iter(here))]
        return bool(here & very) or not any(self.source.sentence[m] == home for m in very)

    def _match_name(self, pair: _Pair) -> int:
        told, sentence, other, alike, places, mine, theirs = pair
        if told.head not in self.exact:
            return PERHAPS
        if _any_same(mine, theirs):
            return YES
        named = any(is_name(sentence.tokens[phrase.head]) for phrase in alike if phrase.head >= 0)
        short = self.tokens[told.head].text.isupper() and not self.very_word(told.head)  # "ESO"
        if self._hit(told.head, places) and (short or not (mine and theirs and named)):
            return YES
        if named:
            return YES if not theirs - mine and any(self._hit(k, places) for k in told.members) else NO
        if other.determiner in _INDEFINITE:
            return NO
        generic = low(sentence.tokens[other.head]) in GENERIC
        if (
            other.determiner in vocabulary.OWNING
            and not generic
            and low(sentence.tokens[other.head]).rstrip("s").endswith(("er", "or"))
        ):
            return NO  # "its insurer" is another than it
        if generic or other.determiner in _POINTING:
            return PERHAPS if self.spoken_of(told, sentence) else NO
        return NO

    def _match_noun(self, pair: _Pair) -> int:
        told, sentence, other, alike, places, mine, theirs = pair
        head, their_head = self.tokens[told.head], sentence.tokens[other.head]
        if self._hit(told.head, places):
            if self._set_apart(told, sentence, other):
                return NO
            if mine and _any_same(mine, self._of(sentence, alike)):
                return YES  # "a NASA radar", of "a radar from NASA"
            if mine and theirs and not _any_same(mine, theirs):
                named = any(is_name(sentence.tokens[phrase.head]) for phrase in alike if phrase.head >= 0)
                return NO if named or any(is_name(sentence.tokens[k]) for k in other.members) else PERHAPS
            if mine and not theirs:
                if any(self._hit(k, places) for k in told.members if is_name(self.tokens[k])):
                    return YES
                meant = self.spoken_of(told, sentence) and other.determiner not in _INDEFINITE - {"one"}
                return PERHAPS if meant else NO
            return YES
        if _any_same(mine, theirs):
            return YES
        if any(self._hit(k, places) for k in [*told.members, *told.owners]):
            return PERHAPS
        if any(sentence.first + k in self.exact.get(n, ()) for k in other.owners for n in told.members):
            return PERHAPS
        if self._set_apart(told, sentence, other):
            return NO
        if other.determiner in _DEMONSTRATIVE and self.spoken_of(told, sentence):
            return PERHAPS
        generic, theirs_generic = low(head) in GENERIC, low(their_head) in GENERIC
        if generic and told.determiner == "the" and mine and not _numbered(mine):
            return PERHAPS if theirs or self.spoken_of(told, sentence) else NO  # "the Glasgow firm"
        if mine and theirs:
            return NO
        if generic:
            if theirs or theirs_generic or is_name(their_head):
                return PERHAPS
            return NO if self.very_word(told.head) else PERHAPS
        if mine:
            return PERHAPS if self.spoken_of(told, sentence) else NO
        if is_name(their_head) and told.determiner in {"the", "this", "that", "its", "their"}:
            return PERHAPS
        apart = self.very_word(told.head) and low(their_head) != low(head)
        if apart and other.determiner in _INDEFINITE:
            return NO
        return PERHAPS if theirs_generic and not (apart and other.determiner == "the" == told.determiner) else NO

    def _of(self, sentence: Sentence, phrases: Sequence[Phrase]) -> set[frozenset[str]]:
        """Names of whose or of what things these are."""
        behind = [k for phrase in phrases for other in sentence.all_behind(phrase) for k in other.members]
        return names(sentence.tokens, [*behind, *(k for phrase in phrases for k in phrase.owners)])

    def _set_apart(self, told: Phrase, sentence: Sentence, other: Phrase) -> bool:
        """Whether two phrases of one noun are of different things: "the first stage" and "the second stage"."""
        owners, owning = names(self.tokens, told.owners), names(sentence.tokens, other.owners)
        if owners and owning and not _any_same(owners, owning) and any(k in self.exact for k in told.owners):
            return True
        mine = {self.tokens[k].key for k in told.members if self.tokens[k].kind == NUMBER and self.tokens[k].ordinal}
        theirs = {
            sentence.tokens[k].key
            for k in other.members
            if sentence.tokens[k].kind == NUMBER and sentence.tokens[k].ordinal
        }
        if mine and theirs and not mine & theirs:
            return True
        if mine and "upper" in low(sentence.tokens[other.head]).split():
            return True  # "the first stage", "the upper stage"
        return any(
            opposed(self.tokens[k].key, sentence.tokens[j].key)
            for k in told.members
            for j in other.members
            if k != told.head and j != other.head and self.tokens[k].kind == sentence.tokens[j].kind == WORD
        )

    def spoken_of(self, told: Phrase, sentence: Sentence) -> bool:
        """Whether "it" or "the company" in that sentence may mean what the phrase names."""
        for k in told.members:
            for m in self.found.get(k, ()):
                n = self.source.sentence[m]
                if n == 0 or sentence.n - _REACH <= n <= sentence.n:
                    return True
        keys = {self.tokens[k].key for k in told.members if is_name(self.tokens[k])}
        return bool(keys & self.source.implied[sentence.n])


def _any_same(mine: set[frozenset[str]], theirs: set[frozenset[str]]) -> bool:
    return any(same_name(one, other) for one in mine for other in theirs)


def _numbered(runs: set[frozenset[str]]) -> bool:
    return any(letter.isdigit() for run in runs for key in run for letter in key)
