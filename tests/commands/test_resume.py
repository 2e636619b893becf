"""`slt resume` ends a hold, and due times move by the support time that it took."""

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, clocks, instant, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "case"),
    pytest.mark.now(FRIDAY_EVENING),
]


@pytest.fixture
def case(slt):
    slt(*OPEN, *at("09:00"))


@pytest.mark.parametrize(
    ("held", "resumed", "due"),
    [
        pytest.param(("10:00", 23), ("11:00", 23), ("10:00", 25), id="an hour of support time"),
        pytest.param(("17:00", 23), ("09:00", 24), ("11:00", 25), id="an hour on each side"),
        pytest.param(("18:00", 23), ("08:00", 24), ("09:00", 25), id="closed hours move nothing"),
    ],
)
def test_due_times_move_by_the_support_time_on_hold(items, held, resumed, due):
    assert clocks(items, "09:00")["resolution 1"]["due_at"] == instant("09:00", 25)
    items("hold", "1", *at(*held))
    (case,) = items("resume", "1", *at(*resumed))
    assert case["held_since"] is None
    assert clocks(items, "12:00", 24)["resolution 1"]["due_at"] == instant(*due)


def test_two_adjoining_holds_are_one(items):
    live(items, "10:00 hold", "11:00 resume", "11:00 hold", "12:00 resume")
    assert clocks(items, "12:00")["resolution 1"]["due_at"] == instant("11:00", 25)


def test_a_case_that_is_not_on_hold_is_refused(slt):
    result = slt("resume", "1", *at("10:00"))
    assert (result.code, result.out) == (1, "")
    assert "the case is not on hold" in result.err


def test_its_note_is_in_the_history(slt, items):
    live(items, "10:00 hold")
    slt("resume", "1", *at("10:30"), "--note", "They called")
    told = "resumed  tester  hold ended after 30 min of support time; They called (recorded "
    assert told in slt("show", "1").out
