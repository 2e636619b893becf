"""Rows of events to the history of a case, events from before schema 3 among them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slt_cli.domain.events import Event
from slt_cli.store.damage import damaged
from slt_cli.store.sql.earlier_events import FLAT_FIELDS, ClockRow, EarlierClocks
from slt_cli.store.sql.rows import read_changes, read_event


def history(number: int, rows: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
    """Yield a case's events from their rows, in the order in which they were recorded.

    Raises StoreError for damage.
    """
    earlier = EarlierClocks()
    for place, row in enumerate(rows):
        if place == 0 and row["kind"] != "opened":
            raise damaged(f"the first event of case {number} does not open it")
        changes = read_changes(row["changes"])
        if row["command"] is None:
            changes = _with_clocks(earlier, row, changes)
        yield read_event(row, changes)


def _with_clocks(
    earlier: EarlierClocks, row: Mapping[str, Any], changes: dict[str, list[Any]]
) -> dict[str, Any]:
    """Return the changes of an event from before schema 3, with clocks in place of flat fields."""
    if not changes.keys() & FLAT_FIELDS:
        earlier.take(row["kind"], row["at"], changes)
        return changes
    before = earlier.rows
    earlier.take(row["kind"], row["at"], changes)
    kept = {field: pair for field, pair in changes.items() if field not in FLAT_FIELDS}
    gone, came = _without(before, earlier.rows), _without(earlier.rows, before)
    return {**kept, "clocks": [gone, came]} if gone or came else kept


def _without(rows: list[ClockRow], others: list[ClockRow]) -> list[ClockRow]:
    return [row for row in rows if row not in others]
