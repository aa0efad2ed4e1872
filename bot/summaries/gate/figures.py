"""Numbers and designators, as a sentence has them. See bot.summaries.gate.reading."""

from __future__ import annotations

import re

from bot.summaries.gate import quantities, vocabulary
from bot.summaries.gate.claims import NAME, NUMBER, Token
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.times import Times

# By the word that each begins with: sentences are asked word for word.
_BOUNDS = {
    first: [(name, words) for name, spellings in vocabulary.COMPARATORS for words in spellings if words[0] == first]
    for first in {words[0] for _, spellings in vocabulary.COMPARATORS for words in spellings}
}
_UNIT_WORDS = frozenset(quantities.UNITS)
_SPANS_OF_TIME = frozenset({"s", "min", "h", "day", "week", "month", "year", "decade", "century"})
_SHORT_SCALES = {"m": 1e6, "mn": 1e6, "b": 1e9, "k": 1e3, "t": 1e12, "tn": 1e12}  # behind a currency
_LESS = frozenset(listed("smaller shorter lower lighter slower younger cheaper nearer closer thinner narrower"))
_COMPARING = _LESS | frozenset(
    listed("larger bigger longer higher taller heavier faster older greater wider farther further thicker deeper")
)
# "20 or more pieces"
_BOUNDS_BEHIND = {"or more": "least", "or less": "most", "or fewer": "most", "or so": "about"}
_SPENT = frozenset(map(base, listed("last take spend span wait need run")))
_LETTER_UNITS = frozenset(listed("m s t g h w in"))
_NO_NOUN = (
    vocabulary.PREPOSITIONS - {"of"}
    | vocabulary.AUX
    | vocabulary.CLAUSE
    | _COMPARING
    | frozenset(listed("and or instead short more fewer less the"))
)
_COUNTED_FROM = (["after"], ["before"], ["ago"], ["later"], ["earlier"], ["old"], ["since"])
_OWNING = frozenset({"its", "their", "these", "those", "his", "her"})
_DESIGNATED = frozenset(listed("flight mission crew expedition pad complex block phase group batch"))


