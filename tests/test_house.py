"""House rules that no linter knows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import _parser, main

ROOT = Path(__file__).resolve().parent.parent
VERBS = ("run", "rehearse", "check", "poll", "brief", "replay", "parse", "summarize", "cluster", "ground")


def copied(dockerfile: str) -> list[str]:
    """The paths of this repository that the Dockerfile copies."""
    lines = [
        line.split()[1:-1] for line in dockerfile.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    return [path for line in lines for path in line]


def test_every_path_in_the_dockerfile_is_in_the_repository_and_let_in():
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for path in copied((ROOT / "Dockerfile").read_text()):
        assert (ROOT / path).exists(), path
        assert path in let_in, path


def test_the_dockerfiles_command_is_one_that_the_shell_understands():
    text = (ROOT / "Dockerfile").read_text()
    command = json.loads(re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)[1])
    arguments = _parser().parse_args(command)
    assert arguments.health_port == int(re.search(r"127\.0\.0\.1:(\d+)/healthz", text)[1])
    assert str(arguments.config).startswith(re.search(r"^VOLUME (\S+)$", text, re.MULTILINE)[1])


def test_the_dockerfile_ends_as_a_user_without_rights():
    users = re.findall(r"^USER (\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert users[-1] not in ("root", "0")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert "usage: downlink " + verb in capsys.readouterr().out


def test_the_readme_names_every_verb():
    readme = (ROOT / "README.md").read_text()
    for verb in VERBS:
        assert f"downlink {verb}" in readme, verb


def test_the_readmes_links_and_pictures_are_there():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / target).exists(), target


def test_the_readmes_configuration_is_valid():
    from bot.config import parse_config

    for block in re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL):
        parse_config(block)


@pytest.mark.parametrize(
    ("verb", "heavy"),
    [
        ("summarize", "discord sqlalchemy aiohttp pydantic feedparser apscheduler rich"),
        ("cluster", "discord sqlalchemy aiohttp pydantic feedparser apscheduler rich"),
        ("ground", "discord sqlalchemy aiohttp pydantic feedparser apscheduler rich"),
        ("parse", "discord sqlalchemy pydantic apscheduler rich"),
        ("poll", "discord apscheduler"),
        ("brief", "discord apscheduler"),
        ("replay", "discord apscheduler"),
    ],
)
def test_a_verb_imports_no_more_than_it_needs(verb, heavy, tmp_path):
    arguments = {
        "parse": [str(ROOT / "config.example.toml")],
        "poll": ["--feeds-file", str(tmp_path / "none")],
        "brief": ["x", "--config", str(tmp_path / "none")],
        "replay": ["x", "--config", str(tmp_path / "none"), "--out", str(tmp_path)],
    }.get(verb, [])
    program = (
        "import sys; from bot.__main__ import main; main(sys.argv[1:]); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, verb, *arguments],
        cwd=ROOT,
        input="",
        capture_output=True,
        text=True,
        timeout=30,
    )
    loaded = set(run.stderr.splitlines()[-1].split())
    assert "bot" in loaded
    assert not loaded & set(heavy.split())


def test_the_changelog_knows_this_version():
    from bot import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
