"""Which subscriptions an owner's briefs read: the one place that says so."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from bot.owners import readers_of
from bot.store.schema import feeds, subscriptions


def read_by(owner: str) -> ColumnElement[bool]:
    """A condition on `subscriptions`: the owner's own, and everybody's with an address that the owner hasn't itself.

    An address can be two rows of `feeds`, one of them trusted; its items must not come twice.
    """
    readers = readers_of(owner)
    if len(readers) == 1:
        return subscriptions.c.owner == owner
    own, own_feed, its_feed = subscriptions.alias("own"), feeds.alias("own_feed"), feeds.alias("its_feed")
    has_itself = (
        select(1)
        .select_from(
            own.join(own_feed, own_feed.c.id == own.c.feed_id).join(its_feed, its_feed.c.url == own_feed.c.url)
        )
        .where(own.c.owner == owner, its_feed.c.id == subscriptions.c.feed_id)
        .exists()
    )
    return subscriptions.c.owner.in_(readers) & or_(subscriptions.c.owner == owner, ~has_itself)
