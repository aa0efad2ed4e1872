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


def test_a_sentence_that_leans_is_left_out_where_the_one_before_it_is() -> None:
    text = "The Lark rocket left the pad at Kourou with nine small satellites. Read: Ten odd moons. It dropped them."
    assert joined("Lark leaves Kourou", [text]) == "The Lark rocket left the pad at Kourou with nine small satellites."


@pytest.mark.parametrize(
    "page", ["Subscribe to our newsletter!", "Follow us on Twitter.", "Read more here.", "Photo: X"]
)
def test_a_sentence_of_the_page_beside_the_news_leaves_the_news(page: str) -> None:
    launch = "A Falcon 9 rocket lifted off from Cape Canaveral on Monday carrying 23 Starlink satellites."
    assert joined("", [f"{launch} {page}"]) == launch


def test_what_somebody_unnamed_added_is_left_out() -> None:
    launch = "A Falcon 9 rocket lifted off from Cape Canaveral on Monday carrying 23 Starlink satellites."
    assert joined("", [f"{launch} He added that it went well."]) == launch


def test_the_headline_is_told_first_whichever_source_tells_it() -> None:
    built = "The lander was built by Kintail Robotics, and nine instruments are aboard. All four panels are lit."
    landed = "A robot lander the size of a small car has touched down on the Moon."
    told = summarise("Robot lander touches down on the Moon", [built, landed])
    assert told[0].source == 2
    assert told[0].text == landed


def test_a_headline_that_no_sentence_repeats_is_told_by_the_opening_of_its_own_source() -> None:
    storm = "The strongest storm of the year reached Earth on Tuesday and brought auroras to the south."
    satellites = (
        "The storm that reached level G4 on Tuesday has pulled satellites lower than usual. Orbello said that its 612"
        " satellites lost up to 800 metres of height in a day."
    )
    told = summarise("Solar storm paints the sky green", [f"{storm} Grid operators reported no outages.", satellites])
    assert told[0].text == storm


def test_one_event_in_the_words_of_two_sources_is_told_once() -> None:
    first = "The cargo ship Stevedore 4 left Cape Sorrel at 05:55 UTC on Sunday with food for the Aurelia station."
    second = "Petrel 3 lifted off from Pad 3 at Cape Sorrel at 05:55 UTC on Sunday and carried Stevedore 4 into orbit."
    told = summarise("Stevedore 4 leaves for Aurelia", [first, second], max_chars=480)
    assert len(told) == 1


def test_speech_without_its_speaker_is_told_only_beside_the_sentence_that_names_the_speaker() -> None:
    text = '"The leak in the Lark tank was small and is mended." The Lark rocket stands on its pad at Kourou again.'
    assert '"' not in joined("Lark tank leak is mended", [text])
    named = (
        '"The leak in the Lark tank was small. It is mended now," said Lena Orr. The rocket stands on its pad again.'
    )
    told = joined("Lark tank leak was small and is mended, says Orr", [named])
    assert "The leak" not in told or "Orr" in told


def test_a_word_in_quotation_marks_names_no_speaker() -> None:
    text = 'Kourou called the repair of the Lark tank "quick" on Monday. "The Lark rocket is a joy for all of Kourou."'
    assert "joy" not in joined("Lark rocket of Kourou is mended", [text])


def test_nobody_says_we_outside_quotation_marks() -> None:
    text = "Comet Vale stands above the horizon an hour after sunset. Four of us saw the comet Vale on Tuesday."
    assert "us" not in joined("Where to find comet Vale", [text]).split()
    ours = "The comet Vale is the oldest that was found in our solar system, astronomers said on Tuesday."
    assert joined("Comet Vale is the oldest", [ours]) == ours
    everybodys = "Rocky planets like our Earth are more common than was thought, astronomers said on Tuesday."
    assert joined("Planets like Earth", [everybodys]) == everybodys


def test_the_abstract_of_a_paper_may_say_we() -> None:
    text = "Dust hides young stars from view. We present a survey of 40 dusty clouds. We find that most hold a disk."
    assert "We" in joined("A survey of dusty clouds", [text])


def test_what_is_taken_for_known_comes_after_what_makes_it_known() -> None:
    text = (
        "Brightwater Launch called off the flight of Petrel 3 on Sunday. Engineers blamed a helium pump in the first"
        " stage. The pump was made in Lowen Quay by a firm of nine people who had never lost one."
    )
    for max_sentences in (1, 2, 3):
        told = joined("Petrel 3 flight is called off", [text], max_sentences=max_sentences)
        assert "The pump" not in told or "a helium pump" in told


