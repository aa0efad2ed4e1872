"""What belongs to the page and not to the story."""

import pytest

from bot.summaries.junk import boilerplate, paragraphs

STORY = "The lander touched down near the crater on Sunday."


@pytest.mark.parametrize(
    "line",
    [
        "ALSO READ: Five comets to see this year",
        "RELATED ARTICLE: Station crew fixes a leak. Again.",
        "Related: A rover wakes up.",
        "Read: Rover wakes upThe crew said it was glad.",
        "Read more: Why moons have moons",
        "(Some spoilers for Lark Rising below.)",
        "Check out more news and views on Orbits in The Daily Comet.",
        "The post Lander touches down appeared first on The Daily Comet.",
        "Subscribe to our newsletter and never miss a launch.",
        "Sign up for our weekly letter.",
        "Follow us on every network.",
        "The Daily Comet may earn a commission when you buy through links on our site.",
        "Image credit: Ada Moss/The Daily Comet.",
        "(Photo : Ada Moss/Getty Images)",
        "Photo: Ada Moss",
        "The Lark rocket stands on its pad before dawn, in Kourou, Friday, May 3, 2031.",
        "Ada Moss, director of flights, is shown at the launch site, Friday, May 3, 2031, in Kourou.",
        "Ada Moss, left, and Lena Orr, right, ring the bell of the exchange on Thursday.",
        "Ada Moss, among others, piles up sandbags in Sorrel, Wednesday, May 3, 2031.",
        "A thin crescent of Venus is lit in this May 3, 2031, image taken by Sundew.",
        "Let's take a look at nine of these rockets.",
        "Here's where to look and how to see the comet.",
        "Welcome to Edition 8.37 of the Weekly Orbit!",
        "Each report will include news of small and large rockets.",
        "Breaking News Emails Get breaking news alerts and special reports.",
        "Click/tap elsewhere to close.",
        "Add this Tweet to your website by copying the code below.",
        "The news and stories that matter, delivered weekday mornings.",
        "Here is The Daily Comet's list of launches for the week of May 3.",
        "Here are two examples of how maps from orbit help farmers.",
        "1:36 pm: The president arrives at the pad.",
        "By Ada Moss | The Daily Comet | 3 May 2031",
        "Ada Moss May 3, 2031 10:32 AM EDT",
        "Published May 3, 2031.",
        "Tags: moons, landers, news",
        "(c) 2031 The Daily Comet. All rights reserved. Do not reproduce without permission.",
        "Copyright 2031 The Daily Comet.",
        "Advertisement",
        "Story continues below advertisement",
        "Comments",
        "Share this article:",
        "Join our forums to keep talking Space on the latest missions.",
        "Trending now: A rover wakes up after a long winter.",
        "Latest headlines: A rover wakes up.",
        "Ada Moss is a senior writer covering moons for The Daily Comet.",
        "Follow Ada Moss on Twitter @adamoss.",
        "Support independent journalism by joining The Daily Comet.",
        "Stay tuned to The Daily Comet for more updates.",
        "For more space news, follow The Daily Comet.",
        "As an affiliate, The Daily Comet earns from qualifying purchases.",
        "9yrold Suddenly Wakes!",
        "Comet Hunters Find Three More?",
        "A New Race to the Moon",
        "This article was originally published by The Daily Comet.",
        "Click here to read the full story.",
        "If you enjoyed this story, tell a friend.",
    ],
)
def test_a_line_of_the_page_is_left_out(line: str) -> None:
    assert paragraphs(f"{line}\n{STORY}\n{line}") == [STORY]


@pytest.mark.parametrize(
    "line",
    [
        STORY,
        "Engineers read the gauges twice before the launch.",
        "The spoilers on the wing moved ahead of time.",
        "For more than a year, the probe followed the comet.",
        "Support for the probe came from Rome.",
        "Follow-up flights are planned for June, the agency said.",
        "NASA, ESA and JAXA Signed the Moon Treaty in Rome.",
        "Photographs from the lander show a field of boulders.",
        "The launch of the Lark rocket is planned for no earlier than Friday, May 3, 2031.",
        "The Lark rocket was launched on Friday, May 3, 2031.",
        "Share prices of launch firms fell on Monday.",
        "The company related the failure to a stuck valve.",
    ],
)
def test_a_line_of_the_story_is_kept(line: str) -> None:
    assert paragraphs(line) == [line]
    assert not boilerplate(line)


@pytest.mark.parametrize(
    "page",
    [
        "Subscribe to our newsletter!",
        "Follow us on every network.",
        "Read more here.",
        "Click here to watch.",
        "Photo: Ada Moss.",
        "Image credit: Ada Moss/The Daily Comet.",
        "All rights reserved.",
    ],
)
def test_a_sentence_of_the_page_costs_that_sentence_only(page: str) -> None:
    assert paragraphs(f"{STORY} {page}") == [STORY]
    assert paragraphs(f"{page} {STORY}") == [STORY]
    assert paragraphs(f"{STORY} {page} {STORY}") == [f"{STORY} {STORY}"]


def test_a_credit_at_the_end_of_the_only_line_costs_no_more_than_itself() -> None:
    assert paragraphs(f"{STORY} (Photo: Ada Moss)") == [STORY]


def test_a_link_stuck_to_the_end_of_a_paragraph_is_cut_off() -> None:
    assert paragraphs(f"{STORY} ALSO READ | Ten odd moons") == [STORY]


def test_a_text_without_full_stops_keeps_its_longer_lines() -> None:
    text = "Latest news\nA cargo ship reached the station with food for six months"
    assert paragraphs(text) == ["A cargo ship reached the station with food for six months"]
