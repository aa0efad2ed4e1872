"""Whose a feed or a brief is: the configuration file's, or a server's own. Pure.

The file's feeds are everybody's; a server reads them and its own, and never another server's.
"""

from __future__ import annotations

FILE_OWNER = "file"
"""The owner of the configuration file's feeds and briefs."""


def guild_owner(guild_id: int) -> str:
    """The owner of what a server made for itself."""
    return f"guild:{guild_id}"


def readers_of(owner: str) -> tuple[str, ...]:
    """The owners whose feeds `owner` reads."""
    return (owner, FILE_OWNER) if owner.startswith("guild:") else (owner,)


def plan_id(owner: str, number: int) -> str:
    """The id of an owner's brief by its number, for ever: what was posted is remembered by it."""
    return f"{owner}:{number}"
