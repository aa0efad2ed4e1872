"""What an earlier telling leaves to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import Earlier, Item, Sentence, Story, Told, ToldStory
from bot.news import background
from bot.news.repeats import Repeats
from bot.news.untold import Tellings, Untold, as_told, remaining, untold

AHEAD, DONE = "Petrel to launch a phone satellite on Monday", "Petrel launches a phone satellite"
REPEATS = Repeats(background.Idf(background.table()))
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
    news = untold(Story(1, (edited(lead),)), told(lead), REPEATS)
    assert news is not None
    assert (news.what, news.update) == ("launched", 2)
    assert [report.published for report in news.story.items] == [SINCE]


def test_a_copy_that_was_rewritten_too_does_not_count_as_told():
    lead, copy = item(1, "Alpha", AHEAD), item(2, "Collector", AHEAD)
    news = untold(Story(1, (edited(lead), edited(copy))), told(lead, copy), REPEATS)
    assert news is not None
    assert news.what == "launched"


def test_a_stale_copy_of_a_page_hides_no_rewriting_of_it():
    lead = replace(item(1, "Alpha", AHEAD), feed_url="https://alpha.example/feed")
    stale = replace(item(2, "Alpha", AHEAD), url=lead.url, feed_url="https://collector.example/feed")
    news = untold(Story(1, (edited(lead), stale)), told(lead, stale), REPEATS)
    assert news is not None
    assert news.what == "launched"
    assert untold(Story(1, (lead, edited(stale))), told(lead, stale), REPEATS) is None


def test_what_was_told_and_stayed_as_it_was_is_no_news():
    lead, copy = item(1, "Alpha", AHEAD), item(2, "Collector", AHEAD)
    assert untold(Story(1, (lead, copy)), told(lead, copy), REPEATS) is None


def test_what_a_told_report_only_mentioned_is_an_update_once_somebody_tells_it():
    lead = replace(
        item(1, "Alpha", "Halvorsen's tug Mistral docks with Aurelia"),
        text="The tug Mistral brought fuel to Aurelia. Elsewhere, the Kestrel rover found ice in the crater Lamont.",
    )
    aside, more = (
        later("Kestrel rover finds ice in the crater Lamont"),
        later("Tug Mistral brings fuel to Aurelia"),
    )
    news = untold(Story(1, (lead, aside, replace(more, id=3))), told(lead), REPEATS)
    assert news is not None
    assert (news.what, [report.title for report in news.story.items]) == ("told in full", [aside.title])
    assert untold(Story(1, (lead, more)), told(lead), REPEATS) is None


def test_another_report_of_what_a_headline_of_few_words_told_is_no_update():
    text = (
        "Heron lifted off from Cape Sorrel carrying the Marlow radar satellite. The pad had been damaged by hurricane "
        "Ottilie in autumn. Norland's parliament votes on subsidies for Calder Capital tomorrow."
    )
    lead = replace(item(1, "Alpha", "Heron launches on its first flight"), text=text)
    more = replace(
        later("Heron rocket's first flight carries Marlow"),
        text="Heron lifted off from Cape Sorrel with the Marlow radar satellite on board.",
    )
    assert untold(Story(1, (lead, more)), told(lead), REPEATS) is None


# ---------------------------------------------------------------- what another story told


def left(candidate: Item, earlier: Item) -> Untold | None:
    return remaining(Untold(Story(2, (candidate,)), (2,)), Tellings({1: told(earlier)}, {1: [earlier]}, REPEATS))


def later(title: str) -> Item:
    return replace(item(2, "Beta", title), published=SINCE, first_seen=SINCE)


def test_what_a_story_of_its_own_told_yesterday_is_not_told_again():
    assert left(later("Petrel's phone satellite: how it launches"), item(1, "Alpha", DONE)) is None


def test_it_is_an_update_where_its_outcome_is_news():
    news = left(later("Petrel launches a phone satellite and has lost it"), item(1, "Alpha", DONE))
    assert news is not None
    assert (news.what, news.update, news.story.id) == ("failed", 2, 2)
    assert news.earlier is not None


def test_it_is_an_update_where_it_tells_another_deed_of_one_date():
    slip = item(1, "Alpha", "Norland slips Petrel 3 to late 2027")
    news = left(later("Norland fires Petrel 3 manager, flight stays in late 2027"), slip)
    assert news is not None
    assert (news.what, news.update) == ("a dismissal", 2)
    assert left(later("Petrel 3 pushed to late 2027"), slip) is None


def test_that_many_tell_now_what_one_had_told_is_no_news():
    titles = {2: "Petrel set to launch a phone satellite", 3: f"Live coverage: {AHEAD}", 4: f"Watch live: {AHEAD}"}
    watched = tuple(replace(item(n, f"Paper {n}", title), published=SINCE) for n, title in titles.items())
    repeats = Repeats(background.Idf(background.table()))
    earlier = item(1, "Alpha", AHEAD)
    assert remaining(Untold(Story(2, watched), ()), Tellings({1: told(earlier)}, {1: [earlier]}, repeats)) is None


def test_an_outcome_is_news_also_where_the_report_that_was_told_is_rewritten_since():
    lead = item(1, "Alpha", AHEAD)
    rewritten, telling = edited(lead), told(lead)
    assert [each.title for each in as_told([rewritten], telling)] == [AHEAD]


def test_of_several_that_told_it_the_last_one_is_updated():
    first, last = item(1, "Alpha", DONE), replace(item(3, "Gamma", "Petrel launches its phone satellite"), id=3)
    telling = replace(told(last), story_id=3, told_at=TOLD_AT + timedelta(hours=9))
    assert telling.story is not None
    telling = replace(telling, story=replace(telling.story, update=2))
    candidate = later("Petrel launches a phone satellite and has lost it")
    repeats = Repeats(background.Idf(background.table()))
    news = remaining(
        Untold(Story(2, (candidate,)), (2,)), Tellings({3: telling, 1: told(first)}, {1: [first], 3: [last]}, repeats)
    )
    assert news is not None
    assert (news.update, news.earlier) == (3, telling)


def test_an_update_of_another_story_is_updated_in_its_turn():
    first, second = item(1, "Alpha", DONE), item(3, "Gamma", "Customers wait for word from the new relay")
    start, hours = told(first), timedelta(hours=9)
    assert start.story is not None
    follow = Told(3, TOLD_AT + hours, frozenset((3,)), replace(start.story, update=2, earlier=Earlier(start.told_at)))
    candidate = later("Petrel launches a phone satellite and has lost it")
    repeats = Repeats(background.Idf(background.table()))
    news = remaining(
        Untold(Story(2, (candidate,)), (2,)), Tellings({1: start, 3: follow}, {1: [first], 3: [second]}, repeats)
    )
    assert news is not None
    assert (news.what, news.update, news.earlier) == ("failed", 3, follow)


def test_an_update_of_what_the_same_brief_told_besides_is_not_taken_for_its_own():
    first, other = item(1, "Alpha", DONE), item(3, "Gamma", "A comet passes Earth tonight")
    start = told(first)
    assert start.story is not None
    since = Earlier(start.told_at, story_id=3)
    besides = Told(3, TOLD_AT + timedelta(hours=9), frozenset((3,)), replace(start.story, update=2, earlier=since))
    candidate = later("Petrel launches a phone satellite and has lost it")
    repeats = Repeats(background.Idf(background.table()))
    news = remaining(
        Untold(Story(2, (candidate,)), (2,)), Tellings({1: start, 3: besides}, {1: [first], 3: [other]}, repeats)
    )
    assert news is not None
    assert (news.update, news.earlier) == (2, start)


def test_other_news_is_told_whole():
    candidate = later("A comet passes Earth tonight")
    assert left(candidate, item(1, "Alpha", DONE)) == Untold(Story(2, (candidate,)), (2,))


def test_an_outcome_that_readers_had_in_a_sentence_is_no_update():
    lead = item(1, "Alpha", "Live coverage: Petrel launches a phone satellite")
    shown = (Sentence("Petrel lifted off at dawn with a phone satellite.", 1),)
    before = told(lead)
    assert before.story is not None
    after = later("Petrel launches a phone satellite")
    assert untold(Story(1, (lead, after)), before, REPEATS) is not None
    assert (
        untold(Story(1, (lead, after)), replace(before, story=replace(before.story, sentences=shown)), REPEATS) is None
    )
