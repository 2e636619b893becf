"""`slt show`: one case with its clocks and its history."""

from typing import Any

import typer

from slt_cli.commands.case_sheet import case_item, case_record
from slt_cli.commands.parameters import At, CaseId, app_of
from slt_cli.domain.case import Case, Event
from slt_cli.domain.instant import format_instant, format_utc
from slt_cli.output import Note


def show_command(ctx: typer.Context, case: CaseId, at: At = None) -> None:
    """Show one case: facts, clocks and history.

    \b
    slt show CASE-1
    slt show 1 --json
    """
    app = app_of(ctx)
    policy, now, found = app.policy, app.at(at), app.case(case)
    events = app.store.events(found.number)
    zone = policy.region_of(found).zone
    history = [
        Note(
            event.kind.capitalize(),
            f"{format_instant(event.at, zone, now.year)} by {event.who}"
            + (f": {event.note}" if event.note else ""),
        )
        for event in events
    ]

    def with_events(case: Case) -> dict[str, Any]:
        return {**case_item(policy, case), "events": [_event_item(event) for event in events]}

    record = case_record(policy, found, now, history)
    app.show(record._replace(item=with_events))


def _event_item(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "at": format_utc(event.at),
        "who": event.who,
        "note": event.note,
        "changes": {
            field: {"old": _plain(change.old), "new": _plain(change.new)}
            for field, change in event.changes.items()
        },
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field's value, whatever its type
    return format_utc(value) if hasattr(value, "tzinfo") else value
