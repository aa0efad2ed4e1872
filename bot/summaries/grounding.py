"""The gate for text that a model wrote: a sentence passes only if one source says all that it says. Pure; English.

    sources -> those that give orders out (steering) -> sentences, save for what is hearsay -> Readings
    sentence -> Reading (gate.reading) -> Alignment (gate.alignment: which word is which there) -> rules on words
             -> Scene (gate.phrases: both parsed) -> rules on verbs, nouns and what is new -> kept or a reason

What each rule asks, and where the next one goes, stands in bot.summaries.gate.rules; what they ask it of, in
bot.summaries.gate.
A sentence is supported by a source if every name, number, time, quotation and word of it stands there (or a word that
the tables of meanings let stand for it), denied and qualified alike, with the same one acting on the same other.
It rather drops what is true than keeps what is not: the extractive sentence is always there to fall back on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot import sentences
from bot.summaries import hearsay, steering, trim
from bot.summaries.borrowed import Borrowed
from bot.summaries.candidates import candidates
from bot.summaries.gate import aliases, claims, respective
from bot.summaries.gate.alignment import Alignment, Source
from bot.summaries.gate.claims import Reading
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.reading import read
from bot.summaries.gate.rules import (
    additions,
    belonging,
    binding,
    certainty,
    circumstances,
    company,
    copies,
    counting,
    denial,
    measures,
    nearness,
    novelty,
    offices,
    predicates,
    presence,
    ranking,
    reasons,
    rivals,
    sequence,
    shares,
)

_ADDRESS = re.compile(r"\b[a-z0-9][\w-]*\.(?:com|net|org|io|info|biz|xyz|example|test|app|shop|link|gg|ly)\b")
_QUOTED = re.compile(
    r"(?<!\w)[\"“]((?:[^\"“”\n]){12,400})[\"”](?!\w)|(?<!\w)['‘]((?:[^\"'“”‘’\n]|\w['’]\w){12,400})['’](?!\w)"
)  # words of a quotation have apostrophes
_OPENING, _ENDS = "\"'“‘", ' .!?"'  # of a quotation, of a sentence
MAX_SOURCE_CHARS = 60_000  # ten times what the model is shown of one
MAX_SOURCE_SENTENCES = 600
MAX_TOLD_TOKENS = 70  # words that say something: three times what a brief's sentence has


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of a sentence: the number, from 1, of the first source that supports it, with no reason; else of the
    one that comes closest to it (0 where there is none), and the reason why that one doesn't.
    """

    sentence: str
    source: int
    reason: str


