"""The nouns of Downlink, as frozen values. Every time is an aware datetime in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

# ---------------------------------------------------------------- what comes in


class Tier(StrEnum):
    """How close a publisher stands to the event."""

    OFFICIAL = "official"  # agencies, operators, manufacturers speaking of themselves
    PRESS = "press"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed document, cleaned but not yet judged.

    `id` is the feed's own, or else the link. Title and summary are plain text (paragraphs separated by a newline). Dates are as
    the feed gives them, not clamped, None where it gives none.
    """

    id: str
    link: str
    title: str
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    image: str | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""  # where one feed carries many publishers (Google News, Spaceflight News)


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as parsed: its own words about itself, and its entries in the feed's order."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    ttl: timedelta | None = None  # RSS 2.0 <ttl>, sy:updatePeriod
    skip_hours: frozenset[int] = frozenset()  # RSS 2.0 <skipHours>, UTC
    skip_days: frozenset[int] = frozenset()  # RSS 2.0 <skipDays>, Monday is 0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as somebody wants it: a [[feeds]] table of the file, or a guild's own."""

    name: str
    url: str
    tier: Tier = Tier.PRESS
    tags: tuple[str, ...] = ()
    language: str = ""
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in the store, as the owner of a brief sees it (publisher, tier and tags are the owner's words for the feed).

    `published` never lies after `first_seen`, and is `first_seen` where the feed gives no credible date.
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


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which one brief is due. `key` is unique for the plan for ever: see bot.schedule."""

    plan_id: str
    key: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's report of a story; `n` is the number that sentences cite."""

    n: int
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story as a brief tells it. `item_ids` are the reports that it was told from."""

    story_id: int
    title: str
    url: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    published: datetime
    image: str | None = None
    reasons: tuple[str, ...] = ()
    item_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as written, before any layout. No stories is a quiet day."""

    name: str
    written_at: datetime
    since: datetime
    timezone: str
    stories: tuple[ToldStory, ...]
    considered: int = 0  # how many reports were read for it


class DeliveryState(StrEnum):
    """The life of one message on its way to a channel."""

    PENDING = "pending"
    SENDING = "sending"  # claimed and committed before the request goes out
    SENT = "sent"
    BLOCKED = "blocked"  # an admin's turn: permission, channel
    UNKNOWN = "unknown"  # in doubt, and the history can't be read: never sent again by itself
    EXPIRED = "expired"  # past its grace before it could go out
    DEAD = "dead"  # refused as malformed, even as plain text


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of the outbox. `payload` and `fallback` are bodies of Discord's Create Message, frozen when the brief was written."""

    id: int
    plan_id: str
    slot_key: str
    part: int
    channel_id: int
    payload: dict[str, object]
    fallback: dict[str, object]
    nonce: str
    mark: str
    state: DeliveryState
    expires: datetime
    attempts: int = 0
    not_before: datetime | None = None
    first_attempt: datetime | None = None
    message_id: int | None = None
    reason: str = ""
