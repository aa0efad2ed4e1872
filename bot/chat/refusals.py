"""What Discord's refusals mean for a delivery, in words that name the fix. Pure.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json. Decisions are taken elsewhere
(bot.outbox); here a failure only gets its place in the error tree.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import discord

from bot.errors import (
    ChannelRefused,
    DownlinkError,
    InDoubt,
    MessageGone,
    PayloadRefused,
    TokenError,
    TryLater,
)

UNKNOWN_MESSAGE = 10008

TOKEN_REFUSED = (
    "Discord refuses the token: copy the bot's token anew from "  # noqa: S105  (words about a token, not one)
    "https://discord.com/developers/applications "
    '(Bot, "Reset Token") to where the configuration\'s [discord] token points'
)

_SENDING: dict[int, str] = {
    10003: "the channel {channel} is gone: give the brief another one",
    10004: "the server of {channel} is gone, or Downlink is no longer in it: invite it again or remove the brief",
    20028: "{channel} takes no more messages for now",
    40333: "Discord's guard in front of its servers turned the request away",
    50001: "Downlink can't see {channel}: allow it View Channel and Send Messages there",
    50008: "{channel} is not a channel for messages: give the brief a text, announcement or forum channel",
    50013: "Downlink may not send messages in {channel}: allow it Send Messages and Embed Links there",
    50024: "{channel} is not a channel for messages: give the brief a text, announcement or forum channel",
    40067: "the forum {channel} wants a tag on every post: allow posts without one, or give the brief another channel",
    50083: "the thread {channel} is archived: open it again, or give the brief another channel",
    160005: "the thread {channel} is locked: unlock it, or give the brief another channel",
    200000: "AutoMod blocked the message in {channel}: exempt Downlink's role from the rule",
    200001: "AutoMod blocked the message in {channel}: exempt Downlink's role from the rule",
    240000: "Discord's filter blocked a link of the message in {channel}",
}
_READING: dict[int, str] = {
    50001: "Downlink can't see {channel}: allow it View Channel and Read Message History there",
    50013: "Downlink may not read what was posted in {channel}: allow it Read Message History there",
}
# Weather, though Discord says it in the form of a refusal.
_PASSING = {20016, 20028, 40062, 40333}
# The message itself is at fault, whatever its status.
_CONTENT = {40005, 50006, 50035, 50109, 240000}
# Already done: who asked twice has to look what came of the first time.
_DONE_BEFORE = {40060}


def classify(
    error: BaseException, channel_id: int, *, may_have_worked: bool | None = None, reading: bool = False
) -> DownlinkError:
    """The place of a failed call in the error tree.

    `may_have_worked` tells whether a request of the call may have been carried out although the call failed (see
    bot.chat.requests); None judges by the error alone. `reading` is for calls that change nothing: they leave no doubt.
    """
    refused = isinstance(error, discord.RateLimited) or (
        isinstance(error, discord.HTTPException) and error.status < 500
    )
    in_doubt = not reading and (not refused if may_have_worked is None else may_have_worked)
    what = weather(error)
    match error:
        case discord.LoginFailure() | discord.HTTPException(status=401):
            return TokenError(TOKEN_REFUSED)
        case _ if in_doubt:
            return InDoubt(channel_id, f"{what}, and whether the message was posted isn't known")
        case discord.RateLimited(retry_after=seconds):
            return TryLater(channel_id, what, timedelta(seconds=seconds))
        case discord.HTTPException(status=429):
            return TryLater(channel_id, what, timedelta(seconds=_retry_after(error)))
        case discord.HTTPException(status=status) if status < 500:
            return _refused(error, channel_id, reading=reading)
    return TryLater(channel_id, f"{what}, before anything was posted" if not reading else what, timedelta(seconds=5))


def _refused(error: discord.HTTPException, channel_id: int, *, reading: bool) -> DownlinkError:
    channel = f"<#{channel_id}>"
    words = (_READING.get(error.code) if reading else None) or _SENDING.get(error.code)
    reason = words.format(channel=channel) if words else f"Discord refuses {channel}: {_said(error)}"
    if error.code in _DONE_BEFORE:
        return InDoubt(channel_id, f"Discord says that it was answered before: {_said(error)}")
    if error.code == UNKNOWN_MESSAGE:
        return MessageGone(channel_id, f"the message in {channel} was deleted")
    if error.code in _PASSING:
        return TryLater(channel_id, reason, timedelta(seconds=60))
    if error.code in _CONTENT or (error.status in {400, 413} and not words):
        return PayloadRefused(channel_id, f"Discord finds the message for {channel} malformed: {_said(error)}")
    return ChannelRefused(channel_id, reason)


def _said(error: discord.HTTPException) -> str:
    text = " ".join(error.text.split())[:300] or "no reason given"
    return f"{text} (HTTP {error.status}, code {error.code})"


def _retry_after(error: discord.HTTPException) -> float:
    """The wait that a 429 names, in seconds (RFC 9110, 10.2.3); a minute where it names none."""
    try:
        return min(3600.0, max(1.0, float(error.response.headers.get("Retry-After", ""))))
    except ValueError:
        return 60.0


def weather(error: BaseException) -> str:
    """Why Discord couldn't be asked, in a few words for people."""
    match error:
        case discord.RateLimited() | discord.HTTPException(status=429):
            return "Discord asks to wait (rate limit)"
        case discord.HTTPException(status=status) if status >= 500:
            return f"Discord has trouble (HTTP {status})"
        case discord.HTTPException():
            return f"Discord refused: {_said(error)}"
        case aiohttp.ClientConnectorDNSError():
            return "Discord's address was not found"
        case aiohttp.ClientConnectorError():
            return "Discord can't be reached"
        case TimeoutError() | asyncio.CancelledError():
            return "Discord took too long"
        case OSError() | aiohttp.ClientError():
            return "the connection to Discord broke off"
    return f"Discord's answer was not understood ({type(error).__name__})"
