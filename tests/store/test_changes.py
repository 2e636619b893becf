"""Clocks and spans become plain values by their columns, and come back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from slt_cli.domain.calendar.instant import parse_utc
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.events import Change
from slt_cli.domain.plan import Target
from slt_cli.store.changes import (
    CLOCK_COLUMNS,
    INSTANTS,
    UNREADABLE,
    clock_row,
    plain_change,
    plain_clock,
    read_change,
    read_clock,
    text,
)
from tests.store.samples import MONDAY, after, response

RAISED = Clock("escalation", 2, 3, after(hours=1), None, None)
HOLD = Span(MONDAY, MONDAY + timedelta(hours=1))


def test_the_columns_are_the_fields_in_their_order() -> None:
    assert sorted(INSTANTS) == ["closed_at", "opened_at", "resolved_at", "responded_at"]
    assert CLOCK_COLUMNS[4:8] == ("due_at", "target_seconds", "target_clock", "stopped_at")


def test_a_clock_is_a_row_of_plain_values() -> None:
    started, due = "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"

    assert clock_row(response(after(hours=1))) == [
        *("response", 1, 0, started, due, 3600, "support-hours", *[None] * 7)
    ]
    assert clock_row(RAISED) == ["escalation", 2, 3, due, *[None] * 10]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        pytest.param("clocks", Change((), (response(MONDAY), RAISED)), id="clocks"),
        pytest.param("holds", Change((Span(MONDAY),), (HOLD,)), id="holds"),
        pytest.param("closed", Change((), (HOLD,)), id="closed times"),
        pytest.param("closed_at", Change(None, MONDAY), id="an instant"),
        pytest.param("subject", Change("a", "b"), id="a text"),
    ],
)
def test_a_change_comes_back(field: str, change: Change) -> None:
    plain = json.loads(json.dumps(plain_change(change), default=text))
    assert read_change(field, plain, parse_utc) == change


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("kind", None, id="no kind"),
        pytest.param("cycle", "1", id="a text for a number"),
        pytest.param("started_at", None, id="no start"),
        pytest.param("due_at", "2026-13-23T10:00:00Z", id="no instant"),
        pytest.param("target_seconds", 1.5, id="half a second"),
        pytest.param("place", 1, id="an unknown column"),
    ],
)
def test_a_damaged_clock_is_refused(column: str, value: object) -> None:
    part: dict[str, Any] = {**plain_clock(response(MONDAY)), column: value}

    with pytest.raises(UNREADABLE):
        read_clock(part, parse_utc)


def test_a_clock_without_a_target_has_none() -> None:
    timed = RAISED._replace(target=Target(60, "24x7"))
    assert [read_clock(plain_clock(clock), parse_utc) for clock in (RAISED, timed)] == [
        *(RAISED, timed)
    ]
