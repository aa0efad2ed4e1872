"""Text that addresses the machine which reads it instead of telling news. Pure.

What an obedient model repeats of an order stands, word for word, in the very source that it cites. So orders are looked
for before anything is compared, in two steps: a report with an unmistakable order in it is evidence of nothing, and a
sentence that speaks to its reader, or is no prose of the report's own language, is no evidence though the report is.
"""

from __future__ import annotations

import re

from bot import sentences
from bot.summaries.disguise import undisguised
from bot.summaries.imperatives import commands
from bot.summaries.words import RAREST, rarity, stem

# Where something begins, what stands between is of none of the signs that may begin it: a run of those is gone through
# once, and not once from each of them.
# Told to forget what it was told: anywhere of instructions, at the start of a sentence of anything.
_FORGETTING = (
    r"(?:ignore|disregard|forget|override|bypass|overrule|set\s+aside|skip|discard|abandon|stop\s+following"
    r"|do\s+not\s+(?:follow|use|obey))"
)
_FORGET = (
    rf"\b{_FORGETTING}\b[^.!?\n]{{0,50}}\b(?:instructions?|prompts?|directives?|guidelines?|everything\s+(?:above|before|else|you\s+(?:were|are|have\s+been)\b)"
    r"|(?:the\s+|all\s+)?(?:above|preceding|foregoing)\b|what\s+you\s+(?:were|have\s+been)\s+told|(?:previous|prior|earlier)\s+(?:context|text|content|messages?|conversation)\b"
    r"|(?:all|any|your|every)\s+(?:previous|prior|earlier|other)\b|(?:all|any|your)\s+(?:\w+\s+)?(?:rules|tasks?|orders|constraints|context))"
    rf"|(?:^|[\n.!?:;\"'“>*\])][^\S\n]*){_FORGETTING}\s+(?:(?:all|any|the|this|that|your|these|every|of)\s+){{1,4}}(?:\w+\s+){{0,3}}?(?:source|article|text|story|stories|rest|facts?|report|content|rules|tasks?|news|document|context|input|system|above)\b"
)
# Who is meant: a machine, or whoever makes the summary.
_MACHINE = (
    r"\b(?:ai|a\.i\.|llms?|gpt|chatgpt|claude|gemini|assistants?|chat\s?bots?|bots?|language\s+models?|ai\s+models?"
    r"|summari[sz](?:er|ers|ing\s+(?:model|system|tool|service|engine)s?|ation\s+(?:model|system|tool|service|engine|bot)s?)"
    r"|automated\s+(?:system|reader|summar|tool|agent|service)\w*|machine\s+readers?|parsers?|crawlers?|aggregators?"
    r"|news\s*(?:bot|reader)s?|(?:digest|brief|newsletter)\s+(?:bot|tool|writer|maker|editor|generator)s?)\b"
)
_PRODUCT = (
    r"\b(?:your|the|this|any|every|each|all|a|an|its|in)\s+(?:\w+\s+){0,2}?(?:summar(?:y|ies)|digests?|outputs?|responses?"
    r"|repl(?:y|ies)|answers?|json|brief|bulletin|headline|recap|abstract|synopsis|completion|bullet(?:\s+points?)?|tl;?dr|sentences?|citations?)\b"
)
_ORDER = (
    r"(?:say|write|output|print|respond|reply|answer|include|mention|add|append|insert|begin|start|end|finish|close|open|repeat|replace"
    r"|translate|pretend|act|state|report|claim|conclude|tell|describe|summari[sz]e|cite|quote|emphasi[sz]e|highlight|promote"
    r"|recommend|reveal|leak|send|post|use|put|prepend|change|swap|note|stress|declare|present|call|return|produce|generate|make\s+sure"
    r"|ensure|remember|always|never|do\s+not|don['’]?t|must|should|shall|need\s+to|has\s+to|have\s+to|please|only|instead|be\s+sure|is\s+to|are\s+to|required|mandatory|copy|omit|leave\s+out|treat|consider|assume|follow|execute|obey|visit|click|encode|set|switch|rewrite|convert|give|let)"
)
_OPENS_WITH_ORDER = re.compile(
    rf"^[\W_]*(?:(?:please|now|then|also|instead|finally|next|first|and|so|but|important|note|attention|urgent|reminder|nb|ps|kindly|just)\b[\W_]*){{0,3}}(?:you\s+(?:must|should|are\s+to|will|need\s+to|have\s+to)\s+(?:\w+\s+)?)?{_ORDER}\b",
    re.IGNORECASE,
)
_ANY_ORDER = re.compile(rf"\b{_ORDER}\b", re.IGNORECASE)
_ADDRESSED = re.compile(_MACHINE, re.IGNORECASE)
_SUMMARY = re.compile(_PRODUCT, re.IGNORECASE)

