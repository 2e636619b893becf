"""`slt due`: show the running clocks, the earliest due time first, or when a case would be due."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Annotated, NoReturn

import typer

from slt_cli.app import App
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.standing import Selection, State
from slt_cli.errors import UsageError
from slt_cli.filters import Filters, takes_filters
from slt_cli.offered import offered
from slt_cli.output import FOR_PEOPLE
from slt_cli.parameters import At, Sort, app_of
from slt_cli.services.due import DueQuestion, clocks_due, one_a_case
from slt_cli.views.case_list import nothing_due
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.clocks import NOTHING_MATCHES, clock_sheet

_NOT_WATCHED = ("at", "explain", "nagios", "exit_code", "if_opened")
_SOMETHING_SOON = 10
_SOMETHING_LATE = 11


@takes_filters("clock")
def due_command(
    ctx: typer.Context,
    *,
    filters: Filters,
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]", help="Only the clocks of this case.", autocompletion=offered("cases")
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
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock",
            metavar="KIND",
            help="Only clocks of this kind, as `slt targets --clocks` lists them.",
            autocompletion=offered("clocks"),
        ),
    ] = None,
    if_opened: Annotated[
        str | None,
        typer.Option(
            "--if-opened", metavar="TIME", help="When a case opened at TIME would be due."
        ),
    ] = None,
    sort: Sort = "due",
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
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Redraw it every two seconds until you press q or Ctrl-C."),
    ] = False,
    at: At = None,
) -> None:
    """Show what is due, the earliest first.

    Each case with a running clock is shown once, by the clock that is due first; that of a level
    stands for the response, which --late and --clocks show as well. With CASE, all clocks of that
    case are shown.

    --late, --soon, --within and --held can be combined: a clock is shown if it fits one of them.

    --explain shows the clock of CASE that is due first. --clock names another one, and --clocks
    shows each.

    --watch ends at q or Ctrl-C with exit code 0. It reads the configuration and the team's policy
    once, when it starts.

    \b
    slt due
    slt due --late --soon
    slt due --within 30m --priority S1
    slt due --watch --region europe
    slt due --nagios --region apac
    slt due CASE-1 --explain
    slt due CASE-1 --explain --clock response
    slt due --if-opened 2026-11-20T17:30 --priority S2 --region apac --explain
    """
    app = app_of(ctx)
    if watch:
        _require_only_watch(app, ctx.params)
        from slt_cli.commands.due_watch import watch_due  # noqa: PLC0415 - loads Rich's live display

        selection = Selection(late, soon, _seconds(within), held, not_late)
        watch_due(app, lambda: _question(app, filters, clock, selection, sort), every_clock=clocks)
        return
    now = app.at(at)
    kind = None if clock is None else app.policy.clock_rule(clock).key
    if if_opened is not None:
        others = filters._replace(region=None, priority=None, partner_type=None)
        given = (case, within, filters.limit) != (None, None, None)
        if given or others.are_given or late or soon or held:
            raise UsageError(
                "--if-opened is not about a case: add only --priority, --region or --partner-type",
                "leave out the case and the options that choose cases or clocks",
            )
        if nagios:
            raise UsageError("--nagios and --if-opened exclude each other", "leave one out")
        from slt_cli.commands.due_if_opened import show_if_opened  # noqa: PLC0415 - opens a case

        show_if_opened(
            app,
            if_opened,
            filters.priority,
            filters.region,
            filters.partner_type,
            now,
            kind=kind,
            explain=explain,
        )
        return
    if case is not None and filters.are_given:
        raise UsageError(
            f"{filters.first_option} chooses cases, but a case is named",
            "leave it out, or leave out the case",
        )
    selection = Selection(late, soon, _seconds(within), held, not_late)
    asked = _question(app, filters, clock, selection, sort)._replace(case=case)
    if nagios:
        _answer_nagios(app, asked, now)
    nothing = f"{NOTHING_MATCHES} Cases on hold: slt list --held" if held else NOTHING_MATCHES
    empty = filters.nothing(nothing)
    _show(app, asked, now, every_clock=clocks, explain=explain, exit_code=exit_code, empty=empty)


def _require_only_watch(app: App, given: Mapping[str, object]) -> None:
    """Raise UsageError for what is shown once, or for a program, and not on a screen."""
    others = [f"--{name.replace('_', '-')}" for name in _NOT_WATCHED if given[name]]
    if app.options.output is not None:
        others.append(f"--output {app.options.output}")
    if app.options.quiet:
        others.append("--quiet")
    if given["case"] is not None:
        others.append("a case")
    if others:
        raise UsageError(f"--watch and {others[0]} exclude each other", "leave one out")


def _answer_nagios(app: App, asked: DueQuestion, now: datetime) -> NoReturn:
    app.require_no_format("--nagios")
    app.require_store()
    from slt_cli.services.notice_watch import notice_troubles  # noqa: PLC0415 - no other answer does
    from slt_cli.views.nagios import nagios_status  # noqa: PLC0415 - likewise

    troubles = notice_troubles(app.policy, app.store, now, app.now)
    code, line = nagios_status(app.policy, clocks_due(app, asked, now), troubles)
    app.write(line)
    raise typer.Exit(code)


def _show(
    app: App,
    asked: DueQuestion,
    now: datetime,
    *,
    every_clock: bool,
    explain: bool,
    exit_code: bool,
    empty: str,
) -> None:
    states: set[State] = set()
    rows = noted = _noting(clocks_due(app, asked, now), states)
    one_each = asked.case is None or (explain and asked.kind is None)
    if one_each and not every_clock and app.format in FOR_PEOPLE:
        rows = one_a_case(app, noted, asked.selection, now, asked.kind)
    times = app.times(now)
    sheet = clock_sheet(app.policy, islice(rows, asked.limit), times).with_changes(empty=empty)
    one_case = asked.case is not None
    if one_case or explain:
        from slt_cli.views.in_detail import in_detail  # noqa: PLC0415 - loads the ledger

        sheet = in_detail(
            app.policy, sheet, times, one_case=one_case, explain=explain, every_clock=every_clock
        )
    if asked.case is not None and asked.kind is not None:
        sheet = sheet.with_changes(empty="The case has no such clock.")
    elif asked.is_about_everything:
        store = app.store_at(now)
        sheet = sheet.with_changes(empty=lambda: nothing_due(store))
    app.show(sheet, paged=True)
    if exit_code:
        deque(noted, maxlen=0)  # the clocks that --limit leaves out count too
        raise typer.Exit(_exit_code(states))


def _noting(rows: Iterator[ClockRow], states: set[State]) -> Iterator[ClockRow]:
    for row in rows:
        states.add(row.standing.state)
        yield row


def _question(
    app: App, filters: Filters, clock: str | None, selection: Selection, sort: str
) -> DueQuestion:
    """Return what is asked of all cases; the team's policy knows the names in it."""
    kind = None if clock is None else app.policy.clock_rule(clock).key
    wanted = filters.wanted(app, sort=sort)._replace(limit=None)  # it is for rows
    return DueQuestion(None, wanted, selection, filters.limit, kind)


def _seconds(within: str | None) -> int | None:
    if within is None:
        return None
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
