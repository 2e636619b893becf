"""What a check of slt's surroundings found, and what to do about it."""

from typing import Literal, NamedTuple

from slt_cli.errors import ConfigError, SltError

Severity = Literal["ok", "warning", "problem"]


class Finding(NamedTuple):
    """The result of a check, and what to do about it; `fix` is empty if all is well."""

    check: str
    state: Severity
    found: str
    fix: str = ""


def problems(check: str, error: SltError) -> list[Finding]:
    """Return an error as findings; a faulty configuration gives one for each of its faults."""
    if isinstance(error, ConfigError):
        return [Finding(check, "problem", str(fault), fault.fix) for fault in error.faults]
    return [Finding(check, "problem", error.message, error.fix)]