def test_what_makes_drones_known_is_told_before_what_calls_them_the_drones() -> None:
    text = (
        "Three drones flew towards the spaceport of Cape Sorrel in the first week of May.\n"
        "The drones turned back, but Quillon Space cloaks its launch schedule and says nothing of the pad."
    )
    first, second = summarise("Quillon Space cloaks its launch schedule", [text])
    assert first.text.startswith("Three drones")
    assert second.text.startswith("The drones")


def test_where_there_is_room_for_one_it_does_not_open_with_the_drones_that_nobody_has_met() -> None:
    text = (
        "Three drones flew towards the spaceport of Cape Sorrel in the first week of May.\n"
        "The drones turned back, but Quillon Space cloaks its launch schedule and says nothing of the pad."
    )
    (only,) = summarise("Quillon Space cloaks its launch schedule", [text], max_sentences=1)
    assert only.text.startswith("Three drones")


def test_a_headline_with_a_full_stop_a_cry_and_a_list_are_no_sentences() -> None:
    news = "The lander Sundew touched down near the crater on Sunday."
    others = (
        "Moonshot from the last frontier. What a year for landers. The lander was quietThe crew was glad."
        " Landers on their way to the Moon:1. "
    )
    assert [one.text for one in summarise("", [others + news])] == [news]


def test_a_cry_is_no_news() -> None:
    assert summarise("How to see the Leonids", ["The Leonids are back!"]) == ()
    assert summarise("What satellites do for the Moon", ["Happy Moon Day, 20 July, to all of you."]) == ()


def test_a_sentence_that_might_stand_under_any_headline_is_left_out() -> None:
    hollow = "Like all other big things, it took a long time."
    news = "The lander Sundew touched down near the crater on Sunday."
    title = "Lander Sundew touches down"
    assert [one.text for one in summarise(title, [f"{news} {hollow}"])] == [news]
    assert summarise(title, [hollow]) == ()
    assert summarise("", [hollow]) != ()


def test_a_line_that_its_feed_cut_in_a_word_is_not_told() -> None:
    assert summarise("Agency buys interceptors", ["Deals with twelve makers are meant to test competing desig"]) == ()


def test_the_summary_opens_with_the_news_rather_than_with_speech_about_it() -> None:
    speech = '"I am proud that the lander Sundew touched down near the crater," said Ada Moss.'
    news = "The lander Sundew touched down near the crater on Sunday."
    told = summarise("Lander Sundew touches down near crater", [speech + "\n" + news])
    assert told[0].text == news


def test_what_points_elsewhere_does_not_open_a_summary_where_another_sentence_may() -> None:
    plans = "In May the engineers showed this larger variant of the Lark rocket to Lena Orr."
    news = "Sorrel Space wants a hundred launches a year from its pad at Kintail."
    told = summarise("Sorrel Space shows larger variant of Lark rocket for hundred launches", [plans + "\n" + news])
    assert [one.text for one in told] == [news, plans]


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


def test_of_what_the_feed_cut_off_without_a_mark_the_whole_part_is_told() -> None:
    text = "The Lark rocket left the pad at Kourou on Monday with nine small satellites, becoming the third"
    text += " of its kind to fly this year and the first to carry a crew's"
    told = joined("Lark flies", [text[:150]])
    assert told == "The Lark rocket left the pad at Kourou on Monday with nine small satellites."
    assert summarise("Lark flies", ["The Lark rocket of the Harbour Institute left the pad for the"]) == ()


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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Landed", "Landed"),
        ("It landed. It sings.", "It landed."),
        ("Advertisement\n\nRead more\nhttps://paper.example/a\n***\n着陆", "着陆"),
        ("Advertisement", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_text_of_a_word_or_two_without_a_title_is_told_by_its_own_words(text: str, told: str) -> None:
    assert joined("", [text]) == told
    assert summarise("Lark flies", [text]) == ()


def test_first_words_name_their_source_and_keep_to_the_limits() -> None:
    assert [(one.text, one.source) for one in summarise(" ", ["Read more", "Landed"])] == [("Landed", 2)]
    assert joined("", ["Landed"], max_chars=3) == joined("", ["Landed"], max_sentences=0) == ""
