"""Words for the offices that people hold: they belong to one by name."""

from __future__ import annotations

from bot.summaries.gate.meanings import base, listed

TITLES = frozenset(
    base(word)
    for word in listed(
        """
        senator representative congressman congresswoman president minister secretary governor mayor ambassador
        commander pilot captain colonel general admiral sergeant director administrator manager chief ceo cto cfo
        founder cofounder chairman chairwoman chair professor         spokesman spokeswoman spokesperson investigator
        """
    )
)
