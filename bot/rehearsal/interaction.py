"""One use of a command or component by somebody, and everything that the bot answered to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rehearsal import messages
from bot.rehearsal.limits.messages import EPHEMERAL, LOADING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.rehearsal.people import Channel, Person

COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
# Seconds that Discord gives for the first answer.
FIRST_ANSWER = 3.0


class NoAnswer(TimeoutError):
    """The bot did not answer in time, or was not there: "The application did not respond"."""


@dataclass(slots=True, eq=False)
class Interaction:
    """One use of a command or component, and everything that the bot answered to it."""

    id: int
    token: str
    kind: int
    name: str
    user: Person
    channel: Channel
    data: dict[str, Any]
    created: float
    source: dict[str, Any] | None = None
    callback: dict[str, Any] | None = None
    original: dict[str, Any] | None = None
    followups: list[dict[str, Any]] = field(default_factory=list)
    failed: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    deadline: asyncio.TimerHandle | None = None

    @property
    def deferred(self) -> bool:
        """The first answer was "thinking" (or, for a button, a silent acknowledgement)."""
        return self.callback is not None and self.callback["type"] in (DEFERRED, DEFERRED_UPDATE)

    @property
    def thinking(self) -> bool:
        return self.original is not None and bool(self.original["flags"] & LOADING)

    @property
    def ephemeral(self) -> bool:
        """Only the person who asked sees the answer."""
        return self.original is not None and bool(self.original["flags"] & EPHEMERAL)

    @property
    def message(self) -> dict[str, Any] | None:
        """The answer as it stands: Discord's message object."""
        return self.original

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The answer and its followups."""
        return ([self.original] if self.original else []) + self.followups

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What an autocomplete offered."""
        return list(((self.callback or {}).get("data") or {}).get("choices") or ())

    @property
    def text(self) -> str:
        """All that can be read in the answers."""
        return "\n".join(messages.shown_text(m) for m in self.messages)

    def note_change(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait_until(self, reached: Callable[[Interaction], bool], timeout: float) -> None:
        """Wait for a state of the answer; NoAnswer after `timeout` seconds or when the 3 s have passed unanswered."""
        try:
            async with asyncio.timeout(timeout):
                while not reached(self) and not self.failed:
                    await self._changed.wait()
        except TimeoutError:
            state = "answered, but not finished" if self.callback else "not answered"
            raise NoAnswer(f"/{self.name}: {state} within {timeout:g} s") from None
        if self.failed:
            raise NoAnswer(f"/{self.name}: the application did not respond within {FIRST_ANSWER:.0f} s")

    async def finished(self, timeout: float) -> None:
        """Wait for the first answer and, where it was deferred, for what follows."""
        await self.wait_until(lambda i: i.callback is not None and not i.thinking, timeout)
