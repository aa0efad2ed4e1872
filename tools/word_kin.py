"""Make bot/summaries/gate/kin.txt from WordNet 3.0's files, and print how many pairs it has.

    python -m tools.word_kin DIRECTORY

DIRECTORY holds WordNet's data.noun ... data.adv, as in Debian's package wordnet-base. Words are kin if they share one
of their first senses, are derived from each other ("damp", "dampness"), or are adjectives of one cluster. Both must be
in bot/summaries/rarity.txt; words that turn a statement round (opposites.txt) are left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.summaries.gate.meanings import base
from bot.summaries.gate.opposites import polar
from bot.summaries.words import stem, table
from tools.word_classes import FILES

SENSES = 3  # of a word, that are looked at
Sense = tuple[str, str]  # part of speech and place in its file


def kin(directory: Path) -> dict[str, set[str]]:
    """Base forms by base form, each pair under the first of the two in the alphabet."""
    words, pointers = _read(directory)
    ranks = dict(_ranks(directory))
    found: dict[str, set[str]] = defaultdict(set)
    for sense, names in words.items():
        near = [(sense, names)]
        near += [(other, words[other]) for kind, other in pointers[sense] if kind in {"+", "&"}]
        for other, theirs in near:
            for one in names:
                for two in theirs:
                    if ranks.get((one, sense), SENSES) < SENSES and ranks.get((two, other), SENSES) < SENSES:
                        first, second = sorted((base(one), base(two)))
                        if first != second and not (polar(first) or polar(second)):
                            found[first].add(second)
    return found


def _read(directory: Path) -> tuple[dict[Sense, list[str]], dict[Sense, list[tuple[str, Sense]]]]:
    """Words, and pointers to other senses, by sense. See wndb(5WN)."""
    common = table()
    words: dict[Sense, list[str]] = {}
    pointers: dict[Sense, list[tuple[str, Sense]]] = {}
    for name, part in FILES.items():
        for line in (directory / f"data.{name}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            names = [fields[4 + 2 * k].lower().split("(")[0] for k in range(count)]
            words[part, fields[0]] = [one for one in names if one.isalpha() and one.isascii() and stem(one) in common]
            rest = fields[5 + 2 * count :]
            pointers[part, fields[0]] = [
                (rest[4 * k], (rest[4 * k + 2].replace("s", "a"), rest[4 * k + 1]))
                for k in range(int(fields[4 + 2 * count]))
            ]
    return words, pointers


def _ranks(directory: Path) -> Iterator[tuple[tuple[str, Sense], int]]:
    """Which of a word's senses each is, the commonest first."""
    for name, part in FILES.items():
        for line in (directory / f"index.{name}").read_text("latin-1").splitlines():
            if not line.startswith("  "):
                fields = line.split()
                for rank, place in enumerate(fields[-int(fields[2]) :]):
                    yield (fields[0], (part, place)), rank


def main() -> None:
    """Write the table."""
    found = kin(Path(sys.argv[1]))
    target = Path("bot/summaries/gate/kin.txt")
    head = [
        "# Words that are kin: of one sense, of one root, or adjectives of one cluster; base forms, each pair once.",
        "# Made by tools/word_kin.py from WordNet 3.0, whose notice is in wordclasses.txt.",
    ]
    target.write_text("\n".join(head + [" ".join([one, *sorted(found[one])]) for one in sorted(found)]) + "\n")
    print(sum(map(len, found.values())), "pairs")


if __name__ == "__main__":
    main()
