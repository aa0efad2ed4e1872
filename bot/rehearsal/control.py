"""The HTTP end of the knobs, for a benchmark or a test in another process.

`GET /rehearsal/control` says how the knobs stand. `POST /rehearsal/control` turns them; keys of its JSON body, all
optional: `clear` (true: healthy again), `seed`, `scripts` {kind: [fault, null, ...]}, `chances` [{kind, probability,
fault}], `away` (seconds), `nonce_window` (seconds), `deny` and `allow` {channel id: [permission]}, `close_gateway`
(code), `abort_gateway`, `reconnect`, `invalidate` (true: resumable), `forget_sessions`, `refuse_gateway`,
`revoke_token` (booleans). `GET /rehearsal/messages?channel=ID` gives a channel's messages, oldest first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.rehearsal.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.rehearsal.stage import Stage

PATH = "/rehearsal/control"


async def read_json(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request of ours. Another content type is refused: a plain form could come from any site."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send application/json.\n")
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="Send a JSON object.\n")
    return body


class Control:
    """Serves the knobs of one rehearsal."""

    def __init__(self, discord: Stage) -> None:
        self._discord = discord

    def mount(self, app: web.Application) -> None:
        app.router.add_get(PATH, self.show)
        app.router.add_post(PATH, self.turn)
        app.router.add_get("/rehearsal/messages", self.messages)

    async def show(self, _request: web.Request) -> web.Response:
        return web.json_response(self._state())

    def _state(self) -> dict[str, Any]:
        discord = self._discord
        return {
            "faults": discord.faults.describe(),
            "nonce_window": discord.world.nonce_window,
            "connected": discord.gateway.connected,
            "identified": discord.gateway.identified,
            "resumed": discord.gateway.resumed,
            "refuse_gateway": discord.gateway.refusing,
            "revoke_token": discord.rest.revoked,
            "statuses": {str(status): n for status, n in discord.rest.statuses.items()},
            "messages": {str(c.id): len(c.messages) for c in discord.world.channels.values()},
        }

    async def messages(self, request: web.Request) -> web.Response:
        wanted = request.query.get("channel", "")
        try:
            return web.json_response(self._discord.messages(int(wanted)))
        except (ValueError, Refusal):
            return web.json_response({"message": f"there is no channel {wanted!r}"}, status=404)

    async def turn(self, request: web.Request) -> web.Response:
        body = await read_json(request)
        turns = self._turns()
        unknown = [key for key in body if key not in turns and key not in ("scripts", "chances", "close_gateway")]
        if unknown:
            known = ", ".join([*turns, "scripts", "chances", "close_gateway"])
            return web.json_response({"message": f"no knob {unknown[0]!r}; there are: {known}"}, status=400)
        try:
            for key, turn in turns.items():
                if key in body:
                    turn(body[key])
            self._discord.faults.read(body.get("scripts") or {}, body.get("chances") or ())
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return web.json_response({"message": str(error)}, status=400)
        except Refusal as refused:
            return web.json_response(refused.body(), status=refused.status)
        if body.get("close_gateway"):
            await self._discord.gateway.close(int(body["close_gateway"]))
        return web.json_response(self._state())

    def _turns(self) -> dict[str, Callable[[Any], None]]:
        """Each knob by its key, in the order in which they take effect."""
        discord, world, gateway = self._discord, self._discord.world, self._discord.gateway

        def clear(wanted: Any) -> None:
            if wanted:
                discord.faults.clear()

        def nonce_window(seconds: Any) -> None:
            world.nonce_window = float(seconds)

        def deny(channels: Any) -> None:
            for channel, names in channels.items():
                world.deny(int(channel), *names)

        def allow(channels: Any) -> None:
            for channel, names in channels.items():
                world.allow(int(channel), *names)

        def refuse(wanted: Any) -> None:
            gateway.refusing = bool(wanted)

        def revoke(wanted: Any) -> None:
            discord.rest.revoked = bool(wanted)

        def when(act: Callable[[], None]) -> Callable[[Any], None]:
            return lambda wanted: act() if wanted else None

        return {
            "clear": clear,
            "seed": lambda seed: discord.faults.clear(int(seed)),
            "away": lambda seconds: discord.go_away(float(seconds)),
            "nonce_window": nonce_window,
            "deny": deny,
            "allow": allow,
            "refuse_gateway": refuse,
            "revoke_token": revoke,
            "forget_sessions": when(gateway.forget_sessions),
            "abort_gateway": when(gateway.abort),
            "reconnect": when(gateway.ask_to_reconnect),
            "invalidate": lambda resumable: gateway.invalidate(resumable=bool(resumable)),
        }
