"""Which stories matter most, by a formula that people may read, and which of them make a brief.

    score = kind x space x routine x newness x (publishers + official + topics + something happened + who flies)

    publishers log2(1 + the publishers, each counted once: official 1, press 1, community 0.5), of the two days
               before the newest report
    official   0.3 where an official source and somebody else tell it ("confirmed by NASA")
    topics     0.8 for the first topic of the server that a title or a tag names, 0.2 for each further;
               half of it where only the text does
    something  0.3 where a title says that something happened (see bot.news.events)
    who flies  0.3 where a title names who or what flies (Falcon 9, Artemis II, CRS-34; see bot.news.names)
    newness    falls evenly from 1 for a report of this minute to 0.8 for one as old as the window:
               readers are told once, and what happened just after the last brief is as new to them; the newest
               report counts
    kind       1 for a report; live coverage 0.7, feature 0.7, picture 0.5, opinion 0.4, roundup 0.35, listicle
               0.35, chatter 0.3, house note 0.2, market 0.2, advert 0.1; a story takes the best among its reports,
               but what half of its publishers bring as a picture is one (see bot.news.kinds)
    space      1 where its words speak of space; 0.7 where they don't, but most that its feed brings does; 0.2 for
               the rest; a story takes the best among its reports (see bot.news.space)
    routine    0.7 where all titles tell of one more flight for a constellation that grows every few days (Starlink)
               and of nothing special about it

What isn't about space is left out, unless it is on one of the server's topics: a day with nothing else is quiet.
(Where nothing clearly is, a report with a word that may mean space is, but none of a feed that brings much else.)
What scores less than 0.4, an advert say, is left out even of a short brief. A publisher is counted once however often
it reports. Equal scores go to the newer story, then to the smaller id.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from bot.model import Item, Ranked, Story, Tier
from bot.news import events, names, outcomes, space
from bot.news.kinds import Kind, kind
from bot.news.outcomes import Outcome
from bot.news.reports import distinct, fresh, outlet, recent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

_KIND = {
    Kind.REPORT: 1.0,
    Kind.LIVE: 0.7,
    Kind.FEATURE: 0.7,
    Kind.PICTURE: 0.5,
    Kind.OPINION: 0.4,
    Kind.ROUNDUP: 0.35,
    Kind.LISTICLE: 0.35,
    Kind.CHATTER: 0.3,
    Kind.HOUSE: 0.2,
    Kind.MARKET: 0.2,
    Kind.ADVERT: 0.1,
}
_TIER = {Tier.OFFICIAL: 1.0, Tier.PRESS: 1.0, Tier.COMMUNITY: 0.5}
_STALE = 0.8
_WORTH = 0.4
_OFFICIAL, _HAPPENED, _FLIES = 0.3, 0.3, 0.3
_ROUTINE = 0.7
_SPACE, _SPACE_FEED, _ELSEWHERE = 1.0, 0.7, 0.2
# One more flight of a constellation that grows every few days, unless it is a milestone.
_GROWS = re.compile(r"\bstarlinks?\b", re.IGNORECASE)
_FLIGHT = re.compile(r"\b(?:launch\w*|fl(?:y|ies|ew|ight|ights)|missions?|satellites|rockets?)\b", re.IGNORECASE)
_MILESTONE = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|first|last|final|records?|milestones?|debuts?|new)\b", re.IGNORECASE)


def rank(stories: Sequence[Story], *, now: datetime, window: timedelta, topics: Sequence[str] = ()) -> list[Ranked]:
    """The stories with a report inside the window before `now`, best first, each with its reasons in plain words.

    A report that came in inside the window may be as old as two: it is news to readers, only late. One dated after
    `now` counts as of now. `topics` are words or phrases, matched whole and whatever their case.
    """
    wanted = [
        (topic, re.compile(rf"(?<!\w){re.escape(topic.strip())}(?!\w)", re.IGNORECASE))
        for topic in topics
        if topic.strip()
    ]
    about = _about_space(stories)
    ranked = []
    for story in stories:
        newest = max(item.published for item in story.items)
        age = max(now - newest, now - now)
        late = now - max(item.first_seen for item in story.items)
        staleness = min(1.0, age / window) if window else 0.0
        topical = _topics(story, wanted)
        if (age <= window or (late <= window and age <= 2 * window)) and (topical or about[story.id] > _ELSEWHERE):
            ranked.append((newest, _rank(story, staleness, about[story.id], topical)))
    ranked.sort(key=lambda pair: (-pair[1].score, -pair[0].timestamp(), pair[1].story.id))
    return [r for _, r in ranked]


def choose(
    ranked: Sequence[Ranked],
    count: int,
    fits: Callable[[Ranked, Sequence[Ranked]], bool] = lambda _, __: True,
) -> list[Ranked]:
    """The best `count` of them that are worth telling, in their order, so that no outlet fills the brief.

    `fits` says whether a story may stand beside those that were taken before it.

    Of the stories that one outlet alone tells, at most a third of the brief is taken, and up to half where
    there is nothing else; with one outlet in all there is nothing to balance.
    """
    ranked = [r for r in ranked if r.score >= _WORTH]
    outlets = {outlet(item.publisher) for r in ranked for item in r.story.items}
    limits = (math.ceil(count / 3), math.ceil(count / 2)) if len(outlets) > 1 else (count,)
    taken: list[int] = []
    alone: dict[str, int] = {}
    for limit in limits:
        for place, r in enumerate(ranked):
            if len(taken) >= count:
                break
            tellers = {outlet(item.publisher) for item in r.story.items}
            teller = tellers.pop() if len(tellers) == 1 else ""
            if place in taken or (teller and alone.get(teller, 0) >= limit):
                continue
            if not fits(r, [ranked[other] for other in taken]):
                continue
            taken.append(place)
            if teller:
                alone[teller] = alone.get(teller, 0) + 1
    return [ranked[place] for place in sorted(taken)]


def _rank(story: Story, staleness: float, about: float, topical: list[tuple[float, str]]) -> Ranked:
    reasons: list[tuple[float, str]] = []

    tiers: dict[str, Tier] = {}
    spelled: dict[str, str] = {}
    for item in distinct(recent(story.items)):
        name = outlet(item.publisher)
        spelled.setdefault(name, item.publisher)
        if name not in tiers or _TIER[item.tier] > _TIER[tiers[name]] or item.tier is Tier.OFFICIAL:
            tiers[name] = item.tier
    breadth = math.log2(1 + sum(_TIER[tier] for tier in tiers.values()))
    if len(tiers) > 1:
        halves = list(tiers.values()).count(Tier.COMMUNITY)
        reasons.append((breadth, f"{len(tiers)} publishers{f', {halves} of them community' * (halves > 0)}"))

    official = sorted(spelled[name] for name, tier in tiers.items() if tier is Tier.OFFICIAL)
    confirmed = 0.0
    if official and len(tiers) > len(official):
        confirmed = _OFFICIAL
        reasons.append((confirmed, f"confirmed by {official[0]}"))
    elif official:
        reasons.append((0.0, f"from {official[0]} itself"))

    matched = sum(weight for weight, _ in topical)
    reasons += [(weight, f"about {topic}") for weight, topic in topical]

    speaking = _speaking(story.items)
    event = _HAPPENED if any(events.happened(item.title) for item in speaking) else 0.0
    if event:
        reasons.append((event, "something happened"))

    flyer = _FLIES if any(_flies(item.title) for item in story.items) else 0.0
    if flyer:
        reasons.append((flyer, "names who or what flies"))

    newness = 1 - (1 - _STALE) * staleness

    best = _kind(speaking)
    if best is not Kind.REPORT:
        reasons.append((0.0, f"kept down: {best}"))
    if about < _SPACE:
        reasons.append((0.0, "kept down: its words don't speak of space"))

    routine = _ROUTINE if all(_one_more(item.title) for item in story.items) else 1.0
    if routine < 1:
        reasons.append((0.0, "kept down: one more of many such flights"))

    factors = {"kind": _KIND[best], "space": about, "routine": routine, "newness": newness}
    parts = {
        "publishers": breadth,
        "official": confirmed,
        "topics": matched,
        "something happened": event,
        "who flies": flyer,
    }
    score = math.prod(factors.values()) * sum(parts.values())
    reasons.sort(key=lambda reason: -reason[0])
    shares = " x ".join(f"{name} {factor:.2f}" for name, factor in factors.items() if factor != 1)
    total = " + ".join(f"{name} {part:.2f}" for name, part in parts.items() if part)
    formula = f"score {score:.2f} = {shares}{' x ' if shares else ''}({total})"
    return Ranked(story, round(score, 6), (*(text for _, text in reasons), formula))


def _speaking(items: Sequence[Item]) -> Sequence[Item]:
    """The reports that say what a story is now. Where the newest only invite to watch, those before them told of
    something else, of a first attempt.
    """
    newest = fresh(items)
    return newest if all(kind(item.title, item.url) is Kind.LIVE for item in newest) else items


def _kind(items: Sequence[Item]) -> Kind:
    """The best kind among a story's reports; a picture where half of its publishers bring it as one."""
    best: dict[str, Kind] = {}
    kinds = [(item, kind(item.title, item.url)) for item in distinct(items)]
    # A picture's headline may stand above a second page, which says less about what it is.
    pictures = {item.title.casefold() for item, found in kinds if found is Kind.PICTURE}
    for item, named in kinds:
        found = Kind.PICTURE if item.title.casefold() in pictures else named
        name = outlet(item.publisher)
        if name not in best or _KIND[found] > _KIND[best[name]]:
            best[name] = found
    if 2 * list(best.values()).count(Kind.PICTURE) >= len(best):
        return Kind.PICTURE
    return max(best.values(), key=lambda k: _KIND[k])


