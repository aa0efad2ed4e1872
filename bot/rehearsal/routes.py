"""The routes of the REST API that a bot such as ours uses, each a small function from request to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal import refusal, wire
from bot.rehearsal.interactions import edited_flags
from bot.rehearsal.limits.commands import check_command, check_commands
from bot.rehearsal.limits.form import Form
from bot.rehearsal.limits.messages import FILE_BYTES_MAX, SILENT, SUPPRESS_EMBEDS, V2, VOICE, check_message, flags_of
from bot.rehearsal.messages import check_attached
from bot.rehearsal.people import FORUM
from bot.rehearsal.permissions import Permission
from bot.rehearsal.rest import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from bot.rehearsal.gateway import Gateway
    from bot.rehearsal.interaction import Interaction
    from bot.rehearsal.interactions import Interactions
    from bot.rehearsal.people import Channel
    from bot.rehearsal.rest import Request, Rest
    from bot.rehearsal.world import World

NOTHING = Answer(None, 204)


class Routes:
    """The API over one world."""

    def __init__(self, world: World, interactions: Interactions, gateway: Gateway) -> None:
        self.world, self.interactions, self.gateway = world, interactions, gateway

    def mount(self, rest: Rest, app: web.Application) -> None:
        """Give every route its address and its kind."""
        channel, message = "/channels/{channel:\\d+}", "/channels/{channel:\\d+}/messages/{message:\\d+}"
        hook = "/webhooks/{application:\\d+}/{token}"
        rest.add(app, "GET", "/gateway", "gateway.open", self.gateway_open)
        rest.add(app, "GET", "/gateway/bot", "gateway.get", self.gateway_bot)
        rest.add(app, "GET", "/users/@me", "user.get", self.me)
        rest.add(app, "GET", "/users/@me/guilds", "guild.get", self.my_guilds)
        rest.add(app, "GET", "/users/{user:\\d+}", "user.get", self.user)
        rest.add(app, "POST", "/users/@me/channels", "channel.direct", self.open_direct)
        for path in ("/oauth2/applications/@me", "/applications/@me"):
            rest.add(app, "GET", path, "application.get", self.application)
        rest.add(app, "GET", "/guilds/{guild:\\d+}", "guild.get", self.guild)
        rest.add(app, "GET", "/guilds/{guild:\\d+}/channels", "guild.get", self.guild_channels)
        rest.add(app, "GET", "/guilds/{guild:\\d+}/roles", "guild.get", self.guild_roles)
        rest.add(app, "GET", "/guilds/{guild:\\d+}/members/{user:\\d+|@me}", "guild.get", self.guild_member)
        rest.add(app, "GET", channel, "channel.get", self.channel)
        rest.add(app, "POST", channel + "/typing", "channel.get", self.typing)
        rest.add(app, "POST", channel + "/threads", "thread.create", self.open_post)
        rest.add(app, "GET", channel + "/threads/archived/public", "thread.list", self.archived_threads)
        rest.add(app, "GET", "/guilds/{guild:\\d+}/threads/active", "thread.list", self.active_threads)
        rest.add(app, "GET", channel + "/messages", "history", self.history)
        rest.add(app, "POST", channel + "/messages", "message.create", self.create_message)
        rest.add(app, "GET", message, "message.get", self.get_message)
        rest.add(app, "PATCH", message, "message.edit", self.edit_message)
        rest.add(app, "DELETE", message, "message.delete", self.delete_message)
        rest.add(app, "POST", message + "/crosspost", "message.crosspost", self.crosspost)
        for base in ("/applications/{application:\\d+}", "/applications/{application:\\d+}/guilds/{guild:\\d+}"):
            rest.add(app, "GET", base + "/commands", "commands.get", self.commands)
            rest.add(app, "PUT", base + "/commands", "commands.put", self.overwrite_commands)
            rest.add(app, "POST", base + "/commands", "commands.put", self.add_command)
            rest.add(app, "GET", base + "/commands/{command:\\d+}", "commands.get", self.command)
            rest.add(app, "PATCH", base + "/commands/{command:\\d+}", "commands.put", self.edit_command)
            rest.add(app, "DELETE", base + "/commands/{command:\\d+}", "commands.put", self.remove_command)
        callback = "/interactions/{interaction:\\d+}/{token}/callback"
        rest.add(app, "POST", callback, "interaction.callback", self.answer)
        rest.add(app, "POST", hook, "followup.create", self.follow_up)
        original = hook + "/messages/{message:\\d+|@original}"
        rest.add(app, "GET", original, "followup.get", self.get_followup)
        rest.add(app, "PATCH", original, "followup.edit", self.edit_followup)
        rest.add(app, "DELETE", original, "followup.delete", self.delete_followup)

    # ---- the bot itself

    def gateway_open(self, _request: Request, _at: Mapping[str, str]) -> Answer:
        return Answer({"url": self.gateway.url})

    def gateway_bot(self, _request: Request, _at: Mapping[str, str]) -> Answer:
        return Answer({"url": self.gateway.url, "shards": 1, "session_start_limit": self.gateway.start_limit()})

    def me(self, _request: Request, _at: Mapping[str, str]) -> Answer:
        return Answer(wire.own_user(self.world.bot))

    def user(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(wire.user(self.world.person(int(at["user"]))))

    def my_guilds(self, _request: Request, _at: Mapping[str, str]) -> Answer:
        mine = []
        for guild in self.world.guilds.values():
            held = guild.roles[guild.id].permissions
            about: dict[str, Any] = {"icon": None, "banner": None, "owner": False, "features": []}
            mine.append({"id": str(guild.id), "name": guild.name, **about, "permissions": str(int(held))})
        return Answer(mine)

    def application(self, _request: Request, _at: Mapping[str, str]) -> Answer:
        cast = self.world.cast
        return Answer(wire.application(self.world.application_id, cast.bot, cast.admin, len(self.world.guilds)))

    def open_direct(self, request: Request, _at: Mapping[str, str]) -> Answer:
        body = _object(request.body)
        wanted = body.get("recipient_id")
        if wanted is None or not str(wanted).isdigit():
            raise refusal.unknown_user()
        return Answer(wire.channel(self.world.direct_channel(int(wanted)), self.world.bot))

    # ---- guilds and channels

    def guild(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(wire.guild(self.world.guild(int(at["guild"]))))

    def guild_channels(self, _request: Request, at: Mapping[str, str]) -> Answer:
        guild = self.world.guild(int(at["guild"]))
        return Answer([wire.channel(c, self.world.bot) for c in guild.channels.values()])

    def guild_roles(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer([wire.role(r) for r in self.world.guild(int(at["guild"])).roles.values()])

    def guild_member(self, _request: Request, at: Mapping[str, str]) -> Answer:
        guild = self.world.guild(int(at["guild"]))
        user_id = self.world.bot.id if at["user"] == "@me" else int(at["user"])
        if user_id not in guild.people:
            raise refusal.unknown_member()
        return Answer(wire.member(guild, guild.people[user_id]))

    def channel(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(wire.channel(self.world.reachable(int(at["channel"])), self.world.bot))

    def typing(self, _request: Request, at: Mapping[str, str]) -> Answer:
        self.world.reachable(int(at["channel"]), Permission.SEND_MESSAGES)
        return NOTHING

    # ---- messages

    def history(self, request: Request, at: Mapping[str, str]) -> Answer:
        channel = self.world.reachable(int(at["channel"]))
        form, asked = Form(), {}
        for key in ("before", "after", "around"):
            value = request.query.get(key)
            if value is not None and not value.isdigit():
                form.add((key,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
            else:
                asked[key] = None if value is None else int(value)
        limit = request.query.get("limit", "50")
        if not limit.isdigit() or not 1 <= int(limit) <= 100:
            form.add(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        form.settle()
        # Without the right to read the history Discord does not refuse: it shows an empty one.
        if Permission.READ_MESSAGE_HISTORY not in self.world.permissions(self.world.bot, channel):
            return Answer([])
        return Answer([_without_nonce(m) for m in self.world.history(channel, int(limit), **asked)])

    def create_message(self, request: Request, at: Mapping[str, str]) -> Answer:
        world, body = self.world, _object(request.body)
        channel = world.writable(int(at["channel"]))
        flags = flags_of(body) & (SUPPRESS_EMBEDS | SILENT | VOICE | V2)
        self._check(channel, request, body, flags=flags)
        nonce = str(body["nonce"]) if body.get("enforce_nonce") and body.get("nonce") is not None else None
        known = world.remembered(world.bot, nonce) if nonce is not None else None
        if known is not None:
            return Answer(known)
        message = world.post(channel, body, flags=flags, attachments=self._keep(channel, request, body))
        if nonce is not None:
            world.remember(world.bot, nonce, message)
        return Answer(message)

    def open_post(self, request: Request, at: Mapping[str, str]) -> Answer:
        """A post of a forum. It takes no nonce: asked twice, it is opened twice."""
        world, body = self.world, _object(request.body)
        forum = world.reachable(int(at["channel"]), Permission.SEND_MESSAGES)
        if forum.kind != FORUM:
            raise refusal.wrong_channel_type()
        form, name, first = Form(), body.get("name"), _object(body.get("message"))
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            form.add(("name",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        form.settle()
        flags = flags_of(first) & (SUPPRESS_EMBEDS | SILENT | V2)
        self._check(forum, request, first, flags=flags)
        thread = world.open_thread(forum, str(name))
        files = self._keep(thread, request, first)
        message = world.post(thread, first, flags=flags, attachments=files, message_id=thread.id)
        return Answer({**wire.channel(thread, world.bot), "message": message}, 201)

    def active_threads(self, _request: Request, at: Mapping[str, str]) -> Answer:
        threads = [t for t in self.world.guild(int(at["guild"])).threads.values() if not t.archived]
        return self._threads(threads)

    def archived_threads(self, request: Request, at: Mapping[str, str]) -> Answer:
        channel = self.world.reachable(int(at["channel"]), Permission.READ_MESSAGE_HISTORY)
        guild = self.world.guild(channel.guild_id or 0)
        threads = [t for t in guild.threads.values() if t.archived and t.parent is channel]
        threads.sort(key=lambda t: t.changed_at, reverse=True)
        return self._threads(threads[: int(request.query.get("limit", "50"))])

    def _threads(self, threads: list[Channel]) -> Answer:
        seen = [t for t in threads if Permission.VIEW_CHANNEL in self.world.permissions(self.world.bot, t)]
        return Answer({"threads": [wire.channel(t, self.world.bot) for t in seen], "members": [], "has_more": False})

    def get_message(self, _request: Request, at: Mapping[str, str]) -> Answer:
        channel = self.world.reachable(int(at["channel"]), Permission.READ_MESSAGE_HISTORY)
        return Answer(_without_nonce(self.world.message(channel, int(at["message"]))))

    def edit_message(self, request: Request, at: Mapping[str, str]) -> Answer:
        world, body = self.world, _object(request.body)
        channel = world.reachable(int(at["channel"]))
        message = world.message(channel, int(at["message"]))
        if message["author"]["id"] != str(world.bot.id):
            raise refusal.another_author()
        if channel.archived:
            raise refusal.archived_thread()
        flags = edited_flags(message, body)
        self._check(channel, request, body, flags=flags, edit=True)
        files = self._keep(channel, request, body)
        return Answer(world.edit(channel, message, body, flags=flags, attachments=files))

    def delete_message(self, _request: Request, at: Mapping[str, str]) -> Answer:
        world = self.world
        channel = world.reachable(int(at["channel"]))
        message = world.message(channel, int(at["message"]))
        if message["author"]["id"] != str(world.bot.id):
            world.reachable(channel.id, Permission.MANAGE_MESSAGES)
        world.delete(channel, int(at["message"]))
        return NOTHING

    def crosspost(self, _request: Request, at: Mapping[str, str]) -> Answer:
        channel = self.world.reachable(int(at["channel"]), Permission.SEND_MESSAGES)
        return Answer(self.world.crosspost(channel, int(at["message"])))

    def _check(
        self, channel: Channel, request: Request, body: dict[str, Any], *, flags: int, edit: bool = False
    ) -> None:
        needed = Permission(0)
        if body.get("embeds"):
            needed |= Permission.EMBED_LINKS
        if request.files:
            needed |= Permission.ATTACH_FILES
        self.world.reachable(channel.id, needed)
        check_message(body, flags=flags, files=len(request.files), edit=edit)
        check_attached(body, {number: name for number, name, _ in request.uploads})

    def _keep(self, channel: Channel, request: Request, body: dict[str, Any]) -> list[dict[str, Any]]:
        described = {str(a.get("id")): a for a in body.get("attachments") or () if isinstance(a, dict)}
        if any(len(data) > FILE_BYTES_MAX for _, _, data in request.uploads):
            raise refusal.Refusal(413, 40005, "Request entity too large")
        kept = []
        for number, name, data in request.uploads:
            text = str(described.get(str(number), {}).get("description") or "")
            kept.append(self.world.attachments.add(self.world.ids.new(), channel.id, name, data, text))
        return kept

    # ---- commands

    def _scope(self, at: Mapping[str, str]) -> int | None:
        if int(at["application"]) != self.world.application_id:
            raise refusal.Refusal(403, 20012, "You are not authorized to perform this action on this application")
        return int(at["guild"]) if "guild" in at else None

    def commands(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(list(self.world.scope(self._scope(at)).values()))

    def overwrite_commands(self, request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(self.world.overwrite(self._scope(at), check_commands(request.body)))

    def add_command(self, request: Request, at: Mapping[str, str]) -> Answer:
        scope, body = self._scope(at), check_command(request.body)
        key = (body["name"], body.get("type") or 1)
        known = any((c["name"], c["type"]) == key for c in self.world.scope(scope).values())
        return Answer(self.world.register(scope, [body])[0], 200 if known else 201)

    def command(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(self._command(at))

    def _command(self, at: Mapping[str, str]) -> dict[str, Any]:
        command = self.world.scope(self._scope(at)).get(int(at["command"]))
        if command is None:
            raise refusal.unknown_command()
        return command

    def edit_command(self, request: Request, at: Mapping[str, str]) -> Answer:
        command = self._command(at)
        body = check_command({**command, **_object(request.body)})
        fresh = wire.command(body, int(command["id"]), self.world.ids.new(), self.world.application_id, self._scope(at))
        self.world.scope(self._scope(at))[int(command["id"])] = fresh
        return Answer(fresh)

    def remove_command(self, _request: Request, at: Mapping[str, str]) -> Answer:
        del self.world.scope(self._scope(at))[int(self._command(at)["id"])]
        return NOTHING

    # ---- answers to interactions

    def answer(self, request: Request, at: Mapping[str, str]) -> Answer:
        body = _object(request.body)
        data = _object(body.get("data"))
        interaction = self.interactions.get(int(at["interaction"]), at["token"])
        check_attached(data, {number: name for number, name, _ in request.uploads})
        files = self._keep(interaction.channel, request, data)
        response = self.interactions.answer(interaction, body, files)
        wanted = request.query.get("with_response", "").lower() in ("1", "true")
        return Answer(response) if wanted else NOTHING

    def _hook(self, at: Mapping[str, str]) -> Interaction:
        return self.interactions.by_token(int(at["application"]), at["token"])

    def follow_up(self, request: Request, at: Mapping[str, str]) -> Answer:
        interaction, body = self._hook(at), _object(request.body)
        check_attached(body, {number: name for number, name, _ in request.uploads})
        files = self._keep(interaction.channel, request, body)
        # An interaction's webhook always answers with the message, as with ?wait=true.
        return Answer(self.interactions.follow_up(interaction, body, files))

    def _followup(self, at: Mapping[str, str]) -> tuple[Interaction, dict[str, Any]]:
        interaction = self._hook(at)
        wanted = None if at["message"] == "@original" else int(at["message"])
        return interaction, self.interactions.find(interaction, wanted)

    def get_followup(self, _request: Request, at: Mapping[str, str]) -> Answer:
        return Answer(self._followup(at)[1])

    def edit_followup(self, request: Request, at: Mapping[str, str]) -> Answer:
        interaction, message = self._followup(at)
        body = _object(request.body)
        check_attached(body, {number: name for number, name, _ in request.uploads})
        files = self._keep(interaction.channel, request, body)
        return Answer(self.interactions.edit(interaction, message, body, files))

    def delete_followup(self, _request: Request, at: Mapping[str, str]) -> Answer:
        self.interactions.delete(*self._followup(at))
        return NOTHING


def _object(body: Any) -> dict[str, Any]:
    """The JSON object of a request; an empty one where nothing was sent."""
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise refusal.not_json()
    return body


def _without_nonce(message: dict[str, Any]) -> dict[str, Any]:
    """A message as it is found later: Discord tells the nonce only when the message is made."""
    return {key: value for key, value in message.items() if key != "nonce"}
