"""Lists told side by side: "A and B are pilot and commander, respectively" says that A is pilot."""

from __future__ import annotations

import re

_PAIRED = re.compile(
    r"(?P<a>[^,;]+?)\s+and\s+(?P<b>[^,;]+?)\s+"
    r"(?P<verb>(?:will\s+|would\s+|to\s+)?(?:serve\s+as|be|is|are|was|were|have|has|had|cost|weigh|measure|carried|carry|became|become)"
    r"(?:\s+(?:the|a|an|assigned\s+as|named))?)\s+"
    r"(?P<c>[^,;]+?)\s+and\s+(?P<d>[^,;]+?),?\s+respectively",
    re.IGNORECASE,
)


_NAME = r"[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*"
_FORMER = re.compile(
    rf"(?P<a>{_NAME})\s+and\s+(?P<b>{_NAME})(?P<rest>[^.]{{1,120}}?)\bthe\s+(?:first|former)\s+(?P<one>[a-z]+ed\b|said\b|has\b|is\b)"
    r"(?P<more>[^.]{1,120}?)\bthe\s+(?:second|latter|other)\s+(?=[a-z]+ed\b|said\b|has\b|is\b)"
)


def spelled_out(sentence: str) -> str:
    """The sentence with each of two put to its own; as it is, where it is not of that form."""
    if " the second " in sentence or " the latter " in sentence or " the other " in sentence:
        sentence = _FORMER.sub(r"\g<a> and \g<b>\g<rest>\g<a> \g<one>\g<more>\g<b> ", sentence, count=1)
    if "respectively" not in sentence:
        return sentence
    return _PAIRED.sub(r"\g<a> \g<verb> \g<c>, and \g<b> \g<verb> \g<d>", sentence, count=1)
