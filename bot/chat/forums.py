"""Forums: each brief opens a post of its own, and its later messages follow inside.

A post is a thread whose first message has the thread's id. Opening one takes no nonce (Start Thread in Forum or Media
Channel), so a doubt can only be settled by looking.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import discord
from discord.http import Route

TITLE_MAX = 100
# Looked through of the posts that were closed since; more than that nobody opens in the time of a doubt.
_CLOSED_MAX = 100
_ESCAPED = re.compile(r"\\(.)")
_HEADING = re.compile(r"^(?:-#|#{1,3}) (.*)$", re.MULTILINE)


def post_title(payload: Mapping[str, object]) -> str:
    """What a post is called: the message's headings in one line, "Morning, Sunday 22 November 2026"."""
    for text in _texts(payload):
        if headings := _HEADING.findall(text):
            return _ESCAPED.sub(r"\1", ", ".join(headings[:2]))[:TITLE_MAX]
    return "Brief"


def _texts(part: object) -> list[str]:
    if isinstance(part, list):
        return [text for each in part for text in _texts(each)]
    if isinstance(part, Mapping):
        own = [part["content"]] if isinstance(part.get("content"), str) else []
        return [*own, *_texts(part.get("components"))]
    return []


async def forum(client: discord.Client, channel_id: int) -> discord.ForumChannel | None:
    """The forum of that id; None where the channel is of another kind. As the gateway has told, else by asking."""
    channel: Any = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
    return channel if isinstance(channel, discord.ForumChannel) else None


async def open_post(client: discord.Client, channel_id: int, payload: Mapping[str, object]) -> int:
    """Open a post with this message as its first; the id of both.

    Asked directly: discord.py's own way (2.7.1) adds a parameter that isn't documented.
    """
    route = Route("POST", "/channels/{channel_id}/threads", channel_id=channel_id)
    opened: dict[str, Any] = await client.http.request(
        route, json={"name": post_title(payload), "message": dict(payload)}
    )
    return int(opened["id"])


async def posts_since(place: discord.ForumChannel, author_id: int, since: datetime) -> AsyncIterator[discord.Message]:
    """The first messages of the posts that `author_id` opened at `since` or later."""
    first = discord.utils.time_snowflake(since, high=False)
    posts = {thread.id: thread for thread in await place.guild.active_threads() if thread.parent_id == place.id}
    posts |= {thread.id: thread async for thread in place.archived_threads(limit=_CLOSED_MAX)}
    for post in posts.values():
        if post.owner_id == author_id and post.id >= first:
            try:
                yield await post.fetch_message(post.id)
            except discord.NotFound:
                continue  # a moderator took the first message out of its post
