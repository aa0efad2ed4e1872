"""The first movement: due feeds become new items in the store.

    due feeds -> fetch (conditional) -> parse what is new in it -> new, changed or known? -> record [commit]

Outcomes are written some at a time, each whole: a transaction costs more than an unchanged feed. One feed's trouble is
its own. What it does not do: decide when to ask again
(bot.feeds.pacing), what an entry's identity is (bot.feeds.identity), or what the news means (bot.editor).
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import DownlinkError, FeedError, FetchError
from bot.feeds import identity, pacing, slices
from bot.feeds.fetcher import Fetched
from bot.feeds.guard import as_told
from bot.feeds.pages import Pages
from bot.feeds.reading import Read, read_new
from bot.feeds.room import Claim, Room
from bot.model import FeedState, Known, PollOutcome
from bot.ports import Clock, FeedStore, Parser

log = structlog.get_logger(__name__)

# Feeds under way at once: each may hold a body in memory.
AT_ONCE = 50
TOGETHER = 200  # states and items written at a time
LONGEST_UNWRITTEN = 1.0  # seconds that an outcome waits for others
ALL = datetime.max.replace(tzinfo=UTC)


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
        waiting = iter(states)
        polled: list[Polled] = []
        records = _Records(self._store)

        async def work() -> None:
            for state in waiting:
                outcome, record = await self._ask(state)
                await records.add(record)
                polled.append(outcome)
                if on_polled:
                    on_polled(outcome)

        try:
            async with asyncio.TaskGroup() as tasks:
                over = asyncio.Event()
                tasks.create_task(records.write_until(over))
                async with asyncio.TaskGroup() as asking:
                    for _ in range(min(AT_ONCE, len(states))):
                        asking.create_task(work())
                over.set()
        except ExceptionGroup as several:
            raise _first(several) from None  # only the store raises here, and says the same to each
        return polled

    async def poll(self, state: FeedState) -> Polled:
        """Ask one feed and record the outcome. A FeedError is an outcome; a StoreError escapes."""
        outcome, record = await self._ask(state)
        await self._store.record_polls([record])
        return outcome

    async def _ask(self, state: FeedState) -> tuple[Polled, PollOutcome]:
        if wait := pacing.asked_to_wait(state.not_before, self._clock.now()):
            return Polled(state, error=FetchError(state.url, wait)), PollOutcome(state)
        try:
            async with self._room.claim() as claim:
                fetched = await self._fetcher.fetch(
                    pacing.address(state),
                    etag=state.etag,
                    last_modified=state.last_modified,
                    trusted=state.trusted,
                    claim=claim,
                )
                polled, outcome = await self._read(state, fetched)
                del fetched
            return polled, await self._filled(outcome)
        except FeedError as error:
            trouble = _without_frames(error)
        except DownlinkError:  # of the store: everybody's
            raise
        except Exception as error:
            log.exception("a feed met a bug", url=state.url)
            trouble = FetchError(state.url, f"Downlink stumbled over it ({type(error).__name__}); see the log")
        # The state is shown in every server that reads the feed; the log is the host's.
        shown = trouble if state.trusted else as_told(trouble)
        after = pacing.failed(state, self._clock.now(), self.interval, shown)
        log.warning("feed failed", url=state.url, reason=trouble.reason, failures=after.failures)
        return Polled(after, error=trouble), PollOutcome(after)

    async def _filled(self, outcome: PollOutcome) -> PollOutcome:
        """With full texts, where they are wanted; a fault of ours in that costs the feed nothing."""
        if not (self._pages and outcome.state.full_text):
            return outcome
        try:
            return await self._pages.filled(outcome)
        except DownlinkError:  # of the store
            raise
        except Exception:
            log.exception("reading pages met a bug", url=outcome.state.url)
            return outcome

    async def _read(self, state: FeedState, fetched: Fetched) -> tuple[Polled, PollOutcome]:
        digest = hashlib.blake2b(fetched.body, digest_size=16).hexdigest() if fetched.body is not None else ""
        if fetched.body is None or digest == state.body_hash:
            after = _answered(state, fetched, self._clock.now(), self.interval)
            return Polled(after, unchanged=True), PollOutcome(after)
        read = await read_new(
            self._parser, fetched.body, state.marks, url=fetched.url, content_type=fetched.content_type
        )
        return await self._judge(replace(state, body_hash=digest, marks=read.marks), fetched, read)

    async def _judge(self, state: FeedState, fetched: Fetched, read: Read) -> tuple[Polled, PollOutcome]:
        now, document = self._clock.now(), read.document
        if document is None:
            after = _answered(state, fetched, now, self.interval)
            return Polled(after, unchanged=True), PollOutcome(after)
        entries = identity.named(document.entries)
        known = [] if state.last_ok is None else await self._known(state.id, entries)
        size = len(read.marks) // slices.MARK or len(document.entries)
        judged = identity.judge(entries, known, now, identity.Feed(state.last_ok, size))
        if judged.flood:
            log.warning("a feed is suddenly full of new entries; the old ones are kept silently", url=state.url)
        state = replace(
            state,
            ttl=document.ttl,
            skip_hours=document.skip_hours,
            skip_days=document.skip_days,
            last_new=now if judged.new else state.last_new,
            # Of a part the dates tell no rhythm.
            rhythm=state.rhythm if read.part else pacing.rhythm((entry.published for entry in document.entries), now),
        )
        after = _answered(state, fetched, now, self.interval)
        return (
            Polled(after, new=len(judged.new), changed=len(judged.changed)),
            PollOutcome(after, judged.new, judged.changed),
        )

    async def _known(self, feed_id: int, entries: Sequence[identity.Named]) -> list[Known]:
        return await self._store.known_entries(
            feed_id,
            [entry.key for entry in entries],
            [entry.url_key for entry in entries],
            [entry.entry.title for entry in entries],
        )


class _Records:
    """Outcomes on their way into the store, written together. What a crash loses is asked again."""

    def __init__(self, store: FeedStore) -> None:
        self._store = store
        self._waiting: list[PollOutcome] = []
        self._rows = 0

    async def add(self, outcome: PollOutcome) -> None:
        """Take it, and write what there is if it is enough."""
        self._waiting.append(outcome)
        self._rows += 1 + len(outcome.new) + len(outcome.changed)
        if self._rows >= TOGETHER:
            await self.write()

    async def write(self) -> None:
        """Write what there is."""
        outcomes, self._waiting, self._rows = self._waiting, [], 0
        if outcomes:
            await self._store.record_polls(outcomes)

    async def write_until(self, over: asyncio.Event) -> None:
        """Never let an outcome wait long for a slow feed; what is left is written when all is over."""
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_UNWRITTEN):
                    await over.wait()
            await self.write()
        await self.write()  # what came while the last was written


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
    return pacing.moved(after, fetched.permanent_url)
