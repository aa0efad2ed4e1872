"""The quick sums of the evidence against the evidence that the weights are learned from."""

from operator import mul

import pytest

from bot.summaries.candidates import candidates
from bot.summaries.cover import learned
from bot.summaries.evidence import Evidence

STORY = (
    "Petrel 3 lifted off from Cape Sorrel on Sunday with 12 small satellites for Quillon Space.\n"
    "The rocket put the satellites into orbit, and Quillon Space heard from all 12 within an hour.\n"
    "Petrel 3 had failed twice before at Cape Sorrel.\n"
    "The next launch from Cape Sorrel is planned for May."
)
PAPER = (
    "We propose a network for maps of the Moon. We show that the network needs a tenth of the images. "
    "This paper also presents a set of maps."
)


@pytest.mark.parametrize("title", ["", "Petrel 3 launches 12 satellites from Cape Sorrel"])
@pytest.mark.parametrize("texts", [[STORY], [PAPER], [STORY, PAPER, STORY]])
def test_what_is_summed_at_once_is_what_the_features_sum_to(title: str, texts: list[str]) -> None:
    weights = learned("titled" if title else "untitled")
    evidence = Evidence(title, candidates(texts))
    words = evidence.logits(weights.word)
    pairs = [*evidence.known_pairs(), ("moon", "petrel"), ("unheard", "of")]

    assert words == pytest.approx({word: sum(map(mul, weights.word, evidence.word(word))) for word in evidence.times})
    singly = [evidence.pair(pair, words.get(pair[0], -9.0), words.get(pair[1], -9.0)) for pair in pairs]
    assert evidence.pair_logits(weights.pair, pairs, words) == pytest.approx(
        [sum(map(mul, weights.pair, features)) for features in singly]
    )
