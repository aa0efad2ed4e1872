"""JSON lines in, JSON lines out."""

from __future__ import annotations

import io
import json

import pytest

from bot.lines import serve


def answers(*lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    serve(io.StringIO("".join(line + "\n" for line in lines)), out, lambda asked, n: {"n": n}, {"n": 0})

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return [json.loads(line, parse_constant=refuse) for line in out.getvalue().splitlines()]


def test_each_object_is_answered_with_its_id_and_blank_lines_are_nothing() -> None:
    assert answers("", '{"id": "a"}', "   ", '{"id": 2.5}') == [{"id": "a", "n": 2}, {"id": 2.5, "n": 4}]


def test_how_many_lines_were_faulty_is_returned() -> None:
    lines = io.StringIO('{"id": 1}\nnonsense\n[2]\n')
    assert serve(lines, io.StringIO(), lambda asked, n: {}, {}) == 2


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "[NaN]"])
def test_what_json_has_no_number_for_is_refused_and_never_written(number: str) -> None:
    [told] = answers(f'{{"id": {number}}}')
    assert (told["id"], told["n"]) == (None, 0)
    assert f"line 1: {number.strip('[]')} is no number that JSON can hold" == told["error"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"id": 1', "not JSON: Expecting ',' delimiter at character 9"),
        ("nonsense", "not JSON: Expecting value at character 1"),
        ("[1]", "not a JSON object"),
        ("[" * 100_000, "lists in lists in lists: nothing here is that deep"),
        ("9" * 5000, "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits"),
    ],
)
def test_what_is_no_object_is_answered_with_its_line_and_what_is_wrong(line: str, fault: str) -> None:
    told = answers('{"id": 1}', line)
    assert told[1] == {"id": None, "n": 0, "error": f"line 2: {fault}"}
