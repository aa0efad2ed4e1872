"""The sample feeds over HTTP on 127.0.0.1: documents with entity tags, article pages, pictures, redirects."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Self

from aiohttp import web
from aiohttp.helpers import ETag

from bot.rehearsal.samples.entries import Entry, entries
from bot.rehearsal.samples.pages import CONTENT_SECURITY_POLICY, article_page, newsstand_page
from bot.rehearsal.samples.publishers import Publisher, load_publishers
from bot.rehearsal.samples.render import feed_document, feed_path, redirect_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """What a configuration says of a feed."""

    name: str
    url: str
    tier: str
    tags: tuple[str, ...]
    language: str
    collects: bool
    """Whether its reports are other publishers', whom it names."""


def wall_clock() -> datetime:
    return datetime.now(UTC)


class SampleFeeds:
    """The bundled publishers, served while the block runs.

    Dates count from the moment it is entered, by the clock handed in; as that clock goes on, a few more items
    appear, and none changes its date.

        async with SampleFeeds() as samples:
            for feed in samples.feeds:
                print(feed.name, feed.url)
    """

    def __init__(self, now: Callable[[], datetime] = wall_clock) -> None:
        self._now = now
        self._opened = now()
        self._publishers: dict[str, Publisher] = {}
        self._pictures: dict[str, bytes] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""
        """Where the server listens, `http://127.0.0.1:PORT`; empty until entered."""

    async def __aenter__(self) -> Self:
        publishers, self._pictures = await asyncio.to_thread(_load)
        self._publishers = {publisher.slug: publisher for publisher in publishers}
        self._opened = self._now()
        app = web.Application()
        app.router.add_get("/", self._newsstand)
        app.router.add_get("/images/{name}.png", self._picture)
        for publisher in publishers:
            app.router.add_get(feed_path(publisher), partial(self._feed, publisher))
        app.router.add_get("/{publisher}/articles/{token}", self._redirect)
        app.router.add_get("/{publisher}/{slug}", self._article)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def feeds(self) -> list[SampleFeed]:
        """One for each publisher, with addresses on this server."""
        return [
            SampleFeed(
                name=publisher.name,
                url=self.url + feed_path(publisher),
                tier=publisher.tier,
                tags=publisher.tags,
                language=publisher.language,
                collects=any(item.outlet for item in publisher.items),
            )
            for publisher in self._publishers.values()
        ]

    async def _feed(self, publisher: Publisher, request: web.Request) -> web.Response:
        content_type, body = feed_document(publisher, self._now(), self.url, opened=self._opened)
        tag = ETag(hashlib.sha256(body).hexdigest()[:16])
        if request.if_none_match and any(known.value in {tag.value, "*"} for known in request.if_none_match):
            response = web.Response(status=304)
        else:
            response = web.Response(body=body, headers={"Content-Type": content_type})
        response.etag = tag
        return response

    async def _article(self, request: web.Request) -> web.Response:
        publisher = self._publisher(request)
        for entry in self._entries(publisher):
            # A second listing of an article (with a query) has the first one's page.
            if entry.item.slug == request.match_info["slug"] and not entry.item.query:
                return _html(article_page(publisher, entry))
        raise web.HTTPNotFound(text="There is no such article.")

    async def _redirect(self, request: web.Request) -> web.Response:
        for entry in self._entries(self._publisher(request)):
            if redirect_token(entry) == request.match_info["token"]:
                raise web.HTTPFound(entry.page)
        raise web.HTTPNotFound(text="This link leads nowhere.")

    async def _picture(self, request: web.Request) -> web.Response:
        picture = self._pictures.get(request.match_info["name"])
        if picture is None:
            raise web.HTTPNotFound(text="There is no such picture.")
        return web.Response(body=picture, content_type="image/png", headers={"Cache-Control": "max-age=3600"})

    async def _newsstand(self, _request: web.Request) -> web.Response:
        return _html(
            newsstand_page(
                (publisher, feed_path(publisher), self._entries(publisher)) for publisher in self._publishers.values()
            )
        )

    def _publisher(self, request: web.Request) -> Publisher:
        publisher = self._publishers.get(request.match_info["publisher"])
        if publisher is None:
            raise web.HTTPNotFound(text="There is no such publisher.")
        return publisher

    def _entries(self, publisher: Publisher) -> list[Entry]:
        return entries(publisher, self._now(), self.url, self._opened)


def _load() -> tuple[tuple[Publisher, ...], dict[str, bytes]]:
    folder = resources.files(__package__) / "images"
    pictures = {
        file.name.removesuffix(".png"): file.read_bytes() for file in folder.iterdir() if file.name.endswith(".png")
    }
    return load_publishers(), pictures


def _html(text: str) -> web.Response:
    return web.Response(
        text=text, content_type="text/html", headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    )
