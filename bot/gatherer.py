"""The first movement: due feeds become new items in the store.

    due feeds -> fetch (conditional) -> parse, if the body changed -> new, changed or known? -> record [commit]

One feed is one transaction, and one feed's trouble is its own. What it does not do: decide when to ask again
(bot.feeds.pacing), what an entry's identity is (bot.feeds.identity), or what the news means (bot.editor).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import FeedError
from bot.feeds import identity, pacing
from bot.feeds.fetcher import Fetched
from bot.model import Document, FeedState
from bot.ports import Clock, FeedStore, Parser

log = structlog.get_logger(__name__)

# Feeds under way at once: each may hold a body in memory.
AT_ONCE = 50
ALL = datetime.max.replace(tzinfo=UTC)


class Fetcher(Protocol):
    """Where feeds are asked: bot.feeds.fetcher on the network, captured snapshots in a replay."""

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "", trusted: bool = False) -> Fetched:
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

    def __init__(self, store: FeedStore, fetcher: Fetcher, parser: Parser, clock: Clock, interval: timedelta) -> None:
        self._store = store
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self.interval = interval
        self._gathering = asyncio.Lock()

    async def gather_due(self, limit: int = 1000) -> list[Polled]:
        """Ask the feeds whose time has come."""
        async with self._gathering:
            return await self._gather(await self._store.due_feeds(self._clock.now(), limit))

    async def gather_all(self, on_polled: Callable[[Polled], None] | None = None) -> list[Polled]:
        """Ask every wanted feed now, whenever it was asked last."""
        async with self._gathering:
            return await self._gather(await self._store.due_feeds(ALL, 1_000_000), on_polled)

    async def _gather(
        self, states: Sequence[FeedState], on_polled: Callable[[Polled], None] | None = None
    ) -> list[Polled]:
        waiting = iter(states)
        polled: list[Polled] = []

        async def work() -> None:
            for state in waiting:
                outcome = await self.poll(state)
                polled.append(outcome)
                if on_polled:
                    on_polled(outcome)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(min(AT_ONCE, len(states))):
                tasks.create_task(work())
        return polled

    async def poll(self, state: FeedState) -> Polled:
        """Ask one feed and record the outcome. A FeedError is an outcome; whatever else is wrong escapes."""
        try:
            fetched = await self._fetcher.fetch(
                pacing.address(state), etag=state.etag, last_modified=state.last_modified, trusted=state.trusted
            )
            outcome = await self._read(state, fetched)
        except FeedError as error:
            outcome = Polled(pacing.failed(state, self._clock.now(), self.interval, error), error=error)
            log.warning("feed failed", url=state.url, reason=error.reason, failures=outcome.state.failures)
            await self._store.record_poll(outcome.state)
        return outcome

    async def _read(self, state: FeedState, fetched: Fetched) -> Polled:
        now = self._clock.now()
        digest = hashlib.blake2b(fetched.body, digest_size=16).hexdigest() if fetched.body is not None else ""
        if not digest or digest == state.body_hash:
            wishes = pacing.Wishes(max_age=fetched.max_age)
            outcome = Polled(_answered(state, fetched, now, self.interval, wishes), unchanged=True)
            await self._store.record_poll(outcome.state)
            return outcome
        document = await self._parser.parse(fetched.body or b"", url=fetched.url, content_type=fetched.content_type)
        return await self._record(state, fetched, document, digest, now)

    async def _record(
        self, state: FeedState, fetched: Fetched, document: Document, digest: str, now: datetime
    ) -> Polled:
        entries = document.entries
        known = await self._store.known_entries(
            state.id, identity.keys(entries), [identity.url_key(entry.link) for entry in entries]
        )
        judged = identity.judge(entries, known, now, first_poll=state.last_ok is None)
        after = replace(
            _answered(state, fetched, now, self.interval, pacing.Wishes.of(document, fetched.max_age)),
            body_hash=digest,
            last_new=now if judged.new else state.last_new,
            rhythm=pacing.rhythm((entry.published for entry in entries), now),
        )
        await self._store.record_poll(after, judged.new, judged.changed)
        return Polled(after, new=len(judged.new), changed=len(judged.changed))


def _answered(
    state: FeedState, fetched: Fetched, now: datetime, interval: timedelta, wishes: pacing.Wishes
) -> FeedState:
    return replace(
        pacing.answered(state, now, interval, wishes),
        moved_to=fetched.permanent_url or state.moved_to,
        etag=fetched.etag or (state.etag if fetched.body is None else ""),
        last_modified=fetched.last_modified or (state.last_modified if fetched.body is None else ""),
    )
