"""What the house asks of the world. Movements reach it only through these; the promises are part of the types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.deliveries import Delivery, DeliveryState, Edit, Message, Overdue, PostedBrief
from bot.document import Document
from bot.model import (
    Brief,
    BriefPlan,
    Feed,
    FeedState,
    FeedStatus,
    Item,
    Known,
    NewItem,
    Page,
    PollOutcome,
    Sentence,
    Signs,
    Slot,
    TakenSlot,
    Told,
)


class Clock(Protocol):
    """The only source of the present time, so that tests and replays can set it."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


class Summariser(Protocol):
    """Tells one story from its sources."""

    async def summarise(
        self, title: str, texts: Sequence[str], *, max_sentences: int, max_chars: int
    ) -> tuple[Sentence, ...]:
        """Sentences that the texts support; source `n` is `texts[n - 1]`. None at all where nothing is supported."""
        ...


class Courier(Protocol):
    """Discord, as the outbox needs it."""

    async def send(self, channel_id: int, payload: Mapping[str, object], nonce: str) -> int:
        """Post a message; the id that Discord gave it.

        Discord answers a repeated nonce with the first message ("checked for uniqueness in the past few minutes",
        Create Message). Raises InDoubt, TryLater, ChannelRefused, PayloadRefused or TokenError.
        """
        ...

    async def find(self, channel_id: int, mark: str, since: datetime) -> int | None:
        """The id of our own message that carries `mark`, posted at `since` or later. Raises as `send` does."""
        ...

    async def is_forum(self, channel_id: int) -> bool:
        """Whether a message there opens a post: it has no nonce then, and a brief's next messages go into the post."""
        ...

    async def edit(self, channel_id: int, message_id: int, payload: Mapping[str, object]) -> None:
        """Make a message of ours say this. Raises as `send` does, and MessageGone where it was deleted."""
        ...


class FeedStore(Protocol):
    """Feeds, how fetching them goes, and the items that they gave.

    An owner's feeds are those that it reads (bot.owners.readers_of): an address that a guild and the file have both
    counts once, as the guild names it.
    """

    async def sync_feeds(self, owner: str, feeds: Sequence[Feed], *, trusted: bool) -> None:
        """Make `feeds` all that `owner` subscribes to.

        Addresses that nobody wants are no longer polled; their items stay.
        """
        ...

    async def add_feed(self, owner: str, feed: Feed, *, limit: int) -> bool:
        """Let the owner, never a trusted one, subscribe to one feed more.

        False, and nothing added, where it has the name or the address already, or `limit` feeds of its own.
        """
        ...

    async def pause_feed(self, owner: str, name: str, *, paused: bool) -> bool:
        """Pause or resume one of the owner's own feeds; False if it has none so named.

        A resumed one that is in trouble is asked at once, also where its server had said that it is gone, but not
        before its publisher lets us (Retry-After).
        """
        ...

    async def not_before(self, url: str) -> datetime | None:
        """Until when the publisher of the feed at `url` last asked not to be asked; None if it didn't.

        Nothing is told of trusted feeds.
        """
        ...

    async def remove_feed(self, owner: str, name: str) -> bool:
        """End one of the owner's own subscriptions; False if it has none so named."""
        ...

    async def feed_statuses(self, owner: str) -> list[FeedStatus]:
        """The owner's feeds, paused ones too, in the order of their names."""
        ...

    async def due_feeds(self, now: datetime, limit: int) -> list[FeedState]:
        """Feeds that somebody wants and hasn't paused, whose next poll has come, the longest overdue first; and those
        whose next poll is further off than any wait, for the clock has been put back since.
        """
        ...

    async def known_entries(self, wanted: Mapping[int, Signs]) -> dict[int, list[Known]]:
        """What is remembered of each feed's entries with one of these keys, canonical addresses or titles, by the
        feed's id; feeds of which nothing is may be missing.
        """
        ...

    async def record_poll(
        self, state: FeedState, new: Sequence[NewItem] = (), changed: Mapping[int, NewItem] | None = None
    ) -> None:
        """Write the outcome of one poll, all of it or none: state, new items, and edits by item id.

        The items' `first_seen` is the state's `last_poll`.
        """
        ...

    async def record_polls(self, outcomes: Sequence[PollOutcome]) -> None:
        """Write the outcomes of polls of different feeds together, all of them or none."""
        ...


