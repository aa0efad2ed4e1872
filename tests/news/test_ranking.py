from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Item, Story, Tier
from bot.news.ranking import choose, rank

NOW = datetime(2026, 5, 8, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def item(number, publisher, title, *, hours=3.0, tier=Tier.PRESS, text="", tags=()):
    at = NOW - timedelta(hours=hours)
    return Item(
        number,
        1,
        publisher,
        f"https://example.org/{number}",
        title,
        text,
        published=at,
        first_seen=at,
        tier=tier,
        tags=tags,
    )


def story(number, *items):
    return Story(number, items)


def order(*stories, **options):
    return [r.story.id for r in rank(stories, now=NOW, window=DAY, **options)]


def test_more_publishers_rank_higher_and_one_that_repeats_itself_counts_once():
    broad = story(
        1, item(1, "Alpha", "Probe lands on Io"), item(2, "Beta", "Io probe lands"), item(3, "Gamma", "It landed")
    )
    loud = story(2, *(item(n, "Alpha", "Probe lands on Europa") for n in range(4, 9)))
    assert order(loud, broad) == [1, 2]


def test_an_official_source_beside_the_press_confirms_a_story_and_is_named():
    told = story(1, item(1, "Alpha", "Crew returns"), item(2, "Beta", "Crew is back"))
    confirmed = story(2, item(3, "Alpha", "Crew returns"), item(4, "ESA", "Crew is back", tier=Tier.OFFICIAL))
    ranked = rank([told, confirmed], now=NOW, window=DAY)
    assert ranked[0].story.id == 2
    assert "confirmed by ESA" in ranked[0].reasons


def test_the_servers_topics_lift_a_story_whatever_their_case_but_only_as_whole_words():
    plain = story(1, item(1, "Alpha", "Probe lands on Io"))
    wanted = story(2, item(2, "Beta", "ARTEMIS crew lands"))
    akin = story(3, item(3, "Gamma", "Artemisia telescope lands"))
    assert order(plain, wanted, akin, topics=["artemis"])[0] == 2
    assert order(plain, akin, topics=["artemis"]) == [1, 3]


def test_a_topic_in_a_tag_counts_like_one_in_the_title():
    plain = story(1, item(1, "Alpha", "Probe lands on Io"))
    tagged = story(2, item(2, "Beta", "Probe lands on Ganymede", tags=("Jupiter",)))
    assert order(plain, tagged, topics=["jupiter"]) == [2, 1]


def test_adverts_listicles_and_opinion_are_kept_below_reports():
    advert = story(1, item(1, "Alpha", "Save 40% on this telescope", hours=0))
    listicle = story(2, item(2, "Beta", "Five things to know about Mars", hours=0))
    opinion = story(3, item(3, "Gamma", "Opinion: The Moon can wait", hours=0))
    report = story(4, item(4, "Delta", "Quiet day on the Moon", hours=23))
    assert order(advert, listicle, opinion, report) == [4, 3, 2, 1]


def test_a_story_with_one_plain_report_is_not_kept_down_by_live_coverage_beside_it():
    live = story(1, item(1, "Alpha", "Live coverage: Electron to launch"), item(2, "Beta", "Electron takes off"))
    assert not any("kept down" in reason for reason in rank([live], now=NOW, window=DAY)[0].reasons)


def test_a_page_that_two_feeds_bring_makes_a_story_no_broader():
    twice = story(
        1,
        item(1, "Alpha", "Probe lands on Io"),
        replace(item(2, "alpha-news", "Probe lands on Io"), url="https://example.org/1"),
    )
    once = story(2, item(3, "Alpha", "Probe lands on Io"))
    assert len({r.score for r in rank([twice, once], now=NOW, window=DAY)}) == 1


def test_what_half_of_its_publishers_bring_as_a_picture_is_kept_below_reports():
    picture = story(
        1,
        replace(item(1, "ESA", "A spiral in the Lynx galaxy", tier=Tier.OFFICIAL), url="https://a.example/images/1"),
        item(2, "Alpha", "Telescope sees the Lynx galaxy"),
    )
    news = story(2, item(3, "Beta", "New chief of the space agency"))
    assert order(picture, news) == [2, 1]
    told_by_more = story(1, *picture.items, item(4, "Gamma", "Lynx galaxy seen"))
    assert order(told_by_more, news) == [1, 2]


def test_the_headline_of_a_picture_stands_for_the_second_page_that_has_it():
    title = "The night of the Heron Nebula"
    twice = story(1, *(item(n, "ESA", title) for n in (1, 2)))
    picture = story(1, replace(twice.items[0], url="https://a.example/image-article/1"), twice.items[1])
    (plain,), (kept_down,) = (rank([one], now=NOW, window=DAY) for one in (twice, picture))
    assert kept_down.score < plain.score


def test_one_more_flight_for_a_constellation_ranks_below_other_launches_unless_it_is_special():
    routine = story(1, item(1, "Alpha", "SpaceX launches 24 Starlink satellites on a Falcon 9"))
    launch = story(2, item(2, "Beta", "SpaceX launches a weather satellite on a Falcon 9"))
    assert order(routine, launch) == [2, 1]
    for special in (
        "SpaceX launches 24 Starlink satellites on its 500th Falcon 9",
        "Falcon 9 with 24 Starlink satellites fails after launch",
    ):
        same = story(1, item(1, "Alpha", special))
        assert not any("routine" in reason for reason in rank([same], now=NOW, window=DAY)[0].reasons)


def test_what_happened_early_in_the_day_outranks_a_lesser_thing_of_the_last_hour():
    old = story(1, item(1, "Alpha", "Falcon 9 lands on a barge", hours=22))
    new = story(2, item(2, "Beta", "Rovers on the Moon and their wheels", hours=1))
    assert order(new, old) == [1, 2]


def test_stories_older_than_the_window_are_left_out_and_one_dated_ahead_counts_as_now():
    old = story(1, item(1, "Alpha", "Old moon", hours=25))
    ahead = story(2, item(2, "Beta", "Moon ahead", hours=-5))
    assert order(old, ahead) == [2]


def test_what_comes_in_late_is_news_if_it_is_no_older_than_two_windows():
    late = replace(item(1, "Alpha", "Late moon", hours=40), first_seen=NOW - DAY / 4)
    stale = replace(item(2, "Alpha", "Stale moon", hours=50), first_seen=NOW - DAY / 4)
    assert order(story(1, late), story(2, stale)) == [1]


def test_papers_that_told_a_story_weeks_ago_make_it_no_broader():
    lasting = story(1, item(1, "Alpha", "Moon base"), *(item(n, f"Old {n}", "Moon base", hours=99) for n in (2, 3, 4)))
    assert not any(reason.endswith(" publishers") for reason in rank([lasting], now=NOW, window=DAY)[0].reasons)


def test_equal_scores_go_to_the_newer_then_to_the_smaller_id():
    twins = [story(n, item(n, "Alpha", "Same moon", hours=3)) for n in (3, 1, 2)]
    assert order(*twins) == [1, 2, 3]
    assert order(*reversed(twins)) == [1, 2, 3]


def test_no_outlet_fills_a_brief_while_others_have_something_to_tell():
    stories = [story(n, item(n, "Loud", f"Probe lands on moon {n}", hours=0)) for n in range(1, 9)]
    stories += [story(n, item(n, f"Small {n}", "A quiet note on Mars", hours=20)) for n in range(11, 16)]
    chosen = choose(rank(stories, now=NOW, window=DAY), 6)
    assert len(chosen) == 6
    assert sum(r.story.items[0].publisher == "Loud" for r in chosen) == 2


def test_where_few_others_tell_anything_an_outlet_takes_at_most_half():
    stories = [story(n, item(n, "Loud", f"Probe lands on moon {n}")) for n in range(1, 9)]
    stories.append(story(9, item(9, "Small", "A quiet note on Mars")))
    chosen = choose(rank(stories, now=NOW, window=DAY), 6)
    assert sum(r.story.items[0].publisher == "Loud" for r in chosen) == 3
    assert len(chosen) == 4


def test_with_a_single_outlet_the_brief_is_simply_its_best():
    stories = [story(n, item(n, "Only", f"Probe lands on moon {n}", hours=n)) for n in range(1, 9)]
    assert [r.story.id for r in choose(rank(stories, now=NOW, window=DAY), 3)] == [1, 2, 3]
    assert choose([], 5) == []


def test_news_of_other_things_is_left_out_unless_a_topic_asks_for_it_so_that_a_day_without_space_is_quiet():
    comet = story(1, item(1, "Alpha", "Comet returns after 80 years"))
    budget = story(2, item(2, "Beta", "Parliament passes the budget"), item(3, "Gamma", "Budget passed"))
    assert order(comet, budget) == [1]
    assert order(comet, budget, topics=["budget"]) == [1, 2]
    assert order(budget) == []
    assert order(budget, topics=["budget"]) == [2]


def test_where_nothing_is_clearly_about_space_a_report_that_may_be_is_told():
    maybe = story(1, item(1, "Alpha", "Crew returns"))
    assert order(maybe, story(2, item(2, "Beta", "Parliament passes the budget"))) == [1]


def test_a_feed_that_brings_much_of_other_things_tells_none_of_them_on_a_day_without_space():
    def of(number, title, feed):
        return story(number, replace(item(number, feed, title), feed=feed))

    daily = [of(n, title, "Daily") for n, title in enumerate(("Festival launched at sea", *["Rain"] * 4), 1)]
    assert order(*daily) == []
    assert order(*daily, of(9, "Crew returns", "Orbit Post")) == [9]


def test_satellites_that_come_close_are_an_event():
    near = story(1, item(1, "Alpha", "Two satellites get within 10 feet of each other in orbit"))
    assert "something happened" in rank([near], now=NOW, window=DAY)[0].reasons


def test_a_feed_about_space_may_tell_of_other_things_below_its_own():
    def of(number, title):
        return replace(item(number, "Orbit Post", title), feed="Orbit Post")

    titles = (*("Comet seen", "Rocket lands") * 3, "Accounts for the year")
    stories = [story(n, of(n, title)) for n, title in enumerate(titles)]
    assert order(*stories)[-1] == 6
    assert "kept down: its words don't speak of space" in rank(stories, now=NOW, window=DAY)[-1].reasons


def test_adverts_are_left_out_even_of_a_short_brief():
    deal = story(1, item(1, "Alpha", "Save 30% on this telescope"))
    launch = story(2, item(2, "Beta", "Rocket lands"))
    assert [r.story.id for r in choose(rank([deal, launch], now=NOW, window=DAY), 5)] == [2]


def test_a_community_publisher_is_named_as_one_for_it_counts_half():
    chatter = replace(item(3, "Forum", "Falcon 9 landed"), tier=Tier.COMMUNITY)
    (ranked,) = rank(
        [story(1, item(1, "Alpha", "Falcon 9 lands"), item(2, "Beta", "It landed"), chatter)], now=NOW, window=DAY
    )
    assert "3 publishers, 1 of them community" in ranked.reasons
    assert "publishers 1.81" in ranked.reasons[-1]  # log2 of 3.5


def test_each_pick_shows_the_sum_that_it_was_chosen_by():
    (ranked,) = rank([story(1, item(1, "Alpha", "Falcon 9 lands"), item(2, "Beta", "It landed"))], now=NOW, window=DAY)
    assert (
        ranked.reasons[-1] == "score 2.13 = newness 0.97 x (publishers 1.58 + something happened 0.30 + who flies 0.30)"
    )
    assert ranked.score == pytest.approx(2.13, abs=0.005)


def test_what_does_not_fit_beside_the_stories_taken_makes_room_for_the_next():
    stories = [story(n, item(n, f"Paper {n}", f"Probe lands on moon {n}")) for n in range(1, 5)]
    chosen = choose(rank(stories, now=NOW, window=DAY), 3, lambda r, taken: r.story.id != 2 or not taken)
    assert [r.story.id for r in chosen] == [1, 3, 4]


def test_where_the_newest_reports_only_invite_to_watch_the_story_is_live_coverage_and_nothing_happened():
    scrub = item(1, "Alpha", "SpaceX scrubs Falcon Heavy launch", hours=40)
    again = item(2, "Beta", "Live coverage: SpaceX seeks second attempt at Falcon Heavy launch")
    (ranked,) = rank([story(1, scrub, again)], now=NOW, window=DAY)
    assert "kept down: live" in ranked.reasons
    assert "something happened" not in ranked.reasons
    (ranked,) = rank([story(1, replace(scrub, published=again.published), again)], now=NOW, window=DAY)
    assert "kept down: live" not in ranked.reasons
    assert "something happened" in ranked.reasons
