"""Whether the source has what a told sentence is made of: names, numbers, times and outcomes. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate import direction, known_names, vocabulary
from bot.summaries.gate.alignment import HARD, Alignment
from bot.summaries.gate.claims import LINK, NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import base
from bot.summaries.gate.opposites import opposed, polar
from bot.summaries.gate.phrases import GENERIC
from bot.summaries.gate.rules import counting
from bot.summaries.gate.rules.offices import TITLES

_KINDS = {NAME: "the name", NUMBER: "the number", TIME: "the time", LINK: "the link"}


def objection(alignment: Alignment) -> str:
    """What the source lacks; empty where it has all."""
    for rule in _RULES:
        if reason := rule(alignment):
            return reason
    return ""


def _is_hard(told: Reading, n: int) -> bool:
    """Whether it is surely a name, number, time or link, which the source must have."""
    token, following = told.tokens[n], told.tokens[n + 1] if n + 1 < len(told.tokens) else None
    joined = following is not None and following.run == token.run >= 0 and following.kind == token.kind
    capitals = token.text.isupper() and len(token.text) > 1
    return token.kind in HARD and (not token.doubtful or joined or capitals or known_names.sure(token))


def _telling(told: Reading) -> Iterator[tuple[int, Token]]:
    """The words that tell something: none of the small ones, nor such as are looked at elsewhere."""
    for n, token in enumerate(told.tokens):
        if _is_hard(told, n) or token.key in vocabulary.LIGHT or token.key in vocabulary.MOOD_WORDS:
            continue
        denies = token.key in vocabulary.FAILING and told.words[token.at + 1 : token.at + 2] == ["to"]
        if not denies and not _measures(told, n):  # "failed to": looked at as a denial; "60 metres wide"
            yield n, token


def _lacks(alignment: Alignment) -> str:
    """A name, number, time or link that is not there."""
    told = alignment.told
    for n, token in enumerate(told.tokens):
        afar = token.key == "earth" and told.words[token.at - 1 : token.at] == ["from"]
        if not _is_hard(told, n) or afar or _agency(alignment, token):
            continue  # "from Earth": where distances are told from, and news sent to
        if not (alignment.found.get(n) or _initials(alignment, n) or counting.told_otherwise(alignment, n)):
            return f'{_KINDS[token.kind]} "{token.text}" {_how_not(alignment, token)}'
    return ""


def _how_not(alignment: Alignment, token: Token) -> str:
    """In which way it isn't there: not at all, or as a number of something else."""
    if token.kind != NUMBER:
        return "is not in the source"
    units = {other.unit for other in alignment.source.tokens if other.kind == NUMBER and other.text == token.text}
    if not units or token.unit in units:
        return "is not in the source"
    return "has another unit in the source" if token.unit and any(units) else "is one of something else in the source"


def _own_outcome(alignment: Alignment) -> str:
    """A title, a confirmation or an outcome in a word of the summary's own."""
    told, tokens = alignment.told, alignment.source.tokens
    for n, token in _telling(told):
        places = alignment.found.get(n, ())
        named = n + 1 < len(told.tokens) and told.tokens[n + 1].kind == NAME
        if places:
            same = any(tokens[m].key == token.key or polar(tokens[m].key) for m in places)
            own = token.key in _CONFIRMING and polar(token.key) and not same
        elif named and base(token.text.lower()) in TITLES:
            own = True
        else:
            own = not _known_in_parts(alignment, token) and _tells_outcome(told, n)
        if own:
            return f'the word "{token.text}" is not in the source'
    return ""


def _known_in_parts(alignment: Alignment, token: Token) -> bool:
    return _in_parts(alignment, token) and not polar(token.key)


