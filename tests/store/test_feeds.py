from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import FeedState, PollOutcome, Signs, Tier
from tests.builders import DAY, HOUR, MINUTE, NOW, entry, feed, new_item


async def subscribe(store, *feeds, owner="file", trusted=False):
    await store.sync_feeds(owner, feeds, trusted=trusted)
    return {status.feed.name: status.state for status in await store.feed_statuses(owner)}


async def names_due(store, now=NOW, limit=10):
    return [state.url for state in await store.due_feeds(now, limit)]


async def test_feeds_come_back_as_their_owner_named_them(store):
    named = [
        feed("Zenith", tier=Tier.OFFICIAL, tags=("agency", "Mars"), language="de", full_text=True),
        feed("apogee"),
        feed("Meridian", tier=Tier.COMMUNITY),
    ]
    await store.sync_feeds("file", named, trusted=False)
    statuses = await store.feed_statuses("file")
    assert [status.feed for status in statuses] == [named[1], named[2], named[0]]
    assert {status.items for status in statuses} == {0}
    assert await store.feed_statuses("others") == []


async def test_syncing_again_changes_renames_and_drops(store):
    before = await subscribe(store, feed("A"), feed("B"))
    renamed = replace(feed("A"), name="Alpha", tags=("moon",))
    after = await subscribe(store, renamed, feed("C"))
    assert set(after) == {"Alpha", "C"}
    assert after["Alpha"] == before["A"]


async def test_names_may_be_swapped_between_feeds(store):
    await subscribe(store, feed("A"), feed("B"))
    swapped = await subscribe(store, replace(feed("A"), name="B"), replace(feed("B"), name="A"))
    assert swapped["A"].url == feed("B").url


async def test_an_address_nobody_wants_is_not_polled_and_its_items_stay(store):
    states = await subscribe(store, feed("A"), feed("B"))
    await store.record_poll(replace(states["A"], last_poll=NOW, next_poll=NOW), [new_item()])
    await subscribe(store, feed("B"))
    assert await names_due(store) == [feed("B").url]
    await subscribe(store, feed("A"))
    assert [status.items for status in await store.feed_statuses("file")] == [1]


async def test_owners_share_an_address_and_its_items(store):
    mine = await subscribe(store, feed("A"))
    theirs = await subscribe(store, replace(feed("A"), name="Theirs"), owner="guild:1")
    assert mine["A"] == theirs["Theirs"]
    await store.sync_feeds("file", [], trusted=False)
    assert await names_due(store) == [feed("A").url]


async def test_a_trusted_address_is_never_the_same_row_as_a_guilds(store):
    trusted = await subscribe(store, feed("A"), trusted=True)
    other = await subscribe(store, feed("A"), owner="guild:1")
    assert trusted["A"].trusted
    assert not other["A"].trusted
    assert trusted["A"].id != other["A"].id


async def test_more_feeds_than_fit_in_one_statement(store):
    many = [feed(f"Feed {n}") for n in range(1000)]
    await store.sync_feeds("file", many, trusted=False)
    assert len(await store.feed_statuses("file")) == 1000


async def test_due_feeds_are_wanted_running_and_the_longest_overdue_first(store):
    states = await subscribe(store, *(feed(name) for name in "ABCDE"))
    await store.record_poll(replace(states["A"], next_poll=NOW - MINUTE))
    await store.record_poll(replace(states["B"], next_poll=NOW - HOUR))
    await store.record_poll(replace(states["C"], next_poll=NOW + MINUTE))
    await store.record_poll(replace(states["D"], next_poll=NOW - DAY, stopped=True))
    assert await names_due(store) == [feed("E").url, feed("B").url, feed("A").url]
    assert await names_due(store, limit=2) == [feed("E").url, feed("B").url]
    assert feed("C").url in await names_due(store, NOW + MINUTE)


async def test_everything_known_of_fetching_is_kept(store):
    state = (await subscribe(store, feed("A")))["A"]
    polled = FeedState(
        id=state.id,
        url=state.url,
        moved_to="https://new.example/feed",
        etag='W/"abc"',
        last_modified="Mon, 02 Mar 2026 08:00:00 GMT",
        body_hash="cafe",
        next_poll=NOW + HOUR,
        last_poll=NOW,
        last_ok=NOW - MINUTE,
        last_new=NOW - DAY,
        failures=3,
        status=503,
        reason="the server is busy",
        stopped=True,
        rhythm=timedelta(hours=6, microseconds=1),
        marks=bytes(range(256)),
        moving_to="https://third.example/feed",
        moves=2,
        ttl=timedelta(minutes=90),
        skip_hours=frozenset({0, 12, 23}),
        skip_days=frozenset({6}),
    )
    await store.record_poll(polled)
    [status] = await store.feed_statuses("file")
    assert status.state == polled


async def known_of(store, feed_id, *signs):
    return (await store.known_entries({feed_id: Signs(*signs)})).get(feed_id, [])


async def test_new_items_are_known_by_key_and_by_address(store):
    state = (await subscribe(store, feed("A")))["A"]
    items = [new_item(f"entry-{n}") for n in range(3)]
    await store.record_poll(replace(state, last_poll=NOW), items)
    by_key = await known_of(store, state.id, ["entry-0", "entry-9"], [])
    by_url = await known_of(store, state.id, [], [items[1].url_key, "nowhere.example/"])
    both = await known_of(store, state.id, ["entry-2"], [items[2].url_key])
    assert [known.key for known in by_key] == ["entry-0"]
    assert [known.key for known in by_url] == ["entry-1"]
    assert [known.key for known in both] == ["entry-2"]
    by_title = await known_of(store, state.id, [], [], [items[2].entry.title, "No such title"])
    assert [known.key for known in by_title] == ["entry-2"]
    [known] = by_key
    assert (known.title, known.published) == (items[0].entry.title, items[0].published)
    assert (known.fingerprint, known.url_key) == (items[0].fingerprint, items[0].url_key)


