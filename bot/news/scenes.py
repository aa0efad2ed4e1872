"""Openings that set a scene before the news comes: a likeness, an address to the reader, a look far round. Pure."""

from __future__ import annotations

import re

from bot import sentences
from bot.news import events

_OPENING = 3  # sentences of a text, at its beginning
_LONGEST = 400  # characters of one that sets a scene
_SCENE = re.compile(
    r"^(?:"
    # To the reader, and of everybody.
    r"(?:any|every)(?:one|body) who(?:['’]s| has| have|['’]ve)\b|you (?:could|can|might|may|would)\b|have you ever\b|"
    r"did you know\b|imagine\b|picture (?:this|an?)\b|when we\b|millions of people (?:watched|have watched|saw)\b|"
    r"no matter (?:how|what|where)\b|it(?:['’]s| is) (?:hard|easy|no secret)\b|"
    # Over all there is between two things, and from where one looks.
    r"from \w+ [^,.;\d]{3,80} to \w+ [^,.;\d]{3,100},|"
    r"\w+ (?:floors?|stor(?:ey|ie)s|miles?|feet|met(?:er|re)s|kilomet(?:er|re)s) (?:below|beneath|under|up)\b"
    r")"
    r"|\b(?:is|are|looks?|feels?|sounds?) (?:a (?:bit|little) |much |something )?like an? ",
    re.IGNORECASE,
)


def without_scenes(text: str) -> str:
    """A text without those of its first sentences that set a scene and tell nothing that happened."""
    lines: list[str] = []
    before = 0
    for line in text.split("\n"):
        each = sentences.split_line(line)
        kept = [sentence for n, sentence in enumerate(each, before) if n >= _OPENING or not _is_scene(sentence)]
        lines.append(line if kept == each else " ".join(kept))
        before += len(each)
    return "\n".join(lines)


def _is_scene(sentence: str) -> bool:
    return len(sentence) <= _LONGEST and bool(_SCENE.search(sentence)) and not events.happened(sentence)
