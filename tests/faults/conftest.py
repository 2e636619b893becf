"""What the faults have in common: a store of a test's own, and what must hold of it after each."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where every command of a test keeps its cases; there is nothing yet."""
    directory = tmp_path / "store"
    directory.mkdir()
    monkeypatch.setenv("SLT_DB", str(directory / "cases.db"))
    return directory / "cases.db"


@pytest.fixture
def whole(slt: Callable[..., tuple[int, str, str]]) -> Callable[[Path], None]:
    """Return what fails unless SQLite finds a store whole and every case is its events' fold."""

    def check(db: Path) -> None:
        with closing(sqlite3.connect(db)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert slt("verify", "--db", str(db)) == (0, "", "")

    return check
