"""Every failure a user can meet: each kind owns its exit code, each error its sentence and fix."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Literal, NamedTuple

NOTHING_CHANGED = "; nothing was changed"
"""The end of a fix where that is known; it is left out if the command recorded something before."""

Sentence = str | Sequence[str | datetime]
"""A sentence, or the parts of one: each instant in it is shown in the zone of its reader."""


class SltError(Exception):
    """An error that is reported to the user: one sentence, how to fix it, and the exit code.

    `code` is the stable word that scripts read from the JSON form of an error. `parts` are those of
    the sentence: an instant among them is in UTC in `message`, until it is shown to somebody.
    """

    code = "failed"
    exit_code = 1

    def __init__(self, message: Sentence, fix: str = "") -> None:
        self.parts = (message,) if isinstance(message, str) else tuple(message)
        super().__init__(self.message)
        self.fix = fix

    @property
    def message(self) -> str:
        """Return the sentence."""
        return in_utc(self.parts)

    @message.setter
    def message(self, text: str) -> None:
        self.parts = (text,)


def in_utc(parts: Iterable[str | datetime]) -> str:
    """Return the parts of a sentence as one text, with its instants in UTC."""
    return "".join(
        part
        if isinstance(part, str)
        else f"{part.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
        for part in parts
    )


Reason = Literal[
    "closed",
    "not closed",
    "resolved",
    "on hold",
    "not on hold",
    "last level",
    "no level",
    "at the level",
    "not escalated",
    "not at the portal",
    "too early",
    "before the opening",
    "clock is behind",
    "clock is behind the opening",
    "void",
    "no such event",
    "an undo",
    "the opening",
    "not your own",
    "opened too late",
    "needed by a later event",
    "reference taken",
]
"""Why a request is refused: the fix names a command or an option, so `cli/fixes.py` adds it."""


class RefusedError(SltError):
    """A request that was understood but is not allowed as things are."""

    code = "refused"

    def __init__(self, message: Sentence, fix: str = "", reason: Reason | None = None) -> None:
        super().__init__(message, fix)
        self.reason = reason


class SeveralCasesError(Exception):
    """Several errors of one command, or one that stopped it after some cases were recorded.

    An interruption or an internal error may be among them. `recorded` says which cases were
    recorded and which remain; it is empty if that needs no saying.
    """

    def __init__(self, errors: Sequence[BaseException], recorded: str = "") -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)
        self.recorded = recorded


class InterruptionError(SltError):
    """An interruption, with what was recorded before it."""

    code = "interrupted"
    exit_code = 130


class OutputError(SltError):
    """Output that could not be written to where it should go."""

    code = "output-failed"


class UsageError(SltError):
    """A command line that could not be understood."""

    code = "usage"
    exit_code = 2


class _LeftBehind(str):
    """The path of a file that could not be removed: a note of an error."""

    __slots__ = ()


def add_left(error: BaseException, path: str) -> None:
    """Add to an error that a file was made before it and could not be removed."""
    error.add_note(_LeftBehind(path))


def left_by(error: BaseException | None) -> list[str]:
    """Return the files that an error, or one that it was made of, left behind."""
    if error is None:
        return []
    own = [note for note in getattr(error, "__notes__", ()) if isinstance(note, _LeftBehind)]
    return [*map(str, own), *left_by(error.__context__)]


class UnknownNameError(UsageError):
    """A name that is not known, with the names that are, or with a fix of its own."""

    code = "unknown-name"

    def __init__(self, kind: str, given: str, valid: Iterable[str], fix: str = "") -> None:
        names = list(valid)
        known = f"{did_you_mean(given, names)}One of: {', '.join(names)}"
        super().__init__(f"unknown {kind} {given!r}", fix or known)


class Fault(NamedTuple):
    """One thing that is wrong with a file: where, what, and how to fix it.

    `key` is a key of the configuration, or a field of a case. `line` counts from 1; None if the key
    has no line of its own.
    """

    file: str
    key: str
    problem: str
    fix: str
    line: int | None = None

    def __str__(self) -> str:
        """Return file, line, key and problem as one sentence."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.key, self.problem) if part)


class ConfigError(SltError):
    """Everything that is wrong with the configuration, each fault with its file, key and fix."""

    code = "configuration"
    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)), faults[0].fix)
        self.faults = tuple(faults)


class BadRowsError(SltError):
    """Rows of a file that cannot be imported: the first faults, and the number of all bad rows."""

    code = "bad-rows"

    def __init__(self, file: str, faults: Sequence[Fault], rows: int, fix: str = "") -> None:
        many = f"{rows} rows of {file} are" if rows > 1 else f"a row of {file} is"
        super().__init__(f"{many} bad, nothing was imported", fix)
        self.faults = tuple(faults)
        self.rows = rows


class BadEventsError(BadRowsError):
    """Events of a calendar file that cannot be used; `rows` is the number of all bad ones."""

    code = "bad-events"

    def __init__(self, file: str, faults: Sequence[Fault], events: int, fix: str = "") -> None:
        super().__init__(file, faults, events, fix)
        many = f"{events} events of {file} are" if events > 1 else f"an event of {file} is"
        self.message = f"{many} bad, nothing was changed"
        self.args = (self.message,)


class NoSuchCaseError(SltError):
    """An id or a reference that no case has, or that several cases have."""

    code = "no-such-case"
    exit_code = 4

    def __init__(self, case: str, fix: str = "", problem: str = "") -> None:
        super().__init__(problem or f"there is no case {case}", fix)


class StoreError(SltError):
    """A store that cannot be reached, read or written.

    The transaction that met it changed nothing; what was recorded before it is kept.
    """

    code = "store"
    exit_code = 5


class UnreachableError(StoreError):
    """A store that does not answer: nothing was asked of it."""


class LostTransactionError(StoreError):
    """A transaction that was undone, or whose end is not known; it may be run again.

    `may_be_recorded` tells that the connection was lost while it was recorded.
    """

    def __init__(self, message: str, fix: str = "", *, may_be_recorded: bool = False) -> None:
        super().__init__(message, fix)
        self.may_be_recorded = may_be_recorded


class ScheduleError(SltError):
    """A question that a schedule cannot answer: it has no hours, or the answer is too far away."""

    code = "schedule"


def did_you_mean(given: str, names: Iterable[str]) -> str:
    """Return "did you mean 'x'? " for the likest name, else ''."""
    by_folded = {name.casefold(): name for name in names}
    nearest = get_close_matches(given.casefold()[:1000], by_folded, n=1)  # more takes seconds
    return f"did you mean {by_folded[nearest[0]]!r}? " if nearest else ""
