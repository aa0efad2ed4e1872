"""Plain text into sentences, and what a sentence needs from the one before it. Pure, linear in the text, any script."""

from __future__ import annotations

import re

# Never the end of a sentence: a name or a figure follows.
_TITLES = "Mr Mrs Ms Dr Prof Sr Jr St vs Gen Lt Col Sgt Capt Cmdr Sen Rep Gov Rev Hon Pres Fig Eq approx Mt Ft v"
_RANKS = "Maj Cpl Adm Brig Flt Supt Insp Det Const Rs al cf viz nos Nos pp est ca Vol Ch Sec Art"
_MONTHS = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
# May end a sentence: they do where a word follows that often opens one.
_MAYBE = "Inc Ltd Co Corp etc Bros No U.S U.K U.N U.A.E E.U a.m p.m e.g i.e D.C Ph.D"

_MONTH_NAMES = frozenset(_MONTHS.split())
_NEVER = frozenset(f"{_TITLES} {_RANKS} {_MONTHS}".split())
_PERHAPS = frozenset(_MAYBE.split())
_ARTICLES = "The A An In On At It He She They We I You This That These Those There His Her Their Its Our My"
_OPENERS = frozenset(
    f"{_ARTICLES} But And So If When While After Before As For With However Meanwhile According What Who Why How"
    " Where Now Then Some Many Most All No Not".split()
)

# What follows a time of day that goes on: "at 9 a.m. Eastern", "9 a.m. Tuesday"; and one that only opens a sentence.
_OF_DAY = re.compile(
    r"[A-Z]{2,4}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Eastern|Central|Mountain|Pacific|Zulu)\b"
    r"|(?:[A-Z]\w+ ){1,3}(?:[Tt]ime|summer)\b|(?:" + "|".join(_MONTHS.split()) + r")[a-z]*\.? \d"
)
_AT_FIRST = re.compile(r"(?:^|[.!?] )(?:At|By|Around|About|From|Until) [^ ]{1,8} [ap]\.m$")

_CLOSERS = "\"'”’»)\\]"
# It opens with the marks alone, which the engine then looks for at once; only the first of a run counts.
_END = re.compile(
    rf"[.!?…。！？｡।॥؟۔](?:(?<=[.!?…])(?<![.!?…].)[.!?…]*[{_CLOSERS}]*(?=\s)"
    r"|(?<=[。！？｡])[。！？｡]*[」』”’）]*|(?<=[।॥؟۔])(?<![।॥؟۔].)[।॥؟۔]*(?=\s))"
)
_GLUED = re.compile(
    rf"[.!?](?<=[^\W\d_A-Z](?:[^\W\d_A-Z]|['’])[.!?])[{_CLOSERS}]?(?=[A-Z][a-z]+[ ,'’])"  # 'a "find."The', "'find'.The"
)
_LAST_WORD = re.compile(r"[^\s(\[\"“‘']+$")
_INNER_MARK = re.compile(rf"[.!?][{_CLOSERS}]*\s")
_INNER_END = re.compile(rf"([^\s(\[\"“]*)([.!?][.!?]*[{_CLOSERS}]*)\s+[\"'“‘(\[]?[A-Z0-9À-Þ]")
_COUNTED_ABBREVIATIONS = frozenset(
    f"{_MONTHS} Mr Mrs Ms Dr Prof Sr Jr St vs No Gen Lt Col Sgt Capt Sen Rep Gov Inc Ltd Co Corp Fig"
    " approx U.S U.K U.N a.m p.m e.g i.e etc".split()
)

