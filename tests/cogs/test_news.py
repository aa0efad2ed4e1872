"""What anybody may ask about the news of their server."""

from __future__ import annotations

import json
import re

from bot.rehearsal import slash, wire
from bot.rehearsal.permissions import Permission
from tests.builders import MINUTE
from tests.cogs.conftest import HOME, NEWS, at_work, rss, settings, until


def shown(interaction) -> str:
    return json.dumps(interaction.messages, ensure_ascii=False)


async def test_a_told_story_explains_itself_by_words_of_its_headline(bot):
    await bot.schedule("Evening")
    await bot.tick(2 * MINUTE)
    await bot.discord.wait_for_message(NEWS)
    answer = shown(await bot.discord.command("news why", {"story": "left orbit"}, user=bot.discord.member))
    assert "The probe has left its orbit" in answer
    assert "score " in answer
    assert "Told by Evening, [<t:" in answer
    assert f"https://discord.com/channels/{HOME}/{NEWS}/" in answer
    [offered] = await bot.discord.autocomplete("news why", "story", "orbit probe")
    assert "The probe has left its orbit" in offered["value"]


async def test_a_story_that_two_briefs_told_is_explained_for_either(bot):
    for name in ("Evening", "Night"):
        await bot.schedule(name)
    await bot.tick(2 * MINUTE)
    for _ in range(2):
        await bot.discord.wait_for_message(NEWS)
    asked = {"story": "left orbit"}
    last = shown(await bot.discord.command("news why", asked))
    [teller, other] = sorted(("Evening", "Night"), key=lambda name: f"Told by {name}" not in last)
    assert f"Told by {teller}" in last
    assert f"Also told by {other}" in last
    assert f"Told by {other}" in shown(await bot.discord.command("news why", {**asked, "brief": other.lower()}))
    nobodys = await bot.discord.command("news why", {**asked, "brief": "Noon"})
    assert "The brief Noon hasn't told that lately. Briefs that have: " in nobodys.text
    offered = await bot.discord.autocomplete("news why", "brief", "")
    assert {each["value"] for each in offered} == {"Evening", "Night"}


async def test_more_news_than_were_asked_for_is_said_to_be_there(rehearsal, clock, web):
    web.pages["https://all.example/feed"] = rss("All", *(f"Probe {n} has left its orbit" for n in range(30)))
    async with at_work(rehearsal, settings(rehearsal), clock, web) as bot:
        usual = shown(await bot.discord.command("news latest", {}))
        assert usual.count("has left its orbit") == 8
        assert "There is more: `count` shows up to 25." in usual
        most = shown(await bot.discord.command("news latest", {"count": 25}))
        assert most.count("has left its orbit") == 25
        assert "There is more: `/news search` finds it." in most
        found = shown(await bot.discord.command("news search", {"words": "Probe 29"}))
        assert "There is more" not in found


async def test_what_was_told_in_a_channel_that_a_member_may_not_see_is_not_explained_to_them(bot):
    await bot.schedule("Board only")
    await bot.tick(2 * MINUTE)
    await bot.discord.wait_for_message(NEWS)
    world = bot.discord.world
    hidden = {"id": str(HOME), "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
    seen_by_staff = wire.channel(world.channel(NEWS), world.bot) | {"permission_overwrites": [hidden]}
    world.emit("CHANNEL_UPDATE", seen_by_staff, HOME)
    await until(lambda: bot.app.client.get_channel(NEWS).overwrites)
    answer = shown(await bot.discord.command("news why", {"story": "left orbit"}, user=bot.discord.member))
    assert "No story that a brief of this server told lately has all of these words" in answer
    assert await bot.discord.autocomplete("news why", "story", "", user=bot.discord.member) == []
    assert "Told by Board only" in shown(await bot.discord.command("news why", {"story": "left orbit"}))


async def test_a_story_that_no_brief_told_is_not_explained(bot):
    answer = shown(await bot.discord.command("news why", {"story": "unicorn"}, user=bot.discord.member))
    assert "No story that a brief of this server told lately has all of these words" in answer


async def test_the_latest_of_a_feed_or_of_whoever_reports_in_a_collecting_one(rehearsal, clock, web):
    web.pages["https://all.example/feed"] = rss("All", "A probe has left", "A lander has landed").replace(
        b"<title>A probe", b"<source url='https://zenith.example/'>Zenith</source><title>A probe"
    )
    feeds = [{"name": "All", "url": "https://all.example/feed", "collects": True}]
    async with at_work(rehearsal, settings(rehearsal, feeds=feeds), clock, web) as bot:
        offered = await bot.discord.autocomplete("news latest", "feed", "", user=bot.discord.member)
        assert [each["value"] for each in offered] == ["All", "Zenith"]
        whole = shown(await bot.discord.command("news latest", {"feed": "all"}, user=bot.discord.member))
        assert "A probe has left" in whole
        assert "A lander has landed" in whole
        theirs = shown(await bot.discord.command("news latest", {"feed": "zenith"}, user=bot.discord.member))
        assert "Latest from Zenith" in theirs
        assert "A probe has left" in theirs
        assert "A lander has landed" not in theirs
        nobodys = await bot.discord.command("news latest", {"feed": "Nadir"}, user=bot.discord.member)
        assert "There is no feed or publisher of that name" in nobodys.text


async def test_about_names_commands_that_there_are(bot):
    offered = {
        " ".join(path) for command in bot.discord.world.usable_commands(HOME) for path, _ in slash.leaves(command)
    }
    named = re.findall(r"`/([a-z ]+)`", shown(await bot.discord.command("about", user=bot.discord.member)))
    assert {"news latest", "brief schedule", "feed add"} <= set(named) <= offered


async def test_a_publisher_with_a_name_longer_than_a_choice_can_be_picked(rehearsal, clock, web):
    name = "The Society for the Observation of Everything that Moves between the Earth and the Moon " * 2
    web.pages["https://all.example/feed"] = rss("All", "A probe has left", "A lander has landed").replace(
        b"<title>A probe", f"<source url='https://zenith.example/'>{name}</source><title>A probe".encode()
    )
    feeds = [{"name": "All", "url": "https://all.example/feed", "collects": True}]
    async with at_work(rehearsal, settings(rehearsal, feeds=feeds), clock, web) as bot:
        [_, offered] = await bot.discord.autocomplete("news latest", "feed", "", user=bot.discord.member)
        assert len(offered["value"]) == 100
        theirs = shown(await bot.discord.command("news latest", {"feed": offered["value"]}, user=bot.discord.member))
        assert "A probe has left" in theirs
        assert "A lander has landed" not in theirs
