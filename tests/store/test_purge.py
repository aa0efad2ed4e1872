from __future__ import annotations

from dataclasses import replace

import pytest

from bot.deliveries import DeliveryState
from bot.store.store import KEPT_PER_FEED, SLOTS_KEPT
from tests.builders import CHANNEL, DAY, HOUR, MINUTE, NOW, brief, feed, message, new_item, slot, told_story

BEFORE = NOW - 90 * DAY
LONG_AGO = NOW - 100 * DAY


async def fill(store, name="A", *, count, seen):
    await store.sync_feeds("file", [feed(name)], trusted=False)
    [status] = await store.feed_statuses("file")
    await store.record_poll(
        replace(status.state, last_poll=seen), [new_item(f"{seen:%Y%m%d}-{n}", published=seen) for n in range(count)]
    )


async def count_items(store):
    return [status.items for status in await store.feed_statuses("file")]


async def test_old_items_are_forgotten_but_not_those_that_may_still_stand_in_their_feed(store):
    await fill(store, count=10, seen=LONG_AGO)
    await fill(store, count=KEPT_PER_FEED, seen=LONG_AGO + DAY)
    assert await store.purge(BEFORE) == 10
    assert await store.purge(BEFORE) == 0
    assert await count_items(store) == [KEPT_PER_FEED]


async def test_items_seen_together_are_not_told_apart_by_a_purge(store):
    await fill(store, count=KEPT_PER_FEED + 50, seen=LONG_AGO)
    assert await store.purge(BEFORE) == 0


async def test_recent_items_stay_however_many(store):
    await fill(store, count=KEPT_PER_FEED, seen=NOW - DAY)
    await fill(store, count=KEPT_PER_FEED, seen=NOW)
    assert await store.purge(BEFORE) == 0


async def test_a_feed_that_nobody_wants_is_forgotten_with_its_last_item(store):
    await fill(store, count=3, seen=LONG_AGO)
    await store.sync_feeds("file", [], trusted=False)
    assert await store.purge(LONG_AGO - DAY) == 0
    assert await store.purge(BEFORE) == 4
    await store.sync_feeds("file", [feed("A")], trusted=False)
    [status] = await store.feed_statuses("file")
    assert (status.items, status.state.last_poll) == (0, None)


async def test_numbers_of_forgotten_items_are_never_given_again(store):
    await fill(store, count=3, seen=LONG_AGO)
    old = {item.id for item in await store.latest("file")}
    await store.sync_feeds("file", [], trusted=False)
    await store.purge(BEFORE)
    await fill(store, count=3, seen=NOW)
    assert not old & {item.id for item in await store.latest("file")}


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.SENDING])
async def test_what_is_still_to_be_sent_stays_with_its_brief(store, state):
    written = brief(told_story(1), written_at=LONG_AGO)
    await store.write_brief(slot(due=LONG_AGO), written, [message()], CHANNEL, LONG_AGO + HOUR)
    if state is DeliveryState.SENDING:
        await store.claim(LONG_AGO, 1, MINUTE)
    assert await store.purge(BEFORE) == 0
    assert await store.brief_by_mark(message().mark) == written
    assert len(await store.claim(NOW, 1, MINUTE)) == 1


async def test_old_briefs_go_with_their_settled_messages_and_their_slots_stay(store):
    for n, state in enumerate(
        (DeliveryState.DROPPED, DeliveryState.UNKNOWN, DeliveryState.EXPIRED, DeliveryState.DEAD)
    ):
        written = brief(told_story(n), written_at=LONG_AGO)
        await store.write_brief(slot(f"{n}", due=LONG_AGO), written, [message()], CHANNEL, LONG_AGO)
        [claimed] = await store.claim(LONG_AGO, 1, MINUTE)
        await store.settle(claimed.id, state, "")
    await store.write_brief(slot("quiet", due=LONG_AGO), brief(written_at=LONG_AGO), [], CHANNEL, LONG_AGO)
    await store.write_brief(slot("recent"), brief(), [message(mark="downlink:recent")], CHANNEL, NOW + HOUR)
    assert await store.purge(BEFORE) == 4 + 5
    assert [each.slot_key for each in await store.deliveries("morning")] == ["recent"]
    assert await store.brief_by_mark(message().mark) is None
    assert await store.brief_by_mark("downlink:recent") == brief()
    assert set(await store.taken_slots("morning", LONG_AGO)) == {"0", "1", "2", "3", "quiet", "recent"}
    assert not await store.write_brief(slot("0", due=LONG_AGO), brief(), [message()], CHANNEL, NOW)
    assert set(await store.told("morning", LONG_AGO)) == {0, 1, 2, 3}


async def test_a_delivery_sent_is_forgotten_like_one_settled(store):
    await store.write_brief(slot(due=LONG_AGO), brief(written_at=LONG_AGO), [message()], CHANNEL, LONG_AGO)
    [claimed] = await store.claim(LONG_AGO, 1, MINUTE)
    await store.confirm(claimed.id, 1, LONG_AGO)
    assert await store.purge(BEFORE) == 2


async def test_slots_told_stories_and_plans_are_forgotten_after_more_than_a_year(store):
    ages_ago = BEFORE - SLOTS_KEPT - DAY
    await store.plan_since("morning", ages_ago)
    await store.give_up_slot(slot("old", due=ages_ago), "", ages_ago)
    await store.write_brief(slot("older", due=ages_ago), brief(told_story(1), written_at=ages_ago), [], CHANNEL, NOW)
    assert await store.purge(BEFORE) == 2 + 1 + 1 + 1
    assert await store.taken_slots("morning", ages_ago) == {}
    assert await store.plan_since("morning", NOW) == NOW


async def test_a_plan_still_at_work_keeps_the_time_it_began(store):
    ages_ago = BEFORE - SLOTS_KEPT - DAY
    await store.plan_since("morning", ages_ago)
    await store.give_up_slot(slot(), "", NOW)
    assert await store.purge(BEFORE) == 0
    assert await store.plan_since("morning", NOW) == ages_ago
