"""Who does what to whom in a sentence: its phrases, its predicates, and how they hang together. Pure, linear.

No grammar of English: one pass over what tagging found, with the clauses that are open kept on a stack. A phrase that
could belong to several is given to all of them, so that comparing two sentences errs towards finding them alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.summaries.gate import tagging, wordclasses
from bot.summaries.gate.claims import NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.tagging import (
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
    HAVE,
    HYPHEN,
    INFINITIVE,
    NOMINAL,
    NOT,
    NOUN,
    PARTICIPLE,
    PASSIVE,
    POSSESSIVE,
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
)

_SPANS = frozenset(
    listed(
        """
        year week month day quarter decade spring summer autumn fall winter today tomorrow yesterday morning evening
        night weekend now then ago
        """
    )
)
_SAID = frozenset(
    listed(
        """
        said says say announced announces added adds noted notes warned warns confirmed reported reports revealed stated
        states
        """
    )
)
_CLAUSAL = frozenset(listed("after before since until as than"))
_WITHIN = frozenset(listed("other more own same such most only first last next"))  # "three other companies"
_UNFINISHED = frozenset(listed("be being been having"))
_NONE = Unit(END, ".")


@dataclass(slots=True, eq=False)
class Phrase:
    """A noun with what belongs to it, by places in `Reading.tokens`; a pronoun or a lone determiner has no head."""

    head: int
    members: list[int]
    determiner: str = ""
    pronoun: str = ""
    owners: list[int] = field(default_factory=list)  # "NASA's"
    preposition: str = ""
    hosts: list[Phrase] = field(default_factory=list)  # what "of the crater" stands behind
    beside: list[Phrase] = field(default_factory=list)  # "the lander, Puffin,"
    when: bool = False
    joined: bool = False  # by "and"
    denied: bool = False  # "but not orbit"


@dataclass(slots=True, eq=False)
class Predicate:
    """A verb with what it is said of. `verb` is its place in `Reading.tokens`, -1 for "is", "has" and "does"."""

    verb: int
    low: str
    subject: list[Phrase]
    object: list[Phrase] = field(default_factory=list)
    others: list[tuple[str, Phrase]] = field(default_factory=list)  # by preposition; "when" for a time without one
    agent: list[Phrase] = field(default_factory=list)  # behind "by"
    passive: bool = False
    finite: bool = True
    denied: bool = False
    parent: int = -1
    copula: bool = False
    inverted: bool = False  # '," said Orr'
    at: int = -1  # the unit of its verb, or of its first auxiliary
    helpers: tuple[str, ...] = ()  # "will have been"
    opener: str = ""  # what its clause opens with: "if", "which", "and", ","; nothing for "said the lander fell"
    shares: int = -1  # the predicate before an "and" whose subject and auxiliaries it shares
    governor: int = -1  # of an infinitive the unit that it stands behind: "plans to", "a bid to"


@dataclass(slots=True, eq=False)
class Structure:
    """A sentence as it hangs together."""

    reading: Reading
    units: Sequence[Unit] = ()
    phrases: list[Phrase] = field(default_factory=list)
    predicates: list[Predicate] = field(default_factory=list)


def parse(reading: Reading) -> Structure:
    """The structure of a sentence."""
    return _Parser(reading).run()


@dataclass(slots=True, eq=False)
class _Clause:
    subject: list[Phrase]
    parent: int
    predicate: Predicate | None = None
    finite: bool = False
    relative: bool = False
    opener: str = ""
    shares: int = -1
    fresh: bool = False  # its subject is that of the clause before, until it has one of its own
    inner: bool = False  # of a participle or infinitive
    gap: list[Phrase] = field(default_factory=list)  # "that NASA launched": what it launched
    early: list[tuple[str, Phrase]] = field(default_factory=list)


class _Parser:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens: Sequence[Token] = reading.tokens
        self.units = tagging.tagged(reading)
        self.out = Structure(reading, self.units)
        self.stack = [_Clause([], -1)]
        self.last: Phrase | None = None
        self.last_thing: Phrase | None = None  # the last that is no time
        self.preposition = ""
        self.behind: Phrase | None = None  # what the preposition stands behind
        self.owners: list[int] = []
        self.comma = self.joins = self.denies = self.to_verb = False
        self._next_preposition = ""
        self.before = ""  # what stood before: "phrase", "verb" or a tag

    def run(self) -> Structure:
        at = 0
        while at < len(self.units):
            at = self._step(at)
        return self.out

    @property
    def clause(self) -> _Clause:
        return self.stack[-1]

    def _unit(self, at: int) -> Unit:
        return self.units[at] if 0 <= at < len(self.units) else _NONE

    def _passed(self, before: str) -> None:
        self.comma = self.joins = False
        self.before = before

    def _step(self, at: int) -> int:
        unit = self.units[at]
        demonstrative = unit.tag == THAT and self._unit(at + 1).tag in (NOUN, ADJECTIVE)
        if unit.tag in NOMINAL | {DETERMINER, PRONOUN} or (demonstrative and self.before in (PREPOSITION, TO, "verb")):
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
            self.stack = [_Clause([], -1)]
            self.preposition = ""
            self.last = self.last if unit.tag == QUOTE else None
            self._passed(STOP)
        elif unit.tag == AND and self.before == COMMA and self.clause.finite and self._clause_follows(at + 1):
            # ", but a demonstrator for a customer reached orbit"
            outer = self.clause
            self.stack[-1] = _Clause(list(outer.subject), outer.parent, opener=AND, fresh=True)
            self._passed(STOP)
        elif unit.tag == AND:
            self.joins, self.comma, self.preposition, self.before = True, False, "", AND
        elif unit.tag == NOT:
            self.denies = True
        return at + 1

    # phrases

    def _phrase(self, at: int) -> int:
        end, phrase = self._gather(at)
        if phrase is None:
            return max(end, at + 1)
        self.out.phrases.append(phrase)
        follows = end
        while self._unit(follows).tag == ADVERB:
            follows += 1
        opens = self._unit(follows).tag in AUXILIARY | {FINITE}
        head = self.tokens[phrase.head] if phrase.members else None
        if head is not None:
            span = head.kind == WORD and head.text.lower() in _SPANS
            phrase.when = head.kind == TIME or (span and (not opens or self.comma or self.before == "phrase"))
        self._next_preposition = self._unit(follows).low
        self._place(phrase, opens, self._unit(follows).tag)
        self.last = phrase
        if not phrase.when:
            self.last_thing = phrase
        self._passed("phrase")
        return max(end, at + 1)

    def _gather(self, at: int) -> tuple[int, Phrase | None]:
        members: list[int] = []
        determiner = pronoun = ""
        j = at
        while j < len(self.units):
            unit, following = self.units[j], self._unit(j + 1)
            if unit.tag == DETERMINER or (unit.tag == THAT and j == at):
                if members:
                    break
                determiner = unit.low
            elif unit.tag == PRONOUN:
                if not members and not determiner:
                    pronoun = unit.low
                    j += 1
                break
            elif unit.tag in (NOUN, PROPER, FIGURE, ADJECTIVE):
                members.append(unit.token)
            elif unit.tag == DATE:
                if members and self.units[j - 1].tag != FIGURE and following.tag != NOUN:
                    break
                members.append(unit.token)
                if following.tag not in (NOUN, POSSESSIVE, DATE, ADJECTIVE):
                    j += 1
                    break
            elif unit.tag == POSSESSIVE and members:
                self.owners.append(members[-1])
                self.out.phrases.append(Phrase(members[-1], members, determiner))
                members, determiner = [], "'s"
            elif not (unit.tag == HYPHEN and members and following.token >= 0) and not (
                unit.tag == ADVERB
                and (not members or unit.low in _WITHIN)
                and following.tag in (ADJECTIVE, NOUN, FIGURE, PROPER, *((DATE,) if unit.low.isdigit() else ()))
            ):
                break
            j += 1
        if not (members or pronoun or determiner):
            return j, None
        found = Phrase(members[-1] if members else -1, members, determiner, owners=self.owners)
        found.pronoun = pronoun or ("" if members else determiner)
        found.denied, self.denies = self.denies, False
        self.owners = []
        return j, found

    def _place(self, phrase: Phrase, opens: bool, follows: str) -> None:
        """What the phrase belongs to. `opens`: a finite verb stands behind it."""
        clause, predicate = self.clause, self.clause.predicate
        if self.preposition:
            self._behind_preposition(phrase)
        elif phrase.when:
            (predicate.others if predicate else clause.early).append(("when", phrase))
            if self.last is not None and not self.comma:
                phrase.hosts.append(self.last)
        elif self.joins and predicate is not None and self._repeats_rank(phrase, predicate):
            predicate.object.append(phrase)
        elif self.joins and predicate is not None and self._goes_on(phrase, predicate, follows):
            other = Predicate(predicate.verb, predicate.low, [phrase], passive=predicate.passive)
            other.copula = predicate.copula
            self.out.predicates.append(other)
            clause.predicate = other
        elif self.joins and self.last is not None and not (opens and predicate is not None):
            self._join(phrase, self.last)
        elif self._aside(opens, follows) and self.last is not None:
            phrase.beside.append(self.last)
            self.last.beside.append(phrase)
            phrase.preposition = self.last.preposition
        elif predicate is not None and opens and not any(map(_waits, self.stack[:-1])):
            opener = AND if self.joins else COMMA if self.comma else ""
            self.stack.append(_Clause([phrase], len(self.out.predicates) - 1, opener=opener))
        elif predicate is None:
            if clause.fresh:
                clause.subject, clause.fresh = [], False
            if clause.relative and clause.subject and not clause.gap:
                clause.gap, clause.subject = clause.subject, [phrase]
            else:
                clause.subject.append(phrase)
        else:
            self._object(phrase, predicate, follows)

    def _aside(self, opens: bool, follows: str) -> bool:
        if not self.comma or self.last is None or self.last.when or opens:
            return False
        return self.clause.predicate is not None or bool(self.clause.subject) or follows == COMMA

    def _behind_preposition(self, phrase: Phrase) -> None:
        clause, predicate = self.clause, self.clause.predicate
        preposition, self.preposition = self.preposition, ""
        phrase.preposition = preposition
        if predicate is not None and predicate.low == "according" and preposition == "to":
            predicate.subject = [phrase]
            return
        kind = self.tokens[phrase.head].kind if phrase.members else ""
        if preposition == "by" and predicate is not None and predicate.passive and not phrase.when and kind != NUMBER:
            predicate.agent.append(phrase)
        if self.behind is not None:
            phrase.hosts.append(self.behind)
        if preposition != "of" or not phrase.hosts:
            (predicate.others if predicate is not None else clause.early).append((preposition, phrase))

    def _goes_on(self, phrase: Phrase, predicate: Predicate, follows: str) -> bool:
        """Whether the verb is left out: "one lies at Marrow and the smallest at Teller"."""
        if follows != PREPOSITION or not predicate.others or not predicate.finite or not phrase.determiner:
            return False
        preposition, last = predicate.others[-1]
        return last is self.last and self._next_preposition == preposition

    def _repeats_rank(self, phrase: Phrase, predicate: Predicate) -> bool:
        """Whether it is the other of "the first flight for Orr and the third for Moss"."""
        return self._ranked(phrase.members[-1:]) and any(self._ranked(other.members) for other in predicate.object)

    def _counted(self, phrase: Phrase) -> bool:
        return bool(phrase.members) and self.tokens[phrase.members[0]].kind == NUMBER

    def _ranked(self, places: Sequence[int]) -> bool:
        return any(self.tokens[k].kind == NUMBER and self.tokens[k].ordinal for k in places)

    def _join(self, phrase: Phrase, last: Phrase) -> None:
        predicate = self.clause.predicate
        if last.preposition and last.hosts and self._counted(phrase) and self._counted(last.hosts[0]):
            last = last.hosts[0]  # "18 flights on Ariane 6 and 38 on Vulcan"
        phrase.preposition, phrase.hosts, phrase.joined = last.preposition, list(last.hosts), True
        if predicate is None:
            self.clause.subject.append(phrase)
            return
        for role in (predicate.object, predicate.subject, predicate.agent):
            if last in role:
                role.append(phrase)
        for preposition, other in list(predicate.others):
            if other is last:
                predicate.others.append((preposition, phrase))
                if predicate.object and not phrase.when:
                    predicate.object.append(phrase)

    def _object(self, phrase: Phrase, predicate: Predicate, follows: str) -> None:
        last = self.last
        adjacent = self.before == "phrase" and not self.comma and predicate.finite
        if predicate.inverted and not predicate.object and not predicate.others:
            predicate.subject, predicate.inverted = [phrase], False
        elif adjacent and last is not None and last.joined and last in predicate.object and phrase.determiner:
            # "Britain will supply the bus and Japan the arm"
            predicate.object.remove(last)
            other = Predicate(predicate.verb, predicate.low, [last], [phrase], passive=predicate.passive)
            self.out.predicates.append(other)
            self.clause.predicate = other
        else:
            told = predicate.finite and predicate.verb >= 0 and predicate.low in _SAID and not predicate.passive
            leads = follows in (COMMA, RELATIVE, THAT, PREPOSITION, REDUCED, PARTICIPLE)
            if told and not predicate.object and leads:
                self.stack.append(_Clause([phrase], len(self.out.predicates) - 1))
            predicate.object.append(phrase)

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
        self.behind = self.last if self.before == "phrase" else None
        self._passed(PREPOSITION)
        return at + 1

    def _subordinate(self, at: int) -> int:
        if self.units[at].low in {"once", "so"} and not self._clause_follows(at + 1):
            return at + 1
        self.stack.append(_Clause([], len(self.out.predicates) - 1, opener=self.units[at].low))
        self.preposition, self.last = "", None
        self._passed(SUBORDINATOR)
        return at + 1

    def _relative(self, at: int) -> int:
        unit = self.units[at]
        parent = len(self.out.predicates) - 1
        if unit.tag == THAT and (self.before != "phrase" or self._says_that(at)):
            self.stack.append(_Clause([], parent, opener=THAT))
            self.last = None
        else:
            whose = unit.low == "whose"
            subject = [] if whose or self.last_thing is None else _chain(self.last_thing)
            if whose and self.last is not None and self.last.members:
                self.owners = [self.last.head]
            self.stack.append(_Clause(subject, parent, relative=True, opener=RELATIVE))
        self.preposition = ""
        self._passed(SUBORDINATOR)
        return at + 1

    def _says_that(self, at: int) -> bool:
        """Whether a clause of what is said follows: "said on Monday that it fell", "told parliament that it fell"."""
        said = self.clause.predicate
        unit = self.units[said.at] if said is not None and not said.helpers and said.at >= 0 else _NONE
        late = self.last is not None and self.last.when
        return (late or unit.says) and self._unit(at + 1).tag not in VERBS | AUXILIARY

    def _clause_follows(self, at: int) -> bool:
        """Whether a noun and its finite verb stand before the next mark."""
        seen = False
        for k in range(at, len(self.units)):
            unit = self.units[k]
            if unit.tag in (COMMA, STOP, END, SUBORDINATOR, RELATIVE, QUOTE):
                return False
            if unit.tag == FINITE:
                return seen
            if unit.tag in AUXILIARY and self._unit(k - 1).tag != TO and unit.low not in _UNFINISHED:
                return seen
            if unit.tag in (PARTICIPLE, tagging.GERUND) and not seen:
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
        predicate.at, predicate.helpers = at, tuple(unit.low for unit in group if unit.tag in AUXILIARY)
        self._add(clause, predicate, finite)
        return end

    def _main_verb(self, at: int) -> int:
        unit = self.units[at]
        clause = self.clause
        if unit.tag in (FINITE, BARE) and not self.to_verb:
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
        predicate.parent = len(self.out.predicates) - 1
        inner = _Clause(list(clause.subject), predicate.parent, inner=True)
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
                return _chain(self.last_thing)
            return [*mine, *([self.last] if self.last is not None else [])]
        return [*([self.last_thing] if self.before == "phrase" and self.last_thing is not None else []), *mine]

    def _add(self, clause: _Clause, predicate: Predicate, finite: bool) -> None:
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

    def _settle(self) -> _Clause:
        """The clause that a finite verb belongs to: after "and" the last one's, else one that waits for its verb."""
        clause = self.clause
        if self.joins and (clause.finite or clause.inner):
            while len(self.stack) > 1 and not self.clause.finite:
                self.stack.pop()
            shared = self.clause.predicate
            self.stack[-1] = _Clause(list(self.clause.subject), self.clause.parent, opener=AND)
            self.clause.shares = self.out.predicates.index(shared) if shared is not None else -1
            return self.clause
        if clause.predicate is None:
            return clause
        for k in range(len(self.stack) - 2, -1, -1):
            outer = self.stack[k]
            if _waits(outer):
                del self.stack[k + 1 :]
                return outer
        subject = _chain(self.last)[-1] if self.last is not None else None
        if subject is not None:
            if subject in clause.predicate.object:
                clause.predicate.object.remove(subject)
            for other in subject.beside:
                if subject in other.beside:
                    other.beside.remove(subject)
            subject.beside = []
        self.stack.append(_Clause([subject] if subject is not None else list(clause.subject), clause.parent))
        return self.clause


def _waits(clause: _Clause) -> bool:
    """Whether the clause has its subject and not yet its verb."""
    return clause.predicate is None and bool(clause.subject)


def _chain(phrase: Phrase) -> list[Phrase]:
    """The phrase, what it stands behind with its preposition, and so on."""
    found = [phrase]
    while found[-1].preposition and found[-1].hosts and len(found) < 6:
        found.append(found[-1].hosts[0])
    return found
