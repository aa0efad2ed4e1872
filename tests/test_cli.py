"""The shell's verbs on real feeds and on the project's own samples."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.rehearsal.samples import SampleFeeds
from tests.process import ROOT, downlink
from tests.shared import shared


async def call(*arguments: str) -> tuple[int, str, str]:
    async with downlink(*arguments) as process:
        out, error = await process.communicate()
        return process.returncode, out.decode(), error.decode()


def pipe(verb: str, *lines: object) -> list[dict]:
    given = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    run = subprocess.run(
        [sys.executable, "-m", "bot", verb], cwd=ROOT, input=given, capture_output=True, text=True, timeout=60
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == any("error" in line for line in told), run.stderr
    return told


@pytest.fixture
async def serve():
    """Serve documents by name on loopback; the base address."""
    runners = []

    async def start(documents: dict[str, bytes]) -> str:
        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=documents[request.match_info["name"]], content_type="application/xml")

        app = web.Application()
        app.router.add_get("/{name}", answer)
        runner = web.AppRunner(app)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


def add_brief(config: str, name: str) -> None:
    with Path(config).open("a") as file:
        file.write(f'[[briefs]]\nname = "{name}"\nchannel = 5\nat = "18:00"\n')


def write_config(folder: Path, feeds: dict[str, str], **brief: object) -> str:
    tables = "".join(f'[[feeds]]\nname = "{name}"\nurl = "{url}"\n' for name, url in feeds.items())
    settings = "".join(f"{key} = {json.dumps(value)}\n" for key, value in brief.items())
    path = folder / "config.toml"
    path.write_text(
        f'[store]\nurl = "sqlite:///{folder / "d.db"}"\n[fetch]\nallow_private = true\n{tables}'
        f'[[briefs]]\nname = "Morning"\nchannel = 1\nat = "09:00"\n{settings}'
    )
    return str(path)


async def test_poll_needs_no_configuration_and_says_how_each_feed_went(tmp_path):
    async with SampleFeeds() as samples:
        listed = tmp_path / "feeds.txt"
        listed.write_text("# mine\n" + "\n".join([samples.feeds[0].url, "http://127.0.0.1:9/nothing"]) + "\n")
        arguments = ["poll", "--config", str(tmp_path / "none.toml"), "--feeds-file", str(listed)]
        arguments += ["--store", f"sqlite:///{tmp_path / 'd.db'}", "--allow-private"]
        code, out, _ = await call(*arguments)
        assert code == 0
        assert "1 of 2 feeds read" in out
        code, out, _ = await call(*arguments, "--json")
        good, bad = sorted((json.loads(line) for line in out.splitlines()), key=lambda line: not line["ok"])
        assert (good["unchanged"], good["error"]) == (True, None)
        assert "connect" in bad["error"]


async def test_poll_says_once_what_many_feeds_fail_for(tmp_path):
    listed = tmp_path / "feeds.txt"
    listed.write_text("".join(f"http://{name}.invalid/feed\n" for name in ("one", "two", "three")))
    store = f"sqlite:///{tmp_path / 'd.db'}"
    code, out, _ = await call("poll", "--config", "none.toml", "--feeds-file", str(listed), "--store", store)
    assert code == 1
    told = " ".join(out.split())
    assert told.count("can't be found") == 1
    assert "the name ... can't be found" in told
    assert "spelled right" not in told  # for all three of them aren't misspelled
    assert all(name in told for name in ("one.invalid", "two.invalid", "three.invalid"))
    assert out.endswith("Not one could be read: is this computer online?\n")


async def test_a_rehearsal_of_live_feeds_without_a_configuration_says_how_to_make_one(tmp_path, monkeypatch):
    code, _, error = await call("rehearse", "--feeds", "live", "--config", str(tmp_path / "config.toml"))
    assert code == 78
    assert "Copy config.example.toml" in error


@pytest.mark.parametrize("verb", ["summarize", "cluster", "ground"])
@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ('{"id": 1}\n\n', 0, ""),
        ('{"id": 1}\nnonsense\n', 1, "downlink: 1 line was no JSON object"),
        ("[1]\n{}\nnonsense\n", 1, "downlink: 2 lines were no JSON object"),
    ],
)
def test_a_pipe_answers_faulty_lines_and_ends_with_how_many_there_were(verb, lines, code, said):
    run = subprocess.run(
        [sys.executable, "-m", "bot", verb], cwd=ROOT, input=lines, capture_output=True, text=True, timeout=60
    )
    assert len(run.stdout.splitlines()) == len([line for line in lines.splitlines() if line])
    assert run.returncode == code
    assert run.stderr.startswith(said)
    assert bool(run.stderr) == bool(code)


async def test_poll_names_a_feed_that_is_gone_though_nobody_asks_it_any_more(tmp_path):
    asked = []

    async def gone(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=410)

    app = web.Application()
    app.router.add_get("/feed", gone)
    async with TestServer(app) as server:
        listed = tmp_path / "feeds.txt"
        listed.write_text(str(server.make_url("/feed")))
        arguments = ["poll", "--config", str(tmp_path / "none.toml"), "--feeds-file", str(listed), "--allow-private"]
        for words in ("the server answers 410", "gone for good"):
            _, out, _ = await call(*arguments, "--store", f"sqlite:///{tmp_path / 'd.db'}", "--json")
            assert words in json.loads(out)["error"]
    assert asked == ["/feed"]


async def test_poll_refuses_private_addresses_unless_allowed(tmp_path):
    async with SampleFeeds() as samples:
        listed = tmp_path / "feeds.txt"
        listed.write_text(samples.feeds[0].url + "\n")
        store = f"sqlite:///{tmp_path / 'd.db'}"
        code, out, _ = await call("poll", "--config", "none.toml", "--feeds-file", str(listed), "--store", store)
    assert code == 1
    assert "0 of 1 feeds read" in out
    assert "are read with --allow-private" in out


async def test_parse_reads_a_private_address_only_where_that_is_allowed():
    async with SampleFeeds() as samples:
        url = samples.feeds[0].url
        code, out, error = await call("parse", url)
        assert (code, out) == (1, "")
        assert "is not one of the web's" in error
        assert error.endswith("Is it your own? --allow-private reads it\n")
        code, out, _ = await call("parse", url, "--allow-private")
    assert code == 0
    assert {json.loads(line)["feed"] for line in out.splitlines()} == {url}


async def test_a_feeds_file_with_a_bad_line_names_the_line(tmp_path):
    listed = tmp_path / "feeds.txt"
    listed.write_text("https://a.example/feed\nnasa.gov\n")
    code, _, error = await call("poll", "--feeds-file", str(listed), "--store", "sqlite://")
    assert code == 78
    assert f"{listed}:2: 'nasa.gov' is no address" in error


async def test_a_brief_of_the_samples_in_three_formats(tmp_path):
    async with SampleFeeds() as samples:
        config = write_config(tmp_path, {feed.name: feed.url for feed in samples.feeds})
        assert (await call("poll", "--config", config))[0] == 0
        _, text, _ = await call("brief", "morning", "--config", config)
        _, page, _ = await call("brief", "Morning", "--config", config, "--format", "html")
        code, out, _ = await call("brief", "Morning", "--config", config, "--format", "json")
        assert "Peresild" in text
        assert page.lstrip().lower().startswith("<!doctype html>")
        assert code == 0
        stories = json.loads(out)["stories"]
        assert len(stories) == 6
        for story in stories:
            assert story["title"]
            assert story["url"].startswith("http")
            numbers = {source["n"] for source in story["sources"]}
            assert all(sentence["source"] in numbers and sentence["text"] for sentence in story["sentences"])


async def test_a_brief_of_which_nothing_was_read_is_a_failure_that_names_the_remedy(tmp_path):
    config = write_config(tmp_path, {"A": "https://a.example/feed"})
    code, out, error = await call("brief", "Morning", "--config", config)
    assert (code, out) == (1, "")
    assert "its feed hasn't been read yet" in error
    assert "`downlink poll` reads every feed once" in error


async def test_a_brief_explains_each_of_its_picks_when_asked(tmp_path):
    async with SampleFeeds() as samples:
        config = write_config(tmp_path, {feed.name: feed.url for feed in samples.feeds})
        await call("poll", "--config", config)
        _, plain, _ = await call("brief", "Morning", "--config", config)
        _, explained, _ = await call("brief", "Morning", "--config", config, "--explain")
        _, out, _ = await call("brief", "Morning", "--config", config, "--format", "json")
    stories = json.loads(out)["stories"]
    assert "Chosen:" not in plain
    assert explained.count("Chosen: ") == explained.count("score ") == len(stories) > 0


async def test_a_name_of_several_words_needs_no_quotation_marks(tmp_path):
    code, _, error = await call("brief", "Morning", "news", "--config", write_config(tmp_path, {}))
    assert code == 78
    assert 'no brief "Morning news"; there is "Morning"' in error


async def test_without_a_verb_it_tells_all_that_there_are():
    code, out, error = await call()
    assert (code, out) == (2, "")
    assert "check configuration, token, store and feeds" in error
    assert "New here?" in error


async def test_a_brief_of_an_unknown_name_names_those_there_are(tmp_path):
    code, _, error = await call("brief", "Evening", "--config", write_config(tmp_path, {}))
    assert code == 78
    assert 'there is no brief "Evening"; there is "Morning"' in error


async def test_a_lone_brief_needs_no_name_and_of_several_one_is_asked_for(tmp_path):
    config = write_config(tmp_path, {"A": "https://a.example/feed"})
    _, _, error = await call("brief", "--config", config)
    assert 'The brief "Morning" can\'t be written' in error
    add_brief(config, "Evening")
    code, _, error = await call("brief", "--config", config)
    assert code == 78
    assert 'which brief? There is "Morning", "Evening"' in error


def test_a_pipe_that_is_started_by_hand_says_what_it_waits_for():
    mine, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "cluster"], cwd=ROOT, stdin=its, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert b"Ctrl-D ends" in process.stderr.readline()
        os.write(mine, b'{"id": "a"}\n')
        assert json.loads(process.stdout.readline()) == {"id": "a", "cluster": "a"}
        os.write(mine, b"\x04")
        assert process.wait(30) == 0
    os.close(mine)
    os.close(its)


async def test_real_feeds_give_a_brief_of_real_stories(tmp_path, serve):
    documents = {path.name: path.read_bytes() for path in shared("corpus/feeds").iterdir() if path.suffix != ".tsv"}
    wrap = importlib.util.spec_from_file_location("jsonl2rss", shared("corpus/tools/jsonl2rss.py"))
    jsonl2rss = importlib.util.module_from_spec(wrap)
    wrap.loader.exec_module(jsonl2rss)
    for folder in shared("corpus/history").iterdir():
        snapshots = sorted(path for path in folder.glob("202604*") if path.name[:8] <= "20260420")
        if not snapshots:
            continue
        body = snapshots[-1].read_bytes()
        body = gzip.decompress(body) if snapshots[-1].suffix == ".gz" else body
        if snapshots[-1].suffix == ".jsonl":
            body = jsonl2rss.build(body.decode().split("\n"), folder.name).encode()
        documents[folder.name] = body
    base = await serve(documents)
    config = write_config(tmp_path, {name: f"{base}/{name}" for name in documents}, window="3000d", stories=12)
    assert (await call("poll", "--config", config))[0] == 0
    _, out, _ = await call("brief", "Morning", "--config", config, "--format", "json")
    stories = json.loads(out)["stories"]
    assert len(stories) == 12
    assert any(len({source["publisher"] for source in story["sources"]}) >= 3 for story in stories)
    assert any("New Glenn" in story["title"] or "Blue Origin" in story["title"] for story in stories)


async def test_the_story_that_started_it_all(tmp_path, serve):
    paragraphs = "".join(f"<p>{line}</p>" for line in shared("seed_story.txt").read_text().splitlines() if line.strip())
    body = (
        "<rss version='2.0'><channel><title>Times</title><item><title>Russian Actress Returns From Filming</title>"
        "<link>https://times.example/1</link><guid>1</guid>"
        f"<description><![CDATA[{paragraphs}]]></description></item></channel></rss>"
    )
    base = await serve({"feed": body.encode()})
    config = write_config(tmp_path, {"Times": f"{base}/feed"})
    assert (await call("poll", "--config", config))[0] == 0
    _, out, _ = await call("brief", "Morning", "--config", config, "--format", "json")
    (story,) = json.loads(out)["stories"]
    told = " ".join(sentence["text"] for sentence in story["sentences"])
    assert "Peresild" in told
    assert any(word in told for word in ("landing", "landed", "returned to Earth"))
    assert any(word in told for word in ("movie", "film", "The Challenge"))
    assert "pace station" in told.replace("Space Station", "space station")
    for junk in ("ALSO READ", "RELATED ARTICLE", "Check out more", "First-Ever Movie", "New Space Race Invitation"):
        assert junk not in out


def test_summarize_answers_each_line_and_bears_what_is_missing():
    answers = pipe(
        "summarize",
        {"id": 1, "title": "Probe lands", "text": "The probe landed on the Moon on Monday. It is well.", "more": 1},
        {"id": "b", "title": None, "text": ""},
        {"id": 3},
        "not json",
        {"id": 4, "text": "One sentence about the launch of a rocket on Monday.", "max_chars": 10},
    )
    assert [answer["id"] for answer in answers] == [1, "b", 3, None, 4]
    assert "landed on the Moon" in answers[0]["summary"]
    assert [answer["summary"] for answer in answers[1:]] == ["", "", "", ""]


def test_cluster_puts_reports_of_one_event_together():
    answers = pipe(
        "cluster",
        {"id": "a", "title": "Falcon 9 launches GPS satellite", "text": "", "published": "2026-04-21T06:00:00Z"},
        {"id": "b", "title": "Comet spotted", "text": None},
        {"id": "c", "title": "GPS satellite launches on Falcon 9", "text": "", "published": "2026-04-21T08:00:00Z"},
    )
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["cluster"] == answers[2]["cluster"] != answers[1]["cluster"]


def test_parse_gives_every_field_of_every_entry(tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>A &amp; B</title><link>https://a.example/1</link>"
        "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>"
        "<pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate></item></channel></rss>"
    )
    run = subprocess.run(
        [sys.executable, "-m", "bot", "parse", str(feed), str(tmp_path / "none.xml")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert run.returncode == 1
    assert "none.xml" in run.stderr
    assert json.loads(run.stdout) == {
        "feed": str(feed),
        "title": "A & B",
        "link": "https://a.example/1",
        "id": "https://a.example/1",
        "published": "2026-03-02T09:00:00Z",
        "updated": None,
        "summary": "One.\nTwo.",
        "image": None,
        "authors": [],
        "language": "",
    }
