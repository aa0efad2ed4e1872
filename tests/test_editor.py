"""The editor: items become one brief, told once, every sentence from its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.telling import tally
from bot.deliveries import DeliveryState
from bot.editor import Editor, brief_mark, choose, into_stories
from bot.errors import NothingRead
from bot.model import Claim, Correction, Difference, Feed, Ranked, Selection, Story, Tier
from bot.news import background
from bot.news.repeats import Repeats
from bot.news.untold import Untold
from bot.summaries.engines import Extractive
from tests.builders import CHANNEL, DAY, HOUR, NOW, entry, item, new_item, plan, slot

LANDED = "The probe Kestrel landed on the Moon on Monday. It is the first soft landing by the company Farside."
LANDED_TOO = "Kestrel, built by the company Farside, landed on the Moon at 08:10 UTC on Monday near the crater Lamont."
STALE = "The Moon landing of the probe Kestrel was called off on Sunday. The company Farside will try again."
COMET = "A comet discovered last week will pass Earth in May. Astronomers expect it to reach magnitude three."


@pytest.fixture
async def feeds(store):
    """Two feeds of the file, by name."""
    await store.sync_feeds(
        "file",
        [
            Feed("Agency", "https://agency.example/feed", Tier.OFFICIAL, ("moon",), "en"),
            Feed("Paper", "https://paper.example/feed", Tier.PRESS, (), "en"),
        ],
        trusted=False,
    )
    return {status.feed.name: status.state for status in await store.feed_statuses("file")}


@pytest.fixture
def editor(store, clock):
    return Editor(store, Extractive(), clock)


async def publish(store, state, key, title, text, published=NOW - HOUR):
    made = entry(key, title=title, summary=text, published=published, link=f"https://{key}.example/")
    await store.record_poll(replace(state, last_poll=NOW, last_ok=NOW), [new_item(key, entry=made)], {})


@pytest.fixture
async def three_reports(store, feeds):
    await publish(store, feeds["Agency"], "a1", "Kestrel lands on the Moon", LANDED)
    await publish(store, feeds["Paper"], "p1", "Farside's Kestrel lander touches down on the Moon", LANDED_TOO)
    await publish(store, feeds["Paper"], "p2", "New comet will pass Earth in May", COMET, NOW - 2 * HOUR)


async def test_two_reports_of_one_event_are_one_story_with_both_sources(store, editor, three_reports):
    brief = await editor.write(plan())
    assert len(brief.stories) == 2
    landing = brief.stories[0]
    assert {source.publisher for source in landing.sources} == {"Agency", "Paper"}
    assert brief.considered == 3


async def test_every_publisher_of_a_story_is_a_source_and_brief_and_reasons_count_them_alike(store, editor, feeds):
    names = [f"Paper {n}" for n in range(9)]
    await store.sync_feeds(
        "file",
        [Feed(name, f"https://paper{n}.example/feed", Tier.PRESS, (), "en") for n, name in enumerate(names)],
        trusted=False,
    )
    for status in await store.feed_statuses("file"):
        if status.feed.name in names:
            await publish(store, status.state, f"p{status.feed.name[-1]}", "Kestrel lands on the Moon", LANDED)
    brief = await editor.write(plan())
    (landing,) = brief.stories
    assert sorted(source.publisher for source in landing.sources) == names
    assert "9 publishers" in landing.reasons
    assert tally(brief) == "9 reports read, told from 9 publishers"


async def test_every_sentence_stands_in_the_source_it_names(store, editor, three_reports):
    texts = {"https://a1.example/": LANDED, "https://p1.example/": LANDED_TOO, "https://p2.example/": COMET}
    for story in (await editor.write(plan())).stories:
        urls = {source.n: source.url for source in story.sources}
        assert story.sentences
        for sentence in story.sentences:
            assert sentence.text.rstrip(".") in texts[urls[sentence.source]]


async def test_where_no_fresh_report_says_anything_an_earlier_one_of_the_same_stage_speaks(store, editor, feeds):
    await publish(store, feeds["Paper"], "p1", "Kestrel lands on the Moon", LANDED, NOW - 20 * HOUR)
    cut_off = "The probe Kestrel, built by the company Farside, landed on the Moon on Monday near […]"
    await publish(store, feeds["Agency"], "a1", "Kestrel lands on the Moon, company says", cut_off, NOW - HOUR)
    (story,) = (await editor.write(plan())).stories
    assert story.sentences
    assert story.sources[story.sentences[0].source - 1].publisher == "Paper"


async def test_a_report_that_the_event_has_overtaken_stays_a_source_but_no_longer_speaks(store, editor, feeds):
    await publish(store, feeds["Paper"], "p1", "Kestrel lander scrubs its Moon landing", STALE, NOW - 22 * HOUR)
    await publish(store, feeds["Agency"], "a1", "Kestrel lander makes its Moon landing", LANDED)
    (story,) = (await editor.write(plan())).stories
    assert [source.publisher for source in story.sources] == ["Agency", "Paper"]
    assert {sentence.source for sentence in story.sentences} == {1}


async def test_writing_leaves_no_trace_and_filling_does(store, editor, three_reports):
    await editor.write(plan())
    assert len((await editor.write(plan())).stories) == 2
    assert await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert (await editor.write(plan())).stories == ()


async def test_a_rehearsal_tells_its_stories_again_and_knows_that_it_told_them(store, clock, three_reports):
    rehearsing = Editor(store, Extractive(), clock, retell=True)
    await rehearsing.fill(plan(), slot(), expires=NOW + HOUR)
    assert len((await rehearsing.write(plan())).stories) == 2
    assert len(await store.told(plan().id, NOW - DAY)) == 2  # /news why answers from these


async def test_the_same_news_filed_as_two_stories_is_told_once(store, editor, feeds):
    blades = "Rotor blades for the next Mars helicopter broke the sound barrier in a test chamber in March."
    test = (
        "A test shows that the helicopter's blades hold when they spin faster than sound in the thin air of a chamber."
    )
    title = "Agency spins rotor blades for its next Mars helicopter past Mach 1"
    other = "Engineers make a breakthrough with rotor blades for a Mars helicopter"
    await publish(store, feeds["Agency"], "a1", title, blades)
    await editor.file_items()
    await publish(store, feeds["Paper"], "p1", other, test, NOW - 2 * HOUR)
    await publish(store, feeds["Paper"], "p2", "New comet will pass Earth in May", COMET, NOW - 2 * HOUR)
    stories = (await editor.write(plan())).stories
    assert [story.title for story in stories] == [title, "New comet will pass Earth in May"]


async def test_what_one_brief_told_another_may_tell(store, editor, three_reports):
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert len((await editor.write(plan("evening"))).stories) == 2


async def test_a_slot_is_filled_once(store, editor, three_reports):
    assert await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert not await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert len(await store.deliveries("morning")) == 1


async def test_news_older_than_the_window_is_not_told(store, editor, feeds):
    await publish(store, feeds["Paper"], "p1", "Old news of the comet", COMET, NOW - 2 * DAY)
    assert (await editor.write(plan())).stories == ()


async def test_silence_is_no_quiet_day(store, editor, feeds):
    with pytest.raises(NothingRead, match="its feeds haven't been read yet"):
        await editor.fill(plan(), slot(), expires=NOW + HOUR)
    for state in feeds.values():
        await store.record_poll(replace(state, last_poll=NOW), [], {})
    with pytest.raises(NothingRead, match="none of its 2 feeds could be read so far"):
        await editor.fill(plan(), slot(), expires=NOW + HOUR)
    for state in feeds.values():
        await store.record_poll(replace(state, last_poll=NOW, last_ok=NOW - 2 * DAY), [], {})
    with pytest.raises(NothingRead, match="none of its 2 feeds could be read since 2026-03-01 09:00 UTC"):
        await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert await store.taken_slots("morning", NOW - DAY) == {}
    with pytest.raises(NothingRead):  # nor is it shown as one to whoever asks how the brief would be
        await editor.write(plan())


async def test_news_that_comes_in_while_a_brief_is_written_makes_no_quiet_day_of_it(store, editor, feeds, monkeypatch):
    read = store.items

    async def just_before(*asked):
        found = await read(*asked)
        if not found:
            await publish(store, feeds["Paper"], "p1", "New comet will pass Earth in May", COMET)
        return found

    monkeypatch.setattr(store, "items", just_before)
    brief = await editor.write(plan())
    assert [story.title for story in brief.stories] == ["New comet will pass Earth in May"]


async def test_what_discord_never_took_was_not_told(store, editor, three_reports):
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    (delivery,) = await store.deliveries("morning")
    await store.settle(delivery.id, DeliveryState.EXPIRED, "Send Messages is missing")
    assert len((await editor.write(plan())).stories) == 2


async def test_what_a_brief_does_not_choose_from_is_not_counted_as_read(store, editor, three_reports):
    assert (await editor.write(plan(selection=Selection(feeds=("Agency",))))).considered == 1
    assert (await editor.write(plan(selection=Selection(tags=("moon",))))).considered == 1
    assert (await editor.write(plan(selection=Selection(languages=("fr",))))).considered == 0
    assert (await editor.write(plan(selection=Selection(topics=("comet",), block=("Moon",))))).considered == 3


async def test_a_feed_that_the_brief_leaves_out_is_no_listener(store, editor, feeds):
    await store.record_poll(replace(feeds["Paper"], last_poll=NOW, last_ok=NOW), [], {})
    with pytest.raises(NothingRead, match="its feed hasn't been read yet"):
        await editor.fill(plan(selection=Selection(feeds=("Agency",))), slot(), expires=NOW + HOUR)
    with pytest.raises(NothingRead, match="there is no feed that it chooses from"):
        await editor.fill(plan(selection=Selection(feeds=("Gone",))), slot(), expires=NOW + HOUR)


async def test_a_report_that_only_sets_a_scene_still_speaks_where_no_other_does(store, editor, feeds):
    scene = "You can see the comet in the evening sky, low in the west, until the middle of May."
    await publish(store, feeds["Paper"], "p1", "New comet will pass Earth in May", scene)
    (story,) = (await editor.write(plan())).stories
    assert [sentence.text for sentence in story.sentences] == [scene]


async def test_a_sentence_that_would_be_cut_is_told_whole_or_not_at_all(store, editor, feeds):
    long = "The probe Kestrel, " + "which has been on its way for months, " * 9 + "landed on the Moon on Monday."
    await publish(store, feeds["Paper"], "p1", "Kestrel lands on the Moon", long)
    (story,) = (await editor.write(plan())).stories
    (sentence,) = story.sentences
    assert sentence.text.endswith("landed on the Moon on Monday.")
    assert len(sentence.text) > 300


async def test_a_quiet_day_says_so_or_is_skipped_as_the_plan_wants(store, editor, feeds):
    await store.record_poll(replace(feeds["Paper"], last_poll=NOW, last_ok=NOW), [], {})
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert len(await store.deliveries("morning")) == 1
    await editor.fill(plan(quiet_day=False), slot("2026-03-03#0"), expires=NOW + HOUR)
    assert len(await store.deliveries("morning")) == 1


async def test_a_quiet_day_knows_which_choice_left_nothing_of_what_came_in(store, editor, three_reports):
    choices = {
        "languages: de": Selection(languages=("de",)),
        "topics: mars, venus": Selection(topics=("mars", "venus")),
        "block: moon, comet": Selection(block=("moon", "comet")),
    }
    for unmet, selection in choices.items():
        brief = await editor.write(plan(selection=selection))
        assert (brief.came_in, brief.unmet, brief.stories) == (3, unmet, ())
    assert (await editor.write(plan())).unmet == ""


async def test_live_coverage_is_not_told_when_its_hour_has_gone(store, editor, feeds, clock):
    text = "Liftoff of Falcon Heavy from Florida is scheduled for 10:13 a.m. EDT, at the start of a window."
    await publish(store, feeds["Paper"], "p1", "Live coverage: SpaceX to launch Falcon Heavy with a satellite", text)
    assert len((await editor.write(plan())).stories) == 1
    clock.move(22 * HOUR)
    await store.record_poll(replace(feeds["Agency"], last_poll=clock.now(), last_ok=clock.now()), [], {})
    assert (await editor.write(plan())).stories == ()


async def test_the_message_carries_the_briefs_mark_and_the_channel(store, editor, three_reports):
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    (delivery,) = await store.deliveries("morning")
    assert delivery.channel_id == CHANNEL
    assert delivery.message.mark.startswith(brief_mark(slot()))
    assert delivery.message.mark in repr(delivery.message.payload)
    assert await store.brief_by_mark(delivery.message.mark) is not None


async def test_a_restarted_editor_goes_on_with_the_same_stories(store, clock, feeds, editor):
    await publish(store, feeds["Agency"], "a1", "Kestrel lands on the Moon", LANDED)
    await editor.file_items()
    await publish(store, feeds["Paper"], "p1", "Farside's Kestrel lander touches down on the Moon", LANDED_TOO)
    brief = await Editor(store, Extractive(), clock).write(plan())
    assert [len(story.sources) for story in brief.stories] == [2]


async def rewritten(store, state, key, title, text, at):
    """The report's headline and text are edited."""
    (known,) = [each for each in await store.latest("file") if each.url == f"https://{key}.example/"]
    made = entry(key, title=title, summary=text, published=known.published, link=known.url)
    await store.record_poll(replace(state, last_poll=at, last_ok=at), [], {known.id: new_item(key, entry=made)})


