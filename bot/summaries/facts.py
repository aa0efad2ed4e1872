"""Whether a sentence says again, in other words, what has been told.

Two reporters tell one landing as "landed in Kazakhstan after twelve days" and "touched down on the Kazakh steppe".
Words for one kind of event are read as one, and numbers in words as figures; then two sentences tell one event where
they share its kind and the names or numbers that it happened to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.summaries.words import NUMBERS, RAREST, table, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.summaries.candidates import Candidate

# One kind of event a line, or more lines where they are indented. A phrase is joined by "_". What happens one after the
# other ("launched", then "separated") stays apart.
_EVENTS = """
launch liftoff lift_off blastoff blast_off takeoff take_off took_off taken_off loft carried_to_orbit into_orbit
  to_orbit put_in_orbit leave_the_pad left rocket_into put_into_orbit bound_for
  décoller décollage décollé lancé lancement
land landing touchdown touch_down touching_down came_down come_down set_down settle splashdown splash_down
  back_on_earth return came_home come_home brings_home bring_home reached_the_surface reach_the_surface atterri
  atterrir atterrissage alunir aluni
dock docking berth attach arrive arrival
scrub abort call_off called_off stop halt postpone delay hold put_off push_back
explode explosion blow_up blew_up burst
fail failure malfunction anomaly lost
repair replace swap fix mend
buy bought acquire acquisition take_over taking_over took_over takeover purchase merge
agree agreed adopt approve back settle_on sign
find found discover discovery detect detection spot see saw seen observe watch
vote voted voting ballot
award win won select choose chose chosen pick contract
resign step_down quit turn_over
sue sued lawsuit suit
die died death dead kill
accuse allege charge
name named appoint nominate
reveal unveil announce introduce publish release
investigate investigation probe inquiry
"""
_NUMBER_WEIGHT = 6  # what a number tells, beside the rarity of words
_EVENT_WEIGHT = 8
_REPEATED = 0.55  # the share of what a sentence says from which on it only repeats
_HELD = 0.65  # the share of what was told in one sentence that another holds: it was better told alone
_REPEATED_EVENT = 0.3  # where it tells an event that was told
_COMMON = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence says: its content words with their weights, the kinds of events, and what these happened to."""

    weights: dict[str, int]
    events: frozenset[str]
    anchors: frozenset[str]
    numbers: bool
    total: int


def facts(one: Candidate) -> Facts:
    """The facts of a candidate."""
    return of_words(one.words, one.names)


def of_words(words: Sequence[str], names: frozenset[str]) -> Facts:
    """The facts of stemmed words, given those among them that are names."""
    told, events = folded(words)
    weights: dict[str, int] = {}
    ranks = table()
    for word in set(told):
        weight = _NUMBER_WEIGHT if word[0].isdigit() else _EVENT_WEIGHT if word in events else ranks.get(word, RAREST)
        if weight > _COMMON:
            weights[word] = weight
    anchors = frozenset([word for word in weights if word[0].isdigit() or word in names])
    return Facts(weights, frozenset(events), anchors, any(map(str.isdigit, anchors)), sum(weights.values()) or 1)


def repeats(one: Facts, told: Sequence[Facts]) -> bool:
    """Whether `one` adds too little to what has been told."""
    shared: set[str] = set()
    for other in told:
        common = other.weights.keys() & one.weights.keys()
        if sum([other.weights[word] for word in common]) > _HELD * other.total:
            return True
        shared |= common
    share = sum([one.weights[word] for word in shared]) / one.total
    if share <= _REPEATED_EVENT:
        return False
    return share > _REPEATED or any(_same_event(one, other) for other in told)


def _same_event(one: Facts, other: Facts) -> bool:
    """Within one story, events of one kind are one unless each sentence has numbers and names of its own."""
    if not one.events & other.events:
        return False
    return bool(one.anchors & other.anchors) or not (one.numbers and other.numbers)


def folded(words: Sequence[str]) -> tuple[list[str], set[str]]:
    """Stemmed words with numbers as figures and each event under the name of its kind; and the kinds."""
    singles, phrases, openers = _tables()
    found: list[str] = []
    events: set[str] = set()
    i = 0
    while i < len(words):
        longest = 1
        if words[i] in openers:
            longest = next((n for n in (4, 3, 2) if tuple(words[i : i + n]) in phrases), 1)
        kind = phrases[tuple(words[i : i + longest])] if longest > 1 else singles.get(words[i], words[i])
        found.append(kind)
        if longest > 1 or (words[i] in singles and not kind[0].isdigit()):
            events.add(kind)
        i += longest
    return found, events


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[tuple[str, ...], str], frozenset[str]]:
    """The kind of each single word and of each phrase, and the words that phrases open with."""
    singles: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {}
    for line in _EVENTS.strip().replace("\n  ", " ").splitlines():
        kind = tokens(line.split()[0])[0]
        for entry in line.split():
            words = tuple(tokens(entry.replace("_", " ")))
            if len(words) > 1:
                phrases.setdefault(words, kind)
            else:
                singles.setdefault(words[0], kind)
    for n, word in enumerate(NUMBERS):
        singles[tokens(word)[0]] = str(n)
    return singles, phrases, frozenset(phrase[0] for phrase in phrases)
