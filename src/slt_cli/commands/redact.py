"""`slt redact`: replace the texts of a case and of its history for good."""

from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.errors import InterruptionError, RefusedError, UsageError
from slt_cli.output.asking import confirm
from slt_cli.output.text import is_blank
from slt_cli.parameters import CaseId, Once, app_of
from slt_cli.services.redaction import case_to_redact, clean, redact, require_owner
from slt_cli.views.changes import named
from slt_cli.views.redaction import redacted_sheet

_CONFIRM = "answer y, or add --yes"
_UNCHANGED = "nothing was redacted"


def redact_command(
    ctx: typer.Context,
    case: CaseId,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="TEXT",
            help="Why, for the history, where it stays: do not name a person in it.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask for confirmation.")] = False,
    once: Once = None,
) -> None:
    """Replace the texts of a case and of its history for good.

    Its subject, partner, customer, reference, owner and tags, and these and the notes in every
    event so far become "[redacted]", which cannot be undone; the old texts go from the files of the
    store, too. Again, it replaces what was written since. Who recorded what and when, priority,
    region, clocks, milestones, keys of --once and the reason stay; another reason replaces an
    earlier one. Nobody owns the case then. A salted hash of the reference is kept, so that `slt
    import` leaves out the row of a case with it that was opened within a day. Backups, exports and
    messages keep what they have: the answer names the copies that slt knows of. A case of any
    status can be redacted.

    \b
    slt redact CASE-1 --reason "Asked for by the customer"
    slt redact CASE-1 --reason "Asked for by the customer" --yes
    """
    app = app_of(ctx)
    if is_blank(reason):
        raise UsageError(
            "the reason is empty", 'slt redact CASE-1 --reason "Asked for by the customer"'
        )
    number, is_repeated = case_to_redact(app, case, once)
    if not yes and not is_repeated:
        require_owner(app)
        _confirm(app, number)
    done = redact(app, number, reason, once=once)
    remains = clean(app, number)
    for remark in remains.left:
        app.note(*remark)
    app.show(redacted_sheet(app.policy, done, remains, app.times()))


def _confirm(app: App, number: int) -> None:
    if not app.interactive:
        raise UsageError(
            "a redaction cannot be undone, and off a terminal nobody can confirm it", "add --yes"
        )
    case = app.store.case(number)
    name = app.policy.case_id(number) if case is None else named(app.policy, case)
    question = f"Replace the texts of {name}, and of its history? It cannot be undone."
    unanswered = InterruptionError(f"the question was not answered: {_UNCHANGED}", _CONFIRM)
    if not confirm(question, unanswered):
        raise RefusedError(_UNCHANGED, _CONFIRM)
