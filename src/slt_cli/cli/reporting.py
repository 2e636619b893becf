"""The one place that reports errors: what is wrong and how to fix it, as text or JSON."""

import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from slt_cli.cli.fixes import with_fix
from slt_cli.errors import (
    NOTHING_CHANGED,
    BadEventsError,
    BadRowsError,
    ConfigError,
    InterruptionError,
    SltError,
    left_by,
)
from slt_cli.output.look import Color, shows_color
from slt_cli.output.messages import (
    print_bad_rows,
    print_faults,
    print_information,
    print_line,
    print_message,
    status_line,
)
from slt_cli.private_files import make_directory, make_file
from slt_cli.user_directories import user_directory

BUG_EXIT_CODE = 70
NAGIOS_UNKNOWN = 3

# One argument a line: --json; --output json or --output=json; -o json, -ojson, -qo json.
_ASKS_FOR_JSON = r"^(--json|--output[=\n]json|-[a-zA-Z]*o\n?json)$"

_ASKS_FOR_COLOR = r"^--color[=\n](always|never)$"

_LONGEST = 100
"""No option is longer than this; of a longer argument only the beginning is read."""


Style = Literal["text", "colored", "json", "nagios"]
"""How an error is reported: as a sentence and its fix, a JSON object, or a status line.

On a terminal with colour the sentence has a red label.
"""


def style_of(
    arguments: Sequence[str],
    environment: Mapping[str, str] = MappingProxyType({}),
    *,
    on_terminal: bool = False,
) -> Style:
    """Return the style that a command line asks for, even if the rest of it is invalid.

    `on_terminal` tells whether errors go to a terminal, with this environment.
    """
    options = [given[:_LONGEST] for given in takewhile(lambda given: given != "--", arguments)]
    if "--nagios" in options:
        return "nagios"
    given = "\n".join(options)
    # Most command lines contain neither word, and need no pattern.
    if "json" in given and re.search(_ASKS_FOR_JSON, given, re.MULTILINE):
        return "json"
    color: Color = "auto"
    if "--color" in given and (when := re.search(_ASKS_FOR_COLOR, given, re.MULTILINE)):
        color = "always" if when[1] == "always" else "never"
    colored = shows_color(color, environment, on_terminal=on_terminal)
    return "colored" if colored else "text"


def report(error: SltError, style: Style, recorded: str = "") -> int:
    """Print an error and its fix to standard error, and return the exit code.

    `recorded` says what was recorded before it. For Nagios, print a status line to standard output;
    every error is UNKNOWN.
    """
    left = [f"remove {path}, which could not be removed" for path in left_by(error)]
    recorded = "; ".join(filter(None, (recorded, *left)))
    error = with_fix(error)
    if recorded:
        known = error.fix.removesuffix(NOTHING_CHANGED)
        error.fix = "; ".join(filter(None, (known, recorded)))
    if style == "nagios":
        if sys.stdout is not None:
            sys.stdout.write(status_line(NAGIOS_UNKNOWN, error.message))
        return NAGIOS_UNKNOWN
    if style == "json":
        import json  # noqa: PLC0415 - only for an error in JSON

        print_line(json.dumps({"error": _as_json(error)}))
        return error.exit_code
    red = style == "colored"
    if isinstance(error, BadRowsError):
        kind = "event" if isinstance(error, BadEventsError) else "row"
        print_bad_rows(error.faults, error.rows, kind=kind, red=red)
    if isinstance(error, ConfigError):
        print_faults("error", error.faults, red=red)
        if recorded:
            print_information(recorded)
    else:
        print_message("error", error.message, error.fix, red=red)
    return error.exit_code


def report_interruption(style: Style, recorded: str = "") -> int:
    """Print what was recorded before an interruption, and return the exit code.

    If nothing was, only end the line of an open question: the shell's prompt gets its own line.
    """
    if not recorded:
        print_line("")
    elif style == "json":
        report(InterruptionError("interrupted", recorded), style)
    else:
        print_message("interrupted", recorded)
    return InterruptionError.exit_code


def report_bug(error: BaseException, style: Style, recorded: str = "") -> int:
    """Report an internal error, save its traceback, and return the exit code."""
    file = _save_traceback(error)
    where = f"is in {file}" if file else "could not be saved in the state directory"
    bug = SltError(
        f"internal error: {type(error).__name__}: {error}",
        f"please report it; the traceback {where}",
    )
    bug.code, bug.exit_code = "bug", BUG_EXIT_CODE
    return report(bug, style, recorded)


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


def _save_traceback(error: BaseException) -> Path | None:
    """Return the new file with the traceback; None if it cannot be written."""
    try:
        if (directory := user_directory("state")) is None:
            return None
        file = directory / f"traceback-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
        make_directory(directory)
        make_file(file)
        text = "".join(traceback.format_exception(error))
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except (OSError, ImportError, MemoryError):
        return None
    return file
