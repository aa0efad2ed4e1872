"""What a word of English can be: a verb and in which form, an adjective, an adverb. By the table beside this module."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.summaries.gate import meanings
from bot.summaries.gate.meanings import listed

BASE, THIRD, PAST, ING = "base", "third", "past", "ing"
_VERBS = frozenset("VWN")
_ENDINGS = (
    ("ies", ("y",), THIRD),
    ("es", ("", "e"), THIRD),
    ("s", ("",), THIRD),
    ("ied", ("y",), PAST),
    ("ed", ("", "e"), PAST),
    ("ing", ("", "e"), ING),
)
_NOUN_ENDINGS = ("ment", "tion", "sion", "al", "ture", "y", "th")  # "departure" leads to "depart" in meanings
UNCHANGED = frozenset(listed("put cut set hit shut let cost split spread read beat"))
_NEVER_VERBS = frozenset(listed("states officials stars teams talks"))
FINITE = frozenset(
    listed(
        """
        flew went took began saw gave came drew fell grew knew rose spoke threw withdrew became drove wrote broke chose
        froze shook wore did was were ran underwent overtook oversaw overcame sank swam arose forgot stole swore blew
        """
    )
)  # pasts that are no participles
PARTICIPLES = frozenset(
    listed(
        """
        flown gone taken begun seen given drawn fallen grown known risen spoken thrown withdrawn driven written broken
        chosen frozen shaken worn done been undergone overtaken overseen shown hidden eaten sunk stolen blown proven
        """
    )
)
_NOT_ADVERBS = frozenset(listed("supply fly apply reply assembly family july early daily weekly monthly yearly"))
_ADVERBS = frozenset(
    listed(
        """
        ago earlier later sooner southeast northeast southwest northwest back home early late far apart away together
        otherwise meanwhile overnight longer abroad aloft indoors outdoors
        """
    )
)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, *words = line.split()
            for word in words:
                found[word] = found.get(word, "") + kind
    return found


def classes(word: str) -> str:
    """The classes of a base form, as letters; empty for what is only a noun, or unknown."""
    return _table().get(word, "")


@lru_cache(maxsize=20_000)
def verb_forms(word: str) -> dict[str, str]:
    """The forms of verbs that the word may be, each with its base: {"past": "land"} for "landed"."""
    if word in _NEVER_VERBS:
        return {}
    found: dict[str, str] = {}
    if _is_verb(word):
        found[BASE] = word
    irregular = meanings.irregular().get(word)
    if irregular and irregular != word and _is_verb(irregular):
        if word.endswith("ing"):
            found[ING] = irregular
        elif word == f"{irregular}s" or word in {"goes", "does"}:
            found[THIRD] = irregular
        elif not word.endswith(_NOUN_ENDINGS):
            found[PAST] = irregular
    for ending, restored, form in _ENDINGS:
        root = word[: -len(ending)]
        if not word.endswith(ending) or len(root) < 2:
            continue
        roots = [root + rest for rest in restored]
        if form != THIRD and len(root) > 2 and root[-1] == root[-2]:
            roots.append(root[:-1])
        for one in roots:
            if _is_verb(one):
                found[form] = one
                break
    if not found and len(word) > 5 and not classes(word):
        if word.startswith("re") and (forms := verb_forms(word[2:])):
            return {form: f"re{one}" for form, one in forms.items()}
        for ending, form in (("ed", PAST), ("ing", ING)):
            if word.endswith(ending) and len(word) - len(ending) > 3:
                found[form] = word[: -len(ending)]
    if word in UNCHANGED:
        found[PAST] = word
    return found


def _is_verb(word: str) -> bool:
    return bool(_VERBS & set(classes(word)))


def strength(word: str) -> int:
    """How likely a base form is a verb: 3 nearly always, 2 as often as not, 1 seldom. Unknown ones had the ending."""
    kinds = classes(word)
    return 3 if "V" in kinds else 2 if "W" in kinds or not kinds else 1


def adverb(word: str) -> bool:
    """Whether the word is an adverb: "quickly", of "quick"; not "Italy"."""
    if ("R" in classes(word) and word != "needs") or word in _ADVERBS:
        return True
    if not word.endswith("ly") or _is_verb(word) or word.endswith("fly") or word in _NOT_ADVERBS:
        return False
    root = word[:-2]
    adjectives = (root, f"{root}le", f"{root}e", f"{root.removesuffix('i')}y", root.removesuffix("al"))
    return len(root) > 4 or any(map(classes, adjectives))


def adjective(word: str) -> bool:
    if word == "firm":
        return False  # in news a company
    kinds = classes(word)
    ending = word.endswith(
        ("able", "ible", "ful", "ous", "ive", "ish", "less", "nary", "onal", "tical")
    ) and not verb_forms(word)
    return ("A" in kinds and "V" not in kinds) or (ending and len(word) > 5)  # no dish or cable
