"""A server's own feeds: found, added, paused, removed, and nobody else's."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.model import FeedStatus
from tests.builders import DAY, HOUR, MINUTE
from tests.cogs.conftest import NEWS, THEIR_NEWS, rss, until
from tests.cogs.test_planning import shown

URL = "https://orbit.example/feed"


@pytest.fixture
def web(web):
    web.pages[URL] = rss("Orbit Post", "A lander has touched down", "A second look")
    return web


async def own(bot, owner: str = "guild:1100000000000000100") -> list[FeedStatus]:
    return [status for status in await bot.store.feed_statuses(owner) if status.owner == owner]


async def add(bot, channel: int = NEWS, **options: str):
    return await bot.discord.command("feed add", {"url": URL, **options}, channel=channel)


async def test_a_feed_that_was_added_is_told_read_and_in_the_next_brief(bot):
    answer = await add(bot, tier="official", tags="moon, lander")
    assert "Orbit Post" in answer.text
    assert "2 entries, the newest <t:" in answer.text
    [status] = await own(bot)
    assert (status.feed.name, status.feed.tier, status.feed.tags) == ("Orbit Post", "official", ("moon", "lander"))
    await bot.schedule(tags="moon")
    await bot.tick(2 * MINUTE)
    posted = json.dumps(await bot.discord.wait_for_message(NEWS))
    assert "touched down" in posted
    assert "left its orbit" not in posted
    assert bot.web.trusted == set()


async def test_another_server_neither_sees_nor_reads_it(bot):
    await add(bot)
    await bot.tick(MINUTE)
    assert "touched down" in shown(await bot.discord.command("news latest"))
    assert "touched down" not in shown(await bot.discord.command("news latest", channel=THEIR_NEWS))
    assert "Orbit Post" not in shown(await bot.discord.command("feed list", channel=THEIR_NEWS))
    refused = await bot.discord.command("feed remove", {"feed": "Orbit Post"}, channel=THEIR_NEWS)
    assert "There is no feed of that name" in refused.text
    assert len(await own(bot)) == 1


async def test_where_a_site_has_several_it_is_asked_which(bot):
    bot.web.pages["https://orbit.example/"] = (
        b"<!doctype html><html><head>"
        b'<link rel="alternate" type="application/rss+xml" href="/feed">'
        b'<link rel="alternate" type="application/rss+xml" href="/launches"></head></html>'
    )
    bot.web.pages["https://orbit.example/launches"] = rss("Launches", "One")
    asked = await add(bot, url="orbit.example/")
    assert await own(bot) == []
    [row] = asked.message["components"]
    [select] = row["components"]
    assert [option["label"] for option in select["options"]] == ["Orbit Post", "Launches"]
    await bot.discord.press(asked.message, select["custom_id"], values=["1"])
    await until(lambda: "Launches" in asked.message["content"])
    assert [status.feed.name for status in await own(bot)] == ["Launches"]
    again = await add(bot, url="orbit.example/")
    [row] = again.message["components"]
    [select] = row["components"]
    assert ["already" in option["description"] for option in select["options"]] == [False, True]
    refused = await bot.discord.press(again.message, select["custom_id"], values=["1"])
    await until(lambda: len(refused.messages) > 1)
    assert "is one of yours already" in shown(refused)
    assert (again.message["content"], again.message["components"]) == ("Nothing was changed.", [])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:8080/feed", "there is no public server of that name"),
        ("https://nowhere.example/", "there is no public server of that name"),
        ("https://all.example/feed", "is read for every server already"),
    ],
)
async def test_a_bad_address_is_one_clear_error(bot, url, words):
    answer = await add(bot, url=url)
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert await own(bot) == []


async def test_only_addresses_that_are_looked_up_count_towards_the_limit(bot):
    for _ in range(12):
        assert "is read for every server already" in (await add(bot, url="https://all.example/feed")).text
    words = [(await add(bot, url=f"https://nowhere.example/{n}")).text for n in range(11)]
    assert all("there is no public server of that name" in each for each in words[:10])
    assert "Not so fast" in words[10]
    assert "Not so fast" not in (await add(bot, channel=THEIR_NEWS)).text


async def test_an_address_without_its_beginning_is_known_for_the_feed_that_is_there(bot):
    await add(bot)
    assert "is one of yours already" in (await add(bot, url=" orbit.example/feed ")).text


async def test_a_feed_is_added_once_and_a_name_is_given_once(bot):
    await add(bot)
    assert "is one of yours already" in (await add(bot)).text
    bot.web.pages["https://other.example/"] = rss("Orbit Post", "One")
    assert "give yours another name" in (await add(bot, url="https://other.example/")).text
    assert "Other" in (await add(bot, url="https://other.example/", name="Other")).text


async def test_the_files_feeds_are_managed_by_the_file(bot):
    for command in ("pause", "resume", "remove"):
        answer = await bot.discord.command(f"feed {command}", {"feed": "Everybody's"})
        assert "is managed by the configuration file" in answer.text
    await add(bot)
    offered = await bot.discord.autocomplete("feed remove", "feed", "")
    assert [choice["value"] for choice in offered] == ["Orbit Post"]


async def test_a_brief_whose_feed_was_removed_is_named_and_says_so(bot):
    await add(bot, tags="lander")
    await bot.schedule(feeds="Orbit Post", tags="lander")
    assert "any more" not in shown(await bot.discord.command("brief status"))
    answer = await bot.discord.command("feed remove", {"feed": "Orbit Post"})
    assert "Still chosen by name in: Evening; `/brief edit` changes that." in answer.text
    status = shown(await bot.discord.command("brief status"))
    assert "It chooses from what isn't there any more: Orbit Post, the tag lander." in status
    preview = await bot.discord.command("brief preview", {"name": "Evening"})
    assert "there is no feed that it chooses from" in preview.text


async def test_a_paused_feed_rests_and_comes_back(bot):
    await add(bot)
    assert "rests" in (await bot.discord.command("feed pause", {"feed": "orbit post"})).text
    asked = len(bot.web.asked)
    await bot.tick(MINUTE)
    assert len(bot.web.asked) == asked
    assert "paused" in shown(await bot.discord.command("feed list"))
    assert "rests already" in (await bot.discord.command("feed pause", {"feed": "Orbit Post"})).text
    assert "is read again." in (await bot.discord.command("feed resume", {"feed": "Orbit Post"})).text
    await bot.tick(MINUTE)
    assert bot.web.asked[asked:] == [URL]
    assert "is being read already." in (await bot.discord.command("feed resume", {"feed": "Orbit Post"})).text


async def test_resuming_a_feed_that_fails_tries_it_again(bot):
    await add(bot)
    bot.web.pages.pop(URL)
    await bot.tick(HOUR)
    asked = len(bot.web.asked)
    assert "is tried again." in (await bot.discord.command("feed resume", {"feed": "Orbit Post"})).text
    await bot.tick(MINUTE)
    assert URL in bot.web.asked[asked:]


async def test_nobody_asks_a_feed_before_its_publisher_lets_them(bot):
    await add(bot)
    bot.web.busy[URL] = 2 * HOUR
    await bot.tick(HOUR)
    del bot.web.busy[URL]
    asked = len(bot.web.asked)
    until_then = f"{bot.clock.now() + 2 * HOUR:%H:%M} UTC"
    await bot.discord.command("feed pause", {"feed": "Orbit Post"})
    assert until_then in (await bot.discord.command("feed resume", {"feed": "Orbit Post"})).text
    assert until_then in (await add(bot, url=URL, channel=THEIR_NEWS)).text
    await bot.tick(2 * HOUR - MINUTE)
    assert URL not in bot.web.asked[asked:]
    await bot.tick(2 * MINUTE)
    assert URL in bot.web.asked[asked:]


async def test_a_removed_feed_is_asked_no_more(bot):
    await add(bot)
    await bot.discord.command("feed remove", {"feed": "Orbit Post"})
    asked = len(bot.web.asked)
    await bot.tick(MINUTE)
    assert len(bot.web.asked) == asked
    assert await own(bot) == []


@pytest.mark.parametrize("limits", [{"feeds": 1}])
async def test_the_limit_of_feeds_is_said_with_what_to_do(bot, limits):
    await add(bot)
    bot.web.pages["https://other.example/"] = rss("Other", "One")
    answers = await asyncio.gather(*(add(bot, url="https://other.example/") for _ in range(2)))
    assert all("A server may have 1 feed of its own here" in answer.text for answer in answers)
    assert all("/feed remove" in answer.text for answer in answers)


async def test_a_feed_that_leads_inside_later_tells_nothing_of_what_is_there(bot):
    await add(bot)
    told = set()
    for inside in (True, False):  # a private address, and a name that isn't there
        bot.web.pages.pop(URL, None)
        bot.web.private = {URL} if inside else set()
        await bot.tick(DAY)
        [status] = await own(bot)
        assert status.state.failures
        told.add(status.state.reason)
    assert told == {"there is no public server of that name; is it spelled right?"}


async def test_half_a_feed_s_name_is_told_with_the_whole(bot):
    await add(bot)
    for command in ("health", "pause", "remove"):
        answer = await bot.discord.command(f"feed {command}", {"feed": "orbit"})
        assert answer.text == "There is no feed of that name. Did you mean Orbit Post?"
    answer = await bot.discord.command("feed health", {"feed": "Nothing like it"})
    assert answer.text == "There is no feed of that name. `/feed list` shows them all."
