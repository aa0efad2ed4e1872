"""The REST API refuses what Discord refuses, in Discord's words, and remembers nonces as Discord does."""

from __future__ import annotations

import asyncio

import pytest

from bot.rehearsal import Channel, Pace, RehearsalDiscord

NEWS = 1_200_000_000_000_000_001
BOT = 1_100_000_000_000_000_001


async def test_a_wrong_token_is_unauthorized(api):
    for token in ("Bot wrong", "wrong", ""):
        answer = await api("GET", "/users/@me", headers={"Authorization": token})
        assert answer == (401, {"message": "401: Unauthorized", "code": 0})


async def test_a_revoked_token_is_unauthorized_from_then_on(rehearsal, api):
    assert (await api("GET", "/users/@me"))[0] == 200
    rehearsal.rest.revoked = True
    assert (await api("GET", "/users/@me"))[0] == 401


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/channels/5", 404, 10003),
        ("POST", "/channels/5/messages", 404, 10003),
        ("GET", f"/channels/{NEWS}/messages/5", 404, 10008),
        ("DELETE", f"/channels/{NEWS}/messages/5", 404, 10008),
        ("GET", "/guilds/5", 404, 10004),
        ("GET", "/users/5", 404, 10013),
        ("POST", "/interactions/5/none/callback", 404, 10062),
        ("PATCH", f"/webhooks/{BOT}/none/messages/@original", 404, 10015),
        ("GET", f"/applications/{BOT}/commands/5", 404, 10063),
    ],
)
async def test_what_is_not_there_is_unknown_by_its_own_code(api, method, path, status, code):
    body = {"content": "x", "type": 4, "data": {"content": "x"}} if method in ("POST", "PATCH") else None
    answer = await api(method, path, body)
    assert (answer[0], answer[1]["code"]) == (status, code)


async def test_an_address_that_is_no_route_is_a_plain_404(api):
    assert await api("GET", "/nowhere/at/all") == (404, {"message": "404: Not Found", "code": 0})


async def test_a_body_that_is_no_json_is_said_to_be_none(api):
    path = f"/channels/{NEWS}/messages"
    answer = await api("POST", path, data="{", headers={"Content-Type": "application/json"})
    assert (answer[0], answer[1]["code"]) == (400, 50109)


async def test_a_refused_body_names_the_place_and_the_limit(api):
    embeds = [{"title": "fine"}, {"title": "x" * 257}]
    status, answer = await api.post(embeds=embeds)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    problem = answer["errors"]["embeds"]["1"]["title"]["_errors"]
    assert problem == [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}]


@pytest.mark.parametrize(
    ("denied", "method", "path", "status", "code"),
    [
        ("view_channel", "GET", "", 403, 50001),
        ("view_channel", "GET", "/messages", 403, 50001),
        ("view_channel", "POST", "/messages", 403, 50001),
        ("send_messages", "POST", "/messages", 403, 50013),
        ("embed_links", "POST", "/messages", 403, 50013),
    ],
)
async def test_a_permission_that_was_taken_away_is_missing(rehearsal, api, denied, method, path, status, code):
    rehearsal.world.deny(NEWS, denied)
    body = {"embeds": [{"title": "T"}]} if method == "POST" else None
    answer = await api(method, f"/channels/{NEWS}{path}", body)
    assert (answer[0], answer[1]["code"]) == (status, code)
    rehearsal.world.allow(NEWS, denied)
    assert (await api(method, f"/channels/{NEWS}{path}", body))[0] == 200


async def test_without_the_right_to_read_it_the_history_looks_empty_and_a_message_is_refused(rehearsal, api):
    _, sent = await api.post()
    rehearsal.world.deny(NEWS, "read_message_history")
    assert await api("GET", f"/channels/{NEWS}/messages") == (200, [])
    status, answer = await api("GET", f"/channels/{NEWS}/messages/{sent['id']}")
    assert (status, answer["code"]) == (403, 50013)


def test_a_permission_that_does_not_exist_is_an_error_that_lists_them(rehearsal):
    with pytest.raises(ValueError, match=r"no permission is called 'fly'.*send_messages"):
        rehearsal.world.deny(NEWS, "fly")


async def test_a_channel_that_is_removed_is_unknown(rehearsal, api):
    rehearsal.world.remove_channel(NEWS)
    assert (await api.post())[1]["code"] == 10003


async def test_history_is_given_newest_first_and_within_its_limits(api):
    ids = [(await api.post(str(n)))[1]["id"] for n in range(4)]
    path = f"/channels/{NEWS}/messages"
    assert [m["id"] for m in (await api("GET", f"{path}?limit=2"))[1]] == [ids[3], ids[2]]
    assert [m["id"] for m in (await api("GET", f"{path}?limit=2&after={ids[0]}"))[1]] == [ids[2], ids[1]]
    assert [m["id"] for m in (await api("GET", f"{path}?before={ids[1]}"))[1]] == [ids[0]]
    for wrong in ("limit=0", "limit=101", "limit=many", "after=yesterday"):
        assert (await api("GET", f"{path}?{wrong}"))[1]["code"] == 50035


# ---- nonces


