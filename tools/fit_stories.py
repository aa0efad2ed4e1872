"""Fit the weights of bot.news.evidence on labelled streams of news, and print them as they stand there.

    python -m tools.fit_stories [--streams A.jsonl[:WEIGHT] ...] [--pairs ITEMS.jsonl[:WEIGHT] ...]

A stream is JSON lines in order of time {"id", "title", "text", "published", "gold"}, `gold` naming the story.
Pairs are a file of items (X.items.jsonl) beside labelled pairs of them (X.pairs.jsonl: {"a", "b", "same"}).
WEIGHT says how much a file counts (default 1).

The weights in use were fitted on these (weights in brackets): ledes (3), full articles (1), headlines (1) and
space items (0.8) of newsrooms, with the story that their editors put them in; pairs of headlines that people
judged (2.5); two sets of pairs of space reports (0.6 each) and one of pairs that were once joined wrongly, with as
many rightly joined (0.45). What bot.news.evidence.SET holds is set by hand and stays.

A stream is read twice: once with the stories as they should be, once with the stories as they come out, where a
story counts as the one that most of its reports tell. Then a logistic regression (Newton's method, ridge 1 on
standardised features).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.news import evidence
from bot.news.reading import Reading
from bot.news.stories import HORIZON, StoryIndex

Row = tuple[dict[str, float], float, float, str]  # features, label, weight, the id of the later report
_RIDGE = 1.0
_PER_FILE = 400.0  # the rows of a file weigh as much as this many, times its weight


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def stream_rows(items: list[dict[str, Any]], weight: float) -> list[Row]:
    """Evidence from a whole stream: with true stories first, then with those that the present weights make."""
    rows: list[Row] = []
    for true in (True, False):
        index = StoryIndex()
        told: dict[int | str, Counter[str]] = defaultdict(Counter)
        part: list[Row] = []
        for item in items:
            title, text, at, gold = item["title"], item["text"], datetime.fromisoformat(item["published"]), item["gold"]
            reading, time = index.read(title, text, at)
            for key, found in index.evidence(reading, time):
                part.append((found, float(told[key].most_common(1)[0][0] == gold), 1.0, item["id"]))
            if true:
                index.restore(item["id"], title, text, at, gold)
                told[gold][gold] += 1
            else:
                told[index.place(item["id"], title, text, at)][gold] += 1
        scale = weight * _PER_FILE / 2 / max(1, len(part))
        rows += [(found, label, scale, name) for found, label, _, name in part]
    return rows


def pair_rows(items: list[dict[str, Any]], pairs: list[dict[str, Any]], weight: float) -> list[Row]:
    """Evidence from labelled pairs, each as if the earlier report were a story of its own."""
    place = {item["id"]: n for n, item in enumerate(items)}
    wanted: dict[str, list[tuple[str, bool, float]]] = defaultdict(list)
    for pair in pairs:
        first, second = sorted((pair["a"], pair["b"]), key=place.__getitem__)
        wanted[second].append((first, pair["same"], pair.get("weight", 1.0)))
    index = StoryIndex()
    read: dict[str, tuple[Reading, float]] = {}
    rows: list[Row] = []
    for item in items:
        title, text, at = item["title"], item["text"], datetime.fromisoformat(item["published"])
        reading, time = read[item["id"]] = index.read(title, text, at)
        for first, same, part in wanted.get(item["id"], ()):
            other, then = read[first]
            if abs(time - then) <= HORIZON.total_seconds():
                found = index.compare(reading, other, time, abs(time - then) / 3600, apart=first)
                rows.append((found, float(same), part, item["id"]))
        index.restore(item["id"], title, text, at, item["id"])
    scale = weight * _PER_FILE / max(1.0, sum(row[2] for row in rows))
    return [(found, label, part * scale, name) for found, label, part, name in rows]


def fit(rows: list[Row], names: list[str]) -> dict[str, float]:
    """Weights for the named features (and "bias", which is added) that, with what is set, make the labels likeliest."""
    total = sum(row[2] for row in rows)
    mean = [sum(row[2] * row[0][name] for row in rows) / total for name in names]
    spread = [
        math.sqrt(sum(row[2] * (row[0][name] - mean[j]) ** 2 for row in rows) / total) or 1.0
        for j, name in enumerate(names)
    ]
    width = len(names) + 1
    points = [[(row[0][name] - mean[j]) / spread[j] for j, name in enumerate(names)] + [1.0] for row in rows]
    fixed = [sum(weight * row[0][name] for name, weight in evidence.SET.items()) for row in rows]
    beta = [0.0] * width
    for _ in range(12):
        slope = [_RIDGE * b for b in beta[:-1]] + [0.0]
        curve = [[_RIDGE if i == j < width - 1 else 0.0 for j in range(width)] for i in range(width)]
        for point, (_, label, weight, _), given in zip(points, rows, fixed, strict=True):
            odds = given + sum(b * x for b, x in zip(beta, point, strict=True))
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            error, bend = weight * (chance - label), weight * chance * (1 - chance)
            for i, x in enumerate(point):
                slope[i] += error * x
                bent, row = bend * x, curve[i]
                for j in range(i + 1):
                    row[j] += bent * point[j]
        for i in range(width):
            for j in range(i):
                curve[j][i] = curve[i][j]
        step = _solve(curve, slope)
        beta = [b - s for b, s in zip(beta, step, strict=True)]
        if max(map(abs, step)) < 1e-5:
            break
    weights = {name: beta[j] / spread[j] for j, name in enumerate(names)}
    return {"bias": beta[-1] - sum(weights[name] * mean[j] for j, name in enumerate(names)), **weights}


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with pivoting; the matrix is positive definite."""
    n = len(right)
    rows = [[*matrix[i], right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, n):
            if factor := rows[r][i] / rows[i][i]:
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    solved = [0.0] * n
    for i in reversed(range(n)):
        solved[i] = (rows[i][n] - sum(rows[i][j] * solved[j] for j in range(i + 1, n))) / rows[i][i]
    return solved


def _weighed(name: str) -> tuple[str, float]:
    path, _, weight = name.partition(":")
    return path, float(weight or 1)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Fit the weights of bot.news.evidence on labelled streams.")
    parser.add_argument("--streams", nargs="*", default=[], type=_weighed, metavar="FILE[:WEIGHT]")
    parser.add_argument("--pairs", nargs="*", default=[], type=_weighed, metavar="FILE.items.jsonl[:WEIGHT]")
    given = parser.parse_args(arguments)
    rows: list[Row] = []
    for path, weight in given.streams:
        rows += stream_rows(lines(path), weight)
    for path, weight in given.pairs:
        rows += pair_rows(lines(path), lines(path.replace(".items.", ".pairs.")), weight)
    if not rows:
        parser.error("nothing to fit on: name at least one file")
    for name, weight in fit(rows, [name for name in evidence.WEIGHTS if name != "bias"]).items():
        print(f'    "{name}": {weight:.2f},')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
