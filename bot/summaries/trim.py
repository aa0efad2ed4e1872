"""What can be cut from a sentence so that grammatical English is left, and nothing is claimed that it does not say."""

from __future__ import annotations

import re

from bot.sentences import dangling

_AGENCIES = "CNN|Reuters|REUTERS|AP|AFP|PTI|IANS|ANI|UPI|Xinhua|TASS|Bloomberg|dpa|EFE|Kyodo|SPACE\\.com|Space\\.com"
_DATELINE = re.compile(
    rf"""^(?:[A-Z][\w.'’/-]*(?:[\s,/|]+(?:[A-Z][\w.'’-]*|\d{{1,2}}|and)){{0,12}}[\s,]*)?
         \((?:{_AGENCIES})(?:\s[A-Z]\w+)?\)\s*(?:[–—-]+|:)?\s*(?=\S)
      | ^[A-Z][A-Z.'’ -]{{2,30}}(?:,\s+(?:[A-Z][a-z]{{2,8}}\.?\s?)*(?:\d{{1,2}})?(?:\s*\([^)]{{1,30}}\))?)?
         \s*(?:[–—]+|--|:)\s+(?=[A-Z"“'])
      | ^[A-Z][\w.'’]+(?:,?\s[A-Z][\w.'’]+){{0,3}}\s*(?:,\s*[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}(?:,\s\d{{4}})?)?
         \s(?:[–—]|--)\s(?=[A-Z"“'])
      | ^[A-Z]{{2}}[A-Z.'’ -]{{2,30}}(?:,\s[A-Z][\w.]{{1,12}})?—(?=[A-Z"“])
      | ^New\s(?:Delhi|York|Orleans):\s+(?=[A-Z])""",
    re.VERBOSE,
)
_SHOUTED = re.compile(
    r"^(?:[A-Z0-9][A-Z0-9.,:'’&/-]*\s+){3,12}(?=[A-Z\"“][a-z])|^(?:[A-Z0-9]{2,}[:,]?\s+){1,10}[A-Z]{2,}(?=[A-Z][a-z])"
)
_LABEL = re.compile(
    r"^(?:(?:Image\s)?Description|(?:Image\s)?Caption|Summary|Abstract)\s*:?\s+(?=A\s[a-z]|[A-Z\"“][\w’'.]+\s)"
)
# A byline that runs into the sentence, a post's author and day, a button.
_BYLINE = re.compile(
    r"""^(?:By\s(?:(?:\(?[A-Z][\w.'’()-]*|of|and|the|for|at)\s+){2,10}(?=(?:For|The|In|On|As|When|After|Since|At|An?|More)\s[a-z])
      |Written\sby\s.{5,160}?\bplanning\sdate:\s[A-Z]\w+,\s[A-Z]\w+\.?\s\d{1,2},\s\d{4}\s+(?=[A-Z])
      |[—–-]*\s*[A-Z][^@()]{1,40}\s\(@\w{1,20}\)\s[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}\s*(?=[A-Z"“])
      |CLOSE\s+(?=[A-Z]))""",
    re.VERBOSE,
)
_STUCK_ASIDE = re.compile(r"^\([^()]{10,160}\)\s*(?=[A-Z\"“])")
_CONNECTIVE = re.compile(
    r"""^(?:however|meanwhile|instead|moreover|furthermore|therefore|thus|nevertheless|nonetheless|besides|additionally|consequently|also|plus|indeed
      |in\s+addition|for\s+(?:example|instance)|as\s+a\s+result|in\s+fact|of\s+course|after\s+all|on\s+the\s+other\s+hand|at\s+the\s+same\s+time|in\s+the\s+meantime|in\s+turn|finally|notably|in\s+particular
      |interestingly|significantly|incidentally|earlier|later|then|still|now)\s*,\s+|^(?:but|and(?!\syet\b)|so(?!\s(?:far|much|many|long|that|did|do|does|is|was|are|were|too|began|begins|ended|ends|goes|went|says|said)\b)|yet(?!\s(?:another|to)\b))\s*,?\s+(?=[A-Z"“]|(?:the|a|an|in|on|at|for|with|after|when|while|as|some|many|most)\s)""",
    re.IGNORECASE | re.VERBOSE,
)

