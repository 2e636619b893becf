"""The root of the command line: the global options, what they ask for, and all commands."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from slt_cli import __version__
from slt_cli.app import App
from slt_cli.cli.loading import function_of
from slt_cli.cli.table import Commands
from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.options import Options, Word, word_of
from slt_cli.output import COLORS, FORMATS
from slt_cli.output.times import WHOSE
from slt_cli.store.location import location_of, without_password
from slt_cli.user_directories import with_home

NewApp = Callable[[Options], App]
"""Makes an application; a test gives one its own terminal, clock or environment."""


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


def app_for(given: Mapping[str, Any], new_app: NewApp = App) -> App:
    """Return an application with the global options; raises UsageError for an invalid value."""
    output = _word("output format", given["output"], FORMATS)
    if given["as_json"]:
        if output not in (None, "json"):
            raise UsageError(f"--json and --output {output} contradict each other", "give one")
        output = "json"
    return new_app(
        Options(
            config=_path(given["config"]),
            db=None if given["db"] is None else without_password(location_of(given["db"])),
            output=output,
            quiet=given["quiet"],
            color=_word("value of --color", given["color"], COLORS) or "auto",
            times=_word("value of --times", given["times"], WHOSE),
            no_pager=given["no_pager"],
        )
    )


def _word(kind: str, given: str | None, words: Sequence[Word]) -> Word | None:
    return None if given is None else word_of(kind, given, words)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(with_home(str(given)))
