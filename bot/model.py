"""The nouns of Downlink, as frozen values. Every time is an aware datetime in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.document import Entry

# ---------------------------------------------------------------- what comes in


class Tier(StrEnum):
    """How close a publisher stands to the event."""

    OFFICIAL = "official"  # agencies, operators, manufacturers speaking of themselves
    PRESS = "press"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as somebody wants it: a [[feeds]] table of the file, or a guild's own."""

    name: str
    url: str
    tier: Tier = Tier.PRESS
    tags: tuple[str, ...] = ()
    language: str = ""
    full_text: bool = False
    collects: bool = False  # of others' reports, each told under its own publisher's name


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of fetching one address. `trusted` addresses (the file's, where it allows private ones) and
    others are never the same row, so that no guild reaches what only the host may.
    """

    id: int
    url: str
    trusted: bool = False
    moved_to: str = ""  # the address that a permanent redirect named (RFC 9110, 301 and 308)
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""  # of the last body parsed: an equal body is not parsed again
    next_poll: datetime | None = None  # None: now
    not_before: datetime | None = None  # so long its publisher asked to be left alone (Retry-After), whoever wants it
    last_poll: datetime | None = None
    last_ok: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0  # in a row
    status: int | None = None
    reason: str = ""  # of the last failure, for people
    stopped: bool = False  # 410 Gone: asked again only when an admin wants it
    rhythm: timedelta | None = None  # the usual time between new entries
    marks: bytes = b""  # of the entries of the last body (bot.feeds.slices): what has one is not parsed again
    moving_to: str = ""  # the address that the last permanent redirects named, and how many of them in a row
    moves: int = 0
    led_to: str = ""  # the other host from which the last answer came by redirects that aren't permanent
    led_since: datetime | None = None  # and since when they all did
    ttl: timedelta | None = None  # what the publisher asks for, as in Document, so that a 304 heeds it too
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    full_text: bool = False  # whether any of its readers wants the pages of thin entries read; not of the poll


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed as its owner named it, how fetching it goes, and how many items it has in the store.

    A paused one is asked for nobody's sake but others', and no brief of its owner reads it.
    """

    feed: Feed
    state: FeedState
    items: int = 0
    owner: str = "file"
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """By what entries of one feed may be known: their keys, canonical addresses and titles."""

    keys: Sequence[str] = ()
    url_keys: Sequence[str] = ()
    titles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the store remembers of an entry, to tell a new one from an old one that changed."""

    item_id: int
    key: str
    url_key: str
    title: str
    published: datetime | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """An entry judged new or changed, ready for the store.

    `key` is its identity within the feed, `url_key` its canonical address, `fingerprint` a hash of what people see.
    `news_at` is the time by which a brief's window judges it: see bot.gatherer.
    """

    key: str
    url_key: str
    fingerprint: str
    entry: Entry
    published: datetime
    news_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """What came of asking for a report's page: when, and its text, "" where there was none to be had."""

    asked: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What came of one poll, ready for the store: the feed's next state, new items, and edits by item id."""

    state: FeedState
    new: Sequence[NewItem] = ()
    changed: Mapping[int, NewItem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in the store, as the owner of a brief sees it: feed, tier and tags are the owner's words.

    `publisher` is who reports it: the feed's name, or the entry's own where the feed collects others' (bot.collectors).
    `url` is as it is shown (bot.addresses). `published` never lies after `first_seen`, and is `first_seen` where the
    feed gives no credible date.
    """

    id: int
    feed_id: int
    publisher: str
    url: str
    title: str
    text: str
    published: datetime
    first_seen: datetime
    tier: Tier = Tier.PRESS
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str | None = None
    story_id: int | None = None
    feed: str = ""
    feed_url: str = ""  # of the feed, to tell its own pages from others'
    edited: datetime | None = None  # when it was last seen changed
    circle: str = ""  # who may lend its reports to one story (bot.owners.circle_of), where it is read to be filed


# ---------------------------------------------------------------- what it means


@dataclass(frozen=True, slots=True)
class Story:
    """One event and all who told of it: items in order of time, at least one."""

    id: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with its score and, for people, the reasons in falling weight ("4 publishers", "confirmed by NASA")."""

    story: Story
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary and the number (from 1) of the source that it stands in."""

    text: str
    source: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A value in the words of the first of `sources`, the numbers of all that state it."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Different values that sources of a story give of one thing: two claims at least. `of` names the thing, for people
    ("launch date"), "" where it isn't known.
    """

    claims: tuple[Claim, ...]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a source said when it was told, and what it says now, each in the source's words.

    One that its source has taken back says the same twice: it is remembered and not shown. `turns` counts the changes.
    """

    source: int
    before: str
    now: str
    turns: int = 1

    @property
    def taken_back(self) -> bool:
        """Whether the source says again what was told."""
        return self.now == self.before


# ---------------------------------------------------------------- what goes out


@dataclass(frozen=True, slots=True)
class Selection:
    """What a brief chooses from; an empty tuple means no limit."""

    feeds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    block: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefPlan:
    """When, where and of what a brief is made: a [[briefs]] table of the file, or a guild's own.

    Exactly one of `at` (local times of day) and `cron` (five fields) is given. `days` are ISO weekdays, Monday is 1.
    A paused one fills no slots; who made it and when is known of a guild's own.
    """

    id: str
    name: str
    channel_id: int
    at: tuple[time, ...] = ()
    cron: str = ""
    days: frozenset[int] = frozenset(range(1, 8))
    timezone: str = "UTC"
    window: timedelta = timedelta(hours=24)
    grace: timedelta = timedelta(hours=2)
    stories: int = 6
    layout: str = "cards"
    selection: Selection = field(default_factory=Selection)
    ping_role: int | None = None
    quiet_day: bool = True
    owner: str = "file"
    paused: bool = False
    created_by: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which one brief is due. `key` is unique for the plan for ever: see bot.schedule."""

    plan_id: str
    key: str
    due: datetime


@dataclass(frozen=True, slots=True)
class TakenSlot:
    """What became of a slot: its brief was written (`filled`, no reason), or given up for a reason."""

    slot: Slot
    filled: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's report of a story; `n` is the number that sentences cite."""

    n: int
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The telling that an update follows: when, the address of its message ("" where that isn't known), of which
    story (None in what older versions wrote), and in a few words what is new since ("it launched"; "" in what older
    versions wrote).
    """

    told_at: datetime
    url: str = ""
    story_id: int | None = None
    new: str = ""


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story as a brief tells it. `item_ids` are all its reports by then, so that none is new again.

    `update` is 0 for a story told for the first time, 2 for its first update, and so on; an update is told from new
    reports only.
    """

    story_id: int
    title: str
    url: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    published: datetime
    image: str | None = None
    reasons: tuple[str, ...] = ()
    item_ids: tuple[int, ...] = ()
    differences: tuple[Difference, ...] = ()
    corrections: tuple[Correction, ...] = ()
    update: int = 0
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """That a plan told a story: when, from which items, in which words, and in which message of which channel.

    None stands for what isn't known: the message isn't posted yet, the brief has been forgotten.
    """

    story_id: int
    told_at: datetime
    item_ids: frozenset[int]
    story: ToldStory | None = None
    channel_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as written, before any layout. No stories is a quiet day.

    `considered` counts the reports that came in since `since` from the feeds, with the tags and in the languages that
    the brief chooses from, before any choice among them; `came_in` all that did, from whatever feed its server reads.
    `unmet` is the choice of the brief that left nothing of them, in words ("languages: de"), "" where none did.
    """

    name: str
    written_at: datetime
    since: datetime
    timezone: str
    stories: tuple[ToldStory, ...]
    considered: int = 0
    came_in: int = 0
    unmet: str = ""
