"""`slt show`: one case with its clocks and its history."""

from typing import Any

import typer

from slt_cli.commands.case_sheet import case_item, case_record
from slt_cli.commands.clock_sheet import case_clocks_sheet, clock_row
from slt_cli.commands.history_sheet import event_item, history_sheet
from slt_cli.commands.parameters import At, CaseId, app_of
from slt_cli.domain.case import Case, clocks_of
from slt_cli.output import Sheet


def show_command(ctx: typer.Context, case: CaseId, at: At = None) -> None:
    """Show one case: facts, clocks and history.

    \b
    slt show CASE-1
    slt show 1 --json
    """
    app = app_of(ctx)
    policy, now, found = app.policy, app.at(at), app.case(case)
    events = app.store.events(found.number)
    clocks = [clock_row(policy, found, clock, now) for clock in clocks_of(found.number, events)]

    def item(case: Case) -> dict[str, Any]:
        return {**case_item(policy, case), "events": [event_item(event) for event in events]}

    def detail(case: Case) -> list[Sheet[Any]]:
        zone = policy.region_of(case).zone
        return [
            case_clocks_sheet(clocks, app.reader_zone, now),
            history_sheet(events, zone, app.reader_zone, now),
        ]

    app.show(case_record(policy, found, now)._replace(item=item, detail=detail))