@dataclass(frozen=True, slots=True)
class Grounded:
    """What of a text its sources support: a verdict on each of its sentences, in the text's order."""

    verdicts: tuple[Verdict, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """The sentences that a source supports."""
        return tuple(verdict.sentence for verdict in self.verdicts if not verdict.reason)

    @property
    def dropped(self) -> tuple[tuple[str, str], ...]:
        """The others, each with the reason."""
        return tuple((verdict.sentence, verdict.reason) for verdict in self.verdicts if verdict.reason)


class Evidence:
    """One source, read once, against which sentences are held."""

    def __init__(self, text: str) -> None:
        whole = text[:MAX_SOURCE_CHARS]
        text = steering.evidence(whole)
        self.steers = bool(whole.strip()) and not text.strip()
        self.telling_words = _telling_words(whole)
        lines = sentences.split(text)[:MAX_SOURCE_SENTENCES]
        self._aliases = aliases.Aliases(text)
        self.readings: list[Reading] = []
        self._plain: list[str] = []
        self._lines = lines
        kept = frozenset(lines)
        written = sentences.split(whole)[:MAX_SOURCE_SENTENCES]
        withheld = [read(line) for line in written if line not in kept]
        for line in lines:
            own = hearsay.own(line, opening=line == written[0])
            if own:
                self.readings.append(read(respective.spelled_out(self._aliases.one_name(own))))
            reading = self.readings[-1] if own == line else read(self._aliases.one_name(line))
            self._plain.append(" ".join(reading.words).casefold())
            if own != line:
                withheld.append(reading)
        self._text = text
        self._extracts: frozenset[str] | None = None
        self._quotes: frozenset[str] | None = None
        self.source = Source(self.readings)
        self._borrowed = Borrowed(self.readings, withheld)

    def objection(self, sentence: str) -> str:
        """Why the source does not support the sentence; empty where it does."""
        if self.steers:
            return "the source gives orders to its reader"
        told = read(self._aliases.one_name(sentence), self.source.may_be_told)
        if not told.tokens:
            return "it says nothing"
        if steering.orders(sentence) or steering.suspect(sentence):
            return "it gives orders, or speaks to its reader"
        if self._verbatim(sentence, told) or sentence.strip() in self._embedded():
            return ""
        if objection := self._borrowed.objection(told):
            return objection
        if self._only_quoted(told):
            return "the source only quotes it"
        if _ADDRESS.search(sentence):
            return "it has an address"
        if told.addresses or any(token.kind == claims.LINK for token in told.tokens):
            return "it speaks to its reader"
        if told.question:
            return "it asks"
        if objection := self._misquotes(told):
            return objection
        return self._unsupported(told)

    def _verbatim(self, sentence: str, told: Reading) -> bool:
        """Whether the sentence is one of the source's, whole, and between quotation marks if that one is."""
        said = " ".join(told.words).casefold().strip(_ENDS)
        quoted = sentence.lstrip()[:1] in _OPENING
        return any(
            said == plain.strip(_ENDS) and quoted == (line.lstrip()[:1] in _OPENING)
            for line, plain in zip(self._lines, self._plain, strict=True)
        )

    def _only_quoted(self, told: Reading) -> bool:
        """Whether the source has the sentence between quotation marks: somebody's words, and not its own."""
        if self._quotes is None:
            found = (double or single for double, single in _QUOTED.findall(self._text))
            self._quotes = frozenset(" ".join(read(quote).words).casefold().strip(" .,!?") for quote in found)
        return " ".join(told.words).casefold().strip(' .!?"') in self._quotes

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
        if len(told.tokens) > MAX_TOLD_TOKENS:
            return "it is too long"
        alignment = Alignment(told, self.source)
        if not alignment.anchor:
            return "nothing in the source speaks of it"
        for rule in _RULES:
            if objection := rule(alignment):
                return objection
        scene = Scene(alignment)
        for parsed in _PARSED:
            if objection := parsed(scene):
                return objection
        return copies.objection(alignment)


_RULES = (
    presence.objection,
    counting.objection,
    binding.objection,
    measures.objection,
)


_PARSED = (
    company.objection,
    denial.objection,
    certainty.objection,
    ranking.objection,
    rivals.objection,
    shares.objection,
    reasons.objection,
    sequence.objection,
    predicates.objection,
    additions.objection,
    novelty.objection,
    offices.objection,
    circumstances.objection,
    nearness.objection,
    belonging.objection,
)


@lru_cache(maxsize=32)
def evidence(source: str) -> Evidence:
    """The source, read; the last few are remembered."""
    return Evidence(source)


def ground(sources: Sequence[str], text: str) -> Grounded:
    """Each sentence of `text` by itself: at least one source supports it, or there is a reason why not."""
    return Grounded(tuple(judge(sources, sentence) for sentence in sentences.split(text)))


def judge(sources: Sequence[str], sentence: str) -> Verdict:
    """Whether one of the sources supports the sentence."""
    reasons = []
    for n, source in enumerate(sources, 1):
        reason = evidence(source).objection(sentence)
        if not reason:
            return Verdict(sentence, n, "")
        reasons.append(reason)
    if not reasons:
        return Verdict(sentence, 0, "there is no source")
    told = _telling_words(sentence)
    shared = [len(told & evidence(source).telling_words) for source in sources]
    closest = shared.index(max(shared))
    return Verdict(sentence, closest + 1, reasons[closest])


def objection(sources: Sequence[str], sentence: str) -> str:
    """Why none of the sources supports the sentence; empty where one does."""
    return judge(sources, sentence).reason


def _telling_words(text: str) -> set[str]:
    """The numbers and longer words of a text, by which a sentence is near it."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3 or word.isdigit()}
