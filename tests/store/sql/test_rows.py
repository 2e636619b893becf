"""Cases, clocks and spans become rows and come back: instants as UTC text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.errors import StoreError
from slt_cli.store.sql.rows import (
    CASE_COLUMNS,
    CASE_FIELDS,
    UNIT,
    case_row,
    row_case,
)
from tests.store.samples import MONDAY, after, response, selected_row

CASE = Case(
    7, "Phones are down", "certified", "S1", "usa", MONDAY, ref="00123", clocks=(response(MONDAY),)
)
RAISED = Clock("escalation", 2, 3, after(hours=1), None, None)
SELECTED = (*CASE_FIELDS, "clocks", "spans")
CLOCKS = dict(zip(SELECTED, selected_row(CASE), strict=True))["clocks"]


def test_the_columns_are_the_fields_in_their_order() -> None:
    nested = ("clocks", "holds", "closed")
    derived = ("leads_due_at", "partner_folded", "customer_folded", "owner_folded")
    assert (*(f for f in Case._fields if f not in nested), *derived) == CASE_COLUMNS


def test_a_case_is_a_row_of_plain_values() -> None:
    row = dict(zip(CASE_COLUMNS, case_row(CASE), strict=True))

    assert row["opened_at"] == row["leads_due_at"] == "2026-11-23T10:00:00Z"
    assert row["closed_at"] is None
    assert (row["number"], row["ref"], row["rev"]) == (7, "00123", 0)


@pytest.mark.parametrize(
    "clocks",
    [
        pytest.param((), id="none"),
        pytest.param((response(MONDAY),), id="one"),
        pytest.param(
            (response(MONDAY, stopped_at=after(hours=2), verdict="missed"), RAISED), id="two"
        ),
        pytest.param((response(after(hours=1), missed_due_at=MONDAY),), id="retargeted when late"),
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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("subject", None, id="no subject"),
        pytest.param("rev", "1", id="a text for a number"),
        pytest.param("subject", b"bytes", id="bytes"),
        pytest.param("opened_at", "2026-13-23T10:00:00Z", id="no instant"),
        pytest.param("rev", 1.5, id="half a number"),
        pytest.param("clocks", "response", id="too few values of a clock"),
        pytest.param(
            "clocks", CLOCKS.replace(f"{UNIT}0{UNIT}", f"{UNIT}one{UNIT}"), id="a word for a level"
        ),
        pytest.param("clocks", CLOCKS.replace("2026-11", "2026-13"), id="a clock of no instant"),
        pytest.param("spans", UNIT.join(["holds", "yesterday", ""]), id="a span of no instant"),
    ],
)
def test_a_damaged_row_is_told(field: str, value: object) -> None:
    row = dict(zip(SELECTED, selected_row(CASE), strict=True))

    with pytest.raises(StoreError, match="the store is damaged: ") as told:
        row_case([*{**row, field: value}.values()])

    assert told.value.fix
