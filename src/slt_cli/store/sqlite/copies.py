"""Copies of a store, made while others use it; and a store overwritten by a copy."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from errno import ENOSPC
from operator import itemgetter
from pathlib import Path

from slt_cli.errors import StoreError
from slt_cli.private_files import replacing
from slt_cli.store.damage import damaged
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.explaining import busy, despite_damage, explained
from slt_cli.store.upkeep import Copy

_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy_of(path: Path, target: Path) -> Copy:
    """Copy a store to a file, which appears, or replaces another, when it is complete.

    Only its owner can read it, and it needs no log beside it. Raises StoreError for a file that is
    not a store, is empty or is damaged, and OSError if the copy cannot be written.
    """
    with replacing(target) as temporary:
        with explained(path), closing(file.connect_to_look(path)) as source:
            _require_content(source, path)
            fill(temporary, source, path)
        with closing(file.connect_to_look(temporary)) as copied, explained(path):
            facts = _facts(copied)
            _require_sound(copied, path)
        size = temporary.stat().st_size
    return Copy(target, size, *facts)


def fill(empty: Path, source: sqlite3.Connection, path: Path) -> None:
    """Copy a whole database into an empty file, as of one moment."""
    with closing(file.connect(empty)) as target:
        target.execute("PRAGMA journal_mode = OFF")  # an incomplete copy is thrown away
        target.execute("PRAGMA synchronous = OFF")  # the file is synced before it gets its name
        try:
            # All pages in one step: between two steps a change by a writer would start it anew.
            source.backup(target, pages=-1, progress=lambda *state: _require_free(state[0], path))
        except sqlite3.Error as error:
            if error.sqlite_errorcode in _NO_ROOM:  # only the copy is written
                raise OSError(ENOSPC, os.strerror(ENOSPC)) from None
            raise
        with despite_damage():  # a restore keeps what it replaces, as it is
            target.execute("PRAGMA journal_mode = DELETE")


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


def _facts(connection: sqlite3.Connection) -> tuple[int, int]:
    ((version,),) = connection.execute("PRAGMA user_version")
    ((cases,),) = connection.execute("SELECT count(*) FROM cases")
    return cases, version


def _require_content(connection: sqlite3.Connection, path: Path) -> None:
    if file.schema_version(connection, path) == 0:
        raise StoreError(f"{path} is empty: it never contained a case", "name another file")


def _require_sound(connection: sqlite3.Connection, path: Path) -> None:
    if faults := unsound(connection):
        raise damaged(faults[0], f"the store {path}")


def _require_free(status: int, path: Path) -> None:
    if status & 0xFF in _BUSY:
        raise busy(path)
