"""The permission bits that this Discord knows (https://docs.discord.com/developers/topics/permissions)."""

from __future__ import annotations

from enum import IntFlag


class Permission(IntFlag):
    """Discord's bit for each permission, by Discord's name."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NOTHING = Permission(0)
EVERYONE = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
STEWARD = EVERYONE | Permission.MANAGE_GUILD | Permission.MANAGE_CHANNELS | Permission.MANAGE_MESSAGES
ALL = Permission(sum(Permission))


def named(*names: str) -> Permission:
    """The bits for names such as `"send_messages"`; ValueError names the one that is not known."""
    bits = Permission(0)
    for name in names:
        try:
            bits |= Permission[name.upper()]
        except KeyError:
            known = ", ".join(p.name.lower() for p in Permission if p.name)
            raise ValueError(f"no permission is called {name!r}; known are {known}") from None
    return bits
