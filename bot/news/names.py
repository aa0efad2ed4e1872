"""The names that space news goes by, and what they tell about a report: who flies, from where, and which flight.

Two reports that name different values of one facet (Vandenberg and the Cape, Flight 11 and Flight 12) tell of
different events however alike they read. The lists are of long-lived names; a mission that is missing here is
still told apart by its words.
"""

from __future__ import annotations

import re

# Where the flight and its maker are named, as a rule: the title and the first sentences.
LEAD_CHARS = 500

_FACETS: dict[str, dict[str, str]] = {
    "operator": {
        "spacex": "spacex|falcon|starship|super heavy|starlink|starshield|dragon|raptor",
        "blue origin": "blue origin|new glenn|new shepard|blue moon|blue ring",
        "ula": "ula|united launch alliance|vulcan|atlas v|atlas 5|delta iv",
        "rocket lab": "rocket lab|electron|neutron rocket",
        "arianespace": "arianespace|arianegroup|ariane|vega|vega c",
        "firefly": "firefly|blue ghost",
        "russia": "roscosmos|soyuz|progress ms|angara|proton m",
        "china": "cnsa|long march|shenzhou|tianzhou|tiangong|tianwen|queqiao|chang'e|landspace|zhuque|kuaizhou",
        "india": "isro|pslv|gslv|lvm3|gaganyaan|chandrayaan",
        "japan": "jaxa|h3|h2a|ispace|hakuto|slim",
        "virgin galactic": "virgin galactic",
        "isar": "isar",
        "relativity": "relativity space|terran",
        "stoke": "stoke space",
    },
    "site": {
        "california": "vandenberg|california|west coast|pad 4e|slc 4e|space launch complex 4",
        "florida": "cape canaveral|canaveral|the cape|kennedy|florida|space coast|pad 39a|pad 40|lc 39a|slc 40|slc 41|"
        "launch complex 39a|space launch complex 40|space launch complex 41",
        "texas": "starbase|boca chica|texas|mcgregor",
        "guiana": "kourou|french guiana|guiana",
        "kazakhstan": "baikonur|kazakhstan",
        "russia": "vostochny|plesetsk",
        "china": "wenchang|jiuquan|xichang|taiyuan|hainan",
        "india": "sriharikota|satish dhawan",
        "japan": "tanegashima",
        "new zealand": "mahia|new zealand",
        "virginia": "wallops|virginia",
        "norway": "andoya|andøya",
        "scotland": "saxavord|shetland",
    },
    # Those that fly weeks apart or less often: what happens to one of them within days is one event.
    "rocket": {
        "blue origin": "blue origin|new glenn|new shepard",
        "falcon heavy": "falcon heavy",
        "starship": "starship",
        "vulcan": "vulcan",
        "ariane 6": "ariane 6",
        "vega": "vega c",
        "angara": "angara",
        "soyuz 5": "soyuz 5",
        "h3": "h3",
        "gslv": "gslv|lvm3",
        "neutron": "neutron rocket",
        "firefly": "firefly",
        "isar": "isar",
        "nova": "nova rocket",
        "terran": "terran r",
        "sls": "space launch system",
    },
    "spacecraft": {
        "gaganyaan": "gaganyaan",
        "virgin galactic": "virgin galactic",
        "gps": "gps iii|gps 3|gps satellite",
        "orion": "orion spacecraft|orion capsule",
        "starliner": "starliner",
        "dream chaser": "dream chaser",
        "cygnus": "cygnus",
        "blue moon": "blue moon",
        "blue ghost": "blue ghost",
        "griffin": "griffin lander",
        "haven": "haven 1",
    },
    # Launches that many satellites share, weeks apart.
    "shared": {
        "rideshare": "rideshare|ride share|transporter",
    },
    # Those that fly every few days: of these a launch days later is the next one.
    "frequent": {
        "falcon 9": "falcon 9|starlink",
        "electron": "electron",
        "long march": "long march",
        "atlas": "atlas v|atlas 5",
        "pslv": "pslv",
    },
}
_NAMES: dict[str, list[tuple[str, str]]] = {}
for _facet, _values in _FACETS.items():
    for _value, _spellings in _values.items():
        for _spelling in _spellings.split("|"):
            _NAMES.setdefault(_spelling, []).append((_facet, _value))
