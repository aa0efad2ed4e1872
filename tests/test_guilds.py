"""Servers' own briefs below Discord: what was typed as settings, and what a change means for the slots."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.config import GuildsTable
from bot.errors import Refused
from bot.guilds import Guilds, from_options, own
from tests.builders import DAY, HOUR, MINUTE, NOW, guild_plan, plan, slot

TYPED = {"name": "Evening", "channel": 42, "time": "18:30", "timezone": "Europe/Berlin"}


@pytest.fixture
def in_force():
    return []


@pytest.fixture
def guilds(store, clock, in_force):
    made = Guilds(store, clock, GuildsTable(briefs=2), lambda: in_force.append([p.name for p in made.in_force]))
    return made


@pytest.mark.parametrize(
    ("typed", "settings"),
    [
        ({"time": "9:00, 18:30"}, {"at": ["9:00", "18:30"]}),
        ({"days": "mon-wed, Saturday,"}, {"days": ["mon-wed", "Saturday"]}),
        ({"topics": "moon; deep space"}, {"topics": ("moon", "deep space")}),
        ({"topics": " moon ,, Artemis II "}, {"topics": ("moon", "Artemis II")}),
        ({"topics": "All", "block": "none"}, {"topics": (), "block": ()}),
        ({"topics": None, "stories": 3}, {"stories": 3}),
        ({"ping_role": 0}, {"ping_role": None}),
        ({}, {}),
    ],
)
def test_what_was_typed_becomes_settings_in_the_words_of_the_file(typed, settings):
    assert from_options(typed) == settings


def test_only_a_servers_own_brief_is_its_to_change():
    assert own(plan(owner="guild:5")) == 5
    with pytest.raises(Refused, match="managed by the configuration file"):
        own(plan())


async def test_briefs_are_in_force_from_their_making_to_their_pause_and_over_a_restart(guilds, store, clock, in_force):
    made = await guilds.schedule(5, 77, TYPED, [])
    assert (made.at, made.timezone, made.channel_id, made.created_by) == ((time(18, 30),), "Europe/Berlin", 42, 77)
    await guilds.pause(made)
    await guilds.resume(guilds.of(5)[0])
    await guilds.remove(guilds.of(5)[0])
    assert in_force == [["Evening"], [], ["Evening"], []]
    await guilds.schedule(5, 77, TYPED, [])
    again = Guilds(store, clock, GuildsTable(), lambda: None)
    await again.load()
    assert again.of(5) == guilds.of(5)
    assert again.in_force == guilds.in_force


async def test_only_moved_times_begin_anew(guilds, store, clock):
    made = await guilds.schedule(5, 77, TYPED, [])
    assert await store.plan_since(made.id, NOW + DAY) == NOW
    clock.move(HOUR)
    changed = await guilds.edit(made, {"stories": 3, "topics": "moon"}, [made])
    assert await store.plan_since(made.id, NOW + DAY) == NOW
    await guilds.edit(changed, {"timezone": "UTC"}, [changed])
    assert await store.plan_since(made.id, NOW + DAY) == NOW + HOUR


async def test_an_edit_of_nothing_says_so(guilds):
    made = await guilds.schedule(5, 77, TYPED, [])
    with pytest.raises(Refused, match="Nothing to change was given"):
        await guilds.edit(made, {"time": None}, [made])


async def test_a_brief_that_was_removed_meanwhile_cannot_be_changed(guilds, store):
    made = await guilds.schedule(5, 77, TYPED, [])
    await store.remove_plan(made.id)
    with pytest.raises(Refused, match="Somebody else was faster"):
        await guilds.pause(made)


async def test_to_resume_a_running_brief_changes_nothing(guilds, store, clock):
    made = await guilds.schedule(5, 77, TYPED, [])
    since = await store.plan_since(made.id, clock.now())
    clock.move(MINUTE)
    assert not await guilds.resume(made)
    assert await store.plan_since(made.id, clock.now()) == since
    assert await guilds.pause(made)
    assert not await guilds.pause(made)
    assert await guilds.resume(made)
    assert await store.plan_since(made.id, clock.now()) == clock.now()


async def test_commands_at_once_leave_what_the_store_holds(guilds, store):
    answers = await asyncio.gather(
        *(guilds.schedule(5, 77, TYPED | {"name": f"Brief {n}"}, []) for n in range(4)), return_exceptions=True
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert guilds.of(5) == await store.guild_plans(5)


async def test_a_server_is_forgotten_a_week_after_it_left_and_not_before(guilds, store, clock):
    await guilds.schedule(5, 77, TYPED, [])
    await guilds.meet([6])
    assert guilds.in_force == []
    clock.move(7 * DAY)
    await guilds.forget_departed()
    assert len(await store.guild_plans(5)) == 1
    clock.move(timedelta(seconds=1))
    await guilds.forget_departed()
    assert await store.guild_plans(5) == []


async def test_a_server_that_has_nothing_leaves_no_trace(guilds, store):
    await guilds.left(9)
    assert await store.known_guilds() == {}
    await guilds.back(9)
    assert await store.known_guilds() == {}


async def test_a_brief_forgotten_while_it_is_being_written_is_not_written(guilds, store):
    made = await guilds.schedule(5, 77, TYPED, [])
    await guilds.forget(5)
    due = replace(slot(), plan_id=made.id)
    assert not await store.give_up_slot(due, "late", NOW + MINUTE)


def test_a_plan_becomes_settings_and_the_same_plan_again():
    from bot.config import BriefTable

    full = guild_plan(at=(time(7), time(9)), days=frozenset({2}), stories=2, quiet_day=False, window=2 * DAY)
    assert BriefTable.model_validate(BriefTable.settings_of(full)).plan().at == full.at
    back = BriefTable.model_validate(BriefTable.settings_of(full)).plan()
    same = replace(back, id=full.id, created_by=full.created_by, created_at=full.created_at)
    assert same == full


async def test_two_changes_at_once_are_both_made(guilds):
    made = await guilds.schedule(5, 77, TYPED, [])
    await asyncio.gather(
        guilds.edit(made, {"stories": 3}, [made]), guilds.pause(made), guilds.edit(made, {"topics": "moon"}, [made])
    )
    [after] = guilds.of(5)
    assert (after.stories, after.paused, after.selection.topics) == (3, True, ("moon",))


async def test_a_name_is_what_people_see_of_it(guilds):
    made = await guilds.schedule(5, 77, TYPED, [])
    with pytest.raises(Refused, match='There is a brief "Evening" in this server already'):
        await guilds.schedule(5, 77, TYPED | {"name": "Eve\u200bning\u2060 "}, [made])
    with pytest.raises(Refused, match="name"):
        await guilds.schedule(5, 77, TYPED | {"name": "\u200b\u3164"}, [])
    feed = {"name": "\u200bOrbit\u202e\nPost", "url": "https://orbit.example/feed"}
    assert (await guilds.add_feed(5, feed)).name == "Orbit Post"


async def test_a_server_that_had_removed_its_briefs_is_forgotten_too(guilds, store, clock):
    made = await guilds.schedule(5, 77, TYPED, [])
    await guilds.remove(made)
    await guilds.left(5)
    clock.move(8 * DAY)
    await guilds.forget_departed()
    assert await store.known_guilds() == {}
    assert await store.forget_guild(5) == 0


@pytest.mark.parametrize(
    "days", ["mon-fri-sun", "mon-", "-mon", "mon-someday", "mon. fri", "none", ",", "week", "monthly", "not sun", "m"]
)
async def test_days_that_are_half_understood_are_refused(guilds, days):
    with pytest.raises(Refused, match="days must be days of the week"):
        await guilds.schedule(5, 77, TYPED | {"days": days}, [])
