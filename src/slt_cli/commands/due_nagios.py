"""`slt due --nagios`: one status line with performance data, as Nagios and Icinga read it."""

from collections.abc import Sequence

import typer

from slt_cli.app import App
from slt_cli.commands.clock_sheet import ClockRow
from slt_cli.domain.instant import format_utc
from slt_cli.reporting import status_line


def due_nagios(app: App, rows: Sequence[ClockRow]) -> None:
    """Print the state of the running clocks and exit with 0, 1 (soon) or 2 (late)."""
    states = [row.standing.state for row in rows]
    late, soon = states.count("late"), states.count("soon")
    code = 2 if late else 1 if soon else 0
    nearest = f"; nearest {_named(app, rows[0])}" if rows else ""
    text = f"{late} late, {soon} soon, {len(rows)} running{nearest}"
    app.write(status_line(code, text, f"late={late};;0 soon={soon};0 running={len(rows)}"))
    raise typer.Exit(code)


def _named(app: App, row: ClockRow) -> str:
    due = "" if row.clock.due_at is None else f", due {format_utc(row.clock.due_at)}"
    return f"{app.policy.case_id(row.case.number)} {row.case.priority} {row.clock.name}{due}"
