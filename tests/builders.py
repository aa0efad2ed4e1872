"""Values for tests: sensible by default, every field to be overridden by name.

    item(title="Starship flies", tier=Tier.OFFICIAL)

Fields that depend on others follow them: `new_item(entry=...)` takes its date and address from the entry.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.deliveries import Delivery, DeliveryState, Message
from bot.document import Entry
from bot.model import Brief, BriefPlan, Feed, Item, NewItem, Sentence, Slot, Source, ToldStory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHANNEL = 900_000_000_000_000_001
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def feed(name: str = "Orbit Post", **fields: Any) -> Feed:
    """A feed; its address follows its name."""
    return Feed(name=name, **{"url": f"https://{name.casefold().replace(' ', '-')}.example/feed.xml", **fields})


def entry(id: str = "entry-1", **fields: Any) -> Entry:  # noqa: A002 - the field's name
    """An entry of a document; its link follows its id."""
    defaults = {
        "link": f"https://orbit-post.example/{id}",
        "title": f"The probe of {id} has left its orbit",
        "summary": f"Controllers confirmed on Monday that the probe of {id} burned its engine for nine minutes.",
        "published": NOW - HOUR,
    }
    return Entry(id=id, **{**defaults, **fields})


def new_item(key: str = "entry-1", **fields: Any) -> NewItem:
    """An entry ready for the store, its entry made from the key unless given."""
    made = fields.pop("entry", None) or entry(key)
    published = made.published or NOW
    defaults = {
        "url_key": made.link.removeprefix("https://"),
        "fingerprint": hashlib.sha256(f"{made.title}\n{made.summary}".encode()).hexdigest()[:16],
        "entry": made,
        "published": published,
        "news_at": fields.get("published", published),
    }
    return NewItem(key=key, **{**defaults, **fields})


def item(id: int = 1, **fields: Any) -> Item:  # noqa: A002 - the field's name
    """An item as its owner sees it."""
    publisher = fields.get("publisher", "Orbit Post")
    defaults = {
        "feed_id": 1,
        "publisher": publisher,
        "url": f"https://orbit-post.example/entry-{id}",
        "title": f"The probe of entry {id} has left its orbit",
        "text": f"Controllers confirmed on Monday that the probe of entry {id} burned its engine for nine minutes.",
        "published": NOW - HOUR,
        "first_seen": fields.get("published", NOW - HOUR),
        "feed": publisher,
    }
    return Item(id=id, **{**defaults, **fields})


def plan(id: str = "morning", **fields: Any) -> BriefPlan:  # noqa: A002 - the field's name
    """A brief's plan, at nine in UTC unless it has `at` or `cron`."""
    defaults: dict[str, Any] = {"name": id.capitalize(), "channel_id": CHANNEL}
    if not fields.get("cron"):
        defaults["at"] = (NOW.time(),)
    return BriefPlan(id=id, **{**defaults, **fields})


def guild_plan(name: str = "Evening", **fields: Any) -> BriefPlan:
    """A brief that a guild made for itself."""
    return plan(**{"id": "", "name": name, "created_by": 77, "created_at": NOW, **fields})


def slot(key: str = "2026-03-02#0", **fields: Any) -> Slot:
    """One time of the plan "morning"."""
    return Slot(key=key, **{"plan_id": "morning", "due": NOW, **fields})


def told_story(story_id: int = 1, **fields: Any) -> ToldStory:
    """A story as a brief tells it, with one sentence from one source."""
    defaults = {
        "title": f"The probe of story {story_id} has left its orbit",
        "url": f"https://orbit-post.example/story-{story_id}",
        "sentences": (Sentence("The engine burned for nine minutes.", 1),),
        "sources": (Source(1, "Orbit Post", f"https://orbit-post.example/story-{story_id}"),),
        "published": NOW - HOUR,
        "item_ids": (story_id,),
    }
    return ToldStory(story_id=story_id, **{**defaults, **fields})


def brief(*stories: ToldStory, **fields: Any) -> Brief:
    """A brief of these stories; without any, a quiet day."""
    defaults = {
        "name": "Morning",
        "written_at": NOW,
        "since": fields.get("written_at", NOW) - DAY,
        "timezone": "UTC",
        "considered": len(stories),
    }
    return Brief(stories=stories, **{**defaults, **fields})


def message(content: str = "Two stories this morning", **fields: Any) -> Message:
    """A message whose mark stands in payload and fallback."""
    mark = fields.get("mark", "downlink:0123456789ab")
    defaults = {
        "payload": {"content": content, "embeds": [{"footer": {"text": mark}}]},
        "fallback": {"content": f"{content}\n{mark}"},
        "mark": mark,
    }
    return Message(**{**defaults, **fields})


def delivery(id: int = 1, **fields: Any) -> Delivery:  # noqa: A002 - the field's name
    """A message of the outbox, claimed for the first time."""
    defaults = {
        "plan_id": "morning",
        "slot_key": "2026-03-02#0",
        "part": 0,
        "channel_id": CHANNEL,
        "message": message(),
        "nonce": f"NONCE{id}",
        "state": DeliveryState.SENDING,
        "due": NOW,
        "expires": NOW + 2 * HOUR,
        "attempts": 1,
        "first_attempt": NOW,
    }
    return Delivery(id=id, **{**defaults, **fields})
