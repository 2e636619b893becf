"""`slt log`: what was recorded in all cases, as a story."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.commands.log_follow import follow_log
from slt_cli.domain.owners import ME
from slt_cli.domain.texts import folded
from slt_cli.errors import UsageError
from slt_cli.filters import Filters, require_text, span_of, takes_filters
from slt_cli.offered import offered
from slt_cli.parameters import SPAN, app_of, given_text
from slt_cli.services.due import states_of_cases
from slt_cli.services.log import LogQuestion, logged
from slt_cli.store.event_filter import EventFilter
from slt_cli.views.log import log_sheet, what_still_runs

_USUAL = timedelta(hours=24)

RecordedSince = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help=f"Recorded at or after TIME: {SPAN}"),
]
RecordedUntil = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="TIME",
        help="Recorded before TIME; a day, week or month is included whole.",
    ),
]


@takes_filters("since", "until")
def log_command(
    ctx: typer.Context,
    *,
    since: RecordedSince = None,
    until: RecordedUntil = None,
    who: Annotated[
        str | None,
        typer.Option(
            "--who",
            metavar="NAME",
            help="Only what NAME recorded; `me` is you.",
            autocompletion=offered("people"),
        ),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on with what is recorded, until Ctrl-C.")
    ] = False,
    filters: Filters,
) -> None:
    """Show what was recorded in all cases, the newest last.

    Without --since it is that of the last 24 hours, and with --until that of the 24 hours before.
    The times shown are those at which it happened.

    The filters choose cases, as they are now, void ones too. --limit keeps what was recorded last.

    --follow looks every two seconds, and ends at Ctrl-C with exit code 0. It writes lines, or with
    -o jsonl an object for each event. It reads the configuration and the team's policy once, when
    it starts.

    \b
    slt log
    slt log --since "today 14:00" --who me
    slt log --since yesterday --priority S1 --json
    slt log --follow
    """
    app = app_of(ctx)
    if follow:
        _require_followed(app, until)
    start, end = _span(app, since, until)
    if who is not None:
        require_text("--who", who)
    name = given_text(who)
    if name is not None and folded(name) == ME:
        name = app.who
    asked = LogQuestion(EventFilter(start, end, name, filters.limit), filters.wanted(app))
    if follow:
        follow_log(app, asked)
        return
    sheet = log_sheet(
        app.policy,
        logged(app.store, asked),
        app.times(),
        lambda: what_still_runs(
            states_of_cases(app, asked.of_cases, app.now), filtered=filters.are_given
        ),
    )
    app.show(sheet, paged=True)


def _span(app: App, since: str | None, until: str | None) -> tuple[datetime, datetime | None]:
    """Return since when and until when events are wanted; raises UsageError for a reversed span."""
    start, end = span_of(app, since, until)
    return start or (end or app.now) - _USUAL, end


def _require_followed(app: App, until: str | None) -> None:
    """Raise UsageError for what cannot go on without an end."""
    other, fix = None, "leave one out"
    if until is not None:
        other = "--until"
    elif app.options.quiet:
        other = "--quiet"
    elif app.format not in ("table", "plain", "jsonl"):
        other = f"--output {app.format}"
        fix += "; `-o jsonl` gives programs an object for each event"
    if other is not None:
        raise UsageError(
            f"--follow and {other} exclude each other",
            fix,
        )
