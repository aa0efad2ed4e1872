"""Whether numbers count what they count in the source. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.summaries.gate import quantities, vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Reading, Token
from bot.summaries.gate.meanings import base, listed


def objection(alignment: Alignment) -> str:
    """The first number that counts something else; empty where none does."""
    if repeated := _repeated(alignment):
        return f'the number "{repeated}" is told more often than the source has it'
    return ""


def told_otherwise(alignment: Alignment, n: int) -> bool:
    """Whether the source has the number in another form: "a satellite" for one, "A and B satellites" for two."""
    if alignment.told.tokens[n].comparator in {"least", "over", "most"}:
        return _fraction(alignment, n)
    if _numbered_otherwise(alignment, n):
        return False
    return any(rule(alignment, n) for rule in (_one, _two, _several, _sixth, _others, _difference, _years, _fraction))


_REST = frozenset(listed("other others remaining more crewmates crewmate colleagues companions teammates"))


def _others(alignment: Alignment, n: int) -> bool:
    """Whether "her three crewmates" are all but one of four, "the remaining nine" all but 17 of 26."""
    token, words = alignment.told.tokens[n], alignment.told.words
    if not _counts(token) or not _REST & set(words[max(0, token.at - 1) : token.at + 2]):
        return False
    for home in range(len(alignment.source.readings)):
        many = [1] + [int(float(t.key)) for t in alignment.source.readings[home].tokens if _counts(t)]
        if any(a - b == int(float(token.key)) for a in many for b in many):
            return True
    return False


def _difference(alignment: Alignment, n: int) -> bool:
    """Whether it is by how much a value changed that is told from and to: "by $2m, from $3m to $5m"."""
    told = alignment.told.tokens
    token = told[n]
    if token.kind != NUMBER or token.preposition != "by" or token.comparator:
        return False
    ends = [
        {t.preposition: quantities.size(t.key, t.unit or t.gapped or token.unit) for t in tokens if t.kind == NUMBER}
        for tokens in (told, *(alignment.source.readings[home].tokens for home in alignment.sentences()))
    ]
    value, kind = quantities.size(token.key, token.unit)
    return all("from" in by and "to" in by for by in ends[:1]) and any(
        by["from"][1] == by["to"][1] == kind and abs(abs(by["from"][0] - by["to"][0]) - value) < 1e-6 * value
        for by in ends[1:]
        if "from" in by and "to" in by
    )


def _years(alignment: Alignment, n: int) -> bool:
    """Whether it is the span between two years of one sentence: "two years late" for 2031 instead of 2029."""
    token = alignment.told.tokens[n]
    if token.kind != NUMBER or token.unit != "year" or token.ordinal or token.comparator:
        return False
    dates = ([int(t.key) for t in alignment.source.readings[home].tokens if t.year] for home in alignment.sentences())
    return any(len(row) == 2 and abs(row[0] - row[1]) == float(token.key) for row in dates)


_PARTS = {"half": 0.5, "quarter": 0.25}


def _fraction(alignment: Alignment, n: int) -> bool:
    """Whether it is a part that the source has in another form: "10%" for "a tenth"."""
    told = alignment.told.words
    token = alignment.told.tokens[n]
    share = float(token.key) / 100 if token.unit == "%" else 1 / float(token.key) if _tenth(told, token) else 0.0
    return share > 0 and any(
        abs(share - other) < 1e-6
        for home in alignment.sentences()
        for reading in [alignment.source.readings[home]]
        for other in [
            *(_PARTS[word] for word in reading.words if word in _PARTS and not token.comparator),
            *(1 / float(t.key) for t in reading.tokens if _tenth(reading.words, t) and _bound(t, token)),
            *(float(t.key) / 100 for t in reading.tokens if t.unit == "%" and _bound(t, token)),
        ]
    )


def _tenth(words: Sequence[str], token: Token) -> bool:
    """Whether an ordinal is a part here: "a tenth of"."""
    before, after = words[max(0, token.at - 1) : token.at], words[token.at + 1 : token.at + 2]
    return token.kind == NUMBER and token.ordinal and before in (["a"], ["one"]) and after in (["of"], ["as"])


def _bound(token: Token, told: Token) -> bool:
    """Whether it is bounded as the told one is, if that is."""
    return not told.comparator or token.comparator == told.comparator


def _counts(token: Token) -> bool:
    return (
        token.kind == NUMBER
        and not (token.unit or token.ordinal or token.comparator or token.year)
        and (float(token.key).is_integer() and float(token.key) <= 100)
    )


def _repeated(alignment: Alignment) -> str:
    """A number told twice must be there twice."""
    told = alignment.told.tokens
    for n, token in enumerate(told):
        once = token.kind in (NUMBER, TIME) and len(alignment.found.get(n, ())) == 1
        if once and any(alignment.found.get(k) == alignment.found[n] for k in range(n) if told[k].kind == token.kind):
            return token.text
    return ""


def _one(alignment: Alignment, n: int) -> bool:
    """Whether "one satellite" is "a satellite" in the source, or "the other" of two."""
    token = alignment.told.tokens[n]
    if not token.value_one:
        return False
    after = alignment.told.words[token.at + 1 : token.at + 2]
    if not after or after[0] in vocabulary.FUNCTION or not after[0].isalpha():
        return True  # "the one with", "one of them"
    before = alignment.told.words[max(0, token.at - 1) : token.at]
    if set(before) & {"this", "that", "which", "each"}:
        return True  # "comets like this one"
    noun = alignment.told.tokens[n + 1] if n + 1 < len(alignment.told.tokens) else token
    if noun.kind == WORD and any(
        other.text.lower() == noun.text.lower() and not noun.text.endswith("s") for other in alignment.source.tokens
    ):
        return True  # "one wheel" for "wheel three"
    following = {other.key for other in alignment.told.tokens[n + 1 : n + 3]}
    return any(
        low in {"a", "an"} and any(base(word) in following for word in reading.words[at + 1 : at + 4])
        for reading in alignment.source.readings
        for at, low in enumerate(reading.words)
    )


def _numbered_otherwise(alignment: Alignment, n: int) -> bool:
    """Whether the source has another number of what is counted: "three craters", or "two of three" for one of them."""
    told, source = alignment.told.tokens, alignment.source
    of = alignment.told.words[told[n].at + 1 : told[n].at + 2] == ["of"]
    for k in range(n + 1, min(n + 3, len(told))):
        for m in alignment.found.get(k, ()):
            before = source.tokens[m - 1] if m and source.sentence[m - 1] == source.sentence[m] else None
            if told[n].value_one and told[k].verb:
                continue  # "wheel three is drawing" counts no drawing
            if before is None or before.kind != NUMBER or before.year or before.unit or before.key == told[n].key:
                continue
            between = source.place(m)[0].words[before.at + before.width : source.tokens[m].at]
            counts = before.ordinal == told[n].ordinal and told[k].key == source.tokens[m].key
            if counts and ("of" in between if of else not {"of", "and", ","} & set(between)):
                return True
    return False


def _several(alignment: Alignment, n: int) -> bool:
    """Whether "three astronauts" are three that the source names in a row, or "a trio"; "the first two", a second."""
    token = alignment.told.tokens[n]
    if token.kind != NUMBER or token.unit or token.ordinal or token.comparator or token.key not in {"2", "3", "4", "5"}:
        return False
    if alignment.told.words[token.at + 1 : token.at + 2] in (["thirds"], ["quarters"], ["fifths"], ["tenths"]):
        return False
    many = int(token.key)
    source = alignment.source
    for reading in source.readings:
        if _GROUPS.get(many, frozenset()) & set(reading.words) or (
            many == 2 and {"first", "second"} & set(reading.words)
        ):
            return True
        if any(len(row) == many for row in _rows(reading)):
            return True
    return False


_GROUPS = {
    2: frozenset({"pair", "twin", "twins", "both", "duo", "twice"}),
    3: frozenset({"trio", "triple"}),
    4: frozenset({"quartet"}),
    5: frozenset({"quintet"}),
}


def _rows(reading: Reading) -> list[list[int]]:
    """The names that stand in a row: "A, B and C", each with what is said of it."""
    rows: list[list[int]] = []
    last = -99
    for token in reading.tokens:
        if token.kind != NAME or (rows and token.run in rows[-1]):
            last = token.at if token.kind == NAME else last
            continue
        between = set(reading.words[last + 1 : token.at])
        if rows and between & {",", "and"} and token.at - last <= 6 and not between & vocabulary.BE:
            rows[-1].append(token.run)
        else:
            rows.append([token.run])
        last = token.at
    return rows


def _sixth(alignment: Alignment, n: int) -> bool:
    """Whether "number six", "in six flights" is the sixth or the other way about, "six flights" six times, or a bare
    number one with its unit left out.
    """
    token = alignment.told.tokens[n]
    if token.kind != NUMBER or token.unit or token.year:
        return False
    told = alignment.told.words
    ranked = any(t.ordinal and t.key == token.key for t in alignment.told.tokens if t is not token)
    numbered = (told[max(0, token.at - 1) : token.at] in (["number"], ["in"]) and not ranked) or (
        told[token.at + 1 : token.at + 2] == ["times"] and told[token.at + 2 : token.at + 3] != ["as"]
    )
    following = told[token.at + 1 : token.at + 2]
    bare = not following or not following[0].isalpha() or following[0] in vocabulary.FUNCTION
    return any(
        other.kind == NUMBER
        and other.key == token.key
        and (
            (other.ordinal and numbered)
            or (token.ordinal and reading.words[max(0, other.at - 1) : other.at] == ["number"])
            or (not other.ordinal and (other.unit in {"time", "times"} or (bare and other.unit)))
        )
        for reading in alignment.source.readings
        for other in reading.tokens
    )


_OF_TWO = frozenset(listed("both neither either two pair rival merger merge combined together"))


def _two(alignment: Alignment, n: int) -> bool:
    token = alignment.told.tokens[n]
    plain = token.kind == NUMBER and token.key == "2" and not (token.unit or token.ordinal or token.comparator)
    if not plain:
        return False
    words = alignment.told.words[max(0, token.at - 2) : token.at]
    definite = bool({"the", "these", "those", "their"} & set(words))
    of_two = any(
        _OF_TWO & set(words) or {("each", "other"), ("one", "another")} & set(itertools.pairwise(words))
        for words in (alignment.source.readings[home].words for home in alignment.sentences())
    )
    return (definite and of_two) or _pair(alignment, _counted(alignment.told, n))


def elliptic(alignment: Alignment, m: int) -> bool:
    """Whether the source leaves out what it counts: "must have 1,618 in orbit"."""
    reading, at = alignment.source.place(m)
    here = reading.tokens[at].at
    return bool(
        set(reading.words[here + 1 : here + 2]) & (vocabulary.PREPOSITIONS - {"of"} | vocabulary.BE | {".", ",", "and"})
    )


def _pair(alignment: Alignment, counted: list[int]) -> bool:
    """Whether "the two rovers" are the "Curiosity and Perseverance rovers" of the source."""
    source = alignment.source
    for k in counted:
        for m in alignment.found.get(k, ()):
            reading, at = source.place(m)
            before = [token for token in reading.tokens[max(0, at - 6) : at] if token.kind == NAME]
            if (
                len({token.run for token in before}) >= 2
                and "and" in reading.words[before[0].at : reading.tokens[at].at]
            ):
                return True
    return False


def _counted(reading: Reading, n: int) -> list[int]:
    here = reading.tokens[n]
    found: list[int] = []
    for k in range(n + 1, min(n + 4, len(reading.tokens))):
        token = reading.tokens[k]
        if token.kind in (NUMBER, TIME) or token.clause != here.clause or token.at > here.at + 6:
            break
        if token.verb and (found or here.ordinal):
            break
        if token.preposition != here.preposition and token.preposition not in ("", "of") and found:
            break
        found.append(k)
    return found
