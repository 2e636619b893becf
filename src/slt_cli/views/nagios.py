"""The status line of `slt due --nagios`, with performance data, as Nagios and Icinga read it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import State
from slt_cli.output.messages import status_line
from slt_cli.views.clock_rows import ClockRow


def nagios_status(
    policy: Policy, rows: Iterable[ClockRow], troubles: Sequence[str] = ()
) -> tuple[int, str]:
    """Return the exit code and the status line for running clocks: 0, 1 (soon) or 2 (late).

    What keeps notices from people (`troubles`) is critical too, and comes first.
    """
    states: Counter[State] = Counter()
    late_by: Counter[str] = Counter()
    nearest = ""
    for row in rows:
        nearest = nearest or f"; nearest {_named(policy, row)}"
        states[row.standing.state] += 1
        late_by[row.clock.kind] += row.standing.state == "late"
    late, soon, running = states["late"], states["soon"], states.total()
    code = 2 if late or troubles else 1 if soon else 0
    text = "; ".join([*troubles, f"{late} late, {soon} soon, {running} running{nearest}"])
    figures = f"late={late};;0 soon={soon};0 running={running}"
    if len(late_by) > 1:
        figures += "".join(f" late_{kind}={late_by[kind]};;0" for kind in sorted(late_by))
    return code, status_line(code, text, figures)


def _named(policy: Policy, row: ClockRow) -> str:
    due = "" if row.clock.due_at is None else f", due {format_utc(row.clock.due_at)}"
    return f"{policy.case_id(row.case.number)} {row.case.priority} {row.clock.name}{due}"
