"""Replace a store by a backup: check it first, replace all at once, keep what is replaced."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from slt_cli.errors import NOTHING_CHANGED, InterruptionError, StoreError, add_left
from slt_cli.interruption import is_interruption
from slt_cli.private_files import WrittenError, replacing
from slt_cli.store.sqlite import file, names
from slt_cli.store.sqlite.backups import checked
from slt_cli.store.sqlite.cleaning import redactions_in
from slt_cli.store.sqlite.copies import Content, content_of, copy_of, disk_error, fill, overwrite
from slt_cli.store.sqlite.damaged_store import is_cut_off, replace_cut_off
from slt_cli.store.sqlite.explaining import HotJournalError, LinkedError, explained, replaced
from slt_cli.store.sqlite.store_id import give_id, id_of
from slt_cli.store.upkeep import Copy


class CheckedBackup(NamedTuple):
    """A backup that was checked, and how many cases it would replace in which store.

    `replaced` is None if the cases cannot be counted any more. `is_of_another_store` is true if the
    backup is known to be of another store than the one that it would replace.
    """

    copy: Copy
    replaced: int | None
    store: Path
    is_of_another_store: bool

    def unredacted(self, kept: str | None) -> list[int]:
        """Return the cases that were redacted in what was replaced, and are not in the backup."""
        if kept is None or self.is_of_another_store:
            return []
        there, done = redactions_in(self.copy.path), redactions_in(Path(kept))
        return [number for number, ours in done.items() if not ours <= there.get(number, ours)]

    def put_in_place(self, at: datetime) -> str | None:
        """Replace the store, all at once; return where the replaced cases are kept, if any."""
        kept = names.before_restore(self.store.resolve(), at)
        kept_at = put_in_place(self.copy.path, self.store, kept)
        return None if kept_at is None else str(kept_at)


@contextmanager
def restoring(backup: Path, store: Path, *, private: bool) -> Iterator[CheckedBackup]:
    """Check a backup, which may replace the store until the block ends."""
    replaced = cases_in(store)
    own = "" if replaced == 0 else id_of(store)
    given = id_of(backup)
    with checked(backup, store, private=private) as copied:
        if own:  # its later backups are counted with its earlier ones
            give_id(copied.path, own)
        is_of_another = bool(own and given) and own != given
        yield CheckedBackup(copied, replaced, store, is_of_another)


def cases_in(store: Path) -> int | None:
    """Return how many cases a restore would replace; None if they cannot be counted any more.

    Raises StoreError for a file that must not be replaced: another program's, a newer slt's.
    """
    if not store.exists():
        return 0
    if is_cut_off(store):
        return None
    try:
        with explained(store), closing(file.connect_to_look(store)) as connection:
            if file.schema_version(connection, store) == 0:
                return 0
            with suppress(sqlite3.DatabaseError):
                ((cases,),) = connection.execute("SELECT count(*) FROM cases")
                return int(cases)
            return None
    except HotJournalError:  # the restore undoes it when it has the lock
        return None
    except StoreError as error:
        if isinstance(error, LinkedError) or disk_error(error.__context__):
            raise
        raise StoreError(
            error.message,
            f"move {store} away, and its -wal and -shm files if there are any, and restore again; "
            "nothing was changed",
        ) from None


def put_in_place(copied: Path, store: Path, kept: Path) -> Path | None:
    """Replace all of a store by a checked copy, in one transaction, or put the copy in its place.

    What is replaced is first copied to `kept`, or to a numbered path like it, while nobody can
    write. Return that path; None if there was nothing. Raises StoreError or OSError, and leaves the
    store as it was; InterruptionError if it is replaced all the same.
    """
    if not store.exists():
        with suppress(FileExistsError):  # somebody else makes a store there meanwhile
            copy_of(copied, store)
            return None
    file.require_writable(store)
    if is_cut_off(store):
        return replace_cut_off(store, copied, kept)
    opened = file.file_number(store)
    keeping = _Keeping(store, kept)
    try:
        with explained(store), closing(file.connect(copied)) as source:
            _fit_pages(source, store)
            overwrite(store, source, keeping.keep)
    except BaseException as stop:
        if keeping.before == (now := _content_in(store)):
            keeping.remove(stop)
        elif keeping.made and is_interruption(stop) and now == _content_in(copied):
            raise InterruptionError(
                f"interrupted after {store} was restored",
                f"what it replaced is kept as {keeping.made}",
            ) from None
        raise
    if file.file_number(store) != opened:
        is_kept = f"; what it replaced is kept as {keeping.made}" if keeping.made else ""
        raise replaced(store, f"what was restored may not be there{is_kept}")
    return keeping.made


class _Keeping:
    """What a restore keeps of the store that it replaces."""

    def __init__(self, store: Path, kept: Path) -> None:
        self.made: Path | None = None
        self.before: Content | None = None
        self._store = store
        self._kept = kept

    def keep(self) -> None:
        """Copy the store beside itself; nothing of one that is empty."""
        with closing(file.connect_to_look(self._store)) as present:
            if file.schema_version(present, self._store) == 0:
                return
            with suppress(sqlite3.Error, UnicodeDecodeError):  # a damaged one is kept as it is
                self.before = content_of(present)
            target = names.unused(self._kept)
            try:
                with replacing(target, only_new=True) as temporary:
                    fill(temporary, present, self._store)
            except WrittenError as error:
                target.unlink()
                raise StoreError(
                    f"the present store cannot be kept: {error.message}, and was removed again",
                    f"{error.fix}{NOTHING_CHANGED}",
                ) from None
        self.made = target

    def remove(self, stop: BaseException) -> None:
        """Remove the copy of a store that was not replaced; if it stays, an error names it.

        What is left of a damaged store stays: nothing tells whether it was replaced.
        """
        if self.made is None:
            return
        if self.before is None:
            raise StoreError(
                f"{self._store} could not be replaced: {stop}",
                f"what is left of the damaged store is kept as {self.made}",
            ) from None
        try:
            self.made.unlink()
        except OSError:
            add_left(stop, str(self.made))


def _content_in(path: Path) -> Content | None:
    """Return what is in a store now; None if that cannot be read."""
    try:
        with closing(file.connect_to_look(path)) as connection:
            return content_of(connection)
    except (OSError, StoreError, sqlite3.Error, UnicodeDecodeError):
        return None


def _fit_pages(copied: sqlite3.Connection, store: Path) -> None:
    """Change a copy to the store's page size: SQLite replaces only such pages in a log."""
    with closing(file.connect(store)) as present:
        ((size,),) = present.execute("PRAGMA page_size")
    ((given,),) = copied.execute("PRAGMA page_size")
    if given != size:
        copied.execute("PRAGMA journal_mode = DELETE")
        copied.execute(f"PRAGMA page_size = {size}")
        copied.execute("VACUUM")
