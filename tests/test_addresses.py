"""Which address is shown, and that it stays the same page's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addresses import canonical, untracked, without_login

PAGE = "https://paper.example/2026/probe"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (f"{PAGE}?utm_source=rss&utm_medium=feed", PAGE),
        (f"{PAGE}?id=7&UTM_Source=rss&page=2", f"{PAGE}?id=7&page=2"),
        (f"{PAGE}?fbclid=x&id=7#part", f"{PAGE}?id=7#part"),
        (f"{PAGE}?id=7#xtor=RSS-1", f"{PAGE}?id=7"),
        (f"{PAGE}?at_medium=RSS&at_campaign=KARANGA", PAGE),
        (f"{PAGE}?utm_source", PAGE),
    ],
)
def test_parameters_that_only_count_readers_are_not_shown(given, shown):
    assert untracked(given) == shown


@pytest.mark.parametrize(
    "address",
    [
        "",
        PAGE,
        f"{PAGE}/?",
        f"{PAGE}?b=2&a=%C3%A9&&a=1#",
        f"{PAGE}?gl=US&eid=9&session=4&ref=7",
        f"{PAGE}?to=https://x.example/?utm_source=a",
        "https://Paper.example:8443//a/../b?q=utm_source",
    ],
)
def test_an_address_without_them_is_shown_as_it_was_given(address):
    assert untracked(address) == address


WORD = st.sampled_from(["id", "utm_source", "UTM_CAMPAIGN", "fbclid", "mc_cid", "xtor", "gl", "page", "at_medium", ""])
QUERY = st.lists(st.tuples(WORD, st.sampled_from(["=", "=1", "", "=a%20b"])).map("".join), max_size=5).map("&".join)


@given(st.sampled_from(["https://paper.example", PAGE, f"{PAGE}/", "http://www.Paper.example/A"]), QUERY, QUERY)
def test_what_is_shown_is_known_by_the_same_canonical_address(page, query, fragment):
    address = f"{page}?{query}#{fragment}"
    assert canonical(untracked(address)) == canonical(address)
    assert untracked(untracked(address)) == untracked(address)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@paper.example/feed?a=b@c", "https://paper.example/feed?a=b@c"),
        ("https://user@paper.example", "https://paper.example"),
        ("https://us@er:sec@ret@paper.example:8080/", "https://paper.example:8080/"),
        ("https://paper.example/@news/feed", "https://paper.example/@news/feed"),
        ("https://paper.example?mail=a@b.example", "https://paper.example?mail=a@b.example"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_a_login(url, shown):
    assert without_login(url) == shown
