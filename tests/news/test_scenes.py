"""Openings that tell no news."""

import pytest

from bot.news.scenes import without_scenes

NEWS = "Norland tested a fuel cell for nine days in Esbjerg."


@pytest.mark.parametrize(
    "scene",
    [
        "With a small crane, four engineers lift a cylinder that looks like a stack of coins.",
        "Anyone who has seen a launch knows that it takes smoke and fire.",
        "You could spend hours with the pictures of the flight.",
        "From wooden gliders to the largest rocket ever built, flying has come far.",
        "Two floors below ground, behind heavy doors, sits a laser.",
        "The magnetic field of Earth is like a trap.",
        "Millions of people watched the flight on their screens.",
    ],
)
def test_a_scene_at_the_beginning_is_left_out(scene):
    assert without_scenes(f"{scene} {NEWS}") == NEWS
    assert without_scenes(f"{scene}\n{NEWS}") == f"\n{NEWS}"
    assert without_scenes(scene) == ""


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "Quillon launches what looks like a kite.",  # something happened
        '"You could see it from Esbjerg," she said.',  # speech
        "From June to August, no probe will fly.",
        "The lander is like its twin.",
        f"{NEWS} It flew. It landed. You could spend hours with the pictures.",  # no opening
        "Two miles above the crater the lander fell silent.",
        "",
        "A line\n\nand  another",
        "You could " + "look and " * 1_500,  # nobody's scene is that long
    ],
)
def test_what_tells_something_or_comes_later_stays(text):
    assert without_scenes(text) == text
