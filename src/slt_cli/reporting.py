"""The one place that prints errors: what is wrong, then how to mend it; as JSON where asked for."""

import json
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from slt_cli.errors import ConfigError, SltError
from slt_cli.output.text import printable

BUG_EXIT_CODE = 70


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether the command line asks for JSON, even if it cannot be understood as a whole."""
    pairs = zip(("", *arguments), arguments, strict=False)
    return any(
        argument in ("--json", "-ojson", "--output=json", "-o=json")
        or (before in ("-o", "--output") and argument == "json")
        for before, argument in pairs
    )


def report(error: SltError, *, as_json: bool) -> None:
    """Print an error and its fix to standard error."""
    if as_json:
        body = {
            "code": error.code,
            "message": error.message,
            "hint": error.fix,
            "exit": error.exit_code,
        }
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
        file.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return "no file: the state directory cannot be written"
    return str(file)


def _print(line: str) -> None:
    if sys.stderr is not None:
        print(line, file=sys.stderr)  # noqa: T201 - this is where errors are printed
