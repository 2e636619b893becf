"""`slt respond` records the answer and freezes the verdict."""

import pytest

from slt_cli.app import App

OPENED = "2026-03-06T17:00:00-08:00"
DUE = "2026-03-07T02:00:00Z"


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", "--at", OPENED, "All phones are down")


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        pytest.param(OPENED, "met", id="at once"),
        pytest.param(DUE, "met", id="exactly when due"),
        pytest.param("2026-03-07T02:00:01Z", "missed", id="a second too late"),
    ],
)
@pytest.mark.usefixtures("case")
def test_verdict(items, at, verdict):
    (case,) = items("respond", "1", "--at", at)
    assert (case["status"], case["verdict"]) == ("responded", verdict)
    assert items("due") == []


@pytest.mark.usefixtures("case")
def test_by_default_the_response_is_now(items):
    (case,) = items("respond", "1", now="2026-11-23T10:00:00.9Z")
    assert case["responded_at"] == "2026-11-23T10:00:00Z"


@pytest.mark.usefixtures("case")
def test_answers_every_clock_but_keeps_the_first_response(slt, items):
    items("respond", "1", "--at", DUE)
    items("escalate", "1", "--at", "2026-03-09T13:00:00Z")
    (case,) = items("respond", "1", "--at", "2026-03-09T14:00:00Z")
    assert (case["responded_at"], case["verdict"]) == (DUE, "met")
    assert items("due") == []
    assert slt("respond", "1").code == 1


def test_a_case_without_a_target_has_no_verdict(items):
    items("open", "-p", "S1", "--partner-type", "referral", "--at", OPENED, "All phones are down")
    (case,) = items("respond", "1", "--at", DUE)
    assert (case["status"], case["verdict"]) == ("responded", None)


@pytest.mark.now("2026-11-23T10:00:00Z")
@pytest.mark.parametrize(
    ("before", "at", "named"),
    [
        pytest.param(
            [],
            "2026-11-23T10:00:01Z",
            ["2026-11-23T10:00:01Z", "2026-11-23T10:00:00Z"],
            id="in the future",
        ),
        pytest.param(
            [],
            "2026-03-07T00:59:59Z",
            ["2026-03-07T00:59:59Z", "2026-03-07T01:00:00Z"],
            id="before the opening",
        ),
        pytest.param(["respond"], DUE, [DUE], id="twice"),
        pytest.param(["close"], DUE, [DUE], id="closed"),
    ],
)
@pytest.mark.usefixtures("case")
def test_refused(slt, items, before, at, named):
    for command in before:
        slt(command, "1", "--at", DUE)
    standing = items("show", "1")
    result = slt("respond", "1", "--at", at)
    assert (result.code, result.out) == (1, "")
    assert all(instant in result.err for instant in named)
    assert items("show", "1") == standing


def test_no_such_case(slt):
    assert slt("respond", "CASE-7").code == 4


@pytest.mark.usefixtures("case")
def test_a_case_that_vanished_since_it_was_found(slt, monkeypatch):
    monkeypatch.setattr(App, "case_number", lambda *_: 99)
    assert slt("respond", "99").code == 4