async def test_a_story_on_a_topic_is_told_from_all_its_sources_and_no_other_story_is(store, editor, feeds):
    await publish(
        store, feeds["Agency"], "a1", LAUNCHED, "Petrel 3 lifted the cargo ship Stevedore 4 to orbit at dawn."
    )
    await publish(store, feeds["Paper"], "p1", LAUNCHED + " for the first time", "It takes parts of a Moon base along.")
    await publish(store, feeds["Paper"], "p2", "Comet Ostrander-Vale is at its brightest", "Binoculars show its tail.")
    (story,) = (await editor.write(plan(selection=Selection(topics=("moon",))))).stories
    assert {source.publisher for source in story.sources} == {"Agency", "Paper"}


@pytest.fixture
async def invitation(store, editor, feeds):
    """An invitation to watch, and beside it the report of the landing, filed as two stories."""
    waiting = "Flight engineers explain on their channel, minute by minute, what viewers at home will see."
    await publish(store, feeds["Paper"], "p1", "How to watch the descent of a lander live", waiting, NOW - 2 * HOUR)
    await publish(store, feeds["Agency"], "a1", "Kestrel lands on the Moon", LANDED)
    await editor.file_items()
    assert len({each.story_id for each in await store.latest("file")}) == 2


async def test_an_invitation_that_was_rewritten_as_the_report_joins_its_story(store, editor, feeds, invitation):
    await rewritten(store, feeds["Paper"], "p1", "Farside's Kestrel lander lands on the Moon", LANDED_TOO, NOW)
    assert await editor.file_items() == 1
    assert len({each.story_id for each in await store.latest("file")}) == 1
    (story,) = (await editor.write(plan())).stories
    assert {source.publisher for source in story.sources} == {"Agency", "Paper"}


