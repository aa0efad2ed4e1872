"""Which word may stand for which: the tables beside this module, and forms that no rule of spelling tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.summaries.words import stem

_IRREGULAR = """flew flown:fly went gone:go took taken:take began begun:begin built:build held:hold left:leave
lost:lose made:make met:meet paid:pay ran:run rose risen:rise said:say saw seen:see sent:send spent:spend stood:stand
told:tell won:win wrote written:write broke broken:break brought:bring bought:buy caught:catch chose chosen:choose
came:come drew drawn:draw fell fallen:fall felt:feel heard:hear found:find fought:fight forgot forgotten:forget froze
frozen:freeze gave given:give got gotten:get grew grown:grow hid hidden:hide kept:keep knew known:know led:lead lay
lain:lie laid:lay meant:mean sank sunk:sink sat:sit shook shaken:shake shone:shine shot:shoot showed shown:show
slid:slide sold:sell sought:seek spoke spoken:speak spun:spin swung:swing taught:teach thought:think threw
thrown:throw understood:understand withdrew withdrawn:withdraw stole stolen:steal woke woken:wake wore worn:wear
became:become struck:strike stuck:stick swept:sweep lit:light fed:feed burnt:burn learnt:learn overtook
overtaken:overtake overcame:overcome shrank shrunk:shrink tore torn:tear rode ridden:ride beaten:beat fled:flee
rebuilt:rebuild swore sworn:swear leapt:leap dealt:deal hung:hang bent:bend lent:lend slept:sleep swam:swim
upheld:uphold withstood:withstand withheld:withhold foresaw foreseen:foresee arose arisen:arise proven:prove rang
rung:ring sprang sprung:spring sang sung:sing mistook mistaken:mistake forgave forgiven:forgive rewrote
rewritten:rewrite spelt:spell spilt:spill outing:outing underwent undergone:undergo forecasted:forecast bore
borne:bear dug:dig drove driven:drive ate eaten:eat oversaw overseen:oversee sued suing:sue died dying:die lying:lie
tying:tie launches:launch crises:crisis analyses:analysis people:person men:man women:woman children:child feet:foot
lives:life spacecraft:spacecraft aircraft:aircraft data:data lens:lens news:news series:series species:species
agencies:agency better:better sued:sue crew:crew damaged:damage delayed:delay cancelled cancelling cancels:cancel
travelled travelling:travel fuelled fuelling:fuel modelled:model signalled:signal controlled controlling:control
propelled:propel axed:axe goes:go does:do blew blown:blow used using uses:use freed:free agreed:agree
guaranteed:guarantee departure:depart arrival:arrive selection:select discovery:discover growth:grow approval:approve
removal:remove collision:collide explosion:explode deployment:deploy separation:separate retirement:retire
announcement:announce agreement:agree investigation:investigate observation:observe measurement:measure
detection:detect explanation:explain proposal:propose acquisition:acquire production:produce construction:construct
development:develop installation:install exploration:explore collection:collect reduction:reduce expansion:expand
mars:mars completion:complete extension:extend rejection:reject delivery:deliver payment:pay inspection:inspect
replacement:replace postponement:postpone appointment:appoint resignation:resign dismissal:dismiss recovery:recover
destruction:destroy assessment:assess decision:decide"""


def listed(words: str) -> list[str]:
    """A table of words, written as a line of them."""
    return words.split()


PAST = frozenset(
    listed(
        """
        flew went took began built held left lost made met paid ran rose said saw sent spent stood told won
        wrote broke brought bought caught chose came drew fell felt found fought gave got grew kept knew led
        laid meant sued used died sank sat shot slid sold sought spoke threw withdrew became struck swept lit drove
        """
    )
)


THIRD_PERSON = frozenset(
    listed(
        """
        replaces carries supports leads follows runs plans wants asks blames owns builds makes uses needs requires
        includes contains shows says tells reports beats joins heads orders approves rejects calls gives takes
        attributes operates opposes backs accuses sues acquires buys sells awards wins picks selects names
        """
    )
)
_TABLES = ("meanings.txt", "deeds.txt", "things.txt")  # by reading reports; verbs and nouns, by how often news has them
_SUFFIXES = frozenset(listed("ion ation ment al er or ance ence iti ness ist ic ical ive abl ibl ari"))
_ROOT = 5  # letters that kindred words have in common, at least
_MOST_KIN = 100  # words of a source on one root: English has fewer
_FIGURES = frozenset("0123456789$€£¥₹")
_CLOSED = re.compile(r"[^aeiouy][aeiou][^aeiouwxy]")


class Phrase(NamedTuple):
    """A phrase of the table that fits where it was looked for, and how many words it takes."""

    key: str
    length: int


@lru_cache(maxsize=20_000)
def base(word: str) -> str:
    """The word as the table knows it: lower case, without inflection."""
    plain = irregular().get(word) or (irregular().get(word[:-1]) if word.endswith("s") else None)
    if word.endswith(("ply", "plies")) and word != "simply":
        return f"{word.removesuffix('ies').removesuffix('y')}i"  # the "ly" of "supply" is no ending
    if word.endswith("bility") and len(word) > 8:
        plain = f"{word[:-5]}le"  # "visibility", of what is visible
    root = stem(plain or word)
    if len(root) == 3 and word.endswith(("ing", "ed")) and word[3:] in {"ing", "ed"} and _CLOSED.fullmatch(root):
        return f"{root}e"  # "rising", "moved": without an e the consonant would be doubled
    return "lay" if root == "lie" else root  # "lay" is of both: "laid off"


@lru_cache(maxsize=50_000)
def stands_for(told: str, source: str) -> bool:
    """Whether `told` may be said where the source says `source`; both as by `base`, or phrases as by `phrases_at`."""
    if told == source or _kindred(told, source):
        return True
    groups, _ = _table()
    return bool(groups.get(("told", told), frozenset()) & groups.get(("source", source), frozenset()))


def _kindred(told: str, source: str) -> bool:
    """Whether two words grow from one root: "senator" and "senate", "explore" and "exploration"."""
    short, long = sorted((told, source), key=len)
    if len(short) >= _ROOT and long.startswith(short) and long[len(short) :] in _SUFFIXES:
        return True
    length = min(len(told), len(source))
    if length < _ROOT or "_" in told or "_" in source:
        return False
    shared = next((n for n in range(length) if told[n] != source[n]), length)
    return shared >= _ROOT and shared >= 0.7 * max(len(told), len(source))


class Counterparts:
    """The words of a source, to be asked for one that another may stand for: as `stands_for` each, but by look-up."""

    def __init__(self, source: Iterable[str]) -> None:
        groups, _ = _table()
        self._words = frozenset(source)
        self._groups = frozenset(number for word in self._words for number in groups.get(("source", word), ()))
        self._kin: dict[str, list[str]] = {}
        for word in sorted(self._words):
            kin = self._kin.setdefault(word[:_ROOT], [])
            if len(word) >= _ROOT and len(kin) < _MOST_KIN:
                kin.append(word)

    def have(self, told: str) -> bool:
        """Whether `told` may be said of one of them."""
        groups, _ = _table()
        if told in self._words or not self._groups.isdisjoint(groups.get(("told", told), ())):
            return True
        return any(_kindred(told, word) for word in self._kin.get(told[:_ROOT], ()))


def known(word: str) -> bool:
    """Whether the table has the word, in its base form, among those that may be told."""
    groups, _ = _table()
    return ("told", word) in groups


def replaceable(phrase: str) -> bool:
    """Whether the table has the phrase among what others may stand for."""
    groups, _ = _table()
    return ("source", phrase) in groups


def phrases_at(bases: list[str], at: int) -> Iterator[Phrase]:
    """The phrases of the table that begin at `bases[at]`, the longest first."""
    _, phrases = _table()
    for words in phrases.get(bases[at], ()):
        length = _length(bases, at, words)
        following = bases[at + length : at + length + 2]
        # "out of" is a preposition, and in "bring up to 12 tonnes" the last words are of the number
        bound = words[-1] == "up" and following[:1] == ["to"] and following[-1][0] in _FIGURES
        if length and not bound and not (words[-1] == "out" and following[:1] == ["of"]):
            yield Phrase("_".join(words), length)


@lru_cache(maxsize=2_000)
def particles(verb: str) -> frozenset[str]:
    """The words that make a phrase of two with this one, which comes first."""
    _, phrases = _table()
    return frozenset(words[1] for words in phrases.get(verb, ()) if len(words) == 2)


def _length(bases: list[str], at: int, words: tuple[str, ...]) -> int:
    """How many words and hyphens from `at` are this phrase; 0 where they are not: "start-up", "start up"."""
    k = at
    for word in words:
        if k > at and bases[k : k + 1] == ["-"]:
            k += 1
        if bases[k : k + 1] != [word]:
            return 0
        k += 1
    return k - at


@lru_cache(maxsize=1)
def irregular() -> dict[str, str]:
    found: dict[str, str] = {}
    waiting: list[str] = []
    for part in _IRREGULAR.split():
        form, _, plain = part.partition(":")
        waiting.append(form)
        if plain:
            found.update(dict.fromkeys(waiting, plain))
            waiting = []
    return found


@lru_cache(maxsize=1)
def _table() -> tuple[dict[tuple[str, str], frozenset[int]], dict[str, list[tuple[str, ...]]]]:
    """Groups by side and word, and phrases by first word, the longest first."""
    groups: dict[tuple[str, str], set[int]] = {}
    phrases: dict[str, set[tuple[str, ...]]] = {}
    contrary = Path(__file__).with_name("opposites.txt").read_text("utf-8")
    for line in contrary.splitlines():
        for word in line.split() if not line.startswith("#") else ():
            parts = tuple(base(part) for part in word.split("_"))
            if len(parts) > 1:
                phrases.setdefault(parts[0], set()).add(parts)
    tables = [Path(__file__).with_name(name).read_text("utf-8") for name in _TABLES]
    for number, line in enumerate("\n".join(tables).splitlines()):
        if line.startswith("#"):
            continue
        left, narrower, right = line.partition("<")
        if not narrower or right.startswith("<"):
            right = f"{left} {right[1:]}"
        sides = (("told", left), ("source", right))
        for side, words in sides:
            for word in words.split():
                parts = tuple(base(part) for part in word.replace("-", "_").split("_"))
                groups.setdefault((side, "_".join(parts)), set()).add(number)
                if len(parts) > 1:
                    phrases.setdefault(parts[0], set()).add(parts)
    return (
        {key: frozenset(numbers) for key, numbers in groups.items()},
        {first: sorted(found, key=len, reverse=True) for first, found in phrases.items()},
    )
