"""A sentence into a Reading: see bot.summaries.gate.claims for what it is made of. Pure, linear in the sentence."""

from __future__ import annotations

from collections.abc import Callable

from bot.summaries.gate import claims, known_names, meanings, particles, vocabulary, wordclasses
from bot.summaries.gate.claims import LINK, NAME, NUMBER, WORD, Reading, Token
from bot.summaries.gate.figures import Figures
from bot.summaries.gate.governing import Governing
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.scan import VERBS

MAX_CHARS = 2_000  # of one sentence: far above any that a brief could hold
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_LINKS = frozenset(
    listed(
        """
        one ones another neither none it its he she his her they their them him this these those both
        """
    )
)
_GENERIC = frozenset(
    listed(
        """
        company firm agency rocket spacecraft craft mission probe satellite satellites launch flight team
        crew vehicle capsule lander rover orbiter telescope station booster stage engine project programme
        program trio pair four two three astronauts scientists researchers engineers officials study
        instrument contract deal event test burn attempt space constellation startup institute organisation
        organization operator manufacturer observatory planet moon asteroid comet star galaxy researcher
        astronaut director
        """
    )
)
_LY_VERBS = frozenset(listed("supply fly apply reply rely multiply comply imply ally assembly resupply"))
_PARTICLES = frozenset(map(meanings.base, vocabulary.FUNCTION | set(listed("back away apart aside forward together"))))
_READER = frozenset(listed("you your yours we our ours i my mine me"))
_EVERYBODYS = frozenset(listed("planet galaxy solar sun moon star world earth milky universe species"))
_NOUNS = frozenset(listed("flight space earth service production market date plan"))


def read(sentence: str, told: Callable[[str], bool] | None = None) -> Reading:
    """What `sentence` claims; of a summary's sentence `told` says which compounds may stand for something there."""
    text = claims.plain(sentence[:MAX_CHARS])
    reader = _Reader(text)
    reader.told = told
    return reader.reading()


