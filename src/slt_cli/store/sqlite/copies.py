"""Copies of a store, made while others use it; and a store overwritten by a copy."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from errno import EIO, ENOSPC
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from slt_cli.errors import StoreError
from slt_cli.private_files import followed, replacing
from slt_cli.store.damage import damaged
from slt_cli.store.sqlite import file, names, readers
from slt_cli.store.sqlite.explaining import (
    IN_USE,
    OF_THE_DISK,
    busy,
    despite_damage,
    explained,
    kind,
)
from slt_cli.store.sqlite.logs_beside import clear_of_logs
from slt_cli.store.upkeep import Copy

_OF_READING = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)


class Content(NamedTuple):
    """What tells any two states of a store apart: events are only ever added."""

    schema_version: int
    cases: int
    events: int
    newest: tuple[Any, ...] | None


Accept = Callable[[Path, Path], None]
"""Raises an error if a file, the first, is not good enough to replace another."""


def copy_of(path: Path, target: Path, *, replace: Accept | None = None) -> Copy:
    """Copy a store to a file, which appears, or replaces another, when it is complete.

    It replaces one only with `replace`, which first looks at the copy. Links are followed. Only its
    owner can read it, and it needs no log beside it. Raises StoreError for a file that is not a
    store, is empty or is damaged, RefusedError for a target that others use, FileExistsError for
    one that exists, and OSError if the copy cannot be written.
    """
    real = followed(target)
    with (
        clear_of_logs(real, replace=replace is not None),
        replacing(real, only_new=replace is None) as temporary,
    ):
        with explained(path), closing(file.connect_to_look(path)) as source:
            _require_content(source, path)
            source.execute("BEGIN")  # what is copied is what is counted
            content = content_of(source)
            fill(temporary, source, path)
        with explained(path), written(), closing(file.connect(temporary, alone=True)) as copied:
            _require_sound(copied, path)
            _require_content_of(content, copied, target)
        if replace and real.exists():
            replace(temporary, target)
        size = temporary.stat().st_size
    _require_unchanged(content, real, target)
    return Copy(target, size, content.cases, content.schema_version)


def fill(empty: Path, source: sqlite3.Connection, path: Path) -> None:
    """Copy a whole database into an empty file, as of one moment."""
    with written(), closing(file.connect(empty)) as target:
        target.execute("PRAGMA journal_mode = OFF")  # an incomplete copy is thrown away
        target.execute("PRAGMA synchronous = OFF")  # the file is synced before it gets its name
        # All pages in one step: between two steps a change by a writer would start it anew.
        source.backup(target, pages=-1, progress=lambda *state: _require_free(state[0], path))
    with empty.open("r+b") as content:  # SQLite itself would first make a log beside the copy
        content.seek(readers.LOG_IN_USE.start)
        content.write(readers.WITHOUT_LOG)


@contextmanager
def written() -> Iterator[None]:
    """Turn what SQLite raises about the disk into an OSError: in the block only a copy is written.

    What it cannot read is the store, or anything else but the disk: such an error stays as it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        of_the_disk = disk_error(error)
        if of_the_disk is None or error.sqlite_errorcode in _OF_READING:
            raise
        raise of_the_disk from None


def disk_error(error: BaseException | None) -> OSError | None:
    """Return what SQLite raises about a disk as an OSError; None for any other error."""
    if not isinstance(error, sqlite3.Error) or kind(error) not in OF_THE_DISK:
        return None
    if kind(error) == sqlite3.SQLITE_FULL:
        return OSError(ENOSPC, os.strerror(ENOSPC))
    return OSError(EIO, str(error))


def content_of(connection: sqlite3.Connection) -> Content:
    """Return what a connection sees in a store of any schema."""
    ((version,),) = connection.execute("PRAGMA user_version")
    ((cases,),) = connection.execute("SELECT count(*) FROM cases")
    ((events,),) = connection.execute("SELECT count(*) FROM events")
    newest = connection.execute("SELECT * FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return Content(version, cases, events, newest)


def overwrite(path: Path, source: sqlite3.Connection, first: Callable[[], None]) -> None:
    """Replace all of a store in one transaction; readers see the old store until it ends.

    `first` is called when nobody else can write and nothing is changed yet; if it raises, the store
    stays as it was. Others can read and write meanwhile.
    """
    called = False

    def locked(status: int, *_: int) -> None:
        nonlocal called
        _require_free(status, path)
        if not called:
            called = True
            first()

    with closing(file.connect(path)) as target:
        with despite_damage():
            file.use_wal(target)
        source.backup(target, pages=1, progress=locked)  # the first page takes the write lock


def unsound(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with a database: pages, indexes, references."""
    found = [text for (text,) in connection.execute("PRAGMA integrity_check(5)") if text != "ok"]
    lost = sorted(connection.execute("PRAGMA foreign_key_check"), key=itemgetter(0))
    return found + [f"{_row(number)} of {table} refers to nothing" for table, number, *_ in lost]


def _row(number: int | None) -> str:
    return "a row" if number is None else f"row {number}"


def _require_content(connection: sqlite3.Connection, path: Path) -> None:
    if file.schema_version(connection, path) == 0:
        raise StoreError(
            f"{path} is empty: it never contained a case",
            "`slt open` opens the first case in a store; or name another file",
        )


def _require_sound(connection: sqlite3.Connection, path: Path) -> None:
    if faults := unsound(connection):
        raise damaged(faults[0], f"the store {path}")


def _require_content_of(content: Content, copied: sqlite3.Connection, target: Path) -> None:
    if content_of(copied) != content:
        raise StoreError(
            f"{target} is not what was copied: its cases or events are others",
            "check the disk that holds it, and try again",
        )


def _require_unchanged(content: Content, real: Path, target: Path) -> None:
    """Raise StoreError if a log that appeared meanwhile made something else of a copy."""
    if any(log.exists() for log in names.logs(real)):
        with explained(target), closing(file.connect_to_look(real)) as copied:
            _require_content_of(content, copied, target)


def _require_free(status: int, path: Path) -> None:
    if status & 0xFF in IN_USE:
        raise busy(path)
