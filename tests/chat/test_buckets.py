"""How long discord.py's buckets are kept, with a brief for each of many channels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from discord.http import Ratelimit

from bot.chat import render
from bot.chat.buckets import IDLE, past
from bot.chat.client import DownlinkClient
from bot.chat.courier import DiscordCourier
from bot.chat.pace import Pace
from bot.rehearsal import Channel, RehearsalDiscord
from bot.rehearsal.ratelimits import Pace as Limits
from tests.chat.briefs import MARK, brief
from tests.chat.conftest import NEWS

MESSAGE = render.messages(brief(), layout="cards", mark=MARK)[0]
OTHERS = [NEWS + n for n in range(1, 61)]
FEW = 10


@pytest.fixture
async def rehearsal() -> AsyncIterator[RehearsalDiscord]:
    async with RehearsalDiscord(channels=[Channel(id_, f"channel-{id_}") for id_ in (NEWS, *OTHERS)]) as running:
        yield running


@pytest.fixture
def courier(client: DownlinkClient, monkeypatch: pytest.MonkeyPatch) -> DiscordCourier:
    monkeypatch.setattr("bot.chat.buckets.FEW", FEW)
    monkeypatch.setattr("bot.chat.buckets.IDLE", 0.0)
    client.requests.pace = Pace(rate=1000, burst=1000, limit=1000)
    return DiscordCourier(client)


async def test_channels_whose_window_is_over_are_forgotten_however_many_are_written_to(
    courier: DiscordCourier, client: DownlinkClient, rehearsal: RehearsalDiscord
):
    rehearsal.rest.limits.pace = Limits(window=0.0, overall=1000)
    most = 0
    for channel in OTHERS:
        await courier.send(channel, MESSAGE.payload, f"nonce {channel}")
        most = max(most, len(client.http._buckets))
    assert most <= 2 * FEW
    assert all(len(rehearsal.messages(channel)) == 1 for channel in OTHERS)


async def test_a_channel_that_takes_no_more_for_now_is_remembered_while_many_others_are_written_to(
    courier: DiscordCourier, rehearsal: RehearsalDiscord
):
    rehearsal.rest.limits.pace = Limits(messages=2, window=1.0, overall=1000)
    await courier.send(OTHERS[-1], MESSAGE.payload, "first")  # until Discord has named the bucket, it has two keys
    last = [asyncio.create_task(courier.send(NEWS, MESSAGE.payload, f"nonce {n}")) for n in range(2)]
    for channel in OTHERS[:30]:
        await courier.send(channel, MESSAGE.payload, f"nonce {channel}")
    await courier.send(NEWS, MESSAGE.payload, "nonce 2")
    await asyncio.gather(*last)
    assert len(rehearsal.messages(NEWS)) == 3
    assert 429 not in rehearsal.rest.statuses


@pytest.mark.parametrize("changed", ["renamed", "another shape", "buckets of another shape"])
async def test_a_discord_py_that_keeps_its_buckets_otherwise_fails_no_message(
    courier: DiscordCourier,
    client: DownlinkClient,
    rehearsal: RehearsalDiscord,
    monkeypatch: pytest.MonkeyPatch,
    changed,
):
    buckets = client.http._buckets
    if changed == "buckets of another shape":
        buckets.update({f"old {n}": object() for n in range(2 * FEW)})
    else:
        http = SimpleNamespace() if changed == "renamed" else SimpleNamespace(_buckets=None)
        monkeypatch.setattr(client.requests.trace.on_request_end[-1].__self__, "http", http)
    await courier.send(NEWS, MESSAGE.payload, "nonce")
    assert len(rehearsal.messages(NEWS)) == 1


@pytest.mark.parametrize(
    ("idle", "under_way", "waiting", "window_ends", "over"),
    [
        (IDLE + 1, 0, 0, None, True),
        (IDLE + 1, 0, 0, -1.0, True),
        (IDLE + 1, 0, 0, 1.0, False),
        (IDLE + 1, 1, 0, -1.0, False),
        (IDLE + 1, 0, 1, -1.0, False),
        (IDLE - 1, 0, 0, None, False),
    ],
)
async def test_a_bucket_is_past_once_nothing_is_under_way_or_waiting_and_its_window_is_over(
    idle: float, under_way: int, waiting: int, window_ends: float | None, over: bool
):
    bucket = Ratelimit(30.0)
    now = bucket._last_request + idle
    bucket.outgoing = under_way
    bucket._pending_requests.extend(asyncio.get_running_loop().create_future() for _ in range(waiting))
    bucket.expires = None if window_ends is None else now + window_ends
    assert past(bucket, now) is over
