"""Rendering stands by itself: the pipes and `downlink brief` use it without discord.py."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.chat import render
from tests.chat.briefs import MARK, brief


def test_rendering_needs_no_discord_py():
    program = "import sys, bot.chat.render; sys.exit('discord' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_layout_that_does_not_exist_is_not_silently_another():
    with pytest.raises(KeyError):
        render.messages(brief(), layout="poster", mark=MARK)
