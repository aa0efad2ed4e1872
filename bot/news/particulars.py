"""Whether two reports can be of one event, by what they name and number and how far it has come: rockets, flights,
pads, satellites, names and the patterns that they stand in. Pure.
"""

from __future__ import annotations

from bot.news import names, stages
from bot.news.reading import IN_TITLE, Reading
from bot.news.stages import Stage

SAME_DAYS = 30.0  # hours after which a vehicle that flies every few days may have flown again
_ONE_RIDE = 48.0  # hours within which passengers of a shared launch report of it
_SATELLITE = "satellit"  # the term
_TELLING = 2  # words written small, so that capitals tell names from words
_MANY_PADS = frozenset(("florida", "china"))
_LAUNCH = "launch"  # the term, so also liftoff and the like


def of_one_flight(a: Reading, b: Reading) -> bool:
    """Whether two reports of about the same days are of one flight, by the vehicle, designation or pad that they name,
    however far it has come in either.
    """
    return _of_one_vehicle(a, b) or on_one_pad(a, b) or not a.designators.isdisjoint(b.designators)


def flown_again(a: Reading, b: Reading, hours: float) -> bool:
    """Whether reports so many hours apart are of two flights, of a vehicle that flies every few days."""
    if hours <= SAME_DAYS or not _meet(a, b, "frequent") or a.rockets.isdisjoint(b.rockets):
        return False
    return _of_a_flight(a) and _of_a_flight(b)


def flew_since(later: Reading, earlier: Reading) -> bool:
    """Whether a report tells how the launch went that another, of about the same days, had ahead or held up."""
    ahead = earlier.stage in (Stage.INVITED, *stages.LIVE, Stage.AHEAD, Stage.HELD)
    went = later.stage is Stage.HAPPENED and of_a_launch(later)
    return ahead and went and _of_one_vehicle(later, earlier) and not of_different_things(later, earlier)


def one_flight_and_many(a: Reading, b: Reading) -> bool:
    """Whether one report is of a flight of a vehicle that flies every few days, and the other names it for something
    else.
    """
    return _meet(a, b, "frequent") and _of_a_flight(a) != _of_a_flight(b)


def of_a_launch(reading: Reading) -> bool:
    """Whether a headline speaks of a launch, whichever and whenever."""
    return _LAUNCH in reading.title


def _of_a_flight(reading: Reading) -> bool:
    return reading.stage is not None or of_a_launch(reading)


def contradict(a: Reading, b: Reading) -> bool:
    """Whether two reports can't be of one event: by what they name and number, or how far it has come in either."""
    return of_different_things(a, b) or stages.apart(a.stage, b.stage)


def of_different_things(a: Reading, b: Reading) -> bool:
    """Whether two reports can't be of one event by what they name and number."""
    return (
        names.differ(a.numbered, b.numbered)
        or names.differ(a.flights, b.flights)
        or apart(a.sites, b.sites)
        or apart(a.rockets, b.rockets)
        or differ(a, b, "site")
        or differ(a, b, "operator")
        or swapped(a, b)
    )


def on_one_ride(a: Reading, b: Reading) -> bool:
    """Whether two reports of about the same day are of satellites that share a launch."""
    return _meet(a, b, "shared") and not apart(a.sites, b.sites)


def passenger(a: Reading, b: Reading, hours: float) -> bool:
    """Whether the first report may be of a satellite on the shared launch of the second: a bare headline that names no
    flight, only whose rocket it was.
    """
    return (
        "shared" in b.facets
        and a.titled_only
        and a.stage is Stage.HAPPENED
        and a.facets.keys() == {"operator"}
        and not (a.numbered or a.flights or a.designators)
        and _SATELLITE in a.title
        and _meet(a, b, "operator")
        and hours <= _ONE_RIDE
    )


def same_flight(a: Reading, b: Reading) -> bool:
    return a.stage is not None and a.stage is b.stage and _of_one_vehicle(a, b)


def _of_one_vehicle(a: Reading, b: Reading) -> bool:
    return _meet(a, b, "rocket") or _meet(a, b, "spacecraft")


def names_only(a: Reading, b: Reading) -> bool:
    """Whether two reports share several words and all are names: both are about somebody, each tells something else."""
    if not a.title or len(a.common) < 2 or len(b.common) < 2:
        return False
    shared = a.terms.keys() & b.terms.keys()
    return len(shared) > 1 and shared.isdisjoint(a.common) and shared.isdisjoint(b.common)


def strangers(a: Reading, b: Reading) -> bool:
    """Whether each headline names somebody and the reports have no name in common, only words."""
    if len(a.common) < _TELLING or len(b.common) < _TELLING:
        return False  # nothing tells names from words
    return _names_any(a) and _names_any(b) and a.terms.keys() & b.terms.keys() <= a.common | b.common


def _names_any(reading: Reading) -> bool:
    return any(not term[0].isdigit() for term in reading.title - reading.common)


def swapped(a: Reading, b: Reading) -> bool:
    """Whether two headlines follow one pattern, with a name in each that the other report doesn't have at all: "Norland
    signs the accords", "Sudria signs the accords".
    """
    if len(a.common) < _TELLING or len(b.common) < _TELLING:
        return False  # nothing tells names from words
    shared = len(a.title & b.title)
    if 2 * shared < max(len(a.title), len(b.title)):
        return False
    return _own_name(a, b) and _own_name(b, a)


def _own_name(a: Reading, b: Reading) -> bool:
    """Whether a report's headline and text have a name that the other report has nowhere."""
    own = a.title - b.terms.keys() - a.common - b.common
    return any(term.isalpha() and a.terms.get(term, 0.0) > IN_TITLE for term in own)


def often_flown(a: Reading, b: Reading) -> bool:
    """Whether both tell of flights of one vehicle that flies every few days."""
    return bool(a.stage and b.stage) and _meet(a, b, "frequent") and not a.rockets.isdisjoint(b.rockets)


def in_passing(a: Reading, b: Reading) -> bool:
    """Whether the second report is of a flight of a vehicle that flies every few days, and the first, whose headline
    tells of no flight, names that vehicle in its text alone.
    """
    return a.stage is None and b.stage is not None and not a.rockets and _meet(a, b, "frequent")


def on_one_pad(a: Reading, b: Reading) -> bool:
    if _LAUNCH not in a.title or _LAUNCH not in b.title or not _meet(a, b, "operator"):
        return False
    return _meet(a, b, "site") and a.facets["site"].isdisjoint(_MANY_PADS)


def _meet(a: Reading, b: Reading, facet: str) -> bool:
    return not a.facets.get(facet, frozenset()).isdisjoint(b.facets.get(facet, frozenset()))


def differ(a: Reading, b: Reading, facet: str) -> bool:
    return apart(a.facets.get(facet, frozenset()), b.facets.get(facet, frozenset()))


def apart(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both name something, and nothing that both name."""
    return bool(mine and theirs) and mine.isdisjoint(theirs)
