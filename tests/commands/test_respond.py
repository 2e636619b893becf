"""`slt respond` records the answer and freezes the verdict."""

import pytest

from slt_cli.app import App

pytestmark = pytest.mark.every_engine

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
def test_stops_every_clock_but_keeps_the_first_response(slt, items):
    items("respond", "1", "--at", DUE)
    items("escalate", "1", "--at", "2026-03-09T13:00:00Z")
    (case,) = items("respond", "1", "--at", "2026-03-09T14:00:00Z")
    assert (case["responded_at"], case["verdict"]) == (DUE, "met")
    assert items("due") == []
    assert slt("respond", "1").code == 0
    (case,) = items("show", "1")
    assert (case["responded_at"], case["verdict"]) == (DUE, "met")
    kinds = [event["kind"] for event in case["events"]]
    assert kinds == ["opened", "responded", "escalated", "responded", "responded"]


def test_a_case_without_a_target_has_no_verdict(items):
    items("open", "-p", "S1", "--partner-type", "referral", "--at", OPENED, "All phones are down")
    (case,) = items("respond", "1", "--at", DUE)
    assert (case["status"], case["verdict"]) == ("responded", None)


@pytest.mark.usefixtures("case")
def test_a_case_that_is_removed_after_it_was_found(slt, monkeypatch):
    monkeypatch.setattr(App, "case_number", lambda *_: 99)
    assert slt("respond", "99").code == 4
