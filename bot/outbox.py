"""The third movement: a brief in the outbox becomes a confirmed message in its channel, once.

    claim [commit] -> settle a doubt -> send with the stable nonce -> confirm [commit]

A claimed delivery is committed before the request goes out: whatever dies, the store knows that the message may exist.
Doubt is settled by Discord's memory of the nonce while that lasts, and after it by looking in the channel for the
message's own mark. Where the channel's history can't be read the state is `unknown`: shown, and never sent again by
itself, because twice is worse than an admin's glance.

A correction is a step too: the edit of a posted message, claimed and confirmed like the message, and repeated without
harm. What only an admin can mend waits, first in its channel, until it is mended or no longer news.

What it does not do: decide what is said (bot.editor), or know what a status code means (bot.chat.courier).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.deliveries import Delivery, DeliveryState
from bot.errors import (
    ChannelRefused,
    DeliveryError,
    InDoubt,
    MessageGone,
    PayloadRefused,
    StoreError,
    TokenError,
    TryLater,
)
from bot.model import Slot
from bot.ports import Clock, Courier, Outbox

log = structlog.get_logger(__name__)

# "Checked for uniqueness in the past few minutes" (Create Message, nonce): no figure is published; a minute is safe.
NONCE_MEMORY = timedelta(seconds=60)
# Clocks differ: look a little before the first attempt too.
CLOCK_SKEW = timedelta(minutes=5)
# Longer than any single attempt may take, so that no message is ever claimed by two.
LEASE = timedelta(minutes=2)
# A brief is news: a doubt is asked about again within the minute, however often the process died meanwhile.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=1)
# A refused channel is asked again so often, and at once where Discord tells of a change in it.
BLOCKED_WAIT = timedelta(minutes=10)
AT_ONCE = 50
IDLE = timedelta(seconds=30)
UNDER_WAY = (DeliveryState.PENDING, DeliveryState.SENDING)

OnRefusal = Callable[[Delivery], Awaitable[None]]


class Dispatcher:
    """Works off the outbox until cancelled. `nudge` says that there is something new."""

    def __init__(self, store: Outbox, courier: Courier, clock: Clock, on_refusal: OnRefusal | None = None) -> None:
        self._store = store
        self._courier = courier
        self._clock = clock
        self._on_refusal = on_refusal
        self._stopping = False
        self._failure: Exception | None = None
        self._began = clock.now()
        self._blocked: set[int] = set()  # channels that refused a message since the start
        self._nudged = asyncio.Event()
        self._progressed = asyncio.Event()

    def nudge(self) -> None:
        """Look into the outbox now."""
        self._nudged.set()

    async def mended(self, channel_ids: Iterable[int]) -> None:
        """Something has changed in these channels: what they refused is tried again."""
        again = self._blocked.intersection(channel_ids)
        if again and await self._store.hurry(again):
            self._blocked -= again
            self.nudge()

    def stop(self) -> None:
        """Claim nothing more; `run` returns when what is under way has ended."""
        self._stopping = True
        self._nudged.set()

    async def run(self) -> None:
        """Deliver until stopped. Raises TokenError or StoreError; everything else is one delivery's trouble."""
        await self._store.reopen()
        under_way: set[asyncio.Task[None]] = set()
        try:
            while not self._stopping:
                self._nudged.clear()
                begun = await self._begin(AT_ONCE - len(under_way))
                under_way |= begun
                if len(under_way) >= AT_ONCE:
                    await self._nudged.wait()  # by the first to end; no need to ask what is due then
                elif not begun:
                    await self._rest()
                under_way = {task for task in under_way if not task.done()}
                self._raise_failure()
            if under_way:
                await asyncio.wait(under_way)
        finally:
            for task in under_way:
                task.cancel()

    async def deliver_due(self) -> int:
        """One round: claim what is due, try each once, wait for all; how many were tried."""
        begun = await self._begin(AT_ONCE)
        if begun:
            await asyncio.wait(begun)
        self._raise_failure()
        return len(begun)

    async def settled(self, slot: Slot, patience: timedelta) -> list[Delivery]:
        """The slot's deliveries once each is sent or given up, or as they are when patience ends."""
        try:
            async with asyncio.timeout(patience.total_seconds()):
                while True:
                    progressed = self._progressed
                    mine = await self._of(slot)
                    if all(delivery.state not in UNDER_WAY for delivery in mine):
                        return mine
                    await progressed.wait()
        except TimeoutError:
            return await self._of(slot)

    async def _of(self, slot: Slot) -> list[Delivery]:
        last = await self._store.deliveries(slot.plan_id, 50)
        return [delivery for delivery in last if delivery.slot_key == slot.key]

    async def _begin(self, places: int) -> set[asyncio.Task[None]]:
        if places <= 0:
            return set()
        now = self._clock.now()
        claimed = await self._store.claim(now, places, LEASE)
        return {asyncio.create_task(self._work(delivery, now), name=f"deliver {delivery.id}") for delivery in claimed}

    async def _work(self, delivery: Delivery, now: datetime) -> None:
        try:
            await self._deliver(delivery, now)
        except (TokenError, StoreError) as error:
            self._failure = error
        except Exception:
            # A bug with one message must not hold up the others; its lease ends, and it is tried again.
            log.exception("delivery failed", plan=delivery.plan_id, slot=delivery.slot_key)
        finally:
            self._nudged.set()  # there is a place again, and the channel's next message may go
            self._progressed.set()
            self._progressed = asyncio.Event()

    def _raise_failure(self) -> None:
        if self._failure:
            failure, self._failure = self._failure, None
            raise failure

    async def _rest(self) -> None:
        due = await self._store.next_due()
        wait = min(IDLE, max(timedelta(), due - self._clock.now())) if due else IDLE
        try:
            async with asyncio.timeout(max(wait.total_seconds(), 0.05)):
                await self._nudged.wait()
        except TimeoutError:
            pass

    async def _deliver(self, delivery: Delivery, now: datetime) -> None:
        about = {"plan": delivery.plan_id, "slot": delivery.slot_key, "part": delivery.part}
        step = await (self._attempt(delivery, now) if delivery.edits is None else self._amend(delivery, now))
        match step:
            case Confirmed(message_id, post):
                await self._store.confirm(delivery.id, message_id, self._clock.now(), post=post)
                log.info("delivered", message=message_id, **about)
            case Postponed(kept, not_before, reason):
                await self._store.postpone(kept, not_before, reason)
                log.warning("delivery postponed", reason=reason, again=not_before.isoformat(), **about)
                if kept.state is DeliveryState.BLOCKED:
                    self._blocked.add(kept.channel_id)
                    if reason != delivery.reason:
                        await self._tell(replace(kept, reason=reason))
            case Settled(state, reason):
                await self._store.settle(delivery.id, state, reason)
                log.warning("delivery given up", state=state, reason=reason, **about)
                if state is not DeliveryState.DROPPED and reason != delivery.reason:
                    await self._tell(replace(delivery, state=state, reason=reason))

    async def _tell(self, delivery: Delivery) -> None:
        if self._on_refusal:
            await self._on_refusal(delivery)

    async def _attempt(self, delivery: Delivery, now: datetime) -> Step:
        """Look first where a former attempt may have succeeded, then send, then say what comes next."""
        began = delivery.first_attempt or now
        in_doubt = began < now
        over = now >= delivery.expires
        try:
            # Asked before anything is sent: a failure afterwards must not look as if nothing had been.
            post = await self._courier.is_forum(delivery.channel_id)
            if not in_doubt and delivery.due < self._began and (found := await self._of_a_former_life(delivery)):
                return Confirmed(found, post)
            if in_doubt and (post or over or now - began > NONCE_MEMORY):
                found = await self._courier.find(delivery.channel_id, delivery.message.mark, began - CLOCK_SKEW)
                if found is not None:
                    return Confirmed(found, post)
                in_doubt, began = False, now
            if over:
                return Settled(DeliveryState.EXPIRED, delivery.reason or "its time was over before Discord took it")
            return Confirmed(await self._send(delivery), post)
        except DeliveryError as error:
            return after_failure(replace(delivery, first_attempt=began), error, self._clock.now(), in_doubt=in_doubt)

    async def _of_a_former_life(self, delivery: Delivery) -> int | None:
        """The message, if it was posted before this process began and the store, put back from a backup, forgot it."""
        try:
            return await self._courier.find(delivery.channel_id, delivery.message.mark, delivery.due - CLOCK_SKEW)
        except (ChannelRefused, InDoubt):
            return None  # nothing but the backup would speak for it

    async def _amend(self, delivery: Delivery, now: datetime) -> Step:
        """Edit a posted message. A doubt needs no settling: the same edit twice is one."""
        message, channel, posted = delivery.message, delivery.channel_id, delivery.edits or 0
        if now >= delivery.expires:
            return Settled(DeliveryState.EXPIRED, delivery.reason or "its time was over before Discord took it")
        try:
            try:
                await self._courier.edit(channel, posted, message.payload)
            except PayloadRefused:  # it may stand there as plain text
                await self._courier.edit(channel, posted, message.fallback)
        except DeliveryError as error:
            return after_failure(delivery, error, self._clock.now(), in_doubt=False)
        return Confirmed(posted)

    async def _send(self, delivery: Delivery) -> int:
        message, channel = delivery.message, delivery.channel_id
        try:
            return await self._courier.send(channel, message.payload, delivery.nonce)
        except PayloadRefused as refused:
            log.error("payload refused, sending plain text", plan=delivery.plan_id, reason=refused.reason)
            return await self._courier.send(channel, message.fallback, delivery.nonce)


