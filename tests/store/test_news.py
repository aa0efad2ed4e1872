from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Tier
from tests.builders import DAY, HOUR, MINUTE, NOW, entry, feed, new_item


async def gather(store, name, *items, owner="file", **fields):
    """Subscribe the owner to one more feed, with these items in it."""
    wanted = [status.feed for status in await store.feed_statuses(owner) if status.feed.name != name]
    await store.sync_feeds(owner, [*wanted, feed(name, **fields)], trusted=False)
    [state] = [status.state for status in await store.feed_statuses(owner) if status.feed.name == name]
    await store.record_poll(replace(state, last_poll=NOW), items)


def at(time, key=None, **fields):
    key = key or f"at-{time:%d-%H%M}"
    return new_item(key, entry=entry(key, published=time, **fields))


def links(items):
    return [item.url.rsplit("/", 1)[1] for item in items]


async def test_an_owner_sees_items_under_its_own_words(store):
    await gather(store, "Zenith", at(NOW, "a"), tier=Tier.OFFICIAL, tags=("agency",), language="de")
    [item] = await store.latest("file")
    assert (item.feed, item.publisher, item.tier, item.tags) == ("Zenith", "Zenith", Tier.OFFICIAL, ("agency",))
    assert item.language == "de"
    assert (item.published, item.first_seen, item.story_id) == (NOW, NOW, None)
    await store.sync_feeds("guild:1", [replace(feed("Zenith"), name="Theirs")], trusted=False)
    [theirs] = await store.latest("guild:1")
    assert (theirs.id, theirs.feed, theirs.publisher, theirs.tags) == (item.id, "Theirs", "Theirs", ())


async def test_an_address_is_shown_without_tracking_however_it_was_kept(store):
    await gather(store, "Paper", at(NOW, "a", link="https://paper.example/a?id=7&utm_source=rss"))
    [item], [unfiled] = await store.latest("file"), await store.unfiled_items(1)
    assert item.url == unfiled.url == "https://paper.example/a?id=7"


async def test_each_feed_s_languages_are_those_of_its_reports_since_then(store):
    await gather(store, "Paper", at(NOW, "a", language="fr"), at(NOW, "b"), at(NOW - 2 * DAY, "c", language="de"))
    await gather(store, "Zenith", at(NOW, "d", language="en-GB"), owner="guild:1")
    assert await store.languages("file", NOW - DAY) == {"Paper": {"fr", ""}}
    assert await store.languages("guild:1", NOW - DAY) == {"Paper": {"fr", ""}, "Zenith": {"en-GB"}}


async def test_an_entry_s_own_language_wins_over_the_feed_s(store):
    await gather(store, "Paper", at(NOW, "a", language="fr"), language="en")
    [item] = await store.latest("file")
    assert item.language == "fr"


@pytest.mark.parametrize(
    ("url", "collects", "publisher"),
    [
        ("https://paper.example/feed", False, "Paper"),
        ("https://paper.example/feed", True, "NASA"),
        ("https://news.google.com/rss", False, "NASA"),
        ("https://api.spaceflightnewsapi.net/v4/articles/", False, "NASA"),
        ("https://news.google.com.evil.example/", False, "Paper"),
        ("https://evil.example/news.google.com", False, "Paper"),
    ],
)
async def test_only_what_collects_speaks_in_others_names(store, url, collects, publisher):
    await gather(store, "Paper", at(NOW, "a", publisher="NASA"), url=url, collects=collects)
    [item] = await store.latest("file")
    assert (item.publisher, item.feed) == (publisher, "Paper")


async def test_a_collecting_feed_names_its_own_reports_by_its_own_name(store):
    await gather(store, "Paper", at(NOW, "a"), collects=True)
    assert [item.publisher for item in await store.latest("file")] == ["Paper"]


async def test_what_the_host_believes_of_a_feed_a_server_that_has_it_itself_does_not(store):
    await gather(store, "Planet", at(NOW, "a", publisher="NASA"), collects=True)
    assert [item.publisher for item in await store.latest("guild:1")] == ["NASA"]  # the file's feed
    await store.add_feed("guild:1", replace(feed("Planet"), name="Theirs"), limit=5)
    assert [item.publisher for item in await store.latest("guild:1")] == ["Theirs"]
    assert [item.publisher for item in await store.latest("file")] == ["NASA"]


async def test_a_feed_that_is_said_to_collect_does_so_for_what_it_told_before(store):
    await gather(store, "Planet", at(NOW, "a", publisher="NASA"))
    await store.sync_feeds("file", [feed("Planet", collects=True)], trusted=False)
    assert [item.publisher for item in await store.latest("file")] == ["NASA"]


