"""What a report is about, as terms: words cut to their stems, exchangeable words read as one, numbers, and the
flights it names.

Pure and cheap: one pass over the title and over the beginning of the text. The clusterer (bot.news.stories)
weighs and compares what is read here; tools/background_table.py counts the same terms over a corpus.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.news import concepts

# The event of a report stands in its title and first paragraphs; what follows is background that other stories share.
TEXT_CHARS = 2500
TITLE_CHARS = 400

# Of the words of a headline in sentence case, more than this share are written small.
_SMALL = 0.4

_YEAR = re.compile(r"(?:19|20)\d\d")  # says little in a headline, though much in a text
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")

STOP = frozenset(
    """a about above according across after again against ago all almost along already also although always am among an
    and another any anyone anything are around as at away back be became because become been before began behind
    being below best better between both but by came can cannot come could day days did didn do does doesn doing don
    done down during each early either else end enough even ever every everything far few first for found four from
    full further gave get gets getting give given go goes going gone good got great had hadn half has hasn have
    haven having he her here hers herself him himself his how however i if in including inside instead into is isn
    it its itself just keep kept know known last late later latest least left less let like little ll long look made
    make makes making many may maybe me might million billion trillion month months more most much must my myself
    near nearly need never new next no nor not nothing now of off often old on once one only onto or other others
    our ours out over own part people per perhaps put rather re read really right said same saw say saying says
    second see seen set several she should show since so some something soon still such sure take taken takes taking
    tell than that the their theirs them themselves then there these they thing things think this those though
    thought three through time times to today together told tomorrow tonight too took top toward towards tuesday two
    under until up upon us use used using ve very via wants was wasn way we week weeks well went were weren what
    when where whether which while who whole whom whose why will with within without won would wouldn yeah year
    years yes yesterday yet you your yours monday wednesday thursday friday saturday sunday january february march
    april june july august september october november december jan feb apr jun jul aug sep sept oct nov dec photo
    photos video videos image images percent pct pc crore lakh rs live watch update updates news report reports
    reportedly""".split()  # noqa: SIM905 - words in quotes each would be harder to read
)


# Words of the page around a text, not of the text: ignored there, though a title may be about them.
_PAGE = frozenset(
    """photo getty ap associated press reuters afp click tweet tweeted facebook twitter pinterest instagram email
    share newsletter advertisement embed autoplay caption pool story highlights continued below window opens
    whatsapp tumblr reddit linkedin subscribe copyright file correspondent reporter published skip ad loading
    close print comment comments copy link play follow sign inbox app html www http https com""".split()  # noqa: SIM905 - words in quotes each would be harder to read
)


def stem(word: str) -> str:
    """A light English stem: the plural, -ing, -ed and the silent e go, so that launch, launches, launched and
    launching meet.
    """
    n = len(word)
    if n < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and n > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word[-1] == "s" and word[-2] not in "su":
        word = word[:-1]
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            cut = word[: -len(suffix)]
            if any(c in "aeiouy" for c in cut):
                word = cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "lsz" else cut
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    elif len(word) > 3 and word[-1] == "y":
        word = word[:-1] + "i"
    return word


def _concepts() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Stem -> the stem of its concept, and (stem, stem) -> concept for phrases of two words."""
    single: dict[str, str] = {}
    pairs: dict[tuple[str, str], str] = {}
    for line in concepts.WORDS.split("\n"):
        head, _, rest = line.partition(" ")
        for word in rest.split():
            first, _, second = word.partition("_")
            if second:
                pairs[stem(first), stem(second)] = stem(head)
            else:
                single[stem(word)] = stem(head)
    return single, pairs


_SINGLE, _PAIRS = _concepts()
_FIRST = frozenset(first for first, _ in _PAIRS)
# By form and not by stem: "fare", "theme" and "Mars" have the stems of little words.
_STOPPED = STOP | {
    word.removesuffix(cut) + end
    for word in STOP
    for cut, end in (("", "s"), ("", "ed"), ("", "ing"), ("e", "ing"), ("e", "ed"))
    if len(word) > 2
}
# What capitals tell apart from an everyday word: the agency from frozen water.
_CAPITALS = frozenset(("ICE",))
# Offices, which are written small beside a name and are part of it: "the Navy secretary", "secretary of the Navy".
_OFFICES = frozenset(
    map(
        stem,
        """secretary president minister premier chancellor governor mayor senator congressman director chief chair
        chairman head leader boss ceo administrator commander general admiral colonel captain officer official
        spokesman spokeswoman spokesperson ambassador""".split(),  # noqa: SIM905 - words in quotes each would be harder to read
    )
)
_PAGE_STEMS = frozenset(stem(word) for word in _PAGE)


@lru_cache(maxsize=20_000)
def _read_word(word: str) -> tuple[str, str]:
    """The stem of a word as written, and its term: the concept that it stands for, or "" for a word that carries
    nothing.
    """
    if word in _CAPITALS:
        return word, word
    lower = word.lower().replace("’", "'").removesuffix("'s")
    cut = stem(lower)
    if lower in _STOPPED or (len(cut) < 2 and not cut.isdigit()):
        return cut, ""
    return cut, sys.intern(_SINGLE.get(cut, cut))


class Terms(NamedTuple):
    """The terms of a text in order, and which of them were written small there: those are words of the language, and
    what is only ever written with a capital is a name.
    """

    all: list[str]
    common: set[str]


def _terms(text: str, *, page: bool) -> Terms:
    """The terms of a text; with `page`, without the words of the page around it."""
    words = _WORD.findall(text)
    read = [_read_word(word) for word in words]
    terms: list[str] = []
    common: set[str] = set()
    last = len(read) - 1
    skip = False
    for i, (cut, term) in enumerate(read):
        if skip:
            skip = False
            continue
        if cut in _FIRST and i < last and (phrase := _PAIRS.get((cut, read[i + 1][0]))):
            terms.append(phrase)
            skip = True
        elif term and not (cut in _PAGE_STEMS if page else _YEAR.fullmatch(cut)):
            terms.append(term)
            if words[i][0].islower() and not (cut in _OFFICES and _beside_name(words, read, i)):
                common.add(term)
    return Terms(terms, common)


def _beside_name(words: Sequence[str], read: Sequence[tuple[str, str]], i: int) -> bool:
    """Whether the word before, or the next one but for "of the", has a capital and isn't one of the little words."""
    after = i + 1
    while after < len(words) and words[after] in ("of", "the"):
        after += 1
    return any(words[n][0].isupper() and read[n][1] for n in (i - 1, after) if 0 <= n < len(words))


def title_terms(title: str) -> Terms:
    """The terms of a headline. One That Is Written Like This doesn't tell which are names, so none count as common."""
    title = title[:TITLE_CHARS]
    found = _terms(title, page=False)
    words = _WORD.findall(title)
    small = sum(word[0].islower() for word in words)
    return found if small > _SMALL * len(words) else Terms(found.all, set())


def text_terms(text: str) -> Terms:
    """The terms of the beginning of a text."""
    return _terms(text[:TEXT_CHARS], page=True)
