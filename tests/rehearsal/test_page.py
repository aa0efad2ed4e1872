"""The page's own endpoints: for its own visitor on this computer, and for nobody else."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

NEWS = 1_200_000_000_000_000_001


async def get(rehearsal, session, path: str, **headers: str) -> tuple[int, str, Any]:
    async with session.get(rehearsal.url + path, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers


async def post(rehearsal, session, path: str, body: object, **headers: str) -> tuple[int, Any]:
    async with session.post(rehearsal.url + path, json=body, headers=headers) as answer:
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else text


async def events(rehearsal, session, user: int, wanted: str, timeout: float = 3.0) -> dict:
    """The data of the next event of one type that somebody is shown."""
    async with asyncio.timeout(timeout), session.get(f"{rehearsal.url}/rehearsal/events?user={user}") as stream:
        async for line in stream.content:
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                if event["type"] == wanted:
                    return event["data"]
    raise AssertionError(f"the stream ended without {wanted}")


async def test_the_page_and_its_files_load_nothing_from_elsewhere(rehearsal, session):
    for path in ("/", "/assets/app.js", "/assets/style.css", "/assets/downlink.svg"):
        status, text, headers = await get(rehearsal, session, path)
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "//cdn" not in text
        assert "innerHTML" not in text
    assert (await get(rehearsal, session, "/assets/../server.py"))[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.nip.io:{port}", "127.0.0.1:1"])
async def test_another_host_name_is_refused_everywhere(rehearsal, session, host):
    named = host.format(port=rehearsal.url.rsplit(":", 1)[1])
    for path in ("/", "/rehearsal/events", "/rehearsal/control", "/api/v10/users/@me", "/gateway/"):
        assert (await get(rehearsal, session, path, Host=named))[0] == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_posts_from_other_sites_are_refused(rehearsal, session, headers):
    for path in ("/rehearsal/command", "/rehearsal/press", "/rehearsal/autocomplete", "/rehearsal/control"):
        assert (await post(rehearsal, session, path, {}, **headers))[0] == 403


async def test_its_own_posts_are_taken(rehearsal, session):
    own = {"Origin": rehearsal.url, "Sec-Fetch-Site": "same-origin"}
    assert (await post(rehearsal, session, "/rehearsal/control", {}, **own))[0] == 200


async def test_a_plain_form_is_refused(rehearsal, session):
    async with session.post(rehearsal.url + "/rehearsal/control", data={"clear": "1"}) as answer:
        assert answer.status == 415


async def test_a_link_from_elsewhere_may_lead_to_the_page(rehearsal, session):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await get(rehearsal, session, "/", **headers))[0] == 200
    assert (await get(rehearsal, session, "/rehearsal/events", **{"Sec-Fetch-Site": "cross-site"}))[0] == 403


async def test_a_page_begins_with_everything_that_is_there(rehearsal, session, api):
    await api.post("the first")
    state = await events(rehearsal, session, rehearsal.admin.id, "STATE")
    assert [c["name"] for c in state["guilds"][0]["channels"]] == ["space-news", "quiet"]
    assert [m["content"] for m in state["messages"][str(NEWS)]] == ["the first"]
    assert (state["user_id"], state["connected"]) == (str(rehearsal.admin.id), False)


async def test_a_message_reaches_an_open_page_at_once(rehearsal, session, api):
    waiting = asyncio.create_task(events(rehearsal, session, rehearsal.member.id, "MESSAGE_CREATE"))
    await asyncio.sleep(0.1)
    await api.post("live")
    assert (await waiting)["content"] == "live"


async def test_a_member_is_not_offered_what_is_for_admins(rehearsal, session, bot):
    async def offered(user: int) -> set[str]:
        state = await events(rehearsal, session, user, "STATE")
        return {c["path"] for commands in state["commands"].values() for c in commands}

    everybody = {"brief now", "brief panel", "hello", "silent"}
    assert await offered(rehearsal.member.id) == everybody
    assert await offered(rehearsal.admin.id) == everybody | {"settings"}


async def test_a_command_is_sent_and_its_ephemeral_answer_shown_to_one_person_only(rehearsal, session, bot):
    mine = asyncio.create_task(events(rehearsal, session, rehearsal.admin.id, "MESSAGE_UPDATE"))
    theirs = asyncio.create_task(events(rehearsal, session, rehearsal.member.id, "MESSAGE_UPDATE", timeout=1))
    await asyncio.sleep(0.1)
    body = {"command": "brief now", "options": {"name": "morning"}, "channel_id": str(NEWS)}
    assert (await post(rehearsal, session, "/rehearsal/command", body))[0] == 200
    assert (await mine)["content"] == "morning: 3 stories"
    with pytest.raises(TimeoutError):
        await theirs
    state = await events(rehearsal, session, rehearsal.member.id, "STATE")
    assert state["messages"][str(NEWS)] == []


async def test_the_page_asks_for_completions_and_is_told_what_is_wrong(rehearsal, session, bot):
    body = {"command": "brief now", "option": "name", "text": "mor", "channel_id": str(NEWS)}
    answer = await post(rehearsal, session, "/rehearsal/autocomplete", body)
    assert answer == (200, {"choices": [{"name": "Morning", "value": "morning"}]})
    wrong = {"command": "brief now", "options": {}, "channel_id": str(NEWS)}
    status, said = await post(rehearsal, session, "/rehearsal/command", wrong)
    assert (status, said["message"]) == (400, "/brief now needs the option 'name'")
    assert (await post(rehearsal, session, "/rehearsal/command", {"command": "x"}))[0] == 400
    assert (await post(rehearsal, session, "/rehearsal/press", {"message_id": "5", "custom_id": "x"}))[0] == 400


async def test_only_pictures_are_shown_as_what_they_are(rehearsal, session):
    keep = rehearsal.world.attachments
    page = keep.add(1, NEWS, "evil.html", b"<script>alert(1)</script>")
    chart = keep.add(2, NEWS, "chart.png", b"\x89PNG")
    _, _, headers = await get(rehearsal, session, page["url"].removeprefix(rehearsal.url))
    assert (headers["Content-Type"], headers["Content-Disposition"]) == ("application/octet-stream", "attachment")
    assert "sandbox" in headers["Content-Security-Policy"]
    async with session.get(chart["url"]) as answer:
        assert (answer.content_type, answer.headers["Content-Disposition"]) == ("image/png", "inline")
