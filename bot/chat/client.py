"""The connection to Discord: the smallest one that posts and answers commands, kept up by a supervisor of our own.

Only the `guilds` intent, no caches of members or messages: Downlink reads nothing that people write. Jobs and cogs
start in `setup_hook`, once; `on_ready` comes again with every new session.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.buckets import Buckets
from bot.chat.commands import Commands, differ
from bot.chat.pace import Pace
from bot.chat.refusals import TOKEN_REFUSED
from bot.chat.requests import RequestWatch
from bot.errors import ConfigError, DownlinkError, TokenError

log = structlog.get_logger(__name__)

SetupStep = Callable[["DownlinkClient"], Awaitable[object]]

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0  # seconds; the longest keeps far below Discord's 1000 IDENTIFY a day
_SETTLED = 120.0  # a connection that lasted this long was a good one: the next failure starts anew
_LOOK, _IN_VAIN = 5.0, 90.0  # seconds
_WEATHER = (OSError, aiohttp.ClientError, discord.GatewayNotFound, discord.HTTPException, discord.RateLimited)


def point_at(api_url: str) -> None:
    """Send every request of this process to `api_url`, such as "http://127.0.0.1:8123/api/v10", instead of Discord.

    discord.py keeps the address on a class. Before log-in, and before any other client is in use.
    """
    Route.BASE = api_url.rstrip("/")


class DownlinkClient(commands.Bot):
    """`setup` runs after log-in and before the gateway is connected, step by step, each once: cogs, commands, jobs.

    With `api_url`, the API is there and the gateway is what its GET /gateway/bot says.
    """

    def __init__(self, setup: Iterable[SetupStep] = (), *, api_url: str = "", pace: Pace | None = None) -> None:
        self.requests = RequestWatch(pace)
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Commands,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            # Longer waits come back as RateLimited, for the outbox to decide.
            max_ratelimit_timeout=30.0,
            http_trace=self.requests.trace,
        )
        self.requests.trace.on_request_end.append(Buckets(self.http).answered)
        self._setup = list(setup)
        self._api_url = api_url
        self._offline_since: float | None = time.monotonic()
        self._stopped = asyncio.Event()
        self._connecting: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ life

    async def run_until_stopped(self, token: str) -> None:
        """Log in and stay connected until `close`; always closed in the end.

        Raises TokenError, and ConfigError where Discord refuses what we ask for. Everything else is weather: logged,
        and tried again after a while.
        """
        if not token.strip():
            raise TokenError("there is no token: put one where the configuration's [discord] token points")
        if self._api_url:
            point_at(self._api_url)
        async with self:
            life = asyncio.create_task(self._live(token), name="discord-life")
            stop = asyncio.create_task(self._stopped.wait(), name="discord-stop")
            try:
                await asyncio.wait({life, stop}, return_when=asyncio.FIRST_COMPLETED)
                if life.done():
                    life.result()
            finally:
                life.cancel()
                stop.cancel()
                await asyncio.gather(life, stop, return_exceptions=True)

    async def close(self) -> None:
        """End `run_until_stopped`, wherever it is."""
        # discord.py's own close lets it sleep on between two connections. But connect() also closes for itself before
        # it raises what ended it, and that must be heard.
        if asyncio.current_task() is not self._connecting:
            self._stopped.set()
        await super().close()

    async def _live(self, token: str) -> None:
        await self._persist("log-in", lambda: self._log_in(token), _WEATHER)
        # discord.py lets its own bugs out here, on a refused first connection (Rapptz/discord.py#10520) or an event
        # that it can't read; none of them is a reason to stop.
        await self._persist("gateway", self._stay_connected, (Exception,))

    async def _persist(
        self, what: str, step: Callable[[], Awaitable[None]], passing: tuple[type[Exception], ...]
    ) -> None:
        """Run a step until it is done or the client is closed, through failures of the `passing` kinds."""
        failures = 0
        while not self.is_closed():
            began = time.monotonic()
            try:
                return await step()
            except DownlinkError:
                raise
            except passing as error:
                if self.is_closed():
                    return None
                failures = 1 if time.monotonic() - began > _SETTLED else failures + 1
                wait = pause(failures) * random.uniform(0.75, 1.25)  # noqa: S311  (jitter, not cryptography)
                weather = isinstance(error, _WEATHER)
                log.warning(
                    "discord is away, trying again",
                    step=what,
                    error=f"{type(error).__name__}: {error}"[:300],
                    again_in=round(wait, 1),
                    exc_info=None if weather else error,
                )
                await self._drop()
                await asyncio.sleep(wait)
        return None

    async def _log_in(self, token: str) -> None:
        try:
            await self.login(token)
        except discord.LoginFailure as error:
            raise TokenError(TOKEN_REFUSED) from error
        except discord.HTTPException as error:
            if error.status == 401:
                raise TokenError(TOKEN_REFUSED) from error
            if error.status < 500 and error.status != 429:
                raise ConfigError(no_discord(error)) from error
            await self._new_session()
            raise
        except _WEATHER:
            await self._new_session()
            raise

    async def _new_session(self) -> None:
        """Each log-in opens an HTTP session without closing the one before (discord.py 2.7.1, static_login)."""
        await self.http.close()
        self.http.clear()
        self.http.connector = discord.utils.MISSING

    async def _stay_connected(self) -> None:
        if self._api_url:
            _, gateway, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        try:
            await self._connect()
        except discord.PrivilegedIntentsRequired as error:
            raise ConfigError(
                "Discord refuses an intent, though Downlink asks for none that needs approval: look at the "
                "application's Bot page, https://discord.com/developers/applications"
            ) from error
        except discord.ConnectionClosed as error:
            # Others than these are answered with a reconnect inside of connect().
            if error.code == 4004:
                raise TokenError(TOKEN_REFUSED) from error
            raise DownlinkError(
                f"Discord closed the gateway for good (close code {error.code}): {error.reason or 'no reason given'}"
            ) from error

    async def _connect(self) -> None:
        """discord.py's own loop of connections, until it has been in vain for too long.

        Its waits grow to a quarter of an hour; ours don't, so that a brief's buttons work again soon after an outage.
        """
        began = time.monotonic()
        self._connecting = asyncio.create_task(self.connect(), name="discord-gateway")
        try:
            while not (await asyncio.wait({self._connecting}, timeout=_LOOK))[0]:
                if min(self.offline_for, time.monotonic() - began) > _IN_VAIN:
                    raise TimeoutError("no gateway session came about")
            await self._connecting
        finally:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)

    async def _drop(self) -> None:
        """Let go of a gateway connection that discord.py left open when it failed."""
        await self.on_disconnect()  # discord.py says nothing where it fails by a bug of its own
        websocket, self.ws = self.ws, None  # type: ignore[assignment]  # discord.py itself starts with None here
        if websocket is not None:
            try:
                async with asyncio.timeout(5):
                    await websocket.close()
            except Exception as error:  # noqa: BLE001  (it is being thrown away)
                log.debug("closing a broken gateway connection", error=repr(error))

    async def setup_hook(self) -> None:
        """The steps, each once, also where a log-in is tried again after one of them failed."""
        while self._setup:
            await self._setup[0](self)
            self._setup.pop(0)

    # ------------------------------------------------------------ commands

    async def sync_commands(self) -> bool:
        """Tell Discord about the command tree, if it isn't what Discord has; whether it had to be told."""
        application = self.application_id
        if application is None:
            raise RuntimeError("commands are synced after log-in")
        wanted = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        try:
            known: list[Any] = await self.http.get_global_commands(application)
        except discord.HTTPException as error:
            log.warning("can't read the registered commands, registering anew", error=str(error)[:200])
        else:
            if not differ(wanted, known):
                return False
        await self.tree.sync()
        log.info("commands registered", count=len(wanted))
        return True

    def on_change(self, hear: Callable[[list[int]], Awaitable[object]]) -> None:
        """Call `hear` with the ids of the channels in which something has changed: rights, an archived thread."""

        async def of_channel(_before: object, after: discord.abc.GuildChannel) -> None:
            await hear([after.id, *(thread.id for thread in getattr(after, "threads", ()))])

        async def of_thread(_before: object, after: discord.Thread) -> None:
            await hear([after.id])

        async def of_role(_before: object, after: discord.Role) -> None:
            await of_guild(after.guild)

        async def of_guild(guild: discord.Guild) -> None:
            await hear([channel.id for channel in (*guild.channels, *guild.threads)])

        self.add_listener(of_channel, "on_guild_channel_update")
        self.add_listener(of_thread, "on_thread_update")
        self.add_listener(of_role, "on_guild_role_update")
        self.add_listener(of_guild, "on_guild_join")
        self.add_listener(of_guild, "on_guild_available")

    async def on_message(self, message: discord.Message) -> None:
        """Nothing that people write is looked at."""

    # ------------------------------------------------------------ health

    @property
    def offline_for(self) -> float:
        """Seconds without a working gateway session; 0 while there is one."""
        return 0.0 if self._offline_since is None else time.monotonic() - self._offline_since

    async def on_connect(self) -> None:
        """A new session; `on_ready` would come two seconds later, when discord.py has waited for all servers."""
        self._offline_since = None

    async def on_resumed(self) -> None:
        self._offline_since = None

    async def on_disconnect(self) -> None:
        if self._offline_since is None:
            self._offline_since = time.monotonic()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  (discord.py's)
        """A listener failed: a bug, logged, and nobody else's trouble. Called while the exception is handled."""
        log.error("listener failed", listener=event_method, exc_info=sys.exception())


def pause(failures: int) -> float:
    """How many seconds to wait after so many failures in a row: 1, 2, 4 ... five minutes."""
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures - 1, 20)))


def no_discord(error: discord.HTTPException) -> str:
    """Of a refused log-in that says nothing of the token: somebody else answers in Discord's place."""
    return (
        f"{Route.BASE} does not answer as Discord does (HTTP {error.status} to log-in): check [discord] api_url, "
        "which is Discord itself if left out"
    )
