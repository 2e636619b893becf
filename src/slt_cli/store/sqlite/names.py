"""The names of the files beside a store: its logs, backups, kept copies and unfinished files."""

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
_ANY_INSTANT = r"\d{8}T\d{6}Z"
_KEPT = ".before-"


def logs(store: Path) -> list[Path]:
    """Return the files that SQLite may make beside a store; links in its path are resolved."""
    return [store.with_name(f"{store.name}{end}") for end in _BESIDE]


def log(store: Path) -> Path:
    """Return the write-ahead log of a store; links in its path are resolved."""
    return store.with_name(f"{store.name}{_LOG}")


def content_logs(store: Path) -> list[Path]:
    """Return the logs that may contain what is not in the store's file yet."""
    return [store.with_name(f"{store.name}{end}") for end in (_LOG, _JOURNAL)]


def backup(store: Path, at: datetime) -> str:
    """Return the name of a backup of an instant: cases-20261123T100000Z.db."""
    return f"{store.stem}-{at:{_INSTANT}}.db"


def backups(store: Path, directory: Path) -> list[Path]:
    """Return the dated backups of a store in a directory, the oldest first; may raise OSError."""
    dated = re.compile(rf"{re.escape(store.stem)}-{_ANY_INSTANT}\.db", re.ASCII)
    return sorted(file for file in directory.iterdir() if dated.fullmatch(file.name))


def like(made: Path) -> list[Path]:
    """Return the dated backups named as one that was made, the oldest first; may raise OSError."""
    stem = re.sub(rf"-{_ANY_INSTANT}\.db$", "", made.name)
    return backups(Path(f"{stem}.db"), made.parent)


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
    """Return the unfinished files of a store and its backups; may raise OSError."""
    start = f".{store.stem}"
    return sorted(
        file
        for file in store.parent.iterdir()
        if file.name.startswith(start) and file.name.endswith(UNFINISHED)
    )


def numbered(path: Path) -> Iterator[Path]:
    """Yield a path, then the same with -2, -3, ... at its end."""
    yield from chain([path], (path.with_name(f"{path.name}-{number}") for number in count(2)))


def unused(path: Path) -> Path:
    """Return the first of the numbered paths at which there is nothing."""
    return next(free for free in numbered(path) if not free.exists())
