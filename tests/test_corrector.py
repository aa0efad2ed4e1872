"""Corrections: what a source takes back after a brief was posted is put right where people read it."""

from __future__ import annotations

import asyncio
import itertools
import json
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.corrector import MOST_TURNS, Corrector
from bot.deliveries import DeliveryState
from bot.editor import Editor
from bot.errors import ChannelRefused, InDoubt, PayloadRefused, TryLater
from bot.outbox import Dispatcher
from bot.summaries.engines import Extractive
from tests.builders import CHANNEL, DAY, HOUR, MINUTE, NOW, entry, feed, new_item, plan, slot
from tests.fakes import FakeCourier
from tests.process import downlink
from tests.test_whole_bot import NEWS, brief_due_a_minute_ago, configuration, known_since_yesterday, rehearsal

TITLE = "Petrel 3 lifts the cargo ship Stevedore 4 to orbit"
TEXT = "At {} tonnes the cargo ship Stevedore 4 is the heaviest payload that Petrel 3 has lifted to orbit."
LINE = "Correction: Paper now says {} tonnes, was 18 tonnes"


@pytest.fixture
def courier(clock):
    return FakeCourier(clock)


@pytest.fixture
def dispatcher(store, courier, clock):
    return Dispatcher(store, courier, clock)


@pytest.fixture
def corrector(store, clock):
    return Corrector(store, clock)


@pytest.fixture
def editor(store, clock):
    return Editor(store, Extractive(), clock)


@pytest.fixture
async def paper(store, clock):
    await store.sync_feeds("file", [feed("Paper")], trusted=False)
    (state,) = await store.due_feeds(NOW, 10)
    return replace(state, last_poll=NOW, last_ok=NOW)


@pytest.fixture
async def posted(store, editor, dispatcher, paper):
    """A brief of one story is in its channel."""
    made = entry("p1", title=TITLE, summary=TEXT.format(18))
    await store.record_poll(paper, [new_item("p1", entry=made)])
    await editor.fill(plan(), slot(), expires=NOW + 2 * HOUR)
    await dispatcher.deliver_due()
    (delivery,) = await store.deliveries("morning")
    assert delivery.state is DeliveryState.SENT
    return delivery


@pytest.fixture
def says_now(store, clock, paper):
    """The paper's own report now gives another figure."""

    async def edit(tonnes: int) -> None:
        clock.move(HOUR)
        (told,) = await store.latest("file")
        made = entry("p1", title=TITLE, summary=TEXT.format(tonnes), published=told.published, link=told.url)
        at = replace(paper, last_poll=clock.now(), last_ok=clock.now())
        await store.record_poll(at, [], {told.id: new_item("p1", entry=made)})

    return edit


def shown(payload: object) -> str:
    return json.dumps(payload, ensure_ascii=False)


async def test_a_corrected_figure_is_put_right_in_the_posted_message(
    corrector, dispatcher, courier, posted, says_now, store
):
    await says_now(19)
    assert await corrector.correct([plan()]) == 1
    assert await dispatcher.deliver_due() == 1
    ((message_id, payload),) = courier.edited
    assert message_id == posted.message_id
    assert LINE.format(19) in shown(payload)
    assert posted.message.mark in shown(payload)
    edit, message = await store.deliveries("morning")
    assert (edit.state, edit.part, edit.edits) == (DeliveryState.SENT, 1, posted.message_id)
    assert message.state is DeliveryState.SENT
    assert len(courier.posted) == 1


async def test_no_correction_is_made_twice_and_the_next_brief_does_not_repeat_it(
    corrector, dispatcher, courier, posted, says_now, store, clock, editor
):
    await says_now(19)
    await corrector.correct([plan()])
    await dispatcher.deliver_due()
    assert await corrector.correct([plan()]) == 0
    assert await Corrector(store, clock).correct([plan()]) == 0  # nor after a restart
    assert len(courier.edited) == 1
    clock.move(DAY)
    assert (await editor.write(plan())).stories == ()


