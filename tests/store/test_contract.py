"""What is promised of every method at once. A new method of bot.ports.Store must join `CALLS`."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.deliveries import DeliveryState, Edit, PostedBrief
from bot.errors import StoreError
from bot.model import FeedState, Page, PollOutcome, Signs
from bot.ports import Store
from bot.store import open_store
from tests.builders import (
    CHANNEL,
    DAY,
    HOUR,
    MINUTE,
    NOW,
    brief,
    delivery,
    feed,
    guild_plan,
    item,
    message,
    new_item,
    slot,
    told_story,
)


async def record(store):
    statuses = await store.feed_statuses("file")
    state = replace(statuses[0].state if statuses else FeedState(id=1, url=feed().url), last_poll=NOW)
    known = await store.known_entries({state.id: Signs(["entry-1"])})
    changed = {each.item_id: new_item() for each in known.get(state.id, [])}
    await store.record_poll(state, [new_item()] if statuses else [], changed)


CALLS = {
    "sync_feeds": lambda store: store.sync_feeds("file", [feed("A"), feed("B")], trusted=False),
    "add_feed": lambda store: store.add_feed("guild:5", feed("C"), limit=9),
    "pause_feed": lambda store: store.pause_feed("guild:5", "C", paused=False),
    "not_before": lambda store: store.not_before(feed().url),
    "remove_feed": lambda store: store.remove_feed("guild:5", "C"),
    "feed_statuses": lambda store: store.feed_statuses("guild:5"),
    "due_feeds": lambda store: store.due_feeds(NOW, 10),
    "known_entries": lambda store: store.known_entries(
        {1: Signs(["entry-1"], ["orbit-post.example/entry-1"], ["A title"])}
    ),
    "record_poll": record,
    "record_polls": lambda store: store.record_polls([PollOutcome(FeedState(id=1, url=feed().url))]),
    "page": lambda store: store.page("orbit-post.example/entry-1", False),
    "record_page": lambda store: store.record_page("orbit-post.example/entry-1", False, Page(NOW, "Text.")),
    "unfiled_items": lambda store: store.unfiled_items(10),
    "file_items": lambda store: store.file_items({item(1): 1}),
    "filed_items": lambda store: store.filed_items(NOW - DAY),
    "items": lambda store: store.items("guild:5", NOW - DAY, NOW),
    "story_items": lambda store: store.story_items("guild:5", [1]),
    "latest": lambda store: store.latest("guild:5", feed="A"),
    "publishers": lambda store: store.publishers("guild:5", NOW - DAY),
    "languages": lambda store: store.languages("guild:5", NOW - DAY),
    "search": lambda store: store.search("guild:5", ["probe"]),
    "plan_since": lambda store: store.plan_since("morning", NOW),
    "taken_slots": lambda store: store.taken_slots("morning", NOW),
    "last_slots": lambda store: store.last_slots("morning", 5),
    "write_brief": lambda store: store.write_brief(slot(), brief(told_story()), [message()], CHANNEL, NOW + HOUR),
    "give_up_slot": lambda store: store.give_up_slot(slot("other"), "too late", NOW),
    "told": lambda store: store.told("morning", NOW),
    "told_to_anybody": lambda store: store.told_to_anybody([1]),
    "brief_by_mark": lambda store: store.brief_by_mark(message().mark),
    "add_plan": lambda store: store.add_plan(5, guild_plan(), limit=9),
    "guild_plans": lambda store: store.guild_plans(),
    "change_plan": lambda store: store.change_plan(guild_plan(id="guild:5:1"), since=NOW),
    "known_guilds": lambda store: store.known_guilds(),
    "guild_left": lambda store: store.guild_left(5, NOW),
    "guild_back": lambda store: store.guild_back(5, NOW),
    "remove_plan": lambda store: store.remove_plan("guild:5:1"),
    "forget_guild": lambda store: store.forget_guild(5),
    "reopen": lambda store: store.reopen(),
    "claim": lambda store: store.claim(NOW, 10, MINUTE),
    "next_due": lambda store: store.next_due(),
    "postpone": lambda store: store.postpone(delivery(state=DeliveryState.PENDING), NOW, "later"),
    "settle": lambda store: store.settle(1, DeliveryState.BLOCKED, "no permission"),
    "hurry": lambda store: store.hurry([CHANNEL]),
    "overdue": lambda store: store.overdue(NOW),
    "briefs_with_edits": lambda store: store.briefs_with_edits(NOW, NOW),
    "amend_brief": lambda store: store.amend_brief(
        PostedBrief(1, "morning", "one", brief(), ()), brief(), [Edit(delivery(message_id=7), message())], NOW
    ),
    "confirm": lambda store: store.confirm(1, 77, NOW),
    "deliveries": lambda store: store.deliveries("morning"),
    "purge": lambda store: store.purge(NOW + DAY),
    "check": lambda store: store.check(),
}
# Those that need the store to be writable; plan_since does where the plan is new.
WRITING = {
    "sync_feeds", "add_feed", "pause_feed", "remove_feed", "add_plan", "change_plan", "remove_plan", "guild_left",
    "guild_back", "forget_guild", "record_poll", "record_polls",
    "record_page", "file_items", "plan_since", "write_brief", "give_up_slot", "reopen",
    "claim", "postpone", "hurry", "settle", "confirm", "amend_brief", "purge", "check",
}  # fmt: skip


def promised():
    protocols = [base for base in Store.__mro__ if getattr(base, "_is_protocol", False)]
    return {name for base in protocols for name in vars(base) if not name.startswith("_")}


def test_every_method_of_the_store_is_on_the_list():
    assert set(CALLS) == promised() - {"close"}


@pytest.mark.parametrize("method", CALLS)
async def test_every_method_works_on_an_empty_store(store, method):
    await CALLS[method](store)
    await store.check()


@pytest.mark.parametrize("method", CALLS)
async def test_every_method_says_what_is_wrong_with_a_damaged_store(tmp_path, method):
    path = tmp_path / "downlink.db"
    async with await open_store(f"sqlite:///{path}") as store:
        await store.sync_feeds("file", [feed("A")], trusted=False)
        await store.write_brief(slot("one"), brief(told_story()), [message()], CHANNEL, NOW + HOUR)
    page_size, keep = 4096, 1  # the first page says that this is a database; the rest is noise
    whole = path.read_bytes()
    async with await open_store(f"sqlite:///{path}") as store:
        path.write_bytes(whole[: page_size * keep] + b"\xa5" * (len(whole) - page_size * keep))
        with pytest.raises(StoreError, match="damaged"):
            await CALLS[method](store)
        path.write_bytes(whole)


@pytest.mark.parametrize("method", CALLS)
async def test_another_process_that_writes_hinders_no_reading_and_is_named_in_the_end(tmp_path, method):
    path = tmp_path / "downlink.db"
    async with await open_store(f"sqlite:///{path}", patience=timedelta(milliseconds=50)) as store:
        await store.sync_feeds("file", [feed("A")], trusted=False)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            if method in WRITING:
                with pytest.raises(StoreError, match="locked"):
                    await CALLS[method](store)
            else:
                await CALLS[method](store)


@pytest.mark.parametrize("method", sorted(WRITING - {"check"}))
async def test_a_write_once_begun_is_carried_through_though_its_caller_is_cancelled(store, method):
    for first in ("sync_feeds", "record_poll", "write_brief", "claim"):
        if first != method:
            await CALLS[first](store)
    began = asyncio.Event()
    commits = []

    def executed(_connection, _cursor, statement, *_):
        if not statement.startswith("SELECT"):
            began.set()

    event.listen(store._db._engines.writer.sync_engine, "before_cursor_execute", executed)
    event.listen(store._db._engines.writer.sync_engine, "commit", commits.append)
    task = asyncio.create_task(CALLS[method](store))
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not commits
    await store.close()
    assert len(commits) == 1


@pytest.mark.parametrize("method", sorted(set(CALLS) - WRITING))
async def test_a_reader_that_is_cancelled_leaves_the_store_as_it_was(store, method):
    await store.sync_feeds("file", [feed("A")], trusted=False)
    for turns in range(12):
        task = asyncio.create_task(CALLS[method](store))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    await asyncio.gather(*(CALLS[method](store) for _ in range(8)))
    assert len(await store.feed_statuses("file")) == 1
    await store.check()


async def test_no_query_reads_a_whole_table(tmp_path):
    """Whatever grows is reached by an index. A purge may walk through what it forgets, once a day, and what is asked
    for at a start is asked for whole."""
    statements = set()
    async with await open_store(f"sqlite:///{tmp_path / 'downlink.db'}") as store:
        for engine in (store._db._engines.writer, store._db._engines.reader):
            event.listen(
                engine.sync_engine,
                "before_cursor_execute",
                lambda _c, _cursor, statement, parameters, *_: statements.add((statement, str(parameters))),
            )
        for method, call in CALLS.items():
            if method not in {"check", "purge", "known_guilds", "guild_plans"}:
                await call(store)
    assert len({statement for statement, _ in statements}) > 25
    with closing(sqlite3.connect(tmp_path / "downlink.db")) as plain:
        for statement in sorted({statement for statement, _ in statements}):
            if not re.match("SELECT|UPDATE|DELETE", statement):
                continue
            values = (1,) * statement.count("?")
            plan = [row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            # A constant row is what SQLAlchemy writes for an empty list.
            scans = [step for step in plan if re.match(r"SCAN (?!CONSTANT ROW)\w+", step) and "USING" not in step]
            assert not scans, f"{statement}\n{plan}"


async def test_nothing_that_feeds_wrote_stands_in_an_error_or_a_log(store, caplog):
    caplog.set_level(logging.DEBUG)
    secret = "said by a feed"
    [state] = [status.state for status in await subscribed(store)]
    with pytest.raises(Exception) as caught:
        await store.record_poll(replace(state, last_poll=NOW), [new_item(secret, url_key=object())])
    assert secret not in str(caught.value)


async def subscribed(store):
    await store.sync_feeds("file", [feed()], trusted=False)
    return await store.feed_statuses("file")
