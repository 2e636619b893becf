"""`slt mark`: record that a milestone of a case is reached."""

from typing import Annotated

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.offered import offered
from slt_cli.parameters import At, CaseId, Note, Once, app_of


def mark_command(
    ctx: typer.Context,
    case: CaseId,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The milestone: workaround, or another one as configured.",
            autocompletion=offered("milestones"),
        ),
    ],
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Record that a milestone is reached.

    A milestone is a clock of the configuration that a mark stops: `workaround`, and others under
    [clocks]. Marked again, the first time counts.

    \b
    slt mark CASE-1 workaround
    slt mark CASE-1 workaround --at 11:20 --note "Calls go over the second trunk"
    """
    app = app_of(ctx)
    milestone = app.policy.milestone(name).key
    record_and_show(app, [case], "marked", at, note, once, detail=milestone)
