"""The sentences that may stand in a summary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from bot import sentences
from bot.summaries import junk, quotes, references, trim
from bot.summaries.words import RAREST, rarity, stem, table, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What a feed or an article says after this is not what it is about; it also bounds the work for one story.
_MOST_CHARS = 16_000
_MOST_SOURCES = 30
_MOST_SENTENCES = 60  # of one source, and in all three times as many
_SHORTEST, _LONGEST = 20, 1200  # of a sentence: bytes, as an ideograph says more than a letter; characters
_FEWEST_WORDS = 3
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\W*$")  # by its feed, in the middle of what it says
_ENDING = 12  # characters that tell how a sentence ends
_ROUND = 50  # characters: feeds cut at 150, 200, 250
_UNTOLD = re.compile(r"(?:\?|:\s?\d*\.|[^.!?。！？।؟۔\"'”’»)\]])$")  # a question, or no whole sentence
# Nobody says "I" outside quotation marks in a report: it is a comment, a post, or speech whose marks are lost.
_SPEAKER = re.compile(r"\b(?:I|I['’]\w+|my|My|me|myself|[Ww]ishing you)\b", re.ASCII)
# Nor "we", save in the abstract of a paper, told by those who did the work; "our planet" is everybody's.
_WE = re.compile(
    r"\b(?:[Ww]e|us|ourselves|[Oo]ur(?!\s(?:own\s)?(?:solar|galax|planet|[Ss]un|star|[Mm]oon|universe|[Mm]ilky|world|cosmic|atmosphere|ocean|home|species|understanding|knowledge|[Ee]arth|ancestors|bod(?:y|ies)|brains?|cells|lives|neighbou?r|nearest|closest|night|society)))\b"
)
_PAPER = re.compile(
    r"\b(?:[Ww]e\s+(?:\w+\s+)?(?:propose|present|show|introduce|study|find|demonstrate|develop|report|observe|use|describe|investigate|evaluate)"
    r"|(?:[Tt]his|[Oo]ur)\s+(?:paper|work|study|approach|method))\b"
)
_SELVES = frozenset(tokens("I my me myself wishing we us our ourselves"))  # without these neither is said
# A heading that runs into a sentence: "A quiet endThe lander"
_HEADED = re.compile(
    r"[TWAHSDEM](?<=[^\W\d_A-Z]{3}.)(?:h(?:e|is|ese|ey|en|ile)|fter|ccording|owever|peaking|uring|arlier|eanwhile)\s[a-z]"
)
# "Moonshot from the last frontier." "What a year.": headings with a full stop, and cries.
_CRY = re.compile(
    r"[^\"“”]{1,80}!$|Happy\s[A-Z]|(?:But\s)?[Tt]hat(?:['’]s|\sis)\s(?:not|only)\s(?:the\s)?(?:full|whole|half|all|part|end)\b[^,]{0,20}[.!]$|(?:What\san?|How)\s[^,]*[.!]$|(?:Sad|Good|Great|Bad)\snews\b[^,]*[.!]$"
)
_MANY_WORDS = 8
_MAYBE_VERB = re.compile(
    r"\b(?:is|are|was|were|am|be|has|have|had|will|would|can|could|may|might|must|do|did|said|told|took|made|went|won|lost|got|gave|found|came|left|ran|saw|met|put|set|led"
    r"|held|kept|sent|began|shot|wrote|spoke|hit|cut|became|grew|fell|rose|flew|broke|built|bought|sold|paid|knew|thought|felt|drew|drove|spent|stood|taught|understood|wore|let)\b"
    r"|\w{2,}(?:ed|[^s'’u]s)\b|['’](?:s|re|ve|ll|d|m)\b|n['’]t\b"
)
_SPEECH = re.compile(r"[\"“][^\"“”]*[\"”]")
_NAME = re.compile(r"\s[\"'“‘(\[]*([A-ZÀ-ÖØ-Þ\u0100-\u052f](?:\S*[^\s\"'“”‘’()\[\],.;:!?])?)")


_COMMON = 3  # the rarity up to which it says nothing that a headline has a word too
_RARE, _COMMONER = 7, 3
_EVERYDAY = 4  # the rarity up to which a word may stand in a sentence about anything


@dataclass(slots=True, eq=False)
class Candidate:
    """One sentence, as it may be told.

    `position` counts the sentences of its source, `order` is its own number among all; `count` is the sentences that a
    strict reader sees in it. It `leans` where it means something of a sentence before it: of those from `anchor` on one
    must then be told right before; a shorter telling leans as its `whole` does. It is `voiceless` where it is all
    speech, with the speaker named beside it.
    """

    text: str
    source: int
    position: int
    order: int
    words: list[str]
    types: frozenset[str]
    names: frozenset[str]  # its words that are capitalised though they do not open it
    anchor: int
    voiceless: bool
    quote: bool
    opens_paragraph: bool
    whole: Candidate | None = None  # told here without a clause

    _count: int = field(default=0, init=False)
    _leans: bool | None = field(default=None, init=False)

    @property
    def count(self) -> int:
        if not self._count:
            self._count = sentences.count(self.text)
        return self._count

    @property
    def leans(self) -> bool:
        if self._leans is None:
            self._leans = references.leans(self.text) if self.whole is None else self.whole.leans
        return self._leans

    def hollow(self, title: frozenset[str]) -> bool:
        """Whether it might stand under any headline: no name, no figure, no word that is rare or of the `title`."""
        if self.names or any(map(str.isdigit, self.text)):
            return False
        return all(rarity(word) <= (_COMMON if word in title else _EVERYDAY) for word in self.types)


def candidates(texts: Sequence[str]) -> list[Candidate]:
    """The usable sentences of `texts`, in order.

    Where there are none, a question or a line without a full stop may be told after all.
    """
    return _candidates(texts, whole=True) or _candidates(texts, whole=False)


def _candidates(texts: Sequence[str], *, whole: bool) -> list[Candidate]:
    found: list[Candidate] = []
    most = min(_MOST_SENTENCES, 3 * _MOST_SENTENCES // max(1, min(len(texts), _MOST_SOURCES)))
    for source, text in enumerate(texts[:_MOST_SOURCES]):
        anchor = 0
        for position, (opens, spoken) in enumerate(islice(_sentences(text[: min(_MOST_CHARS, 400 * most)]), most)):
            told = _told(spoken, text, whole=whole)
            if not references.same_person(told):
                anchor = position
            words = tokens(told)
            if whole and not _SELVES.isdisjoint(words) and _first_person(told, text):
                continue
            if len(words) >= _FEWEST_WORDS:
                found.append(
                    Candidate(
                        text=told,
                        source=source,
                        position=position,
                        order=len(found),
                        words=words,
                        types=frozenset(words),
                        names=_names(told),
                        anchor=min(anchor, position - 1),
                        voiceless=spoken is not None and spoken.voiceless,
                        quote='"' in told or "“" in told,
                        opens_paragraph=opens,
                    )
                )
    return found


def _names(sentence: str) -> frozenset[str]:
    """The words that are capitalised though they do not open the sentence, folded."""
    return frozenset([stem(word.lower()) for word in _NAME.findall(sentence)])


def _sentences(text: str) -> Iterator[tuple[bool, quotes.Spoken | None]]:
    """Sentences with whether each opens its paragraph."""
    for paragraph in quotes.mended(junk.paragraphs(text)):
        for i, one in enumerate(quotes.whole(sentences.split_line(trim.dateline(paragraph)))):
            yield i == 0, one


def _told(spoken: quotes.Spoken | None, source: str, *, whole: bool) -> str:
    """The sentence of `source` as it may be told; empty where it may not."""
    if spoken is None:
        return ""
    text = trim.opening(spoken.text)
    if _CUT_OFF.search(text[-_ENDING:]) or (not whole and _broken_off(text, source)):
        text = trim.finished(text)
    if len(text.encode()) < _SHORTEST or len(text) > _LONGEST or junk.boilerplate(text):
        return ""
    if _CRY.match(text) or _verbless(text) or (whole and _HEADED.search(text)):
        return ""
    return "" if references.hearsay(text) or (whole and _UNTOLD.search(text[-_ENDING:])) else text


def _verbless(sentence: str) -> bool:
    """Whether a few words of a spaced script have no verb; where in doubt they have one."""
    return sentence.isascii() and sentence.count(" ") < _MANY_WORDS and _MAYBE_VERB.search(sentence) is None


def _broken_off(sentence: str, source: str) -> bool:
    """Whether a feed that marks no cuts seems to have cut `source` in this sentence: at a round length, at "the", or in
    the middle of a word.
    """
    if sentence[-1:] in ".!?\"”'’)" or not source.rstrip().endswith(sentence[-10:]):
        return False
    last = tokens(sentence)[-1:]
    return (
        len(source.strip()) % _ROUND == 0
        or not last
        or (len(last[0]) == 1 and last[0].isalpha())
        or rarity(last[0]) == 0
        or (sentence.rsplit(maxsplit=1)[-1].islower() and _half_a_word(last[0]))
    )


def _half_a_word(word: str) -> bool:
    """Whether no word is written so, or a much commoner one begins so: "desi" of "design"."""
    rare = rarity(word)
    return rare == RAREST or (
        rare >= _RARE and any(other.startswith(word) and rank <= rare - _COMMONER for other, rank in table().items())
    )


def _first_person(sentence: str, source: str) -> bool:
    """Whether the writer speaks in it, and not about a paper."""
    bare = _SPEECH.sub("", sentence)
    return _SPEAKER.search(bare) is not None or (_WE.search(bare) is not None and _PAPER.search(source) is None)
