"""The configuration: the reference is complete, and every fault names file, line, key and the fix."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, DiscordTable, load_config, parse_config, read_token
from bot.errors import ConfigError, TokenError
from bot.model import Tier

EXAMPLE = Path(__file__).resolve().parent.parent / "config.example.toml"
BRIEF = '[[briefs]]\nname = "Morning"\nchannel = 42\nat = "09:00"\n'


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    return list(caught.value.problems)


def documented_keys() -> dict[str, set[str]]:
    """Every `key =` line of the example, commented out or not, by its table."""
    keys: dict[str, set[str]] = {}
    table = ""
    for line in EXAMPLE.read_text().splitlines():
        if found := re.match(r"(?:# )?\[+(\w+)\]+", line):
            table = found[1]
        elif found := re.match(r"(?:# )?(\w+) = ", line):
            keys.setdefault(table, set()).add(found[1])
    return keys


def test_the_example_is_valid_as_it_stands():
    config = load_config(EXAMPLE)
    assert len(config.feeds) >= 25
    assert {feed.tier for feed in config.feeds} == set(Tier)
    assert [plan.name for plan in config.plans()] == ["Morning brief"]


def test_the_example_names_every_setting_and_no_other():
    documented = documented_keys()
    for table, field in Config.model_fields.items():
        kind = field.annotation
        model = kind if hasattr(kind, "model_fields") else kind.__args__[0]
        lacking, unknown = set(model.model_fields) - documented[table], documented[table] - set(model.model_fields)
        assert not lacking, f"[{table}] of config.example.toml needs a line with its default, and a comment, for each"
        assert not unknown, f"[{table}] of config.example.toml names what is no setting"


def test_the_values_in_the_example_are_the_defaults():
    shown = tomllib.loads(EXAMPLE.read_text())
    for table in ("discord", "store", "fetch", "guilds", "summaries"):
        given = Config.model_validate({table: shown[table]})
        assert getattr(given, table) == getattr(Config(), table), table
    needed = {"name": "x", "channel": 1, "at": "09:00"}
    brief = shown["briefs"][0]
    assert (
        Config.model_validate({"briefs": [brief | needed]}).briefs == Config.model_validate({"briefs": [needed]}).briefs
    )


def test_a_brief_with_the_example_s_channel_is_unfinished():
    words = "brief \"Morning brief\" still has the example's channel: write your own channel's id"
    assert load_config(EXAMPLE).remarks() == [words]
    assert parse_config(BRIEF.replace("42", "423456789012345678")).remarks() == []


def test_a_channel_with_a_number_that_is_no_id_is_told_unless_it_is_none_of_discords():
    [words] = parse_config(BRIEF).remarks()
    assert words.startswith('brief "Morning" has the channel 42, and Discord\'s ids have 17 digits or more')
    assert parse_config(f'[discord]\napi_url = "http://127.0.0.1:8099/api"\n{BRIEF}').remarks() == []


def test_an_empty_file_is_a_configuration():
    assert parse_config("") == Config()


def test_durations_ids_and_times_are_read_as_people_write_them():
    config = parse_config(
        '[fetch]\ninterval = "90m"\n[[briefs]]\nname = "A"\nchannel = "123456789012345678"\nat = ["9:00", "18:30"]\n'
        'window = "7d"\ndays = ["mon", "Friday"]\nquiet_day = "skip"\n'
    )
    (plan,) = config.plans()
    assert config.fetch.interval == timedelta(minutes=90)
    assert plan.channel_id == 123456789012345678
    assert [f"{at:%H:%M}" for at in plan.at] == ["09:00", "18:30"]
    assert plan.window == timedelta(days=7)
    assert plan.days == {1, 5}
    assert plan.quiet_day is False


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:05", "09:05"),
        ("18.30", "18:30"),
        ("9am", "09:00"),
        ("6:30 p.m.", "18:30"),
        ("12 AM", "00:00"),
        ("12pm", "12:00"),
    ],
)
def test_times_are_read_as_people_write_them(typed, expected):
    (plan,) = parse_config(BRIEF.replace("09:00", typed)).plans()
    assert [f"{at:%H:%M}" for at in plan.at] == [expected]


@pytest.mark.parametrize("typed", ["9am and 6:30 pm", "18.30, 09:00"])
def test_several_times_may_stand_in_one_text(typed):
    (plan,) = parse_config(BRIEF.replace("09:00", typed)).plans()
    assert {f"{at:%H:%M}" for at in plan.at} == {"09:00", "18:30"}


@pytest.mark.parametrize("typed", ["9", "13pm", "0am", "9:60", "24:00", "9:5", "am", "9:00:00", "9 o'clock"])
def test_what_may_be_no_time_of_day_is_refused(typed):
    assert "is no time of day" in "\n".join(faults(BRIEF.replace("09:00", typed)))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ('"weekdays"', {1, 2, 3, 4, 5}),
        ('"weekday"', {1, 2, 3, 4, 5}),
        ('"every day"', {1, 2, 3, 4, 5, 6, 7}),
        ('"Weekend"', {6, 7}),
        ('["mon-wed", "Saturday"]', {1, 2, 3, 6}),
        ('"fri - mon"', {5, 6, 7, 1}),
        ('"sun\u2013mon"', {7, 1}),
        ('"tue-tue"', {2}),
        ('"all"', {1, 2, 3, 4, 5, 6, 7}),
        ('"Mondays, Thurs and Sunday"', {1, 4, 7}),
    ],
)
def test_days_are_read_as_people_write_them(days, expected):
    (plan,) = parse_config(f"{BRIEF}days = {days}\n").plans()
    assert plan.days == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[fetch]\ninterval = 15\n", "config.toml:2: fetch.interval is no duration: write a number and s, m, h or d"),
        ('[fetch]\ninterval = "5s"\n', "config.toml:2: fetch.interval must be at least 1m"),
        ("[fetch]\nintervall = 1\n", 'config.toml:2: fetch.intervall is not a setting; did you mean "interval"?'),
        ("[stor]\n", "config.toml:1: stor is not a setting; did you mean"),
        ('token = "x"\n', "config.toml:1: token is not a setting here; it belongs under [discord]"),
        (
            '[[feeds]]\nname = "A"\nurl = "http://a.example/"\ncontact = "b@c.example"\n',
            'config.toml:4: feeds "A": contact is not a setting here; it belongs under [fetch]',
        ),
        (
            '[[feeds]]\nname = "A"\nurl = "http://a.example/"\nlanguages = "en"\n',
            'config.toml:4: feeds "A": languages is not a setting; did you mean "language"?',
        ),
        ('\n[[feeds]]\nname = "NASA"\nurl = "nasa.gov"\n', 'config.toml:4: feeds "NASA": url must be an address that'),
        ('[[feeds]]\nurl = "https://nasa.gov/"\n', "config.toml:1: feeds number 1: name is missing"),
        (
            '[[feeds]]\nname="a"\nurl="https://a.b/"\ntier="best"\n',
            "config.toml:4: feeds \"a\": tier must be 'official'",
        ),
        (
            '[[feeds]]\nname="a"\nurl="https://a.b/"\nlanguage="12345"\n',
            'config.toml:4: feeds "a": language is no language code: write "en"',
        ),
        (BRIEF.replace("42", '"general"'), 'config.toml:3: briefs "Morning": channel is no Discord id'),
        (BRIEF.replace("09:00", "24:00"), "config.toml:4: briefs \"Morning\": at '24:00' is no time of day"),
        (BRIEF + 'cron = "0 9 * * *"\n', 'config.toml:1: briefs "Morning" needs either at = "09:00" or cron'),
        (BRIEF.replace('at = "09:00"', 'cron = "61 * * * *"'), 'config.toml:4: briefs "Morning": cron is no cron'),
        (
            BRIEF + 'timezone = "Europe/Berln"\n',
            'timezone "Europe/Berln" is no zone, city or country that is known here; did you mean "Europe/Berlin"?',
        ),
        (BRIEF + 'timezone = "Bostn"\n', 'did you mean Boston, "America/New_York"?'),
        (BRIEF + 'timezone = "Spain"\n', '"Spain" has several zones: write "Europe/Madrid" or "Atlantic/Canary"'),
        (
            BRIEF + 'timezone = "USA"\n',
            'write "America/New_York" or "America/Chicago" or "America/Los_Angeles", or the like',
        ),
        (BRIEF + 'feeds = ["Nasa"]\n', 'config.toml:5: briefs "Morning": feeds: there is no feed "Nasa"; add it'),
        (BRIEF + BRIEF, 'config.toml:6: briefs: name "Morning" stands already in line 2; each needs its own'),
        ("[fetch]\n[http]\n[fetch]\n", "config.toml:3: [fetch] stands twice: put all of its settings under one"),
        (BRIEF + "[briefs]\n", "config.toml:5: [briefs] stands twice: write [[briefs]], in two brackets, above each"),
        (BRIEF + 'at = "9:00"\n[http]\n', "config.toml:5: what is set here was set before: take one of the two out"),
        ("[discord]\ntoken env\n", "config.toml:2: this is not TOML: expected '=' after a key"),
        (BRIEF.replace('"09:00"', "09:00"), 'is each text between straight quotation marks, such as at = "09:00"?'),
        (BRIEF.replace('"09:00"', "09:00:00"), 'config.toml:4: briefs "Morning": at 09:00:00 is no time of day'),
        (BRIEF.replace("[[briefs]]", "[briefs]"), "config.toml:1: briefs is a list of tables: write [[briefs]]"),
        ("[fetch]\nallow_private = 'sometimes'\n", "config.toml:2: fetch.allow_private must be true or false"),
        ('[[feeds]]\nname = ""\nurl = "http://a.example/"\n', "config.toml:2: feeds number 1: name must not be empty"),
        (
            BRIEF + 'tags = ["moon"]\n[[feeds]]\nname = "A"\nurl = "http://a.example/"\ntags = ["sky", "crew"]\n',
            'config.toml:5: briefs "Morning": tags: no feed has the tag "moon"; tags are crew, sky',
        ),
        (BRIEF + 'topics = "moon"\n', 'briefs "Morning": topics must be a list, in brackets: ["one", "two"]'),
        (BRIEF + 'languages = ["english"]\n', 'config.toml:5: briefs "Morning": languages is no language code'),
        (BRIEF + 'timezone = "pst"\n', 'must be that of a place, not "pst": write "America/Los_Angeles" or the like'),
        (BRIEF + 'timezone = "HKT"\n', 'known here: write the nearest big city, or a name such as "Europe/Berlin"'),
        (
            BRIEF + 'timezone = "EST"\n',
            'timezone must be a place\'s, for "EST" knows no summer time: write "America/New_York" or the like',
        ),
        (BRIEF + 'timezone = "GMT"\n', 'for "GMT" knows no summer time: write "Europe/London"'),
        (
            BRIEF + 'timezone = "GMT+2"\n',
            '"GMT+2" is no zone, city or country that is known here: write the nearest big city',
        ),
    ],
)
def test_a_fault_names_line_key_and_fix(text, expected):
    assert expected in "\n".join(faults(text))


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("berlin", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("Germany", "Europe/Berlin"),
        ("utc", "UTC"),
        ("europe/rome", "Europe/Rome"),
    ],
)
def test_a_place_of_one_zone_stands_for_it(place, zone):
    [brief] = parse_config(BRIEF + f'timezone = "{place}"\n').briefs
    assert brief.timezone == zone


@pytest.mark.parametrize("zone", ["UTC", "CET", "EST5EDT", "Asia/Kolkata", "America/Phoenix", "Etc/GMT-2"])
def test_a_zone_is_taken_as_the_database_has_it_unless_it_is_short_for_one_with_summer_time(zone):
    [brief] = parse_config(BRIEF + f'timezone = "{zone}"\n').briefs
    assert brief.timezone == zone


def test_every_fault_is_told_at_once_in_the_order_of_the_file():
    found = faults('[fetch]\ninterval = 1\n[store]\nretention = "x"\n' + BRIEF + "stories = 0\n")
    assert [line.split(":")[1] for line in found] == ["2", "4", "9"]


def test_a_token_pasted_into_the_file_is_refused_and_never_shown():
    secret = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
    for text in (f'[discord]\ntoken = "{secret}"\n', f'[discord]\nowner = "{secret}"\n', f'token = "{secret}"\n'):
        assert not any(secret in line for line in faults(text))


def test_a_missing_file_names_itself_and_what_to_copy(tmp_path):
    with pytest.raises(ConfigError, match=r"config\.toml: there is no such file\. Copy config\.example\.toml"):
        load_config(tmp_path / "config.toml")


def test_a_file_that_is_no_text_is_a_plain_error(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(path)


def test_the_mark_that_notepad_begins_a_file_with_is_no_fault(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(BRIEF, encoding="utf-8-sig")
    assert load_config(path) == parse_config(BRIEF)


TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.opens0.nothing-at-all-on-any-server-of-the-world"


def token(reference: str, held: str = "", api_url: str = "https://discord.com/api/v10") -> str:
    return read_token(DiscordTable(token=reference, api_url=api_url), {"T": held}).get_secret_value()


def test_quotation_marks_around_a_token_are_not_part_of_it():
    assert token("env:T", f'"{TOKEN}"\n') == TOKEN
    with pytest.raises(TokenError, match="environment variable T is not set"):
        token("env:T", '""')


def test_the_token_comes_from_environment_or_file(tmp_path):
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n")
    assert token("env:T", f" {TOKEN} ") == TOKEN
    assert token(f"file:{path}") == TOKEN
    assert TOKEN not in repr(read_token(DiscordTable(token=f"file:{path}")))


@pytest.mark.parametrize(
    "held",
    ["a", "1100000000000000001", "3f" * 32, "Abc0" * 8, f"Bot {TOKEN}", TOKEN.replace(".", " "), f"{TOKEN} {TOKEN}"],
)
def test_what_can_be_no_bot_token_is_refused_without_being_shown(held):
    with pytest.raises(TokenError, match=r"env:T is no bot token.*three parts.*Reset Token") as refused:
        token("env:T", held)
    assert len(held) == 1 or held not in str(refused.value)


def test_a_server_in_discord_s_place_may_give_tokens_of_its_own():
    assert token("env:T", "let-me-in", api_url="http://127.0.0.1:3001/api") == "let-me-in"
    with pytest.raises(TokenError, match="no bot token"):
        token("env:T", "let me in", api_url="http://127.0.0.1:3001/api")


def test_a_token_that_is_not_there_names_where_it_was_looked_for(tmp_path):
    with pytest.raises(TokenError, match="environment variable NOWHERE is not set"):
        token("env:NOWHERE")
    with pytest.raises(TokenError, match="can't be read or is empty"):
        token(f"file:{tmp_path / 'none'}")


@given(st.text(max_size=200) | st.lists(st.sampled_from(EXAMPLE.read_text().splitlines())).map("\n".join))
def test_no_text_whatever_breaks_the_reader(text):
    try:
        parse_config(text)
    except ConfigError as wrong:
        assert all(line.startswith("config.toml") for line in wrong.problems)


def test_full_text_without_its_extra_is_told_with_the_extra_s_name(monkeypatch):
    text = '[[feeds]]\nname = "A"\nurl = "https://a.example/feed"\nfull_text = true\n'
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    assert parse_config(text).feed_list()[0].full_text
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (fault,) = faults(text)
    assert fault.startswith('config.toml:4: feeds "A": full_text needs')
    assert "pip install -c constraints.txt -e '.[full-text]'" in fault


@pytest.mark.parametrize("contact", ["https://example.org/bot", "mailto:news@example.org", "news@example.org"])
def test_a_contact_is_an_address(contact):
    assert parse_config(f'[fetch]\ncontact = "{contact}"').fetch.contact == contact


@pytest.mark.parametrize("contact", ["https://x.example/\\r\\nX: y", "a (b)", "é@example.org", "x" * 300, "at home"])
def test_a_contact_that_can_stand_in_no_header_is_refused(contact):
    (fault,) = faults(f'[fetch]\ncontact = "{contact}"')
    assert fault.startswith("config.toml:2: fetch.contact must be a web or mail address")
