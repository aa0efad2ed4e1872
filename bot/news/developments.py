"""Whether later reports of a story that was told bring something new, and in a few words what. Pure.

A story is told again only for a development: a new outcome or deed, a changed number or date, the hour of a launch that
had none, an official word on what was told as uncertain, a reply of somebody concerned, or new substance that two
publishers have in their headlines. More coverage of the same is none, by however many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.addresses import canonical
from bot.model import Correction, Item, Tier, ToldStory
from bot.news import agreement, deeds, outcomes, stages
from bot.news.facts import MOST_CHARS, NUMBER, Fact, facts
from bot.news.kinds import Kind, kind
from bot.news.reports import distinct, outlet, said
from bot.news.stages import Stage
from bot.news.wording import stems

# What comes in so soon after the telling is the same news from slower desks, unless the event itself moved on.
SETTLING = timedelta(hours=1)
# Of the words in two publishers' headlines and openings, so many must be new for them to be new substance.
_NEW_WORDS = 4
_LEAD_CHARS = 400
_REPLIES = re.compile(
    r"\b(?:react(?:s|ed)?|respond(?:s|ed)?|acknowledge[sd]?|admit(?:s|ted)?|den(?:y|ies|ied)|disput(?:es|ed)|"
    r"reject(?:s|ed)?|apologi[sz](?:es|ed)|conced(?:es|ed))\b",
    re.IGNORECASE,
)


# What was told so is uncertain until somebody who must know has said it.
_UNSURE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|rumou?r\w*|unconfirmed|leak(?:s|ed) (?:document|memo|draft|email|plan)\w*|"
    r"(?:sources?|people) (?:say|said|told|familiar|with knowledge)|(?:is|are|was|were) said to|"
    r"(?:appears?|appeared|seems?|seemed) to|(?:may|might) have|(?:not|n't|yet to) (?:\w+ )?(?:confirm|comment)\w*)\b",
    re.IGNORECASE,
)
_WATCHED = (Stage.INVITED, Stage.COVERED)
_FLOWN = {Stage.HAPPENED, Stage.ARRIVED, Stage.AFTER}


@dataclass(frozen=True, slots=True)
class Development:
    """What is new, for people ("launched", "a new date"), and the reports that bring it, at least one."""

    what: str
    reports: tuple[Item, ...]


def development(
    told: Sequence[Item], new: Sequence[Item], told_at: datetime, telling: ToldStory | None = None
) -> Development | None:
    """What new reports add to those a story was told from; None for nothing.

    Only plain reports bring something, but the hour of a launch stands on the pages that invite to watch it.

    `new` are the reports that the telling didn't have. One that is older than what was told brings nothing; nor is an
    outcome news that stands in a sentence of the `telling`.
    """
    if not told:
        return None
    newest = max(item.published for item in told)
    known = {(outlet(item.publisher), item.title.casefold()) for item in told}
    after = [
        item
        for item in distinct(new)
        if item.published > newest and (outlet(item.publisher), item.title.casefold()) not in known
    ]
    later = [item for item in after if kind(item.title, item.url) is Kind.REPORT]
    settled = [item for item in later if item.first_seen > told_at + SETTLING]
    return (
        _outcome(told, later, telling)
        or _loss(told, later)
        or _deed(told, later)
        or _changed(told, later)
        or _hour(told, after)
        or _official(told, later)
        or _reply(told, later)
        or _substance(told, settled)
    )


@dataclass(frozen=True, slots=True)
class Corrected:
    """A report that says something else than when it was told."""

    item: Item
    before: str
    now: str


def corrections(telling: ToldStory, items: Sequence[Item]) -> list[Corrected]:
    """Where a source no longer states a value that was told from it, but another value of the same thing.

    What the telling itself corrects by now is no news.
    """
    reports = _reports(telling, items)
    lead = next((source.n for source in telling.sources if canonical(source.url) == canonical(telling.url)), 0)
    told = [(lead, telling.title), *((sentence.source, sentence.text) for sentence in telling.sentences)]
    done = {(each.source, each.before, each.now) for each in telling.corrections}
    found: dict[tuple[int, str], Corrected] = {}
    for number, words in told:
        item = reports.get(number)
        if item is None:
            continue
        now = facts(f"{item.title}\n{said(item)}")
        for fact in facts(words):
            others = [other for other in now if other.exact and agreement.same_thing(fact, other, frozenset())]
            gone = fact.exact and not any(other.measure == fact.measure and other.agrees(fact) for other in now)
            if gone and len({other.value for other in others}) == 1 and (number, fact.text, others[0].text) not in done:
                found.setdefault((item.id, fact.measure), Corrected(item, fact.text, others[0].text))
    return list(found.values())


def restored(telling: ToldStory, items: Sequence[Item]) -> list[Correction]:
    """The telling's corrections whose source states again what was told from it: they are true no longer."""
    reports = _reports(telling, items)
    return [
        line
        for line in telling.corrections
        if (item := reports.get(line.source)) is not None
        and any(
            other.measure == fact.measure and other.agrees(fact)
            for fact in facts(line.before)
            for other in facts(f"{item.title}\n{said(item)}")
        )
    ]


def _reports(telling: ToldStory, items: Sequence[Item]) -> dict[int, Item]:
    """By its number each source's report as it is now: its own, for anybody may bring a copy of a page, and of several
    the one that speaks for the page.
    """
    copies: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        copies.setdefault((canonical(item.url), item.publisher), []).append(item)
    found = {source.n: copies.get((canonical(source.url), source.publisher)) for source in telling.sources}
    return {n: distinct(own)[0] for n, own in found.items() if own}


