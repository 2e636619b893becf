"""`slt show`: show one case with its clocks and its history."""

from typing import Any

import typer

from slt_cli.domain.case import Case
from slt_cli.domain.events import taken_back
from slt_cli.output import Note, Sheet
from slt_cli.parameters import At, CaseId, app_of
from slt_cli.views.case import case_item, case_record
from slt_cli.views.clock_rows import case_clock_item, clock_row, shown_clocks
from slt_cli.views.clocks import case_clocks_sheet
from slt_cli.views.fields import flat_changes
from slt_cli.views.history import event_item, history_sheet
from slt_cli.views.support_notes import contact_note, hotline_note, phone_note


def show_command(ctx: typer.Context, case: CaseId, at: At = None) -> None:
    """Show one case: its facts, clocks and history.

    \b
    slt show CASE-1
    slt show 1 --json
    """
    app = app_of(ctx)
    policy, now = app.policy, app.at(at)
    found = app.case(case, now)
    events = app.store.events(found.number)
    shown = events if now >= app.now else app.store_at(now).events(found.number)
    history = [row for row in flat_changes(events) if row[0] in shown]
    clocks = [clock_row(policy, found, clock, now) for clock in shown_clocks(found)]

    def item(case: Case) -> dict[str, Any]:
        return {
            **case_item(policy, case),
            "events": [event_item(row, policy.case_id(case.number)) for row in history],
            "clocks": [case_clock_item(row) for row in clocks if row.clock.target],
        }

    def detail(case: Case) -> list[Sheet[Any]]:
        zones = policy.zone_of(case), app.reader_zone
        case_id = policy.case_id(case.number)
        return [
            case_clocks_sheet(clocks, app.times(now)),
            history_sheet(history, taken_back(events), case_id, zones, now),
        ]

    notes: list[Note] = []
    known = found.region in policy.regions and found.partner_type in policy.partner_types
    if found.status in ("open", "responded") and known:
        notes = [
            *contact_note(policy, found),
            *phone_note(policy, found),
            *hotline_note(policy, found, now),
        ]
    app.show(case_record(policy, found, now, notes)._replace(item=item, detail=detail))
