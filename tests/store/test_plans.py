"""What guilds made for themselves: their briefs, their reach of feeds, and how they are forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.deliveries import DeliveryState
from bot.errors import ChannelRefused, TryLater
from bot.model import Selection
from bot.outbox import Dispatcher
from tests.builders import CHANNEL, DAY, HOUR, MINUTE, NOW, brief, feed, guild_plan, message, new_item, slot, told_story
from tests.fakes import FakeCourier


async def gather(store, owner, name, *keys, trusted=False):
    """Let the owner have the feed, with these items in it."""
    if owner == "file":
        await store.sync_feeds("file", [feed(name)], trusted=trusted)
    else:
        await store.add_feed(owner, feed(name), limit=99)
    [state] = [s.state for s in await store.feed_statuses(owner) if s.feed.name == name]
    await store.record_poll(replace(state, last_poll=NOW), [new_item(key) for key in keys])


def keys(items):
    return sorted(item.url.rsplit("/", 1)[1] for item in items)


async def post(store, plan_id, key="2026-03-02#0", mark="downlink:abcdef:0", channel=CHANNEL):
    at = replace(slot(key), plan_id=plan_id)
    assert await store.write_brief(at, brief(told_story(1)), [message(mark=mark)], channel, NOW + HOUR)


async def post_in_two_parts(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    at = replace(slot(), plan_id=kept.id)
    parts = [message(text, mark=f"downlink:abcdef:{n}") for n, text in enumerate(("one", "two"))]
    await store.write_brief(at, brief(told_story(1)), parts, CHANNEL, NOW + HOUR)
    return kept


# ---------------------------------------------------------------- briefs


async def test_a_brief_is_kept_as_it_was_made(store):
    made = guild_plan(
        at=(time(7), time(18, 30)),
        days=frozenset({1, 5}),
        timezone="Europe/Berlin",
        stories=3,
        layout="embeds",
        window=36 * HOUR,
        selection=Selection(feeds=("A",), tags=("t",), topics=("moon", "Mars"), languages=(), block=("x",)),
        ping_role=42,
        quiet_day=False,
    )
    kept = await store.add_plan(5, made, limit=3)
    assert replace(kept, id="", owner="file") == made
    assert kept.owner == "guild:5"
    assert await store.guild_plans(5) == await store.guild_plans() == [kept]
    assert await store.guild_plans(6) == []


async def test_a_brief_keeps_its_id_through_changes_and_no_other_ever_gets_it(store):
    first = await store.add_plan(5, guild_plan("First"), limit=3)
    assert await store.change_plan(replace(first, name="Renamed", at=(time(12),), paused=True))
    [kept] = await store.guild_plans(5)
    assert (kept.id, kept.name, kept.at, kept.paused, kept.created_by) == (first.id, "Renamed", (time(12),), True, 77)
    assert await store.remove_plan(first.id)
    second = await store.add_plan(5, guild_plan("First"), limit=3)
    assert second.id != first.id
    await store.forget_guild(5)
    third = await store.add_plan(5, guild_plan("First"), limit=3)
    assert third.id not in (first.id, second.id)


async def test_the_limit_holds_also_against_requests_at_once(store):
    made = await asyncio.gather(*(store.add_plan(5, guild_plan(f"Brief {n}"), limit=3) for n in range(8)))
    assert sum(plan is not None for plan in made) == 3
    assert await store.add_plan(6, guild_plan(), limit=3)


async def test_a_guild_has_a_name_once_whatever_its_case(store):
    first = await store.add_plan(5, guild_plan("Mars"), limit=9)
    assert await store.add_plan(5, guild_plan("MARS"), limit=9) is None
    other = await store.add_plan(5, guild_plan("Moon"), limit=9)
    assert not await store.change_plan(replace(other, name="mars"))
    assert await store.change_plan(replace(first, name="MARS"))
    assert await store.add_plan(6, guild_plan("Mars"), limit=9)


async def test_what_is_gone_can_be_neither_changed_nor_removed(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    assert await store.remove_plan(kept.id)
    assert not await store.remove_plan(kept.id)
    assert not await store.change_plan(kept, since=NOW)


async def test_a_new_brief_counts_from_its_making_and_one_resumed_from_then(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    assert await store.plan_since(kept.id, NOW + DAY) == NOW
    await store.change_plan(kept, since=NOW + HOUR)
    assert await store.plan_since(kept.id, NOW + DAY) == NOW + HOUR


async def test_of_a_removed_brief_nothing_more_is_sent(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    await post(store, kept.id)
    await store.remove_plan(kept.id)
    assert await store.claim(NOW, 10, MINUTE) == []
    [left] = await store.deliveries(kept.id)
    assert (left.state, left.reason) == (DeliveryState.EXPIRED, "its brief was removed")


async def test_what_was_being_sent_when_its_brief_was_removed_is_not_tried_again(store, clock):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    await post(store, kept.id)
    courier = FakeCourier(clock)
    dispatcher = Dispatcher(store, courier, clock)

    async def refuse(*_):
        await store.remove_plan(kept.id)
        raise TryLater(CHANNEL, "busy", MINUTE)

    usual, courier.send = courier.send, refuse
    await dispatcher.deliver_due()
    courier.send = usual
    clock.move(2 * MINUTE)
    await dispatcher.deliver_due()
    assert courier.posted == []
    [left] = await store.deliveries(kept.id)
    assert left.state is DeliveryState.EXPIRED


async def test_a_brief_that_its_channel_refuses_goes_with_its_plan_to_another(store, clock):
    kept = await post_in_two_parts(store)
    courier = FakeCourier(clock, before=[ChannelRefused(CHANNEL, "gone: give the brief another channel")])
    dispatcher = Dispatcher(store, courier, clock)
    await dispatcher.deliver_due()
    assert courier.posted == []
    assert await store.change_plan(replace(kept, channel_id=CHANNEL + 1))
    while await dispatcher.deliver_due():
        pass
    assert [(posted.channel_id, posted.payload["content"]) for posted in courier.posted] == [
        (CHANNEL + 1, "one"),
        (CHANNEL + 1, "two"),
    ]


async def test_a_brief_that_has_begun_stays_in_its_channel(store, clock):
    kept = await post_in_two_parts(store)
    courier = FakeCourier(clock)
    dispatcher = Dispatcher(store, courier, clock)
    await dispatcher.deliver_due()
    await store.change_plan(replace(kept, channel_id=CHANNEL + 1))
    while await dispatcher.deliver_due():
        pass
    assert [posted.channel_id for posted in courier.posted] == [CHANNEL, CHANNEL]


async def test_a_brief_that_was_being_written_when_its_plan_was_removed_leaves_nothing(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    await store.forget_guild(5)
    late = replace(slot(), plan_id=kept.id)
    assert not await store.write_brief(late, brief(told_story(1)), [message()], CHANNEL, NOW + HOUR)
    assert not await store.give_up_slot(late, "too late", NOW)
    assert await store.forget_guild(5) == 0


async def test_what_became_of_the_last_slots_is_told_the_latest_first(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    await post(store, kept.id, "2026-03-02#0")
    late = replace(slot("2026-03-01#0", due=NOW - DAY), plan_id=kept.id)
    await store.give_up_slot(late, "too late", NOW)
    last = await store.last_slots(kept.id, 5)
    assert [(each.slot.key, each.filled, each.reason) for each in last] == [
        ("2026-03-02#0", True, ""),
        ("2026-03-01#0", False, "too late"),
    ]
    assert len(await store.last_slots(kept.id, 1)) == 1


# ---------------------------------------------------------------- whose feeds are read


async def test_a_guild_reads_the_files_feeds_and_its_own_and_nobody_elses(store):
    await gather(store, "file", "A", "a")
    await gather(store, "guild:5", "B", "b")
    await gather(store, "guild:6", "C", "c")
    await store.file_items(dict.fromkeys(await store.unfiled_items(10), 1))
    for owner, seen in (("guild:5", ["a", "b"]), ("guild:6", ["a", "c"]), ("guild:7", ["a"]), ("file", ["a"])):
        assert keys(await store.items(owner, NOW - DAY, NOW)) == seen
        assert keys(await store.story_items(owner, [1])) == seen
        assert keys(await store.latest(owner)) == seen
        assert keys(await store.search(owner, ["probe"])) == seen
    assert [(s.feed.name, s.owner) for s in await store.feed_statuses("guild:5")] == [("A", "file"), ("B", "guild:5")]


@pytest.mark.parametrize("trusted", [False, True])
async def test_an_address_that_file_and_guild_both_have_counts_once(store, trusted):
    await gather(store, "file", "A", "one", trusted=trusted)
    await store.add_feed("guild:5", replace(feed("A"), name="Ours"), limit=9)
    [status] = await store.feed_statuses("guild:5")
    assert (status.feed.name, status.state.trusted) == ("Ours", False)
    await store.record_poll(replace(status.state, last_poll=NOW), [new_item("one")])
    assert [item.feed for item in await store.items("guild:5", NOW - DAY, NOW)] == ["Ours"]
    assert [item.feed for item in await store.items("guild:6", NOW - DAY, NOW)] == ["A"]


async def test_a_guilds_address_is_never_trusted_whatever_the_file_says(store):
    await store.sync_feeds("file", [feed("A")], trusted=True)
    await store.add_feed("guild:5", feed("A"), limit=9)
    due = await store.due_feeds(NOW, 10)
    assert sorted(state.trusted for state in due) == [False, True]


async def test_a_guild_has_no_more_feeds_than_its_limit_and_none_twice(store):
    assert await store.add_feed("guild:5", feed("A"), limit=2)
    assert not await store.add_feed("guild:5", replace(feed("A"), name="Again"), limit=2)
    assert not await store.add_feed("guild:5", replace(feed("B"), name="a"), limit=2)
    assert await store.add_feed("guild:5", feed("B"), limit=2)
    assert not await store.add_feed("guild:5", feed("C"), limit=2)
    assert await store.add_feed("guild:6", feed("C"), limit=2)


async def test_a_paused_feed_is_neither_asked_nor_read_but_still_shown(store):
    await gather(store, "guild:5", "B", "b")
    assert await store.pause_feed("guild:5", "B", paused=True)
    assert await store.due_feeds(NOW, 10) == []
    assert await store.items("guild:5", NOW - DAY, NOW) == []
    assert await store.latest("guild:5") == []
    [status] = await store.feed_statuses("guild:5")
    assert (status.paused, status.items) == (True, 1)
    await store.record_poll(replace(status.state, stopped=True, next_poll=NOW + DAY))
    assert await store.pause_feed("guild:5", "B", paused=False)
    assert len(await store.due_feeds(NOW, 10)) == 1
    assert len(await store.items("guild:5", NOW - DAY, NOW)) == 1
    assert not await store.pause_feed("guild:5", "Z", paused=True)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        ({"next_poll": NOW + HOUR}, NOW + HOUR),  # all is well: nobody is asked twice because an admin is impatient
        ({"failures": 3, "next_poll": NOW + DAY}, NOW),
        ({"failures": 3, "next_poll": NOW + DAY, "not_before": NOW + 2 * HOUR}, NOW + 2 * HOUR),
        ({"stopped": True, "failures": 1, "next_poll": NOW + DAY}, NOW),
    ],
)
async def test_a_feed_that_is_wanted_again_is_asked_when_its_publisher_lets_us(store, state, due):
    await gather(store, "guild:5", "B", "b")
    [status] = await store.feed_statuses("guild:5")
    await store.record_poll(replace(status.state, **state))
    for paused in (True, False):
        await store.pause_feed("guild:5", "B", paused=paused)
    assert await store.due_feeds(due - timedelta(seconds=1), 10) == [] or due == NOW
    assert len(await store.due_feeds(due, 10)) == 1
    assert await store.not_before(status.feed.url) == state.get("not_before")


async def test_a_feed_paused_or_dropped_by_one_is_asked_for_the_other(store):
    await gather(store, "guild:5", "B", "b")
    await gather(store, "guild:6", "B", "b")
    await store.pause_feed("guild:5", "B", paused=True)
    assert len(await store.due_feeds(NOW, 10)) == 1
    assert await store.items("guild:5", NOW - DAY, NOW) == []
    assert await store.remove_feed("guild:6", "B")
    assert not await store.remove_feed("guild:6", "B")
    assert await store.due_feeds(NOW, 10) == []


# ---------------------------------------------------------------- guilds that come and go


async def test_a_guild_that_was_left_rests_and_comes_back_without_its_past(store):
    kept = await store.add_plan(5, guild_plan(), limit=9)
    await store.guild_left(5, NOW + DAY)
    await store.guild_left(5, NOW + 2 * DAY)
    assert await store.guild_plans() == []
    assert await store.guild_plans(5) == [kept]
    assert await store.known_guilds() == {5: NOW + DAY}
    assert await store.guild_back(5, NOW + 3 * DAY)
    assert not await store.guild_back(5, NOW + 4 * DAY)
    assert await store.guild_plans() == [kept]
    assert await store.plan_since(kept.id, NOW + 9 * DAY) == NOW + 3 * DAY


async def test_guilds_are_known_by_their_briefs_and_by_their_feeds(store):
    await store.add_plan(5, guild_plan(), limit=9)
    await store.add_feed("guild:6", feed("B"), limit=9)
    await store.sync_feeds("file", [feed("A")], trusted=False)
    assert await store.known_guilds() == {5: None, 6: None}


async def test_a_guild_is_forgotten_whole_and_no_other_with_it(store):
    for guild in (5, 55, 6):
        plan = await store.add_plan(guild, guild_plan(), limit=9)
        await post(store, plan.id, mark=f"downlink:abcde{guild}:0", channel=guild)
        await gather(store, f"guild:{guild}", "B", "b")
        await gather(store, f"guild:{guild}", f"Own {guild}", f"own-{guild}")
    gone = (await store.guild_plans(5))[0]
    await store.guild_left(5, NOW)
    assert await store.forget_guild(5) == 10
    assert await store.forget_guild(5) == 0
    assert sorted(await store.known_guilds()) == [6, 55]
    assert (await store.deliveries(gone.id), await store.last_slots(gone.id, 9)) == ([], [])
    assert await store.told(gone.id, NOW - DAY) == {}
    assert await store.brief_by_mark("downlink:abcde5:0") is None
    assert await store.brief_by_mark("downlink:abcde55:0")
    assert keys(await store.items("guild:55", NOW - DAY, NOW)) == ["b", "own-55"]
    assert len(await store.unfiled_items(99)) == 3
    await store.check()


async def test_a_poll_of_a_feed_that_was_forgotten_meanwhile_hurts_no_other(store):
    await gather(store, "guild:5", "B")
    await gather(store, "guild:6", "C")
    mine, other = [s.state for guild in (5, 6) for s in await store.feed_statuses(f"guild:{guild}")]
    await store.forget_guild(5)
    await store.record_poll(replace(mine, last_poll=NOW), [new_item("late")])
    await store.record_poll(replace(other, last_poll=NOW), [new_item("well")])
    assert keys(await store.unfiled_items(9)) == ["well"]
