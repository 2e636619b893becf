"""What a restore says when it is stopped or fails half-way is true: replaced, or not."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.store.sqlite import copies
from tests.commands.stores import names, subjects

AT = ("--at", "2026-03-06T12:00:00Z")
NOON = "2026-11-23T12:00:00Z"
KEPT = "cases.db.before-restore-20261123T120000Z"

pytestmark = pytest.mark.now(NOON)


@pytest.fixture
def data(slt: Callable[..., tuple[int, str, str]], home: Path) -> Path:
    """Return the directory of a store with two cases; its backup in old.db has one of them."""
    assert slt("open", "-q", "-p", "S1", *AT, "one").code == 0
    assert slt("backup", str(home / "old.db")).code == 0
    assert slt("open", "-q", "-p", "S1", *AT, "two").code == 0
    return home / ".local" / "share" / "slt"


def stopped_after(stop: BaseException, *, replaced: bool) -> Callable[..., None]:
    """Return what replaces a store, or does not, keeps what there was, and stops."""

    def overwrite(path: Path, source: sqlite3.Connection, first: Callable[[], None]) -> None:
        if replaced:
            real(path, source, first)
        else:
            first()
        raise stop

    real = copies.overwrite
    return overwrite


def test_an_interruption_after_the_last_page_says_that_the_store_is_replaced(
    slt, home, data, monkeypatch
):
    monkeypatch.setattr(
        "slt_cli.store.sqlite.restoring.overwrite",
        stopped_after(KeyboardInterrupt(), replaced=True),
    )
    result = slt("restore", str(home / "old.db"), "--yes")
    assert (result.code, result.out) == (130, "")
    assert f"interrupted after {data / 'cases.db'} was restored" in result.err
    assert f"fix: what it replaced is kept as {data / KEPT}" in result.err
    assert (subjects(data / "cases.db"), subjects(data / KEPT)) == (["one"], ["one", "two"])


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_stops_it_before_leaves_the_store_and_no_copy(slt, home, data, monkeypatch, stop):
    monkeypatch.setattr(
        "slt_cli.store.sqlite.restoring.overwrite", stopped_after(stop, replaced=False)
    )
    result = slt("restore", str(home / "old.db"), "--yes")
    assert (result.code, result.out) == (130 if isinstance(stop, KeyboardInterrupt) else 1, "")
    assert "was restored" not in result.err
    assert subjects(data / "cases.db") == ["one", "two"]
    assert names(data) == ["cases.db"]


def test_the_copy_of_a_damaged_store_is_kept_and_named(slt, home, data, monkeypatch):
    damaged = data / "cases.db"
    size = damaged.stat().st_size
    with damaged.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (size - 4096))
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(
        "slt_cli.store.sqlite.restoring.overwrite", stopped_after(full, replaced=False)
    )
    result = slt("restore", str(home / "old.db"), "--yes")
    assert result.code == 5
    assert f"what is left of the damaged store is kept as {data / KEPT}" in result.err
    assert names(data) == ["cases.db", KEPT]


def test_where_its_own_files_stay_it_has_restored_all_the_same(slt, home, data, monkeypatch):
    def fail(directory: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(directory))

    monkeypatch.setattr("slt_cli.store.sqlite.unfinished.rmtree", fail)
    result = slt("restore", str(home / "old.db"), "--yes")
    (left,) = [path for path in data.iterdir() if path.is_dir()]
    assert (result.code, str(data / KEPT) in result.out) == (0, True)
    assert f"all was done, but {left} cannot be removed" in result.err
    assert f"rm -r {left}" in result.err
    assert subjects(data / "cases.db") == ["one"]
    monkeypatch.undo()
    shutil.rmtree(left)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_copy_that_cannot_be_opened_is_no_internal_error(slt, home, data, monkeypatch, command):
    connect = copies.file.connect

    def refuse(path: Path, **options: bool) -> sqlite3.Connection:
        if path.name.endswith(".new"):
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error
        return connect(path, **options)

    monkeypatch.setattr(copies.file, "connect", refuse)
    target = home / "old.db" if command == "restore" else home / "new.db"
    result = slt(command, str(target), *(["--yes"] if command == "restore" else []))
    assert (result.code, "unable to open database file" in result.err) == (1, True)
    assert names(data) == ["cases.db"]
    assert not (home / "new.db").exists()


@pytest.mark.parametrize("how", ["the directory", "the disk"])
def test_a_backup_that_the_disk_does_not_confirm_is_there(slt, home, data, monkeypatch, how):
    number = {"the directory": errno.EIO, "the disk": errno.ENOSPC}[how]

    def fsync(handle: int) -> None:
        if os.fstat(handle).st_ino == home.stat().st_ino:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    result = slt("backup", str(home / "new.db"))
    assert (result.code, result.out) == (1, "")
    assert f"{home / 'new.db'} was written, but a loss of power may still undo that" in result.err
    assert subjects(home / "new.db") == ["one", "two"]
    assert names(data) == ["cases.db"]


def test_a_kept_copy_that_the_disk_does_not_confirm_prevents_the_restore(
    slt, home, data, monkeypatch
):
    def fsync(handle: int) -> None:
        if os.fstat(handle).st_ino == data.stat().st_ino:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    result = slt("restore", str(home / "old.db"), "--yes")
    assert (result.code, "the present store cannot be kept" in result.err) == (5, True)
    with closing(sqlite3.connect(data / "cases.db")) as store:
        assert store.execute("SELECT count(*) FROM cases").fetchone() == (2,)
    assert names(data) == ["cases.db"]
