"""What a page carries besides its story: headings, bylines, captions, adverts, links to other stories."""

from __future__ import annotations

import re

# Opens a line or a sentence that is never part of the story.
_OPENING = re.compile(
    r"""[\s\W]*(?:
      (?:also|must|now)\s+(?:read|see|watch)\b
    | read\s+(?:also|more|next|the\s+full|our|about|on|here|it|this)\b | (?:full|more)\s+(?:story|coverage|details|stories|from|on|about|news|in)\b.{0,80}$
    | related\b\s*(?:article|stor(?:y|ies)|link|post|content|topic|coverage|news|reading|video)?s?\s*[:|–—-]
    | related\s+(?:article|stor(?:y|ies)|link|post|topic|video)s?\b
    | see\s+(?:also|more|all)\b | recommended\s*(?:for\s+you|reading|stories|:)|trending\b.{0,40}$ | most\s+(?:read|popular|viewed)\b.{0,30}$
    | you\s+(?:may|might|could|will|['’]ll)\s+(?:also\s+)?(?:like|enjoy|be\s+interested|want)\b | if\s+you\s+(?:like|enjoy|love)d?\b
    | don['’]?t\s+(?:miss|forget\s+to) | check\s+out\b | find\s+out\s+more | learn\s+more\b | discover\s+more\b | explore\s+more\b
    | (?:click|tap|swipe|scroll)\s+(?:here|on|to|down|for|through|the)\b | (?:listen|watch)\s*(?::|to\s+(?:this|the|our)|now|live|the|more|above|below)\b
    | play\s+video | video\s*: | watch\s*[:|]| scroll\s+down
    | (?:please\s+)?(?:subscribe|sign\s+up|register|log\s?in|sign\s+in|join|follow|like|share|support|donate|become|get|download|visit|contact|send|email|e-mail|tweet|write|help|stay|keep|have|want|got|enjoy(?:ing|ed)?)
        \s+(?:to\s+|for\s+|with\s+|up\s+)*(?:us|our|your|the\s+latest|this\s+(?:article|story|page|post)|@\w+|me|a\s+(?:member|subscriber|supporter|patron|tip|story|question|news)|all\s+the|more|the\s+(?:author|writer|reporter|day['’]?s|app|best|full|newsletter|conversation|discussion|debate)|unlimited|updated|now|today|here|free|email)\b
    | (?:subscribe|sign\s+up|newsletter|advertis(?:e|ement)|sponsored|promoted|affiliate|comments?|leave\s+a|post\s+a|view\s+comments|\d+\s+comments?)\b.{0,60}$
    | (?:continue|keep)\s+reading | story\s+continues | article\s+continues | (?:this\s+)?(?:story|article)\s+highlights
    | the\s+post\b.{0,300}\b(?:appeared|was\s+published)\s+first | (?:this|the)\s+(?:article|story|post|piece|essay|content|report)\s+(?:was|is|has|first|originally|appeared|may|contains|originally)\b.{0,40}(?:publish|appear|updat|correct|written|produced|provided|contain|sponsor|affiliate|republish|amend|syndicat|translat)
    | originally\s+(?:published|posted|appeared) | first\s+published | (?:last\s+)?(?:updated|published|posted|modified)\s*(?:on|at|:|\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)
    | (?:tags?|topics?|categor(?:y|ies)|keywords?|filed\s+under|labels?|source|sources|via|credits?|author|editor|edited|reporting|written|words|contact|media\s+contact|editor['’]?s?\s+note|disclaimer|disclosure|correction|note\s+to\s+editors)\s*(?:[:|]|\bby\b)
    | (?:image|photo|picture|pic|photograph|video|file|representation(?:al)?|getty|illustration|artwork|graphic|credit|caption|screenshot|screengrab|feature[d]?\s+image|cover)s?\s*
        (?:credit|copyright|caption|source|courtesy|by|for\s+representation|photo|image|used|via|:|\|)
    | (?:©|\(c\)|copyright)\s | all\s+rights\s+reserved | do\s+not\s+reproduce
    | (?:a\s+)?(?:post|photo|video)\s+(?:shared|posted)\s+by | (?:pic\.twitter|https?://|www\.) | \w[\w.]*@\w+\.
    | with\s+(?:inputs?|agency\s+inputs?)\s+from | \(?with\s+inputs | by\s+(?:submitting|clicking|signing|subscribing|continuing)
    | (?:the\s+)?(?:views|opinions)\s+expressed | we\s+(?:may\s+earn|use\s+cookies|value\s+your|respect\s+your|want\s+to\s+hear)
    | (?:this|our)\s+(?:site|website|page|newsletter)\b | cookies?\s+(?:policy|settings|help) | skip\s+to\b | privacy\s+policy | terms\s+of | loading\b.{0,20}$
    | (?:thank\s+you|thanks)\s+for\s+(?:reading|subscribing|visiting|signing) | enable\s+javascript | your\s+browser | buy\s+(?:now|it|tickets)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Anywhere in a sentence, folded to lower case. Every alternative holds one of the hints, which are quicker to look for.
_HINTS = (
    "first on",
    "commission",
    "affiliate",
    "rights reserved",
    "getty",
    " us on",
    "newsletter",
    "click here",
    "sign up",
    "subscribe",
    "on our ",
    "comment",
    "inbox",
    "copyright",
    "caption",
    "credit",
    "photo",
    "read",
    "scroll",
    "story ",
    "share this",
    "advertisement",
    "video",
    "join our",
    "related",
    "also like",
    "see also",
    "check out",
)
_WITHIN = re.compile(
    r"""appeared\s+first\s+on | may\s+(?:earn|receive|get)\s+(?:an?\s+)?(?:affiliate\s+|small\s+)?commission | affiliate\s+(?:commission|link)s?
    | all\s+rights\s+reserved | getty\s+images | (?:follow|find|like|join)\s+us\s+on | (?:our|the|free|daily|weekly)\s+(?:[\w'-]+\s+){0,2}newsletters?\b
    | click\s+here | sign\s+up\s+(?:for|to|today|here|now) | subscribe\s+(?:to|now|today|for) | links?\s+on\s+our\s+(?:site|page) | leave\s+a\s+comment
    | delivered\s+(?:straight\s+)?to\s+your\s+inbox | (?:image|photo|picture)\s+(?:credit|copyright|caption)s?\b | \bphoto\s*(?:by|:)
    | read\s+more\s*[:.»>…] | continue\s+reading | scroll\s+down | story\s+continues | share\s+this\b | \badvertisement\b | watch\s+(?:the\s+)?video
    | join\s+our\b | copyright\s+(?:©\s*)?\d{4} | \brelated\s+(?:article|stor(?:y|ies)|links?|posts?)\b | story\s+highlights
    | you\s+(?:may|might)\s+also\s+like | \bsee\s+also\s*: | check\s+out\s+more | \balso\s+read\b""",
    re.VERBOSE,
)
# A link to another story stuck to the end of a paragraph: what stands before it is kept.
_STUCK = re.compile(
    r"\s*[(\[|]?\s*\b(?:ALSO\s+READ|READ\s+(?:ALSO|MORE|HERE)|Also\s+[Rr]ead\s*[:|]|Read\s+(?:also|more)\s*[:|]|RELATED(?:\s+\w+)?\s*:|SEE\s+ALSO|WATCH\s*[:|]|Click\s+here|The\s+post\s.{0,200}\sappeared\s+first)\b.*$"
)
_TERMINAL = re.compile(r"[.!?…。！？।؟۔:;,]['\"”’»)\]]*$")
_FULL = re.compile(r"[.!?…。！？।؟۔]['\"”’»)\]]*$")
_INNER_END = re.compile(r"[a-z0-9)]{2}[.!?]['\"”’]?\s+[\"“A-Z]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,80}(?:photo|image|picture|file|credit|getty|reuters|representat|pti|afp)[^()\[\]]{0,80}[)\]]\.?$",
    re.IGNORECASE,
)
_LIST = re.compile(r"[\W_]*(?:[-*•·▪►]|\d{1,2}[.)])\s")


def boilerplate(sentence: str) -> bool:
    """Whether the line or sentence speaks of the page and not of the story."""
    head = sentence[:400]
    if _OPENING.match(head) is not None:
        return True
    folded = sentence[:1000].lower()
    return any(map(folded.__contains__, _HINTS)) and _WITHIN.search(folded) is not None


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text` that can belong to a story, in order. Where nothing ends in a full stop, its longer lines count."""
    lines = [line for line in (raw.strip() for raw in text.splitlines()) if line]
    lines = [line for line in (_STUCK.sub("", line).strip() if len(line) < 20_000 else line for line in lines) if line]
    kept = [line for line in lines if _prose(line)]
    return kept or [line for line in lines if len(_WORD.findall(line)) > 5 and not boilerplate(line)]


def _prose(line: str) -> bool:
    if len(line) < 400 and (boilerplate(line) or _heading(line) or _CREDIT.search(line)):
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
    capital = sum(word[0].isupper() for word in words)
    return bool(words) and len(words) > 1 and capital >= 0.8 * len(words)
