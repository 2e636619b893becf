"""`slt mark`: record that a milestone of a case is reached."""

from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.completing import complete_milestones
from slt_cli.errors import UnknownNameError
from slt_cli.parameters import At, CaseId, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def mark_command(
    ctx: typer.Context,
    case: CaseId,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The milestone: workaround, or another one as configured.",
            autocompletion=complete_milestones,
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
    cases, error = record_moment(app, [case], "marked", at, note, once, _milestone(app, name))
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error


def _milestone(app: App, given: str) -> str:
    """Return the key of the milestone with a key or name, in upper or lower case."""
    rules = [rule for rule in app.policy.clock_rules.values() if "marked" in rule.stops]
    wanted = given.strip().casefold()
    for rule in rules:
        if wanted in (rule.key.casefold(), rule.name.casefold()):
            return rule.key
    raise UnknownNameError("milestone", given, [rule.key for rule in rules])
