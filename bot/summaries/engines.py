"""The summarisers to choose from, behind the one port. A new one is a file here and a line in SUMMARISERS."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.model import Sentence
from bot.ports import Summariser
from bot.summaries.extractive import summarise


class Extractive:
    """The embedded default: no key, no network; sentences of the sources themselves."""

    async def summarise(
        self, title: str, texts: Sequence[str], *, max_sentences: int, max_chars: int
    ) -> tuple[Sentence, ...]:
        """See bot.ports.Summariser. Takes milliseconds, so it runs where it is called."""
        return summarise(title, texts, max_sentences=max_sentences, max_chars=max_chars)


SUMMARISERS: dict[str, Callable[[], Summariser]] = {"extractive": Extractive}
