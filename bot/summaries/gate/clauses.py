"""What a verb of one sentence is said of and done to, and what tells one name from another. Pure.

No grammar: it looks at what stands where, and answers with nothing where that is not plain.
"""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.claims import NAME, NUMBER, WORD, Reading, Token
from bot.summaries.gate.meanings import base, listed

WHO = frozenset(
    map(
        base,
        listed("scientist researcher astronomer engineer official lawmaker expert author controller team group people"),
    )
)
_AND = frozenset({"and", "or", "but"})
STANDING_IN = frozenset({"it", "he", "she", "they", "this"})
_OPENING = frozenset({"", "after", "before", "since", "until"})
_RELATIVE = frozenset({"who", "which", "that"})
_BARE = frozenset(map(base, ("have", "be", "come", "go", "become", "take", "include", "involve", "put", "name")))
UNSAID = _BARE | vocabulary.SAY | frozenset(key for key, mood in vocabulary.MOOD_STEMS.items() if mood == "plan")
_NO_VERBS = vocabulary.ADVERBS | {"earlier", "aboard", "on board", "later"}
_MADE_IN = frozenset({"in", "at", "by", "for"})


def acts(token: Token) -> bool:
    return token.kind == WORD and (token.verb or token.passive) and token.text.lower() not in _NO_VERBS


def finite(reading: Reading, k: int) -> bool:
    """Whether a verb is its clause's own, and no participle: "using", "built by"."""
    token = reading.tokens[k]
    before = reading.words[token.at - 1] if token.at else ""
    participle = token.text.lower().endswith("ing") or (token.passive and not token.done)
    return acts(token) and not token.infinitive and not (participle and before not in vocabulary.AUX)


def reduced(reading: Reading, q: int) -> bool:
    """Whether a participle only describes the noun before it: "a brush made in Samara"."""
    token = reading.tokens[q]
    if not acts(token):
        return False
    if token.passive:
        return not finite(reading, q)
    made = (token.past or token.done) and bool(_MADE_IN & set(reading.words[token.at + 1 : token.at + 2]))
    return made and q > 0 and bool(reading.tokens[q - 1].preposition) and reading.tokens[q - 1].at == token.at - 1


def subject_of(reading: Reading, q: int) -> set[int]:
    """Places of what verb `q` is said of: what acts, or what a passive is done to. Empty where that is not plain.

    "who" and "which" stand for what is before them; after "and" or an aside the verb before has it.
    """
    tokens = reading.tokens
    here = tokens[q]
    start = next(k for k, token in enumerate(tokens) if token.clause == here.clause)
    if reduced(reading, q) and q > start and tokens[q - 1].at + tokens[q - 1].width == here.at:
        if tokens[q - 1].kind == NUMBER:
            return set()
        return {
            k for k in range(start, q) if k == q - 1 or tokens[k].run == tokens[q - 1].run >= 0
        }  # "a brush made in"
    k = q - 1
    while k >= start and not finite(reading, k):
        k -= 1
    between = reading.words[(tokens[q - 1].at + tokens[q - 1].width if q else 0) : here.at]
    if k >= start and (k == q - 1 or _AND & set(between)):
        return subject_of(reading, k)
    if STANDING_IN & set(between):
        return set()
    bare: set[int] = set()
    for n in range(k + 1, q):
        token = tokens[n]
        if acts(token):
            break  # "astronomers using the telescope have spotted"
        people = bool(bare) and token.preposition in {"on", "of"} and all(tokens[b].key in WHO for b in bare)
        if token.kind in (NAME, WORD) and (token.preposition in _OPENING or people):
            bare.add(n)
    bare = {n for n in bare if not tokens[n].text.lower().endswith("ly")}
    if bare:
        return bare
    if k < start and start:
        return _carried(reading, start)
    return set()


def _carried(reading: Reading, start: int) -> set[int]:
    """The subject of a clause that begins with its verb, at `start`."""
    tokens = reading.tokens
    opening = reading.words[tokens[start - 1].at + tokens[start - 1].width : tokens[start].at]
    if {'"', ";", ":"} & set(opening):
        return set()
    last = start - 1
    first = next(k for k, token in enumerate(tokens) if token.clause == tokens[last].clause)
    verbs = [k for k in range(first, start) if acts(tokens[k])]
    if _RELATIVE & set(opening):
        return {k for k in range(verbs[-1] + 1 if verbs else first, start) if tokens[k].kind in (NAME, WORD)}
    if not verbs and first and opening[:1] == [","]:
        earlier = next(k for k, token in enumerate(tokens) if token.clause == tokens[first - 1].clause)
        if not any(acts(tokens[k]) for k in range(earlier, first)):
            return set(range(earlier, start))  # "Innospace, the builder, blamed"
    if verbs:
        opened = reading.words[(tokens[first - 1].at + tokens[first - 1].width if first else 0) : tokens[first].at]
        if first and _RELATIVE & set(opened):
            earlier = next(k for k, token in enumerate(tokens) if token.clause == tokens[first - 1].clause)
            inner = [k for k in range(earlier, first) if acts(tokens[k])]
            return subject_of(reading, inner[-1]) if inner else set(range(earlier, first))
        return subject_of(reading, verbs[-1])
    return set(range(first, start))
