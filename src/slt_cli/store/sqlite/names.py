"""The names of the files beside a store: its logs, backups, kept copies and unfinished files."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, count
from pathlib import Path

UNFINISHED = ".new"
"""The end of a file's name until it is complete, as private_files ends it."""

_LOG = "-wal"
_JOURNAL = "-journal"
_BESIDE = (_LOG, "-shm", _JOURNAL)  # SQLite takes them for a store's own, and removes them
_INSTANT = "%Y%m%dT%H%M%SZ"
_DATED_END = r"-([0-9]{8}T[0-9]{6}Z)(?:-([0-9]{1,9}))?\.db$"
_KEPT = ".before-"
_UNFINISHED_NAME = r"\..+\.[0-9a-z_]{8}\.new"
"""As private_files and tempfile name what is not finished."""


def logs(store: Path) -> list[Path]:
    """Return the files that SQLite may make beside a store; links in its path are resolved."""
    return [store.with_name(f"{store.name}{end}") for end in _BESIDE]


def log(store: Path) -> Path:
    """Return the write-ahead log of a store; links in its path are resolved."""
    return store.with_name(f"{store.name}{_LOG}")


def journal(store: Path) -> Path:
    """Return the rollback journal of a store; links in its path are resolved."""
    return store.with_name(f"{store.name}{_JOURNAL}")


def content_logs(store: Path) -> list[Path]:
    """Return the logs that may contain what is not in the store's file yet."""
    return [log(store), journal(store)]


def backup(store: Path, directory: Path, at: datetime) -> Path:
    """Return the first free name of a backup of an instant.

    That is cases-20261123T100000Z.db, or with -2, -3, ... before its end.
    """
    dated = f"{store.stem}-{at:{_INSTANT}}"
    ends = chain([""], (f"-{number}" for number in count(2)))
    return next(free for end in ends if _is_free(free := directory / f"{dated}{end}.db"))


def backups(store: Path, directory: Path) -> list[Path]:
    """Return the dated backups of a store in a directory, the oldest first; may raise OSError."""
    start = f"{store.stem}-"
    found = [file for file in directory.iterdir() if file.name.startswith(start)]
    return sorted((file for file in found if _is_dated(file, start)), key=_date)


def like(made: Path) -> list[Path]:
    """Return the dated backups named as one that was made, the oldest first; may raise OSError."""
    stem = re.sub(_DATED_END, "", made.name)
    return backups(Path(f"{stem}.db"), made.parent)


def others(made: Path, found: list[Path]) -> list[Path]:
    """Return dated backups but the one just made, those first that are dated later than it.

    Their dates are of a clock that was wrong, so that they are not kept for being the newest. A
    backup with a log beside it is left out: it may be in use.
    """
    newest = _date(made)
    files = [file for file in found if file.name != made.name and file.is_file()]
    unused = [file for file in files if not any(beside.exists() for beside in logs(file))]
    return sorted(unused, key=lambda file: (_date(file) <= newest, _date(file)))


def later(made: Path, others: list[Path]) -> list[Path]:
    """Return those of the other backups that are dated later than the one just made."""
    return [file for file in others if _date(file) > _date(made)]


def _is_dated(file: Path, start: str) -> bool:
    return re.fullmatch(_DATED_END, file.name[len(start) - 1 :]) is not None


def _date(backup: Path) -> tuple[str, int]:
    """Return the date in the name of a backup, and its number among those of one second."""
    found = re.search(_DATED_END, backup.name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _is_free(path: Path) -> bool:
    return not any(os.path.lexists(each) for each in (path, *logs(path)))


def before_restore(store: Path, at: datetime) -> Path:
    """Return where a restore keeps what it replaces: cases.db.before-restore-20261123T100000Z."""
    return store.with_name(f"{store.name}{_KEPT}restore-{at:{_INSTANT}}")


def before_schema(store: Path, version: int) -> Path:
    """Return where the store is kept before an upgrade: cases.db.before-schema-2."""
    return store.with_name(f"{store.name}{_KEPT}schema-{version}")


def copies(store: Path) -> list[Path]:
    """Return the copies of a store that slt made beside it; may raise OSError."""
    kept = [file for file in store.parent.iterdir() if file.name.startswith(store.name + _KEPT)]
    return sorted([*kept, *backups(store, store.parent)])


def left_behind(store: Path) -> list[Path]:
    """Return the unfinished files of a store, and of any other file that slt was writing beside it.

    May raise OSError.
    """
    start = f".{store.stem}"
    return sorted(
        file
        for file in store.parent.iterdir()
        if (file.name.startswith(start) and file.name.endswith(UNFINISHED))
        or re.fullmatch(_UNFINISHED_NAME, file.name, re.DOTALL)
    )


def numbered(path: Path) -> Iterator[Path]:
    """Yield a path, then the same with -2, -3, ... at its end."""
    yield from chain([path], (path.with_name(f"{path.name}-{number}") for number in count(2)))


def unused(path: Path) -> Path:
    """Return the first of the numbered paths at which, and beside which, there is nothing."""
    return next(free for free in numbered(path) if _is_free(free))
