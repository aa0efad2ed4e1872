from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from bot.model import Claim, Difference, Earlier
from bot.store import codec
from tests.builders import DAY, NOW, brief, told_story

WHOLE = brief(
    told_story(1, image="https://orbit-post.example/1.jpg", reasons=("2 publishers", "confirmed"), item_ids=(1, 4)),
    told_story(2, sentences=(), sources=()),
    told_story(
        3,
        differences=(Difference((Claim("18 tonnes", (1,)), Claim("19 tonnes", (2, 3))), "mass"),),
        update=2,
        earlier=Earlier(NOW - DAY, "https://discord.com/channels/1/2/3", story_id=2, new="launched"),
    ),
    told_story(4, update=3, earlier=Earlier(NOW - DAY)),
    timezone="Europe/Berlin",
    considered=31,
    came_in=57,
    unmet="topics: mars",
)


def test_a_brief_survives_its_row():
    assert codec.decode(json.loads(json.dumps(codec.encode(WHOLE)))) == WHOLE


def test_a_quiet_day_survives_its_row():
    assert codec.decode(codec.encode(brief())) == brief()


def test_times_of_other_zones_come_back_as_the_same_moment_in_utc():
    east = NOW.astimezone(timezone(timedelta(hours=5)))
    written = codec.decode(codec.encode(brief(written_at=east))).written_at
    assert (written, written.utcoffset()) == (NOW, timedelta())


def test_fields_of_a_newer_version_are_passed_over():
    body = codec.encode(WHOLE) | {"mood": "cheerful"}
    body["stories"][0]["video"] = "https://orbit-post.example/1.mp4"
    body["stories"][0]["sentences"][0]["quote"] = True
    body["stories"][0]["sources"][0]["icon"] = "x.png"
    assert codec.decode(body) == WHOLE


def test_fields_that_an_older_version_did_not_write_get_their_default():
    body = codec.encode(WHOLE)
    del body["stories"][2]["differences"], body["stories"][2]["update"], body["stories"][2]["earlier"]
    del body["considered"], body["stories"][1]["reasons"], body["stories"][1]["item_ids"], body["stories"][1]["image"]
    read = codec.decode(body)
    assert read.considered == 0
    assert (read.stories[1].reasons, read.stories[1].item_ids, read.stories[1].image) == ((), (), None)
    assert (read.stories[2].differences, read.stories[2].update, read.stories[2].earlier) == ((), 0, None)
    assert isinstance(read.written_at, datetime)
