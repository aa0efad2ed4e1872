"""Speech over several sentences."""

from bot.sentences import split_line
from bot.summaries.quotes import mended, whole


def spoken(paragraph: str) -> list[tuple[str, bool] | None]:
    return [one and (one.text, one.voiceless) for one in whole(split_line(paragraph))]


def test_each_sentence_of_a_speech_gets_both_its_marks() -> None:
    assert spoken('Moss said, "The seal held. The tank did too. We fly on," and left.') == [
        ('Moss said, "The seal held."', False),
        ('"The tank did too."', True),
        ('"We fly on," and left.', False),
    ]


def test_curly_marks_stay_curly() -> None:
    assert spoken("“The seal held. We fly,” said Moss.") == [
        ("“The seal held.”", True),
        ("“We fly,” said Moss.", False),
    ]


def test_a_mark_without_a_partner_is_taken_off() -> None:
    assert spoken('The seal held on Monday."') == [("The seal held on Monday.", False)]


def test_speech_that_lost_its_opening_mark_gets_it_back() -> None:
    assert spoken('The seal held," said Moss.') == [('"The seal held," said Moss.', False)]


def test_speech_within_speech_whose_marks_do_not_pair_is_left_out() -> None:
    assert spoken('"Asked on the pad, Moss said,"The seal held."') == [None]
    assert spoken('Moss said,"The seal held."') == [('Moss said,"The seal held."', False)]


def test_a_mark_left_at_the_end_of_a_paragraph_moves_to_the_next() -> None:
    assert mended(['The crew slept."', 'All is well," said Moss.']) == ["The crew slept.", '"All is well," said Moss.']
