"""What is new about a story that was told, and what is only more of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model import Correction, Item, Sentence, Source, Tier
from bot.news.developments import Corrected, corrections, development, restored
from tests.builders import DAY, HOUR, MINUTE, NOW, item, told_story

TOLD_AT = NOW - 12 * HOUR
PLAN = "Brightwater will launch Petrel 3 with the cargo ship Stevedore 4 from Cape Sorrel on 18 October."


def before(title: str = "Petrel 3 to launch on Saturday", text: str = PLAN, **fields: Any) -> Item:
    return item(1, **{"publisher": "Paper", "title": title, "text": text, "published": TOLD_AT - 2 * HOUR, **fields})


def later(id: int, title: str, text: str = "", **fields: Any) -> Item:  # noqa: A002 - the field's name
    defaults = {"publisher": f"Paper {id}", "published": NOW - HOUR, "url": f"https://paper-{id}.example/{id}"}
    return item(id, title=title, text=text, **{**defaults, **fields})


def what(told: list[Item], new: list[Item]) -> str:
    found = development(told, new, TOLD_AT)
    return found.what if found else ""


# ---------------------------------------------------------------- developments


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        ("Petrel 3 to launch on Saturday", "Petrel 3 launches on its third mission", "launched"),
        ("Watch live: Petrel 3 launches today", "Petrel 3 launches with 24 satellites", "launched"),
        ("Petrel 3 to launch on Saturday", "Petrel 3 launch scrubbed over a valve", "scrubbed"),
        ("Petrel 3 to launch on Saturday", "Petrel 3 launch slips to Monday", "slipped"),
        ("Petrel 3 launch scrubbed", "Petrel 3 lifts off at last", "launched"),
        ("Petrel 3 launches on its third mission", "Petrel 3 upper stage failed, company says", "failed"),
        ("Petrel 3 upper stage failed, company says", "Petrel 3 grounded by regulator", "grounded"),
        (
            "Petrel 3 flight fails",
            "Stevedore 4 will be deorbited after faulty Petrel 3 launch",
            "its payload is given up",
        ),
        ("Stevedore 4 to be deorbited after failed launch", "Stevedore 4 declared lost after failed launch", ""),
        ("Petrel 3 launches on its third mission", "Stevedore 4 docks with station", "docked"),
        ("Petrel 3 to launch on Saturday", "Petrel 3 makes its 600th booster landing", "landed"),
        ("Petrel 3 to launch on Saturday", "Petrel 3 arrives at the Cape", "arrived"),
    ],
)
def test_a_new_outcome_is_told_in_a_word(first, second, new):
    assert what([before(first, "")], [later(2, second)]) == new


def test_an_outcome_is_told_from_the_reports_that_bring_it():
    new = [
        later(2, "Petrel 3 scrubs launch over a valve"),
        later(3, "What the valve of Petrel 3 does"),
        later(4, "Valve keeps Petrel 3 on the ground as launch is scrubbed"),
    ]
    found = development([before()], new, TOLD_AT)
    assert found
    assert [each.id for each in found.reports] == [2, 4]


@pytest.mark.parametrize(
    ("second", "new"),
    [
        ("Brightwater fires Petrel 3 manager, flight stays in October", "a dismissal"),
        ("Parliament cuts Petrel 3 funding as October flight nears", "a cut"),
        ("Crew named for October flight of Petrel 3", "an appointment"),
        ("Petrel 3 will fly in October, builder says", ""),
    ],
)
def test_what_somebody_did_is_a_development_of_another_kind(second, new):
    slip = before("Petrel 3 slips to October", "Petrel 3 will fly in October, for its tank must be mended.")
    assert what([slip], [later(2, second)]) == new


def test_a_deed_that_was_mentioned_with_the_story_is_no_development():
    slip = before("Petrel 3 slips to October", "Its manager was fired and the flight put off.")
    assert what([slip], [later(2, "Brightwater fires Petrel 3 manager")]) == ""


def test_a_new_date_and_a_new_figure_are_developments():
    moved = later(2, "Petrel 3 has a new day", "Petrel 3 will launch from Cape Sorrel on 21 October, Brightwater said.")
    assert what([before()], [moved]) == "a new date"
    sold = before("Orbello buys Farsight", "Orbello will buy Farsight for 410 million euros, both said.")
    dearer = later(2, "Orbello pays more", "Orbello will buy Farsight for 460 million euros after all, both said.")
    assert what([sold], [dearer]) == "a new figure"


RUMOUR = "The cargo ship Stevedore 4 has reportedly lost one of its two solar wings."


def word(n: int, title: str, **fields: Any) -> Item:
    text = "One wing of the ship did not open."
    return later(n, title, text, tier=Tier.OFFICIAL, publisher="Agency", **fields)


def test_an_official_word_is_a_development_where_others_were_not_sure():
    official = word(2, "Stevedore 4 and its wings")
    assert what([before(text=RUMOUR)], [official]) == "confirmed by Agency"
    assert what([before(text=RUMOUR, tier=Tier.OFFICIAL)], [official]) == ""


def test_an_official_word_on_what_nobody_doubted_confirms_nothing():
    assert what([before()], [word(2, "Harbour makes ready for Stevedore 4")]) == ""


def test_what_an_official_source_says_after_its_first_word_confirms_nothing_more():
    first, then = (
        word(n, title, published=NOW - (5 - n) * HOUR)
        for n, title in ((2, "Stevedore 4 and its wings"), (3, "A harbour prepares for Stevedore 4"))
    )
    found = development([before(text=RUMOUR)], [then, first], TOLD_AT)
    assert found is not None
    assert found.reports == (first,)


def test_the_hour_of_a_launch_is_news_to_those_who_were_told_none():
    watch = later(2, "Live coverage: Petrel 3 to launch", "Its window opens at 6:45 a.m. EDT on Saturday.")
    assert what([before()], [watch]) == "the hour of the launch"
    assert what([before()], [later(2, "Live coverage: Petrel 3 to launch", "It is a fine day.")]) == ""
    assert what([before(text="Petrel 3 is to launch at 6:40 a.m. EDT.")], [watch]) == ""
    assert what([before("Petrel 3 launches with a cargo ship")], [watch]) == ""


def test_a_reply_is_a_development_where_there_was_none():
    told = before("Modules of Aurelia are corroded", "Two modules of the station have rust, the agency found.")
    admitted = later(2, "Maker of Aurelia's modules acknowledges rust", "The maker spoke of it for the first time.")
    assert what([told], [admitted]) == "a reply"
    assert what([replace(told, text="Its maker denied that there is rust.")], [admitted]) == ""


def test_new_substance_takes_two_publishers():
    title, text = "Freezer aboard Stevedore leaks", "A freezer with blood samples leaks ammonia, astronauts smelled."
    one, other = later(2, title, text), later(3, "Ammonia leak found in Stevedore freezer", text)
    assert what([before()], [one]) == ""
    assert what([before()], [one, other]) == "new reports"
    assert what([before()], [one, later(3, "Ammonia leak found", text, publisher=one.publisher)]) == ""


def test_what_two_publishers_only_mention_is_no_new_substance():
    text = "The pilot once flew jets over northern glaciers and has written two novels about beekeeping."
    portraits = [later(2, "Who is aboard Stevedore", text), later(3, "A patch for the crew", text)]
    assert what([before()], portraits) == ""


# ---------------------------------------------------------------- none


@pytest.mark.parametrize(
    "report",
    [
        later(2, "Petrel 3 to fly on Saturday, Brightwater says", PLAN),
        later(2, "How to watch Petrel 3 launch", "Live coverage begins at noon."),
        later(2, "Rocket Report: Petrel 3 launches", "A week of rockets."),
        later(2, "Petrel 3 launches", published=TOLD_AT - 5 * HOUR),
        later(2, "Petrel 3 to launch on Saturday", publisher="Paper"),
        later(2, "Why Petrel 3 has fins", "Fins steer it."),
    ],
    ids=["again", "watch", "roundup", "older", "copy", "background"],
)
def test_more_of_the_same_is_no_development(report):
    assert development([before()], [report], TOLD_AT) is None


def test_what_the_told_text_said_already_is_not_told_again():
    told = before("Petrel 3 puts ship into orbit", "The launch went well, but its upper stage failed later.")
    assert development([told], [later(2, "Petrel 3 upper stage failed, company says")], TOLD_AT) is None


def test_slower_desks_within_the_hour_bring_nothing_new_unless_the_event_moved_on():
    title, text = "Freezer aboard Stevedore leaks", "A freezer with blood samples leaks ammonia, astronauts smelled."
    soon = TOLD_AT + 30 * MINUTE
    slow = [later(n, title + "!" * n, text, published=soon, first_seen=soon) for n in (2, 3)]
    assert development([before()], slow, TOLD_AT) is None
    flown = later(4, "Petrel 3 launches", published=soon, first_seen=soon)
    assert what([before()], [*slow, flown]) == "launched"


def test_a_story_whose_reports_are_forgotten_stays_told():
    assert development([], [later(2, "Petrel 3 launches")], TOLD_AT) is None
    assert development([before()], [], TOLD_AT) is None


# ---------------------------------------------------------------- corrections


def telling(text: str) -> Any:
    source = Source(1, "Paper", "https://paper.example/1?utm_source=feed")
    return told_story(sentences=(Sentence(text, 1),), sources=(source,), url="https://paper.example/1", title="Launch")


def report(text: str, id: int = 1, **fields: Any) -> Item:  # noqa: A002 - the field's name
    return item(
        id, **{"url": "https://paper.example/1", "publisher": "Paper", "title": "Launch", "text": text, **fields}
    )


def test_a_source_that_now_states_another_value_has_corrected_itself():
    told = telling("At 18 tonnes the ship is its heaviest payload.")
    now = report("At 19 tonnes the ship is its heaviest payload.")
    assert corrections(told, [now]) == [Corrected(now, "18 tonnes", "19 tonnes")]


@pytest.mark.parametrize(
    "text",
    [
        "At 18 tonnes the ship is its heaviest payload.",
        "The ship is the heaviest payload, at some 18 tonnes. An earlier payload had 19 tonnes.",
        "The ship flew.",
        "The rocket burned 19 tonnes of propellant.",
        "",
    ],
)
def test_a_source_that_says_the_same_or_nothing_has_not(text):
    now = report(text)
    assert corrections(telling("At 18 tonnes the ship is its heaviest payload."), [now]) == []
    assert corrections(telling("At 18 tonnes the ship is its heaviest payload."), []) == []


def test_another_s_copy_of_a_page_corrects_nothing_in_the_source_s_name():
    told = telling("At 18 tonnes the ship is its heaviest payload.")
    own = report("At 18 tonnes the ship is its heaviest payload.")
    copy = report("At 19 tonnes the ship is its heaviest payload.", id=2, publisher="Forger")
    assert corrections(told, [own, copy]) == []
    assert corrections(told, [copy]) == []
    corrected = replace(told, corrections=(Correction(1, "18 tonnes", "19 tonnes"),))
    assert restored(corrected, [report("It has 19 tonnes."), report("It has 18 tonnes.", publisher="Forger")]) == []


def test_a_collecting_feed_s_stale_copy_of_a_page_corrects_nothing_either():
    told = telling("At 18 tonnes the ship is its heaviest payload.")
    own = report("At 18 tonnes the ship is its heaviest payload.", feed_url="https://paper.example/feed")
    stale = report("At 19 tonnes the ship is its heaviest payload.", id=2, feed_url="https://collector.example/feed")
    assert corrections(told, [own, stale]) == []


def test_a_day_later_is_still_the_same_story():
    old = before(published=TOLD_AT - 3 * DAY)
    assert what([old], [later(2, "Petrel 3 launches")]) == "launched"
