"""What each word of a sentence is there: noun, name, number, verb and of which form, or one of the small words. Pure.

Rules, no statistics: what stands before and behind decides. It errs, so what is built on it (syntax) is only ever
held against the same of another sentence, and where either is silent nothing follows.
"""

from __future__ import annotations

from bot.summaries.gate import wordclasses
from bot.summaries.gate.claims import Reading
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.tags import (
    ADJECTIVE,
    ADVERB,
    AND,
    AUXILIARY,
    BARE,
    BE,
    COMMA,
    DATE,
    DETERMINER,
    DO,
    END,
    FIGURE,
    FINITE,
    GERUND,
    HAVE,
    HYPHEN,
    INFINITIVE,
    MODAL,
    NOMINAL,
    NOT,
    NOTHING,
    NOUN,
    PARTICIPLE,
    PARTICLES,
    PASSIVE,
    PERFECT,
    POSSESSIVE,
    PREPOSITION,
    PROGRESSIVE,
    PRONOUN,
    PROPER,
    QUOTE,
    REDUCED,
    RELATIVE,
    STOP,
    SUBORDINATOR,
    THAT,
    TO,
    VERBS,
    Unit,
    aside_end,
    units_of,
)
from bot.summaries.gate.wordclasses import BASE, ING, PAST, THIRD

_BREAKS = frozenset({COMMA, STOP, END, AND, SUBORDINATOR, RELATIVE, THAT, QUOTE})
_CLAUSAL = frozenset(listed("after before since until as"))  # prepositions that open clauses too
_NO_INFINITIVE = frozenset(listed("according due close thanks prior owing back up"))
_COMPARING = frozenset(listed("more less most other such"))
_LETTING = frozenset(listed("let make help watch see"))
_LIKE_BASE = frozenset(listed("come become overcome run"))  # participles that look like the infinitive
_ALSO_DONE = frozenset({"find", "show", "report"})  # said and done, so what is behind them tells nothing


def tagged(reading: Reading) -> list[Unit]:
    """The units of the sentence, in order."""
    units = units_of(reading)
    _Tagger(units).run()
    return units


