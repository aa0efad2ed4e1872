"""What a page carries besides its story: headings, bylines, captions, adverts, links to other stories."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.sentences import split_line

_DATES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
# Opens a line or a sentence that is never part of the story, after white space and marks, in any case.
# Links to other stories, whose titles may be sentences: what follows on the line goes with them.
_LINKS = (
    r"(?:also|must|now)\s+(?:read|see|watch)\b",
    r"read\s*[:|]|read\s+(?:also|more|next|the\s+full|our|about|on|here|it|this)\b",
    r"(?:full|more)\s+(?:story|coverage|details|stories|from|on|about|news|in)\b.{0,80}$",
    r"related\b\s*(?:article|stor(?:y|ies)|link|post|content|topic|coverage|news|reading|video)?s?\s*[:|–—-]",
    r"related\s+(?:article|stor(?:y|ies)|link|post|topic|video)s?\b",
    r"see\s+(?:also|more|all)\b",
    r"recommended\s*(?:for\s+you|reading|stories|:)",
    r"(?:trending\b.{0,40}|most\s+(?:read|popular|viewed)\b.{0,30})$",
    r"(?:latest|top|other)\s+(?:headlines|stories|news)\s*[:|]|trending(?:\s+now)?\s*[:|]",
    r"(?:learn|find\s+out|discover|explore)\s+more\b",
    r"(?:continue|keep)\s+reading",
    r"(?:story|article)\s+(?:continues|highlights)",
    r"the\s+post\b.{0,300}\b(?:appeared|was\s+published)\s+first",
)
_OPENINGS = (
    # what the reader is asked to do
    r"you\s+(?:may|might|could|will|['’]ll)\s+(?:also\s+)?(?:like|enjoy|be\s+interested|want)\b",
    r"if\s+you\s+(?:liked?|enjoy(?:ed)?|loved?)\b",
    r"(?:(?:let['’]s|here['’]s|here)\s+)?(?:(?:take|have)\s+)?a\s+look\s+(?:at|back|:)|take\s+a\s+look\s*:",
    r"here\s+(?:is|are)\s.{0,60}\b(?:list|round-?up|highlights|photos|pictures)\b",
    r"here\s+are\s.{0,40}\b(?:examples|reasons|ways|things)\s(?:of|why|in|that|to)\b",
    r"(?:\w+\s+){0,2}spoilers?\s+(?:for\b.{0,60}\b)?(?:below|ahead|follow|alert|warning)\b.{0,40}$",
    r"don['’]?t\s+(?:miss|forget\s+to)",
    r"check\s+out\b",
    r"(?:click|tap|swipe|scroll)(?:/tap)?\s+(?:here|on|to|down|for|through|the|elsewhere)\b",
    r"(?:\w+\s+){0,3}(?:email|e-mail|news)\s?(?:letter|alert)?s?\s+get\s+|get\s+(?:breaking|daily|weekly)\s+news\b",
    r"here['’]s\s+(?:where|how|what|when|why|who|everything|all)\b.{0,80}$",
    r"skip\s+ad\b|add\s+this\s+(?:tweet|post|video)\b|.{0,60},\s+delivered\s+(?:every\s+)?(?:weekday|weekly|daily|morning)s?\b.{0,20}$",
    r"welcome\s+to\s+(?:edition|issue|episode|(?:the|this|our|another)\s+(?:\w+\s+)?(?:edition|issue|episode|newsletter|live))\b",
    r"(?:each|every)\s+(?:report|issue|edition|episode|newsletter)\s+(?:will\s+)?(?:includes?|features?|brings?|covers?)\b",
    r"(?:listen|watch)\s*(?:[:|]|to\s+(?:this|the|our)|now|live|the|more|above|below)\b",
    r"(?:play\s+video|video\s*:|watch\s*[:|]|scroll\s+down|enable\s+javascript|skip\s+to\b|loading\b.{0,20}$)",
    (
        r"(?:please\s+)?(?:subscribe|sign\s+up|register|log\s?in|sign\s+in|join|follow|like|share|support|donate|become|get"
        r"|download|visit|contact|send|e-?mail|tweet|write|help|stay|keep|have|want|got|enjoy(?:ing|ed)?)"
        r"\s+(?:to\s+|for\s+|with\s+|up\s+)*"
        r"(?:us|our|your|the\s+latest|this\s+(?:article|story|page|post)|@\w+|me|all\s+the|more|unlimited|updated|now|today|here"
        r"|free|email|a\s+(?:member|subscriber|supporter|patron|tip|story|question|news)"
        r"|the\s+(?:author|writer|reporter|day['’]?s|app|best|full|newsletter|conversation|discussion|debate))\b"
    ),
    (
        r"(?:subscribe|sign\s+up|newsletter|advertis(?:e|ement)|sponsored|promoted|affiliate|comments?|leave\s+a|post\s+a"
        r"|view\s+comments|\d+\s+comments?)\b.{0,60}$"
    ),
    r"follow\s+(?:\S+\s+){1,4}on\s+(?:twitter|x|facebook|instagram|bluesky|threads|linkedin|youtube|mastodon)\b",
    r"share\s+(?:it|this|them)\s+with\b|support\s+(?:independent|quality|local)\s+journalism\b",
    r"stay\s+(?:tuned|up\s+to\s+date|informed|connected|in\s+touch)\b",
    r"for\s+(?:more|all\s+the|the\s+latest)\b.{0,40},\s+(?:follow|visit|subscribe|see|read|click|check|join|sign)\b",
    r"as\s+an?\s+(?:\w+\s+)?(?:affiliate|associate)\b.{0,60}\bearns?\b",
    r"(?:thank\s+you|thanks)\s+for\s+(?:reading|subscribing|visiting|signing)",
    r"buy\s+(?:now|it|tickets)\b",
    # who wrote it, when, where it was printed
    (
        r"(?:\w[\w.'’-]*\s+){1,4}is\s+an?\s+(?:\w+[\s-]+){0,3}(?:reporter|writer|journalist|correspondent|editor|columnist)\s+"
        r"(?:at|for|with|covering|based|who\s+covers)\b.{0,80}$"
    ),
    (
        r"(?:this|the)\s+(?:article|story|post|piece|essay|content|report)\s+"
        r"(?:was|is|has|first|originally|appeared|may|contains)\b.{0,40}"
        r"(?:publish|appear|updat|correct|written|produced|provided|contain|sponsor|affiliate|amend|syndicat|translat)"
    ),
    r"(?:originally|first)\s+(?:published|posted|appeared)",
    rf"(?:last\s+)?(?:updated|published|posted|modified)\s*(?:on|at|:|\d|{_DATES})",
    (
        r"(?:tags?|topics?|categor(?:y|ies)|keywords?|filed\s+under|labels?|sources?|via|credits?|author|editor|edited|reporting"
        r"|written|words|(?:media\s+)?contact|editor['’]?s?\s+note|disclaimer|disclosure|correction|note\s+to\s+editors)"
        r"\s*(?:[:|]|\bby\b)"
    ),
    r"with\s+(?:agency\s+)?inputs?(?:\s+from)?\b",
    r"(?:the\s+)?(?:views|opinions)\s+expressed",
    # pictures
    (
        r"(?:image|photo|picture|pic|photograph|video|file|representation(?:al)?|getty|illustration|artwork|graphic|credit|caption"
        r"|screenshot|screengrab|featured?\s+image|cover)s?\s*"
        r"(?:credit|copyright|caption|source|courtesy|by|for\s+representation|photo|image|used|via|[:|])"
    ),
    r"(?:a\s+)?(?:post|photo|video)\s+(?:shared|posted)\s+by",
    r"(?:pic\.twitter|https?://|www\.|\w[\w.]*@\w+\.)",
    # the small print
    r"(?:©|\(c\)|copyright)\s",
    r"(?:all\s+rights\s+reserved|do\s+not\s+reproduce|privacy\s+policy|terms\s+of|your\s+browser)",
    r"by\s+(?:submitting|clicking|signing|subscribing|continuing)",
    r"we\s+(?:may\s+earn|use\s+cookies|value\s+your|respect\s+your|want\s+to\s+hear)",
    r"(?:this|our)\s+(?:site|website|page|newsletter)\b",
    r"cookies?\s+(?:policy|settings|help)",
)
_LINK = re.compile(rf"[\s\W]*(?:{'|'.join(_LINKS)})", re.IGNORECASE)
_OPENING = re.compile(rf"[\s\W]*(?:{'|'.join((*_LINKS, *_OPENINGS))})", re.IGNORECASE)

# Anywhere in a sentence folded to lower case, behind a hint that is quicker to look for.
_WITHIN = (
    ("first on", r"appeared\s+first\s+on"),
    (
        "commission",
        r"may\s+(?:earn|receive|get)\s+(?:an?\s+)?(?:affiliate\s+|small\s+)?commission|affiliate\s+commission",
    ),
    ("affiliate", r"affiliate\s+links?"),
    ("reserved", r"all\s+rights\s+reserved"),
    ("getty", r"getty\s+images"),
    (" us on", r"(?:follow|find|like|join)\s+us\s+on"),
    ("newsletter", r"(?:our|the|free|daily|weekly)\s+(?:[\w'-]+\s+){0,2}newsletters?\b"),
    ("click", r"click\s+here"),
    ("sign up", r"sign\s+up\s+(?:for|to|today|here|now)"),
    ("subscribe", r"subscribe\s+(?:to|now|today|for)"),
    ("on our ", r"links?\s+on\s+our\s+(?:site|page)"),
    ("comment", r"leave\s+a\s+comment"),
    ("inbox", r"(?:delivered|straight)\s+to\s+your\s+inbox"),
    ("caption", r"(?:image|photo|picture|toggle)\s+captions?\b"),
    ("credit", r"(?:image|photo|picture)\s+credits?\b"),
    ("copyright", r"(?:image|photo|picture)\s+copyright|copyright\s+(?:©\s*)?\d{4}"),
    ("twitter", r"pic\.twitter\.com/"),
    ("photo", r"\bphoto\s*(?:by|:)"),
    ("ed by", r"\b(?:photo|post|video)\s+(?:post|shar)ed\s+by"),
    ("read", r"read\s+more\s*[:.»>…]|continue\s+reading|\balso\s+read\b"),
    ("scroll", r"scroll\s+down"),
    ("story ", r"story\s+(?:continues|highlights)"),
    ("share", r"share\s+this\b"),
    ("advertisement", r"\badvertisement\b"),
    ("m:", r"\d{1,2}[:.]\s?\d\d\s?[ap]m\s?:"),
    ("video", r"watch\s+(?:the\s+)?video"),
    ("join our", r"join\s+our\b"),
    ("related", r"\brelated\s+(?:article|stor(?:y|ies)|links?|posts?)\b"),
    ("also like", r"you\s+(?:may|might)\s+also\s+like"),
    ("see also", r"\bsee\s+also\s*:"),
    ("check out", r"check\s+out\s+more"),
)
_WITHIN_PATTERNS = tuple((hint, re.compile(pattern)) for hint, pattern in _WITHIN)

# A link to another story stuck to the end of a paragraph: what stands before it is kept.
_STUCK = re.compile(
    r"[(\[|]?\s?\b(?:ALSO\s+READ|READ\s+(?:ALSO|MORE|HERE)|Also\s+[Rr]ead\s*[:|]|Read\s*\||Read\s+(?:also|more)\s*[:|]"
    r"|RELATED(?:\s+\w+)?\s*:|SEE\s+ALSO|WATCH\s*[:|]|Click\s+here|The\s+post\s.{0,200}\sappeared\s+first)\b.*$"
)
_STUCK_HINTS = ("READ", "Also ", "Read ", "RELATED", "SEE", "WATCH", "Click", "The post")
# One that names itself ends with its own sentence.
_HERE = re.compile(
    r"\b(?:read\s+(?:more|it|on|the\s+full\s+\w+)|click|tap)\s+here\b[^.!?:]{0,60}[.!]+\s*", re.IGNORECASE
)
_HERE_HINT = re.compile(r"\s[Hh](?:ere|ERE)\b")
_FULL = re.compile(r"[.!?…。！？।؟۔]['\"”’»)\]]*$")
_INNER_END = re.compile(r"[a-z0-9)]{2}[.!?]['\"”’]?\s+[\"“A-Z]")
_WORD = re.compile(r"(?<!\w)[^\W\d_][\w'’-]*")
_CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,80}(?:photo|image|picture|file|credit|getty|reuters|representat|pti|afp)[^()\[\]]{0,80}[)\]]\.?$",
    re.IGNORECASE,
)
# "The pad is seen at dusk, Friday, May 3, 2031.": reports leave out the year of a day of this week, captions have it.
_CAPTION = re.compile(
    r"\b(?:is|are)\s(?:shown|seen|pictured|depicted)\b.{0,120}\b(?:19|20)\d\d\b"
    r"|\bin\sthis\s(?:[A-Z]\w+\.?\s\d{1,2},\s(?:19|20)\d\d,?\s)?(?:file\s)?(?:image|photo|photograph|picture)\b"
    r"|^(?!.*\b(?:will|target|schedul|plan|due|until|was|were|had|said|told|announced)).*"
    r",\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s[A-Z][a-z]{2,8}\.?\s\d{1,2},\s(?:19|20)\d\d\b"
    r"|^(?!.*\b(?:will|target|schedul|plan|due|until)).*\b(?:is|are|stands?|sits?|lies?|looks?|shows?|listens?|talks?|speaks?|works?|walks?|waits?|smiles?|waves?|holds?|leaves?|arrives?)\b"
    r".*,?\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2},\s(?:19|20)\d\d\.?$"
)
# "Ada Moss, left, and Lena Orr, right, ring the bell"
_PLACES = re.compile(
    r",\s(?:(?:far\s|top\s|bottom\s|second\sfrom\s(?:the\s)?)?(?:left|right))\s?,"
    r"|\((?:left|right|L|R)\)|^(?:From\sleft|Left\sto\sright)\b"
)
_LONG = 400  # characters: no advert, caption or heading is so long


@lru_cache(maxsize=256)  # a paragraph is often one sentence, and is asked about as both
def boilerplate(sentence: str) -> bool:
    """Whether the line or sentence speaks of the page and not of the story."""
    if _OPENING.match(sentence[:_LONG]) is not None:
        return True
    if len(sentence) < _LONG and ("day, " in sentence or "in this " in sentence) and _CAPTION.search(sentence):
        return True
    folded = sentence[:1000].lower()
    if ("left" in folded or "right" in folded) and len(sentence) < _LONG and _PLACES.search(sentence):
        return True
    hinted = [pattern for hint, pattern in _WITHIN_PATTERNS if hint in folded]
    return any(pattern.search(folded) for pattern in hinted)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text` that can belong to a story, in order.

    A sentence of the page within a line of the story costs that sentence only. Where no line ends in a full stop, as in
    some feeds, the longer ones count.
    """
    lines = [line for raw in text.splitlines() if (line := _without_page(_unstuck(raw).strip()))]
    return [line for line in lines if _prose(line)] or [
        line for raw in lines if len(_WORD.findall(line := _CREDIT.sub("", raw).strip())) > 5 and not boilerplate(line)
    ]


def _unstuck(line: str) -> str:
    if _HERE_HINT.search(line):
        line = _HERE.sub("", line)
    return _STUCK.sub("", line) if any(hint in line for hint in _STUCK_HINTS) else line


def _without_page(line: str) -> str:
    """The line without its sentences that speak of the page."""
    if len(line) >= _LONG or not boilerplate(line):
        return line
    if _LINK.match(line):
        return ""
    return " ".join(sentence for sentence in split_line(line) if not boilerplate(sentence))


def _prose(line: str) -> bool:
    if len(line) < _LONG and (_heading(line) or _CREDIT.search(line)):
        return False
    # A summary cut off by its feed ends nowhere, yet its earlier sentences stand.
    return _FULL.search(line[-8:]) is not None or _INNER_END.search(line[30:]) is not None


def _heading(line: str) -> bool:
    """A short line in title or upper case: "First-Ever Movie Shot on Space?"."""
    if len(line) > 120:
        return False
    words = [word for word in _WORD.findall(line) if len(word) > 3 or word.isupper()]
    if len(line) < 20 and len(words) < 3 and not line.endswith("."):
        return True
    if line.endswith((".", '."', ".”")) and not line.isupper():
        return False
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 1 and capitals >= 0.8 * len(words)
