"""Whether a told part denies, plans, supposes, ranks, orders and gives reasons as its source sentence does. Pure."""

from __future__ import annotations

from bot.summaries import claims
from bot.summaries.claims import NUMBER, WORD, Governor
from bot.summaries.matching import NEAR, UNDOING, Match
from bot.summaries.meanings import listed, stands_for
from bot.summaries.roles import actors

_NAMED = {"plan": "planned", "hedge": "uncertain", "condition": "conditional", "duty": "wanted", "ability": "possible"}


_IMPLIED = frozenset(
    listed(
        """
        managed used helped continued began started went able proceeded got returned allowing enabling came
        """
    )
)


def denied(match: Match) -> str:
    mine = [governor for governor in match.governors() if governor.kind == "not"]
    theirs = [governor for governor in match.source.governors if governor.kind == "not"]
    if len(mine) > len(theirs):
        return "it denies what the source does not"
    for governor in mine:
        if not any(_alike(match, governor, other) for other in theirs):
            return "it denies what the source does not"
    for other in theirs:
        told = [n for n in match.back.get(other.focus, []) if match.start <= n < match.stop]
        if told and not any(_alike(match, governor, other) for governor in mine):
            return "it leaves out a denial"
    return ""


def undone(match: Match) -> str:
    """What the source calls off, refuses or prevents must not be told without that."""
    tokens = match.source.tokens
    for m, token in enumerate(tokens):
        if token.kind != WORD or token.key not in UNDOING or match.back.get(m) or not (token.verb or token.passive):
            continue
        if any(governor.kind == "not" and governor.at == token.at for governor in match.source.governors):
            continue  # "failed to": a denial, looked at as such
        acting, acted = actors(match.source, m)
        touched = acted or acting
        if not touched and token.text.lower().endswith("ing"):
            continue
        if not touched:
            touched = {k for k in range(m) if tokens[k].clause >= token.clause - 2}
        near = {k for k in touched if match.back.get(k)}
        near |= {k for k in match.back if tokens[k].infinitive and token.at < tokens[k].at <= token.at + NEAR}
        if near:
            return f'it leaves out "{token.text}"'
    return ""


def _alike(match: Match, mine: Governor, theirs: Governor) -> bool:
    """Whether two governors speak of the same: one's focus is matched by the other's, or stands close behind it."""
    places = match.found.get(mine.focus, [])
    if theirs.focus in places:
        return True
    tokens = match.source.tokens
    return any(tokens[m].clause == theirs.clause and theirs.at < tokens[m].at <= theirs.at + NEAR for m in places) and (
        mine.focus < 0 or True
    )


def qualified(match: Match) -> str:
    mine = [governor for governor in match.governors() if governor.kind in _NAMED]
    theirs = [governor for governor in match.source.governors if governor.kind in _NAMED]
    for governor in mine:
        light = governor.focus >= 0 and match.told.tokens[governor.focus].key in claims.LIGHT
        places = [] if light else match.found.get(governor.focus, [])
        clauses = {match.source.tokens[m].clause for m in places} or {
            match.source.tokens[m].clause for found in match.found.values() for m in found
        }
        moods = set().union(*(match.source.moods.get(clause, set()) for clause in clauses))
        if governor.kind == "plan" and any(
            match.source.tokens[m].infinitive
            and not any(other.kind == "not" and other.focus == m for other in match.source.governors)
            for m in places
        ):
            continue
        if governor.kind == "condition":
            moods = {other.kind for other in theirs}
        if (
            match.told.words[governor.at] in {"will", "'ll"}
            and places
            and all(
                match.source.tokens[m].text.lower().endswith("s")
                and match.source.tokens[m].verb
                and not match.source.tokens[m].passive
                for m in places
            )
        ):
            continue
        if match.told.words[governor.at] == "should" and "plan" in moods:
            continue
        if governor.kind not in moods:
            return f"it calls {_NAMED[governor.kind]} what the source does not"
    for other in theirs:
        told = [n for n in match.back.get(other.focus, []) if match.start <= n < match.stop]
        for n in told:
            token = match.told.tokens[n]
            moods = match.told.moods.get(token.clause, set())
            if other.kind == "plan" and token.done and (token.verb or token.passive):
                moods = set()
            if other.kind == "condition":
                moods = {governor.kind for governor in mine}
            if other.kind == "plan" and "duty" in moods and "should" in match.told.words:
                continue
            if other.kind not in moods and not (other.kind in {"plan", "ability", "duty"} and token.infinitive):
                others = [m for m in match.found.get(n, []) if m != other.focus]
                if others and any(not (match.source.moods.get(match.source.tokens[m].clause)) for m in others):
                    continue
                return f"the source only calls it {_NAMED[other.kind]}"
    for n, places in match.found.items():
        token = match.told.tokens[n]
        if token.key in claims.LIGHT or any(
            governor.kind == "not" and governor.focus == n for governor in match.told.governors
        ):
            continue
        if (token.past or token.done) and places and all(match.source.tokens[m].infinitive for m in places):
            before = {
                match.source.words[match.source.tokens[m].at - 2] for m in places if match.source.tokens[m].at > 1
            }
            if not before & _IMPLIED and not match.told.moods.get(token.clause):
                return "the source does not say that it happened"
    return ""


