"""`slt respond --hold` answers and waits for the partner."""

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, clocks, instant, live, states

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "case"),
    pytest.mark.now(FRIDAY_EVENING),
]


@pytest.fixture
def case(slt):
    slt(*OPEN, *at("09:00"))


def test_an_answer_together_with_a_hold_is_in_time(items):
    (case,) = items("respond", "1", "--hold", *at("10:00"))
    assert (case["verdict"], case["held_since"]) == ("met", instant("10:00"))
    assert states(items, "11:00")["update 1"] == "held"


def test_the_update_that_it_starts_is_paused_at_once(items):
    live(items, "09:30 respond --hold", "11:30 resume")
    found = clocks(items, "11:30")["update 1"]
    assert (found["started_at"], found["due_at"]) == (instant("09:30"), instant("15:30"))


def test_while_held_it_continues_the_hold(items):
    live(items, "10:00 hold", "11:00 respond --hold", "12:00 resume")
    assert clocks(items, "12:00")["resolution 1"]["due_at"] == instant("11:00", 25)


def test_without_it_an_answer_ends_the_hold(items):
    live(items, "10:00 hold")
    (case,) = items("respond", "1", *at("11:00"))
    assert case["held_since"] is None
    assert clocks(items, "11:00")["resolution 1"]["due_at"] == instant("10:00", 25)


def test_on_a_resolved_case_an_answer_is_recorded_but_no_hold(slt, items):
    live(items, "10:00 resolve")
    before = states(items, "10:00")
    assert slt("respond", "1", "--hold", *at("11:00")).code == 1
    live(items, "11:00 respond")
    assert states(items, "11:00") == before
