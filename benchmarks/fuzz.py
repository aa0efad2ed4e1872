"""Mutated feeds through the parser, to see whether anything raises, stalls or swells.

    python -m benchmarks.fuzz --cases 100000 --seed 1

Every mutant goes through a parse worker (bot.feeds.workers), as a polled body would, while the event loop is watched;
one in PAGES is a web page, read for its article where the extra `full-text` is installed:

    raised     answers other than a document, NotAFeed or BodyRefused; faults inside the parser are counted too
    stall      the longest, and the 99.9th percentile, of how late a 5 ms timer of the loop rang, in ms
    memory     the most that this process and its workers held at once (resident, MB)

Seeds are the feeds of the tests, and those of the shared corpus where it is there. Exits 0 where the bounds hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from bot.errors import BodyRefused, NotAFeed
from bot.feeds.workers import ParsePool

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("DOWNLINK_SHARED", ROOT.parent / "shared")) / "corpus"
BOUNDS = {"raised": 0, "stall_max_ms": 250, "stall_p999_ms": 50, "memory_mb": 300}
AT_ONCE = 8
LONGEST = 300_000  # bytes of a mutant
PAGES = 20

SEEDS = [
    b"""<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>O</title><item>
    <title>Crew &amp;amp; cargo</title><link>/a</link><guid>1</guid><pubDate>Tue, 05 Oct 2021 08:55:02 GMT</pubDate>
    <description><![CDATA[<p>It <b>flew</b></p><img src="a.jpg" srcset="b.jpg 2x">]]></description>
    <media:content url="c.jpg" width="9"/></item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><entry><title type="html">&lt;i&gt;T</title><id>u</id>
    <link href="e"/><updated>2026-05-01T00:00:00Z</updated><content type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml">D</div></content></entry></feed>""",
    b"""{"version": "https://jsonfeed.org/version/1.1",
    "items": [{"id": 1, "content_html": "<p>x", "date_published": "2026"}]}""",
    b"""{"count": 1, "results":
    [{"id": 1, "title": "T", "news_site": "N", "url": "http://x/", "published_at": "2026-01-01"}]}""",
]
PAGE_SEEDS = [
    b"<!doctype html><html><head><title>T</title></head><body><nav><a href='/'>Home</a></nav><article><h1>T</h1>"
    + b"<p>The crew came down in the sea at dawn, where a ship was waiting for them since the evening.</p>" * 8
    + b"</article><footer>All rights reserved</footer></body></html>"
]
PIECES = [
    *(b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&", b"&#0;", b"&#x110000;", b"&nbsp;", b"<?xml "),
    *(b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"'", b'"', b"<"),
    *(b">", b"]", b"{", b"}", b"[", b"null", b"1e999", b"-1", b"xmlns:x='u' ", b" xml:base='http://['", b"<svg>"),
    *(b"<title>", b"type='base64' mode='base64'", b"\xe2\x80\xae", b"http://[::1", b"javascript:", b"9999-99-99"),
    *(b"encoding='utf-16'", b"&lt;p " + b"a=1 " * 50 + b"&gt;", b"<a>" * 50),
]


def mutant(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A seed with one to eight random edits: pieces put in, cut, doubled, moved, bytes flipped, two seeds spliced."""
    body = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        match chance.randrange(7):
            case 0:
                body[at:at] = chance.choice(PIECES)
            case 1:
                del body[at : min(to, at + 2_000)]
            case 2:
                body[at:at] = body[at : min(to, at + 4_000)] * chance.randint(1, 6)
            case 3:
                for _ in range(chance.randint(1, 20)):
                    if body:
                        body[chance.randrange(len(body))] = chance.randrange(256)
            case 4:
                other = chance.choice(seeds)
                body[at:] = other[chance.randrange(len(other) + 1) :]
            case 5:
                body[at:at] = chance.choice(PIECES) * chance.randint(2, 400)
            case 6:
                body = body[to:] + body[:at]
    return bytes(body[:LONGEST])


async def run(cases: int, seed: int) -> dict[str, float]:
    """Parse `cases` mutants and say what happened."""
    seeds = SEEDS + [path.read_bytes() for path in sorted(CORPUS.rglob("torture/**/*.*")) if path.is_file()]
    seeds += [path.read_bytes() for path in sorted((CORPUS / "feeds").glob("*")) if path.suffix != ".tsv"]
    seeds = [one for one in seeds if one]
    pages = [path.read_bytes() for path in sorted((CORPUS / "articles").glob("*.html"))] or PAGE_SEEDS
    reads_pages = find_spec("trafilatura") is not None
    waiting = iter(range(cases))
    outcomes: Counter[str] = Counter()
    raised: list[str] = []
    late: list[float] = []
    memory = 0.0

    async def watch() -> None:
        nonlocal memory
        ticks = 0
        while True:
            started = time.perf_counter()
            await asyncio.sleep(0.005)
            late.append((time.perf_counter() - started - 0.005) * 1000)
            ticks += 1
            if ticks % 40 == 0:
                memory = max(memory, await asyncio.to_thread(resident))

    async def work(pool: ParsePool) -> None:
        for case in waiting:
            # In a thread, or the loop would be late for what is only the benchmark's own work.
            is_page = reads_pages and case % PAGES == 0
            body = await asyncio.to_thread(mutant, random.Random(f"{seed} {case}"), pages if is_page else seeds)
            try:
                if is_page:
                    text = await pool.article(body, url="https://x.example/a")
                    outcomes["article" if text else "no article"] += 1
                    continue
                document = await pool.parse(body, url="https://x.example/feed")
            except NotAFeed:
                outcomes["no feed"] += 1
            except BodyRefused as error:
                outcomes["refused"] += 1
                if "broke its reader" in error.reason:
                    raised.append(error.reason)
            else:
                outcomes["entries" if document.entries else "empty"] += 1

    watching = asyncio.create_task(watch())
    started = time.perf_counter()
    async with ParsePool() as pool, asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(work(pool))
    watching.cancel()
    late.sort()
    for reason, count in Counter(raised).most_common(10):
        print(f"  raised {count}x: {reason}")
    print("  ".join(f"{name} {count}" for name, count in sorted(outcomes.items())))
    return {
        "cases": cases,
        "seed": seed,
        "seconds": round(time.perf_counter() - started, 1),
        "raised": len(raised),
        "refused": outcomes["refused"],
        "stall_max_ms": round(late[-1], 1),
        "stall_p999_ms": round(late[int(len(late) * 0.999)], 1),
        "memory_mb": round(memory, 1),
    }


def resident(*, session: bool = False) -> float:
    """Resident memory of this process and all below it (of its session only, if asked), in MB; 0 where there is no
    /proc.
    """
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if session and int(fields[3]) != os.getsid(0):
            continue
        parents[int(path.name)], sizes[int(path.name)] = int(fields[1]), int(fields[21])
    total = 0
    for process, size in sizes.items():
        ancestor = process
        while ancestor not in {0, os.getpid()}:
            ancestor = parents.get(ancestor, 0)
        total += size if ancestor else 0
    return total * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024 if sizes else 0.0


def main() -> int:
    """The shell's door."""
    parser = argparse.ArgumentParser(description="Mutated feeds through the parser.")
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures = asyncio.run(run(options.cases, options.seed))
    for name, value in figures.items():
        bound = f"   (at most {BOUNDS[name]})" if name in BOUNDS else ""
        print(f"{name:<14}{value:>10}{bound}")
    kept = all(figures[name] <= bound for name, bound in BOUNDS.items())
    print(json.dumps({**figures, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
