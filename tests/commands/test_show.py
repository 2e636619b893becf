"""`slt show` finds one case by its id or reference, and shows its clocks and history."""

import sqlite3
import time
from contextlib import closing

import pytest

from slt_cli.app import App

pytestmark = pytest.mark.every_engine

AT = ("--at", "2026-03-06T17:00:00-08:00")
PORTAL = "https://8x8.force.com/partnerxchange"


@pytest.fixture
def case(slt):
    options = ("--partner", "Example", "--ref", "A-77")
    slt("open", "-p", "S1", *options, "All phones are down", now="2026-03-07T01:00:00Z")


@pytest.mark.parametrize("given", ["CASE-1", "case-1", "1", " CASE-1 ", "A-77"])
@pytest.mark.usefixtures("case")
def test_finds_a_case_by_its_id_or_reference(slt, given):
    assert slt("show", "-q", given) == (0, "CASE-1\n", "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("CASE-2", "CASE-2"),
        (" case-2 ", "CASE-2"),
        ("2", "CASE-2"),
        *((each, f"'{each}'") for each in ("0", "TICKET-1", "A-7", "a case", "9" * 30, "CASE--1")),
    ],
)
@pytest.mark.usefixtures("case")
def test_no_such_case(slt, given, said):
    result = slt("show", given)
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"slt: error: there is no case {said}\nfix: ")


def test_a_case_that_is_removed_after_it_was_found(slt, monkeypatch):
    monkeypatch.setattr(App, "case_number", lambda *_: 99)
    assert slt("show", "99").code == 4


@pytest.mark.usefixtures("case")
@pytest.mark.sqlite("the older store is a file")
def test_a_reference_that_two_cases_of_an_older_store_have_names_both(slt, home):
    slt("open", "-p", "S1", *AT, "Again")
    with closing(sqlite3.connect(home / ".local/share/slt/cases.db")) as store, store:
        store.execute("UPDATE cases SET ref = 'A-77' WHERE number = 2")
    result = slt("show", "A-77")
    assert (result.code, result.out) == (4, "")
    assert "CASE-1 or CASE-2" in result.err


@pytest.mark.parametrize("command", ["show", "due", "note", "respond", "escalate", "update"])
@pytest.mark.usefixtures("case")
def test_a_bare_number_is_the_number_of_a_case_before_a_reference(items, command):
    items("open", "-p", "S1", *AT, "--ref", "1", "Another")
    more = {"note": ["A remark"], "update": ["-p", "S3"]}.get(command, [])
    assert {item["id"] for item in items(command, "1", *more)} == {"CASE-1"}


@pytest.mark.usefixtures("case")
def test_an_id_in_full_is_never_a_reference(slt):
    slt("open", "-p", "S1", *AT, "--ref", "CASE-1", "Another")
    assert slt("show", "-q", "case-1").out == "CASE-1\n"


@pytest.mark.usefixtures("case")
def test_a_number_that_is_id_and_reference_of_one_case_finds_it(slt):
    slt("update", "1", "--ref", "1")
    assert slt("show", "-q", "1").out == "CASE-1\n"


@pytest.mark.usefixtures("case")
def test_a_number_with_leading_zeros_is_a_reference(slt):
    slt("open", "-p", "S1", *AT, "--ref", "001", "Another")
    assert slt("show", "-q", "001").out == "CASE-2\n"
    assert slt("show", "01").code == 4


