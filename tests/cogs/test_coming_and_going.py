"""What happens to a server's briefs when Downlink is removed from it, comes back, or is asked to forget."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from bot.app import open_app
from bot.health import WELL, ask
from bot.rehearsal import Channel
from cogs import confirm
from tests.builders import DAY, MINUTE
from tests.cogs.conftest import HOME, NEWS, NEXT_DOOR, THEIR_NEWS, at_work, settings, until
from tests.cogs.test_planning import press, shown

THEIRS = {"name": "Evening", "channel": str(THEIR_NEWS), "time": "09:00", "timezone": "UTC"}


async def make(bot) -> None:
    await bot.discord.command("brief schedule", THEIRS, channel=THEIR_NEWS)
    assert len(bot.app.guilds.of(NEXT_DOOR)) == 1


async def test_a_server_that_was_left_rests_for_a_week_and_is_then_forgotten(bot):
    await make(bot)
    await bot.schedule()
    bot.discord.world.remove_guild(NEXT_DOOR)
    await until(lambda: not bot.app.guilds.of(NEXT_DOOR))
    assert len(await bot.store.guild_plans(NEXT_DOOR)) == 1
    await bot.tick(6 * DAY)
    await bot.app._keep_house()
    assert len(await bot.store.guild_plans(NEXT_DOOR)) == 1
    await bot.tick(1 * DAY + MINUTE)
    await bot.app._keep_house()
    assert await bot.store.guild_plans(NEXT_DOOR) == []
    assert await bot.store.known_guilds() == {HOME: None}


async def test_a_server_that_is_back_has_its_briefs_and_nothing_of_the_time_between(bot):
    await make(bot)
    bot.discord.world.remove_guild(NEXT_DOOR)
    await until(lambda: not bot.app.guilds.of(NEXT_DOOR))
    bot.clock.move(2 * DAY + 10 * MINUTE)
    bot.discord.world.add_guild(NEXT_DOOR, "Next door", [Channel(THEIR_NEWS, "their-news")])
    await until(lambda: bot.app.guilds.of(NEXT_DOOR))
    await bot.tick(timedelta())
    assert bot.discord.messages(THEIR_NEWS) == []
    await bot.tick(1 * DAY - 8 * MINUTE)
    await bot.discord.wait_for_message(THEIR_NEWS)


async def test_an_outage_of_a_server_changes_nothing(bot):
    await make(bot)
    outage = {"id": str(NEXT_DOOR), "unavailable": True}
    bot.discord.gateway.send_raw("{}")  # nothing that discord.py knows
    bot.discord.world.emit("GUILD_DELETE", outage, NEXT_DOOR)
    await until(lambda: bot.app.client.get_guild(NEXT_DOOR).unavailable)
    await bot.app.guilds.meet(guild.id for guild in bot.app.client.guilds)
    assert len(bot.app.guilds.of(NEXT_DOOR)) == 1
    assert await bot.store.known_guilds() == {NEXT_DOOR: None}


async def test_servers_that_left_while_downlink_was_off_are_noticed_at_the_start(rehearsal, clock, web, tmp_path):
    config = settings(rehearsal, store={"url": f"sqlite:///{tmp_path / 'downlink.db'}"})
    async with at_work(rehearsal, config, clock, web) as bot:
        await make(bot)
    rehearsal.world.remove_guild(NEXT_DOOR)
    async with at_work(rehearsal, config, clock, web) as bot:
        await until(lambda: not bot.app.guilds.of(NEXT_DOOR))
        left = await bot.store.known_guilds()
    assert left == {NEXT_DOOR: clock.now()}


async def test_what_is_stored_is_told_to_everybody_and_only_admins_get_the_button(bot):
    await bot.schedule()
    told = await bot.discord.command("privacy", user=bot.discord.member)
    assert "never reads messages" in shown(told)
    assert "1 brief, 0 feeds now" in shown(told)
    assert "owner set up for this server, which is kept" in shown(told)
    assert not told.message["components"]
    told = await bot.discord.command("privacy")
    assert told.message["components"]


async def test_an_admin_has_everything_of_the_server_deleted_at_once(bot):
    await bot.schedule()
    await bot.tick(2 * MINUTE)
    posted = await bot.discord.wait_for_message(NEWS)
    [plan] = bot.app.guilds.of(HOME)
    told = await bot.discord.command("privacy")
    [row] = told.message["components"]
    asked = await bot.discord.press(told.message, row["components"][0]["custom_id"])
    assert len(bot.app.guilds.of(HOME)) == 1
    await press(bot, asked, "Delete it all")
    assert bot.app.guilds.of(HOME) == []
    assert await bot.store.known_guilds() == {}
    assert await bot.store.last_slots(plan.id, 9) == []
    assert await bot.store.deliveries(plan.id) == []
    why = re.search(r'"custom_id": "(.*?)"', json.dumps(posted))[1]
    answer = await bot.discord.press(posted, why)
    assert "isn't kept any more: it is too old, or was deleted by `/privacy`. `/brief preview`" in shown(answer)
    answer = await bot.discord.press(posted, why, user=bot.discord.member)
    assert "/brief preview" not in shown(answer)  # which a member may not use


async def test_what_is_stored_names_no_button_once_it_is_gone(bot, monkeypatch):
    monkeypatch.setattr(confirm, "PATIENCE", 0.05)
    told = await bot.discord.command("privacy")
    await until(lambda: not told.message["components"])
    assert "**The button below**" not in shown(told)
    assert "can delete both at once, by this command" in shown(told)


async def test_the_health_page_calls_the_gateway_well_only_when_it_is_there(rehearsal, clock, web):
    async with open_app(settings(rehearsal), clock=clock, fetcher=web) as app:
        ok, words = await ask(app.checks())
        assert ok
        assert words["gateway"] == "connecting for 0 s; trouble after 600"
    async with at_work(rehearsal, settings(rehearsal), clock, web) as bot:
        ok, words = await ask(bot.app.checks())
        assert ok
        assert words["gateway"] == WELL
