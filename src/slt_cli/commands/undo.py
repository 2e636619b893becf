"""`slt undo`: take back what a command recorded on a case by mistake."""

from typing import Annotated

import typer

from slt_cli.domain.changed import Changed
from slt_cli.domain.corrections import NotOwnError
from slt_cli.offered import offered
from slt_cli.parameters import At, CaseId, DryRun, Once, app_of
from slt_cli.services.correction import undo
from slt_cli.views.corrections import undone_sheet


def undo_command(
    ctx: typer.Context,
    case: CaseId,
    event: Annotated[
        int | None,
        typer.Argument(
            metavar="[EVENT]",
            help="The id of an event in the history; the last one if none is named.",
            autocompletion=offered("events"),
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take back what somebody else recorded, too.")
    ] = False,
    dry_run: DryRun = False,
    once: Once = None,
    at: At = None,
) -> None:
    """Take back what was recorded on a case by mistake.

    Without EVENT this is the last thing recorded that still counts, so a second undo takes back
    one more. The clocks are then as if it had never been recorded; the history keeps it, and says
    who took it back. `slt show` lists the events with their ids. The opening cannot be taken back:
    see `slt void`.

    \b
    slt undo CASE-1
    slt undo CASE-1 --dry-run
    slt undo CASE-1 3 --yes
    """
    app = app_of(ctx)
    instant = app.recorded_at(at) or app.now
    try:
        before, after, taken = undo(
            app,
            app.existing(case),
            event,
            instant,
            others_too=yes,
            once=once,
            dry_run=dry_run,
        )
    except NotOwnError as error:
        named = case if case.replace("-", "").isalnum() else f"'{case}'"
        error.fix = f"`slt undo {named} {error.event} --yes` takes back what somebody else recorded"
        raise
    changed = Changed(before, after, repeated=taken is None)
    app.show(undone_sheet(app.policy, changed, taken, app.times(), dry_run=dry_run))