async def test_an_edit_that_was_recorded_before_a_crash_is_filed_after_it(store, clock, feeds, invitation):
    await rewritten(store, feeds["Paper"], "p1", "Farside's Kestrel lander lands on the Moon", LANDED_TOO, NOW)
    again = Editor(store, Extractive(), clock)
    assert (await again.file_items(), await again.file_items()) == (1, 0)
    assert len({each.story_id for each in await store.latest("file")}) == 1


@pytest.mark.parametrize("filed_before", [False, True])
async def test_a_headline_that_is_rewritten_while_its_report_is_filed_is_filed_as_it_reads_now(
    store, clock, editor, feeds, monkeypatch, filed_before
):
    waiting = "Flight engineers explain on their channel, minute by minute, what viewers at home will see."
    await publish(store, feeds["Agency"], "a1", "Kestrel lands on the Moon", LANDED, NOW - 2 * HOUR)
    await publish(store, feeds["Paper"], "p1", "How to watch the descent of a lander live", waiting)
    if filed_before:
        await editor.file_items()
        await rewritten(store, feeds["Paper"], "p1", "How to watch a lander on its way down", waiting, NOW)
    looking, seen = store.told_to_anybody, []

    async def rewritten_meanwhile(story_ids):
        if not seen:
            seen.append(True)
            await rewritten(store, feeds["Paper"], "p1", "Farside's Kestrel lander lands on the Moon", LANDED_TOO, NOW)
        return await looking(story_ids)

    monkeypatch.setattr(store, "told_to_anybody", rewritten_meanwhile)
    await editor.file_items()
    assert await editor.file_items() == 0
    filed = {each.id: (each.title, each.story_id) for each in await store.latest("file")}
    assert len({story for _, story in filed.values()}) == 1
    assert {each.id: (each.title, each.story_id) for each in await store.filed_items(NOW - DAY)} == filed


