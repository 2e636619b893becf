"""The one place that prints errors: what is wrong, then how to mend it; as JSON where asked for."""

import json
import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from slt_cli.errors import ConfigError, SltError
from slt_cli.output.text import printable

BUG_EXIT_CODE = 70

# One argument a line: --json; --output json or --output=json; -o json, -ojson, -qo json.
_ASKS_FOR_JSON = re.compile(r"^(--json|--output[=\n]json|-[a-zA-Z]*o\n?json)$", re.MULTILINE)


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether the command line asks for JSON, even if it cannot be understood as a whole."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    return _ASKS_FOR_JSON.search("\n".join(options)) is not None


def report(error: SltError, *, as_json: bool) -> None:
    """Print an error and its fix to standard error."""
    if as_json:
        body: dict[str, Any] = {
            "code": error.code,
            "message": error.message,
            "hint": error.fix,
            "exit": error.exit_code,
        }
        if isinstance(error, ConfigError):
            body["faults"] = [fault._asdict() for fault in error.faults]
        _print(json.dumps({"error": body}))
        return
    if isinstance(error, ConfigError):
        sentences = [(str(fault), fault.fix) for fault in error.faults]
    else:
        sentences = [(error.message, error.fix)]
    for message, fix in sentences:
        _print(f"slt: error: {printable(message)}")
        if fix:
            _print(f"fix: {printable(fix)}")


def report_bug(error: Exception, *, as_json: bool) -> None:
    """Print one line for a fault of slt itself, and keep the traceback in a file."""
    bug = SltError(
        f"a fault of slt itself: {type(error).__name__}: {error}",
        f"please report it; the traceback is in {_keep_traceback(error)}",
    )
    bug.code, bug.exit_code = "bug", BUG_EXIT_CODE
    report(bug, as_json=as_json)


def _keep_traceback(error: Exception) -> str:
    from platformdirs import user_state_path  # noqa: PLC0415 - only for a bug

    directory: Path = user_state_path("slt", appauthor=False)
    file = directory / f"traceback-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600, exist_ok=False)
        text = "".join(traceback.format_exception(error))
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return "no file: the state directory cannot be written"
    return str(file)


def _print(line: str) -> None:
    if sys.stderr is not None:
        with suppress(OSError):  # the exit code still tells
            print(line, file=sys.stderr)  # noqa: T201 - this is where errors are printed
