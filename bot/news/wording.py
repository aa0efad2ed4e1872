"""The words around a value, by which it is known what it is a value of. Pure."""

from __future__ import annotations

import re

REACH = 9  # words on either side that tell what a value is of
_WORD = re.compile(r"[^\W\d_][\w'’]*(?:-[^\W\d_]\w*)*")
_STOP = frozenset(
    """the and for with from that this these those which who whom its it's their his her our your have has had was were
    are been being will would could should can may might into onto over under about after before between during while
    than then when where what how not but also only just more most less some any all each both such very much many
    other another said says told according they them there here out off down per one two three four five six seven
    eight nine ten eleven twelve first second third million billion trillion thousand hundred around nearly almost
    total years year months month days day weeks week hours hour minutes minute seconds second euros dollars pounds
    tonnes tons kilograms kilometres kilometers miles feet metres meters degrees percent cent""".split()  # noqa: SIM905 - words in quotes each would be harder to read
)
# Words that name one and the same thing to be measured.
_ALIKE = {
    "@tilt": "angle lean leans leaned leaning leant slant slanted tilt tilts tilted tilting",
    "@price": "buy buys buying bought price priced deal cost costs purchase acquire acquires acquisition worth",
    "@mass": "mass weigh weighs weighed weighing weight heavy heavier heaviest",
    "@length": "long length tall height high",
    "@budget": "budget budgets budgeted funding",
    "@launch": "launch launches launched launching liftoff lift-off lifted blastoff fly flew flies flight",
    "@landing": "land lands landed landing touchdown touched splashdown splashed",
    "@docking": "dock docks docked docking berthing berthed arrive arrives arrived arrival",
    "@undocking": "undock undocks undocked undocking depart departs departed departure",
    "@deadline": "deadline due close closes closing",
}
_KIND = {word: kind for kind, words in _ALIKE.items() for word in words.split()}


def stem(word: str) -> str:
    """Enough of a word to know it again in another form; a kind (`@mass`) where it has one."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    return _KIND.get(word) or word.removesuffix("s")[:7]


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, without those that say little."""
    return frozenset(
        stem(part)
        for word in _WORD.findall(text)
        for part in ({word, *word.split("-")} if word.lower() not in _KIND else {word})
        if len(part) > 2 and part.lower() not in _STOP
    )


# Of a frame so many words on either side are compared, and so many must be there.
_FRAME, _FRAMING = 5, 3
_EDGES, _VALUE = ("^", "$"), "…"
_TOKEN = re.compile(r"\w+")
# Of a clause so many words on either side are shown.
_SHOWN_BEFORE, _SHOWN_AFTER = 6, 4
_CLAUSE_END = re.compile(r"[.;:!?()\[\]\"“”«»]|\s[-–—]\s")


def frame(before: str, after: str) -> tuple[str, ...]:
    """The words right before and right behind a value, and where its sentence begins and ends."""
    words = _TOKEN.findall(" ".join(before.split()[-_FRAME:]).casefold())
    behind = _TOKEN.findall(" ".join(after.split()[:_FRAME]).casefold())
    return (*[_EDGES[0], *words][-_FRAME:], _VALUE, *[*behind, _EDGES[1]][:_FRAME])


def says_enough(framed: tuple[str, ...]) -> bool:
    """Whether a frame has so many words that it is found again only around a value of the same thing."""
    return len(set(framed) - {*_EDGES, _VALUE}) >= _FRAMING


def clause(before: str, after: str) -> str:
    """What stands around a value up to the next mark, a few words, for people: "a burn of …"."""
    left = _CLAUSE_END.split(before)[-1].split()[-_SHOWN_BEFORE:]
    right = _CLAUSE_END.split(after)[0].partition(",")[0].split()[:_SHOWN_AFTER]
    while right and (len(right[-1]) < 4 or right[-1].lower() in _STOP) and len(right) == _SHOWN_AFTER:
        right.pop()
    return " ".join([*left, _VALUE, *right]).strip(" ,")


def near(sentence: str, start: int, end: int, reach: int = REACH) -> frozenset[str]:
    """The stems of the words around what stands from `start` to `end`."""
    before, after = sentence[:start].split()[-reach:], sentence[end:].split()[:reach]
    return stems(" ".join(before)) | stems(" ".join(after))