async def test_a_report_of_a_told_story_stays_in_it_however_it_is_rewritten(store, editor, feeds, clock, invitation):
    before = {each.id: each.story_id for each in await store.latest("file")}
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    assert await store.told_to_anybody(before.values()) == set(before.values())
    clock.move(2 * HOUR)
    await rewritten(
        store, feeds["Paper"], "p1", "Farside's Kestrel lander lands on the Moon", LANDED_TOO, NOW + 2 * HOUR
    )
    assert (await editor.file_items(), await editor.file_items()) == (1, 0)
    assert {each.id: each.story_id for each in await store.latest("file")} == before


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_what_was_told_to_others_keeps_nothing_from_who_was_not_told(store, editor, feeds, clock, elsewhere):
    """A told story's reports stay in it, for all; readers of another brief get each piece of news of them, and once."""
    waiting = "Flight engineers explain on their channel, minute by minute, what viewers at home will see."
    await publish(store, feeds["Paper"], "p1", "How to watch the descent of a lander live", waiting, NOW - 2 * HOUR)
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    clock.move(4 * HOUR)
    if elsewhere:
        await later(store, feeds["Agency"], "a1", "Kestrel lands on the Moon", LANDED, hours=1)
    landed = "Farside's Kestrel lander lands on the Moon"
    await rewritten(store, feeds["Paper"], "p1", landed, LANDED_TOO, NOW + 2 * HOUR)
    await later(store, feeds["Paper"], "p2", "Lander Kestrel of Farside is on the Moon", LANDED, hours=3)
    (story,) = (await editor.write(plan(id="evening"))).stories
    assert story.title in {landed, "Kestrel lands on the Moon", "Lander Kestrel of Farside is on the Moon"}
    assert {source.publisher for source in story.sources} == ({"Agency", "Paper"} if elsewhere else {"Paper"})