# A purpose or setting that stands in the sentence before: "To address this gap, we build" says as much as "We build".
_BACKWARDS = re.compile(
    r"""^(?:to\s(?:this\send|do\s(?:this|so)|\w{4,12}(?:\swith)?\s(?:this|these|that|those|such)\b[^,;:"“”()]{0,60})
      |(?:motivated|inspired)\sby\s(?:this|these)\b[^,;:"“”()]{0,60}|(?:in|by)\sdoing\sso|with\sthis\sin\smind|as\ssuch
      |(?:in|for|from|under|within|based\son|given|using|with)\s(?:this|these)\s[^,;:"“”()]{3,40}(?=,\swe\s)(?<!\spaper)(?<!\swork)(?<!\sstudy)|here(?=,\swe\s)
     )\s*,\s+""",
    re.IGNORECASE | re.VERBOSE,
)


def dateline(paragraph: str) -> str:
    """The paragraph without the byline, place, date and agency that it opens with, or a heading or link run into it."""
    if paragraph.startswith("("):
        paragraph = _STUCK_ASIDE.sub("", paragraph, count=1)
    head = paragraph[:100]
    if any(mark in head for mark in "(–—-:"):
        paragraph = _DATELINE.sub("", paragraph, count=1)
    if head.startswith(("By ", "Written by ", "CLOSE ")) or "(@" in head:
        paragraph = _BYLINE.sub("", paragraph, count=1)
    if paragraph[:1] in "DICSA":
        paragraph = _LABEL.sub("", paragraph, count=1)
    return _SHOUTED.sub("", paragraph, count=1) if paragraph[1:2].isupper() else paragraph


def opening(sentence: str) -> str:
    """The sentence without a word that joins it to the sentence before."""
    bare = _BACKWARDS.sub("", _CONNECTIVE.sub("", sentence, count=1), count=1)
    if bare != sentence and bare and not dangling(bare):
        sentence = bare[0].upper() + bare[1:]
    if sentence.startswith("("):
        sentence = _STUCK_ASIDE.sub("", sentence, count=1)
    return sentence.lstrip("-–—•*·▪►| ").strip()


