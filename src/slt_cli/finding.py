"""What a check found, as `slt doctor` shows it."""

from typing import Literal, NamedTuple

from slt_cli.errors import ConfigError, SltError

Outcome = Literal["ok", "warning", "problem"]


class Finding(NamedTuple):
    """What a check found and how to fix it; `fix` is empty if nothing is wrong."""

    check: str
    state: Outcome
    found: str
    fix: str = ""


def problems(check: str, error: SltError) -> list[Finding]:
    """Return an error as findings: of a faulty configuration, one for each fault."""
    if isinstance(error, ConfigError):
        return [Finding(check, "problem", str(fault), fault.fix) for fault in error.faults]
    return [Finding(check, "problem", error.message, error.fix)]
