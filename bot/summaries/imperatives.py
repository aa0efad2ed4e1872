"""Whether a sentence tells its reader to do something: in English, a bare verb first, with what it is done to. Pure."""

from __future__ import annotations

import re

from bot.summaries.gate import wordclasses

# Where an imperative may begin: a sentence, what stands behind a colon, semicolon, dash or bracket, and behind ", so".
_BEGINNINGS = re.compile(r"(?:^|(?<=[a-z\d]{2})\.\s+|[!?:;(\[\n]\s+|[(\[]|\s[-–—]+\s|,\s+so\s+)")
_LEADING = re.compile(
    r"[\W_]*(?:(?:please|kindly|just|then|now|so|and|but|or|also|instead|first|next|finally|therefore|always|never)\b[\s,]*)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_PARTICLES = frozenset(("out", "up", "down", "off", "on", "in", "away", "back", "over", "to", "with", "for", "at"))
# What a verb takes and a noun is not followed by.
_TAKEN = frozenset(
    """
    the a an this that these those it them him her his its their our my me us all every each no only nothing anything
    everything something everyone everybody nobody anybody somebody
    """.split()  # noqa: SIM905  (a list of words)
)
# Spelt as bare verbs, and prepositions, conjunctions or nouns when they stand first.
_OTHERWISE = frozenset(
    """
    like save near past round given except despite outside inside behind following while even till down will can also
    had come
    """.split()  # noqa: SIM905  (a list of words)
)
# To look or to hear puts no words into anybody's mouth: "Watch it live", "(see the graphic)".
_INVITING = frozenset(("watch", "see", "listen", "hear", "meet"))
_REACH = 9  # words
_SURELY = 3  # of strength: what is nearly always a verb
_AUXILIARIES = frozenset(
    "is are was were has have had can could may might will would shall should must does did".split()  # noqa: SIM905
)


def commands(text: str) -> bool:
    """Whether an imperative with an object stands anywhere in the text: "report the stand as destroyed"."""
    return any(_bare_verb(text[begin.end() :][:200]) for begin in _BEGINNINGS.finditer(text))


def _bare_verb(clause: str) -> bool:
    leading = _LEADING.match(clause)
    words = [word.lower() for word in _WORD.findall(clause[leading.end() if leading else 0 :])[:_REACH]]
    if len(words) < 2:
        return False
    verb, *rest = words
    if verb in _OTHERWISE | _INVITING or wordclasses.BASE not in wordclasses.verb_forms(verb):
        return False
    if rest[0] in _PARTICLES and len(rest) > 1:
        rest = rest[1:]
        if wordclasses.strength(verb) < _SURELY and _has_verb(rest[1:]):
            return False  # "Work in the hall is stopped"
    return rest[0] in _TAKEN and not _goes_on(rest)


def _has_verb(rest: list[str]) -> bool:
    """Whether an auxiliary stands behind the one noun: what seemed a verb is what the sentence speaks of."""
    behind = next((at for at, word in enumerate(rest) if word in _AUXILIARIES), 0)
    return behind > 0 and _TAKEN.isdisjoint(rest[:behind])


def _goes_on(rest: list[str]) -> bool:
    """Whether "that" takes up the noun before it: "work that could", "a claim that rests"."""
    if rest[0] != "that" or len(rest) < 2:
        return False
    return rest[1] in _AUXILIARIES or wordclasses.THIRD in wordclasses.verb_forms(rest[1])
