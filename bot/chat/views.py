"""From a rendered body to what discord.py's `send` takes, by its public constructors only.

discord.py sends a LayoutView or View as the very JSON that it was made from here, and then keeps a view with a button
in its store until it times out, one for every message. Clicks are none of the view's business: a DynamicItem that
matches `bot.chat.render.MARK` answers them, also after a restart. So a view is stopped before it is sent: `send`,
`InteractionResponse.send_message` and `Webhook.send` keep none that `is_finished` (discord.py 2.7.1, abc.py,
interactions.py and webhook/async_.py, before every `store_view`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import discord
from discord import ui

from bot.chat.wire import IS_COMPONENTS_V2


def as_message(payload: Mapping[str, object]) -> dict[str, Any]:
    """Keyword arguments for `Messageable.send`, `InteractionResponse.send_message` or `Webhook.send`.

    Call it with the event loop running: a view made outside can't be stopped.
    """
    body = cast("dict[str, Any]", payload)
    mentions = body.get("allowed_mentions", {})
    kwargs: dict[str, Any] = {
        "allowed_mentions": discord.AllowedMentions(
            everyone=False,
            users=False,
            roles=[discord.Object(role) for role in mentions.get("roles", ())] or False,
            replied_user=False,
        )
    }
    if body.get("content"):
        kwargs["content"] = body["content"]
    if body.get("embeds"):
        kwargs["embeds"] = [discord.Embed.from_dict(embed) for embed in body["embeds"]]
    if body.get("components"):
        view: ui.LayoutView | ui.View
        if body.get("flags", 0) & IS_COMPONENTS_V2:
            view = ui.LayoutView(timeout=None)
            for component in body["components"]:
                view.add_item(_item(component))
        else:
            view = ui.View(timeout=None)
            for number, row in enumerate(body["components"]):
                for component in row["components"]:
                    view.add_item(_button(component, row=number))
        view.stop()
        kwargs["view"] = view
    return kwargs


def _item(component: dict[str, Any]) -> ui.Item[Any]:
    kind = discord.ComponentType(component["type"])
    match kind:
        case discord.ComponentType.text_display:
            return ui.TextDisplay(component["content"])
        case discord.ComponentType.separator:
            return ui.Separator(visible=component["divider"], spacing=discord.SeparatorSpacing(component["spacing"]))
        case discord.ComponentType.section:
            return ui.Section(*map(_item, component["components"]), accessory=_item(component["accessory"]))
        case discord.ComponentType.thumbnail:
            return ui.Thumbnail(
                component["media"]["url"], description=component["description"], spoiler=component["spoiler"]
            )
        case discord.ComponentType.action_row:
            return ui.ActionRow(*map(_item, component["components"]))
        case discord.ComponentType.button:
            return _button(component)
        case discord.ComponentType.container:
            return ui.Container(
                *map(_item, component["components"]),
                accent_colour=component["accent_color"],
                spoiler=component["spoiler"],
            )
    raise ValueError(f"no layout renders components of type {kind.name}")


def _button(component: dict[str, Any], row: int | None = None) -> ui.Button[Any]:
    return ui.Button(
        style=discord.ButtonStyle(component["style"]),
        label=component["label"],
        disabled=component["disabled"],
        custom_id=component["custom_id"],
        row=row,
    )