@pytest.mark.usefixtures("case")
def test_shows_facts_clocks_and_history(slt):
    slt("escalate", "1", "--reason", "Nobody called back", now="2026-03-09T14:00:00Z")
    recorded = {"now": "2026-03-09T15:20:00Z"}
    slt("respond", "1", "--at", "2026-03-09T15:00:00Z", "--note", "Called back", **recorded)
    escalated = "to level 1, answer due Mon 9 Mar 11:00 PDT; Nobody called back"
    missed, met = "response missed, late by 3 h", "level 1 met with 3 h left"
    responded = f"{missed}; {met}; Called back (recorded 08:20)"
    assert slt("show", "1", "--at", "2026-03-10T00:00:00Z").out.splitlines() == [
        "Case      CASE-1 · ref A-77",
        "Subject   All phones are down",
        "Partner   Example (Certified partner)",
        "Priority  S1 Production down",
        "Region    USA · Mon 9 Mar 17:00 PDT there",
        "Status    responded",
        "Opened    Fri 6 Mar 17:00 PST",
        "Next due  none: responded Mon 9 Mar 08:00 PDT",
        f"Contact   level 1 since Mon 9 Mar 07:00 PDT, Partner Concierge: {PORTAL}",
        "Hotline   +1 408 956 6066 (USA, open until Mon 9 Mar 18:00 PDT)",
        "",
        "Clock     State   Due                  Left  Target",
        "response  missed  Fri 6 Mar 18:00 PST     -  1 h",
        "level 1   met     Mon 9 Mar 11:00 PDT     -  4 h",
        "",
        "Id  When (USA)           Event      By      What",
        " 1  Fri 6 Mar 17:00 PST  opened     tester  S1",
        f" 2  Mon 9 Mar 07:00 PDT  escalated  tester  {escalated}",
        f" 3  Mon 9 Mar 08:00 PDT  responded  tester  {responded}",
    ]


@pytest.mark.usefixtures("case")
def test_every_clock_that_ever_ran_is_shown(slt):
    slt("escalate", "1", "--at", "2026-03-09T14:00:00Z")
    slt("escalate", "1", "--at", "2026-03-09T18:00:01Z")
    lines = slt("show", "1", "--at", "2026-03-09T19:00:01Z").out.splitlines()
    assert [line for line in lines if line.startswith(("response ", "level "))] == [
        "response  late     Fri 6 Mar 18:00 PST  -7 h 1 min  1 h",
        "level 1   missed   Mon 9 Mar 11:00 PDT           -  4 h",
        "level 2   pending  Mon 9 Mar 15:00 PDT         3 h  4 h",
    ]


@pytest.mark.parametrize(
    ("then", "target"),
    [
        pytest.param([], "1 h", id="as promised"),
        pytest.param([("update", "1", "-p", "S3")], "1 h (S1)", id="another priority now"),
        pytest.param(
            [("update", "1", "-p", "S3"), ("update", "1", "-p", "S1")], "1 h", id="the same again"
        ),
        pytest.param([("update", "1", "--partner", "Other")], "1 h", id="another fact"),
        pytest.param([("close", "1"), ("update", "1", "-p", "S3")], "1 h (S1)", id="closed before"),
    ],
)
@pytest.mark.usefixtures("case")
def test_a_stopped_clock_shows_the_priority_it_was_promised_for(slt, then, target):
    slt("respond", "1", now="2026-03-07T01:20:00Z")
    for step in then:
        assert slt(*step).code == 0
    lines = slt("show", "1").out.splitlines()
    (line,) = (line for line in lines if line.startswith("response "))
    assert line.endswith(f"  -  {target}")


@pytest.mark.usefixtures("case")
def test_a_closed_case_shows_no_contact_and_hotline(slt):
    slt("escalate", "1", "--at", "2026-03-09T14:00:00Z")
    assert "Contact" in slt("show", "1").out
    slt("close", "1", "--at", "2026-03-09T15:00:00Z")
    out = slt("show", "1").out
    assert "Next due  none: closed Mon 9 Mar 08:00 PDT" in out
    assert not {"Contact", "Hotline"} & set(out.split())


