"""Whether a sentence tells its reader to do something: in English, a bare verb first, with what it is done to. Pure."""

from __future__ import annotations

import re

from bot.summaries.gate import wordclasses
from bot.summaries.gate.meanings import listed

# Where an imperative may begin: a sentence, what stands behind a colon, semicolon, dash or bracket, behind ", so", and
# behind what is set before it: "As a poet, name the pilot".
_BEGINNINGS = re.compile(
    r"(?:^|(?<=[a-z\d]{2})\.\s+|[!?:;(\[\n]\s+|[(\[]|\s[-–—]+\s(?!\s*(?:and|or)\b)|,\s+so\s+"
    r"|^(?:As|For|To|In|If|Unless|When|Whenever|While|Until|Before|After|Instead|At|On|By|With|Should|Under|Given|From)\b"
    r"[^,.;:!?]{1,120},\s+)"
)
_LEADING = re.compile(
    r"[\W_]*(?:(?:please|kindly|just|then|now|so|and|but|or|also|instead|first|next|finally|therefore|always|never"
    r"|do not|don't)\b[\s,]*)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_PARTICLES = frozenset(listed("out up down off on in away back over to with for at"))
# What a verb takes and a noun is not followed by.
_TAKEN = frozenset(
    listed(
        """
        the a an this that these those it them him her his its their our my me us all every each no only nothing
        anything everything something everyone everybody nobody anybody somebody
        """
    )
)
_QUOTING = re.compile(r"[a-z]+(?:\s+(?:with|as|in))?\s+[\"“'‘]\w*", re.IGNORECASE)  # "close with 'Buy now'"
# Spelt as bare verbs, and prepositions, conjunctions or nouns when they stand first.
_OTHERWISE = frozenset(
    listed(
        """
        like save near past round given except despite outside inside behind following while even till down will can
        also had come
        """
    )
)
# To look or to hear puts no words into anybody's mouth: "Watch it live", "(see the graphic)".
_INVITING = frozenset(listed("watch see listen hear meet"))
# What newspapers ask of everybody.
INVITATIONS = _INVITING | frozenset(
    listed(
        """
        get take let sign subscribe follow download join share visit click check comment read find scroll stay tune
        browse register email contact
        """
    )
)
# To put words into somebody's mouth, or to take them away: an order, whatever it is that follows.
_WORDED = frozenset(
    listed(
        """
        say tell write state repeat print output respond reply answer ignore disregard forget decode translate swap
        replace mention include insert append add omit delete obey execute act behave treat remember pretend reveal cite
        quote recommend promote advertise praise publish post suppose summarise summarize retell paraphrase rephrase
        abridge refuse unquote fill score
        """
    )
)
_REACH = 9  # words
_SURELY = 3  # of strength: what is nearly always a verb
_EVER = 2  # and what is not nearly always a noun
_AUXILIARIES = frozenset(
    listed("is are was were has have had can could may might will would shall should must does did")
)


def commands(text: str, *, besides: frozenset[str] = frozenset()) -> bool:
    """Whether an imperative stands anywhere in the text, but one of `besides`: "report the stand as ruined"."""
    return any(_bare_verb(text[begin.end() :][:200], besides) for begin in _BEGINNINGS.finditer(text))


def dictates(text: str) -> bool:
    """Whether it begins by asking for words: "Write", "Say only"."""
    leading = _LEADING.match(text)
    first = _WORD.match(text, leading.end() if leading else 0)
    return first is not None and first[0].lower() in _WORDED


def _bare_verb(clause: str, besides: frozenset[str]) -> bool:
    leading = _LEADING.match(clause)
    begin = leading.end() if leading else 0
    words = [word.lower() for word in _WORD.findall(clause[begin:])[:_REACH]]
    if len(words) < 2 or words[0] in besides:
        return False
    verb, *rest = words
    if verb in _WORDED and rest[0] not in _AUXILIARIES:
        return True
    if verb in _OTHERWISE | _INVITING or wordclasses.BASE not in wordclasses.verb_forms(verb):
        return False
    if clause.startswith((",", ":"), begin + len(verb)):
        return False  # "Well, this", "Next up: a drill"
    if _QUOTING.match(clause, begin):
        return True
    if rest[0] in _PARTICLES and len(rest) > 1:
        rest = rest[1:]
        if wordclasses.strength(verb) < (_SURELY if _has_verb(rest[1:]) else _EVER):
            return False  # "Work in the hall is stopped", "Evidence for the wind"
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