def _how_often(alignment: Alignment) -> str:
    """A "once" where the source has "twice", or the other way about."""
    told = alignment.told
    for word, other in (("once", "twice"), ("twice", "once")):
        if word == "once" and (_conjoins(told) or other in told.words):
            continue
        said = any(word in reading.words for reading in alignment.source.readings)
        there = any(other in _words(alignment, home) for home in alignment.sentences())
        if word in told.words and there and not said:
            return f'the word "{word}" is not in the source'
    return ""


def _outside(alignment: Alignment) -> str:
    """An "outside" where the source only has "within"."""
    inside = {"within", "inside"} & {word for home in alignment.sentences() for word in _words(alignment, home)}
    said = any("outside" in reading.words for reading in alignment.source.readings)
    return (
        'the word "outside" is not in the source' if "outside" in alignment.told.words and inside and not said else ""
    )


def _compared(alignment: Alignment) -> str:
    """A comparison that the source doesn't make, or makes with another word: "faster than expected"."""
    told = alignment.told
    for n, token in enumerate(told.tokens):
        behind = {alignment.source.sentence[alignment.anchor[k]] for k in (n + 1, n + 2) if k in alignment.anchor}
        homes = [_words(alignment, home) for home in behind or alignment.sentences()]
        ways = direction.ways(word for words in homes for word in words) - {direction.ONLY, direction.HALF}
        fuller = told.words[token.at + 1 : token.at + 2] == ["than"] and token.text.endswith("er")
        if fuller and token.kind == WORD and n not in alignment.found:
            compared = any("than" in words for words in homes)
            if compared or not ways:
                return f'"{token.text}" is not in the source'
    return ""


_PARTICLES = frozenset({"back", "along", "behind", "short"})


def _tells_outcome(told: Reading, n: int) -> bool:
    """Whether a word turns a statement round in the sense that it has here."""
    token, low = told.tokens[n], told.tokens[n].text.lower()
    if low.endswith("ly") or not (polar(token.key) or polar(token.key.split("_")[0])):
        return False
    if token.key.startswith("prov_to") and not token.passive:
        return False  # "proved to be sweat"
    if low in {"close", "back", "clear"} and not (token.verb or token.infinitive):
        return False  # "a close pass", "the trip back"
    following = told.words[token.at + token.width : token.at + token.width + 2]
    if (
        (token.verb or token.infinitive)
        and set(following[:1]) & _PARTICLES
        and not polar("_".join([token.key, *following[:1]]))
    ):
        return False  # "fall back on": another verb than "fall"
    after = following[0] if following else ""
    # "passed within 600 metres": goes by
    return token.key != "pas" or not (after in vocabulary.PREPOSITIONS or after[:1].isdigit())


def _conjoins(told: Reading) -> bool:
    """Whether "once" stands for "when": "once it is back on Earth"."""
    at = told.words.index("once") if "once" in told.words else -1
    following = told.words[at + 1] if 0 <= at < len(told.words) - 1 else ""
    return at >= 0 and following in vocabulary.PRONOUNS | vocabulary.DETERMINERS - {"a", "every", "each", "this"}


def _words(alignment: Alignment, home: int) -> list[str]:
    return alignment.source.readings[home].words


_CONFIRMING = frozenset(map(base, ("confirm", "prove", "verify")))


def _in_place_of(alignment: Alignment) -> str:
    """A noun of the summary's own behind a word and a preposition behind which the source has another: "a shortage of
    money" for "a shortage of rockets".
    """
    told, source = alignment.told, alignment.source
    said = {m for places in alignment.found.values() for m in places}
    for n in range(1, len(told.tokens)):
        token = told.tokens[n]
        if token.kind != WORD or n in alignment.found or token.verb or token.passive or token.key in vocabulary.LIGHT:
            continue
        if token.text.lower() in GENERIC:
            continue
        if token.preposition != "of" or token.clause != told.tokens[n - 1].clause:
            continue
        for m in alignment.found.get(n - 1, ()):
            after = m + 1
            if (
                after < len(source.tokens)
                and source.sentence[after] == source.sentence[m]
                and after not in said
                and source.tokens[after].preposition == "of"
            ):
                return f'the word "{token.text}" stands where the source has another'
    return ""


