"""`slt reopen` opens a closed case again, and starts none of its clocks."""

import pytest

OPENED = ("--at", "2026-11-13T17:00:00Z")
DUE = "2026-11-13T18:00:00Z"
TOO_LATE = "2026-11-13T18:00:01Z"
ESCALATED = ("--at", "2026-11-13T17:30:00Z")
REOPENED = ("--at", "2026-11-13T20:00:00Z")


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")


@pytest.mark.parametrize(
    ("responded", "status"),
    [
        pytest.param(False, "open", id="never answered"),
        pytest.param(True, "responded", id="answered"),
    ],
)
@pytest.mark.usefixtures("case")
def test_the_case_is_what_it_was_before_the_closing(items, responded, status):
    if responded:
        items("respond", "1", "--at", DUE)
    items("close", "1", "--at", DUE)
    (case,) = items("reopen", "1", *REOPENED)
    assert (case["status"], case["closed_at"], case["verdict"]) == (status, None, "met")


@pytest.mark.parametrize(
    ("closed", "verdict"),
    [pytest.param(DUE, "met", id="in time"), pytest.param(TOO_LATE, "missed", id="too late")],
)
@pytest.mark.usefixtures("case")
def test_no_clock_starts_again(items, closed, verdict):
    items("escalate", "1", *ESCALATED)
    items("close", "1", "--at", closed)
    (case,) = items("reopen", "1", *REOPENED)
    assert (case["verdict"], case["escalation_verdict"]) == (verdict, "met")
    assert items("due") == []
    assert items("escalate", "--late") == []


@pytest.mark.usefixtures("case")
def test_an_escalation_of_a_reopened_case_starts_a_clock_of_its_own(items):
    items("close", "1", "--at", TOO_LATE)
    items("reopen", "1", *REOPENED)
    items("escalate", "1", *REOPENED)
    (clock,) = items("due", "--at", "2026-11-13T21:00:00Z")
    assert (clock["kind"], clock["started_at"]) == ("escalation", "2026-11-13T20:00:00Z")
    (case,) = items("respond", "1", "--at", "2026-11-13T22:00:00Z")
    assert (case["verdict"], case["escalation_verdict"]) == ("missed", "met")


@pytest.mark.usefixtures("case")
def test_it_can_be_closed_and_reopened_again(items):
    for hour in (18, 20):
        items("close", "1", "--at", f"2026-11-13T{hour}:00:00Z")
        items("reopen", "1", "--at", f"2026-11-13T{hour + 1}:00:00Z", "--note", "The fault is back")
    events = items("show", "1")[0]["events"]
    assert [event["kind"] for event in events] == ["opened", *["closed", "reopened"] * 2]
    assert events[-1]["note"] == "The fault is back"
    assert items("list")[0]["status"] == "open"
