"""A backup is checked before it replaces a store, and when it has just been made."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from slt_cli.errors import NOTHING_CHANGED, RefusedError, StoreError
from slt_cli.private_files import make_directory
from slt_cli.store.checking import differences
from slt_cli.store.counters import require_counters
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.changing import require_own_schema
from slt_cli.store.sqlite.copies import copy_of, disk_error
from slt_cli.store.sqlite.explaining import HotJournalError, LinkedError, explained
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.sqlite.unfinished import name_instead, unfinished_file
from slt_cli.store.upkeep import Copy


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


def refusal(made: Path) -> StoreError | None:
    """Return the error with which a restore would refuse a backup, None for a good one.

    It was just copied, so that its pages and references are sound. Raises OSError if there is no
    room for what the check of an older schema needs.
    """
    try:
        with explained(made), closing(file.connect_to_look(made)) as connection:
            version = file.schema_version(connection, made)
            require_own_schema(connection, made, version)
        if version < file.SCHEMA_VERSION:
            with checked(made, made, private=False):
                return None
        with closing(SqliteStore(made, private=False, connect=file.connect_to_look)) as store:
            _require_sound_cases(store, made)
    except StoreError as error:
        return error
    return None


def with_own_schema(made: list[Path]) -> list[Path]:
    """Return those of some backups in which nobody made what would act on what is recorded.

    A damaged one is left out too. It is only a part of the check of a restore, and a cheap one.
    """
    return [each for each in made if _has_own_schema(each)]


def _has_own_schema(made: Path) -> bool:
    try:
        with explained(made), closing(file.connect(made, alone=True)) as connection:
            require_own_schema(connection, made, file.schema_version(connection, made))
    except StoreError:
        return False
    return True


def require_restorable(made: Path, target: Path) -> None:
    """Refuse to replace a file by a copy that a restore would refuse."""
    if error := refusal(made):
        name_instead(error, made, target)
        raise RefusedError(
            f"{target} was not replaced: `slt restore` would refuse the new copy: {error.message}",
            "keep that file, and name another one for a copy all the same; `slt doctor` and "
            "`slt verify` show what is wrong with the store",
        )


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
