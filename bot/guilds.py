"""What servers make for themselves: briefs and feeds of their own, within the host's limits.

    typed options -> settings -> BriefTable, the file's own rules -> store [commit] -> in force

What it does not do: say it in Discord's words (cogs), or look whether a channel can be posted in (bot.chat.channels).
A server that Downlink was removed from rests, and is forgotten after a while: a kick by mistake loses nothing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from pydantic import ValidationError

from bot import config_faults
from bot.config import BriefTable, FeedTable, GuildsTable, strangers
from bot.errors import Refused
from bot.model import BriefPlan, Feed, FeedStatus
from bot.owners import FILE_OWNER, guild_owner
from bot.ports import Clock, FeedStore, PlanStore
from bot.text import one_line, same_name

log = structlog.get_logger(__name__)

# Between being removed from a server and forgetting it.
GRACE = timedelta(days=7)
# Options of commands that are called otherwise than the setting.
OPTIONS = {"at": "time"}
_LISTS = ("feeds", "tags", "topics", "languages", "block")
_WHEN = ("at", "days", "timezone")
_MANAGED = '"{}" is managed by the configuration file: only the owner of this bot can change it, there.'
_FASTER = "Somebody else was faster: /brief list shows what there is now."
NOT_OPEN = "On this bot only its owner makes briefs and feeds, in the configuration file. Ask them for yours."


class GuildStore(FeedStore, PlanStore, Protocol):
    """What is needed of the store."""


class Guilds:
    """Servers' own briefs and feeds. `on_change` is called when other plans are in force than before."""

    def __init__(self, store: GuildStore, clock: Clock, limits: GuildsTable, on_change: Callable[[], object]) -> None:
        self._store = store
        self._clock = clock
        self._on_change = on_change
        self._reading = asyncio.Lock()
        self._changing = asyncio.Lock()
        self._plans: dict[int, list[BriefPlan]] = {}
        self.limits = limits

    @property
    def in_force(self) -> list[BriefPlan]:
        """Every server's briefs that aren't paused."""
        return [plan for plans in self._plans.values() for plan in plans if not plan.paused]

    def of(self, guild_id: int) -> list[BriefPlan]:
        """A server's own briefs, paused ones too, in the order in which they were made."""
        return self._plans.get(guild_id, [])

    async def load(self) -> None:
        """Take from the store what there is."""
        self._plans = {}
        for plan in await self._store.guild_plans():
            self._plans.setdefault(own(plan), []).append(plan)
        await asyncio.sleep(0)  # ten thousand take their time, and so does the schedule
        self._on_change()

    # ------------------------------------------------------------ briefs

    async def schedule(
        self, guild_id: int, by: int, options: Mapping[str, object], here: Sequence[BriefPlan]
    ) -> BriefPlan:
        """Make a brief of what was typed. `here` are all of the server's. Raises Refused."""
        if not self.limits.open:
            raise Refused(NOT_OPEN)
        settings = from_options(options)
        wanted = await self._judged(guild_id, settings, settings, here)
        if len(self.of(guild_id)) >= self.limits.briefs:
            raise Refused(_full(self.limits.briefs, "brief"))
        made = replace(wanted, created_by=by, created_at=self._clock.now())
        kept = await self._store.add_plan(guild_id, made, limit=self.limits.briefs)
        if kept is None:
            raise Refused(_FASTER)
        await self._reload(guild_id)
        return kept

    async def edit(self, plan: BriefPlan, options: Mapping[str, object], here: Sequence[BriefPlan]) -> BriefPlan:
        """Change of a brief what was typed, and nothing else. Raises Refused."""
        guild_id, given = own(plan), from_options(options)
        if not given:
            raise Refused("Nothing to change was given: add an option, such as time.")
        others = [other for other in here if other.id != plan.id]
        async with self._changing:
            plan = self._as_it_stands(plan)
            wanted = await self._judged(guild_id, BriefTable.settings_of(plan) | given, given, others)
            changed = replace(
                wanted, id=plan.id, paused=plan.paused, created_by=plan.created_by, created_at=plan.created_at
            )
            moved = any(getattr(changed, name) != getattr(plan, name) for name in _WHEN)
            await self._keep(replace(changed, owner=plan.owner), since=self._clock.now() if moved else None)
            return self._as_it_stands(plan)

    async def pause(self, plan: BriefPlan) -> bool:
        """Fill no more slots. Whether it did."""
        own(plan)
        async with self._changing:
            plan = self._as_it_stands(plan)
            if not plan.paused:
                await self._keep(replace(plan, paused=True))
            return not plan.paused

    async def resume(self, plan: BriefPlan) -> bool:
        """Fill slots again, from now on: what was missed meanwhile stays so. Whether it was paused."""
        own(plan)
        async with self._changing:
            plan = self._as_it_stands(plan)
            if plan.paused:  # or it would lose what it is just catching up with
                await self._keep(replace(plan, paused=False), since=self._clock.now())
            return plan.paused

    async def remove(self, plan: BriefPlan) -> None:
        """End a brief for good."""
        guild_id = own(plan)
        await self._store.remove_plan(plan.id)
        await self._reload(guild_id)

    async def _judged(
        self, guild_id: int, settings: Mapping[str, object], given: Mapping[str, object], others: Iterable[BriefPlan]
    ) -> BriefPlan:
        """The plan that the settings make, by the rules of the file."""
        try:
            table = await asyncio.to_thread(BriefTable.model_validate, settings)  # it may read the zones from disk
        except ValidationError as wrong:
            raise Refused("\n".join(config_faults.of_options(wrong, OPTIONS))) from None
        if any(same_name(other.name, table.name) for other in others):
            raise Refused(f'There is a brief "{table.name}" in this server already: choose another name.')
        if given.keys() & {"feeds", "tags"}:
            feeds = [status.feed for status in await self._store.feed_statuses(guild_owner(guild_id))]
            tags = {tag for feed in feeds for tag in feed.tags}
            chosen = {"feeds": _spelled(table.feeds, [feed.name for feed in feeds]), "tags": _spelled(table.tags, tags)}
            table = table.model_copy(update=chosen)
            if faults := [f"{key}: {fault}" for key, fault in strangers(table, feeds) if key in given]:
                raise Refused("\n".join(faults))
        return table.plan()

    def _as_it_stands(self, plan: BriefPlan) -> BriefPlan:
        """The plan with what other commands have made of it since it was looked up: a change keeps all of theirs."""
        for each in self.of(own(plan)):
            if each.id == plan.id:
                return each
        raise Refused(_FASTER)

    async def _keep(self, plan: BriefPlan, since: datetime | None = None) -> None:
        if not await self._store.change_plan(plan, since=since):
            raise Refused(_FASTER)
        await self._reload(own(plan))

    async def _reload(self, guild_id: int) -> None:
        async with self._reading:  # or an earlier answer may come later
            self._plans[guild_id] = await self._store.guild_plans(guild_id)
            if not self._plans[guild_id]:
                del self._plans[guild_id]
        self._on_change()

    # ------------------------------------------------------------ feeds

    async def may_add_feed(self, guild_id: int, url: str = "", name: str = "") -> None:
        """Raise Refused where the server may have no feed more, or has this one."""
        if not self.limits.open:
            raise Refused(NOT_OPEN)
        statuses = await self._store.feed_statuses(guild_owner(guild_id))
        for status in statuses:
            whose = "is read for every server" if status.owner == FILE_OWNER else "is one of yours"
            if url and status.feed.url == url:
                raise Refused(f'That feed {whose} already: "{status.feed.name}".')
            if name and same_name(status.feed.name, name):
                raise Refused(f'A feed "{status.feed.name}" {whose} already: give yours another name.')
        if sum(status.owner != FILE_OWNER for status in statuses) >= self.limits.feeds:
            raise Refused(_full(self.limits.feeds, "feed"))

    async def add_feed(self, guild_id: int, settings: Mapping[str, object]) -> Feed:
        """Subscribe the server to a feed that was found to be one: settings as of a [[feeds]] table. Raises Refused."""
        try:
            feed = FeedTable.model_validate({**settings, "name": one_line(str(settings["name"]))}).feed()
        except ValidationError as wrong:
            raise Refused("\n".join(config_faults.of_options(wrong, {}))) from None
        await self.may_add_feed(guild_id, feed.url, feed.name)
        if not await self._store.add_feed(guild_owner(guild_id), feed, limit=self.limits.feeds):
            raise Refused("Somebody else was faster: /feed list shows what there is now.")
        return feed

    async def pause_feed(self, status: FeedStatus, *, paused: bool) -> None:
        """Ask one of the server's own feeds no more, or again. Raises Refused for one of the file."""
        await self._store.pause_feed(_feeds_owner(status), status.feed.name, paused=paused)

    async def remove_feed(self, status: FeedStatus) -> None:
        """End one of the server's own subscriptions. Raises Refused for one of the file."""
        await self._store.remove_feed(_feeds_owner(status), status.feed.name)

    # ------------------------------------------------------------ coming and going

    async def meet(self, present: Iterable[int]) -> None:
        """These are all servers that Downlink is in, unavailable ones too: whoever isn't there has left."""
        there = set(present)
        for guild_id, left_at in (await self._store.known_guilds()).items():
            if guild_id not in there and left_at is None:
                await self.left(guild_id)
            elif guild_id in there and left_at is not None:
                await self.back(guild_id)

    async def left(self, guild_id: int) -> None:
        """Downlink was removed from a server."""
        if guild_id in await self._store.known_guilds():
            await self._store.guild_left(guild_id, self._clock.now())
            log.info("a server left; it is forgotten in a week", guild=guild_id)
        if self._plans.pop(guild_id, None):
            self._on_change()

    async def back(self, guild_id: int) -> None:
        """Downlink is in a server, for the first time or again."""
        if await self._store.guild_back(guild_id, self._clock.now()):
            log.info("a server is back", guild=guild_id)
            await self._reload(guild_id)

    async def forget(self, guild_id: int) -> int:
        """Delete everything that a server made and got, at once; how many rows."""
        rows = await self._store.forget_guild(guild_id)
        await self._reload(guild_id)
        log.info("a server was forgotten", guild=guild_id, rows=rows)
        return rows

    async def forget_departed(self) -> None:
        """Forget the servers that left long enough ago."""
        before = self._clock.now() - GRACE
        for guild_id, left_at in (await self._store.known_guilds()).items():
            if left_at is not None and left_at < before:
                await self.forget(guild_id)


