"""Whose reports make whose stories."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.editor import Editor
from bot.news.circles import OWN_CAPACITY, Circles
from bot.owners import PUBLIC, circle_of
from bot.store import open_store
from bot.summaries.engines import Extractive
from tests.builders import DAY, HOUR, NOW, entry, feed, item, new_item, plan, slot
from tests.fakes import SetClock

KESTREL = (
    "Kestrel 9 rocket launches Meridian weather satellite to orbit",
    "The Kestrel 9 rocket lifted off from Wallops on Tuesday and put the Meridian weather satellite into orbit.",
)
RELAY = (
    "Kestrel 9 rocket launches Halcyon relay satellite to orbit",
    "The Kestrel 9 rocket lifted off from Kourou on Wednesday and put the Halcyon relay satellite into orbit.",
)
GLACIER = (
    "Lake under Antarctic glacier drains in nine days",
    "Radar of two polar orbiters saw the ice above the lake sink by sixty metres in nine days of August.",
)
BRIDGES = [
    (f"{KESTREL[0]} and {RELAY[0]}" if n % 2 else f"{KESTREL[0]}: Halcyon", f"{KESTREL[1]} {RELAY[1]}")
    for n in range(6)
]


def report(number, told, circle=PUBLIC, at=NOW):
    return replace(item(number, title=told[0], text=told[1], published=at), circle=circle)


def test_a_circle_is_everybody_s_or_one_server_s_or_the_feed_s_own():
    assert circle_of(7, ["guild:1", "file"]) == PUBLIC
    assert circle_of(7, ["guild:1"]) == "guild:1"
    assert circle_of(7, ["guild:1", "guild:2"]) == circle_of(7, []) == "feed:7"


def test_a_server_s_own_report_joins_the_story_of_everybody_s_feeds():
    circles = Circles()
    assert circles.place(report(1, KESTREL)) == 1
    assert circles.place(report(2, KESTREL, "guild:1")) == 1


def test_a_server_s_own_reports_make_stories_among_themselves_and_with_no_other_server_s():
    circles = Circles()
    assert [circles.place(report(n, KESTREL, "guild:1")) for n in (1, 2)] == [1, 1]
    assert circles.place(report(3, KESTREL, "guild:2")) == 3
    assert circles.place(report(4, KESTREL)) == 4


def test_a_server_s_own_reports_change_no_story_of_everybody_s():
    circles = Circles()
    circles.place(report(1, KESTREL))
    for n, told in enumerate(BRIDGES, 10):
        circles.place(report(n, told, "guild:666", NOW + timedelta(minutes=n)))
    assert circles.place(report(2, RELAY, at=NOW + DAY)) == 2


def test_what_was_restored_goes_on_as_it_was():
    circles = Circles()
    placed = [report(1, KESTREL), report(2, KESTREL, "guild:1"), report(3, RELAY, "guild:1", NOW + DAY)]
    kept = [replace(each, story_id=circles.place(each)) for each in placed]
    again = Circles()
    for each in kept:
        again.restore(each)
    assert again.remembered == circles.remembered
    assert (
        again.place(report(4, RELAY, "guild:1", NOW + DAY))
        == circles.place(report(4, RELAY, "guild:1", NOW + DAY))
        == 3
    )


def test_a_flood_of_one_server_makes_no_other_circle_forget():
    circles = Circles()
    circles.place(report(1, KESTREL))
    circles.place(report(2, GLACIER, "guild:1"))
    for n in range(OWN_CAPACITY + 50):
        circles.place(report(100 + n, (f"Probe number {n} sees dust", f"Dust of kind {n} was seen."), "guild:666"))
    assert circles.remembered <= OWN_CAPACITY + 2
    assert circles.place(report(3, KESTREL)) == 1
    assert circles.place(report(4, GLACIER, "guild:1")) == 2


async def test_one_server_s_feed_takes_no_story_from_the_briefs_of_others():
    clock = SetClock(NOW)
    async with await open_store("sqlite://") as store:
        await store.sync_feeds("file", [feed("Paper")], trusted=False)
        [paper] = await store.due_feeds(NOW, 10)
        editor = Editor(store, Extractive(), clock)

        async def publish(state, key, told, at):
            source = entry(key, title=told[0], summary=told[1], published=at, link=f"https://x.example/{key}")
            polled = replace(state, last_poll=at, last_ok=at)
            await store.record_poll(polled, [new_item(key, entry=source, published=at, news_at=at)])

        await publish(paper, "kestrel", KESTREL, NOW - HOUR)
        await editor.fill(plan(), slot(), expires=NOW + HOUR)
        await store.add_feed("guild:666", feed("Own"), limit=9)
        [own] = [status.state for status in await store.feed_statuses("guild:666") if status.owner == "guild:666"]
        for n, told in enumerate(BRIDGES):
            await publish(own, f"bridge{n}", told, NOW - HOUR / 2 + timedelta(minutes=n))
        await editor.file_items()
        clock.move(DAY)
        await publish(paper, "relay", RELAY, clock.now() - HOUR)
        assert [story.title for story in (await editor.write(plan())).stories] == [RELAY[0]]


@pytest.mark.parametrize(("before", "since"), [("guild:1", PUBLIC), (PUBLIC, "guild:1"), ("guild:1", "feed:1")])
def test_what_a_report_said_is_forgotten_when_it_is_rewritten_in_another_circle(before, since):
    circles = Circles()
    circles.place(report(1, KESTREL, before))
    circles.place(replace(report(1, GLACIER, since), story_id=1))
    assert circles.place(report(2, KESTREL, before)) == 2
    assert circles.remembered == 2


def test_a_kept_report_is_forgotten_in_the_circle_that_its_feed_has_left():
    circles = Circles()
    circles.place(report(1, KESTREL, "guild:1"))
    circles.keep(replace(report(1, GLACIER), story_id=1))
    assert not circles.knows(report(1, GLACIER))
    assert circles.place(report(2, KESTREL, "guild:1")) == 2


@pytest.mark.parametrize("locked", [False, True])
async def test_a_feed_that_the_file_has_no_longer_has_no_say_in_everybody_s_stories(monkeypatch, locked):
    async with await open_store("sqlite://") as store:
        await store.sync_feeds("file", [feed("Paper"), feed("Rogue")], trusted=False)
        states = {status.feed.name: status.state for status in await store.feed_statuses("file")}
        editor = Editor(store, Extractive(), SetClock(NOW))

        async def publish(name, key):
            source = entry(key, title=KESTREL[0], summary=KESTREL[1], published=NOW, link=f"https://x.example/{key}")
            polled = replace(states[name], last_poll=NOW, last_ok=NOW)
            await store.record_poll(polled, [new_item(key, entry=source, published=NOW, news_at=NOW)])
            await editor.file_items()
            return [each.story_id for each in await store.latest("file") if each.url.endswith(key)]

        await store.add_feed("guild:666", feed("Rogue"), limit=9)
        [opened] = await publish("Rogue", "first")
        await store.sync_feeds("file", [feed("Paper")], trusted=False)
        editor.feeds_changed()
        if locked:  # when it is looked at first

            async def refuse(since):
                raise OSError("the store is locked")

            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(store, "filed_items", refuse)
                with pytest.raises(OSError, match="locked"):
                    await editor.file_items()
        [story] = await publish("Paper", "second")
        assert story != opened