class _Reader(Figures, Governing):
    """One pass over the words."""

    told: Callable[[str], bool] | None = None

    def reading(self) -> Reading:
        at = 0
        while at < len(self.words):
            at = self._step(at)
        self._find_linked()
        return self.out

    def _step(self, at: int) -> int:
        word = self.words[at]
        first = word.text[0]
        if at in self.particles:
            return at + 1
        if not (first.isalnum() or first in "$€£¥₹'%°" or word.low == "n't"):
            return self._mark(at)
        if word.low.startswith(("http", "www.")) or "@" in word.low:
            self._add(LINK, word.low, word.text, at)
            return at + 1
        if word.low == "one" and at and self.low[at - 1] in {"no", "any", "every"}:
            return at + 1  # "no one" is no number
        if bound := self._comparator(at):
            self.opening = False
            return at + bound
        if used := self._time(at) or self._number(at):
            self.opening = False
            for token in self.out.tokens[-2:]:  # two of "April 17 and 18"
                if token.at >= at or token is self.out.tokens[-1]:
                    token.width = at + used - token.at
            return at + used
        return self._word(at)

    def _mark(self, at: int) -> int:
        mark = self.words[at].text
        if mark == "?":
            self.out.question = self.out.question or not self.in_quote
        if mark == '"':
            self.in_quote = not self.in_quote
        if mark in ',;:()"…':
            self._break()
            self.opening = mark in ':"' or self.opening
        elif mark in ".!?":
            self._break()
            self.opening = True
        elif mark == "-":
            return at + 1
        self.comparator = ""
        return at + 1

    def _word(self, at: int) -> int:
        word, low = self.words[at], self.low[at]
        opening, self.opening = self.opening, False
        if low == "'s":
            if self.out.tokens and self.out.tokens[-1].at == at - 1:
                self.out.tokens[-1].possessive = True
                self.last_name_at = -9
            return at + 1
        if word.text[0].isdigit() or (self._alnum(at) and not word.text.islower()):
            return at + self._designation(at)
        if low in vocabulary.CLAUSE:
            self._break()
        self._notice(at)
        if not self.in_quote and self._speaks(at):
            self.out.addresses = True
        if low in {"earlier", "sooner", "later", "longer"} and at and self.low[at - 1] == "no":
            return at + 1 + (self.low[at + 1 : at + 2] == ["than"])  # "to no earlier than May": to May
        if low == "far" and at and self.low[at - 1] == "so":
            return at + 1
        phrase = self._phrase_at(at)
        name = self._is_name(at, opening, phrase is not None)
        if not name and phrase:
            return at + self._phrase(at, phrase)
        if low == "earliest" and self.low[max(0, at - 2) : at] == ["at", "the"]:
            return at + 1
        if not name and low in vocabulary.FUNCTION:
            self._function(at)
            return at + 1
        if name:
            return at + self._name(at, opening)
        if not low[0].isalpha():
            return at + 1
        phrase_apart = particles.apart(self.low, self.bases, at)
        self._plain_word(at, phrase_apart.key if phrase_apart else self.bases[at])
        if phrase_apart:
            self.particles.add(phrase_apart.particle)
        return at + 1

    def _phrase_at(self, at: int) -> meanings.Phrase | None:
        """The longest phrase here: "called off", but "solar storm" only where that is a word for something."""
        verb = any(wordclasses.strength(form) > 2 for form in wordclasses.verb_forms(self.low[at]).values())
        one = self.told or meanings.replaceable
        for phrase in meanings.phrases_at(self.bases, at):
            if verb or not _PARTICLES.isdisjoint(phrase.key.split("_")) or one(phrase.key):
                return phrase
        return None

    def _designation(self, at: int) -> int:
        """Figures and letters without a gap: "39A", "B1062"."""
        end = at + 1
        while (
            end < len(self.words)
            and self.words[end].start == self.words[end - 1].end
            and self.words[end].text[0].isalnum()
        ):
            end += 1
        text = "".join(word.text for word in self.words[at:end])
        joined = self.last_name_at >= at - 2 and self.last_name_at >= 0
        if not joined:
            self.run += 1
        token = self._add(NAME, text.lower(), text, at)
        token.run = self.run
        token.width = end - at
        self.last_name_at = end - 1
        return end - at

    def _is_name(self, at: int, opening: bool, phrase: bool) -> bool:
        word = self.words[at]
        text = word.text
        if not text[0].isupper():
            return False
        bare, low = text.rstrip("."), self.low[at]
        if len(bare) > 1 and any(letter.isupper() for letter in bare[1:]):
            return True
        if word.low in vocabulary.FUNCTION or word.low.rstrip(".") in known_names.TITLES:
            return False
        if (
            opening
            and self.low[at + 1 : at + 2] == ["-"]
            and self.low[at + 2 : at + 3]
            and self.low[at + 2][0].isdigit()
        ):
            return True  # "K-417 b"
        if opening:
            following = self.words[at + 1].text if at + 1 < len(self.words) else ""
            if following[:1].isdigit() and not (self._calendar(at + 1) or wordclasses.classes(low)):
                return True  # "Cosmos 2611"
            grown = following[:1].isupper() and following.lower() not in vocabulary.FUNCTION
            if grown and meanings.known(self.bases[at]):
                return False
            return grown or not (phrase or meanings.known(self.bases[at]) or word.low.endswith("ly"))
        return True

    def _name(self, at: int, opening: bool) -> int:
        word = self.words[at]
        for length in range(5, 0, -1):
            canon = known_names.LONG_FORMS.get(tuple(self.low[at : at + length]))
            if canon:
                break
        else:
            length, key = 1, word.low.strip(".")
            canon = known_names.CANON.get(word.low) or known_names.CANON.get(key) or _ROMAN.get(key) or key
        if word.text == "NET":
            self._note("rank:not_before", at)
            return 1
        joined = self.last_name_at in (at - 1, at - 2) and (self.last_name_at == at - 1 or self.low[at - 1] in "-&/")
        if not joined or self.headline:
            self.run += 1
        token = self._add(NAME, canon, word.text, at)
        token.run = self.run
        token.doubtful = opening and length == 1
        token.width = length
        before = self.out.tokens[-2] if len(self.out.tokens) > 1 else None
        if (
            before is not None
            and before.kind == NAME
            and before.at == at - 2
            and self.low[at - 1] == ","
            and not token.preposition
            and self.low[at + length : at + length + 1] != ["'s"]
            and (at + length >= len(self.low) or self.bases[at + length] not in vocabulary.SAY)
        ):
            token.preposition = before.preposition  # "in Kiruna, Sweden": Sweden is a place too
        self.last_name_at = at + length - 1
        return length

    def _speaks(self, at: int) -> bool:
        """Whether a word is of who writes or reads, not of everybody: "our planet", "life as we know it"."""
        low, text = self.low[at], self.words[at].text
        if low == "us":
            return text == "us" and self.low[max(0, at - 2) : at] not in (["years", "from"], ["away", "from"])
        if low == "i":
            return text.isupper()
        following = [word for word in self.low[at + 1 : at + 3] if word != "own"][:1]
        everybodys = (low == "our" and set(following) & _EVERYBODYS) or (
            low == "we" and self.low[at - 1 : at + 2] == ["as", "we", "know"]
        )
        return low in _READER and not everybodys

    def _phrase(self, at: int, phrase: meanings.Phrase) -> int:
        for inner in range(at + 1, at + phrase.length):
            self._notice(inner)
        token = self._plain_word(at, phrase.key)
        token.text = " ".join(word.text for word in self.words[at : at + phrase.length])
        token.width = phrase.length
        if self.low[at + phrase.length - 1] in vocabulary.PREPOSITIONS:
            self.preposition = self.low[at + phrase.length - 1]
        return phrase.length

    def _plain_word(self, at: int, key: str) -> Token:
        low = self.low[at]
        token = self._add(WORD, key, self.words[at].text, at)
        self._judge_verb(token, at)
        if token.verb:
            self.preposition = ""
        if low in vocabulary.PREPOSITIONS:
            self.preposition = low
        return token

    def _function(self, at: int) -> None:
        low = self.low[at]
        if low in vocabulary.PREPOSITIONS:
            self.preposition = low
        elif low in {"that", "which", "who", "whom", "where", "and", "but"} | vocabulary.AUX:
            self.preposition = self.preposition if low == "and" else ""

    def _before(self, at: int) -> str:
        """The word before, adverbs and negations passed over."""
        at -= 1
        while at >= 0 and (
            self.low[at] in vocabulary.ADVERBS or self.low[at] in {"not", "n't", "never"} or self.low[at].endswith("ly")
        ):
            at -= 1
        return self.low[at] if at >= 0 else ""

    def _judge_verb(self, token: Token, at: int) -> None:
        low = self.low[at]
        before = self._before(at)
        past = (low.endswith("ed") and len(low) > 4) or low in meanings.PAST
        participle = past or (self.bases[at] != low and low.endswith(("n", "t", "d")) and not low.endswith("ing"))
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        by = following == "by"
        aux = before in vocabulary.AUX and before not in {"to", "'s"}
        if low in vocabulary.ADVERBS or (low.endswith("ly") and low not in _LY_VERBS):
            return
        token.infinitive = before == "to" and low not in _NOUNS and not low.endswith(("s", "ed", "ing"))
        token.passive = participle and (before in vocabulary.BE or (by and before not in vocabulary.AUX))
        if before in vocabulary.DETERMINERS and before not in vocabulary.PRONOUNS:
            return
        if before in vocabulary.PREPOSITIONS and not token.infinitive:
            return
        direct = self.low[at - 1] if at else ""
        modal = self.low[at - 2] if at > 1 else ""
        token.infinitive = token.infinitive or (
            direct in {"be", "have"} and (modal == "to" or modal in vocabulary.MODALS or modal in {"would", "and"})
        )
        token.past = past and not token.passive
        token.done = (past and before not in vocabulary.BE | {"have"}) or before in {
            "did",
            "was",
            "were",
            "been",
            "has",
            "had",
        }
        earlier = self.out.tokens[-3:-1]
        counted = any(other.kind == NUMBER and other.at >= at - 3 for other in earlier)
        nounish = bool(earlier) and earlier[-1].at >= at - 2 and not counted and not earlier[-1].text.endswith("ing")
        token.verb = (
            before in {"who", "which"}
            or (before in vocabulary.THIRD_PERSON and (low.endswith("s") or self.bases[at] in VERBS))
            or past
            or aux
            or token.infinitive
            or (by and participle)
            or (
                low.endswith("s")
                and self.bases[at] in VERBS
                and nounish
                and not low.endswith("ss")
                and (
                    following in vocabulary.DETERMINERS | vocabulary.PREPOSITIONS | {"that"}
                    or (low in meanings.THIRD_PERSON and following[:1].isalnum())
                )
            )
            or self._bare_plural(at, following)
            or (
                before in {"and", "or"}
                and self.bases[at] in VERBS
                and following in vocabulary.DETERMINERS | {"away", "out", "up", "off", "down", "back"}
                and not low.endswith(("s", "ed", "ing"))
            )
            or (low.endswith("ing") and before not in vocabulary.DETERMINERS and following not in vocabulary.AUX)
        )

    def _bare_plural(self, at: int, following: str) -> bool:
        """Whether a verb without an ending stands behind its plural: "rivals use methane"."""
        tokens = self.out.tokens
        if len(tokens) < 2 or self.bases[at] not in VERBS or self.low[at].endswith(("s", "ed", "ing")):
            return False
        before = tokens[-2]
        plural = before.text.lower().endswith("s") and before.kind == WORD and not before.verb and before.at == at - 1
        return plural and not before.possessive and following not in vocabulary.AUX

    def _find_linked(self) -> None:
        for at, low in enumerate(self.low):
            if low in _LINKS or (low == "the" and any(word in _GENERIC for word in self.low[at + 1 : at + 3])):
                self.out.linked = True
                return
