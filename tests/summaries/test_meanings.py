"""The tables of meanings: what may be told for what, and how their phrases are read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.summaries.gate import meanings
from bot.summaries.gate.meanings import Counterparts, base, stands_for
from bot.summaries.gate.opposites import opposed
from bot.summaries.gate.reading import read

TABLES = sorted(Path(meanings.__file__).parent / name for name in ("meanings.txt", "deeds.txt", "things.txt"))


def keys(words: str) -> list[str]:
    return ["_".join(base(part) for part in word.replace("-", "_").split("_")) for word in words.split()]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_no_line_joins_what_stands_on_two_sides_of_a_line_of_opposites(table: Path):
    joined = []
    for line in table.read_text("utf-8").splitlines():
        left, narrower, right = ("", "", "") if line.startswith("#") else line.partition("<")
        joined += [
            (line, one, other)
            for one in keys(left)
            for other in keys(right if narrower else left)
            if opposed(one, other)
        ]
    assert joined == []


@pytest.mark.parametrize(
    ("told", "source"),
    [("slow", "sluggish"), ("undamaged", "fine"), ("vehicle", "truck"), ("ceo", "chief_executive"), ("metal", "steel")],
)
def test_the_wider_word_stands_for_the_narrower_one(told: str, source: str):
    assert stands_for(base(told), "_".join(map(base, source.split("_"))))


@pytest.mark.parametrize(("told", "source"), [("truck", "vehicle"), ("steel", "metal"), ("whale", "animal")])
def test_the_narrower_word_does_not_stand_for_the_wider_one(told: str, source: str):
    assert not stands_for(base(told), base(source))


def test_a_compound_is_one_word_only_where_that_tells_something_of_the_source():
    sentence = "A robotic arm caught it."
    assert "robotic_arm" in [token.key for token in read(sentence, lambda key: key == "robotic_arm").tokens]
    assert [token.text for token in read(sentence, lambda key: False).tokens][:2] == ["robotic", "arm"]


def test_a_verb_and_its_particle_are_one_word_whatever_the_source_says():
    assert "call_off" in [token.key for token in read("The launch was called off.", lambda key: False).tokens]


def test_what_is_looked_up_among_many_is_what_each_of_them_is_asked():
    said = ["launch", "explor", "senat", "call_off", "rocket", "delay", "satellit", "find"]
    told = [*said, "exploration", "senator", "scrub", "postpon", "discover", "craft", "booster", "find_out", "fly"]
    looked_up = Counterparts(said)
    found = [word for word in told if looked_up.have(word)]
    assert found == [word for word in told if any(stands_for(word, one) for one in said)]
    assert len(said) < len(found) < len(told)


def test_hostile_words_on_one_root_are_not_all_compared():
    looked_up = Counterparts(f"trans{n}{n * 7919}" for n in range(20_000))
    began = time.process_time()
    assert not any(looked_up.have(f"transgressing{n}") for n in range(70))
    assert time.process_time() - began < 0.5  # a hundred of them each; all would take seconds