_MEASURES = frozenset(
    {"tall", "wide", "across", "high", "deep", "long", "altitude", "depth", "height", "diameter", "away", "distance"}
    | {"length", "width", "above", "range"}
)


def _measures(told: Reading, n: int) -> bool:
    """Whether a word only says which way a length goes."""
    if told.tokens[n].text.lower() not in _MEASURES:
        return False
    return any(
        token.kind == NUMBER and token.unit in {"km", "m", "cm", "mm", "mi", "ft", "in", "ly", "au"}
        for token in told.tokens[max(0, n - 2) : n + 3]
    )


def _opposite(alignment: Alignment) -> str:
    """A verb of the summary's own whose contrary the source has, untold, or a word that stands beside one told."""
    told, source = alignment.told, alignment.source
    said = {m for places in alignment.found.values() for m in places}
    homes = alignment.sentences()
    times = [source.sentence[m] for m in alignment.anchor.values()]
    best = max(homes, key=times.count) if homes else -1
    for n, token in enumerate(told.tokens):
        exact = any(source.tokens[m].key == token.key for m in alignment.found.get(n, ()))
        there = {source.sentence[m] for m in alignment.found.get(n, ())}
        if n and token.kind == WORD and _beside_opposite(alignment, n, said):
            return f'the source has the contrary of "{token.text}"'
        acts = token.verb and not token.text.endswith("ing")
        if not acts or exact or best in there or token.key in vocabulary.LIGHT:
            continue
        for m, other in enumerate(source.tokens):
            if other.verb and m not in said and source.sentence[m] in homes and opposed(token.key, other.key):
                return f'the source has the contrary of "{token.text}"'
    return ""


def _beside_opposite(alignment: Alignment, n: int, said: set[int]) -> bool:
    """Whether the source has the contrary beside the word that this one stands beside: "minutes early"."""
    source = alignment.source
    told = alignment.told.tokens
    beside = [n - 1]
    if n + 1 < len(told) and told[n].verb and not told[n + 1].verb and told[n + 1].clause == told[n].clause:
        beside.append(n + 1)
    return any(
        m not in said
        and source.sentence[m] == source.sentence[at]
        and opposed(told[n].key, source.tokens[m].key)
        and (k < n or source.tokens[m].clause == source.tokens[at].clause)
        for k in beside
        if (at := alignment.anchor.get(k)) is not None
        and not (
            (told[n].verb or told[n].passive)
            and any(
                source.tokens[m].key == told[n].key and source.sentence[m] == source.sentence[at]
                for m in alignment.found.get(n, ())
            )
        )
        for m in range(max(0, at - 2), min(len(source.tokens), at + 3 if k < n else at))
    )


def _in_parts(alignment: Alignment, token: Token) -> bool:
    """Whether a phrase that the table knows is in the source by its words."""
    parts = [part for part in token.key.split("_") if len(part) > 3]
    return "_" in token.key and bool(parts) and all(part in alignment.source.by_key for part in parts)


def _initials(alignment: Alignment, n: int) -> bool:
    """Whether words of the source in a row begin with the letters of a short name: "chief financial officer"."""
    letters = alignment.told.tokens[n].text.replace(".", "")
    return (
        letters.isupper()
        and len(letters) > 2
        and any(letters.lower() in "".join(w[0] for w in r.words) for r in alignment.source.readings)
    )


def _agency(alignment: Alignment, token: Token) -> bool:
    """Whether a country stands for its space agency, of which the source tells."""
    agency = known_names.AGENCIES.get(token.key, "").lower()
    return token.kind == NAME and agency in alignment.source.by_key


_RULES = (_lacks, _own_outcome, _how_often, _compared, _outside, _in_place_of, _opposite)
