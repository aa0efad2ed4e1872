"""Interactions: somebody uses a command or a button, the bot answers within 3 s and follows up within 15 min
(https://docs.discord.com/developers/interactions/receiving-and-responding).
"""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any

from bot.rehearsal import messages, refusal, wire
from bot.rehearsal.interaction import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    FIRST_ANSWER,
    MESSAGE,
    MODAL,
    UPDATE,
    Interaction,
)
from bot.rehearsal.limits.commands import check_choices
from bot.rehearsal.limits.form import Form
from bot.rehearsal.limits.messages import EPHEMERAL, LOADING, SILENT, SUPPRESS_EMBEDS, V2, check_message, flags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.rehearsal.people import Channel, Person
    from bot.rehearsal.world import World

# Which first answers each kind of interaction takes.
ANSWERS = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
}
TOKEN_LIFETIME, KEPT = 15 * 60.0, 1_000
_MAY_SET = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | V2


class Interactions:
    """All open interactions, by token."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, Interaction] = {}

    def close(self) -> None:
        for interaction in self._open.values():
            if interaction.deadline:
                interaction.deadline.cancel()
        self._open.clear()

    def open(
        self,
        kind: int,
        name: str,
        data: dict[str, Any],
        *,
        user: Person,
        channel: Channel,
        source: dict[str, Any] | None = None,
    ) -> Interaction:
        """Send an interaction to the bot. Where nothing comes back within 3 s it is marked as failed."""
        world = self._world
        interaction = Interaction(
            world.ids.new(), secrets.token_urlsafe(48), kind, name, user, channel, data, world.clock(), source
        )
        self._open[interaction.token] = interaction
        while len(self._open) > KEPT:
            del self._open[next(iter(self._open))]
        interaction.deadline = asyncio.get_running_loop().call_later(FIRST_ANSWER, self._expire, interaction)
        self._tell(interaction)
        world.emit("INTERACTION_CREATE", self._payload(interaction), channel.guild_id)
        return interaction

    def _expire(self, interaction: Interaction) -> None:
        if interaction.callback is None:
            interaction.failed = True
            interaction.note_change()
            self._tell(interaction)

    def _tell(self, interaction: Interaction) -> None:
        state = "failed" if interaction.failed else "answered" if interaction.callback else "sent"
        data = {
            "id": str(interaction.id),
            "kind": interaction.kind,
            "name": interaction.name,
            "user_id": str(interaction.user.id),
            "channel_id": str(interaction.channel.id),
            "state": state,
            "answer": (interaction.callback or {}).get("type"),
        }
        self._world.emit("REHEARSAL_INTERACTION", data, interaction.channel.guild_id, to_bot=False)

    def _payload(self, interaction: Interaction) -> dict[str, Any]:
        world, channel, user = self._world, interaction.channel, interaction.user
        held = world.permissions(user, channel)
        payload: dict[str, Any] = {
            "id": str(interaction.id),
            "application_id": str(world.application_id),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": wire.partial_channel(channel, world.bot, held),
            "app_permissions": str(int(world.permissions(world.bot, channel))),
            "locale": wire.LOCALE,
            "entitlements": [],
            "attachment_size_limit": 10 * 2**20,
        }
        guild = world.guild_of(channel)
        if guild is None:
            return {**payload, "user": wire.user(user), "context": 1, "authorizing_integration_owners": {"0": "0"}} | (
                {"message": interaction.source} if interaction.source else {}
            )
        payload.update(
            guild_id=str(guild.id),
            guild={"id": str(guild.id), "locale": wire.LOCALE, "features": []},
            guild_locale=wire.LOCALE,
            member={**wire.member(guild, user), "permissions": str(int(held))},
            context=0,
            authorizing_integration_owners={"0": str(guild.id)},
        )
        return payload | ({"message": interaction.source} if interaction.source else {})

    # ---- what the bot may do

    def get(self, interaction_id: int, token: str) -> Interaction:
        """The interaction that a first answer is for, where there is still time for one."""
        interaction = self._open.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise refusal.unknown_interaction()
        if interaction.callback is not None:
            raise refusal.already_acknowledged()
        if interaction.failed or self._world.clock() - interaction.created > FIRST_ANSWER:
            raise refusal.unknown_interaction()
        return interaction

    def answer(
        self, interaction: Interaction, body: dict[str, Any], attachments: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """The first answer; Discord's callback response."""
        kind, data = body.get("type"), body.get("data") or {}
        form = Form()
        form.choice(("type",), kind, ANSWERS[interaction.kind])
        form.settle()
        flags = flags_of(data, ("data",)) & _MAY_SET
        if kind == MESSAGE:
            check_message(data, flags=flags, files=len(attachments), path=("data",))
            interaction.original = self._post(interaction, data, flags, attachments)
        elif kind == DEFERRED:
            interaction.original = self._post(interaction, {}, LOADING | (flags & EPHEMERAL), ())
        elif kind == UPDATE:
            self._change_source(interaction, data, attachments)
        elif kind == DEFERRED_UPDATE:
            interaction.original = interaction.source
        elif kind == CHOICES:
            check_choices(data.get("choices"))
        interaction.callback = body
        interaction.note_change()
        self._tell(interaction)
        return self._callback_response(interaction)

    def _change_source(
        self, interaction: Interaction, data: dict[str, Any], attachments: Sequence[dict[str, Any]]
    ) -> None:
        source = interaction.source
        if source is None:
            raise refusal.unknown_message()
        flags = edited_flags(source, data, ("data",))
        check_message(data, flags=flags, files=len(attachments), edit=True, path=("data",))
        self._world.edit(interaction.channel, source, data, flags=flags, attachments=attachments)
        interaction.original = source

    def _callback_response(self, interaction: Interaction) -> dict[str, Any]:
        callback = interaction.callback or {}
        about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
        message = interaction.original
        if message is None:
            return {"interaction": about}
        about.update(
            response_message_id=message["id"],
            response_message_loading=interaction.thinking,
            response_message_ephemeral=interaction.ephemeral,
        )
        if callback["type"] not in (MESSAGE, UPDATE):
            return {"interaction": about}
        return {"interaction": about, "resource": {"type": callback["type"], "message": message}}

    def _post(
        self,
        interaction: Interaction,
        data: dict[str, Any],
        flags: int,
        attachments: Sequence[dict[str, Any]],
    ) -> dict[str, Any]:
        world, user = self._world, wire.user(interaction.user)
        owners = {"0": str(interaction.channel.guild_id or 0)}
        metadata: dict[str, Any] = {
            "id": str(interaction.id),
            "type": interaction.kind,
            "user": user,
            "authorizing_integration_owners": owners,
        }
        extra: dict[str, Any] = {
            "application_id": str(world.application_id),
            "webhook_id": str(world.application_id),
            "interaction_metadata": metadata,
        }
        replied_to = interaction.original or interaction.source
        if replied_to is not None:
            reference = {"type": 0, "channel_id": str(interaction.channel.id), "message_id": replied_to["id"]}
            extra.update(type=messages.REPLY, message_reference=reference)
            if interaction.original is not None:
                metadata["original_response_message_id"] = interaction.original["id"]
            if interaction.kind == COMPONENT and interaction.source is not None:
                metadata["interacted_message_id"] = interaction.source["id"]
        else:
            about = {"id": str(interaction.id), "type": COMMAND, "name": interaction.name, "user": user}
            extra.update(type=messages.CHAT_INPUT_COMMAND, interaction=about)
        return world.post(interaction.channel, data, flags=flags, attachments=attachments, extra=extra)

    # ---- the webhook that an interaction's token opens

    def by_token(self, application_id: int, token: str) -> Interaction:
        """The interaction behind a webhook token: answered already, and less than 15 min old."""
        interaction = self._open.get(token)
        if application_id != self._world.application_id or interaction is None or interaction.callback is None:
            raise refusal.unknown_webhook()
        if self._world.clock() - interaction.created > TOKEN_LIFETIME:
            raise refusal.expired_token()
        return interaction

    def follow_up(
        self, interaction: Interaction, body: dict[str, Any], attachments: Sequence[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """A further message. After a deferral the first one takes the place of "thinking"."""
        flags = flags_of(body) & _MAY_SET
        if interaction.thinking and interaction.original is not None:
            return self.edit(interaction, interaction.original, {**body, "flags": flags}, attachments)
        check_message(body, flags=flags, files=len(attachments))
        made = self._post(interaction, body, flags, attachments)
        interaction.followups.append(made)
        interaction.note_change()
        return made

    def find(self, interaction: Interaction, message_id: int | None) -> dict[str, Any]:
        """One of its messages; None stands for `@original`."""
        for message in interaction.messages:
            if message_id is None or int(message["id"]) == message_id:
                return message
        raise refusal.unknown_message()

    def edit(
        self,
        interaction: Interaction,
        message: dict[str, Any],
        body: dict[str, Any],
        attachments: Sequence[dict[str, Any]] = (),
    ) -> dict[str, Any]:
        flags = edited_flags(message, body) & ~LOADING
        loading = bool(message["flags"] & LOADING)
        check_message(body, flags=flags, files=len(attachments), edit=not loading)
        # What replaces "thinking" is a first text, not a corrected one.
        self._world.edit(interaction.channel, message, body, flags=flags, attachments=attachments, edited=not loading)
        interaction.note_change()
        return message

    def delete(self, interaction: Interaction, message: dict[str, Any]) -> None:
        self._world.delete(interaction.channel, int(message["id"]))
        if interaction.original is message:
            interaction.original = None
        else:
            interaction.followups.remove(message)
        interaction.note_change()


def edited_flags(message: dict[str, Any], body: dict[str, Any], path: tuple[str, ...] = ()) -> int:
    """The flags of a message after an edit. IS_COMPONENTS_V2 can be set (then the old fields must go), never unset."""
    flags = int(message["flags"])
    asked = flags_of(body, path)
    if asked & V2 and not flags & V2:
        form = Form()
        for key in ("content", "embeds"):
            if message[key] and key not in body:
                form.add(
                    (*path, key),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
        form.settle()
    if "flags" in body and body["flags"] is not None:
        flags = flags & ~SUPPRESS_EMBEDS | asked & SUPPRESS_EMBEDS
    return flags | (asked & V2)
