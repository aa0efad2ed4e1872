"""Who does what to whom in a sentence: its phrases, its predicates, and how they hang together. Pure, linear.

No grammar of English: one pass over what tagging found, with the clauses that are open kept on a stack. A phrase that
could belong to several is given to all of them, so that comparing two sentences errs towards finding them alike.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.summaries.gate import wordclasses
from bot.summaries.gate.claims import Reading
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.nominal import Clause, Nominal, waits
from bot.summaries.gate.structure import Phrase, Predicate, Structure, chain
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
    NOMINAL,
    NOT,
    NOTHING,
    NOUN,
    PARTICIPLE,
    PASSIVE,
    PREPOSITION,
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
)

_CLAUSAL = frozenset(listed("after before since until as than"))
_UNFINISHED = frozenset(listed("be being been having"))


def parse(reading: Reading) -> Structure:
    """The structure of a sentence."""
    return _Parser(reading).run()


class _Parser(Nominal):
    """One pass over the units of the sentence."""

    def run(self) -> Structure:
        at = 0
        while at < len(self.units):
            at = self._step(at)
        return self.out

    def _step(self, at: int) -> int:
        unit = self.units[at]
        demonstrative = unit.tag == THAT and self._unit(at + 1).tag in (NOUN, ADJECTIVE)
        if demonstrative:
            said = self.clause.predicate
            saying = self.before == "verb" and said is not None and said.at >= 0 and self.units[said.at].says
            demonstrative = self.before in (PREPOSITION, TO, "verb") and not saying
        if unit.tag in NOMINAL | {DETERMINER, PRONOUN} or demonstrative:
            return self._phrase(at)
        if unit.tag in VERBS:
            return self._main_verb(at)
        if unit.tag in AUXILIARY:
            return self._verb_group(at)
        steps: dict[str, Callable[[int], int]] = {
            PREPOSITION: self._before_phrase,
            TO: self._before_phrase,
            SUBORDINATOR: self._subordinate,
            RELATIVE: self._relative,
            THAT: self._relative,
        }
        if unit.tag == THAT and self.before == SUBORDINATOR:
            return at + 1  # "provided that"
        if unit.tag in steps:
            return steps[unit.tag](at)
        if unit.tag == COMMA:
            self.comma, self.joins, self.preposition, self.before = True, False, "", COMMA
        elif unit.tag == HYPHEN:
            self.before = COMMA
        elif unit.tag in (STOP, END, QUOTE):
            self.stack = [Clause([], -1)]
            self.preposition = ""
            self.last = self.last if unit.tag == QUOTE else None
            self._passed(STOP)
        elif unit.tag == AND and self.before == COMMA and self.clause.finite and self._clause_follows(at + 1):
            # ", but a demonstrator for a customer reached orbit"
            outer = self.clause
            self.stack[-1] = Clause(list(outer.subject), outer.parent, opener=AND, fresh=True)
            self._passed(STOP)
        elif unit.tag == AND:
            self.joins, self.comma, self.preposition, self.before = True, False, "", AND
        elif unit.tag == NOT:
            self.denies = True
        return at + 1

    # small words

    def _before_phrase(self, at: int) -> int:
        unit, following = self.units[at], self._unit(at + 1)
        if unit.tag == TO and following.tag in (INFINITIVE, BE, HAVE, DO):
            self.to_verb, self.preposition, self.before = True, "", TO
            return at + 1
        if unit.tag == TO and following.tag == ADVERB and self._unit(at + 2).tag == INFINITIVE:
            self.to_verb, self.before = True, TO
            return at + 2
        if unit.low in _CLAUSAL and self._clause_follows(at + 1):
            return self._subordinate(at)
        if not (self.preposition and unit.low == "of"):
            self.preposition = unit.low
        adverbial = unit.low == "of" and self._unit(at - 1).tag == ADVERB  # "ahead of"
        late = self.last is not None and self.last.when and unit.low != "of"  # "voted on Wednesday for a bill"
        self.behind = self.last if self.before == "phrase" and not (adverbial or late) else None
        self._passed(PREPOSITION)
        return at + 1

    def _subordinate(self, at: int) -> int:
        if self.units[at].low in {"once", "so"} and not self._clause_follows(at + 1):
            return at + 1
        self.stack.append(Clause([], len(self.out.predicates) - 1, opener=self.units[at].low))
        self.preposition, self.last = "", None
        self._passed(SUBORDINATOR)
        return at + 1

    def _relative(self, at: int) -> int:
        unit = self.units[at]
        parent = len(self.out.predicates) - 1
        if unit.tag == THAT and self.joins and parent >= 0:
            parent = self.out.predicates[parent].parent  # "said that it flew and that it landed"
        if unit.tag == THAT and (self.before != "phrase" or self._says_that(at)):
            self.stack.append(Clause([], parent, opener=THAT))
            self.last = None
        else:
            whose = unit.low == "whose"
            subject = [] if whose or self.last_thing is None else chain(self.last_thing)
            if whose and self.last is not None and self.last.members:
                self.owners = [self.last.head]
            self.stack.append(Clause(subject, parent, relative=True, opener=RELATIVE))
        self.preposition = ""
        self._passed(SUBORDINATOR)
        return at + 1

    def _says_that(self, at: int) -> bool:
        """Whether a clause of what is said follows: "said on Monday that it fell", "told parliament that it fell"."""
        said = self.clause.predicate
        unit = self.units[said.at] if said is not None and not said.helpers and said.at >= 0 else NOTHING
        late = self.last is not None and self.last.when
        return (late or unit.says) and self._unit(at + 1).tag not in VERBS | AUXILIARY

    def _clause_follows(self, at: int) -> bool:
        """Whether a noun and its finite verb stand before the next mark."""
        seen = False
        for k in range(at, len(self.units)):
            unit = self.units[k]
            if unit.tag == COMMA and seen and (behind := aside_end(self.units, k)):
                return self._unit(behind).tag in AUXILIARY | {FINITE}
            if unit.tag in (COMMA, STOP, END, SUBORDINATOR, RELATIVE, QUOTE):
                return False
            if unit.tag == FINITE:
                return seen and self._unit(k - 1).tag != AND  # "before reentry and broke up"
            if unit.tag in AUXILIARY and self._unit(k - 1).tag != TO and unit.low not in _UNFINISHED:
                return seen
            if unit.tag in (PARTICIPLE, GERUND) and not seen:
                return False
            if unit.tag == AND and self._unit(k - 1).tag in (FIGURE, DATE):
                return False  # "until 2028 and cost"
            seen = seen or unit.tag in (NOUN, PROPER, PRONOUN, FIGURE, DETERMINER)
        return False

    # verbs

    def _verb_group(self, at: int) -> int:
        """From the first auxiliary to the main verb."""
        end = at
        while self._unit(end).tag in AUXILIARY | {NOT, ADVERB}:
            end += 1
        group = self.units[at:end]
        self.denies = self.denies or any(unit.tag == NOT for unit in group)
        finite = not self.to_verb and self.units[at].low not in {"being", "having", "been"}
        clause = self._settle() if finite else self.clause
        main, last = self._unit(end), [unit for unit in group if unit.tag in AUXILIARY][-1]
        if main.tag in VERBS:
            being = any(unit.tag == BE for unit in group)
            passive = (being and main.tag in (PASSIVE, REDUCED)) or (
                last.tag == BE and wordclasses.PAST in main.forms and wordclasses.ING not in main.forms
            )
            predicate = Predicate(main.token, main.low, list(clause.subject), passive=passive)
            predicate.object += clause.gap
            end += 1
        else:
            predicate = Predicate(-1, self.units[at].low, list(clause.subject), copula=last.tag == BE)
        if self.to_verb and clause.predicate is not None:
            predicate.parent = self.out.predicates.index(clause.predicate)
        predicate.at, predicate.helpers = at, tuple(unit.low for unit in group if unit.tag in AUXILIARY)
        self._add(clause, predicate, finite)
        return end

    def _main_verb(self, at: int) -> int:
        unit = self.units[at]
        clause = self.clause
        let = unit.tag == BARE and self.before == "phrase" and clause.predicate is not None
        if unit.tag in (FINITE, BARE) and not self.to_verb and not let:
            before = self.clause.predicate if self.clause.inner and unit.tag == BARE else None
            clause = self._settle()
            if before is not None and before.governor >= 0:
                clause.shares = self.out.predicates.index(before)  # "meant to dock and take over"
            predicate = Predicate(unit.token, unit.low, list(clause.subject))
            predicate.object += clause.gap
            if unit.says and (not at or self._unit(at - 1).tag in (COMMA, QUOTE, STOP)):
                predicate.subject, predicate.inverted = [], True
            predicate.at = at
            self._add(clause, predicate, True)
            return at + 1
        predicate = Predicate(unit.token, unit.low, self._subject_of_part(unit), passive=unit.tag == REDUCED)
        predicate.at, predicate.opener = at, AND if self.joins else COMMA if self.comma else ""
        if self.before == SUBORDINATOR:
            predicate.opener = clause.opener  # "if confirmed"
        predicate.parent = len(self.out.predicates) - 1
        inner = Clause(list(clause.subject), predicate.parent, inner=True)
        if clause.inner:
            self.stack.pop()
        self.stack.append(inner)
        self._add(inner, predicate, False)
        return at + 1

    def _subject_of_part(self, unit: Unit) -> list[Phrase]:
        """What a participle or an infinitive is said of."""
        clause, predicate = self.clause, self.clause.predicate
        mine = list(predicate.subject if predicate else clause.subject)
        if self.joins and predicate is not None and not predicate.finite:
            return list(predicate.subject)
        if unit.tag == INFINITIVE or self.to_verb:
            return [*(predicate.object[-1:] if predicate else []), *mine]
        if unit.tag == REDUCED:
            if self.before == "phrase" and self.last_thing is not None:
                return chain(self.last_thing)
            return [*mine, *([self.last] if self.last is not None else [])]
        return [*([self.last_thing] if self.before == "phrase" and self.last_thing is not None else []), *mine]

    def _add(self, clause: Clause, predicate: Predicate, finite: bool) -> None:
        predicate.finite, predicate.denied = finite, self.denies
        predicate.opener, predicate.shares = predicate.opener or clause.opener, clause.shares
        if self.to_verb:
            predicate.governor = self._behind(predicate.at)
        if predicate.parent < 0:
            predicate.parent = clause.parent
        predicate.others += clause.early
        clause.early = []
        clause.finite = clause.finite or finite
        clause.predicate = predicate
        self.out.predicates.append(predicate)
        self.denies = self.to_verb = False
        self.preposition = ""
        self._passed("verb")

    def _behind(self, at: int) -> int:
        """The unit before the "to" of the verb at `at`."""
        while at >= 0 and self.units[at].tag != TO:
            at -= 1
        at -= 1
        while (
            at >= 0 and self.units[at].tag in (NOT, ADVERB) and self.units[at].token < 0 and self.units[at].low != "yet"
        ):
            at -= 1
        return at

    def _settle(self) -> Clause:
        """The clause that a finite verb belongs to: after "and" the last one's, else one that waits for its verb."""
        clause = self.clause
        one_of_several = self.before == COMMA and clause.finite and not any(map(waits, self.stack))
        if one_of_several or (self.joins and (clause.finite or clause.inner)):
            while len(self.stack) > 1 and not self.clause.finite:
                self.stack.pop()
            shared = self.clause.predicate
            self.stack[-1] = Clause(list(self.clause.subject), self.clause.parent, opener=AND)
            self.clause.shares = self.out.predicates.index(shared) if shared is not None else -1
            return self.clause
        if clause.predicate is None:
            if clause.parent >= 0 and clause.subject and not clause.opener:  # "said the launch from Kourou went well"
                said = self.out.predicates[clause.parent]
                said.object = [phrase for phrase in said.object if phrase not in clause.subject]
            return clause
        for k in range(len(self.stack) - 2, -1, -1):
            outer = self.stack[k]
            if waits(outer):
                del self.stack[k + 1 :]
                return outer
        subject = chain(self.last)[-1] if self.last is not None else None
        if subject is not None:
            if subject in clause.predicate.object:
                clause.predicate.object.remove(subject)
            for other in subject.beside:
                if subject in other.beside:
                    other.beside.remove(subject)
            subject.beside = []
        self.stack.append(Clause([subject] if subject is not None else list(clause.subject), clause.parent))
        return self.clause
