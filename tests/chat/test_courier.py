"""The courier over real HTTP: what is posted, what is found again, and what a failure means."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import render
from bot.chat.client import DownlinkClient
from bot.chat.courier import POSTED_AND_DELETED, DiscordCourier
from bot.chat.pace import InvalidRequests, Pace
from bot.errors import ChannelRefused, InDoubt, PayloadRefused, TokenError, TryLater
from bot.rehearsal import RehearsalDiscord
from bot.rehearsal.faults import Fault
from bot.rehearsal.ratelimits import Pace as Limits
from tests.chat.briefs import MARK, brief, story
from tests.chat.conftest import GONE, NEWS, QUIET

MESSAGE, QUIET_DAY = (render.messages(b, layout="cards", mark=MARK)[0] for b in (brief(story(1)), brief()))
EMBEDDED = render.messages(brief(story(1)), layout="embeds", mark=MARK)[0]
NONCE = "ABCDEFGHIJKLMNOPQRSTUVWXY"


@pytest.fixture
def courier(client: DownlinkClient) -> DiscordCourier:
    client.requests.pace = Pace(rate=1000, burst=1000, limit=1000)
    return DiscordCourier(client)


@pytest.fixture
def long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


def posted(rehearsal: RehearsalDiscord, channel: int = NEWS) -> list[int]:
    return [int(message["id"]) for message in rehearsal.messages(channel)]


async def test_a_message_is_posted_and_its_id_known(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    assert [await courier.send(NEWS, MESSAGE.payload, NONCE)] == posted(rehearsal)


async def test_the_same_nonce_gives_the_first_message(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    first = await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert await courier.send(NEWS, MESSAGE.payload, NONCE) == first
    assert posted(rehearsal) == [first]


async def test_a_message_that_a_moderator_deleted_counts_as_delivered(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    first = await courier.send(NEWS, MESSAGE.payload, NONCE)
    rehearsal.world.delete(rehearsal.world.channel(NEWS), first)
    assert await courier.send(NEWS, MESSAGE.payload, NONCE) == POSTED_AND_DELETED
    assert posted(rehearsal) == []


async def test_a_short_rate_limit_is_waited_out(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    rehearsal.faults.script("message.create", Fault(status=429, retry_after=0.05))
    assert [await courier.send(NEWS, MESSAGE.payload, NONCE)] == posted(rehearsal)


async def test_a_long_rate_limit_means_later_and_says_when(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    rehearsal.faults.script("message.create", Fault(status=429, retry_after=90))
    with pytest.raises(TryLater) as failed:
        await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert failed.value.retry_after == timedelta(seconds=90)


async def test_a_trouble_after_posting_is_settled_by_discord_py_and_the_nonce(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    rehearsal.faults.script("message.create", Fault(status=502, when="after"))
    assert [await courier.send(NEWS, MESSAGE.payload, NONCE)] == posted(rehearsal)


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(reset=True), Fault(delay=5)], ids=["503", "reset", "slow"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_leaves_a_doubt_that_looking_settles(
    client: DownlinkClient, rehearsal: RehearsalDiscord, long_ago: datetime, fault: Fault, when: str
):
    hasty, courier = DiscordCourier(client, limit=0.4), DiscordCourier(client)
    lost = Fault(status=fault.status, reset=fault.reset, delay=fault.delay, when=when)
    rehearsal.faults.script("message.create", lost)
    with pytest.raises(InDoubt):
        await hasty.send(NEWS, MESSAGE.payload, NONCE)
    found = await courier.find(NEWS, MESSAGE.mark, long_ago)
    assert [found] == (posted(rehearsal) if when == "after" else [None])


async def test_a_refusal_after_a_try_that_may_have_posted_is_a_doubt(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    rehearsal.faults.script("message.create", Fault(status=502, when="after"), Fault(status=403, code=50013))
    with pytest.raises(InDoubt):
        await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert len(posted(rehearsal)) == 1


async def test_a_refused_connection_means_later_without_a_doubt(
    client: DownlinkClient, monkeypatch: pytest.MonkeyPatch
):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setattr("discord.http.Route.BASE", f"http://127.0.0.1:{unused.getsockname()[1]}/api/v10")
        with pytest.raises(TryLater, match="can't be reached, before anything was posted"):
            await DiscordCourier(client).send(NEWS, MESSAGE.payload, NONCE)


async def test_an_unreachable_discord_after_a_502_is_a_doubt(
    client: DownlinkClient, rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch
):
    rehearsal.faults.script("message.create", Fault(status=502, when="after"), Fault(reset=True))
    with pytest.raises(InDoubt):
        await DiscordCourier(client).send(NEWS, MESSAGE.payload, NONCE)


@pytest.mark.parametrize(
    ("denied", "words"),
    [("SEND_MESSAGES", "allow it Send Messages"), ("VIEW_CHANNEL", "allow it View Channel and Send Messages")],
)
async def test_a_missing_permission_names_the_channel_and_the_fix(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, denied: str, words: str
):
    rehearsal.world.deny(NEWS, denied)
    with pytest.raises(ChannelRefused, match=f"<#{NEWS}>.*{words}") as failed:
        await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert failed.value.channel_id == NEWS


async def test_a_channel_that_is_gone_is_said_to_be_gone(courier: DiscordCourier):
    with pytest.raises(ChannelRefused, match=f"<#{GONE}> is gone"):
        await courier.send(GONE, MESSAGE.payload, NONCE)


async def test_a_malformed_message_is_refused_with_discords_reason_and_its_fallback_goes_through(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    rehearsal.faults.script("message.create", Fault(status=400, code=50035, message="Invalid Form Body"))
    with pytest.raises(PayloadRefused, match="Invalid Form Body"):
        await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert [await courier.send(NEWS, MESSAGE.fallback, NONCE)] == posted(rehearsal)


async def test_a_revoked_token_says_where_to_get_a_new_one(courier: DiscordCourier, rehearsal: RehearsalDiscord):
    rehearsal.rest.revoked = True
    with pytest.raises(TokenError, match=r"discord\.com/developers"):
        await courier.send(NEWS, MESSAGE.payload, NONCE)


# ---------------------------------------------------------------- finding again


@pytest.mark.parametrize(
    "body", [MESSAGE.payload, MESSAGE.fallback, EMBEDDED.payload, EMBEDDED.fallback, QUIET_DAY.payload]
)
async def test_a_mark_is_found_in_a_button_a_footer_and_plain_text(
    courier: DiscordCourier, long_ago: datetime, body: dict[str, object]
):
    sent = await courier.send(NEWS, body, NONCE)
    assert await courier.find(NEWS, MESSAGE.mark, long_ago) == sent
    assert await courier.find(NEWS, MESSAGE.mark + "0", long_ago) is None
    assert await courier.find(QUIET, MESSAGE.mark, long_ago) is None


async def test_embeds_of_older_versions_are_found_by_their_footer_alone(courier: DiscordCourier, long_ago: datetime):
    embed = {"description": "Told.", "footer": {"text": f"143 reports read · {MESSAGE.mark}"}}
    sent = await courier.send(NEWS, {"embeds": [embed], "allowed_mentions": {"parse": []}}, NONCE)
    assert await courier.find(NEWS, MESSAGE.mark, long_ago) == sent


async def test_a_mark_that_somebody_else_wrote_is_not_ours(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, long_ago: datetime
):
    rehearsal.world.post(rehearsal.world.channel(NEWS), {"content": MESSAGE.mark}, author=rehearsal.member)
    assert await courier.find(NEWS, MESSAGE.mark, long_ago) is None


async def test_a_message_from_before_is_not_found(courier: DiscordCourier):
    await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert await courier.find(NEWS, MESSAGE.mark, datetime.now(UTC) + timedelta(seconds=5)) is None


async def test_a_mark_is_found_behind_hundreds_of_other_messages(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, long_ago: datetime
):
    for n in range(230):
        rehearsal.world.post(rehearsal.world.channel(NEWS), {"content": f"Chat {n}"}, author=rehearsal.member)
    sent = await courier.send(NEWS, MESSAGE.payload, NONCE)
    assert await courier.find(NEWS, MESSAGE.mark, long_ago) == sent


async def test_a_channel_too_busy_to_be_looked_through_stays_in_doubt(
    client: DownlinkClient, rehearsal: RehearsalDiscord, long_ago: datetime
):
    for n in range(230):
        rehearsal.world.post(rehearsal.world.channel(NEWS), {"content": f"Chat {n}"}, author=rehearsal.member)
    with pytest.raises(InDoubt, match="200 messages were looked through"):
        await DiscordCourier(client, pages=2).find(NEWS, MESSAGE.mark, long_ago)


async def test_a_history_that_may_not_be_read_names_the_permission(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, long_ago: datetime
):
    await courier.send(NEWS, MESSAGE.payload, NONCE)
    rehearsal.faults.script("history", Fault(status=403, code=50013))
    with pytest.raises(ChannelRefused, match="Read Message History"):
        await courier.find(NEWS, MESSAGE.mark, long_ago)


async def test_nothing_found_where_nothing_may_be_read_is_no_answer(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, long_ago: datetime
):
    await courier.send(NEWS, MESSAGE.payload, NONCE)
    rehearsal.world.deny(NEWS, "read_message_history")  # Discord then shows no messages, and no error
    with pytest.raises(ChannelRefused, match="Read Message History in #space-news"):
        await courier.find(NEWS, MESSAGE.mark, long_ago)


async def test_trouble_while_looking_says_later(
    courier: DiscordCourier, rehearsal: RehearsalDiscord, long_ago: datetime
):
    # aiohttp asks once more by itself where a connection that it used again turns out to be dead.
    rehearsal.faults.script("history", Fault(status=503), Fault(reset=True), Fault(reset=True))
    for _ in range(2):
        with pytest.raises(TryLater):
            await courier.find(NEWS, MESSAGE.mark, long_ago)


# ---------------------------------------------------------------- limits kept ahead of time


async def test_being_cut_off_in_a_global_limit_does_not_hold_up_everything_after_it(
    client: DownlinkClient, rehearsal: RehearsalDiscord
):
    rehearsal.faults.script("message.create", Fault(status=429, scope="global", retry_after=20))
    with pytest.raises(TryLater):
        await DiscordCourier(client, limit=0.2).send(NEWS, MESSAGE.payload, NONCE)
    async with asyncio.timeout(3):
        assert [await DiscordCourier(client).send(NEWS, MESSAGE.payload, NONCE)] == posted(rehearsal)


async def test_a_place_too_far_back_in_the_queue_means_later(client: DownlinkClient, rehearsal: RehearsalDiscord):
    client.requests.pace = Pace(rate=0.1, burst=1)
    await client.requests.pace.enter()
    with pytest.raises(TryLater) as failed:
        await DiscordCourier(client, longest_queue=1).send(NEWS, MESSAGE.payload, NONCE)
    assert timedelta(seconds=9) < failed.value.retry_after <= timedelta(seconds=10)
    assert posted(rehearsal) == []


async def test_messages_leave_no_faster_than_the_pace(client: DownlinkClient, rehearsal: RehearsalDiscord):
    client.requests.pace = Pace(rate=20, burst=1)
    courier = DiscordCourier(client)
    began = asyncio.get_running_loop().time()
    await asyncio.gather(
        *(courier.send(channel, MESSAGE.payload, f"n{n}{channel}") for n in range(3) for channel in (NEWS, QUIET))
    )
    assert asyncio.get_running_loop().time() - began >= 5 / 20
    assert len(posted(rehearsal)) == len(posted(rehearsal, QUIET)) == 3


async def test_more_messages_than_a_channel_takes_in_a_while_wait_and_none_is_refused(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    rehearsal.rest.limits.pace = Limits(messages=3, window=0.5)
    for n in range(8):
        await courier.send(NEWS, MESSAGE.payload, f"nonce {n}")
    assert len(posted(rehearsal)) == 8
    assert 429 not in rehearsal.rest.statuses


async def test_too_many_refusals_stop_sending_before_cloudflare_does(
    client: DownlinkClient, rehearsal: RehearsalDiscord
):
    client.requests.invalid = InvalidRequests(limit=2)
    courier = DiscordCourier(client)
    rehearsal.world.deny(NEWS, "SEND_MESSAGES")
    for _ in range(2):
        with pytest.raises(ChannelRefused):
            await courier.send(NEWS, MESSAGE.payload, NONCE)
    before = len(rehearsal.requests)
    with pytest.raises(TryLater, match="refused so many"):
        await courier.send(QUIET, MESSAGE.payload, NONCE)
    assert len(rehearsal.requests) == before


async def test_nothing_is_sent_before_log_in_or_after_the_end(client: DownlinkClient):
    with pytest.raises(TryLater, match="not connected"):
        await DiscordCourier(DownlinkClient()).send(NEWS, MESSAGE.payload, NONCE)
    courier = DiscordCourier(client)
    await client.close()
    with pytest.raises(TryLater, match="not connected"):
        await courier.send(NEWS, MESSAGE.payload, NONCE)
