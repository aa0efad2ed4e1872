"""The web page: its files, what it shows (as server-sent events), and what its visitor does."""

from __future__ import annotations

import asyncio
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.rehearsal import slash, wire
from bot.rehearsal.attachments import IMAGES
from bot.rehearsal.control import read_json
from bot.rehearsal.guard import page_headers
from bot.rehearsal.interaction import NoAnswer
from bot.rehearsal.limits.messages import EPHEMERAL
from bot.rehearsal.people import DIRECT
from bot.rehearsal.permissions import Permission
from bot.rehearsal.refusal import Refusal

if TYPE_CHECKING:
    from bot.rehearsal.people import Channel, Person
    from bot.rehearsal.places import Event
    from bot.rehearsal.stage import Stage

KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MESSAGES_SHOWN, VIEWERS_MAX, BACKLOG_MAX = 200, 50, 1_000
# Shorter than the 30 s after which some proxies cut a silent stream.
KEEP_ALIVE = 15.0


class Viewer:
    """One open page: who looks, and what is still to be sent to it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.queue: asyncio.Queue[tuple[str, Any] | None] = asyncio.Queue(BACKLOG_MAX)

    def put(self, kind: str, data: Any) -> None:
        """Queue an event; a page that does not keep up is sent away, and comes back for a fresh start."""
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)
        else:
            self.queue.put_nowait((kind, data))


OFFLINE = "Rehearsal: nothing here leaves this computer"
LIVE = "Rehearsal: pictures come from the internet, Discord is on this computer"


class Page:
    """Serves the page of one rehearsal."""

    def __init__(self, discord: Stage, *, remote_images: bool) -> None:
        self._discord = discord
        self._headers = page_headers(remote_images=remote_images)
        self._notice = LIVE if remote_images else OFFLINE
        self._viewers: set[Viewer] = set()
        discord.world.listeners.append(self._hear)

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/", self.index)
        app.router.add_get("/assets/{name:[a-z_]+\\.(?:css|js|svg)}", self.asset)
        app.router.add_get("/attachments/{channel:\\d+}/{file:\\d+}/{name}", self.attachment)
        app.router.add_get("/rehearsal/events", self.events)
        app.router.add_post("/rehearsal/command", self.command)
        app.router.add_post("/rehearsal/autocomplete", self.autocomplete)
        app.router.add_post("/rehearsal/press", self.press)

    def close(self) -> None:
        """Send every page away."""
        for viewer in self._viewers:
            viewer.queue = asyncio.Queue() if viewer.queue.full() else viewer.queue
            viewer.queue.put_nowait(None)

    # ---- files

    async def index(self, _request: web.Request) -> web.Response:
        return self._file("index.html")

    async def asset(self, request: web.Request) -> web.Response:
        return self._file(request.match_info["name"])

    def _file(self, name: str) -> web.Response:
        found = files("bot.rehearsal") / "assets" / name
        if not found.is_file():
            raise web.HTTPNotFound
        kind = KINDS["." + name.rsplit(".", 1)[1]]
        return web.Response(body=found.read_bytes(), content_type=kind, charset="utf-8", headers=self._headers)

    async def attachment(self, request: web.Request) -> web.Response:
        found = self._discord.world.attachments.get(int(request.match_info["file"]))
        if found is None:
            raise web.HTTPNotFound
        kind, data = found
        shown = kind in IMAGES
        headers = {
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if shown else "attachment",
        }
        return web.Response(body=data, content_type=kind if shown else "application/octet-stream", headers=headers)

    # ---- what is shown

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: first STATE with everything, then each change as it happens."""
        if len(self._viewers) >= VIEWERS_MAX:
            raise web.HTTPServiceUnavailable(text="Too many pages are open.\n")
        viewer = Viewer(self._person(request.query.get("user")))
        stream = web.StreamResponse(headers={**self._headers, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        viewer.put("STATE", self.state(viewer.person))
        self._viewers.add(viewer)
        try:
            while True:
                try:
                    async with asyncio.timeout(KEEP_ALIVE):
                        item = await viewer.queue.get()
                except TimeoutError:
                    await stream.write(b": still here\n\n")
                    continue
                if item is None:
                    break
                text = json.dumps({"type": item[0], "data": item[1]}, separators=(",", ":"))
                await stream.write(f"data: {text}\n\n".encode())
        except ConnectionError:
            pass
        finally:
            self._viewers.discard(viewer)
        return stream

    def _hear(self, event: Event) -> None:
        for viewer in self._viewers:
            if event.type == "REHEARSAL_COMMANDS":
                viewer.put("COMMANDS", self._commands(viewer.person))
            elif event.type.startswith(("CHANNEL_", "GUILD_")):
                viewer.put("STATE", self.state(viewer.person))
            elif event.type.startswith(("MESSAGE_", "REHEARSAL_")) and self._shown(event.data, viewer.person):
                viewer.put(event.type.removeprefix("REHEARSAL_"), event.data)

    @staticmethod
    def _shown(data: dict[str, Any], person: Person) -> bool:
        """An ephemeral message, and how an interaction goes, are for the one person who asked."""
        if "user_id" in data:
            return bool(data["user_id"] == str(person.id))
        if int(data.get("flags") or 0) & EPHEMERAL:
            return bool(data["interaction_metadata"]["user"]["id"] == str(person.id))
        return True

    def state(self, person: Person) -> dict[str, Any]:
        """Everything that the page needs to draw itself for somebody."""
        world, cast = self._discord.world, self._discord.world.cast
        shown = [c for c in world.channels.values() if self._visible(c, person)]
        return {
            "guilds": [self._guild(g.id, person) for g in world.guilds.values()],
            "direct": [{"id": str(c.id), "name": cast.bot.display, "kind": c.kind} for c in shown if c.kind == DIRECT],
            "people": [
                {**wire.user(p), "display": p.display, "role": role}
                for p, role in ((cast.admin, "admin"), (cast.member, "member"), (cast.bot, "app"))
            ],
            "notice": self._notice,
            "user_id": str(person.id),
            "bot_id": str(cast.bot.id),
            "connected": self._discord.gateway.connected,
            "messages": {str(c.id): self._messages(c, person) for c in shown},
            "commands": self._commands(person),
        }

    def _visible(self, channel: Channel, person: Person) -> bool:
        if channel.kind == DIRECT:
            return channel.recipient == person
        return Permission.VIEW_CHANNEL in self._discord.world.permissions(person, channel)

    def _guild(self, guild_id: int, person: Person) -> dict[str, Any]:
        guild = self._discord.world.guild(guild_id)
        return {
            "id": str(guild.id),
            "name": guild.name,
            "channels": [
                {"id": str(c.id), "name": c.name, "topic": c.topic, "kind": c.kind}
                for c in guild.channels.values()
                if self._visible(c, person)
            ],
            "roles": [wire.role(r) for r in guild.roles.values()],
        }

    def _messages(self, channel: Channel, person: Person) -> list[dict[str, Any]]:
        whispers = [
            w
            for w in self._discord.world.whispers.values()
            if w["channel_id"] == str(channel.id) and self._shown(w, person)
        ]
        shown = [*list(channel.messages.values())[-MESSAGES_SHOWN:], *whispers]
        return sorted(shown, key=lambda m: int(m["id"]))

    def _commands(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """What Discord would offer to somebody, by guild id: {path, id, description, options}."""
        world = self._discord.world
        offered: dict[str, list[dict[str, Any]]] = {}
        for guild in world.guilds.values():
            first = next(iter(guild.channels.values()), None)
            held = world.permissions(person, first) if first else Permission(0)
            offered[str(guild.id)] = [
                {
                    "path": " ".join(path),
                    "id": command["id"],
                    "description": node.get("description") or "",
                    "options": node.get("options") or [],
                }
                for command in world.usable_commands(guild.id)
                if command["type"] == 1 and slash.visible(command, held)
                for path, node in slash.leaves(command)
            ]
        return offered

    # ---- what the visitor does

    def _person(self, user_id: Any) -> Person:
        cast = self._discord.world.cast
        return cast.member if str(user_id) == str(cast.member.id) else cast.admin

    async def command(self, request: web.Request) -> web.Response:
        """Use a slash command; the answer comes as events."""
        body = await read_json(request)
        try:
            interaction = self._discord.send_command(
                str(body.get("command", "")),
                body.get("options") or {},
                user=self._person(body.get("user_id")),
                channel=int(body["channel_id"]),
            )
        except (ValueError, KeyError, TypeError, Refusal) as error:
            return web.json_response({"message": str(error)}, status=400)
        return web.json_response({"id": str(interaction.id)})

    async def autocomplete(self, request: web.Request) -> web.Response:
        """What the bot offers for an option that is being typed."""
        body = await read_json(request)
        try:
            choices = await self._discord.autocomplete(
                str(body.get("command", "")),
                str(body.get("option", "")),
                str(body.get("text", ""))[:100],
                body.get("options") or {},
                user=self._person(body.get("user_id")),
                channel=int(body["channel_id"]),
            )
        except NoAnswer as error:
            return web.json_response({"message": str(error)}, status=504)
        except (ValueError, KeyError, TypeError, Refusal) as error:
            return web.json_response({"message": str(error)}, status=400)
        return web.json_response({"choices": choices})

    async def press(self, request: web.Request) -> web.Response:
        """Press a button or choose in a select; the answer comes as events."""
        body = await read_json(request)
        try:
            interaction = self._discord.send_press(
                int(body["message_id"]),
                str(body.get("custom_id", "")),
                values=[str(v) for v in body.get("values") or ()],
                user=self._person(body.get("user_id")),
            )
        except (ValueError, KeyError, TypeError, Refusal) as error:
            return web.json_response({"message": str(error)}, status=400)
        return web.json_response({"id": str(interaction.id)})
