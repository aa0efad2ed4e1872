"""Discord as the outbox needs it: post a message, or find one again after a doubt.

Every call has a total time limit, and fails only into the error tree (bot.chat.refusals).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.chat.channels import trouble_at
from bot.chat.client import DownlinkClient
from bot.chat.forums import forum, open_post, posts_since
from bot.chat.refusals import UNKNOWN_MESSAGE, classify
from bot.chat.requests import Attempt, NotTwice
from bot.chat.views import as_message
from bot.errors import ChannelRefused, InDoubt, TryLater

# For a message that was posted under its nonce and deleted since: it was delivered, and has no id to tell any more.
POSTED_AND_DELETED = 0

_OUTSIDE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, NotTwice)
_PAGE = 100  # messages in an answer of Get Channel Messages


class DiscordCourier:
    """bot.ports.Courier over a logged-in client.

    `limit` bounds one call in seconds, waiting for discord.py's own rate limits included; `longest_queue` is how long
    a call may wait for its place in the pace before it is told to come back.
    """

    def __init__(
        self,
        client: DownlinkClient,
        *,
        limit: float = 20.0,
        longest_queue: float = 10.0,
        pages: int = 20,
    ) -> None:
        self._client = client
        self._limit = limit
        self._longest_queue = longest_queue
        self._pages = pages
        self._forums: dict[int, bool] = {}  # of channels that the gateway doesn't tell about; as many as briefs have

    async def send(self, channel_id: int, payload: Mapping[str, object], nonce: str) -> int:
        """Post a message, in a forum as a post; its id, or POSTED_AND_DELETED where Discord knows the nonce of a
        message that is gone.

        Discord answers 10008 (Unknown Message) for such a nonce: a moderator's deletion is not to be undone.
        """
        if await self.is_forum(channel_id):
            return await self._open(channel_id, payload)
        async with self._call(channel_id):
            channel = self._client.get_partial_messageable(channel_id)
            try:
                message = await channel.send(nonce=nonce, **as_message(payload))
            except discord.NotFound as error:
                if error.code == UNKNOWN_MESSAGE:
                    return POSTED_AND_DELETED
                raise
        return message.id

    async def _open(self, channel_id: int, payload: Mapping[str, object]) -> int:
        async with self._call(channel_id, once=True):
            return await open_post(self._client, channel_id, payload)

    async def edit(self, channel_id: int, message_id: int, payload: Mapping[str, object]) -> None:
        """Make a message of ours say this; done twice, it is as if done once."""
        async with self._call(channel_id):
            message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
            await message.edit(**as_message(payload))

    async def is_forum(self, channel_id: int) -> bool:
        """Whether a message there opens a post: without a nonce, and the next messages go into it."""
        channel = self._client.get_channel(channel_id)
        if channel is not None:
            return isinstance(channel, discord.ForumChannel)
        if channel_id not in self._forums:
            async with self._call(channel_id, reading=True):
                self._forums[channel_id] = await forum(self._client, channel_id) is not None
        return self._forums[channel_id]

    async def find(self, channel_id: int, mark: str, since: datetime) -> int | None:
        """The id of our own message with `mark` in a button, a footer or its text, posted at `since` or later.

        Raises InDoubt where more messages followed than are looked through: not found is said only of all of them.
        """
        if await self.is_forum(channel_id):
            return await self._find_post(channel_id, mark, since)
        after: discord.abc.Snowflake = discord.Object(discord.utils.time_snowflake(since, high=False) - 1)
        for _ in range(self._pages):
            async with self._call(channel_id, reading=True):
                channel = self._client.get_partial_messageable(channel_id)
                page = [m async for m in channel.history(limit=_PAGE, after=after, oldest_first=True)]
            for message in page:
                if self._is_ours(message) and mark in _places(message):
                    return message.id
            if len(page) < _PAGE:
                await self._must_be_readable(channel_id)
                return None
            after = page[-1]
        looked = self._pages * _PAGE
        raise InDoubt(channel_id, f"<#{channel_id}> is so busy that {looked} messages were looked through in vain")

    async def _find_post(self, channel_id: int, mark: str, since: datetime) -> int | None:
        found: int | None = None
        async with self._call(channel_id, reading=True):
            place, me = await forum(self._client, channel_id), self._client.user
            if place is not None and me is not None:
                async for message in posts_since(place, me.id, since):
                    if mark in _places(message):
                        found = message.id
        if found is None:
            await self._must_be_readable(channel_id)
        return found

    async def _must_be_readable(self, channel_id: int) -> None:
        """Without Read Message History Discord answers with no messages, not with an error (Get Channel Messages)."""
        async with self._call(channel_id, reading=True):
            trouble = await trouble_at(self._client, channel_id)
        if trouble and "read_message_history" in trouble.missing:
            raise ChannelRefused(channel_id, trouble.words)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    @asynccontextmanager
    async def _call(self, channel_id: int, *, reading: bool = False, once: bool = False) -> AsyncIterator[None]:
        self._must_be_open(channel_id)
        with self._client.requests.watch(once=once) as attempt:
            try:
                async with asyncio.timeout(self._limit):
                    yield
            except Exception as error:
                self._release(attempt)
                worked = attempt.may_have_worked
                # Whatever is neither Discord's nor the network's doing is a bug and escapes, unless a message may
                # stand in the channel already: then the doubt comes first.
                if isinstance(error, _OUTSIDE) or (worked and not reading) or self._client.is_closed():
                    raise classify(error, channel_id, may_have_worked=worked, reading=reading) from error
                raise

    def _must_be_open(self, channel_id: int) -> None:
        """Refuse at once what can't be sent, or would have to wait too long for its place in the pace."""
        if self._client.user is None or self._client.is_closed():
            raise TryLater(channel_id, "not connected to Discord", timedelta(seconds=5))
        still = self._client.requests.invalid.wait
        if still:
            reason = "Discord refused so many requests that more could lock Downlink out"
            raise TryLater(channel_id, reason, timedelta(seconds=min(still, 60.0)))
        queue = self._client.requests.pace.wait
        if queue > self._longest_queue:
            raise TryLater(channel_id, "many messages are waiting", timedelta(seconds=queue))

    def _release(self, attempt: Attempt) -> None:
        """Let other requests go on where this one was cut off while it slept off Discord's global limit.

        discord.py 2.7.1 clears the event before its sleep and sets it behind, with nothing in between for a call that
        is cancelled there: every later request would wait for ever.
        """
        if attempt.sleeps_for_all:
            self._client.http._global_over.set()  # noqa: SLF001  (there is no public way)


def _places(message: discord.Message) -> set[str]:
    """Everything of a message that may be a mark: words of its text and footers, its buttons' custom ids."""
    words = set(message.content.split())
    for embed in message.embeds:
        words.update((embed.footer.text or "").split())
    words.update(_custom_ids(message.components))
    return words


def _custom_ids(components: object) -> Iterator[str]:
    for component in components if isinstance(components, list | tuple) else ():
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield custom_id
        yield from _custom_ids(getattr(component, "children", None))
