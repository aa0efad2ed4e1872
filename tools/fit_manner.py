"""Make bot/summaries/manner.txt: the weights by which talk of a telling is told from news.

    python -m tools.fit_manner SHARED [--held SHARE]

It is learned from the items that steer of the tests, and from honest reports: of space those of the tests and of
SHARED/corpus/history, of the world at large those of SHARED/eval/train_extra, in passages of one to six sentences. So
that the way an item tells its news isn't learned, what it wants said counts as news, and so do those of its sentences
that nothing speaks against.
The same files give the same weights. With --held the last SHARE of the items is left out, how many of them are found
is printed, and nothing is written.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from math import exp, sqrt
from pathlib import Path

from bot import sentences
from bot.summaries import hearsay, manner, steering
from bot.summaries.words import tokens
from bot.text import plain

OFTEN = {True: 3, False: 120}  # passages that must hold a word: of those that steer, or of news
WEIGHT = 5.0  # of an item that steers: there are few
REPEATED = {"space": 20, "told": 2}  # how often they are read, for they are few too
RATE, DECAY, EPOCHS = 0.15, 0.02, 5
STEP = 0.1  # weights are rounded to it
LEAST, SHARED = 5, 0.3  # words of a sentence of news, and the share of them that may be in what the item wants said
LONGEST = 6  # sentences of a passage
MOST = 16_000  # passages of news at large
GROUNDING = Path("tests/data/grounding")
NEWS = ("sum_cnndm", "sum_inshorts", "sum_xsum", "sum_writers", "sum_scitldr")
_NAMED = re.compile(r"\d|[a-z,] [A-Z][a-z]")

Lesson = tuple[list[str], bool]


def items() -> list[dict[str, str]]:
    """{"item", "told"}: what steers, and what it wants said."""
    return list(rows([GROUNDING / "steering_items.jsonl"]))


def honest(shared: Path) -> tuple[list[str], list[str]]:
    """Reports of the world at large, and of space."""
    news = [shared / "eval" / "train_extra" / f"{name}.jsonl" for name in NEWS]
    space = [*sorted(GROUNDING.glob("stories*.jsonl")), *sorted((shared / "corpus" / "history").glob("*/*.jsonl"))]
    return reports(news), reports(space)


def rows(paths: Iterable[Path]) -> Iterator[dict[str, str]]:
    """The lines of all files."""
    return (json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip())


def reports(paths: Iterable[Path]) -> list[str]:
    """The texts of all files without their markup, each once."""
    found = (row.get("text") or row.get("summary") or row.get("source") or "" for row in rows(paths))
    return list(dict.fromkeys(filter(None, map(plain, found))))


def passages(texts: Iterable[str], chance: random.Random) -> Iterator[str]:
    """The texts in pieces of some sentences each."""
    for text in texts:
        left = sentences.split(text)
        while left:
            size = chance.randint(1, LONGEST)
            yield " ".join(left[:size])
            left = left[size:]


def parted(item: dict[str, str]) -> tuple[str, list[str]]:
    """An item without its news, and its news: sentences with a name or a number that nothing speaks against."""
    told = set(tokens(item["told"]))
    talk: list[str] = []
    news: list[str] = []
    for sentence in sentences.split(item["item"]):
        words = set(tokens(sentence))
        asks = steering.suspect(sentence) or hearsay.texts(sentence) or hearsay.label(sentence)
        world = _NAMED.search(sentence) and len(words) > LEAST and len(words & told) < SHARED * len(words)
        (news if world and not asks else talk).append(sentence)
    return " ".join(talk), news


def lessons(
    steering_items: Sequence[dict[str, str]], news: Sequence[str], space: Sequence[str], chance: random.Random
) -> list[Lesson]:
    """The words of each passage that others have too, and whether it steers."""
    pieces = [parted(item) for item in steering_items]
    said = [*(item["told"] for item in steering_items), *chain.from_iterable(world for _, world in pieces)]
    large = list(passages(news, chance))
    chance.shuffle(large)
    plainly = [*large[:MOST], *[*passages(space, chance), *space] * REPEATED["space"], *said * REPEATED["told"]]
    read = [(features(talk), True) for talk, _ in pieces] + [(features(text), False) for text in plainly]
    often = {kind: Counter(word for words, steers in read if steers is kind for word in words) for kind in OFTEN}
    known = {word for kind, least in OFTEN.items() for word, times in often[kind].items() if times >= least}
    return [(sorted(words & known), steers) for words, steers in read]


@lru_cache(maxsize=100_000)  # passages are read more than once
def features(text: str) -> frozenset[str]:
    """Those of all its sentences."""
    return frozenset[str]().union(*map(manner.features, sentences.split(text)))


def learn(taught: Sequence[Lesson], chance: random.Random) -> dict[str, float]:
    """Weights by logistic regression, in steps that shrink for words often seen (AdaGrad): the mean of those after each
    time of reading but the first, as they don't hang on what was read last.
    """
    weights = defaultdict(float, {manner.CONSTANT: -2.0})
    seen: dict[str, float] = defaultdict(lambda: 1.0)
    means: dict[str, float] = defaultdict(float)
    order = list(taught)
    for epoch in range(EPOCHS):
        chance.shuffle(order)
        for words, steers in order:
            before = [weights[word] for word in words]
            odds = weights[manner.CONSTANT] + sum(before)
            error = (1 / (1 + exp(-max(-30.0, min(30.0, odds)))) - steers) * (WEIGHT if steers else 1.0)
            for word, weight in zip(words, before, strict=True):
                slope = error + DECAY * weight
                seen[word] = total = seen[word] + slope * slope
                weights[word] = weight - RATE * slope / sqrt(total)
            weights[manner.CONSTANT] -= 0.005 * error
        if epoch:
            for word, weight in weights.items():
                means[word] += weight / (EPOCHS - 1)
    return means


def table(weights: dict[str, float]) -> str:
    """A line for each weight, the words in order of the alphabet."""
    lines: dict[float, list[str]] = defaultdict(list)
    for word, weight in weights.items():
        if rounded := round(round(weight / STEP) * STEP, 1):
            lines[rounded].append(word)
    return "".join(f"{weight} {' '.join(sorted(lines[weight]))}\n" for weight in sorted(lines))


def fit(steering_items: Sequence[dict[str, str]], news: Sequence[str], space: Sequence[str]) -> str:
    """The table that is learned from them."""
    chance = random.Random(5)  # noqa: S311 - the same files are to give the same weights
    return table(learn(lessons(steering_items, news, space, chance), chance))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--held", type=float, default=0.0)
    asked = parser.parse_args()
    every = items()
    taught = every[: round(len(every) * (1 - asked.held))]
    made = fit(taught, *honest(asked.shared))
    held = every[len(taught) :]
    if not held:
        Path(manner.__file__).with_name("manner.txt").write_text(made, "utf-8")
        return
    weights = manner.parsed(made)
    found = sum(any(manner.talks(sentences.split(item["item"]), weights)) for item in held)
    print(f"{found} of {len(held)} items held out are found")


if __name__ == "__main__":
    main()
