"""Sentences for standard error: errors and notes; and the status line for Nagios."""

import sys
from collections.abc import Sequence
from contextlib import suppress

from slt_cli.errors import Fault
from slt_cli.output.text import printable

_MOST_ROWS = 20
_RED = "\x1b[1;31m{}\x1b[0m"


def print_bad_rows(
    faults: Sequence[Fault],
    rows: int,
    what: str = "error",
    kind: str = "row",
    *,
    red: bool = False,
) -> None:
    """Print the faults of the first bad rows, and how many more bad rows there are.

    `kind` is what a row is, such as an event.
    """
    lines = list(dict.fromkeys(fault.line for fault in faults))[:_MOST_ROWS]
    print_faults(what, [fault for fault in faults if fault.line in lines], red=red)
    if rows > len(lines):
        more = rows - len(lines)
        print_message(what, f"and {more} more bad {kind}{'s' if more > 1 else ''}", red=red)


def print_faults(what: str, faults: Sequence[Fault], *, red: bool = False) -> None:
    """Print faults, each with its fix; `what` is the label in front, such as `error`."""
    for fault in faults:
        print_message(what, str(fault), fault.fix, red=red)


def print_message(what: str, message: str, fix: str = "", *, red: bool = False) -> None:
    """Print a sentence and its fix to standard error; `what` is its label, such as `error`."""
    label = f"slt: {what}:"
    print_line(f"{_RED.format(label) if red else label} {printable(message)}")
    if fix:
        print_line(f"fix: {printable(fix)}")


def status_line(code: int, text: str, performance: str = "") -> str:
    """Return a status line for Nagios: the service, its state, a text and performance data."""
    word = ("OK", "WARNING", "CRITICAL", "UNKNOWN")[code]
    shown = printable(text).replace("|", "/")
    return f"SLT {word} - {shown}{' | ' if performance else ''}{performance}\n"


def print_note(text: str, fix: str) -> None:
    """Print a note on a problem that does not stop the command, and its fix."""
    print_line(f"slt: note: {printable(text)}")
    print_line(f"fix: {printable(fix)}")


def print_information(text: str) -> None:
    """Print an informational message."""
    print_line(f"slt: {printable(text)}")


def print_line(line: str) -> None:
    """Print a line to standard error, or nothing if it is closed."""
    if sys.stderr is not None:
        with suppress(OSError):  # the exit code still reports the failure
            print(line, file=sys.stderr)  # noqa: T201 - this is where errors are printed
