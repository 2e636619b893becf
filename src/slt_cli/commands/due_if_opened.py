"""`slt due --if-opened`: when a case would be due, without opening it."""

from datetime import datetime

from slt_cli.app import App
from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.case import in_order_of_due
from slt_cli.domain.lifecycle import open_case
from slt_cli.errors import UsageError
from slt_cli.output import Note
from slt_cli.views.case import no_target
from slt_cli.views.clock_rows import ClockRow, clock_row, shown_clocks
from slt_cli.views.clocks import clock_sheet
from slt_cli.views.in_detail import in_detail
from slt_cli.views.support_notes import clock_start_note

_NO_SUCH_CLOCK = "A new case has no such clock: `slt targets --clocks` says what starts it."


def show_if_opened(
    app: App,
    if_opened: str,
    priority: str | None,
    region: str | None,
    partner_type: str | None,
    now: datetime,
    *,
    kind: str | None,
    explain: bool,
) -> None:
    """Show the clocks of a case that might be opened, or that of one kind, a row for each."""
    app.do_without_store()
    rows, notes = _clocks_if_opened(app, if_opened, priority, region, partner_type, now)
    policy, times = app.policy, app.times(now)
    rows = [row for row in rows if kind in (None, row.clock.kind)]
    sheet = clock_sheet(policy, rows, times, notes).with_changes(footer=None)
    if kind is not None:
        sheet = sheet.with_changes(empty=_NO_SUCH_CLOCK)
    detailed = in_detail(policy, sheet, times, one_case=True, explain=explain, every_clock=True)
    app.show(detailed, paged=True)


def _clocks_if_opened(
    app: App,
    if_opened: str,
    priority: str | None,
    region: str | None,
    partner_type: str | None,
    now: datetime,
) -> tuple[list[ClockRow], list[Note]]:
    """Return the clocks of a case that might be opened, with notes that explain them."""
    if priority is None:
        names = " or ".join(app.policy.priorities)
        raise UsageError("--if-opened needs --priority", f"add --priority {names}")
    policy, its_type = app.policy, app.policy.partner_type(partner_type)
    case = open_case(
        policy,
        subject="",
        priority=policy.priority(priority),
        region=policy.region(region),
        partner_type=its_type,
        opened_at=app.instant("--if-opened", if_opened, now),
    )
    opened = format_instant(case.opened_at, policy.zone_of(case), now.year)
    notes = [Note("Opened", opened), *clock_start_note(policy, case, now)]
    clocks = in_order_of_due(shown_clocks(case))
    if not any(clock.target for clock in clocks):
        notes.append(Note("Target", no_target(policy, case)))
    return [clock_row(policy, case, clock, now) for clock in clocks], notes
