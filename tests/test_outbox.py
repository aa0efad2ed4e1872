"""The outbox: once, in order, whatever Discord answers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.deliveries import DeliveryState
from bot.errors import ChannelRefused, InDoubt, PayloadRefused, TokenError, TryLater
from bot.outbox import BLOCKED_WAIT, LEASE, Dispatcher
from tests.builders import CHANNEL, HOUR, MINUTE, NOW, brief, message, slot
from tests.fakes import FakeCourier

SECOND = timedelta(seconds=1)


@pytest.fixture
def courier(clock):
    return FakeCourier(clock)


@pytest.fixture
def refused():
    return []


@pytest.fixture
def dispatcher(store, courier, clock, refused):
    async def note(delivery):
        refused.append(delivery)

    return Dispatcher(store, courier, clock, on_refusal=note)


async def put(store, *texts: str, key: str = "2026-03-02#0", channel: int = CHANNEL, expires=NOW + 2 * HOUR) -> None:
    messages = [message(text, mark=f"downlink:{key}:{n}") for n, text in enumerate(texts)]
    assert await store.write_brief(slot(key), brief(), messages, channel, expires)


async def states(store) -> list[DeliveryState]:
    return [delivery.state for delivery in reversed(await store.deliveries("morning", 50))]


def contents(courier) -> list[object]:
    return [posted.payload["content"] for posted in courier.posted]


async def work_off(dispatcher, clock, *, rounds: int = 20, step: timedelta = MINUTE) -> None:
    for _ in range(rounds):
        while await dispatcher.deliver_due():
            pass
        clock.move(step)


async def test_a_brief_is_posted_and_confirmed(store, courier, dispatcher):
    await put(store, "hello")
    assert await dispatcher.deliver_due() == 1
    assert contents(courier) == ["hello"]
    (delivery,) = await store.deliveries("morning")
    assert (delivery.state, delivery.message_id) == (DeliveryState.SENT, courier.posted[0].id)
    assert await dispatcher.deliver_due() == 0


async def test_the_parts_of_a_brief_arrive_in_order(store, courier, dispatcher, clock):
    await put(store, "one", "two", "three")
    courier.before = [None, TryLater(CHANNEL, "busy", SECOND)]
    await work_off(dispatcher, clock)
    assert contents(courier) == ["one", "two", "three"]


@pytest.mark.parametrize("later", [5 * SECOND, 10 * MINUTE])
async def test_an_answer_lost_after_posting_is_settled_without_a_second_message(
    store, courier, dispatcher, clock, later
):
    await put(store, "hello")
    courier.after = [InDoubt(CHANNEL, "timed out")]
    await dispatcher.deliver_due()
    assert await states(store) == [DeliveryState.SENDING]
    clock.move(later)
    await dispatcher.deliver_due()
    assert contents(courier) == ["hello"]
    assert await states(store) == [DeliveryState.SENT]


async def test_within_the_nonces_memory_the_channel_need_not_be_read(store, courier, dispatcher, clock):
    await put(store, "hello")
    courier.after = [InDoubt(CHANNEL, "timed out")]
    courier.blind = ChannelRefused(CHANNEL, "no history")
    await dispatcher.deliver_due()
    clock.move(5 * SECOND)
    await dispatcher.deliver_due()
    assert (await states(store), courier.looked, len(courier.posted)) == ([DeliveryState.SENT], 0, 1)


async def test_a_doubt_about_what_was_never_posted_ends_in_one_message(store, courier, dispatcher, clock):
    await put(store, "hello")
    courier.before = [InDoubt(CHANNEL, "reset"), InDoubt(CHANNEL, "reset"), InDoubt(CHANNEL, "reset")]
    await work_off(dispatcher, clock, step=2 * MINUTE)
    assert contents(courier) == ["hello"]
    assert courier.looked >= 1
    assert await states(store) == [DeliveryState.SENT]


async def test_a_long_doubt_in_an_unreadable_channel_is_unknown_and_never_sent_again(
    store, courier, dispatcher, clock, refused
):
    await put(store, "hello")
    courier.after = [InDoubt(CHANNEL, "timed out")]
    courier.blind = ChannelRefused(CHANNEL, "Read Message History is missing")
    await dispatcher.deliver_due()
    clock.move(10 * MINUTE)
    await work_off(dispatcher, clock)
    assert await states(store) == [DeliveryState.UNKNOWN]
    assert contents(courier) == ["hello"]
    assert "Read Message History" in refused[0].reason


async def test_a_doubt_that_nothing_settles_ends_with_its_grace_and_lets_the_channel_go_on(
    store, courier, dispatcher, clock
):
    await put(store, "hello", expires=NOW + HOUR)
    await put(store, "next day", key="2026-03-03#0", expires=NOW + 5 * HOUR)
    courier.after = [InDoubt(CHANNEL, "timed out")]
    courier.blind = InDoubt(CHANNEL, "too busy to be looked through")
    await dispatcher.deliver_due()
    clock.move(2 * MINUTE)
    await work_off(dispatcher, clock, rounds=90)
    assert await states(store) == [DeliveryState.UNKNOWN, DeliveryState.SENT]
    assert contents(courier) == ["hello", "next day"]


async def test_a_rate_limit_within_a_doubt_keeps_the_doubt(store, courier, dispatcher, clock):
    await put(store, "hello")
    courier.after = [InDoubt(CHANNEL, "timed out")]
    courier.before = [None, TryLater(CHANNEL, "429", 5 * MINUTE)]
    await dispatcher.deliver_due()
    clock.move(5 * SECOND)
    await dispatcher.deliver_due()
    clock.move(6 * MINUTE)  # longer than the nonce is remembered: only a look at the channel can tell
    await dispatcher.deliver_due()
    assert (contents(courier), courier.looked) == (["hello"], 1)


async def test_a_process_killed_while_sending_leaves_a_doubt_that_the_next_one_settles(store, courier, clock):
    await put(store, "hello")
    (claimed,) = await store.claim(clock.now(), 20, LEASE)
    await courier.send(CHANNEL, claimed.message.payload, claimed.nonce)  # posted; and then the process died
    clock.move(10 * MINUTE)
    successor = Dispatcher(store, courier, clock)
    await store.reopen()
    await successor.deliver_due()
    assert contents(courier) == ["hello"]
    assert await states(store) == [DeliveryState.SENT]


async def test_a_brief_that_a_restored_backup_forgot_is_found_and_not_posted_again(store, courier, clock):
    await put(store, "hello")
    (forgotten,) = await store.deliveries("morning")
    await courier.send(CHANNEL, forgotten.message.payload, forgotten.nonce)
    clock.move(30 * MINUTE)
    await Dispatcher(store, courier, clock).deliver_due()
    assert (contents(courier), await states(store)) == (["hello"], [DeliveryState.SENT])


async def test_a_brief_missed_before_the_start_goes_out_where_the_channel_cannot_be_read(store, courier, clock):
    await put(store, "hello")
    clock.move(30 * MINUTE)
    courier.blind = ChannelRefused(CHANNEL, "Read Message History is missing")
    await Dispatcher(store, courier, clock).deliver_due()
    assert (contents(courier), await states(store)) == (["hello"], [DeliveryState.SENT])


async def test_what_discord_asks_to_wait_is_waited(store, courier, dispatcher, clock):
    await put(store, "hello")
    courier.before = [TryLater(CHANNEL, "429", timedelta(seconds=90))]
    await dispatcher.deliver_due()
    clock.move(timedelta(seconds=89))
    assert await dispatcher.deliver_due() == 0
    clock.move(2 * SECOND)
    assert await dispatcher.deliver_due() == 1
    assert contents(courier) == ["hello"]


async def test_a_missing_permission_is_told_once_with_the_fix_and_holds_up_no_other_channel(
    store, courier, dispatcher, refused, clock
):
    await put(store, "closed")
    await put(store, "open", key="2026-03-03#0", channel=CHANNEL + 1)
    courier.before = [ChannelRefused(CHANNEL, "give it Send Messages")]
    await dispatcher.deliver_due()
    assert await dispatcher.deliver_due() == 0
    assert await states(store) == [DeliveryState.BLOCKED, DeliveryState.SENT]
    courier.before = [ChannelRefused(CHANNEL, "give it Send Messages")] * 3
    await work_off(dispatcher, clock, rounds=3, step=BLOCKED_WAIT)
    assert [delivery.reason for delivery in refused] == ["give it Send Messages"]


async def test_a_blocked_brief_goes_out_when_it_is_mended_in_order_and_while_it_is_news(
    store, courier, dispatcher, clock
):
    await put(store, "one", "two")
    courier.before = [ChannelRefused(CHANNEL, "give it Send Messages")]
    await dispatcher.deliver_due()
    await put(store, "next", key="2026-03-03#0")
    clock.move(BLOCKED_WAIT)
    await work_off(dispatcher, clock, rounds=1)
    assert contents(courier) == ["one", "two", "next"]


async def test_a_change_in_the_channel_tries_again_at_once_and_one_elsewhere_does_not(store, courier, dispatcher):
    await put(store, "hello")
    courier.before = [ChannelRefused(CHANNEL, "give it Send Messages")]
    await dispatcher.deliver_due()
    await dispatcher.mended([CHANNEL + 1])
    assert await dispatcher.deliver_due() == 0
    await dispatcher.mended([CHANNEL])
    assert await dispatcher.deliver_due() == 1
    assert contents(courier) == ["hello"]


async def test_a_blocked_brief_that_is_no_longer_news_ends_with_the_reason(store, courier, dispatcher, clock, refused):
    await put(store, "hello", expires=NOW + HOUR)
    courier.before = [ChannelRefused(CHANNEL, "give it Send Messages")] * 9
    await work_off(dispatcher, clock, rounds=9, step=BLOCKED_WAIT)
    (delivery,) = await store.deliveries("morning")
    assert (delivery.state, delivery.reason) == (DeliveryState.EXPIRED, "give it Send Messages")
    assert (contents(courier), len(refused)) == ([], 1)


async def test_a_forum_post_in_doubt_is_looked_for_before_it_is_opened_again(store, courier, dispatcher, clock):
    courier.forums = {CHANNEL}
    await put(store, "one", "two")
    courier.after = [InDoubt(CHANNEL, "timed out")]
    await dispatcher.deliver_due()
    clock.move(5 * SECOND)  # a message would be remembered by its nonce; a post has none
    await work_off(dispatcher, clock, rounds=2)
    assert contents(courier) == ["one", "two"]
    assert courier.looked == 1
    assert [posted.channel_id for posted in courier.posted] == [CHANNEL, courier.posted[0].id]


async def test_a_payload_that_discord_refuses_goes_out_as_plain_text(store, courier, dispatcher):
    await put(store, "fancy")
    courier.before = [PayloadRefused(CHANNEL, "Invalid Form Body")]
    await dispatcher.deliver_due()
    assert [posted.payload["content"].splitlines()[0] for posted in courier.posted] == ["fancy"]
    assert "embeds" not in courier.posted[0].payload
    assert await states(store) == [DeliveryState.SENT]


async def test_a_payload_refused_even_as_plain_text_is_dead(store, courier, dispatcher, refused):
    await put(store, "fancy")
    courier.before = [PayloadRefused(CHANNEL, "no"), PayloadRefused(CHANNEL, "still no")]
    await dispatcher.deliver_due()
    assert await states(store) == [DeliveryState.DEAD]
    assert refused[0].reason == "still no"


async def test_a_brief_past_its_grace_is_not_posted(store, courier, dispatcher, clock):
    await put(store, "stale", expires=NOW + HOUR)
    clock.move(HOUR)
    await dispatcher.deliver_due()
    assert (contents(courier), await states(store)) == ([], [DeliveryState.EXPIRED])


async def test_a_doubt_past_its_grace_is_looked_up_and_not_sent_again(store, courier, dispatcher, clock):
    await put(store, "hello", expires=NOW + 30 * SECOND)
    courier.before = [InDoubt(CHANNEL, "reset")]
    await dispatcher.deliver_due()
    clock.move(40 * SECOND)
    await dispatcher.deliver_due()
    assert (contents(courier), courier.looked, await states(store)) == ([], 1, [DeliveryState.EXPIRED])


async def test_a_bug_in_one_delivery_lets_the_others_go_on(store, courier, dispatcher):
    await put(store, "bad")
    await put(store, "good", key="2026-03-03#0", channel=CHANNEL + 1)
    courier.before = [RuntimeError("a bug")]
    await dispatcher.deliver_due()
    assert contents(courier) == ["good"]


async def test_a_revoked_token_stops_everything(store, courier, dispatcher):
    await put(store, "hello")
    courier.before = [TokenError("revoked")]
    with pytest.raises(TokenError):
        await dispatcher.deliver_due()


async def test_a_nudge_wakes_the_dispatcher_and_stop_ends_it(store, courier, dispatcher):
    running = asyncio.create_task(dispatcher.run())
    await asyncio.sleep(0)
    await put(store, "hello")
    dispatcher.nudge()
    done = await dispatcher.settled(slot(), 5 * SECOND)
    assert [delivery.state for delivery in done] == [DeliveryState.SENT]
    dispatcher.stop()
    await asyncio.wait_for(running, 5)


async def test_while_every_place_is_taken_the_store_is_left_alone_and_the_next_goes_when_one_comes_free(
    store, courier, dispatcher, monkeypatch
):
    monkeypatch.setattr("bot.outbox.AT_ONCE", 2)
    asked, under_way, answered = [], [], asyncio.Event()
    send, next_due = courier.send, store.next_due

    async def slow(*message: object) -> int:
        under_way.append(message)
        await answered.wait()
        return await send(*message)

    async def ask() -> object:
        asked.append(len(under_way))
        return await next_due()

    monkeypatch.setattr(courier, "send", slow)
    monkeypatch.setattr(store, "next_due", ask)
    for n in range(5):
        await put(store, f"hello {n}", key=f"2026-03-02#{n}", channel=CHANNEL + n)
    running = asyncio.create_task(dispatcher.run())
    await asyncio.sleep(0.2)
    assert (asked, len(under_way)) == ([], 2)
    answered.set()
    for n in range(5):
        await dispatcher.settled(slot(f"2026-03-02#{n}"), 5 * SECOND)
    assert contents(courier) == [f"hello {n}" for n in range(5)]
    dispatcher.stop()
    await asyncio.wait_for(running, 5)


async def test_a_token_revoked_while_every_place_is_taken_ends_the_run(store, courier, dispatcher, monkeypatch):
    monkeypatch.setattr("bot.outbox.AT_ONCE", 1)
    await put(store, "hello")
    await put(store, "and more", key="2026-03-03#0", channel=CHANNEL + 1)
    courier.before = [TokenError("revoked")]
    with pytest.raises(TokenError):
        await asyncio.wait_for(dispatcher.run(), 5)
