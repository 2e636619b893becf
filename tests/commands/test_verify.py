"""`slt verify` rebuilds every case from its history, which cannot be rewritten."""

import json
import sqlite3
from contextlib import closing

import pytest

from slt_cli.domain.case import Case

OPENED = ("--at", "2026-11-13T17:00:00Z")


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
    ("sql", "field", "stored", "rebuilt"),
    [
        pytest.param("priority = 'S1'", "priority", "S1", "S3", id="a text"),
        pytest.param("subject = ''", "subject", "", "First", id="a subject removed"),
        pytest.param("verdict = 'missed'", "verdict", "missed", "met", id="a verdict"),
        pytest.param(
            "due_at = '2026-12-24T12:00:00Z'",
            "due_at",
            "2026-12-24T12:00:00Z",
            "2026-11-13T23:00:00Z",
            id="a later due time",
        ),
        pytest.param(
            "escalated_at = NULL", "escalated_at", None, "2026-11-13T18:30:00Z", id="a missing time"
        ),
        pytest.param("level = 2", "level", 2, 1, id="a number"),
        pytest.param("rev = 9", "rev", 9, 7, id="the count of events"),
    ],
)
def test_finds_a_row_that_was_tampered_with(slt, file, sql, field, stored, rebuilt):
    tamper(file, f"UPDATE cases SET {sql} WHERE number = 1")
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
        ["CASE", "FIELD"],
        ["CASE-1", "region"],
        ["CASE-1", "partner"],
        ["CASE-2", "region"],
        ["CASE-2", "partner"],
    ]
    assert slt("verify", "-q").out == "CASE-1\nCASE-2\n"


def test_finds_a_case_that_has_no_history(slt, file):
    tamper(file, f"INSERT INTO cases SELECT 9, {', '.join(Case._fields[1:])} FROM cases LIMIT 1")
    result = slt("verify", "-q")
    assert (result.code, result.out) == (1, "CASE-9\n")


def test_finds_a_history_whose_case_was_removed(slt, file):
    tamper(file, "DELETE FROM cases WHERE number = 1")
    result = slt("verify", "-q")
    assert (result.code, result.out) == (1, "CASE-1\n")


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
    before = [items("show", number) for number in ("1", "2")]
    with pytest.raises(sqlite3.IntegrityError, match="events are never"):
        tamper(file, sql)
    assert [items("show", number) for number in ("1", "2")] == before
    assert slt("verify").code == 0
