"""The first movement: due feeds become new items in the store.

    due feeds -> fetch (conditional) -> parse what is new in it -> new, changed or known? -> record [commit]

The last two steps are taken for some feeds at a time, each feed whole: to ask the store and to write to it cost more
than an unchanged feed. One feed's trouble is its own. What it does not do: decide when to ask again
(bot.feeds.pacing), what an entry's identity is (bot.feeds.identity), or what the news means (bot.editor).
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.collectors import in_its_own_name
from bot.document import Entry
from bot.errors import DownlinkError, FeedError, FetchError, HostRests
from bot.feeds import identity, pacing, slices
from bot.feeds.fetcher import Fetched
from bot.feeds.guard import as_told
from bot.feeds.pages import Pages
from bot.feeds.reading import read_new
from bot.feeds.room import LARGE, Claim, Room
from bot.model import FeedState, Known, PollOutcome
from bot.ports import Clock, FeedStore, Parser

log = structlog.get_logger(__name__)

# Feeds under way at once. Each may hold a body in memory; and the more answers a turn of the event loop finds ready,
# the less each of them costs: of a feed that says 304 a fifth less than with 50.
AT_ONCE = 100
AT_A_TURN = 10  # feeds that are begun in one turn of the event loop
TOGETHER = 200  # states and entries held against the store and written at a time
LONGEST_UNWRITTEN = 1.0  # seconds that an outcome waits for others
ALL = datetime.max.replace(year=9998, tzinfo=UTC)  # a store may add a wait to it


class Fetcher(Protocol):
    """Where feeds are asked: bot.feeds.fetcher on the network, captured snapshots in a replay."""

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        trusted: bool = False,
        claim: Claim | None = None,
    ) -> Fetched:
        """See bot.feeds.fetcher.Fetcher.fetch. Raises FeedError."""
        ...


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of asking one feed. `error` is None where it went well; `unchanged` where there was nothing to read."""

    state: FeedState
    new: int = 0
    changed: int = 0
    unchanged: bool = False
    error: FeedError | None = None


