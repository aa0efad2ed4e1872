"""/about for everybody, /host for the owner of the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.chat import render
from bot.owners import guild_owner
from bot.ports import FeedStore
from cogs.access import Host
from cogs.planning import PlansOf
from cogs.replies import Interaction, finish, reply, think


class About(commands.Cog):
    """What this bot is."""

    def __init__(self, feeds: FeedStore, plans: PlansOf) -> None:
        self._feeds = feeds
        self._plans = plans

    @app_commands.command(description="What Downlink is and does here")
    @app_commands.guild_only()
    async def about(self, interaction: Interaction) -> None:
        statuses = await self._feeds.feed_statuses(guild_owner(interaction.guild_id or 0))
        counts = {
            "feeds": len(statuses),
            "reports kept": sum(status.items for status in statuses),
            "briefs in this server": len(self._plans(interaction.guild_id or 0)),
        }
        await reply(interaction, render.about(__version__, counts))


@app_commands.default_permissions(administrator=True)
class HostCommands(commands.GroupCog, group_name="host", group_description="For the owner of this bot"):
    """What concerns the whole process. Both answer only to the owner, whatever Discord's settings show to others."""

    def __init__(self, host: Host, reload: Callable[[], Awaitable[str]], stop: Callable[[], None]) -> None:
        self._host = host
        self._reload = reload
        self._stop = stop
        super().__init__()

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """For every command of the group."""
        return await self._host.check(interaction)

    @app_commands.command(description="Read the configuration again; a faulty one changes nothing")
    async def reload(self, interaction: Interaction) -> None:
        await think(interaction)
        await finish(interaction, [{"content": await self._reload()}])

    @app_commands.command(description="Stop the bot; whatever runs it may start it again")
    async def stop(self, interaction: Interaction) -> None:
        await reply(interaction, {"content": "Stopping. What is due meanwhile is caught up at the next start."})
        self._stop()
