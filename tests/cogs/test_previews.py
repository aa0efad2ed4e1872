"""How long a preview can still explain itself."""

from dataclasses import replace
from datetime import timedelta

from cogs.previews import KEPT, OF_A_PLAN, Previews
from tests.builders import NOW, brief
from tests.fakes import SetClock


def test_one_plan_s_previews_push_out_no_other_s():
    previews = Previews(SetClock(NOW))
    previews.keep("guild:1:1", "first", brief())
    for n in range(1000):
        previews.keep("guild:2:1", f"{n}", brief())
    assert previews.get("first") == brief()


def test_of_one_plan_the_last_few_are_kept():
    previews = Previews(SetClock(NOW))
    for n in range(10):
        previews.keep("guild:1:1", f"{n}", brief())
    assert [n for n in range(10) if previews.get(f"{n}")] == list(range(10))[-OF_A_PLAN:]


def test_what_was_shown_long_ago_is_forgotten_whosever_it_was():
    clock = SetClock(NOW)
    previews = Previews(clock)
    for n in range(10):
        previews.keep(f"guild:{n}:1", f"{n}", replace(brief(), written_at=NOW))
    clock.move(KEPT + timedelta(minutes=1))
    previews.keep("guild:99:1", "new", replace(brief(), written_at=clock.now()))
    assert [n for n in range(10) if previews.get(f"{n}")] == []
    assert previews.get("new") is not None
