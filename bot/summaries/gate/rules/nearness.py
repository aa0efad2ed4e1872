"""Whether what stands close together in a told sentence does so in the source. Pure.

Close means by grammar: two words of one phrase, a phrase and what it stands behind, a verb and its numbers and days.
A number, day or name that is told close to a word is in its place if the source has it there; where the source has
another of its sort closer to that word, it has taken that other's place.
"""

from __future__ import annotations

from bot.summaries.gate import known_names, vocabulary
from bot.summaries.gate.actors import fits
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD
from bot.summaries.gate.distance import FAR, distance, graph, reached
from bot.summaries.gate.names import designators, same_name
from bot.summaries.gate.phrases import GENERIC, NO, Scene, low
from bot.summaries.gate.roundings import rounds
from bot.summaries.gate.rules.circumstances import sort
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase, Structure

_CLOSE = 1.3  # of a word, in which what belongs to it stands
_BESIDE = 0.9  # of a name, in which a name that says whose or what it is stands
_WITHIN_VERB = 2.3  # of a name, in which its numbers stand: it does, so many
_SLACK = 1.0  # by how much further off the source may have it
_SAME_SORT = 0.3
_PRONOUNS = frozenset({"it", "he", "she", "they", "them", "him"})


def objection(scene: Scene) -> str:
    """The first that stands where another should; empty where none does."""
    tokens = scene.tokens
    items = [k for k in scene.exact if tokens[k].kind in (NAME, NUMBER, TIME) and not tokens[k].doubtful]
    items = [k for k in items if tokens[k].kind != NAME or k == _last_of_name(scene, k)]
    for k in items:
        if tokens[k].value_one or tokens[k].key == "earth":
            continue
        places = _places(scene, k)
        if _settled(scene, k, places):
            continue
        for x in scene.exact:
            if _compares(scene, k, x) and (rival := _rival(scene, k, x, places)):
                return f'"{tokens[k].text}" stands where the source has "{rival}"'
    return ""


def _settled(scene: Scene, k: int, places: set[int]) -> bool:
    """Whether the source has it with the same verb of the same ones."""
    for predicate in scene.structure.predicates:
        roles = {role for role, phrase in predicate.others if k in phrase.members}
        for m in scene.found.get(predicate.verb, ()) if roles else ():
            sentence = scene.home(m)
            for other in sentence.with_verb(m - sentence.first):
                theirs = [p for role, p in other.others if role in roles]
                there = any(places & {sentence.first + j for j in p.members} for p in theirs)
                if there and fits(scene, predicate, sentence, other) != NO:
                    return True
    return False


def _last_of_name(scene: Scene, k: int) -> int:
    run = scene.tokens[k].run
    return max(j for j in scene.exact if scene.tokens[j].kind == NAME and scene.tokens[j].run == run)


def _compares(scene: Scene, k: int, x: int) -> bool:
    """Whether word `x` says where word `k` should stand."""
    item, word = scene.tokens[k], scene.tokens[x]
    if x == k or word.run == item.run >= 0 or word.key in vocabulary.LIGHT | vocabulary.MOOD_WORDS | vocabulary.SAY:
        return False
    if word.kind == WORD and (low(word) in GENERIC or low(word).endswith("ly") or not scene.very_word(x)):
        return False
    if word.kind == WORD and not low(word).endswith("est") and _describes(scene, k, x):
        return False
    if word.kind == NAME and x != _last_of_name(scene, x):
        return False
    if sort(word) == sort(item) == ("day",):
        return False  # of one date
    counted = word.kind == NUMBER and not (word.unit or word.year or word.ordinal) and word.key in {"1", "2"}
    superlative = item.kind == NAME and (low(word).endswith("est") or word.ordinal)
    if item.kind == NAME and any(p.verb == x for p in scene.structure.predicates):
        return False  # who does what to whom is looked at elsewhere
    reach = _WITHIN_VERB if superlative or (item.kind in (NUMBER, TIME) and word.kind == NAME) else _CLOSE
    if item.kind == word.kind == NAME:
        reach = _BESIDE
    return not counted and distance(scene.structure, k, x) <= reach


def _describes(scene: Scene, k: int, x: int) -> bool:
    """Whether word `x` only describes another noun: "broadband" of "the broadband provider"."""
    return any(x in p.members and x != p.head and k not in p.members for p in scene.structure.phrases)


def _places(scene: Scene, k: int) -> set[int]:
    """Where the source has told word `k`: of a name the whole of it."""
    token = scene.tokens[k]
    places = scene.found[k]
    if token.kind != NAME:
        return set(places)
    mine = designators(scene.tokens, token.run)
    whole = {
        m
        for m in places
        if scene.source.tokens[m].kind != NAME
        or same_name(mine, designators(scene.home(m).tokens, scene.source.tokens[m].run))
    }
    return whole or (set() if any(letter.isdigit() for key in mine for letter in key) else set(places))


