"""The composition root: a Config becomes every object of the running bot, opened and closed in order.

newsroom (store, gatherer, editor)  ->  client, courier, dispatcher  ->  schedule  ->  cogs
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import discord
import structlog
from pydantic import SecretStr

from bot.chat.channels import trouble_with
from bot.chat.client import DownlinkClient
from bot.chat.courier import DiscordCourier
from bot.config import Config, load_config
from bot.corrector import Corrector
from bot.deliveries import Delivery
from bot.errors import ConfigError, DeliveryError
from bot.gatherer import Fetcher, Polled
from bot.guilds import Guilds
from bot.health import Check, Passing, health_page, on_time
from bot.model import BriefPlan, Slot
from bot.newsroom import Newsroom, open_newsroom
from bot.outbox import Dispatcher
from bot.owners import FILE_OWNER
from bot.ports import Clock
from bot.schedule import Schedule
from bot.stopping import stopping_on_signals
from bot.supervisor import Supervisor
from cogs.access import Host
from cogs.admin import About, HostCommands
from cogs.briefs import Briefs, why_button
from cogs.feeds import Feeds
from cogs.news import News
from cogs.privacy import Privacy

log = structlog.get_logger(__name__)

# Briefs wait for the first gathering, so that a start at brief time doesn't call a day quiet; but not for ever.
FIRST_GATHERING = timedelta(seconds=60)
GATHER_EVERY = timedelta(seconds=30)
HOUSEKEEPING_EVERY = timedelta(hours=6)
# Stopping takes five seconds at the very most: what is being sent gets the greater part of them.
DRAIN = timedelta(seconds=3)
# discord.py reconnects by itself; a gateway gone for longer than this will not come back.
GATEWAY_PATIENCE = timedelta(minutes=10)
REGISTER_WAIT = timedelta(seconds=60)
TELL_AGAIN = timedelta(days=1)


class App:
    """The running bot. `first_gathering` is set when every feed was asked once."""

    def __init__(self, config: Config, newsroom: Newsroom, *, path: Path | None = None) -> None:
        self.newsroom = newsroom
        self._file_plans = config.plans()
        self.first_gathering = asyncio.Event()
        steps = [self._add_cogs, self._start_jobs, self._offer_commands]
        self.client = DownlinkClient(steps, api_url=config.discord.api_url)
        self._courier = DiscordCourier(self.client)
        self._corrector = Corrector(newsroom.store, newsroom.clock)
        self.dispatcher = Dispatcher(newsroom.store, self._courier, newsroom.clock, on_refusal=self._refused)
        self.schedule = Schedule(newsroom.store, newsroom.editor, newsroom.clock, self.dispatcher.nudge)
        self.guilds = Guilds(newsroom.store, newsroom.clock, config.guilds, on_change=self._plans_changed)
        self._config = config
        self._path = path
        self._stopping = asyncio.Event()
        self._failure: BaseException | None = None
        self._jobs = Supervisor(self._give_up)
        self._told: dict[str, datetime] = {}

    async def run(self, token: SecretStr) -> None:
        """Until `stop`. Raises what ended it otherwise: TokenError, ConfigError, StoreError."""
        connection = asyncio.create_task(self.client.run_until_stopped(token.get_secret_value()), name="discord")
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({connection, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            await self._wind_down(connection)
        if self._failure:
            raise self._failure
        if not connection.cancelled():
            connection.result()

    def stop(self) -> None:
        """End `run`, letting what is being sent arrive."""
        self._stopping.set()

    async def post(self, plan: BriefPlan, slot: Slot) -> None:
        """Write a brief for a slot of one's own making and send it."""
        await self.newsroom.editor.fill(plan, slot, expires=slot.due + plan.grace)
        self.dispatcher.nudge()

    @property
    def plans(self) -> Sequence[BriefPlan]:
        """The briefs in force: the file's, and those that servers made and haven't paused."""
        return [*self._file_plans, *self.guilds.in_force]

    def plans_of(self, guild_id: int) -> list[BriefPlan]:
        """A server's briefs: the file's with a channel there, of a lone server also with a missing one; and its own."""
        homeless = guild_id if len(self.client.guilds) == 1 else None
        files = [plan for plan in self._file_plans if (self.guild_of(plan.channel_id) or homeless) == guild_id]
        return [*files, *self.guilds.of(guild_id)]

    async def trouble_with(self, channel_id: int) -> str:
        """What keeps a brief out of a channel, in words; "" for nothing, as far as Discord can be asked."""
        try:
            trouble = await trouble_with(self.client, channel_id)
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return ""
        return trouble.words if trouble else ""

    def _plans_changed(self) -> None:
        self.schedule.set_plans(self.plans)

    def guild_of(self, channel_id: int) -> int | None:
        """The server that a channel is in, as far as the gateway has told."""
        guild = getattr(self.client.get_channel(channel_id), "guild", None)
        return guild.id if guild else None

    async def reload(self) -> str:
        """Read the configuration again, in words; a faulty one changes nothing."""
        if self._path is None:
            return "A rehearsal doesn't read its configuration again: stop it, and start it anew."
        try:
            config = load_config(self._path)
        except ConfigError as wrong:
            return f"Nothing was changed, for the configuration has faults:\n{wrong}"[:1900]
        await self.newsroom.store.sync_feeds(FILE_OWNER, config.feed_list(), trusted=config.fetch.allow_private)
        self.newsroom.editor.feeds_changed()
        self.newsroom.gatherer.interval = config.fetch.interval
        self._file_plans = config.plans()
        self.guilds.limits = config.guilds
        self._plans_changed()
        await self._check_channels()
        fixed = ("discord", "store", "http", "summaries")
        later = [f"[{name}]" for name in fixed if getattr(config, name) != getattr(self._config, name)]
        later += ["[fetch] contact"] if config.fetch.contact != self._config.fetch.contact else []
        words = f"In force now: feeds {len(config.feeds)}, briefs {len(config.briefs)}."
        words += f" What changed in {', '.join(later)} needs a restart." if later else ""
        return "\n".join([words, *(f"⚠️ {remark}." for remark in config.remarks())])[:1900]

    def checks(self) -> dict[str, Check]:
        """What /healthz looks at."""

        async def gateway() -> str | Passing | None:
            away, patience = self.client.offline_for, GATEWAY_PATIENCE.total_seconds()
            if away > patience:
                return f"no gateway for {away:.0f} s"
            return Passing(f"connecting for {away:.0f} s; trouble after {patience:.0f}") if away else None

        async def clock() -> str | None:
            late = time.monotonic() - self.schedule.last_beat
            return f"no heartbeat for {late:.0f} s" if late > 120 else None

        async def jobs() -> str | None:
            return self._jobs.trouble()

        briefs = on_time(self.newsroom.store, self.newsroom.clock)
        return {"briefs": briefs, "jobs": jobs, "gateway": gateway, "clock": clock}

    # ------------------------------------------------------------ parts of running

    async def _add_cogs(self, client: DownlinkClient) -> None:
        room = self.newsroom
        briefs = Briefs(
            room.editor, self.dispatcher, self.schedule, room.store, room.clock,
            self.guilds, self.plans_of, self.trouble_with, self.first_gathering,
        )  # fmt: skip
        await client.add_cog(briefs)
        await client.add_cog(News(room.store, room.store, room.store, self.plans_of, room.clock))
        await client.add_cog(Feeds(room.store, self.guilds, room.find_feeds, room.clock))
        await client.add_cog(About(room.store, self.plans_of))
        await client.add_cog(Privacy(self.guilds, room.store, lambda: self._config.store.retention))
        await client.add_cog(HostCommands(Host(self._config.discord.owner), self.reload, self.stop))
        client.add_dynamic_items(why_button(room.store, briefs.previewed))
        client.add_listener(self._on_ready, "on_ready")
        client.on_change(self.dispatcher.mended)
        client.add_listener(self._on_guild_join, "on_guild_join")
        client.add_listener(self._on_guild_remove, "on_guild_remove")

    async def _start_jobs(self, _client: DownlinkClient) -> None:
        self._jobs.start("outbox", self.dispatcher.run)
        self._jobs.start("clock", self._begin_schedule)

    async def _offer_commands(self, _client: DownlinkClient) -> None:
        """Briefs need no commands: where Discord doesn't take them now, they are offered again while briefs go out."""
        if not await self._registered():
            self._jobs.start("commands", self._keep_offering)

    async def _keep_offering(self) -> None:
        while True:
            await asyncio.sleep(REGISTER_WAIT.total_seconds())
            if await self._registered():
                return

    async def _registered(self) -> bool:
        try:
            await self.client.sync_commands()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("commands could not be registered; it is tried again", error=str(error)[:300])
            return False
        return True

    async def _begin_schedule(self) -> None:
        try:
            async with asyncio.timeout(FIRST_GATHERING.total_seconds()):
                polled = await self._gather()
                failed = sum(outcome.error is not None for outcome in polled)
                log.info("feeds read", read=len(polled) - failed, failed=failed, new=sum(p.new for p in polled))
        except TimeoutError:
            log.warning("the feeds take long to read; briefs don't wait for the rest")
        self.first_gathering.set()
        self.schedule.every(GATHER_EVERY, "gather", self._gather)
        self.schedule.every(HOUSEKEEPING_EVERY, "housekeeping", self._keep_house)
        self.schedule.start()
        await self.schedule.fill_due()
        await asyncio.Event().wait()

    async def _gather(self) -> Sequence[Polled]:
        """Read what is due, file it at once, so that brief time finds it done, and correct what was posted."""
        polled = await self.newsroom.gatherer.gather_due()
        await self.newsroom.editor.file_items()
        first_look = not self.first_gathering.is_set()
        if (first_look or any(each.changed for each in polled)) and await self._corrector.correct(self.plans):
            self.dispatcher.nudge()
        return polled

    async def _keep_house(self) -> None:
        purged = await self.newsroom.store.purge(self.newsroom.clock.now() - self._config.store.retention)
        if purged:
            log.info("old rows forgotten", rows=purged)
        await self.guilds.forget_departed()

    def _give_up(self, error: BaseException) -> None:
        self._failure = error
        self.stop()

    async def _wind_down(self, connection: asyncio.Task[None]) -> None:
        self._stopping.set()
        await self.schedule.stop()
        self.dispatcher.stop()
        await self._jobs.stop("outbox", DRAIN)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.client.close()
        connection.cancel()
        await asyncio.wait({connection}, timeout=0.5)

    async def _on_ready(self) -> None:
        if self._stopping.is_set():
            return  # discord.py waits some seconds for all servers, and the store is closed by then
        log.info("connected", servers=len(self.client.guilds), briefs=len(self.plans))
        # Discord lists every server here, those in an outage too.
        await self.guilds.meet(guild.id for guild in self.client.guilds)
        await self._check_channels()

    async def _on_guild_join(self, guild: discord.Guild) -> None:
        await self.guilds.back(guild.id)

    async def _on_guild_remove(self, guild: discord.Guild) -> None:
        """Not called for an outage: discord.py says on_guild_unavailable then."""
        await self.guilds.left(guild.id)

    async def _check_channels(self) -> None:
        """Of the file's briefs; how a server's own stand is told there, by /brief status."""
        for plan in self._file_plans:
            try:
                trouble = await trouble_with(self.client, plan.channel_id)
            except (discord.DiscordException, aiohttp.ClientError, OSError):
                continue  # Discord's trouble, not the channel's
            if trouble:
                await self._tell_admins(plan.id, f'brief "{plan.name}" can\'t be posted: {trouble.words}')
            else:
                self._told.pop(plan.id, None)

    async def _refused(self, delivery: Delivery) -> None:
        name = next((plan.name for plan in self._file_plans if plan.id == delivery.plan_id), "")
        if not name:
            return  # a server's own: /brief status tells its admins
        what = "was not posted" if delivery.edits is None else "was not corrected"
        await self._tell_admins(delivery.plan_id, f'brief "{name}" {what}: {delivery.reason}')

    async def _tell_admins(self, plan_id: str, words: str) -> None:
        """A plan's trouble, which needs an admin: once a day at most, in the log and in the admin channel."""
        now = self.newsroom.clock.now()
        last = self._told.get(plan_id)
        if last and abs(now - last) < TELL_AGAIN:
            return
        self._told[plan_id] = now
        log.error(words)
        if channel := self._config.discord.admin_channel:
            body = {"content": f"Downlink: {words}"[:2000], "allowed_mentions": {"parse": []}}
            nonce = hashlib.sha256(f"{plan_id}{now}".encode()).hexdigest()[:25]
            try:
                await self._courier.send(channel, body, nonce)
            except DeliveryError as error:
                log.warning("the admin channel can't be told", channel=channel, reason=error.reason)


