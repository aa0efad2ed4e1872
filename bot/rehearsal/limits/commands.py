"""Discord's limits on application commands and on the choices of an autocomplete
(https://docs.discord.com/developers/interactions/application-commands).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from bot.rehearsal.limits.form import Form

if TYPE_CHECKING:
    from bot.rehearsal.limits.form import Path

COMMANDS_MAX, OPTIONS_MAX, CHOICES_MAX, NAME_MAX, DESCRIPTION_MAX, TOTAL_MAX = 100, 25, 25, 32, 100, 8000
CHAT_INPUT, SUB_COMMAND, SUB_COMMAND_GROUP = 1, 1, 2
_FITS: dict[int, type | tuple[type, ...]] = {3: str, 4: int, 10: (int, float)}


def check_commands(body: Any) -> list[dict[str, Any]]:
    """Check the body of a bulk overwrite; the commands, or a refusal."""
    form = Form()
    commands = form.count((), body, COMMANDS_MAX)
    seen: set[tuple[Any, Any]] = set()
    for i, command in enumerate(commands):
        _command(form, (i,), command)
        key = (str(command.get("name")), str(command.get("type") or 1)) if isinstance(command, dict) else (None, i)
        if key in seen:
            form.add((i, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        seen.add(key)
    form.settle()
    return commands


def check_command(body: Any) -> dict[str, Any]:
    """Check the body of one command; the command, or a refusal."""
    form = Form()
    _command(form, (), body)
    form.settle()
    return dict(body)


def check_choices(choices: Any, path: Path = ("data", "choices")) -> None:
    """Check the answer to an autocomplete."""
    form = Form()
    _choices(form, path, choices, None)
    form.settle()


def _size(node: dict[str, Any]) -> int:
    size = len(str(node.get("name") or "")) + len(str(node.get("description") or ""))
    size += sum(_size(o) for o in node.get("options") or () if isinstance(o, dict))
    for choice in node.get("choices") or ():
        size += len(str(choice.get("name") or "")) + len(str(choice.get("value") or ""))
    return size


def _command(form: Form, path: Path, command: Any) -> None:
    command = form.mapping(path, command)
    if command.get("choices"):
        form.add((*path, "choices"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A command has no choices")
    if (command.get("type") or CHAT_INPUT) != CHAT_INPUT:
        form.text((*path, "name"), command.get("name"), NAME_MAX, bottom=1, required=True)
        return
    _name(form, (*path, "name"), command.get("name"))
    form.text((*path, "description"), command.get("description"), DESCRIPTION_MAX, bottom=1, required=True)
    _options(form, (*path, "options"), command.get("options"))
    if not form.problems and _size(command) > TOTAL_MAX:
        form.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({TOTAL_MAX})")


def _letter(character: str) -> bool:
    return character in "-_'" or unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Mn"


def _name(form: Form, path: Path, name: Any) -> None:
    if not isinstance(name, str) or not name:
        form.add(path, "BASE_TYPE_REQUIRED", "This field is required")
    elif len(name) > NAME_MAX or name != name.lower() or not all(map(_letter, name)):
        form.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _options(form: Form, path: Path, options: Any) -> None:
    listed = [o for o in form.count(path, options, OPTIONS_MAX) if isinstance(o, dict)]
    names = [str(o.get("name")) for o in listed]
    if len(set(names)) != len(names):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique")
    optional_seen = False
    for i, option in enumerate(listed):
        here = (*path, i)
        kind = option.get("type")
        form.choice((*here, "type"), kind, tuple(range(1, 12)))
        _name(form, (*here, "name"), option.get("name"))
        form.text((*here, "description"), option.get("description"), DESCRIPTION_MAX, bottom=1, required=True)
        if kind in (SUB_COMMAND, SUB_COMMAND_GROUP):
            _options(form, (*here, "options"), option.get("options"))
            if option.get("choices"):
                form.add((*here, "choices"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands have no choices")
            continue
        if option.get("required") and optional_seen:
            form.add(
                here,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        if option.get("autocomplete") and option.get("choices"):
            form.add(
                here,
                "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES",
                "Autocomplete cannot be used with choices",
            )
        if option.get("options"):
            form.add((*here, "options"), "APPLICATION_COMMAND_OPTIONS_NESTED", "Only sub-commands have options")
        _choices(form, (*here, "choices"), option.get("choices"), kind if isinstance(kind, int) else None)


def _choices(form: Form, path: Path, choices: Any, kind: int | None) -> None:
    listed = form.count(path, choices, CHOICES_MAX)
    names = [str(c.get("name")) for c in listed if isinstance(c, dict)]
    if len(set(names)) != len(names):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", "Choice names must be unique")
    for i, choice in enumerate(listed):
        choice_ = form.mapping((*path, i), choice)
        form.text((*path, i, "name"), choice_.get("name"), 100, bottom=1, required=True)
        value = choice_.get("value")
        if isinstance(value, str):
            form.text((*path, i, "value"), value, 100, bottom=1, required=True)
        if kind in _FITS and (isinstance(value, bool) or not isinstance(value, _FITS[kind])):
            form.add((*path, i, "value"), "BASE_TYPE_BAD_TYPE", "The value does not fit the option's type.")
