"""`RehearsalDiscord`: a Discord of our own on 127.0.0.1, with everything that a rehearsal or a test asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from bot.rehearsal.control import Control
from bot.rehearsal.guard import local_only
from bot.rehearsal.page import Page
from bot.rehearsal.rest import BODY_MAX, PREFIX
from bot.rehearsal.routes import Routes
from bot.rehearsal.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from bot.rehearsal.people import Channel

HOST = "127.0.0.1"
TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.Rehear.sal-token-that-opens-nothing-else-0"  # noqa: S105 - opens only this server


class RehearsalDiscord(Stage):
    """A Discord on 127.0.0.1; use it with `async with`.

    `port` 0 takes a free one. `channels` are those of the one server that exists at first. `more` is what Stage
    takes: `clock` is Unix time in seconds (ids, time stamps, the nonce window, interaction ages), `pace` are the rate
    limits, `seed` the faults'.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        channels: Iterable[Channel] = (),
        remote_images: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(token, channels, **more)
        self.page = Page(self, remote_images=remote_images)
        self._port = port
        self._runner: web.AppRunner | None = None

    # ---- where it is

    @property
    def url(self) -> str:
        """The page's address, such as http://127.0.0.1:8900."""
        return f"http://{HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        """The REST API's address, as in the configuration's `api_url`."""
        return self.url + PREFIX

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=BODY_MAX, middlewares=[local_only])
        Routes(self.world, self.interactions, self.gateway).mount(self.rest, app)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/gateway/", self._gateway)
        Control(self).mount(app)
        self.page.mount(app)
        app.router.add_route("*", "/api/{rest:.*}", self.rest.unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port, backlog=1024)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://{HOST}:{self._port}/gateway/"
        self.world.attachments.base_url = self.url
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.interactions.close()
        self.page.close()
        await self.gateway.close(1001, "The rehearsal is over")
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        if self.faults.is_away:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=503)
        return await self.gateway.handle(request)
