"""`slt recalc`: show or record due times that the present configuration would change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Annotated, Any

import typer

from slt_cli.commands.record import shown_as
from slt_cli.domain.calendar.instant import utc_or_none
from slt_cli.domain.changed import Changed
from slt_cli.domain.policy import Policy
from slt_cli.errors import UsageError
from slt_cli.output import Column, Note, Sheet
from slt_cli.output.times import Times
from slt_cli.parameters import Once, app_of
from slt_cli.services.recalculation import Difference, differences, recalculate
from slt_cli.views.case_list import number_of


def recalc_command(
    ctx: typer.Context,
    apply: Annotated[
        bool, typer.Option("--apply", help="Record the new due times instead of only showing them.")
    ] = False,
    once: Once = None,
) -> None:
    """Show due times that the configuration would change.

    A due time is a promise: a change of hours, holidays or targets does not move it until --apply
    records the new one. With --once KEY a second run shows what the first recorded.

    It looks at cases that wait for an answer or have a clock running. In the others nothing is due,
    so they stay as they are. So does a due time that was imported.

    \b
    slt recalc
    slt recalc --apply
    """
    app = app_of(ctx)
    if once is not None and not apply:
        raise UsageError("--once is only for --apply", "leave it out, or add --apply")
    if apply:
        app.recorded_at(None)  # refused while the clock is behind

    def sheet(changes: Sequence[Changed]) -> Sheet[Difference]:
        found = list(chain.from_iterable(map(differences, changes)))
        shown = _sheet(app.policy, found, app.times())
        if apply:
            return shown.with_changes(notes=tuple(_recorded_notes(changes)))
        return shown.with_changes(footer=_what_to_do)

    recalculate(app, shown_as(app, sheet), once=once, apply=apply)


def _what_to_do(rows: Sequence[Difference]) -> Iterator[str]:
    """Yield that nothing was recorded, and how to record it, if anything would change."""
    if rows:
        yield f"{number_of(len(rows), 'due time')} would change. Clocks that have stopped stay."
        yield "Nothing was recorded: slt recalc --apply"


def _recorded_notes(changes: Sequence[Changed]) -> Iterator[Note]:
    """Yield how many cases have new due times, and how many had them before by the same key."""
    before = sum(changed.repeated for changed in changes)
    for label, count in (("Recorded", len(changes) - before), ("Recorded before", before)):
        if count:
            cases = "1 case" if count == 1 else f"{count} cases"
            yield Note(label, f"the new due times of {cases}")


def _sheet(policy: Policy, rows: list[Difference], times: Times) -> Sheet[Difference]:
    def item(row: Difference) -> dict[str, Any]:
        return {
            "id": policy.case_id(row.case.number),
            "kind": row.clock.kind,
            "level": row.clock.level,
            "due_at": utc_or_none(row.promised),
            "recalculated_due_at": utc_or_none(row.recalculated),
        }

    def told(row: Difference, instant: datetime | None) -> str:
        return times.listed(instant, policy.zone_of(row.case)) or "none"

    return Sheet(
        schema="slt.recalc/1",
        as_of=times.now,
        rows=rows,
        item=item,
        columns=(
            Column("Case", lambda row: policy.case_id(row.case.number)),
            Column("Clock", lambda row: row.clock.name),
            Column(times.heading("Promised"), lambda row: told(row, row.promised)),
            Column(times.heading("Recalculated"), lambda row: told(row, row.recalculated)),
            Column("Subject", lambda row: row.case.subject, "shortened", gives_way=1),
        ),
        key=lambda row: policy.case_id(row.case.number),
        empty="Every due time is what the configuration promises.",
    )
