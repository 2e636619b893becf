"""How a case's history is shown: each event with its time, who recorded it, and what it did."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.domain.last_known import kept_in
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.times import Times
from slt_cli.views.event_words import EventRow, Telling
from slt_cli.views.fields import plain_value

_DETAILED = ("marked", "responded", "noted")
"""The events whose detail is in JSON: the milestone, `hold` if an answer also waits, SHARED."""

_LATER = timedelta(minutes=1)


def history_sheet(
    policy: Policy,
    case: Case,
    events: Sequence[EventRow],
    taken: Mapping[int, int | None],
    times: Times,
) -> Sheet[EventRow]:
    """Return the sheet that lists events in the order in which they were recorded.

    `taken` has the ids of those that were taken back, with the id of what did it. The ids are those
    that `slt undo` takes.
    """
    zone = policy.zone_of(case)
    telling = Telling(policy, case, times, {event.id: event.kind for event, _ in events})

    return Sheet(
        schema="slt.event/1",
        as_of=times.now,
        rows=events,
        item=lambda row: event_item(row, policy.case_id(case.number)),
        columns=(
            Column("Id", lambda row: str(row[0].id), right=True),
            Column(_heading(policy, case, times), lambda row: times.of_case(row[0].at, zone)),
            Column("Event", lambda row: row[0].kind),
            Column("By", lambda row: row[0].who, gives_way=1),
            Column("What", lambda row: what_happened(row, taken, telling), "wrapped"),
        ),
        key=lambda row: row[0].kind,
    )


def event_item(row: EventRow, case: str) -> dict[str, Any]:
    """Return an event of a case as the JSON contract has it; `changes` has old and new values."""
    event, changes = row
    return {
        "kind": event.kind,
        "at": format_utc(event.at),
        "who": event.who,
        "note": event.note,
        "changes": {
            field: {"old": plain_value(change.old), "new": plain_value(change.new)}
            for field, change in changes.items()
        },
        "recorded_at": None if event.recorded_at is None else format_utc(event.recorded_at),
        "detail": _detail(event),
        "id": event.id,
        "case": case,
        "undoes": event.undoes,
    }


def _detail(event: Event) -> str | None:
    """Return what the kind alone does not say; not when the row of an import was changed."""
    return event.detail if event.kind in _DETAILED and kept_in(event) is None else None


def _heading(policy: Policy, case: Case, times: Times) -> str:
    """Return `When (USA)` where the times are those of the case's region."""
    region = policy.regions.get(case.region)
    is_there = region is not None and times.whose in (None, "region")
    return f"When ({policy.region_name(case)})" if is_there else "When"


def what_happened(row: EventRow, taken: Mapping[int, int | None], telling: Telling) -> Cell:
    """Return what an event did, its remark, and whether it was recorded late or taken back.

    A narrow log cuts the remark. That an event was taken back comes first there, and of one that
    counts stays that it was recorded late.
    """
    facts, beside = "; ".join(_facts(row, telling)), _beside(row, taken, telling)
    colon = ":" if facts else ""
    first = f"taken back{colon}" if telling.in_log and row[0].id in taken else ""
    return Cell(" ".join(filter(None, (first, facts, beside))), tail="" if first else beside)


def _facts(row: EventRow, telling: Telling) -> Iterator[str]:
    yield from telling.what(row)
    if row[0].note:
        yield row[0].note


def _beside(row: EventRow, taken: Mapping[int, int | None], telling: Telling) -> str:
    event = row[0]
    told = []
    if event.recorded_at is not None and event.recorded_at - event.at > _LATER:
        told.append(f"recorded {telling.beside(event.recorded_at, event.at)}")
    if event.id is not None and event.id in taken and not telling.in_log:
        told.append(f"taken back by event {taken[event.id]}")
    return f"({'; '.join(told)})" if told else ""
