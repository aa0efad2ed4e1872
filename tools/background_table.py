"""Remake bot/news/background.txt, the background document frequencies of bot.news.background, from any corpus
of JSON lines.

    python -m tools.background_table --register NEWS.jsonl ... --register SPACE.jsonl ... > bot/news/background.txt

A line is an object with "title" and "text" (or "summary"), one article; either may be missing, markup is
ignored, a repeated title counts once. Every article is read exactly as the clusterer reads it (bot.news.terms);
what is written is only how many articles hold a term, in classes: the file holds no text.

A register is a kind of news with its own commonplaces: "orbit" says little in space news and much elsewhere. A
term counts as it does in the register where it is commonest, scaled to the size of the first.

Format: a first line `articles N`, then for each class a line `COUNT term term ...` in falling order, the terms
of a class sorted. Classes are powers of the fourth root of two, which keeps the file small and an idf within
0.09 of the exact one. Terms in fewer than `LEAST` articles of a register are left out: they count as unseen.
"""

from __future__ import annotations

import argparse
import html
import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from bot.news.terms import text_terms, title_terms

LEAST = 3
_MARKUP = re.compile(r"<[^>]*(?:>|$)")


def count(paths: list[str]) -> tuple[int, Counter[str]]:
    """How many articles there are, and for each term in how many of them it stands."""
    held: Counter[str] = Counter()
    seen: set[str] = set()
    articles = 0
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            article = json.loads(line)
            title = str(article.get("title") or "")
            text = str(article.get("text") or article.get("summary") or "")
            if title and title in seen:
                continue
            seen.add(title)
            for _ in range(2):  # feeds escape their markup once or twice
                text = _MARKUP.sub(" ", html.unescape(text))
            articles += 1
            held.update({*title_terms(title).all, *text_terms(text).all})
    return articles, held


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Count in how many articles each term stands, for bot/news/background.txt."
    )
    parser.add_argument(
        "--register", nargs="+", action="append", required=True, metavar="FILE", help="JSON lines of one kind of news"
    )
    registers = [count(paths) for paths in parser.parse_args(arguments).register]
    articles = registers[0][0]
    merged: dict[str, float] = {}
    for size, held in registers:
        for term, n in held.items():
            if n >= LEAST:
                merged[term] = max(merged.get(term, 0.0), n * articles / size)
    classes: dict[int, list[str]] = defaultdict(list)
    for term, scaled in merged.items():
        classes[round(2 ** (round(4 * math.log2(scaled)) / 4))].append(term)
    print("articles", articles)
    for class_ in sorted(classes, reverse=True):
        print(class_, *sorted(classes[class_]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
