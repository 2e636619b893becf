"""Texts that were replaced: they are removed from a file's free space and log, and found in copies.

SQLite leaves what it replaces in free pages, and in the log until that is written over.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

from slt_cli.errors import StoreError
from slt_cli.file_remarks import Remark
from slt_cli.store.sqlite import file, names
from slt_cli.store.sqlite.explaining import explained

Commands = Set[str]
"""The redactions of a case, by the ids of the commands that recorded them."""

_PATIENCE_SECONDS = 3.0  # who reads or writes for longer does so for long
_PAUSE_SECONDS = 0.01
_CLEANS = "the same command cleans the file again"
_AGAIN = "run the same command again when nobody else uses the store: it cleans the file again"


def cleaned(
    path: Path, patience_seconds: float = _PATIENCE_SECONDS, wait: Callable[[float], None] = sleep
) -> list[Remark]:
    """Rewrite a file and empty its log; return a remark for each part where that failed.

    Others who use the file are waited for no longer than `patience_seconds`.
    """

    def empty_log(connection: sqlite3.Connection) -> str:
        deadline = monotonic() + patience_seconds
        while not _is_log_emptied(connection):
            if monotonic() >= deadline:
                return "others are using the store"
            wait(_PAUSE_SECONDS)  # SQLite itself does not wait for one who empties it, too
        return ""

    real = path.resolve()
    log = names.log(real)  # as long as it is not emptied, the file has its old pages
    steps = ((str(real), _rewrite), (f"{real} and {log}", empty_log))
    return [
        (f"the replaced texts may be left in {where}: {why}", fix)
        for where, step in steps
        for why, fix in _failures(real, step, patience_seconds)
    ]


def _failures(
    path: Path, step: Callable[[sqlite3.Connection], str], patience: float
) -> Iterator[Remark]:
    """Yield why a step could not be taken, with the fix; nothing if it was."""
    why, fix = "", _AGAIN
    try:
        with (
            explained(path),
            closing(file.connect(path, patience_seconds=patience)) as connection,
        ):
            why = step(connection)
    except StoreError as error:
        why, fix = error.message, f"{error.fix}: {_CLEANS}"
    except MemoryError:
        why = "out of memory"
    if why:
        yield why, fix


def _rewrite(connection: sqlite3.Connection) -> str:
    connection.execute("VACUUM")
    return ""


def _is_log_emptied(connection: sqlite3.Connection) -> bool:
    ((is_busy, _, _),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return not is_busy


def known_copies(path: Path) -> list[Path]:
    """Return the copies of a store beside it, and what was left there of unfinished ones.

    A backup made by a link has the name of the link.
    """
    real = path.resolve()
    try:
        by_link = [] if path.stem == real.stem else names.backups(path, real.parent)
        return [*names.copies(real), *by_link, *names.left_behind(real)]
    except OSError:
        return []


def with_texts(copies: Iterable[Path], number: int, redactions: Commands) -> list[Path]:
    """Return the copies that may have texts of a case, for they lack one of its redactions."""
    return [copy for copy in copies if _may_have(copy, number, redactions)]


def _may_have(copy: Path, number: int, redactions: Commands) -> bool:
    try:
        with closing(file.connect(copy, alone=True)) as connection:
            there = _redactions(connection).get(number)
    except (sqlite3.Error, UnicodeError):
        return True
    return there is not None and not redactions <= there


def redactions_in(path: Path) -> Mapping[int, Commands]:
    """Return the redactions of each case in a file; nothing for one that cannot be read."""
    try:
        with closing(file.connect_to_look(path)) as connection:
            return _redactions(connection)
    except (OSError, StoreError, sqlite3.Error, UnicodeError):
        return {}


def _redactions(connection: sqlite3.Connection) -> Mapping[int, Commands]:
    found: dict[int, set[str]] = {}
    sql = "SELECT DISTINCT case_number, CASE kind WHEN 'redacted' THEN command END FROM events"
    for number, command in connection.execute(sql):
        found.setdefault(number, set()).update(() if command is None else (command,))
    return found
