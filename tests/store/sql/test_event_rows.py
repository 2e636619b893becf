"""Events become rows and come back: their changes are JSON, clocks in it by their columns."""

import json

import pytest

from slt_cli.domain.clocks import Clock
from slt_cli.domain.events import Change, Event
from slt_cli.errors import StoreError
from slt_cli.store.sql.event_rows import EVENT_COLUMNS, event_row, read_history
from tests.store.samples import MONDAY, after, opening, read_back, recording, response

RAISED = Clock("escalation", 2, 3, after(hours=1), None, None)


def test_the_columns_are_the_fields_in_their_order() -> None:
    assert ("case_number", *Event._fields[:-1]) == EVENT_COLUMNS


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

    row = dict(zip(EVENT_COLUMNS, event_row(7, event), strict=True))

    start = [row[name] for name in ("case_number", "kind", "at", "who")]
    assert start == [7, "responded", "2026-11-23T10:00:00Z", "tester"]
    assert json.loads(row["changes"]) == {"responded_at": [None, "2026-11-23T10:00:00Z"]}
    recorded = [row[name] for name in ("note", "recorded_at", "command", "sequence", "detail")]
    assert recorded == ["Called back", "2026-11-23T11:00:00Z", "c0ffee", 2, event.detail]


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
    assert read_back(event) == event._replace(id=2)


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
        read_history(7, [{"id": 1, **row, "changes": changes}])

    assert told.value.fix


def test_who_records_and_when_comes_with_every_event() -> None:
    who, at, command = recording("c0ffee")
    event = read_back(opening()._replace(who=who, recorded_at=at, command=command))
    assert (event.who, event.recorded_at, event.command, event.sequence) == (
        *("tester", after(hours=1), "c0ffee", 0),
    )
