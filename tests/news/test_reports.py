"""Who speaks for a story, and who leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Tier
from bot.news.reports import distinct, fresh, one_per_publisher, outlet, recent, said, whole
from tests.builders import HOUR, MINUTE, NOW, item

LANDED = "The probe Kestrel landed on the Moon on Monday. It is the first soft landing by the company Farside."


def test_the_official_report_leads_unless_it_says_nothing():
    official = item(1, publisher="Agency", tier=Tier.OFFICIAL, text="x" * 200 + ".")
    press = item(2, publisher="Paper", text="y" * 400 + ".")
    assert one_per_publisher([press, official])[0] is official
    silent = item(3, publisher="Agency", tier=Tier.OFFICIAL, text="")
    assert one_per_publisher([press, silent])[0] is press


def test_a_text_that_only_repeats_the_title_says_nothing():
    assert said(item(title="Kestrel lands", text="Kestrel lands - Orbit Post")) == ""
    assert said(item(title="Kestrel lands", text=LANDED)) == LANDED


def test_a_publisher_speaks_once_and_with_its_newest_word():
    first, second = item(1, published=NOW - HOUR), item(2, published=NOW - MINUTE)
    assert one_per_publisher([second, first]) == [second]


def test_what_was_news_days_before_is_no_source_of_today_s():
    old, late, new = (item(n, published=NOW - hours * HOUR) for n, hours in ((1, 72), (2, 40), (3, 1)))
    assert recent([old, late, new]) == [late, new]
    assert recent([]) == []


def test_an_old_report_never_leads_a_new_event_however_much_it_says():
    old = item(1, publisher="Paper", text="y" * 900 + ".", published=NOW - 30 * HOUR)
    new = item(2, publisher="Courier", title="Kestrel lost", text="", published=NOW - HOUR)
    assert one_per_publisher([old, new])[0] is new


def test_a_page_of_a_picture_leads_no_report_of_its_publisher():
    picture = item(1, url="https://a.example/image-article/rotors/", text="A rotor in a chamber.", published=NOW)
    report = item(2, url="https://a.example/news-release/rotors/", published=NOW - MINUTE)
    assert one_per_publisher([picture, report]) == [report]


def test_an_invitation_to_watch_leads_no_report():
    watch = item(1, publisher="Agency", tier=Tier.OFFICIAL, title="How to watch Kestrel land", text=LANDED)
    report = item(2, publisher="Paper", title="Kestrel lands on the Moon", text=LANDED)
    assert one_per_publisher([watch, report])[0] is report
    own = item(3, publisher="Agency", title="Kestrel has landed", text=LANDED, published=watch.published - MINUTE)
    assert one_per_publisher([watch, own]) == [own]


def test_an_explainer_leads_no_report_though_the_report_has_no_text():
    explainer = item(1, publisher="Paper", title="What's the deal with suits? Will they be ready?", text=LANDED)
    report = item(2, publisher="Sheet", title="Agency answers for late suits", text="")
    assert one_per_publisher([explainer, report])[0] is report


def test_of_a_page_s_copies_the_one_of_its_own_site_s_feed_stays_if_it_says_something():
    page = "https://www.paper.example/kestrel"
    forged = item(1, publisher="Forger", url=page, feed_url="https://paper.example.forger.example/rss", text=LANDED * 9)
    own = item(2, publisher="Paper", url=page, feed_url="https://feeds.paper.example/news", text=LANDED)
    assert distinct([forged, own]) == [own]
    late = replace(forged, published=own.published + 20 * HOUR)
    assert (fresh([own, late]), one_per_publisher([own, late])) == ([own], [own])
    silent = item(2, publisher="Paper", url=page, feed_url="https://paper.example/rss", text="")
    assert distinct([forged, silent]) == [forged]


@pytest.mark.parametrize(
    ("one", "other"), [("Ars Technica", "Arstechnica"), ("Space", "Space.com"), ("The Orbit Post", "orbit-post.co.uk")]
)
def test_a_publisher_is_one_however_a_collector_spells_it(one, other):
    assert outlet(one) == outlet(other)


def test_different_publishers_stay_different():
    names = ["Space.com", "SpaceNews", "Spaceflight Now", "NASA", "NASASpaceflight", "조선일보", "The", ".com"]
    assert len({outlet(name) for name in names}) == len(names)


def test_a_page_that_two_feeds_bring_is_one_report_and_the_fuller_copy_stays():
    short = item(1, publisher="Collector", url="http://www.paper.example/kestrel/?utm_source=x", text="Landed.")
    full = item(2, publisher="Paper", url="https://paper.example/kestrel", text=LANDED)
    assert distinct([short, full]) == [full]
    assert one_per_publisher([short, full]) == [full]


def test_of_a_page_that_was_rewritten_after_the_event_the_report_stays():
    live = item(1, url="https://paper.example/k", title="Live coverage: Kestrel to land", text=LANDED + LANDED)
    after = item(2, url="https://paper.example/k", title="Kestrel lands on the Moon", text=LANDED)
    assert distinct([live, after]) == [after]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (LANDED, LANDED),
        (LANDED + " The company said that the", LANDED),
        (LANDED + " More will follow in the course of…", LANDED),
        (LANDED + " More will follow in the [...]", LANDED),
        (LANDED + "\nA second paragraph that the feed has cut in the midd", LANDED),
        ("Kestrel is on the Moon after all", "Kestrel is on the Moon after all"),
        ("Kestrel came down on the", ""),
        ("Kestrel came down, and so did " + "many others before it did " * 6, ""),
        ("", ""),
    ],
)
def test_what_a_feed_cut_off_is_left_out(text, left):
    assert whole(text) == left
