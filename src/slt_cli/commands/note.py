"""`slt note`: add a remark to a case's history."""

from typing import Annotated

import typer

from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import require_after_opening
from slt_cli.errors import UsageError
from slt_cli.parameters import At, CaseId, app_of
from slt_cli.services.change import change_named_case
from slt_cli.views.case import case_record


def note_command(
    ctx: typer.Context,
    case: CaseId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The remark.")],
    at: At = None,
) -> None:
    """Add a remark to a case.

    \b
    slt note CASE-1 "The carrier confirms the fault"
    """
    app = app_of(ctx)
    if not text.strip():
        raise UsageError("the remark is empty", 'slt note CASE-1 "The carrier confirms the fault"')
    instant = app.recorded_at(at)

    def noted(found: Case) -> Case:
        require_after_opening(found, instant, "a remark")
        return found

    changed = change_named_case(app, case, "noted", instant, noted, text)
    app.show(case_record(app.policy, changed.after, app.now))
