"""Between the second movement and the third: what a source has corrected since it was told, into the posted message.

    edited items -> posted briefs that told them -> what they say now -> edits of the messages     [commit]

Only what the feeds tell is seen: no page is asked whether it is still there. The amended brief replaces the one that
was written, so that no correction is made twice, and tomorrow's update doesn't repeat it. Where a posted message has no
room for the line, or would not be written the same way today, it stays as it is, and the correction waits for the next
brief, which tells it as an update.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.addresses import canonical
from bot.chat import render
from bot.deliveries import Edit, PostedBrief
from bot.model import Brief, BriefPlan, Correction, Item, ToldStory
from bot.news.developments import corrections, restored
from bot.ports import BriefStore, Clock, NewsStore

log = structlog.get_logger(__name__)

# So long a posted brief is still read.
READ_FOR = timedelta(hours=48)
# So often a source may change one value of a posted brief, there and back: a feed may give another at every poll.
MOST_TURNS = 4
# A poll's outcome is written a little after its time.
OVERLAP = timedelta(minutes=5)


class CorrectorStore(NewsStore, BriefStore, Protocol):
    """What the corrector needs of the store."""


class Corrector:
    """Writes edits of posted briefs into the outbox."""

    def __init__(self, store: CorrectorStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._looked: datetime | None = None

    async def correct(self, plans: Iterable[BriefPlan]) -> int:
        """Amend what these plans have posted, as far as reports were edited since the last call; how many briefs."""
        now = self._clock.now()
        since = min(self._looked, now) - OVERLAP if self._looked else now - READ_FOR
        in_force = {plan.id: plan for plan in plans}
        amended_briefs = 0
        for posted in await self._store.briefs_with_edits(since, now - READ_FOR):
            plan = in_force.get(posted.plan_id)
            if plan is None:
                continue
            brief = await self._amended(plan.owner, posted.brief)
            changed = edits(posted, brief, plan)
            if changed and await self._store.amend_brief(posted, brief, changed, now + READ_FOR):
                amended_briefs += 1
                log.info("brief corrected", plan=plan.name, slot=posted.slot_key, messages=len(changed))
        self._looked = now
        return amended_briefs

    async def _amended(self, owner: str, brief: Brief) -> Brief:
        items: dict[int | None, list[Item]] = {}
        for item in await self._store.story_items(owner, [story.story_id for story in brief.stories]):
            items.setdefault(item.story_id, []).append(item)
        stories = []
        for story in brief.stories:
            stories.append(amended(story, items.get(story.story_id, ())))
            await asyncio.sleep(0)  # comparing long reports takes milliseconds
        return replace(brief, stories=tuple(stories))


# ---------------------------------------------------------------- decisions, pure


def amended(story: ToldStory, items: Sequence[Item]) -> ToldStory:
    """The story with a line for each value that a source has corrected since; of one value only the last, and none of
    one that the source has taken up again. A value that wavers is followed for MOST_TURNS and then left to the next
    brief, for each turn is an edit of what people have read.
    """
    numbers = {canonical(source.url): source.n for source in story.sources}
    again = restored(story, items)
    lines = {(line.source, line.before): line for line in story.corrections}
    changes = [(line.source, line.before, line.before) for line in again if not line.taken_back]
    changes += [
        (number, each.before, each.now)
        for each in corrections(story, items)
        if (number := numbers.get(canonical(each.item.url)))
    ]
    for source, before, now in changes:
        turns = lines[source, before].turns + 1 if (source, before) in lines else 1
        if turns <= MOST_TURNS:
            lines[source, before] = Correction(source, before, now, turns)
    return replace(story, corrections=tuple(lines.values()))


def edits(posted: PostedBrief, brief: Brief, plan: BriefPlan) -> list[Edit]:
    """What is to be changed so that the messages tell `brief`; nothing where they can't be edited in place."""
    mark = posted.messages[0].message.mark.rpartition(":")[0]
    before, after = (
        render.messages(each, layout=plan.layout, mark=mark, ping_role=plan.ping_role) for each in (posted.brief, brief)
    )
    stands = [_body(delivery.message.payload) for delivery in posted.messages]
    if [_body(message.payload) for message in before] != stands or len(after) != len(stands):
        return []
    return [
        Edit(delivery, message)
        for delivery, message, body in zip(posted.messages, after, stands, strict=True)
        if _body(message.payload) != body
    ]


def _body(payload: Mapping[str, object]) -> str:
    """As it comes back from the store."""
    return json.dumps(payload, sort_keys=True)
