"""Sentences for standard error: errors, notes and remarks; and Nagios' status line."""

import sys
from collections.abc import Sequence
from contextlib import suppress

from slt_cli.errors import Fault
from slt_cli.output.text import printable

_MOST_ROWS = 20


def print_bad_rows(faults: Sequence[Fault], rows: int, what: str = "error") -> None:
    """Print what is wrong with bad rows: the first of them, and how many more there are."""
    lines = list(dict.fromkeys(fault.line for fault in faults))[:_MOST_ROWS]
    print_faults(what, [fault for fault in faults if fault.line in lines])
    if rows > len(lines):
        more = rows - len(lines)
        print_message(what, f"and {more} more bad row{'s' if more > 1 else ''}")


def print_faults(what: str, faults: Sequence[Fault]) -> None:
    """Print faults, each with its fix; `what` is `error`, or what else it is."""
    for fault in faults:
        print_message(what, str(fault), fault.fix)


def print_message(what: str, message: str, fix: str = "") -> None:
    """Print a sentence, and how to fix it, to standard error."""
    print_line(f"slt: {what}: {printable(message)}")
    if fix:
        print_line(f"fix: {printable(fix)}")


def status_line(code: int, text: str, performance: str = "") -> str:
    """Return one line in Nagios' convention: the service, its state, a text and figures."""
    word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
    shown = printable(text).replace("|", "/")
    return f"SLT {word} - {shown}{' | ' if performance else ''}{performance}\n"


def notice(text: str, fix: str) -> None:
    """Print what a user should know though the command goes on; `fix` is how to mend it."""
    print_line(f"slt: note: {printable(text)}")
    print_line(f"fix: {printable(fix)}")


def remark(text: str) -> None:
    """Print what somebody who watches should know; cron and logs are spared it."""
    if sys.stderr is not None and sys.stderr.isatty():
        print_line(f"slt: {printable(text)}")


def print_line(line: str) -> None:
    """Print a line to standard error; where that is closed or gone, nothing."""
    if sys.stderr is not None:
        with suppress(OSError):  # the exit code still tells
            print(line, file=sys.stderr)  # noqa: T201 - this is where errors are printed
