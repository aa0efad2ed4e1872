"""How sure a sentence is of each of its verbs: as done, as planned, as wanted, as possible. Pure.

In English that is said by the verb's own auxiliaries ("may fly"), by the word that its infinitive, gerund or clause
stands behind ("plans to fly", "believes that it flew"), by the word that opens its clause ("if it flies"), and by an
adverb in the clause ("perhaps"). It goes down to what depends on the verb ("hopes to begin launching"), and not across
to other clauses of the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.summaries.gate import tags, wordclasses
from bot.summaries.gate.claims import Token
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.structure import Phrase, Predicate, Structure
from bot.summaries.gate.tags import AND, COMMA, RELATIVE, THAT, Unit

PLAN, HEDGE, CONDITION, DUTY, ABILITY, WISH, ATTEMPT, PURPOSE, PENDING, PERMIT, WOULD, REFUSED, FIRM = (
    "planned",
    "uncertain",
    "conditional",
    "wanted",
    "possible",
    "asked for",
    "tried",
    "intended",
    "to come",
    "allowed",
    "supposed",
    "not done",
    "settled",
)
DOUBT = frozenset({HEDGE, CONDITION, WISH, ATTEMPT, ABILITY, WOULD})
Standing = frozenset[str]
FACT: Standing = frozenset()

_MODALS = {
    **dict.fromkeys(listed("will shall 'll"), PLAN),
    "would": WOULD,
    **dict.fromkeys(listed("may might could"), HEDGE),
    "can": ABILITY,
    **dict.fromkeys(listed("must should"), DUTY),
}
_GOVERNING = {
    base(word): mark
    for mark, words in {
        PLAN: "plan schedule slate set target intend expect pencil prepare anticipate forecast due going"
        " agree decide vow promise pledge deadline decision goal ready intention await commit",
        HEDGE: "likely probable possible potential believe suspect think doubt allege speculate rumour rumor presume"
        " suppose chance risk fear possibility likelihood predict unclear uncertain unlikely wonder",
        WISH: "want ask urge propose seek demand request recommend wish petition proposal favour favor hope aim"
        " application consider mull discuss talk negotiate negotiation bid draft require need oblige",
        PERMIT: "opportunity permission permit allow let authorise authorize licence license clear compel right",
        PURPOSE: "mean design book",
        ATTEMPT: "attempt try effort struggle look search",
        REFUSED: "fail decline refuse neglect forget unable",
        ABILITY: "able capable ability",
        DUTY: "supposed",
    }.items()
    for word in words.split()
}
# verbs of which only the infinitive or only the clause behind them is unsure
_OF_INFINITIVES = {base(word): HEDGE for word in listed("appear seem threaten claim")}
_OF_CLAUSES = {
    base(word): HEDGE for word in listed("claim suggest hint imply argue assume estimate point allege indicate")
}
_ADVERBS = frozenset(
    listed("possibly perhaps maybe probably potentially reportedly apparently allegedly presumably supposedly likely")
)
_CONDITIONS = frozenset(listed("if unless whether provided providing assuming"))
_EXPLAINING = frozenset(listed("way explanation possibility option theory idea scenario hypothesis candidate suspect"))
_NOT_YET = frozenset(listed("until before"))
_SO = frozenset(
    map(
        base,
        listed(
            "manage begin start continue go get help allow enable cause lead come return stop finish use proceed go_on"
        ),
    )
)  # what is begun, managed or caused has come about
_SHOWN = frozenset(map(base, listed("prove find show know turn_out reveal confirm")))  # "proved to cost": that it did
_SETTLING = frozenset(map(base, listed("agree decide decision agreement")))
_SAYING = frozenset(map(base, tags.SAYING)) - set(_GOVERNING)
_FOR = frozenset(map(base, listed("ask call push apply lobby bid petition wait look search campaign")))
_DEFINITE = frozenset(listed("the its his her their this that these 's"))
_TOWARDS = frozenset(listed("for before until ahead_of prior_to pending"))
_GIVEN = frozenset(listed("because after since despite unlike amid following"))  # what stands behind them is so
_HAPPENING = frozenset(map(base, listed("be come happen occur go follow begin start take_place")))
_DESCRIBED = frozenset(
    listed("planned proposed scheduled expected intended upcoming possible potential likely draft would-be future")
)


def happened(structure: Structure, predicate: Predicate) -> bool:
    """Whether it is told in the past or perfect: as done."""
    if not predicate.finite or predicate.at < 0:
        return False
    if predicate.helpers:
        first = predicate.helpers[0]
        perfect = first in {"has", "have"} and predicate.verb >= 0
        return (first in {"was", "were", "did", "had"} or perfect) and not to_come(structure, predicate)
    forms = structure.units[predicate.at].forms
    return wordclasses.PAST in forms and (wordclasses.BASE not in forms or predicate.low in wordclasses.UNCHANGED)


def shown(structure: Structure, predicate: Predicate) -> bool:
    """Whether an infinitive tells what is so: "proved to cost", "began to fly"."""
    if predicate.governor < 0 or predicate.parent < 0:
        return False
    key = _key(structure, structure.units[predicate.governor])
    return key in _SHOWN or (key in _SO and happened(structure, structure.predicates[predicate.parent]))


def to_come(structure: Structure, predicate: Predicate) -> bool:
    """Whether it is the "was" of "was to fly"."""
    after = predicate.at + len(predicate.helpers)
    return predicate.verb < 0 and after < len(structure.units) and structure.units[after].tag == tags.TO


@lru_cache(maxsize=512)
def standings(structure: Structure) -> tuple[Standing, ...]:
    """For each predicate what qualifies it; nothing for what is told as plain fact."""
    found: list[Standing] = []
    for predicate in structure.predicates:
        found.append(_standing(structure, predicate, found))
    return tuple(found)


def _standing(structure: Structure, predicate: Predicate, before: Sequence[Standing]) -> Standing:
    marks: set[str] = set()
    parent = predicate.parent if 0 <= predicate.parent < len(before) else -1
    above = before[parent] if parent >= 0 else FACT
    modal = next((_MODALS[helper] for helper in predicate.helpers if helper in _MODALS), "")
    if modal == WOULD and _under_saying(structure, predicate):
        modal = PLAN  # "said it would fly": the past of "will"
    if modal:
        marks.add(modal)
        if modal == PLAN:
            marks.add(FIRM)
    if predicate.governor >= 0:
        marks |= _of_infinitive(structure, predicate, above)
    elif not predicate.finite and parent >= 0:
        marks |= _of_part(structure, predicate, above)
    elif parent >= 0 and predicate.opener in (THAT, "") and (mark := _of_clause(structure, parent)):
        marks |= {mark} | above
    elif predicate.shares >= 0 and not modal and _bare(structure, predicate):
        marks |= before[predicate.shares]
    elif parent >= 0 and predicate.opener == RELATIVE and _supposed(structure, predicate):
        marks.add(HEDGE)
    if predicate.copula and any(_one_of_several(structure, phrase) for phrase in predicate.subject):
        marks.add(HEDGE)
    if predicate.opener in _CONDITIONS:
        marks.add(CONDITION)
    if predicate.opener in _NOT_YET and not happened(structure, predicate):
        marks.add(PENDING)
    if _ADVERBS & set(around(structure, predicate)):
        marks.add(HEDGE)
    return frozenset(marks)


def _one_of_several(structure: Structure, phrase: Phrase) -> bool:
    """Whether it is one explanation among others: "one way to explain it is a collapse"."""
    if phrase.head < 0 or structure.reading.tokens[phrase.head].text.lower() not in _EXPLAINING:
        return False
    words = {structure.reading.tokens[k].text.lower() for k in phrase.members}
    return phrase.determiner in {"a", "an", "another"} or bool(words & {"one", "possible", "likely"})


def _supposed(structure: Structure, predicate: Predicate) -> bool:
    """Whether it is said of what is only supposed: "suspect a connector that failed"."""
    parent = structure.predicates[predicate.parent]
    thing = any(phrase in parent.object for phrase in predicate.subject)
    return thing and _GOVERNING.get(_verb(structure, predicate.parent)) == HEDGE


def _as(structure: Structure, place: int) -> bool:
    """Whether the verb is that of "as expected"."""
    at = structure.predicates[place].at
    return at > 0 and structure.units[at - 1].low in {"as", "than"}


def _of_clause(structure: Structure, place: int) -> str:
    """What a clause behind that verb takes from it: "believes that"."""
    key = _verb(structure, place)
    return "" if _as(structure, place) else _OF_CLAUSES.get(key) or _GOVERNING.get(key, "")


def _of_part(structure: Structure, predicate: Predicate, above: Standing) -> Standing:
    """What a participle or gerund takes from the verb before it: "may fly, ending", "considers flying"."""
    unit = structure.units[predicate.at] if predicate.at >= 0 else None
    if unit is not None and unit.tag == tags.GERUND:
        before = structure.units[predicate.at - 1].low if predicate.at else ""
        return frozenset({PENDING}) if before in _NOT_YET else FACT  # "fined for flying", "before flying"
    if unit is not None and unit.tag == tags.REDUCED:
        return FACT  # "a rocket built by"
    if predicate.opener and structure.predicates[predicate.parent].opener == RELATIVE:
        return FACT  # "a bill that would cut it, rejecting the plan"
    mark = _GOVERNING.get(_verb(structure, predicate.parent))
    return above | {mark} if mark and not predicate.opener else above


def _of_infinitive(structure: Structure, predicate: Predicate, above: Standing) -> set[str]:
    """What an infinitive takes from the word that it stands behind."""
    at = predicate.governor
    while at > 0 and structure.units[at].tag in (tags.PREPOSITION, tags.ADVERB):
        if structure.units[at].low == "yet":
            return {REFUSED} | above
        at -= 1
    unit = structure.units[at]
    if unit.tag in tags.AUXILIARY:
        if unit.tag == tags.BE:
            return {PLAN} | above
        return ({DUTY} if unit.low != "had" else set()) | above  # "had to move" tells that it moved
    parent = structure.predicates[predicate.parent] if predicate.parent >= 0 else None
    key = _key(structure, unit)
    known = key in _GOVERNING or key in _SO or key in _OF_INFINITIVES
    if not known and parent is not None and parent.verb >= 0:
        key = structure.reading.tokens[parent.verb].key
    said_of = [*predicate.subject, *(parent.subject if parent is not None and not parent.finite else ())]
    if key in _SHOWN:
        return set(above)
    ranked = not known and any(_ranked(structure, phrase) for phrase in said_of)
    if key in _SO or unit.low in _RANKS or ranked:
        return set(above)
    firm = {FIRM} if key in _SETTLING else set()
    return {_OF_INFINITIVES.get(key) or _GOVERNING.get(key, PURPOSE)} | firm | above


def _ranked(structure: Structure, phrase: Phrase) -> bool:
    """Whether it is the first or the only one: "the first craft to land" has landed."""
    if not phrase.members:
        return False
    tokens = structure.reading.tokens
    words = structure.reading.words[max(0, tokens[phrase.members[0]].at - 2) : tokens[phrase.members[-1]].at]
    return bool(_RANKS & set(words)) or any(tokens[k].ordinal for k in phrase.members)


_RANKS = frozenset(listed("first second third last only latest"))


def _key(structure: Structure, unit: Unit) -> str:
    return structure.reading.tokens[unit.token].key if unit.token >= 0 else base(unit.low)


def _verb(structure: Structure, place: int) -> str:
    verb = structure.predicates[place].verb
    return structure.reading.tokens[verb].key if verb >= 0 else ""


def _bare(structure: Structure, predicate: Predicate) -> bool:
    """Whether the verb shares the auxiliary of the one before: "will raise its stake and become"."""
    return not predicate.helpers and predicate.at >= 0 and structure.units[predicate.at].tag == tags.BARE


def _under_saying(structure: Structure, predicate: Predicate) -> bool:
    """Whether somebody said so, in the past."""
    if predicate.parent >= 0 and predicate.opener in (THAT, "", AND):
        parent = structure.predicates[predicate.parent]
        if parent.verb >= 0 and structure.reading.tokens[parent.verb].key in _SAYING:
            return happened(structure, parent) or parent.inverted
        if predicate.opener == AND:
            return _under_saying(structure, parent)
    return any(
        other is not predicate and other.verb >= 0 and structure.reading.tokens[other.verb].key in _SAYING
        for other in structure.predicates
        if other.at > predicate.at and other.opener == COMMA
    )


def around(structure: Structure, predicate: Predicate) -> list[str]:
    """The adverbs right before and behind the verb."""
    found: list[str] = []
    units = structure.units
    for step in (-1, 1):
        at = predicate.at + step
        while 0 <= at < len(units) and units[at].tag in (tags.ADVERB, *tags.AUXILIARY, tags.NOT):
            found.append(units[at].low)
            at += step
    return found


def of_place(structure: Structure, place: int) -> Standing:
    """How sure the sentence is of what stands at a place of its tokens: a verb's own, or that of the noun's verb."""
    marks = standings(structure)
    verbal = [marks[i] for i, one in enumerate(structure.predicates) if one.verb == place]
    if verbal:
        return verbal[0]
    phrase = next((one for one in structure.phrases if place in one.members), None)
    return of_phrase(structure, phrase) if phrase is not None else FACT


def of_phrase(structure: Structure, phrase: Phrase) -> Standing:
    """How sure the sentence is of the thing: "a planned launch", "asked for a delay", "will allow a launch"."""
    tokens: Sequence[Token] = structure.reading.tokens
    found: set[str] = set()
    if any(tokens[k].text.lower() in _DESCRIBED for k in phrase.members[:-1]):
        found.add(PLAN)
    if phrase.preposition in _TOWARDS and not phrase.determiner and not phrase.owners and not phrase.when:
        found.add(PURPOSE)  # "ready for launch"
    marks = standings(structure)
    for i, predicate in enumerate(structure.predicates):
        part = _part(predicate, phrase)
        key = tokens[predicate.verb].key if predicate.verb >= 0 else ""
        if part == "suffers" or (part == "for" and key in _FOR):
            found |= own(structure, predicate)
        if part == "for" and key in _FOR:
            found.add(WISH)
        presumed = part == "subject" and phrase.determiner in _DEFINITE and key and key not in _HAPPENING
        presumed = presumed or part in _GIVEN or (part == "subject" and predicate.opener == RELATIVE)
        if part and not presumed:
            found |= marks[i]  # "the delay will cost": that there is one is not in question
    return frozenset(found)


def _part(predicate: Predicate, phrase: Phrase) -> str:
    """What the phrase is to the verb; empty where it is nothing."""
    if phrase in (predicate.subject if predicate.passive else predicate.object):
        return "suffers"
    if phrase in predicate.subject:
        return "subject"
    if phrase in predicate.object or phrase in predicate.agent:
        return "part"
    return next((role for role, other in predicate.others if other is phrase), "")


def own(structure: Structure, predicate: Predicate) -> Standing:
    """What the verb says of the thing that it is said of: "the flight is planned"."""
    key = structure.reading.tokens[predicate.verb].key if predicate.verb >= 0 else ""
    mark = _GOVERNING.get(key, "")
    return frozenset({mark}) & {PLAN, WISH, ATTEMPT, HEDGE}


def described(token: Token) -> bool:
    """Whether the word says of a thing that it is still to come, or needed: "its planned satellites"."""
    return token.text.lower() in _DESCRIBED or token.key == "need"


def governs(key: str) -> bool:
    """Whether the word, as by `meanings.base`, makes what stands behind it less than done."""
    return key in _GOVERNING


_HINTS = frozenset(map(base, listed("sign evidence hint clue possibility chance likelihood risk suspicion indication")))


def hints(key: str) -> bool:
    """Whether what stands behind the word with "of" need not be there."""
    return key in _HINTS or _GOVERNING.get(key) == HEDGE
