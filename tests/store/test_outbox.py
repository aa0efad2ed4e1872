from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.deliveries import DeliveryState, Overdue
from tests.builders import CHANNEL, DAY, HOUR, MINUTE, NOW, brief, message, slot

LEASE = 2 * MINUTE
EXPIRES = NOW + 2 * HOUR


async def post(store, key="2026-03-02#0", *contents, plan_id="morning", due=NOW, channel=CHANNEL, expires=EXPIRES):
    messages = [message(content, mark=f"downlink:{key}:{n}") for n, content in enumerate(contents or ("brief",))]
    assert await store.write_brief(slot(key, plan_id=plan_id, due=due), brief(), messages, channel, expires)


async def claim(store, now=NOW, limit=20):
    return await store.claim(now, limit, LEASE)


def said(claimed):
    return [each.message.payload["content"] for each in claimed]


async def test_a_claimed_delivery_is_whole_and_sending(store):
    await post(store, "2026-03-02#0", "hello")
    [claimed] = await claim(store)
    assert claimed.state is DeliveryState.SENDING
    assert (claimed.attempts, claimed.first_attempt) == (1, NOW)
    assert (claimed.plan_id, claimed.slot_key, claimed.part) == ("morning", "2026-03-02#0", 0)
    assert (claimed.channel_id, claimed.expires) == (CHANNEL, EXPIRES)
    assert claimed.message == message("hello", mark="downlink:2026-03-02#0:0")
    assert [claimed] == await store.deliveries("morning")


async def test_what_is_claimed_is_nobody_elses_until_its_lease_ends(store):
    await post(store)
    await claim(store)
    assert await claim(store, NOW + LEASE - MINUTE) == []
    [again] = await claim(store, NOW + LEASE)
    assert (again.attempts, again.first_attempt) == (2, NOW)


async def test_many_who_claim_at_once_never_get_the_same(store):
    for n in range(30):
        await post(store, f"slot-{n}", channel=CHANNEL + n)
    rounds = await asyncio.gather(*(claim(store, limit=4) for _ in range(8)))
    got = [each.id for some in rounds for each in some]
    assert len(got) == 30
    assert len(set(got)) == 30


async def test_a_channel_gives_one_message_at_a_time_in_order(store):
    await post(store, "2026-03-02#0", "1/3", "2/3", "3/3")
    for expected in ("1/3", "2/3", "3/3"):
        [claimed] = await claim(store)
        assert said([claimed]) == [expected]
        assert await claim(store) == []
        await store.confirm(claimed.id, 5000 + claimed.part, NOW)
    assert await claim(store) == []


async def test_the_earlier_slot_of_a_channel_goes_first_whichever_was_written_first(store):
    await post(store, "late", "late", due=NOW)
    await post(store, "early", "early", plan_id="evening", due=NOW - HOUR)
    [first] = await claim(store)
    assert said([first]) == ["early"]
    await store.confirm(first.id, 1, NOW)
    assert said(await claim(store)) == ["late"]


async def test_channels_do_not_wait_for_each_other(store):
    await post(store, "a", "a", channel=CHANNEL)
    await post(store, "b", "b", channel=CHANNEL + 1)
    assert said(await claim(store)) == ["a", "b"]


async def test_a_message_that_waits_holds_back_the_later_ones_of_its_channel(store):
    await post(store, "2026-03-02#0", "1/2", "2/2")
    [claimed] = await claim(store)
    await store.postpone(replace(claimed, state=DeliveryState.PENDING, first_attempt=None), NOW + HOUR, "rate limit")
    assert await claim(store, NOW + HOUR - MINUTE) == []
    [again] = await claim(store, NOW + HOUR)
    assert said([again]) == ["1/2"]
    assert again.first_attempt == NOW + HOUR


@pytest.mark.parametrize(
    "state", [DeliveryState.DROPPED, DeliveryState.UNKNOWN, DeliveryState.EXPIRED, DeliveryState.DEAD]
)
async def test_a_settled_message_holds_nothing_back_and_is_not_claimed_again(store, state):
    await post(store, "2026-03-02#0", "1/2", "2/2")
    [claimed] = await claim(store)
    await store.settle(claimed.id, state, "why it ended")
    assert said(await claim(store, NOW + DAY)) == ["2/2"]
    settled = (await store.deliveries("morning"))[-1]
    assert (settled.state, settled.reason) == (state, "why it ended")


async def test_a_postponed_doubt_keeps_its_first_attempt(store):
    await post(store)
    [claimed] = await claim(store)
    await store.postpone(claimed, NOW + MINUTE, "no answer")
    [again] = await claim(store, NOW + MINUTE)
    assert (again.state, again.attempts, again.first_attempt) == (DeliveryState.SENDING, 2, NOW)
    assert again.reason == "no answer"


async def test_what_is_past_its_grace_is_still_claimed_so_that_somebody_decides(store):
    await post(store, expires=NOW + MINUTE)
    [claimed] = await claim(store, NOW + DAY)
    assert claimed.expires == NOW + MINUTE


async def test_a_confirmed_message_stays_confirmed_whatever_a_straggler_says(store):
    await post(store)
    [claimed] = await claim(store)
    await store.confirm(claimed.id, 77, NOW)
    await store.postpone(claimed, NOW, "no answer")
    await store.settle(claimed.id, DeliveryState.UNKNOWN, "no answer")
    [sent] = await store.deliveries("morning")
    assert (sent.state, sent.message_id, sent.reason) == (DeliveryState.SENT, 77, "")
    assert await claim(store, NOW + DAY) == []


