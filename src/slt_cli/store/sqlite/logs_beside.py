"""What lies beside a copy: SQLite would take it for its log, as it goes by the name alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from slt_cli.errors import RefusedError
from slt_cli.store.sqlite import names
from slt_cli.store.sqlite.explaining import IN_USE, kind

_PATIENCE_SECONDS = 1.0
_NO_DATABASE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def clear_of_logs(target: Path, *, replace: bool) -> Iterator[None]:
    """Let no log of an older copy lie beside a target while the block puts a copy there.

    With `replace` the log of an older copy is first replayed into that copy, and nobody can use
    it until the block ends. Raises RefusedError if somebody uses it, and without `replace` for
    any log.
    """
    if not _present(target):
        yield
        return
    if not replace:
        raise _refused(target, "SQLite would replay such a log into it", "move it away")
    if not target.exists():
        _remove_logs(target)
        yield
        return
    with closing(sqlite3.connect(target, timeout=_PATIENCE_SECONDS, isolation_level=None)) as older:
        _replay(older, target)
        _remove_logs(target)
        yield


def _replay(older: sqlite3.Connection, target: Path) -> None:
    """Let an older copy replay its log or undo its unfinished change, and lock it for all others.

    A file that is not a database needs nothing that lies beside it.
    """
    try:
        older.execute("PRAGMA journal_mode = DELETE")
        older.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if kind(error) in IN_USE:
            raise _refused(target, "another process uses the older copy", "end it") from None
        if kind(error) not in _NO_DATABASE:
            raise _refused(target, f"SQLite cannot replay it: {error}", "move it away") from None


def _refused(target: Path, why: str, fix: str) -> RefusedError:
    found = [log.name for log in _present(target)]
    lie = "lies" if len(found) == 1 else "lie"
    return RefusedError(
        f"{target} was not written: {' and '.join(found)} {lie} beside it, and {why}",
        f"{fix}, or name another file",
    )


def _remove_logs(target: Path) -> None:
    for log in _present(target):
        log.unlink(missing_ok=True)


def _present(target: Path) -> list[Path]:
    return [log for log in names.logs(target) if log.exists()]
