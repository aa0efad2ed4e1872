"""Forums, threads and announcement channels, over real HTTP: where a brief can go besides a plain text channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import render
from bot.chat.channels import trouble_at, trouble_with
from bot.chat.client import DownlinkClient
from bot.chat.courier import DiscordCourier
from bot.chat.forums import post_title
from bot.deliveries import DeliveryState
from bot.errors import ChannelRefused, InDoubt, MessageGone
from bot.model import Sentence
from bot.newsroom import SystemClock
from bot.outbox import Dispatcher
from bot.rehearsal import Channel, RehearsalDiscord
from bot.rehearsal.faults import Fault
from bot.rehearsal.people import ANNOUNCEMENT, FORUM
from bot.store import open_store
from tests.builders import slot
from tests.chat.briefs import MARK, brief, story
from tests.chat.conftest import NEWS, until

POSTS, OFFICIAL = 1_200_000_000_000_000_021, 1_200_000_000_000_000_022
LAYOUTS = ("cards", "embeds")
MESSAGE = render.messages(brief(story(1)), layout="cards", mark=MARK)[0]
AMENDED = render.messages(brief(story(2)), layout="cards", mark=MARK)[0]
NONCE = "ABCDEFGHIJKLMNOPQRSTUVWXY"


@pytest.fixture
async def client(rehearsal: RehearsalDiscord, client: DownlinkClient) -> DownlinkClient:
    rehearsal.world.add_channel(Channel(POSTS, "briefs", kind=FORUM))
    rehearsal.world.add_channel(Channel(OFFICIAL, "official", kind=ANNOUNCEMENT))
    await until(lambda: client.get_channel(POSTS) is not None and client.get_channel(OFFICIAL) is not None)
    return client


@pytest.fixture
def courier(client: DownlinkClient) -> DiscordCourier:
    return DiscordCourier(client)


@pytest.fixture
async def dispatcher(courier: DiscordCourier) -> AsyncIterator[Dispatcher]:
    async with await open_store("sqlite://") as store:
        yield Dispatcher(store, courier, SystemClock())


def posts(rehearsal: RehearsalDiscord) -> list[Channel]:
    return [c for c in rehearsal.world.channels.values() if c.parent and c.parent.id == POSTS]


def recently() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ping_role", [None, 77])
def test_a_post_is_called_after_the_brief_and_its_day(layout: str, ping_role: int | None):
    (message,) = render.messages(brief(story(1)), layout=layout, mark=MARK, ping_role=ping_role)
    titles = {post_title(message.payload), post_title(message.fallback)}
    assert len(titles) == 1
    title = titles.pop()
    assert title.startswith("Morning brief, ")
    assert str(brief().written_at.year) in title


def test_a_title_shows_the_name_and_none_of_its_escapes():
    assert post_title({"content": r"## Rockets \& \*more\*" + "\n-# Sunday"}) == "Rockets & *more*, Sunday"


async def test_a_brief_of_several_messages_is_one_post_of_a_forum(
    dispatcher: Dispatcher, rehearsal: RehearsalDiscord, courier: DiscordCourier
):
    parts = render.messages(
        brief(*(story(n, sentences=(Sentence("It is on its way. " * 30, 1),)) for n in range(1, 13))),
        layout="cards",
        mark=MARK,
    )
    assert len(parts) > 1
    store = dispatcher._store
    until_then = datetime.now(UTC) + timedelta(hours=1)
    await store.write_brief(slot(due=datetime.now(UTC)), brief(), parts, POSTS, until_then)  # type: ignore[attr-defined]
    while await dispatcher.deliver_due():
        pass
    (post,) = posts(rehearsal)
    assert len(post.messages) == len(parts)
    assert next(iter(post.messages)) == post.id
    done = await store.deliveries("morning")
    assert {(each.state, each.channel_id) for each in done} == {(DeliveryState.SENT, post.id)}
    await courier.edit(post.id, post.id, AMENDED.payload)


@pytest.mark.parametrize("fault", [Fault(status=502), Fault(status=503), Fault(reset=True)])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_post_in_doubt_is_not_repeated_by_anybody_and_is_found_by_looking(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, fault: Fault, when: str
):
    rehearsal.faults.script("thread.create", Fault(status=fault.status, reset=fault.reset, when=when))
    with pytest.raises(InDoubt):
        await courier.send(POSTS, MESSAGE.payload, NONCE)
    opened = [post.id for post in posts(rehearsal)]
    assert len(opened) == (when == "after")
    assert await courier.find(POSTS, MESSAGE.mark, recently()) == (opened[0] if opened else None)


async def test_a_rate_limit_on_a_post_is_waited_out(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    rehearsal.faults.script("thread.create", Fault(status=429, retry_after=0.05))
    assert [await courier.send(POSTS, MESSAGE.payload, NONCE)] == [post.id for post in posts(rehearsal)]


async def test_a_post_that_was_closed_meanwhile_is_found_and_others_are_not_taken_for_it(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    sent = await courier.send(POSTS, MESSAGE.payload, NONCE)
    forum = rehearsal.world.channel(POSTS)
    theirs = rehearsal.world.open_thread(forum, "Copy", rehearsal.member)
    rehearsal.world.post(theirs, {"content": MESSAGE.mark}, author=rehearsal.member, message_id=theirs.id)
    rehearsal.world.archive(sent)
    assert await courier.find(POSTS, MESSAGE.mark, recently()) == sent
    assert await courier.find(POSTS, MESSAGE.mark + "0", recently()) is None
    assert await courier.find(POSTS, MESSAGE.mark, datetime.now(UTC) + timedelta(minutes=1)) is None


async def test_a_forum_that_the_gateway_has_not_told_of_yet_is_asked_for_once(
    courier: DiscordCourier, client: DownlinkClient, rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client, "get_channel", lambda _id: None)
    for n in range(2):
        await courier.send(POSTS, MESSAGE.payload, f"nonce {n}")
        await courier.send(NEWS, MESSAGE.payload, f"other {n}")
    assert (len(posts(rehearsal)), len(rehearsal.messages(NEWS))) == (2, 2)


async def test_a_forum_needs_the_right_to_post_and_to_write_in_posts(
    courier: DiscordCourier, client: DownlinkClient, rehearsal: RehearsalDiscord
):
    assert await trouble_at(client, POSTS) is None
    rehearsal.world.deny(POSTS, "SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS")
    trouble = await trouble_at(client, POSTS)
    assert trouble is not None
    assert {"send_messages", "send_messages_in_threads"} <= trouble.missing
    assert "Create Posts" in trouble.words
    with pytest.raises(ChannelRefused, match="allow it"):
        await courier.send(POSTS, MESSAGE.payload, NONCE)


# ---------------------------------------------------------------- threads


@pytest.fixture
async def thread(client: DownlinkClient, rehearsal: RehearsalDiscord) -> Channel:
    made = rehearsal.world.open_thread(rehearsal.world.channel(NEWS), "Launch talk", rehearsal.admin)
    await until(lambda: client.get_channel(made.id) is not None)
    return made


async def test_a_thread_takes_a_brief_and_an_archived_one_opens_again_by_it(
    courier: DiscordCourier, client: DownlinkClient, rehearsal: RehearsalDiscord, thread: Channel
):
    first = await courier.send(thread.id, MESSAGE.payload, NONCE)
    rehearsal.world.archive(thread.id)
    await until(lambda: client.get_channel(thread.id) is None or client.get_channel(thread.id).archived)  # type: ignore[union-attr]
    assert await courier.send(thread.id, MESSAGE.payload, NONCE) == first  # a thread remembers nonces
    assert await courier.send(thread.id, MESSAGE.payload, "another") != first
    assert not thread.archived
    assert await courier.find(thread.id, MESSAGE.mark, recently()) == first


async def test_a_locked_thread_says_so(courier: DiscordCourier, rehearsal: RehearsalDiscord, thread: Channel):
    rehearsal.world.archive(thread.id, locked=True)
    with pytest.raises(ChannelRefused, match="is locked: unlock it"):
        await courier.send(thread.id, MESSAGE.payload, NONCE)


async def test_a_message_in_an_archived_thread_waits_for_its_edit(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, thread: Channel
):
    sent = await courier.send(thread.id, MESSAGE.payload, NONCE)
    rehearsal.world.archive(thread.id)
    with pytest.raises(ChannelRefused, match="is archived: open it again"):
        await courier.edit(thread.id, sent, AMENDED.payload)
    rehearsal.world.archive(thread.id, archived=False)
    await courier.edit(thread.id, sent, AMENDED.payload)


async def test_a_thread_needs_the_right_to_write_in_threads_and_no_other(
    client: DownlinkClient, rehearsal: RehearsalDiscord, thread: Channel
):
    rehearsal.world.deny(NEWS, "SEND_MESSAGES")
    assert await trouble_at(client, thread.id) is None
    rehearsal.world.deny(NEWS, "SEND_MESSAGES_IN_THREADS")
    for trouble in (await trouble_at(client, thread.id), await trouble_with(client, thread.id)):
        assert trouble is not None
        assert "send_messages_in_threads" in trouble.missing
        assert "send_messages" not in trouble.missing


async def test_a_thread_that_the_gateway_does_not_tell_of_is_not_called_missing(
    client: DownlinkClient, rehearsal: RehearsalDiscord, thread: Channel, monkeypatch: pytest.MonkeyPatch
):
    rehearsal.world.archive(thread.id)
    monkeypatch.setattr(client, "get_channel", lambda _id: None)
    assert await trouble_with(client, thread.id) is None


# ---------------------------------------------------------------- announcements, edits, changes


async def test_an_announcement_channel_takes_a_brief_and_nothing_is_published_unasked(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    await courier.send(OFFICIAL, MESSAGE.payload, NONCE)
    (message,) = rehearsal.messages(OFFICIAL)
    assert message["flags"] & 1 == 0
    assert not [request for request in rehearsal.requests if request.kind == "message.crosspost"]


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_an_edit_made_twice_is_as_if_made_once(courier: DiscordCourier, rehearsal: RehearsalDiscord, layout: str):
    first, second = (render.messages(brief(story(n)), layout=layout, mark=MARK)[0] for n in (1, 2))
    sent = await courier.send(NEWS, first.payload, NONCE)
    for _ in range(2):
        await courier.edit(NEWS, sent, second.payload)
    (message,) = rehearsal.messages(NEWS)
    assert story(2).title in str(message)
    assert await courier.find(NEWS, second.mark, recently()) == sent


async def test_the_edit_of_a_deleted_message_says_that_it_is_gone(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    sent = await courier.send(NEWS, MESSAGE.payload, NONCE)
    rehearsal.world.delete(rehearsal.world.channel(NEWS), sent)
    with pytest.raises(MessageGone):
        await courier.edit(NEWS, sent, AMENDED.payload)


async def test_a_change_in_a_channel_or_thread_is_heard(
    client: DownlinkClient, rehearsal: RehearsalDiscord, thread: Channel
):
    heard: set[int] = set()

    async def hear(channels: list[int]) -> None:
        heard.update(channels)

    client.on_change(hear)
    rehearsal.world.allow(NEWS)
    await until(lambda: NEWS in heard)
    assert thread.id in heard  # the rights of a thread are its channel's
    heard.clear()
    rehearsal.world.archive(thread.id, archived=False)
    await until(lambda: heard == {thread.id})
    await asyncio.sleep(0)
