"""What a sentence claims, as marks that can be compared: its words, numbers, times and names, which of them are denied
or only planned, and who does what to whom. Pure; English.

Nothing here is a parser of English. It is the few relations that a false summary gets wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from bot.summaries import meanings
from bot.summaries.meanings import listed

WORD, NAME, NUMBER, TIME, LINK = "word", "name", "number", "time", "link"

FUNCTION = frozenset(
    listed(
        """
        a an the this that these those it its itself he him his himself she her hers herself they them their
        theirs themselves we us our ours i me my mine you your yours who whom whose which what there here is
        are was were be been being am 's has have had having do does did doing done of in on at by for with
        from to into onto upon as over under through across along around about between among per via off up
        out down against toward towards within without during despite than then so such and or but nor yet
        both either neither while whereas although though because since if unless until till when where how
        why after before following prior ahead not no never none nobody nothing nowhere n't cannot will
        would shall should can could may might must 'll also just very too even still already again now once
        ever more less most least much own same other another each every all any some only first
        """
    )
)
# Words that carry no fact of their own: a summary may use them freely.
LIGHT = frozenset(
    meanings.base(word)
    for word in listed(
        """
        make take do have get give be go come become use include involve put place time way part matter
        thing however meanwhile instead therefore thus overall nearby able thanks amid way newly because_of
        due_to caused owing thanks result reason so force prompt cause trigger call name dub known enough
        last
        """
    )
) | frozenset(
    {
        "_".join(meanings.base(part) for part in phrase.split("_"))
        for phrase in (
            "because_of",
            "due_to",
            "owing_to",
            "caused_by",
            "on_account_of",
            "lead_to",
            "more_than",
            "less_than",
            "at_least",
            "up_to",
        )
    }
)
BE = frozenset(listed("is are was were be been being am 's get got getting"))
AUX = BE | frozenset(
    listed(
        """
        has have had having do does did will would shall should can could may might must 'll to
        """
    )
)
PRONOUNS = frozenset(
    listed(
        """
        he she it they him her them his its their hers theirs who which that this these those
        """
    )
)
DETERMINERS = frozenset(
    listed(
        """
        a an the this that these those its his her their our my your no any some each every another
        """
    )
)
PREPOSITIONS = frozenset(
    listed(
        """
        of in on at by for with from to into onto upon as over under through across along around about
        between among per via off against toward towards within without during despite after before
        following since until till than aboard inside outside near beyond
        """
    )
)
CLAUSE = frozenset(
    listed(
        """
        which who whom whose while whereas although though because but when where if unless until after
        before since
        """
    )
)
CONJOINED = frozenset({"and", "or", "but", "while", "whereas"})

NOT = frozenset(listed("not no never none nobody nothing nowhere n't cannot without neither nor"))
FAIL = frozenset(meanings.base(word) for word in ("fail", "failed", "failing", "fails"))
MOODS: dict[str, str] = {
    **dict.fromkeys(listed("will would shall 'll upcoming"), "plan"),
    **dict.fromkeys(
        listed(
            """
        may might could possibly perhaps maybe potentially probably unclear uncertain estimated
        """
        ),
        "hedge",
    ),
    **dict.fromkeys(listed("if unless whether"), "condition"),
    **dict.fromkeys(listed("must should"), "duty"),
    **dict.fromkeys(listed("can able capable"), "ability"),
}
MOOD_STEMS: dict[str, str] = {
    meanings.base(word): mood
    for mood, words in {
        "plan": "plan schedule slate target aim intend expect propose pencil prepare anticipate forecast due",
        "hedge": "possible likely probable potential appear seem suspect believe allege reportedly apparently claim"
        " hope hint speculate rumour rumor suggest presumably supposedly allegedly think assume doubt",
    }.items()
    for word in words.split()
}
MOOD_WORDS = frozenset(MOOD_STEMS) | frozenset(meanings.base(word) for word in MOODS)
MOOD_PHRASES = (
    ("set", "to"),
    ("set", "for"),
    ("due", "to"),
    ("due", "on"),
    ("due", "in"),
    ("due", "for"),
    ("going", "to"),
)
COMPARATORS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "over",
        (
            ("more", "than"),
            ("over",),
            ("above",),
            ("upwards", "of"),
            ("in", "excess", "of"),
            ("exceeding",),
            ("greater", "than"),
            ("topping",),
            ("exceeds",),
            ("exceeded",),
            ("exceed",),
            ("longer", "than"),
            ("just", "over"),
            ("well", "over"),
            ("beyond",),
        ),
    ),
    ("under", (("less", "than"), ("fewer", "than"), ("under",), ("below",), ("shorter", "than"), ("within",))),
    ("least", (("at", "least"), ("no", "less", "than"), ("no", "fewer", "than"), ("a", "minimum", "of"), ("minimum",))),
    (
        "most",
        (
            ("up", "to"),
            ("at", "most"),
            ("as", "many", "as"),
            ("as", "much", "as"),
            ("no", "more", "than"),
            ("a", "maximum", "of"),
            ("maximum",),
        ),
    ),
    (
        "about",
        (
            ("about",),
            ("around",),
            ("roughly",),
            ("approximately",),
            ("some",),
            ("circa",),
            ("an", "estimated"),
            ("estimated",),
            ("nearly",),
            ("almost",),
            ("close", "to"),
            ("just", "under"),
            ("approx",),
        ),
    ),
)
SAY = frozenset(
    meanings.base(word)
    for word in listed(
        """
        say tell announce report add note explain remark state declare comment confirm claim warn argue
        insist reveal disclose write acknowledge admit deny predict believe suggest think estimate describe
        call praise criticise criticize hail stress emphasise emphasize caution
        """
    )
) | {meanings.base("according")}
TELLING = frozenset(map(meanings.base, listed("say tell state note add report according announce")))
DOUBTED = frozenset(map(meanings.base, listed("deny claim believe think suggest predict estimate")))
CAUSE = tuple(
    tuple(phrase.split())
    for phrase in [
        "\n    because",
        " due to",
        " owing to",
        " thanks to",
        " caused",
        " causing",
        " cause",
        " causes",
        " blamed",
        " blame",
        " as a result",
        "\n    resulted",
        " result of",
        " led to",
        " leading to",
        " prompted",
        " prompting",
        " triggered",
        " triggering",
        " forced",
        " forcing",
        "\n    attributed",
        " stemmed",
        " so that",
        " therefore",
        " thus",
        " hence",
        " on account",
        " driven by",
        " in response",
        " why",
        " reason",
        "\n    consequently\n    ",
    ]
)
SUPERLATIVE_NOT = frozenset(
    listed(
        """
        test request interest forest harvest guest quest contest protest invest west nest rest best-known
        honest modest latest suggest arrest digest conquest midwest northwest southwest manifest everest
        budapest
        """
    )
)
RANK = frozenset(
    listed(
        """
        first last only least record ever unprecedented historic sole best worst unique biggest
        """
    )
)
QUANTIFIERS = {
    **dict.fromkeys(listed("all every each whole entire entirely fully everyone everything always completely"), "all"),
    **dict.fromkeys(listed("most majority mostly largely mainly"), "most"),
    **dict.fromkeys(listed("many numerous lots"), "many"),
    **dict.fromkeys(listed("few"), "few"),
    **dict.fromkeys(listed("several various multiple"), "several"),
    **dict.fromkeys(listed("half partial partially partly"), "part"),
    **dict.fromkeys(listed("almost nearly"), "almost"),
    **dict.fromkeys(listed("both"), "two"),
    **dict.fromkeys(listed("twice double doubled doubling"), "double"),
    **dict.fromkeys(listed("triple tripled"), "triple"),
    **dict.fromkeys(listed("more greater"), "more"),
    **dict.fromkeys(listed("less fewer"), "less"),
}
ADVERBS = frozenset(
    listed(
        """
        also just very even still already again now once twice late early together ever first
        soon then only initially finally
        """
    )
)

CANON = {
    form: canon
    for canon, forms in {
        "us": "us u.s u.s. usa american americans america",
        "uk": "uk u.k u.k. british britain",
        "eu": "eu e.u european europeans europe",
        "russia": "russia russian russians",
        "china": "china chinese",
        "japan": "japan japanese",
        "india": "india indian indians",
        "france": "france french",
        "germany": "germany german germans",
        "italy": "italy italian italians",
        "spain": "spain spanish",
        "canada": "canada canadian canadians",
        "australia": "australia australian",
        "korea": "korea korean",
        "ukraine": "ukraine ukrainian",
        "israel": "israel israeli",
        "iran": "iran iranian",
        "brazil": "brazil brazilian",
        "zealand": "zealand",
        "norway": "norway norwegian",
        "sweden": "sweden swedish",
        "poland": "poland polish",
        "mars": "mars martian",
        "moon": "moon lunar",
        "venus": "venus venusian",
        "jupiter": "jupiter jovian",
        "saturn": "saturn saturnian",
        "sun": "sun solar",
        "earth": "earth earthly",
        "turkey": "turkey turkish",
        "emirates": "emirates emirati",
        "kazakhstan": "kazakhstan kazakh",
        "hungary": "hungary hungarian",
        "denmark": "denmark danish",
        "netherlands": "netherlands dutch",
        "scotland": "scotland scottish",
        "antarctica": "antarctica antarctic",
        "arctic": "arctic",
        "pacific": "pacific",
    }.items()
    for form in forms.split()
}
NATIONS = frozenset(CANON.values()) | {"southkorea", "northkorea"}
LONG_FORMS = {
    ("united", "states"): "us",
    ("united", "kingdom"): "uk",
    ("great", "britain"): "uk",
    ("european", "union"): "eu",
    ("international", "space", "station"): "iss",
    ("european", "space", "agency"): "esa",
    ("national", "aeronautics", "and", "space", "administration"): "nasa",
    ("japan", "aerospace", "exploration", "agency"): "jaxa",
    ("indian", "space", "research", "organisation"): "isro",
    ("indian", "space", "research", "organization"): "isro",
    ("federal", "aviation", "administration"): "faa",
    ("united", "launch", "alliance"): "ula",
    ("united", "nations"): "un",
    ("south", "korea"): "southkorea",
    ("south", "korean"): "southkorea",
    ("north", "korea"): "northkorea",
    ("north", "korean"): "northkorea",
    ("james", "webb", "space", "telescope"): "webb",
    ("jwst",): "webb",
    ("jet", "propulsion", "laboratory"): "jpl",
    ("long", "march"): "longmarch",
}
TITLES = frozenset(listed("mr mrs ms dr prof professor sir dame lord lady miss"))

TOKEN = re.compile(
    r"""https?://\S+|www\.\S+|\S+@\S+\.\w+
    |\d{4}-\d{2}-\d{2}
    |\d{1,2}:\d{2}(?::\d{2})?
    |[$€£¥₹]
    |\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?
    |[ap]\.m\.?|(?:[A-Za-z]\.){2,}
    |n't\b|'(?:s|ll|re|ve|d)\b
    |[^\W\d_]+(?:(?<=\w)\.(?=[a-z]{2,4}\b)[a-z]+)?
    |%|°|[,;:()"!?.…&/\-]""",
    re.VERBOSE,
)
NT = re.compile(r"(?i)\b(\w+?)n't\b")
DASHES = re.compile(r"\s*[–—―]\s*|\s+-{1,3}\s+")
RANGE = re.compile(r"(?<=\d)\s*[–—-]\s*(?=\d)")


