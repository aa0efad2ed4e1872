"""Answers to interactions: in time, once, and through the token that the interaction brought."""

from __future__ import annotations

import pytest

from bot.rehearsal.limits.messages import EPHEMERAL, LOADING, V2

NEWS = 1_200_000_000_000_000_001
APP = 1_100_000_000_000_000_001


@pytest.fixture
async def asked(timed, timed_api):
    """A command that has been sent; no bot is there, the test answers by hand."""
    body = [{"name": "brief", "description": "d", "type": 1}]
    assert (await timed_api("PUT", f"/applications/{APP}/commands", body))[0] == 200
    return timed.send_command("brief", channel=NEWS)


@pytest.fixture
def answer(timed_api, asked):
    async def sent(kind: int, data: dict | None = None, query: str = "") -> tuple:
        path = f"/interactions/{asked.id}/{asked.token}/callback{query}"
        return await timed_api("POST", path, {"type": kind, "data": data or {}})

    return sent


async def test_a_second_answer_is_refused(answer):
    assert await answer(4, {"content": "one"}) == (204, None)
    status, body = await answer(4, {"content": "two"})
    assert (status, body["code"]) == (400, 40060)


async def test_an_answer_after_three_seconds_is_for_an_unknown_interaction(answer, clock):
    clock.now += 3.1
    status, body = await answer(4, {"content": "late"})
    assert (status, body["code"]) == (404, 10062)


async def test_the_callback_tells_about_its_message_where_that_is_wanted(answer):
    status, body = await answer(4, {"content": "one", "flags": EPHEMERAL}, "?with_response=true")
    assert status == 200
    assert body["resource"]["message"]["content"] == "one"
    assert body["interaction"]["response_message_ephemeral"] is True


@pytest.mark.parametrize(("kind", "data"), [(8, {"choices": []}), (7, {"content": "x"}), (1, {}), (77, {})])
async def test_an_answer_that_does_not_fit_a_command_is_refused(answer, kind, data):
    status, body = await answer(kind, data)
    assert (status, body["code"]) == (400, 50035)


async def test_a_long_answer_is_refused_and_may_be_sent_again(answer, timed):
    status, body = await answer(4, {"content": "x" * 2001})
    assert (status, list(body["errors"]["data"])) == (400, ["content"])
    assert (await answer(4, {"content": "x"}))[0] == 204


async def test_nothing_can_be_followed_up_before_the_first_answer(asked, timed_api):
    status, body = await timed_api("POST", f"/webhooks/{APP}/{asked.token}", {"content": "x"})
    assert (status, body["code"]) == (404, 10015)


async def test_the_first_followup_takes_the_place_of_thinking(asked, answer, timed, timed_api):
    await answer(5, {"flags": EPHEMERAL})
    assert (asked.thinking, asked.message["flags"]) == (True, EPHEMERAL | LOADING)
    hook = f"/webhooks/{APP}/{asked.token}"
    _, first = await timed_api("POST", hook, {"content": "first"})
    assert (first["flags"], first["edited_timestamp"], asked.thinking) == (EPHEMERAL, None, False)
    _, second = await timed_api("POST", hook, {"content": "second"})
    assert second["id"] != first["id"]
    assert asked.text == "first\nsecond"
    assert (await timed_api("GET", f"{hook}/messages/@original"))[1]["content"] == "first"
    assert (await timed_api("DELETE", f"{hook}/messages/{second['id']}"))[0] == 204
    assert asked.text == "first"


async def test_a_deferred_answer_can_become_components(asked, answer, timed, timed_api):
    await answer(5)
    body = {"flags": V2, "components": [{"type": 10, "content": "# Brief"}]}
    status, edited = await timed_api("PATCH", f"/webhooks/{APP}/{asked.token}/messages/@original", body)
    assert (status, edited["flags"] & V2) == (200, V2)
    assert timed.messages(NEWS)[0]["components"] == [{"type": 10, "content": "# Brief", "id": 1}]


async def test_components_cannot_come_while_the_old_text_stays(asked, answer, timed_api):
    await answer(4, {"content": "old"})
    original = f"/webhooks/{APP}/{asked.token}/messages/@original"
    body = {"flags": V2, "components": [{"type": 10, "content": "new"}]}
    assert (await timed_api("PATCH", original, body))[1]["code"] == 50035
    assert (await timed_api("PATCH", original, {**body, "content": None}))[0] == 200


async def test_a_token_is_worth_nothing_after_fifteen_minutes(asked, answer, clock, timed_api):
    await answer(4, {"content": "one"})
    clock.now += 14 * 60
    hook = f"/webhooks/{APP}/{asked.token}"
    assert (await timed_api("POST", hook, {"content": "in time"}))[0] == 200
    clock.now += 61
    status, body = await timed_api("POST", hook, {"content": "late"})
    assert (status, body["code"]) == (401, 50027)


async def test_options_are_typed_and_resolved(timed, timed_api):
    options = [
        {"type": 7, "name": "where", "description": "d", "required": True},
        {"type": 8, "name": "ping", "description": "d"},
        {"type": 6, "name": "who", "description": "d"},
        {"type": 10, "name": "share", "description": "d"},
        {"type": 5, "name": "quiet", "description": "d"},
    ]
    command = {"name": "brief", "description": "d", "options": [{"type": 1, "name": "set", "description": "d"}]}
    command["options"][0]["options"] = options
    await timed_api("PUT", f"/applications/{APP}/commands", [command])
    role, person = next(r for r in timed.world.guilds.values()).roles, timed.member.id
    given = {"where": NEWS, "ping": list(role)[-1], "who": str(person), "share": "0.5", "quiet": "true"}
    sent = timed.send_command("brief set", given, channel=NEWS)
    (sub,) = sent.data["options"]
    values = {o["name"]: o["value"] for o in sub["options"]}
    assert (sub["name"], sub["type"]) == ("set", 1)
    assert (values["where"], values["share"], values["quiet"]) == (str(NEWS), 0.5, True)
    assert set(sent.data["resolved"]) == {"channels", "roles", "users", "members"}


async def test_selects_for_roles_and_channels_bring_what_they_name(timed, timed_api):
    row = {"type": 1, "components": [{"type": 6, "custom_id": "role"}]}
    other = {"type": 1, "components": [{"type": 8, "custom_id": "channel"}]}
    _, sent = await timed_api.post("choose", components=[row, other])
    role = next(iter(timed.world.guilds.values())).roles
    pressed = timed.send_press(sent, "role", values=[str(list(role)[-1])])
    assert [r["name"] for r in pressed.data["resolved"]["roles"].values()] == ["Mission control"]
    pressed = timed.send_press(sent, "channel", values=[str(NEWS)])
    assert [c["name"] for c in pressed.data["resolved"]["channels"].values()] == ["space-news"]
    with pytest.raises(ValueError, match="pick one from the list"):
        timed.send_press(sent, "channel", values=["5"])
