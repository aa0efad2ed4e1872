"""What is on its way to a channel, or stands there, as frozen values. Every time is an aware datetime in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model import Brief


class DeliveryState(StrEnum):
    """The life of one message on its way to a channel."""

    PENDING = "pending"
    SENDING = "sending"  # claimed and committed before the request goes out
    SENT = "sent"
    BLOCKED = "blocked"  # an admin's turn (permission, channel); tried again now and then while it is news
    UNKNOWN = "unknown"  # in doubt, and the history can't be read: never sent again by itself
    EXPIRED = "expired"  # past its grace before it could go out
    DEAD = "dead"  # refused as malformed, even as plain text
    DROPPED = "dropped"  # an edit whose message is gone


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a brief as rendered: bodies of Discord's Create Message (https://docs.discord.com/developers/resources/message).

    `fallback` is plain text, for when Discord finds the payload malformed. `mark` stands in both, so that the message
    can be found again in its channel.
    """

    payload: dict[str, object]
    fallback: dict[str, object]
    mark: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One step of the outbox: a message to post or, with `edits`, the edit of a posted one.

    The message is frozen when the brief is written. `expires` ends its grace: a brief that could not go out by then is
    no longer news. `first_attempt` starts the time in which Discord remembers the nonce.
    """

    id: int
    plan_id: str
    slot_key: str
    part: int  # the step's number in its brief, from 0: messages first, then edits, each done once and in order
    channel_id: int
    message: Message
    nonce: str
    state: DeliveryState
    due: datetime
    expires: datetime
    attempts: int = 0
    not_before: datetime | None = None
    first_attempt: datetime | None = None
    message_id: int | None = None
    reason: str = ""
    edits: int | None = None  # the id of the posted message that this step changes


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many steps should have been done by now (what waits for an admin aside), since when the first, and why."""

    count: int
    since: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class PostedBrief:
    """A brief whose messages all stand in their channel, in order."""

    id: int
    plan_id: str
    slot_key: str
    brief: Brief
    messages: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A posted message and what it shall say now."""

    posted: Delivery
    message: Message
