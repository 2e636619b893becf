"""Cases and events become rows and come back: instants as UTC text, what is nested as JSON."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.events import Change, Event
from slt_cli.domain.plan import Target
from slt_cli.errors import StoreError
from slt_cli.store.sql.rows import (
    CASE_COLUMNS,
    CLOCK_COLUMNS,
    EVENT_COLUMNS,
    INSTANTS,
    case_row,
    clock_row,
    event_row,
    read_changes,
    read_event,
    row_case,
    row_clock,
)
from tests.store.samples import MONDAY, after, opening, recording, response, selected_row

CASE = Case(
    7, "Phones are down", "certified", "S1", "usa", MONDAY, ref="00123", clocks=(response(MONDAY),)
)
RAISED = Clock("escalation", 2, 3, after(hours=1), None, None)


def read_back(event: Event) -> Event:
    """Return an event from its row, with the id that the store gives."""
    row = {"id": 9, **dict(zip(EVENT_COLUMNS, event_row(7, event), strict=True))}
    return read_event(row, read_changes(row["changes"]))


def test_the_columns_are_the_fields_in_their_order() -> None:
    nested = ("clocks", "holds", "closed")
    assert (*(f for f in Case._fields if f not in nested), "leads_due_at") == CASE_COLUMNS
    assert sorted(INSTANTS) == ["closed_at", "opened_at", "responded_at"]
    assert CLOCK_COLUMNS[4:8] == ("due_at", "target_seconds", "target_clock", "stopped_at")
    assert ("case_number", *Event._fields[:-1]) == EVENT_COLUMNS


def test_a_case_is_a_row_of_plain_values() -> None:
    row = dict(zip(CASE_COLUMNS, case_row(CASE), strict=True))

    assert row["opened_at"] == row["leads_due_at"] == "2026-11-23T10:00:00Z"
    assert row["closed_at"] is None
    assert (row["number"], row["ref"], row["rev"]) == (7, "00123", 0)


def test_a_clock_is_a_row_of_plain_values() -> None:
    started, due = "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"

    assert clock_row(response(after(hours=1))) == [
        *("response", 1, 0, started, due, 3600, "support-hours", None, None, None)
    ]
    assert clock_row(RAISED) == ["escalation", 2, 3, due, *[None] * 6]


@pytest.mark.parametrize(
    "clocks",
    [
        pytest.param((), id="none"),
        pytest.param((response(MONDAY),), id="one"),
        pytest.param(
            (response(MONDAY, stopped_at=after(hours=2), verdict="missed"), RAISED), id="two"
        ),
    ],
)
def test_a_case_comes_back_from_its_row(clocks: tuple[Clock, ...]) -> None:
    case = CASE._replace(clocks=clocks)

    assert row_case(selected_row(case)) == case


def test_clocks_come_back_in_the_order_of_their_starts_whatever_order_they_are_in() -> None:
    clocks = (response(MONDAY), RAISED._replace(cycle=1, level=1), RAISED)

    backwards = selected_row(CASE._replace(clocks=clocks[::-1]))

    assert row_case(backwards).clocks == clocks


def test_instants_are_stored_in_utc_and_so_sort_as_text() -> None:
    offset = timezone(timedelta(hours=-8))
    there = datetime(2026, 11, 23, 2, tzinfo=offset)
    local = CASE._replace(opened_at=there, clocks=(response(there)._replace(started_at=there),))

    assert selected_row(local) == selected_row(CASE)
    read = row_case(selected_row(local))
    assert {read.opened_at.tzinfo, *(clock.due_at.tzinfo for clock in read.clocks)} == {UTC}


def test_an_event_is_a_row_whose_changes_are_json() -> None:
    event = Event(
        "responded",
        MONDAY,
        "tester",
        {"responded_at": Change(None, MONDAY)},
        "Called back",
        after(hours=1),
        "c0ffee",
        2,
    )

    *start, changes, note, recorded_at, command, sequence = event_row(7, event)

    assert start == [7, "responded", "2026-11-23T10:00:00Z", "tester"]
    assert json.loads(changes) == {"responded_at": [None, "2026-11-23T10:00:00Z"]}
    assert [note, recorded_at, command, sequence] == [
        *("Called back", "2026-11-23T11:00:00Z", "c0ffee", 2)
    ]


def test_the_clocks_that_an_event_changed_are_json_by_their_columns() -> None:
    stopped = response(MONDAY, stopped_at=after(hours=1), verdict="missed", active_seconds=3600)
    event = Event("closed", MONDAY, "x", {"clocks": Change((response(MONDAY),), (stopped, RAISED))})

    changes = dict(zip(EVENT_COLUMNS, event_row(7, event), strict=True))["changes"]

    known = {
        "kind": "response",
        "cycle": 1,
        "level": 0,
        "started_at": "2026-11-23T10:00:00Z",
        "due_at": "2026-11-23T10:00:00Z",
        "target_seconds": 3600,
        "target_clock": "support-hours",
    }
    ended = {"stopped_at": "2026-11-23T11:00:00Z", "verdict": "missed", "active_seconds": 3600}
    raised = {"kind": "escalation", "cycle": 2, "level": 3, "started_at": "2026-11-23T11:00:00Z"}
    assert json.loads(changes) == {"clocks": [[known], [{**known, **ended}, raised]]}


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(opening(clocks=(response(MONDAY), RAISED)), id="an opening"),
        pytest.param(
            Event("closed", MONDAY, "x", {"subject": Change("2026-11-23T10:00:00Z", "")}),
            id="a text that looks like an instant",
        ),
        pytest.param(
            Event("noted", MONDAY, "x", {"rev": Change(0, 1)}, "", after(days=1), "c0ffee", 0),
            id="a number, an empty note",
        ),
    ],
)
def test_an_event_comes_back_from_its_row(event: Event) -> None:
    assert read_back(event) == event._replace(id=9)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("subject", None, id="no subject"),
        pytest.param("rev", "1", id="a text for a number"),
        pytest.param("subject", b"bytes", id="bytes"),
        pytest.param("opened_at", "2026-13-23T10:00:00Z", id="no instant"),
        pytest.param("rev", 1.5, id="half a number"),
        pytest.param("clocks", "[", id="no list of clocks"),
        pytest.param("clocks", None, id="no clocks"),
    ],
)
def test_a_damaged_row_is_told(field: str, value: object) -> None:
    row = dict(zip(Case._fields, selected_row(CASE), strict=True))

    with pytest.raises(StoreError, match="the store is damaged: ") as told:
        row_case([*{**row, field: value}.values()])

    assert told.value.fix


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("kind", None, id="no kind"),
        pytest.param("cycle", "1", id="a text for a number"),
        pytest.param("started_at", None, id="no start"),
        pytest.param("due_at", "2026-13-23T10:00:00Z", id="no instant"),
        pytest.param("target_seconds", 1.5, id="half a second"),
    ],
)
def test_a_damaged_clock_is_told(column: str, value: object) -> None:
    row: dict[str, Any] = dict(zip(CLOCK_COLUMNS, clock_row(response(MONDAY)), strict=True))

    with pytest.raises(StoreError, match="the store is damaged: "):
        row_clock({**row, column: value}.values())


def test_a_clock_without_a_target_has_none() -> None:
    assert row_clock(clock_row(RAISED)) == RAISED
    assert row_clock(clock_row(RAISED._replace(target=Target(60, "24x7")))).target == (60, "24x7")


@pytest.mark.parametrize(
    "changes",
    [
        "",
        "{",
        "[]",
        "null",
        '{"rev": 1}',
        '{"rev": [1]}',
        '{"levil": [0, 1]}',
        '{"rev": null}',
        '{"clocks": [null, []]}',
        '{"clocks": [[], [{"kind": "response"}]]}',
        '{"clocks": [[], ["response"]]}',
        '{"holds": [[], [{"ended_at": "2026-11-23T10:00:00Z"}]]}',
        '{"opened_at": [null, "yesterday"]}',
    ],
)
def test_a_damaged_event_is_told(changes: str) -> None:
    row = dict(zip(EVENT_COLUMNS, event_row(7, opening()), strict=True))

    with pytest.raises(StoreError, match="the store is damaged: ") as told:
        read_event({"id": 1, **row}, read_changes(changes))

    assert told.value.fix


def test_who_records_and_when_comes_with_every_event() -> None:
    who, at, command = recording("c0ffee")
    event = read_back(opening()._replace(who=who, recorded_at=at, command=command))
    assert (event.who, event.recorded_at, event.command, event.sequence) == (
        *("tester", after(hours=1), "c0ffee", 0),
    )
