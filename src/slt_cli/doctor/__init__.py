"""What `slt doctor` looks at: a file for each family of checks. None changes anything."""

from typing import Literal, NamedTuple

from slt_cli.errors import ConfigError, SltError

State = Literal["ok", "warning", "problem"]


class Finding(NamedTuple):
    """Hold what a check found, and what to do about it; `fix` is empty where all is well."""

    check: str
    state: State
    found: str
    fix: str = ""


def problems(check: str, error: SltError) -> list[Finding]:
    """Return an error as findings; a faulty configuration gives one for each of its faults."""
    if isinstance(error, ConfigError):
        return [Finding(check, "problem", str(fault), fault.fix) for fault in error.faults]
    return [Finding(check, "problem", error.message, error.fix)]
