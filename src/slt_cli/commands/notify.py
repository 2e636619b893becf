"""`slt notify`: send the notices that are due, or show which would be sent."""

from typing import Annotated

import typer

from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.parameters import At, app_of
from slt_cli.services.notify import notify


def notify_command(
    ctx: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent, and send nothing.")
    ] = False,
    test: Annotated[
        str | None,
        typer.Option(
            "--test",
            metavar="CHANNEL",
            help="Send a test; if it is taken, what failed before is tried with the next run.",
            autocompletion=offered("channels"),
        ),
    ] = None,
    at: At = None,
) -> None:
    """Send the notices that are due, as [[notices]] and [channels] of the configuration have them.

    Run it every minute from cron, on one machine or on several: each notice is sent once, and
    again only if it is not known whether it was taken. It prints nothing when all is well. What
    cannot be sent is tried again after 1, 5, 15 and 60 minutes, then every hour, and given up
    after a day. When a channel has failed for more than 15 minutes, or a message is given up, it
    says so. Then it exits with 1. `slt outbox` shows every notice.

    --at is only for --dry-run.

    \b
    slt notify
    slt notify --dry-run
    slt notify --dry-run --at "tomorrow 9:00"
    slt notify --test desk
    """
    app = app_of(ctx)
    if at is not None and not dry_run:
        raise UsageError("--at is only for --dry-run", "leave it out: notices are sent now")
    if test is not None and dry_run:
        raise UsageError("--test and --dry-run exclude each other", "leave one out")
    if test is None and not dry_run:
        notify(app)
        return
    from slt_cli.commands import notify_tried  # noqa: PLC0415 - a run each minute needs none of it

    if test is not None:
        notify_tried.send_test_to(app, test)
    else:
        notify_tried.show_planned(app, at)
