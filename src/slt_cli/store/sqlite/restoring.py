"""Put a copy of a store in its place: checked first, all at once, what it replaces kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from slt_cli.errors import StoreError
from slt_cli.private_files import make_directory, replacing
from slt_cli.store.checking import differences
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.copies import Copy, copy_of, fill, overwrite, unused
from slt_cli.store.sqlite.explaining import explained
from slt_cli.store.sqlite.store import SqliteStore


@contextmanager
def checked(given: Path, store: Path, *, private: bool) -> Iterator[Copy]:
    """Yield a copy of a store that is sound and up to date, beside the store it is to replace.

    The given file is only read. Raises StoreError where it is no store, damaged, from a newer slt,
    or where a case in it is not what its events add up to; OSError where no copy can be made.
    """
    if not file.exists(store, private=private) and private:
        make_directory(store.parent)
    beside = store.resolve()
    with TemporaryDirectory(prefix=f".{beside.name}.", suffix=".new", dir=beside.parent) as place:
        Path(place).chmod(0o700)  # a umask may have taken from its owner too
        copied = _copied(given, Path(place) / "cases.db")
        with closing(SqliteStore(copied.path, private=False)) as opened:
            with opened.writing():  # brings an older one up to date
                pass
            for found in differences(opened):
                raise StoreError(
                    f"{given} is not sound: case {found.number} is not what its events add up to "
                    f"({found.field})",
                    "restore another backup; nothing was changed",
                )
        yield copied._replace(schema_version=file.SCHEMA_VERSION)


def _copied(given: Path, target: Path) -> Copy:
    try:
        return copy_of(given, target)
    except StoreError as error:
        raise StoreError(
            error.message,
            "name another backup (a newer slt's needs that slt); nothing was changed",
        ) from None


def cases_in(store: Path) -> int | None:
    """Return how many cases a restore would replace; None where that cannot be counted any more.

    Raises StoreError where it must not replace them: another program's file, a newer slt's.
    """
    if not store.exists():
        return 0
    try:
        with explained(store), closing(file.connect_to_look(store)) as connection:
            if file.schema_version(connection, store) == 0:
                return 0
            with suppress(sqlite3.DatabaseError):
                ((cases,),) = connection.execute("SELECT count(*) FROM cases")
                return int(cases)
            return None
    except StoreError as error:
        raise StoreError(
            error.message,
            f"move {store} away, with its -wal and -shm if any, and restore again; "
            "nothing was changed",
        ) from None


def _fit_pages(copied: sqlite3.Connection, store: Path) -> None:
    """Give a copy pages of the size of the store's: SQLite replaces no other within a log."""
    with closing(file.connect(store)) as present:
        ((size,),) = present.execute("PRAGMA page_size")
    ((given,),) = copied.execute("PRAGMA page_size")
    if given != size:
        copied.execute("PRAGMA journal_mode = DELETE")
        copied.execute(f"PRAGMA page_size = {size}")
        copied.execute("VACUUM")


def put_in_place(copied: Path, store: Path, kept: Path) -> Path | None:
    """Replace what is in a store by a copy that was checked, in one transaction.

    What is replaced is copied to `kept` first, or a name like it, while nobody can write; returns
    where, None where there was nothing. Raises StoreError or OSError, the store as it was.
    """
    keeps: list[Path] = []

    def keep() -> None:
        with closing(file.connect_to_look(store)) as present:
            if file.schema_version(present, store) == 0:
                return
            target = unused(kept)
            with replacing(target) as temporary:
                fill(temporary, present, store)
            keeps.append(target)

    file.make(store, private=False)
    with explained(store), closing(file.connect(copied)) as source:
        _fit_pages(source, store)
        overwrite(store, source, keep)
    return keeps[0] if keeps else None
