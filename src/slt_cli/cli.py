"""The command line: the table of commands, the global options, and errors as exit codes."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from slt_cli import __version__
from slt_cli.app import App, Options, forget_stdout
from slt_cli.errors import OutputError, SltError, UsageError
from slt_cli.loading import CommandTable, Sections
from slt_cli.output import Format
from slt_cli.reporting import BUG_EXIT_CODE, report, report_bug, wants_json

INTERRUPTED_EXIT_CODE = 130

COMMANDS: Sections = {
    "Cases": {
        "open": "open:open_command",
        "list": "list:list_command",
        "show": "show:show_command",
        "update": "update:update_command",
        "note": "note:note_command",
        "respond": "respond:respond_command",
        "close": "close:close_command",
        "reopen": "reopen:reopen_command",
    },
    "Clock": {
        "due": "due:due_command",
        "escalate": "escalate:escalate_command",
        "recalc": "recalc:recalc_command",
    },
    "Reference": {
        "classify": "classify:classify_command",
        "hotline": "hotline:hotline_command",
        "targets": "targets:targets_command",
        "contacts": "contacts:contacts_command",
    },
    "Setup": {
        "verify": "verify:verify_command",
        "config": {
            "path": "config:config_path",
            "show": "config:config_show",
            "get": "config:config_get",
            "set": "config_edit:config_set",
            "unset": "config_edit:config_unset",
            "init": "config_edit:config_init",
            "check": "config_check:config_check",
            "holidays": "config_holidays:config_holidays",
        },
    },
}


class Commands(CommandTable):
    """The commands of slt."""

    sections = COMMANDS


def options(
    ctx: typer.Context,
    output: Annotated[
        Format | None,
        typer.Option("--output", "-o", help="Format; a terminal gets table, anything else plain."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as -o json.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print ids alone.")] = False,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Configuration over your own. [SLT_CONFIG]"),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="FILE", help="File that keeps the cases. [SLT_DB]"),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Tell when the provider's answer is due, what is late, and whom to escalate to."""
    del output, as_json, quiet, config, db  # each command takes them too: see loading.Command
    ctx.obj = _app
    if version:
        typer.echo(f"slt {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def _app(given: Mapping[str, Any]) -> App:
    output = given["output"]
    if given["as_json"]:
        if output not in (None, Format.JSON):
            raise UsageError(f"--json and --output {output} contradict each other", "name one")
        output = Format.JSON
    return App(
        Options(
            config=_path(given["config"]),
            db=_path(given["db"]),
            output=None if output is None else Format(output),
            quiet=given["quiet"],
        )
    )


def _path(given: str | None) -> Path | None:
    return None if given is None else Path(given)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; whatever goes wrong is reported here."""
    as_json = wants_json(arguments)
    try:
        _invoke(list(arguments))
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED_EXIT_CODE
    except BrokenPipeError:
        forget_stdout()
    except SltError as error:
        report(error, as_json=as_json)
        return error.exit_code
    except typer.TyperException as error:
        usage = _usage_error(error)
        report(usage, as_json=as_json)
        return usage.exit_code
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        if isinstance(error, OSError) and error.filename is None:  # a stream, not a file
            forget_stdout()
            failed = OutputError(
                f"the answer could not be written: {error.strerror}",
                "what was recorded stands: see `slt list --all`",
            )
            report(failed, as_json=as_json)
            return failed.exit_code
        report_bug(error, as_json=as_json)
        return BUG_EXIT_CODE
    return 0


def main() -> None:
    """Run `slt` with the process's own arguments."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:]))


def _invoke(arguments: list[str]) -> None:
    if sys.stdout is None:
        raise OutputError("standard output is closed, nothing was done", "open it, or > /dev/null")
    application = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    application.callback(
        cls=Commands,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )(options)
    command = get_command(application)
    try:
        with command.make_context("slt", arguments) as ctx:
            command.invoke(ctx)
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()


def _usage_error(error: typer.TyperException) -> UsageError:
    """Return Typer's own usage error in the form of all others."""
    ctx = getattr(error, "ctx", None)
    message = error.format_message().strip().rstrip(".")
    return UsageError(
        message[:1].lower() + message[1:],
        f"`{ctx.command_path if ctx else 'slt'} --help` shows how",
    )
