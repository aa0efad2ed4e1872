"""The suites of other parsers, read through ours: what they expect of titles, links, ids and dates.

Known differences, by choice: an id is as given, never resolved, and stays the same when its entry is updated; a title
is what a browser would show of its HTML.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.errors import NotAFeed
from bot.feeds import fields
from bot.feeds.parser import parse
from tests.shared import shared

FEEDPARSER = "corpus/torture/kurtmckee-feedparser/tests"
GOFEED = "corpus/torture/mmcdole-gofeed/testdata"

YARR = "corpus/torture/nkanaev-yarr/src/parser/fixtures"

EXPECTED = re.compile(r"(feed|entries\[(-?\d+)\])\['(\w+)'\](\['value'\])?\s*==\s*(.+?)\s*$")
NAMES = {
    "title": "title",
    "title_detail": "title",
    "link": "link",
    "id": "id",
    "guid": "id",
    **dict.fromkeys(("published_parsed", "issued_parsed", "created_parsed"), "published"),
    **dict.fromkeys(("updated_parsed", "modified_parsed", "date_parsed"), "updated"),
}
GOFEED_NAMES = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "id": "id",
    "pubDateParsed": "published",
    "publishedParsed": "published",
    "updatedParsed": "updated",
}


YARR_EXPECTED = re.compile(r'^@ feed\.(?:Items\[(\d+)\]\.)?(Title|URL|SiteURL|GUID) == (".+")$', re.MULTILINE)
YARR_NAMES = {"Title": "title", "URL": "link", "SiteURL": "link", "GUID": "id"}


class Check(NamedTuple):
    """One thing that a suite expects of one file."""

    file: str
    field: str
    wanted: object
    got: object

    @property
    def kept(self) -> bool:
        if self.field == "title":
            return self.got in {fields.title(str(self.wanted)), fields.title(str(self.wanted), html=True)}
        return self.wanted == self.got


def got(body: bytes, where: str, index: str | None, field: str, **source: str) -> object:
    try:
        document = parse(body, **source)
        found = getattr(document if where == "feed" else document.entries[int(index or 0)], field)
    except (NotAFeed, IndexError) as error:
        return error
    return found.replace(microsecond=0) if isinstance(found, datetime) else found


def feedparser_checks(path: Path) -> list[Check]:
    body = path.read_bytes()
    text = body.decode("utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace").replace("\0", "")
    expect = re.search(r"Expect:\s*(.*)", text)
    headers = {name.lower(): value.strip() for name, value in re.findall(r"Header:\s*([\w-]+):(.*)", text)}
    name = str(path).partition("/tests/")[2]
    base = headers.get("content-location") or (f"http://127.0.0.1:8097/tests/{name}" if "docuri" in name else "")
    checks = []
    for clause in re.split(r"\s+and\s+(?=not |feed|entries|bozo|version|encoding)", expect[1] if expect else ""):
        found = EXPECTED.match(clause)
        if not found or (found[3] == "title_detail") != bool(found[4]):
            continue
        field = NAMES.get(found[3], "")
        if not field or (found[1] == "feed" and field not in {"title", "link"}):
            continue
        try:
            wanted = eval(found[5], {})
        except (SyntaxError, NameError):
            continue  # two conditions in one, or one that goes on
        if field in {"published", "updated"}:
            wanted = datetime(*wanted[:6], tzinfo=UTC)
        answer = got(body, found[1], found[2], field, url=base, content_type=headers.get("content-type", ""))
        checks.append(Check(name, field, wanted, answer))
    return checks


def gofeed_checks(path: Path) -> list[Check]:
    expected_path = path.with_suffix(".json")
    if not expected_path.exists():
        return []
    body, name = path.read_bytes(), path.name
    expected = json.loads(expected_path.read_text())
    checks = [
        Check(name, key, expected[key], got(body, "feed", None, key, url=""))
        for key in ("title", "link")
        if expected.get(key)
    ]
    for index, item in enumerate(expected.get("items") or expected.get("entries") or []):
        for key, field in GOFEED_NAMES.items():
            wanted = item.get(key)
            wanted = wanted.get("value") if isinstance(wanted, dict) else wanted
            if not wanted:
                continue
            if field in {"published", "updated"}:
                wanted = datetime.fromisoformat(wanted).replace(microsecond=0)
            checks.append(Check(name, field, wanted, got(body, "items", str(index), field, url="")))
    return checks


def yarr_checks(path: Path) -> list[Check]:
    body = path.read_bytes()
    return [
        Check(
            path.name,
            YARR_NAMES[key],
            json.loads(wanted),
            got(body, "items" if index else "feed", index, YARR_NAMES[key], url=""),
        )
        for index, key, wanted in YARR_EXPECTED.findall(body.decode("utf-8", "replace"))
    ]


def test_what_other_parsers_expect_is_read():
    checks = [check for path in sorted(shared(FEEDPARSER).rglob("*.xml")) for check in feedparser_checks(path)]
    checks += [check for path in sorted(shared(GOFEED).rglob("*.xml")) for check in gofeed_checks(path)]
    checks += [check for path in sorted(shared(YARR).rglob("*.xml")) for check in yarr_checks(path)]
    missed = [check for check in checks if not check.kept]
    assert len(checks) >= 700
    assert len(missed) <= len(checks) / 100, "\n".join(map(str, missed))


def test_nothing_of_the_torture_raises_anything_but_not_a_feed():
    files = [path for path in shared("corpus/torture").rglob("*") if path.is_file()]
    read = 0
    for path in files:
        try:
            read += bool(parse(path.read_bytes(), url="https://x.example/feed").entries)
        except NotAFeed as error:
            assert error.reason
    assert len(files) > 3_000
    assert read > 1_400
