"""`slt show` finds one case by its id or reference, and shows its clocks and history."""

import pytest

from slt_cli.app import App

AT = ("--at", "2026-03-06T17:00:00-08:00")


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", *AT, "--partner", "Example", "--ref", "A-77", "All phones are down")


@pytest.mark.parametrize("given", ["CASE-1", "case-1", "1", " CASE-1 ", "A-77"])
@pytest.mark.usefixtures("case")
def test_finds_a_case_by_its_id_or_reference(slt, given):
    assert slt("show", "-q", given) == (0, "CASE-1\n", "")


@pytest.mark.parametrize("given", ["CASE-2", "0", "TICKET-1", "A-7", "a case", "9" * 30, "CASE--1"])
@pytest.mark.usefixtures("case")
def test_no_such_case(slt, given):
    result = slt("show", given)
    assert (result.code, result.out) == (4, "")
    assert f"no such case: '{given}'" in result.err


def test_no_such_case_before_the_first_one(slt):
    assert slt("show", "1").code == 4


def test_a_case_that_vanished_since_it_was_found(slt, monkeypatch):
    monkeypatch.setattr(App, "case_number", lambda *_: 99)
    assert slt("show", "99").code == 4


@pytest.mark.usefixtures("case")
def test_a_reference_that_two_cases_bear_names_both(slt):
    slt("open", "-p", "S1", *AT, "--ref", "A-77", "Again")
    result = slt("show", "A-77")
    assert (result.code, result.out) == (4, "")
    assert "CASE-1, CASE-2" in result.err


@pytest.mark.usefixtures("case")
def test_an_id_wins_over_a_reference(slt):
    slt("open", "-p", "S1", *AT, "--ref", "1", "Another")
    assert slt("show", "-q", "1").out == "CASE-1\n"


@pytest.mark.usefixtures("case")
def test_shows_facts_and_history(slt):
    slt("escalate", "1", "--at", "2026-03-09T14:00:00Z", "--reason", "Nobody called back")
    slt("respond", "1", "--at", "2026-03-09T15:00:00Z", "--note", "Called back")
    assert slt("show", "1", "--at", "2026-03-10T00:00:00Z").out.splitlines() == [
        "Case        CASE-1",
        "Subject     All phones are down",
        "Reference   A-77",
        "Partner     Example (Certified partner)",
        "Priority    S1 Production down",
        "Region      USA",
        "Status      responded",
        "Opened      Fri 6 Mar 17:00 PST",
        "Target      1 h in support hours",
        "Due         Fri 6 Mar 18:00 PST · missed",
        "Responded   Mon 9 Mar 08:00 PDT",
        "Escalated   level 1, Mon 9 Mar 07:00 PDT",
        "Answer due  Mon 9 Mar 11:00 PDT · met",
        "",
        "WHEN                 EVENT      BY      REMARK",
        "Fri 6 Mar 17:00 PST  opened     tester",
        "Mon 9 Mar 07:00 PDT  escalated  tester  Nobody called back",
        "Mon 9 Mar 08:00 PDT  responded  tester  Called back",
    ]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        pytest.param("2026-03-07T01:40:00Z", "20 min left", id="before"),
        pytest.param("2026-03-07T02:00:00Z", "0 s left", id="at the due time"),
        pytest.param("2026-03-09T12:25:00Z", "late by 25 min", id="late by support time alone"),
    ],
)
@pytest.mark.usefixtures("case")
def test_says_what_is_left_at_a_time(slt, at, said):
    assert f"Due        Fri 6 Mar 18:00 PST · {said}\n" in slt("show", "1", "--at", at).out


@pytest.mark.usefixtures("case")
def test_events_tell_who_did_what_and_when(items):
    items("respond", "1", "--at", "2026-03-07T01:30:00Z", "--note", "Called back")
    opened, responded = items("show", "1")[0]["events"]
    assert (opened["kind"], opened["at"]) == ("opened", "2026-03-07T01:00:00Z")
    assert responded == {
        "kind": "responded",
        "at": "2026-03-07T01:30:00Z",
        "who": "tester",
        "note": "Called back",
        "changes": {
            "status": {"old": "open", "new": "responded"},
            "responded_at": {"old": None, "new": "2026-03-07T01:30:00Z"},
            "verdict": {"old": None, "new": "met"},
        },
    }


def test_a_year_other_than_the_present_is_shown(slt):
    slt("open", "-p", "S1", "--at", "2025-03-07T17:00:00Z", "All phones are down")
    assert "Fri 7 Mar 2025 10:00 PST" in slt("show", "1", "--at", "2026-03-07T00:00:00Z").out


@pytest.fixture
def other_rules(home):
    """Name a configuration with a priority and a region of its own."""
    file = home / "other.toml"
    file.write_text(
        """
        [priorities.P1]
        name = "Urgent"
        definition = "It is urgent."
        [plans.partner.targets.P1]
        response = "1h"
        [regions.moon]
        name = "Moon"
        timezone = "UTC"
        hotline = "+44 20 7946 0000"
        [regions.moon.hours]
        mon-sun = "00:00-24:00"
        """
    )
    return str(file)


def test_a_priority_that_is_configured_no_more_is_shown_by_its_key(slt, other_rules):
    slt("open", "-p", "P1", *AT, "--config", other_rules, "All phones are down")
    assert "Priority  P1 Urgent\n" in slt("show", "1", "--config", other_rules).out
    assert "Priority  P1\n" in slt("show", "1").out


def test_a_region_that_is_configured_no_more_is_a_configuration_fault(slt, other_rules):
    slt("open", "-p", "S1", "-r", "moon", *AT, "--config", other_rules, "All phones are down")
    result = slt("show", "1")
    assert (result.code, result.out) == (3, "")
    assert "regions.moon" in result.err
    assert "CASE-1" in result.err
