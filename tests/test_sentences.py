"""Plain text into sentences."""

import time

import pytest

from bot.sentences import count, dangling, split


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Vega rose at dawn. It flew east.", ["Vega rose at dawn.", "It flew east."]),
        (
            "Dr. Lin of the U.S. Space Force spoke. Nobody asked.",
            ["Dr. Lin of the U.S. Space Force spoke.", "Nobody asked."],
        ),
        ("Built in the U.S. The rocket is old.", ["Built in the U.S.", "The rocket is old."]),
        ("It costs approx. 3.5 million. Really!", ["It costs approx. 3.5 million.", "Really!"]),
        ("Flight No. 12 slipped. Why? Wind.", ["Flight No. 12 slipped.", "Why?", "Wind."]),
        ("The pad is closed from June 30-Aug. 8 for work.", ["The pad is closed from June 30-Aug. 8 for work."]),
        ('Moss met J.P. "The Jape" Orr. He smiled.', ['Moss met J.P. "The Jape" Orr.', "He smiled."]),
        ("J. R. Moss won. He smiled.", ["J. R. Moss won.", "He smiled."]),
        ("Lift-off is at 9 a.m. on Monday. Watch it.", ["Lift-off is at 9 a.m. on Monday.", "Watch it."]),
        ('"We are ready." The crew waved.', ['"We are ready."', "The crew waved."]),
        ("The first line\nThe second line", ["The first line", "The second line"]),
        ("The tank held.Engineers cheered loudly.", ["The tank held.", "Engineers cheered loudly."]),
        ("They named it 'Lark'.Engineers cheered loudly.", ["They named it 'Lark'.", "Engineers cheered loudly."]),
        ("宇宙船が帰還した。乗員は元気だ。", ["宇宙船が帰還した。", "乗員は元気だ。"]),
        ("यान उतरा। सब ठीक है।", ["यान उतरा।", "सब ठीक है।"]),
        ("Die Rakete flog. Überall jubelten Menschen.", ["Die Rakete flog.", "Überall jubelten Menschen."]),
        ("The site space.com wrote it. version 2.0 is out.", ["The site space.com wrote it. version 2.0 is out."]),
        ("   ", []),
        ("", []),
    ],
)
def test_a_text_is_split_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "He said so.",
        "It's over.",
        "However, the wind rose.",
        '"This is it," she said.',
        "In addition, two more flew.",
        "The latter failed.",
        "After that the crew slept.",
        "But NASA waited.",
        "To address this, a valve was changed.",
    ],
)
def test_a_sentence_that_leans_on_an_earlier_one_dangles(sentence: str) -> None:
    assert dangling(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The rocket flew.",
        "Thisted is a town.",
        "In this paper we show a new seal.",
        "Later this month a crew flies.",
        "Italy launched Vega.",
        "There were five engines.",
    ],
)
def test_a_sentence_that_stands_alone_does_not_dangle(sentence: str) -> None:
    assert not dangling(sentence)


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("", 0),
        ("One flew.", 1),
        ("Dr. Lin flew on Jan. 5 with the U.S. Navy.", 1),
        ("Dr. Lin is to fly from June 30-Aug. 8 with the U.S. Navy.", 1),
        ('"We flew. We landed," she said.', 2),
        ("It weighed 3.5 tonnes.", 1),
    ],
)
def test_a_strict_reader_looks_inside_quotes(sentence: str, number: int) -> None:
    assert count(sentence) == number


@pytest.mark.parametrize("piece", [".", ". ", '" ', "A.B.", "...x ", "Mr. ", "\n", "(", "Abc.Def ", "؟", "।", "。"])
def test_splitting_takes_time_in_proportion_to_the_text(piece: str) -> None:
    started = time.perf_counter()
    split(piece * (200_000 // len(piece)))
    assert time.perf_counter() - started < 2
