"""Whether numbers, days and places stand with the verb that they stand with in the source. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.summaries.gate import quantities, vocabulary
from bot.summaries.gate.actors import fits, roles
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Token
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.phrases import NO, PERHAPS, YES, Scene, low
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase, Predicate

_WAYS = {
    word: way
    for way, words in {
        "up": "more above higher over longer greater larger",
        "down": "less fewer below lower under shorter smaller",
        "late": "later late behind",
        "early": "earlier early ahead sooner",
    }.items()
    for word in words.split()
}
_SPANS = frozenset(listed("year month week half quarter spring summer autumn fall winter end beginning"))
_WHEN = frozenset({"in", "by", "at", "during", "when"})
_OTHERWISE = {
    "after": frozenset({"early", "earlier", "late", "ahead", "behind", "sooner"}),
    "before": frozenset({"early", "later", "late", "ahead", "behind", "sooner"}),
}
_BOUNDS = frozenset({"from", "to", "by"})
_ABOUT = frozenset({"from", "during", "of", "aboard"})
_WHERE = frozenset({"in", "at", "on", "near"})


def objection(scene: Scene) -> str:
    """The first that goes with something else in the source; empty where none does."""
    for rule in _RULES:
        if reason := rule(scene):
            return reason
    return ""


def sort(token: Token) -> tuple[str | bool, ...]:
    """What may stand in a token's place: another day for a day, a number of the same unit."""
    if token.kind == TIME:
        return ("clock",) if ":" in token.key else ("day",)
    if token.kind == NUMBER:
        return ("day",) if token.year else (NUMBER, quantities.size("1", token.unit)[1], token.ordinal)
    return (token.kind,)


def _circumstances(scene: Scene) -> str:
    """A number, day or name told with a verb, that the source has with another verb of others."""
    for predicate in scene.structure.predicates:
        parts = predicate.subject + predicate.object + predicate.agent
        numbers = [("object", p) for p in predicate.object if p.head >= 0 and scene.tokens[p.head].kind == NUMBER]
        for role, phrase in [*predicate.others, *numbers]:
            hard = [k for k in phrase.members if scene.tokens[k].kind in (TIME, NUMBER, NAME) and k in scene.exact]
            if phrase in predicate.agent or (hard and role in _ABOUT and _opening(scene, hard[-1])):
                continue
            if not hard or (role == "with" and scene.tokens[phrase.head].kind == NAME):
                continue
            others = [p for p in parts if p is not phrase and any(k in scene.exact for k in p.members) and p.head >= 0]
            if scene.tokens[phrase.head].kind == WORD and phrase.head in scene.exact:
                others.insert(0, phrase)
            verbs = scene.exact.get(predicate.verb, [])
            if predicate.verb >= 0 and scene.tokens[predicate.verb].key in vocabulary.LIGHT:
                verbs = []
            if not others and not verbs:
                continue
            places = _of_the_same(scene, predicate, verbs)
            if max(_stands(scene, hard[-1], m, role, phrase, others, places) for m in scene.exact[hard[-1]]) == NO:
                return f'"{scene.tokens[hard[-1]].text}" goes with something else in the source'
    return ""


def _opening(scene: Scene, k: int) -> bool:
    """Whether it is a name of the source's first sentence, which all the others may be about."""
    return scene.tokens[k].kind == NAME and any(scene.source.sentence[m] == 0 for m in scene.exact[k])


def _mixed(scene: Scene) -> str:
    """Two numbers, days or places of one deed, of which the source has each with another deed of that kind."""
    for predicate in scene.structure.predicates:
        held = [
            (k, set(_holding(scene, k, role, scene.found.get(predicate.verb, ()))))
            for role, phrase in predicate.others
            for k in phrase.members
            if scene.tokens[k].kind in (TIME, NUMBER, NAME) and k in scene.exact
        ]
        known = [(k, where) for k, where in held if where]
        if len(known) == len(held) and known and not set.intersection(*(where for _, where in known)):
            return f'"{scene.tokens[known[0][0]].text}" goes with something else in the source'
    return ""