@dataclass(slots=True)
class Token:
    """One word, number, time or name of a sentence. `at` counts every word and mark of it, function words included."""

    kind: str
    key: str
    text: str
    at: int
    clause: int
    width: int = 1  # how many words it took
    run: int = -1  # the name that it is part of
    unit: str = ""  # a number's
    comparator: str = ""  # a number's: "over", "least" ...
    ordinal: bool = False
    year: bool = False
    verb: bool = False
    past: bool = False
    done: bool = False  # told as having happened
    passive: bool = False
    infinitive: bool = False
    possessive: bool = False
    preposition: str = ""
    doubtful: bool = False  # a name only by its capital at the start of a sentence

    @property
    def value_one(self) -> bool:
        """Whether it is the number one, which English also writes "a"."""
        return self.kind == NUMBER and self.key == "1" and not self.ordinal


@dataclass(slots=True)
class Governor:
    """A word that denies or qualifies another: `focus` is that other's place in `Reading.tokens`, or -1."""

    kind: (
        str  # "not", "plan", "hedge", "condition", "duty", "ability", "cause", "before", "after", or a rank's own word
    )
    at: int
    clause: int
    focus: int


@dataclass(slots=True)
class Reading:
    """A sentence as it was read."""

    text: str
    tokens: list[Token] = field(default_factory=list)
    governors: list[Governor] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # places in `tokens` before which it may be divided
    words: list[str] = field(default_factory=list)  # all words and marks, lower case
    linked: bool = False  # leans on the sentence before it
    moods: dict[int, set[str]] = field(default_factory=dict)  # by clause
    addresses: bool = False  # speaks to its reader
    question: bool = False


def plain(text: str) -> str:
    """The text in one spelling: NFKC, straight quotes, no soft hyphens."""
    text = unicodedata.normalize("NFKC", text).translate(SPELLING)
    return " ".join(text.split())


SPELLING = {
    **dict.fromkeys(map(ord, "‘’ʼ′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None),
}