class Gatherer:
    """Asks feeds and records what is new."""

    def __init__(
        self,
        store: FeedStore,
        fetcher: Fetcher,
        parser: Parser,
        clock: Clock,
        interval: timedelta,
        pages: Pages | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._pages = pages
        self._room = Room()
        self.interval = interval
        self._gathering = asyncio.Lock()
        self._turns = asyncio.Lock()
        self._writing = asyncio.Lock()

    async def gather_due(self, limit: int = 1000) -> list[Polled]:
        """Ask the feeds whose time has come."""
        async with self._gathering:
            return await self._gather(await self._store.due_feeds(self._clock.now(), limit))

    async def gather_all(
        self, on_polled: Callable[[Polled], None] | None = None, *, urls: Container[str] | None = None
    ) -> list[Polled]:
        """Ask every wanted feed now, or those at `urls`, whenever it was asked last."""
        async with self._gathering:
            wanted = await self._store.due_feeds(ALL, 1_000_000)
            return await self._gather([state for state in wanted if urls is None or state.url in urls], on_polled)

    async def _gather(
        self, states: Sequence[FeedState], on_polled: Callable[[Polled], None] | None = None
    ) -> list[Polled]:
        # Who has failed comes last: if it makes its host ask for a rest again, the host's others have been read.
        waiting = iter(sorted(states, key=lambda state: state.failures))
        polled: list[Polled] = []

        async def land(asked: Sequence[_Asked]) -> None:
            for outcome in await self._land(asked):
                polled.append(outcome)
                if on_polled:
                    on_polled(outcome)

        landing = _Landing(land)

        async def work() -> None:
            for state in waiting:
                with self._room.claim(state.failures) as claim:
                    asked = await self._ask(state, claim)
                    # What says much keeps its body's place: a store that is locked lets through no more of it.
                    # A full text's pages take their time, in which others need not wait.
                    if alone := asked.is_long or state.full_text:
                        await land([asked])
                if not alone:
                    await landing.add(asked)

        try:
            async with asyncio.TaskGroup() as tasks:
                over = asyncio.Event()
                tasks.create_task(landing.land_until(over))
                async with asyncio.TaskGroup() as asking:
                    for n in range(min(AT_ONCE, len(states))):
                        asking.create_task(work())
                        if n % AT_A_TURN == AT_A_TURN - 1:
                            await asyncio.sleep(0)
                over.set()
        except ExceptionGroup as several:
            raise _first(several) from None  # only the store raises here, and says the same to each
        return polled

    async def poll(self, state: FeedState) -> Polled:
        """Ask one feed and record the outcome. A FeedError is an outcome; a StoreError escapes."""
        with self._room.claim(state.failures) as claim:
            (polled,) = await self._land([await self._ask(state, claim)])
        return polled

    async def _ask(self, state: FeedState, claim: Claim) -> _Asked:
        if wait := pacing.asked_to_wait(state.not_before, self._clock.now()):
            return _Asked(state, state, error=FetchError(state.url, wait))
        try:
            fetched = await self._fetcher.fetch(
                pacing.address(state),
                etag=state.etag,
                last_modified=state.last_modified,
                trusted=state.trusted,
                claim=claim,
            )
            return await self._read(state, fetched)
        except HostRests as rests:
            after = pacing.postponed(state, self._clock.now(), rests.retry_after or self.interval)
            return _Asked(state, after, error=_without_frames(rests))
        except FeedError as error:
            return self._failed(state, _without_frames(error))
        except DownlinkError:  # of the store: everybody's
            raise
        except Exception as error:
            log.exception("a feed met a bug", url=state.url)
            return self._failed(state, _bug(state.url, error))

    async def _read(self, state: FeedState, fetched: Fetched) -> _Asked:
        now = self._clock.now()
        if fetched.body is not None:
            async with self._turns:  # to hash and slice a body takes a millisecond: one in a turn of the event loop
                await asyncio.sleep(0)
        digest = hashlib.blake2b(fetched.body, digest_size=16).hexdigest() if fetched.body is not None else ""
        if fetched.body is None or digest == state.body_hash:
            return _Asked(state, _answered(state, fetched, now, self.interval))
        read = await read_new(
            self._parser, fetched.body, state.marks, url=fetched.url, content_type=fetched.content_type
        )
        after, document = replace(state, body_hash=digest, marks=read.marks), read.document
        if document is None:
            return _Asked(state, _answered(after, fetched, now, self.interval))
        after = replace(
            after,
            ttl=document.ttl,
            skip_hours=document.skip_hours,
            skip_days=document.skip_days,
            # Of a part the dates tell no rhythm.
            rhythm=state.rhythm if read.part else pacing.rhythm((entry.published for entry in document.entries), now),
        )
        return _Asked(
            state,
            _answered(after, fetched, now, self.interval),
            identity.named(in_its_own_name(document.entries, state.url, fetched.url)),
            len(read.marks) // slices.MARK or len(document.entries),
        )

    async def _land(self, asked: Sequence[_Asked]) -> list[Polled]:
        """Hold what was asked against the store and write it down. Where something in it can't be judged or written,
        each feed lands by itself, and one that can't has failed.
        """
        try:
            return await self._landed(asked)
        except DownlinkError:  # of the store: everybody's
            raise
        except Exception as error:
            if len(asked) > 1:
                return [polled for each in asked for polled in await self._land([each])]
            (one,) = asked
            log.exception("a feed met a bug", url=one.after.url)
            return await self._landed([self._failed(one.before, _bug(one.after.url, error))])

    async def _landed(self, asked: Sequence[_Asked]) -> list[Polled]:
        wanted = {each.after.id: identity.signs(each.entries) for each in asked if each.entries and each.before.last_ok}
        known = await self._store.known_entries(wanted) if wanted else {}
        judged = []
        for each in asked:
            judged.append(self._judged(each, known.get(each.after.id, [])))
            if each.entries:
                await asyncio.sleep(0)  # a first poll's are many
        filled = [await self._filled(record) for _, record in judged]
        async with self._writing:  # who waits has its entries, and not yet the rows that are made of them
            await self._store.record_polls(filled)
        return [polled for polled, _ in judged]

    def _judged(self, asked: _Asked, known: Sequence[Known]) -> tuple[Polled, PollOutcome]:
        after = asked.after
        if asked.entries is None or after.last_poll is None:
            return Polled(after, unchanged=asked.error is None, error=asked.error), PollOutcome(after)
        judged = identity.judge(asked.entries, known, after.last_poll, identity.Feed(asked.before.last_ok, asked.size))
        if judged.flood:
            log.warning("a feed is suddenly full of new entries; the old ones are kept silently", url=after.url)
        if judged.new:
            after = replace(after, last_new=after.last_poll)
        return (
            Polled(after, new=len(judged.new), changed=len(judged.changed)),
            PollOutcome(after, judged.new, judged.changed),
        )

    def _failed(self, state: FeedState, trouble: FeedError) -> _Asked:
        # The state is shown in every server that reads the feed; the log is the host's.
        shown = trouble if state.trusted else as_told(trouble)
        after = pacing.failed(state, self._clock.now(), self.interval, shown)
        log.warning("feed failed", url=state.url, reason=trouble.reason, failures=after.failures)
        return _Asked(state, after, error=trouble)

    async def _filled(self, outcome: PollOutcome) -> PollOutcome:
        """With full texts, where they are wanted; a fault of ours in that costs the feed nothing."""
        if not (self._pages and outcome.state.full_text and (outcome.new or outcome.changed)):
            return outcome
        try:
            return await self._pages.filled(outcome)
        except DownlinkError:  # of the store
            raise
        except Exception:
            log.exception("reading pages met a bug", url=outcome.state.url)
            return outcome


@dataclass(frozen=True, slots=True)
class _Asked:
    """What came of asking a feed, before it is held against the store: its state `before` and `after`, and the entries
    that the last answer didn't have, of a document of `size` entries. None: it is as it was, or an `error`.
    """

    before: FeedState
    after: FeedState
    entries: Sequence[identity.Named] | None = None
    size: int = 0
    error: FeedError | None = None

    @property
    def is_long(self) -> bool:
        """Whether its entries hold as much as a large body."""
        return sum(_length(each.entry) for each in self.entries or ()) > LARGE


class _Landing:
    """What was asked, on its way into the store, some at a time. What a crash loses is asked again."""

    def __init__(self, land: Callable[[Sequence[_Asked]], Awaitable[None]]) -> None:
        self._land = land
        self._waiting: list[_Asked] = []
        self._rows = 0

    async def add(self, asked: _Asked) -> None:
        """Take it, and let what there is land if it is enough."""
        self._waiting.append(asked)
        self._rows += 1 + len(asked.entries or ())
        if self._rows >= TOGETHER:
            await self.land()

    async def land(self) -> None:
        """Let land what there is."""
        asked, self._waiting, self._rows = self._waiting, [], 0
        if asked:
            await self._land(asked)

    async def land_until(self, over: asyncio.Event) -> None:
        """Let nothing wait long for a slow feed; what is left lands when all is over."""
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_UNWRITTEN):
                    await over.wait()
            await self.land()
        await self.land()  # what came while the last was written


def _length(entry: Entry) -> int:
    """In characters, all told."""
    texts = (entry.summary, entry.title, entry.link, entry.id, entry.image or "", *entry.authors)
    return sum(map(len, texts))


def _bug(url: str, error: Exception) -> FetchError:
    return FetchError(url, f"Downlink stumbled over it ({type(error).__name__}); see the log")


def _without_frames(error: FeedError) -> FeedError:
    """The error without its traceback and causes: those hold frames, and they the body, for as long as it is kept."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


def _first(several: ExceptionGroup[Exception]) -> Exception:
    inner = several.exceptions[0]
    return _first(inner) if isinstance(inner, ExceptionGroup) else inner


def _answered(state: FeedState, fetched: Fetched, now: datetime, interval: timedelta) -> FeedState:
    same = fetched.body is None
    after = pacing.answered(
        state,
        now,
        interval,
        fetched.max_age,
        etag=fetched.etag or (state.etag if same else ""),
        last_modified=fetched.last_modified or (state.last_modified if same else ""),
    )
    return pacing.led(pacing.moved(after, fetched.permanent_url), fetched.url, now)
