"""Whether Downlink can do its work, for whoever watches the process: GET /healthz on 127.0.0.1.

A process that is alive and delivers nothing is as bad as one that is gone, so the checks ask for the work itself: that
messages leave in time, that the store answers, that jobs stay alive, that the clock ticks and Discord is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.errors import DownlinkError, StoreError
from bot.ports import Clock, Outbox


@dataclass(frozen=True, slots=True)
class Passing:
    """What isn't well and will be by itself, as a rule: told, and no failure yet."""

    words: str


Check = Callable[[], Awaitable[str | Passing | None]]
"""What is wrong, in words; None where all is well."""

# A message that is due for so long will not go out by waiting. Discord's own troubles last minutes.
OVERDUE = timedelta(minutes=15)
PATIENCE = 3.0  # seconds for one check: a store that hangs must not hang the page
WELL = "well"


def on_time(store: Outbox, clock: Clock) -> Check:
    """Whether messages leave in time. What waits for an admin is the admin's turn and makes no process unhealthy."""
    began = clock.now()

    async def check() -> str | None:
        now = clock.now()
        try:
            late = await store.overdue(now - OVERDUE)
        except StoreError as error:
            return str(error)
        if not late.count or late.since is None or now - began < OVERDUE:
            return None  # what was missed before the start is being caught up
        messages = "1 message is" if late.count == 1 else f"{late.count} messages are"
        return f"{messages} overdue, the first since {late.since:%Y-%m-%d %H:%M} UTC: {late.reason or 'not tried yet'}"

    return check


async def ask(checks: Mapping[str, Check]) -> tuple[bool, dict[str, str]]:
    """Whether none fails, and each check's words, WELL where all is well."""

    async def one(check: Check) -> str | Passing | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await check()
        except TimeoutError:
            return f"no answer within {PATIENCE:.0f} s"

    answers = await asyncio.gather(*map(one, checks.values()))
    words = [each.words if isinstance(each, Passing) else each or WELL for each in answers]
    return not any(isinstance(each, str) for each in answers), dict(zip(checks, words, strict=True))


@asynccontextmanager
async def health_page(port: int | None, checks: Mapping[str, Check]) -> AsyncIterator[None]:
    """Answer 200 while every check passes and 503 with the reasons while one does not. No port, no page."""
    if port is None:
        yield
        return

    async def healthz(_request: web.Request) -> web.Response:
        ok, results = await ask(checks)
        return web.json_response({"ok": ok, "checks": results}, status=200 if ok else 503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError as wrong:
            raise DownlinkError(
                f"[http] port {port} on 127.0.0.1 can't be used ({wrong.strerror}): choose another, or leave it out"
            ) from None
        yield
    finally:
        await runner.cleanup()
