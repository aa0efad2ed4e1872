"""What kind of piece a headline announces: a report of an event, or one of the things that surround reports.

Judged from the title alone, because it is the one thing that every feed gives. When in doubt it is a report.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.news import events, outcomes
from bot.news.outcomes import Outcome


class Kind(StrEnum):
    """In the order in which they are looked for; a report is what is none of the others."""

    REPORT = "report"
    ROUNDUP = "roundup"  # many events in one piece: never glues their stories together
    PICTURE = "picture"  # a picture for its own sake
    ADVERT = "advert"
    OPINION = "opinion"
    LISTICLE = "listicle"  # lists, explainers
    LIVE = "live"  # how and when to watch, live coverage, invitations
    CHATTER = "chatter"  # quizzes, reviews, what is up in the sky, film and games
    MARKET = "market"  # stocks, for who buys and sells them
    HOUSE = "house note"  # a publisher about itself: its people, prizes and pages
    FEATURE = "feature"  # what may be read on any day: questions, how and why, life at a publisher's own sites


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_LISTED = (
    "things|reasons|ways|facts|times|questions|takeaways|lessons|photos|images|pictures|movies|films|books|episodes|"
    "gifts|tips|myths|moments|companies|stocks|telescopes|binoculars|games|shows|objects|places|mistakes|"
    r"(?:\w+ )?stumbles"
)
_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|dozen)"
_PRAISE = (
    r"(?:of the|best|greatest|biggest|worst|weird\w*|amazing|incredible|cool\w*|surprising|most|key|big|new|wild|"
    r"stunning|great|fascinating|mind-\w+|\w+est)"
)
_LOVELY = "gorgeous|stunning|amazing|spectacular|breathtaking|incredible|mesmeri[sz]ing|best|wild"
_LABEL = (
    "opinion|op-ed|editorial|commentary|comment|analysis|viewpoint|perspective|column|letters?(?: to the editor)?|"
    "guest (?:post|essay)|first person|essay|interview|podcast|q ?& ?a|book review|i am artemis"
)
_LABELS = (
    rf"^\W*(?:{_LABEL})\b\s*[:|–—-]",
    r"[|–—-]\s*(?:opinion|op-ed|editorial|commentary|analysis|podcast)\s*$",
    r"\((?:op-ed|opinion)\)|\bpodcast:",
)
_EVERYBODYS = (
    r"solar|sun|moon|galax|universe|milky|planet|earth|star|cosm|home|world|sk(?:y|ies)|night|neighbo|atmosphere|ocean|"
    r"species|ancestors|bod|brain|best|favo|top|staff|readers"
)
_GOODS = "telescopes|binoculars|cameras|projectors|lego|sets|toys|books|movies|films|games|episodes|shows"

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.ROUNDUP,
        _any(
            r"^\W*rocket report\b",
            r"\bround-?up\b",
            r"[.?!] And, ",
            r"\b(?:launch|week(?:ly)?|month(?:ly)?|year|spaceflight) (?:preview|recap|wrap(?:-up)?)\b",
            r"^(?:launch|week(?:ly)?|month(?:ly)?) (?:preview|in review)\b",
            r"\b(?:week|month|year) in (?:review|space|spaceflight|pictures|photos|images)\b",
            r"\bthis (?:week|month) (?:in (?:space|spaceflight|astronomy|science|history)|at|on|@) ?\b",
            r"\b(?:week|month|year) ahead\b|^(?:on )?this day in\b|^today in (?:space|history)\b",
            r"\b(?:news|morning|evening|daily|weekly|space) (?:briefs?|briefing|digest|bulletin|headlines)\s*"
            r"(?:$|[:|,–—-])",
            r"\b(?:daily|weekly|monthly) (?:space )?(?:news|digest|brief|briefing|recap|update|newsletter|summary)\b",
            r"\b(?:news|headlines) (?:in brief|at a glance|of the (?:day|week|month))\b",
            r"^\W*(?:[\w'’-]+ ){0,2}digest\b(?!:)",
            r"\bnewsletter\b|^what(?:'|’)s happening in\b|\bmilestones: |\bhighlights\s*$",
            r"\b(?:image|video|photo)s? recap\b|\btop picks\b",
            r"\b(?:coast|rocket) launch schedule\b",
            r"\blaunches (?:in (?:the )?coming (?:days|weeks)|this week(?:end)?)\b",
            r"^(?:rocket |spaceflight )?launch (?:schedule|calendar)\b",
            r"\b(?:events?|space|spaceflight|skywatching) calendar\b",
            r"^(?:up first|in other news|what we(?:'|’)re reading|links? (?:of|for) the)\b",
            r"^(?:our |the )?(?:top|best|biggest) (?:space )?(?:news|stories|photos|pictures|images)\b",
            r"\bhere are (?:the|our) (?:top|best|favou?rite) ",
        ),
    ),
    (
        Kind.PICTURE,
        _any(
            r"\b(?:photo|picture|image|shot|view|video) of the (?:day|week|month)\b",
            r"\bastronomy picture\b|^earth from space:",
            r"^(?:photos?|images?|pictures?|gallery|in (?:photos|pictures))\s*[:|]",
            r"\bphoto gallery\b|^photos and\b|^see (?:the )?(?:photos|pictures|images)\b",
            rf"\b(?:these|our favou?rite|{_LOVELY}) (?:[\w-]+ ){{0,3}}(?:photos|pictures|images)\b",
            rf"\b(?:{_LOVELY}) (?:[\w-]+ ){{0,3}}(?:photo|picture|image|pic|portrait|panorama|video)\b",
        ),
    ),
    (
        Kind.ADVERT,
        _any(
            r"\bsponsored\b|\badvertorial\b|\bpaid (?:post|content|partner)\b|\bpartner content\b|\bpresented by\b",
            r"\bpromo(?:ted)? (?:code|content|post)",
            r"\b(?:save|saving) (?:up to )?(?:[$£€]?\d[\d,.]*|\d+%)",
            r"\b\d+% off\b|[$£€]\d[\d,.]* off\b|\bhalf[- ]price\b|\blowest price\b",
            r"\b(?:best|early|top) .{0,40}\bdeals?\b|\b(?:prime|cyber|black) (?:day|monday|friday)\b",
            r"\b(?:discounts?|coupons?|giveaway|gift guide|buying guide|buyer(?:'|’)s guide)\b",
            r"\bwebinar\b|\bwhite ?paper\b|\bregister now\b|\bsubscribe\b|\btickets (?:on sale|available)\b",
            r"\b(?:stocks?|shares|etfs?) to (?:buy|watch|own)\b|\bhow to (?:invest|buy)\b",
            r"\bmarket\b.{0,40}\b(?:size|share|research|report|analysis|growth|outlook|forecasts?)\b",
            r"\bmust-have\b|\byou need to buy\b|\bworth buying\b|\bfor just [$£€]",
        ),
    ),
    (
        Kind.OPINION,
        _any(
            *_LABELS,
            # A talk: what about, and with whom.
            r"(?:^(?:the (?:future|optimism|business|economics|state|science|promise|challenges?|art) (?:of|in|behind)|"
            r"rethinking|inside|exploring|unpacking)\b|\bin action\b).* "
            r"with (?-i:(?:[A-Z][a-z]+\. )?[A-Z][\w'’-]+ [A-Z][\w'’-]+(?: of .+)?)$",
            r"(?-i:^I(?:['’](?:ve|m|d|ll))? )",
            # A question that the headline asks of the future or of nobody.
            r"^(?:should|could|would|what if)\b[^?]*\?",
            r"^why (?:we|i|you|the|it|nasa|space|america|europe)\b",
            r"^(?:the )?[\w.]+(?: [\w.]+)? (?:must|should|needs to)\b"
            r"(?!.*\b(?:says?|said|warns?|finds|reports?|experts?)\b)",
            # Ours is what the writer shares with his readers, other than the sky over all of us, and no speaker's.
            r"^(?!.*\b(?:says?|said|warns?|tells?|told)\b)"
            rf".*\bour (?!(?:own |nearest |closest |early |home )?(?:{_EVERYBODYS}))",
            r"\bit(?:'|’)s time (?:to|for)\b|\bwe (?:must|should)\b",
            r"(?<!make )(?<!makes )(?<!made )\bthe case (?:for|against)\b",
        ),
    ),
    (
        Kind.LISTICLE,
        _any(
            rf"^(?:\w+ \w+(?:'|’)s )?(?:the |our |these |here are (?:the )?)?(?:top |best )?{_NUMBER} "
            rf"(?:{_PRAISE}\s(?:.*\s)?)?"
            rf"(?:{_LISTED})\b(?! want| to | join| win| sign| team)",
            r"\b(?:things|facts|takeaways|reasons) (?:to know|you|about|we|from)\b",
            rf", ranked\b|\branked[:!]|\bbest .*\b(?:{_GOODS})\b",
            r"^(?:this is|these are|here(?:'|’)s|here are) (?:who|what|how|why|where)(?:(?:'|’)s)?\b",
            r"^what(?:'|’)s (?:the deal|going on|next|behind)\b|\bwhat (?:it|this|that) means\b",
            r"^how [\w\s’'-]+ (?:keeps?|works?|shapes?)\b",
            r"^what to (?:know|expect)\b|^everything (?:you|we) (?:need|know)\b|\bexplained$|, explained\b",
        ),
    ),
    (
        Kind.LIVE,
        _any(
            r"\bwatch (?:it )?live\b|^don['’]t miss\b",
            r"\b(?:how|where|when)(?:,? (?:and )?(?:how|where|when)){0,2} to (?:watch|see)\b",
            r"\bhow (?:and when|and where|to|,) .{0,20}\bsee\b",
            r"\blive (?:updates?|coverage|blog|stream|webcast)\b|\blivestream\w*\b|^live\s*[:|]",
            r"\bwhen (?:is|,|and where)\b.*\b(?:launch|liftoff|lift-off)\b",
            r"\bsets? coverage\b|\binvites? (?:the )?(?:media|public)\b|\bmedia (?:advisory|invited|accreditation)\b",
            r"\bto (?:air|host|hold) .*\b(?:coverage|briefing|news conference|teleconference|information session)\b",
            r"\bto (?:discuss|preview) .*\b(?:launch|mission|flight|findings|results)\b",
        ),
    ),
    (
        Kind.CHATTER,
        _any(
            r"\bquiz\b|\bcrossword\b|\bhoroscope\b|\breview\s*(?:$|[:|–—-])|\bhands[- ]on\b",
            r"\b(?:star wars|star trek|doctor who|mandalorian|lego|stargate)\b",
            r"\b(?:video ?game|box office|trailer|sci-fi|comic book|albums?|concert|soundtracks?)\b",
            r"\b(?:night sky|sky|stargazing|moon phase|full moon) (?:tonight|this (?:week|month)|guide|today)\b",
            r"\bhow to (?:see|spot|photograph|find)\b|\bwhat(?:'|’)s up\b|\bskywatching\b",
            r"\b(?:season|s)\d{1,2}\b|\bseason \d|\bteaser\b|\b(?:apple|disney)\W? ?(?:tv|plus)\b|\bnetflix\b",
        ),
    ),
    (
        Kind.MARKET,
        _any(
            r"\bstocks?\b(?! plans?\b| options?\b)",
            r"\bshares? (?:drop|fall|fell|rise|rose|jump|slide|slip|soar|surge|sink|tumble|climb|plunge)\w*\b",
            r"\b(?:surges?|soars?|jumps?|plunges?|tumbles?|climbs?) \d+(?:\.\d+)?%",
            r"\bshareholders?\b|\betfs?\b|\bmarket cap\b|\bprice target\b",
            r"\b(?:analyst|wall street)s? (?:say|rate|love)\w*",
        ),
    ),
    (
        Kind.HOUSE,
        _any(
            r"\b(?:stars?|employees?|team|volunteers?|person|people) of the (?:month|quarter|year)\b|\bpuzzler\b",
            r"^\W*\w+\W*$|^test\b.{0,12}$",
            r"\b(?:internships?|fellowships?|challenge (?:winners?|finalists?)|design challenge)\b",
            r"\b(?:lesson plans?|educators?)\b",
            r"\bchallenge\s*$|\bquality assessment\b|\bjob applications?\b|^meet (?:the|our)\b|\bstem activit",
            r"\b(?:offers|proposals|applications) (?:are )?due\b|\b(?:new|redesigned) .*\bwebsite\b",
            r"\b(?:honou?red|recogni[sz]ed) (?:by|with|at|for)\b",
            r"\b(?:wins?|won|receives?) .*\b(?:awards|prizes|medals?)\b",
            r"\bcelebrat(?:es|ing) .*\b(?:years?|decades?|anniversary|innovation|month|day)\b",
            r"\banswers? (?:\w+ )?questions from\b|\bstudents? (?:aid|ask|speak|talk|hear)\b",
            r"\bopen (?:house|day)\b|\bjoin (?:us|our)\b|\b(?:job|career)s? (?:opening|fair)s?\b",
            r"\bcall for (?:papers|proposals)\b",
        ),
    ),
    (
        Kind.FEATURE,
        _any(
            r"^(?:why|how|what|when|where|who|which|is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|"
            r"you|want)\b[^.?!:]*\?",
            r"^(?:why|how)\b",
            # To the reader.
            r"^(?:[\w'’]+\s){0,2}you(?:rs?|rself)?\b|\bwhat you (?:need to|should) know\b",
            r"\b(?:overview|fact sheet|press kit)\s*$",
        ),
    ),
)


# The section of a site stands in its addresses: /entertainment/a-film, /category/opinion/a-view.
_SECTIONS = {
    Kind.OPINION: "opinions?|commentary|op-ed|editorials?|podcasts?|blogs?",
    Kind.CHATTER: "entertainment|gaming|games|movies|tv-shows|culture|quizzes|stargazing|skywatching|lifestyle",
    Kind.ADVERT: "sponsored|partners?|deals|coupons|shopping|webinars?|press-releases?",
    Kind.MARKET: "markets?|investing|stocks?",
    Kind.PICTURE: (
        "images?|image-article|image-of-the-day|picture-show|gallery|image-detail|photojournal|earth-observatory"
    ),
    Kind.FEATURE: "features?|centers-and-facilities|get-involved|citizen-science|explainers?",
    Kind.HOUSE: "people|learning-resources|careers|prizes-challenges[\\w-]*",
}
_IN_SECTION = tuple(
    (section, re.compile(rf"^https?://[^/?#]+/(?:[\w-]+/){{0,2}}(?:{names})/", re.IGNORECASE))
    for section, names in _SECTIONS.items()
)
_LABELLED = _any(*_LABELS)
# Words of opinions, explainers and questions in which news may be put: of a deed with its outcome, by somebody named.
_LOOSE = _any(
    r"^why (?!we\b|i\b|you\b)",
    r"^here(?:'|’)s why (?!we\b|i\b|you\b)",
    r"\bour\b",
    r"^[^.?!:]*\?",
)
_ASKED = re.compile(r"(?:^|(?<=[.?!:]))[^.?!:]*\?+")  # behind a sign only, as in bot.news.events
_SPEECH = re.compile(r"^([\"'‘“](?:\S+\s+){3,}?\S*[\"'’”])(?=[\s:,])")
# "Riding the wave", by nobody in particular.
_BY_NOBODY = re.compile(r"(?:^|: )(?!during|following|citing|pending|regarding)\w{2,}ing (?:the|an?) ", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(?:I|my|me|was|were)\b")
# The page of live coverage is rewritten when the event is over, and may keep its label.
_LABELLED_LIVE = re.compile(r"^\W*live (?:coverage|updates?|blog)\s*[:|–—-]\s*", re.IGNORECASE)


def kind(title: str, url: str = "") -> Kind:
    """The kind of a piece by its headline, or else by the section of the site that its address names.

    Where a headline invites or asks, the section says to what: to watch a launch, or the sky.
    """
    found = next((candidate for candidate, pattern in _PATTERNS if pattern.search(title)), Kind.REPORT)
    if found is Kind.LIVE and _over(title):
        return Kind.REPORT
    if found in (Kind.OPINION, Kind.LISTICLE, Kind.FEATURE) and _tells(title):
        found = Kind.REPORT
    if found not in (Kind.REPORT, Kind.LIVE, Kind.FEATURE):
        return found
    section = next((section for section, pattern in _IN_SECTION if pattern.match(url)), Kind.REPORT)
    if found is Kind.REPORT and section is Kind.REPORT and _any_day(title):
        return Kind.FEATURE
    if found is not Kind.REPORT:
        return section if section in (Kind.CHATTER, Kind.OPINION, Kind.ADVERT) else found
    # Among pictures there is now and then the first word of an event.
    return Kind.REPORT if section is Kind.PICTURE and events.happened(title) else section


def _tells(title: str) -> bool:
    """Whether what is worded as an opinion, an explainer or a question has an outcome, or a deed that answers."""
    if not _LOOSE.search(title) or _LABELLED.search(title):
        return False
    answer = _ASKED.sub(" ", title)
    came_of_it = outcomes.stated(answer).keys() - {Outcome.PLANNED, Outcome.TESTED}
    return bool(came_of_it) or (answer != title and events.happened(answer))


def _any_day(title: str) -> bool:
    """Whether a headline begins with what somebody says of himself or of how it was, or with what nobody in particular
    does, and tells of no event.
    """
    speech = _SPEECH.match(title)
    own = speech is not None and _OF_ONESELF.search(speech[1])
    return bool(own or _BY_NOBODY.search(title)) and not events.happened(title[speech.end() :] if speech else title)


def unlabelled(title: str) -> str:
    """A headline without "Live coverage:" before it."""
    return _LABELLED_LIVE.sub("", title)


def _over(title: str) -> bool:
    """Whether a headline that is labelled as live coverage reports what came of it."""
    rest = unlabelled(title)
    return rest != title and not outcomes.stated(rest).keys() <= {Outcome.PLANNED, Outcome.TESTED}