async def test_a_nonce_gives_the_first_message_again(rehearsal, api):
    first = await api.post("one", nonce="brief-1", enforce_nonce=True)
    again = await api.post("two", nonce="brief-1", enforce_nonce=True)
    assert first[0] == again[0] == 200
    assert first[1]["id"] == again[1]["id"]
    assert [m["content"] for m in rehearsal.messages(NEWS)] == ["one"]


async def test_a_nonce_is_told_when_the_message_is_made_and_not_later(api):
    _, sent = await api.post("one", nonce="n")
    _, (found,) = await api("GET", f"/channels/{NEWS}/messages")
    _, single = await api("GET", f"/channels/{NEWS}/messages/{sent['id']}")
    assert sent["nonce"] == "n"
    assert "nonce" not in found | single


async def test_a_nonce_counts_for_the_author_and_not_for_the_channel(rehearsal, api):
    _, first = await api.post("one", nonce="brief-1", enforce_nonce=True)
    _, other = await api.post("two", channel=NEWS + 1, nonce="brief-1", enforce_nonce=True)
    assert other["id"] == first["id"]
    assert rehearsal.messages(NEWS + 1) == []


async def test_a_nonce_that_is_not_enforced_does_nothing(rehearsal, api):
    await api.post("one", nonce="n")
    await api.post("two", nonce="n")
    assert len(rehearsal.messages(NEWS)) == 2


async def test_a_nonce_of_a_deleted_message_is_an_unknown_message(api):
    _, sent = await api.post("one", nonce="n", enforce_nonce=True)
    await api("DELETE", f"/channels/{NEWS}/messages/{sent['id']}")
    status, answer = await api.post("one", nonce="n", enforce_nonce=True)
    assert (status, answer["code"]) == (404, 10008)


async def test_a_nonce_is_forgotten_after_its_window(timed, timed_api, clock):
    timed.world.nonce_window = 60.0
    await timed_api.post("one", nonce="n", enforce_nonce=True)
    clock.now += 59
    await timed_api.post("one", nonce="n", enforce_nonce=True)
    assert len(timed.messages(NEWS)) == 1
    clock.now += 2
    await timed_api.post("one", nonce="n", enforce_nonce=True)
    assert len(timed.messages(NEWS)) == 2


# ---- who is pinged


@pytest.mark.parametrize(
    ("allowed", "everyone", "roles"),
    [
        (None, True, ["1100000000000000103"]),
        ({"parse": []}, False, []),
        ({"parse": [], "roles": ["1100000000000000103"]}, False, ["1100000000000000103"]),
        ({"parse": ["everyone"]}, True, []),
    ],
)
async def test_only_what_is_allowed_is_pinged(api, allowed, everyone, roles):
    more = {} if allowed is None else {"allowed_mentions": allowed}
    _, sent = await api.post("@everyone <@&1100000000000000103> <@&7>", **more)
    assert (sent["mention_everyone"], sent["mention_roles"]) == (everyone, roles)


# ---- announcements, rates


async def test_only_an_announcement_is_published(rehearsal, api):
    rehearsal.world.add_channel(Channel(88, "announcements", kind=5))
    _, sent = await api.post(channel=88)
    status, published = await api("POST", f"/channels/88/messages/{sent['id']}/crosspost")
    assert (status, published["flags"] & 1) == (200, 1)
    _, plain = await api.post()
    assert (await api("POST", f"/channels/{NEWS}/messages/{plain['id']}/crosspost"))[0] == 400


async def test_the_sixth_message_in_five_seconds_is_refused_with_all_headers(channels, session, timed_api):
    async with RehearsalDiscord(channels=channels, pace=Pace(messages=5, window=5.0)) as rehearsal:
        api = type(timed_api)(rehearsal, session)
        answers = [await api.full("POST", f"/channels/{NEWS}/messages", {"content": str(n)}) for n in range(6)]
        assert [a[0] for a in answers] == [200] * 5 + [429]
        assert [a[2]["X-RateLimit-Remaining"] for a in answers] == ["4", "3", "2", "1", "0", "0"]
        _, body, headers = answers[-1]
        assert 0 < body["retry_after"] <= 5
        assert (headers["Via"], headers["X-RateLimit-Scope"], body["global"]) == ("1.1 rehearsal", "user", False)
        assert (await api.post(channel=NEWS + 1))[0] == 200


async def test_too_many_requests_a_second_are_refused_globally(channels, session, timed_api):
    async with RehearsalDiscord(channels=channels, pace=Pace(overall=10)) as rehearsal:
        api = type(timed_api)(rehearsal, session)
        answers = await asyncio.gather(*(api.full("GET", "/users/@me") for _ in range(11)))
        refused = [a for a in answers if a[0] == 429]
        assert len(refused) == 1
        assert refused[0][1]["global"] is True
        assert refused[0][2]["X-RateLimit-Global"] == "true"


async def test_what_was_asked_is_on_record(rehearsal, api):
    await api.post("for the record")
    record = rehearsal.requests[-1]
    assert (record.method, record.path, record.status) == ("POST", f"/channels/{NEWS}/messages", 200)
    assert record.body == {"content": "for the record"}
    assert record.response["content"] == "for the record"
