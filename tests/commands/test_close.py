"""`slt close` ends a case and stops the clocks that still run."""

import pytest

pytestmark = pytest.mark.every_engine

OPENED = "2026-03-06T17:00:00-08:00"
DUE = "2026-03-07T02:00:00Z"


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", "--at", OPENED, "All phones are down")


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        pytest.param(DUE, "met", id="exactly when due"),
        pytest.param("2026-03-07T02:00:01Z", "missed", id="a second too late"),
    ],
)
@pytest.mark.usefixtures("case")
def test_closing_stops_the_clock(items, at, verdict):
    (case,) = items("close", "1", "--at", at)
    assert (case["status"], case["closed_at"], case["verdict"]) == ("closed", at, verdict)
    assert items("due") == []


@pytest.mark.usefixtures("case")
def test_an_earlier_verdict_is_kept(items):
    items("respond", "1", "--at", DUE)
    assert items("close", "1", "--at", "2026-03-09T20:00:00Z")[0]["verdict"] == "met"


@pytest.mark.usefixtures("case")
def test_the_note_is_in_the_history(slt):
    result = slt("close", "1", "--note", "Solved by a restart", now=DUE)
    assert result.out == (
        "Closed CASE-1: All phones are down\n"
        "  response  due Fri 6 Mar 18:00 PST -> met with <1 min left\n"
    )
    assert slt("show", "1").out.endswith(
        "closed  tester  response met with <1 min left; Solved by a restart\n"
    )