_DANGLING = re.compile(
    r"""[\s"'“‘(\[-]*(?:
        (?:he|she|it|they|him|them|his|her|hers|their|theirs|its|this|these|those|that|both|such|another|others?
          |but|however|and|also|so|or|nor|meanwhile|instead|moreover|furthermore|therefore|thus|hence|then|still|yet|nevertheless
          |nonetheless|besides|additionally|similarly|likewise|consequently|accordingly|conversely|otherwise|indeed|plus|which|whom
          |(?:later|earlier|afterwards?|rather|here|elsewhere|finally|secondly|thirdly|too|again)(?=,)
          |in\s+(?:addition|contrast|turn|fact|other\s+words|particular|response|the\s+meantime|that|those
              |th(?:is|ese)(?!\s+(?:papers?|work|article|study|letter|report|thesis)\b))
          |for\s+(?:example|instance|that|this|these)
          |as\s+(?:a\s+result|such|well)|on\s+the\s+(?:other\s+hand|contrary)|at\s+(?:the\s+same|that|this)\s+(?:time|point)
          |(?:after|before|despite|by|from|with|since|until|to|on|given|unlike|like|under|through|using|among|of|while|when|if|as)\s+(?:that|this|these|those|he|she|it|they|them|such)
          |in\s+(?:it|them|which)|since\s+then|to\s+(?:address|tackle|solve|overcome|do)\s+(?:this|these|that|so)|by\s+then|until\s+then|even\s+so|not\s+only\s+that
          |the\s+(?:former|latter|two|duo|pair|trio|others?|same)|(?:one|some|many|most|none|all|each|neither|either)\s+of\s+(?:them|these|those|which)
        )\b|(?:he|she|it|they|that)['’](?:s|d|ll|re|ve)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def split(text: str) -> list[str]:
    """The sentences of `text`, each on one line. A line break always ends a sentence."""
    return [sentence for line in text.splitlines() for sentence in split_line(line)]


def split_line(line: str) -> list[str]:
    """The sentences of one paragraph. Speech of several sentences is split too: see `open_quote`."""
    line = " ".join(line.split())
    if not line:
        return []
    found, start = [], 0
    for end in _ends(line):
        piece = line[start:end].strip()
        if piece:
            found.append(piece)
        start = end
    rest = line[start:].strip()
    if rest:
        found.append(rest)
    return found


def _ends(line: str) -> list[int]:
    ends = [match.end() for match in _END.finditer(line) if _closes(line, match.start(), match.end())]
    ends += [match.end() for match in _GLUED.finditer(line)]
    return sorted(ends)


def _closes(line: str, start: int, end: int) -> bool:
    """Whether the mark at line[start:end] ends a sentence."""
    mark = line[start]
    if mark in "。！？｡।॥؟۔":
        return True
    following = line[end + 1 : end + 40].lstrip("\"'“‘«([¿¡—–- ")
    if following[:1].islower():
        return False
    if mark != "." or end - start > 1:
        return True
    last = line[max(0, start - 24) : start].rpartition(" ")[2]
    if not last.isalnum():
        word = _LAST_WORD.search(last)
        last = word.group() if word else ""
    if last in _NEVER or last.rpartition("-")[2] in _MONTH_NAMES:  # "June 30-Aug. 8"
        return False
    if (
        last in _PERHAPS
        or (len(last) == 1 and last.isupper())
        or (len(last) > 1 and last[-2] == "." and last[-1].isupper())
    ):
        if following != line[end + 1 : end + 40].lstrip() and last not in _PERHAPS and "." in last:
            return False  # J.P. "Jape" Moss
        if last in {"a.m", "p.m"}:
            return not (_OF_DAY.match(following) or _AT_FIRST.search(line[max(0, start - 40) : start]))
        if last == "No":
            return not following[:1].isdigit()
        opener = following.split(" ", 1)[0].rstrip(",.")
        return opener in _OPENERS and not (len(last) == 1 and opener in {"A", "I"})
    return not (last.isdigit() and start - len(last) <= 1)  # "1. A list"


def count(sentence: str) -> int:
    """How many sentences a strict reader counts: one that knows few abbreviations and looks inside quotes."""
    if not sentence:
        return 0
    inner = 0
    if not _INNER_MARK.search(sentence):
        return 1
    for match in _INNER_END.finditer(sentence):
        before, mark = match.groups()
        word = before.rsplit("-", 1)[-1]
        if mark == "." and (
            word in _COUNTED_ABBREVIATIONS
            or (len(word) == 1 and word.isupper())
            or (word[-2:-1] == "." and word[-1:].isupper())
        ):
            continue
        inner += 1
    return inner + 1


def dangling(sentence: str) -> bool:
    """Whether the sentence leans on an earlier one: it opens with "he", "this", "however" and the like."""
    return _DANGLING.match(sentence) is not None
