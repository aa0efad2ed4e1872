"""`downlink replay` through the shell's door: invented papers, and two real weeks traced to their sources."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.__main__ import main
from tests.process import ROOT
from tests.shared import shared

STAMP = "%Y%m%dT%H%M%SZ"
MIRROR = (
    "Mirror of the Halden telescope cracks",
    "A crack of two metres runs through the mirror of the telescope at Halden.",
)
LAUNCH = (
    "Petrel 4 lifts off from Andenes",
    "The rocket Petrel 4 took nine small satellites to orbit on Monday morning.",
)
HARBOUR = (
    "Quillon opens a harbour for boosters",
    "The company Quillon will bring its boosters ashore in Esbjerg from June.",
)


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def rss(*items: tuple[str, str], when: datetime) -> bytes:
    rows = "".join(
        f"<item><title>{title}</title><link>https://orbit-post.example/{title[:6].strip()}</link>"
        f"<pubDate>{format_datetime(when)}</pubDate><description>{text}</description></item>"
        for title, text in items
    )
    return f"<rss version='2.0'><channel><title>Orbit Post</title>{rows}</channel></rss>".encode()


def lines(*items: tuple[str, str], when: datetime) -> bytes:
    rows = [
        {
            "title": title,
            "url": f"https://far.example/{n}",
            "published_at": when.isoformat(),
            "summary": f"<p>{text}</p>",
        }
        for n, (title, text) in enumerate(items)
    ]
    return "\n".join(map(json.dumps, rows)).encode()


def capture(folder: Path, feed: str, when: datetime, body: bytes, ending: str = "xml") -> None:
    (folder / feed).mkdir(parents=True, exist_ok=True)
    (folder / feed / f"{when:{STAMP}}.{ending}").write_bytes(body)


def configuration(folder: Path, brief: str = 'at = "09:00"', feeds: str = '[[feeds]]\nname = "Orbit Post"\n') -> Path:
    path = folder / "config.toml"
    address = 'url = "https://orbit-post.example/feed"\n' if feeds else ""
    path.write_text(
        f'[store]\nurl = "sqlite:///{folder / "own.db"}"\n{feeds}{address}'
        f'[[briefs]]\nname = "Morning news"\nchannel = 1\n{brief}\n'
    )
    return path


@pytest.fixture
def week(tmp_path) -> Path:
    """Three days of two papers, one of them compressed, the other in lines; and two folders that hold no feed."""
    folder = tmp_path / "captures"
    capture(folder, "orbit-post", at(2), rss(MIRROR, when=at(2, 7)))
    capture(folder, "orbit-post", at(3), gzip.compress(rss(LAUNCH, MIRROR, when=at(3, 7))), "xml.gz")
    capture(folder, "orbit-post", at(4), rss(LAUNCH, MIRROR, when=at(3, 7)))
    capture(folder, "far-side", at(3, 10), lines(HARBOUR, when=at(3, 9)), "jsonl")
    for day in (2, 3, 4):
        capture(folder, "pictures", at(day), b'{"picture": "of the day"}', "json")
    (folder / "empty").mkdir()
    (folder / "README").write_text("No folder")
    return folder


def replay(folder: Path, config: Path, out: Path, *arguments: str) -> int:
    return main(["replay", str(folder), "--config", str(config), "--out", str(out), *arguments])


def told(out: Path) -> dict[str, list[str]]:
    """The titles of each brief by the name of its file."""
    return {path.stem: [story["title"] for story in read(path)["stories"]] for path in sorted(out.glob("*.json"))}


def read(path: Path) -> dict:
    return json.loads(path.read_text())


# ---------------------------------------------------------------- invented papers


def test_each_brief_tells_what_had_been_captured_by_then_and_nothing_twice(week, tmp_path, capsys):
    config = configuration(tmp_path)
    assert replay(week, config, tmp_path / "out", "--to", "2026-03-04") == 0
    assert told(tmp_path / "out") == {
        "20260302T090000Z-morning-news": [MIRROR[0]],
        "20260303T090000Z-morning-news": [LAUNCH[0]],
        "20260304T090000Z-morning-news": [HARBOUR[0]],
    }
    out, errors = capsys.readouterr()
    assert out.splitlines() == [
        f"2026-03-0{day} 09:00 UTC, Morning news: 1 story of {read_for}, 2026030{day}T090000Z-morning-news.html"
        for day, read_for in ((2, "1 report"), (3, "1 report"), (4, "1 report"))
    ]
    assert 'orbit-post: the feed "Orbit Post", captures read: 3, new items: 2' in errors.splitlines()
    assert "far-side: a feed of its own, captures read: 1, new items: 1" in errors.splitlines()
    assert errors.count("pictures: left out") == errors.count("empty: left out") == 1
    assert not (tmp_path / "own.db").exists()


def test_briefs_are_listed_by_the_hour_of_their_own_zone(week, tmp_path, capsys):
    config = configuration(tmp_path, 'at = "09:00"\ntimezone = "Europe/Berlin"')
    replay(week, config, tmp_path / "out", "--to", "2026-03-04")
    listed = capsys.readouterr().out.splitlines()
    assert listed[0].startswith("2026-03-02 09:00 Europe/Berlin, Morning news: ")
    assert "<h2>2026-03-02 09:00 Europe/Berlin, Morning news</h2>" in (tmp_path / "out" / "index.html").read_text()


def test_a_brief_is_written_as_text_json_and_html_and_the_index_leads_to_all(week, tmp_path):
    out = tmp_path / "out"
    replay(week, configuration(tmp_path), out, "--to", "2026-03-04")
    names = {path.name for path in out.iterdir()}
    assert names == {
        "index.html",
        *(f"2026030{day}T090000Z-morning-news.{kind}" for day in (2, 3, 4) for kind in ("txt", "json", "html")),
    }
    page = (out / "index.html").read_text()
    assert set(re.findall(r'href="([^"]+)"', page)) == names - {"index.html"}
    assert "pictures: left out" in page
    first = read(out / "20260302T090000Z-morning-news.json")
    assert first["written_at"] == "2026-03-02T09:00:00Z"
    (story,) = first["stories"]
    assert story["sentences"] == [{"text": MIRROR[1], "source": 1}]
    assert story["sources"][0]["publisher"] == "Orbit Post"
    for kind in ("txt", "html"):
        assert MIRROR[0] in (out / f"20260302T090000Z-morning-news.{kind}").read_text()


def test_the_bounds_say_which_briefs_are_written_and_earlier_captures_still_count(week, tmp_path):
    config = configuration(tmp_path, 'at = ["09:00", "21:00"]')
    replay(week, config, tmp_path / "out", "--from", "2026-03-03T09:00:00Z", "--to", "2026-03-03T22:00:00+01:00")
    assert told(tmp_path / "out") == {
        "20260303T090000Z-morning-news": [LAUNCH[0]],
        "20260303T210000Z-morning-news": [HARBOUR[0]],
    }
    replay(week, config, tmp_path / "day", "--from", "2026-03-03", "--to", "2026-03-03")
    assert list(told(tmp_path / "day")) == list(told(tmp_path / "out"))


def test_without_bounds_the_first_and_the_last_capture_are_the_bounds(week, tmp_path):
    replay(week, configuration(tmp_path, 'at = "08:00"'), tmp_path / "out")
    assert [stem[:11] for stem in told(tmp_path / "out")] == ["20260302T08", "20260303T08", "20260304T08"]


def test_a_quiet_day_that_is_not_posted_is_not_written(week, tmp_path, capsys):
    config = configuration(tmp_path, 'at = "09:00"\nquiet_day = "skip"')
    capture(week, "orbit-post", at(7), rss(when=at(7)))
    replay(week, config, tmp_path / "out", "--to", "2026-03-07")
    assert [stem[:8] for stem in told(tmp_path / "out")] == ["20260302", "20260303", "20260304"]
    replay(week, configuration(tmp_path), tmp_path / "all", "--to", "2026-03-07")
    assert told(tmp_path / "all")["20260306T090000Z-morning-news"] == []


def test_briefs_whose_names_look_alike_have_files_of_their_own(week, tmp_path):
    config = configuration(tmp_path)
    config.write_text(config.read_text() + '[[briefs]]\nname = "Morning: news!"\nchannel = 1\nat = "09:00"\n')
    config.write_text(config.read_text() + '[[briefs]]\nname = "🚀"\nchannel = 1\nat = "09:00"\n')
    replay(week, config, tmp_path / "out", "--to", "2026-03-02")
    names = ("brief", "morning-news", "morning-news-2")
    assert set(told(tmp_path / "out")) == {f"20260302T090000Z-{name}" for name in names}


def test_a_configuration_that_knows_none_of_the_feeds_works_and_says_what_it_dropped(week, tmp_path, capsys):
    feeds = '[[feeds]]\nname = "Another"\ntags = ["agency"]\n'
    config = configuration(tmp_path, 'at = "09:00"\nfeeds = ["Another"]\ntags = ["agency"]', feeds)
    assert replay(week, config, tmp_path / "out", "--to", "2026-03-02") == 0
    assert told(tmp_path / "out") == {"20260302T090000Z-morning-news": [MIRROR[0]]}
    errors = capsys.readouterr().err
    assert "orbit-post: a feed of its own" in errors
    assert 'brief "Morning news": none of its feeds was captured' in errors
    assert 'brief "Morning news": no captured feed has one of its tags' in errors


def test_a_brief_before_the_first_capture_is_not_called_a_quiet_day(week, tmp_path, capsys):
    replay(week, configuration(tmp_path), tmp_path / "out", "--from", "2026-02-27", "--to", "2026-03-02")
    assert told(tmp_path / "out") == {"20260302T090000Z-morning-news": [MIRROR[0]]}
    assert "no feed had been read by then: 3, until 2026-03-01 09:00 UTC" in capsys.readouterr().err


def test_a_capture_that_fails_between_good_ones_is_named_and_costs_nothing_else(week, tmp_path, capsys):
    capture(week, "orbit-post", at(2, 12), b"<html><body>Come back later</body></html>")
    replay(week, configuration(tmp_path), tmp_path / "out", "--to", "2026-03-04")
    assert told(tmp_path / "out")["20260303T090000Z-morning-news"] == [LAUNCH[0]]
    assert "1 not read, the first orbit-post/20260302T120000Z.xml: this is a web page" in capsys.readouterr().err


def run(folder: Path, config: Path, out: Path, seed: str, *arguments: str) -> dict[str, bytes]:
    """A replay in a process of its own, whose sets of texts have an order of their own."""
    command = [sys.executable, "-m", "bot", "replay", folder, "--config", config, "--out", out, *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_the_same_captures_give_the_same_bytes(week, tmp_path):
    config = configuration(tmp_path)
    first = run(week, config, tmp_path / "one", "1")
    assert len(first) == 1 + 3 * 2  # the last capture comes before the third brief
    assert run(week, config, tmp_path / "two", "2") == first


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["{tmp}/nowhere"], 1, "nowhere: can't be read: No such file or directory"),
        (["{tmp}/captures/orbit-post"], 1, "there is no capture in it"),
        (["{tmp}/captures", "--from", "2026-03-05", "--to", "2026-03-04"], 1, "nothing lies between"),
        (["{tmp}/captures", "--to", "2026-03-02T08:30:00Z"], 1, "no brief is due from 2026-03-02 08:00 UTC to"),
        (["{tmp}/captures", "--from", "2026-01-01", "--to", "2026-01-02"], 1, "nothing in it could be read as a feed"),
        (["{tmp}/captures", "--out", "{tmp}/config.toml"], 1, "config.toml: the folder can't be made"),
        (["{tmp}/captures", "--config", "{tmp}/none.toml"], 78, "there is no such file"),
        (["{tmp}/captures", "--config", "{tmp}/bare.toml"], 78, "no brief to replay; add a [[briefs]] table"),
        (["{tmp}/captures", "--from", "yesterday"], 2, "'yesterday' is no time"),
        (["{tmp}/captures", "--to", "2026-03-02T09:00:00"], 2, "or with a zone 2026-04-17T09:00:00Z"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(week, tmp_path, capsys, arguments, code, words):
    (tmp_path / "bare.toml").write_text("")
    given = [argument.format(tmp=tmp_path) for argument in arguments]
    defaults = ["--config", str(configuration(tmp_path)), "--out", str(tmp_path / "out")]
    try:
        ended = main(["replay", *defaults, *given])
    except SystemExit as left:
        ended = left.code
    assert ended == code
    assert words in capsys.readouterr().err.splitlines()[-1]


# ---------------------------------------------------------------- real weeks

WORD = re.compile(r"\w+")
# Words without which a sentence may say the opposite; "t" is the rest of "didn't".
TURNS = {
    "not",
    "no",
    "never",
    "none",
    "nor",
    "neither",
    "without",
    "cannot",
    "t",
    "if",
    "unless",
    "until",
    "only",
    "may",
}
JOINER = re.compile(
    r"(?:\b(?:and|but|so|yet|however|meanwhile),?|^description)\s+$", re.IGNORECASE
)  # a label of NASA's pages
BLOCK = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|br|figure|figcaption|blockquote|td|tr|hr)\b[^>]*>", re.IGNORECASE)


def test_a_real_day_gives_the_same_brief_each_time(tmp_path):
    history = shared("corpus/history")
    config = configuration(tmp_path, 'at = "09:00"\nstories = 8', feeds="")
    day = ("--from", "2026-04-18", "--to", "2026-04-18")
    first = run(history, config, tmp_path / "one", "1", *day)
    assert run(history, config, tmp_path / "two", "2", *day) == first
    (titles,) = told(tmp_path / "one").values()
    assert len(titles) == len(set(titles)) == 8
    assert "apod-json: left out" in first["index.html"].decode()


@pytest.mark.parametrize(("first", "last"), [("2026-04-17", "2026-04-25"), ("2026-05-02", "2026-05-09")])
def test_every_sentence_of_a_real_week_stands_in_the_source_that_it_names(tmp_path, first, last):
    history = shared("corpus/history")
    config = configuration(tmp_path, 'at = "10:30"\nstories = 8', feeds="")
    assert replay(history, config, tmp_path / "out", "--from", first, "--to", last) == 0
    briefs = [read(path) for path in sorted(tmp_path.glob("out/*.json"))]
    assert len(briefs) == (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    said = reports(history)
    told = 0
    for brief in briefs:
        due = datetime.fromisoformat(brief["written_at"])
        for story in brief["stories"]:
            sources = {source["n"]: source["url"] for source in story["sources"]}
            assert any(words(story["title"]) <= words(title) for _, title, _ in said[story["url"]]), story["title"]
            for sentence in story["sentences"]:
                known = [text for seen, title, text in said[sources[sentence["source"]]] if seen <= due]
                assert any(stands_in(sentence["text"], text) for text in known), (story["url"], sentence["text"])
                told += 1
            for difference in story["differences"]:
                for claim in difference:
                    texts = [
                        f"{title}\n{text}" for seen, title, text in said[sources[claim["sources"][0]]] if seen <= due
                    ]
                    assert any(claim["text"] in text for text in texts), (story["url"], claim)
    assert told > 5 * len(briefs)


def words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def stands_in(sentence: str, text: str) -> bool:
    """Whether the sentence is the text's own, word by word and in order, from one stop to another (or to an ellipsis),
    with at most two cuts within it, and those of nothing that turns its meaning. A joiner before it may be gone.
    """
    wanted, there = WORD.findall(sentence.casefold()), list(WORD.finditer(text.casefold()))
    return any(
        _runs_along(wanted, there[n : n + 200], text, clipped=sentence.endswith("…"))
        for n, word in enumerate(there)
        if word[0] == wanted[0]
    )


def _runs_along(wanted: list[str], there: list[re.Match[str]], text: str, *, clipped: bool) -> bool:
    place, cuts = 0, []
    for word in wanted:
        found = next((n for n, other in enumerate(there[place:], place) if other[0] == word), None)
        if found is None:
            return False
        if found > place:
            cuts.append({other[0] for other in there[place:found]})
        place = found + 1
    before, after = JOINER.sub("", text[: there[0].start()]).rstrip(), text[there[place - 1].end() :].lstrip(" ")
    stops = not before[-1:].isalnum() and (clipped or not after[:1].isalnum())
    return stops and len(cuts) <= 2 and not any(cut & TURNS for cut in cuts)


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("The probe, which is small, did not land on 5 May.", True),
        ("The probe did not land on 5 May.", True),
        ("The probe, which is small, did land on 5 May.", False),
        ("The probe, which is small, did not land on 6 May.", False),
        ("The probe, which is small, did not land.", False),
        ("Not land on 5 May.", False),
        ("Its twin will land if all goes well.", True),
        ("Its twin will land.", False),
        ("Its twin goes well.", False),
        ("The twin will land if all goes well.", False),
        ("The probe, which is small, did not…", True),
        ("The moon is far.", True),
        ("Moon is far.", False),
    ],
)
def test_the_trace_knows_a_sentence_from_one_that_only_looks_like_it(sentence, stands):
    text = "The probe, which is small, did not land on 5 May. Its twin will land if all goes well. But the moon is far"
    assert stands_in(sentence, text) is stands


def reports(history: Path) -> dict[str, list[tuple[datetime, str, str]]]:
    """When each address was seen with which title and text, read from the captures without the bot's own parser."""
    found: dict[str, list[tuple[datetime, str, str]]] = {}
    for path in history.glob("*/2026*"):
        if path.suffix == ".gz":
            continue
        seen = datetime.strptime(path.name.split(".")[0], STAMP).replace(tzinfo=UTC)
        for url, title, text in _items(path):
            found.setdefault(url.strip(), []).append((seen, plain(title), plain(text)))
    return found


def _items(path: Path) -> Iterator[tuple[str, str, str]]:
    if path.suffix == ".xml":
        for item in ET.parse(path).iter("item"):
            parts = {child.tag: child.text or "" for child in item}
            text = (
                parts.get("description", "")
                + " \n "
                + "".join(t for tag, t in parts.items() if tag.endswith("encoded"))
            )
            yield parts["link"], parts["title"], text
    elif path.suffix == ".jsonl":
        for line in path.read_text().split("\n"):
            if line.strip():
                item = json.loads(line)
                yield item["url"], item["title"], item["summary"] or ""
    elif isinstance(listed := read(path), list):
        for item in listed:
            yield item["url"], item["title"], item["summary"]


def plain(html: str) -> str:
    """Without tags, a stroke where a block begins or ends."""
    opened = unescape(html) if "&lt;" in html else html
    return unescape(unescape(re.sub(r"<[^>]*>", "", BLOCK.sub(" | ", opened))))
