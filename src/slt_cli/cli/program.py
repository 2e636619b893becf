"""The command line: the table of commands, the global options, and errors as exit codes."""

import errno
import os
import sys
from codecs import register_error
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_command

from slt_cli import __version__
from slt_cli.cli.completion import complete
from slt_cli.cli.global_options import app_for
from slt_cli.cli.reporting import Style, report, report_bug, report_interruption, style_of
from slt_cli.cli.table import Commands
from slt_cli.errors import OutputError, SltError, UsageError
from slt_cli.output.streams import forget_stdout
from slt_cli.output.text import spell_out
from slt_cli.parameters import COMPLETION_VARIABLE, complete_colors, complete_formats

INTERRUPTED_EXIT_CODE = 130
_NO_MEMORY = b"""slt: error: the system gives no more: not enough memory
fix: see `ulimit -a`; what this command recorded, if anything, stands: see `slt list --all`
"""
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
EXIT_CODES = """\b
Exit codes:
  0  success, an empty list included
  1  refused or failed
  2  usage
  3  configuration
  4  no such case
  5  the store is busy or cannot be used
  10, 11  due --exit-code: something is soon due, late
  70  a fault of slt itself
  130  interrupted"""


def options(
    ctx: typer.Context,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT",
            help="table, plain, tsv, csv, json, jsonl; a terminal gets table, all else plain.",
            autocompletion=complete_formats,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as -o json.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print ids alone.")] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            readable=False,
            help="Configuration over your own. [SLT_CONFIG]",
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="FILE", help="File that keeps the cases. [SLT_DB]"),
    ] = None,
    color: Annotated[
        str | None,
        typer.Option(
            "--color", metavar="WHEN", help="auto, always or never.", autocompletion=complete_colors
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Tell when the provider's answer is due, what is late, and whom to escalate to."""
    del output, as_json, quiet, config, db, color  # each command takes them too: loading.Command
    ctx.obj = app_for
    if version:
        typer.echo(f"slt {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; whatever goes wrong is reported here."""
    try:
        return _run(arguments, style_of(arguments))
    except MemoryError:  # there is not even enough to make a sentence: this one was there before
        os.write(2, _NO_MEMORY)
        return 1


def _run(arguments: Sequence[str], style: Style) -> int:
    try:
        _invoke(list(arguments))
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        report_interruption()
        return INTERRUPTED_EXIT_CODE
    except BrokenPipeError:
        forget_stdout()
    except SltError as error:
        return report(error, style)
    except typer.TyperException as error:
        return report(_usage_error(error), style)
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        failed = _refused_by_the_system(error)
        return report_bug(error, style) if failed is None else report(failed, style)
    return 0


def _refused_by_the_system(error: Exception) -> SltError | None:
    """Return what the system did not give or take as an error of its own; None for any other."""
    stands = "what this command recorded, if anything, stands: see `slt list --all`"
    no_memory = isinstance(error, MemoryError) or "failed to map segment" in str(error)
    if no_memory or getattr(error, "errno", None) in _EXHAUSTED:
        reason = getattr(error, "strerror", None) or "not enough memory"
        return SltError(f"the system gives no more: {reason}", f"see `ulimit -a`; {stands}")
    if isinstance(error, OSError) and error.strerror and not error.filename:  # a stream's
        forget_stdout()
        return OutputError(f"the answer could not be written: {error.strerror}", stands)
    return None


def main() -> int:
    """Run `slt` with the process's own arguments, or answer a shell that completes a line.

    It returns the exit code.
    """
    register_error("slt.spell_out", spell_out)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="slt.spell_out")  # type: ignore[union-attr]
    if os.environ.get(COMPLETION_VARIABLE):
        complete(program(), sys.argv[1:])
        return 0
    return run(sys.argv[1:])


def _invoke(arguments: list[str]) -> None:
    if sys.stdout is None:
        raise OutputError("standard output is closed, nothing was done", "open it, or > /dev/null")
    command = program()
    try:
        with command.make_context("slt", arguments) as ctx:
            command.invoke(ctx)
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()


def program() -> TyperGroup:
    """Return the root of all commands; they are built when they are called."""
    application = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    application.callback(
        cls=Commands,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=EXIT_CODES,
    )(options)
    command = get_command(application)
    assert isinstance(command, TyperGroup)  # noqa: S101 - for the type alone
    return command


def _usage_error(error: typer.TyperException) -> UsageError:
    """Return Typer's own usage error in the form of all others."""
    ctx = getattr(error, "ctx", None)
    message = error.format_message().strip().rstrip(".")
    fix = f"`{ctx.command_path if ctx else 'slt'} --help` shows how"
    if message.startswith("Got unexpected extra argument"):
        fix = f"put a text of several words in quotes; {fix}"
    return UsageError(message[:1].lower() + message[1:], fix)
