"""What a sentence means outside itself, so that it is told only where that has been told before it."""

from __future__ import annotations

import re

from bot.sentences import dangling
from bot.summaries.words import NUMBERS, rarity, stem, tokens

_SAYING = (
    r"(?:add|explain|continu|conclud|not|stress|remark|claim|stat|report|insist|warn|admit|acknowledg|emphasi[sz]|reveal|confirm|recall)(?:t?ed|e?s)?"
    r"|said|says|told|tells|thinks?|thought|believes?|believed|went\s+on|goes\s+on"
)
# "He added that it went well.": who speaks is not told, and what is said leans on what was said before.
_HEARSAY = re.compile(
    rf"(?:he|she|they|it|the\s+(?:pair|two|duo))\s+(?:(?:also|then|later|further|has|had|have)\s+){{0,2}}(?:{_SAYING})\b",
    re.IGNORECASE,
)
_POINTERS = ("such ", "there", "the same ", "those ")
_STILL = re.compile(r"[\"“]?(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_HE_SAID = re.compile(rf"[,?!][\"”]\s+(?:he|she|they|(?:his|her|its|their)\s\w+)\s+(?:{_SAYING}|writes?|wrote)\b")
# "such a storm", "was seen there": but never "there is", "such as", "from there to".
_POINTING = re.compile(
    r"\b(?:such\s+an?\s+(?P<noun>\w+)|the\s+same\s+(?:day|time|year|place)|those\s+(?:two|three|of))\b"
    r"|(?<!out\s)(?<!over\s)\bthere(?=[.,;!]|\s+(?:on|in|at|for|since|before|after|until|by|and|but|with|as|when)\b)"
)
# "The cargo ship on top of it is": no noun stands for itself.
_OUTSIDE = re.compile(
    r"(?:The|An?|Its)\s(?:[\w'’-]+\s){1,6}?(?:of|on|in|inside|behind|under|above|below|around|aboard|for|to|from|with)\s"
    r"(?:it|them|him|her)\s(?:is|are|was|were|has|have|had|will|would|can|could)\b"
)
# "plans for this larger variant": which, was told before, unless a word of it stands earlier in the sentence.
_THIS_ONE = re.compile(
    r"(?<=\s)(?:this|these)\s+(?!(?:week|weekend|year|month|morning|afternoon|evening|night|season|time|day|date|spring|summer|autumn|fall|winter"
    r"|quarter|century|decade|way|world|planet|country|paper|work|article|study|letter|report|is|was|are|were|has|had|will|can|could|may|might|must|would"
    r"|when|where|which|while|because|that|of|in|with|from|at|under|on|without|to|and|or|not|by|as|for|around|about|past|last|coming)\b)"
    r"(\w+)(?:\s+(\w+))?"
    r"|(?<=\s)those\s+(?!(?:who|whose|that|which|with|in|of|from|on|at|to|for|by|are|were|is|not|already|still|now)\b|\w+(?:ed|ing)\b)"
    r"(\w+)\s+(?!(?:who|that|which|in|of|from|on|at|with)\b)(\w+)"
)
# "Astronomers call this a burst": what, was said before.
_CALLED = re.compile(
    r"[^,;:.\"“”]{1,60}\b(?:calls?|called|dub(?:bed|s)?|names?|named)\s(?:this|these)\s(?:[\"“'‘]|an?\s|the\s)"
)
_THAT = re.compile(  # "figure that out", "prior to that date", "for a while, that phone"
    r"\b(?:prior\sto|before|since|until|by|on)\sthat\s(?:date|day|time|point|moment)\b|\b(?:do|does|did|know|figure|explain|change|like|about|mean)\s(?:that|this)(?=\sout\b|[.,;])|^(?:[A-Z][a-z]+\s)(?:\w+\s){0,3}\w+,\sthat\s(?!is\b|was\b)"
)
_ALSO = re.compile(r"(?:[\w'’.-]+\s){1,6}?also\s(?!known\b|called\b)")  # "Sorrel Space also sold a rocket"
_SOME_OF_THEM = re.compile(
    r"(?:One|The\s(?:first|second|third|other|latest))\s(?:is|was|has|had|will)\b|The\sones?\s(?:that|who|which|in|on|with)\b"
    r"|\W?(?:About\s|Some\s|At\sleast\s)?[\w-]+\s+of\s+(?:them|these|those)\b"
)
# "Yes, it flew": asked before. "All are in their nineties." "The announcement comes as": announced before.
# "By the log, that's how it fell", 'Moss said, "Because it rained"', "Don't touch it": of what, was said before.
# "In the months since, nobody came": since when. "Behind those efforts is a range": which ones.
_ANSWER = re.compile(
    r"[\"“]?(?:(?:Yes|No|Nope|Well|Sure|Indeed|Right|Exactly|Of\scourse|Absolutely|Sorry|OK|Okay)[,.!—]"
    r"|(?:All|Both|Most|Some|Many|Few|Several|None|Each|Neither|Either)\s(?:is|are|was|were|has|have|had|will|would|can|could)\b"
    r"|The\s(?:announcement|move|decision|news|revelation|development|statement|remarks?|comments?|incident)\s(?:comes?|came|follows|followed)\b)"
    r"|[^\"“”]{2,60},\sthat(?:['’]s|\sis|\swas)\s(?:how|why|when|where|what)\b"
    r"|[^\"“”]{2,60}[,:]\s[\"“](?:Because|And|But|Nor|Yes,|No,)\s"
    r"|Don['’]t\s|Once\s(?:this|that|these|those|he|she|it|they)\b"
    r"|In\sthe\s(?:\w+\s)?(?:hours|days|weeks|months|years|decades)\ssince,"
    r"|(?:Behind|Amid|Among|Between|Despite|With|Given|Under|From|Through|Beyond|Within|Against)\s(?:all\s)?(?:of\s)?(?:these|those)\s(?!who)\w"
    r"|(?:Below|Above|Beyond|Behind|Besides|Beside|Alongside|Within|Without|Around|Amid|Ahead\sof|On\stop\sof|Because\sof|Instead\sof|Thanks\sto"
    r"|Apart\sfrom|Aside\sfrom|As\spart\sof)\s(?:that|this|these|those|it|them),"
)
# "Four days later, the pad was dry": after what, was said before.
_AFTER_WHAT = re.compile(
    r"(?:(?:Just|Only|About|Some|Nearly|Almost|Barely)\s)?"
    r"(?:(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a\sfew|many|\d+)(?:\sand\sa\shalf)?\s)?"
    r"(?:second|minute|hour|day|night|week|month|year|decade)s?\s(?:later|earlier|before|after|afterwards?)"
    r"|The\s(?:next|following|previous|same)\s(?:day|night|morning|afternoon|evening|week|month|year)),\s",
    re.IGNORECASE,
)
# "The results show", "The project's founders", "Most work in the field": of which one, another sentence tells.
_PART_OF = re.compile(
    r"The\s(?:results?|findings?|authors?|researchers|scientists|engineers|team|effort|work|decision|ruling|verdict|move|announcement|statement|comments|remarks|incident"
    r"|allegations|charges|accused|suspects?|victims?|deceased|man|woman|men|women|boy|girl|solution|answer|reason|problem|difference|discrepancy|outcome|upshot|catch|trick)\s(?!(?:of|from|at|behind|by|about|against|on|to|for|who|that|in|led)\b)[a-z]+"
    r"|The\s\w+(?:tion|sion|ment)\s(?:comes?|came|follows|followed)\b|The\s(?:project|team|study|company|firm|group|agency|mission|program|programme|spacecraft|deal|film|book|game|device|site|service)['’]s\b"
    r"|(?:Using|With|By|In|From|After|For|During)\s[^,\"“”]{3,100},\s(?:the|these)\s(?:team|researchers|authors|scientists|engineers|group)\s(?!(?:of|from|at|behind|led|who)\b)"
    r"|(?:Most|Much|Other|Earlier|Previous|Prior|Past)\s(?:of\s)?(?:the\s)?(?:work|research|researchers|studies|efforts|attempts|hypotheses|experts|scientists)\b"
)
# "Sorrel Space has therefore built a tank": why, was said before.
_FOLLOWS = re.compile(
    r"[^\"“”]{2,80}?(?:,\s(?:on\sthe\sother\shand|by\scontrast|in\sturn|however|therefore|meanwhile|instead|moreover|furthermore|nevertheless|nonetheless|too),"
    r"|\b(?:has|have|had|is|are|was|were|will|would|can|could|must)\s(?:therefore|thus|hence|consequently|nevertheless|nonetheless|accordingly)\s)"
)
# "Sometimes, however, it rains": otherwise than what, was said before.
_BUT_OPENS = re.compile(r"(?:[\w'’-]+\s){0,3}[\w'’-]+,\s(?:however|though|by\scontrast),")
# "The bill then passed": after what, was said before; "then president" is a title.
_THEN = re.compile(
    r"(?:[\w'’.-]+\s){1,5}then\s(?!(?:president|prime|vice|chief|chair|head|king|queen|senator|governor|mayor)\b)[a-z]"
)
# "Sorrel Space did that with rockets": what, was said before.
_DID_THAT = re.compile(
    r"(?:[\w'’.-]+\s){1,5}(?:does|did|has\sdone|is\sdoing)\sthat"
    r"(?=\s(?:with|for|by|in|on|to|at|since|when|before|after)\b|[.,;])"
)
# "You could call it a camera": what, was said before, unless "the box" stands between.
_YOU = re.compile(
    r"(?:You|One)\s(?:(?!\b(?:an?|the|your|this|that|these|those|[A-ZÀ-Þ]\w*)\b)[^,;:\"“”])*?\b(?:it|them|him|her)\b"
)
# "The 19-year-old is charged": named before, unless the name follows ("The 19-year-old pilot Ada Moss")
_BY_AGE = re.compile(r"The\s\d+-year-olds?\b(?!\s[a-z]+\s[A-ZÀ-Þ])")
_PRONOUN = re.compile(r"\b(?:it|its|itself|he|she|his|her|him|they|their|them)\b")
_NAMED_AFTER = re.compile(
    r"[^,;:.\"“”]*,\s(?:(?:the|an?)\s|[A-ZÀ-Þ]|(?:[a-z]+\s){1,5}[A-ZÀ-Þ])"
)  # "In its first flight, the probe"
_ONE_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Nn]o|[Oo]ne|[Aa]nother)\s|['’]s\s")
_NAME = re.compile(r"(?<=[\s(“\"])[A-ZÀ-Þ]")
# "In April, he", "At one point it", "Over the past 40 days, it": a time is nobody.
_TIME = re.compile(
    r"\b(?:[Oo]ver|[Ii]n|[Ff]or|[Dd]uring|[Ww]ithin)\sthe\s(?:past|last|next|coming|previous|following)\s(?:[\w-]+\s)?(?:hour|day|week|month|year|decade)s?\b"
    r"|\b[Aa]t\s(?:one|some)\spoint\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DEFINITE = re.compile(r"[Tt](?<!\w.)he\s+([a-z]{3,})\b(?!\s+(?:of|that|which|who)\b)")
_INDEFINITE = re.compile(r"[Aa](?<!\w.)n?\s+([a-z][\w-]*)(?:\s+([a-z][\w-]*))?(?:\s+([a-z][\w-]*))?")
_FUNCTION_WORDS = """
about after against all also although among and around as at because before behind below between beyond but by
during few for from given how if in inside into like many more most near of off on once only or other outside
over several since so some soon still than that then through to too toward under until up upon what when where
whether which while why with within without"""
# What may name somebody, by its ending: "the driver", "a pensioner's son"; and what ends so and is nobody.
_PERSON = re.compile(
    r"(?:er|or|ist|ian|ese|man|men|ent|ant|boy|girl|ee|ess|ief|son|ther|child|teen|baby|kid|guy|wife|aunt|uncle|king|queen|star|coach|judge|cop|chef|monk|nun|spy|thief|host|guest|victim|hero|pilot|naut|athlete|nurse|prince|priest|official|colleague|tive|people|family|couple)s?$"
)
_NOBODY = """
center centre water power number after over under ever never however order paper winter summer letter matter
computer either other another together rather further former later earlier longer higher lower larger smaller
greater better tower corner river weather whether quarter september october november december for major minor
floor door moment government statement agreement treatment different recent percent event parliament department
important significant reason season"""
_THINGS = frozenset(_NOBODY.split())
_UNNAMED = frozenset((*_FUNCTION_WORDS.split(), *NUMBERS))  # open a sentence without naming anything
_COMMON = 1  # the rarity of the words that every text has


def leans(sentence: str) -> bool:
    """Whether the sentence can only be told right after the one before it."""
    return (
        dangling(sentence)
        or _points(sentence)
        or _he_said(sentence)
        or _SOME_OF_THEM.match(sentence) is not None
        or _BY_AGE.match(sentence) is not None
        or _OUTSIDE.match(sentence) is not None
        or _ANSWER.match(sentence) is not None
        or _AFTER_WHAT.match(sentence) is not None
        or _YOU.match(sentence) is not None
        or _BUT_OPENS.match(sentence) is not None
        or _CALLED.match(sentence) is not None
        or (" then " in sentence and _THEN.match(sentence) is not None)
        or (" that" in sentence and _DID_THAT.match(sentence) is not None)
        or _orphan(sentence)
    )


def _points(sentence: str) -> bool:
    """Whether "such a storm" or "there" means what stands elsewhere; speech is left to those who speak."""
    match = _POINTING.search(sentence) if any(hint in sentence for hint in _POINTERS) else None
    if match is None:
        return False
    before = sentence[: match.start()]
    if before.count('"') % 2 or before.count("“") > before.count("”"):
        return False
    if match["noun"]:
        return match["noun"].lower() not in before.lower()
    return _NAME.search(_TIME.sub("", before)) is None  # "at Quillon Ridge, the deepest layer there"


def refers(sentence: str) -> bool:
    """Whether "this launch" means one that the sentence hasn't named, or it is "also" so, so that it can't come first.

    So with "the results" of nothing named. Speech is left to those who speak.
    """
    if (sentence[0] in "TMOEPUWBIFAD" and _PART_OF.match(sentence)) or _FOLLOWS.match(sentence):
        return True
    if " also " in sentence and _ALSO.match(sentence):
        return True
    if not any(hint in sentence for hint in (" that", " this", " these", " those")):
        return False
    if _THAT.search(sentence):
        return True
    match = _THIS_ONE.search(sentence)
    if match is None:
        return False
    before = sentence[: match.start()]
    if before.count('"') % 2 or before.count("“") > before.count("”"):
        return False
    return not any(word and stem(word.lower()) in tokens(before) for word in match.groups())


def same_person(sentence: str) -> bool:
    """Whether it goes on about somebody whom the sentence before it calls "he" as well, or names."""
    return _STILL.match(sentence) is not None or _he_said(sentence)


def _he_said(sentence: str) -> bool:
    return ('"' in sentence or "”" in sentence) and _HE_SAID.search(sentence) is not None


def hearsay(sentence: str) -> bool:
    """Whether it reports what somebody said whom it does not name."""
    return _HEARSAY.match(sentence) is not None


def _orphan(sentence: str) -> bool:
    """Whether a pronoun comes before anything that it may stand for."""
    match = _PRONOUN.search(sentence)
    if match is None:
        return False
    if _NAMED_AFTER.match(sentence, match.end()):
        return False
    before = _TIME.sub("", sentence[: match.start()])
    if _NAME.search(before) or before.count('"') % 2 or "“" in before:
        return False
    words = _WORD.findall(before)
    if match.group() == "its":
        opener = words[0] if words else ""
        named = not opener.endswith("s") and opener.lower() not in _UNNAMED
        return _ONE_THING.search(before) is None and not named
    if match.group() in ("he", "she") and not any(map(_somebody, words)):
        return True
    return all(rarity(stem(word.lower())) <= _COMMON for word in words)


def _somebody(word: str) -> bool:
    return word.lower() not in _THINGS and _PERSON.search(word) is not None


def definite(sentence: str) -> frozenset[str]:
    """The nouns that the sentence takes for known: "the valve"."""
    return frozenset(stem(match.group(1)) for match in _DEFINITE.finditer(sentence))


def opener(sentence: str) -> frozenset[str]:
    """The noun that the sentence opens with as one that is known: "The drones"."""
    match = _DEFINITE.match(sentence)
    return frozenset([stem(match.group(1))]) if match else frozenset()


def introduced(sentence: str) -> set[str]:
    """The nouns, and words about them, that the sentence makes known: "a helium valve"."""
    return {stem(word.lower()) for found in _INDEFINITE.findall(sentence) for word in found if word}
