"""A server's admins make their own briefs: what they type, what they are told, and what then happens."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import discord
import pytest

from bot.chat.commands import NotAllowed
from bot.deliveries import DeliveryState
from bot.rehearsal import wire
from bot.rehearsal.permissions import Permission
from cogs.options import PostingChannel, choices, zone_typed
from tests.builders import DAY, HOUR, MINUTE
from tests.cogs.conftest import HOME, NEWS, NEXT_DOOR, NOW, QUIET, THEIR_NEWS, at_work, rss, settings, until


def shown(interaction) -> str:
    return json.dumps(interaction.messages, ensure_ascii=False)


async def press(bot, asked, label: str):
    """Press the button with this label, and wait until something else stands in the place of the question."""
    [row] = asked.message["components"]
    [button] = [each for each in row["components"] if each["label"] == label]
    question = asked.message["content"]
    await bot.discord.press(asked.message, button["custom_id"])
    await until(lambda: asked.message["content"] != question)


async def test_a_brief_made_by_command_comes_at_its_time(bot):
    answer = await bot.schedule("Evening", topics="probe, Mars")
    due = int((NOW + 2 * MINUTE).timestamp())
    assert f"<t:{due}:F>" in shown(answer)
    assert "can't be posted" not in shown(answer)
    await bot.tick(MINUTE)
    assert bot.discord.messages(NEWS) == []
    await bot.tick(MINUTE)
    posted = await bot.discord.wait_for_message(NEWS)
    assert "The probe has left its orbit" in json.dumps(posted)
    status = shown(await bot.discord.command("brief status", {"name": "Evening"}))
    assert f"[posted](https://discord.com/channels/{HOME}/{NEWS}/{posted['id']})" in status
    assert f"<t:{due + 86400}:F>" in status
    assert f"<@{bot.discord.admin.id}>" in status


async def test_moving_the_hour_posts_today_no_second_time_and_says_tomorrow(bot):
    await bot.schedule()
    await bot.tick(2 * MINUTE)
    await bot.discord.wait_for_message(NEWS)
    answer = await bot.discord.command("brief edit", {"name": "evening", "time": "09:05, 18:00"})
    assert f"<t:{int((NOW + 9 * HOUR + 2 * MINUTE).timestamp())}:F>" in shown(answer)
    await bot.discord.command("brief edit", {"name": "evening", "time": "09:05"})
    await bot.tick(10 * MINUTE)
    assert len(bot.discord.messages(NEWS)) == 1


async def test_an_edit_changes_what_is_given_and_keeps_the_rest_and_the_id(bot):
    await bot.schedule(days="mon-fri", stories=3, topics="moon", layout="embeds", window="7d", quiet_day="skip")
    [before] = bot.app.guilds.of(HOME)
    assert (before.days, before.stories, before.layout) == (frozenset({1, 2, 3, 4, 5}), 3, "embeds")
    assert (before.window, before.quiet_day, before.selection.topics) == (timedelta(days=7), False, ("moon",))
    await bot.discord.command("brief edit", {"name": "Evening", "rename": "Late", "topics": "all", "days": "sat, sun"})
    [after] = bot.app.guilds.of(HOME)
    assert (after.id, after.name, after.days, after.selection.topics) == (before.id, "Late", frozenset({6, 7}), ())
    assert (after.stories, after.layout, after.at, after.created_at) == (3, "embeds", before.at, before.created_at)


async def test_pausing_rests_and_resuming_posts_nothing_of_the_past(bot):
    await bot.schedule()
    assert "paused" in shown(await bot.discord.command("brief pause", {"name": "Evening"}))
    await bot.tick(10 * MINUTE)
    answer = await bot.discord.command("brief resume", {"name": "Evening"})
    assert f"<t:{int((NOW + DAY + 2 * MINUTE).timestamp())}:F>" in shown(answer)
    await bot.tick(10 * MINUTE)
    assert bot.discord.messages(NEWS) == []
    await bot.tick(DAY - 18 * MINUTE)
    await bot.discord.wait_for_message(NEWS)


async def test_what_is_paused_or_running_already_is_told_so(bot):
    await bot.schedule()
    assert "running already, so nothing was changed" in shown(
        await bot.discord.command("brief resume", {"name": "Evening"})
    )
    assert "paused already" not in shown(await bot.discord.command("brief pause", {"name": "Evening"}))
    assert "paused already" in shown(await bot.discord.command("brief pause", {"name": "Evening"}))
    assert "running again" in shown(await bot.discord.command("brief resume", {"name": "Evening"}))


async def test_a_preview_says_why_it_chose_what_it_shows(bot):
    await bot.schedule()
    preview = await bot.discord.command("brief preview", {"name": "Evening"})
    [button] = re.findall(r'"custom_id": "(.*?)"', json.dumps(preview.message))
    why = shown(await bot.discord.press(preview.message, button))
    assert "Why these?" in why
    assert "The probe has left its orbit" in why
    assert bot.discord.messages(NEWS) == []


async def test_briefs_of_channels_that_a_member_may_not_see_are_not_listed_to_them(bot):
    await bot.schedule("Board only", channel=str(QUIET))
    world = bot.discord.world
    hidden = {"id": str(HOME), "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
    world.emit(
        "CHANNEL_UPDATE", wire.channel(world.channel(QUIET), world.bot) | {"permission_overwrites": [hidden]}, HOME
    )
    await until(lambda: bot.app.client.get_channel(QUIET).overwrites)
    theirs = shown(await bot.discord.command("brief list", user=bot.discord.member))
    assert "Morning" in theirs
    assert "Board only" not in theirs
    assert "Board only" in shown(await bot.discord.command("brief list"))


async def test_only_what_can_be_changed_is_offered_for_it(bot):
    async def offered(command: str) -> list[str]:
        return [each["value"] for each in await bot.discord.autocomplete(f"brief {command}", "name", "")]

    await bot.schedule()
    assert [await offered(command) for command in ("edit", "remove", "pause", "resume")] == [["Evening"]] * 3 + [[]]
    await bot.discord.command("brief pause", {"name": "Evening"})
    assert [await offered(command) for command in ("edit", "pause", "resume")] == [["Evening"], [], ["Evening"]]
    assert await offered("status") == ["Morning", "Evening"]


async def test_removing_asks_once_more_and_keeping_keeps(bot):
    await bot.schedule()
    asked = await bot.discord.command("brief remove", {"name": "Evening"})
    await press(bot, asked, "Keep it")
    assert len(bot.app.guilds.of(HOME)) == 1
    asked = await bot.discord.command("brief remove", {"name": "Evening"})
    await press(bot, asked, "Remove it")
    assert bot.app.guilds.of(HOME) == []
    assert "is removed" in json.dumps(asked.message)
    await bot.tick(10 * MINUTE)
    assert bot.discord.messages(NEWS) == []


async def test_what_is_missing_in_a_channel_is_told_at_once_with_the_fix(bot):
    bot.discord.world.deny(QUIET, "EMBED_LINKS", "READ_MESSAGE_HISTORY")
    while not await bot.app.trouble_with(QUIET):
        await asyncio.sleep(0.01)
    answer = shown(await bot.schedule(channel=str(QUIET)))
    assert "lacks Embed Links and Read Message History in" in answer
    assert "allow it there" in answer


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"time": "25:00"}, "time '25:00' is no time of day: write it as \"09:00\""),
        ({"time": "12:00, noon"}, "time names a time twice"),
        ({"timezone": "Europe/Berln"}, 'is no zone, city or country that is known here; did you mean "Europe/Berlin"?'),
        ({"timezone": "EST"}, 'timezone must be a place\'s, for "EST" knows no summer time: write "America/New_York"'),
        ({"days": "noday"}, 'days must be days of the week, such as "mon, thu", "mon-fri", "weekdays"'),
        ({"languages": "english!"}, 'languages is no language code: write "en"'),
        ({"feeds": "Everybodys"}, 'feeds: there is no feed "Everybodys"; did you mean "Everybody\'s"?'),
        ({"feeds": "body"}, 'feeds: there is no feed "body"; did you mean "Everybody\'s"?'),
        ({"tags": "launch"}, 'tags: no feed has the tag "launch"'),
        ({"name": "MORNING"}, 'There is a brief "MORNING" in this server already'),
        ({"name": "  "}, "name "),
    ],
)
async def test_what_is_wrong_is_said_with_the_options_name_and_nothing_is_made(bot, options, words):
    answer = await bot.schedule(**options)
    assert words in answer.text
    assert bot.app.guilds.of(HOME) == []


async def test_a_brief_in_a_language_that_none_of_its_feeds_has_is_told_so_at_once(rehearsal, clock, web):
    for page, language in (("all", "de"), ("other", "fr")):
        feed = rss("All", "Die Sonde hat ihre Bahn verlassen").replace(
            b"<channel>", f"<channel><language>{language}</language>".encode()
        )
        web.pages[f"https://{page}.example/feed"] = feed
    file = [{"name": "Morning", "channel": NEWS, "at": "06:00"}]
    async with at_work(rehearsal, settings(rehearsal, briefs=file), clock, web) as bot:
        told = "It takes only reports in en, and its feeds are in de: it tells nothing. `/brief edit` changes that."
        assert told in shown(await bot.schedule(languages="en"))
        assert told in shown(await bot.discord.command("brief status", {"name": "Evening"}))
        of_the_file = shown(await bot.discord.command("brief status", {"name": "Morning"}))
        assert "it tells nothing. The owner of this bot changes that, in the configuration file.\\n" in of_the_file
        assert "takes only" not in shown(
            await bot.discord.command("brief edit", {"name": "Evening", "languages": "de-AT"})
        )
        await bot.discord.command("brief edit", {"name": "Evening", "languages": "fr"})
        await bot.discord.command("feed add", {"url": "https://other.example/feed"})
        # What has not been read yet may be in any language.
        assert "takes only" not in shown(await bot.discord.command("brief status", {"name": "Evening"}))
        await bot.tick(MINUTE)
        assert "takes only" not in shown(await bot.discord.command("brief status", {"name": "Evening"}))
        await bot.discord.command("feed pause", {"feed": "All"})
        assert "its feeds are in de: it" in shown(await bot.discord.command("brief resume", {"name": "Evening"}))


async def test_feeds_are_known_however_their_names_are_written(bot):
    await bot.schedule(feeds="everybody's")
    [plan] = bot.app.guilds.of(HOME)
    assert plan.selection.feeds == ("Everybody's",)


async def test_feeds_and_tags_are_offered_one_after_the_other(bot):
    async def offered(option: str, typed: str) -> list[str]:
        return [each["value"] for each in await bot.discord.autocomplete("brief schedule", option, typed)]

    bot.web.pages["https://orbit.example/feed"] = rss("Orbit, Moon and Beyond", "A lander has touched down")
    await bot.discord.command("feed add", {"url": "https://orbit.example/feed", "tags": "moon, crew"})
    assert await offered("feeds", "") == ["Everybody's", "Orbit, Moon and Beyond"]
    assert await offered("feeds", "orb") == ["Orbit, Moon and Beyond"]
    assert await offered("feeds", "everybody's, ") == ["everybody's, Orbit, Moon and Beyond"]
    assert await offered("tags", "moon,c") == ["moon, crew"]
    assert await offered("tags", "moonlight, mo") == ["moonlight, moon"]
    assert await offered("tags", "x" * 99 + ",") == []
    await bot.schedule(feeds="everybody's, orbit,  moon and beyond")
    [plan] = bot.app.guilds.of(HOME)
    assert plan.selection.feeds == ("Everybody's", "Orbit, Moon and Beyond")
    await bot.discord.command("brief edit", {"name": "Evening", "tags": "crew"})
    [plan] = bot.app.guilds.of(HOME)
    assert plan.selection.feeds == ("Everybody's", "Orbit, Moon and Beyond")


async def test_several_faults_are_told_at_once(bot):
    answer = await bot.schedule(time="9", timezone="Mars/Base", days="x")
    assert [line.split()[0] for line in answer.text.splitlines()] == ["time", "days", "timezone"]


async def test_briefs_of_the_file_are_shown_as_such_and_refuse_to_be_changed(bot):
    assert "managed by the configuration file" in shown(await bot.discord.command("brief list"))
    for command, more in (("edit", {"time": "10:00"}), ("pause", {}), ("resume", {}), ("remove", {})):
        answer = await bot.discord.command(f"brief {command}", {"name": "Morning", **more})
        assert '"Morning" is managed by the configuration file' in answer.text


async def test_a_member_may_do_none_of_it_whatever_discord_shows(bot):
    await bot.schedule()
    for command, options in (
        ("brief schedule", {"name": "x", "channel": str(NEWS), "time": "09:00", "timezone": "UTC"}),
        ("brief edit", {"name": "Evening", "time": "10:00"}),
        ("brief pause", {"name": "Evening"}),
        ("brief resume", {"name": "Evening"}),
        ("brief remove", {"name": "Evening"}),
        ("brief status", {}),
        ("feed add", {"url": "https://all.example"}),
        ("feed remove", {"feed": "x"}),
    ):
        answer = await bot.discord.command(command, options, user=bot.discord.member)
        assert "Manage Server" in answer.text
    assert [plan.name for plan in bot.app.guilds.of(HOME)] == ["Evening"]


async def test_a_button_pressed_by_a_member_does_nothing(bot):
    await bot.schedule()
    asked = await bot.discord.command("brief remove", {"name": "Evening"})
    [row] = asked.message["components"]
    refused = await bot.discord.press(asked.message, row["components"][0]["custom_id"], user=bot.discord.member)
    assert "Manage Server" in refused.text
    assert len(bot.app.guilds.of(HOME)) == 1


async def test_servers_see_and_change_their_own_briefs_only(bot):
    await bot.schedule()
    names = await bot.discord.autocomplete("brief status", "name", "")
    assert [choice["value"] for choice in names] == ["Morning", "Evening"]
    assert await bot.discord.autocomplete("brief status", "name", "", channel=THEIR_NEWS) == []
    answer = await bot.discord.command("brief pause", {"name": "Evening"}, channel=THEIR_NEWS)
    assert "There is no brief of that name" in answer.text
    theirs = {"name": "Evening", "channel": str(THEIR_NEWS), "time": "09:00", "timezone": "UTC"}
    await bot.discord.command("brief schedule", theirs, channel=THEIR_NEWS)
    assert len(bot.app.guilds.of(NEXT_DOOR)) == len(bot.app.guilds.of(HOME)) == 1


async def test_time_zones_are_offered_by_city(bot):
    async def offered(typed: str) -> list[str]:
        return [each["value"] for each in await bot.discord.autocomplete("brief schedule", "timezone", typed)]

    assert (await offered("berlin"))[0] == "Europe/Berlin"
    assert (await offered("new y"))[0] == "America/New_York"
    assert "UTC" in await offered("")
    assert (await offered("germany"))[0] == "Europe/Berlin"
    assert len(await offered("a")) == 25
    assert (await offered("EST"))[0] == "America/New_York"
    assert "Etc/GMT+2" not in await offered("gmt+2")  # which means two hours to the west
    [munich] = await bot.discord.autocomplete("brief schedule", "timezone", "Munich")
    assert munich == {"name": "Europe/Berlin (Munich)", "value": "Europe/Berlin"}
    slips = await bot.discord.autocomplete("brief schedule", "timezone", "Cordova")
    assert [slip["name"] for slip in slips] == [
        "America/Argentina/Cordoba, if you mean Cordoba",
        "Europe/Madrid, if you mean Córdoba",
    ]
    assert "Asia/Tokyo" in (await bot.schedule(timezone="Osaka")).text


@pytest.mark.parametrize(
    ("locale", "typed", "zone"),
    [
        (discord.Locale.german, "Frankreich", "Europe/Paris"),
        (discord.Locale.german, "Munich", "Munich"),  # known in English, and taken there
        (discord.Locale.german, "EST", "EST"),  # refused there, with what to write
        (discord.Locale.german, "Xanadu", "Xanadu"),
        (discord.Locale.british_english, "Frankreich", "Frankreich"),
        (discord.Locale.german, None, None),
    ],
)
async def test_what_a_time_zone_is_called_in_the_persons_language_is_taken(locale, typed, zone):
    assert await zone_typed(SimpleNamespace(locale=locale), typed) == zone


async def test_where_no_time_zone_is_found_the_first_choice_says_what_to_type(bot):
    [hint, *others] = await bot.discord.autocomplete("brief schedule", "timezone", "Xanadu")
    assert hint == {"name": hint["name"], "value": "Xanadu"}
    assert hint["name"] == "No city or country Xanadu is known: type the nearest big city, or your country"
    assert "Europe/Berlin" in [each["value"] for each in others]
    refused = await bot.schedule(timezone="Xanadu")
    assert (
        'timezone "Xanadu" is no zone, city or country that is known here: write the nearest big city' in refused.text
    )


@pytest.mark.parametrize("limits", [{"briefs": 2}])
async def test_the_limit_is_said_with_what_to_do(bot, limits):
    await bot.schedule("One")
    await bot.schedule("Two")
    answer = await bot.schedule("Three")
    assert "A server may have 2 briefs of its own here, and this one has" in answer.text
    assert "/brief remove" in answer.text


@pytest.mark.parametrize("limits", [{"open": False}])
async def test_a_host_may_keep_the_making_of_briefs_to_itself(bot, limits):
    answer = await bot.schedule()
    assert "only its owner makes briefs and feeds" in answer.text
    answer = await bot.discord.command("feed add", {"url": "https://all.example/feed"})
    assert "only its owner makes briefs and feeds" in answer.text


@pytest.mark.parametrize("limits", [{"briefs": 9}])
async def test_too_many_commands_of_one_server_are_slowed_down(bot, limits):
    answers = [(await bot.schedule(f"Brief {n}")).text for n in range(6)]
    assert "Not so fast" in answers[-1]
    assert len(bot.app.guilds.of(HOME)) == 5


async def test_tries_that_changed_nothing_are_not_counted(bot):
    for typed in ({"time": "25:00"}, {"timezone": "EST"}, {"feeds": "Nobody's"}):
        for _ in range(2):
            assert "Not so fast" not in (await bot.schedule(**typed)).text
    for _ in range(6):
        assert "no brief of that name" in (await bot.discord.command("brief pause", {"name": "Nothing"})).text
    for n in range(5):
        assert "scheduled" in shown(await bot.schedule(f"Brief {n}"))
    assert "Not so fast" in (await bot.schedule("One more")).text


async def test_status_says_why_nothing_was_posted(bot):
    await bot.schedule(topics="nothing like it", quiet_day="skip")
    await bot.tick(2 * MINUTE)
    assert "nothing new to tell, so nothing was posted" in shown(await bot.discord.command("brief status"))
    bot.discord.world.deny(NEWS, "SEND_MESSAGES")
    await bot.schedule("Noon", time="12:00")
    await bot.tick(3 * HOUR)
    [_, noon] = bot.app.guilds.of(HOME)
    while (await bot.store.deliveries(noon.id))[0].state is not DeliveryState.BLOCKED:
        await asyncio.sleep(0.01)
    status = shown(await bot.discord.command("brief status", {"name": "Noon"}))
    assert "not posted yet" in status
    assert "Send Messages" in status
    assert "when that is mended" in status


async def test_a_role_may_be_pinged_by_whoever_may_mention_it_and_everyone_stands_for_none(bot):
    guild = bot.discord.world.guild(HOME)
    news = next(role for role in guild.roles.values() if role.mentionable)
    await bot.schedule(ping_role=str(news.id))
    assert bot.app.guilds.of(HOME)[0].ping_role == news.id
    await bot.discord.command("brief edit", {"name": "Evening", "ping_role": str(HOME)})
    assert bot.app.guilds.of(HOME)[0].ping_role is None


async def test_nobody_gets_the_bot_to_write_where_they_could_not():
    class Channel:
        id, type = NEWS, discord.ChannelType.text
        permissions = discord.Permissions(view_channel=True, send_messages=False)

    with pytest.raises(NotAllowed, match="You can't post in"):
        await PostingChannel().transform(None, Channel())
    Channel.permissions = discord.Permissions(view_channel=True, send_messages=True)
    assert await PostingChannel().transform(None, Channel()) == NEWS
    Channel.type = discord.ChannelType.voice
    with pytest.raises(NotAllowed, match="text, announcement or forum"):
        await PostingChannel().transform(None, Channel())


async def test_a_brief_answers_to_its_name_as_it_was_typed_and_as_it_is_shown(bot):
    await bot.schedule(name="Evening  \u200bnews")
    assert bot.app.guilds.of(HOME)[0].name == "Evening news"
    for typed in ("Evening  \u200bnews", "evening news"):
        answer = await bot.discord.command("brief edit", {"name": typed, "stories": 3})
        assert "changed" in shown(answer)


async def test_a_store_that_is_locked_for_a_while_leaves_no_command_unanswered(rehearsal, clock, web, tmp_path):
    file = tmp_path / "downlink.db"
    async with at_work(rehearsal, settings(rehearsal, store={"url": f"sqlite:///{file}"}), clock, web) as bot:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asyncio.get_running_loop().call_later(3.5, other.execute, "ROLLBACK")
            answer = await bot.schedule()
        assert "scheduled" in shown(answer)
        assert len(bot.app.guilds.of(HOME)) == 1


def test_a_name_is_offered_once_however_often_it_is_there():
    assert [each.value for each in choices(["Kestrel lands", "Wren", "Kestrel lands", "Old Kestrel"], "kest")] == [
        "Kestrel lands",
        "Old Kestrel",
    ]
