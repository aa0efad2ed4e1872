"""Answers to commands: what they say, and that they fit however much there is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings

from bot.chat import render
from bot.deliveries import DeliveryState
from bot.model import (
    Brief,
    BriefPlan,
    Feed,
    FeedState,
    FeedStatus,
    Item,
    Selection,
    Slot,
    Source,
    TakenSlot,
    Tier,
    ToldStory,
)
from tests.builders import delivery, guild_plan
from tests.chat.briefs import NOW, brief, hostile_briefs, story
from tests.contract import check_request

HOSTILE = "](https://evil.example) @everyone <#1> `**" + "é" * 300


def item(n: int = 1, **changes: object) -> Item:
    made = Item(
        n, 1, "Orbit Gazette", f"https://gazette.example/{n}", f"Report {n}", "Text", NOW, NOW + timedelta(minutes=5)
    )
    return replace(made, **changes)


def status(name: str = "ESA", *, items: int = 12, tier: Tier = Tier.OFFICIAL, **state: object) -> FeedStatus:
    url = "https://esa.example/feed.xml"
    return FeedStatus(Feed(name, url, tier), FeedState(1, url, **{"last_poll": NOW, "last_ok": NOW, **state}), items)


def plan(**changes: object) -> BriefPlan:
    made = BriefPlan("morning", "Morning brief", 123, at=(time(9), time(18, 30)), timezone="Europe/Berlin")
    return replace(made, **changes)


def telling(by: str, n: int = 1, **changes: object) -> render.Telling:
    return render.Telling(by, NOW, story(n, **changes))


def description(body: dict) -> str:
    return "\n".join(embed["description"] for embed in body["embeds"])


def standing(made, words):
    """A brief with everything that can be said of one, in these words."""
    slots = [TakenSlot(Slot(made.id, f"{n}", NOW), filled=n > 0, reason=words) for n in range(4)]
    sent = [
        delivery(n, slot_key=f"{n}", plan_id=made.id, state=state, reason=words, message_id=n)
        for n, state in enumerate(DeliveryState)
    ]
    return render.Standing(made, NOW, slots, sent, words, words)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DeliveryState.SENT, "[posted](https://discord.com/channels/5/900000000000000001/77)."),
        (DeliveryState.PENDING, "on its way; Discord takes its time. The reason."),
        (DeliveryState.BLOCKED, "not posted yet. The reason. It goes out when that is mended, while it is still news."),
        (DeliveryState.UNKNOWN, "it may have been posted, look in <#900000000000000001>. The reason."),
        (DeliveryState.EXPIRED, "not posted. The reason."),
        (DeliveryState.DEAD, "not posted, for Discord refused its form: tell the owner of this bot. The reason."),
    ],
)
def test_status_says_what_became_of_a_brief_and_what_to_do(state, words):
    due = TakenSlot(Slot("morning", "2026-03-02#0", NOW), filled=True)
    sent = delivery(1, state=state, reason="the reason", message_id=77)
    edit = delivery(2, part=1, state=DeliveryState.PENDING, edits=77)
    shown = description(render.plan_status([render.Standing(plan(), NOW, [due], [edit, sent])], 5))
    assert f"<t:{int(NOW.timestamp())}:f>: {words}" in shown
    missed = TakenSlot(Slot("morning", "2026-03-02#0", NOW), filled=False, reason="it was off")
    assert "not posted. It was off." in description(render.plan_status([render.Standing(plan(), NOW, [missed])], 5))
    assert "nothing new to tell" in description(render.plan_status([render.Standing(plan(), NOW, [due])], 5))


def test_a_brief_that_comes_every_minute_is_told_of_with_the_setting_to_change():
    shown = description(render.plan_status([render.Standing(plan(cron="* * * * *"), NOW)], 5))
    assert "⚠️ It comes up to 1,440 times a day by cron" in shown


@pytest.mark.parametrize("count", [0, 1, 5, 500])
@pytest.mark.parametrize("words", ["Usual", HOSTILE])
def test_every_answer_fits_however_much_there_is(count: int, words: str):
    failing = [status(words, failures=n + 1, reason=words, next_poll=NOW + timedelta(hours=n)) for n in range(count)]
    told = brief(*(story(n, title=words, reasons=(words,) * 9) for n in range(count)))
    answers = [
        *render.news_list([item(n, title=words, publisher=words) for n in range(count)], title=words, more=words),
        render.why_story(telling(words), [telling(words, n, title=words) for n in range(count)]),
        *render.feed_list(failing, NOW),
        render.feed_health(failing, NOW),
        render.plan_list([(plan(name=words), NOW)] * count),
        *render.why(told),
        render.plan_status([standing(plan(name=words), words)] * count, 5),
        render.scheduled(
            plan(name=words, selection=Selection(*[(words,) * (count or 1)] * 5)), NOW, words, done="made"
        ),
        render.privacy(timedelta(days=90), {"brief": count}, button=True),
        render.about("1.0", {f"{words} {n}": n for n in range(count)}),
    ]
    for body in answers:
        assert check_request("POST", "/channels/1/messages", body) == []
    if count == 500:
        for body in (
            render.news_list([item(n, title=words, publisher=words) for n in range(count)])[-1],
            render.feed_list(failing, NOW)[-1],
            render.feed_health(failing, NOW),
            render.plan_list([(plan(name=words), NOW)] * count),
            render.why(told)[-1],
        ):
            assert "more" in description(body).splitlines()[-1]


def explained(*told: ToldStory) -> list[list[str]]:
    """The numbers of the stories in each message of an explanation."""
    bodies = render.why(brief(*told))
    titles = [embed.get("title") for body in bodies for embed in body["embeds"]]
    assert titles == ["Why these?", *(None for _ in titles[1:])]
    texts = ["\n".join(embed["description"] for embed in body["embeds"]) for body in bodies]
    return [re.findall(r"^\*\*(\d+)\\\.", text, re.MULTILINE) for text in texts]


def sources_at(address: str, count: int) -> tuple[Source, ...]:
    return tuple(Source(n, f"Publisher {n}", f"{address}-{n}") for n in range(1, count + 1))


def test_a_long_explanation_goes_on_in_further_messages_each_of_them_full():
    address = "https://publisher.example/articles/2026/03/01/a-rather-long-address-of-a-report"
    first, second = explained(*(story(n, sources=sources_at(address, 6)) for n in range(9)))
    assert [*first, *second] == [str(n) for n in range(1, 10)]
    assert len(first) > len(second)
    eight = [story(n, sources=sources_at(f"{address}-{'and-on-' * 10}", 7)) for n in range(8)]
    assert len(explained(*eight)) <= 3


def test_an_explanation_links_every_publisher_and_addresses_without_end_hide_no_other_story():
    [body] = render.why(brief(story(1, sources=sources_at("https://p.example/a", 20))))
    assert "[20] [Publisher 20](<" in body["embeds"][0]["description"]
    endless = [story(n, sources=sources_at(f"https://p.example/{'x' * 550}", 20)) for n in range(4)]
    assert [n for message in explained(*endless) for n in message] == ["1", "2", "3", "4"]


@settings(max_examples=40, deadline=None)
@given(told=hostile_briefs)
def test_the_explanation_of_any_brief_is_one_that_discord_takes(told: Brief):
    for body in render.why(told):
        assert check_request("POST", "/channels/1/messages", body) == []


def test_news_is_listed_with_link_publisher_and_age():
    [one] = render.news_list([item()])
    assert description(one) == "**[Report 1](<https://gazette.example/1>)**\n-# Orbit Gazette · <t:1795334400:R>"
    [none] = render.news_list([])
    assert description(none) == "Nothing found."


def test_a_report_without_a_date_does_not_pass_for_one_of_this_minute():
    [one] = render.news_list([replace(item(), published=NOW, first_seen=NOW)])
    assert description(one).endswith("-# Orbit Gazette · no date, first read <t:1795334400:R>")


def test_a_list_that_is_not_all_ends_with_how_to_see_more():
    [body] = render.news_list([item()], more="There is more: `count` shows up to 25.")
    assert description(body).endswith("\n\n-# There is more: `count` shows up to 25.")


def test_a_story_that_several_briefs_told_is_explained_for_one_and_names_the_others():
    text = description(render.why_story(telling("Morning"), [telling("Evening"), telling("Evening", 2)]))
    assert "Told by Morning, <t:1795334400:f>" in text
    assert "Also told by Evening, <t:1795334400:f>. Name one of them as `brief` to see its reasons." in text
    assert "Those words are in other stories, too: Probe number 2 reaches its asteroid" in text
    assert "lso" not in description(render.why_story(telling("Morning")))


@pytest.mark.parametrize("letters", [300, 500, 590])
def test_a_story_with_links_as_long_as_a_collecting_feed_makes_them_is_explained_too(letters: int):
    sources = tuple(Source(n, f"Paper {n}", f"https://collector.example/{n}/" + "x" * letters) for n in range(1, 7))
    told = story(1, sources=sources, url=sources[0].url)
    for body in (render.why_story(render.Telling("Morning", NOW, told)), *render.why(brief(told))):
        text = description(body)
        assert told.title in text
        assert all(f"Paper {n}" in text for n in range(1, 7))


def test_a_story_is_explained_with_a_link_to_its_message_and_how_the_sum_is_made():
    text = description(render.why_story(replace(telling("Morning"), url="https://discord.com/channels/1/2/3")))
    assert "Told by Morning, [<t:1795334400:f>](https://discord.com/channels/1/2/3)" in text
    assert "*publishers* is log2 of 1 + how many, a community one counting half" in text
    assert "*publishers* is log2" in description(render.why(brief(story(1)))[0])


def test_a_telling_is_found_by_words_of_its_headline_and_of_its_summary():
    one = telling("Morning")
    assert one.tells([one.story.title.split()[0].casefold()])
    assert one.tells([one.story.sentences[0].text.split()[-1].casefold().strip(".")])
    assert not one.tells(["unicorn"])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "This feed has no report so far."),
        ({"last_ok": None, "last_poll": None}, "This feed isn't read yet."),
        ({"last_ok": None, "failures": 2}, "could not be read so far: `/feed health` says why."),
    ],
)
def test_a_feed_without_reports_is_told_of_with_the_reason(state, words):
    [body] = render.news_list([], of=status(**state))
    assert words in description(body)
    [body] = render.news_list([], of=replace(status(**state), paused=True))
    assert description(body) == "This feed rests, for an admin has paused it."


def added(*plans: BriefPlan, language: str = "fr") -> str:
    feed = Feed("Orbite", "https://orbite.example/feed", tags=("crew",))
    return render.feed_added(feed, 6, NOW, language, plans)


def test_a_feed_is_added_with_the_word_which_briefs_choose_from_it():
    english, all_of_it = guild_plan("English"), guild_plan("World", selection=Selection(languages=()))
    assert added(english, all_of_it).endswith("It is read within a minute, and chosen from by World.")
    assert added(english, language="").endswith("chosen from by English.")
    assert "None of this server's own briefs chooses from it, for it is in fr" in added(english)
    other = guild_plan("Launches", selection=Selection(tags=("launch",)))
    assert "for they name other feeds or tags: `/brief edit` changes that" in added(other)
    assert "`/brief schedule` makes one" in added()


def test_feeds_are_listed_with_the_tags_that_a_brief_may_choose_them_by():
    known = status()
    tagged = replace(known, feed=replace(known.feed, tags=("launch", "*crew*")))
    [body] = render.feed_list([tagged], NOW)
    assert description(body).endswith(" · tags launch, \\*crew\\*")


def test_feeds_that_lead_to_one_address_are_told_with_each_other():
    one, other, third = status("One"), status("Other"), status("Third")
    moved = [
        replace(
            one,
            feed=replace(one.feed, url="https://a.example/"),
            state=replace(one.state, moved_to="https://c.example/"),
        ),
        replace(other, feed=replace(other.feed, url="https://c.example/")),
        replace(third, feed=replace(third.feed, url="https://d.example/")),
    ]
    rows = description(render.feed_list(moved, NOW)[0]).split("\n\n")
    assert [row.rpartition("leads to the same address as ")[2] for row in rows[:2]] == ["Other", "One"]
    assert "same address" not in rows[2]


@pytest.mark.parametrize(("days", "told"), [(1, False), (3, True)])
def test_a_feed_that_another_host_answers_for_days_is_told_so(days, told):
    known = status(led_to="mirror.example", led_since=NOW - timedelta(days=days))
    words = "led to mirror.example by a temporary redirect since <t:"
    assert (words in description(render.feed_list([known], NOW)[0])) is told


def test_feeds_are_listed_with_how_they_go():
    [body] = render.feed_list(
        [
            status(last_new=NOW),
            status("Blog", tier=Tier.COMMUNITY, last_poll=None, last_ok=None),
            status("Late", failures=3, reason="time-out after 15 s", next_poll=NOW + timedelta(hours=1)),
            status("Broken", failures=1, reason="", last_ok=None, items=0),
            status("Gone", stopped=True, reason="410 Gone", items=1),
        ],
        NOW,
    )
    text = description(body)
    assert (
        "**[ESA](<https://esa.example/feed.xml>)** · official\n-# read <t:1795334400:R> · 12 reports · something new"
        in text
    )
    assert "**[Blog](<https://esa.example/feed.xml>)** · community\n-# not read yet" in text
    assert (
        "failed 3 times in a row: time-out after 15 s · last worked <t:1795334400:R>, asked again <t:1795338000:R>"
        in text
    )
    assert "failed once: no reason given · has never worked, asked again now" in text
    assert "stopped: 410 Gone · 1 report" in text


def test_a_feed_whose_host_rests_says_that_it_waits_and_until_when():
    until = NOW + timedelta(minutes=20)
    known, new = status(not_before=until, next_poll=until), status(not_before=until, next_poll=until, last_poll=None)
    over = status(not_before=NOW - timedelta(minutes=1))
    texts = [description(render.feed_list([each], NOW)[0]) for each in (known, new, over)]
    waits = f"its server asks to be left alone, so it is read <t:{int(until.timestamp())}:R>"
    assert [waits in text for text in texts] == [True, True, False]


def test_health_shows_only_feeds_in_trouble_the_gone_and_the_worst_first():
    feeds = [
        status("Fine"),
        status("Bad", failures=2),
        status("Worse", failures=9),
        status("Gone", stopped=True),
        status("New", last_poll=None),
    ]
    text = description(render.feed_health(feeds, NOW))
    assert text.startswith("1 of 5 fine, 1 not read yet")
    assert "Fine" not in text
    assert text.index("Gone") < text.index("Worse") < text.index("Bad")
    assert description(render.feed_health(feeds[:1], NOW)) == "All is well: 1 of 1 fine."
    assert description(render.feed_health([], NOW)) == "No feeds yet."
    assert description(render.feed_health(feeds[1:4], NOW)).startswith("0 of 3 fine. Is the computer")
    paused = replace(status("Ours", last_poll=None), paused=True)
    assert description(render.feed_health([feeds[0], paused], NOW)) == "All is well: 1 of 2 fine, 1 paused."


def test_plans_are_listed_with_channel_rhythm_and_next_time():
    text = description(
        render.plan_list(
            [
                (plan(), NOW),
                (plan(name="Weekly", at=(), cron="0 9 * * 1", stories=1, window=timedelta(days=7)), None),
                (plan(name="Often", at=(time(7), time(12), time(18))), NOW),
                (plan(name="Moon", selection=Selection(topics=("moon", "Artemis"))), NOW),
                (plan(name="Weekdays", at=(time(7),), days=frozenset(range(1, 6)), window=timedelta(hours=1)), NOW),
            ]
        )
    )
    rhythm = "09:00 and 18:30 Europe/Berlin · up to 6 stories of 24 hours · languages en"
    assert f"**Morning brief** in <#123>\n-# {rhythm} · next <t:1795334400:F>, <t:1795334400:R>" in text
    assert "cron 0 9 \\* \\* 1 Europe/Berlin · up to 1 story of 7 days · languages en · no next one" in text
    assert "07:00, 12:00 and 18:00 Europe/Berlin" in text
    assert "of 24 hours · topics moon, Artemis · languages en · next" in text
    assert "07:00 Europe/Berlin on Mon, Tue, Wed, Thu, Fri · up to 6 stories of 1 hour" in text


def test_what_is_not_as_usual_in_a_brief_is_told():
    made = plan(layout="embeds", quiet_day=False, ping_role=77)
    text = description(render.scheduled(made, NOW, "", done="changed"))
    assert " · as embeds · skips quiet days · pings <@&77>" in text


def test_a_collecting_feed_is_listed_as_one():
    made = replace(status(), feed=Feed("Planet", "https://planet.example/", collects=True))
    [body] = render.feed_list([made], NOW)
    assert "· press, collects others' reports\n" in description(body)


def test_the_explanation_gives_reasons_and_all_linked_sources():
    [body] = render.why(brief(story(1)))
    text = description(body)
    assert text.startswith("143 reports read, told from 2 publishers, between <t:1795248000:f> and <t:1795334400:f>.")
    assert "**1\\. [Probe number 1 reaches its asteroid](<https://agency.example/news/1>)**" in text
    assert "2 publishers · told by the agency itself" in text
    assert "[2] [Orbit Gazette](<https://gazette.example/probe-1>)" in text


def test_a_quiet_day_is_explained_too():
    [body] = render.why(brief())
    assert "this time, nothing" in description(body)


def test_a_quiet_day_names_the_choice_that_left_nothing_and_who_changes_it():
    [body] = render.why(brief(considered=0, came_in=41, unmet="languages: de"))
    assert description(body).startswith("41 reports came in between")
    assert "**languages: de**. `/brief edit` changes that" in description(body)
    assert "this time, nothing" not in description(body)


def test_about_counts_what_it_is_given():
    (embed,) = render.about("1.2.3", {"feeds": 25, "stories told": 1234})["embeds"]
    assert embed["title"] == "Downlink 1.2.3"
    assert [(field["name"], field["value"]) for field in embed["fields"]] == [
        ("Feeds", "25"),
        ("Stories told", "1,234"),
    ]


def test_the_channel_in_a_reason_is_shown_by_its_name():
    due = TakenSlot(Slot("morning", "2026-03-02#0", NOW), filled=True)
    held = delivery(1, channel_id=42, state=DeliveryState.BLOCKED, reason="Downlink can't see <#42>, *nor* <#7>")
    text = description(render.plan_status([render.Standing(plan(), NOW, [due], [held])], 5))
    assert "can't see <#42>, \\*nor\\* \\<\\#7\\>" in text
