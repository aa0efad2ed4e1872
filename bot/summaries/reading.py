"""A sentence into a Reading: see bot.summaries.claims for what it is made of. Pure, linear in the sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.summaries import claims, meanings, quantities
from bot.summaries.claims import LINK, NAME, NUMBER, TIME, WORD, Governor, Reading, Token
from bot.summaries.meanings import listed

MAX_CHARS = 2_000  # of one sentence: far above any that a brief could hold
_QUOTE = re.compile(r'"([^"]{2,})"')
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_MERIDIEM = {"a.m": 0, "a.m.": 0, "am": 0, "p.m": 12, "p.m.": 12, "pm": 12}
_ZONES = frozenset(listed("utc gmt edt est cdt cst mdt mst pdt pst cet cest bst ist jst z"))
_MONTH_LEADS = frozenset(
    listed(
        """
        in on of since until by late early mid last this next from to through and before after
        """
    )
)
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
_READER = frozenset(listed("you your yours we our ours i my mine me"))
_CURRENCY = frozenset("$€£¥₹")
_LETTER_UNITS = frozenset(listed("m s t g h w in"))
_DESIGNATED = frozenset(listed("flight mission crew expedition pad complex block phase group batch"))


class _Word(NamedTuple):
    text: str
    low: str
    start: int
    end: int


def read(sentence: str) -> Reading:
    """What `sentence` claims."""
    text = claims.plain(sentence[:MAX_CHARS])
    return _Reader(text).reading()


class _Reader:
    def __init__(self, text: str) -> None:
        self.out = Reading(text)
        self.out.quotes = [found.strip(" ,.!?") for found in _QUOTE.findall(text)]
        spelled = claims.RANGE.sub("-", text)
        spelled = claims.DASHES.sub(" ; ", spelled)
        spelled = re.sub(r"(?i)\bcannot\b", "can n't", spelled)
        spelled = re.sub(r"(?i)\bcan't\b", "can n't", spelled)
        spelled = re.sub(r"(?i)\bwon't\b", "will n't", spelled)
        spelled = claims.NT.sub(r"\1 n't", spelled)
        self.words = [
            _Word(found[0], found[0].lower(), found.start(), found.end()) for found in claims.TOKEN.finditer(spelled)
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

    def reading(self) -> Reading:
        at = 0
        while at < len(self.words):
            at = self._step(at)
        self._find_focus()
        self._find_linked()
        return self.out

    # ---------------------------------------------------------------- one step

    def _step(self, at: int) -> int:
        word = self.words[at]
        first = word.text[0]
        if not (first.isalnum() or first in "$€£¥₹'%°" or word.low == "n't"):
            return self._mark(at)
        if word.low.startswith(("http", "www.")) or "@" in word.low:
            self._add(LINK, word.low, word.text, at)
            return at + 1
        if word.low == "one" and at and self.low[at - 1] in {"no", "any", "every"}:
            return at + 1  # "no one" is no number
        used = self._comparator(at) or self._time(at) or self._number(at)
        if used:
            self.opening = False
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

    def _break(self) -> None:
        self.clause += 1
        self.preposition = ""
        self.last_name_at = -9
        self._breakable()

    def _breakable(self) -> None:
        place = len(self.out.tokens)
        if place and (not self.out.breaks or self.out.breaks[-1] != place):
            self.out.breaks.append(place)

    def _add(self, kind: str, key: str, text: str, at: int) -> Token:
        token = Token(kind, key, text, at, self.clause, preposition=self.preposition)
        if kind == TIME or (kind == NUMBER and self._calendar(at)):
            self.preposition = ""
        self.out.tokens.append(token)
        return token

    def _govern(self, kind: str, at: int) -> None:
        self.out.governors.append(Governor(kind, at, self.clause, -1))

    # ---------------------------------------------------------------- numbers and times

    def _comparator(self, at: int) -> int:
        for name, spellings in claims.COMPARATORS:
            for spelling in spellings:
                n = len(spelling)
                if tuple(self.low[at : at + n]) == spelling and self._number_follows(at + n):
                    self.comparator = name
                    return n
        return 0

    def _number_follows(self, at: int) -> bool:
        while at < len(self.low) and self.low[at] in {"a", "an", "another"} | _CURRENCY:
            if quantities.number_at(self.low, at):
                return True
            at += 1
        if at >= len(self.low) or self._calendar(at):
            return False
        return quantities.number_at(self.low, at) is not None or self.low[at] in quantities.VAGUE

    def _calendar(self, at: int) -> bool:
        number = quantities.figure(self.low[at])
        return self.low[at].rstrip(".") in quantities.MONTHS or (
            number is not None and 1900 <= number <= 2100 and "," not in self.low[at]
        )

    def _time(self, at: int) -> int:
        word = self.words[at]
        low = word.low.rstrip(".")
        capital = word.text[0].isupper()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", low):
            self._add(NUMBER, low[:4], low[:4], at).year = True
            self._add(TIME, f"{int(low[5:7])}-{int(low[8:])}", low, at)
            return 1
        if low in quantities.WEEKDAYS and capital and (len(low) > 3 or low in {"mon", "tue", "wed", "thu", "fri"}):
            self._add(TIME, quantities.WEEKDAYS[low], word.text, at)
            return 1
        if low in quantities.MONTHS and capital and self._is_month(at, low):
            return self._month(at, low)
        if low in quantities.TIMEWORDS:
            self._add(TIME, {"midday": "12:00", "noon": "12:00", "midnight": "0:00"}.get(low, low), word.text, at)
            return 1
        return self._clock(at)

    def _is_month(self, at: int, low: str) -> bool:
        if len(low) > 4 and low != "march":
            return True
        before = self.low[at - 1] if at else ""
        after = self._figure_at(at + 1) or self._figure_at(at + 2)
        return before != "long" and (
            (before in _MONTH_LEADS and low in {"march", "may"})
            or after is not None
            or quantities.figure(before) is not None
        )

    def _month(self, at: int, low: str) -> int:
        month = quantities.MONTHS[low]
        used = 1
        if at + used < len(self.low) and self.low[at + used] == ".":
            used += 1
        day = self._figure_at(at + used)
        if day is not None and 1 <= day <= 31 and self.low[at + used].isdigit():
            used += 1
            if at + used < len(self.low) and self.low[at + used] in {"st", "nd", "rd", "th"}:
                used += 1
            self._add(TIME, f"{month}-{int(day)}", self.words[at].text, at)
            # "April 17-25", "April 17 and 18": each is a day of that month
            if at + used + 1 < len(self.low) and self.low[at + used] in {"-", "and", "or", "to"}:
                second = self._figure_at(at + used + 1)
                if second is not None and 1 <= second <= 31 and self.low[at + used + 1].isdigit() and second > day:
                    self._add(TIME, f"{month}-{int(second)}", self.words[at].text, at)
                    used += 2
            return used
        self._add(TIME, str(month), self.words[at].text, at)
        return used

    def _figure_at(self, at: int) -> float | None:
        return quantities.figure(self.low[at]) if 0 <= at < len(self.low) else None

    def _clock(self, at: int) -> int:
        low = self.low[at]
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        if ":" in low and low[0].isdigit():
            hour, minute = (int(part) for part in low.split(":")[:2])
        elif low.isdigit() and following in _MERIDIEM and len(low) <= 2:
            hour, minute = int(low), 0
        elif len(low) == 4 and low.isdigit() and following in _ZONES and int(low[:2]) < 24 and int(low[2:]) < 60:
            hour, minute = int(low[:2]), int(low[2:])
        else:
            return 0
        used = 1
        if following in _MERIDIEM:
            hour = hour % 12 + _MERIDIEM[following]
            used = 2
        self._add(TIME, f"{hour}:{minute:02}", self.words[at].text, at)
        return used

    def _number(self, at: int) -> int:
        start = at
        currency = ""
        if self.low[at] in _CURRENCY:
            currency = quantities.UNITS[self.low[at]]
            at += 1
        if at >= len(self.low):
            return at - start
        glued = self._glued(at)
        if glued:
            return 0 if not currency else 1
        number = quantities.number_at(self.low, at)
        if number is None:
            return at - start
        used = number.length
        value = number.value
        ordinal = number.ordinal
        figure = quantities.figure(self.low[at])
        after = self.low[at + used] if at + used < len(self.low) else ""
        if figure is not None and after in {"st", "nd", "rd", "th"}:
            ordinal, used = True, used + 1
        elif currency and after in {"m", "b", "k", "t"}:
            value = f"{float(value) * {'m': 1e6, 'b': 1e9, 'k': 1e3, 't': 1e12}[after]:.12g}"
            used += 1
        elif after == "k" and self.words[at + used].start == self.words[at + used - 1].end:
            value = f"{float(value) * 1e3:.12g}"
            used += 1
        if self._month_follows(at + used, value, figure, ordinal):
            return self._day_first(at, used, value) + (at - start)
        if not ordinal and self._designates(at, used, currency):
            return self._designator(at, value, used) + (at - start)
        token = self._add(NUMBER, value, " ".join(word.text for word in self.words[at : at + used]), at)
        token.ordinal = ordinal
        token.comparator, self.comparator = self.comparator, ""
        token.year = (
            figure is not None
            and 1900 <= figure <= 2100
            and used == 1
            and not currency
            and "," not in self.low[at]
            and "." not in self.low[at]
            and self._unit(at + used)[0] == ""
        )
        unit, more = self._unit(at + used)
        token.unit = currency or unit
        if ordinal and self.low[at] in claims.RANK | {"first"}:
            self._govern("rank:first", at)
        if currency or not unit:
            return at - start + used
        return at - start + used + more

    def _glued(self, at: int) -> bool:
        """Whether figures and letters make one designator here: "39A"."""
        if at + 1 >= len(self.words) or not self.low[at][0].isdigit():
            return False
        following = self.words[at + 1]
        return (
            following.start == self.words[at].end
            and following.text[0].isupper()
            and following.low not in {"st", "nd", "rd", "th"}
            and not (following.low in quantities.UNITS and len(following.text) > 1)
            and following.low not in quantities.SCALES
        )

    def _unit(self, at: int) -> tuple[str, int]:
        used = 0
        if at < len(self.low) and self.low[at] == "-":
            at, used = at + 1, 1
        if at < len(self.low) and self.low[at] == "per" and at + 1 < len(self.low) and self.low[at + 1] == "cent":
            return "%", used + 2
        if at >= len(self.low) or self.low[at] not in quantities.UNITS:
            return "", 0
        if self.low[at] in _LETTER_UNITS and not (
            self.low[at] != "in"
            and self.words[at].text.islower()
            and self.words[at].start - self.words[at - 1].end <= 1
        ):
            return "", 0
        return quantities.UNITS[self.low[at]], used + 1

    def _month_follows(self, at: int, value: str, figure: float | None, ordinal: bool) -> bool:
        if figure is None and not ordinal:
            return False
        skip = 1 if at < len(self.low) and self.low[at] == "of" else 0
        following = self.low[at + skip].rstrip(".") if at + skip < len(self.low) else ""
        return (
            following in quantities.MONTHS
            and self.words[at + skip].text[0].isupper()
            and float(value) <= 31
            and float(value).is_integer()
            and float(value) > 0
        )

    def _day_first(self, at: int, used: int, value: str) -> int:
        at += used
        if self.low[at] == "of":
            at, used = at + 1, used + 1
        month = quantities.MONTHS[self.low[at].rstrip(".")]
        self._add(TIME, f"{month}-{int(float(value))}", self.words[at].text, at)
        return used + 1

    def _designates(self, at: int, used: int, currency: str) -> bool:
        before = at - 1 if at and self.low[at - 1] != "-" else at - 2
        if currency or before < 0 or self._unit(at + used)[0]:
            return False
        token = self.out.tokens[-1] if self.out.tokens else None
        return (
            token is not None
            and token.at == before
            and (token.kind == NAME or self.low[before] in _DESIGNATED)
            and not token.possessive
            and "," not in self.low[at]
            and not (quantities.figure(self.low[at]) or 0) > 1900
            and self.low[at] not in {"a", "an"}
        )

    def _designator(self, at: int, value: str, used: int) -> int:
        previous = self.out.tokens[-1]
        if previous.kind != NAME:
            previous.kind = NAME
            self.run += 1
            previous.run = self.run
        token = self._add(NAME, value, self.words[at].text, at)
        token.run = previous.run
        self.last_name_at = at + used - 1
        return used

    # ---------------------------------------------------------------- words and names

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
        if low in claims.CLAUSE:
            self._break()
        elif low in {"and", "with", "as", "but", "or"}:
            self._breakable()
        self._notice(at)
        if (low in _READER and not self.in_quote and not (low == "i" and not word.text.isupper())) or (
            low == "us" and word.text == "us" and not self.in_quote
        ):
            self.out.addresses = True
        phrase = meanings.phrase_at(self.bases, at)
        name = self._is_name(at, opening, phrase is not None)
        if not name and phrase:
            return at + self._phrase(at, phrase)
        if not name and low in claims.FUNCTION:
            self._function(at)
            return at + 1
        if name:
            return at + self._name(at, opening)
        if not low[0].isalpha():
            return at + 1
        self._plain_word(at, self.bases[at])
        return at + 1

    def _alnum(self, at: int) -> bool:
        return (
            at + 1 < len(self.words)
            and self.words[at + 1].start == self.words[at].end
            and self.words[at + 1].text[0].isdigit()
            and self.words[at].text[0].isalpha()
        )

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
        self.last_name_at = end - 1
        return end - at

    def _is_name(self, at: int, opening: bool, phrase: bool) -> bool:
        word = self.words[at]
        text = word.text
        if not text[0].isupper():
            return False
        bare = text.rstrip(".")
        if len(bare) > 1 and any(letter.isupper() for letter in bare[1:]):
            return True
        if word.low in claims.FUNCTION or word.low.rstrip(".") in claims.TITLES:
            return False
        if opening:
            following = self.words[at + 1].text if at + 1 < len(self.words) else ""
            grown = following[:1].isupper() and following.lower() not in claims.FUNCTION
            if grown and meanings.known(self.bases[at]):
                return False
            return grown or not (phrase or meanings.known(self.bases[at]) or word.low.endswith("ly"))
        return True

    def _name(self, at: int, opening: bool) -> int:
        word = self.words[at]
        for length in range(5, 0, -1):
            canon = claims.LONG_FORMS.get(tuple(self.low[at : at + length]))
            if canon:
                break
        else:
            length, key = 1, word.low.strip(".")
            canon = claims.CANON.get(word.low) or claims.CANON.get(key) or _ROMAN.get(key) or key
        if word.text == "NET":
            self._govern("plan", at)
            return 1
        joined = self.last_name_at in (at - 1, at - 2) and (self.last_name_at == at - 1 or self.low[at - 1] in "-&/")
        if not joined or self.headline:
            self.run += 1
        token = self._add(NAME, canon, word.text, at)
        token.run = self.run
        token.doubtful = opening
        token.width = length
        before = self.out.tokens[-2] if len(self.out.tokens) > 1 else None
        if (
            before is not None
            and before.kind == NAME
            and before.at == at - 2
            and self.low[at - 1] == ","
            and not token.preposition
        ):
            token.preposition = before.preposition  # "in Kiruna, Sweden": Sweden is a place too
        self.last_name_at = at + length - 1
        return length

    def _phrase(self, at: int, phrase: meanings.Phrase) -> int:
        for inner in range(at + 1, at + phrase.length):
            self._notice(inner)
        token = self._plain_word(at, phrase.key)
        token.text = " ".join(word.text for word in self.words[at : at + phrase.length])
        token.width = phrase.length
        if self.low[at + phrase.length - 1] in claims.PREPOSITIONS:
            self.preposition = self.low[at + phrase.length - 1]
        return phrase.length

    def _plain_word(self, at: int, key: str) -> Token:
        low = self.low[at]
        if low.endswith("ing") and self._before(at) not in claims.BE | claims.PREPOSITIONS | claims.DETERMINERS:
            self._breakable()
        token = self._add(WORD, key, self.words[at].text, at)
        self._judge_verb(token, at)
        if token.verb:
            self.preposition = ""
        if low in claims.PREPOSITIONS:
            self.preposition = low
        return token

    def _function(self, at: int) -> None:
        low = self.low[at]
        if low in claims.PREPOSITIONS:
            self.preposition = low
        elif low in {"that", "which", "who", "whom", "where", "and", "but"} | claims.AUX:
            self.preposition = self.preposition if low == "and" else ""

    def _before(self, at: int) -> str:
        """The word before, adverbs and negations passed over."""
        at -= 1
        while at >= 0 and (
            self.low[at] in claims.ADVERBS or self.low[at] in {"not", "n't", "never"} or self.low[at].endswith("ly")
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
        aux = before in claims.AUX and before != "to"
        if low in claims.ADVERBS or (low.endswith("ly") and low not in _LY_VERBS):
            return
        token.infinitive = before == "to" and not low.endswith(("s", "ed", "ing"))
        token.passive = participle and (before in claims.BE or (by and before not in claims.AUX))
        if before in claims.DETERMINERS and before not in claims.PRONOUNS:
            return
        if before in claims.PREPOSITIONS and not token.infinitive:
            return
        direct = self.low[at - 1] if at else ""
        modal = self.low[at - 2] if at > 1 else ""
        token.infinitive = token.infinitive or (
            direct in {"be", "have"} and (modal == "to" or modal in claims.MOODS or modal in {"would", "and"})
        )
        token.past = past and not token.passive
        token.done = (past and before not in claims.BE | {"have"}) or before in {
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
            or past
            or aux
            or token.infinitive
            or by
            or (
                low.endswith("s")
                and nounish
                and not low.endswith("ss")
                and following in claims.DETERMINERS | claims.PREPOSITIONS | {"that"}
            )
            or (low.endswith("ing") and before not in claims.DETERMINERS and following not in claims.AUX)
        )

    # ---------------------------------------------------------------- what governs what

    def _notice(self, at: int) -> None:
        """Remember a word that denies, qualifies, ranks or orders others."""
        low, stemmed = self.low[at], self.bases[at]
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        pair = (low, following)
        if low in claims.NOT:
            if following in {"only", "just"} or (low == "no" and following in {"earlier", "sooner", "later", "longer"}):
                if following in {"earlier", "sooner"}:
                    self._govern("plan", at)
                    self._govern("rank:not_before", at)
                elif following in {"later", "longer"}:
                    self._govern("not" if following == "longer" else "rank:deadline", at)
            else:
                self._govern("not", at)
        elif stemmed in claims.FAIL or (low in {"unable", "unsuccessful", "unsuccessfully"}):
            if following == "to" or low.startswith("un"):
                self._govern("not", at)
        elif (
            (low == "yet" and following == "to")
            or (low == "rather" and following == "than")
            or (low == "instead" and following == "of")
        ):
            self._govern("not", at)
        denied = (at > 0 and "n't" in (following, self.low[at - 1])) or following == "not"
        if not (low in {"can", "could", "able"} and denied):
            mood = claims.MOODS.get(low) or claims.MOOD_STEMS.get(stemmed)
            if (low == "due" and following not in {"to", "on", "in", "for", "by"}) or (
                low == "due" and following == "to" and not self._verb_at(at + 2)
            ):
                mood = ""
            if low == "may" and self.words[at].text == "May" and at:
                mood = ""
            if pair in claims.MOOD_PHRASES and (following != "to" or self._verb_at(at + 2)):
                mood = "plan"
            if low in {"is", "are", "was", "were"} and following == "to" and self._verb_at(at + 2):
                mood = "plan"
            if low == "would":
                mood = "plan"
            if low == "supposed":
                mood = "plan"
            if stemmed in {"appear", "seem"} and following not in {"to", "that", "likely"}:
                mood = ""
            if stemmed == "schedul" and at and self.low[at - 1] in {"on", "of", "behind"}:
                mood = ""
            if low in {"sign", "signs", "evidence"} and following in {"of", "that", "for"}:
                mood = "hedge"
            if mood:
                self._govern(mood, at)
        self._notice_rank(at, low)
        due_to_do = pair == ("due", "to") and self._verb_at(at + 2)
        if not due_to_do and any(tuple(self.low[at : at + len(words)]) == words for words in claims.CAUSE):
            self._govern("cause", at)
        if low in {"before", "until", "till"} or pair in {("prior", "to"), ("ahead", "of")}:
            self._govern("before", at)
        elif low in {"after", "following", "since"} and not (
            low == "following" and at and self.low[at - 1] in {"the", "of"}
        ):
            self._govern("after", at)

    def _verb_at(self, at: int) -> bool:
        if at >= len(self.low):
            return False
        word = self.words[at]
        return (
            word.text.islower()
            and word.low.isalpha()
            and word.low not in claims.DETERMINERS
            and (word.low not in claims.FUNCTION or word.low in {"be", "have", "do"})
            and word.low in _COMMON_VERBS
        )

    def _notice_rank(self, at: int, low: str) -> None:
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        pair = (low, following)
        superlative = low.endswith("est") and len(low) > 4 and low not in claims.SUPERLATIVE_NOT
        if low == "most" and following != "of" and following and not following.startswith(("of", "the")):
            self._govern("rank:most", at)
        elif (
            (superlative or low in claims.RANK)
            and pair not in {("first", ","), ("first", "stage")}
            and not (low == "last" and following in _SPANS)
        ):
            self._govern(f"rank:{self.bases[at]}", at)
        if low in {"next", "last", "previous", "previously"} and following in _SPANS:
            self._govern(f"rank:{'last' if low != 'next' else 'next'}", at)
        if low in {"earlier", "later", "sooner"} and following == "than" and self.low[max(0, at - 1)] != "no":
            self._govern(f"rank:{low}_than", at)
        kind = claims.QUANTIFIERS.get(low)
        if low in {"every", "each"} and (following in _SPANS or following in quantities.SMALL or following == "other"):
            kind = None
        if kind and not (
            low == "most"
            and following not in {"of", "likely"}
            and self.out.governors
            and self.out.governors[-1].at == at
        ):
            self._govern(f"quantity:{kind}", at)

    def _share_moods(self) -> None:
        """What is only planned of one verb is of the next: "will raise its stake and become the largest owner"."""
        clauses = {token.at: token.clause for token in self.out.tokens}
        for governor in list(self.out.governors):
            if governor.kind not in {"plan", "hedge", "duty", "ability"}:
                continue
            for at in range(governor.at + 1, len(self.low) - 1):
                if clauses.get(at, governor.clause) != governor.clause:
                    break
                if self.low[at] in {"and", "or"} and self._verb_at(at + 1):
                    self.out.governors.append(Governor(governor.kind, at, governor.clause, -1))

    def _find_focus(self) -> None:
        self._share_moods()
        tokens = self.out.tokens
        for governor in self.out.governors:
            after = [n for n, token in enumerate(tokens) if token.at > governor.at and token.clause == governor.clause]
            before = [n for n, token in enumerate(tokens) if token.at < governor.at and token.clause <= governor.clause]
            firm = [
                n
                for n in after
                if tokens[n].kind == WORD
                and tokens[n].key not in claims.MOOD_WORDS
                and tokens[n].key not in claims.LIGHT
            ]
            close = [n for n in before if tokens[n].kind == WORD and tokens[n].key not in claims.MOOD_WORDS]
            if (governor.kind in {"plan", "hedge"} and not firm and close) or (
                firm and governor.kind == "plan" and self._post(governor, tokens[firm[0]])
            ):
                governor.focus = close[-1] if close else firm[0] if firm else -1
            elif len(firm) > 1 and self.low[governor.at + 1] == "of" and governor.kind.startswith(("not", "quantity")):
                governor.focus = firm[1]  # "none of the satellites failed" speaks of failing
            elif firm:
                governor.focus = firm[0]
            elif after:
                governor.focus = after[0]
            elif close and not governor.kind.startswith("quantity"):
                governor.focus = close[-1]
            if governor.kind in {"plan", "hedge", "condition", "duty", "ability"}:
                self.out.moods.setdefault(governor.clause, set()).add(governor.kind)

    def _post(self, governor: Governor, focus: Token) -> bool:
        """Whether what is planned stands before the word: "the launch is planned from Kourou"."""
        return (
            focus.at > governor.at + 1
            and self.low[governor.at + 1] in {"for", "on", "in", "at", "by", "from", "no"}
            and self.low[governor.at] != "will"
        )

    def _find_linked(self) -> None:
        for at, low in enumerate(self.low):
            if low in _LINKS or (low == "the" and any(word in _GENERIC for word in self.low[at + 1 : at + 3])):
                self.out.linked = True
                return


_SPANS = (
    frozenset(
        listed(
            """
        week weeks month months year years day days night summer spring autumn fall winter decade century
        """
        )
    )
    | frozenset(quantities.MONTHS)
    | frozenset(quantities.WEEKDAYS)
)
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
        drill dig sample try attempt help
        """
    )
)
