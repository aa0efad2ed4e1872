"""What an earlier telling leaves to tell, where reports were edited since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.editor import untold
from bot.model import Item, Story, Told, ToldStory

AHEAD, DONE = "Petrel to launch a phone satellite on Monday", "Petrel launches a phone satellite"
TOLD_AT = datetime(2026, 5, 8, 9, tzinfo=UTC)
SINCE = TOLD_AT + timedelta(hours=20)


def item(number: int, publisher: str, title: str) -> Item:
    at = TOLD_AT - timedelta(hours=3)
    url = f"https://{publisher.lower()}.example/{number}"
    return Item(number, 1, publisher, url, title, "", published=at, first_seen=at)


def told(*items: Item) -> Told:
    lead = items[0]
    story = ToldStory(1, lead.title, lead.url, (), (), lead.published)
    return Told(1, TOLD_AT, frozenset(each.id for each in items), story)


def edited(item: Item) -> Item:
    return replace(item, title=DONE, edited=SINCE)


def test_a_page_rewritten_after_the_launch_is_an_update_of_the_hour_at_which_it_was_seen():
    lead = item(1, "Alpha", AHEAD)
    news = untold(Story(1, (edited(lead),)), told(lead))
    assert news is not None
    assert (news.what, news.update) == ("launched", 2)
    assert [report.published for report in news.story.items] == [SINCE]


def test_a_copy_that_was_rewritten_too_does_not_count_as_told():
    lead, copy = item(1, "Alpha", AHEAD), item(2, "Collector", AHEAD)
    news = untold(Story(1, (edited(lead), edited(copy))), told(lead, copy))
    assert news is not None
    assert news.what == "launched"


def test_what_was_told_and_stayed_as_it_was_is_no_news():
    lead, copy = item(1, "Alpha", AHEAD), item(2, "Collector", AHEAD)
    assert untold(Story(1, (lead, copy)), told(lead, copy)) is None
