"""`slt due`: show the running clocks, the earliest due time first, or when a case would be due."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.completing import complete_cases
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.case import Case, in_order_of_due, leading
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Selection, State
from slt_cli.errors import StoreError, UsageError
from slt_cli.output import Note
from slt_cli.parameters import (
    At,
    Limit,
    Partner,
    PartnerTypeName,
    PriorityName,
    RegionName,
    Sort,
    StatusName,
    app_of,
    filter_of,
    order_of,
    status_of,
)
from slt_cli.store.protocols import Filter
from slt_cli.views.clocks import ClockRow, clock_row, clock_sheet, explained, no_clock, shown_clocks
from slt_cli.views.nagios import nagios_status
from slt_cli.views.support_notes import clock_start_note

_SOMETHING_SOON = 10
_SOMETHING_LATE = 11


def due_command(
    ctx: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]", help="Only the clocks of this case.", autocompletion=complete_cases
        ),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Only what is late.")] = False,
    soon: Annotated[bool, typer.Option("--soon", help="Only what is soon due.")] = False,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="30m", help="Only what has at most this much time left."),
    ] = None,
    not_late: Annotated[bool, typer.Option("--not-late", help="Leave out what is late.")] = False,
    held: Annotated[bool, typer.Option("--held", help="Only clocks that are on hold.")] = False,
    clocks: Annotated[
        bool, typer.Option("--clocks", help="A row for every clock, not one for each case.")
    ] = False,
    if_opened: Annotated[
        str | None,
        typer.Option(
            "--if-opened", metavar="TIME", help="When a case opened at TIME would be due."
        ),
    ] = None,
    region: RegionName = None,
    priority: PriorityName = None,
    partner: Partner = None,
    partner_type: PartnerTypeName = None,
    status: StatusName = None,
    sort: Sort = "due",
    limit: Limit = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how the due time adds up, day by day.")
    ] = False,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code", help="Exit with 11 if anything is late, 10 if anything is soon due."
        ),
    ] = False,
    nagios: Annotated[
        bool, typer.Option("--nagios", help="One status line and exit code for Nagios or Icinga.")
    ] = False,
    at: At = None,
) -> None:
    """Show what is due, the earliest first.

    It shows the cases with running clocks, each by the clock that is due first, or all clocks of
    CASE. With more than one of --late, --soon, --within and --held, a clock is shown if it fits any
    of them. --partner-type is only for --if-opened.

    \b
    slt due
    slt due --late --soon
    slt due --within 30m --priority S1
    slt due --nagios --region apac
    slt due CASE-1 --explain
    slt due --if-opened 2026-11-20T17:30 --priority S2 --region apac --explain
    """
    app = app_of(ctx)
    now = app.at(at)
    if if_opened is not None:
        if (case, within, status, partner, limit) != (None,) * 5 or late or soon or held:
            raise UsageError(
                "--if-opened is not about a case: add only --priority, --region or --partner-type",
                "leave out the case and the options that choose cases or clocks",
            )
        if nagios:
            raise UsageError("--nagios and --if-opened exclude each other", "leave one out")
        app.do_without_store()
        found, notes = _if_opened(app, if_opened, priority, region, partner_type, now)
        rows = iter(found)
    else:
        if partner_type is not None:
            raise UsageError("--partner-type is only for --if-opened", "leave it out")
        if case is not None and {region, priority, partner, status} != {None}:
            raise UsageError(
                "--region, --priority, --partner and --status choose cases, but a case is named",
                "leave them out, or leave out the case",
            )
        statuses = () if status is None else (status_of(status),)
        order = order_of(sort)
        wanted = filter_of(app, region, priority, partner, statuses=statuses, order=order)
        wanted = wanted._replace(expected=limit)
        left = None if within is None else _seconds(within)
        selection = Selection(late, soon, left, held, not_late)
        rows, notes = _rows(app, case, wanted, selection, now), []
        if nagios:
            if not app.store.exists():  # a wrong name, or a lost store, must not look fine
                raise StoreError(f"there is no store {app.location}", "name it with --db or SLT_DB")
            code, line = nagios_status(app.policy, rows)
            app.write(line)
            raise typer.Exit(code)
    states: set[State] = set()
    noted = _noting(rows, states)
    if not (clocks or case or if_opened) and app.format.is_for_people:
        noted = _one_a_case(app, noted, selection, now)
    sheet = clock_sheet(app.policy, islice(noted, limit), now, notes)
    app.show(explained(app.policy, sheet) if explain else sheet, paged=True)
    if exit_code:
        deque(noted, maxlen=0)  # the clocks that --limit leaves out count too
        raise typer.Exit(_exit_code(states))


def _rows(
    app: App, given: str | None, wanted: Filter, selection: Selection, now: datetime
) -> Iterator[ClockRow]:
    for case, clock in _clocks(app, given, wanted, selection, now):
        row = clock_row(app.policy, case, clock, now)
        if selection.takes(row.standing):
            yield row


def _clocks(
    app: App, given: str | None, wanted: Filter, selection: Selection, now: datetime
) -> Iterator[tuple[Case, Clock]]:
    if given is None:
        due_before = now if selection.only_late else None
        for clock, case in app.store_at(now).running(wanted, due_before):
            yield case, clock
    else:
        case = app.case(given, now)
        for clock in in_order_of_due(case.running_clocks) or _last_clocks(case):
            yield case, clock


def _last_clocks(case: Case) -> list[Clock]:
    """Return the response clock of a case and the clock of its level, stopped or not."""
    escalation = case.clock(ESCALATION)
    return [case.clock(RESPONSE) or no_clock(case), *([] if escalation is None else [escalation])]


def _one_a_case(
    app: App, rows: Iterator[ClockRow], selection: Selection, now: datetime
) -> Iterator[ClockRow]:
    """Yield a row for each case: the leading one of the clocks wanted, and how many others run."""
    for row in rows:
        running = row.case.running_clocks
        if len(running) == 1:
            yield row
        elif leading(_wanted(app.policy, row.case, selection, now)) == row.clock:
            yield row._replace(others=len(running) - 1)


def _wanted(policy: Policy, case: Case, selection: Selection, now: datetime) -> Iterator[Clock]:
    for clock in case.running_clocks:
        if selection.takes(policy.standing(clock, case, now)):
            yield clock


def _noting(rows: Iterator[ClockRow], states: set[State]) -> Iterator[ClockRow]:
    for row in rows:
        states.add(row.standing.state)
        yield row


def _seconds(within: str) -> int:
    try:
        return parse_duration(within)
    except ValueError as error:
        from slt_cli.config.nearest_times import durations  # noqa: PLC0415 - only for an error

        near = " or ".join(f"--within {each}" for each in durations(within))
        raise UsageError(f"--within: {error}", near or "such as --within 30m") from None


def _exit_code(states: set[State]) -> int:
    if "late" in states:
        return _SOMETHING_LATE
    return _SOMETHING_SOON if "soon" in states else 0


def _if_opened(
    app: App,
    if_opened: str,
    priority: str | None,
    region: str | None,
    partner_type: str | None,
    now: datetime,
) -> tuple[list[ClockRow], list[Note]]:
    """Return the clocks of a case that might be opened, with notes that explain them."""
    from slt_cli.domain.lifecycle import open_case  # noqa: PLC0415 - no case is opened otherwise

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
        opened_at=app.instant("--if-opened", if_opened),
    )
    opened = format_instant(case.opened_at, policy.zone_of(case), now.year)
    notes = [Note("Opened", opened), *clock_start_note(policy, case, now)]
    clocks = in_order_of_due(shown_clocks(case))
    return [clock_row(policy, case, clock, now) for clock in clocks], notes
