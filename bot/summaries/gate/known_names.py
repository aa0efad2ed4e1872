"""Names that are written in more than one way, under one of them."""

from __future__ import annotations

from bot.summaries.gate import wordclasses
from bot.summaries.gate.claims import Token
from bot.summaries.gate.meanings import base, listed
from bot.summaries.words import rarity

_RARE = 8  # from which on a word that is nothing but a noun is a name

CANON = {
    form: canon
    for canon, forms in {
        "us": "us u.s u.s. usa american americans america",
        "uk": "uk u.k u.k. british britain",
        "eu": "eu e.u european europeans europe",
        "russia": "russia russian russians",
        "china": "china chinese",
        "japan": "japan japanese",
        "india": "india indian indians",
        "france": "france french",
        "germany": "germany german germans",
        "italy": "italy italian italians",
        "spain": "spain spanish",
        "canada": "canada canadian canadians",
        "australia": "australia australian",
        "korea": "korea korean",
        "ukraine": "ukraine ukrainian",
        "israel": "israel israeli",
        "iran": "iran iranian",
        "brazil": "brazil brazilian",
        "zealand": "zealand",
        "norway": "norway norwegian",
        "sweden": "sweden swedish",
        "poland": "poland polish",
        "mars": "mars martian",
        "moon": "moon lunar",
        "venus": "venus venusian",
        "jupiter": "jupiter jovian",
        "saturn": "saturn saturnian",
        "sun": "sun solar",
        "earth": "earth earthly",
        "turkey": "turkey turkish",
        "portugal": "portugal portuguese",
        "switzerland": "switzerland swiss",
        "ireland": "ireland irish",
        "greece": "greece greek",
        "finland": "finland finnish",
        "wales": "wales welsh",
        "england": "england english",
        "czechia": "czechia czech",
        "chile": "chile chilean",
        "argentina": "argentina argentine argentinian",
        "vietnam": "vietnam vietnamese",
        "thailand": "thailand thai",
        "pakistan": "pakistan pakistani",
        "philippines": "philippines philippine filipino",
        "peru": "peru peruvian",
        "emirates": "emirates emirati",
        "kazakhstan": "kazakhstan kazakh",
        "hungary": "hungary hungarian",
        "denmark": "denmark danish",
        "netherlands": "netherlands dutch",
        "scotland": "scotland scottish",
        "antarctica": "antarctica antarctic",
        "arctic": "arctic",
        "pacific": "pacific",
    }.items()
    for form in forms.split()
}
WORLDS = frozenset(listed("mars moon venus jupiter saturn sun earth"))
NATIONS = frozenset(CANON.values()) - WORLDS - frozenset(listed("antarctica arctic pacific")) | {
    "southkorea",
    "northkorea",
}
LONG_FORMS = {
    ("united", "states"): "us",
    ("united", "kingdom"): "uk",
    ("great", "britain"): "uk",
    ("european", "union"): "eu",
    ("international", "space", "station"): "iss",
    ("european", "space", "agency"): "esa",
    ("national", "aeronautics", "and", "space", "administration"): "nasa",
    ("japan", "aerospace", "exploration", "agency"): "jaxa",
    ("indian", "space", "research", "organisation"): "isro",
    ("indian", "space", "research", "organization"): "isro",
    ("federal", "aviation", "administration"): "faa",
    ("united", "launch", "alliance"): "ula",
    ("united", "nations"): "un",
    ("south", "korea"): "southkorea",
    ("south", "korean"): "southkorea",
    ("north", "korea"): "northkorea",
    ("north", "korean"): "northkorea",
    ("james", "webb", "space", "telescope"): "webb",
    ("jwst",): "webb",
    ("jet", "propulsion", "laboratory"): "jpl",
    ("long", "march"): "longmarch",
}
TITLES = frozenset(listed("mr mrs ms dr prof professor sir dame lord lady miss"))


def sure(token: Token) -> bool:
    """Whether what opens a sentence is a name: of a people or place, or no word that English has often."""
    low = token.text.lower()
    plain = wordclasses.classes(low) or wordclasses.verb_forms(low) or wordclasses.adverb(low)
    return low in CANON or (not plain and rarity(base(low)) >= _RARE)
