"""Remake bot/news/background.txt, the background document frequencies of bot.news.background, from any corpus of JSON lines.

    python -m tools.background_table TEXTS.jsonl [MORE.jsonl ...] > bot/news/background.txt

A line is an object with "title" and "text" (either may be missing), one article each; the beginning of every article is read exactly as
the clusterer reads it (bot.news.terms), and what is written is only how many articles hold a stem, in classes: the file holds no text.

Format: a first line `articles N`, then for each class a line `COUNT stem stem ...` in falling order, the stems of a class sorted. Classes
are powers of the fourth root of two, which keeps an idf within 9% of the exact one and the file small. Stems in fewer than `LEAST` articles are left out: they count as unseen.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from bot.news.terms import read

LEAST = 3


def main(paths: list[str]) -> int:
    if not paths:
        print("usage: python -m tools.background_table TEXTS.jsonl [MORE.jsonl ...]", file=sys.stderr)
        return 64
    held: Counter[str] = Counter()
    articles = 0
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            articles += 1
            held.update(read(str(article.get("title") or ""), str(article.get("text") or "")).terms.keys())
    classes: dict[int, list[str]] = defaultdict(list)
    for stem, count in held.items():
        if count >= LEAST:
            classes[round(2 ** (round(4 * math.log2(count)) / 4))].append(stem)
    print("articles", articles)
    for count in sorted(classes, reverse=True):
        print(count, *sorted(classes[count]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
