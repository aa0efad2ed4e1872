"""config.toml -> a frozen Config. Every fault is found at once, and each names file, line, key and the fix.

`config.example.toml` is the reference for people; a test holds it against the fields here.
"""

from __future__ import annotations

import difflib
import importlib.util
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from bot import config_faults
from bot.errors import ConfigError, TokenError
from bot.model import BriefPlan, Feed, Selection, Tier

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_TIMES = 24
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


# ---------------------------------------------------------------- kinds of values


def parse_duration(value: object) -> timedelta:
    """Read "90m" as 90 minutes; a timedelta is one already. Raises ValueError."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (found := re.fullmatch(r"\s*(\d+)\s*([smhd])\s*", value)):
        try:
            return timedelta(**{_UNITS[found[2]]: int(found[1])})
        except OverflowError:
            raise ValueError("is longer than anybody waits") from None
    raise ValueError('is no duration: write a number and s, m, h or d, such as "90m", "24h" or "7d"')


def _within(least: str, most: str = "") -> AfterValidator:
    """Bounds in the words of the file."""
    low, high = parse_duration(least), parse_duration(most) if most else timedelta.max

    def check(value: timedelta) -> timedelta:
        if not low <= value <= high:
            raise ValueError(f"must be at least {least}" if value < low else f"must be at most {most}")
        return value

    return AfterValidator(check)


def _snowflake(value: object) -> object:
    # Discord's ids don't fit a double, so some tools write them as text (https://docs.discord.com/developers/reference#snowflakes).
    if isinstance(value, bool) or not re.fullmatch(r"[1-9]\d{0,18}", str(value)) or int(str(value)) >= 2**63:
        raise ValueError("is no Discord id: switch on Developer Mode in Discord, right-click, Copy ID")
    return int(str(value))


def _times(value: object) -> object:
    if isinstance(value, tuple):  # of times already
        return value
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise ValueError('is empty: write "09:00" or a list of times')
    times = []
    for text in listed:
        if not (isinstance(text, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text)):
            raise ValueError(f'{text!r} is no time of day: write it as "09:00"')
        hour, minute = text.split(":")
        times.append(time(int(hour), int(minute)))
    if len(times) > MOST_TIMES:
        raise ValueError(f"names more than {MOST_TIMES} times of day")
    if len(set(times)) < len(times):
        raise ValueError("names a time twice")
    return tuple(times)


def _weekdays(value: object) -> object:
    if isinstance(value, frozenset):  # of days already
        return value
    listed = value if isinstance(value, list) else [value]
    names = [str(name).strip().lower()[:3] for name in listed]
    if not names or any(name not in WEEKDAYS for name in names):
        raise ValueError("must be days of the week: mon, tue, wed, thu, fri, sat, sun")
    return frozenset(WEEKDAYS.index(name) + 1 for name in names)


def _cron(value: object) -> object:
    if value == "":
        return value
    if not isinstance(value, str) or len(value.split()) != 5:
        raise ValueError('must be five fields, minute hour day month weekday, such as "0 9 * * mon-fri"')
    try:
        CronSim(value, datetime(2026, 1, 1, tzinfo=UTC))
    except CronSimError as wrong:
        raise ValueError(f"is no cron expression ({wrong})") from None
    return value


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA time zone that there is, in order. Reads a folder the first time."""
    return tuple(sorted(available_timezones()))


def _timezone(value: object) -> object:
    if isinstance(value, str):
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # not found; a path; a folder
            close = difflib.get_close_matches(value, zone_names(), n=1)
            hint = f'; did you mean "{close[0]}"?' if close else ', such as "Europe/Berlin"'
            raise ValueError(f"is no IANA time zone{hint}") from None
    return value


def _web_address(value: object) -> object:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise ValueError("must be an address that starts with http:// or https://")
    return value


def _token_reference(value: object) -> object:
    if not (isinstance(value, str) and re.fullmatch(r"env:\w+|file:.+", value)):
        # Never show the value: it may be the token.
        raise ValueError('must say where the token is, "env:NAME" or "file:PATH", never the token itself')
    return value


def _language(value: object) -> object:
    # BCP 47's shape; that it is a language that somebody speaks is not looked at.
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", str(value)):
        raise ValueError('is no language code: write "en", "de" or "pt-BR"')
    return value


def _key_reference(value: object) -> object:
    if value != "" and not (isinstance(value, str) and re.fullmatch(r"env:\w+|file:.+", value)):
        # Never show the value: it may be the key.
        raise ValueError('must say where the key is, "env:NAME" or "file:PATH", never the key itself')
    return value


def _contact(value: object) -> object:
    # It stands in a header, between brackets (RFC 9110 5.6.5): printable ASCII without brackets and blanks.
    if value != "" and not re.fullmatch(r"(?:https?://|mailto:)?[!-'*-~]{3,200}", str(value)):
        raise ValueError('must be a web or mail address, such as "https://example.org/downlink"')
    return value


def _quiet_day(value: object) -> object:
    return {"post": True, "skip": False}.get(value, value) if isinstance(value, str) else value


