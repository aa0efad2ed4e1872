"""`Stage`: everything that happens in a rehearsal, and everything that a person or a test can do there.

It knows no web server: `server` puts it on 127.0.0.1, `page` shows it to people, `control` turns its knobs.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from bot.rehearsal import slash
from bot.rehearsal.faults import Faults
from bot.rehearsal.gateway import Gateway
from bot.rehearsal.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, Interaction
from bot.rehearsal.interactions import Interactions
from bot.rehearsal.limits.components import BUTTON_
from bot.rehearsal.messages import find_component
from bot.rehearsal.places import DEFAULT_CAST, GUILD_ID
from bot.rehearsal.ratelimits import Pace, RateLimits
from bot.rehearsal.rest import Rest
from bot.rehearsal.world import World

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterable, Mapping

    from bot.rehearsal.people import Channel, Person
    from bot.rehearsal.places import Cast, Event
    from bot.rehearsal.rest import Request

# What the selects for members, roles and channels give, as types of command options.
SELECTS_OF = {5: slash.USER, 6: slash.ROLE, 8: slash.CHANNEL}


class Stage:
    """One Discord in memory: its world, gateway, REST interface, interactions and faults."""

    def __init__(
        self,
        token: str,
        channels: Iterable[Channel] = (),
        *,
        guild_name: str = "Rehearsal",
        cast: Cast = DEFAULT_CAST,
        clock: Callable[[], float] = time.time,
        pace: Pace = Pace(),  # noqa: B008 - frozen
        seed: int = 0,
    ) -> None:
        self.token = token
        self.world = World(channels, cast=cast, guild_name=guild_name, clock=clock)
        self.faults = Faults(time.monotonic, seed)
        self.gateway = Gateway(self.world, token)
        self.interactions = Interactions(self.world)
        self.rest = Rest(token, self.faults, RateLimits(pace, time.monotonic, time.time), self.gateway)
        self._returned: dict[int, int] = {}

    @property
    def requests(self) -> deque[Request]:
        """The REST requests so far, oldest first (the last 10,000)."""
        return self.rest.requests

    @property
    def admin(self) -> Person:
        """Owner of the server and of the application; has Manage Server."""
        return self.world.cast.admin

    @property
    def member(self) -> Person:
        """A member without special rights."""
        return self.world.cast.member

    # ---- what is in the channels

    def messages(self, channel_id: int) -> list[dict[str, Any]]:
        """The messages of a channel that everybody sees, oldest first: Discord's message objects."""
        return list(self.world.channel(channel_id).messages.values())

    async def wait_for_message(self, channel_id: int, timeout: float = 10.0) -> dict[str, Any]:
        """The oldest message in the channel that no call has returned yet; TimeoutError after `timeout` seconds."""
        last = self._returned.get(channel_id, 0)

        def fresh() -> list[dict[str, Any]]:
            return [m for m in self.messages(channel_id) if int(m["id"]) > last]

        await self._until(lambda: bool(fresh()), timeout)
        message = fresh()[0]
        self._returned[channel_id] = int(message["id"])
        return message

    async def wait_for_messages(self, channel_id: int, count: int, timeout: float = 10.0) -> list[dict[str, Any]]:
        """Wait until the channel holds so many messages; all of them."""
        await self._until(lambda: len(self.messages(channel_id)) >= count, timeout)
        return self.messages(channel_id)

    async def _until(self, reached: Callable[[], bool], timeout: float) -> None:
        changed = asyncio.Event()

        def hear(_event: Event) -> None:
            changed.set()

        self.world.listeners.append(hear)
        try:
            async with asyncio.timeout(timeout):
                while not reached():
                    changed.clear()
                    await changed.wait()
        finally:
            self.world.listeners.remove(hear)

    # ---- what people do

    async def command(
        self,
        typed: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        channel: int | None = None,
        timeout: float = 10.0,
    ) -> Interaction:
        """Use a slash command such as "brief now" and wait until it is answered (deferred: until that is filled).

        Sent also for somebody to whom Discord's program would not offer it: a server's admins can change that, so
        the bot must check by itself. BadInput where there is no such command or its options do not fit; NoAnswer
        where the bot does not answer within 3 s, or does not finish within `timeout` seconds.
        """
        interaction = self.send_command(typed, options, user=user, channel=channel)
        await interaction.finished(timeout)
        return interaction

    def send_command(
        self,
        typed: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        channel: int | None = None,
    ) -> Interaction:
        """Send a slash command without waiting."""
        place, person = self._place(channel), user or self.admin
        command, node = slash.find(self.world.usable_commands(place.guild_id), typed)
        data = slash.build(command, node, typed, options or {}, world=self.world, guild_id=place.guild_id)
        return self.interactions.open(COMMAND, typed.removeprefix("/"), data, user=person, channel=place)

    async def autocomplete(
        self,
        typed: str,
        option: str,
        text: str = "",
        options: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        channel: int | None = None,
        timeout: float = 5.0,
    ) -> list[dict[str, Any]]:
        """What the bot offers for an option while `text` is typed: choices as {name, value}."""
        place, person = self._place(channel), user or self.admin
        command, node = slash.find(self.world.usable_commands(place.guild_id), typed)
        values = {**(options or {}), option: text}
        data = slash.build(command, node, typed, values, world=self.world, guild_id=place.guild_id, focused=option)
        name = typed.removeprefix("/")
        interaction = self.interactions.open(AUTOCOMPLETE, name, data, user=person, channel=place)
        await interaction.finished(timeout)
        return interaction.choices

    async def press(
        self,
        message: Mapping[str, Any] | int,
        custom_id: str,
        *,
        values: Iterable[str] = (),
        user: Person | None = None,
        timeout: float = 10.0,
    ) -> Interaction:
        """Press a button, or choose `values` in a select; waits for the answer as `command` does."""
        interaction = self.send_press(message, custom_id, values=values, user=user)
        await interaction.finished(timeout)
        return interaction

    def send_press(
        self,
        message: Mapping[str, Any] | int,
        custom_id: str,
        *,
        values: Iterable[str] = (),
        user: Person | None = None,
    ) -> Interaction:
        """Press without waiting. ValueError where the message has no such component, or it is disabled."""
        message_id = message if isinstance(message, int) else int(message["id"])
        place, found = self.world.any_message(message_id)
        component = find_component(found, custom_id)
        if component is None or component.get("disabled"):
            state = "is disabled" if component else "is not there"
            raise slash.BadInput(f"message {message_id}: the component {custom_id!r} {state}")
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": component["type"], "id": component["id"]}
        if component["type"] != BUTTON_:
            data["values"] = list(values)
            resolved: dict[str, dict[str, Any]] = {}
            for value in data["values"]:
                kind = SELECTS_OF.get(component["type"], slash.STRING)
                slash.resolve(self.world, place.guild_id, kind, value, resolved)
            if resolved:
                data["resolved"] = resolved
        return self.interactions.open(COMPONENT, custom_id, data, user=user or self.admin, channel=place, source=found)

    async def close_gateway(self, code: int = 1001) -> None:
        """Close the bot's gateway connections with this code."""
        await self.gateway.close(code)

    def go_away(self, seconds: float) -> None:
        """Be unreachable for a time, as in an outage: the gateway drops, and every connection is reset."""
        self.faults.away(seconds)
        if seconds:
            self.gateway.abort()

    def _place(self, channel_id: int | None) -> Channel:
        if channel_id is not None:
            return self.world.channel(channel_id)
        guild = self.world.guilds[GUILD_ID]
        if not guild.channels:
            raise slash.BadInput("the rehearsal has no channel to use a command in")
        return next(iter(guild.channels.values()))
