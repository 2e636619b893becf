"""`slt mark` records that a milestone is reached: it stops the clock with its name."""

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


@pytest.mark.parametrize(
    ("marked", "verdict", "active"),
    [
        pytest.param("16:59", "met", 8 * 3600 - 60, id="a minute before it is due"),
        pytest.param("17:00", "met", 8 * 3600, id="at the due instant"),
        pytest.param("17:01", "missed", 8 * 3600 + 60, id="a minute late"),
    ],
)
def test_it_stops_the_clock_with_its_name_and_no_other(items, marked, verdict, active):
    before = states(items, marked)
    live(items, f"{marked} mark workaround")
    found = clocks(items, marked)
    workaround = found.pop("workaround 1")
    assert (workaround["verdict"], workaround["stopped_at"]) == (verdict, instant(marked))
    assert workaround["active_seconds"] == active
    assert {name: clock["state"] for name, clock in found.items()} == {
        name: state for name, state in before.items() if name != "workaround 1"
    }


def test_marked_again_the_earliest_counts(items):
    live(items, "15:00 mark workaround", "16:00 mark workaround")
    assert clocks(items, "16:00")["workaround 1"]["stopped_at"] == instant("15:00")
    live(items, "14:00 mark workaround")
    assert clocks(items, "16:00")["workaround 1"]["stopped_at"] == instant("14:00")


@pytest.mark.parametrize("given", ["diagnosis", "Diagnosis", " DIAGNOSIS "])
def test_a_milestone_of_the_configuration_alone(items, given):
    items("mark", "1", given, *at("10:00"))
    assert clocks(items, "10:00")["diagnosis 1"]["verdict"] == "met"


@pytest.mark.parametrize("given", ["diagnos", "resolution", "response"])
def test_what_no_mark_stops_is_an_unknown_milestone(slt, items, given):
    result = slt("mark", "1", given, *at("10:00"))
    assert (result.code, result.out) == (2, "")
    assert f"unknown milestone '{given}'" in result.err
    assert "One of: workaround, diagnosis" in result.err
    assert len(items("show", "1")[0]["events"]) == 1


def test_a_milestone_without_a_target_is_recorded(items, monkeypatch):
    monkeypatch.delenv("SLT_CONFIG")
    items(*OPEN, *at("09:00"))
    items("mark", "2", "workaround", *at("10:00"))
    (case,) = items("show", "2")
    assert [event["kind"] for event in case["events"]] == ["opened", "marked"]
    assert [clock["kind"] for clock in case["clocks"]] == ["response"]


def test_the_history_names_the_milestone_and_what_it_stopped(slt):
    slt("mark", "1", "workaround", *at("10:00"), "--note", "Over the second trunk")
    told = "marked  tester  workaround met with 7 h left; Over the second trunk (recorded "
    assert told in slt("show", "1").out


def test_on_a_resolved_case_it_changes_no_verdict(items):
    live(items, "10:00 resolve")
    before = states(items, "11:00")
    live(items, "11:00 mark workaround")
    assert states(items, "11:00") == before