def _full_text(value: bool) -> bool:
    if value and importlib.util.find_spec("trafilatura") is None:
        raise ValueError(
            "needs what Downlink's extra brings: run pip install 'downlink[full-text]' (in a clone: pip install"
            " -c constraints.txt -e '.[full-text]'), or take this line out"
        )
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Snowflake = Annotated[int, BeforeValidator(_snowflake)]
Words = tuple[str, ...]


# ---------------------------------------------------------------- the tables


class _Table(BaseModel):
    # hide_input_in_errors: a token pasted into the wrong place must not come back in an error.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)


class DiscordTable(_Table):
    """The [discord] table."""

    token: Annotated[str, BeforeValidator(_token_reference)] = "env:DISCORD_TOKEN"  # noqa: S105 - names a place, no secret
    api_url: Annotated[str, BeforeValidator(_web_address)] = "https://discord.com/api/v10"
    admin_channel: Snowflake | None = None
    owner: Snowflake | None = None


class StoreTable(_Table):
    """The [store] table."""

    url: str = "sqlite:///downlink.db"
    retention: Annotated[Duration, _within("2d", "3660d")] = timedelta(days=90)

    @property
    def shown(self) -> str:
        """The url without user and password, for logs and messages."""
        return re.sub(r"//[^/@]*@", "//", self.url)


class FetchTable(_Table):
    """The [fetch] table."""

    interval: Annotated[Duration, _within("1m", "1d")] = timedelta(minutes=15)
    allow_private: bool = False
    contact: Annotated[str, BeforeValidator(_contact)] = ""


class HttpTable(_Table):
    """The [http] table."""

    port: Annotated[int, Field(ge=1, le=65535)] | None = None


class GuildsTable(_Table):
    """The [guilds] table: what servers may make for themselves by command."""

    open: bool = True
    briefs: Annotated[int, Field(ge=0, le=100)] = 5
    feeds: Annotated[int, Field(ge=0, le=1000)] = 20


class SummariesTable(_Table):
    """The [summaries] table. Only engine "llm" uses what follows `engine`."""

    engine: Literal["extractive", "llm"] = "extractive"
    base_url: Annotated[str, BeforeValidator(_web_address)] = "http://127.0.0.1:11434/v1"
    model: str = ""
    api_key: Annotated[str, BeforeValidator(_key_reference)] = ""
    timeout: Annotated[Duration, _within("1s", "2m")] = timedelta(seconds=20)
    daily_tokens: Annotated[int, Field(ge=0)] = 200_000
    cache: Annotated[int, Field(ge=0, le=10_000)] = 256

    @model_validator(mode="after")
    def _a_model(self) -> SummariesTable:
        if self.engine == "llm" and not self.model:
            raise ValueError('with engine = "llm" needs a model, such as model = "llama3.1"')
        return self


class FeedTable(_Table):
    """One [[feeds]] table."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    url: Annotated[str, BeforeValidator(_web_address)]
    tier: Tier = Tier.PRESS
    tags: Words = ()
    language: Annotated[str, AfterValidator(lambda code: code and _language(code))] = ""
    full_text: Annotated[bool, AfterValidator(_full_text)] = False

    def feed(self) -> Feed:
        """The feed as the house knows it."""
        return Feed(self.name, self.url, self.tier, self.tags, self.language, self.full_text)


class BriefTable(_Table):
    """One [[briefs]] table."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    channel: Snowflake
    at: Annotated[tuple[time, ...], BeforeValidator(_times)] = ()
    cron: Annotated[str, BeforeValidator(_cron)] = ""
    days: Annotated[frozenset[int], BeforeValidator(_weekdays)] = frozenset(range(1, 8))
    timezone: Annotated[str, BeforeValidator(_timezone)] = "UTC"
    window: Annotated[Duration, _within("5m", "3660d")] = timedelta(hours=24)
    grace: Annotated[Duration, _within("1m", "1d")] = timedelta(hours=2)
    stories: Annotated[int, Field(ge=1, le=20)] = 6
    layout: Literal["cards", "embeds"] = "cards"
    feeds: Words = ()
    tags: Words = ()
    topics: Words = ()
    languages: tuple[Annotated[str, BeforeValidator(_language)], ...] = ("en",)
    block: Words = ()
    ping_role: Snowflake | None = None
    quiet_day: Annotated[bool, BeforeValidator(_quiet_day)] = True

    @model_validator(mode="after")
    def _one_schedule(self) -> BriefTable:
        if bool(self.at) == bool(self.cron):
            raise ValueError('needs either at = "09:00" or cron = "0 9 * * *", and not both')
        return self

    @classmethod
    def settings_of(cls, plan: BriefPlan) -> dict[str, object]:
        """A plan as settings again, which `model_validate` takes: to change some of them and judge the whole."""
        chosen = plan.selection
        return {
            "name": plan.name,
            "channel": plan.channel_id,
            "at": plan.at,
            "cron": plan.cron,
            "days": plan.days,
            "timezone": plan.timezone,
            "window": plan.window,
            "grace": plan.grace,
            "stories": plan.stories,
            "layout": plan.layout,
            **{each: getattr(chosen, each) for each in ("feeds", "tags", "topics", "languages", "block")},
            "ping_role": plan.ping_role,
            "quiet_day": plan.quiet_day,
        }

    def plan(self) -> BriefPlan:
        """The plan as the house knows it."""
        return BriefPlan(
            id=f"file:{self.name}",
            name=self.name,
            channel_id=self.channel,
            at=self.at,
            cron=self.cron,
            days=self.days,
            timezone=self.timezone,
            window=self.window,
            grace=self.grace,
            stories=self.stories,
            layout=self.layout,
            selection=Selection(self.feeds, self.tags, self.topics, self.languages, self.block),
            ping_role=self.ping_role,
            quiet_day=self.quiet_day,
        )


