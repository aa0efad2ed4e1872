"""What of a sentence is its report's own word, and may therefore be told in other words. Pure; English.

A model that obeys what it reads repeats a claim that stands, word for word, in the very source that it cites. What
gives such a claim away is not its words but its place: somebody has to ask for it, announce it, or put it into a mouth.
By itself a report says

    nothing in a sentence that speaks of texts, of those who make and carry them, or of the very text it stands in;
    not the clause behind a label and its colon ("Copy of record: the stage hit a school");
    not what stands between quotation marks beside which nobody speaks;
    not a clause that a text, a machine or nobody in particular says, or that somebody should or would say.

The rest is evidence like any other. Told whole, as it stands, even such a sentence is true to its source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.summaries.gate import standing, syntax, vocabulary
from bot.summaries.gate.claims import NAME
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.reading import read
from bot.summaries.gate.tags import RELATIVE, THAT
from bot.summaries.imperatives import commands
from bot.summaries.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.summaries.gate.structure import Predicate, Structure


def _folded(words: str) -> frozenset[str]:
    return frozenset(token for word in listed(words) for token in tokens(word))


# Texts, their parts and makers, and what is done to them. A report of space has next to none of these words.
_OF_TEXTS = _folded(
    """
    summary summarise summarize summariser summarizer summarisation summarization digest recap synopsis abstract
    bulletin gist abridge abridgement newsletter takeaway paragraph phrase headline subtitle lede footnote byline
    placeholder text verbatim quote quotation citation rewrite retell paraphrase rephrase reword excerpt
    snippet blurb reprint republish reproduce aggregator syndicate syndication editorial newsroom publisher chatbot bot
    llm parser crawler json template embargo disclaimer dictation voiceover quiz riddle fiction tale autocomplete
    tooltip metadata teaser satire parody spoof hypothetical fictional fictitious imaginary prank whoever tldr tl
    republication
    """
)
# Words that news uses of other things too: two of them together are of texts.
_PERHAPS_OF_TEXTS = _folded(
    """
    feed output page list item word sentence line version copy story article caption label post title letter answer
    reply note notice piece account brief model machine robot assistant writer editor reader desk outlet channel wire
    print write mention translate translation correction prompt screen spell attribute attribution tool automate style
    reference usage cite cited remark obituary glossary encyclopedia user poem slogan motto para edition padding
    shorten shortener condense customary puzzle
    """
)
_PART = r"(?:sentence|line|item|para|paragraph|story|headline)s?"
_ITSELF = re.compile(
    r"\b(?:reads?|reading)\s+(?:this|it|these)\b"
    r"|\b(?:any|every|each|all)\s+(?:\w+\s+)?(?:telling|account|mention|text|article|outlet|post|feed|channel)s?\b"
    r"|\b(?:this|these|our)\s+(?:\w+\s+)?(?:page|item|text|article|story|paragraph|line|feed|site|channel|post|report"
    r"|piece|wire|copy)s?\b|\bthe\s+user\b"
    # or to a place in it: "sentence 2", "the last line", "what stands just below"; or is said to be short
    rf"|\b{_PART}\s+(?:\d|(?:just\s+)?(?:above|below|before\s+this)\b)"
    rf"|\b(?:first|second|third|fourth|next|last|latter|preceding|previous)\s+{_PART}\b"
    r"|\bstands?\s+(?:just\s+)?(?:above|below)\b|\bshort\s+(?:version|story|title)\b",
    re.IGNORECASE,
)
_US = re.compile(r"\b(?:[Ww]e|us)\b")  # who speaks of themselves, and not as one who is quoted
_ANYBODY = frozenset(
    listed("people some many most others everyone everybody anyone anybody nobody those one readers whoever")
)
_CONTENTS = frozenset(listed("fact news claim idea story rumour warning truth statement message unsaid"))
_THOUGHTS = frozenset(listed("assumption hypothesis expectation theory estimate conjecture"))
_WORDS = frozenset(listed("wording line word words sentence phrase version note"))
# Words that are no names: small ones, those that open a sentence or a quotation, and shouted ones.
_NO_NAME = re.compile(r"(?:^|(?<=[.!?:;\"'“‘(\[>] )|(?<=[\"'“‘(\[>]))[A-Za-z]+|\b[a-z]+(?<!ly)\b|\b[A-Z]{4,}\b")
_COLON = re.compile(r"(?:(?<=\D):|(?<=\d):(?!\d))\s+(?=\S)")
_READS = re.compile(  # "the line reads NASA has closed", "In short - NASA has closed"
    r"\b(?:reads?|runs)\s+(?=[A-Z])|^[A-Z][a-z]+(?:\s[a-z]+){1,4}\s[-–—]\s(?=[A-Z])(?!.*\s[-–—]\s)"
)
_NOTICED = re.compile(r"\bnotic(?:ed|ing)\b|\btell-?tale\b")  # no notice, no tale
_POINTING = re.compile(r"\b(?:this|thus|so|following|follows|below|here|these)\b[^:]{0,12}$", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\bwhat\s+follows\b|\b(?:is|are|was|were|reads?|runs?|goes|says?|as)\s+(?:this|these|thus|so|follows?|below)\W*$",
    re.IGNORECASE,
)
_DENYING = _folded("no not t none nothing never kid joke fool april")  # "t": what "isn't" ends on
_TAKING_BACK = _DENYING | _folded(
    "of course it that this all any such a the is was were be isn wasn did didn do doesn ever happen true so real"
    " really actually only just wait sorry in fact but and or we i have hasn been there here april first 1"
)
_QUOTED = re.compile(
    r"\"[^\"]{2,400}\"|“[^“”]{2,400}[”\"]|«[^«»]{2,400}»|\[[^\[\]]{2,400}\]"
    r"|(?<!\w)[‘'][^‘’'](?:[^‘’']|['’](?=\w)){1,400}['’](?!\w)"
)
_ANSWERS = re.compile(r"That\s+(?:[A-Z]|(?:the|an?|its?|they)\b)")  # "That it has failed.": a clause alone
# What is asked, and what is set in a play, isn't said of the world.
_NO_STATEMENT = re.compile(
    r"\?[\"'”’)\]]*$|^In\s+[^,.;:]{0,60}\b(?:serial|novel|film|play|role-play|game|drill|rehearsal|dream|sketch|episode"
    r"|nightmare|screenplay|comic|puzzle|tale)s?\b"
)
_LABEL = 80  # letters, at most
_TERM = 3  # words, at most, of a name or a term between quotation marks
_VOICED = vocabulary.SAY | frozenset(
    map(
        base, listed("ask recall concede promise vow testify boast lament urge shout write tweet post quote joke reply")
    )
)
_TELLING = _VOICED | frozenset(
    map(base, listed("read mention print know hold observe announce hear learn agree repeat"))
)
_UNDONE = standing.DOUBT | {standing.DUTY, standing.PURPOSE, standing.PERMIT, standing.PLAN}


def own(sentence: str, *, opening: bool = False) -> str:
    """The sentence without what is not the report's own word; empty where nothing is left.

    `opening`: it is the report's first, where a label may be its title.
    """
    if of_texts(sentence) or _NO_STATEMENT.search(sentence):
        return ""
    told = _unannounced(_unquoted(sentence), opening)
    return "" if _vouched_by_nobody(told) else told


def of_texts(sentence: str) -> bool:
    """Whether it speaks of texts, of those who make and carry them, or of the very text that it stands in."""
    return texts(sentence) > 1


def aside(sentence: str) -> bool:
    """Whether what stands beside it may be no word of the report's own: it is of texts, points to the sentence after
    it, or only takes the one before it back.
    """
    words = set(tokens(sentence))
    head = label(sentence)
    us = _US.search(unspoken(sentence)) is not None
    if texts(sentence) + us > 1 or (texts(head) and not is_clause(sentence[len(head) + 1 :])):
        return True
    return bool(_FOLLOWS.search(sentence)) or (words <= _TAKING_BACK and bool(words & _DENYING))


def texts(sentence: str) -> int:
    """How much speaks for that: two for a word of nothing else, one for each word of other things too."""
    words = set(tokens(" ".join(_NO_NAME.findall(_NOTICED.sub("seen", sentence)))))
    perhaps = len(_PERHAPS_OF_TEXTS & words)
    return 2 * len(_OF_TEXTS & words) + perhaps + (perhaps > 0 and _ITSELF.search(sentence) is not None)


def label(sentence: str) -> str:
    """What a colon sets before the sentence's say: a few words. Empty where there is none, or somebody is quoted."""
    found = _COLON.search(sentence)
    if found is None or found.start() > _LABEL or sentence[found.end()] in '"“':
        return ""
    return sentence[: found.start()]


