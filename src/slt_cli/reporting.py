"""The one place that prints errors: what is wrong, then how to mend it; as JSON where asked for."""

import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from itertools import takewhile
from pathlib import Path

from slt_cli.errors import BadRowsError, ConfigError, Fault, SltError
from slt_cli.output.text import printable
from slt_cli.private import make_directory, make_file

BUG_EXIT_CODE = 70
NAGIOS_UNKNOWN = 3
_MOST_ROWS = 20

# One argument a line: --json; --output json or --output=json; -o json, -ojson, -qo json.
_ASKS_FOR_JSON = re.compile(r"^(--json|--output[=\n]json|-[a-zA-Z]*o\n?json)$", re.MULTILINE)


_LONGEST = 100
"""No option is longer, and a text may be: only its beginning is looked at."""


class Style(StrEnum):
    """How an error is told: a sentence and its fix, a JSON object, or a status line."""

    TEXT = "text"
    JSON = "json"
    NAGIOS = "nagios"


def style_of(arguments: Sequence[str]) -> Style:
    """Return how the command line wants errors, even if it cannot be understood as a whole."""
    options = [given[:_LONGEST] for given in takewhile(lambda given: given != "--", arguments)]
    if "--nagios" in options:
        return Style.NAGIOS
    return Style.JSON if _ASKS_FOR_JSON.search("\n".join(options)) else Style.TEXT


def report(error: SltError, style: Style) -> int:
    """Print an error and its fix to standard error, and return the exit code.

    For Nagios it is a status line on standard output, and any error is UNKNOWN.
    """
    if style is Style.NAGIOS:
        if sys.stdout is not None:
            sys.stdout.write(status_line(NAGIOS_UNKNOWN, error.message))
        return NAGIOS_UNKNOWN
    if style is Style.JSON:
        import json  # noqa: PLC0415 - only for an error, and only where asked for

        _print(json.dumps({"error": _as_json(error)}))
        return error.exit_code
    if isinstance(error, BadRowsError):
        report_rows(error.faults, error.rows)
    if isinstance(error, ConfigError):
        _tell_faults("error", error.faults)
    else:
        _tell("error", error.message, error.fix)
    return error.exit_code


def report_rows(faults: Sequence[Fault], rows: int, what: str = "error") -> None:
    """Print what is wrong with bad rows: the first of them, and how many more there are."""
    lines = list(dict.fromkeys(fault.line for fault in faults))[:_MOST_ROWS]
    _tell_faults(what, [fault for fault in faults if fault.line in lines])
    if rows > len(lines):
        more = rows - len(lines)
        _tell(what, f"and {more} more bad row{'s' if more > 1 else ''}")


def _tell_faults(what: str, faults: Sequence[Fault]) -> None:
    for fault in faults:
        _tell(what, str(fault), fault.fix)


def _tell(what: str, message: str, fix: str = "") -> None:
    _print(f"slt: {what}: {printable(message)}")
    if fix:
        _print(f"fix: {printable(fix)}")


def status_line(code: int, text: str, performance: str = "") -> str:
    """Return one line in Nagios' convention: the service, its state, a text and figures."""
    word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
    shown = printable(text).replace("|", "/")
    return f"SLT {word} - {shown}{' | ' if performance else ''}{performance}\n"


def notice(text: str, fix: str) -> None:
    """Print what a user should know though the command goes on; `fix` is how to mend it."""
    _print(f"slt: note: {printable(text)}")
    _print(f"fix: {printable(fix)}")


def remark(text: str) -> None:
    """Print what somebody who watches should know; cron and logs are spared it."""
    if sys.stderr is not None and sys.stderr.isatty():
        _print(f"slt: {printable(text)}")


def report_interruption() -> None:
    """End the line on which somebody was asked, so that the shell's prompt gets its own."""
    _print("")


def report_bug(error: Exception, style: Style) -> int:
    """Print one line for a fault of slt itself, keep the traceback, and return the exit code."""
    bug = SltError(
        f"a fault of slt itself: {type(error).__name__}: {error}",
        f"please report it; the traceback is in {_keep_traceback(error)}",
    )
    bug.code, bug.exit_code = "bug", BUG_EXIT_CODE
    return report(bug, style)


def _as_json(error: SltError) -> dict[str, object]:
    body: dict[str, object] = {
        "code": error.code,
        "message": error.message,
        "hint": error.fix,
        "exit": error.exit_code,
    }
    if isinstance(error, ConfigError | BadRowsError):
        body["faults"] = [fault._asdict() for fault in error.faults]
    return body


def _keep_traceback(error: Exception) -> str:
    try:
        from platformdirs import user_state_path  # noqa: PLC0415 - only for a bug

        directory: Path = user_state_path("slt", appauthor=False)
        file = directory / f"traceback-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
        make_directory(directory)
        make_file(file)
        text = "".join(traceback.format_exception(error))
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except (OSError, ImportError, MemoryError):
        return "no file: none could be written in the state directory"
    return str(file)


def _print(line: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # the exit code still tells
            print(line, file=sys.stderr)  # noqa: T201 - this is where errors are printed