BURST = "Aurelia's tank burst on the pad at Cape Sorrel on Tuesday during a test of its engines. Nobody was hurt."
BURST_TOO = "A tank of the rocket Aurelia burst at Cape Sorrel on Tuesday as engines were tested on the pad."


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize("restarted", [False, True])
async def test_a_report_that_was_rewritten_as_other_news_draws_no_others_into_its_story(
    store, editor, feeds, clock, told, restarted
):
    await publish(store, feeds["Agency"], "a1", "Farside's Kestrel lander touches down on the Moon", LANDED_TOO)
    await publish(store, feeds["Paper"], "p1", "Kestrel lands on the Moon", LANDED)
    await editor.file_items()
    assert len({each.story_id for each in await store.latest("file")}) == 1
    if told:
        await editor.fill(plan(), slot(), expires=NOW + HOUR)
    clock.move(2 * HOUR)
    await rewritten(store, feeds["Paper"], "p1", "Aurelia's tank bursts on pad at Cape Sorrel", BURST, clock.now())
    await editor.file_items()
    if restarted:
        editor = Editor(store, Extractive(), clock)
    await later(store, feeds["Agency"], "a2", "Tank of Aurelia bursts on the pad at Cape Sorrel", BURST_TOO, hours=2)
    await editor.file_items()
    stories = {each.url: each.story_id for each in await store.latest("file")}
    assert stories["https://a1.example/"] != stories["https://a2.example/"]


# ---------------------------------------------------------------- told before


PLANNED = "Petrel 3 will take the cargo ship Stevedore 4 to the station Aurelia from Cape Sorrel on Monday."
FLOWN = "Petrel 3 took the cargo ship Stevedore 4 to orbit from Cape Sorrel on Monday, bound for the station Aurelia."
LAUNCH, LAUNCHED = "Petrel 3 to launch Stevedore 4 from Cape Sorrel", "Petrel 3 launches Stevedore 4 from Cape Sorrel"


@pytest.fixture
async def told_and_posted(store, editor, feeds, clock):
    """The plan of a launch, told in a brief that is posted; a day later."""
    await publish(store, feeds["Paper"], "p1", LAUNCH, PLANNED)
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    (delivery,) = await store.claim(NOW, 1, HOUR)
    await store.confirm(delivery.id, 4711, NOW)
    clock.move(DAY)


