"""Dates and times of day, as a sentence has them. See bot.summaries.gate.reading."""

from __future__ import annotations

import re

from bot.summaries.gate import quantities
from bot.summaries.gate.claims import NUMBER, TIME
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.scan import Scan

_MERIDIEM = {"a.m": 0, "a.m.": 0, "am": 0, "p.m": 12, "p.m.": 12, "pm": 12}
_ZONES = frozenset(listed("utc gmt edt est cdt cst mdt mst pdt pst cet cest bst ist jst z"))
_MONTH_LEADS = frozenset(
    listed(
        """
        in on of since until by late early mid last this next from to through and before after
        """
    )
)


class Times(Scan):
    """What of the sentence is a time."""

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
        if len(low) > 3 and low != "march":
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