def _one_more(title: str) -> bool:
    return (
        bool(_GROWS.search(title) and _FLIGHT.search(title))
        and not _MILESTONE.search(title)
        and outcomes.stated(title).keys() <= {Outcome.PLANNED, Outcome.LAUNCHED, Outcome.SUCCESS}
    )


def _flies(title: str) -> bool:
    facets = names.facets(title)
    return not facets.keys().isdisjoint(("operator", "rocket", "spacecraft")) or bool(names.flights(title))


def _about_space(stories: Sequence[Story]) -> dict[int, float]:
    """By story how much it is about space; where none clearly is, those count that have a word of it."""
    feeds = space.feeds_about_space(item for story in stories for item in story.items)
    about: dict[int, float] = {}
    for story in stories:
        if any(space.about_space(item, space_feed=feeds[item.feed]) for item in story.items):
            about[story.id] = _SPACE
        else:
            about[story.id] = _SPACE_FEED if any(feeds[item.feed] for item in story.items) else _ELSEWHERE
    if any(share > _ELSEWHERE for share in about.values()):
        return about
    others = space.feeds_of_other_news(item for story in stories for item in story.items)
    return {
        story.id: _SPACE if any(space.points(item) and item.feed not in others for item in story.items) else _ELSEWHERE
        for story in stories
    }


def _topics(story: Story, wanted: Sequence[tuple[str, re.Pattern[str]]]) -> list[tuple[float, str]]:
    """What each topic that the story is on adds to its score."""
    found: list[tuple[float, str]] = []
    for topic, pattern in wanted:
        if weight := _topic(story, pattern) * (0.2 if found else 0.8):
            found.append((weight, topic.strip()))
    return found


def _topic(story: Story, pattern: re.Pattern[str]) -> float:
    if any(pattern.search(item.title) or any(pattern.fullmatch(tag) for tag in item.tags) for item in story.items):
        return 1.0
    return 0.5 if any(pattern.search(item.text) for item in story.items) else 0.0
