"""The noun phrases of a sentence, each put to what it belongs to as they come. See bot.summaries.gate.syntax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.structure import Phrase, Predicate, Structure
from bot.summaries.gate.tagging import tagged
from bot.summaries.gate.tags import (
    ADJECTIVE,
    ADVERB,
    AND,
    AUXILIARY,
    COMMA,
    DATE,
    DETERMINER,
    FIGURE,
    FINITE,
    HYPHEN,
    NOMINAL,
    NOTHING,
    NOUN,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PROPER,
    REDUCED,
    RELATIVE,
    THAT,
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
_TIMES = frozenset(listed("s min h day week month year"))
_FROM_THEN = frozenset(listed("after before earlier later sooner early late ago ahead"))
_DATING = frozenset(listed("next last early late mid this"))
_INDEFINITE = frozenset({"a", "an"})
_ACTING = frozenset(listed("it they he she we"))
_WITHIN = frozenset(listed("other more own same such most only first last next"))  # "three other companies"


@dataclass(slots=True, eq=False)
class Clause:
    """A clause that is being read."""

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


class Nominal:
    """What is open while a sentence is read, and where its phrases go."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens: Sequence[Token] = reading.tokens
        self.units = tagged(reading)
        self.out = Structure(reading, self.units)
        self.stack = [Clause([], -1)]
        self.at = 0  # the unit behind the phrase that is being placed
        self.last: Phrase | None = None
        self.last_thing: Phrase | None = None  # the last that is no time
        self.preposition = ""
        self.behind: Phrase | None = None  # what the preposition stands behind
        self.owners: list[int] = []
        self.comma = self.joins = self.denies = self.to_verb = False
        self._next_preposition = ""
        self.before = ""  # what stood before: "phrase", "verb" or a tag

    @property
    def clause(self) -> Clause:
        return self.stack[-1]

    def _unit(self, at: int) -> Unit:
        return self.units[at] if 0 <= at < len(self.units) else NOTHING

    def _passed(self, before: str) -> None:
        self.comma = self.joins = False
        self.before = before

    def _phrase(self, at: int) -> int:
        end, phrase = self._gather(at)
        if phrase is None:
            return max(end, at + 1)
        self.out.phrases.append(phrase)
        follows = self.at = end
        while self._unit(follows).tag == ADVERB:
            follows += 1
        opens = self._unit(follows).tag in AUXILIARY | {FINITE}
        head = self.tokens[phrase.head] if phrase.members else None
        if head is not None:
            span = head.kind == WORD and head.text.lower() in _SPANS
            phrase.when = head.kind == TIME or (span and (not opens or self.comma or self.before == "phrase"))
            apart = head.kind == NUMBER and head.unit in _TIMES and not self.preposition
            phrase.when = phrase.when or (apart and self._unit(end).low in _FROM_THEN)
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
            elif members and self._begins_another(j):
                break
            elif unit.tag in (NOUN, PROPER, FIGURE, ADJECTIVE):
                members.append(unit.token)
            elif unit.tag == DATE:
                if members and not self._dates(self.units[j - 1]) and following.tag != NOUN:
                    break
                members.append(unit.token)
                if following.tag == FIGURE and self.tokens[following.token].year:
                    members.insert(len(members) - 1, following.token)  # "May 2027", of which the month is the head
                    j += 1
                    following = self._unit(j + 1)
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

    def _begins_another(self, at: int) -> bool:
        """Whether a phrase of its own begins here, though a noun stands before."""
        unit = self.units[at]
        if unit.tag == FIGURE:  # "released the spacecraft 58 minutes later"
            return self.units[at - 1].tag == NOUN and bool(self.tokens[unit.token].unit)
        before = self.units[at - 1]
        if unit.tag == PROPER and before.tag == FIGURE and self.tokens[before.token].year:
            return True  # "in 2028 NASA will"
        dates = unit.low in _DATING and self._unit(at + 1).tag == DATE
        return dates or (unit.tag == PROPER and self._names_actor(at))

    def _names_actor(self, at: int) -> bool:
        """Whether a name behind a noun is who did what follows: "six launches Orr bought"."""
        before, predicate = self.units[at - 1], self.clause.predicate
        if before.tag != NOUN or not before.low.endswith("s") or predicate is None or self.joins or self.comma:
            return False
        while self._unit(at).tag == PROPER:
            at += 1
        return self._unit(at).tag == FINITE or self._unit(at).low in {"has", "had", "have"}

    def _dates(self, unit: Unit) -> bool:
        return unit.tag == FIGURE or unit.low in _DATING

    def _place(self, phrase: Phrase, opens: bool, follows: str) -> None:
        """What the phrase belongs to. `opens`: a finite verb stands behind it."""
        if self.comma and not self.preposition and len(self.stack) == 2 and self._opening_part():
            self.stack.pop()  # "Using the telescope, a team"
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
        elif self.last is not None and self._joins(phrase, opens):
            self._join(phrase, self.last)
        elif self._aside(opens, follows) and self.last is not None:
            phrase.beside.append(self.last)
            self.last.beside.append(phrase)
            phrase.preposition = self.last.preposition
        elif predicate is not None and opens and not any(map(waits, self.stack[:-1])):
            opener = AND if self.joins else COMMA if self.comma else ""
            self.stack.append(
                Clause([phrase], len(self.out.predicates) - 1, opener=opener, gap=self._contact(predicate))
            )
        elif predicate is None:
            if clause.fresh:
                clause.subject, clause.fresh = [], False
            if clause.subject and phrase.pronoun in _ACTING and opens and (gap := self._contact(predicate)):
                self.stack.append(Clause([phrase], -1, relative=True, opener=RELATIVE, gap=gap))
            elif clause.relative and clause.subject and not clause.gap:
                clause.gap, clause.subject = clause.subject, [phrase]
            else:
                clause.subject.append(phrase)
        else:
            self._object(phrase, predicate, follows)

    def _opening_part(self) -> bool:
        """Whether the clause is that of a participle that opens the sentence, and no list in it goes on."""
        outer = self.stack[-2]
        return self.clause.inner and not outer.subject and outer.predicate is None

    def _contact(self, predicate: Predicate | None) -> list[Phrase]:
        """What a clause without "that" is about: "the launches it bought"; not what is said in it."""
        says = predicate is not None and predicate.at >= 0 and self.units[predicate.at].says
        direct = self.before == "phrase" and not self.comma and not self.joins and not says
        return [self.last_thing] if direct and self.last_thing is not None else []

    def _joins(self, phrase: Phrase, opens: bool) -> bool:
        return self._of_list(phrase) or (self.joins and not (opens and self.clause.predicate is not None))

    def _of_list(self, phrase: Phrase) -> bool:
        """Whether it is one of several before the last: "Orr, Moss and Reed"."""
        if not (self.comma and self.last is not None and self.last.members and phrase.members):
            return False
        names = [self.tokens[one.head].kind == NAME for one in (self.last, phrase)]
        if names[0] != names[1] or self.last.when or self.last.determiner != phrase.determiner:
            return False
        at = self.at
        while self._unit(at).tag in NOMINAL or (self._unit(at).tag == COMMA and self._unit(at + 1).tag in NOMINAL):
            at += 1
        return self._unit(at).tag == AND and self._unit(at + 1).tag in NOMINAL | {DETERMINER}

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
        if self.behind is not None and not (phrase.when and predicate is not None and self._names(self.behind)):
            phrase.hosts.append(self.behind)  # a day is when something is done, and no part of a name
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

    def _names(self, phrase: Phrase) -> bool:
        return phrase.head >= 0 and self.tokens[phrase.head].kind == NAME

    def _ranked(self, places: Sequence[int]) -> bool:
        return any(self.tokens[k].kind == NUMBER and self.tokens[k].ordinal for k in places)

    def _apart_from_name(self, phrase: Phrase) -> Phrase | None:
        """What a thing behind "and" is joined to where a name stands before it: "a camera from NASA and a drill"."""
        last, predicate = self.last, self.clause.predicate
        kinds = [self.tokens[one.head].kind if one is not None and one.head >= 0 else "" for one in (last, phrase)]
        if last is None or kinds != [NAME, WORD] or phrase.determiner not in _INDEFINITE:
            return None
        described = predicate.subject if predicate is not None and predicate.passive and not predicate.finite else []
        return next((one for one in [*last.hosts, *described] if one.determiner in _INDEFINITE), None)

    def _join(self, phrase: Phrase, last: Phrase) -> None:
        predicate = self.clause.predicate
        if (other := self._apart_from_name(phrase)) is not None:
            phrase.preposition, phrase.hosts, phrase.joined = other.preposition, list(other.hosts), True
            for one in self.out.predicates:
                if other in one.object:
                    one.object.append(phrase)
            return
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
                self.stack.append(Clause([phrase], len(self.out.predicates) - 1))
            predicate.object.append(phrase)


def waits(clause: Clause) -> bool:
    """Whether the clause has its subject and not yet its verb."""
    return clause.predicate is None and bool(clause.subject)
