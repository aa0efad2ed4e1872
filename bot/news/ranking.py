"""Which stories matter most, by a formula that people may read, and which of them make a brief.

    score = kind x recency x (breadth + official + topics + event)

    breadth    log2(1 + the publishers, each counted once: official 1, press 1, community 0.5)
    official   0.5 where an official source and somebody else tell it ("confirmed by NASA");
               0.2 where only official sources do
    topics     0.8 for the first topic of the server that a title or a tag names, 0.2 for each further;
               half of it where only the text does
    event      0.3 where a title says that something happened (launches, lands, fails, signs ...)
    recency    falls evenly from 1 for a report of this minute to 0.6 for one as old as the window;
               the newest report counts
    kind       1 for a report; live coverage 0.7, picture 0.5, opinion 0.5, roundup 0.35, listicle 0.35,
               chatter 0.3, advert 0.1; a story takes the best among its reports (see bot.news.kinds)

A publisher is counted once however often it reports. Equal scores go to the newer story, then to the smaller id.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from bot.model import Item, Ranked, Story, Tier
from bot.news.kinds import Kind, kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

__all__ = ["choose", "kind", "rank"]

_KIND = {
    Kind.REPORT: 1.0,
    Kind.LIVE: 0.7,
    Kind.PICTURE: 0.5,
    Kind.OPINION: 0.5,
    Kind.ROUNDUP: 0.35,
    Kind.LISTICLE: 0.35,
    Kind.CHATTER: 0.3,
    Kind.ADVERT: 0.1,
}
_TIER = {Tier.OFFICIAL: 1.0, Tier.PRESS: 1.0, Tier.COMMUNITY: 0.5}
_STALE = 0.6
_EVENT = re.compile(
    r"\b(?:launch(?:es|ed)|(?:lift|blast)(?:s|ed) off|land(?:s|ed)|splash(?:es|ed) down|(?:un)?dock(?:s|ed)|"
    r"deploy(?:s|ed)|"
    r"reach(?:es|ed)|return(?:s|ed)|arriv(?:es|ed)|fail(?:s|ed|ure)|explod(?:es|ed)|los(?:es|t)|scrub(?:s|bed)|delay(?:s|ed)|"
    r"slip(?:s|ped)|postpon(?:es|ed)|ground(?:s|ed)|abort(?:s|ed)|cancel(?:s|s?led)|select(?:s|ed)|pick(?:s|ed)|award(?:s|ed)|"
    r"wins?|won|sign(?:s|ed)|join(?:s|ed)|approv(?:es|ed)|name(?:s|d)|appoint(?:s|ed)|announc(?:es|ed)|unveil(?:s|ed)|"
    r"discover(?:s|ed)|detect(?:s|ed)|finds|found|confirm(?:s|ed)|reveal(?:s|ed)|complet(?:es|ed)|test(?:s|ed)|fir(?:es|ed)|"
    r"roll(?:s|ed) out|sets? .*\bdate|target(?:s|ed)|die(?:s|d)|hits?|crash(?:es|ed))\b",
    re.IGNORECASE,
)


def rank(stories: Sequence[Story], *, now: datetime, window: timedelta, topics: Sequence[str] = ()) -> list[Ranked]:
    """The stories with a report inside the window before `now`, best first, each with its reasons in plain words.

    A report dated after `now` counts as of now. `topics` are words or phrases, matched whole and whatever their case.
    """
    wanted = [
        (topic, re.compile(rf"(?<!\w){re.escape(topic.strip())}(?!\w)", re.IGNORECASE))
        for topic in topics
        if topic.strip()
    ]
    ranked = []
    for story in stories:
        newest = max(item.published for item in story.items)
        age = max(now - newest, now - now)
        if age <= window:
            ranked.append((newest, _rank(story, age / window if window else 0.0, wanted)))
    ranked.sort(key=lambda pair: (-pair[1].score, -pair[0].timestamp(), pair[1].story.id))
    return [r for _, r in ranked]


def choose(ranked: Sequence[Ranked], count: int) -> list[Ranked]:
    """The best `count` of them, in their order, so that no outlet fills the brief.

    Of the stories that one outlet alone tells, at most a third of the brief is taken, and up to half where
    there is nothing else; with one outlet in all there is nothing to balance.
    """
    outlets = {_outlet(item) for r in ranked for item in r.story.items}
    if len(outlets) <= 1:
        return list(ranked[: max(0, count)])
    taken: list[int] = []
    alone: dict[str, int] = {}
    for limit in (math.ceil(count / 3), math.ceil(count / 2)):
        for place, r in enumerate(ranked):
            if len(taken) >= count:
                break
            tellers = {_outlet(item) for item in r.story.items}
            outlet = tellers.pop() if len(tellers) == 1 else ""
            if place in taken or (outlet and alone.get(outlet, 0) >= limit):
                continue
            taken.append(place)
            if outlet:
                alone[outlet] = alone.get(outlet, 0) + 1
    return [ranked[place] for place in sorted(taken)]


def _rank(story: Story, staleness: float, topics: list[tuple[str, re.Pattern[str]]]) -> Ranked:
    reasons: list[tuple[float, str]] = []

    tiers: dict[str, Tier] = {}
    names: dict[str, str] = {}
    for item in story.items:
        outlet = _outlet(item)
        names.setdefault(outlet, item.publisher)
        if outlet not in tiers or _TIER[item.tier] > _TIER[tiers[outlet]] or item.tier is Tier.OFFICIAL:
            tiers[outlet] = item.tier
    breadth = math.log2(1 + sum(_TIER[tier] for tier in tiers.values()))
    if len(tiers) > 1:
        reasons.append((breadth, f"{len(tiers)} publishers"))

    official = sorted(names[outlet] for outlet, tier in tiers.items() if tier is Tier.OFFICIAL)
    confirmed = 0.0
    if official and len(tiers) > len(official):
        confirmed = 0.5
        reasons.append((confirmed, f"confirmed by {official[0]}"))
    elif official:
        confirmed = 0.2
        reasons.append((confirmed, f"from {official[0]} itself"))

    matched = 0.0
    for topic, pattern in topics:
        weight = _topic(story, pattern) * (0.8 if not matched else 0.2)
        if weight:
            matched += weight
            reasons.append((weight, f"about {topic.strip()}"))

    event = 0.3 if any(_EVENT.search(item.title) for item in story.items) else 0.0
    if event:
        reasons.append((event, "something happened"))

    recency = 1 - (1 - _STALE) * staleness
    if staleness <= 0.25:
        reasons.append((0.25, "new"))

    best = max((kind(item.title) for item in story.items), key=lambda k: _KIND[k])
    if best is not Kind.REPORT:
        reasons.append((0.0, f"kept down: {best}"))

    score = _KIND[best] * recency * (breadth + confirmed + matched + event)
    reasons.sort(key=lambda reason: -reason[0])
    return Ranked(story, round(score, 6), tuple(text for _, text in reasons))


def _outlet(item: Item) -> str:
    return item.publisher.casefold().strip()


def _topic(story: Story, pattern: re.Pattern[str]) -> float:
    if any(pattern.search(item.title) or any(pattern.fullmatch(tag) for tag in item.tags) for item in story.items):
        return 1.0
    return 0.5 if any(pattern.search(item.text) for item in story.items) else 0.0
