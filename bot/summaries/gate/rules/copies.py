"""Whether a sentence that is nearly one of the source's was changed where it matters. Pure.

A false telling is often the source's own sentence with one word exchanged. Where hardly anything else differs, a small
word that the source does not have there is no paraphrase.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from bot.summaries.gate import quantities
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.meanings import listed

_NEAR = 0.8  # of the words are the same, in the same order
_LONGEST = 120  # words, so that comparing costs little
_TURNING = frozenset(
    listed(
        """
        not no never none nobody without before after above below until since did do does first last only second third
        fourth fifth sixth all every most both neither up least more less fewer because despite again always kept keep
        earlier later
        """
    )
)


def objection(alignment: Alignment) -> str:
    """The word that was put in; empty where the sentence is no near copy, or a fair one."""
    told = alignment.told.words
    if len(told) > _LONGEST:
        return ""
    for home in alignment.sentences():
        source = alignment.source.readings[home].words
        if len(source) > _LONGEST or len(source) < 5:
            continue
        matcher = SequenceMatcher(None, source, told, autojunk=False)
        if matcher.ratio() < _NEAR:
            continue
        for what, low, high, start, end in matcher.get_opcodes():
            if what not in ("replace", "insert"):
                continue
            gone = set(source[low:high])
            for at, word in enumerate(told[start:end], start):
                if told[at - 1 : at] == ["or"]:
                    continue  # "20 or more": looked at with the number
                figures = quantities.figure(word) is not None and any(
                    quantities.figure(one) is not None for one in gone
                )
                if figures or (word in _TURNING and word not in source):
                    return f'the word "{word}" is not in the source sentence that it repeats'
    return ""
