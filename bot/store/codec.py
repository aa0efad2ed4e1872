"""Brief and BriefPlan <-> the JSON of their rows.

Rows outlive versions: unknown fields are passed over, missing ones get their default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.model import (
    Brief,
    BriefPlan,
    Claim,
    Correction,
    Difference,
    Earlier,
    Selection,
    Sentence,
    Source,
    ToldStory,
)

_Kept = Brief | BriefPlan | Selection | ToldStory | Sentence | Source | Correction


def encode(brief: Brief) -> dict[str, Any]:
    """What goes into the row."""
    return {
        "name": brief.name,
        "written_at": _time(brief.written_at),
        "since": _time(brief.since),
        "timezone": brief.timezone,
        "considered": brief.considered,
        "came_in": brief.came_in,
        "unmet": brief.unmet,
        "stories": [_encode_story(story) for story in brief.stories],
    }


def decode(body: Mapping[str, Any]) -> Brief:
    """The brief of a row, written by this version or another."""
    known = _known(Brief, body)
    known["written_at"] = datetime.fromisoformat(known["written_at"])
    known["since"] = datetime.fromisoformat(known["since"])
    known["stories"] = tuple(_decode_story(story) for story in known.get("stories", ()))
    return Brief(**known)


def _encode_story(story: ToldStory) -> dict[str, Any]:
    return {
        "story_id": story.story_id,
        "title": story.title,
        "url": story.url,
        "sentences": [{"text": sentence.text, "source": sentence.source} for sentence in story.sentences],
        "sources": [{"n": source.n, "publisher": source.publisher, "url": source.url} for source in story.sources],
        "published": _time(story.published),
        "image": story.image,
        "reasons": list(story.reasons),
        "item_ids": list(story.item_ids),
        "differences": [
            {
                "claims": [{"text": claim.text, "sources": list(claim.sources)} for claim in difference.claims],
                "of": difference.of,
            }
            for difference in story.differences
        ],
        "corrections": [
            {"source": each.source, "before": each.before, "now": each.now, "turns": each.turns}
            for each in story.corrections
        ],
        "update": story.update,
        "earlier": story.earlier
        and {
            "told_at": _time(story.earlier.told_at),
            "url": story.earlier.url,
            "story_id": story.earlier.story_id,
            "new": story.earlier.new,
        },
    }


def _decode_story(body: Mapping[str, Any]) -> ToldStory:
    known = _known(ToldStory, body)
    known["published"] = datetime.fromisoformat(known["published"])
    known["sentences"] = tuple(Sentence(**_known(Sentence, each)) for each in known.get("sentences", ()))
    known["sources"] = tuple(Source(**_known(Source, each)) for each in known.get("sources", ()))
    known["reasons"] = tuple(known.get("reasons", ()))
    known["item_ids"] = tuple(known.get("item_ids", ()))
    known["differences"] = tuple(_decode_difference(each) for each in known.get("differences", ()))
    known["corrections"] = tuple(Correction(**_known(Correction, each)) for each in known.get("corrections", ()))
    if earlier := known.get("earlier"):
        known["earlier"] = Earlier(
            datetime.fromisoformat(earlier["told_at"]),
            earlier.get("url", ""),
            earlier.get("story_id"),
            earlier.get("new", ""),
        )
    return ToldStory(**known)


def _decode_difference(body: Mapping[str, Any]) -> Difference:
    claims = tuple(Claim(claim["text"], tuple(claim["sources"])) for claim in body.get("claims", ()))
    return Difference(claims, body.get("of", ""))


def encode_plan(plan: BriefPlan) -> dict[str, Any]:
    """What of a plan goes into its row's JSON; id, owner and the rest are columns."""
    chosen = plan.selection
    return {
        "name": plan.name,
        "channel_id": plan.channel_id,
        "at": [f"{at:%H:%M}" for at in plan.at],
        "cron": plan.cron,
        "days": sorted(plan.days),
        "timezone": plan.timezone,
        "window": plan.window.total_seconds(),
        "grace": plan.grace.total_seconds(),
        "stories": plan.stories,
        "layout": plan.layout,
        "selection": {each.name: list(getattr(chosen, each.name)) for each in fields(Selection)},
        "ping_role": plan.ping_role,
        "quiet_day": plan.quiet_day,
    }


def decode_plan(body: Mapping[str, Any]) -> BriefPlan:
    """The plan of a row, still without the id."""
    known = _known(BriefPlan, body)
    known["at"] = tuple(time.fromisoformat(at) for at in known.get("at", ()))
    for name in ("window", "grace"):
        if name in known:
            known[name] = timedelta(seconds=known[name])
    if "days" in known:
        known["days"] = frozenset(known["days"])
    chosen = _known(Selection, known.get("selection", {}))
    known["selection"] = Selection(**{name: tuple(words) for name, words in chosen.items()})
    return BriefPlan(**{**known, "id": ""})


def _known(kind: type[_Kept], body: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in body.items() if name in names}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