def is_clause(text: str) -> bool:
    """Whether something is said of something in it."""
    structure = syntax.parse(read(text))
    return any(one.finite and (one.subject or one.inverted) for one in structure.predicates)


# ---------------------------------------------------------------- announced


def _unannounced(sentence: str, opening: bool) -> str:
    """The sentence up to a label that a clause follows: "Sources: nine" is a list, and stays."""
    for mark in (_COLON, _READS):
        found = mark.search(sentence)
        if found is None or not is_clause(sentence[found.end() :]):
            continue
        before = sentence[: found.start()]
        if mark is _READS or of_texts(before) or _POINTING.search(before) or _asks(before):
            return before
        if not opening and (not is_clause(before) or _tells(before)):
            return before
    return sentence


def _asks(before: str) -> bool:
    """Whether what stands behind it is yet to be said: "each account has to give the other view"."""
    return commands(before) or any(standing.standings(syntax.parse(read(before))))


def _tells(before: str) -> bool:
    """Whether a clause before a colon only brings the one behind it: "an old captain agrees"."""
    structure = syntax.parse(read(before))
    last = structure.predicates[-1] if structure.predicates else None
    told = last is not None and last.verb >= 0 and structure.reading.tokens[last.verb].key in _TELLING
    return texts(before) > 0 or told


