"""Addresses and text from feeds as they go into messages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from bot.chat.wire import container, embed_characters, inline, link, safe_url, section, size_of, text_display
from tests.chat import briefs
from tests.contract import check_request


@pytest.mark.parametrize(
    ("given_url", "safe"),
    [
        ("https://nasa.example/a?b=c&d=%20e#f", "https://nasa.example/a?b=c&d=%20e#f"),
        ("HTTPS://NASA.example/Path", "https://nasa.example/Path"),
        ("https://nasa.example", "https://nasa.example"),
        ("https://nasa.example/a (b) [c]<d>", "https://nasa.example/a%20%28b%29%20%5Bc%5D%3Cd%3E"),
        ("https://nasa.example/100%", "https://nasa.example/100%25"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
        ("http://127.0.0.1:8123/a.png", "http://127.0.0.1:8123/a.png"),
        ("  https://nasa.example/a  ", "https://nasa.example/a"),
        ("https://nasa.example/a\nb", "https://nasa.example/ab"),
    ],
)
def test_an_address_goes_out_in_ascii_that_ends_no_link(given_url: str, safe: str):
    assert safe_url(given_url) == safe


@pytest.mark.parametrize(
    "refused",
    [
        *("", "nasa.example", "//nasa.example/a", "javascript:alert(1)", "data:text/html,x", "ftp://nasa.example/"),
        *(
            "https://nasa.example@evil.example/",
            "https://user:word@nasa.example/",
            "https://nasa.example\\@evil.example/",
        ),
        *("https://a_b.example/", "https://localhost/", "https://[::1]/", "https://", "https://nasa.example:99999/"),
        *("https://nasa.example:port/", "https://.example/", "https://exa mple.org/", "https://300.300.300.300/"),
        "https://nasa.example/" + "a" * 2048,
    ],
)
def test_an_address_that_deceives_or_that_discord_refuses_is_left_out(refused: str):
    assert safe_url(refused) is None
    assert link("Title", refused) == "Title"


@settings(max_examples=300, deadline=None)
@given(url=briefs.urls)
def test_whatever_a_feed_calls_an_address_what_goes_out_is_one_that_discord_takes(url: str):
    safe = safe_url(url)
    if safe is not None:
        assert re.fullmatch(r"https?://[!#$%&'*+,./0-9:;=?@A-Z_a-z~-]+", safe)
        assert safe_url(safe) == safe
        assert check_request("POST", "/channels/1/messages", {"embeds": [{"title": "x", "url": safe}]}) == []


@settings(max_examples=300, deadline=None)
@given(words=briefs.text, url=briefs.urls)
def test_a_link_has_one_label_and_one_address_and_its_label_none_of_either(words: str, url: str):
    made = link(words, url)
    if made.startswith("["):
        label, address = re.fullmatch(r"\[(.*)\]\(<(.*)>\)", made, re.DOTALL).groups()
        assert address == safe_url(url)
        assert not re.search(r"[\[\]\n]", label)
        assert "://" not in label


def test_a_label_that_shows_nothing_is_no_link():
    assert link("\u200b\u3164 ", "https://nasa.example/") == ""


def test_a_long_address_is_left_out_of_a_link_so_that_the_words_have_room():
    assert link("Title", "https://nasa.example/" + "a" * 700) == "Title"


def test_hostile_text_is_one_inert_line():
    assert inline("**Hi** <@1>\n# [x](http://evil.example)") == (
        "\\*\\*Hi\\*\\* \\<@\u200b1\\> \\# \\[x\\](http:\u200b//evil.example)"
    )


def test_sizes_count_components_characters_and_bytes_of_everything_inside():
    made = size_of([container([text_display("añ"), section("漢字", "https://a.example/x", "")])])
    assert (made.components, made.characters, made.octets) == (5, 4, 3 + 6 + 2 * 12)
    assert made.fits
    assert not size_of([text_display("x" * 4001)]).fits
    assert not size_of([text_display("漢" * 3400)]).fits
    assert not size_of([text_display("x")] * 41).fits


def test_an_embeds_size_counts_every_text_that_discord_counts():
    embed = {
        "title": "1",
        "description": "22",
        "footer": {"text": "333"},
        "author": {"name": "4444"},
        "url": "https://x",
    }
    assert embed_characters({**embed, "fields": [{"name": "55555", "value": "666666"}]}) == 21