_LONGEST = max(len(name.split()) for name in _NAMES)
_STARTS = frozenset(name.split()[0] for name in _NAMES)

# Series whose numbers are flights or units of hardware: other numbers, another event. (A Falcon 9 or an Atlas 5
# is a type.)
_SERIES = frozenset(
    """starlink flight crew artemis crs ms ng ax im mission group cygnus dragon starliner kuiper leo va vv vs ship
    booster polaris chandrayaan shenzhou tianzhou expedition ift psn cosmos kosmos bluebird oneweb o3b ussf nrol
    gps""".split()  # noqa: SIM905 - words in quotes each would be harder to read
)
_NOT_A_SERIES = frozenset(
    """falcon atlas delta ariane vega march proton angara soyuz electron pslv gslv lvm cz block pad lc slc at on in
    of to the and for from with by over after before until about above under nearly almost only just all first
    these those than pad page day days year years hours top apollo may march june july august september october
    november december january february april jan feb mar apr jun jul aug sep sept oct nov dec""".split()  # noqa: SIM905 - words in quotes each would be harder to read
)
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_NUMBERED = re.compile(r"\b([A-Za-z][A-Za-z]+)(?:\s+|-)(?:Group\s+)?(\d{1,4}(?:-\d{1,3})?|[IVX]{1,4})(?![\w%])")
_WORD = re.compile(r"[a-z0-9ø']+")


def facets(text: str) -> dict[str, frozenset[str]]:
    """What a text names: {"operator": {"spacex"}, "site": {"florida"}}, with no facet that it doesn't name."""
    words = [word.removesuffix("'s") for word in _WORD.findall(text.lower().replace("’", "'"))]
    found: dict[str, set[str]] = {}
    for i, word in enumerate(words):
        if word in ("ship", "booster") and i + 1 < len(words) and words[i + 1].isdigit():
            found.setdefault("operator", set()).add("spacex")
            found.setdefault("rocket", set()).add("starship")
        if word in _STARTS:
            for length in range(1, _LONGEST + 1):
                for facet, value in _NAMES.get(" ".join(words[i : i + length]), ()):
                    found.setdefault(facet, set()).add(value)
    return {facet: frozenset(values) for facet, values in found.items()}


def numbered(text: str) -> dict[str, frozenset[str]]:
    """Series and numbers of a headline: "Starship Flight 12", "Artemis II", "Crew-8", "Starlink 6-37"; Roman
    numerals as digits.
    """
    found: dict[str, set[str]] = {}
    for series, number in _NUMBERED.findall(text):
        name = series.lower()
        if name not in _NOT_A_SERIES and (name in _SERIES or not series.islower()):
            found.setdefault(name, set()).add(str(_ROMAN.get(number, number)))
    return {series: frozenset(numbers) for series, numbers in found.items()}


def flights(text: str) -> dict[str, frozenset[str]]:
    """The numbered flights and units of hardware in any text, so only of series that are known for them."""
    return {series: numbers for series, numbers in numbered(text).items() if series in _SERIES}


def differ(a: dict[str, frozenset[str]], b: dict[str, frozenset[str]]) -> bool:
    """Whether two namings contradict: both name a facet or series, with no value in common, and agree on none."""
    shared = a.keys() & b.keys()
    return bool(shared) and all(a[name].isdisjoint(b[name]) for name in shared)


_DESIGNATOR = re.compile(r"(?!fy|covid|iphone|mach|h1n)[a-z]{2,}(?:-?\d)+[a-z]?")


def designator(term: str) -> bool:
    """Whether a term names a thing by letters and figures, as "cas500-2", "viasat-3", "ms-34" do."""
    return term[-1].isdigit() and bool(_DESIGNATOR.fullmatch(term))
