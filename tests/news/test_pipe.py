import io
import json
import subprocess
import sys
import time

import pytest

from bot.news.pipe import run


def answers(*lines):
    out = io.StringIO()
    run(io.StringIO("".join(line + "\n" for line in lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def item(name, title, text="", published="2026-05-01T00:00:00Z", **more):
    return json.dumps({"id": name, "title": title, "text": text, "published": published, **more})


def test_each_line_is_answered_with_the_story_it_joined():
    told = answers(
        item(
            "a", "Vulcan lifts off on maiden flight", "ULA's Vulcan rose from Cape Canaveral with two tugs.", source="x"
        ),
        item(
            "b",
            "ULA's Vulcan rocket soars on debut",
            "Vulcan left Cape Canaveral with two tugs.",
            "2026-05-01T02:00:00+00:00",
        ),
        item("c", "Opals found on Mars", "A rover drilled.", "2026-05-01T03:00:00"),
    )
    assert told == [{"id": "a", "cluster": "a"}, {"id": "b", "cluster": "a"}, {"id": "c", "cluster": "c"}]


@pytest.mark.parametrize("words", [" ", "why our "])
def test_a_hostile_title_costs_no_time_to_speak_of(words):
    started = time.process_time()
    answers(item("a", words * (20_000 // len(words))))
    assert time.process_time() - started < 1.5  # where time was quadratic it took 3 and 10 seconds


def test_missing_null_empty_and_wrongly_typed_fields_are_borne():
    told = answers(
        '{"id": "a"}',
        '{"id": "b", "title": null, "text": null, "published": null}',
        '{"id": "c", "title": 7, "text": ["x"], "published": {"y": 1}}',
        '{"id": "d", "title": "", "text": "", "published": "yesterday"}',
        '{"id": 5, "title": "Comet"}',
    )
    assert [line["cluster"] for line in told] == ["a", "b", "c", "d", 5]


def test_a_line_without_an_id_is_known_by_its_place():
    assert answers('{"title": "Comet"}', '{"id": null}', '{"id": [1]}') == [
        {"id": "line 1", "cluster": "line 1"},
        {"id": "line 2", "cluster": "line 2"},
        {"id": "line 3", "cluster": "line 3"},
    ]


def test_the_place_of_a_line_without_an_id_is_no_other_line_s_id():
    told = answers(
        item(2, "Vulcan lifts off on maiden flight", "ULA's Vulcan rose from Cape Canaveral with two tugs."),
        json.dumps({"title": "Opals found on Mars", "text": "A rover drilled."}),
        item(3, "ULA's Vulcan rocket soars on debut", "Vulcan left Cape Canaveral with two tugs."),
    )
    assert [line["cluster"] for line in told] == [2, "line 2", 2]


def test_a_malformed_line_is_answered_with_an_error_and_the_next_goes_on():
    told = answers("{not json", "[1, 2]", '"text"', '{"id": NaN}', item("a", "Comet"))
    assert [("error" in line) for line in told] == [True, True, True, True, False]
    assert "line 1" in told[0]["error"]
    assert {(line["id"], line["cluster"]) for line in told[:-1]} == {(None, None)}


def test_a_blank_line_is_nothing_but_it_counts_as_a_line():
    assert answers("", item("a", "Comet"), "  ", '{"title": "Moon"}') == [
        {"id": "a", "cluster": "a"},
        {"id": "line 4", "cluster": "line 4"},
    ]


def test_dates_out_of_range_and_lone_surrogates_are_borne():
    told = answers(
        item("a", "Comet", published="0001-01-01T00:00:00+14:00"),
        item("b", "Comet", published="9999-12-31T23:59:59-14:00"),
        '{"id": "c", "title": "broken \\ud83d pair"}',
        '{"id": "\\ud83d", "title": "odd id"}',
    )
    assert [line["id"] for line in told] == ["a", "b", "c", "\ud83d"]


def test_the_pipe_answers_before_the_next_line_comes_and_imports_nothing_heavy():
    program = (
        "import sys; from bot.news.pipe import run; run(sys.stdin, sys.stdout);"
        "print([m for m in ('discord', 'aiohttp', 'sqlalchemy', 'pydantic', 'asyncio') if m in sys.modules])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        for name in ("a", "b"):
            process.stdin.write(item(name, f"Comet {name} seen") + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.stdout.read().strip() == "[]"


def test_bytes_that_are_no_text_and_endless_nesting_do_not_end_the_pipe():
    program = "import sys; from bot.news.pipe import run; run(sys.stdin, sys.stdout)"
    lines = [
        b'{"id": "\xff\xfe", "title": "Comet"}',
        b"[" * 200_000,
        b'{"id": "\\ud83d", "title": "odd"}',
        b'{"id": "last"}',
    ]
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"\n".join(lines) + b"\n", capture_output=True, check=True
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("id") for line in told] == ["\ufffd\ufffd", None, "\ud83d", "last"]


def test_a_byte_order_mark_before_the_first_line_is_none_of_it():
    out = io.StringIO()
    run(io.TextIOWrapper(io.BytesIO(b'\xef\xbb\xbf{"id": "a", "title": "Comet seen"}\n')), out)
    assert json.loads(out.getvalue()) == {"id": "a", "cluster": "a"}
