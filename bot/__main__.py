"""The door of the shell: one small function per verb. What a verb needs is imported when it is called, so that a pipe
starts at once and loads no Discord.

Exit codes follow sysexits.h: 0 done, 1 something failed (it was named), 2 wrong usage, 74 store, 75 store in use,
78 configuration or token.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO, TypeVar

from bot import __version__
from bot.errors import DownlinkError

Verb = Callable[[argparse.Namespace], int]
T = TypeVar("T")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; its exit code."""
    parser = _parser()
    args = parser.parse_args(argv)
    if "verb" not in args:
        parser.print_help(sys.stderr)
        return 2
    try:
        code: int = args.verb(args)
    except DownlinkError as error:
        for line in str(error).splitlines():
            print(f"downlink: {line}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has had enough; writing on would only raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _finished(work: Coroutine[Any, Any, T]) -> T:
    """What `work` comes to. The pipes need no event loop, whose import would be a third of their start."""
    import asyncio

    return asyncio.run(work)


# ---------------------------------------------------------------- verbs


def _run(args: argparse.Namespace) -> int:
    # Until the loop has handlers of its own, there is nothing to wind down.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))

    from bot.app import run
    from bot.config import load_config, read_key, read_token
    from bot.logs import set_up_logging
    from bot.newsroom import spare_loaded

    config = load_config(args.config)
    token = read_token(config.discord)
    secrets = [token.get_secret_value()]
    if config.summaries.engine == "llm" and config.summaries.api_key:
        secrets.append(read_key(config.summaries.api_key).get_secret_value())
    set_up_logging(secrets=secrets, verbose=args.verbose)
    spare_loaded()
    return _finished(run(config, token, path=args.config, health_port=args.health_port))


def _rehearse(args: argparse.Namespace) -> int:
    from bot.config import load_config
    from bot.logs import set_up_logging
    from bot.rehearse import rehearse

    set_up_logging(verbose=args.verbose, level="WARNING")
    live = args.feeds == "live"
    path = args.config or (Path("config.toml") if live else None)  # the samples need none
    config = load_config(path) if path else None
    return _finished(rehearse(config, port=args.port, live=live))


def _check(args: argparse.Namespace) -> int:
    from bot.check import check
    from bot.logs import set_up_logging

    set_up_logging(level="CRITICAL")
    return _finished(check(args.config, as_json=args.json))


def _poll(args: argparse.Namespace) -> int:
    from bot.logs import set_up_logging
    from bot.newsroom import spare_loaded
    from bot.poll import poll

    set_up_logging(level="ERROR")
    spare_loaded()
    return _finished(
        poll(
            config_path=args.config,
            feeds_file=args.feeds_file,
            store_url=args.store,
            allow_private=args.allow_private,
            as_json=args.json,
        )
    )


def _brief(args: argparse.Namespace) -> int:
    from bot.chat import pages
    from bot.config import load_config
    from bot.errors import ConfigError, NothingRead
    from bot.logs import set_up_logging
    from bot.newsroom import open_newsroom

    set_up_logging(level="ERROR")
    config = load_config(args.config)
    plans = {plan.name.casefold(): plan for plan in config.plans()}
    name = " ".join(args.name)
    plan = plans.get(name.casefold()) if name or len(plans) != 1 else next(iter(plans.values()))
    if plan is None:
        known = ", ".join(f'"{plan.name}"' for plan in plans.values()) or "none yet: add a [[briefs]] table"
        lack = f'there is no brief "{name}"; there' if name else "which brief? There"
        raise ConfigError(f"{args.config}: {lack} is {known}")

    async def write() -> str:
        async with open_newsroom(config) as newsroom:
            try:
                brief = await newsroom.editor.write(plan)
            except NothingRead as silence:
                raise NothingRead(f"{silence}\n`downlink poll` reads every feed once") from None
        if args.format == "json":
            return json.dumps(pages.as_json(brief), ensure_ascii=False, indent=2)
        return pages.as_html(brief) if args.format == "html" else pages.as_text(brief, explain=args.explain)

    print(_finished(write()))
    return 0


def _replay(args: argparse.Namespace) -> int:
    from bot.config import load_config
    from bot.logs import set_up_logging
    from bot.replay import replay

    set_up_logging(level="ERROR")
    return _finished(replay(args.folder, load_config(args.config), args.out, since=args.since, until=args.until))


def _parse(args: argparse.Namespace) -> int:
    from bot.feeds.pipe import run

    return run(args.source, sys.stdout, allow_private=args.allow_private)


def _summarize(_args: argparse.Namespace) -> int:
    from bot.summaries.pipe import run

    return _piped(run)


def _ground(_args: argparse.Namespace) -> int:
    from bot.summaries.ground_pipe import run

    return _piped(run)


def _cluster(_args: argparse.Namespace) -> int:
    from bot.news.pipe import run

    return _piped(run)


def _piped(run: Callable[[TextIO, TextIO], int]) -> int:
    """Standard input through a pipe; 1 if it had lines that are no JSON objects, which are counted."""
    if sys.stdin.isatty():  # somebody has started it by hand, and would wait for it
        print("Reading lines of JSON from the keyboard (--help says which); Ctrl-D ends.", file=sys.stderr)
    faulty = run(sys.stdin, sys.stdout)
    if faulty:
        lines = "1 line was" if faulty == 1 else f"{faulty:,} lines were"
        print(f"downlink: {lines} no JSON object: each one's answer has an error that says why", file=sys.stderr)
    return 1 if faulty else 0


# ---------------------------------------------------------------- words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="downlink",
        description="Space news for Discord: one brief a day, every story once, every sentence with its source.",
        epilog="New here? `downlink rehearse` shows everything on this computer; it needs no token and no network.",
    )
    parser.add_argument("--version", action="version", version=f"downlink {__version__}")
    verbs = parser.add_subparsers(metavar="VERB")

    def verb(name: str, does: Verb, short: str, text: str = "") -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=short, description=text or short)
        added.set_defaults(verb=does)
        return added

    run = verb("run", _run, "run the bot", "Run the bot until it is stopped (Ctrl-C or SIGTERM).")
    _with_config(run)
    run.add_argument("--health-port", type=_port, metavar="N", help="answer http://127.0.0.1:N/healthz")
    run.add_argument("--verbose", action="store_true", help="log more")

    rehearse = verb(
        "rehearse",
        _rehearse,
        "try the bot on this computer",
        "Try the real bot on this computer: a Discord of its own at one address in your browser, sample feeds, a "
        "temporary store. Nothing leaves this computer, and no token is needed.",
    )
    rehearse.add_argument(
        "--port", type=_port, help="port of the page (default 8642, or a free one where that is taken)"
    )
    rehearse.add_argument("--config", type=Path, help="try this configuration: its briefs, in channels made for them")
    rehearse.add_argument(
        "--feeds",
        choices=["sample", "live"],
        default="sample",
        help="bundled sample feeds, or the configuration's real ones (default sample); live without --config reads "
        "./config.toml",
    )
    rehearse.add_argument("--verbose", action="store_true", help="log more")

    check = verb(
        "check", _check, "check configuration, token, store and feeds", "Check everything and say what to fix."
    )
    _with_config(check)
    _with_json(check)

    poll = verb("poll", _poll, "fetch every feed once", "Fetch every feed once and put what is new into the store.")
    _with_config(poll)
    poll.add_argument("--feeds-file", type=Path, metavar="F", help="feeds to fetch instead, an address a line")
    poll.add_argument("--store", metavar="URL", help="store to use instead, such as sqlite:///other.db")
    _with_allow_private(poll)
    _with_json(poll)

    brief = verb(
        "brief",
        _brief,
        "show a brief as it would be posted now",
        "Show a brief as it would be posted now. Nothing is posted.",
    )
    # A name of several words is one without quotation marks, too.
    brief.add_argument(
        "name", nargs="*", metavar="NAME", help="the brief's name in the configuration; a lone one needs none"
    )
    brief.add_argument(
        "--format", choices=["text", "html", "json"], default="text", help="how to show it (default text)"
    )
    brief.add_argument(
        "--explain", action="store_true", help="say of each story why it was chosen (text; the JSON always does)"
    )
    _with_config(brief)

    replay = verb(
        "replay",
        _replay,
        "show what would have been posted in a time past",
        "Run captured feeds through the bot on a clock of the past, and write every brief that the configuration would "
        "have posted, as text, JSON and HTML. Nothing is posted, and the configured store is not touched.",
    )
    replay.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="a folder for each feed, with files named by the time of their capture in UTC, such as "
        "20260417T090000Z.xml (or .rss, .atom, .json; .jsonl with an item a line; any of them also .gz)",
    )
    _with_config(replay)
    replay.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the briefs go")
    replay.add_argument(
        "--from",
        dest="since",
        type=_moment,
        metavar="T",
        help="the first time of a brief, 2026-04-17 or 2026-04-17T09:00:00Z (default: the first capture)",
    )
    replay.add_argument(
        "--to", dest="until", type=_end, metavar="T", help="the last; of a date, its end (default: the last capture)"
    )

    parse = verb(
        "parse", _parse, "feeds in, entries out as JSON lines", "Read feeds and write each entry as a line of JSON."
    )
    parse.add_argument("source", nargs="+", metavar="FILE|URL", help="a feed; - is standard input")
    _with_allow_private(parse)
    _pipe(
        verb,
        "summarize",
        _summarize,
        "texts in, summaries out",
        '{"id", "title", "text", "max_sentences", "max_chars"}',
        '{"id", "summary"}, usually of up to 3 sentences and 480 characters; a limit of 0 or less leaves nothing',
    )
    _pipe(
        verb, "cluster", _cluster, "items in, stories out", '{"id", "title", "text", "published"}', '{"id", "cluster"}'
    )
    _pipe(
        verb,
        "ground",
        _ground,
        "texts and their sources in, what the sources support out",
        '{"id", "sources": [...], "text"}',
        '{"id", "kept", "kept_by", "dropped"}; kept_by has the number of the source that each kept sentence rests on',
    )
    return parser


