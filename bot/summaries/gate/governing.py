"""Words that deny, qualify, rank or order others, and which others. See bot.summaries.gate.reading."""

from __future__ import annotations

from bot.summaries.gate import quantities, vocabulary
from bot.summaries.gate.claims import WORD, Governor, Token
from bot.summaries.gate.meanings import listed
from bot.summaries.gate.scan import Scan

_SPANS = (
    frozenset(
        listed(
            """
        week weeks month months year years day days night summer spring autumn fall winter decade century
        """
        )
    )
    | frozenset(quantities.MONTHS)
    | frozenset(quantities.WEEKDAYS)
)


class Governing(Scan):
    """What governs what."""

    def _notice(self, at: int) -> None:
        """Remember a word that denies, qualifies, ranks or orders others."""
        low, stemmed = self.low[at], self.bases[at]
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        pair = (low, following)
        if low == "not" and at > 1 and self.low[at - 1] == "or" and "whether" in self.low[max(0, at - 3) : at]:
            pass  # "whether or not"
        elif low in vocabulary.NOT:
            if following in {"only", "just"} or (low == "no" and following in {"earlier", "sooner", "later", "longer"}):
                if following in {"earlier", "sooner"}:
                    self._govern("plan", at)
                    self._govern("rank:not_before", at)
                elif following in {"later", "longer"}:
                    self._govern("not" if following == "longer" else "rank:deadline", at)
            else:
                self._govern("not", at)
                if self.bases[at + 1 : at + 2] and self.bases[at + 1] in vocabulary.PROVING:
                    self._govern("unproven", at)
        elif stemmed in vocabulary.FAIL or (low in {"unable", "unsuccessful", "unsuccessfully"}):
            if following == "to" or low == "unable":
                self._govern("not", at)
        elif (
            (low == "yet" and following == "to")
            or (low == "rather" and following == "than")
            or (low == "instead" and following == "of")
        ):
            self._govern("not", at)
        denied = (at > 0 and "n't" in (following, self.low[at - 1])) or following == "not"
        if not (low in {"can", "could", "able"} and denied):
            mood = vocabulary.MOODS.get(low) or vocabulary.MOOD_STEMS.get(stemmed)
            if (low == "due" and following not in {"to", "on", "in", "for", "by"}) or (
                low == "due" and following == "to" and not self._verb_at(at + 2)
            ):
                mood = ""
            if low == "may" and self.words[at].text == "May" and at:
                mood = ""
            if pair in vocabulary.MOOD_PHRASES and (following != "to" or self._verb_at(at + 2)):
                mood = "plan"
            if low in {"is", "are", "was", "were"} and following == "to" and self._verb_at(at + 2):
                mood = "plan"
            if low in {"expected", "planned", "scheduled"} and at and self.low[at - 1] in {"as", "than"}:
                mood = ""  # "worked as expected"
            if low == "would":
                mood = "plan"
            if low == "supposed":
                mood = "plan"
            if stemmed in {"appear", "seem"} and following not in {"to", "that", "likely"}:
                mood = ""
            if stemmed == "schedul" and at and self.low[at - 1] in {"on", "of", "behind"}:
                mood = ""
            if low in {"sign", "signs", "evidence"} and following in {"of", "that", "for", "indicating", "suggesting"}:
                mood = "hedge"
            if mood:
                self._govern(mood, at)
        if stemmed in vocabulary.ATTEMPT:
            self._govern("attempt", at)
        if low == "earliest" and self.low[max(0, at - 2) : at] == ["at", "the"]:
            self._govern("plan", at)
            self._govern("rank:not_before", at)
        else:
            self._notice_rank(at, low)
        due_to_do = pair == ("due", "to") and self._verb_at(at + 2)
        if not due_to_do and any(tuple(self.low[at : at + len(words)]) == words for words in vocabulary.CAUSE):
            self._govern("cause", at)
        if low in {"before", "until", "till"} or pair in {("prior", "to"), ("ahead", "of")}:
            self._govern("before", at)
        elif low in {"after", "following", "since"} and not (
            low == "following" and at and self.low[at - 1] in {"the", "of"}
        ):
            self._govern("after", at)

    def _notice_rank(self, at: int, low: str) -> None:
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        pair = (low, following)
        superlative = low.endswith("est") and len(low) > 4 and low not in vocabulary.SUPERLATIVE_NOT
        if low == "most" and following != "of" and following and not following.startswith(("of", "the")):
            self._govern("rank:most", at)
        elif (
            (superlative or low in vocabulary.RANK)
            and pair not in {("first", ","), ("first", "stage")}
            and not (low == "last" and following in _SPANS)
        ):
            self._govern(f"rank:{self.bases[at]}", at)
        if low in {"next", "last", "previous", "previously"} and following in _SPANS:
            self._govern(f"rank:{'last' if low != 'next' else 'next'}", at)
        if low in {"earlier", "later", "sooner"} and following == "than" and self.low[max(0, at - 1)] != "no":
            self._govern(f"rank:{low}_than", at)
        kind = vocabulary.QUANTIFIERS.get(low)
        if low == "all" and following == "but":
            kind = "almost"
        if low in {"every", "each"} and (following in _SPANS or following in quantities.SMALL or following == "other"):
            kind = None
        if kind and not (
            low == "most"
            and following not in {"of", "likely"}
            and self.out.governors
            and self.out.governors[-1].at == at
        ):
            self._govern(f"quantity:{kind}", at)

    def _share_moods(self) -> None:
        """What is only planned of one verb is of the next: "will raise its stake and become the largest owner"."""
        clauses = {token.at: token.clause for token in self.out.tokens}
        for governor in list(self.out.governors):
            if governor.kind not in {"plan", "hedge", "duty", "ability"}:
                continue
            for at in range(governor.at + 1, len(self.low) - 1):
                if clauses.get(at, governor.clause) != governor.clause:
                    break
                if self.low[at] in {"and", "or"} and self._verb_at(at + 1):
                    self.out.governors.append(Governor(governor.kind, at, governor.clause, -1))

    def _find_focus(self) -> None:
        self._share_moods()
        tokens = self.out.tokens
        for governor in self.out.governors:
            after = [n for n, token in enumerate(tokens) if token.at > governor.at and token.clause == governor.clause]
            before = [n for n, token in enumerate(tokens) if token.at < governor.at and token.clause <= governor.clause]
            firm = [
                n
                for n in after
                if tokens[n].kind == WORD
                and tokens[n].key not in vocabulary.MOOD_WORDS
                and tokens[n].key not in vocabulary.LIGHT
            ]
            close = [n for n in before if tokens[n].kind == WORD and tokens[n].key not in vocabulary.MOOD_WORDS]
            if (governor.kind in {"plan", "hedge"} and not firm and close) or (
                firm and governor.kind == "plan" and self._post(governor, tokens[firm[0]])
            ):
                governor.focus = close[-1] if close else firm[0] if firm else -1
            elif len(firm) > 1 and self.low[governor.at + 1] == "of" and governor.kind.startswith(("not", "quantity")):
                governor.focus = firm[1]  # "none of the satellites failed" speaks of failing
            elif firm:
                governor.focus = firm[0]
            elif after:
                governor.focus = after[0]
            elif close and not governor.kind.startswith("quantity"):
                governor.focus = close[-1]
            if governor.kind in {"plan", "hedge", "condition", "duty", "ability"}:
                self.out.moods.setdefault(governor.clause, set()).add(governor.kind)

    def _post(self, governor: Governor, focus: Token) -> bool:
        """Whether what is planned stands before the word: "the launch is planned from Kourou"."""
        return (
            focus.at > governor.at + 1
            and self.low[governor.at + 1] in {"for", "on", "in", "at", "by", "from", "no"}
            and self.low[governor.at] != "will"
        )