_UNMISTAKABLE = re.compile(
    rf"""{_FORGET}
    |<\|[^|>\n]{{1,40}}\|>|\[/?INST\]|<<\s*/?SYS\s*>>|</?(?:system|instructions?|assistant|user|prompt|tool|im_start|admin|override)\b[^>]{{0,200}}>
    |(?:^|[\n.!?\]\)*>"'“])(?:[^\S\n]|[#\[<\-_=(])*(?:system|assistant|developer|user|human|admin(?:istrator)?|root|operator|override|instructions?|prompt|ai|bot|llm
        |(?:new|updated|hidden|special|editor['’]?s?|system|admin|important|urgent|final|real|secret|developer|additional|further)\s+(?:system\s+)?(?:instructions?|prompt|task|message|directive|order|command|override|rules?|system\s+message))\s*[\])>*]*\s*[:=]
    |\byou\s+are\s+(?:now\s+|no\s+longer\s+)?(?:an?|in|the|bound|free|dan|my|required|instructed|ordered|to\s+\w+)\b(?=[^.!?\n]{{0,160}}\b(?:ai|model|assistant|bot|mode|instruct\w*|dan|summar\w*|say|reply|respond|write|output|pirate|answer|editor|unrestricted|\w*restrict\w*|require\w*|order\w*)\b)
    |\b(?:jailbreak|prompt\s+injection|system\s+prompt|developer\s+mode|dan\s+mode|api\s+key|do\s+anything\s+now)\b
    |\b(?:as|like|act\s+as|pretend\s+(?:to\s+be|that|you)|role[\s-]?play(?:\s+as)?)\s+(?:an?\s+)?(?:ai|language\s+model|assistant|unrestricted|pirate)\b
    |\bend\s+of\s+(?:the\s+)?(?:article|document|source|feed|text|data|input|story|report|context|item|untrusted|content)s?\b
    |\b(?:new|following|these|real|updated|revised|hidden|secret|my|own|special)\s+(?:instructions?|prompt|directives?)\b(?=[^.!?\n]{{0,160}}(?::|\b(?:apply|follow|override|supersede|replace)\b))
    |(?:^|[\n.!?:;"'“>*\])][^\S\n]*|\b(?:please|must|only|then|always|now|instead)\s+)(?:reply|respond|answer)\s+(?:only\s+|just\s+|solely\s+|exactly\s+|always\s+)?(?:with|in|by|as)\b
    |(?:^|[\n.!?:;"'“>*\])][^\S\n]*|\b(?:please|must|only|then|always|now|instead|and|to|just|should|also)\s+)(?:repeat|write|output|print|include|append|add|insert|reproduce)\s+(?:(?:only|just|exactly|back|out|the\s+following|verbatim|this|these|the|a|word\s+for\s+word)\s+){{1,3}}(?:words?|phrases?|sentences?|text|string|line|code|token|canary|password|secret|link|url|verbatim|following|paragraph|claim|statement|marker)\b(?!\s+(?:of|for|in)\b)
    |\b(?:ignor(?:iere?|a|ez|are)|vergiss|olvida|oubliez?|dimentica|ignorez)\b[^.!?\n]{{0,40}}\b(?:anweisung\w*|instruc\w+|istruzion\w+|instru\w+|consignes?|befehl\w*|vorherig\w*|anterior\w*|pr[ée]c[ée]d\w+)
    |(?:ИГНОРИРУЙ\w*|игнорируй\w*|忽略(?:以上|之前|先前|所有)|以前の指示|前の指示|이전\s*지시)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AT_START = r"(?:^|[\n.!?:;\]>*][^\S\n]*[\"'“(_-]*|\b(?:please|kindly|instead),?\s+)"
_SAYING = (
    r"(?:say|write|state|claim|repeat|declare|announce|conclude|mention|include|insert|append|tell|report|add|describe|output|print"
    r"|respond|reply|answer|end|begin|start|open|close|summari[sz]e|use|refer|call|recommend|promote)"
)
_COMMANDED = re.compile(
    rf"""{_AT_START}(?:say|write|state|claim|repeat|declare|conclude|mention|include|insert|append|output)(?:\s*:\s|\s+["“'‘]|\s+that\b|\s+the\s+following|\s+exactly|\s+only|\s+this:)
    |{_AT_START}print\s+(?:["“'‘]|the\b|that\b|only|exactly)
    |{_AT_START}(?:output|respond|reply)\s+(?:["“'‘]|the\b|only\b|just\b|exactly\b|with\b|in\b|as\b)
    |{_AT_START}(?:always|never)\s+{_SAYING}\b
    |{_AT_START}(?:continue|complete|finish)\s+(?:the|this)\s+(?:list|text|sentence|story|pattern|paragraph|page)\b
    |\b(?:correct|right|expected|wanted)\s+(?:answer|response|output)\s*:
    |{_AT_START}(?:pretend|imagine\s+(?:that\s+)?you\s+are\s+an?|act\s+as|act\s+like|roleplay|role-play|assume\s+the\s+role|behave\s+(?:as|like))\b
    |\btell\s+(?:your|the|all|every)\s+(?:users?|readers?|subscribers?|audience|members?|followers|humans?|server|channel)\b
    |\bfrom\s+now\s+on,?\s+(?:you|say|write|only|all|every|always|never|answer|respond|reply)\b
    |\bmessage\s+(?:from|for|to)\s+(?:the\s+|your\s+|any\s+|all\s+)?(?:developers?|admins?|administrators?|system|openai|anthropic|bots?|ai|models?|summari[sz]ers?)\b
    |\b(?:do\s+not|don['’]?t|never|stop|refuse\s+to)\s+summari[sz]
    |\binstead,?\s+(?:of\s+(?:summari[sz]ing|a\s+summary)|(?:say|write|output|print|tell\s+|report\s+that|state)\b)
    |\b(?:when|while|if|before|after|in)\s+(?:you(?:['’]?re|\s+are)?\s+)?(?:summari[sz](?:e|ing)|rewrit(?:e|ing)|paraphras(?:e|ing)|shorten(?:ing)?|condens(?:e|ing))\b
    |\b(?:that\s+you|you\s+(?:must|should|shall|have\s+to|need\s+to|are\s+(?:required|instructed|ordered|obliged|told|asked)?\s*to|will\s+now|can\s+only|may\s+only))\s+(?:now\s+|only\s+|always\s+|also\s+|never\s+|not\s+)?(?:say|write|state|claim|mention|include|output|print|respond|reply|summari[sz]e)\b
    |\bin\s+your\s+(?:\w+\s+)?(?:summary|digest|brief|answer|response|reply|output)\b
    |\b(?:report|say|state|write)\s+instead\b
    |\byour\s+(?:new\s+|real\s+|true\s+|only\s+|next\s+|first\s+|sole\s+)?(?:task|role|instructions?|prompt|output|persona)\s+(?:is|are|has|have|must|should)\b
    |\b(?:machines?|models?|systems?|programs?|software|computers?|algorithms?|robots?|tools?|whoever|anyone|anybody|ais?|bots?)\s+(?:that\s+(?:is|are)\s+|that\s+)?(?:reading|reads?|processing|process(?:es)?|summari[sz]ing|summari[sz]es?|parsing|ingesting)\s+(?:this|the\s+(?:text|article|feed|story))
    |[{{]\s*"?(?:sentences|role|content|messages|summary|kept|tool|function)"?\s*:
    |\[/?(?:system|developer|assistant|user|prompt|instructions?|admin|ai|model)\]
    |\b(?:from\s+(?:here|this\s+point)\s+on(?:wards?)?|henceforth),?\s+you\b|\b(?:never|not)\s+(?:leaves?|breaks?)\s+character\b
    |\b(?:print|output|write|repeat|copy|reproduce)\s+(?:the|this|that)\s+(?:line|text|sentence|words?|string|paragraph)s?\b(?=[^.!?\n]{{0,40}}\b(?:below|above|verbatim|exactly|unchanged|word\s+for\s+word)\b)
    |\b(?:background|notes?|context|guidance)\s+for\s+(?:the\s+|any\s+|all\s+)?(?:(?:language\s+)?models?|machines?|summari[sz]ers?|assistants?|bots?|ai)\b
    |\b(?:summary|digest|brief|abstract|synopsis)\s+of\s+(?:this|the)\s+(?:item|text|article|story|report)\s+(?:is|reads?|says?|must|should)\b
    |(?:^|[\n.!?]\s*)item\s*:[^\n]{{0,300}}\bsummary\s*:
    |\b(?:agrees?|required|obliged)\s+to\s+(?:print|carry|publish|run|include|repeat|show|add)\s+["“'‘]
    |\bwhoever\s+reads?\s+(?:my|this|these|it)\b|\bmachines?\s+(?:that|which|who)\s+reads?\s+(?:it|this|these)\b
    |\b(?:ought|deserves?|needs?)\s+to\s+be\s+(?:said|told|mentioned)\s+first\b
    |<!--[^>]{{0,200}}\b(?:ai|bot|model|summar\w+|instruct\w+|prompt)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TAGGED = re.compile("[\U000e0020-\U000e007e]{4}")  # letters that nobody sees (Unicode tags; flags end each of theirs)
_PERSONA = re.compile(
    r"\b[Yy]ou(?:['’]re|\s+are)\s+(?:now\s+)?(?:an?\s+)?[A-Z]{2,}\b(?!\s+(?:astronaut|citizen|employee|member|fan))"
)
_SHIPS = re.compile("Of Course I Still Love You|Just Read the Instructions")  # drone ships, in half of all launch news
_SENTENCES = re.compile(r"[^.!?\n]+(?:[.!?]+[\"'”’)\]]*|\n|$)")


def steers(text: str) -> bool:
    """Whether a report holds an order to the machine that reads it: to forget its task, to say something, to be
    something else. Linear in the text, save for a bounded look-ahead.
    """
    plain = undisguised(text)
    if _TAGGED.search(text) or _PERSONA.search(plain):
        return True
    return bool(_UNMISTAKABLE.search(plain) or _COMMANDED.search(plain)) or any(
        orders(piece.group()) for piece in _SENTENCES.finditer(plain)
    )


def evidence(text: str) -> str:
    """What of a report may be shown to a model and cited: nothing of one that steers, else its sentences that are not
    `suspect`.
    """
    if steers(text):
        return ""
    if not any(suspect(sentence) for sentence in sentences.split(text)):
        return text
    return "\n".join(
        " ".join(sentence for sentence in sentences.split(line) if not suspect(sentence)) for line in text.splitlines()
    )


def suspect(sentence: str) -> bool:
    """Whether a sentence, though no clear order, speaks to its reader or is not prose."""
    if _MARKED_UP.search(sentence) or steers(sentence):
        return True
    plain = _SHIPS.sub("the ship", _QUOTED.sub(" ", undisguised(sentence)))
    if _SPEAKS_TO.search(plain) or (_FIRST_PERSON.search(plain) and not _QUOTES.search(sentence)):
        return True
    return any(map(_IMPERATIVE.search, _ENDS.split(plain))) or commands(_LEFT_OPEN.sub("", plain)) or _foreign(plain)


def _foreign(sentence: str) -> bool:
    """Whether it is in other letters than Latin ones, or in words that English news does not have."""
    letters = [letter for letter in sentence if letter.isalpha()]
    if len(letters) > 7 and sum(not letter.isascii() for letter in letters) > 0.3 * len(letters):
        return True
    words = [word for word in _LOWER.findall(sentence) if len(word) > 1]
    strange = sum(rarity(stem(word)) >= RAREST for word in words)
    return len(words) > 4 and strange > 0.5 * len(words)


def orders(sentence: str) -> bool:
    """Whether one sentence tells a machine, or whoever sums the news up, what to do."""
    if _UNMISTAKABLE.search(sentence) or _COMMANDED.search(sentence):
        return True
    if (vocative := _TO_MACHINE.search(sentence)) and vocative.group().endswith(":"):
        return True
    if not _ANY_ORDER.search(sentence):
        return False
    if _SUMMARY.search(sentence):
        return bool(_OPENS_WITH_ORDER.search(sentence) or _DUTY.search(sentence) or _ADDRESSED.search(sentence))
    return bool(_ADDRESSED.search(sentence) and (_OPENS_WITH_ORDER.search(sentence) or _TO_MACHINE.search(sentence)))


_MADE = (
    r"(?:summar(?:y|ies)|digests?|outputs?|json|headlines?|bulletins?|recap|abstract|synopsis|tl;?dr|newsletters?|brief"
    r"|your\s+(?:\w+\s+)?(?:response|repl(?:y|ies)|answers?|sentences?))"
)
_DUTY = re.compile(
    # not across the colon of a headline that is quoted: 'this headline: "What should a student do?"'
    rf"\b{_MADE}\b(?:(?!:\s*[\"“])[^.!?\n]){{0,80}}\b(?:must|should|shall|needs?\s+to|ha(?:s|ve)\s+to|(?:is|are)\s+(?:required|mandatory|obliged)|will\s+(?:say|state|read|include))\b"
    rf"|\b(?:must|should|shall|needs?\s+to|ha(?:s|ve)\s+to|required\s+to|mandatory|please|has\s+asked)\b[^.!?\n]{{0,80}}\b{_MADE}\b",
    re.IGNORECASE,
)
_TO_MACHINE = re.compile(
    rf"(?:^|\b(?:to|for|dear|hey|hi|hello|attention|note|all|any|every)[\s,]+(?:[\w'’]+\s+){{0,2}}){_MACHINE}[^.!?\n]{{0,40}}(?:[:,;—–-]|\b(?:must|should|shall|please|are\s+to|is\s+to|need\s+to)\b)",
    re.IGNORECASE,
)
# Where a sentence may end, whatever letter follows: a sentence that begins small hides in the one before it.
_ENDS = re.compile(r"(?:(?<=[a-z\d]{2}\.)|(?<=[!?]))\s+")
_QUOTES = re.compile(r"[\"“”'‘’]")
# A report's own words are nobody's in particular; who says "I" outside quotation marks pleads.
_FIRST_PERSON = re.compile(
    r"\bI\s+(?:am|was|have|had|will|would|want|wish|need|ask|beg|hope|know|love|think)\b|\b[Mm]y(?:self)?\b"
)
_QUOTED = re.compile(r"[\"“][^\"“”]{0,400}[\"”]")
_LEFT_OPEN = re.compile(r"[\"“][^\"“”]*$")  # what somebody says goes on in the sentence after it
_LOWER = re.compile(r"(?<![\w'’-])[a-zà-ž][a-zà-ž]*(?![\w'’-])")
# Tags, braces, fences, mentions, links, roles in brackets, and runs that no word is (base64, hexadecimal).
_MARKED_UP = re.compile(
    r"</?[a-z!][^>]{0,200}>|[{}]|```|#{2,}|\]\(|https?://|www\.|<[@#]|@(?:everyone|here)\b|\b\w+\(\s*[\"']"
    r"|\[/?(?:source|end|begin|system|user|hidden|note|inst|context|instruction)[^\]]{0,80}\]?"
    # names of a program's or of a page's head, numbers of sources, and words spelled letter by letter
    r"|(?<![\w/@#])[a-z]+(?:_[a-z]+)+\b|\[\d\]\s*\[\d\]|\b(?:[a-z]-){3,}[a-z]\b|\b[a-z]{3,}=[a-z]{3,}"
    r"|\b(?:meta|alt|seo|og)[ -](?:description|text|title)\b"
    r"|(?<![\w/+=])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{24,}={0,2}(?![\w/+=])|\b[0-9a-f]{24,}\b",
    re.IGNORECASE,
)
_SPEAKS_TO = re.compile(
    r"\b(?:you|your|yours|yourself|please|kindly|let['’]s|hypothetically|pretend|roleplay|tl;?dr)\b"
    r"|\b(?:summar(?:y|ies|i[sz]\w+)|digests?|recaps?|retell\w*|paraphras\w+|synopsis|abridge\w*|condens(?:e|es|ing)\s+(?:this|the))\b"
    r"|\b(?:chat\s?)?bots?\b|\bLLMs?\b|\blanguage\s+models?\b|\b(?:prompt|guardrails?|jailbreak|grounding\s+(?:gate|check))\b"
    r"|\bshorten\w*\s+(?:this|the)\b|\b(?:this|the)\s+(?:text|article|story|source|passage|page|item)\s+(?:is|has|must|may|should|says|above|below)\b"
    # how the text is to be told elsewhere, which is nothing that a report tells
    r"|\bshort(?:er|ened)?[ -](?:form|versions?|copy|copies)\b|\bkey\s+takeaways?\b|\bhouse\s+style\b"
    r"|\bstyle\s+(?:guide|note|sheet)s?\b"
    r"|\b(?:replaces?|supersedes?|overrides?|overwrites?)\s+(?:(?:all|the|any|this|our)\s+)*(?:previous|prior|earlier|above|original)\s+"
    r"(?:texts?|versions?|story|stories|items?|cop(?:y|ies)|reports?|articles?|content)\b"
    r"|\bnewsletters?\b|\breplacement\s+text\b|\bscreen[ -]readers?\b"
    r"|\b(?:AI|machine|audio)\s+(?:versions?|copies|readers?|digests?)\b"
    r"|\b(?:versions?|copies|readers)\s+of\s+(?:this|the)\s+(?:story|article|text|item|report)\b|\bon\s+(?:second|first)\s+reference\b"
    r"|\b(?:wire|editor(?:['’]?s|s['’]|ial)?)\s+(?:advisory|advisories|notes?)\b|\bkill\s+the\s+(?:story|item|text)\b"
    r"|\babstracts?\b|\bmachine[ -](?:made|written|generated)\b|\buse(?:d)?\s+as\s+is\b|\bour\s+(?:house\s+)?style\b"
    # notes on the copy
    r"|\b(?:translator|editor|publisher|author|writer|producer|moderator|corrector|desk|copy)['’]?s?['’]?\s+(?:note|remark|comment)s?\b"
    # what is to be read by machines, and what of them is hoped for
    r"|\b(?:machines?|robots?|bots?|computers?|models?|programs?|algorithms?|crawlers?)\s+only\b|\breader\s+(?:robot|machine|model|program)s?\b"
    r"|\bmodels?\s+(?:that|which|who)\s+(?:writes?|says?|posts?|states?|tells?|prints?|repeats?|includes?|agrees?)\b"
    r"|\bexpected\s+(?:outputs?|answers?|responses?|completions?)\b|\b(?:input|output)\s*(?:text)?\s*:|\bwhoever\b[^.!?\n]{0,40}\bthis\b"
    r"|\bmodels?\s+(?:(?:that|which)\s+)?(?:should|must|doesn['’]t|does\s+not|do\s+not|don['’]t|(?:is|are)\s+asked)\b"
    r"|\b(?:answers?|sums?\s+up)\s+(?:this|the|each|every)\s+(?:items?|texts?|story|article|report)\b"
    # what short texts say, and what their readers are to be told
    r"|\b(?:notices|briefs|bulletins|round-?ups)\b|\b(?:the|a|each|every)\s+brief\s+(?:says?|tells?|states?|reads?|must|should|is|that|which)\b"
    r"|\b(?:line|note|word)\s+to\s+(?:(?:the|our|your)\s+)?readers?\b|\breaders?\s+(?:survey|poll)s?\b|\battribute\s+(?:the\s+following|this|it)\b"
    # claims of which nothing is said but that somebody is to have written them
    r"|\b(?:to|not|must|should|shall|who|which|that)\s+(?:have\s+)?(?:write|writes|written|post|posts|publish|print|prints)\s+(?:\w+\s+){0,3}that\b"
    r"|\bposts?\s+to\s+(?:\w+\s+){0,4}that\b|\b(?:outlet|publication|newsroom|reporter|article|text|copy)s?\s+(?:\w+\s+){0,3}(?:would|should|must|ought\s+to)\b"
    # a part to play, and what to do in it
    r"|^as\s+an?\s+(?:[\w'’-]+\s+){0,6}(?:writer|author|editor|poet|comedian|critic|novelist|journalist|expert|fan|character)\b"
    r"[^.!?\n]{0,60},\s+(?:describe|call|portray|write|say|tell|refer|explain|report|present|sum)\b"
    r"|\bneeds?\s+no\s+sources?\b|\bin\s+feeds\b|\bpreferred\s+(?:short|form|wording|headline)"
    # which words are to be used, and of which sentence that is said
    r"|\b(?:following|next|previous|preceding|above)\s+(?:sentence|paragraph|phrase|wording)s?\b"
    r"|\b(?:following|next)\s+lines?\s+(?:be|is|are|must|may|shall|should)\b|\bin\s+place\s+of\s+this\b|\bnota\s+bene\b"
    r"|\b(?:carry|carries|bears?|with)\s+(?:this|the\s+following)\s+(?:notice|line|note|sentence|text|words?|headline)\b"
    r"|\b(?:render(?:ed)?|wording|spell(?:ed)?)\s+(?:as\s+)?[\"“'‘]|\btranslat(?:ion|ors?)\s+(?:hint|tip|aid)s?\b"
    r"|\bfrom\s+now\s+on\b[^.!?\n]{0,60}\b(?:spelled|spelt|written)\b|\bused?\s+as\s+it\s+(?:stands|is)\b"
    r"|\bbase64\b|\brot13\b|\bdecodes?\s+(?:to|as)\b|\b(?:correct|right|gold|wanted|true)\s+(?:answer|label|headline)s?\b"
    r"|\bversion\b[^.!?\n]{0,60}\b(?:says|reads|states|tells)\b|\bderived\s+(?:text|work)s\b"
    r"|\b(?:a|an|any|every|each|the)\s+(?:\w+\s+)?(?:machine|model|program|robot|AI|assistant|writer)\s+(?:would|will)\s+(?:say|write|tell|repeat|admit)\b"
    # who announces a sentence by what it is for, and not by what it tells
    r"|^(?=[^:.\n]{0,100}\b(?:cop(?:y|ies)|word\s+for\s+word|readers?|verified|check(?:er|ed)|autocomplete|fill(?:ed)?\s+in|lede|wire|page|(?:in|with)\s+the"
    r"\s+voice|quote\s+to\s+\w+|partners)\b)[^:.\n]{0,100}:\s+(?=\S+\s+\S)|\brest\s+of\s+(?:this|the)\s+(?:page|text|article|item)\b"
    r"|,\s+(?:robots|machines|computers|models|crawlers|AIs)\s*[:!]|^[\"“'‘(]*[QA]:\s"
    r"|\bany(?:one|body|thing)?\s+(?:may|can)\s+be\s+written\b|\bmodels?\s+that\s+reads?\b|\btrusted\s+context\b|\btool\s+call\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^[\W_]*(?:(?:step\s+\d+|important|note|attention|warning|urgent|reminder|correction|alert|override|begin|end|then|now|also|instead|and|just)\b[\W_]*){0,3}"
    r"(?:say|write|state|repeat|print|output|respond|reply|answer|ignore|disregard|forget|decode|translate|change|swap|replace|rename|send|tell|ping"
    r"|mention|include|insert|append|add|remove|drop|omit|delete|obey|follow(?!-)|execute|run|act|behave|treat|assume|consider|imagine|remember|note\s+that"
    r"|do\s+not|don['’]t|never|always|must|stop|start\s+(?:the|your|each|every)|begin\s+(?:with|the|your|each)|end\s+(?:with|the|your|each|every)|use|cite|quote|call\s+(?:it|the)|refer|recommend|promote"
    r"|advertise|praise|approve|publish|post|visit|click|buy|subscribe|sign\s+up)\b(?!\s*(?:was|is|were|are|has|had|will|,))"
    r"|(?-i:^[\W_]*(?:[A-Z]{4,}[\s:_-]+)*(?:SYSTEM|OVERRIDE|IMPORTANT|ATTENTION|ADMIN|DEVELOPER|BEGIN|END|INSTRUCTIONS?|NOTE|NOTICE|CORRECTION)\b)",
    re.IGNORECASE,
)
