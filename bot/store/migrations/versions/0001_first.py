"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('pending', 'sending', 'blocked')")
EDITED = sa.text("edited_at IS NOT NULL")
UNFILED, FILED = sa.text("story_id IS NULL"), sa.text("story_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "briefs",
        sa.Column("id", Id, nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("slot_key", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "slot_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("briefs_by_written_at", "briefs", ["written_at"])
    op.create_table(
        "feeds",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("moved_to", sa.Text(), server_default="", nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("body_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("next_poll", sa.BigInteger(), nullable=True),
        sa.Column("last_poll", sa.BigInteger(), nullable=True),
        sa.Column("last_ok", sa.BigInteger(), nullable=True),
        sa.Column("last_new", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("stopped", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("rhythm", sa.BigInteger(), nullable=True),
        sa.Column("moving_to", sa.Text(), server_default="", nullable=False),
        sa.Column("moves", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ttl", sa.BigInteger(), nullable=True),
        sa.Column("skip_hours", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("skip_days", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url", "trusted"),
        sqlite_autoincrement=True,
    )
    op.create_index("feeds_by_next_poll", "feeds", ["next_poll"])
    op.create_table(
        "plans",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "guild_plans",
        sa.Column("number", Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("guild_plans_by_guild", "guild_plans", ["guild_id"])
    op.create_table(
        "departures",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id"),
    )
    op.create_table(
        "slots",
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("plan_id", "key"),
    )
    op.create_index("slots_by_due", "slots", ["plan_id", "due"])
    op.create_table(
        "deliveries",
        sa.Column("id", Id, nullable=False),
        sa.Column("brief_id", Id, nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("slot_key", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("fallback", sa.JSON(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("leased_until", sa.BigInteger(), nullable=True),
        sa.Column("first_attempt", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("edits", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "slot_key", "part"),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_by_brief", "deliveries", ["brief_id"])
    op.create_index("deliveries_by_due", "deliveries", ["due"])
    op.create_index("deliveries_by_mark", "deliveries", ["mark"])
    op.create_index("deliveries_by_plan", "deliveries", ["plan_id", "id"])
    op.create_index("deliveries_open", "deliveries", ["due", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "deliveries_open_in_channel",
        "deliveries",
        ["channel_id", "due", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "items",
        sa.Column("id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=True),
        sa.Column("news_at", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("story_id", sa.BigInteger(), nullable=True),
        sa.Column("filed_order", sa.BigInteger(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("feed_id", "key"),
        sqlite_autoincrement=True,
    )
    op.create_index("items_by_filing", "items", ["filed_order"], sqlite_where=FILED, postgresql_where=FILED)
    op.create_index("items_by_first_seen", "items", ["feed_id", "first_seen"])
    op.create_index("items_by_news", "items", ["feed_id", "news_at"])
    op.create_index("items_by_published", "items", ["published"])
    op.create_index("items_edited", "items", ["edited_at"], sqlite_where=EDITED, postgresql_where=EDITED)
    op.create_index("items_by_story", "items", ["story_id"], sqlite_where=FILED, postgresql_where=FILED)
    op.create_index("items_by_url", "items", ["feed_id", "url_key"])
    op.create_index("items_unfiled", "items", ["published", "id"], sqlite_where=UNFILED, postgresql_where=UNFILED)
    op.create_table(
        "pages",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", "trusted"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("full_text", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner", "feed_id"),
        sa.UniqueConstraint("owner", "name"),
    )
    op.create_index("subscriptions_by_feed", "subscriptions", ["feed_id"])
    op.create_table(
        "told",
        sa.Column("id", Id, nullable=False),
        sa.Column("plan_id", sa.Text(), nullable=False),
        sa.Column("story_id", sa.BigInteger(), nullable=False),
        sa.Column("brief_id", Id, nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["briefs.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("told_by_brief", "told", ["brief_id"])
    op.create_index("told_by_story", "told", ["story_id", "told_at"])
    op.create_index("told_by_time", "told", ["plan_id", "told_at"])
