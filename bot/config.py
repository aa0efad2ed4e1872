"""config.toml -> a frozen Config. Every fault is found at once, and each names file, line, key and the fix.

`config.example.toml` is the reference for people; a test holds it against the fields here.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from bot import config_faults
from bot.config_values import (
    Contact,
    Cron,
    Duration,
    FullText,
    KeyReference,
    Language,
    LanguageIfAny,
    QuietDay,
    Snowflake,
    Times,
    TokenReference,
    WebAddress,
    Weekdays,
    Words,
    ZoneName,
    within,
)
from bot.errors import ConfigError, TokenError
from bot.model import BriefPlan, Feed, Selection, Tier
from bot.slots import too_often
from bot.text import like

EXAMPLE_CHANNEL = 123456789012345678  # in config.example.toml
_OLDEST_ID = 10**15  # an id holds the time since 2015 (https://docs.discord.com/developers/reference#snowflakes)
_NO_ID = "has the channel {}, and Discord's ids have 17 digits or more: right-click the channel, Copy Channel ID"

# ---------------------------------------------------------------- the tables


class _Table(BaseModel):
    # hide_input_in_errors: a token pasted into the wrong place must not come back in an error.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)


class DiscordTable(_Table):
    """The [discord] table."""

    token: TokenReference = "env:DISCORD_TOKEN"  # noqa: S105 - names a place, no secret
    api_url: WebAddress = "https://discord.com/api/v10"
    admin_channel: Snowflake | None = None
    owner: Snowflake | None = None


class StoreTable(_Table):
    """The [store] table."""

    url: str = "sqlite:///downlink.db"
    retention: Annotated[Duration, within("2d", "3660d")] = timedelta(days=90)

    @property
    def shown(self) -> str:
        """The url without user and password, for logs and messages."""
        return re.sub(r"//[^/@]*@", "//", self.url)


class FetchTable(_Table):
    """The [fetch] table."""

    interval: Annotated[Duration, within("1m", "1d")] = timedelta(minutes=15)
    allow_private: bool = False
    contact: Contact = ""


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
    base_url: WebAddress = "http://127.0.0.1:11434/v1"
    model: str = ""
    api_key: KeyReference = ""
    timeout: Annotated[Duration, within("1s", "2m")] = timedelta(seconds=20)
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
    url: WebAddress
    tier: Tier = Tier.PRESS
    tags: Words = ()
    language: LanguageIfAny = ""
    full_text: FullText = False
    collects: bool = False

    def feed(self) -> Feed:
        """The feed as the house knows it."""
        return Feed(self.name, self.url, self.tier, self.tags, self.language, self.full_text, self.collects)


class BriefTable(_Table):
    """One [[briefs]] table."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    channel: Snowflake
    at: Times = ()
    cron: Cron = ""
    days: Weekdays = frozenset(range(1, 8))
    timezone: ZoneName = "UTC"
    window: Annotated[Duration, within("5m", "3660d")] = timedelta(hours=24)
    grace: Annotated[Duration, within("1m", "1d")] = timedelta(hours=2)
    stories: Annotated[int, Field(ge=1, le=20)] = 6
    layout: Literal["cards", "embeds"] = "cards"
    feeds: Words = ()
    tags: Words = ()
    topics: Words = ()
    languages: tuple[Language, ...] = ("en",)
    block: Words = ()
    ping_role: Snowflake | None = None
    quiet_day: QuietDay = True

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

    def remarks(self) -> list[str]:
        """What is allowed and hardly meant: a brief that nobody will see, one that nobody wants to see so often."""
        unfinished = "still has the example's channel: write your own channel's id"
        said = [(plan.name, unfinished) for plan in self.plans() if plan.channel_id == EXAMPLE_CHANNEL]
        said += [
            (plan.name, _NO_ID.format(plan.channel_id)) for plan in self.plans() if self._can_be_none(plan.channel_id)
        ]
        said += [(plan.name, words) for plan in self.plans() if (words := too_often(plan))]
        return [f'brief "{name}" {words}' for name, words in said]

    def _can_be_none(self, channel_id: int) -> bool:
        """Whether Discord itself has no such id: the oldest are of 2015 (a rehearsal numbers from 1 on)."""
        return self.discord.api_url == DiscordTable().api_url and channel_id < _OLDEST_ID


# ---------------------------------------------------------------- reading


def load_config(path: Path) -> Config:
    """The configuration in `path`. Raises ConfigError with every fault of the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows' Notepad begins a file with a mark
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


# Three base64url parts (https://docs.discord.com/developers/reference#authentication), the first of them the bot's id.
# Those of a server in Discord's place may look otherwise, but for what a header can't hold.
_DISCORD_TOKEN = re.compile(r"[\w-]{18,}={0,2}\.[\w-]{4,}\.[\w-]{20,}", re.ASCII)
_ANY_TOKEN = re.compile(r"[!-~]+")


def read_token(table: DiscordTable, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """The token, from where the table says that it is. Raises TokenError, which names that place only."""
    portal = " (Developer Portal, Bot)" if table.token.startswith("env:") else ""
    put = f"the bot's token into it{portal}"
    token = _read_secret(table.token, environment, put, 'token = "env:NAME"', "[discord]")
    at_discord = (urlsplit(table.api_url).hostname or "").endswith("discord.com")
    if not (_DISCORD_TOKEN if at_discord else _ANY_TOKEN).fullmatch(token.get_secret_value()):
        raise TokenError(
            f"What is in {table.token} is no bot token: that is some 70 characters in three parts, with a dot between "
            "each two. The application's id, public key and client secret are others. Copy the token anew from "
            'https://discord.com/developers/applications (Bot, "Reset Token").'
        )
    return token


def read_key(reference: str, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """The key of the language model at "env:NAME" or "file:PATH". Raises TokenError as `read_token` does."""
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
    secret = secret.strip("\"' \t\r\n")  # Docker's --env-file keeps quotation marks
    if not secret:
        raise TokenError(f'{lack}, or say where it is with {setting} or "file:PATH" under {table}.')
    return SecretStr(secret)


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
                given = getattr(getattr(config, kind)[index], key)
                yield f'{name}:{here}: {kind}: {key} "{given}" stands already in line {there}; each needs its own'
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
                close = like(word, known)
                hint = f'did you mean "{close}"?' if close else "add it, or take it out here"
                if key == "tags" and tags and not close:
                    hint = f"tags are {', '.join(tags[:20])}{' and more' if len(tags) > 20 else ''}"
                lack = "there is no feed" if key == "feeds" else "no feed has the tag"
                yield key, f'{lack} "{word}"; {hint}'
