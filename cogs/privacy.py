"""/privacy: what is stored of a server, for how long, and how an admin has it deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.limits import per_server
from bot.guilds import Guilds
from bot.owners import guild_owner
from bot.ports import FeedStore
from cogs.confirm import confirm, offer
from cogs.replies import Interaction, reply


class Privacy(commands.Cog):
    """For everybody to read, for admins to act on. `retention` says how long briefs are kept."""

    def __init__(self, guilds: Guilds, feeds: FeedStore, retention: Callable[[], timedelta]) -> None:
        self._guilds = guilds
        self._feeds = feeds
        self._retention = retention

    @app_commands.command(description="What Downlink stores of this server, for how long, and how to delete it")
    @app_commands.guild_only()
    @per_server(5, 30)
    async def privacy(self, interaction: Interaction) -> None:
        guild_id, admin = interaction.guild_id or 0, interaction.permissions.manage_guild
        owner = guild_owner(guild_id)
        feeds = [status for status in await self._feeds.feed_statuses(owner) if status.owner == owner]
        kept = {"brief": len(self._guilds.of(guild_id)), "feed": len(feeds)}
        told = render.privacy(self._retention(), kept)
        if admin:
            offered = render.privacy(self._retention(), kept, button=True)
            await offer(interaction, offered, "Delete what this server made", self._ask, spent=told)
        else:
            await reply(interaction, told)

    async def _ask(self, interaction: Interaction) -> None:
        async def act() -> str:
            await self._guilds.forget(interaction.guild_id or 0)
            return (
                "The briefs and feeds that this server made, and all that was remembered of them, are deleted. "
                "What was posted stays in its channels."
            )

        question = (
            "Delete this server's own briefs and feeds, and all that is remembered of what they posted, for good? "
            "Briefs of the configuration file go on; to end those, remove the bot from the server."
        )
        await confirm(interaction, question, "Delete it all", act)
