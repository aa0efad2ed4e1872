"""The words of English that the gate knows by name: small words, words of doubt and denial, of saying, of rank."""

from __future__ import annotations

from bot.summaries.gate import meanings
from bot.summaries.gate.meanings import listed

FUNCTION = frozenset(
    listed(
        """
        a an the this that these those it its itself he him his himself she her hers herself they them their
        theirs themselves we us our ours i me my mine you your yours who whom whose which what there here is
        are was were be been being am 's has have had having do does did doing done of in on at by for with
        from to into onto upon as over under through across along around about between among per via off up
        out down against toward towards within without during despite than then so such and or but nor yet
        both either neither while whether whereas although though because since if unless until till when where how
        why after before following prior ahead instead not no never none nobody nothing nowhere n't cannot will
        would shall should can could may might must 'll also just very too even still already again now once
        ever more less most least much own same other another each every all any some only first whether
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
        last single
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

FAILING = frozenset(meanings.base(word) for word in ("fail", "unable"))
MODALS = frozenset(listed("will would shall 'll may might could must should can"))
# Words that plan, suppose and want: what they say is looked at by what stands behind them, not as words of their own.
MOOD_WORDS = frozenset(
    meanings.base(word)
    for word in listed(
        """
        will would shall 'll upcoming may might could possibly perhaps maybe potentially probably unclear uncertain
        estimated if unless must should can able capable plan schedule slate target aim intend expect propose
        pencil prepare anticipate forecast due need require possible likely probable potential appear seem suspect
        believe allege reportedly apparently claim hope hint speculate rumour rumor suggest presumably supposedly
        allegedly think assume doubt
        """
    )
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
            ("a", "little", "over"),
            ("slightly", "over"),
            ("just", "more", "than"),
            ("a", "little", "more", "than"),
            ("slightly", "more", "than"),
            ("well", "over"),
            ("beyond",),
        ),
    ),
    ("under", (("less", "than"), ("fewer", "than"), ("under",), ("below",), ("shorter", "than"))),
    ("least", (("at", "least"), ("no", "less", "than"), ("no", "fewer", "than"), ("a", "minimum", "of"), ("minimum",))),
    (
        "most",
        (
            ("up", "to"),
            ("at", "most"),
            ("as", "many", "as"),
            ("as", "much", "as"),
            ("as", "long", "as"),
            ("as", "high", "as"),
            ("as", "far", "as"),
            ("no", "more", "than"),
            ("a", "maximum", "of"),
            ("maximum",),
            ("maximum", "value", "of"),
            ("maximum", "potential", "value", "of"),
            ("potential", "value", "of"),
            ("maximum", "total", "value", "of"),
            ("worth", "up", "to"),
            ("a", "ceiling", "of"),
            ("a", "limit", "of"),
            ("limited", "to"),
            ("capped", "at"),
            ("not", "to", "exceed"),
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
            ("near",),
            ("just", "under"),
            ("a", "little", "under"),
            ("slightly", "under"),
            ("just", "less", "than"),
            ("a", "little", "less", "than"),
            ("slightly", "less", "than"),
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
        call consider praise criticise criticize hail stress emphasise emphasize caution
        """
    )
) | {meanings.base("according")}
TELLING = frozenset(map(meanings.base, listed("say tell state note add report according announce")))
DOUBTED = frozenset(map(meanings.base, listed("deny claim believe think suggest predict estimate")))
CAUSE = tuple(
    tuple(phrase.split())
    for phrase in (
        "because",
        "due to",
        "owing to",
        "thanks to",
        "caused",
        "causing",
        "cause",
        "causes",
        "blamed",
        "blame",
        "as a result",
        "resulted",
        "result of",
        "led to",
        "leading to",
        "prompted",
        "prompting",
        "triggered",
        "triggering",
        "forced",
        "forcing",
        "attributed",
        "stemmed",
        "so that",
        "therefore",
        "thus",
        "hence",
        "on account",
        "driven by",
        "in response",
        "why",
        "reason",
        "consequently",
    )
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
    **dict.fromkeys(listed("triple triples tripled tripling threefold"), "3_times"),
    **dict.fromkeys(listed("quadruple quadruples quadrupled quadrupling fourfold"), "4_times"),
    **dict.fromkeys(listed("quintuple quintupled fivefold"), "5_times"),
    **dict.fromkeys(listed("tenfold"), "10_times"),
    **dict.fromkeys(listed("more greater"), "more"),
    **dict.fromkeys(listed("less fewer"), "less"),
}
# General nouns, which take up what was told before them: Halliday and Hasan, Cohesion in English (1976), 6.1.
GENERAL = frozenset(
    meanings.base(word)
    for word in listed(
        """
        idea decision ruling proposal step effort task matter issue situation development setback change move measure
        total amount sum number rest remainder event case thing stuff person people anyone anybody someone
        somebody everyone everybody anything something everything nothing point question topic subject
        """
    )
)
ADVERBS = frozenset(
    listed(
        """
        also just very even still already again now once twice late early together ever first
        soon then only initially finally
        """
    )
)
UNDOING = frozenset(
    meanings.base(word)
    for word in listed(
        """
        delay postpone scrub cancel abort scrap reject refuse deny fail lose prevent stop halt abandon decline
        avoid block miss suspend shelve axe drop bar forbid ban prohibit
        """
    )
) | frozenset({"put_off", "call_off", "rule_out", "turn_down", "push_back", "stand_down", "hold_up"})
THIRD_PERSON = frozenset({"it", "he", "she", "they"})
OWNING = frozenset({"its", "his", "her", "their"})
# What firms and craft are called where their name is known.
BEARERS = frozenset(
    listed(
        """
        company firm agency organisation organization operator startup manufacturer team rocket spacecraft craft probe
        satellite telescope mission capsule lander rover orbiter booster observatory tug vehicle demonstrator crew
        astronaut stage plan project programme program
        """
    )
)
PLACED = frozenset(listed("in at near off over above from to toward towards across around beneath outside inside"))