class Figures(Times):
    """What of the sentence is a number."""

    def _comparator(self, at: int) -> int:
        for name, spelling in _BOUNDS.get(self.low[at], ()):
            n = len(spelling)
            if spelling == ("up", "to") and at and self.low[at - 1] == "-":
                continue  # "the mock-up to 8 metres per second"
            if spelling in (("under",), ("over",)) and self._no_bound(at + n):
                continue
            if spelling == ("within",) and at and self.bases[at - 1] in {"come", "pas", "get", "go"}:
                continue  # "came within 40 km": that near, and no nearer
            if tuple(self.low[at : at + n]) == spelling and self._number_follows(at + n):
                self.comparator = name
                return n
        compared = self.low[at] in _COMPARING and self.low[at + 1 : at + 2] == ["than"]
        if compared and self._number_follows(at + 2):
            self.comparator = "under" if self.low[at] in _LESS else "over"
            return 2
        if self.low[at] == "estimated" and self.low[at + 2 : at + 3] == ["of"] and self._number_follows(at + 3):
            self.comparator = "about"  # "an estimated cost of"
            return 1
        return 0

    def _no_bound(self, at: int) -> bool:
        """Whether "over" or "under" before this is none: "under a $318 million contract", "spend it over three years",
        but "lasted over three years", "over a decade after".
        """
        if self.low[at : at + 1] in (["a"], ["an"]):
            return self.low[at + 2 : at + 3] not in _COUNTED_FROM
        number = quantities.number_at(self.low, at) if at < len(self.low) else None
        if number is None or self.low[at - 1] != "over":
            return False
        unit = self._unit(at + number.length)[0]
        before = self.low[at - 2] if at > 1 else ""
        if before in vocabulary.PREPOSITIONS | vocabulary.AUX or (at > 1 and self.bases[at - 2] in _SPENT):
            return False
        return unit in _SPANS_OF_TIME or (self.low[at] in quantities.SMALL and not unit)

    def _number_follows(self, at: int) -> bool:
        while at < len(self.low) and self.low[at] in {"a", "an", "another"} | quantities.CURRENCY_SIGNS:
            if quantities.number_at(self.low, at):
                return True
            at += 1
            if at < len(self.low) and len(self.low[at]) > 1 and self.low[at] in quantities.UNITS:
                return True
        if at >= len(self.low) or self._calendar(at):
            return False
        return quantities.number_at(self.low, at) is not None or self.low[at] in quantities.VAGUE

    def _number(self, at: int) -> int:
        start = at
        currency = ""
        if self.low[at] in quantities.CURRENCY_SIGNS:
            currency = quantities.UNITS[self.low[at]]
            at += 1
        if at >= len(self.low):
            return at - start
        glued = self._glued(at)
        if glued:
            return 0 if not currency else 1
        if not currency and self._provisional(at):
            return self._named(at, self.low[at])
        number = quantities.number_at(self.low, at) or self._second(at) or self._single(at)
        if number is None:
            return at - start
        used = number.length
        value = number.value
        ordinal = number.ordinal
        figure = quantities.figure(self.low[at])
        after = self.low[at + used] if at + used < len(self.low) else ""
        if figure is not None and after in {"st", "nd", "rd", "th"}:
            ordinal, used = True, used + 1
        elif currency and after in _SHORT_SCALES:
            value = f"{float(value) * _SHORT_SCALES[after]:.12g}"
            used += 1
        elif after == "k" and self.words[at + used].start == self.words[at + used - 1].end:
            value = f"{float(value) * 1e3:.12g}"
            used += 1
        if self._month_follows(at + used, value, figure, ordinal):
            return self._day_first(at, used, value) + (at - start)
        if not ordinal and self._designates(at, used, currency):
            return self._designator(at, value, used) + (at - start)
        token = self._add(
            NUMBER, value, " ".join(word.text for word in self.words[at : at + used]).replace(" - ", "-"), at
        )
        token.ordinal = ordinal
        token.comparator, self.comparator = self.comparator, ""
        if self.low[at + used : at + used + 2] == ["-", "plus"]:
            token.comparator, used = "over", used + 2
        token.year = (
            figure is not None
            and not token.comparator
            and after != "of"
            and (at == 0 or self.low[at - 1] not in _OWNING)
            and 1900 <= figure <= 2100
            and used == 1
            and not currency
            and "," not in self.low[at]
            and "." not in self.low[at]
            and self._unit(at + used)[0] == ""
        )
        unit, more = self._unit(at + used)
        token.unit = currency or unit
        if ordinal and self.low[at] in vocabulary.RANK | {"first"}:
            self._note("rank:first", at)
        if unit and not currency:
            used += more
            half = 6 if self.low[at + used : at + used + 1] == ["-"] else 3  # "a minute-and-a-half"
            if [word for word in self.low[at + used : at + used + half] if word != "-"] == ["and", "a", "half"]:
                token.key, used = f"{float(token.key) + 0.5:.12g}", used + half
        if not token.comparator and (bound := _BOUNDS_BEHIND.get(" ".join(self.low[at + used : at + used + 2]))):
            token.comparator, used = bound, used + 2
        used += self._age(token, at, at + used)
        self._joined(token)
        self._gapped(token, at + used)
        return at - start + used

    def _provisional(self, at: int) -> bool:
        """Whether a year opens the name that a small body has until it gets another: "2026 QK7"."""
        year = re.fullmatch(r"(?:19|20)\d\d", self.low[at])
        half_month = self.words[at + 1].text if at + 1 < len(self.words) else ""
        return bool(year) and half_month.isupper() and len(half_month) == 2 and self._alnum(at + 1)

    def _named(self, at: int, key: str) -> int:
        self.run += 1
        token = self._add(NAME, key, self.words[at].text, at)
        token.run, self.last_name_at = self.run, at
        return 1

    def _gapped(self, token: Token, end: int) -> None:
        """The unit of a number before, where this one has neither a unit nor a noun: "and another 52 on Wednesday"."""
        following = self.low[end] if end < len(self.low) else "."
        plain = not (token.unit or token.ordinal or token.year or token.value_one)
        if plain and (not following[0].isalnum() or following in _NO_NOUN or following.endswith("ed")):
            units = [other.unit for other in self.out.tokens[:-1] if other.kind == NUMBER]
            token.gapped = next((unit for unit in reversed(units) if unit not in ("", "age")), "")

    def _age(self, token: Token, at: int, end: int) -> int:
        """Words that a person's age takes behind its number: "54-year-old", "54 years old", "Orr, 54,", "aged 54"."""
        before = self.low[at - 1] if at else ""
        old = [word for word in self.low[end : end + 2] if word != "-"][:1] == ["old"]
        aged = before == "aged" or self.low[max(0, at - 2) : at] == ["age", "of"]
        plain = not (token.unit or token.ordinal or token.comparator or token.year) and float(token.key) <= 120
        last = self.out.tokens[-2] if len(self.out.tokens) > 1 else None
        named = before == "," and last is not None and last.kind == NAME and last.at == at - 2
        beside = plain and named and self.low[end : end + 1] in ([","], ["."])
        if (token.unit == "year" and old) or (plain and aged) or beside:
            token.unit = "age"
            return self.low[end : end + 2].index("old") + 1 if old else 0
        return 0

    def _joined(self, token: Token) -> None:
        """Hours and minutes are one span of time: "six hours and 41 minutes"."""
        last = self.out.tokens[-2] if len(self.out.tokens) > 1 else None
        if last is None or last.kind != NUMBER or last.ordinal or token.ordinal:
            return
        (large, kind), (small, other) = quantities.size(last.key, last.unit), quantities.size(token.key, token.unit)
        between = self.low[last.at + 1 : token.at]
        if (
            kind
            and kind == other
            and last.unit != token.unit
            and small < large / float(last.key or 1)
            and (between and set(between[-2:]) <= {"and", ",", last.text, *_UNIT_WORDS} and len(between) <= 3)
        ):
            self.out.tokens.pop()
            last.key, last.unit = f"{large + small:.12g}", kind
            last.text = " ".join(word.text for word in self.words[last.at : token.at + 2])

    def _single(self, at: int) -> quantities.Number | None:
        """One of a unit of time: "a day later", "every minute"; or half of one: "half an hour"."""
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        if self.low[at] == "half" and following in {"a", "an"}:
            unit = quantities.UNITS.get(self.low[at + 2]) if at + 2 < len(self.low) else None
            return quantities.Number("0.5", 2) if unit in _SPANS_OF_TIME and len(self.low[at + 2]) > 1 else None
        if self.comparator and self.low[at] in {"a", "an"} and following in quantities.UNITS and len(following) > 1:
            return quantities.Number("1", 1)
        if self.low[at] in {"a", "an", "every", "per", "each"} and quantities.UNITS.get(following) in _SPANS_OF_TIME:
            if (
                following.endswith("s")
                or (following == "second" and self.low[at] in {"a", "an"})
                or len(following) == 1
                or self.low[at + 2 : at + 3] in (["side"], ["sides"])
            ):
                return None  # "a day side" is a planet's
            return quantities.Number("1", 1)
        return None

    def _second(self, at: int) -> quantities.Number | None:
        """Whether "second" ranks here: as a unit it stands behind a number, or "per"."""
        before = self.low[at - 1] if at else ""
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        if self.low[at] != "second" or before in {"per", "each", "every", "-", "split"} or not following[:1].isalpha():
            return None
        if following in vocabulary.PREPOSITIONS | vocabulary.AUX | {"and", "or"} and before not in {
            "the",
            "its",
            "their",
        }:
            return None
        return quantities.Number("2", 1, ordinal=True)

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
        if at + 1 < len(self.low) and (
            self.low[at] == "-"
            or (self.low[at] in {"more", "further", "extra", "additional"} and self.low[at + 1] in quantities.UNITS)
        ):
            at, used = at + 1, 1
        if self.low[at : at + 2] == ["light", "-"] and at + 2 < len(self.low):
            return ("ly" if self.low[at + 2].startswith("year") else f"light-{self.low[at + 2]}"), used + 3
        if at < len(self.low) and self.low[at] == "per" and at + 1 < len(self.low) and self.low[at + 1] == "cent":
            return "%", used + 2
        if " ".join(self.low[at : at + 2]) in quantities.TWO_WORDS:
            return quantities.TWO_WORDS[" ".join(self.low[at : at + 2])], used + 2
        if at >= len(self.low) or self.low[at] not in quantities.UNITS:
            return "", 0
        if self.low[at] in _LETTER_UNITS and not (
            self.low[at] != "in"
            and self.words[at].text.islower()
            and self.words[at].start - self.words[at - 1].end <= 1
        ):
            return "", 0
        unit, used = quantities.UNITS[self.low[at]], used + 1
        following = self.low[at + 1 : at + 3]
        if (
            len(following) == 2
            and following[0] in {"per", "/", "a", "an", "each", "every"}
            and following[1] in quantities.RATES
        ):
            return f"{unit}/{quantities.RATES[following[1]]}", used + 2
        return unit, used

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
            and self.low[at + used : at + used + 1] != ["times"]
            and not 1900 < (quantities.figure(self.low[at]) or 0) <= 2100
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
