"""Discord's limits on message components, old rows and Components V2
(https://docs.discord.com/developers/components/reference).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.rehearsal.limits.urls import BUTTON, FILE, MEDIA, check_url
from bot.rehearsal.refusal import internal_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rehearsal.limits.form import Form, Path

ROW, BUTTON_, STRING_SELECT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE_, SEPARATOR, CONTAINER = (
    1, 2, 3, 9, 10, 11, 12, 13, 14, 17,
)  # fmt: skip
SELECTS = (3, 5, 6, 7, 8)
TOP_V2 = (ROW, SECTION, TEXT, GALLERY, FILE_, SEPARATOR, CONTAINER)
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE_, SEPARATOR)
COUNT_MAX, TEXT_MAX, ROWS_MAX, BUTTONS_MAX, CUSTOM_ID_MAX, OPTIONS_MAX = 40, 4000, 5, 5, 100, 25
# Above this many UTF-8 bytes (12 more counted for each text) Discord answers 500 (discord-api-docs issue 8554).
BYTES_MAX, BYTES_PER_TEXT = 10_170, 12
LINK_STYLE, PREMIUM_STYLE = 5, 6


def walk(components: Any, path: Path = ("components",)) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every component of a message with its path, parents first."""
    for i, component in enumerate(components if isinstance(components, list) else ()):
        if isinstance(component, dict):
            yield (*path, i), component
            yield from walk(component.get("components"), (*path, i, "components"))
            accessory = component.get("accessory")
            if isinstance(accessory, dict):
                yield (*path, i, "accessory"), accessory


def texts(components: Any) -> list[str]:
    """All text displays, in reading order."""
    return [str(c.get("content") or "") for _, c in walk(components) if c.get("type") == TEXT]


def check_components(form: Form, path: Path, components: Any, *, v2: bool) -> None:
    """Check rows of buttons and selects (`v2=False`) or a Components V2 message."""
    top = form.count(path, components, COUNT_MAX if v2 else ROWS_MAX)
    for i, component in enumerate(top):
        _placed(form, (*path, i), component, TOP_V2 if v2 else (ROW,))
    found = list(walk(top, path))
    _unique(form, found)
    if v2:
        _totals(form, path, found)


def _totals(form: Form, path: Path, found: list[tuple[Path, dict[str, Any]]]) -> None:
    if len(found) > COUNT_MAX:
        form.add(
            path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"The message exceeds {COUNT_MAX} components in total."
        )
    shown = [str(c.get("content") or "") for _, c in found if c.get("type") == TEXT]
    if sum(map(len, shown)) > TEXT_MAX:
        form.add(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"Total displayable text size exceeds maximum size of {TEXT_MAX}",
        )
    elif sum(len(t.encode()) for t in shown) + BYTES_PER_TEXT * len(shown) > BYTES_MAX:
        raise internal_error()


def _unique(form: Form, found: list[tuple[Path, dict[str, Any]]]) -> None:
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        seen: set[Any] = set()
        for path, component in found:
            value = component.get(key)
            if not isinstance(value, (str, int)):
                continue
            if value and value in seen:
                form.add((*path, key), code, f"Component {key.replace('_', ' ')} cannot be duplicated")
            seen.add(value)


def _placed(form: Form, path: Path, component: Any, allowed: tuple[int, ...]) -> None:
    component = form.mapping(path, component)
    kind = component.get("type")
    if kind not in allowed:
        form.choice((*path, "type"), kind, allowed)
        return
    if component.get("id") is not None and not isinstance(component["id"], int):
        form.add((*path, "id"), "NUMBER_TYPE_COERCE", f'Value "{component["id"]}" is not int.')
    _CHECKS[kind](form, path, component)


def _custom_id(form: Form, path: Path, component: dict[str, Any]) -> None:
    form.text((*path, "custom_id"), component.get("custom_id"), CUSTOM_ID_MAX, bottom=1, required=True)


def _row(form: Form, path: Path, row: dict[str, Any]) -> None:
    inside = form.count((*path, "components"), row.get("components"), BUTTONS_MAX, bottom=1)
    kinds = [c.get("type") for c in inside if isinstance(c, dict)]
    if any(k in SELECTS for k in kinds) and len(kinds) > 1:
        form.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Component row width exceeded")
    for i, component in enumerate(inside):
        _placed(form, (*path, "components", i), component, (BUTTON_, *SELECTS))


