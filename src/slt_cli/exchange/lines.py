"""The lines of an export in JSON Lines: each has a case with its clocks and its whole history."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.domain.policy import Policy
from slt_cli.output import Sheet
from slt_cli.store.batches import with_histories
from slt_cli.store.changes import plain_change, plain_clock, plain_span, text
from slt_cli.store.protocols import Store
from slt_cli.views.case import case_item

SCHEMA = "slt.export/1"


class Line(NamedTuple):
    """A case and its history."""

    case: Case
    events: list[Event]


def lines_of(store: Store, cases: Iterable[Case]) -> Iterator[Line]:
    """Return cases with their histories, which are read a batch at a time."""
    return starmap(Line, with_histories(store, cases))


def line_sheet(policy: Policy, lines: Iterable[Line], now: datetime) -> Sheet[Line]:
    """Return the sheet that has a line for each case."""
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=lines,
        item=lambda line: line_item(policy, line),
        columns=(),
        key=lambda line: policy.case_id(line.case.number),
    )


def line_item(policy: Policy, line: Line) -> dict[str, Any]:
    """Return a line: the flat fields of a case, its clocks and spans, and its events."""
    events = [event_item(event) for event in line.events]
    return {**case_item(policy, line.case), **collections_of(line.case), "events": events}


def collections_of(case: Case) -> dict[str, Any]:
    """Return the clocks and the spans of a case as a line has them."""
    return {
        "clocks": [plain_clock(clock) for clock in case.clocks],
        "holds": [plain_span(span) for span in case.holds],
        "closed": [plain_span(span) for span in case.closed],
    }


def event_item(event: Event) -> dict[str, Any]:
    """Return an event with all that is stored of it; its changes add up to the case."""
    changes = {
        field: {"old": _plain(old), "new": _plain(new)}
        for field, change in event.changes.items()
        for old, new in [plain_change(change)]
    }
    instants = {"at": _plain(event.at), "recorded_at": _plain(event.recorded_at)}
    return {"id": event.id, **event._asdict(), **instants, "changes": changes}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field's value, whatever its type
    return text(value) if isinstance(value, datetime) else value