@pytest.mark.parametrize("values", [(19, 18), (19, 20, 21, 22, 23, 24)])
async def test_a_figure_that_changes_at_every_poll_ends_in_few_edits(
    corrector, dispatcher, courier, posted, says_now, values
):
    for _, tonnes in zip(range(12), itertools.cycle(values), strict=False):
        await says_now(tonnes)
        await corrector.correct([plan()])
        await dispatcher.deliver_due()
    assert len(courier.edited) == MOST_TURNS


async def test_a_second_correction_of_the_same_figure_takes_the_place_of_the_first(
    corrector, dispatcher, courier, posted, says_now
):
    for tonnes in (19, 21):
        await says_now(tonnes)
        assert await corrector.correct([plan()]) == 1
        await dispatcher.deliver_due()
    last = shown(courier.edited[-1][1])
    assert LINE.format(21) in last
    assert "19 tonnes" not in last


async def test_the_button_tells_what_the_message_says_now(corrector, posted, says_now, store):
    await says_now(19)
    await corrector.correct([plan()])
    (story,) = (await store.brief_by_mark(posted.message.mark)).stories
    assert [(line.before, line.now) for line in story.corrections] == [("18 tonnes", "19 tonnes")]


async def test_an_edit_that_changes_no_figure_changes_no_message(corrector, posted, says_now, store):
    await says_now(18)
    assert await corrector.correct([plan()]) == 0
    assert len(await store.deliveries("morning")) == 1


async def test_a_message_that_is_not_posted_yet_is_not_corrected(corrector, store, editor, paper, says_now):
    await store.record_poll(paper, [new_item("p1", entry=entry("p1", title=TITLE, summary=TEXT.format(18)))])
    await editor.fill(plan(), slot(), expires=NOW + 2 * HOUR)
    await says_now(19)
    assert await corrector.correct([plan()]) == 0


@pytest.mark.parametrize("changed", [plan(layout="embeds"), plan(ping_role=77), plan("other")])
async def test_what_would_be_written_another_way_today_stays_as_it_is(corrector, posted, says_now, store, changed):
    await says_now(19)
    assert await corrector.correct([changed]) == 0
    assert len(await store.deliveries("morning")) == 1


async def test_after_two_days_nobody_reads_it_any_more(store, clock, posted, says_now):
    clock.move(3 * DAY)
    await says_now(19)
    assert await Corrector(store, clock).correct([plan()]) == 0


@pytest.mark.parametrize("trouble", [InDoubt(CHANNEL, "timed out"), TryLater(CHANNEL, "429", timedelta(seconds=5))])
async def test_an_edit_in_doubt_is_made_again_which_does_no_harm(
    corrector, dispatcher, courier, posted, says_now, store, clock, trouble
):
    await says_now(19)
    await corrector.correct([plan()])
    courier.after = [trouble]
    await dispatcher.deliver_due()
    clock.move(5 * MINUTE)
    await dispatcher.deliver_due()
    assert courier.edited[0] == courier.edited[1]
    assert (await store.deliveries("morning"))[0].state is DeliveryState.SENT
    assert (courier.looked, len(courier.posted)) == (0, 1)


async def test_the_edit_of_a_message_that_was_deleted_is_dropped_and_troubles_nobody(
    store, corrector, courier, clock, posted, says_now
):
    told = []

    async def tell(delivery):
        told.append(delivery)

    await says_now(19)
    await corrector.correct([plan()])
    courier.posted.clear()
    await Dispatcher(store, courier, clock, on_refusal=tell).deliver_due()
    assert (await store.deliveries("morning"))[0].state is DeliveryState.DROPPED
    assert (told, courier.posted) == ([], [])


async def test_an_edit_that_discord_finds_malformed_is_made_in_plain_text(
    corrector, dispatcher, courier, posted, says_now
):
    await says_now(19)
    await corrector.correct([plan()])
    courier.before = [PayloadRefused(CHANNEL, "Invalid Form Body")]
    await dispatcher.deliver_due()
    ((_, payload),) = courier.edited
    assert "components" not in payload
    assert "downlink:" in shown(payload)