async def test_whoever_reports_in_a_collecting_feed_has_its_own_latest(store):
    theirs = [at(NOW - n * HOUR, f"n{n}", publisher="NASA") for n in range(3)]
    await gather(store, "Planet", *theirs, at(NOW, "e", publisher="ESA"), at(NOW, "own"), collects=True)
    await gather(store, "Paper", at(NOW, "p", publisher="NASA"), at(NOW, "x", publisher="Nobody"))
    assert await store.publishers("file", NOW - DAY) == ["NASA", "ESA"]
    assert await store.publishers("file", NOW) == ["ESA", "NASA"]
    assert await store.publishers("others", NOW - DAY) == []
    assert links(await store.latest("file", publisher="NASA", limit=2)) == ["n0", "n1"]
    assert await store.latest("file", publisher="Nobody") == []


async def test_a_service_that_is_known_to_collect_has_publishers_too(store):
    await gather(store, "Search", at(NOW, "a", publisher="NASA"), url="https://news.google.com/rss")
    assert await store.publishers("guild:1", NOW - DAY) == ["NASA"]
    assert links(await store.latest("guild:1", publisher="NASA")) == ["a"]


async def test_a_window_holds_its_start_and_not_its_end(store):
    times = [NOW - DAY - MINUTE, NOW - DAY, NOW - MINUTE, NOW]
    await gather(store, "A", *(at(time, f"{n}") for n, time in enumerate(times)))
    assert links(await store.items("file", NOW - DAY, NOW)) == ["1", "2"]


async def test_a_window_goes_by_the_time_of_news_and_lists_by_publication(store):
    late = replace(at(NOW - 3 * DAY, "old but new to us"), news_at=NOW - HOUR)
    early = replace(at(NOW - HOUR, "young but judged old"), news_at=NOW - 3 * DAY)
    await gather(store, "A", at(NOW - 2 * HOUR, "usual"), late, early)
    assert links(await store.items("file", NOW - DAY, NOW)) == ["old but new to us", "usual"]


async def test_nobody_sees_items_of_feeds_they_do_not_have(store):
    await gather(store, "A", at(NOW - HOUR, "a"))
    assert await store.items("others", NOW - DAY, NOW) == []
    assert await store.latest("others") == []
    assert await store.search("others", ["probe"]) == []


async def test_items_are_filed_from_the_oldest(store):
    await gather(store, "A", at(NOW, "c"), at(NOW - DAY, "a"), at(NOW - HOUR, "b"))
    unfiled = await store.unfiled_items(2)
    assert links(unfiled) == ["a", "b"]
    assert {(item.publisher, item.feed, item.tags) for item in unfiled} == {("", "", ())}
    await store.file_items(dict.fromkeys(unfiled, unfiled[0].id))
    assert links(await store.unfiled_items(10)) == ["c"]


async def test_filed_items_come_back_in_the_order_of_filing(store):
    await gather(store, "A", *(at(NOW - n * HOUR, f"{n}") for n in range(5)))
    waiting = {item.url.rsplit("/", 1)[1]: item for item in await store.unfiled_items(10)}
    ids = {key: item.id for key, item in waiting.items()}
    await store.file_items({waiting["3"]: ids["3"], waiting["0"]: ids["3"]})
    await store.file_items({waiting["4"]: ids["4"], waiting["1"]: ids["3"]})
    filed = await store.filed_items(NOW - DAY)
    assert links(filed) == ["3", "0", "4", "1"]
    assert [item.story_id for item in filed] == [ids["3"], ids["3"], ids["4"], ids["3"]]
    assert links(await store.filed_items(NOW - 3 * HOUR)) == ["3", "0", "1"]


async def rewrite(store, key, time, **fields):
    """The feed's item of that key now reads so."""
    [state] = await store.due_feeds(NOW, 10)
    [known] = [each for each in await store.latest("file") if each.url.endswith(f"/{key}")]
    await store.record_poll(replace(state, last_poll=NOW), [], {known.id: at(time, key, **fields)})


async def test_an_item_whose_headline_was_rewritten_is_to_be_filed_again_and_stays_in_its_story_till_then(store):
    await gather(store, "A", at(NOW - HOUR, "a"), at(NOW, "b"))
    [a, b] = await store.unfiled_items(10)
    await store.file_items({a: a.id, b: a.id})
    await rewrite(store, "b", NOW, title="The probe is back")
    [again] = await store.unfiled_items(10)
    assert (again.id, again.title, again.story_id) == (b.id, "The probe is back", a.id)
    assert links(await store.story_items("file", [a.id])) == ["a", "b"]
    assert links(await store.filed_items(NOW - DAY)) == ["a"]
    await store.file_items({again: b.id})
    assert await store.unfiled_items(10) == []
    assert [item.story_id for item in await store.filed_items(NOW - DAY)] == [a.id, b.id]


