"""What Discord's refusals mean."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.chat.refusals import classify
from bot.errors import ChannelRefused, DownlinkError, InDoubt, PayloadRefused, TokenError, TryLater

CHANNEL = 123


def refusal(status: int, code: int = 0, message: str = "No", **headers: str) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(
        status, discord.DiscordServerError if status >= 500 else discord.HTTPException
    )
    response = SimpleNamespace(
        status=status, reason="Reason", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return kind(response, {"code": code, "message": message})


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (404, 10003, ChannelRefused, "the channel <#123> is gone"),
        (404, 10004, ChannelRefused, "invite it again"),
        (403, 50001, ChannelRefused, "can't see <#123>: allow it View Channel"),
        (403, 50013, ChannelRefused, "may not send messages in <#123>: allow it Send Messages"),
        (400, 50083, ChannelRefused, "the thread <#123> is archived: open it again"),
        (403, 160005, ChannelRefused, "locked"),
        (400, 50008, ChannelRefused, "not a channel for messages"),
        (400, 200000, ChannelRefused, "AutoMod"),
        (403, 99999, ChannelRefused, "Discord refuses <#123>: No"),
        (404, 0, ChannelRefused, "Discord refuses <#123>"),
        (400, 50035, PayloadRefused, "malformed: No"),
        (400, 50006, PayloadRefused, "malformed"),
        (400, 50109, PayloadRefused, "malformed"),
        (400, 12345, PayloadRefused, "malformed"),
        (413, 40005, PayloadRefused, "malformed"),
        (400, 240000, PayloadRefused, "malformed"),
        (400, 40060, InDoubt, "answered before"),
        (403, 40333, TryLater, "turned the request away"),
        (401, 0, TokenError, "copy the bot's token anew"),
        (429, 0, TryLater, "rate limit"),
        (500, 0, InDoubt, "HTTP 500"),
        (503, 0, InDoubt, "HTTP 503"),
    ],
)
def test_each_answer_has_its_place_and_names_the_fix(status: int, code: int, kind: type[DownlinkError], words: str):
    failed = classify(refusal(status, code), CHANNEL)
    assert type(failed) is kind
    assert words in str(failed)


@pytest.mark.parametrize(
    ("code", "words"), [(50013, "Read Message History"), (50001, "Read Message History"), (10003, "gone")]
)
def test_a_history_that_may_not_be_read_needs_another_permission(code: int, words: str):
    failed = classify(refusal(403, code), CHANNEL, reading=True)
    assert type(failed) is ChannelRefused
    assert words in str(failed)


@pytest.mark.parametrize(
    "error", [refusal(403, 50013), refusal(429), refusal(400, 50035), discord.RateLimited(5), TimeoutError(), OSError()]
)
def test_a_doubt_goes_before_every_refusal_but_the_tokens(error: Exception):
    assert type(classify(error, CHANNEL, may_have_worked=True)) is InDoubt
    assert type(classify(refusal(401), CHANNEL, may_have_worked=True)) is TokenError


@pytest.mark.parametrize(
    "error", [TimeoutError(), ConnectionResetError(104, "reset"), aiohttp.ServerDisconnectedError(), refusal(502)]
)
def test_weather_is_a_doubt_unless_nothing_left_and_never_one_for_reading(error: Exception):
    assert type(classify(error, CHANNEL)) is InDoubt
    assert type(classify(error, CHANNEL, may_have_worked=False)) is TryLater
    assert type(classify(error, CHANNEL, reading=True)) is TryLater


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "99999"}, 3600),
        ({"Retry_After": "soon"}, 60),
        ({}, 60),
        ({"Retry_After": "0"}, 1),
    ],
)
def test_a_rate_limit_says_how_long(headers: dict[str, str], seconds: float):
    failed = classify(refusal(429, **headers), CHANNEL)
    assert isinstance(failed, TryLater)
    assert failed.retry_after.total_seconds() == seconds


def test_a_name_that_is_not_found_is_told_from_a_host_that_does_not_answer():
    key = ConnectionKey("discord.example", 443, True, True, None, None, None)
    dns = aiohttp.ClientConnectorDNSError(key, OSError(-2, "Name or service not known"))
    refused = aiohttp.ClientConnectorError(key, ConnectionRefusedError(111, "Connection refused"))
    assert "address was not found" in str(classify(dns, CHANNEL, may_have_worked=False))
    assert "can't be reached" in str(classify(refused, CHANNEL, may_have_worked=False))


def test_a_long_reason_is_cut_and_one_line():
    failed = classify(refusal(400, 50035, "x\n" * 5000), CHANNEL)
    assert len(str(failed)) < 500
    assert "\n" not in str(failed)
