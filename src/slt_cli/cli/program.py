"""Run a command line: its answer to standard output, its errors as sentences and exit codes."""

import os
import sys
from codecs import register_error
from collections.abc import Sequence
from functools import partial

import typer

from slt_cli.app import App
from slt_cli.cli.foreign_errors import KEPT, system_error, usage_error
from slt_cli.cli.global_options import NewApp, app_for
from slt_cli.cli.reporting import Style, report, report_bug, report_interruption, style_of
from slt_cli.cli.root import root_command
from slt_cli.completing import COMPLETION_VARIABLE
from slt_cli.errors import OutputError, SltError
from slt_cli.output.streams import discard_stdout
from slt_cli.output.text import spell_out

INTERRUPTED_EXIT_CODE = 130
_OUT_OF_MEMORY = f"slt: error: out of memory\nfix: see `ulimit -a`; {KEPT}\n".encode()


def main() -> int:
    """Run the process's own arguments, or complete a line for a shell; return the exit code."""
    register_error("slt.spell_out", spell_out)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="slt.spell_out")  # type: ignore[union-attr]
    if os.environ.get(COMPLETION_VARIABLE):
        from slt_cli.cli.completion import complete  # noqa: PLC0415 - not for a command

        complete(root_command(), sys.argv[1:])
        return 0
    return run(sys.argv[1:])


def run(arguments: Sequence[str], new_app: NewApp = App) -> int:
    """Run a command line, report every error, and return the exit code."""
    try:
        return _run(arguments, new_app, style_of(arguments))
    except MemoryError:  # too little is left even to build a sentence: this one is ready
        os.write(2, _OUT_OF_MEMORY)
        return 1


def _run(arguments: Sequence[str], new_app: NewApp, style: Style) -> int:
    try:
        _invoke(list(arguments), new_app)
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        report_interruption()
        return INTERRUPTED_EXIT_CODE
    except BrokenPipeError:
        discard_stdout()
    except SltError as error:
        return report(error, style)
    except typer.TyperException as error:
        return report(usage_error(error), style)
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        failed = system_error(error)
        if isinstance(failed, OutputError):
            discard_stdout()
        return report_bug(error, style) if failed is None else report(failed, style)
    return 0


def _invoke(arguments: list[str], new_app: NewApp) -> None:
    if sys.stdout is None:
        raise OutputError(
            "standard output is closed, nothing was done", "open it, or redirect it: > /dev/null"
        )
    command = root_command()
    try:
        with command.make_context("slt", arguments, obj=partial(app_for, new_app=new_app)) as ctx:
            command.invoke(ctx)
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()