async def later(store, state, key, title, text, *, hours=20):
    """A report that comes in `hours` after the first brief."""
    at = NOW + hours * HOUR
    made = entry(key, title=title, summary=text, published=at, link=f"https://{key}.example/")
    await store.record_poll(replace(state, last_poll=at, last_ok=at), [new_item(key, entry=made)], {})


async def test_a_told_story_is_told_again_as_an_update_from_the_new_reports_alone(
    store, editor, feeds, told_and_posted
):
    await later(store, feeds["Agency"], "a1", LAUNCHED, FLOWN)
    (story,) = (await editor.write(plan())).stories
    assert (story.update, story.title) == (2, LAUNCHED)
    assert story.reasons[0] == "new since it was told: it launched"
    assert [source.publisher for source in story.sources] == ["Agency"]
    assert [sentence.text for sentence in story.sentences] == [FLOWN]
    assert len(story.item_ids) == 2
    assert story.earlier is not None
    assert (story.earlier.told_at, story.earlier.url, story.earlier.new) == (NOW, "", "it launched")


TUG = "Halvorsen's tug Mistral docks with the space station Aurelia", "Fuel for two years came with the tug."
ICE = "Kestrel rover finds ice in the crater Lamont", "The rover Kestrel drilled half a metre deep into the Moon."
DIGEST = "All that flew and fell this morning", f"{TUG[0]}. {ICE[0]}. Petrel 3 tank bursts in a test at Cape Sorrel."
MASHED = "Mistral tug docks with space station Aurelia, Kestrel rover finds ice in crater Lamont", ""


@pytest.mark.parametrize("told", [DIGEST, MASHED])
@pytest.mark.parametrize("days", [1, 9])
async def test_what_a_told_digest_only_mentioned_is_told_later(store, editor, feeds, clock, told, days):
    await publish(store, feeds["Paper"], "p1", *told)
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    clock.move(days * DAY)
    hours = 24 * days - 2
    await later(store, feeds["Agency"], "a1", *TUG, hours=hours)
    await later(store, feeds["Agency"], "a2", *ICE, hours=hours)
    assert {story.title for story in (await editor.write(plan())).stories} == {TUG[0], ICE[0]}
    await editor.fill(plan(), slot("again"), expires=NOW + (days + 1) * DAY)
    await later(store, feeds["Paper"], "p2", TUG[0].replace("docks", "has docked"), TUG[1], hours=hours)
    assert (await editor.write(plan())).stories == ()


async def test_an_update_leads_to_the_earlier_message_where_its_server_is_known(store, clock, feeds, told_and_posted):
    await later(store, feeds["Agency"], "a1", LAUNCHED, FLOWN)
    editor = Editor(store, Extractive(), clock, guild_of={CHANNEL: 77}.get)
    (story,) = (await editor.write(plan())).stories
    assert story.earlier is not None
    assert story.earlier.url == f"https://discord.com/channels/77/{CHANNEL}/4711"


async def test_more_coverage_of_a_told_story_is_not_told(store, editor, feeds, told_and_posted):
    await later(store, feeds["Paper"], "p2", LAUNCH + ", company says", PLANNED)
    assert (await editor.write(plan())).stories == ()


async def test_updates_are_counted_and_each_is_told_once(store, editor, feeds, clock, told_and_posted):
    await later(store, feeds["Agency"], "a1", LAUNCHED, FLOWN)
    await editor.fill(plan(), slot("2026-03-03#0"), expires=NOW + 2 * DAY)
    assert (await editor.write(plan())).stories == ()
    clock.move(DAY)
    failed = LAUNCHED.replace("launches", "fails to bring") + " to its station"
    await later(store, feeds["Paper"], "p3", failed, FLOWN.replace("took", "lost"), hours=44)
    (story,) = (await editor.write(plan())).stories
    assert story.update == 3


async def test_a_headline_that_was_edited_after_it_was_told_is_an_update(store, editor, feeds, told_and_posted):
    (told,) = await store.latest("file")
    made = entry("p1", title=LAUNCHED, summary=FLOWN, published=told.published, link=told.url)
    at = NOW + 5 * HOUR
    await store.record_poll(
        replace(feeds["Paper"], last_poll=at, last_ok=at), [], {told.id: new_item("p1", entry=made)}
    )
    (story,) = (await editor.write(plan())).stories
    assert (story.update, story.title, story.url) == (2, LAUNCHED, told.url)


