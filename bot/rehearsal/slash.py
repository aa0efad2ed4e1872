"""What Discord's own program does before a slash command is sent: finds it, checks its options, writes the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.rehearsal.permissions import Permission
    from bot.rehearsal.world import World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER = 3, 4, 5, 6, 7, 8, 10
SUB_COMMANDS = (1, 2)
_WORDS = {STRING: "text", INTEGER: "a whole number", BOOLEAN: "true or false", NUMBER: "a number"}


class BadInput(ValueError):
    """What was typed is no command, or its options do not fit: Discord would not let it be sent."""


def leaves(command: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Everything that can be typed for one registered command: its path of names, and the node with its options."""
    stack: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((command["name"],), command)]
    while stack:
        path, node = stack.pop(0)
        inner = [o for o in node.get("options") or () if o["type"] in SUB_COMMANDS]
        if inner:
            stack = [((*path, o["name"]), o) for o in inner] + stack
        else:
            yield path, node


def find(commands: Iterable[Mapping[str, Any]], typed: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The registered command and its node for a text such as "brief now"."""
    wanted = tuple(typed.removeprefix("/").split())
    known = []
    for command in commands:
        if command["type"] != 1:
            continue
        for path, node in leaves(command):
            if path == wanted:
                return command, node
            known.append("/" + " ".join(path))
    raise BadInput(f"no command /{' '.join(wanted)} is registered; there are: {', '.join(known) or 'none'}")


def visible(command: Mapping[str, Any], held: Permission) -> bool:
    """Whether Discord offers the command to somebody with these permissions."""
    needed = command.get("default_member_permissions")
    return needed is None or (int(needed) & int(held) == int(needed) and int(needed) != 0)


def build(
    command: Mapping[str, Any],
    node: Mapping[str, Any],
    typed: str,
    values: Mapping[str, Any],
    *,
    world: World,
    guild_id: int | None,
    focused: str | None = None,
) -> dict[str, Any]:
    """The `data` of the interaction. With `focused` it is an autocomplete's: nothing is required yet."""
    defined = {o["name"]: o for o in node.get("options") or ()}
    for name in values:
        if name not in defined:
            raise BadInput(f"/{typed} has no option {name!r}; it has: {', '.join(defined) or 'none'}")
    given: list[dict[str, Any]] = []
    resolved: dict[str, dict[str, Any]] = {}
    for name, option in defined.items():
        if name not in values:
            if option.get("required") and focused is None:
                raise BadInput(f"/{typed} needs the option {name!r}")
            continue
        if name == focused:
            value = values[name]
            given.append({"name": name, "type": option["type"], "value": value, "focused": True})
            continue
        value = _fit(option, values[name], check=focused is None)
        given.append({"name": name, "type": option["type"], "value": value})
        _right_kind(world, option, value)
        resolve(world, guild_id, option["type"], value, resolved)
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": 1}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    if resolved:
        data["resolved"] = resolved
    options = given
    for name in reversed(typed.removeprefix("/").split()[1:]):
        group = isinstance(options, list) and any(o.get("type") in SUB_COMMANDS for o in options)
        options = [{"name": name, "type": 2 if group else 1, "options": options}]
    if options:
        data["options"] = options
    return data


def _fit(option: Mapping[str, Any], value: Any, *, check: bool) -> Any:
    name, kind = option["name"], option["type"]
    try:
        if kind == BOOLEAN and not isinstance(value, bool):
            value = {"true": True, "false": False}[str(value).lower()]
        elif kind == INTEGER:
            value = int(value)
        elif kind == NUMBER:
            value = float(value)
        elif kind not in (BOOLEAN, INTEGER, NUMBER):
            value = str(value)
    except (KeyError, ValueError):
        raise BadInput(f"option {name!r} must be {_WORDS[kind]}, not {value!r}") from None
    if check:
        _within(option, value)
    return value


def _within(option: Mapping[str, Any], value: Any) -> None:
    name = option["name"]
    size, unit = (len(value), "length") if isinstance(value, str) else (value, "value")
    low, high = option.get(f"min_{unit}"), option.get(f"max_{unit}")
    if (low is not None and size < low) or (high is not None and size > high):
        raise BadInput(f"option {name!r} is out of its bounds ({low} to {high}): {value!r}")
    choices = option.get("choices")
    if choices and value not in [c["value"] for c in choices]:
        raise BadInput(f"option {name!r} must be one of {[c['value'] for c in choices]}, not {value!r}")


def _right_kind(world: World, option: Mapping[str, Any], value: Any) -> None:
    """Discord offers only channels of the types that a channel option names."""
    kinds = option.get("channel_types")
    channel = world.channels.get(int(value)) if option["type"] == CHANNEL and str(value).isdigit() else None
    if kinds and channel and channel.kind not in kinds:
        raise BadInput(f"option {option['name']!r} takes channels of the types {kinds}, not of type {channel.kind}")


def resolve(world: World, guild_id: int | None, kind: int, value: Any, resolved: dict[str, dict[str, Any]]) -> None:
    """Add what an id of this option type names to the `resolved` part of an interaction."""
    if kind not in (USER, CHANNEL, ROLE) or guild_id is None:
        return
    guild = world.guild(guild_id)
    wanted = int(value) if str(value).isdigit() else 0
    if kind == CHANNEL and wanted in guild.channels:
        channel = guild.channels[wanted]
        allowed = world.permissions(world.cast.admin, channel)
        resolved.setdefault("channels", {})[value] = wire.partial_channel(channel, world.bot, allowed)
    elif kind == ROLE and wanted in guild.roles:
        resolved.setdefault("roles", {})[value] = wire.role(guild.roles[wanted])
    elif kind == USER and wanted in guild.people:
        person = guild.people[wanted]
        partial = {k: v for k, v in wire.member(guild, person).items() if k not in ("user", "mute", "deaf")}
        held = int(guild.roles[guild.id].permissions)
        resolved.setdefault("users", {})[value] = wire.user(person)
        resolved.setdefault("members", {})[value] = {**partial, "permissions": str(held)}
    else:
        what = {USER: "member", CHANNEL: "channel", ROLE: "role"}[kind]
        raise BadInput(f"there is no {what} {value!r} here: pick one from the list")
