"""What is wrong with a configuration, in words: pydantic's findings as `file:line: key message, fix`. Pure."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

Path = tuple[str | int, ...]
"""Where a value stands: ("feeds", 1, "url")."""


def in_words(
    name: str, lines: Mapping[Path, int], data: Any, wrong: ValidationError, model: type[BaseModel]
) -> list[str]:
    """Each fault of the file `name` as a line of text, in the order of the file."""
    errors = wrong.errors(include_input=False, include_url=False)
    return [
        text for _, text in sorted((_fault(name, lines, data, error, model) for error in errors), key=lambda f: f[0])
    ]


def key_lines(text: str) -> dict[Path, int]:
    """Where each key stands: ("feeds", 1, "url") -> line. tomllib tells no positions, so the lines are read again.

    A line of a multi-line string may be taken for a key; the first place found counts, so a real key is never moved.
    """
    lines: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            counts[found[1]] = counts.get(found[1], -1) + 1
            table = (found[1], counts[found[1]])
        elif found := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            table = tuple(found[1].split("."))
        elif found := re.match(r"""\s*["']?([\w-]+)["']?\s*[.=]""", line):
            lines.setdefault((*table, found[1]), number)
            continue
        else:
            continue
        lines.setdefault(table, number)
        lines.setdefault(table[:1], number)
    return lines


def _fault(name: str, lines: Mapping[Path, int], data: Any, error: Any, model: type[BaseModel]) -> tuple[int, str]:
    path: Path = tuple(error["loc"])
    line = next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), 0)
    where = _spell(path, data)
    if error["type"] == "extra_forbidden":
        message = f"is not a setting{_instead(model, path)}"
    elif error["type"] == "tuple_type" and len(path) == 1:
        message = f"is a list of tables: write [[{path[0]}]], in two brackets, above each"
    else:
        message = _what_is_wrong(error)
    return line, f"{name}:{line}: {where} {message}" if line else f"{name}: {where} {message}"


def _instead(model: type[BaseModel], path: Path) -> str:
    """What was meant, perhaps: a setting of this table that is spelled nearly so, or one of that name in another."""
    known, key = _known_keys(model, path[:-1]), str(path[-1])
    homes = [name for name in model.model_fields if key in _known_keys(model, (name,))]
    if close := difflib.get_close_matches(key, known, n=1, cutoff=0.8 if homes else 0.6):
        return f'; did you mean "{close[0]}"?'
    if homes:
        headings = [f"[[{name}]]" if name in _ONE_EACH else f"[{name}]" for name in homes]
        return f" here; it belongs under {' or '.join(headings)}"
    return f"; there are {', '.join(known)}"


def of_options(wrong: ValidationError, names: Mapping[str, str]) -> list[str]:
    """Each fault of settings that came as a command's options; `names` tells the options that are called otherwise."""
    errors = wrong.errors(include_input=False, include_url=False)
    keys = [str(error["loc"][0]) if error["loc"] else "" for error in errors]
    return [f"{names.get(key, key)} {_what_is_wrong(error)}".strip() for key, error in zip(keys, errors, strict=True)]


def _what_is_wrong(error: Any) -> str:
    """One of pydantic's findings as the end of a sentence that the key begins."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        return f"must be at {'least' if kind.startswith('greater') else 'most'} {bound}"
    if kind in ("enum", "literal_error"):
        return f"must be {context.get('expected', '')}"
    if kind == "tuple_type":
        return 'must be a list, in brackets: ["one", "two"]'
    if kind in ("bool_type", "bool_parsing"):
        return "must be true or false"
    if kind == "string_too_short":
        return "must not be empty"
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[0].lower() + message[1:]


def _spell(path: Path, data: Any) -> str:
    """A key as people find it: `briefs "Morning": at`."""
    if len(path) >= 2 and isinstance(path[1], int):
        try:
            own = data[path[0]][path[1]].get("name")
        except (AttributeError, IndexError, KeyError, TypeError):
            own = None
        table = f'{path[0]} "{own}"' if isinstance(own, str) and own else f"{path[0]} number {path[1] + 1}"
        return f"{table}: {_dotted(path[2:])}" if len(path) > 2 else table
    return _dotted(path)


def _dotted(path: Path) -> str:
    """Without the places in lists, which people don't count."""
    return ".".join(part for part in path if isinstance(part, str))


def _known_keys(model: type[BaseModel], table: Path) -> list[str]:
    """The settings that the table has: `feeds` is a tuple of tables, `store` a table."""
    for part in table[:1]:
        kind = model.model_fields[str(part)].annotation
        model = next((arg for arg in get_args(kind) if isinstance(arg, type) and issubclass(arg, BaseModel)), kind)  # type: ignore[assignment]
    return list(model.model_fields)


def not_toml(name: str, wrong: tomllib.TOMLDecodeError) -> str:
    """Tomllib's words, which hold the line: "Expected '=' after a key (at line 3, column 5)"."""
    found = re.search(r"\(at line (\d+), column \d+\)", str(wrong))
    words = re.sub(r"\s*\(at .*\)$", "", str(wrong))
    where = f"{name}:{found[1]}" if found else name
    if twice := re.fullmatch(r"Cannot declare \('([^']+)',.*\) twice", words):
        return f"{where}: [{twice[1]}] stands twice: {_ONE_EACH.get(twice[1], 'put all of its settings under one')}"
    if words == "Cannot overwrite a value":
        return f"{where}: what is set here was set before: take one of the two out"
    # What goes wrong is times without quotation marks, and curly ones; tomllib names neither.
    fix = '; is each text between straight quotation marks, such as at = "09:00"?'
    if "'='" in words or "']'" in words:
        fix = ""
    elif "array" in words:
        fix = "; does every list end with a bracket?"
    return f"{where}: this is not TOML: {words[0].lower()}{words[1:]}{fix}"


_ONE_EACH = {name: f"write [[{name}]], in two brackets, above each" for name in ("feeds", "briefs")}
