"""Keeps other web sites out: a page elsewhere must not steer the rehearsal through the visitor's own browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src {images}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page_headers(*, remote_images: bool) -> dict[str, str]:
    """Headers of everything the page consists of: nothing is loaded from elsewhere, images only where allowed."""
    images = "'self' data: http://127.0.0.1:* http://localhost:*" + (" https: http:" if remote_images else "")
    return {name: value.format(images=images) for name, value in HEADERS.items()}


@web.middleware
async def local_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse a foreign Host (DNS rebinding: the name of another site, pointed at 127.0.0.1) and foreign origins."""
    port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
    own = {f"{name}:{port}" for name in NAMES}
    if request.headers.get("Host", "") not in own:
        raise web.HTTPForbidden(text=f"Open the rehearsal as http://127.0.0.1:{port}\n")
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin not in {f"http://{host}" for host in own}
    if foreign or request.headers.get("Sec-Fetch-Site", "none") in ("cross-site", "same-site"):
        arrival = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
        if foreign or not arrival:
            raise web.HTTPForbidden(text="The rehearsal answers its own page only.\n")
    return await handler(request)
