"""A log beside the target of a backup is never replayed into the new copy."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.stores import names, subjects

AT = ("--at", "2026-03-06T12:00:00Z")
SEVEN = [str(number) for number in range(1, 8)]


@pytest.fixture
def add(slt: Callable[..., tuple[int, str, str]], home: Path) -> Callable[..., None]:
    """Return a function that opens cases with these subjects, in a store."""

    def opened(*given: str, db: Path = home / "cases.db") -> None:
        for subject in given:
            assert slt("open", "-q", "-p", "S1", *AT, subject, "--db", str(db)).code == 0

    return opened


@pytest.fixture
def copy(home: Path, slt, add, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an older copy of three cases; the store has seven since."""
    monkeypatch.setenv("SLT_DB", str(home / "cases.db"))
    add(*SEVEN[:3])
    (home / "to").mkdir()
    assert slt("backup", str(home / "to" / "copy.db")).code == 0
    add(*SEVEN[3:])
    return home / "to" / "copy.db"


@pytest.fixture
def reader(copy: Path, add) -> Iterator[sqlite3.Connection]:
    """Return a connection that has the older copy open, with a change in its log."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("SELECT count(*) FROM cases").fetchall()
        add("changed", db=copy)
        yield opened


def left_by_a_killed_process(copy: Path, reader: sqlite3.Connection) -> None:
    """Leave the copy and its log as a killed process does: nobody uses them any more."""
    beside = copy.parent
    shutil.copytree(beside, beside.with_name("killed"))
    reader.close()
    shutil.rmtree(beside)
    beside.with_name("killed").rename(beside)
    assert names(beside) == ["copy.db", "copy.db-shm", "copy.db-wal"]


def test_a_copy_that_another_process_uses_is_not_replaced(slt, copy, reader):
    refused = slt("backup", str(copy), "--force")
    assert (refused.code, refused.out) == (1, "")
    assert "copy.db-wal and copy.db-shm lie beside it, and another process uses the" in refused.err
    assert "fix: end it, or name another file" in refused.err
    assert names(copy.parent) == ["copy.db", "copy.db-shm", "copy.db-wal"]
    reader.close()
    assert subjects(copy) == ["1", "2", "3", "changed"]
    assert slt("backup", str(copy), "--force").code == 0
    assert subjects(copy) == SEVEN


def test_the_log_of_a_killed_process_is_cleared(slt, copy, reader):
    left_by_a_killed_process(copy, reader)
    assert slt("backup", str(copy), "--force").code == 0
    assert subjects(copy) == SEVEN
    assert names(copy.parent) == ["copy.db"]


def test_a_log_whose_main_file_is_gone_is_cleared_only_if_asked(slt, home, copy, reader):
    left_by_a_killed_process(copy, reader)
    copy.unlink()
    refused = slt("backup", str(copy))
    assert (refused.code, "SQLite would replay" in refused.err) == (1, True)
    assert names(copy.parent) == ["copy.db-shm", "copy.db-wal"]
    assert slt("backup", str(copy), "--force").code == 0
    assert subjects(copy) == SEVEN
    assert names(copy.parent) == ["copy.db"]
    assert slt("restore", str(copy), "--db", str(home / "new.db")).code == 0
    assert subjects(home / "new.db") == SEVEN


KILLED = """
import os, sqlite3, sys
copy = sqlite3.connect(sys.argv[1], isolation_level=None)
copy.execute("PRAGMA cache_size = 1")
copy.execute("BEGIN")
copy.execute("CREATE TABLE large (text)")
copy.executemany("INSERT INTO large VALUES (?)", [("x" * 3000,)] * 50)
os._exit(0)
"""


def leave_a_hot_journal(copy: Path) -> None:
    """Let a process die in the middle of a change to a file without a write-ahead log."""
    subprocess.run([sys.executable, "-c", KILLED, str(copy)], check=True)
    assert names(copy.parent) == ["copy.db", "copy.db-journal"]


@pytest.mark.parametrize("there", [True, False], ids=["with its file", "alone"])
def test_a_hot_journal_is_cleared(slt, copy, there):
    leave_a_hot_journal(copy)
    if not there:
        copy.unlink()
    assert slt("backup", str(copy), "--force").code == 0
    assert subjects(copy) == SEVEN
    assert names(copy.parent) == ["copy.db"]


def test_what_was_no_database_has_no_log(slt, copy):
    copy.write_text("A note.\n" * 900)
    copy.with_name("copy.db-wal").write_text("Another.\n")
    assert slt("backup", str(copy), "--force").code == 0
    assert subjects(copy) == SEVEN
    assert names(copy.parent) == ["copy.db"]


def test_a_log_that_appears_meanwhile_is_noticed(slt, copy, reader, monkeypatch):
    log = copy.with_name("copy.db-wal").read_bytes()
    left_by_a_killed_process(copy, reader)
    replace = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        done = replace(self, target)
        target.with_name("copy.db-wal").write_bytes(log)
        return done

    monkeypatch.setattr(Path, "replace", replaced)
    result = slt("backup", str(copy), "--force")
    assert (result.code, result.out) == (5, "")
    assert "copy.db is not what was copied" in result.err


def test_a_restore_does_not_replay_the_log_of_a_store_that_is_gone(slt, home, copy, reader):
    left_by_a_killed_process(copy, reader)
    copy.unlink()
    assert slt("backup", str(home / "good.db")).code == 0
    refused = slt("restore", str(home / "good.db"), "--db", str(copy))
    assert (refused.code, "fix: move it away" in refused.err) == (1, True)
    for left in (copy.with_name("copy.db-wal"), copy.with_name("copy.db-shm")):
        left.unlink()
    assert slt("restore", str(home / "good.db"), "--db", str(copy)).code == 0
    assert subjects(copy) == SEVEN


# --- A change that a killed process did not finish ------------------------------------------------


def test_who_only_looks_undoes_no_change(slt, home, copy):
    leave_a_hot_journal(copy)
    before = {path.name: path.read_bytes() for path in copy.parent.iterdir()}
    found = slt("doctor", "--db", str(copy), "-o", "tsv")
    restored = slt("restore", str(copy), "--yes")
    assert (found.code, restored.code) == (1, 5)
    for told in (found.out, restored.err):
        assert "a process was killed while it changed" in told
        assert f"`slt list --db {copy}` undoes it" in told
    assert {path.name: path.read_bytes() for path in copy.parent.iterdir()} == before
    assert subjects(home / "cases.db") == SEVEN

    assert slt("list", "-q", "--db", str(copy)).code == 0
    assert slt("restore", str(copy), "--yes").code == 0
    assert subjects(home / "cases.db") == ["1", "2", "3"]


def test_a_restore_replaces_a_store_with_an_unfinished_change(slt, home, copy):
    leave_a_hot_journal(copy)
    assert slt("restore", str(home / "cases.db"), "--yes", "--db", str(copy)).code == 0
    assert subjects(copy) == SEVEN
