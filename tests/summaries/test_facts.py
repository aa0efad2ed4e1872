"""What says again, in other words, what has been told."""

import pytest

from bot.summaries.candidates import candidates
from bot.summaries.facts import facts, folded, repeats
from bot.summaries.words import tokens

LAUNCH = (
    "The cargo ship Stevedore 4 left Cape Sorrel at 05:55 UTC on Sunday with food and water for the Aurelia station."
)


def repeated(told: list[str], sentence: str) -> bool:
    *known, one = [facts(candidate) for candidate in candidates([*told, sentence])]
    assert len(known) == len(told)
    return repeats(one, known)


@pytest.mark.parametrize(
    ("told", "again"),
    [
        (
            LAUNCH,
            "Petrel 3 lifted off from Pad 3 at Cape Sorrel at 05:55 UTC on Sunday and put Stevedore 4 into orbit.",
        ),
        (
            "The actress Yulia Peresild landed in Kazakhstan on Saturday after twelve days on the station.",
            "Yulia Peresild and a director touched down in Kazakhstan on Saturday.",
        ),
        ("The vote of the member states was 12 to 2.", "Twelve of the member states voted in favour."),
        ("The lander Sundew was built by Kintail Robotics.", "Kintail Robotics built the lander."),
    ],
)
def test_one_event_in_other_words_is_a_repetition(told: str, again: str) -> None:
    assert repeated([told], again)


@pytest.mark.parametrize(
    "further",
    [
        "A cooling pump for the laboratory freezers is among the 4.1 tonnes of goods.",
        "The first stage came down on the barge Patient Anna after its seventh mission.",
        "Two earlier attempts had been called off because of a helium valve that did not close.",
    ],
)
def test_a_detail_that_was_not_told_is_none(further: str) -> None:
    assert not repeated([LAUNCH], further)


def test_a_sentence_told_in_parts_by_two_others_is_a_repetition() -> None:
    parts = ["The probe Kestrel cost 212 million euros.", "Kestrel photographed clouds over the night side of Venus."]
    assert repeated(parts, "Kestrel, which cost 212 million euros, photographed clouds over Venus.")


def test_phrases_of_one_kind_of_event_are_read_alike_and_number_words_as_figures() -> None:
    assert folded(tokens("took off"))[0] == folded(tokens("lift off"))[0] == ["launch"]
    assert folded(tokens("twelve landed")) == (["12", "land"], {"land"})
