"""What a sentence means outside itself."""

import pytest

from bot.summaries.references import definite, hearsay, introduced, leans, refers


@pytest.mark.parametrize(
    "sentence",
    [
        "Its signal came back after 70 seconds.",
        "Airlines moved flights to routes where radio can fail in such a storm.",
        "The tent was still standing there on Sunday.",
        "Six transits in front of its red dwarf star were observed.",
        "The cargo ship on top of it is undamaged.",
        '"We heard the tone at noon," she said.',
        "In April 2026, he joined the crew of the station.",
        "The 19-year-old is to fly in May.",
        "One is the largest telescope in Chile.",
        "Twenty-two of them belonged to the shower.",
        "With their stories the readers filled nine pages.",
        "Yes, and that is no surprise.",
        "The one that hit the pad and the one that missed.",
        "All are in their nineties.",
        "The announcement comes ahead of a call with investors.",
        "According to the log, that's how the tank burst.",
        'Lena Orr replied, "Because the wind rose."',
        "In the months since, nobody has heard the lander.",
        "Behind those efforts is the Harrow range.",
        'Astronomers call this "a slow burst," and nobody can explain it.',
        "Don't touch it with bare hands.",
        "Once this was told to the crew, the pilot left.",
        "Four days later, the pad was dry.",
        "The next day, the crew went home.",
        "Below that, Sorrel Space sells three rockets.",
        "At one point when he left the tent, he heard a bang.",
        "Over the past 40 days, it has been the victim of two leaks.",
        "The rocket then left the pad.",
        "Sorrel Space did that with rockets of its own.",
        "When a yard was planned eight miles away, he wrote to the bank.",
        "You could plainly call it a camera.",
        '"The Lark flies better than planned," its owners write.',
        "Sometimes, however, the smoke comes from a burning field.",
    ],
)
def test_a_sentence_that_points_outside_itself_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The probe lost its signal for 70 seconds.",
        "The lander that lost its signal on Sunday is, however, not lost.",
        "Sundew sent its first picture on Sunday.",
        "The rover drilled into clay at Quillon Ridge, the deepest layer that was sampled there.",
        "After its tank was mended, the probe flew on.",
        "In his letter, Moss agreed.",
        "The 19-year-old pilot Ada Moss is to fly in May.",
        "Two years after she left, commander and engineer Lena Orr is back.",
        "India test-fired its rocket on Tuesday.",
        "There is ice in the crater, such as the maps had shown.",
        "The engine is built in a shed out there, said Moss.",
        "Engineers said that they had found the leak.",
        "All of the engines fired.",
        "The announcement of the crew drew a crowd.",
        '"We heard the tone at noon," said Lena Orr.',
        "The lander Sundew stands on the spot that Moss had chosen for it.",
        'Moss said, "It is the best day of my life."',
        'Moss said, "Nothing moved, because the wind rose."',
        "In the two years since Sundew was lost, nobody has flown.",
        "The plan of the then president was dropped.",
        "When the pilot saw the yard, he wrote to the bank.",
        "You can open the lid and call it a camera.",
        "Four days after the fire, the pad was dry.",
        "Over the past 40 days, Sorrel Space lost two rockets.",
    ],
)
def test_a_sentence_that_names_what_it_means_stands_alone(sentence: str) -> None:
    assert not leans(sentence)


def test_this_one_is_known_only_where_the_sentence_names_it() -> None:
    assert refers("Sorrel Space told its plans for this larger variant of the Lark in May.")
    assert not refers("The larger Lark flew in May, and this Lark has two engines.")
    assert refers("Engineers are trying to figure that out.")
    assert refers("Sorrel Space had flown nine rockets prior to that date.")
    assert refers("Sorrel Space also flew two rockets this week.")
    assert not refers("Sorrel Space flew two rockets this week.")
    assert not refers('Moss said, "We love this rocket."')
    assert refers("Five years after the flight, Moss is back to those naval roots.")
    assert not refers("Moss thanked those who flew and those left at home.")


def test_what_belongs_to_something_unnamed_cannot_come_first() -> None:
    assert refers("The results suggest that the ice is young.")
    assert not refers("The results of the drilling suggest that the ice is young.")
    assert refers("The project's founders have come back.")
    assert refers("Sorrel Space has therefore built a tank of its own.")
    assert refers("The second tank, however, is full.")
    assert refers("The retraction came from a journal of clay.")
    assert refers("Using a drill, the team found clay.")
    assert not refers("Using a drill, the team of Lena Orr found clay.")
    assert refers("The solution wasn't a new tank.")
    assert refers("Here at the pad, on the other hand, nobody was hurt.")
    assert refers("Most work in the field is about clay.")
    assert not refers("Most of the clay is old.")


@pytest.mark.parametrize(
    "sentence", ["He added that it went well.", "She also noted a leak.", "They went on to say no."]
)
def test_what_somebody_unnamed_said_is_hearsay(sentence: str) -> None:
    assert hearsay(sentence)


@pytest.mark.parametrize("sentence", ["Moss added that it went well.", "He built the pump.", "The crew said so."])
def test_what_somebody_named_said_is_no_hearsay(sentence: str) -> None:
    assert not hearsay(sentence)


def test_a_noun_is_made_known_with_an_article_and_then_taken_for_known() -> None:
    assert "valv" in introduced("Brightwater blamed a helium valve for the delay.")
    assert definite("The valve did not close.") & introduced("Brightwater blamed a helium valve for the delay.")
    assert not definite("Brightwater blamed a helium valve.")
