"""What may be cut out of a sentence."""

import pytest

from bot.summaries.trim import dateline, finished, opening, variants


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        ("PARIS, May 3 (Reuters) - The probe flew by Venus.", "The probe flew by Venus."),
        ("(CNN)The probe flew by Venus.", "The probe flew by Venus."),
        (
            "(Eds: with more quotes) By Ada Moss Kourou, May 3 (AFP) The probe flew by Venus.",
            "The probe flew by Venus.",
        ),
        ("NEW SORREL, Md.—On Tuesday, the probe flew by Venus.", "On Tuesday, the probe flew by Venus."),
        ("New Delhi: The probe flew by Venus.", "The probe flew by Venus."),
        ("Artemis: The probe flew by Venus.", "Artemis: The probe flew by Venus."),
        (
            "By Earth and Air Centre (EAC) For more than ten years, the probe flew.",
            "For more than ten years, the probe flew.",
        ),
        ("By Monday the probe had flown.", "By Monday the probe had flown."),
        (
            "Written by Ada Moss, of the Lark Institute Earth planning date: Friday, May 3, 2031 The rover woke.",
            "The rover woke.",
        ),
        ("Ada Moss (@adamoss) May 3, 2031The probe flew by Venus.", "The probe flew by Venus."),
        ("CAPE CANAVERAL, Fla. — The probe flew.", "The probe flew."),
        ("Description A probe flew.", "A probe flew."),
        ("By Ada Moss Kourou, May 3 (AFP) The probe flew.", "The probe flew."),
        ("By Ada Moss and Lena Orr Kourou, May 3 (AFP) The probe flew.", "The probe flew."),
        ("Description The probe took this view of Venus.", "The probe took this view of Venus."),
        ("NEXT LAUNCH TOMORROWThe probe flew.", "The probe flew."),
        ("The Canadian Space Agency (CSA) built the arm.", "The Canadian Space Agency (CSA) built the arm."),
        ("NASA said the probe flew by Venus.", "NASA said the probe flew by Venus."),
    ],
)
def test_a_paragraph_loses_its_dateline(paragraph: str, told: str) -> None:
    assert dateline(paragraph) == told


def test_a_joining_word_goes_where_the_rest_stands_alone() -> None:
    assert opening("However, the probe flew on.") == "The probe flew on."
    assert opening("However, it flew on.") == "However, it flew on."
    assert opening("But the probe flew on.") == "The probe flew on."
    assert opening("So far, the probe has flown on.") == "So far, the probe has flown on."
    assert opening("So began the flight of the probe.") == "So began the flight of the probe."
    assert opening("After all, the probe flew on.") == "The probe flew on."
    assert opening("Yet another probe flew on.") == "Yet another probe flew on."


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("To this end, the team flew a second probe.", "The team flew a second probe."),
        ("To address these gaps in the map, we fly twice.", "We fly twice."),
        ("Here, we fly two probes.", "We fly two probes."),
        ("In this framework, we fly two probes.", "We fly two probes."),
        ("In this paper, we fly two probes.", "In this paper, we fly two probes."),
        ("In this orbit, the probe cannot be heard.", "In this orbit, the probe cannot be heard."),
    ],
)
def test_a_purpose_told_before_goes_and_a_condition_stays(sentence: str, told: str) -> None:
    assert opening(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The probe may fly by Venus in May, with a second pass planned for…", "The probe may fly by Venus in May."),
        ("The probe flew past Venus on Monday, becoming the first to s", "The probe flew past Venus on Monday."),
        ("The probe may fly past Venus in May, unless the tank, which is now half…", ""),
        ("The probe may fly past Venus in the second week of", ""),
    ],
)
def test_of_a_sentence_cut_off_by_its_feed_what_is_whole_is_told(sentence: str, told: str) -> None:
    assert finished(sentence) == told


@pytest.mark.parametrize(
    ("sentence", "shorter"),
    [
        (
            "The Giant Magnetic Sail (GMS) opened on its first try over the night side of Venus.",
            "The Giant Magnetic Sail opened on its first try over the night side of Venus.",
        ),
        (
            "Ada Moss, who led the team for nine years, was in the room when the probe woke.",
            "Ada Moss was in the room when the probe woke.",
        ),
        (
            "The probe sent a picture of the night side of Venus, which no craft had seen before.",
            "The probe sent a picture of the night side of Venus, which no craft had seen before.",
        ),
        (
            "The probe sent a picture of the night side, which the team shared with schools.",
            "The probe sent a picture of the night side.",
        ),
        (
            "The probe was built after the plans of Moss, Orr et al. (2031).",
            "The probe was built after the plans of Moss, Orr et al.",
        ),
        (
            "The ship – built in nine months in a shed at Sorrel – has been to Venus and back.",
            "The ship has been to Venus and back.",
        ),
        (
            "Speaking to reporters on Monday, Moss said that the probe had enough fuel for a year.",
            "Moss said that the probe had enough fuel for a year.",
        ),
    ],
)
def test_a_clause_that_only_adds_may_go(sentence: str, shorter: str) -> None:
    assert shorter in (variants(sentence) or [sentence])


@pytest.mark.parametrize(
    "sentence",
    [
        "The launch will go ahead on Monday, unless the wind at the pad rises before noon.",
        "The engine is safe to fly, according to the people who built and sold it.",
        "The rocket is the best ever made, its maker claims in a letter to the press.",
        '"The probe, which we built in a shed, is now past Venus," Moss told the crowd.',
        "The firm lost a rocket, failing to reach orbit for the third time this year.",
        "Ada Moss, 42, from Kourou, was in the room when the probe woke.",
        "The tank, the valve and the pump, which came first, or the seal, broke.",
        "The crew of three was flown to the hospital in Sorrel, where the pilot died of her wounds.",
        "Sorrel Space has sold fewer rockets than the rest, while prices rose, a bank said.",
        "When the crew sent a long list of its wishes, before the ship had left, the chief laughed, it is said.",
        "Moss when asked about the age of Sundew, having had the question before, broke into laughter.",
        "Police named Ada Moss (26) Lena Orr (37) Tom Reed (39) all from Sorrel as the crew of the ship.",
        "After Sorrel Space made headlines for its lost ship, Lark Air is here to give it competition.",
        "After waiting for a week and calling the five, the chief of the crew asked them to come home.",
        "The unnamed panel of chief Ada Moss, acting secretary Lena Orr and Tom Reed met at Sorrel on Monday.",
        "A film appears to show the pilot, believed to be at the pad in Sorrel, waving to the crowd on Monday.",
        "Small, medium – and large – rockets are to be flown from the pad at Sorrel.",
        "In a letter, published on Monday in Sorrel, Moss wrote that the probe was lost.",
        "The town remembers the morning in May when, as a small crowd stood by, the rocket rose.",
        "Sundew came down on Wednesday and stands at an angle, which is, as Moss points out, less than a shelf.",
        "Compare that to the four largest makers – Sorrel, Lark, Orr and Reed – most said they had no rockets left.",
        "The loss comes ten years after that of Sundew in 2031 – also at sea – a loss which led to a year of rest.",
        "Today, ten years after it came into use, with more than nine ships at the pad, Sorrel flies each week.",
        "The panel voted in Sorrel last month to make Lark, along with Sundew, full members of the club of makers.",
        "Speaking to reporters on the cost of the probe, Moss's answer was short and not for the record.",
        "The founders—Ada Moss and Lena Orr—have sold the yard to a bank in the north.",
    ],
)
def test_what_turns_the_meaning_stays(sentence: str) -> None:
    assert variants(sentence) == []