# ---------------------------------------------------------------- quoted


def voiced(sentence: str) -> bool:
    """Whether somebody says something in it, outside quotation marks."""
    return any(base(word) in _VOICED for word in re.findall(r"[a-z]+", unspoken(sentence).lower()))


def unspoken(sentence: str) -> str:
    """The sentence without its quotations, save for names and terms."""
    return _QUOTED.sub(lambda found: found[0] if _is_term(found[0][1:-1]) else " ", sentence)


def _unquoted(sentence: str) -> str:
    """The sentence without quotations beside which nobody speaks."""
    around = unspoken(sentence)
    return sentence if not around.strip(" .,;:!?") or voiced(sentence) else around


def _is_term(quoted: str) -> bool:
    words = quoted.split()
    if all(word[0].isupper() or len(word) <= _TERM for word in words):
        return True  # a title
    return len(words) <= _TERM and not any(one.object or one.finite for one in syntax.parse(read(quoted)).predicates)


# ---------------------------------------------------------------- said


def _vouched_by_nobody(sentence: str) -> bool:
    """Whether it has a clause that is only to be said, would be said, or that nobody says who could know."""
    sentence = unspoken(sentence) if voiced(sentence) else sentence  # what is quoted, its speaker answers for
    words = re.findall(r"[a-z]+", sentence.lower())
    if THAT not in words and not any(base(word) in _TELLING for word in words):
        return False
    structure = syntax.parse(read(sentence))
    marks = standing.standings(structure)
    if _ANSWERS.match(sentence):
        return True
    return any(
        _empty(structure, structure.predicates[n], one, marks[n])
        for one in structure.predicates
        if one.finite and one.parent >= 0
        for n in _above(structure, one)
    )


def _above(structure: Structure, clause: Predicate) -> Iterator[int]:
    """The predicate that a clause hangs on, and what that one hangs on, up to a finite verb."""
    n = clause.parent
    yield n
    while clause.opener == THAT and not structure.predicates[n].finite and structure.predicates[n].parent >= 0:
        n = structure.predicates[n].parent
        yield n


def _empty(structure: Structure, above: Predicate, clause: Predicate, mark: standing.Standing) -> bool:
    """Whether nobody answers for the clause, by the predicate that it hangs on."""
    words = structure.reading.tokens
    tells = above.verb >= 0 and words[above.verb].key in _TELLING
    of_it = [one.pronoun for one in above.subject] == ["it"]  # "it is agreed between us that", "it must be added that"
    if clause.opener == RELATIVE:  # or what a noun says: "the fact that"
        heads = {words[one.head].text.lower() for one in clause.object if one.head >= 0}
        return bool(heads & _WORDS or (heads & _CONTENTS and mark & _UNDONE)) or (tells and of_it)
    if clause.opener not in (THAT, "", "how"):
        return False
    if above.copula and above.verb < 0:
        thinks = any(one.head >= 0 and words[one.head].text.lower() in _THOUGHTS for one in above.subject)
        return clause.opener == THAT and not above.object and not thinks  # "the answer is that"
    if not tells:
        return of_it and standing.DUTY in mark
    subjects = {
        words[one.head].text.lower() if one.head >= 0 else one.pronoun or one.determiner
        for one in above.subject
        if one.head < 0 or words[one.head].kind != NAME or words[one.head].doubtful
    }
    return bool(
        mark & _UNDONE
        or above.denied
        or subjects & _ANYBODY
        or any(not _PERHAPS_OF_TEXTS.isdisjoint(tokens(subject)) for subject in subjects)
        or (above.passive and above.helpers[:1] in (("is",), ("are",)) and not above.agent)
    )