@asynccontextmanager
async def open_app(
    config: Config,
    *,
    path: Path | None = None,
    health_port: int | None = None,
    retell: bool = False,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
) -> AsyncIterator[App]:
    """The bot with its store, ready to `run`. Only one at a time may have a store open this way.

    `path` is where to read the configuration again; `health_port` goes before the configuration's. `retell`, `clock`
    and `fetcher` are as of open_newsroom.
    """
    apps: list[App] = []  # the editor asks for servers that only the client, made after it, knows

    def guild_of(channel_id: int) -> int | None:
        return apps[0].guild_of(channel_id) if apps else None

    async with open_newsroom(
        config, exclusive=True, retell=retell, guild_of=guild_of, clock=clock, fetcher=fetcher
    ) as newsroom:
        app = App(config, newsroom, path=path)
        apps.append(app)
        await app.guilds.load()
        async with health_page(health_port or config.http.port, app.checks()):
            yield app


async def run(config: Config, token: SecretStr, *, path: Path, health_port: int | None = None) -> int:
    """`downlink run`: until SIGTERM or Ctrl-C. Raises DownlinkError where it can't go on."""
    with stopping_on_signals() as stopping:
        async with open_app(config, path=path, health_port=health_port) as app:
            stopping.then(app.stop)
            log.info("starting", feeds=len(config.feeds), briefs=len(config.briefs), store=config.store.shown)
            for words in config.remarks():
                log.warning(words)
            await app.run(token)
        log.info("stopped")
    return 0
