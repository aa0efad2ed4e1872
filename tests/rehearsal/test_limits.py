"""What the rehearsal refuses is what Discord's contract refuses, no more and no less."""

from __future__ import annotations

import importlib.util
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rehearsal import Channel, refusal
from bot.rehearsal.limits.commands import check_choices, check_command, check_commands
from bot.rehearsal.limits.messages import V2, check_message, flags_of
from bot.rehearsal.messages import check_attached
from bot.rehearsal.world import World
from tests import contract
from tests.shared import shared

# Discord itself lets these pass: it ignores what it does not know, and polls and stickers are not sent by a news bot.
NOT_REFUSED = {
    "typo": "unknown keys are ignored",
    "typo_deep": "unknown keys are ignored",
    "enforce_alone": "has no effect, but is taken",
    "ephemeral": "the flag is dropped",
    "poll11": "polls are not looked into",
    "poll_q": "polls are not looked into",
    "poll_dur": "polls are not looked into",
    "stickers4": "stickers are not looked into",
    "bad_snow": "references are not looked into",
}


def refused(body: dict) -> refusal.Refusal | None:
    try:
        check_message(body, flags=body.get("flags") or 0)
        check_attached(body, {0: "a.png"})
    except refusal.Refusal as said:
        return said
    return None


@pytest.fixture(scope="module")
def table():
    """The contract's own tables of good and bad messages."""
    contract.check_request("GET", "/users/@me")
    path = shared("discord/test_discord_contract.py")
    spec = importlib.util.spec_from_file_location("contract_table", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("contract_table", module)
    spec.loader.exec_module(module)
    return module


def test_every_message_that_the_contract_takes_is_taken(table):
    good = {
        **table.GOOD,
        **{k: v["body"] for k, v in table.REAL.items() if k in ("embed", "embeds10", "view", "layout")},
    }
    # A forward carries nothing of its own; this bot forwards nothing.
    del good["forward"]
    assert {name: str(said) for name, body in good.items() if (said := refused(body))} == {}


def test_every_message_that_the_contract_refuses_is_refused(table):
    taken = {name for name, (body, _) in table.BAD.items() if refused(body) is None}
    assert taken == set(NOT_REFUSED)


def test_text_of_many_bytes_is_discords_internal_error():
    cjk = {"flags": V2, "components": [{"type": 10, "content": "\u65e5" * 3400}]}
    assert refused(cjk).status == 500
    assert refused({"flags": V2, "components": [{"type": 10, "content": "\u65e5" * 3300}]}) is None


def test_an_empty_message_has_its_own_code():
    assert refused({"content": " "}).code == 50006
    check_message({"content": ""}, edit=True)


def test_a_file_that_was_not_sent_cannot_be_shown():
    body = {"embeds": [{"title": "T", "image": {"url": "attachment://missing.png"}}]}
    assert "MESSAGE_ATTACHMENT_NOT_FOUND" in str(refused(body).errors)


def command(**more: object) -> dict:
    return {"name": "brief", "description": "d", "type": 1, **more}


def option(**more: object) -> dict:
    return {"type": 3, "name": "topic", "description": "d", **more}


@pytest.mark.parametrize(
    "body",
    [
        command(name="Brief"),
        command(name="two words"),
        command(name="x" * 33),
        command(name=""),
        command(description=""),
        command(description="x" * 101),
        command(options=[option(name=f"o{i}") for i in range(26)]),
        command(options=[option(), option()]),
        command(options=[option(name="a"), option(name="b", required=True)]),
        command(options=[option(choices=[{"name": str(i), "value": str(i)} for i in range(26)])]),
        command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "b"}])]),
        command(options=[option(choices=[{"name": "a", "value": "x" * 101}])]),
        command(options=[option(type=4, choices=[{"name": "a", "value": "x"}])]),
    ],
)
def test_a_command_beyond_the_limits_is_refused_here_and_by_the_contract(body):
    assert contract.check_request("POST", "/applications/1/commands", body)
    with pytest.raises(refusal.Refusal) as said:
        check_command(body)
    assert said.value.code == 50035


def test_commands_that_fit_are_taken_here_and_by_the_contract():
    bodies = [command(), command(name="größe"), command(name="ニュース", options=[option(required=True)])]
    assert contract.check_request("PUT", "/applications/1/commands", bodies) == []
    assert check_commands(bodies) == bodies


def test_two_commands_of_one_name_are_refused():
    with pytest.raises(refusal.Refusal):
        check_commands([command(), command()])


def test_a_large_command_is_refused():
    choices = [{"name": f"{j:03}" + "n" * 40, "value": "v" * 40} for j in range(25)]
    with pytest.raises(refusal.Refusal, match="50035"):
        check_command(command(options=[option(name=f"o{i}", description="x" * 100, choices=choices) for i in range(4)]))


def test_an_autocomplete_offers_at_most_25():
    check_choices([{"name": str(i), "value": str(i)} for i in range(25)])
    with pytest.raises(refusal.Refusal):
        check_choices([{"name": str(i), "value": str(i)} for i in range(26)])
    with pytest.raises(refusal.Refusal):
        check_choices([{"name": "x" * 101, "value": "v"}])


# ---- whatever is sent

KEYS = (
    "content",
    "embeds",
    "components",
    "flags",
    "allowed_mentions",
    "nonce",
    "attachments",
    "type",
    "title",
    "description",
    "url",
    "fields",
    "name",
    "value",
    "image",
    "footer",
    "text",
    "author",
    "color",
    "timestamp",
    "custom_id",
    "style",
    "label",
    "options",
    "media",
    "items",
    "accessory",
    "parse",
    "users",
    "id",
    "choices",
)
LEAVES = st.none() | st.booleans() | st.integers(-2, 20) | st.floats(allow_nan=False)
TEXTS = st.sampled_from(["x", "", "https://a.example/c", "attachment://a.png", "users", "2026-01-01T00:00:00Z"])
JSON = st.recursive(
    LEAVES | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)
PARTS = dict.fromkeys(("components", "accessory", "items", "media", "custom_id", "options", "content", "id"), JSON)
COMPONENT = st.fixed_dictionaries({"type": st.sampled_from((1, 2, 3, 9, 10, 11, 12, 13, 14, 17))}, optional=PARTS)
BODY = st.dictionaries(st.sampled_from(KEYS[:7]), JSON, max_size=5) | st.builds(
    lambda parts: {"components": [{"type": 17, "components": parts}], "flags": V2}, st.lists(COMPONENT, max_size=3)
)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(BODY)
def test_any_message_is_either_stored_or_refused(body):
    world = World([Channel(1, "news")])
    try:
        flags = flags_of(body) & V2
        check_message(body, flags=flags)
        check_attached(body, {0: "a.png"})
    except refusal.Refusal as said:
        assert said.status in (400, 500)
        return
    stored = world.post(world.channel(1), body, flags=flags)
    assert contract.check_response("POST", "/channels/1/messages", 200, stored) == []


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(JSON)
def test_any_commands_are_either_registered_or_refused(body):
    world = World()
    try:
        world.overwrite(None, check_commands(body))
    except refusal.Refusal as said:
        assert said.code == 50035
