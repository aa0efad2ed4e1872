"""Make bot/summaries/gate/wordclasses.txt from WordNet 3.0's files, and print how many words each class has.

    python -m tools.word_classes DIRECTORY

DIRECTORY holds WordNet's index.noun ... index.adv and cntlist.rev, as in Debian's package wordnet-base. A word's class
is what it mostly is in texts whose senses people marked: V a verb, W as often a verb as a noun, N mostly a noun,
A an adjective, R an adverb. Plain nouns are left out: they are what is in no class. Of words that nobody marked only
those in bot/summaries/rarity.txt are taken.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from bot.summaries.gate import wordclasses
from bot.summaries.words import stem, table

FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
UNSEEN = 0.3  # what a class counts that nobody saw the word in


def classes(directory: Path) -> dict[str, list[str]]:
    """Words by class, in order of the alphabet."""
    known: dict[str, set[str]] = defaultdict(set)
    for name, part in FILES.items():
        for line in (directory / f"index.{name}").read_text("latin-1").splitlines():
            word = line.split(" ", 1)[0]
            if word.isalpha() and word.isascii() and len(word) > 1:
                known[word].add(part)
    seen: Counter[tuple[str, str]] = Counter()
    for line in (directory / "cntlist.rev").read_text("latin-1").splitlines():
        key, _, count = line.split()
        word, _, rest = key.partition("%")
        seen[word, SENSES[rest[0]]] += int(count)
    found: dict[str, list[str]] = {kind: [] for kind in "VWNAR"}
    for word, parts in sorted(known.items()):
        times = {part: seen[word, part] for part in "nvar"}
        total = sum(times.values())
        if not total and stem(word) not in table():
            continue
        if "v" in parts:
            share = (times["v"] + UNSEEN) / (total + UNSEEN * len(parts))
            if share > 0.75 or parts == {"v"}:
                found["V"].append(word)
            elif share > 0.35:
                found["W"].append(word)
            elif times["v"] or total < 3:
                found["N"].append(word)
        if "a" in parts:
            share = (times["a"] + UNSEEN) / (total + UNSEEN * len(parts))
            if share > 0.5 or parts <= {"a", "r"}:
                found["A"].append(word)
        if parts == {"r"} and not word.endswith("ly"):
            found["R"].append(word)
    return found


def main(directory: str) -> None:
    path = Path(wordclasses.__file__).with_suffix(".txt")
    notice = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    found = classes(Path(directory))
    lines = [*notice, *(" ".join((kind, *words)) for kind, words in found.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    for kind, words in found.items():
        print(kind, len(words))


if __name__ == "__main__":
    main(*sys.argv[1:])