class _Tagger:
    """One pass from left to right that finds the verbs. It keeps in mind whether the clause has its verb already."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        self.has_verb = False
        self.has_subject = False
        self.in_relative = False
        self.subordinate = False  # in a clause behind "when" or "what" that has no verb yet
        self.lets = False  # a verb stands before that has a bare infinitive behind its object: "let it fly"
        self.infinitive = False  # the last verb was one
        self.outer: bool | None = None  # what `has_verb` was before ", which" or ", moving"
        self.commas = 0  # since the clause began

    def run(self) -> None:
        for i, unit in enumerate(self.units):
            self._mind(i, unit)
            if unit.tag not in (NOUN, ADJECTIVE) or not unit.forms:
                self.has_subject = self.has_subject or unit.tag in NOMINAL or unit.tag == PRONOUN
                continue
            if not self._hyphened(i, unit) and (found := self._verb(i, unit)):
                unit.tag = found
                if found in (PARTICIPLE, REDUCED) and i and self.units[i - 1].tag == COMMA and not self.has_verb:
                    self.outer, self.has_verb = False, True  # "a third job, moving a camera, was"
                self.infinitive = found in (INFINITIVE, BARE)
                self.lets = bool(_LETTING & set(unit.forms.values()))
                if found == FINITE:
                    self.has_verb, self.in_relative = True, False
                if found in (FINITE, PARTICIPLE, PERFECT) and unit.says and not _ALSO_DONE & set(unit.forms.values()):
                    self.has_verb = self.has_subject = False  # what is said has a subject and a verb of its own
                    continue
            self.has_subject = True

    def _mind(self, i: int, unit: Unit) -> None:
        if unit.tag in (RELATIVE, THAT):
            self.in_relative = True
        elif unit.tag in AUXILIARY or unit.tag in (COMMA, STOP, SUBORDINATOR):
            self.in_relative = False
        opens = unit.tag == SUBORDINATOR or (unit.tag == THAT and i > 0 and self.units[i - 1].tag in VERBS)
        self.subordinate = opens or (self.subordinate and unit.tag not in _BREAKS | AUXILIARY)
        if unit.tag == COMMA:
            if self.outer is not None and self.has_verb:
                self.has_verb, self.has_subject, self.outer = self.outer, True, None
            self.commas += 1
            if self.units[0].tag == SUBORDINATOR and self._clause_opens(i + 1):
                self.has_verb, self.commas = False, 0
        if unit.tag in (STOP, RELATIVE, SUBORDINATOR, QUOTE, THAT):
            aside = unit.tag == RELATIVE and i > 1 and COMMA in (self.units[i - 1].tag, self.units[i - 2].tag)
            self.outer = self.has_verb if aside else None
            self.has_verb = False
            behind = i > 0 and self.units[i - 1].tag in (NOUN, PROPER)
            self.has_subject = unit.tag == RELATIVE or (unit.tag == THAT and behind)
            self.commas = -9 if unit.tag == RELATIVE else 0
        if (unit.tag == AND or unit.low in _CLAUSAL) and self._clause_opens(i + 1):
            self.has_verb, self.commas = False, 0
        if unit.tag in AUXILIARY:
            self.has_verb = True
        if unit.tag in AUXILIARY or unit.tag in (STOP, RELATIVE, SUBORDINATOR, QUOTE, THAT):
            self.infinitive = False

    def _hyphened(self, i: int, unit: Unit) -> bool:
        """Whether the word is part of a compound, and so no verb: "start-up", "water-rich"; "student-built" is one."""
        behind = i + 1 < len(self.units) and self.units[i + 1].tag == HYPHEN
        before = i > 0 and self.units[i - 1].tag == HYPHEN
        if before and not behind and PAST in unit.forms:
            unit.tag = ADJECTIVE
        return behind or before

    def _clause_opens(self, start: int) -> bool:
        """Whether a noun and then a verb stand at `start`."""
        k = start
        apart = start > 1 and self.units[start - 2].tag == COMMA  # ", and the crew of the ship left"
        while k < len(self.units) and (self._in_noun(k, start) or (apart and self._in_tail(k, start))):
            k += 1
        if apart and k > start and (behind := aside_end(self.units, k)):
            return PAST in self.units[behind].forms or self.units[behind].tag in AUXILIARY
        if k == start or k >= len(self.units):
            return False
        after = self.units[k + 1].low if k + 1 < len(self.units) else ""
        verbal = self.units[k].tag == NOUN or (self.units[k].tag == ADJECTIVE and PAST in self.units[k].forms)
        return self.units[k].tag in AUXILIARY or (verbal and after != "by")

    def _in_tail(self, k: int, start: int) -> bool:
        """Whether the word is the preposition of what stands behind the noun."""
        behind = self.units[k + 1].tag if k + 1 < len(self.units) else END
        return k > start and self.units[k].tag == PREPOSITION and behind in NOMINAL | {DETERMINER}

    def _in_noun(self, k: int, start: int) -> bool:
        unit = self.units[k]
        if unit.tag not in NOMINAL | {DETERMINER, PRONOUN, ADVERB, POSSESSIVE, HYPHEN}:
            return False
        after = self.units[k + 1].tag if k + 1 < len(self.units) else END
        verbal = unit.tag in (NOUN, ADJECTIVE) and bool({PAST, THIRD} & set(unit.forms))
        followed = {
            THAT,
            SUBORDINATOR,
            DETERMINER,
            PROPER,
            FIGURE,
            PREPOSITION,
            TO,
            PRONOUN,
            NOUN,
            ADJECTIVE,
            END,
            COMMA,
            ADVERB,
        }
        return not (k > start and verbal and after in followed)

    def _beside(self, i: int, step: int) -> Unit:
        passed = (ADVERB, NOT, HYPHEN) if step < 0 else (ADVERB,)
        i += step
        while 0 <= i < len(self.units) and self.units[i].tag in passed:
            i += step
        return self.units[i] if 0 <= i < len(self.units) else NOTHING

    def _verb(self, i: int, unit: Unit) -> str:
        """The form of verb that the word is here; empty where it is none."""
        before, behind = self._beside(i, -1), self._beside(i, 1)
        at_start = before is NOTHING
        likely = max(map(wordclasses.strength, unit.forms.values()))
        forms = unit.forms
        if before.tag == TO:
            if i > 1 and self.units[i - 2].low in _NO_INFINITIVE:
                return ""
            governed = i > 1 and self.units[i - 2].tag in AUXILIARY | VERBS
            if BASE in forms and (
                likely > 1 or governed or behind.tag in (DETERMINER, PROPER, FIGURE, PRONOUN, POSSESSIVE)
            ):
                return INFINITIVE
        if before.tag in (MODAL, DO) and BASE in forms:
            return BARE
        if i > 1 and self.units[i - 1].tag == NOT and self.units[i - 2].tag in AUXILIARY and BASE in forms:
            return BARE
        if self.infinitive and before.tag in (AND, COMMA) and BASE in forms:
            led = likely > 1 and (behind.tag in (DETERMINER, PRONOUN) or behind.low in PARTICLES)
            if likely > 2 or led or unit.low in wordclasses.UNCHANGED:
                return BARE  # "will take a year and cost"
        if before.tag == BE and PAST in forms:
            return PASSIVE
        if before.tag == BE and ING in forms and behind.tag != PROPER:
            return PROGRESSIVE
        if before.tag == HAVE and (PAST in forms or unit.low in _LIKE_BASE):
            return PERFECT
        if unit.low in _LIKE_BASE and behind.low == "by":
            return REDUCED  # "a lander run by a firm"
        if before.tag in (DETERMINER, POSSESSIVE) or before.low == "whose":
            return ""
        if ING in forms:
            more = i > 0 and self.units[i - 1].low in _COMPARING and behind.tag == NOUN  # "more observing time"
            return "" if more else self._ing(before, behind, self._at(i + 2), likely)
        if PAST in forms:
            return self._past(i, unit, before, behind, at_start)
        if THIRD in forms:
            return self._third(i, unit, before, behind, likely)
        then = i > 1 and self.units[i - 1].low == "then" and self.units[i - 2].tag in (COMMA, AND)
        if then and self.has_verb and behind.tag in (DETERMINER, PROPER):
            return BARE  # "will repeat the firing, then ship the booster"
        return self._base(i, before, behind, likely)

    def _at(self, i: int) -> Unit:
        return self.units[i] if i < len(self.units) else NOTHING

    def _ing(self, before: Unit, behind: Unit, after: Unit, likely: int) -> str:
        compound = before.tag == PROPER and behind.tag == NOUN and after.tag in AUXILIARY
        if compound or likely < 2 or (before.tag == FIGURE and behind.tag == NOUN) or behind.tag in AUXILIARY:
            return ""
        if before.tag == PREPOSITION:
            opens = NOMINAL - {DATE} | {DETERMINER, PRONOUN, ADVERB, PREPOSITION, TO}
            return GERUND if behind.tag in opens and behind.low != "of" else ""
        loose = {NOUN, PROPER, COMMA, AND, SUBORDINATOR, DATE, STOP, FIGURE, QUOTE}
        if before is NOTHING or before.tag in loose or before.tag in VERBS - {PARTICIPLE, GERUND}:
            return PARTICIPLE
        return ""

    def _past(self, i: int, unit: Unit, before: Unit, behind: Unit, at_start: bool) -> str:
        nounish = behind.tag in (NOUN, PROPER, ADJECTIVE, FIGURE)
        says = unit.says and not _ALSO_DONE & set(unit.forms.values())
        apart = before.tag == FIGURE and self.units[i - 1].tag == ADVERB  # "one also held"
        if before.tag in (ADJECTIVE, FIGURE, INFINITIVE, BARE, GERUND, PARTICIPLE) and nounish and not apart:
            return ""  # "nominate retired generals"
        if before.tag in (PREPOSITION, TO):
            return "" if nounish else REDUCED
        if not self.has_verb and self._with(i):
            return REDUCED  # "with one parachute disabled"
        if before.tag == COMMA and not self.has_verb and unit.low not in wordclasses.FINITE:
            return REDUCED if self.commas == 1 else FINITE
        told_by = behind.tag in (NOUN, PROPER, DETERMINER, ADJECTIVE)
        if says and before.tag in (QUOTE, COMMA) and told_by and unit.low != "added":
            return FINITE  # '," said Orr'
        sure = unit.low in {"said", "told"} or not self._verb_later(i)
        if says and before.tag in (NOUN, PROPER, PRONOUN) and behind.low != "by" and sure:
            return FINITE
        loose = (at_start or before.tag in (COMMA, STOP)) and behind.tag in (PREPOSITION, COMMA, DATE, FIGURE)
        if loose and unit.low not in wordclasses.FINITE:
            return REDUCED
        if behind.low == "by":
            return REDUCED
        if unit.low in wordclasses.FINITE:
            return FINITE
        if unit.low in wordclasses.PARTICIPLES:
            return REDUCED
        if self.has_verb and before.tag not in (AND, COMMA, PRONOUN, PROPER):
            return "" if before.tag == ADJECTIVE else REDUCED
        if before.tag == AND:
            return FINITE if not nounish or self.has_verb else ""
        if not self.in_relative and self._verb_later(i) and before.tag in (NOUN, PROPER, DATE):
            return REDUCED
        known = NOMINAL | {PRONOUN, RELATIVE, COMMA, THAT, ADVERB, QUOTE, SUBORDINATOR}
        if at_start or before.tag in known:
            return FINITE if self.has_subject or before.tag == RELATIVE else REDUCED
        return ""

    def _with(self, i: int) -> bool:
        """Whether what stands before the word belongs to a "with"."""
        k = i - 1
        while k >= 0 and self.units[k].tag in NOMINAL | {DETERMINER, ADVERB, POSSESSIVE, HYPHEN}:
            k -= 1
        return 0 <= k < i - 1 and self.units[k].low == "with"

    def _third(self, i: int, unit: Unit, before: Unit, behind: Unit, likely: int) -> str:
        if before.tag == ADJECTIVE and i > 1 and self.units[i - 2].tag == NOUN:
            before = self.units[i - 2]  # "the inspector general expects"
        if before.tag in (PREPOSITION, ADJECTIVE, FIGURE, TO) or behind.tag in (MODAL, BE, HAVE):
            return ""
        if before.tag == RELATIVE or before.low in {"it", "he", "she", "that"}:
            return FINITE
        objects = {DETERMINER, PROPER, FIGURE, PRONOUN, TO}
        if not self.has_verb and self.has_subject and before.tag in NOMINAL - {ADJECTIVE} | {PRONOUN, AND, COMMA}:
            sure = likely == 3 and behind.tag != END
            opened = behind.tag in objects | {THAT, SUBORDINATOR}
            placed = (behind.tag == PREPOSITION and likely > 1 and behind.low != "of") or behind.low == "from"
            bare = likely > 1 and behind.tag in (ADJECTIVE, NOUN) and before.tag in (PROPER, PRONOUN)
            ended = self.subordinate and likely > 1 and behind.tag in (COMMA, END, NOUN)
            if sure or opened or placed or bare or ended or unit.says:
                return FINITE
        if self.has_verb and before.tag == AND and likely > 1 and behind.tag in objects:
            return FINITE
        return FINITE if self.has_verb and unit.says and before.tag in (PROPER, NOUN) else ""

    def _several(self, i: int) -> bool:
        """Whether names joined by "and" stand before the word."""
        k = i - 1
        while k > 0 and self.units[k].tag in NOMINAL | {HYPHEN}:
            k -= 1
        return self.units[k].tag == AND and self.units[k - 1].tag == PROPER

    def _base(self, i: int, before: Unit, behind: Unit, likely: int) -> str:
        if (
            self.lets
            and before.tag in (NOUN, PROPER, PRONOUN)
            and (behind.tag in NOMINAL | {DETERMINER, PRONOUN, TO} or (likely > 1 and behind.tag == PREPOSITION))
        ):
            self.lets = False
            return BARE
        if likely < 2:
            return ""
        relative = before.tag == RELATIVE or (before.tag == THAT and self.in_relative)
        several = before.tag == PROPER and self._several(i)
        plural = (
            before.tag == PRONOUN or several or relative or before.low.endswith("s") or before.low in {"people", "crew"}
        )
        opened = NOMINAL - {DATE} | {DETERMINER, PRONOUN, TO, PREPOSITION, THAT, SUBORDINATOR}
        waiting = not self.has_verb and self.has_subject and (before.tag in (NOUN, PRONOUN) or several or relative)
        ended = likely > 2 and behind.tag in (COMMA, END)
        if waiting and plural and (behind.tag in opened or ended) and before.low not in {"it", "he", "she"}:
            return FINITE
        if before.tag == PROPER and before.low.endswith("s") and self.units[0] is before and likely > 2:
            return FINITE if behind.tag in opened else ""  # "Geologists believe"
        late = i > 1 and self.units[i - 2].tag in (DATE, FIGURE, ADVERB)
        if before.tag == AND and self.infinitive and late and behind.tag in (PREPOSITION, ADVERB):
            return BARE  # "begin in 2029 and finish by 2031"
        if before.tag == AND and (behind.tag in (DETERMINER, PRONOUN) or (self.has_verb and behind.low in PARTICLES)):
            return BARE
        return ""

    def _verb_later(self, i: int) -> bool:
        """Whether the clause has another verb, so that this one only describes: "Debris found on Monday fell"."""
        for j in range(i + 1, len(self.units)):
            unit = self.units[j]
            if unit.tag in _BREAKS or unit.low in _CLAUSAL:
                return False
            after = self.units[j + 1].tag if j + 1 < len(self.units) else END
            if unit.tag in AUXILIARY:
                return self.units[j - 1].tag != TO and unit.low not in {"be", "being", "been", "having"}
            if unit.low in wordclasses.FINITE:
                return True
            if unit.tag != NOUN:
                continue
            led = self.units[i + 1].tag == PREPOSITION and self.units[j - 1].tag in (DATE, NOUN, PROPER)
            if j > i + 1 and PAST in unit.forms and led and after in (DETERMINER, FIGURE, PROPER):
                return True
            third = unit.forms.get(THIRD)
            if third and wordclasses.strength(third) > 2 and after in (DETERMINER, PROPER, FIGURE, PRONOUN, TO):
                return True
        return False
