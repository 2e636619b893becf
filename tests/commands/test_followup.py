"""`slt followup` records that the partner wrote: it starts `next` and ends a hold."""

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


def test_before_the_first_answer_it_starts_nothing(items):
    live(items, "09:10 followup", "09:30 respond")
    assert "next 1" not in clocks(items, "10:00")


def test_after_the_first_answer_it_starts_the_clock_of_the_next(items):
    live(items, "09:30 respond", "10:00 followup")
    found = clocks(items, "10:00")["next 1"]
    assert (found["started_at"], found["due_at"]) == (instant("10:00"), instant("12:00"))


def test_more_messages_do_not_restart_it(items):
    live(items, "09:30 respond", "10:00 followup", "11:00 followup")
    found = clocks(items, "11:00")
    assert found["next 1"]["due_at"] == instant("12:00")
    assert "next 2" not in found


def test_after_an_answer_it_starts_again(items):
    live(items, "09:30 respond", "10:00 followup", "12:01 respond", "13:00 followup")
    found = clocks(items, "13:00")
    assert (found["next 1"]["verdict"], found["next 2"]["due_at"]) == ("missed", instant("15:00"))


def test_it_ends_a_hold_and_due_times_move_by_its_length(items):
    live(items, "09:30 respond", "10:00 hold", "11:00 followup")
    assert items("show", "1")[0]["held_since"] is None
    assert clocks(items, "11:00")["update 1"]["due_at"] == instant("14:30")


def test_on_a_resolved_case_it_is_recorded_and_starts_nothing(items):
    live(items, "09:30 respond", "10:00 resolve")
    before = states(items, "10:30")
    live(items, "11:00 followup")
    assert states(items, "11:00") == before
    assert items("show", "1")[0]["events"][-1]["kind"] == "followup"


def test_on_a_closed_case_it_is_refused_with_the_way_out(slt, items):
    live(items, "10:00 close")
    result = slt("followup", "1", *at("11:00"))
    assert (result.code, result.out) == (1, "")
    assert "the case was closed at Mon 23 Nov 10:00 UTC" in result.err
    assert "slt reopen" in result.err


def test_its_note_is_in_the_history(slt):
    slt("followup", "1", *at("09:10"), "--note", "The trace is attached")
    assert (
        "followup  tester  the partner wrote; The trace is attached (recorded "
        in slt("show", "1").out
    )