def _pipe(verb: Callable[..., object], name: str, does: Verb, short: str, takes: str, gives: str) -> None:
    text = (
        f"Reads a line of JSON {takes} at a time from standard input and answers each with a line {gives}. "
        "What is left out, or is no text or number where one belongs, counts as empty, or as usual; other keys are "
        "passed over. A line that is no JSON object is answered with an error, and makes the exit code 1."
    )
    verb(name, does, f"{short} (JSON lines)", text)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: a number up to 65535")


def _moment(text: str) -> datetime:
    """A time (RFC 3339) or a date, which begins at midnight in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo:
        return moment.astimezone(UTC)
    if moment is not None and _is_date(text):
        return moment.replace(tzinfo=UTC)
    raise argparse.ArgumentTypeError(f"{text!r} is no time: write 2026-04-17, or with a zone 2026-04-17T09:00:00Z")


def _end(text: str) -> datetime:
    """As `_moment`, but a date ends with its last moment."""
    return _moment(text) + (timedelta(days=1, microseconds=-1) if _is_date(text) else timedelta())


def _is_date(text: str) -> bool:
    return len(text) == len("2026-04-17")


def _with_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config", type=Path, default=Path("config.toml"), help="the configuration (default ./config.toml)"
    )


def _with_allow_private(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--allow-private", action="store_true", help="let feeds be on private addresses and any port")


def _with_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="write JSON, for programs")


if __name__ == "__main__":
    sys.exit(main())