_GOES_ON = (
    r"(?!(?:an?|the|this|these|those|his|her|its|their|our|he|she|it|they|we|there|some|many|most|more|less|fewer|few|all"
    r"|both|each|every|one|two|three)\b)[a-z]"
)
# A clause that only adds: without it the rest says the same of the same things. Conditions ("if", "when", "until"),
# attributions ("according to", "he said") and contrasts ("but") stay, as the sentence would claim more without them.
_ASIDES = (
    # "(BJP)", but never a citation or a unit that the sentence cannot do without at its end
    # nor figures that stand where commas should: "Ada Moss (26) Lena Orr (37)"
    re.compile(r"\s\((?![ivx]+\)|\w\)|\d{1,3}\)\s)[^()\[\]\"“”]{2,80}\)(?=[\s,.;:!?])"),
    # "Ask them of Earth -- or Mars -- most said no", "in 2031 -- also at sea -- a move that": another thought follows
    re.compile(
        rf"\s(?:–|—|--)\s(?!(?:and|or|but|nor)\b)[^–—\"“”]{{3,120}}?\s(?:–|—|--)(?=\s{_GOES_ON})"
        rf"|(?<=\w)—(?!(?:and|or|but|nor)\b)[^—\"“”]{{3,120}}?—(?={_GOES_ON})"
    ),
    # "X, who did that, said": nothing but a verb may follow, or the second comma belongs to a list
    re.compile(
        r",\s(?:who|which|whose)\s[^,;:()\"“”]{4,110},(?=\s(?:has|had|have|is|was|were|are|will|would|can|could|may|might|must|said|says|told|added|also|took|made|went|did|does|\w{3,}ed)\s)"
    ),
    # ages
    re.compile(
        r"(?<=[a-z]),\s(?:aged\s)?\d{1,2},(?=\s(?:has|had|is|was|were|who|and|will|would|said|told|died|won|\w{3,}ed)\s)"
    ),
)
_TAILS = (
    re.compile(r",\s(?:which|who|whose|where)\s[^,;:\"“”()]{8,160}(?=[.!]$)"),
    re.compile(
        r",\s(?!(?:accord|depend|pend|barr|assum|consider|exclud|provid|suppos|say|add|claim|stat|not|not|suggest|alleg|argu|be|act)(?:t?)ing\b)[a-z]{2,12}ing\s(?!(?:and|or|that)\b)(?:(?!\b(?:is|are|was|were|has|have|had|will|can|may|becomes?|remains?|met|took|made|went|came|gave|got|won|lost|said|told|saw|ran)\b)[^,;:\"“”()]){12,160}(?=[.!]$)"
    ),
    re.compile(
        r",\s(?:while|after|before|as|with|amid|following|even\sas|leading|due\sto|thanks\sto|along\swith(?!\s[^,]*,)|just)\s(?!(?:if|of|to|well|per)\b)[^;:\"“”()]{10,200}(?=[.!]$)"
    ),
)
_LEADS = (
    re.compile(
        r"^(?:In\s(?:an?|the|his|her|their|its)\s(?:\w+\s)?(?:statement|interview|tweet|letter|release|post|report|video|conference|briefing|press\s\w+)\b|Speaking|Addressing|Talking|Responding|Reacting|Writing|Taking\sto)[^,;:\"“”]{0,90},\s(?=(?:the|an?|his|her|its|their|he|she|it|they|we)\s|[A-Z])"
    ),
    re.compile(
        r"^(?:While|After|Following|Even\sas|Though|Although|Amid|Based\son|Thanks\sto|Just|Apart\sfrom|Besides|Aside\sfrom|In\saddition\sto|To\s(?!date|be)\w+)\s[^,;:\"“”]{6,110},\s(?=(?:the|a|an|[A-Z]\w+|we|it|[a-z]+\w+s)\s)"
    ),
)
# "After following the five, officers arrested them": whom, the lead-in says; "Asked why, Moss's answer": to what.
_ANSWERS_LEAD = re.compile(
    r"^[^,]*,\s(?:(?:[a-z][\w'’-]*\s+){1,8}?(?:them|they|him|he|her|she|it|its|his|their)|(?:[\w'’-]+\s+){1,3}?(?:answer|reply|response)"
    r"|.*\s(?:to|with|against|for|of|by|from|on|over|gives?|given|gave)\s(?:it|them)(?=[.,]|\s\w+[.,]|\s(?:in|on|at|for|as|a|an|the)\s))\b"
)
_CHARGED = re.compile(
    r"\b(?:not|no|never|nor|without|unless|if|deny|denied|denies|alleg\w+|claim\w*|false|hoax|except|however|despite|but|only|fail\w*|fiction\w*|simulat\w*|die[ds]?|dead|deaths?|kill\w*|succumb\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
# "..., while others gained, the bank said.": who says it says all of it.
_ATTRIBUTION = re.compile(
    r",[^,]*\b(?:said|says?|told|tells?|reports?|reported|according|wrote|writes|added|claim(?:s|ed)|announced|stated)\b[^,]*$"
)
_DOING = re.compile(r",\s[a-z]+ing\s")
_SHOWN = re.compile(
    r"\b(?:show(?:s|ed|n)?|sees?|saw|seen|film(?:s|ed)|caught|heard|pictured)\b"
)  # "shows him, a pilot, waving"
_SUBORDINATE = re.compile(
    r"(?:When|While|If|As|After|Before|Since|Because|Although|Though|Once|Until|Unless|Whenever|Whether|Given)\s"
)
_NO_VERB = re.compile(r"\b(?:when|while|once|if|though|although|as)\s\w+ed\b")  # "when asked"
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|do|does|did|said|says|told|took|made|went|won|lost|got|gave|found|came|left|ran|saw|met|put|set|led|held|kept|sent|began|shot|wrote|spoke|hit|cut|became|grew|fell|rose|flew|broke|built|bought|sold|paid|propose|show|present|introduce|study|demonstrate|use|\w{2,}ed)\b"
)
# "Today, ten years after it flew": its one verb is told of another time.
_WHEN = re.compile(
    r"(?:^|,\s|\b(?:years?|months?|weeks?|days?|hours?|minutes?|long|shortly|soon|just|even)\s)"
    r"(?:after|before|since|when|while|until|because|as|though|although)\s[^,]*",
    re.IGNORECASE,
)
# "The authors—Ada Moss and Lena Orr—have": who they are.
_NAMING = re.compile(r"\s?(?:—|–|--)\s?[A-ZÀ-Þ]")
_THE_ONES = re.compile(r"\b[Tt]he\s(?:[\w-]+\s){0,2}[\w-]+$")
# "It stands at an angle, which is." was cut in the middle.
_UNFINISHED = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|which|who|whose|whom|that|and|or|but|of|to|in|at|on|for|from|with|by|as|the|an?"
    r"|when|where|while|if|because|than|into|onto|between|among|during|like|his|their|our|my|your)[.!]$"
)
_LEAST_WORDS = 7


