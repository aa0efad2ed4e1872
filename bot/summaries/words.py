"""Words as a summary counts them: folded tokens, and how rare each is in news at large."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

# Latin and other spaced scripts by the run; ideographs and kana one by one, as they are written without spaces.
_TOKEN = re.compile(
    r"[a-z0-9]+|[^\W_a-z0-9\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|[\u3040-\u30ff\u3400-\u9fff]|[\uac00-\ud7af]+"
)
_PLAIN = re.compile(r"[a-z0-9]+")  # the same for ASCII, in half the time
RAREST = 10
_NUMBERS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
NUMBERS = tuple(_NUMBERS.split())  # by value


def tokens(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    found = _PLAIN if text.isascii() else _TOKEN
    return list(map(stem, found.findall(text.lower())))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its English inflection: enough to match "launches" with "launched", no dictionary."""
    n = len(word)
    if n < 4 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and n > 4:
        word = word[:-3] + "y"
    elif word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ing") and len(word) > 5 and any(c in "aeiouy" for c in word[:-3]):
        word = _restored(word[:-3])
    elif word.endswith("ed") and len(word) > 4 and not word.endswith("eed") and any(c in "aeiouy" for c in word[:-2]):
        word = _restored(word[:-2])
    elif word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _restored(root: str) -> str:
    return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz" else root


def rarity(word: str) -> int:
    """0 for the commonest words to RAREST for words never seen; `word` is folded as by `tokens`."""
    return table().get(word, RAREST)


@lru_cache(maxsize=1)
def table() -> dict[str, int]:
    """The table beside this module, made by benchmarks.fit_summaries: a line of words for each rarity from 0."""
    lines = Path(__file__).with_name("rarity.txt").read_text("utf-8").splitlines()
    return {word: rank for rank, line in enumerate(lines) for word in line.split()}
