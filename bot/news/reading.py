"""A report as the clusterer sees it: its words by weight, and what it names. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.news import names, stages
from bot.news.kinds import Kind, kind
from bot.news.mentions import digest
from bot.news.terms import text_terms, title_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOFT = (Kind.OPINION, Kind.LISTICLE, Kind.CHATTER)
_ALONE = (Kind.ROUNDUP, Kind.PICTURE, Kind.ADVERT)
# An article is about fewer things than it mentions; more terms than these only cost time and memory.
_TERMS = 80
# The weight of a term by its count; kept, so that the reports of an index share the numbers.
_WEIGHT = [0.0, *(1 + math.log(n) for n in range(1, 100))]
# The weight of a term that stands in the headline once, and not in the text.
IN_TITLE = _WEIGHT[2]


class Reading:
    """`terms` maps a term to its weight before idf, in falling weight; those in `common` are words and not names."""

    __slots__ = (
        "alone",
        "common",
        "designators",
        "facets",
        "flights",
        "numbered",
        "numbers",
        "rockets",
        "sites",
        "size",
        "soft",
        "stage",
        "terms",
        "title",
        "titled_only",
    )

    def __init__(self, title: str, text: str, idf: Mapping[str, float]) -> None:
        head = title_terms(title)
        body = text_terms(text)
        counts: dict[str, int] = {}
        for term in head.all:
            counts[term] = counts.get(term, 0) + 2
        for term in body.all:
            counts[term] = counts.get(term, 0) + 1
        weights = [(_WEIGHT[min(n, 99)], term) for term, n in counts.items()]
        if len(weights) > _TERMS:
            weights.sort(key=lambda pair: (-pair[0] * idf[pair[1]], pair[1]))
            del weights[_TERMS:]
        self.terms = {term: weight for weight, term in weights}
        self.title = frozenset(head.all)
        self.common = frozenset((head.common | body.common) & self.terms.keys())
        self.size = len(counts)
        self.titled_only = bool(head.all) and self.size <= len(self.title) + 3
        self.numbers = frozenset(term for term in self.terms if len(term) > 1 and term[0].isdigit())
        lead = f"{title} . {text[: names.LEAD_CHARS]}"
        self.numbered = names.numbered(title)
        self.flights = names.flights(lead)
        self.facets = names.facets(lead)
        self.designators = frozenset(term for term in self.terms if names.designator(term))
        named = names.facets(title)
        self.sites = named.get("site", frozenset())
        self.rockets = named.get("rocket", frozenset()) | named.get("frequent", frozenset())
        genre = kind(title) if title else Kind.REPORT
        self.stage = stages.stage(title) if title else None
        self.alone = genre in _ALONE or digest(title, text, idf)
        self.soft = genre in _SOFT or title.rstrip().endswith("?")
