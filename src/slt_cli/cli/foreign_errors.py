"""Errors of Typer, Python and the system, each turned into one of slt's own."""

import errno

import typer

from slt_cli.cli.loading import explaining
from slt_cli.errors import OutputError, SltError, UsageError

KEPT = "what this command has already recorded is kept: see `slt show CASE`"

_OUT_OF_RESOURCES = {
    errno.ENOMEM: "out of memory",
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files on this machine",
}

_AFTER_OPTIONS = "a text that begins with - comes after all options and --"


def usage_error(error: typer.TyperException) -> UsageError:
    """Return one of Typer's usage errors as a UsageError."""
    ctx = getattr(error, "ctx", None)
    message = error.format_message().strip().rstrip(".")
    fix = f"see `{ctx.command_path if ctx else 'slt'} --help`"
    if hasattr(error, "possibilities"):  # of an unknown option
        message = error.message
        given, options = getattr(error, "option_name", ""), error.possibilities
        near = explaining().near_option(given, options) if options else ""
        if near:
            fix = f"{near}{fix.capitalize()}"
        elif ctx is not None and _arguments(ctx):
            fix = f"{_AFTER_OPTIONS}; {fix}"
    if ctx is not None and ctx.parent is None and getattr(error, "option_name", "") == "--at":
        message, fix = error.message, "it follows the command: slt due --at TIME"
    if message.startswith("Got unexpected extra argument"):
        fix = f"give it with an option, or put a text of several words in quotes; {fix}"
        if ctx is not None and _arguments(ctx) == ["case"]:
            fix = f"only one case is taken; any other word: {fix}"
    return UsageError(message[:1].lower() + message[1:], fix)


def _arguments(ctx: typer.Context) -> list[str | None]:
    """Return the names of a command's arguments."""
    return [param.name for param in ctx.command.params if param.param_type_name == "argument"]


def system_error(error: BaseException, kept: str = KEPT) -> SltError | None:
    """Return what ran out or could not be written as an SltError; None for any other error.

    `kept` says what is recorded nevertheless.
    """
    number = getattr(error, "errno", None)
    if isinstance(error, MemoryError) or "failed to map segment" in str(error):
        number = errno.ENOMEM
    if number in _OUT_OF_RESOURCES:
        return SltError(_OUT_OF_RESOURCES[number], f"see `ulimit -a`; {kept}")
    if isinstance(error, OSError) and error.strerror and not error.filename:  # it was a stream
        return OutputError(f"the answer could not be written: {error.strerror}", kept)
    return None
