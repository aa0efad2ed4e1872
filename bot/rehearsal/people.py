"""Who and what lives in this Discord: people, roles, channels, guilds, in plain dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.permissions import EVERYONE, NOTHING, STEWARD, Permission

TEXT, DIRECT, ANNOUNCEMENT, THREAD, FORUM = 0, 1, 5, 11, 15


@dataclass(frozen=True, slots=True)
class Person:
    """A user: a human member or the bot."""

    id: int
    username: str
    display: str
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a guild; the role with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: Permission = NOTHING
    colour: int = 0
    position: int = 0
    managed: bool = False
    mentionable: bool = False


@dataclass(slots=True)
class Channel:
    """A channel with its messages (Discord's message objects, oldest first). `denied`: what the bot may not do here.

    A thread (a forum's posts are threads) has its `parent`, whose permissions hold in it, and who opened it.
    """

    id: int
    name: str
    topic: str = ""
    kind: int = TEXT
    guild_id: int | None = None
    position: int = 0
    denied: Permission = NOTHING
    recipient: Person | None = None
    parent: Channel | None = None
    opened_by: Person | None = None
    archived: bool = False
    locked: bool = False
    changed_at: float = 0.0  # when it was last archived or opened again
    messages: dict[int, dict[str, Any]] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Guild:
    """A server. `members` holds each member's role ids (besides @everyone) by user id."""

    id: int
    name: str
    owner: Person
    roles: dict[int, Role]
    people: dict[int, Person]
    members: dict[int, tuple[int, ...]]
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)

    def permissions(self, person: Person, channel: Channel, bot_id: int) -> Permission:
        """What somebody may do in a channel: owner and administrators everything, the bot less what it is denied."""
        held = self.roles[self.id].permissions
        for role_id in self.members.get(person.id, ()):
            held |= self.roles[role_id].permissions
        if person.id == self.owner.id or Permission.ADMINISTRATOR in held:
            return Permission(sum(Permission))
        if person.id == bot_id:
            held &= ~(channel.parent or channel).denied
        # Who cannot see a channel can do nothing in it.
        return held if Permission.VIEW_CHANNEL in held else Permission(0)


def found_guild(guild_id: int, name: str, admin: Person, member: Person, bot: Person) -> Guild:
    """A small server: the admin (owner, Manage Server), a plain member and the bot with its managed role."""
    staff = Role(guild_id + 1, "Mission control", STEWARD, colour=0xF0B232, position=2)
    own = Role(guild_id + 2, bot.display, EVERYONE, position=1, managed=True)
    news = Role(guild_id + 3, "Space news", colour=0x4EB8E8, position=1, mentionable=True)
    return Guild(
        id=guild_id,
        name=name,
        owner=admin,
        roles={r.id: r for r in (Role(guild_id, "@everyone", EVERYONE), own, news, staff)},
        people={p.id: p for p in (bot, admin, member)},
        members={bot.id: (own.id,), admin.id: (staff.id,), member.id: ()},
    )
