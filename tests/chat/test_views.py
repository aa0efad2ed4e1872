"""What discord.py really sends is what was rendered, and it keeps nothing of it."""

from __future__ import annotations

import json
import re

import discord
import pytest
from discord import ui

from bot.chat import render
from bot.chat.client import DownlinkClient
from bot.chat.views import as_message
from bot.model import Brief
from bot.rehearsal import RehearsalDiscord
from tests.chat.briefs import MARK, brief, story
from tests.chat.conftest import NEWS

TOLD = brief(*(story(n, image="https://agency.example/a.jpg" if n % 2 else None) for n in range(6)))


def stored_views(client: DownlinkClient) -> int:
    store = client._connection._view_store
    return len(store._views) + len(store._synced_message_views)


@pytest.mark.parametrize("layout", render.LAYOUTS)
@pytest.mark.parametrize("told", [TOLD, brief()])
@pytest.mark.parametrize("which", ["payload", "fallback"])
async def test_the_body_on_the_wire_is_the_body_that_was_rendered(
    client: DownlinkClient, rehearsal: RehearsalDiscord, layout: str, told: Brief, which: str
):
    (message,) = render.messages(told, layout=layout, mark=MARK, ping_role=77)
    body = getattr(message, which)
    await client.get_partial_messageable(NEWS).send(nonce="abc", **as_message(body))
    sent = rehearsal.requests[-1].body
    said = {key: value for key, value in sent.items() if value not in (None, [], False)}
    assert (said.pop("nonce"), said.pop("enforce_nonce")) == ("abc", True)
    assert said == json.loads(json.dumps(body))


@pytest.mark.parametrize("layout", render.LAYOUTS)
async def test_posting_leaves_nothing_in_the_view_store(client: DownlinkClient, layout: str):
    (message,) = render.messages(TOLD, layout=layout, mark=MARK)
    for _ in range(3):
        await client.get_partial_messageable(NEWS).send(**as_message(message.payload))
    assert stored_views(client) == 0


@pytest.mark.parametrize("layout", render.LAYOUTS)
async def test_an_answer_to_a_command_is_the_rendered_body_and_leaves_nothing_either(
    client: DownlinkClient, rehearsal: RehearsalDiscord, layout: str
):
    (message,) = render.messages(TOLD, layout=layout, mark=MARK)

    @client.tree.command(description="Shows the brief")
    async def preview(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(ephemeral=True, **as_message(message.payload))

    assert await client.sync_commands()
    await rehearsal.command("preview")
    sent = next(r for r in reversed(rehearsal.requests) if r.path.endswith("/callback")).body["data"]
    ephemeral = 64
    assert sent["flags"] == message.payload.get("flags", 0) | ephemeral
    rendered = json.loads(json.dumps(message.payload))
    assert {k: sent.get(k) for k in rendered if k != "flags"} == {k: v for k, v in rendered.items() if k != "flags"}
    assert stored_views(client) == 0


class WhyButton(ui.DynamicItem[ui.Button[ui.View]], template=f"(?P<mark>{render.MARK})"):
    """What answers a brief's button: only its mark counts."""

    def __init__(self, mark: str) -> None:
        super().__init__(ui.Button(custom_id=mark, label="Why these?"))
        self.mark = mark

    @classmethod
    async def from_custom_id(cls, _interaction: discord.Interaction, _item: ui.Item, match: re.Match[str]) -> WhyButton:
        return cls(match["mark"])

    async def callback(self, interaction: discord.Interaction) -> None:
        assert self.mark.startswith(MARK)
        await interaction.response.send_message(ephemeral=True, **as_message(render.why(TOLD)[0]))


@pytest.mark.parametrize("layout", render.LAYOUTS)
async def test_the_button_of_an_old_message_is_answered_by_whoever_knows_its_mark(
    client: DownlinkClient, rehearsal: RehearsalDiscord, layout: str
):
    (message,) = render.messages(TOLD, layout=layout, mark=MARK)
    await client.get_partial_messageable(NEWS).send(**as_message(message.payload))
    client.add_dynamic_items(WhyButton)
    (posted,) = rehearsal.messages(NEWS)
    answer = await rehearsal.press(posted, message.mark)
    assert answer.message["embeds"][0]["title"] == "Why these?"


def test_a_component_that_no_layout_renders_is_named():
    select = {"type": 3, "custom_id": "x", "options": []}
    with pytest.raises(ValueError, match="select"):
        as_message(
            {"components": [{"type": 17, "components": [select], "accent_color": 1, "spoiler": False}], "flags": 32768}
        )


async def test_nobody_is_mentioned_unless_the_body_says_so():
    assert as_message({"content": "@everyone"})["allowed_mentions"].to_dict() == {"parse": []}
