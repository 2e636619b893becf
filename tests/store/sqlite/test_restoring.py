"""A restore is whole or nothing: for whoever reads or writes meanwhile, and for a kill -9."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.errors import StoreError
from slt_cli.store.checking import differences
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.sqlite import copies, file, restoring
from slt_cli.store.sqlite.backups import checked
from slt_cli.store.sqlite.copies import copy_of
from slt_cli.store.sqlite.restoring import put_in_place
from tests.store.samples import change, create
from tests.store.sqlite.upgrades import names

LARGE = "x" * 2000


def fill(path: Path, subject: str, count: int) -> Path:
    with closing(open_store(location_of(path))) as store:
        for _ in range(count):
            create(store, subject=subject)
    return path


def subjects(path: Path) -> set[str]:
    with closing(open_store(location_of(path))) as store:
        assert list(differences(store)) == []
        return {case.subject[:3] for case in store.cases(Filter())}


def integrity(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store of thirty cases is, in a directory of its own."""
    (tmp_path / "data").mkdir()
    return fill(tmp_path / "data" / "cases.db", f"new{LARGE}", 30)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a backup of twenty other cases."""
    fill(tmp_path / "other.db", f"old{LARGE}", 20)
    return copy_of(tmp_path / "other.db", tmp_path / "old.db").path


def restore(old: Path, path: Path) -> Path | None:
    with checked(old, path, private=False) as copied:
        return put_in_place(copied.path, path, path.with_name("kept.db"))


# --- Others, meanwhile ----------------------------------------------------------------------------


def test_who_had_it_open_reads_on(path, old):
    with closing(open_store(location_of(path))) as reader:
        assert reader.case(30) is not None
        restore(old, path)
        assert {case.subject[:3] for case in reader.cases(Filter())} == {"old"}
        assert create(reader).number == 21


def test_who_reads_a_list_meanwhile_reads_it_to_its_end(path, old):
    with closing(open_store(location_of(path))) as reader:
        cases = reader.cases(Filter())
        first = next(cases)
        restore(old, path)
        assert {case.subject for case in (first, *cases)} == {f"new{LARGE}"}
    assert subjects(path) == {"old"}


def test_readers_never_see_half(path, old):
    kept = copy_of(path, old.with_name("new.db")).path
    seen, done = [], threading.Event()

    def read() -> None:
        while not done.is_set():
            with closing(open_store(location_of(path))) as store:
                seen.append({case.subject[:3] for case in store.cases(Filter())})

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for each in (old, kept) * 4:
        restore(each, path)
    done.set()
    for reader in readers:
        reader.join()
    assert {frozenset(each) for each in seen} <= {frozenset({"old"}), frozenset({"new"})}
    assert len(seen) > 10
    assert integrity(path) == "ok"


WRITE = """
import sys
from pathlib import Path
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from tests.store.samples import create
store = open_store(location_of(Path(sys.argv[1])))
for _ in range(40):
    create(store, subject="own")
store.close()
"""


def test_what_was_recorded_meanwhile_is_in_the_store_or_in_what_was_kept(path, old):
    """Nothing that a command reported as recorded falls between the copy and the replacement."""
    root = Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", WRITE, str(path)], cwd=root) as writing:
        while len(subjects(path)) == 1:
            assert writing.poll() is None
        for _ in range(5):
            restore(old, path)
    assert writing.returncode == 0
    assert integrity(path) == "ok"
    found = 0
    for place in [path, *path.parent.glob("kept*")]:
        with closing(open_store(location_of(place))) as store:
            found += sum(case.subject == "own" for case in store.cases(Filter()))
    assert found == 40


# --- Failures -------------------------------------------------------------------------------------


def test_a_store_that_others_write_to_is_busy_and_stays(path, old, monkeypatch):
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is busy"):
            restore(old, path)
        other.execute("ROLLBACK")
    assert (subjects(path), names(path)) == ({"new"}, ["cases.db"])


def test_where_the_old_cannot_be_kept_nothing_is_replaced(path, old, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with checked(old, path, private=False) as copied:
        monkeypatch.setattr(restoring, "fill", full)
        with pytest.raises(OSError, match="No space left"):
            put_in_place(copied.path, path, path.with_name("kept.db"))
    assert (subjects(path), names(path)) == ({"new"}, ["cases.db"])
    with closing(open_store(location_of(path))) as store:
        assert create(store).number == 31, "and the lock is gone"


class StopError(Exception):
    """What goes wrong in the middle."""


@pytest.mark.parametrize("step", [1, 2, 10, 25])
def test_a_fault_half_way_changes_nothing(path, old, monkeypatch, step):
    with checked(old, path, private=False) as copied:
        calls = []

        def free(*_: object) -> None:
            calls.append(1)
            if len(calls) == step:
                raise StopError

        monkeypatch.setattr(copies, "_require_free", free)
        with pytest.raises(StopError):
            put_in_place(copied.path, path, path.with_name("kept.db"))
    assert (subjects(path), integrity(path)) == ({"new"}, "ok")


KILLED = """
import os, signal, sys
from pathlib import Path
from slt_cli.cli.program import run
from slt_cli.store.sqlite import copies
left = int(sys.argv[3])
def free(*state):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
copies._require_free = free
print(run(["restore", sys.argv[2], "--yes", "--db", sys.argv[1]]))
"""


def kill_at(path: Path, old: Path, step: int) -> int:
    """Restore in a process that is killed at a step of its copying; return how it ended."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(old), str(step)],
        stdout=subprocess.DEVNULL,
        timeout=60,
        check=False,
    ).returncode


def test_whenever_it_is_killed_the_store_is_the_old_or_the_new_one(path, old):
    """The steps: the copy that is checked, the copy that is kept, then page by page."""
    ends = []
    for step in (1, 2, 3, 4, 7, 12, 20, 30, 999):
        ends.append(kill_at(path, old, step))
        assert integrity(path) == "ok"
        assert subjects(path) == ({"new"} if ends[-1] else {"old"})
        with closing(open_store(location_of(path))) as store:  # and the next command just works
            case = store.case(1)
            assert case is not None
            change(store, case, note="still here")
    assert ends == [-signal.SIGKILL] * 8 + [0]


def test_what_a_killed_restore_leaves_behind_is_private_and_named_by_doctor(slt, path, old):
    kill_at(path, old, 12)
    left = [name for name in names(path) if name.endswith(".new")]
    assert left
    for name in left:
        assert os.stat(path.with_name(name)).st_mode & 0o077 == 0  # noqa: PTH116
    told = slt("doctor", "--db", str(path), "-o", "tsv").out
    assert [name for name in left if name not in told] == []
