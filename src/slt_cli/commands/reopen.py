"""`slt reopen`: reopen a resolved or closed case."""

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, EndedCases, Note, Once, app_of


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
