"""The tables. A change here goes with a new file in migrations/versions; a test holds the two against each other.

Times are whole microseconds since 1970 in UTC: the same number on every engine, compared and subtracted as it stands.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from bot.deliveries import DeliveryState

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Timestamp(TypeDecorator[datetime]):
    """An aware datetime. Naive ones are refused: nobody knows when they are."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the interface
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Duration(TypeDecorator[timedelta]):
    """A timedelta."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the interface
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002 - the interface
        return None if value is None else timedelta(microseconds=value)


class SmallNumbers(TypeDecorator[frozenset[int]]):
    """A set of numbers from 0 to 62, each a bit."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the interface
        return None if value is None else sum(1 << number for number in value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> frozenset[int] | None:  # noqa: ARG002 - the interface
        return None if value is None else frozenset(bit for bit in range(value.bit_length()) if value >> bit & 1)


# SQLite gives only an INTEGER PRIMARY KEY its numbers by itself. AUTOINCREMENT: a number is never given twice, not even
# after a purge, because stories and Discord messages go on naming rows that are gone.
Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("moved_to", Text, nullable=False, server_default=""),
    Column("etag", Text, nullable=False, server_default=""),
    Column("last_modified", Text, nullable=False, server_default=""),
    Column("body_hash", Text, nullable=False, server_default=""),
    Column("next_poll", Timestamp),
    Column("not_before", Timestamp),
    Column("last_poll", Timestamp),
    Column("last_ok", Timestamp),
    Column("last_new", Timestamp),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("status", Integer),
    Column("reason", Text, nullable=False, server_default=""),
    Column("stopped", Boolean, nullable=False, server_default=text("false")),
    Column("rhythm", Duration),
    Column("moving_to", Text, nullable=False, server_default=""),
    Column("moves", Integer, nullable=False, server_default="0"),
    Column("led_to", Text, nullable=False, server_default=""),
    Column("led_since", Timestamp),
    Column("ttl", Duration),
    Column("skip_hours", SmallNumbers, nullable=False, server_default="0"),
    Column("skip_days", SmallNumbers, nullable=False, server_default="0"),
    Column("marks", LargeBinary, nullable=False, default=b""),  # engines disagree on how to write it in SQL
    UniqueConstraint("url", "trusted"),
    Index("feeds_by_next_poll", "next_poll"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("language", Text, nullable=False),
    Column("full_text", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("collects", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("owner", "name"),
    Index("subscriptions_by_feed", "feed_id"),
)

pages = Table(
    "pages",
    metadata,
    Column("url_key", Text, primary_key=True),
    Column("trusted", Boolean, primary_key=True),
    Column("asked", Timestamp, nullable=False),
    Column("text", Text, nullable=False),
)

# Indexes that leave out most rows. Written out and not bound: SQLite uses one only where the query says its condition.
UNFILED, FILED = text("story_id IS NULL"), text("story_id IS NOT NULL")
EDITED = text("edited_at IS NOT NULL")
OPEN = text("state IN ('pending', 'sending', 'blocked')")
OPEN_STATES = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.BLOCKED)

items = Table(
    "items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("url_key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("published", Timestamp, nullable=False),
    Column("updated", Timestamp),
    Column("news_at", Timestamp, nullable=False),
    Column("first_seen", Timestamp, nullable=False),
    Column("edited_at", Timestamp),  # when we last saw it changed
    Column("story_id", BigInteger),  # the item that opened the story; it may be purged before the others
    Column("filed_order", BigInteger),
    # Long columns last: SQLite reads a row up to the column it needs.
    Column("url", Text, nullable=False),
    Column("image", Text),
    Column("language", Text, nullable=False),
    Column("publisher", Text, nullable=False),  # whom the entry names
    Column("authors", JSON, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),  # title and text without letter case, for search
    UniqueConstraint("feed_id", "key"),
    Index("items_by_url", "feed_id", "url_key"),
    Index("items_by_news", "feed_id", "news_at"),
    Index("items_by_first_seen", "feed_id", "first_seen"),
    Index("items_by_published", "published"),
    Index("items_edited", "edited_at", sqlite_where=EDITED, postgresql_where=EDITED),
    Index("items_unfiled", "published", "id", sqlite_where=UNFILED, postgresql_where=UNFILED),
    Index("items_by_story", "story_id", sqlite_where=FILED, postgresql_where=FILED),
    Index("items_by_filing", "filed_order", sqlite_where=FILED, postgresql_where=FILED),
    sqlite_autoincrement=True,
)

plans = Table(
    "plans",
    metadata,
    Column("id", Text, primary_key=True),
    Column("since", Timestamp, nullable=False),
)

# A guild's own briefs. Their number is never given twice, or a new brief would find an old one's messages.
guild_plans = Table(
    "guild_plans",
    metadata,
    Column("number", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column("body", JSON, nullable=False),
    Index("guild_plans_by_guild", "guild_id"),
    sqlite_autoincrement=True,
)

# Guilds that Downlink was removed from, until they are forgotten or have it back.
departures = Table(
    "departures",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("left_at", Timestamp, nullable=False),
)

slots = Table(
    "slots",
    metadata,
    Column("plan_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("due", Timestamp, nullable=False),
    Column("state", Text, nullable=False),  # filled, given_up
    Column("reason", Text, nullable=False),
    Column("taken_at", Timestamp, nullable=False),
    Index("slots_by_due", "plan_id", "due"),
)

briefs = Table(
    "briefs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("plan_id", Text, nullable=False),
    Column("slot_key", Text, nullable=False),
    Column("written_at", Timestamp, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("plan_id", "slot_key"),
    Index("briefs_by_written_at", "written_at"),
    sqlite_autoincrement=True,
)

told = Table(
    "told",
    metadata,
    Column("id", Id, primary_key=True),
    Column("plan_id", Text, nullable=False),
    Column("story_id", BigInteger, nullable=False),
    Column("brief_id", ForeignKey("briefs.id", ondelete="SET NULL")),
    Column("told_at", Timestamp, nullable=False),
    Column("item_ids", JSON, nullable=False),
    Index("told_by_time", "plan_id", "told_at"),
    Index("told_by_brief", "brief_id"),
    Index("told_by_story", "story_id", "told_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("brief_id", ForeignKey("briefs.id", ondelete="CASCADE"), nullable=False),
    Column("plan_id", Text, nullable=False),
    Column("slot_key", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("due", Timestamp, nullable=False),  # the slot's: the order within a channel
    Column("channel_id", BigInteger, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("fallback", JSON, nullable=False),
    Column("mark", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("expires", Timestamp, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Timestamp),
    Column("leased_until", Timestamp),  # claimed, and nobody else's until then
    Column("first_attempt", Timestamp),
    Column("message_id", BigInteger),
    Column("edits", BigInteger),  # the id of the posted message that this step changes
    Column("reason", Text, nullable=False),
    Column("sent_at", Timestamp),
    UniqueConstraint("plan_id", "slot_key", "part"),
    Index("deliveries_by_plan", "plan_id", "id"),
    Index("deliveries_by_brief", "brief_id"),
    Index("deliveries_by_mark", "mark"),
    Index("deliveries_by_due", "due"),
    Index("deliveries_open", "due", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("deliveries_open_in_channel", "channel_id", "due", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    sqlite_autoincrement=True,
)
