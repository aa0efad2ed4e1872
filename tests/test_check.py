"""`downlink check`: what it says of the language model and of feeds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.check import look
from bot.model import Feed
from bot.owners import FILE_OWNER
from bot.store import open_store

KEY = "a-secret-key-of-the-host"
GOOD = json.dumps({"sentences": [{"text": "Kestrel is in orbit.", "source": 1}]})


async def found(tmp_path, monkeypatch, *, status: int = 200, content: str = GOOD, key: str | None = KEY):
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"choices": [{"message": {"content": content}}]}, status=status)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    async with TestServer(app) as server:
        path = tmp_path / "config.toml"
        path.write_text(
            f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n'
            '[summaries]\nengine = "llm"\nmodel = "m"\napi_key = "env:MODEL_KEY"\n'
            f'base_url = "{server.make_url("/v1")}"\n'
        )
        if key:
            monkeypatch.setenv("MODEL_KEY", key)
        else:
            monkeypatch.delenv("MODEL_KEY", raising=False)
        async for finding in look(path):
            if finding.subject == "language model":
                return finding
    raise AssertionError("nothing is said of the language model")


async def test_a_model_that_answers_is_well(tmp_path, monkeypatch):
    finding = await found(tmp_path, monkeypatch)
    assert finding.ok
    assert "answers at http://127.0.0.1" in finding.words


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"status": 401}, "it answers 401"),
        ({"content": "I would rather not."}, "not the JSON that was asked for"),
        ({"key": None}, "MODEL_KEY is not set"),
    ],
)
async def test_a_model_that_is_no_use_is_told_with_what_to_look_at(tmp_path, monkeypatch, trouble, words):
    finding = await found(tmp_path, monkeypatch, **trouble)
    assert not finding.ok
    assert words in finding.words
    assert "[summaries]" in finding.words
    assert KEY not in finding.words


async def test_two_feeds_that_lead_to_one_address_are_told(tmp_path):
    async def answer(request: web.Request) -> web.Response:
        if request.path != "/news.xml":
            raise web.HTTPFound("/news.xml")
        return web.Response(text="<rss version='2.0'><channel><title>News</title></channel></rss>")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        path = tmp_path / "config.toml"
        tables = "".join(
            f'[[feeds]]\nname = "{name}"\nurl = "{server.make_url(at)}"\n'
            for name, at in {"Old": "/rss", "New": "/news.xml", "Other": "/feed"}.items()
        )
        path.write_text(f'[store]\nurl = "sqlite:///{tmp_path}/n.db"\n[fetch]\nallow_private = true\n{tables}')
        found = [finding async for finding in look(path) if finding.subject == "feed"]
    assert [finding.ok for finding in found] == [True] * 3
    assert found[0].words == "0 entries"
    for finding in found[1:]:
        assert 'leads to the same address as "Old" and is read twice' in finding.words


async def test_a_feed_that_another_host_answers_is_told(tmp_path):
    async def answer(request: web.Request) -> web.Response:
        if request.path != "/news.xml":
            raise web.HTTPFound(f"http://localhost:{request.url.port}/news.xml")
        return web.Response(text="<rss version='2.0'><channel><title>News</title></channel></rss>")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        path = tmp_path / "config.toml"
        path.write_text(
            f'[store]\nurl = "sqlite:///{tmp_path}/n.db"\n[fetch]\nallow_private = true\n'
            f'[[feeds]]\nname = "Old"\nurl = "{server.make_url("/rss")}"\n'
        )
        [finding] = [finding async for finding in look(path) if finding.subject == "feed"]
    assert finding.ok
    assert finding.words == "0 entries; localhost answers in its place, by a temporary redirect"


async def feeds_found(tmp_path, pages: dict[str, web.Response], state: dict[str, object] | None = None):
    """What is said of the feed at the first of these paths; `state` is what the store knows of it."""

    async def answer(request: web.Request) -> web.Response:
        return pages[request.path]

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        url = str(server.make_url(next(iter(pages))))
        path = tmp_path / "config.toml"
        path.write_text(
            f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n[fetch]\nallow_private = true\n'
            f'[[feeds]]\nname = "Orbit"\nurl = "{url}"\n'
        )
        async with await open_store(f"sqlite:///{tmp_path}/news.db") as store:
            await store.sync_feeds(FILE_OWNER, [Feed("Orbit", url)], trusted=True)
            (known,) = await store.due_feeds(datetime.now(UTC), 10)
            await store.record_poll(replace(known, **(state or {})))
        return [finding async for finding in look(path) if finding.subject == "feed"]


async def test_a_site_s_address_in_the_place_of_its_feed_s_is_told_with_the_feed_s(tmp_path):
    page = "<!doctype html><html><head><link rel=alternate type='application/rss+xml' href='/news.xml'></head></html>"
    (finding,) = await feeds_found(tmp_path, {"/": web.Response(text=page, content_type="text/html")})
    assert not finding.ok
    assert "a web page, not a feed" in finding.words
    assert finding.words.endswith("/news.xml: write that")


async def test_a_feed_whose_publisher_asks_to_wait_is_not_asked(tmp_path):
    later = datetime.now(UTC) + timedelta(hours=1)
    (finding,) = await feeds_found(tmp_path, {"/feed": web.Response(text="<rss/>")}, {"not_before": later})
    assert not finding.ok
    assert "its server asks to be left alone until" in finding.words
    assert f"{later:%H:%M} UTC" in finding.words


async def test_a_feed_at_a_private_address_is_told_with_the_setting_that_lets_it_be_there(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n[[feeds]]\nname = "Home"\nurl = "http://127.0.0.1/feed"\n'
    )
    [finding] = [each async for each in look(path) if each.subject == "feed"]
    assert "127.0.0.1 is not a public address" in finding.words
    assert "allow_private = true under [fetch]" in finding.words


async def briefs_found(tmp_path, languages: str, own: str, written: str = ""):
    """What is said of a brief in these languages, where the only feed says `own` of itself, the file `written`."""
    told = f"<language>{own}</language>" if own else ""
    body = f"<rss version='2.0'><channel><title>Umlauf</title>{told}<item><title>Start</title></item></channel></rss>"

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/feed", answer)
    async with TestServer(app) as server:
        path = tmp_path / "config.toml"
        path.write_text(
            f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n[fetch]\nallow_private = true\n'
            f'[[briefs]]\nname = "Morgen"\nchannel = 1\nat = "9:00"\n{languages}'
            f'[[feeds]]\nname = "Umlauf"\nurl = "{server.make_url("/feed")}"\nlanguage = "{written}"\n'
        )
        return [finding async for finding in look(path) if finding.subject == "brief"]


async def test_a_brief_that_would_leave_out_all_its_feeds_for_their_language_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    (finding,) = await briefs_found(tmp_path, "", "de-AT")
    assert not finding.ok
    assert finding.words.startswith('takes only reports in "en", and its feeds are in "de"')
    assert await briefs_found(tmp_path, "", "", "de")


@pytest.mark.parametrize(
    ("languages", "own"),
    [("", "en-GB"), ("", ""), ('languages = ["de"]\n', "de-AT"), ("languages = []\n", "de")],
)
async def test_a_brief_that_takes_the_language_of_its_feeds_or_any_is_not(tmp_path, monkeypatch, languages, own):
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    assert await briefs_found(tmp_path, languages, own) == []


async def test_a_brief_in_no_language_of_its_feeds_is_told_where_none_can_be_read(tmp_path, monkeypatch, unused_port):
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    path = tmp_path / "config.toml"
    feeds = "".join(
        f'[[feeds]]\nname = "{name}"\nurl = "http://127.0.0.1:{unused_port}/{name}"\nlanguage = "en"\n' for name in "AB"
    )
    path.write_text(
        f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n[fetch]\nallow_private = true\n'
        f'[[briefs]]\nname = "Morgen"\nchannel = 1\nat = "9:00"\nlanguages = ["de"]\n{feeds}'
    )
    (finding,) = [each async for each in look(path) if each.subject == "brief"]
    assert finding.words.startswith('takes only reports in "de", and its feeds are in "en"')


async def test_a_brief_every_minute_is_told_with_the_key_to_change(tmp_path, monkeypatch):
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    path = tmp_path / "config.toml"
    path.write_text(
        f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n'
        '[[briefs]]\nname = "Ticker"\nchannel = 523456789012345678\ncron = "* * * * *"\n'
    )
    [finding] = [each async for each in look(path) if each.subject == "configuration" and "Ticker" in each.words]
    assert not finding.ok
    assert finding.words.startswith('brief "Ticker" comes up to 1,440 times a day by cron = "* * * * *"')


async def test_discord_out_of_reach_is_told_in_words(tmp_path, monkeypatch, unused_port):
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    path = tmp_path / "config.toml"
    path.write_text(
        f'[discord]\napi_url = "http://127.0.0.1:{unused_port}/api"\n[store]\nurl = "sqlite:///{tmp_path}/news.db"\n'
    )
    [finding] = [each async for each in look(path) if each.subject == "discord"]
    assert not finding.ok
    assert finding.name == f"http://127.0.0.1:{unused_port}/api"
    assert finding.words == "Discord can't be reached: is this computer online?"


async def test_somebody_else_in_discord_s_place_is_told_with_the_setting_to_look_at(tmp_path, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    path = tmp_path / "config.toml"
    async with TestServer(web.Application()) as server:
        where = f'api_url = "{server.make_url("/api")}"'
        path.write_text(f'[discord]\n{where}\n[store]\nurl = "sqlite:///{tmp_path}/news.db"\n')
        [finding] = [each async for each in look(path) if each.subject == "discord"]
    assert not finding.ok
    assert "does not answer as Discord does (HTTP 404" in finding.words
    assert "check [discord] api_url" in finding.words


async def test_a_configuration_is_told_to_be_well_or_what_is_wrong_with_it_and_not_both(tmp_path):
    path = tmp_path / "config.toml"
    feeds = '[[feeds]]\nname = "A"\nurl = "http://127.0.0.1:9/feed"\n'
    for briefs, well in (('[[briefs]]\nname = "M"\nchannel = 523456789012345678\nat = "09:00"\n', True), ("", False)):
        path.write_text(f'[store]\nurl = "sqlite:///{tmp_path}/n.db"\n{feeds}{briefs}')
        [finding] = [each async for each in look(path) if each.subject == "configuration"]
        assert finding.ok is well
    assert "there is no [[briefs]] table" in finding.words


async def test_a_configuration_without_feeds_or_briefs_is_told_what_it_lacks(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n')
    lacks = [each.words async for each in look(path) if each.subject == "configuration" and not each.ok]
    assert [words.split(",")[0] for words in lacks] == [
        "there is no [[briefs]] table",
        "there is no [[feeds]] table",
    ]


async def test_a_password_in_an_address_is_not_shown(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n'
        '[[feeds]]\nname = "Club"\nurl = "https://member:hunter2@club.example/feed"\n'
    )
    findings = [finding async for finding in look(path)]
    assert "hunter2" not in repr(findings)
    assert any("https://club.example/feed: an address with a user name" in each.words for each in findings)
