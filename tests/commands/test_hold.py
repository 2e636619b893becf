"""`slt hold` waits for the partner: clocks that pause stand still, what is late stays late."""

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


def test_clocks_that_pause_have_no_due_time_and_what_is_left_stands_still(items):
    live(items, "09:30 respond", "11:30 hold")
    for time in ("11:30", "17:00"):
        found = clocks(items, time)
        left = {name: found[name]["remaining_seconds"] for name in ("update 1", "resolution 1")}
        assert left == {"update 1": 2 * 3600, "resolution 1": (20 * 60 - 150) * 60}
        for name in left:
            facts = [found[name][field] for field in ("state", "due_at", "held_since")]
            assert facts == ["held", None, instant("11:30")]


def test_the_response_and_the_next_answer_do_not_pause(items):
    live(items, "09:10 hold")
    response = clocks(items, "10:00")["response 1"]
    assert (response["state"], response["due_at"]) == ("soon", instant("10:00"))
    assert response["held_since"] is None


@pytest.mark.parametrize(
    ("held", "state"),
    [
        pytest.param("13:29", "held", id="a minute before it is due"),
        pytest.param("13:30", "late", id="at the due instant"),
        pytest.param("14:00", "late", id="when it was late already"),
    ],
)
def test_a_hold_that_begins_at_or_after_the_due_instant_changes_nothing(items, held, state):
    live(items, "09:30 respond", f"{held} hold")
    assert states(items, "14:30")["update 1"] == state


def test_a_second_hold_is_refused(slt, items):
    live(items, "10:00 hold")
    result = slt("hold", "1", *at("11:00"))
    assert (result.code, result.out) == (1, "")
    assert "the case is already on hold, since Mon 23 Nov 10:00 UTC" in result.err


def test_a_hold_recorded_late_that_overlaps_another_is_refused(slt, items):
    live(items, "12:00 hold", "13:00 resume")
    assert slt("hold", "1", *at("11:00")).code == 1
    assert [event["kind"] for event in items("show", "1")[0]["events"]] == [
        *("opened", "held", "resumed")
    ]


def test_a_hold_recorded_late_ends_at_the_next_moment_that_ends_one(items):
    live(items, "09:30 respond", "11:00 followup", "10:00 hold")
    assert items("show", "1")[0]["held_since"] is None
    assert clocks(items, "12:00")["update 1"]["due_at"] == instant("14:30")


@pytest.mark.parametrize("end", ["resolve", "close"])
def test_a_case_that_ended_cannot_be_held(slt, items, end):
    live(items, f"10:00 {end}")
    result = slt("hold", "1", *at("11:00"))
    assert (result.code, result.out) == (1, "")
    assert "slt reopen" in result.err


def test_it_shows_what_stands_still_and_the_history_has_the_reason(slt):
    result = slt("hold", "1", *at("09:10"), "--reason", "Asked for a trace")
    assert result.out == (
        "Held CASE-1: Asked for a trace\n"
        "  workaround  due Mon 23 Nov 17:00 GMT -> held, 7 h 50 min left\n"
        "  resolution  due Wed 25 Nov 09:00 GMT -> held, 19 h 50 min left\n"
    )
    assert "held    tester  Asked for a trace (recorded " in slt("show", "1").out


def test_the_reason_of_a_hold_is_not_sent_out(slt):
    slt("hold", "1", *at("09:10"), "--reason", "They forgot the trace again")
    message = slt("escalate", "1", "--level", "2", *at("09:20"), "--email", "--dry-run")
    assert message.code == 0
    assert "No calls come in" in message.out
    assert "forgot" not in message.out


def test_list_held_is_every_case_on_hold(slt, items):
    slt(*OPEN, *at("09:05"))
    live(items, "10:00 hold")
    assert [case["id"] for case in items("list", "--held")] == ["CASE-1"]
    assert items("list", "--held", *at("09:59")) == []
    live(items, "11:00 resume")
    assert items("list", "--held") == []
