"""`slt verify` rebuilds every case from its history, which cannot be rewritten."""

import json
import sqlite3
from contextlib import closing

import pytest

OPENED = ("--at", "2026-11-13T17:00:00Z")
CASE = "UPDATE cases SET {} WHERE number = 1"
RESPONSE = "UPDATE clocks SET {} WHERE case_number = 1 AND kind = 'response'"
LEVEL = "UPDATE clocks SET {} WHERE case_number = 1 AND kind = 'escalation'"


@pytest.fixture
def file(slt, home, monkeypatch):
    """Return a store with two cases that have every kind of event."""
    monkeypatch.setenv("SLT_DB", str(home / "cases.db"))
    slt("open", "-p", "S1", *OPENED, "First")
    slt("open", "-p", "S2", "-r", "apac", *OPENED, "--partner-type", "referral", "Second")
    for number in ("1", "2"):
        for command in ("update -p S3", "escalate", "note x", "respond", "close", "reopen"):
            name, *more = command.split()
            assert slt(name, number, *more, "--at", "2026-11-13T18:30:00Z").code == 0
    return home / "cases.db"


def tamper(file, sql):
    """Write to the store as another program would."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(sql)


@pytest.mark.usefixtures("file")
def test_a_store_that_agrees_with_its_history_is_silent(slt, items):
    assert slt("verify") == (0, "", "")
    assert items("verify") == []


def test_a_store_without_cases_is_silent(slt):
    assert slt("verify") == (0, "", "")


def test_on_a_terminal_it_says_that_all_is_well(slt):
    assert slt("verify", on_terminal=True) == (0, "Every case is what its events add up to.\n", "")


@pytest.mark.parametrize(
    ("update", "values", "field", "stored", "rebuilt"),
    [
        pytest.param(CASE, "priority = 'S1'", "priority", "S1", "S3", id="a text"),
        pytest.param(CASE, "subject = ''", "subject", "", "First", id="a subject removed"),
        pytest.param(
            CASE,
            "responded_at = NULL",
            "responded_at",
            None,
            "2026-11-13T18:30:00Z",
            id="a missing time",
        ),
        pytest.param(CASE, "rev = 9", "rev", 9, 7, id="the count of events"),
        pytest.param(RESPONSE, "verdict = 'missed'", "verdict", "missed", "met", id="a verdict"),
        pytest.param(
            RESPONSE,
            "due_at = '2026-12-24T12:00:00Z'",
            "due_at",
            "2026-12-24T12:00:00Z",
            "2026-11-13T23:00:00Z",
            id="a later due time",
        ),
        pytest.param(
            RESPONSE, "target_seconds = 3600", "target_seconds", 3600, 21600, id="another target"
        ),
        pytest.param(LEVEL, "level = 2", "level", 2, 1, id="a number"),
        pytest.param(
            LEVEL,
            "started_at = '2026-11-13T18:00:00Z'",
            "escalated_at",
            "2026-11-13T18:00:00Z",
            "2026-11-13T18:30:00Z",
            id="an earlier escalation",
        ),
        pytest.param(
            LEVEL,
            "due_at = NULL",
            "escalation_due_at",
            None,
            "2026-11-13T22:30:00Z",
            id="a missing due time",
        ),
        pytest.param(
            LEVEL,
            "active_seconds = 7",
            "clocks.escalation.1.active_seconds",
            7,
            0,
            id="what is no field of a case",
        ),
    ],
)
def test_finds_a_row_that_was_tampered_with(slt, file, update, values, field, stored, rebuilt):
    tamper(file, update.format(values))
    result = slt("verify", "-o", "jsonl")
    assert (result.code, result.err) == (1, "")
    assert json.loads(result.out) == {
        "id": "CASE-1",
        "field": field,
        "stored": stored,
        "rebuilt": rebuilt,
    }


def test_names_every_field_of_every_case_that_differs(slt, file):
    tamper(file, "UPDATE cases SET region = 'europe', partner = 'Example'")
    result = slt("verify")
    assert result.code == 1
    assert [line.split()[:2] for line in result.out.splitlines()] == [
        ["Case", "Field"],
        ["CASE-1", "region"],
        ["CASE-1", "partner"],
        ["CASE-2", "region"],
        ["CASE-2", "partner"],
    ]
    assert slt("verify", "-q").out == "CASE-1\nCASE-2\n"


def test_finds_a_clock_that_was_removed(slt, file):
    tamper(file, "DELETE FROM clocks WHERE case_number = 1 AND kind = 'response'")
    result = slt("verify", "-o", "jsonl")
    assert result.code == 1
    found = {item["field"]: item["stored"] for item in map(json.loads, result.out.splitlines())}
    assert found == {
        "due_at": None,
        "target_seconds": None,
        "target_clock": None,
        "verdict": None,
        "clocks.response.1": "missing",
    }


def test_finds_a_hold_that_never_was(slt, file):
    start = "2026-11-13T18:00:00Z"
    tamper(file, f"INSERT INTO holds VALUES (1, 'holds', '{start}', NULL)")
    result = slt("verify", "-o", "jsonl")
    assert result.code == 1
    assert json.loads(result.out) == {
        "id": "CASE-1",
        "field": f"holds.{start}",
        "stored": "present",
        "rebuilt": "missing",
    }


def test_finds_a_case_that_has_no_history(slt, file):
    tamper(file, "CREATE TABLE copy AS SELECT * FROM cases WHERE number = 1")
    tamper(file, "UPDATE copy SET number = 9")
    tamper(file, "INSERT INTO cases SELECT * FROM copy")
    result = slt("verify", "-q")
    assert (result.code, result.out) == (1, "CASE-9\n")
    for line in ("undo 9 --dry-run", "escalate 9 --dry-run"):
        refused = slt(*line.split())
        assert (refused.code, refused.out) == (5, "")
        assert "the store is damaged: case 9 has no events\nfix:" in refused.err


@pytest.mark.parametrize("line", ["recalc", "message 1", "undo 1 --dry-run", "list"])
def test_a_due_time_before_all_calendars_is_reported(slt, file, line):
    tamper(file, RESPONSE.format("due_at = '0001-01-01T00:00:00Z'"))
    refused = slt(*line.split())
    assert (refused.code, refused.out) == (5, "")
    assert "the store is damaged: '0001-01-01T00:00:00Z' is not an instant\nfix:" in refused.err


def test_finds_a_history_whose_case_was_removed(slt, file):
    tamper(file, "DELETE FROM cases WHERE number = 1")
    result = slt("verify", "-q")
    assert (result.code, result.out) == (1, "CASE-1\n")
    logged = slt("log", "--since", "2026-11-13")
    assert (logged.code, logged.out) == (5, "")
    assert "the store is damaged: case 1 is missing, and its events are there\nfix:" in logged.err


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("UPDATE events SET note = 'y'", id="changed"),
        pytest.param("UPDATE events SET id = id + 100", id="renumbered"),
        pytest.param("DELETE FROM events WHERE id = 1", id="one deleted"),
        pytest.param("DELETE FROM events", id="all deleted"),
        pytest.param("REPLACE INTO events SELECT * FROM events WHERE id = 1", id="replaced"),
        pytest.param(
            "INSERT INTO events SELECT * FROM events WHERE id = 1 "
            "ON CONFLICT (id) DO UPDATE SET who = 'somebody else'",
            id="changed by an upsert",
        ),
    ],
)
def test_history_cannot_be_rewritten(slt, items, file, sql):
    once = {"now": "2026-12-01T00:00:00Z"}  # what is left changes with the time
    before = [items("show", number, **once) for number in ("1", "2")]
    with pytest.raises(sqlite3.IntegrityError, match="events are never"):
        tamper(file, sql)
    assert [items("show", number, **once) for number in ("1", "2")] == before
    assert slt("verify").code == 0


TRIGGER = "CREATE TRIGGER more AFTER INSERT ON cases BEGIN DELETE FROM holds; END"


@pytest.mark.parametrize("on_terminal", [False, True])
def test_nothing_is_called_well_in_a_store_with_a_trigger_of_others(slt, file, on_terminal):
    tamper(file, TRIGGER)
    result = slt("verify", on_terminal=on_terminal)
    assert (result.code, result.out) == (5, "")
    assert "the trigger 'more' is not one that slt makes\nfix: restore" in result.err


def test_differences_are_shown_before_the_error_about_a_trigger(slt, file):
    tamper(file, CASE.format("priority = 'S1'"))
    tamper(file, TRIGGER)
    result = slt("verify", "-o", "tsv")
    assert result.code == 5
    assert result.out.splitlines() == ["CASE-1\tpriority\tS1\tS3"]
    assert "the trigger 'more' is not one that slt makes\nfix: restore" in result.err
