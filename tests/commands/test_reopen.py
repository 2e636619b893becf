"""`slt reopen` continues what closing a case had ended; the time between is cut out."""

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-13T23:00:00Z")]

OPENED = ("--at", "2026-11-13T17:00:00Z")
DUE = "2026-11-13T18:00:00Z"
TOO_LATE = "2026-11-13T18:00:01Z"
ESCALATED = ("--at", "2026-11-13T17:30:00Z")
REOPENED = ("--at", "2026-11-13T20:00:00Z")


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")


@pytest.mark.parametrize(
    ("responded", "status", "verdict"),
    [
        pytest.param(False, "open", None, id="never answered"),
        pytest.param(True, "responded", "met", id="answered"),
    ],
)
@pytest.mark.usefixtures("case")
def test_the_case_is_what_it_was_before_the_closing(items, responded, status, verdict):
    if responded:
        items("respond", "1", "--at", DUE)
    items("close", "1", "--at", DUE)
    (case,) = items("reopen", "1", *REOPENED)
    assert (case["status"], case["closed_at"], case["verdict"]) == (status, None, verdict)


@pytest.mark.parametrize(
    ("closed", "verdict", "due", "state"),
    [
        pytest.param(
            "2026-11-13T17:45:00Z", "met", "2026-11-13T20:15:00Z", "soon", id="15 minutes left"
        ),
        pytest.param(DUE, "met", DUE, "late", id="exactly when it was due"),
        pytest.param(TOO_LATE, "missed", DUE, "late", id="too late"),
    ],
)
@pytest.mark.usefixtures("case")
def test_every_clock_runs_on_without_the_time_between(items, closed, verdict, due, state):
    items("escalate", "1", *ESCALATED)
    (case,) = items("close", "1", "--at", closed)
    assert (case["verdict"], case["escalation_verdict"]) == (verdict, "met")
    (case,) = items("reopen", "1", *REOPENED)
    assert (case["verdict"], case["escalation_verdict"]) == (None, None)
    assert case["due_at"] == due
    running = {
        clock["kind"]: (clock["started_at"], clock["due_at"], clock["state"])
        for clock in items("due", "--at", "2026-11-13T20:00:01Z")
    }
    seconds = {"2026-11-13T17:45:00Z": "23:45:00", DUE: "23:30:00", TOO_LATE: "23:29:59"}
    assert running == {
        "response": ("2026-11-13T17:00:00Z", due, state),
        "escalation": (ESCALATED[1], f"2026-11-13T{seconds[closed]}Z", "pending"),
    }


@pytest.mark.parametrize(
    ("reopened", "told"),
    [
        pytest.param("17:30:20", "due today 18:00 UTC · 30 min left", id="the same minute"),
        pytest.param("17:45:00", "due today 18:15 UTC (was today 18:00) · 30 min left", id="later"),
    ],
)
@pytest.mark.usefixtures("case")
def test_the_former_due_time_is_told_where_it_reads_otherwise(slt, reopened, told):
    slt("close", "1", "--at", "2026-11-13T17:30:00Z")
    now = f"2026-11-13T{reopened}Z"
    assert f"response  met -> {told}\n" in slt("reopen", "1", now=now, on_terminal=True).out


@pytest.mark.usefixtures("case")
def test_the_history_says_that_the_verdict_is_withdrawn(items):
    items("close", "1", "--at", TOO_LATE)
    items("reopen", "1", *REOPENED)
    changes = items("show", "1")[0]["events"][-1]["changes"]
    assert changes["verdict"] == {"old": "missed", "new": None}
    assert changes["status"] == {"old": "closed", "new": "open"}


@pytest.mark.usefixtures("case")
def test_a_missed_response_that_runs_on_is_escalated_by_late(items):
    items("close", "1", "--at", TOO_LATE)
    items("reopen", "1", *REOPENED)
    assert [case["id"] for case in items("escalate", "--late")] == ["CASE-1"]
    assert items("escalate", "--late") == []


@pytest.mark.usefixtures("case")
def test_a_reopened_case_can_be_escalated_and_answered(items):
    items("close", "1", "--at", TOO_LATE)
    items("reopen", "1", *REOPENED)
    items("escalate", "1", *REOPENED)
    clocks = items("due", "--at", "2026-11-13T21:00:00Z")
    assert [(clock["kind"], clock["started_at"]) for clock in clocks] == [
        ("response", "2026-11-13T17:00:00Z"),
        ("escalation", "2026-11-13T20:00:00Z"),
    ]
    (case,) = items("respond", "1", "--at", "2026-11-13T22:00:00Z")
    assert (case["verdict"], case["escalation_verdict"]) == ("missed", "met")


def test_a_case_is_opened_closed_and_reopened_at_once(items):
    now = {"now": "2026-11-13T20:00:00Z"}
    items("open", "-p", "S1", "--at", "-20m", "All phones are down", **now)
    items("close", "1", **now)
    items("reopen", "1", now="2026-11-13T20:30:00Z")
    (clock,) = items("due", now="2026-11-13T20:30:00Z")
    assert (clock["kind"], clock["started_at"]) == ("response", "2026-11-13T19:40:00Z")
    assert (clock["due_at"], clock["remaining_seconds"]) == ("2026-11-13T21:10:00Z", 2400)


@pytest.mark.usefixtures("case")
def test_it_can_be_closed_and_reopened_again(items):
    for hour in (18, 20):
        items("close", "1", "--at", f"2026-11-13T{hour}:00:00Z")
        items("reopen", "1", "--at", f"2026-11-13T{hour + 1}:00:00Z", "--note", "The fault is back")
    events = items("show", "1")[0]["events"]
    assert [event["kind"] for event in events] == ["opened", *["closed", "reopened"] * 2]
    assert events[-1]["note"] == "The fault is back"
    assert items("list")[0]["status"] == "open"
