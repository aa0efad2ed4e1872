"""One thing under two names, under one of them: "the National Reconnaissance Office (NRO)". Pure.

What the source's short names mean is decided once, where it is read; what is held against it is read with the same.
"""

from __future__ import annotations

import itertools
import re

from bot.summaries.gate import known_names
from bot.summaries.gate.claims import plain
from bot.summaries.gate.meanings import listed

_RUN = re.compile(r"(?<![\w-])[A-Z][\w-]*(?:\s+(?:(?:of|for|and|the|&)\s+){0,2}[A-Z][\w-]*){1,7}")
_SHORT = re.compile(r"\b[A-Z]{2,6}\b")
_BESIDE = re.compile(r"\(([A-Z]{2})\)")
_SMALL = frozenset({"of", "for", "and", "the", "&"})
_MOST = 100  # pairs of names of one source
_LEAST = 3  # letters, that a short name may be told from its letters alone
_PEOPLES = [form for form, canon in known_names.CANON.items() if canon in known_names.AGENCIES]
_NATION = "|".join(sorted(_PEOPLES, key=len, reverse=True))
_SPACE_AGENCY = re.compile(rf"(?i)\b(?:the\s+)?({_NATION.replace('.', '[.]')})(?:'s)?\s+space\s+agency\b")
_OFFICES = re.compile(r"\b(?:CEO|(?i:chief\s+executive\s+officer))\b")
_KNOWN = frozenset(listed("NASA ESA ISRO JAXA CNSA CNES DLR ASI CSA FAA ISS JPL ULA UN US UK EU"))


class Aliases:
    """The short names of a source and what they are short for."""

    def __init__(self, text: str) -> None:
        text = plain(text)
        self._long = _spelled(text)
        self._short = set(_SHORT.findall(text)) - _KNOWN
        self._both = [(name, self._long[name]) for name in sorted(self._short) if name in self._long][:_MOST]

    def one_name(self, sentence: str) -> str:
        """The sentence with each thing under its short name, where the source has that, else under its long one."""
        text = _OFFICES.sub("chief executive", _SPACE_AGENCY.sub(_agency, plain(sentence)))
        here = _spelled(text).items() if self._short else ()
        for name, long in [*self._both, *((name, long) for name, long in here if name in self._short)]:
            text = text.replace(f"{long} ({name})", name).replace(long, name)
        for name in (set(_SHORT.findall(text)) - _KNOWN - self._short) & set(self._long):
            text = re.sub(rf"\b{name}\b", self._long[name], text)
        return text


def _agency(found: re.Match[str]) -> str:
    return known_names.AGENCIES[known_names.CANON[found[1].lower()]]


def _spelled(text: str) -> dict[str, str]:
    """Names of several words by their initials, with the small words between them and without."""
    found: dict[str, str] = {}
    beside = set(_BESIDE.findall(text))
    for run in _RUN.findall(text):
        words = run.split()[:12]
        big = [k for k, word in enumerate(words) if word not in _SMALL]
        for low, high in itertools.combinations(range(len(big) + 1), 2):
            part = words[big[low] : big[high - 1] + 1]
            initials = "".join(word[0].upper() for word in part)
            for letters in {initials, "".join(word[0] for word in part if word not in _SMALL)}:
                if len(letters) >= _LEAST or letters in beside:
                    found.setdefault(letters, " ".join(part))
    return found
