"""Texts with summaries that people wrote of them, for benchmarks.fit_summaries to learn from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from bot.summaries.words import tokens


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, what people made of it, and how much it counts."""

    title: str
    text: str
    refs: tuple[tuple[str, ...], ...]
    max_sentences: int
    max_chars: int
    weight: float
    bare: bool  # it never had a title


def lessons(paths: Sequence[Path]) -> list[Lesson]:
    """The texts of all files. A file counts with the root of its size, so that a large one doesn't drown the rest."""
    files = [[json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in paths]
    largest = max(map(len, files))
    return [
        Lesson(
            item.get("title") or "",
            item["text"],
            tuple(tuple(tokens(ref)) for ref in item["refs"]),
            item.get("max_sentences", 3),
            item.get("max_chars", 480),
            sqrt(largest / len(items)),
            not item.get("title"),
        )
        for items in files
        for item in items
    ]
