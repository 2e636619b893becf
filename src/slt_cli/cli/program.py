"""Run a command line: its answer to standard output, its errors as sentences and exit codes."""

import os
import sys
from codecs import register_error
from collections.abc import Sequence
from functools import partial

import typer

from slt_cli.app import App
from slt_cli.cli.foreign_errors import KEPT, system_error, usage_error
from slt_cli.cli.reporting import (
    BUG_EXIT_CODE,
    Style,
    report,
    report_bug,
    report_interruption,
    style_of,
)
from slt_cli.cli.root import NewApp, app_for, root_command
from slt_cli.errors import (
    InterruptionError,
    OutputError,
    SeveralCasesError,
    SltError,
    UsageError,
)
from slt_cli.interruption import is_interruption
from slt_cli.offered import COMPLETION_REQUEST
from slt_cli.output.streams import discard_stdout, is_terminal
from slt_cli.output.text import spell_out

_EARLIER_VARIABLE = "_SLT_COMPLETE"
_EARLIER_SHELLS = ("bash", "zsh", "fish")
"""What the completion scripts of 0.1.0 set while they run `slt` with the words of the line.

Such a script stays in a shell's file after an upgrade, and would run the command on each Tab.
"""

_OUT_OF_MEMORY = f"slt: error: out of memory\nfix: see `ulimit -a`; {KEPT}\n".encode()


def main() -> int:
    """Run the process's own arguments, or complete a line for a shell; return the exit code."""
    register_error("slt.spell_out", spell_out)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="slt.spell_out")  # type: ignore[union-attr]
    arguments = sys.argv[1:]
    if arguments[:1] == [COMPLETION_REQUEST]:
        from slt_cli.cli.completion import complete  # noqa: PLC0415 - not for a command

        complete(root_command(), arguments[1:])
        return 0
    shell = os.environ.get(_EARLIER_VARIABLE)
    if shell in _EARLIER_SHELLS:
        return _reported(_earlier_script(shell), style_of(arguments, os.environ, on_terminal=False))
    return run(arguments)


def _earlier_script(shell: str) -> SltError:
    return UsageError(
        f"{_EARLIER_VARIABLE} is {shell}: a completion script of slt 0.1.0 asks, and this slt "
        "would run the command; it ran nothing",
        f"replace the script by the one that `env -u {_EARLIER_VARIABLE} slt completion {shell}` "
        "prints",
    )


def run(arguments: Sequence[str], new_app: NewApp = App) -> int:
    """Run a command line, report every error, and return the exit code."""
    try:
        return _run(
            arguments, new_app, style_of(arguments, os.environ, on_terminal=is_terminal(sys.stderr))
        )
    except MemoryError:  # too little is left even to build a sentence: this one is ready
        os.write(2, _OUT_OF_MEMORY)
        return 1


def _run(arguments: Sequence[str], new_app: NewApp, style: Style) -> int:
    try:
        _invoke(list(arguments), new_app)
    except typer.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        discard_stdout()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - no traceback ever reaches a user
        return _reported(error, style)
    return 0


def _reported(error: BaseException, style: Style, recorded: str = "") -> int:
    """Report an error of any kind and return the exit code.

    `recorded` says what was recorded before it. Of several errors the first decides, but for an
    interruption and an internal error.
    """
    if isinstance(error, SeveralCasesError):
        *others, last = error.errors
        codes = [_reported(each, style) for each in others]
        codes.append(_reported(last, style, error.recorded))
        decisive = (InterruptionError.exit_code, BUG_EXIT_CODE)
        return next((code for code in codes if code in decisive), codes[0])
    if isinstance(error, typer.Abort | KeyboardInterrupt):
        return report_interruption(style, recorded)
    if isinstance(error, SltError):
        return report(error, style, recorded)
    if isinstance(error, typer.TyperException):
        return report(usage_error(error), style, recorded)
    failed = system_error(error, recorded or KEPT)
    if isinstance(failed, OutputError):
        discard_stdout()
    if failed is not None:
        return report(failed, style)
    if is_interruption(error):
        return report_interruption(style, recorded)
    return report_bug(error, style, recorded)


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
