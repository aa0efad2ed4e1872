"""JSON lines in, JSON lines out."""

import io
import json
import subprocess
import sys

import pytest

from bot.summaries import pipe

TEXT = "The Lark rocket left the pad at Kourou with nine small satellites. A crowd of 4,000 watched from the beach."


def answers(*lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    pipe.run(io.StringIO("".join(line + "\n" for line in lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_turn_with_its_id() -> None:
    asked = [json.dumps({"id": n, "title": "Lark flies", "text": TEXT, "colour": "blue"}) for n in ("a", 2)]
    told = answers(*asked)
    assert [answer["id"] for answer in told] == ["a", 2]
    assert all(str(answer["summary"]).startswith("The Lark rocket") for answer in told)
    assert all(set(answer) == {"id", "summary"} for answer in told)


@pytest.mark.parametrize("line", ["{", "[1]", "7", "null", '"text"', "[" * 100_000, '{"id": ' + "9" * 5000 + "}"])
def test_a_line_that_is_no_request_gets_an_error_and_the_pipe_goes_on(line: str) -> None:
    told = answers(line, json.dumps({"id": 1, "text": TEXT}))
    assert told[0]["id"] is None
    assert told[0]["summary"] == ""
    assert told[0]["error"]
    assert told[1]["summary"]


@pytest.mark.parametrize("title", [None, "", 5, ["a"], "\ud800"])
def test_a_missing_or_mistyped_title_is_borne(title: object) -> None:
    assert answers(json.dumps({"id": 1, "title": title, "text": TEXT}))[0]["summary"]
    assert answers(json.dumps({"text": TEXT})) == [
        {"id": None, "summary": answers(json.dumps({"text": TEXT}))[0]["summary"]}
    ]


@pytest.mark.parametrize("text", [None, "", 5, {"a": 1}, []])
def test_a_missing_or_mistyped_text_gives_an_empty_summary(text: object) -> None:
    assert answers(json.dumps({"id": 1, "title": "Lark", "text": text})) == [{"id": 1, "summary": ""}]


@pytest.mark.parametrize("limit", [None, "three", True, []])
def test_a_limit_that_is_no_number_is_the_default(limit: object) -> None:
    plain = answers(json.dumps({"id": 1, "text": TEXT}))
    assert answers(json.dumps({"id": 1, "text": TEXT, "max_sentences": limit, "max_chars": limit})) == plain


@pytest.mark.parametrize("limit", [-1, 0, -1e308])
def test_a_limit_of_nothing_leaves_nothing(limit: float) -> None:
    assert answers(json.dumps({"id": 1, "text": TEXT, "max_sentences": limit}))[0]["summary"] == ""


def test_an_answer_can_be_written_whatever_the_text_holds() -> None:
    told = answers(json.dumps({"id": "\ud83d", "text": TEXT.replace("Lark", "La\ud800rk")}))
    assert told[0]["id"] == "\ud83d"
    assert "\ud800" not in str(told[0]["summary"])


def test_the_pipe_flushes_each_answer_and_bears_bytes_that_are_no_text() -> None:
    code = "import sys; from bot.summaries.pipe import run; run(sys.stdin, sys.stdout)"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in (json.dumps({"id": 1, "text": TEXT}).encode(), b'{"id": 2, "text": "\xff"}', b"\xff"):
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            assert "summary" in json.loads(process.stdout.readline())
        process.stdin.close()
    assert process.returncode == 0


def test_the_pipe_imports_nothing_heavy() -> None:
    code = (
        "import sys, bot.summaries.pipe;"
        " heavy = {'discord', 'aiohttp', 'pydantic', 'sqlalchemy', 'selectolax', 'numpy'};"
        " print(*heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_a_byte_order_mark_before_the_first_line_is_none_of_it() -> None:
    asked = io.TextIOWrapper(io.BytesIO(json.dumps({"id": 1, "text": TEXT}).encode("utf-8-sig")))
    out = io.StringIO()
    pipe.run(asked, out)
    assert json.loads(out.getvalue())["summary"].startswith("The Lark rocket")