def _rival(scene: Scene, k: int, x: int, places: set[int]) -> str:
    """What of the same sort the source has close to word `x`, where it doesn't have `k` there; else empty."""
    far = distance(scene.structure, k, x)
    rival = ""
    theirs = _places(scene, x) if scene.tokens[x].kind == NAME else set(scene.found[x])
    if scene.tokens[x].kind == NAME and any(_meant(scene, m, far + _SLACK, theirs) for m in places):
        return ""
    for p in sorted(theirs):
        sentence = scene.home(p)
        at = p - sentence.first
        here = [m - sentence.first for m in places if scene.source.sentence[m] == sentence.n]
        nearest = min((distance(sentence.structure, m, at) for m in here), default=FAR)
        if nearest <= far + _SLACK:
            return ""
        if p not in scene.exact[x]:
            continue
        if scene.tokens[k].kind == NAME and nearest >= FAR and _meant(scene, p, far + _SLACK, places):
            return ""
        found = _closer(scene, sentence, at, k, x, far, nearest, places)
        if not found:
            return ""
        rival = found
    return rival


def _closer(
    scene: Scene, sentence: Sentence, at: int, k: int, x: int, far: float, nearest: float, places: set[int]
) -> str:
    item = scene.tokens[k]
    verbal = any(p.verb == x for p in scene.structure.predicates)
    for q, other in enumerate(sentence.tokens):
        if q == at or other.run == sentence.tokens[at].run >= 0 or sort(other) != sort(item) or other.doubtful:
            continue
        ranked = low(scene.tokens[x]).endswith("est")
        if sentence.first + q in places or (item.kind == NAME and not _in_place_of(scene, k, sentence, q, ranked)):
            continue
        if item.kind == other.kind == NUMBER and rounds(other, item):
            continue  # "more than 51 million" of 51.65 million
        if sort(item) == ("day",) and any(_one_date(sentence, q, m - sentence.first) for m in places):
            continue  # "Tuesday, Oct. 6"
        away = distance(sentence.structure, q, at)
        dates = item.kind == other.kind == TIME and item.key[0].isdigit() and other.key[0].isdigit()
        if away > (_WITHIN_VERB if dates else far + _SAME_SORT) or away >= nearest:
            continue
        if not verbal and away < far - _SAME_SORT:
            continue
        if verbal and item.kind != TIME and _role(sentence.structure, q, at) != _role(scene.structure, k, x):
            continue
        told = [b for b in scene.exact if b != k and sentence.first + q in scene.exact[b]]
        if not any(distance(scene.structure, b, x) <= far for b in told):
            return other.text
    return ""


def _one_date(sentence: Sentence, q: int, m: int) -> bool:
    if not 0 <= m < len(sentence.tokens) or abs(q - m) != 1:
        return False
    first, second = sorted((sentence.tokens[q], sentence.tokens[m]), key=lambda token: token.at)
    return set(sentence.reading.words[first.at + first.width : second.at]) <= {",", ".", "("}


def _in_place_of(scene: Scene, k: int, sentence: Sentence, q: int, anywhere: bool) -> bool:
    """Whether a name could stand where another does: it isn't the same one, and both are places or neither."""
    mine = designators(scene.tokens, scene.tokens[k].run)
    theirs = designators(sentence.tokens, sentence.tokens[q].run)
    world = bool(mine & known_names.WORLDS) and not theirs & known_names.WORLDS
    if same_name(mine, theirs) or (world and scene.tokens[k].preposition == "on"):
        return False  # a crater is on the Moon
    return anywhere or _placed(scene.structure, k) == _placed(sentence.structure, q)


def _placed(structure: Structure, k: int) -> bool:
    return any(k in p.members and p.preposition in _PLACES for p in structure.phrases)


_PLACES = vocabulary.PLACED | {"into", "onto", "aboard", "on", "through"}


def _role(structure: Structure, k: int, verb: int) -> str:
    """What the phrase of word `k` is to the verb."""
    for predicate in structure.predicates:
        if predicate.verb != verb:
            continue
        for role, phrases in (
            ("actor", predicate.agent if predicate.passive else predicate.subject),
            ("acted", predicate.subject if predicate.passive else predicate.object),
            ("acted", predicate.object),
        ):
            if any(k in p.members for p in phrases):
                return role
        for preposition, phrase in predicate.others:
            if k in phrase.members:
                return preposition
    return ""


def _meant(scene: Scene, m: int, reach: float, places: set[int]) -> bool:
    """Whether "it" or "the company" stands close to that word, and may mean the name."""
    sentence = scene.home(m)
    at = m - sentence.first
    about = any(m < sentence.first and scene.source.sentence[m] >= sentence.n - 3 for m in places)
    if not about and not any(scene.source.sentence[m] == 0 for m in places):
        return False
    place, _ = graph(sentence.structure)
    if at not in place:
        return False
    far = reached(sentence.structure, place[at])
    for i, phrase in enumerate(sentence.structure.phrases):
        if far.get(i, FAR) <= reach and _stands_in(sentence, phrase):
            return True
    return False


def _stands_in(sentence: Sentence, phrase: Phrase) -> bool:
    if phrase.head < 0:
        return phrase.pronoun in _PRONOUNS
    if phrase.determiner in vocabulary.OWNING:
        return True
    named = any(sentence.tokens[k].kind == NAME for k in phrase.members)
    return low(sentence.tokens[phrase.head]) in GENERIC and phrase.determiner in {"the", "this", "its"} and not named