def _button(form: Form, path: Path, button: dict[str, Any]) -> None:
    style = button.get("style")
    form.choice((*path, "style"), style, (1, 2, 3, 4, 5, 6))
    form.text((*path, "label"), button.get("label"), 80)
    if style == LINK_STYLE:
        check_url(form, (*path, "url"), button.get("url") or "", BUTTON, 512)
        if button.get("custom_id") is not None:
            form.add(path, "COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
    elif style != PREMIUM_STYLE:
        _custom_id(form, path, button)
        if button.get("url") is not None:
            form.add((*path, "url"), "BUTTON_COMPONENT_INVALID_URL", "A url cannot be specified for this style")
    if style != PREMIUM_STYLE and not button.get("label") and not button.get("emoji"):
        form.add(path, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button needs a label or an emoji")


def _select(form: Form, path: Path, select: dict[str, Any]) -> None:
    _custom_id(form, path, select)
    form.text((*path, "placeholder"), select.get("placeholder"), 150)
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    if not (isinstance(low, int) and isinstance(high, int) and 0 <= low <= high <= OPTIONS_MAX):
        form.add((*path, "max_values"), "NUMBER_TYPE_MAX", "min_values and max_values must be 0 to 25 and in order")
    if select.get("type") != STRING_SELECT:
        return
    options = form.count((*path, "options"), select.get("options"), OPTIONS_MAX, bottom=1)
    seen: set[Any] = set()
    for i, option in enumerate(options):
        here = (*path, "options", i)
        option_ = form.mapping(here, option)
        form.text((*here, "label"), option_.get("label"), 100, bottom=1, required=True)
        form.text((*here, "value"), option_.get("value"), 100, bottom=1, required=True)
        form.text((*here, "description"), option_.get("description"), 100)
        if option_.get("value") in seen:
            form.add((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "Option value must be unique")
        seen.add(option_.get("value"))


def _section(form: Form, path: Path, section: dict[str, Any]) -> None:
    for i, part in enumerate(form.count((*path, "components"), section.get("components"), 3, bottom=1)):
        _placed(form, (*path, "components", i), part, (TEXT,))
    if section.get("accessory") is None:
        form.add((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    else:
        _placed(form, (*path, "accessory"), section["accessory"], (BUTTON_, THUMBNAIL))


def _text(form: Form, path: Path, display: dict[str, Any]) -> None:
    form.text((*path, "content"), display.get("content"), TEXT_MAX, bottom=1, required=True)


def _media(form: Form, path: Path, holder: dict[str, Any]) -> None:
    media = form.mapping((*path, "media"), holder.get("media"))
    check_url(form, (*path, "media", "url"), media.get("url", ""), MEDIA)
    form.text((*path, "description"), holder.get("description"), 1024)


def _gallery(form: Form, path: Path, gallery: dict[str, Any]) -> None:
    for i, item in enumerate(form.count((*path, "items"), gallery.get("items"), 10, bottom=1)):
        _media(form, (*path, "items", i), form.mapping((*path, "items", i), item))


def _file(form: Form, path: Path, file: dict[str, Any]) -> None:
    check_url(form, (*path, "file", "url"), form.mapping((*path, "file"), file.get("file")).get("url", ""), FILE)


def _separator(form: Form, path: Path, separator: dict[str, Any]) -> None:
    form.choice((*path, "spacing"), separator.get("spacing") or 1, (1, 2))


def _container(form: Form, path: Path, container: dict[str, Any]) -> None:
    colour = container.get("accent_color")
    if colour is not None and (not isinstance(colour, int) or not 0 <= colour <= 0xFFFFFF):
        form.add((*path, "accent_color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
    inside = form.count((*path, "components"), container.get("components"), COUNT_MAX, bottom=1)
    for i, component in enumerate(inside):
        _placed(form, (*path, "components", i), component, IN_CONTAINER)


_CHECKS = {
    ROW: _row,
    BUTTON_: _button,
    **dict.fromkeys(SELECTS, _select),
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _media,
    GALLERY: _gallery,
    FILE_: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
