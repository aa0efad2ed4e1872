"""A sentence cut into words, and what a reader of it notes down. See bot.summaries.gate.reading."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.summaries.gate import claims, meanings, quantities, vocabulary
from bot.summaries.gate.claims import NUMBER, TIME, Mark, Reading, Token
from bot.summaries.gate.meanings import listed

_QUOTE = re.compile(r'"([^"]{2,})"')
_COMMON_VERBS = frozenset(
    listed(
        """
        be have do launch fly go take make begin start lift blast land return dock arrive leave carry send
        deliver test build open end last cost reach enter orbit study map measure collect bring splash
        deploy separate fire burn pass visit join lead work run move receive get give meet speak vote decide
        announce publish release sign pay host hold become replace retire depart undock roll ride travel
        circle explore search look find detect provide support serve demonstrate show use operate spend stay
        continue complete finish conclude follow happen occur take_place come expand grow increase rise fall
        drop reduce cut resume set touch transmit beam observe watch photograph swing ship undergo face
        cover form create develop produce install mount attach connect remove repair inspect load fuel fill
        drill dig sample try attempt help date contain lie sit stand weigh mean remain want need hope plan aim
        blame oppose support praise own use depend rely belong differ exist suggest indicate
        beat join head order approve reject call win pick select name buy sell award acquire seek
        """
    )
)
VERBS = frozenset(meanings.base(word) for word in _COMMON_VERBS | meanings.THIRD_PERSON)


class Word(NamedTuple):
    """A word or mark, where it stands in the text."""

    text: str
    low: str
    start: int
    end: int


class Scan:
    """The words of a sentence, and the Reading that comes of them."""

    def __init__(self, text: str) -> None:
        self.out = Reading(text)
        self.out.quotes = [found.strip(" ,.!?") for found in _QUOTE.findall(text)]
        spelled = claims.RANGE.sub("-", text)
        spelled = claims.DASHES.sub(" ; ", spelled)
        spelled = re.sub(r"(?<=\d)-(?=(?:million|billion|trillion)\b)", " ", spelled)
        spelled = re.sub(r"(?<=[a-z]s)'(?=\s+[\w$])", "'s", spelled)  # "the Rockets' first flight"
        spelled = re.sub(r"(?i)\bcannot\b", "can n't", spelled)
        spelled = re.sub(r"(?i)\bcan't\b", "can n't", spelled)
        spelled = re.sub(r"(?i)\bwon't\b", "will n't", spelled)
        spelled = claims.NT.sub(r"\1 n't", spelled)
        self.words = [
            Word(found[0], found[0].lower(), found.start(), found.end()) for found in claims.TOKEN.finditer(spelled)
        ]
        self.low = [word.low for word in self.words]
        self.out.words = self.low
        self.bases = [meanings.base(low.strip(".")) if low[0].isalpha() else low for low in self.low]
        letters = [word.text for word in self.words if word.text[0].isalpha() and len(word.text) > 3]
        self.headline = len(letters) > 3 and sum(word[0].isupper() for word in letters) > 0.7 * len(letters)
        self.clause = 0
        self.run = -1
        self.last_name_at = -9
        self.preposition = ""
        self.comparator = ""
        self.opening = True  # the next word starts a sentence or a quotation
        self.in_quote = False
        self.particles: set[int] = set()  # places of particles that were read with their verb

    def _break(self) -> None:
        self.clause += 1
        self.preposition = ""
        self.last_name_at = -9

    def _add(self, kind: str, key: str, text: str, at: int) -> Token:
        token = Token(kind, key, text, at, self.clause, preposition=self.preposition)
        if kind == TIME or (kind == NUMBER and self._calendar(at)):
            self.preposition = ""
        self.out.tokens.append(token)
        return token

    def _note(self, kind: str, at: int) -> None:
        self.out.marks.append(Mark(kind, at))

    def _calendar(self, at: int) -> bool:
        number = quantities.figure(self.low[at])
        return self.low[at].rstrip(".") in quantities.MONTHS or (
            number is not None and 1900 <= number <= 2100 and "," not in self.low[at]
        )

    def _figure_at(self, at: int) -> float | None:
        return quantities.figure(self.low[at]) if 0 <= at < len(self.low) else None

    def _alnum(self, at: int) -> bool:
        return (
            at + 1 < len(self.words)
            and self.words[at + 1].start == self.words[at].end
            and self.words[at + 1].text[0].isdigit()
            and self.words[at].text[0].isalpha()
        )

    def _verb_at(self, at: int) -> bool:
        if at >= len(self.low):
            return False
        word = self.words[at]
        return (
            word.text.islower()
            and word.low.isalpha()
            and word.low not in vocabulary.DETERMINERS
            and (word.low not in vocabulary.FUNCTION or word.low in {"be", "have", "do"})
            and word.low in _COMMON_VERBS
        )
