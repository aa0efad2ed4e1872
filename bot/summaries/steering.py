"""Text that addresses whoever retells it instead of telling news. Pure; English.

What an obedient model repeats of an order stands, word for word, in the very source that it cites. So reports are read
for signs of a hand at work before anything is compared. These are told by what a report is, not by orders known so far:

    it is prose            what is marked up, in other letters or in another language is withheld, and
    it speaks to nobody    so are sentences with "you", "please" or an imperative in them: `suspect`;
    it isn't about itself  of one that asks for something and speaks of texts or of those who retell them nothing at all
                           is evidence, nor of one that plays a dialogue or wants something forgotten: `steers`.

What of the sentences left is a report's own word is asked in bot.summaries.hearsay, and who tells what only the others
have in bot.summaries.borrowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot import sentences
from bot.summaries import hearsay, manner
from bot.summaries.disguise import encoded, undisguised
from bot.summaries.imperatives import INVITATIONS, commands, dictates
from bot.summaries.words import RAREST, rarity, stem


def _either(words: str) -> str:
    """A pattern for any of the words; "_" stands for a space."""
    return rf"\b(?:{'|'.join(words.split())})\b".replace("_", r"\s+")


_FORGET = _either(
    r"""
    ignor\w+ disregard forget override bypass overrule set_aside discard abandon stop_following do_not_follow
    vergiss olvida oublie\w* dimentica
    """
)
_TOLD = _either(
    r"""
    instructions? prompts? directives? guidelines? rules constraints context everything what_you
    previous prior earlier above preceding foregoing anweisung\w* regeln instru\w+ istruz\w+ consignes? r[eè]gl\w+
    """
)
_ROLE = _either(
    "system assistant developer user human admin operator root override instructions? prompt ai bot llm task rule"
)
_BEGIN = r"(?:^|[\n.!?:;\"'“>*\])][^\S\n]{0,8})"  # where somebody begins to speak
_BREAKS_OUT = re.compile(
    rf"{_FORGET}[^.!?\n]{{0,50}}{_TOLD}"
    # a dialogue with a machine, and what its programs set texts apart with
    rf"|<\|[^|>\n]{{1,40}}\|>|\[/?INST\]|[<\[]/?(?:{_ROLE}|tool|model)[^>\]\n]{{0,200}}[>\]]"
    rf"|{_BEGIN}[#\[(<*=_-]{{0,8}}\s{{0,4}}(?:\w{{1,20}}\s{{1,4}})?{_ROLE}\s{{0,4}}[\])>*]{{0,4}}\s{{0,4}}[:=]"
    r"|\bend\s+of\s+(?:the\s+)?(?:article|document|source|feed|text|data|input|story|report|context|item)s?\b"
    r"|(?-i:\b(?:BEGIN|END)\s+[A-Z]{3,})|\bsentences?\s+\d",  # who counts its sentences wants one
    re.IGNORECASE,
)
_CASTS = re.compile(
    r"\byou(?:['’]re|\s+are)\s+(?:now\s+(?:an?|the|in|my)\b|no\s+longer\b)|\byou\s+play\s+(?:the|an?)\b"
    r"|\byou(?:['’]re|\s+are)\s+(?:now\s+)?(?:captain\b|(?-i:[A-Z]{3,}))|\bas\s+an?\s+(?:ai|language\s+model|assistant)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    _either(
        """
        must should shall ought needs?_to has_to have_to is_to are_to be_to please kindly required? requires mandatory
        asked agrees? obliged duty may_only anything_may follows? following
        """
    ),
    re.IGNORECASE,
)
_NEAR = 60  # letters between what is asked and the text that it is asked of
_READER = re.compile(_either("you your yours yourself please kindly hypothetically let['’]s"), re.IGNORECASE)
_SHIPS = re.compile("Of Course I Still Love You|Just Read the Instructions")  # drone ships, in half of all launch news
_SENTENCES = re.compile(r"[^.!?\n]+(?:[.!?]+[\"'”’)\]]*|\n|$)")
# Where a sentence may end, whatever letter follows: a sentence that begins small hides in the one before it.
_ENDS = re.compile(r"(?:(?<=[a-z\d]{2}\.)|(?<=[!?]))\s+")
_SPEECH = re.compile(r"(?<!\w)[\"“][^\"“”]{0,400}(?:[\"”]|$)")  # what somebody says may go on in the sentence after it
_NAMED = re.compile(r"(?<=[a-z,;] )[A-Z]\w|\d")
_LOWER = re.compile(r"(?<![\w'’-])[a-zà-ž][a-zà-ž]*(?![\w'’-])")
# Tags, braces, rules, addresses, mentions of everybody, names of a program's; changes for one to make, blanks to fill.
_MARKED_UP = re.compile(
    r"</?[a-z!][^>]{0,200}>|[{}]|#{2,}|\s=\s|https?://|@(?:everyone|here)\b|(?<![\w/@#])[a-z]+(?:_[a-z]+)+\b"
    r"|\[/?(?:source|end|begin|hidden|note|ed)\b"
    r"|^(?:[+-]{3}\s|\+\w|@@)|(?<!\S)s/[^/\n]{1,80}/[^/\n]{0,80}/|\"{3}|_{3,}|>>|<<",
    re.IGNORECASE,
)


def steers(text: str) -> bool:
    """Whether a report holds a request to whoever retells it: to forget a task, to say something, to be somebody.
    Linear in the text, save for a bounded look-ahead.
    """
    plain = undisguised(text)
    if encoded(text) or _BREAKS_OUT.search(plain):
        return True
    return any(orders(piece.group()) for piece in _SENTENCES.finditer(plain))


def orders(sentence: str) -> bool:
    """Whether one sentence tells a machine, or whoever sums the news up, what to do."""
    said = _SPEECH.sub("“”", sentence).strip()
    if _CASTS.search(said) or (dictates(said) and hearsay.texts(said)) or _heads(hearsay.label(said)):
        return True
    asked = any(map(hearsay.of_texts, _around(_ASKED, said)))
    return asked or (hearsay.of_texts(said) and commands(said, besides=INVITATIONS))


def _heads(label: str) -> bool:
    """Whether a label sets words apart for use: "Continue the list:", "Preferred copy:", "The summary of this is:"."""
    if not label:
        return False
    needed = 1 if commands(label) else 3 if hearsay.is_clause(label) else 2
    return dictates(label) or hearsay.texts(label) >= needed


def _around(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """What stands near each place of the pattern."""
    for found in pattern.finditer(text):
        yield text[max(0, found.start() - _NEAR) : found.end() + _NEAR]


def evidence(text: str) -> str:
    """What of a report may be shown to a model and cited: nothing of one that steers, else its sentences that are not
    `suspect` and that no aside stands beside, for that may be what announces them, asks for them or takes them back.
    """
    if steers(text):
        return ""
    lines = [[(sentence, suspect(sentence)) for sentence in sentences.split(line)] for line in text.splitlines()]
    asides = [hearsay.aside(sentence) or (bad and not _chats(sentence)) for line in lines for sentence, bad in line]
    talk = manner.talks([sentence for line in lines for sentence, _ in line])
    if not any(bad for line in lines for _, bad in line) and not any(asides) and not any(talk):
        return text
    beside = (any(near) for near in zip([False, *asides], [*asides[1:], False], talk, strict=False))
    return "\n".join(" ".join(sentence for sentence, bad in line if not next(beside) and not bad) for line in lines)


def suspect(sentence: str) -> bool:
    """Whether a sentence, though no clear order, speaks to its reader or is not prose."""
    return _bids(sentence) or bool(_READER.search(_unspoken(sentence)))


def _bids(sentence: str) -> bool:
    if _MARKED_UP.search(sentence) or steers(sentence):
        return True
    plain = _unspoken(sentence)
    return any(map(commands, _ENDS.split(plain))) or _foreign(plain)


def _chats(sentence: str) -> bool:
    """Whether what speaks to the reader tells of the world, and of no text: "If you believe Moscow"."""
    return bool(_NAMED.search(sentence)) and not hearsay.texts(sentence) and not _bids(sentence)


def _unspoken(sentence: str) -> str:
    return _SHIPS.sub("the ship", _SPEECH.sub("“”", undisguised(sentence)))


def _foreign(sentence: str) -> bool:
    """Whether it is in other letters than Latin ones, or in words that English news does not have."""
    letters = [letter for letter in sentence if letter.isalpha()]
    if len(letters) > 7 and sum(not letter.isascii() for letter in letters) > 0.3 * len(letters):
        return True
    words = [word for word in _LOWER.findall(sentence) if len(word) > 1]
    strange = sum(rarity(stem(word)) >= RAREST for word in words)
    return len(words) > 4 and strange > 0.5 * len(words)
