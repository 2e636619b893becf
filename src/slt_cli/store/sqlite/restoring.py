"""Replace a store by a backup: check it first, replace all at once, keep what is replaced."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from slt_cli.errors import NOTHING_CHANGED, InterruptionError, StoreError, add_left
from slt_cli.interruption import is_interruption
from slt_cli.private_files import WrittenError, make_directory, replacing
from slt_cli.store.checking import differences
from slt_cli.store.counters import require_counters
from slt_cli.store.sqlite import file, names
from slt_cli.store.sqlite.changing import require_own_schema
from slt_cli.store.sqlite.copies import Content, content_of, copy_of, disk_error, fill, overwrite
from slt_cli.store.sqlite.explaining import HotJournalError, LinkedError, explained, replaced
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.sqlite.unfinished import name_instead, unfinished_file
from slt_cli.store.upkeep import Copy


class CheckedBackup(NamedTuple):
    """A backup that was checked, and how many cases it would replace in which store.

    `replaced` is None if the cases cannot be counted any more.
    """

    copy: Copy
    replaced: int | None
    store: Path

    def put_in_place(self, at: datetime) -> str | None:
        """Replace the store, all at once; return where the replaced cases are kept, if any."""
        kept = names.before_restore(self.store.resolve(), at)
        kept_at = put_in_place(self.copy.path, self.store, kept)
        return None if kept_at is None else str(kept_at)


@contextmanager
def restoring(backup: Path, store: Path, *, private: bool) -> Iterator[CheckedBackup]:
    """Check a backup, which may replace the store until the block ends."""
    replaced = cases_in(store)
    with checked(backup, store, private=private) as copied:
        yield CheckedBackup(copied, replaced, store)


def require_store(given: Path) -> None:
    """Refuse at once what is not a backup: only the beginning of the file is read."""
    try:
        with explained(given), closing(file.connect_to_look(given)) as connection:
            file.schema_version(connection, given)
    except StoreError as error:
        raise _no_backup(error) from None


@contextmanager
def checked(given: Path, store: Path, *, private: bool) -> Iterator[Copy]:
    """Yield a valid copy of a backup, brought up to date, beside the store that it may replace.

    The backup itself is only read. Raises StoreError for a file that is not a store, is damaged or
    comes from a newer slt, or for a case that is not what its events add up to; OSError if no copy
    can be made.
    """
    if not file.exists(store, private=private) and private:
        make_directory(store.parent)
    with unfinished_file(store) as unfinished:
        copied = _copied(given, unfinished)
        _require_own_schema(copied, given)
        _bring_up_to_date(copied.path, given)
        yield copied._replace(schema_version=file.SCHEMA_VERSION)


def _bring_up_to_date(copied: Path, given: Path) -> None:
    """Bring the copy of a backup up to date, and check each case in it."""
    try:
        with closing(SqliteStore(copied, private=False)) as opened:
            with opened.writing():
                pass
            _require_sound_cases(opened, given)
    except StoreError as error:
        if of_the_disk := disk_error(error.__context__):  # the one that holds the store
            raise of_the_disk from None
        name_instead(error, copied, given)
        raise


def _require_sound_cases(opened: SqliteStore, given: Path) -> None:
    for found in differences(opened):
        raise StoreError(
            f"{given} is not sound: case {found.number} is not what its events add up to "
            f"({found.field})",
            "restore another backup; nothing was changed",
        )
    try:
        require_counters(opened, str(given))
    except StoreError as error:
        raise StoreError(error.message, "restore another backup; nothing was changed") from None


def cases_in(store: Path) -> int | None:
    """Return how many cases a restore would replace; None if they cannot be counted any more.

    Raises StoreError for a file that must not be replaced: another program's, a newer slt's.
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


def _copied(given: Path, target: Path) -> Copy:
    try:
        return copy_of(given, target)
    except StoreError as error:
        raise _no_backup(error) from None


def _require_own_schema(copied: Copy, given: Path) -> None:
    """Refuse a backup in which others made what would act on what is recorded later."""
    try:
        with explained(given), closing(file.connect_to_look(copied.path)) as connection:
            require_own_schema(connection, given, copied.schema_version)
    except StoreError as error:
        raise _no_backup(error, "name another backup") from None


def _no_backup(
    error: StoreError, fix: str = "name another backup, or use the newer slt if one made it"
) -> StoreError:
    if isinstance(error, (HotJournalError, LinkedError)) or disk_error(error.__context__):
        return error
    return StoreError(error.message, f"{fix}{NOTHING_CHANGED}")


def _fit_pages(copied: sqlite3.Connection, store: Path) -> None:
    """Change a copy to the store's page size: SQLite replaces only such pages in a log."""
    with closing(file.connect(store)) as present:
        ((size,),) = present.execute("PRAGMA page_size")
    ((given,),) = copied.execute("PRAGMA page_size")
    if given != size:
        copied.execute("PRAGMA journal_mode = DELETE")
        copied.execute(f"PRAGMA page_size = {size}")
        copied.execute("VACUUM")