async def test_an_item_whose_headline_was_rewritten_since_it_was_read_is_not_filed_as_it_read_then(store):
    await gather(store, "A", at(NOW - HOUR, "a"), at(NOW, "b"))
    [a, b] = await store.unfiled_items(10)
    await rewrite(store, "b", NOW, title="The probe is back")
    await store.file_items({a: a.id, b: a.id})
    [waiting] = await store.unfiled_items(10)
    assert (waiting.id, waiting.title, waiting.story_id) == (b.id, "The probe is back", None)
    assert [item.id for item in await store.filed_items(NOW - DAY)] == [a.id]


async def test_an_item_whose_text_alone_was_edited_is_not_filed_again(store):
    await gather(store, "A", at(NOW, "a"))
    [a] = await store.unfiled_items(10)
    await store.file_items({a: a.id})
    await rewrite(store, "a", NOW, title=a.title, summary="Other words.")
    assert await store.unfiled_items(10) == []
    assert [item.text for item in await store.filed_items(NOW - DAY)] == ["Other words."]


async def test_new_items_are_filed_before_those_that_were_rewritten(store):
    await gather(store, "A", at(NOW - DAY, "a"))
    [a] = await store.unfiled_items(10)
    await store.file_items({a: a.id})
    await rewrite(store, "a", NOW - DAY, title="The probe is back")
    await gather(store, "A", at(NOW, "b"))
    assert links(await store.unfiled_items(1)) == ["b"]
    assert links(await store.unfiled_items(10)) == ["b", "a"]


async def test_filing_nothing_changes_nothing(store):
    await store.file_items({})
    assert await store.filed_items(NOW - DAY) == []


async def test_the_items_of_stories_are_those_of_the_owners_feeds(store):
    await gather(store, "A", at(NOW - 2 * HOUR, "a1"), at(NOW, "a2"), at(NOW, "a3"))
    await gather(store, "B", at(NOW - HOUR, "b1"), owner="others")
    waiting = {item.url.rsplit("/", 1)[1]: item for item in await store.unfiled_items(10)}
    await store.file_items({waiting["a1"]: 1, waiting["b1"]: 1, waiting["a2"]: 1, waiting["a3"]: 2})
    assert links(await store.story_items("file", [1])) == ["a1", "a2"]
    assert links(await store.story_items("others", {1, 2})) == ["b1"]
    assert await store.story_items("file", []) == []


async def test_more_stories_than_fit_in_one_statement(store):
    await gather(store, "A", *(at(NOW - n * MINUTE, f"{n}") for n in range(1000)))
    unfiled = await store.unfiled_items(2000)
    await store.file_items({item: item.id for item in unfiled})
    found = await store.story_items("file", [item.id for item in unfiled])
    assert [item.id for item in found] == [item.id for item in unfiled]


async def test_the_latest_items_are_the_newest_of_all_or_of_one_feed(store):
    await gather(store, "A", *(at(NOW - n * HOUR, f"a{n}") for n in range(0, 6, 2)))
    await gather(store, "B", *(at(NOW - n * HOUR, f"b{n}") for n in range(1, 6, 2)))
    assert links(await store.latest("file", limit=4)) == ["a0", "b1", "a2", "b3"]
    assert links(await store.latest("file", feed="B", limit=2)) == ["b1", "b3"]
    assert await store.latest("file", feed="C") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["PROBE"], ["b", "a"]),
        (["probe", "venus"], ["b"]),
        (["venus", "engine"], []),
        (["ÉTOILE"], ["c"]),
        (["straße"], ["c"]),
        (["STRASSE"], ["c"]),
        (["100%"], ["d"]),
        (["0%"], ["d"]),
        (["1%0"], []),
        (["under_score"], ["d"]),
        (["under.score"], []),
        (["back\\slash"], ["d"]),
        (["/"], ["d"]),
        (["'; DROP TABLE items; --"], []),
        ([], ["d", "c", "b", "a"]),
    ],
)
async def test_search_finds_items_in_which_every_word_occurs(store, words, found):
    await gather(
        store,
        "A",
        at(NOW - 4 * HOUR, "a", title="The probe fires", summary="Its engine burns."),
        at(NOW - 3 * HOUR, "b", title="Venus from above", summary="A Probe looks down."),
        at(NOW - 2 * HOUR, "c", title="Une étoile", summary="Die Straße im All"),
        at(NOW - HOUR, "d", title="100% of under_score", summary="and/or back\\slash"),
    )
    assert links(await store.search("file", words)) == found
    assert links(await store.search("file", words, limit=1)) == found[:1]
