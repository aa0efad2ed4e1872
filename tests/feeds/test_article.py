from dataclasses import replace

import pytest

from bot.feeds.article import THIN, is_elsewhere, is_thin, text_of
from tests.builders import entry

pytest.importorskip("trafilatura", reason="needs the extra full-text")

URL = "https://paper.example/news/kestrel"
TITLE = "Kestrel lander touches down near the lunar south pole"
PARAGRAPHS = [
    "The Kestrel lander touched down near the lunar south pole on Tuesday, eleven minutes later than planned, it said.",
    "All four legs stand on firm ground and the tilt is four degrees, well within what its solar panels need to work.",
    "Over the next ten days the lander will drill half a metre deep and look for ice in what it brings up from there.",
    "Its operator Meridian Lunar heard of the landing at once, and the first pictures came in an hour later as hoped.",
]


def page(*paragraphs: str, title: str = TITLE, head: str = "") -> str:
    """A paper's page, with all that stands around an article."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<!doctype html><html><head>{head}<title>{title} | The Paper</title></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/space'>Space</a></li></ul></nav>"
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        "<aside><h3>Most read</h3><a href='/x'>Ten telescopes for less</a></aside>"
        "<footer><p>All rights reserved. Subscribe to our newsletter.</p></footer></body></html>"
    )


def test_an_article_is_told_from_what_stands_around_it():
    text = text_of(page(*PARAGRAPHS).encode(), url=URL, title=TITLE)
    assert text.split("\n") == PARAGRAPHS


def test_the_headline_is_not_said_twice():
    text = text_of(page(TITLE, *PARAGRAPHS).encode(), url=URL, title=TITLE)
    assert text.startswith("The Kestrel lander touched down")


def test_a_page_that_speaks_of_something_else_is_not_the_article():
    consent = [
        "Before you continue we and our partners would like to store cookies on your device, to measure adverts too.",
        "You can accept all of them or choose which of the purposes below you agree with, whenever you like to do so.",
        "Your choice is kept for half a year and can be changed in the settings that every page of ours has below it.",
    ]
    assert text_of(page(*consent, title="Your privacy").encode(), url=URL, title=TITLE) == ""


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", "text/html", ""),
        ("utf-8-sig", "text/html; charset=latin-1", ""),
        ("utf-16", "text/html", ""),
        ("cp1252", "text/html; charset=iso-8859-1", ""),
        ("cp1252", "text/html", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>"),
        ("cp1252", "text/html", ""),
        ("iso8859-2", "text/html; charset=nonsense", "<meta charset='iso-8859-2'>"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(encoding, content_type, head):
    said = PARAGRAPHS[0].replace("The Kestrel", "The Météo")
    if encoding == "iso8859-2":
        said = PARAGRAPHS[0].replace("The Kestrel", "The Łódź")
    body = page(said, *PARAGRAPHS[1:], head=head).encode(encoding)
    assert text_of(body, url=URL, content_type=content_type, title=TITLE).split("\n")[0] == said


def test_a_page_without_an_article_gives_no_text():
    assert text_of(b"", url=URL, title=TITLE) == ""
    assert text_of(b"<html><body><div id=app></div><script>render()</script></body></html>", url=URL, title=TITLE) == ""


def test_only_an_entry_that_says_little_and_has_a_page_is_thin():
    short = entry(summary="It landed.", link=URL)
    assert is_thin(short)
    assert not is_thin(replace(short, summary="x" * THIN))
    assert not is_thin(replace(short, link=""))
    assert not is_thin(replace(short, link="https://news.google.com/rss/articles/CBMiXkFV"))  # a redirect by script


def test_a_front_page_is_not_the_article():
    assert is_elsewhere(URL, "https://paper.example/")
    assert not is_elsewhere(URL, "https://www.paper.example/news/kestrel/")
    assert not is_elsewhere("https://paper.example/", "https://paper.example/")
