"""`slt reopen`: reopen a resolved or closed case."""

from typing import Annotated

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.offered import offered
from slt_cli.parameters import At, Note, Once, app_of

EndedCases = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="Resolved or closed cases: CASE-42, 42, or the provider's own case number.",
        autocompletion=offered("ended_cases"),
    ),
]


def reopen_command(
    ctx: typer.Context,
    case: EndedCases,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Reopen a resolved or closed case.

    Every clock that the end had ended runs on; the time between does not count.

    \b
    slt reopen CASE-1
    slt reopen CASE-1 --note "The fault is back"
    """
    record_and_show(app_of(ctx), case, "reopened", at, note, once)