async def test_a_source_that_corrects_itself_leads_to_an_update_that_says_so(store, editor, feeds, clock):
    text = "At 18 tonnes the cargo ship Stevedore 4 is the heaviest payload that Petrel 3 has lifted to orbit."
    await publish(store, feeds["Paper"], "p1", LAUNCHED, text)
    await editor.fill(plan(), slot(), expires=NOW + HOUR)
    clock.move(DAY)
    (told,) = await store.latest("file")
    made = entry("p1", title=LAUNCHED, summary=text.replace("18", "19"), published=told.published, link=told.url)
    at = NOW + 5 * HOUR
    await store.record_poll(
        replace(feeds["Paper"], last_poll=at, last_ok=at), [], {told.id: new_item("p1", entry=made)}
    )
    (story,) = (await editor.write(plan())).stories
    assert story.update == 2
    assert story.corrections == (Correction(1, "18 tonnes", "19 tonnes"),)


async def test_sources_that_differ_are_told_side_by_side(store, editor, feeds):
    text = "At {} tonnes the cargo ship Stevedore 4 is the heaviest payload that Petrel 3 has lifted to orbit."
    await publish(store, feeds["Agency"], "a1", LAUNCHED, text.format(19))
    await publish(store, feeds["Paper"], "p1", LAUNCHED + " at dawn", text.format(18))
    (story,) = (await editor.write(plan())).stories
    of = '"At … the cargo ship Stevedore"'
    assert story.differences == (Difference((Claim("19 tonnes", (1,)), Claim("18 tonnes", (2,))), of),)


# ---------------------------------------------------------------- pure decisions


def test_stories_are_in_order_of_time():
    stories = into_stories([item(2, story_id=2, published=NOW), item(3, story_id=1), item(1, story_id=1)])
    assert [[member.id for member in story.items] for story in stories] == [[1, 3], [2]]


def chosen(*reports):
    """The ids of the stories, one of each (publisher, title, text), that make a brief of six; in order of rank."""
    stories = [
        Story(n, (item(n, publisher=publisher, title=title, text=text, published=NOW - HOUR),))
        for n, (publisher, title, text) in enumerate(reports, 1)
    ]
    ranked = [Ranked(story, 2 - story.id / 10) for story in stories]
    news = {story.id: Untold(story, (story.id,)) for story in stories}
    picks = choose(ranked, 6, news, {}, {}, Repeats(background.Idf(background.table())))
    return [pick.story.id for pick, _ in picks]


BLADES = (
    "Paper",
    "Mars helicopter blades spin past Mach 1",
    "Rotor blades for a Mars helicopter broke the sound barrier.",
)
SKY = ("Gazette", "Comet Quillon brightens for its pass of Earth", "Comet Quillon may be seen by eye in May.")
MASH = ("Post", "Mars helicopter blades spin past Mach 1, comet Quillon brightens for its pass of Earth", "")


def test_one_headline_made_of_two_stories_keeps_out_neither():
    assert chosen(MASH, BLADES, SKY) == [2, 3]


def test_one_outlet_cannot_cut_the_headline_of_another_in_two():
    whole = ("Gazette", "Rover finds carbonate minerals in Quillon crater on Mars", "")
    halves = [("Post", "Rover in Quillon crater", ""), ("Post", "Carbonate minerals found on Mars", "")]
    assert chosen(whole, *halves) == [1]


def test_many_copies_of_a_headline_made_of_two_stories_are_known_at_once(monkeypatch):
    compared = 0
    same = Repeats.same

    def counted(self, one, other):
        nonlocal compared
        compared += 1
        return same(self, one, other)

    monkeypatch.setattr(Repeats, "same", counted)
    copies = [(publisher, f"{title}, part {n}", text) for n in range(12) for publisher, title, text in (MASH,)]
    assert chosen(*copies, BLADES, SKY) == [13, 14]
    assert compared < 8 * len(copies)


def test_a_headline_that_tells_the_same_as_one_story_keeps_it_out():
    assert chosen(MASH, BLADES) == [1]


def test_headlines_that_tell_one_thing_in_three_ways_stay_one_story():
    again = ("Gazette", "Blades for a Mars helicopter break the sound barrier", BLADES[2])
    third = ("Post", "Rotor blades of Mars helicopter past Mach 1", BLADES[2])
    assert chosen(BLADES, again, third) == [1]
