"""`slt due --nagios`: one status line with performance data, as Nagios and Icinga read it."""

from collections import Counter
from collections.abc import Iterable

import typer

from slt_cli.app import App
from slt_cli.commands.clock_sheet import ClockRow
from slt_cli.domain.instant import format_utc
from slt_cli.domain.standing import State
from slt_cli.errors import StoreError
from slt_cli.reporting import status_line


def due_nagios(app: App, rows: Iterable[ClockRow]) -> None:
    """Print the state of the running clocks and exit with 0, 1 (soon) or 2 (late)."""
    if not app.store_file.exists():  # a slip in its name, or a lost one, must not look like rest
        raise StoreError(f"there is no store {app.store_file}", "name it with --db or SLT_DB")
    states: Counter[State] = Counter()
    nearest = ""
    for row in rows:
        nearest = nearest or f"; nearest {_named(app, row)}"
        states[row.standing.state] += 1
    late, soon, running = states["late"], states["soon"], states.total()
    code = 2 if late else 1 if soon else 0
    text = f"{late} late, {soon} soon, {running} running{nearest}"
    app.write(status_line(code, text, f"late={late};;0 soon={soon};0 running={running}"))
    raise typer.Exit(code)


def _named(app: App, row: ClockRow) -> str:
    due = "" if row.clock.due_at is None else f", due {format_utc(row.clock.due_at)}"
    return f"{app.policy.case_id(row.case.number)} {row.case.priority} {row.clock.name}{due}"
