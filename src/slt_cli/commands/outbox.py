"""`slt outbox`: the notices that were sent, that wait, and that failed and why."""

from datetime import timedelta
from typing import Annotated

import typer

from slt_cli.errors import UsageError
from slt_cli.filters import span_of
from slt_cli.offered import offered
from slt_cli.parameters import app_of
from slt_cli.services.outbox import drop_notice, failing_notices, notices_since, retry_notice
from slt_cli.views.outbox import DAYS, changed_sheet, failed_sheet, outbox_sheet


def outbox_command(
    ctx: typer.Context,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only what failed or is tried again, in full.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="Since TIME instead of the last 7 days."),
    ] = None,
    retry: Annotated[
        str | None,
        typer.Option(
            "--retry",
            metavar="ID",
            help="Let the next `slt notify` send this notice.",
            autocompletion=offered("unsent_notices"),
        ),
    ] = None,
    drop: Annotated[
        str | None,
        typer.Option(
            "--drop",
            metavar="ID",
            help="Do not send this notice.",
            autocompletion=offered("unsent_notices"),
        ),
    ] = None,
) -> None:
    """Show the notices that were sent, that wait, and that failed and why.

    A row is a notice: a moment of a case for a channel. Those that were due for a channel at the
    same time are one message, and are tried again together. What `slt notify` could not send for a
    day, or what a channel refuses, has failed: --retry sends it after all. Without --since it is
    about the last 7 days, --failed is about all.

    Settled notices of cases that have ended are removed after `defaults.keep_outbox`.

    \b
    slt outbox
    slt outbox --failed
    slt outbox --retry 7c2
    slt outbox --drop 7c2
    """
    app = app_of(ctx)
    given = {"--failed": failed, "--since": since, "--retry": retry, "--drop": drop}
    named = [option for option, value in given.items() if value]
    if len(named) > 1:
        raise UsageError(f"{named[0]} and {named[1]} exclude each other", "leave one out")
    if retry is not None or drop is not None:
        notice = retry_notice(app, retry) if retry is not None else drop_notice(app, drop or "")
        app.show(changed_sheet(app.policy, notice, app.times()))
    elif failed:
        app.show(failed_sheet(app.policy, failing_notices(app), app.times()), paged=True)
    else:
        start, _ = span_of(app, since, None)
        notices = notices_since(app, start or app.now - timedelta(DAYS))
        app.show(outbox_sheet(app.policy, notices, app.times(), start), paged=True)
