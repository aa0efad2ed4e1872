"""Whether a report is about space at all: a prior for the choice, because many a feed brings other news too. Pure.

By words alone: some are of space wherever they stand ("spacecraft", "asteroid", "NASA"), others only in company
("launch", "satellite", "star"). A feed most of whose reports speak of space needs less of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.model import Item

_LEAD_CHARS = 400
_CLEARLY = 2  # points that settle it
_MOSTLY = 0.75  # of a feed's reports, so that it is a feed about space
_SEVERAL = 5  # reports of a feed, that say what it is about

_STRONG = (
    r"apollo|artemis|asteroids?|astro\w+|atlas v|aurora[els]*|axiom|black holes?|blue origin|"
    r"cape canaveral|cassini|chandra(?:yaan)?|cislunar|comets?|constellations?|cosm\w+|crew-\d+|cubesats?|"
    r"curiosity rover|cygnus|dark (?:energy|matter)|deep space|dragon capsule|eclipses?|electron rocket|esa|"
    r"europa clipper|exoplanets?|extraterrestrial|falcon (?:9|heavy)|firefly|galax\w+|ganymede|geostationary|"
    r"golden dome|gps|gravitational waves?|heliophysics|hubble|interstellar|isro|iss|james webb|jaxa|jovian|"
    r"jupiter|landers?|launch (?:pad|vehicle|site|window|complex)s?|liftoff|light-years?|long march|lunar|"
    r"lyrids?|magnetars?|mars|martian|mercury's|meteor\w*|microgravity|milky way|moons?|nasa(?:'s)?|nebul\w+|"
    r"neptune|neutron stars?|new glenn|new shepard|nro|orbit(?:al|ed|er|ers|ing)|orbits?|orion|osiris-rex|"
    r"perseids?|perseverance|planet(?:s|ary|oid)?|pluto|pulsars?|quasars?|red planet|reusable rocket|"
    r"(?:io|europa|callisto|enceladus|titan|triton|phobos|deimos|ceres|bennu|ryugu|apophis)(?:'s)?|"
    r"rideshare|rocket ?lab|rockets?|rosalind franklin|roscosmos|satcom|saturn(?:'s)?|small ?sats?|"
    r"solar (?:flares?|storms?|system|eclipse|wind|orbiter)|soyuz|"
    r"space (?:companies|startup|domain|systems|operations|photo|tourism|traffic)s?|"
    r"space (?:launch|race|science|shuttle|policy|industry|economy|company)s?|"
    r"space (?:rocks?|junk|exploration|program|programme|mission)s?|"
    r"space (?:station|force|command|telescope|agency|center|weather|debris)s?|spacecraft|spaceflight|"
    r"spaceplane|spaceport|spacesuits?|spacewalk\w*|star ?gazing|starliner|starlink|starship|"
    r"stellar|super heavy|supernova\w*|telescopes?|tiangong|uranus|vandenberg|venus|virgin galactic|"
    r"voyager|vulcan|wallops|webb"
)
_WEAK = (
    r"altitude|astronomers?|boosters?|broadband|crew|earth|engines?|imagery|launch\w*|missions?|pads?|"
    r"payloads?|probes?|propulsion|remote sensing|rovers?|satellites?|sky|space|stars?|static fire|sun(?:'s)?|"
    r"thrusters?|universe"
)
# Firms that have other business too: with any other word of space there is no doubt, alone there is.
_FIRMS = r"aerospace|spacex(?:'s)?"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE)


_STRONGLY, _WEAKLY, _BY_FIRM = _words(_STRONG), _words(_WEAK), _words(_FIRMS)
_NOT_THAT_SPACE = re.compile(
    r"\b(?:office|parking|living|green|safe|head|work|shelf|retail|crawl|public|storage|breathing)[ -]spaces?\b|"
    r"\bbruno mars\b|\bprobes? (?:into|over)\b|"
    r"\b(?:f[bc][ci]|doj|sec|police|criminal|federal|antitrust|fraud|ethics|senate|congressional) probes?\b|"
    r"\b(?:film|movie|pop|rock|rising|tv|porn|reality|country|soccer|basketball|football|former) stars?\b|"
    r"\brocket (?:artillery|launchers?|attacks?|fire|grenades?|propelled)\b|\bguided rockets?\b|"
    r"\brock(?:et)? and roll\b|\bspace bar\b|\bford galaxy\b|\bsamsung galaxy\b|\bstar wars\b|\bstar trek\b",
    re.IGNORECASE,
)


def points(item: Item) -> float:
    """How much a report speaks of space: 2 for each word in its headline that leaves no doubt, 1 for one that may
    mean something else; half of it for the words that only its opening has. Words in doubt alone come to 1 at most,
    and so does the name of a firm that has other business too.
    """
    title, lead = (_NOT_THAT_SPACE.sub(" ", text.replace("’", "'")) for text in (item.title, item.text[:_LEAD_CHARS]))
    clear, doubtful, firms = (_counted(title, lead, words) for words in (_STRONGLY, _WEAKLY, _BY_FIRM))
    settled = clear or (firms and doubtful)
    return 2 * clear + doubtful + firms if settled else min(1.0, doubtful + firms)


def _counted(title: str, lead: str, words: re.Pattern[str]) -> float:
    """The different words of a headline, and half of those that only the opening has."""
    head, opening = (set(map(str.lower, words.findall(text))) for text in (title, lead))
    return len(head) + len(opening - head) / 2


def feeds_about_space(items: Iterable[Item]) -> Mapping[str, bool]:
    """For each feed by name whether most of its reports are about space.

    Counted as if it had brought one report of either kind more, so that the few of a quiet day don't decide alone.
    """
    every: Counter[str] = Counter()
    about: Counter[str] = Counter()
    for item in items:
        every[item.feed] += 1
        about[item.feed] += points(item) >= _CLEARLY
    return {feed: about[feed] + 1 >= _MOSTLY * (count + 2) for feed, count in every.items()}


def feeds_of_other_news(items: Iterable[Item]) -> frozenset[str]:
    """The feeds that brought several reports and none that is clearly about space."""
    every: Counter[str] = Counter()
    about: Counter[str] = Counter()
    for item in items:
        every[item.feed] += 1
        about[item.feed] += points(item) >= _CLEARLY
    return frozenset(feed for feed, count in every.items() if count >= _SEVERAL and not about[feed])


def about_space(item: Item, *, space_feed: bool) -> bool:
    """Whether a report is about space, by its words and by what its feed is about."""
    return points(item) >= (_CLEARLY / 2 if space_feed else _CLEARLY)


def together(items: Sequence[Item], feeds: Mapping[str, bool]) -> list[Item]:
    """A story's reports without those that say nothing of space, where others do: a word that means two things has
    brought them together. `feeds` as of `feeds_about_space`.
    """
    about = [item for item in items if feeds.get(item.feed, False) or points(item)]
    return about if any(points(item) >= _CLEARLY for item in about) else list(items)
