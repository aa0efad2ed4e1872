"""Whose a feed or a brief is: the configuration file's, or a server's own. Pure.

The file's feeds are everybody's; a server reads them and its own, and never another server's.
"""

from __future__ import annotations

from collections.abc import Iterable

PUBLIC = ""
"""The circle of what everybody reads."""

FILE_OWNER = "file"
"""The owner of the configuration file's feeds and briefs."""


_GUILD = "guild:"


def guild_owner(guild_id: int) -> str:
    """The owner of what a server made for itself."""
    return f"{_GUILD}{guild_id}"


def circle_of(feed_id: int, owners: Iterable[str]) -> str:
    """Who may lend its reports to one story: PUBLIC for everybody's feeds, else the only server that has the feed.

    What nobody wants any more, or several servers do, is a circle of its own: none of them is to have a say in the
    stories of another.
    """
    owning = set(owners)
    if any(not owner.startswith(_GUILD) for owner in owning):
        return PUBLIC
    return owning.pop() if len(owning) == 1 else f"feed:{feed_id}"


def readers_of(owner: str) -> tuple[str, ...]:
    """The owners whose feeds `owner` reads."""
    return (owner, FILE_OWNER) if owner.startswith(_GUILD) else (owner,)


def plan_id(owner: str, number: int) -> str:
    """The id of an owner's brief by its number, for ever: what was posted is remembered by it."""
    return f"{owner}:{number}"
