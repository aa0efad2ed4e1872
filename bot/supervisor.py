"""Keeps the jobs of the running bot alive: what dies of a bug is reported and started again.

What can't be helped (a refused token, a damaged store) ends the bot instead; a store that can't be used for a while
doesn't, for then waiting helps.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.errors import StoreError, StoreUnavailable, TokenError

log = structlog.get_logger(__name__)

RESTART_WAIT = timedelta(seconds=5)
# A job that lives this long has got over what it died of.
SETTLED = timedelta(seconds=60)
# Once may be chance.
DEATHS = 3
_FATAL = (TokenError, StoreError)

Job = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class _Health:
    began: float
    deaths: int = 0
    reason: str = ""


class Supervisor:
    """`on_fatal` is told what nobody can mend while the bot runs."""

    def __init__(self, on_fatal: Callable[[BaseException], object]) -> None:
        self._on_fatal = on_fatal
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._health: dict[str, _Health] = {}

    def start(self, name: str, job: Job) -> None:
        """Run a job until it returns."""
        self._health[name] = _Health(time.monotonic())
        self._tasks[name] = asyncio.create_task(self._supervise(name, job), name=name)

    async def stop(self, drained: str, patience: timedelta) -> None:
        """Let the job `drained` come to its end, and cancel the others."""
        if drained in self._tasks:
            await asyncio.wait({self._tasks[drained]}, timeout=patience.total_seconds())
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def trouble(self) -> str | None:
        """Which job dies again and again, and of what; None for none."""
        for name, health in self._health.items():
            task = self._tasks[name]
            if health.deaths >= DEATHS and not task.done() and not self._settled(health):
                return f"the job {name} has died {health.deaths} times in a row: {health.reason}"
        return None

    async def _supervise(self, name: str, job: Job) -> None:
        health = self._health[name]
        while True:
            health.began = time.monotonic()
            try:
                return await job()
            except StoreUnavailable as error:
                log.error("the store can't be used now; it is tried again", job=name, reason=str(error))
                self._died(health, error)
            except _FATAL as error:
                self._on_fatal(error)
                return None
            except Exception as error:
                log.exception("job died; it is started again", job=name)
                self._died(health, error)
            await asyncio.sleep(RESTART_WAIT.total_seconds())

    def _died(self, health: _Health, error: Exception) -> None:
        health.deaths = 1 if self._settled(health) else health.deaths + 1
        health.reason = str(error) if isinstance(error, StoreUnavailable) else type(error).__name__

    def _settled(self, health: _Health) -> bool:
        return time.monotonic() - health.began > SETTLED.total_seconds()