def _holding(scene: Scene, k: int, role: str, verbs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The deeds of the source that have it in that part, by sentence and place in it."""
    for v in verbs:
        sentence = scene.home(v)
        for n, one in enumerate(sentence.structure.predicates):
            parts = [p for part, p in one.others if part == role] if one.verb == v - sentence.first else []
            if any(sentence.first + j in scene.exact[k] for p in parts for j in p.members):
                yield sentence.n, n


def _of_the_same(scene: Scene, told: Predicate, verbs: Sequence[int]) -> Sequence[int]:
    """Of the places of its verb those where the very ones do it, if there are any."""
    verdicts: dict[int, int] = {}
    for v in verbs:
        sentence = scene.home(v)
        for other in sentence.with_verb(v - sentence.first):
            verdicts[v] = max(verdicts.get(v, NO), fits(scene, told, sentence, other))
    return [v for v in verbs if verdicts.get(v) == YES] or verbs


def _stands(
    scene: Scene,
    k: int,
    m: int,
    role: str,
    told: Phrase,
    others: Sequence[Phrase],
    verbs: Sequence[int],
) -> int:
    """Whether source place `m` of told word `k` stands with the same verb, or with one of the same others."""
    sentence = scene.home(m)
    phrase = sentence.phrase_at.get(m - sentence.first)
    parts = sentence.parts.get(phrase, []) if phrase is not None else []
    if phrase is None or not parts:
        return PERHAPS
    mine = [p for v in verbs if scene.home(v) is sentence for p in sentence.with_verb(v - sentence.first)]
    mine += [p for p in sentence.structure.predicates if p.governor >= 0 and _parent(sentence, p) in mine]
    if any(_of(scene, sentence, p, others) for p, _ in parts):
        mine = [p for p in mine if _of(scene, sentence, p, others)]
    best = NO
    for predicate, part in parts:
        if mine and predicate not in mine and role in _BOUNDS - {"by"} and part not in _BOUNDS | _WHEN:
            continue  # "to grow to 41" is not what "employs 41 and wants to grow" says
        if predicate in mine:
            if part != role and {part, role} <= _BOUNDS and scene.tokens[k].kind == NUMBER:
                return NO  # "cut by 40" is not "cut to 40"
            turned = {part, role} == {"from", "to"} and any(
                other_role == role and p.head >= 0 and sort(sentence.tokens[p.head]) == sort(scene.tokens[k])
                for other_role, p in predicate.others
            )
            best = best if turned else YES
        elif not _taken(scene, k, role, told, sentence, phrase, predicate, part, mine):
            best = max(best, _beside(scene, sentence, predicate, others, verbs, bool(mine)))
    for near in [*phrase.hosts, *sentence.behind.get(phrase, ())]:
        for other in others:
            best = max(best, scene.match(other, sentence, near))
    return best


def _of(scene: Scene, sentence: Sentence, predicate: Predicate, others: Sequence[Phrase]) -> bool:
    """Whether it is said of one of these."""
    parts = predicate.subject + predicate.object + predicate.agent
    return any(scene.match(told, sentence, p) == YES for told in others for p in parts)


def _alike(token: Token, role: str, sentence: Sentence, phrase: Phrase, other_role: str) -> bool:
    """Whether a phrase of the source is of the sort of a told number, day or name: a time for a time."""
    if phrase.head < 0:
        return False
    span = low(sentence.tokens[phrase.head]) in _SPANS and other_role in _WHEN
    timed = token.kind == TIME and role in _WHEN and (phrase.when or span)
    return timed or sort(sentence.tokens[phrase.head]) == sort(token)


def _parent(sentence: Sentence, predicate: Predicate) -> Predicate | None:
    """What an infinitive stands behind: "expects to issue" is what is expected."""
    return sentence.structure.predicates[predicate.parent] if predicate.parent >= 0 else None


def _taken(
    scene: Scene,
    k: int,
    role: str,
    told: Phrase,
    sentence: Sentence,
    phrase: Phrase,
    predicate: Predicate,
    part: str,
    mine: Sequence[Predicate],
) -> bool:
    """Whether the told verb has another of its sort in the source, where this one is another verb's."""
    for one in mine:
        for other_role, p in one.others:
            if p is phrase or not _alike(scene.tokens[k], role, sentence, p, other_role):
                continue
            if part == role == other_role and scene.match(told, sentence, p) == NO:
                return True
            if scene.tokens[k].kind in (TIME, NUMBER) and all(p is not q for _, q in predicate.others):
                return True
    return False


def _beside(
    scene: Scene,
    sentence: Sentence,
    predicate: Predicate,
    others: Sequence[Phrase],
    verbs: Sequence[int],
    same_sentence: bool,
) -> int:
    """Whether what else is told stands with that predicate of the source."""
    parts = predicate.subject + predicate.object + predicate.agent
    parts += [p for role, p in predicate.others if role == "because"]
    places = {sentence.first + k for p in parts for k in p.members}
    if places & set(verbs) or not parts or not others:
        return YES if places & set(verbs) else PERHAPS
    best = PERHAPS if same_sentence else NO
    for told in others:
        best = max(best, scene.agree([told], sentence, parts))
        if predicate.verb >= 0 and sentence.first + predicate.verb in scene.exact.get(told.head, ()):
            best = YES
    return best


def _counted(scene: Scene) -> str:
    """So many of a thing with a verb that the source has with so many others of it: "adding five to the nine"."""
    for predicate in scene.structure.predicates:
        if predicate.verb not in scene.exact or not scene.very_word(predicate.verb):
            continue
        for phrase in roles(predicate, scene.tokens)[1]:
            if not scene.very_word(phrase.head) or not (mine := _counts(scene.tokens, phrase)):
                continue
            theirs = [
                _counts(sentence.tokens, other)
                for m in scene.exact[predicate.verb]
                for sentence in [scene.home(m)]
                for one in sentence.with_verb(m - sentence.first)
                for other in roles(one, sentence.tokens)[1]
                if sentence.first + other.head in scene.exact[phrase.head]
            ]
            if theirs and all(theirs) and not any(mine & other for other in theirs):
                return f'"{scene.tokens[phrase.head].text}" are counted otherwise in the source'
    return ""


def _counts(tokens: Sequence[Token], phrase: Phrase) -> set[str]:
    """How many of a thing there are, by the phrase itself."""
    return {
        token.key
        for token in (tokens[k] for k in phrase.members)
        if token.kind == NUMBER and not (token.unit or token.year or token.ordinal or token.comparator)
    }


def _compared(scene: Scene) -> str:
    """A number by which something is more in the source, and less here."""
    words = scene.told.words
    for n, token in enumerate(scene.tokens):
        if token.kind != NUMBER or n not in scene.exact:
            continue
        mine = _ways(words, token.at)
        theirs = [_ways(scene.home(m).reading.words, scene.source.tokens[m].at) for m in scene.exact[n]]
        ordered = {"after", "before"} & set(words[token.at + 1 : token.at + 3])
        early = ordered and all(
            _OTHERWISE[word]
            & set(scene.home(m).reading.words[scene.source.tokens[m].at + 1 : scene.source.tokens[m].at + 4])
            for m in scene.exact[n]
            for word in ordered
        )
        if early or (mine and all(other and not other & mine for other in theirs)):
            return f'"{token.text}" is the other way in the source'
    return ""


def _ways(words: Sequence[str], at: int) -> set[str]:
    return {_WAYS[word] for word in words[at + 1 : at + 5] if word in _WAYS}


def _slots(scene: Scene) -> str:
    """What stands behind a verb with a preposition behind which the source has something else: "tried on the rover"."""
    for predicate in scene.structure.predicates:
        if predicate.verb not in scene.exact or not scene.very_word(predicate.verb):
            continue
        for role, phrase in predicate.others:
            if phrase.when or phrase.head < 0 or role in {"when", "because"}:
                continue
            if phrase.head not in scene.exact:
                new = scene.tokens[phrase.head].kind == WORD and scene.exact.keys().isdisjoint(phrase.members)
                if new and role in _WHERE and all(_placed(scene, m) for m in scene.exact[predicate.verb]):
                    return f'"{scene.tokens[phrase.head].text}" is not there in the source'
                continue
            if scene.tokens[phrase.head].kind in (NUMBER, TIME) or scene.tokens[phrase.head].key in vocabulary.LIGHT:
                continue
            verdicts = [_slot(scene, phrase, role, m) for m in scene.exact[predicate.verb]]
            synonyms = set(scene.found[predicate.verb]) - set(scene.exact[predicate.verb])
            there = any(_slot(scene, phrase, role, m) == YES for m in synonyms)
            if verdicts and max(verdicts) == NO and not there:
                return f'"{scene.tokens[phrase.head].text}" is not there in the source'
    return ""


def _placed(scene: Scene, m: int) -> bool:
    """Whether the source says where the verb there was done."""
    return any(
        part in _WHERE and not p.when and p.head >= 0
        for other in scene.home(m).with_verb(m - scene.home(m).first)
        for part, p in other.others
    )


def _slot(scene: Scene, phrase: Phrase, role: str, m: int) -> int:
    sentence = scene.home(m)
    other = sentence.predicate_at.get(m - sentence.first)
    others = other.others if other is not None else []
    others = [(part, p) for part, p in others if not p.when]
    there = [p for part, p in others if part == role] or [p for part, p in others if {part, role} <= _WHERE]
    if other is not None and role == "to" and scene.tokens[phrase.head].kind == WORD and scene.very_word(phrase.head):
        new = phrase.determiner in {"a", "an"}
        if new and not any(scene.home(k) is sentence for n in phrase.members for k in scene.found.get(n, ())):
            return NO  # "sold to a rich man", of whom another sentence speaks
    if other is None or not there:
        return PERHAPS
    parts = other.subject + other.object + other.agent + [p for _, p in other.others]
    near = [*parts, *(behind for p in parts for behind in sentence.all_behind(p))]
    if any(scene.match(phrase, sentence, p) == YES for p in near):
        return NO if _at_another_time(scene, phrase, sentence, other) else YES
    owned = any(sentence.first + k in scene.exact[phrase.head] for p in near for k in p.owners)
    return PERHAPS if owned else scene.agree([phrase], sentence, there)


def _at_another_time(scene: Scene, phrase: Phrase, sentence: Sentence, other: Predicate) -> bool:
    """Whether it is "Thursday's test", and the source has it in one of another day."""
    days = {m for k in phrase.owners if scene.tokens[k].kind == TIME for m in scene.found.get(k, ())}
    theirs = [p.head for _, p in other.others if p.head >= 0 and sentence.tokens[p.head].kind == TIME]
    return bool(days and theirs) and not any(sentence.first + k in days for k in theirs)


_RULES = (_slots, _circumstances, _mixed, _counted, _compared)
