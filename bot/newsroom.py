"""The first two movements and their store, put together: what gathers and writes, without Discord.

`poll`, `brief` and `check` need no more than this; bot.app adds Discord to it.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import Config
from bot.editor import Editor
from bot.errors import FetchError
from bot.feeds import pacing
from bot.feeds.fetcher import Fetcher as WebFetcher
from bot.feeds.finding import Found, address, find_feeds
from bot.feeds.pages import Pages
from bot.feeds.workers import ParsePool
from bot.gatherer import Fetcher, Gatherer
from bot.owners import FILE_OWNER
from bot.ports import Clock, Parser, Store
from bot.store import open_store
from bot.summaries.engines import SUMMARISERS


class SystemClock:
    """The wall clock. Everything else asks a Clock, so that tests and replays can set it."""

    def now(self) -> datetime:
        """See bot.ports.Clock."""
        return datetime.now(UTC)


def spare_loaded() -> None:
    """Spare the garbage collector what is loaded by now: for a process that is about to begin its work.

    To look through all of it again and again is what holds the event loop longest (100 ms of processor time), and finds
    nothing. Of what comes and goes with a poll little is left over, so the collector may also wait for more of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 10)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What gathers and writes."""

    store: Store
    fetcher: Fetcher
    gatherer: Gatherer
    editor: Editor
    clock: Clock
    parser: Parser

    async def find_feeds(self, url: str) -> list[Found]:
        """The feeds behind an address that somebody typed. Raises FeedError, also where its publisher asks to wait."""
        if wait := pacing.asked_to_wait(await self.store.not_before(address(url)), self.clock.now()):
            raise FetchError(address(url), wait)
        return await find_feeds(url, self.fetcher, self.parser)


@asynccontextmanager
async def open_newsroom(
    config: Config,
    *,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
    exclusive: bool = False,
    retell: bool = False,
    subscribe: bool = True,
    guild_of: Callable[[int], int | None] = lambda _: None,
) -> AsyncIterator[Newsroom]:
    """Open everything in order and close it in the other.

    `fetcher` is asked for feeds instead of the network. `exclusive` takes the store's process lock, for `run`;
    `subscribe=False` leaves the file's feeds in the store as they are. `retell` and `guild_of` are as of Editor.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as opened:
        store = await open_store(config.store.url, exclusive=exclusive)
        opened.push_async_callback(store.close)
        parser = await opened.enter_async_context(ParsePool())
        pages = None
        if fetcher is None:
            fetcher = web = await opened.enter_async_context(WebFetcher(contact=config.fetch.contact, now=clock.now))
            pages = Pages(store, web, parser, clock)
        if subscribe:
            await store.sync_feeds(FILE_OWNER, config.feed_list(), trusted=config.fetch.allow_private)
        gatherer = Gatherer(store, fetcher, parser, clock, config.fetch.interval, pages)
        summariser = SUMMARISERS[config.summaries.engine](config.summaries, clock)
        editor = Editor(store, summariser, clock, retell=retell, guild_of=guild_of)
        yield Newsroom(store, fetcher, gatherer, editor, clock, parser)