def finished(sentence: str) -> str:
    """What stands whole of a sentence that its feed cut off: all before a last clause that only adds.

    Empty where there is none, and where an earlier clause may not be whole either.
    """
    open_ended = sentence.rstrip(" .…[](") + "."
    found: list[str] = []
    for pattern in _TAILS:
        _dropped(open_ended, pattern, found)
    return found[0] if found and "," not in found[0] else ""


def variants(sentence: str) -> list[str]:
    """Shorter tellings of a sentence: without its asides, its last clause, its lead-in, or all of them."""
    found: list[str] = []
    lean = sentence
    for pattern in _ASIDES:
        lean = _dropped(lean, pattern, found)
    for pattern in _TAILS:
        shorter = _dropped(lean, pattern, found)
        if shorter != lean:
            _dropped(sentence, pattern, found)
            lean = shorter
            break
    for pattern in _LEADS:
        if _ANSWERS_LEAD.search(lean):
            break
        shorter = _dropped(lean, pattern, found)
        if shorter != lean:
            _dropped(sentence, pattern, found)
            break
    return list(dict.fromkeys(found))


def _dropped(sentence: str, pattern: re.Pattern[str], found: list[str]) -> str:
    """The sentence without what the pattern marks, noted in `found`; unchanged where that is missing or must stay."""
    if len(sentence) > 600:
        return sentence
    kept = pattern.sub(
        lambda match: match.group() if _must_stay(match) else " " * match.group().startswith("—"), sentence
    )
    if kept == sentence:
        return sentence
    kept = kept[0].upper() + kept[1:]
    if kept.endswith(".."):  # "as Moss et al. (2031)."
        kept = kept[:-1]
    if (
        len(kept.split()) < _LEAST_WORDS
        or _UNFINISHED.search(kept)
        or not _VERB.search(_WHEN.sub("", _NO_VERB.sub("", kept)))
        or ("," not in kept and _SUBORDINATE.match(kept))
        or (dangling(kept) != dangling(sentence) and dangling(kept))
    ):
        return sentence
    found.append(kept)
    return kept


def _must_stay(match: re.Match[str]) -> bool:
    """Speech is told as it was spoken, and what turns the meaning of the rest, or names "the two", is told with it."""
    before = match.string[: match.start()]
    return (
        before.count('"') % 2 == 1
        or before.count("“") > before.count("”")
        or _CHARGED.search(match.group()) is not None
        or _ATTRIBUTION.search(match.group(), 1) is not None
        or (_DOING.match(match.group()) is not None and _SHOWN.search(before) is not None)
        or (_NAMING.match(match.group()) is not None and _THE_ONES.search(before) is not None)
    )
