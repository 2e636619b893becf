"""Cases and events become rows and come back: instants as UTC text, changes as JSON."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from slt_cli.domain.case import Case, Change, Event
from slt_cli.errors import StoreError
from slt_cli.store.sql.rows import CASE_COLUMNS, INSTANTS, case_row, event_row, row_case, row_event
from tests.store.samples import MONDAY, opening

CASE = Case(7, "Phones are down", "certified", "S1", "usa", MONDAY, due_at=MONDAY, ref="00123")


def test_the_columns_are_the_fields_in_their_order() -> None:
    assert CASE_COLUMNS.split(", ") == list(Case._fields)
    assert sorted(INSTANTS) == [
        "closed_at",
        "due_at",
        "escalated_at",
        "escalation_due_at",
        "opened_at",
        "responded_at",
    ]


def test_a_case_is_a_row_of_plain_values() -> None:
    row = dict(zip(Case._fields, case_row(CASE), strict=True))

    assert row["opened_at"] == row["due_at"] == "2026-11-23T10:00:00Z"
    assert row["closed_at"] is None
    assert (row["number"], row["ref"], row["level"]) == (7, "00123", 0)


def test_a_case_comes_back_from_its_row() -> None:
    assert row_case(case_row(CASE)) == CASE


def test_instants_are_stored_in_utc_and_so_sort_as_text() -> None:
    offset = timezone(timedelta(hours=-8))
    local = CASE._replace(opened_at=datetime(2026, 11, 23, 2, tzinfo=offset))

    assert case_row(local) == case_row(CASE)
    assert row_case(case_row(local)).opened_at.tzinfo == UTC


def test_an_event_is_a_row_whose_changes_are_json() -> None:
    event = Event(
        "responded", MONDAY, "tester", {"responded_at": Change(None, MONDAY)}, "Called back"
    )

    kind, at, who, changes, note = event_row(event)

    assert (kind, at, who, note) == ("responded", "2026-11-23T10:00:00Z", "tester", "Called back")
    assert json.loads(changes) == {"responded_at": [None, "2026-11-23T10:00:00Z"]}


def test_an_event_comes_back_from_its_row() -> None:
    looks_like_an_instant = {"subject": Change("2026-11-23T10:00:00Z", ""), "level": Change(0, 1)}

    for event in (opening(due_at=MONDAY), Event("closed", MONDAY, "x", looks_like_an_instant)):
        assert row_event(event_row(event)) == event


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("subject", None, id="no subject"),
        pytest.param("level", "1", id="a text for a number"),
        pytest.param("subject", b"bytes", id="bytes"),
        pytest.param("due_at", "2026-13-23T10:00:00Z", id="no instant"),
        pytest.param("target_seconds", 1.5, id="half a second"),
    ],
)
def test_a_damaged_row_is_told(field: str, value: object) -> None:
    row = dict(zip(Case._fields, case_row(CASE), strict=True))

    with pytest.raises(StoreError, match="the store is damaged: ") as told:
        row_case({**row, field: value}.values())

    assert told.value.fix


@pytest.mark.parametrize(
    "changes",
    [
        "",
        "{",
        "[]",
        "null",
        '{"level": 1}',
        '{"level": [1]}',
        '{"levil": [0, 1]}',
        '{"level": null}',
    ],
)
def test_a_damaged_event_is_told(changes: str) -> None:
    with pytest.raises(StoreError, match="the store is damaged: ") as told:
        row_event(("noted", "2026-11-23T10:00:00Z", "tester", changes, None))

    assert told.value.fix
