"""A brief, and everything else that Downlink says, as it goes out. Pure: nothing here knows discord.py.

    messages                      a brief for a channel: payload, plain fallback and mark of each message
    as_text, as_html, as_json     the same brief elsewhere                                  (bot.chat.pages)
    news_list, feed_list, ...     answers to commands                    (bot.chat.answers, bot.chat.guild_answers)

A layout is a function and a line in LAYOUTS (bot.chat.layouts).
"""

from __future__ import annotations

from bot.chat import telling, wire
from bot.chat.answers import Telling, about, feed_added, feed_health, feed_list, news_list, why, why_story
from bot.chat.guild_answers import Standing, plan_list, plan_status, privacy, scheduled
from bot.chat.layouts import LAYOUTS, Layout, Part
from bot.chat.pages import as_html, as_json, as_text
from bot.chat.telling import jump_url
from bot.deliveries import Message
from bot.model import Brief, ToldStory

__all__ = [
    "LAYOUTS",
    "MARK",
    "Layout",
    "Standing",
    "Telling",
    "about",
    "as_html",
    "as_json",
    "as_text",
    "feed_added",
    "feed_health",
    "feed_list",
    "jump_url",
    "messages",
    "news_list",
    "plan_list",
    "plan_status",
    "privacy",
    "scheduled",
    "why",
    "why_story",
]

# Every mark of a part, for whoever meets one: the template of the button's DynamicItem.
MARK = r"downlink:(?:[a-z]+:)?[0-9a-z]{6,64}:[0-9]{1,3}"


def messages(brief: Brief, *, layout: str, mark: str, ping_role: int | None = None) -> list[Message]:
    """The brief as messages, in the order in which they go out; a quiet day is one.

    `mark` is the brief's own; each message carries it with the number of its part behind. Only the first pings.
    """
    parts = LAYOUTS[layout](brief, mark, ping_role)
    return [Message(part.payload, _fallback(part), part.frame.mark) for part in parts]


# ---------------------------------------------------------------- plain text


def _fallback(part: Part) -> dict[str, object]:
    """The same part as nothing but content, which Discord can refuse only for its length."""
    frame = part.frame
    lines = [*frame.ping, frame.heading]
    if not frame.brief.stories:
        lines.append(frame.quiet)
    foot = f"-# {frame.mark}"
    room = wire.CONTENT_MAX - len("\n".join([*lines, foot])) - 1
    return wire.message(
        content="\n".join([*lines, *_as_much_as_fits(part.stories, room), foot]), ping_role=frame.pinged
    )


def _as_much_as_fits(stories: tuple[ToldStory, ...], room: int) -> list[str]:
    """Titles, sentences, addresses; with shorter or no sentences where that is too long, else as many as fit."""
    for text_max in (480, 200, 0):
        told = [_plain_story(story, text_max) for story in stories]
        if len("\n".join(told)) <= room:
            return told
    while told and len("\n".join(told)) > room - len("\nand 99 more"):
        told.pop()
    return [*told, f"and {len(stories) - len(told)} more"]


def _plain_story(story: ToldStory, text_max: int) -> str:
    text = wire.inline(" ".join(sentence.text for sentence in story.sentences), text_max) if text_max else ""
    address = wire.safe_url(story.url, 200)
    lines = [f"• {telling.update_mark(story)}{wire.inline(story.title, 120)}", text, f"<{address}>" if address else ""]
    return "\n".join(line for line in lines if line)
