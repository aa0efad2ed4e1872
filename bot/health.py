"""Whether Downlink can do its work, for whoever watches the process: GET /healthz on 127.0.0.1."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import DownlinkError

Check = Callable[[], str | None]
"""What is wrong, in words; None where all is well."""


@asynccontextmanager
async def health_page(port: int | None, checks: dict[str, Check]) -> AsyncIterator[None]:
    """Answer 200 while every check passes and 503 with the reasons while one does not. No port, no page."""
    if port is None:
        yield
        return

    async def healthz(_request: web.Request) -> web.Response:
        results = {name: check() for name, check in checks.items()}
        well = not any(results.values())
        return web.json_response({"ok": well, "checks": results}, status=200 if well else 503)

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
