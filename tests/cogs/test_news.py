"""What anybody may ask about the news of their server."""

from __future__ import annotations

import json

from tests.builders import MINUTE
from tests.cogs.conftest import NEWS


def shown(interaction) -> str:
    return json.dumps(interaction.messages, ensure_ascii=False)


async def test_a_told_story_explains_itself_by_words_of_its_headline(bot):
    await bot.schedule("Evening")
    await bot.tick(2 * MINUTE)
    await bot.discord.wait_for_message(NEWS)
    answer = shown(await bot.discord.command("news why", {"story": "left orbit"}, user=bot.discord.member))
    assert "The probe has left its orbit" in answer
    assert "score " in answer
    assert "Told by Evening" in answer


async def test_a_story_that_no_brief_told_is_not_explained(bot):
    answer = shown(await bot.discord.command("news why", {"story": "unicorn"}, user=bot.discord.member))
    assert "No brief of this server has told such a story" in answer
