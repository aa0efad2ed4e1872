"""The second movement: items in the store become one Brief in the outbox.

    unfiled or rewritten items -> Circles -> stories             [commit]
    window + selection -> stories, or what is new of those told -> ranked -> chosen -> summarised -> Brief
    Brief + slot + messages                                      [commit]

What it does not do: fetch (bot.gatherer) or send (bot.outbox). `write` leaves no trace, so a preview can be made at any
time; `fill` takes the slot and remembers what was told.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat import render
from bot.errors import NothingRead
from bot.model import (
    Brief,
    BriefPlan,
    Correction,
    Earlier,
    Item,
    Ranked,
    Sentence,
    Slot,
    Source,
    Story,
    Told,
    ToldStory,
)
from bot.news import agreement, hours, outcomes, ranking, space
from bot.news.circles import Circles
from bot.news.overtaken import as_far, overtaken, without_plans
from bot.news.repeats import Repeats
from bot.news.reports import fresh, one_per_publisher, outlet, recent, said
from bot.news.scenes import without_scenes
from bot.news.stories import HORIZON
from bot.news.untold import Tellings, Untold, as_told, remaining, untold
from bot.owners import PUBLIC
from bot.ports import BriefStore, Clock, FeedStore, NewsStore, Summariser
from bot.selection import carries, on_topic, reach, unmet, usable, wanted

# So long a plan remembers a story that it told, and tells only what is new of it.
MEMORY = timedelta(days=14)
FILING_BATCH = 200
# All publishers of a story are its sources; so many are told from, and so many are held against each other.
SPEAKING, COMPARED = 6, 12
MAX_SENTENCES = 3
# Six stories of this length, with their titles and sources, fit into one message (4,000 characters of Components V2).
MAX_CHARS = 300


class EditorStore(FeedStore, NewsStore, BriefStore, Protocol):
    """What the editor needs of the store."""


class Editor:
    """Writes briefs. One at a time: filing and telling are decisions that build on each other.

    `retell=True` tells again what was told, for a rehearsal. `guild_of` says which server a channel
    is in, where that is known: an update then links the message that it follows.
    """

    def __init__(
        self,
        store: EditorStore,
        summariser: Summariser,
        clock: Clock,
        *,
        retell: bool = False,
        guild_of: Callable[[int], int | None] = lambda _: None,
    ) -> None:
        self._store = store
        self._summariser = summariser
        self._clock = clock
        self._retell = retell
        self._guild_of = guild_of
        self._index: Circles | None = None
        self._outdated = False
        self._compared: Repeats | None = None  # as long as nothing is filed: a thousand servers have one hour
        self._writing = asyncio.Lock()

    async def fill(self, plan: BriefPlan, slot: Slot, *, expires: datetime) -> bool:
        """Write the slot's brief into the outbox; False if the slot was taken before.

        Raises NothingRead, and leaves the slot open, where no feed could be read in the brief's window.
        """
        async with self._writing:
            brief = await self._write(plan, self._clock.now())
            mark = brief_mark(slot)
            quiet = not brief.stories and not plan.quiet_day
            messages = [] if quiet else render.messages(brief, layout=plan.layout, mark=mark, ping_role=plan.ping_role)
            return await self._store.write_brief(slot, brief, messages, plan.channel_id, expires)

    async def write(self, plan: BriefPlan) -> Brief:
        """The brief as it would be now, leaving no trace. Raises NothingRead as `fill` does."""
        async with self._writing:
            return await self._write(plan, self._clock.now())

    async def file_items(self) -> int:
        """Put every item that is unfiled or was rewritten into the story it belongs to; how many there were."""
        async with self._writing:
            return await self._file_items()

    def feeds_changed(self) -> None:
        """The file has other feeds now: whose reports make whose stories is read anew before the next is filed."""
        self._outdated = True

    async def _write(self, plan: BriefPlan, now: datetime) -> Brief:
        await self._file_items()
        since = now - plan.window
        reports = await self._store.items(plan.owner, since, now)
        candidates = wanted(reports, plan.selection)
        told = {} if self._retell else await self._store.told(plan.id, now - MEMORY)
        named = {item.story_id for item in candidates if item.story_id is not None}
        # What was told so recently may have been edited since; an edit is no news item of its own.
        named |= {story_id for story_id, telling in told.items() if telling.told_at >= since}
        feeds = space.feeds_about_space(reports)
        whole = [
            replace(story, items=tuple(space.together(story.items, feeds)))
            for story in into_stories(usable(await self._store.story_items(plan.owner, named), plan.selection))
            if on_topic(story.items, plan.selection)
        ]
        news: dict[int, Untold] = {}
        repeats = await self._repeats()
        for story in whole:
            earlier = told.get(story.id)
            # To compare long reports takes milliseconds, hostile ones half a second: in a thread.
            look = asyncio.to_thread(untold, story, earlier, repeats) if earlier else None
            if one := await look if look else untold(story, None, repeats):
                news[story.id] = one
        # Thousands of stories take a quarter of a second: in a thread, so that the loop goes on.
        headlines = {number: one.story.title for number, one in told.items() if one.story}
        late = await asyncio.to_thread(overtaken, whole, headlines)
        untold_yet = [
            one.story for number, one in news.items() if number not in late and not hours.gone(one.story.items, now)
        ]
        ranked = await asyncio.to_thread(
            ranking.rank, untold_yet, now=now, window=plan.window, topics=plan.selection.topics
        )
        filed = into_stories(await self._store.story_items(plan.owner, told))
        picks = await asyncio.to_thread(
            choose, ranked, plan.stories, news, told, {story.id: story.items for story in filed}, repeats
        )
        stories = [await self._tell(pick, one) for pick, one in picks]
        considered = len(wanted(reports, reach(plan.selection)))
        if not considered:
            await self._must_have_read(plan, since)
            # What was read while this was written is in the store by now, with the word that it was read.
            if wanted(await self._store.items(plan.owner, since, now), reach(plan.selection)):
                return await self._write(plan, now)
        return Brief(
            name=plan.name,
            written_at=now,
            since=since,
            timezone=plan.timezone,
            stories=tuple(stories),
            considered=considered,
            came_in=len(reports),
            unmet="" if stories else unmet(reports, plan.selection),
        )

    async def _must_have_read(self, plan: BriefPlan, since: datetime) -> None:
        """A day without news is quiet only if somebody listened."""
        feeds = [
            status
            for status in await self._store.feed_statuses(plan.owner)
            if not status.paused and carries(status.feed, plan.selection)
        ]
        if any(feed.state.last_ok and feed.state.last_ok >= since for feed in feeds):
            return
        if not feeds:
            why = "there is no feed that it chooses from: add one, or change what it chooses from"
        elif all(feed.state.last_poll is None for feed in feeds):
            which = "its feeds haven't" if len(feeds) > 1 else "its feed hasn't"
            why = f"{which} been read yet, which takes the running bot a minute"
        else:
            which = f"none of its {len(feeds)} feeds could" if len(feeds) > 1 else "its feed could not"
            ever = any(feed.state.last_ok for feed in feeds)
            when = f"since {since:%Y-%m-%d %H:%M} UTC" if ever else "so far"
            why = f"{which} be read {when}; `/feed health` or `downlink check` says why"
        raise NothingRead(f'The brief "{plan.name}" can\'t be written: {why}')

    async def _tell(self, pick: Ranked, news: Untold) -> ToldStory:
        reports = one_per_publisher(recent(pick.story.items))
        lead, speakers = reports[0], reports[:SPEAKING]
        speaking = fresh(pick.story.items)
        whole = [without_plans(said(report), lead.title) for report in speakers]
        texts = [without_scenes(text) for text in whole]
        told = await self._summary(
            lead.title, [text if r in speaking else "" for r, text in zip(speakers, texts, strict=True)]
        )
        if not told:  # better an earlier report that the event hasn't overtaken than none
            told = await self._summary(
                lead.title, [text if as_far(r, lead) else "" for r, text in zip(speakers, texts, strict=True)]
            )
        if not told and texts != whole:  # and better a scene
            told = await self._summary(
                lead.title, [text if r in speaking else "" for r, text in zip(speakers, whole, strict=True)]
            )
        return ToldStory(
            story_id=pick.story.id,
            title=lead.title,
            url=lead.url,
            sentences=told,
            sources=tuple(Source(n, report.publisher, report.url) for n, report in enumerate(reports, 1)),
            published=lead.published,
            image=next((report.image for report in reports if report.image), None),
            reasons=(*([f"new since it was told: {outcomes.clause(news.what)}"] if news.what else []), *pick.reasons),
            item_ids=news.item_ids,
            differences=await asyncio.to_thread(agreement.differences, reports[:COMPARED]),
            corrections=tuple(
                Correction(n, each.before, each.now)
                for each in news.corrected
                for n, report in enumerate(reports, 1)
                if report.id == each.item.id
            ),
            update=news.update,
            earlier=self._earlier(news.earlier, outcomes.clause(news.what)) if news.earlier else None,
        )

    def _earlier(self, told: Told, new: str) -> Earlier:
        if told.channel_id is None or told.message_id is None:
            return Earlier(told.told_at, story_id=told.story_id, new=new)
        guild = self._guild_of(told.channel_id)
        url = render.jump_url(guild, told.channel_id, told.message_id) if guild else ""
        return Earlier(told.told_at, url, told.story_id, new)

    async def _summary(self, title: str, texts: Sequence[str]) -> tuple[Sentence, ...]:
        """The story in whole sentences: where the first would have to be cut, one that is longer; else none."""
        for sentences, chars in ((MAX_SENTENCES, MAX_CHARS), (1, 2 * MAX_CHARS)):
            told = await self._summariser.summarise(title, texts, max_sentences=sentences, max_chars=chars)
            if not any(sentence.text.endswith("…") for sentence in told):
                return told
        return ()

    async def _file_items(self) -> int:
        index = await self._remembered()
        filed = 0
        while batch := await self._store.unfiled_items(FILING_BATCH):
            self._compared = None
            before = {item.story_id for item in batch if item.story_id is not None}
            told = await self._store.told_to_anybody(before)
            stories: dict[Item, int] = {}
            for item in batch:
                # What a brief has told hangs on the story: its reports stay in it, whatever they say by now.
                stories[item] = index.keep(item) if item.story_id in told else index.place(item)
                await asyncio.sleep(0)
            silent = {item for item in batch if item.story_id is not None and not index.knows(item)}
            try:
                await self._store.file_items(stories, silent)
            except BaseException:
                self._index = None  # it knows of filings that the store doesn't: read it anew
                raise
            filed += len(batch)
        return filed

    async def _remembered(self) -> Circles:
        if self._outdated:
            # Before it is read: what changes meanwhile is read again, and so is what could not be read.
            self._outdated, self._index = False, None
        if self._index is None:
            self._index, self._compared = await self._restored_index(), None
        return self._index

    async def _repeats(self) -> Repeats:
        rarity = (await self._remembered()).rarity
        if self._compared is None:
            self._compared = Repeats(rarity)
        return self._compared

    async def _restored_index(self) -> Circles:
        index = Circles()
        filed = await self._store.filed_items(self._clock.now() - HORIZON)
        for n, item in enumerate(sorted(filed, key=lambda item: item.circle != PUBLIC)):
            index.restore(item)
            if n % 3 == 0:
                await asyncio.sleep(0)
        return index


# ---------------------------------------------------------------- decisions, pure


def choose(
    ranked: Sequence[Ranked],
    count: int,
    news: Mapping[int, Untold],
    told: Mapping[int, Told],
    reports: Mapping[int, Sequence[Item]],
    repeats: Repeats,
) -> list[tuple[Ranked, Untold]]:
    """The picks, none telling what another of them or one `told` of late tells, and what there is to tell of each."""
    of_story = {number: as_told(reports.get(number, ()), one) for number, one in told.items()}
    tellings = Tellings(told, of_story, repeats)
    left: dict[int, Untold | None] = {}
    repeated: dict[int, list[Story]] = {}  # by pick, the stories that it kept out
    mashed: set[int] = set()

    def fits(pick: Ranked, taken: Sequence[Ranked]) -> bool:
        number = pick.story.id
        if number in mashed:
            return False
        if number not in left:
            left[number] = remaining(news[number], tellings)
        if left[number] is None:
            return False
        for other in taken:
            if repeats.same(pick.story.items, other.story.items):
                repeated.setdefault(other.story.id, []).append(pick.story)
                return False
        return True

    while True:
        repeated.clear()
        picks = ranking.choose(ranked, count, fits)
        # Several stories' news in one headline would keep out each of them.
        found: set[int] = set()
        for pick in picks:
            kept_out = repeated.get(pick.story.id, [])
            parts = repeats.mashed(pick.story.items, [each.items for each in kept_out]) if _alone(pick.story) else ()
            if parts:
                # With its copies: to find one a round would take a round for each.
                copies = [each for each in kept_out if _alone(each) and _made_of(each, parts, repeats)]
                found |= {pick.story.id, *(each.id for each in copies)}
        if not found:
            break
        mashed |= found
    return [(replace(pick, story=one.story), one) for pick in picks if (one := left[pick.story.id])]


def _alone(story: Story) -> bool:
    return len({outlet(item.publisher) for item in story.items}) == 1


def _made_of(story: Story, parts: Sequence[Sequence[Item]], repeats: Repeats) -> bool:
    return all(repeats.same(story.items, part) for part in parts) and bool(repeats.mashed(story.items, parts))


def into_stories(items: Sequence[Item]) -> list[Story]:
    """Items by story, each story's in order of time, stories in order of their first item."""
    stories: dict[int, list[Item]] = {}
    for item in sorted(items, key=lambda item: (item.published, item.id)):
        if item.story_id is not None:
            stories.setdefault(item.story_id, []).append(item)
    return [Story(story_id, tuple(members)) for story_id, members in stories.items()]


def brief_mark(slot: Slot) -> str:
    """What tells this brief's messages from all others in a channel: short, stable, and unmistakable."""
    digest = hashlib.sha256(f"{slot.plan_id}\n{slot.key}".encode()).hexdigest()
    return f"downlink:{digest[:12]}"