class PageStore(Protocol):
    """Pages of reports that were asked for."""

    async def page(self, url_key: str, trusted: bool) -> Page | None:
        """What came of asking for the page at this canonical address; None if nobody did.

        What a trusted feed was given is never told to another: the page may be private.
        """
        ...

    async def record_page(self, url_key: str, trusted: bool, page: Page) -> None:
        """Remember it, instead of what was known."""
        ...


class NewsStore(Protocol):
    """Items as news."""

    async def unfiled_items(self, limit: int) -> list[Item]:
        """Items in no story yet, then those in one whose headline was rewritten since they were filed, each in order of
        `published`, then id. Publisher, tier and tags are left empty.
        """
        ...

    async def file_items(self, stories: Mapping[Item, int], silent: Collection[Item] = ()) -> None:
        """Put items, as they were read, into stories. A story is named by the id of an item that opened it. `silent`
        are those that by now say something else than their story: others aren't held against them.

        An item whose headline was rewritten since it was read stays as it is, to be filed as it reads now.
        """
        ...

    async def filed_items(self, since: datetime) -> list[Item]:
        """Items in stories, published at `since` or later, in the order in which they were filed; without those that
        wait to be filed again and those filed as silent.
        """
        ...

    async def items(self, owner: str, since: datetime, until: datetime) -> list[Item]:
        """The owner's items with `since` <= `news_at` < `until`, as the owner names their feeds, oldest first."""
        ...

    async def story_items(self, owner: str, story_ids: Iterable[int]) -> list[Item]:
        """Every item of these stories that the owner's feeds gave, oldest first."""
        ...

    async def latest(self, owner: str, *, feed: str = "", publisher: str = "", limit: int = 10) -> list[Item]:
        """The newest of the owner's items, or of one of its feeds by name, or of one of its feeds' `publishers`."""
        ...

    async def publishers(self, owner: str, since: datetime) -> list[str]:
        """Who reports in the owner's feeds of others' reports (bot.collectors), whoever has most since then first."""
        ...

    async def languages(self, owner: str, since: datetime) -> dict[str, set[str]]:
        """In which languages each of the owner's feeds has reported since then, by its name; "" for a report that tells
        none. A feed without a report isn't there.
        """
        ...

    async def search(self, owner: str, words: Sequence[str], *, limit: int = 10) -> list[Item]:
        """The newest of the owner's items in whose title or text every word occurs, letter case aside."""
        ...


class BriefStore(Protocol):
    """Slots, briefs, and what has been told."""

    async def plan_since(self, plan_id: str, now: datetime) -> datetime:
        """When the store first heard of the plan: `now`, if only now. No slot before that was meant to be filled.

        Never later than `now`: a clock that was wrong is forgotten.
        """
        ...

    async def taken_slots(self, plan_id: str, since: datetime) -> dict[str, datetime]:
        """The plan's slots due at `since` or later that are filled or were given up: when each was due, by key."""
        ...

    async def last_slots(self, plan_id: str, limit: int) -> list[TakenSlot]:
        """What became of the plan's last slots, the latest due first."""
        ...

    async def write_brief(
        self,
        slot: Slot,
        brief: Brief,
        messages: Sequence[Message],
        channel_id: int,
        expires: datetime,
    ) -> bool:
        """Fill the slot: brief, told stories and messages, in one transaction.

        False, and nothing written, if it is taken, or if its guild has removed the plan.
        """
        ...

    async def give_up_slot(self, slot: Slot, reason: str, now: datetime) -> bool:
        """Take the slot without a brief, so that it is never filled. False as of `write_brief`."""
        ...

    async def told(self, plan_id: str, since: datetime) -> dict[int, Told]:
        """Stories that the plan has told at `since` or later, the last telling of each.

        What Discord never took (refused, expired) was not told.
        """
        ...

    async def told_to_anybody(self, story_ids: Iterable[int]) -> set[int]:
        """Those of the stories that any plan's brief has told."""
        ...

    async def briefs_with_edits(self, edited_since: datetime, told_since: datetime) -> list[PostedBrief]:
        """Posted briefs, told at `told_since` or later, with a report in their stories that was edited since.

        Their messages say what they say after the edits so far.
        """
        ...

    async def amend_brief(self, posted: PostedBrief, brief: Brief, edits: Sequence[Edit], expires: datetime) -> bool:
        """Replace the brief by what it says now, and add the edits of its messages as steps, in one transaction.

        False where the brief has been forgotten meanwhile.
        """
        ...

    async def brief_by_mark(self, mark: str) -> Brief | None:
        """The brief that a posted message belongs to."""
        ...


