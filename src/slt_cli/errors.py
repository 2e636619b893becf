"""Every failure a user can meet: each kind owns its exit code, each error its sentence and fix."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class SltError(Exception):
    """Carry one sentence for the user, how to mend it, and the exit code.

    `code` is the stable word that scripts read from the JSON form of an error.
    """

    code = "failed"
    exit_code = 1

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class Reason(StrEnum):
    """Why a request is refused: the fix names a command or an option, so it is added there."""

    CLOSED = "closed"
    NOT_CLOSED = "not closed"
    NO_CLOCK = "no clock runs"
    LAST_LEVEL = "last level"
    TOO_EARLY = "too early"
    IN_FUTURE = "in the future"
    CLOCK_BEHIND = "clock is behind"


class RefusedError(SltError):
    """A request that was understood but is not allowed as things are."""

    code = "refused"

    def __init__(self, message: str, fix: str = "", reason: Reason | None = None) -> None:
        super().__init__(message, fix)
        self.reason = reason


class OutputError(SltError):
    """Say that the answer could not be written to where it should go."""

    code = "output-failed"


class UsageError(SltError):
    """Say that the command line could not be understood."""

    code = "usage"
    exit_code = 2


class UnknownNameError(UsageError):
    """Say that a name is not in the configuration, and which names are."""

    code = "unknown-name"

    def __init__(self, kind: str, given: str, valid: Iterable[str]) -> None:
        names = list(valid)
        super().__init__(
            f"unknown {kind} {given!r}", f"{did_you_mean(given, names)}One of: {', '.join(names)}"
        )


class Fault(NamedTuple):
    """Hold one thing that is wrong with a file: where, what, and how to mend it.

    `key` is one of the configuration, or the field of a case. `line` counts from 1; None where the
    key stands on no line of its own.
    """

    file: str
    key: str
    problem: str
    fix: str
    line: int | None = None

    def __str__(self) -> str:
        """Return file, line, key and problem as one sentence."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.problem) if part)


class ConfigError(SltError):
    """Say all that is wrong with the configuration, each fault with its file, key and fix."""

    code = "configuration"
    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)), faults[0].fix)
        self.faults = tuple(faults)


class BadRowsError(SltError):
    """Say which rows of a file cannot be imported: the first faults, and the number of all rows."""

    code = "bad-rows"

    def __init__(self, file: str, faults: Sequence[Fault], rows: int) -> None:
        many = f"{rows} rows of {file} are" if rows > 1 else f"a row of {file} is"
        fix = "mend what is bad, or leave it out with --skip-bad"
        super().__init__(f"{many} bad, nothing was imported", fix)
        self.faults = tuple(faults)
        self.rows = rows


class NoSuchCaseError(SltError):
    """Say that no case bears the given id or reference."""

    code = "no-such-case"
    exit_code = 4

    def __init__(self, given: str, fix: str = "`slt list --all` shows every case") -> None:
        super().__init__(f"no such case: {given!r}", fix)


class StoreError(SltError):
    """Say that the store cannot be reached, read or written; nothing was changed."""

    code = "store"
    exit_code = 5


class ScheduleError(SltError):
    """Say that the support clock has no answer: the closure or the date is out of its reach."""

    code = "schedule"


def did_you_mean(given: str, names: Iterable[str], likeness: float = 0.6) -> str:
    """Return "did you mean 'x'? " for the name nearest to what was given, else an empty string.

    `likeness` is how near it has to be, from 0 to 1.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only an error needs it

    by_folded = {name.casefold(): name for name in names}
    nearest = get_close_matches(given.casefold(), by_folded, n=1, cutoff=likeness)
    return f"did you mean {by_folded[nearest[0]]!r}? " if nearest else ""