@pytest.mark.usefixtures("case")
def test_shows_the_case_as_it_was_at_a_time(items):
    items("escalate", "1", "--at", "2026-03-09T14:00:00Z")
    items("close", "1", "--at", "2026-03-09T15:00:00Z")
    (case,) = items("show", "1", "--at", "2026-03-09T14:59:59Z")
    assert (case["status"], case["level"], case["closed_at"]) == ("open", 1, None)
    (case,) = items("show", "1", "--at", "2026-03-09T13:59:59Z")
    assert (case["level"], [event["kind"] for event in case["events"]]) == (0, ["opened"])


@pytest.mark.usefixtures("case")
def test_before_its_opening_there_is_no_such_case(slt):
    result = slt("show", "1", "--at", "2026-03-07T00:59:59Z")
    assert (result.code, result.out) == (4, "")
    assert "it was opened after Sat 7 Mar 00:59 UTC" in result.err


@pytest.mark.usefixtures("case")
def test_local_time_is_beside_the_time_of_the_region(slt, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    out = slt("show", "1", "-o", "table").out
    assert "Fri 6 Mar 18:00 PST  Sat 7 Mar 11:00 JST  " in out


@pytest.mark.parametrize(
    ("at", "said"),
    [
        pytest.param("2026-03-07T01:40:00Z", "20 min left", id="before"),
        pytest.param("2026-03-07T02:00:00Z", "<1 min left", id="at the due time"),
        pytest.param("2026-03-09T12:25:00Z", "late by 25 min", id="late, counted in support hours"),
    ],
)
@pytest.mark.usefixtures("case")
def test_shows_the_time_left_at_a_time(slt, at, said):
    assert f"Next due  response, Fri 6 Mar 18:00 PST · {said}\n" in slt("show", "1", "--at", at).out


@pytest.mark.usefixtures("case")
def test_events_say_who_did_what_and_when(items):
    recorded = {"now": "2026-03-07T01:45:00Z"}
    items("respond", "1", "--at", "2026-03-07T01:30:00Z", "--note", "Called back", **recorded)
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
        "recorded_at": "2026-03-07T01:45:00Z",
        "detail": None,
        "id": 2,
        "case": "CASE-1",
        "undoes": None,
    }


def test_another_year_is_shown(slt):
    slt("open", "-p", "S1", "--at", "2025-03-07T17:00:00Z", "All phones are down")
    assert "Fri 7 Mar 2025 10:00 PST" in slt("show", "1", "--at", "2026-03-07T00:00:00Z").out


@pytest.mark.parametrize("slip", ["CASE1", "CAES-1", "case_1"])
def test_a_misspelt_id_gets_a_suggestion(slt, slip):
    slt("open", "-p", "S1", "--at", "2026-03-06T00:00", "x")
    result = slt("show", slip)
    assert (result.code, result.out) == (4, "")
    assert result.err.endswith("\nfix: did you mean CASE-1 (x)?\n")


@pytest.mark.usefixtures("case")
def test_changes_are_read_in_the_order_of_a_cases_facts(slt):
    changes = ("--subject", "B", "--ref", "C", "--partner", "D", "-p", "S3", "-r", "apac")
    slt("update", "1", *changes, now="2026-03-07T01:00:00Z")

    (line,) = [line for line in slt("show", "1").out.splitlines() if " updated " in line]

    told = line.partition("tester")[2].split("; ")
    assert [change.split()[0] for change in told] == [
        *("subject", "ref", "partner", "priority", "region", "response")
    ]
    assert told[3] == "priority S1 -> S3"


@pytest.mark.usefixtures("case")
def test_the_past_shows_what_each_event_changed_when_it_was_recorded(slt, items):
    later, between = ("--at", "2026-03-06T18:00-08:00"), ("--at", "2026-03-06T17:30-08:00")
    slt("escalate", "1", *later)
    slt("respond", "1", *between)

    (present,), (past,) = items("show", "1"), items("show", "1", *between)

    assert past["level"] == 0
    assert [event["kind"] for event in past["events"]] == ["opened", "responded"]
    assert past["events"] == [event for event in present["events"] if event["kind"] != "escalated"]
