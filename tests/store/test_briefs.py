from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.model import Told
from bot.store.briefs import nonce
from tests.builders import CHANNEL, DAY, HOUR, NOW, brief, message, slot, told_story

EXPIRES = NOW + 2 * HOUR


async def test_a_slot_is_filled_once(store):
    assert await store.write_brief(slot(), brief(told_story(1)), [message("first")], CHANNEL, EXPIRES)
    assert not await store.write_brief(slot(), brief(told_story(2)), [message("second")], CHANNEL, EXPIRES)
    assert set(await store.told("morning", NOW - DAY)) == {1}
    assert [each.message.payload["content"] for each in await store.deliveries("morning")] == ["first"]


async def test_many_writers_of_one_slot_leave_one_brief(store):
    written = await asyncio.gather(
        *(store.write_brief(slot(), brief(told_story(n)), [message()], CHANNEL, EXPIRES) for n in range(8))
    )
    assert sum(written) == 1
    assert len(await store.deliveries("morning")) == 1
    assert len(await store.told("morning", NOW - DAY)) == 1


async def test_a_slot_given_up_is_never_filled(store):
    assert await store.give_up_slot(slot(), "down for three days", NOW)
    assert not await store.give_up_slot(slot(), "again", NOW)
    assert not await store.write_brief(slot(), brief(), [message()], CHANNEL, EXPIRES)
    assert await store.deliveries("morning") == []


async def test_the_same_key_of_another_plan_is_another_slot(store):
    assert await store.write_brief(slot(), brief(), [message()], CHANNEL, EXPIRES)
    assert await store.write_brief(slot(plan_id="evening"), brief(), [message()], CHANNEL, EXPIRES)


async def test_taken_slots_are_those_filled_or_given_up_since_then(store):
    await store.write_brief(slot("old", due=NOW - 3 * DAY), brief(), [], CHANNEL, EXPIRES)
    await store.write_brief(slot("filled", due=NOW - DAY), brief(), [], CHANNEL, EXPIRES)
    await store.give_up_slot(slot("given up", due=NOW), "too late", NOW)
    await store.give_up_slot(slot("other", plan_id="evening"), "too late", NOW)
    assert await store.taken_slots("morning", NOW - DAY) == {"filled": NOW - DAY, "given up": NOW}


async def test_a_plan_is_known_since_it_was_first_heard_of(store):
    assert await store.plan_since("morning", NOW) == NOW
    assert await store.plan_since("morning", NOW + DAY) == NOW
    assert await store.plan_since("evening", NOW + DAY) == NOW + DAY


async def test_those_who_hear_of_a_plan_at_once_agree_since_when(store):
    await asyncio.gather(*(store.plan_since("morning", NOW + n * HOUR) for n in range(5)))
    known = await store.plan_since("morning", NOW + 5 * HOUR)
    assert NOW <= known <= NOW + 4 * HOUR
    assert await store.plan_since("morning", NOW + 6 * HOUR) == known


async def test_a_plan_that_a_wrong_clock_met_in_the_future_is_known_since_now(store):
    await store.plan_since("morning", NOW + 365 * DAY)
    assert await store.plan_since("morning", NOW) == NOW
    assert await store.plan_since("morning", NOW + HOUR) == NOW


async def test_the_last_telling_of_a_story_counts(store):
    early, late = brief(told_story(7, item_ids=(7,)), written_at=NOW - DAY), brief(told_story(7, item_ids=(7, 9)))
    await store.write_brief(slot("2"), late, [], CHANNEL, EXPIRES)
    await store.write_brief(slot("1"), early, [], CHANNEL, EXPIRES)
    assert await store.told("morning", NOW - 2 * DAY) == {7: Told(7, NOW, frozenset({7, 9}), late.stories[0])}
    assert await store.told("morning", NOW + HOUR) == {}
    assert await store.told("evening", NOW - 2 * DAY) == {}


async def test_a_telling_knows_the_first_message_of_its_brief_once_that_is_posted(store):
    parts = [message("1/2", mark="downlink:aa"), message("2/2", mark="downlink:bb")]
    await store.write_brief(slot(), brief(told_story(7), told_story(8)), parts, CHANNEL, EXPIRES)
    waiting = await store.told("morning", NOW - DAY)
    assert {(each.channel_id, each.message_id) for each in waiting.values()} == {(CHANNEL, None)}
    (first,) = await store.claim(NOW, 1, HOUR)
    await store.confirm(first.id, 4711, NOW)
    posted = await store.told("morning", NOW - DAY)
    assert {(each.channel_id, each.message_id) for each in posted.values()} == {(CHANNEL, 4711)}


async def test_a_brief_without_messages_fills_its_slot(store):
    assert await store.write_brief(slot(), brief(), [], CHANNEL, EXPIRES)
    assert set(await store.taken_slots("morning", NOW - DAY)) == {slot().key}
    assert await store.next_due() is None


async def test_a_posted_message_leads_back_to_its_brief(store):
    written = brief(told_story(1), told_story(2, image="https://orbit-post.example/2.jpg", reasons=("3 publishers",)))
    parts = [message("1/2", mark="downlink:aa"), message("2/2", mark="downlink:bb")]
    await store.write_brief(slot(), written, parts, CHANNEL, EXPIRES)
    assert await store.brief_by_mark("downlink:bb") == written
    assert await store.brief_by_mark("downlink:cc") is None


async def test_a_nonce_is_stable_and_differs_by_plan_slot_channel_and_part():
    base = nonce(slot(), CHANNEL, 0)
    others = {
        nonce(slot("other"), CHANNEL, 0),
        nonce(replace(slot(), plan_id="evening"), CHANNEL, 0),
        nonce(slot(), CHANNEL + 1, 0),
        nonce(slot(), CHANNEL, 1),
    }
    assert base == nonce(replace(slot(), due=NOW + DAY), CHANNEL, 0)
    assert len(others | {base}) == 5
    assert all(0 < len(each) <= 25 for each in others | {base})
