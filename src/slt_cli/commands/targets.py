"""`slt targets`: the targets of each priority for each partner type."""

from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.output import FOR_PEOPLE, said
from slt_cli.parameters import app_of
from slt_cli.views.clock_targets import clock_target_sheet, rule_sheet
from slt_cli.views.targets import closing_lines, plan_tables, target_lines, target_sheet


def targets_command(
    ctx: typer.Context,
    clocks: Annotated[
        bool, typer.Option("--clocks", help="Show what starts and stops each clock.")
    ] = False,
) -> None:
    """Show the targets of each priority, or with --clocks what starts and stops the clocks.

    \b
    slt targets
    slt targets --clocks
    slt targets --json
    """
    app = app_of(ctx)
    app.do_without_store()
    for_people = app.format in FOR_PEOPLE and not app.options.quiet
    if clocks:
        policy, now = app.policy, app.now
        app.show(rule_sheet(policy, now) if for_people else clock_target_sheet(policy, now))
    elif for_people and app.format == "table":
        _show_tables(app)
    elif for_people:
        app.show(target_lines(app.policy, app.now))
    else:
        app.show(target_sheet(app.policy, app.now))


def _show_tables(app: App) -> None:
    for number, (heading, sheet) in enumerate(plan_tables(app.policy, app.now)):
        app.show(said([*([""] if number else []), heading, ""], app.now))
        app.show(sheet)
    app.show(said(closing_lines(app.policy), app.now))