# ---------------------------------------------------------------- decisions, pure


@dataclass(frozen=True, slots=True)
class Confirmed:
    """It is in its channel; `post`: a forum, where it has opened a channel of its own."""

    message_id: int
    post: bool = False


@dataclass(frozen=True, slots=True)
class Postponed:
    """Again at `not_before`; `delivery` says what to keep."""

    delivery: Delivery
    not_before: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Not again by itself."""

    state: DeliveryState
    reason: str


Step = Confirmed | Postponed | Settled


def after_failure(delivery: Delivery, error: DeliveryError, now: datetime, *, in_doubt: bool) -> Step:
    """What follows from a failed attempt at a delivery that was or wasn't `in_doubt` before it.

    A doubt stays one (SENDING, with its first attempt) until it is settled. What was certainly not posted goes back to
    PENDING, or BLOCKED where it is an admin's turn, as if it had not been tried.
    """
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(delivery.attempts - 1, 10))
    match error:
        case InDoubt() if in_doubt and now >= delivery.expires:
            # The channel's other messages have waited for this one long enough.
            return Settled(DeliveryState.UNKNOWN, f"it may have been posted; {error.reason}")
        case InDoubt():
            return Postponed(replace(delivery, state=DeliveryState.SENDING), now + wait, error.reason)
        case TryLater():
            if not in_doubt:
                delivery = replace(delivery, state=DeliveryState.PENDING, first_attempt=None)
            return Postponed(delivery, now + max(wait, error.retry_after), error.reason)
        case ChannelRefused() if in_doubt:
            return Settled(DeliveryState.UNKNOWN, f"it may have been posted; {error.reason}")
        case ChannelRefused():
            blocked = replace(delivery, state=DeliveryState.BLOCKED, first_attempt=None)
            return Postponed(blocked, now + BLOCKED_WAIT, error.reason)
        case MessageGone():
            return Settled(DeliveryState.DROPPED, error.reason)
        case PayloadRefused():
            return Settled(DeliveryState.DEAD, error.reason)
        case _:
            raise error
