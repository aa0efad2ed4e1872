"""Answers about what a server has: its briefs, how each goes and why, and what is stored of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.answers import listing
from bot.chat.telling import jump_url, timestamp
from bot.chat.wire import ACCENT, Json, embed, inline, message
from bot.deliveries import Delivery, DeliveryState
from bot.model import BriefPlan, TakenSlot
from bot.owners import FILE_OWNER
from bot.slots import too_often

_WARNING = 0xD9822B
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MANAGED = "managed by the configuration file"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a brief stands: what keeps it back (`trouble`, `waiting`) in words; `next_due` None where none comes;
    `missing` are feeds and tags that it chooses from and that aren't there, `foreign` the languages of its feeds if it
    takes none of them.
    """

    plan: BriefPlan
    next_due: datetime | None = None
    slots: Sequence[TakenSlot] = ()
    deliveries: Sequence[Delivery] = ()
    trouble: str = ""
    waiting: str = ""
    missing: Sequence[str] = ()
    foreign: Sequence[str] = ()


def plan_list(plans: Sequence[tuple[BriefPlan, datetime | None]]) -> Json:
    """The briefs of a server, each with the time of its next one (None: never)."""
    rows = [
        f"{_heading(plan)}\n-# {rhythm(plan)}{_choice(plan)} · {_next(plan, due)}{_managed(plan)}"
        for plan, due in plans
    ]
    return listing("Briefs", rows, empty="No briefs are planned here. `/brief schedule` makes one.")


def plan_status(standings: Sequence[Standing], guild_id: int) -> Json:
    """How briefs stand: when the next comes, what became of the last ones and why, and what to do."""
    rows = [_standing(each, guild_id) for each in standings]
    held = any(each.trouble or each.waiting or each.missing or each.foreign for each in standings)
    empty = "No briefs are planned here. `/brief schedule` makes one."
    return listing("How it goes", rows, empty=empty, accent=_WARNING if held else ACCENT)


def scheduled(
    plan: BriefPlan, next_due: datetime | None, trouble: str, foreign: Sequence[str] = (), *, done: str
) -> Json:
    """What a brief is now, after it was made or changed: `done` says which."""
    when = f"The next one comes {timestamp(next_due, 'F')}, {timestamp(next_due, 'R')}." if next_due else "None is due."
    if plan.paused:
        when = "`/brief resume` starts it again."
    warning = f"\n\n⚠️ It can't be posted yet: {inline(trouble, 600)}." if trouble else ""
    warning += f"\n\n{_in_others(plan, foreign)}" if foreign else ""
    text = f"{_heading(plan)}: {done}. {when}\n-# {rhythm(plan)}{_choice(plan)}{warning}"
    return message(embeds=[embed(text, accent=_WARNING if warning else ACCENT)])


def rhythm(plan: BriefPlan) -> str:
    """When it comes, and how much of it."""
    *first, last = [f"{at:%H:%M}" for at in plan.at] or [f"cron {inline(plan.cron, 60)}"]
    times = f"{', '.join(first)} and {last}" if first else last
    days = "" if len(plan.days) == 7 else " on " + ", ".join(_DAYS[day - 1] for day in sorted(plan.days))
    stories = f"{plan.stories} {'story' if plan.stories == 1 else 'stories'}"
    return f"{times} {inline(plan.timezone, 60)}{days} · up to {stories} of {_hours(plan.window)}"


def privacy(retention: timedelta, kept: Mapping[str, int], *, button: bool = False) -> Json:
    """What is stored, for how long, and how to be rid of it: by the `button` below it, if there is one."""
    days = f"{retention / timedelta(days=1):g} days"
    here = ", ".join(f"{count:,} {what}{'' if count == 1 else 's'}" for what, count in kept.items())
    text = (
        "Downlink never reads messages. Of members it keeps nothing but the id of an admin who makes a brief.\n\n"
        f"**Of this server** it keeps the briefs and feeds that its admins made by command ({here} now); the briefs "
        f"that it posted, with the ids of their channels and messages, for {days}; and the times at which briefs were "
        "due and what they told, a little over a year longer, so that nothing is posted twice.\n\n"
        "**When Downlink is removed** from a server, what its admins made and what is remembered of it stay for seven "
        "days, in case it comes back, and are then deleted. "
        + (
            "**The button below** deletes both at once."
            if button
            else "**An admin** of this server can delete both at once, by this command."
        )
        + "\n\n**Not deleted that way** are messages already posted, and what is remembered of briefs that the bot's "
        "owner set up for this server, which is kept for the times above."
    )
    return message(embeds=[embed(text, title="What Downlink stores")])


# ---------------------------------------------------------------- one brief


