"""Learns for benchmarks.fit_summaries which sets of sentences to prefer: the weights under which those that a softmax
prefers have the highest F1 (minimum risk training), held near the plain expected cover.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, sqrt
from operator import mul

from benchmarks.lessons import Lesson
from bot.summaries import cover, evidence, extractive
from bot.summaries.candidates import Candidate
from bot.summaries.cover import Weights

_RISK_EPOCHS = 12
_SHARPNESS = 30.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The sets of sentences that one text offers: the features of each and the F1 that it gets."""

    rows: list[list[float]]
    gains: list[float]
    weight: float


def choices(taught: Sequence[tuple[Lesson, list[Candidate]]], weights: Weights, pair_gain: float) -> Iterator[Choice]:
    """For each text the sets that a wide search meets, and some that it passes over, each with its gain."""
    rng = random.Random(3)
    for lesson, found in taught:
        aim = cover.Aim(lesson.title, found, lesson.max_sentences, lesson.max_chars, weights)
        field = sorted(found, key=aim.promise, reverse=True)[:24]
        field += extractive.shortened(field[:12], len(found))
        met: dict[tuple[int, ...], cover.Told] = {}
        beam = [cover.Told()]
        for _ in range(lesson.max_sentences):
            grown: dict[tuple[int, ...], cover.Told] = {}
            for told in beam:
                for one in field:
                    if aim.may_join(told, one) and aim.adds(told, one):
                        longer = aim.extended(told, one)
                        grown.setdefault(tuple(sorted(other.order for other in longer.chosen)), longer)
            ranked = sorted(grown.items(), key=lambda pair: -pair[1].worth)
            kept = ranked[:25] + rng.sample(ranked[25:], min(8, len(ranked[25:])))
            met.update(kept)
            beam = [aim.settled(told) for _, told in kept]
        if met:
            rows = [_row(told, aim) for told in met.values()]
            yield Choice(rows, [gain(told.chosen, lesson.refs, pair_gain) for told in met.values()], lesson.weight)


def _row(told: cover.Told, aim: cover.Aim) -> list[float]:
    both, extent = told.length + aim.wanted, told.length / aim.wanted
    sentences = [aim.evidence.sentence(one) for one in told.chosen]
    sums = map(sum, zip(*sentences, strict=True))
    return [2 * told.covered / both, 2 * told.pairs_covered / both, extent, extent * extent, *sums]


def gain(chosen: Sequence[Candidate], refs: Sequence[Sequence[str]], pair_gain: float) -> float:
    """ROUGE-1 F1 and `pair_gain` times ROUGE-2 F1, the mean over the references."""
    said = [word for one in sorted(chosen, key=lambda one: one.position) for word in one.words]
    total = 0.0
    for ref in refs:
        shared = (Counter(said) & Counter(ref)).total()
        shared_pairs = (Counter(pairwise(said)) & Counter(pairwise(ref))).total()
        total += 2 * shared / (len(said) + len(ref))
        total += pair_gain * 2 * shared_pairs / max(1, len(said) + len(ref) - 2)
    return total / len(refs)


def fit_sentences(offered: Sequence[Choice], weights: Weights, prior: float) -> tuple[Weights, float, float]:
    """The weights of sentences, with the F1 of the best-placed sets before and after."""
    rng = random.Random(5)
    size = 4 + evidence.SENTENCE_FEATURES
    spread = _spreads([row for choice in offered for row in choice.rows], size)
    scaled = [
        replace(one, rows=[[v / s for v, s in zip(row, spread, strict=True)] for row in one.rows]) for one in offered
    ]
    start = [_SHARPNESS * spread[0], _SHARPNESS * spread[1]] + [0.0] * (size - 2)
    now, squares = start[:], [0.0] * size
    mean = sum(choice.weight for choice in scaled) / len(scaled)
    total = [0.0] * size
    rounds = 0
    for epoch in range(_RISK_EPOCHS):
        rng.shuffle(scaled)
        for choice in scaled:
            scores = [sum(map(mul, now, row)) for row in choice.rows]
            top = max(scores)
            odds = [exp(score - top) for score in scores]
            whole = sum(odds)
            expected = sum(map(mul, odds, choice.gains)) / whole
            pulls = [
                odd / whole * (gained - expected) * choice.weight / mean
                for odd, gained in zip(odds, choice.gains, strict=True)
            ]
            for i, column in enumerate(zip(*choice.rows, strict=True)):
                gradient = sum(map(mul, pulls, column)) - prior * (now[i] - start[i])
                squares[i] += gradient * gradient
                now[i] += 0.1 * gradient / sqrt(squares[i] + 1e-6)
            if epoch >= _RISK_EPOCHS // 2:
                total = [a + b for a, b in zip(total, now, strict=True)]
                rounds += 1
    found = [value / rounds / s for value, s in zip(total, spread, strict=True)]
    found = [value / found[0] for value in found]
    plain = [1.0, 1.0] + [0.0] * (size - 2)
    fitted = replace(
        weights,
        pairs=round(found[1], 3),
        extent=[round(value, 4) for value in found[2:4]],
        sentence=[round(value, 4) for value in found[4:]],
    )
    return fitted, _placed(offered, plain), _placed(offered, found)


def _spreads(rows: Sequence[Sequence[float]], size: int) -> list[float]:
    """The standard deviation of each feature; a feature that never changes is as good as switched off."""
    found = []
    for i in range(size):
        column = [row[i] for row in rows]
        mean = sum(column) / len(column)
        deviation = sqrt(sum((value - mean) ** 2 for value in column) / len(column))
        found.append(deviation if deviation > 1e-4 else 1e9)
    return found


def _placed(offered: Sequence[Choice], by: Sequence[float]) -> float:
    best = [max(zip((sum(map(mul, by, row)) for row in one.rows), one.gains, strict=True))[1] for one in offered]
    return sum(best) / len(best)
