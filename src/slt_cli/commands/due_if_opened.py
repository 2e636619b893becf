"""`slt due --if-opened`: when a case opened at some time would be due, without opening one."""

from datetime import datetime

from slt_cli.app import App
from slt_cli.commands.clock_sheet import ClockRow, clock_row
from slt_cli.commands.support_notes import clock_start_note
from slt_cli.domain.instant import format_instant
from slt_cli.domain.lifecycle import open_case
from slt_cli.errors import UsageError
from slt_cli.output import Note


def due_if_opened(
    app: App,
    if_opened: str,
    priority: str | None,
    region: str | None,
    partner_type: str | None,
    now: datetime,
) -> tuple[list[ClockRow], list[Note]]:
    """Return the response clock of a case that is only imagined, and what explains it."""
    if priority is None:
        raise UsageError("--if-opened needs --priority", "add --priority S1, S2 or S3")
    policy, its_type = app.policy, app.policy.partner_type(partner_type)
    case = open_case(
        subject="",
        priority=policy.priority(priority),
        region=policy.region(region),
        partner_type=its_type,
        plan=policy.plan_for(its_type),
        opened_at=app.instant("--if-opened", if_opened),
    )
    opened = format_instant(case.opened_at, policy.zone_of(case), now.year)
    notes = [Note("Opened", opened), *clock_start_note(policy, case, now)]
    return [clock_row(policy, case, case.clocks()[0], now)], notes
