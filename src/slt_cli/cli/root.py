"""The root of the command line: the global options, and all commands below it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from slt_cli import __version__
from slt_cli.app import App
from slt_cli.cli.loading import function_of
from slt_cli.cli.table import Commands
from slt_cli.offered import offered
from slt_cli.output import COLORS, FORMATS
from slt_cli.output.times import WHOSE


def root_options(
    ctx: typer.Context,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}. The default is table on a terminal, else plain.",
            autocompletion=offered("formats"),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as -o json.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the id or name of each row.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            readable=False,
            help="Settings that override your own configuration. [SLT_CONFIG]",
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="STORE",
            help="Keep the cases in this file, or postgresql:// database. [SLT_DB]",
        ),
    ] = None,
    color: Annotated[
        str | None,
        typer.Option(
            "--color",
            metavar="WHEN",
            help=f"When to show colour: {', '.join(COLORS)}.",
            autocompletion=offered("colors"),
        ),
    ] = None,
    times: Annotated[
        str | None,
        typer.Option(
            "--times",
            metavar="WHOSE",
            help=f"Whose time to show: {', '.join(WHOSE)}. "
            "By default local in lists on a terminal.",
            autocompletion=offered("times"),
        ),
    ] = None,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Never use a pager for a long answer.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Show when the provider's answer is due, what is late, and whom to escalate to."""
    # Each command takes them too: loading.Command.
    del output, as_json, quiet, config, db, color, times, no_pager
    if version:
        typer.echo(f"slt {__version__}")
    elif ctx.invoked_subcommand is None and not _shows_overview(ctx):
        typer.echo(ctx.get_help())


def root_command() -> TyperGroup:
    """Return the root of all commands; a command is imported when it is called."""
    application = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    application.callback(
        cls=Commands,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )(root_options)
    command = get_command(application)
    assert isinstance(command, TyperGroup)  # noqa: S101 - for the type alone
    return command


def _shows_overview(ctx: Any) -> bool:  # noqa: ANN401 - Typer's own type
    """Show the overview and return True, if a person reads it at a terminal."""
    app: App = ctx.obj(ctx.params)
    if not app.terminal.stdout or app.options.quiet or app.format != "table":
        return False
    ctx.call_on_close(app.close)
    function_of("overview:show_overview")(app)
    return True