async def test_entries_are_known_within_their_feed_only(store):
    states = await subscribe(store, feed("A"), feed("B"))
    await store.record_poll(replace(states["A"], last_poll=NOW), [new_item()])
    assert await known_of(store, states["B"].id, ["entry-1"], [new_item().url_key]) == []


async def test_of_feeds_that_are_asked_for_together_each_knows_its_own_entries_by_its_own_signs(store):
    states = await subscribe(store, *(feed(f"Feed {n}") for n in range(30)))
    ids = [states[f"Feed {n}"].id for n in range(30)]
    for state in states.values():
        await store.record_poll(
            replace(state, last_poll=NOW), [new_item("same"), new_item("other", url_key="", entry=entry(title="T"))]
        )
    wanted = {
        feed_id: Signs(["same"] if n % 2 else ["new"], [""], ["T" if n == 4 else ""]) for n, feed_id in enumerate(ids)
    }
    known = await store.known_entries(wanted)
    assert {feed_id: [each.key for each in found] for feed_id, found in known.items() if found} == {
        feed_id: ["other"] if n == 4 else ["same"] for n, feed_id in enumerate(ids) if n % 2 or n == 4
    }


async def test_entries_without_an_address_are_not_each_other(store):
    state = (await subscribe(store, feed("A")))["A"]
    await store.record_poll(replace(state, last_poll=NOW), [new_item(url_key="")])
    assert await known_of(store, state.id, [], [""]) == []


async def test_more_keys_than_fit_in_one_statement(store):
    state = (await subscribe(store, feed("A")))["A"]
    await store.record_poll(replace(state, last_poll=NOW), [new_item(f"entry-{n}") for n in range(1000)])
    assert len(await known_of(store, state.id, [f"entry-{n}" for n in range(1500)], [])) == 1000


async def test_an_entry_recorded_twice_is_there_once_and_the_first_stays(store):
    state = (await subscribe(store, feed("A")))["A"]
    first, second = new_item(), new_item(entry=entry(title="Another title"))
    await store.record_poll(replace(state, last_poll=NOW), [first, second])
    await asyncio.gather(*(store.record_poll(replace(state, last_poll=NOW), [second]) for _ in range(4)))
    [known] = await known_of(store, state.id, ["entry-1"], [])
    assert known.title == first.entry.title


async def test_an_edit_changes_what_people_see_and_not_what_the_item_is(store):
    state = (await subscribe(store, feed("A")))["A"]
    await store.record_poll(replace(state, last_poll=NOW), [new_item()])
    [known] = await known_of(store, state.id, ["entry-1"], [])
    later = entry(title="Corrected", summary="A new text", image="https://i.example/1", published=NOW + HOUR)
    edited = new_item("another key", entry=later)
    await store.record_poll(replace(state, last_poll=NOW + HOUR), [], {known.item_id: edited})
    [item] = await store.latest("file")
    assert (item.id, item.title, item.text, item.image) == (
        known.item_id,
        "Corrected",
        "A new text",
        edited.entry.image,
    )
    assert (item.first_seen, item.published) == (NOW, new_item().published)
    assert [each.id for each in await store.items("file", NOW - 2 * HOUR, NOW)] == [item.id]
    assert await store.items("file", NOW, NOW + DAY) == []
    assert await known_of(store, state.id, ["entry-1"], []) == []
    [after] = await known_of(store, state.id, ["another key"], [])
    assert after.fingerprint == edited.fingerprint
    assert await store.search("file", ["corrected"]) == [item]


async def test_a_poll_is_written_whole_or_not_at_all(store):
    state = (await subscribe(store, feed("A")))["A"]
    broken = new_item("broken", published="yesterday")
    with pytest.raises(Exception, match="unsupported operand"):
        await store.record_poll(replace(state, last_poll=NOW, etag="new"), [new_item(), broken])
    [status] = await store.feed_statuses("file")
    assert status.state == state
    assert status.items == 0


async def test_polls_of_several_feeds_are_written_together_or_not_at_all(store):
    states = await subscribe(store, feed("A"), feed("B"))
    first = PollOutcome(replace(states["A"], last_poll=NOW), [new_item("a")])
    await store.record_polls([first, PollOutcome(replace(states["B"], last_poll=NOW, etag="b"), [new_item("b")])])
    assert [status.items for status in await store.feed_statuses("file")] == [1, 1]
    [known] = await known_of(store, states["A"].id, ["a"], [])
    edit = PollOutcome(replace(states["A"], etag="later"), [], {known.item_id: new_item("a", entry=entry(title="X"))})
    broken = PollOutcome(replace(states["B"], last_poll=NOW), [new_item("c", published="yesterday")])
    with pytest.raises(Exception, match="unsupported operand"):
        await store.record_polls([edit, broken])
    assert {status.state.etag for status in await store.feed_statuses("file")} == {"", "b"}
    await store.record_polls([edit])
    assert {item.title for item in await store.latest("file")} == {"X", new_item("b").entry.title}
    await store.record_polls([])


async def test_items_cannot_be_recorded_without_the_time_they_were_seen(store):
    state = (await subscribe(store, feed("A")))["A"]
    with pytest.raises(ValueError, match="last_poll"):
        await store.record_poll(state, [new_item()])
