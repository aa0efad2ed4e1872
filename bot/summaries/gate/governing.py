"""Words that rank, share out, set bounds in time and give reasons. See bot.summaries.gate.reading."""

from __future__ import annotations

from bot.summaries.gate import quantities, vocabulary
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
# By the word that each begins with: sentences are asked word for word.
_CAUSES = {words[0]: [cause for cause in vocabulary.CAUSE if cause[0] == words[0]] for words in vocabulary.CAUSE}
_NO_MORE = {"earlier": "rank:not_before", "sooner": "rank:not_before", "later": "rank:deadline"}


class Governing(Scan):
    """What is marked of what follows."""

    def _notice(self, at: int) -> None:
        """Remember a word that ranks, shares out, bounds or gives a reason."""
        low = self.low[at]
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        if low == "no" and following in _NO_MORE:
            self._note(_NO_MORE[following], at)
        if low == "earliest" and self.low[max(0, at - 2) : at] == ["at", "the"]:
            self._note("rank:not_before", at)
        else:
            self._notice_rank(at, low)
        due_to_do = (low, following) == ("due", "to") and self._verb_at(at + 2)
        if not due_to_do and any(tuple(self.low[at : at + len(words)]) == words for words in _CAUSES.get(low, ())):
            self._note("cause", at)

    def _notice_rank(self, at: int, low: str) -> None:
        following = self.low[at + 1] if at + 1 < len(self.low) else ""
        pair = (low, following)
        superlative = low.endswith("est") and len(low) > 4 and low not in vocabulary.SUPERLATIVE_NOT
        if low == "most" and following != "of" and following and not following.startswith(("of", "the")):
            self._note("rank:most", at)
        elif (
            (superlative or low in vocabulary.RANK)
            and pair not in {("first", ","), ("first", "stage")}
            and not (low == "last" and following in _SPANS)
        ):
            self._note(f"rank:{self.bases[at]}", at)
        if low in {"next", "last", "previous", "previously"} and following in _SPANS:
            self._note(f"rank:{'last' if low != 'next' else 'next'}", at)
        if low in {"earlier", "later", "sooner"} and following == "than" and self.low[max(0, at - 1)] != "no":
            self._note(f"rank:{low}_than", at)
        kind = vocabulary.QUANTIFIERS.get(low)
        if low == "all" and following == "but":
            kind = "almost"
        if low in {"every", "each"} and (following in _SPANS or following in quantities.SMALL or following == "other"):
            kind = None
        if kind and not (
            low == "most" and following not in {"of", "likely"} and self.out.marks and self.out.marks[-1].at == at
        ):
            self._note(f"quantity:{kind}", at)