async def test_a_blocked_message_holds_its_channel_and_is_claimed_again_when_its_wait_is_over(store):
    await post(store, "2026-03-02#0", "1/2", "2/2")
    [claimed] = await claim(store)
    blocked = replace(claimed, state=DeliveryState.BLOCKED, first_attempt=None)
    await store.postpone(blocked, NOW + HOUR, "no permission")
    assert await claim(store, NOW + MINUTE) == []
    assert said(await claim(store, NOW + HOUR)) == ["1/2"]


async def test_a_mended_channel_hurries_what_was_blocked_in_it_and_nothing_else(store):
    for n, state in enumerate([DeliveryState.BLOCKED, DeliveryState.PENDING, DeliveryState.BLOCKED]):
        await post(store, f"{n}", f"{n}", channel=CHANNEL + n)
        [claimed] = await claim(store)
        await store.postpone(replace(claimed, state=state, first_attempt=None), NOW + HOUR, "later")
    assert await store.hurry([CHANNEL, CHANNEL + 1]) == 1
    assert said(await claim(store)) == ["0"]


async def test_what_should_have_gone_long_ago_is_counted_with_its_reason_unless_it_waits_for_an_admin(store):
    assert (await store.overdue(NOW + HOUR)).count == 0
    await post(store, "a", "a", due=NOW - HOUR)
    await post(store, "b", "b", channel=CHANNEL + 1)
    await post(store, "c", "c", channel=CHANNEL + 2, due=NOW - 2 * HOUR)
    one, two, _ = await claim(store)
    await store.postpone(replace(one, state=DeliveryState.BLOCKED), NOW + HOUR, "no permission")
    await store.postpone(two, NOW + HOUR, "Discord can't be reached")
    assert await store.overdue(NOW) == Overdue(1, NOW - HOUR, "Discord can't be reached")
    assert (await store.overdue(NOW + MINUTE)).count == 2


async def test_the_first_message_of_a_forum_opens_the_channel_of_the_others(store):
    await post(store, "2026-03-02#0", "1/2", "2/2")
    await post(store, "2026-03-03#0", "other", due=NOW + DAY)
    [claimed] = await claim(store)
    await store.confirm(claimed.id, 7001, NOW, post=True)
    inside, other = await claim(store, NOW + DAY)
    assert (inside.channel_id, other.channel_id) == (7001, CHANNEL)


async def test_after_a_restart_what_was_claimed_is_claimed_again_as_a_doubt(store):
    await post(store, "a", channel=CHANNEL)
    await post(store, "b", channel=CHANNEL + 1)
    await post(store, "c", channel=CHANNEL + 2)
    one, _two = await claim(store, limit=2)
    await store.confirm(one.id, 1, NOW)
    assert await store.reopen() == 1
    assert await store.reopen() == 0
    again = await claim(store, NOW + MINUTE)
    assert [(each.slot_key, each.first_attempt) for each in again] == [("b", NOW), ("c", NOW + MINUTE)]


async def test_after_a_restart_what_was_blocked_is_tried_at_once(store):
    await post(store)
    [claimed] = await claim(store)
    await store.postpone(replace(claimed, state=DeliveryState.BLOCKED), NOW + HOUR, "no permission")
    assert await store.reopen() == 0
    [again] = await claim(store)
    assert again.reason == "no permission"


async def test_a_restart_does_not_shorten_a_wait_that_discord_asked_for(store):
    await post(store)
    [claimed] = await claim(store)
    await store.postpone(claimed, NOW + HOUR, "rate limit")
    assert await store.reopen() == 0
    assert await claim(store, NOW + MINUTE) == []


async def test_there_is_nothing_due_in_an_empty_outbox(store):
    assert await store.next_due() is None
    await post(store)
    assert await store.next_due() <= NOW
    [claimed] = await claim(store)
    await store.confirm(claimed.id, 1, NOW)
    assert await store.next_due() is None


async def test_next_due_is_when_a_claim_can_next_succeed(store):
    await post(store, "a", "a1", "a2", channel=CHANNEL)
    await post(store, "b", "b1", channel=CHANNEL + 1)
    first, second = await claim(store)
    assert await store.next_due() == NOW + LEASE
    await store.postpone(first, NOW + HOUR, "later")
    assert await store.next_due() == NOW + LEASE
    await store.postpone(second, NOW + MINUTE, "soon")
    assert await store.next_due() == NOW + MINUTE
    await store.confirm(second.id, 1, NOW)
    assert await store.next_due() == NOW + HOUR  # a2 waits behind a1


async def test_the_longest_due_are_claimed_first(store):
    for n in (3, 1, 2):
        await post(store, f"{n}", f"{n}", due=NOW + n * MINUTE, channel=CHANNEL + n)
    assert said(await claim(store, limit=2)) == ["1", "2"]


async def test_deliveries_of_a_plan_are_told_newest_first(store):
    for n in range(7):
        await post(store, f"{n}", f"{n}", due=NOW + n * HOUR)
    await post(store, "x", "x", plan_id="evening")
    assert said(await store.deliveries("morning", limit=3)) == ["6", "5", "4"]
    assert len(await store.deliveries("morning")) == 5