def _standing(standing: Standing, guild_id: int) -> str:
    plan = standing.plan
    lines = [
        f"{_heading(plan)}{_managed(plan)}",
        f"-# {rhythm(plan)}{_choice(plan)}",
        _begun(_next(plan, standing.next_due)),
    ]
    if standing.trouble:
        lines.append(f"⚠️ Can't be posted: {inline(standing.trouble, 400)}.")
    if standing.waiting:
        lines.append(f"⚠️ Due, and waiting: {inline(standing.waiting, 400)}.")
    if standing.missing:
        gone = ", ".join(inline(name, 100) for name in standing.missing[:8])
        lines.append(f"⚠️ It chooses from what isn't there any more: {gone}. {_changed(plan)}")
    if words := too_often(plan):
        lines.append(f"⚠️ It {inline(words, 400)}.")
    if standing.foreign:
        lines.append(_in_others(plan, standing.foreign))
    lines += [_past(slot, standing.deliveries, guild_id) for slot in standing.slots] or ["Nothing was due yet."]
    if plan.created_by and plan.created_at:
        lines.append(f"-# made by <@{plan.created_by}> on {timestamp(plan.created_at, 'D')}")
    return "\n".join(lines)


def _in_others(plan: BriefPlan, foreign: Sequence[str]) -> str:
    """That its feeds have nothing in its languages."""
    taken, found = (", ".join(inline(each, 20) for each in some[:8]) for some in (plan.selection.languages, foreign))
    others = "" if plan.owner == FILE_OWNER else " `/feed add` brings others."
    return (
        f"⚠️ It takes only reports in {taken}, and its feeds are in {found}: it tells nothing. {_changed(plan)}{others}"
    )


def _changed(plan: BriefPlan) -> str:
    """Where that is changed."""
    if plan.owner == FILE_OWNER:
        return "The owner of this bot changes that, in the configuration file."
    return "`/brief edit` changes that."


def _past(taken: TakenSlot, deliveries: Sequence[Delivery], guild_id: int) -> str:
    """What became of one time at which the brief was due."""
    when = timestamp(taken.slot.due, "f")
    parts = sorted(
        (each for each in deliveries if each.slot_key == taken.slot.key and each.edits is None),
        key=lambda each: each.part,
    )
    if not taken.filled:
        return f"{when}: not posted. {inline(_sentence(taken.reason), 300)}"
    if not parts:
        return f"{when}: nothing new to tell, so nothing was posted."
    unwell = [part for part in parts if part.state is not DeliveryState.SENT]
    if unwell:
        return f"{when}: {_unwell(unwell[0])}"
    first = parts[0]
    if not first.message_id:
        return f"{when}: posted, and deleted since."
    return f"{when}: [posted]({jump_url(guild_id, first.channel_id, first.message_id)})."


def _unwell(delivery: Delivery) -> str:
    channel = f"<#{delivery.channel_id}>"  # which the reason names so: it is shown by its name
    why = inline(_sentence(delivery.reason), 300).replace(inline(channel), channel)
    match delivery.state:
        case DeliveryState.PENDING | DeliveryState.SENDING:
            return f"on its way; Discord takes its time. {why}".strip()
        case DeliveryState.BLOCKED:
            return f"not posted yet. {why} It goes out when that is mended, while it is still news."
        case DeliveryState.UNKNOWN:
            return f"it may have been posted, look in <#{delivery.channel_id}>. {why} It isn't sent again by itself."
        case DeliveryState.DEAD:
            return f"not posted, for Discord refused its form: tell the owner of this bot. {why}"
        case _:
            return f"not posted. {why}"


def _sentence(words: str) -> str:
    words = words.strip()
    return f"{_begun(words).rstrip('.')}." if words else ""


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _heading(plan: BriefPlan) -> str:
    return f"**{inline(plan.name, 100) or 'Unnamed'}** in <#{plan.channel_id}>"


def _managed(plan: BriefPlan) -> str:
    return f" · {MANAGED}" if plan.owner == FILE_OWNER else ""


def _next(plan: BriefPlan, due: datetime | None) -> str:
    if plan.paused:
        return "paused: `/brief resume` starts it again"
    return f"next {timestamp(due, 'F')}, {timestamp(due, 'R')}" if due else "no next one"


def _choice(plan: BriefPlan) -> str:
    """What it chooses from, where that is not everything, and what else isn't as usual."""
    chosen = plan.selection
    said = [
        f"{what} {', '.join(inline(word, 60) for word in words[:8])}{' …' if len(words) > 8 else ''}"
        for what, words in (
            ("feeds", chosen.feeds),
            ("tags", chosen.tags),
            ("topics", chosen.topics),
            ("languages", chosen.languages),
            ("without", chosen.block),
        )
        if words
    ]
    if plan.layout != "cards":
        said.append(f"as {plan.layout}")
    if not plan.quiet_day:
        said.append("skips quiet days")
    if plan.ping_role:
        said.append(f"pings <@&{plan.ping_role}>")
    return "".join(f" · {each}" for each in said)


def _hours(window: timedelta) -> str:
    hours = window / timedelta(hours=1)
    return f"{hours:g} {'hour' if hours == 1 else 'hours'}" if hours < 72 else f"{hours / 24:g} days"
