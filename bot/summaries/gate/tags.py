"""What a word of a sentence may be: noun, name, number, verb and of which form, or one of the small words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.summaries.gate import quantities, vocabulary, wordclasses
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.wordclasses import BASE, PAST

# What a unit may be.
NOUN, PROPER, ADJECTIVE, FIGURE, DATE = "noun", "name", "adjective", "number", "date"
DETERMINER, PRONOUN, PREPOSITION, TO, ADVERB, NOT = "determiner", "pronoun", "preposition", "to", "adverb", "not"
BE, HAVE, DO, MODAL = "be", "have", "do", "modal"
AND, SUBORDINATOR, RELATIVE, THAT, POSSESSIVE, HYPHEN = "and", "when", "which", "that", "'s", "-"
COMMA, STOP, END, QUOTE = ",", ";", ".", '"'
FINITE, INFINITIVE, BARE, PASSIVE, PROGRESSIVE, PERFECT, GERUND, PARTICIPLE, REDUCED = (
    "finite",
    "infinitive",
    "bare",
    "passive",
    "progressive",
    "perfect",
    "gerund",
    "participle",
    "reduced",
)
VERBS = frozenset({FINITE, INFINITIVE, BARE, PASSIVE, PROGRESSIVE, PERFECT, GERUND, PARTICIPLE, REDUCED})
AUXILIARY = frozenset({BE, HAVE, DO, MODAL})
NOMINAL = frozenset({NOUN, PROPER, ADJECTIVE, FIGURE, DATE})

_CLASSES: dict[str, str] = {
    **dict.fromkeys(listed("a an the this these those its his her their our my your no any some each"), DETERMINER),
    **dict.fromkeys(listed("every another both either neither all"), DETERMINER),
    **dict.fromkeys(listed("it he she they him them we i you us one ones itself themselves himself"), PRONOUN),
    **dict.fromkeys(listed("herself none nobody nothing there here"), PRONOUN),
    **dict.fromkeys(listed("when while whereas although though because if unless where how why what"), SUBORDINATOR),
    **dict.fromkeys(listed("whether once so"), SUBORDINATOR),
    **dict.fromkeys(listed("which who whom whose"), RELATIVE),
    **dict.fromkeys(listed("and or but nor yet & /"), AND),
    **dict.fromkeys(listed("not n't never"), NOT),
    **dict.fromkeys(listed("will would shall should can could may might must 'll"), MODAL),
    **dict.fromkeys(listed("do does did"), DO),
    **dict.fromkeys(listed("has have had having"), HAVE),
    **dict.fromkeys(listed("is are was were be been being am"), BE),
    **dict.fromkeys(listed("; : …"), STOP),
    **dict.fromkeys(listed(", ( )"), COMMA),
    **dict.fromkeys(listed(". ! ?"), END),
    "that": THAT,
    "to": TO,
    '"': QUOTE,
    "-": HYPHEN,
}
PREPOSITIONS = frozenset(
    listed(
        """
        of in on at by for with from to into onto upon as over under through across along around about between among
        per via off against toward towards within without during despite after before following since until till than
        aboard inside outside near beyond like behind above below unlike amid alongside up down out
        """
    )
)
PARTICLES = frozenset(listed("up off down out away back over aside apart forward in on"))
_INVERTED = frozenset(listed("had were should"))
_BREAKS = (COMMA, STOP, END, AND, SUBORDINATOR)
_ROUGHLY = frozenset(listed("about around over under than within near"))
_DESCRIBING = frozenset(listed("existing remaining paying"))
_REASONS = frozenset("_".join(map(base, words.split())) for words in ("because of", "due to", "owing to", "thanks to"))
_ZONES = frozenset(listed("eastern utc est edt gmt pst pdt bst cest local beijing et"))
_BOUNDS = frozenset(listed("longer earlier later sooner more fewer less"))  # "no earlier than" denies nothing
_SUBJECTS = frozenset(listed("that it they he she"))
_BODIES = frozenset(
    listed("firm official general executive chief representative veteran native expert individual giant")
)
_FLOATING = frozenset(listed("both all each"))
_UNITS = (
    frozenset(quantities.UNITS)
    | frozenset(listed("percent per cent % ° degrees million billion trillion p.m. a.m. p.m a.m st nd rd th dollars"))
    | frozenset(listed("euros pounds old time local month year day hour minute second"))
) - {"a", "and"}
SAYING = frozenset(
    listed(
        """
        say tell announce report add note explain remark state declare comment confirm claim warn argue insist reveal
        disclose write acknowledge admit deny believe suggest think caution stress emphasise emphasize joke hint find
        conclude show
        """
    )
)
_PROVIDED = frozenset(listed("provided providing assuming"))


@dataclass(slots=True)
class Unit:
    """A word or mark: what it is, and its place in `Reading.tokens`, or -1."""

    tag: str
    low: str
    token: int = -1
    forms: dict[str, str] = field(default_factory=dict)  # as by wordclasses.verb_forms

    @property
    def says(self) -> bool:
        return any(form in SAYING for form in self.forms.values())


NOTHING = Unit(END, ".")


def units_of(reading: Reading) -> list[Unit]:
    starts = {token.at: n for n, token in enumerate(reading.tokens)}
    words = reading.words
    found: list[Unit] = []
    at = 0
    while at < len(words):
        n = starts.get(at)
        if n is None:
            if not _shortens(words, at):
                found.append(Unit(_small(words, at, found), words[at]))
            at += 1
            continue
        token = reading.tokens[n]
        found.append(_content(reading, n))
        at += max(1, token.width)
        if token.width > 1 and found[-1].tag == NOUN and not found[-1].forms and words[at - 1] in PREPOSITIONS:
            found.append(Unit(PREPOSITION, words[at - 1]))  # "a decision on"
        if token.kind in (NUMBER, TIME):
            while at < len(words) and at not in starts and _of_figure(words, at):
                at += 1
        if token.kind == TIME:
            while at in starts and words[at] in _ZONES | {"time"}:
                at += 1
    if found and found[0].low in _INVERTED and _opens_clause(found, 1):
        found[0] = Unit(SUBORDINATOR, "if")  # "had it flown"
    found = [unit for unit in found if unit.low not in quantities.CURRENCY_SIGNS]
    for k, unit in enumerate(found):
        following = found[k + 1] if k + 1 < len(found) else NOTHING
        if unit.tag == FIGURE:
            _bound(reading, found, k)
        _amend(reading, found[k - 1] if k else NOTHING, unit, following)
    return found


def _bound(reading: Reading, units: list[Unit], at: int) -> None:
    """Make adverbs of the words of a bound before the number at `at`: "at least 40", "more than 40"."""
    words = tuple(unit.low for unit in units[max(0, at - 4) : at])
    for name, spellings in vocabulary.COMPARATORS:
        for spelling in spellings if name == reading.tokens[units[at].token].comparator else ():
            if len(spelling) > 1 and words[-len(spelling) :] == spelling:
                for unit in units[at - len(spelling) : at]:
                    unit.tag, unit.forms = ADVERB, {}


def aside_end(units: Sequence[Unit], at: int) -> int:
    """The place behind ", on its eleventh flight," where it opens at `at`; 0 where no short aside does."""
    if at >= len(units) or units[at].tag != COMMA:
        return 0
    for k in range(at + 1, min(at + 10, len(units) - 1)):
        if units[k].tag == COMMA:
            return k + 1
        if units[k].tag in (*AUXILIARY, *VERBS, AND, STOP, END, THAT):
            return 0
    return 0


def _opens_clause(units: list[Unit], at: int) -> bool:
    return at < len(units) and units[at].tag in (PRONOUN, DETERMINER, PROPER)


def _shortens(words: list[str], at: int) -> bool:
    """Whether it is the point of an abbreviation, for a sentence has only one at its end: "Col. Orr"."""
    return words[at] == "." and 0 < at < len(words) - 1 and words[at + 1].isalnum() and len(words[at - 1]) < 5


def _of_figure(words: list[str], at: int) -> bool:
    return words[at] in _UNITS or (words[at] == "-" and at + 1 < len(words) and words[at + 1] in _UNITS)


def _content(reading: Reading, n: int) -> Unit:
    token = reading.tokens[n]
    low = reading.words[token.at]
    named = (
        n + 1 < len(reading.tokens) and reading.tokens[n + 1].kind == NAME and reading.tokens[n + 1].run == token.run
    )
    if token.kind == NAME and token.width == 1 and not named and low in PREPOSITIONS and not token.text.isupper():
        return Unit(PREPOSITION, low)
    if token.kind == NAME and (named or not (token.doubtful and wordclasses.classes(low))):
        return Unit(PROPER, low, n)
    if token.kind == NUMBER:
        return Unit(FIGURE, low, n)
    if token.kind == TIME:
        return Unit(DATE, low, n)
    if token.kind == WORD and token.width == 1 and low in PREPOSITIONS:
        return Unit(PREPOSITION, low)
    if token.kind == WORD and token.key in _REASONS:
        following = reading.words[token.at + token.width : token.at + token.width + 1]
        verb = following and wordclasses.verb_forms(following[0]).get(BASE)
        if verb and wordclasses.strength(verb) > 1 and token.text.lower().startswith("due"):
            return Unit(TO, "to")  # "due to launch"
        return Unit(PREPOSITION, "because")
    if low in _PROVIDED and _SUBJECTS & set(reading.words[token.at + 1 : token.at + 2]):
        return Unit(SUBORDINATOR, low)  # "provided that"
    if token.kind == WORD and token.width == 1 and _CLASSES.get(low) == SUBORDINATOR:
        return Unit(SUBORDINATOR, low)
    last = reading.words[min(len(reading.words), token.at + token.width) - 1]
    phrase = token.width > 1 and last not in PARTICLES and last not in PREPOSITIONS
    forms = {} if phrase and wordclasses.strength(last) > 1 and "pad" in last else wordclasses.verb_forms(low)
    if token.width > 1 and wordclasses.adverb(low) and "than" in reading.words[token.at :][: token.width]:
        return Unit(ADVERB, low, n)  # "sooner than planned"
    ranking = low.endswith("est") and reading.words[token.at - 1 : token.at] == ["the"]
    if wordclasses.adverb(low) and not phrase and not ranking:
        return Unit(ADVERB, low, n)
    describes = wordclasses.adjective(last if phrase else low) and low not in _BODIES
    return Unit(ADJECTIVE if describes else NOUN, low, n, forms)


def _small(words: list[str], at: int, before: list[Unit]) -> str:
    low = words[at]
    last = before[-1] if before else NOTHING
    if low == "'s":
        return POSSESSIVE if last.tag in NOMINAL | {ADVERB} else BE
    if low in {"once", "so"}:
        opens = words[at + 1 : at + 2]
        return SUBORDINATOR if opens and opens[0] in {"the", "it", "a", "they", "he", "she", "several"} else ADVERB
    if low == "no" and set(words[at + 1 : at + 2]) & _BOUNDS:
        return NOT if words[at + 1] == "longer" and words[at + 2 : at + 3] != ["than"] else ADVERB
    if low == "yet" and last.tag not in (COMMA, STOP, END):
        return ADVERB
    if low in _FLOATING and last.tag in AUXILIARY | {NOUN}:
        forms = wordclasses.verb_forms((words[at + 1 : at + 2] or [""])[0])
        if forms and (last.tag != NOUN or PAST in forms):
            return ADVERB  # "have both flown", "its predecessors both tipped over"
    if low in _CLASSES:
        return _CLASSES[low]
    if low in PREPOSITIONS:
        return ADVERB if last.tag == HYPHEN and low in PARTICLES else PREPOSITION
    return ADVERB


def _amend(reading: Reading, before: Unit, unit: Unit, following: Unit) -> None:
    if unit.tag == PREPOSITION and unit.low in PARTICLES and following.tag in (*_BREAKS, PREPOSITION):
        unit.tag = ADVERB  # "broke up when", "came down on a farm"
    elif unit.tag == PREPOSITION and following.tag == HYPHEN:
        unit.tag = ADVERB  # "in-orbit"
    elif unit.tag == PREPOSITION and unit.low in _ROUGHLY and following.tag == FIGURE:
        bound = reading.tokens[following.token].comparator
        if bound or unit.low not in {"over", "under", "within"}:
            unit.tag = ADVERB  # "about 40"
    elif unit.low == "some" and following.tag == FIGURE:
        unit.tag = ADVERB  # "some 300 metres"
    elif unit.tag == AND and before.tag == following.tag == HYPHEN:
        unit.tag = HYPHEN  # "a cash-and-stock deal"
    elif unit.tag == FIGURE and before.tag in AUXILIARY and PAST in following.forms:
        unit.tag = ADVERB  # "was first seen"
    elif unit.low in _DESCRIBING and following.tag == NOUN:
        unit.tag, unit.forms = ADJECTIVE, {}
    elif before.low in {"as", "than"} and PAST in unit.forms and following.tag not in NOMINAL:
        before.tag, unit.tag, unit.forms = ADVERB, ADVERB, {}  # "longer than expected"
