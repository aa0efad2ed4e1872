"""Learns what the embedded summariser knows: the rarity of words, and the weights of its evidence.

    python -m benchmarks.fit_summaries FILE... [--out DIR]

Each FILE holds a text with summaries that people wrote of it on each line:
{"title", "text", "refs": [...], "max_sentences"?, "max_chars"?}. Items with a title teach the weights for stories with
one, and with the title hidden those for stories without. A file counts with the root of its size, so that a large one
does not drown the rest. Writes rarity.txt and weights.json to --out (default: into the package). The same files give
the same weights. Those in the package come from news articles with short briefs, news articles with highlights, and
abstracts of papers with one-sentence summaries.

Stories with a title are fitted to all texts and to each half of them, and the mean is kept, for one fit differs from
the next by chance; of those without one there are too few for halves. Words and pairs: logistic regression on whether
the references have them. Sentences: see benchmarks.sentence_sets.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from math import log, sqrt
from operator import mul
from pathlib import Path
from typing import Any

from benchmarks.lessons import Lesson, lessons
from benchmarks.sentence_sets import choices, fit_sentences
from bot.summaries import evidence, words
from bot.summaries.candidates import Candidate, candidates
from bot.summaries.cover import Weights, logistic
from bot.summaries.words import tokens

_ABOUT = (
    "Made by python -m benchmarks.fit_summaries, not by hand, from news articles with short briefs, news articles with"
    " highlights and abstracts with one-sentence summaries. The numbers stand in the order of bot.summaries.evidence."
    " CONTRIBUTING.md says when and how to make them anew."
)
_PACKAGE = Path(words.__file__).parent
_MOST_WORDS = 16_000
_OFTEN = 150  # texts that hold a word before it gets a weight of its own
_KNOWN_PRIOR = 30.0
_EPOCHS = 3
_PRIOR = {"titled": 0.003, "untitled": 0.03}
_PAIR_GAIN = {"titled": 1.0, "untitled": 2.0}  # what ROUGE-2 counts beside ROUGE-1 in choosing sentences
_HIDDEN = 0.1  # what an item whose title was hidden counts there, beside one that never had any
_LENGTH = {"titled": 1.0, "untitled": 0.6}  # with no title to go by, less is told


def rarity_table(texts: Sequence[str]) -> str:
    """Ten lines of words, commonest first: the rank of a word grows with the logarithm of how few texts hold it."""
    holding: Counter[str] = Counter()
    for text in texts:
        holding.update(set(tokens(text)))
    scale = log(len(texts) / 3)
    lines: list[list[str]] = [[] for _ in range(words.RAREST)]
    for word, n in sorted(holding.most_common(_MOST_WORDS), key=lambda pair: (-pair[1], pair[0])):
        if n >= 3:
            lines[min(words.RAREST - 1, int(log(len(texts) / n) / scale * words.RAREST))].append(word)
    return "".join(" ".join(line) + "\n" for line in lines)


class Regression:
    """Logistic regression by AdaGrad; `extra` holds the weights of sparse features, each drawn to zero."""

    def __init__(self, size: int) -> None:
        self.weights = [0.0] * size
        self.extra: dict[str, float] = {}
        self._squares = [1.0] * size
        self._extra_squares: dict[str, float] = {}
        self.loss = self.seen = 0.0

    def learn(
        self, features: Sequence[float], extra: str | None, target: float, weight: float, prior: float = 0.0
    ) -> None:
        z = sum(map(mul, self.weights, features)) + (self.extra.get(extra, 0.0) if extra else 0.0)
        p = logistic(z)
        self.loss -= weight * (target * log(p + 1e-9) + (1 - target) * log(1 - p + 1e-9))
        self.seen += weight
        error = weight * (p - target)
        for i, value in enumerate(features):
            if value:
                gradient = error * value
                self._squares[i] += gradient * gradient
                self.weights[i] -= 0.15 * gradient / sqrt(self._squares[i])
        if extra:
            now = self.extra.get(extra, 0.0)
            gradient = error + prior * now
            squares = self._extra_squares[extra] = self._extra_squares.get(extra, 1.0) + gradient * gradient
            self.extra[extra] = now - 0.15 * gradient / sqrt(squares)


def share(refs: Sequence[Sequence[Any]], wanted: Any, times: int = 1) -> float:
    """In how many of the references something stands at least so often."""
    return sum(ref.count(wanted) >= times for ref in refs) / len(refs)


def fit_chances(taught: Sequence[tuple[Lesson, list[Candidate]]], kind: str) -> tuple[Weights, float]:
    """The weights of words and pairs, and the mean loss of the words in the last round."""
    rng = random.Random(1)
    seen = [(lesson, evidence.Evidence(lesson.title, found)) for lesson, found in taught]
    holding = Counter(word for _, one in seen for word in one.times)
    model = Regression(evidence.WORD_FEATURES)
    order = seen[:]
    for _ in range(_EPOCHS):
        model.loss = model.seen = 0.0
        rng.shuffle(order)
        for lesson, one in order:
            counts = [Counter(ref) for ref in lesson.refs]
            for word in one.times:
                target = sum(word in ref for ref in counts) / len(counts)
                own = word if holding[word] >= _OFTEN else None
                model.learn(one.word(word), own, target, lesson.weight, _KNOWN_PRIOR / holding[word])
    known = {word: round(value, 2) for word, value in sorted(model.extra.items()) if abs(value) >= 0.05}
    weights = Weights(
        word=[round(value, 3) for value in model.weights],
        known=known,
        again=[0.0] * 4,
        pair=[0.0] * evidence.PAIR_FEATURES,
        sentence=[0.0] * evidence.SENTENCE_FEATURES,
        extent=[0.0, 0.0],
        pairs=1.0,
        length=_LENGTH[kind],
    )
    loss = model.loss / model.seen
    weights = replace(weights, again=_fit_again(seen, weights))
    return replace(weights, pair=_fit_pairs(seen, weights, rng)), loss


def _logit(one: evidence.Evidence, weights: Weights, word: str) -> float:
    return float(sum(map(mul, weights.word, one.word(word)))) + weights.known.get(word, 0.0)


def _fit_again(seen: Sequence[tuple[Lesson, evidence.Evidence]], weights: Weights) -> list[float]:
    """How much less likely the second and the third time of a word are."""
    cases: list[list[tuple[float, float, float]]] = [[], [], [], []]
    for lesson, one in seen:
        for word, n in one.times.items():
            for times in range(2, min(n, 3) + 1):
                target = share(lesson.refs, word, times)
                kind = (times - 2) * 2 + (words.rarity(word) == 0)
                cases[kind].append((_logit(one, weights, word), target, lesson.weight))
    found = []
    for group in cases:
        offset = 0.0
        for _ in range(20):  # Newton's method in one dimension
            chances = [(logistic(z + offset), target, weight) for z, target, weight in group]
            slope = sum(weight * (p - target) for p, target, weight in chances)
            offset -= slope / (sum(weight * p * (1 - p) for p, _, weight in chances) + 1e-9)
        found.append(round(offset, 2))
    return found


def _fit_pairs(seen: Sequence[tuple[Lesson, evidence.Evidence]], weights: Weights, rng: random.Random) -> list[float]:
    model = Regression(evidence.PAIR_FEATURES)
    order = list(seen)
    for _ in range(_EPOCHS - 1):
        rng.shuffle(order)
        for lesson, one in order:
            refs = [set(pairwise(ref)) for ref in lesson.refs]
            logits = {word: _logit(one, weights, word) for word in one.times}
            for pair in one.known_pairs():
                target = sum(pair in ref for ref in refs) / len(refs)
                model.learn(one.pair(pair, logits[pair[0]], logits[pair[1]]), None, target, lesson.weight)
    return [round(value, 3) for value in model.weights]


def fit(read: Sequence[tuple[Lesson, list[Candidate]]], kind: str) -> tuple[Weights, float, float, float]:
    """The weights learned from texts, the loss of the words, and the F1 of the best-placed sets before and after."""
    weights, loss = fit_chances(read, kind)
    own = list(read)
    if kind == "untitled":
        own = [pair for pair in read if pair[0].bare]
        hidden = [pair for pair in read if not pair[0].bare]
        own += [(replace(one, weight=one.weight * _HIDDEN), found) for one, found in hidden[::3]]
    offered = list(choices(own, weights, _PAIR_GAIN[kind]))
    fitted, before, after = fit_sentences(offered, weights, _PRIOR[kind])
    return fitted, loss, before, after


def averaged(fits: Sequence[Weights]) -> Weights:
    """The mean of fits: each errs by itself, and their errors cancel out."""

    def mean(values: Iterable[float]) -> float:
        return round(sum(values) / len(fits), 4)

    def means(name: str) -> list[float]:
        return [mean(column) for column in zip(*(getattr(one, name) for one in fits), strict=True)]

    known = sorted({word for one in fits for word in one.known})
    return Weights(
        word=means("word"),
        known={word: round(mean(one.known.get(word, 0.0) for one in fits), 2) for word in known},
        again=means("again"),
        pair=means("pair"),
        sentence=means("sentence"),
        extent=means("extent"),
        pairs=mean(one.pairs for one in fits),
        length=fits[0].length,
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fit_summaries", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON lines of texts with their summaries")
    parser.add_argument("--out", type=Path, default=_PACKAGE, help="where to write (default: into the package)")
    asked = parser.parse_args(argv)
    taught = lessons(asked.files)
    (asked.out / "rarity.txt").write_text(rarity_table([lesson.text for lesson in taught]), "utf-8")
    words.table.cache_clear()
    bare = [lesson for lesson in taught if lesson.bare]
    hidden = [replace(lesson, title="", weight=lesson.weight / 2) for lesson in taught[::2] if lesson.title]
    sets = {"titled": [lesson for lesson in taught if lesson.title], "untitled": bare + hidden}
    figures: dict[str, float] = {}
    learned: dict[str, Any] = {"about": _ABOUT}
    for kind, chosen in sets.items():
        read = [(one, found) for one in chosen if (found := candidates([one.text]))]
        fits = []
        for part in (read, read[::2], read[1::2]) if kind == "titled" else (read,):
            weights, loss, before, after = fit(part, kind)
            fits.append(weights)
            print(f"{kind:<10} {len(part):>6} texts   word loss {loss:.4f}   R1+R2 {before:.4f} -> {after:.4f}")
            figures.setdefault(f"{kind}_word_loss", loss)
            figures.setdefault(f"{kind}_f1_cover", before)
            figures.setdefault(f"{kind}_f1_fitted", after)
        learned[kind] = asdict(averaged(fits))
    (asked.out / "weights.json").write_text(json.dumps(learned, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
