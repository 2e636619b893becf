"""Errors of Typer, Python and the system, each turned into one of slt's own."""

import errno
from typing import Any

import typer

from slt_cli.cli.loading import explaining
from slt_cli.errors import OutputError, SltError, UsageError

KEPT = "what this command has already recorded is kept: see `slt show CASE`"

_OUT_OF_RESOURCES = {
    errno.ENOMEM: "out of memory",
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files on this machine",
}

_EXTRA = "Got unexpected extra argument"

_AFTER_OPTIONS = "a text that begins with - comes after all options and --"


def usage_error(error: typer.TyperException) -> UsageError:
    """Return one of Typer's usage errors as a UsageError."""
    ctx = getattr(error, "ctx", None)
    message = error.format_message().strip().rstrip(".")
    fix = f"see `{ctx.command_path if ctx else 'slt'} --help`"
    if hasattr(error, "possibilities"):  # of an unknown option
        message = error.message
        near = explaining().near_option(getattr(error, "option_name", ""), _long_options(ctx))
        if near:
            fix = f"{near}{fix.capitalize()}"
        elif ctx is not None and any(_is_text(metavar) for metavar in _arguments(ctx)):
            fix = f"{_AFTER_OPTIONS}; {fix}"
    if ctx is not None and ctx.parent is None and getattr(error, "option_name", "") == "--at":
        message, fix = error.message, "it follows the command: slt due --at TIME"
    if ctx is not None and message.startswith(_EXTRA):
        message = f"got more than it takes: {message.partition('(s) (')[2].removesuffix(')')}"
        fix = f"{_for_more(ctx)}; {fix}"
    missing = getattr(error, "param", None)
    if message.startswith("Missing option") and missing is not None:
        fix = f"add {missing.opts[0]} {missing.metavar}; {fix}"
    return UsageError(message[:1].lower() + message[1:], fix)


def _long_options(ctx: Any) -> list[str]:  # noqa: ANN401 - Typer's own types
    params = [] if ctx is None else ctx.command.params
    return [option for each in params for option in each.opts if option.startswith("--")]


def _arguments(ctx: Any) -> list[str]:  # noqa: ANN401 - Typer's own types
    """Return what help calls each argument of a command, without the brackets."""
    params = [each for each in ctx.command.params if each.param_type_name == "argument"]
    return [(each.metavar or "").strip("[]") for each in params]


def _is_text(metavar: str) -> bool:
    return metavar in ("TEXT", "SUBJECT")


def _for_more(ctx: Any) -> str:  # noqa: ANN401 - Typer's own types
    """Return how to give a command what it does not take as one more argument."""
    arguments = _arguments(ctx)
    options = {option for param in ctx.command.params for option in param.opts}
    if any(map(_is_text, arguments)):
        return "put a text of several words in quotes"
    if arguments == ["CASE"]:
        return "it takes one case: repeat it for each"
    if not arguments and "--text" in options:
        return "choose with options: --text WORD finds the cases with a word"
    if not arguments and "--region" in options:
        return "give a region with --region"
    return "leave it out, or give it with an option"


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
