"""Copies of a store, taken while others read and write; and a store replaced by a copy."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from errno import ENOSPC
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from slt_cli.errors import StoreError
from slt_cli.private_files import replacing
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.explaining import busy, despite_damage, explained

_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Copy(NamedTuple):
    """Hold a copy of a store: where it is, its size in bytes, and what is in it."""

    path: Path
    size: int
    cases: int
    schema_version: int


def copy_of(path: Path, target: Path) -> Copy:
    """Copy a store to a file, which appears, or takes another's place, when it is whole.

    It can be read by its owner alone and needs no log beside it. Raises StoreError for what is no
    store, is empty or is damaged, and OSError where the file cannot be written.
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
        target.execute("PRAGMA journal_mode = OFF")  # what is not whole is thrown away
        target.execute("PRAGMA synchronous = OFF")  # whoever puts it in place syncs it
        try:
            # All pages in one step: after every other one a writer's change would start it anew.
            source.backup(target, pages=-1, progress=lambda *state: _require_free(state[0], path))
        except sqlite3.Error as error:
            if error.sqlite_errorcode in _NO_ROOM:  # nothing is written but the copy
                raise OSError(ENOSPC, os.strerror(ENOSPC)) from None
            raise
        with despite_damage():  # a restore keeps what it replaces, as it is
            target.execute("PRAGMA journal_mode = DELETE")


def overwrite(path: Path, source: sqlite3.Connection, first: Callable[[], None]) -> None:
    """Replace all that is in a store in one transaction; readers see the old until it is done.

    `first` is called while nobody else can write and nothing is changed; what it raises leaves
    everything as it was. Whoever reads or writes meanwhile goes on.
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


def unused(path: Path) -> Path:
    """Return a path that nothing bears yet: the given one, or it with a number behind."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(free for free in chain([path], numbered) if not free.exists())


def _facts(connection: sqlite3.Connection) -> tuple[int, int]:
    ((version,),) = connection.execute("PRAGMA user_version")
    ((cases,),) = connection.execute("SELECT count(*) FROM cases")
    return cases, version


def _require_content(connection: sqlite3.Connection, path: Path) -> None:
    if file.schema_version(connection, path) == 0:
        raise StoreError(f"{path} is empty: no case was ever kept in it", "name another file")


def _require_sound(connection: sqlite3.Connection, path: Path) -> None:
    if faults := unsound(connection):
        raise StoreError(
            f"the store {path} is damaged: {faults[0]}", "`slt doctor` tells more and what to do"
        )


def unsound(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with a database as SQLite tells it: pages, indexes, references."""
    told = [text for (text,) in connection.execute("PRAGMA integrity_check(5)") if text != "ok"]
    lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    return told + [f"{_row(number)} of {table} refers to nothing" for table, number, *_ in lost]


def _row(number: int | None) -> str:
    return "a row" if number is None else f"row {number}"


def _require_free(status: int, path: Path) -> None:
    if status & 0xFF in _BUSY:
        raise busy(path)