def own(plan: BriefPlan) -> int:
    """The server that made the plan. Raises Refused for one of the file."""
    if plan.owner == FILE_OWNER:
        raise Refused(_MANAGED.format(plan.name))
    return int(plan.owner.split(":")[1])


def _feeds_owner(status: FeedStatus) -> str:
    if status.owner == FILE_OWNER:
        raise Refused(_MANAGED.format(status.feed.name))
    return status.owner


def _full(limit: int, what: str) -> str:
    these = f"{limit} {what}" if limit == 1 else f"{limit} {what}s"
    return f"A server may have {these} of its own here, and this one has: remove one first, by `/{what} remove`."


def from_options(options: Mapping[str, object]) -> dict[str, object]:
    """Settings, in the words of the file, from what was typed as a command's options; None is not given."""
    settings = {name: value for name, value in options.items() if value is not None}
    if "name" in settings:  # or two would look the same
        settings["name"] = one_line(str(settings["name"]))
    if "time" in settings:
        settings["at"] = _listed(settings.pop("time"))
    if "days" in settings:
        settings["days"] = _words(settings["days"])
    if settings.get("ping_role") == 0:  # nobody, instead of somebody
        settings["ping_role"] = None
    for name in _LISTS:
        if name in settings:
            settings[name] = tuple(_listed(settings[name]))
    return settings


def _words(typed: object) -> list[str]:
    """What stands between commas or semicolons."""
    return [word.strip() for word in re.split("[,;]", str(typed)) if word.strip()]


def _spelled(typed: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Names as they are known, however somebody wrote them; others as they are. One with a comma in it was typed as
    several words.
    """
    names = {_folded(_words(name)): name for name in known}
    words, found, at = _folded(typed), [], 0
    while at < len(typed):
        end = next((end for end in range(len(typed), at, -1) if words[at:end] in names), at + 1)
        found.append(names.get(words[at:end], typed[at]))
        at = end
    return tuple(found)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(one_line(word).casefold() for word in words)


def _listed(typed: object) -> list[str]:
    """As `_words`; "all" and "none" stand for no limit."""
    words = _words(typed)
    return [] if [word.casefold() for word in words] in (["all"], ["none"]) else words