def _outcome(told: Sequence[Item], later: Sequence[Item], telling: ToldStory | None) -> Development | None:
    lines = [item.title for item in told] + [sentence.text for sentence in (telling.sentences if telling else ())]
    before = frozenset(each for line in lines for each in outcomes.stated(line))
    spoken = frozenset(each for item in told for each in outcomes.mentioned(f"{item.title}\n{said(item)[:MOST_CHARS]}"))
    fresh = {item.id: outcomes.news(before, spoken, frozenset(outcomes.stated(item.title))) for item in later}
    news = [item for item in later if fresh[item.id]]
    if not news:
        return None
    last = max(news, key=lambda item: (item.published, item.id))
    # In the order in which the enumeration has them: the furthest that it has come.
    furthest = max(fresh[last.id], key=list(outcomes.Outcome).index)
    what = outcomes.in_a_word(furthest, last.title)
    return Development(what, tuple(item for item in news if furthest in fresh[item.id]))


def _loss(told: Sequence[Item], later: Sequence[Item]) -> Development | None:
    """What became of the payload of a flight that went wrong."""
    lost = tuple(item for item in later if stages.stage(item.title) is Stage.LOST)
    if not lost or any(stages.written_off(f"{item.title}\n{said(item)[:MOST_CHARS]}") for item in told):
        return None
    return Development("its payload is given up", lost)


def _deed(told: Sequence[Item], later: Sequence[Item]) -> Development | None:
    """What somebody did that those who told of it before didn't so much as mention."""
    known = frozenset(each for item in told for each in deeds.mentioned(f"{item.title}\n{said(item)[:MOST_CHARS]}"))
    fresh = {item.id: deeds.done(item.title) - known for item in later}
    news = [item for item in later if fresh[item.id]]
    if not news:
        return None
    first = min(news, key=lambda item: (item.published, item.id))
    deed = min(fresh[first.id], key=list(deeds.Deed).index)
    return Development(deed.value, tuple(item for item in news if deed in fresh[item.id]))


def _changed(told: Sequence[Item], later: Sequence[Item]) -> Development | None:
    common = agreement.common_stems([*told, *later])
    before = [fact for item in told for fact in facts(f"{item.title}\n{said(item)}")]
    bring = [
        (item, fact)
        for item in later
        for fact in facts(f"{item.title}\n{said(item)[:_LEAD_CHARS]}")
        if fact.exact and fact.measure != NUMBER and _overtakes(fact, before, common)
    ]
    if not bring:
        return None
    what = "a new date" if any(fact.measure == "date" for _, fact in bring) else "a new figure"
    return Development(what, tuple({item.id: item for item, _ in bring}.values()))


def _overtakes(fact: Fact, before: Sequence[Fact], common: frozenset[str]) -> bool:
    same = [old for old in before if old.exact and agreement.same_thing(fact, old, common)]
    return bool(same) and not any(old.agrees(fact) for old in before if old.measure == fact.measure)


def _hour(told: Sequence[Item], after: Sequence[Item]) -> Development | None:
    """The hour of a launch that was told as ahead, with no hour."""
    so_far = {stages.stage(item.title) for item in told}
    if so_far.isdisjoint((*_WATCHED, Stage.AHEAD)) or so_far & _FLOWN or any(map(_hours, told)):
        return None
    invite = tuple(item for item in after if stages.stage(item.title) in _WATCHED and _hours(item))
    return Development("the hour of the launch", invite) if invite else None


def _hours(item: Item) -> bool:
    return any(fact.measure.startswith("time in ") for fact in facts(f"{item.title}\n{said(item)[:_LEAD_CHARS]}"))


def _official(told: Sequence[Item], later: Sequence[Item]) -> Development | None:
    if not any(_UNSURE.search(f"{item.title}\n{said(item)[:MOST_CHARS]}") for item in told):
        return None
    official = [item for item in later if item.tier is Tier.OFFICIAL and said(item)]
    if not official or any(item.tier is Tier.OFFICIAL for item in told):
        return None
    # What it says after that confirms nothing more.
    first = min(official, key=lambda item: (item.published, item.id))
    return Development(f"confirmed by {first.publisher}", (first,))


def _reply(told: Sequence[Item], later: Sequence[Item]) -> Development | None:
    if any(_REPLIES.search(f"{item.title}\n{said(item)[:MOST_CHARS]}") for item in told):
        return None
    replies = tuple(item for item in later if _REPLIES.search(item.title))
    return Development("a reply", replies) if replies else None


def _substance(told: Sequence[Item], later: Sequence[Item]) -> Development | None:
    known = frozenset(word for item in told for word in stems(f"{item.title}\n{said(item)[:MOST_CHARS]}"))
    words = {item.id: stems(f"{item.title}\n{said(item)[:_LEAD_CHARS]}") - known for item in later}
    shared = _of_several(later, words)
    # What two publishers only mention is background; the news stands in their headlines.
    if len(shared) < _NEW_WORDS or not _of_several(later, {item.id: stems(item.title) - known for item in later}):
        return None
    return Development("new reports", tuple(item for item in later if words[item.id] & shared))


def _of_several(items: Sequence[Item], words: Mapping[int, frozenset[str]]) -> set[str]:
    """Those of the words, given for each report, that more than one publisher has."""
    tellers: dict[str, set[str]] = {}
    for item in items:
        for word in words[item.id]:
            tellers.setdefault(word, set()).add(outlet(item.publisher))
    return {word for word, outlets in tellers.items() if len(outlets) > 1}