class PlanStore(Protocol):
    """The briefs that guilds made for themselves, and what is known of guilds at all."""

    async def guild_plans(self, guild_id: int | None = None) -> list[BriefPlan]:
        """A guild's own briefs in the order in which they were made; without an id, all of guilds that are there."""
        ...

    async def add_plan(self, guild_id: int, plan: BriefPlan, *, limit: int) -> BriefPlan | None:
        """Keep a new brief, made by its `created_by` at its `created_at`: the plan with owner and id.

        The id stays through every change and is never given again. None, and nothing kept, where the guild has `limit`
        briefs, or one of that name.
        """
        ...

    async def change_plan(self, plan: BriefPlan, *, since: datetime | None = None) -> bool:
        """Keep the plan as it is now; False if it is gone, or its guild has another of that name.

        With `since` (times moved, resumed) no slot before that moment is filled any more. What waits to be posted, and
        has not begun, goes where the plan goes.
        """
        ...

    async def remove_plan(self, plan_id: str) -> bool:
        """Forget the brief, and don't send what of it still waits; False if it was gone."""
        ...

    async def known_guilds(self) -> dict[int, datetime | None]:
        """Guilds with briefs or feeds of their own, and since when each is gone (None: it is there)."""
        ...

    async def guild_left(self, guild_id: int, now: datetime) -> None:
        """Downlink was removed from the guild: what it made rests. The first time counts."""
        ...

    async def guild_back(self, guild_id: int, now: datetime) -> bool:
        """Downlink is in the guild (again); whether it had left. No slot of the time between is filled."""
        ...

    async def forget_guild(self, guild_id: int) -> int:
        """Delete everything of the guild at once; how many rows."""
        ...


class Outbox(Protocol):
    """Messages on their way. State changes are committed before the call returns."""

    async def reopen(self) -> int:
        """At start: make what a former process left claimed claimable again (in doubt); how many there were.

        What was blocked may have been mended meanwhile, and can be claimed at once.
        """
        ...

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        """Claim what is due, in each channel's order and nobody else's for the lease: at most one message of a channel,
        and one edit of each posted message.

        A claimed delivery is SENDING with `attempts` one higher, and `first_attempt` set if it was not.
        """
        ...

    async def next_due(self) -> datetime | None:
        """When there is next something to claim, None if never."""
        ...

    async def confirm(self, delivery_id: int, message_id: int, now: datetime, *, post: bool = False) -> None:
        """It is in its channel. A `post` of a forum is a channel of its own: the brief's other steps go there."""
        ...

    async def postpone(self, delivery: Delivery, not_before: datetime, reason: str) -> None:
        """Back to be claimed again at `not_before`; `delivery` says state, attempts and first attempt to keep."""
        ...

    async def hurry(self, channel_ids: Collection[int]) -> int:
        """Let what is blocked in these channels be claimed at once; how many."""
        ...

    async def overdue(self, before: datetime) -> Overdue:
        """What messages were due before that time and are neither posted nor settled nor an admin's turn."""
        ...

    async def settle(self, delivery_id: int, state: DeliveryState, reason: str) -> None:
        """It will not be tried again by itself."""
        ...

    async def deliveries(self, plan_id: str, limit: int = 5) -> list[Delivery]:
        """The plan's last deliveries, newest first."""
        ...


class Store(FeedStore, PageStore, NewsStore, BriefStore, PlanStore, Outbox, Protocol):
    """The one store under the three movements."""

    async def purge(self, before: datetime) -> int:
        """Forget items, briefs and settled deliveries older than `before`; how many rows.

        What is still to be sent stays.
        """
        ...

    async def check(self) -> None:
        """Raise StoreError where the store is damaged or can't be written."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


class Parser(Protocol):
    """Bytes to a document, where it can't stall the loop and can be killed."""

    async def parse(self, body: bytes, *, url: str, content_type: str = "", strict: bool = False) -> Document:
        """Raises NotAFeed, or BodyRefused where it takes too long or too much memory.

        `strict`: NotAFeed also where the XML isn't well-formed, instead of making the best of it.
        """
        ...
