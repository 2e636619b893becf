"""`slt note`: add a note to the history of a case."""

from datetime import datetime
from typing import Annotated

import typer

from slt_cli.domain.case import Case
from slt_cli.domain.moments import Moment
from slt_cli.errors import UsageError
from slt_cli.parameters import At, CaseId, Once, app_of
from slt_cli.services.change import Wanted, change_case
from slt_cli.views.case import case_record


def note_command(
    ctx: typer.Context,
    case: CaseId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note.")],
    once: Once = None,
    at: At = None,
) -> None:
    """Add a note to a case.

    A note is never an answer and never a message of the partner: no clock starts or stops.

    \b
    slt note CASE-1 "The carrier confirms the fault"
    """
    app = app_of(ctx)
    if not text.strip():
        raise UsageError("the note is empty", 'slt note CASE-1 "The carrier confirms the fault"')
    instant = app.recorded_at(at)

    def noted(_: Case, at: datetime) -> Wanted:
        return Wanted(Moment("noted", at), note=text)

    changed = change_case(app, app.case_number(case), noted, instant, once=once)
    app.show(case_record(app.policy, changed.after, app.now))
