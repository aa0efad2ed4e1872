"""The summarisers to choose from, behind the one port. A new one is a file here and a line in SUMMARISERS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.config import SummariesTable, read_key
from bot.model import Sentence
from bot.ports import Clock, Summariser
from bot.summaries.extractive import summarise

if TYPE_CHECKING:
    from bot.summaries.llm import Llm


class Extractive:
    """The embedded default: no key, no network; sentences of the sources themselves."""

    async def summarise(
        self, title: str, texts: Sequence[str], *, max_sentences: int, max_chars: int
    ) -> tuple[Sentence, ...]:
        """See bot.ports.Summariser. Takes milliseconds, with hostile texts a quarter of a second: so in a thread."""
        return await asyncio.to_thread(summarise, title, texts, max_sentences=max_sentences, max_chars=max_chars)


def _extractive(_settings: SummariesTable, _clock: Clock) -> Summariser:
    return Extractive()


def language_model(settings: SummariesTable, clock: Clock) -> Llm:
    """The language model of the [summaries] table. Raises TokenError where its key is missing."""
    from bot.summaries.llm import Endpoint, Llm  # noqa: PLC0415  it brings the gate, which the default does without

    endpoint = Endpoint(
        base_url=settings.base_url,
        model=settings.model,
        api_key=read_key(settings.api_key) if settings.api_key else None,
        timeout=settings.timeout.total_seconds(),
        daily_tokens=settings.daily_tokens,
        cache=settings.cache,
    )
    return Llm(endpoint, Extractive(), clock)


SUMMARISERS: dict[str, Callable[[SummariesTable, Clock], Summariser]] = {
    "extractive": _extractive,
    "llm": language_model,
}
"""Engines by the name that `[summaries] engine` gives them. Making one raises TokenError where its key is missing."""
