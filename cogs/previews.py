"""Briefs that were shown to somebody and not posted, so that the button under each can still explain it."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Brief
from bot.ports import Clock

OF_A_PLAN = 3
KEPT = timedelta(hours=1)


class Previews:
    """The last few of each plan, for a while: however often others look, none of theirs pushes out another plan's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shown: dict[str, tuple[str, Brief]] = {}  # by the mark of its messages, with its plan; the last is last

    def keep(self, plan_id: str, mark: str, brief: Brief) -> None:
        """Remember a brief as it is shown, and forget what has become old."""
        oldest = self._clock.now() - KEPT
        kept = {each: shown for each, shown in self._shown.items() if shown[1].written_at >= oldest}
        own = [each for each, (plan, _) in kept.items() if plan == plan_id and each != mark]
        for each in own[: 1 - OF_A_PLAN]:
            del kept[each]
        self._shown = {**kept, mark: (plan_id, brief)}

    def get(self, mark: str) -> Brief | None:
        """The brief that was shown with this mark, if it is kept."""
        _, brief = self._shown.get(mark, (None, None))
        return brief
