"""The embedded summariser."""

import re
import time

import pytest

from bot.sentences import dangling
from bot.summaries.extractive import summarise
from tests.shared import shared

TITLE = "Kestrel probe enters orbit around Venus"
FIRST = """By Ada Moss

The Kestrel probe entered orbit around Venus on Tuesday after a burn of 41 minutes. It is the first craft built by the
Harbour Institute to reach another planet.

ALSO READ: Ten odd moons

"We heard the tone at noon. Nobody sat down," said Lena Orr, who runs the mission. The probe will map the clouds for two
years, starting in June.

A New Race to the Planets

However, one of its four cameras has not answered since May. Engineers think that a cable came loose.

Subscribe to our newsletter for more."""
SECOND = """Venus has a new visitor. The Kestrel probe entered orbit around Venus on Tuesday after a burn of 41 minutes,
the Harbour Institute said. The mission cost 212 million euros, half of what was planned."""


def joined(*args: object, **kwargs: int) -> str:
    return " ".join(sentence.text for sentence in summarise(*args, **kwargs))  # type: ignore[arg-type] # a shorthand


def test_the_summary_tells_the_event_of_the_title_first() -> None:
    told = summarise(TITLE, [FIRST.replace("\nHarbour", " Harbour")])
    assert told[0].text == "The Kestrel probe entered orbit around Venus on Tuesday after a burn of 41 minutes."
    assert told[0].source == 1


def test_what_two_sources_say_alike_is_told_once_and_each_sentence_names_its_source() -> None:
    texts = [FIRST.replace("\n", " ").replace("  ", "\n"), SECOND.replace("\n", " ")]
    told = summarise(TITLE, texts, max_sentences=5, max_chars=1000)
    assert sum("41 minutes" in sentence.text for sentence in told) == 1
    assert {sentence.source for sentence in told} == {1, 2}
    for sentence in told:
        words = re.findall(r"\w+", texts[sentence.source - 1].lower())
        assert set(re.findall(r"\w+", sentence.text.lower())) <= set(words)


@pytest.mark.parametrize("max_chars", [40, 80, 120, 200, 300, 480, 2000])
@pytest.mark.parametrize("max_sentences", [1, 2, 3, 6])
def test_the_summary_fits_the_room_that_there_is(max_sentences: int, max_chars: int) -> None:
    told = summarise(TITLE, [FIRST, SECOND], max_sentences=max_sentences, max_chars=max_chars)
    assert 1 <= len(told) <= max_sentences
    assert len(" ".join(sentence.text for sentence in told)) <= max_chars


@pytest.mark.parametrize("title", [TITLE, ""])
def test_no_summary_starts_with_a_word_that_means_something_before_it(title: str) -> None:
    for max_sentences in (1, 2, 3):
        told = summarise(title, [FIRST.replace("The Kestrel probe entered", "It entered")], max_sentences=max_sentences)
        assert not dangling(told[0].text)


def test_nothing_of_the_page_gets_in() -> None:
    text = joined(TITLE, [FIRST, SECOND], max_sentences=20, max_chars=5000)
    for junk in ("Ada Moss", "ALSO READ", "odd moons", "New Race", "newsletter"):
        assert junk not in text


def test_a_sentence_that_leans_comes_only_after_the_one_it_leans_on() -> None:
    text = (
        "The Lark rocket left the pad at Kourou with nine small satellites. " + "It dropped them one by one over Chile."
    )
    told = [sentence.text for sentence in summarise("Lark drops nine satellites over Chile", [text])]
    assert told[0].startswith("The Lark rocket")


@pytest.mark.parametrize("texts", [[], [""], ["   \n "], ["Comments\nShare this article:"], ["!!! ???"]])
def test_where_nothing_can_be_supported_there_is_no_summary(texts: list[str]) -> None:
    assert summarise(TITLE, texts) == ()
    assert summarise(TITLE, [FIRST], max_sentences=0) == ()
    assert summarise(TITLE, [FIRST], max_chars=5) == ()


def test_a_summary_without_a_full_stop_is_still_told() -> None:
    assert joined("Lark flies", ["The Lark rocket left the pad with nine small satellites aboard"]) == (
        "The Lark rocket left the pad with nine small satellites aboard"
    )


def test_what_the_feed_cut_off_is_not_told() -> None:
    assert (
        summarise("Lark flies", ["Five months after its first flight, the Lark rocket from the Harbour Institute…"])
        == ()
    )
    text = "The Lark rocket left the pad with nine small satellites. It is the third flight of the […]"
    assert joined("Lark flies", [text]) == "The Lark rocket left the pad with nine small satellites."


def test_a_sentence_longer_than_the_room_is_cut_at_a_word() -> None:
    told = joined(
        TITLE, ["The Kestrel probe entered orbit around Venus on Tuesday after a burn of 41 minutes."], max_chars=60
    )
    assert told == "The Kestrel probe entered orbit around Venus on Tuesday…"


def test_other_scripts_are_told_too() -> None:
    text = "探査機ケストレルが金星の周回軌道に入った。二年間にわたり雲を観測する計画だ。費用は二億ユーロだった。"
    assert joined("金星探査機", [text], max_sentences=1) in text


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        ". ",
        '"a ',
        "(a ",
        "A cat, which ",
        "AAA ",
        " -- a",
        "The post ",
        "Join us for ",
        "Abc, ",
        "1,234.5 ",
        "\n",
        "w.@",
    ],
)
def test_hostile_text_takes_no_time(piece: str) -> None:
    started = time.perf_counter()
    summarise(TITLE, [piece * (300_000 // len(piece))])
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("title", ["", "Russian actress lands after filming in space"])
def test_the_story_that_started_the_project_is_told_whole(title: str) -> None:
    story = shared("seed_story.txt").read_text("utf-8")
    text = joined(title, [story])
    for fact in ("Peresild", "International Space Station", "12 days", "first-ever movie"):
        assert fact in text
