"""The wire forms: our people, channels and guilds as Discord writes them in JSON
(checked in the tests against Discord's OpenAPI document).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.people import DIRECT, THREAD
from bot.rehearsal.permissions import Permission
from bot.rehearsal.snowflake import created_at, timestamp

if TYPE_CHECKING:
    from bot.rehearsal.people import Channel, Guild, Person, Role

JOINED = "2024-01-01T00:00:00.000000+00:00"
LOCALE = "en-GB"


def user(person: Person) -> dict[str, Any]:
    return {
        "id": str(person.id),
        "username": person.username,
        "global_name": None if person.bot else person.display,
        "avatar": None,
        "discriminator": "0000" if person.bot else "0",
        "public_flags": 0,
        "flags": 0,
        "bot": person.bot,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }


def own_user(person: Person) -> dict[str, Any]:
    """The bot's view of itself."""
    return {**user(person), "mfa_enabled": True, "locale": LOCALE, "premium_type": 0, "email": None, "verified": True}


def application(app_id: int, bot: Person, owner: Person, guilds: int) -> dict[str, Any]:
    return {
        "id": str(app_id),
        "name": bot.display,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(bot),
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(owner),
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "tags": [],
        "install_params": {"scopes": ["bot", "applications.commands"], "permissions": "0"},
    }


def role(role_: Role) -> dict[str, Any]:
    return {
        "id": str(role_.id),
        "name": role_.name,
        "permissions": str(int(role_.permissions)),
        "position": role_.position,
        "color": role_.colour,
        "colors": {"primary_color": role_.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": role_.managed,
        "mentionable": role_.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(guild: Guild, person: Person) -> dict[str, Any]:
    return {
        "user": user(person),
        "roles": [str(r) for r in guild.members[person.id]],
        "nick": None,
        "avatar": None,
        "banner": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "joined_at": JOINED,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "mute": False,
        "deaf": False,
        "flags": 0,
    }


def channel(channel_: Channel, bot: Person) -> dict[str, Any]:
    last = str(next(reversed(channel_.messages))) if channel_.messages else None
    if channel_.kind == DIRECT:
        recipients = [user(channel_.recipient)] if channel_.recipient else []
        return {"id": str(channel_.id), "type": DIRECT, "flags": 0, "last_message_id": last, "recipients": recipients}
    if channel_.kind == THREAD:
        return _thread(channel_, last)
    denied = {"id": str(bot.id), "type": 1, "allow": "0", "deny": str(int(channel_.denied))}
    return {
        "id": str(channel_.id),
        "type": channel_.kind,
        "guild_id": str(channel_.guild_id),
        "name": channel_.name,
        "topic": channel_.topic or None,
        "position": channel_.position,
        "parent_id": None,
        "last_message_id": last,
        "permission_overwrites": [denied] if channel_.denied else [],
        "rate_limit_per_user": 0,
        "nsfw": False,
        "flags": 0,
    }


def _thread(thread: Channel, last: str | None) -> dict[str, Any]:
    count = max(len(thread.messages) - 1, 0)  # the first message of a forum's post isn't counted
    return {
        "id": str(thread.id),
        "type": THREAD,
        "guild_id": str(thread.guild_id),
        "parent_id": str(thread.parent.id) if thread.parent else None,
        "owner_id": str(thread.opened_by.id) if thread.opened_by else None,
        "name": thread.name,
        "last_message_id": last,
        "message_count": count,
        "total_message_sent": count,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": [],
        "thread_metadata": {
            "archived": thread.archived,
            "auto_archive_duration": 4320,
            "archive_timestamp": timestamp(thread.changed_at),
            "locked": thread.locked,
            "create_timestamp": timestamp(created_at(thread.id)),
        },
    }


def guild(guild_: Guild) -> dict[str, Any]:
    """The guild as GET /guilds/{id} answers it."""
    return {
        "id": str(guild_.id),
        "name": guild_.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(guild_.owner.id),
        "application_id": None,
        "region": "rotterdam",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(r) for r in guild_.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": LOCALE,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
        "approximate_member_count": len(guild_.members),
        "approximate_presence_count": len(guild_.members),
    }


def guild_create(guild_: Guild, bot: Person) -> dict[str, Any]:
    """The guild as the gateway's GUILD_CREATE carries it: with channels, and of the members only the bot."""
    return {
        **guild(guild_),
        "unavailable": False,
        "large": False,
        "joined_at": JOINED,
        "member_count": len(guild_.members),
        "members": [member(guild_, bot)],
        "channels": [channel(c, bot) for c in guild_.channels.values()],
        "threads": [channel(t, bot) for t in guild_.threads.values() if not t.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def command(body: dict[str, Any], command_id: int, version: int, app_id: int, guild_id: int | None) -> dict[str, Any]:
    """A registered command: what was sent, with ids and Discord's defaults."""
    needed = body.get("default_member_permissions")
    stored = {
        "type": 1,
        "options": [],
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
        "name_localizations": None,
        "description_localizations": None,
        "description": "",
        **{key: value for key, value in body.items() if value is not None},
        "id": str(command_id),
        "application_id": str(app_id),
        "version": str(version),
        "default_member_permissions": None if needed is None else str(needed),
    }
    return stored if guild_id is None else {**stored, "guild_id": str(guild_id)}


def partial_channel(channel_: Channel, bot: Person, held: Permission) -> dict[str, Any]:
    """The channel inside an interaction: with what the invoking user may do there."""
    return {**channel(channel_, bot), "permissions": str(int(held))}