def ranked(match: Match) -> str:
    theirs = match.source.governors
    for governor in match.governors():
        if not governor.kind.startswith(("rank:", "quantity:", "cause", "before", "after")):
            continue
        if governor.kind == "before" and governor.at >= len(match.told.words) - 2:
            continue  # "never seen before" orders nothing
        alike = [other for other in theirs if _same_kind(governor.kind, other.kind)]
        if governor.kind.startswith("rank:") and len(alike) < sum(
            other.kind == governor.kind for other in match.governors()
        ):
            alike = []
        if not alike:
            if governor.kind == "quantity:two" and any(
                token.kind == NUMBER and token.key == "2" for token in match.source.tokens
            ):
                continue
            if governor.kind == "cause" and _does_it(match, governor):
                continue
            return f'"{match.told.words[governor.at]}" is not in the source sentence'
        if governor.focus >= 0 and match.start <= governor.focus < match.stop and not match.found.get(governor.focus):
            if (
                governor.kind.startswith(("rank", "quantity"))
                and match.told.tokens[governor.focus].key not in claims.LIGHT
            ):
                return f'"{match.told.words[governor.at]}" speaks of something else in the source'
        elif (
            governor.focus >= 0
            and match.start <= governor.focus < match.stop
            and not any(_close(match, governor, other) for other in alike)
        ):
            return f'"{match.told.words[governor.at]}" speaks of something else in the source'
    for other in theirs:
        if (
            other.kind in {"quantity:most", "quantity:part", "quantity:almost", "quantity:few"}
            or other.kind == "rank:deadline"
        ):
            told = [n for n in match.back.get(other.focus, []) if match.start <= n < match.stop]
            if told and not any(_same_kind(governor.kind, other.kind) for governor in match.governors()):
                return f'it leaves out "{match.source.words[other.at]}"'
    return ""


def _does_it(match: Match, cause: Governor) -> bool:
    """Whether the source has the cause do it: "lightning delayed the launch" for "delayed because of lightning"."""
    for m, token in enumerate(match.source.tokens):
        if token.verb and match.back.get(m):
            acting, acted = actors(match.source, m)
            if acted and any(place in acting for place in match.found.get(cause.focus, [])):
                return True
    return False


def _same_kind(mine: str, theirs: str) -> bool:
    if mine == theirs:
        return True
    if mine.startswith("rank:") and theirs.startswith("rank:"):
        return stands_for(mine[5:], theirs[5:])
    return False


def _close(match: Match, mine: Governor, theirs: Governor) -> bool:
    if mine.kind == "cause":
        return any(0 < match.source.tokens[m].at - theirs.at <= 8 for m in match.back)
    reach = 8 if not mine.kind.startswith("rank:") else NEAR
    return any(
        m == theirs.focus
        or (mine.kind.startswith("quantity:double") and abs(match.source.tokens[m].at - theirs.at) <= reach)
        or 0 < match.source.tokens[m].at - theirs.at <= reach
        for m in match.found.get(mine.focus, [])
    )
