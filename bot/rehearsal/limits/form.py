"""Collects what is wrong with a body and says it as Discord does: error 50035 with a tree that mirrors the body."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.refusal import Refusal

Path = tuple[str | int, ...]


class Form:
    """The problems found in one request body."""

    def __init__(self) -> None:
        self.problems: list[tuple[Path, str, str]] = []

    def add(self, path: Path, code: str, message: str) -> None:
        self.problems.append((path, code, message))

    def text(self, path: Path, value: Any, top: int, *, bottom: int = 0, required: bool = False) -> int:
        """Check one text; its length in code points, as Discord counts, after trimming."""
        if value is None or value == "":
            if required or (bottom and value == ""):
                self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
            return 0
        if not isinstance(value, str):
            self.add(path, "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.")
            return 0
        length = len(value.strip())
        if required and not length:
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        if length > top:
            self.add(
                path,
                "BASE_TYPE_BAD_LENGTH" if bottom else "BASE_TYPE_MAX_LENGTH",
                f"Must be between {bottom} and {top} in length." if bottom else f"Must be {top} or fewer in length.",
            )
        return length

    def count(self, path: Path, value: Any, top: int, *, bottom: int = 0) -> list[Any]:
        """Check a list's type and size; the list itself, or an empty one where it is none."""
        if value is None:
            value = []
        if not isinstance(value, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not bottom <= len(value) <= top:
            few = f"Must be between {bottom} and {top} in length." if bottom else f"Must be {top} or fewer in length."
            self.add(path, "BASE_TYPE_BAD_LENGTH" if bottom else "BASE_TYPE_MAX_LENGTH", few)
        return value

    def mapping(self, path: Path, value: Any) -> dict[str, Any]:
        """Check that a value is an object; an empty one where it is not."""
        if isinstance(value, dict):
            return value
        self.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return {}

    def choice(self, path: Path, value: Any, allowed: tuple[Any, ...]) -> None:
        if isinstance(value, bool) or value not in allowed:
            self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(repr, allowed))}}}.")

    def tree(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for path, code, message in self.problems:
            node = tree
            for part in path:
                node = node.setdefault(str(part), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return tree

    def settle(self) -> None:
        """Raise the refusal where anything is wrong."""
        if self.problems:
            raise Refusal(400, 50035, "Invalid Form Body", self.tree())