async def test_an_edit_waits_while_its_channel_refuses_it_and_keeps_no_brief_back(
    corrector, dispatcher, courier, posted, says_now, store, clock, editor
):
    await says_now(19)
    await corrector.correct([plan()])
    assert (await store.overdue(clock.now())).count == 0  # no message is missing
    courier.before = [ChannelRefused(CHANNEL, "the thread is archived")]
    await dispatcher.deliver_due()
    await editor.fill(plan(), slot("next", due=clock.now()), expires=clock.now() + 2 * HOUR)
    assert await dispatcher.deliver_due() == 1
    assert (len(courier.edited), len(courier.posted)) == (0, 2)
    await dispatcher.mended([CHANNEL])  # a message opens a thread again, and Discord says so
    assert await dispatcher.deliver_due() == 1
    assert len(courier.edited) == 1


async def test_two_edits_of_one_message_are_made_in_their_order(corrector, dispatcher, courier, posted, says_now):
    for tonnes in (19, 21):
        await says_now(tonnes)
        await corrector.correct([plan()])
    courier.before = [TryLater(CHANNEL, "busy", timedelta())]
    assert await dispatcher.deliver_due() == 1
    assert await dispatcher.deliver_due() == 0  # the second waits for the first
    corrector._clock.move(MINUTE)
    assert [await dispatcher.deliver_due() for _ in range(3)] == [1, 1, 0]
    assert [
        LINE.format(tonnes) in shown(payload) for tonnes, (_, payload) in zip((19, 21), courier.edited, strict=True)
    ]


# ---------------------------------------------------------------- the whole process


@pytest.mark.timeout(180)  # several lives and sessions of the process
async def test_the_running_bot_corrects_what_it_posted(tmp_path):
    published = format_datetime(datetime.now(UTC) - timedelta(hours=2))
    tonnes = [18]

    async def answer(_request: web.Request) -> web.Response:
        item = f"<item><guid>1</guid><title>{TITLE}</title><link>https://paper.example/1</link><pubDate>{published}"
        text = f"{item}</pubDate><description>{TEXT.format(tonnes[0])}</description></item>"
        body = f"<rss version='2.0'><channel><title>Paper</title>{text}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/feed", answer)
    # Closed whatever happens: a wait that a busy machine cuts off would leave its sockets open, a warning of their own.
    async with TestServer(app) as paper, rehearsal() as discord:
        feeds = f'[[feeds]]\nname = "Paper"\nurl = "{paper.make_url("/feed")}"\n'
        config = configuration(tmp_path, discord.api_url, feeds, brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        for said in ("delivered", "brief corrected"):
            async with downlink("run", "--config", str(config), token=discord.token) as process:
                async with asyncio.timeout(60):
                    while f'"{said}"'.encode() not in await process.stderr.readline():
                        pass
                    while said == "brief corrected" and "Correction: " not in shown(discord.messages(NEWS)):
                        await asyncio.sleep(0.02)
                process.send_signal(signal.SIGTERM)
                await asyncio.wait_for(process.communicate(), 30)
            tonnes[0] = 19
            with closing(sqlite3.connect(tmp_path / "downlink.db")) as store:
                store.execute("UPDATE feeds SET next_poll = NULL")  # as if its time had come
                store.commit()
        (message,) = discord.messages(NEWS)
    assert LINE.format(19) in shown(message)
    assert message["edited_timestamp"]


async def test_a_correction_that_its_source_takes_back_is_taken_out_again(
    corrector, dispatcher, courier, posted, says_now
):
    for tonnes in (19, 18, 19, 18):
        await says_now(tonnes)
        assert await corrector.correct([plan()]) == 1
        await dispatcher.deliver_due()
        assert ("Correction" in shown(courier.edited[-1][1])) == (tonnes == 19)
    assert json.loads(shown(courier.edited[-1][1])) == json.loads(shown(posted.message.payload))
