"""Lines and tails that lead elsewhere or speak of the page instead of the story. Pure.

Publishers end the texts of their feeds with them: "The post ... appeared first on", "ALSO READ: ...", share buttons,
the press office's address.
"""

from __future__ import annotations

import re

LONGEST = 700  # characters: a longer line is prose
LONGEST_TAIL = 300  # of the last sentence of a line of prose

_LISTED = r"(?:articles?|stor(?:y|ies)|posts?|contents?|readings?|links?|news|coverage|topics?)"
# Matched against a line in lower case, without the dots, arrows and brackets around it.
_AWAY = re.compile(
    "|".join(
        (
            r"(?:the|this) (?:post|article|story|entry)\b.{0,600}\bappeared first on\b.{0,200}",
            r"(?:also read|read also|read more|read next|see also|up next|don['’]t miss|more) *[:|–—].{0,400}",
            r"(?:also read|read also|read next|see also|up next|don['’]t miss) *-.{0,400}",
            r"you (?:may|might) also (?:like|enjoy)\b.{0,400}",
            rf"(?:related|recommended)(?: {_LISTED})?(?: *[:|–—-].{{0,400}})?",
            r"more (?:stories|news|from|on)\b.{0,60}[:|].{0,400}",
            (
                r"(?:read|view|see|watch|get) (?:the |our |this )?"
                r"(?:full|entire|whole|complete|original|rest of (?:the|this)) "
                r"(?:article|story|post|entry|report|release|text|version|images?|gallery|interview|review)\b.{0,80}"
            ),
            r"read (?:more|on|it all|the (?:article|story|post))\b.{0,80}",
            r"(?:continue|keep) reading\b.{0,300}",
            r"(?:\d+ |no |leave a |post a |add a |view |read )?comments?(?: \(\d+\)| on .{0,200})?",
            rf"check out (?:more|other|all) (?:of our |of the )?(?:information|{_LISTED})\b.{{0,200}}",
            r"(?:click|tap|go|visit) here\b.{0,160}",
            r"(?:subscribe|sign up|register)\b.{0,80}\b(?:newsletters?|feed|updates|channel|inbox|podcast)\b.{0,120}",
            (
                r"follow (?:us|me|@?[\w.]{1,40}) (?:@\w+ )?on"
                r" (?:x|twitter|facebook|instagram|mastodon|bluesky|threads|linkedin|youtube|google)\b.{0,160}"
            ),
            r"(?:share|tweet|print|e-?mail|save|like|pin)(?: (?:this|on|via)\b.{0,60})?:?",
            r"click to (?:share|e-?mail|print)\b.{0,80}|(?:like )?loading",
            r"(?:filed under|posted in|tagged(?: with| as)?|categor(?:y|ies)|tags?)\b ?:.{0,200}",
            r"submitted by +/?u/.{0,80}|link\]? *\[comments|permalink|sources?(?: *:.{1,80})?",
            r"please enable javascript\b.{0,120}|your browser (?:does not|doesn['’]t) support\b.{0,120}",
            r"(?:advertisement|sponsored(?: content)?)\b.{0,20}|ad",
            (
                r"(?:(?:image|photo|picture|video|illustration|graphic|artwork|animation)(?:/\w+)? )?"
                r"(?:credits?|courtesy)(?: of)? *:.{1,200}"
            ),
            r"(?:featured )?(?:image|photo|picture|illustration|graphic)(?: (?:by|courtesy)\b| ?:).{1,120}",
            r"(?:enlarge|download|full size|view larger)(?: (?:this )?image)?(?: /.{0,300})?",
            r"\d{1,3}[- ]min(?:ute)?s?\.? read(?:ing time)?|read(?:ing)? time:? \d{1,3} min(?:ute)?s?\.?",
            r"@\w{2,40}|[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,40}){1,4}",
            r"(?:(?:tel|phone|fax)[:. ]+\+?\d|\+\d|\(?\d{3}\)?[-. ]\d{3}[-.]\d)[\d ()./-]{3,20}",
            r"…?|more|©.{0,200}|all rights reserved\b.{0,120}|https?://\S+|[#*=_~ -]+",
        )
    )
)
_FROM_ELSEWHERE = re.compile(
    r"[^.!?]{0,300} (?:first appeared|was (?:first|originally) published|originally appeared) (?:on|in|at|by) .{1,120}"
    r"|originally published (?:on|in|at|by) .{1,120}"
)
# What follows one of these lines isn't the story: press releases end so (the first three marks are their custom),
# and pages of agencies go on with lists.
_END = re.compile(
    r"-+ ?ends? ?-+|# ?# ?#|-+ ?30 ?-+|(?:news )?(?:media|press) contacts?:?|related terms|explore more|keep exploring"
    r"|discover more topics\b.{0,40}|most (?:read|popular)|about the author:?|details|last updated"
)
# The same at the end of a line of prose.
_MORE = r"(?:Continue reading|Read (?:more|on)|Read the full (?:article|story|post)|More)"
_TAIL = re.compile(
    r"\s*(?:The (?:post|article|story|entry) .{1,600}\bappeared first on .{1,200}"
    rf"|\(?{_MORE} ?(?:\.{{3}}|…|→|»|›|>>)\)?"
    r"|\((?:more|read more)(?:\.{3}|…)?\))$"
)
_TAIL_ENDS = ("…", "...", "]", ")", "→", "»", "›", ">")
_CUT_SHORT = re.compile(r"\s*(?:\[(?:…|\.{3})\]?|\((?:…|\.{3})\)?)$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]?\s+(?=\S)")
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+)\b[^\[\]]{0,300}\]")
_AROUND = " .!→»›>[]()|"


def without_boilerplate(lines: list[str]) -> list[str]:
    """The lines of a text that tell its story, without their tails."""
    kept: list[str] = []
    last = len(lines) - 1
    for place, raw in enumerate(lines):
        line = _SHORTCODE.sub("", raw).strip() if "[" in raw else raw
        if not line:
            continue
        if len(line) <= LONGEST:
            lowered = line.lower()
            if _END.fullmatch(lowered) and sum(map(len, kept)) >= sum(map(len, lines[place:])):
                break
            if _leads_away(lowered):
                continue
        if line.endswith(_TAIL_ENDS) or "appeared first on" in line:
            line = _CUT_SHORT.sub("…", _TAIL.sub("", line))
            line = line.replace("……", "…").replace(".…", "…")
        if place >= last - 1:
            line = _without_last_words(line)
        if line and line != "…":
            kept.append(line)
    return kept


def _leads_away(lowered: str) -> bool:
    bare = lowered.strip(_AROUND)
    if _AWAY.fullmatch(bare):
        return True
    return ("appeared" in bare or "published" in bare) and _FROM_ELSEWHERE.fullmatch(bare) is not None


def _without_last_words(line: str) -> str:
    """A line of prose without final sentences that lead away: feeds that know no blocks put them there."""
    for _ in range(3):
        ends = [found.end() for found in _SENTENCE_END.finditer(line, max(0, len(line) - LONGEST_TAIL))]
        cut = next((end for end in ends if _leads_away(line[end:].lower())), None)
        if cut is None:
            break
        line = line[:cut].rstrip()
    return line