class Config(_Table):
    """The whole file."""

    discord: DiscordTable = DiscordTable()
    store: StoreTable = StoreTable()
    fetch: FetchTable = FetchTable()
    http: HttpTable = HttpTable()
    guilds: GuildsTable = GuildsTable()
    summaries: SummariesTable = SummariesTable()
    feeds: tuple[FeedTable, ...] = ()
    briefs: tuple[BriefTable, ...] = ()

    def feed_list(self) -> list[Feed]:
        """The file's feeds."""
        return [table.feed() for table in self.feeds]

    def plans(self) -> list[BriefPlan]:
        """The file's briefs."""
        return [table.plan() for table in self.briefs]


# ---------------------------------------------------------------- reading


def load_config(path: Path) -> Config:
    """The configuration in `path`. Raises ConfigError with every fault of the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: there is no such file. Copy config.example.toml to {path.name} and set a brief's channel in it, "
            "or name another file with --config."
        ) from None
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8 text; save it as UTF-8"
        raise ConfigError(f"{path}: can't be read: {reason}") from None
    return parse_config(text, str(path))


def parse_config(text: str, name: str = "config.toml") -> Config:
    """The configuration in `text`; `name` is what errors call the file."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigError(config_faults.not_toml(name, wrong)) from None
    except RecursionError:
        raise ConfigError(f"{name}: lists in lists in lists: nothing here is that deep") from None
    lines = config_faults.key_lines(text)
    try:
        config = Config.model_validate(data)
    except ValidationError as wrong:
        raise ConfigError(*config_faults.in_words(name, lines, data, wrong, Config)) from None
    if clashes := list(_clashes(config, name, lines)):
        raise ConfigError(*clashes)
    return config


def read_token(reference: str, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """The token that `reference` ("env:NAME" or "file:PATH") points at. Raises TokenError naming the reference only."""
    portal = " (Developer Portal, Bot)" if reference.startswith("env:") else ""
    return _read_secret(reference, environment, f"the bot's token into it{portal}", 'token = "env:NAME"', "[discord]")


def read_key(reference: str, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """The key of the language model, as `read_token` reads the bot's."""
    return _read_secret(reference, environment, "the model's key into it", 'api_key = "env:NAME"', "[summaries]")


def _read_secret(reference: str, environment: Mapping[str, str], put: str, setting: str, table: str) -> SecretStr:
    kind, _, where = reference.partition(":")
    if kind == "env":
        secret = environment.get(where, "")
        lack = f"The environment variable {where} is not set. Put {put}"
    else:
        try:
            secret = Path(where).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            secret = ""
        lack = f"The file {where} can't be read or is empty. Put {put}"
    if not secret.strip():
        raise TokenError(f'{lack}, or say where it is with {setting} or "file:PATH" under {table}.')
    return SecretStr(secret.strip())


def _clashes(config: Config, name: str, lines: Mapping[config_faults.Path, int]) -> Iterable[str]:
    """Faults that only show when tables are held against each other."""
    for kind, key, values in (
        ("feeds", "name", [table.name.casefold() for table in config.feeds]),
        ("feeds", "url", [table.url for table in config.feeds]),
        ("briefs", "name", [table.name.casefold() for table in config.briefs]),
    ):
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            if value in first:
                here, there = lines.get((kind, index, key), 0), lines.get((kind, first[value], key), 0)
                yield f"{name}:{here}: {kind}: {key} stands already in line {there}; each needs its own"
            first.setdefault(value, index)
    for index, brief in enumerate(config.briefs):
        for key, fault in strangers(brief, config.feed_list()):
            yield f'{name}:{lines.get(("briefs", index, key), 0)}: briefs "{brief.name}": {key}: {fault}'


def strangers(brief: BriefTable, feeds: Sequence[Feed]) -> Iterable[tuple[str, str]]:
    """Feeds and tags that a brief chooses from and no feed has: the setting, and what is wrong with it."""
    names = [feed.name for feed in feeds]
    tags = sorted({tag for feed in feeds for tag in feed.tags})
    for key, wanted, known in (("feeds", brief.feeds, names), ("tags", brief.tags, tags)):
        for word in wanted:
            if word not in known:
                close = difflib.get_close_matches(word, known, n=1)
                hint = f'did you mean "{close[0]}"?' if close else "add it, or take it out here"
                yield key, f'no feed has "{word}"; {hint}'
