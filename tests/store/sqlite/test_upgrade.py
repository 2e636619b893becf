"""An upgrade keeps the store before it, is whole or undone, and runs again."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.errors import StoreError
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.samples import create
from tests.store.sqlite.upgrades import (
    NEXT,
    add_a_column,
    contents,
    fail_half_way,
    names,
    version_of,
    with_step,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store of a test is, in a directory of its own."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "cases.db"


@pytest.fixture
def old(path: Path) -> Path:
    """Return a store of the present schema with two cases, soon to be an older one."""
    with closing(open_store(location_of(path))) as store:
        create(store, subject="one")
        create(store, subject="two")
    return path


USES: list[Callable[[Store], object]] = [lambda store: store.case(1), create]
EITHER_WAY = pytest.mark.parametrize("use", USES, ids=["read", "written"])


@EITHER_WAY
def test_before_an_upgrade_the_store_is_kept_beside_itself(old: Path, monkeypatch, use) -> None:
    before = contents(old)
    with_step(monkeypatch, add_a_column)

    with closing(open_store(location_of(old))) as store:
        use(store)

    kept = old.with_name(f"cases.db.before-schema-{NEXT}")
    assert names(old) == ["cases.db", kept.name]
    assert (contents(kept), version_of(kept)) == (before, NEXT - 1)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert version_of(old) == NEXT


def test_a_new_store_has_nothing_to_keep(path: Path, monkeypatch) -> None:
    with_step(monkeypatch, add_a_column)
    path.touch()

    with closing(open_store(location_of(path))) as store:
        create(store)

    assert names(path) == ["cases.db"]


@EITHER_WAY
def test_a_step_that_fails_leaves_the_old_state(old: Path, monkeypatch, use) -> None:
    before = contents(old)
    with_step(monkeypatch, fail_half_way)

    with (
        closing(open_store(location_of(old))) as store,
        pytest.raises(StoreError, match=r"brought from schema \d to \d") as failed,
    ):
        use(store)

    kept = old.with_name(f"cases.db.before-schema-{NEXT}")
    assert failed.value.exit_code == 5
    assert "no such table: nowhere; it is as it was" in failed.value.message
    assert str(kept) in failed.value.fix
    assert (contents(old), version_of(old)) == (before, NEXT - 1)
    assert contents(kept) == before


def test_a_failed_upgrade_is_told_in_one_sentence(slt, old: Path, monkeypatch) -> None:
    with_step(monkeypatch, fail_half_way)
    result = slt("list", "--db", str(old))
    assert (result.code, result.out) == (5, "")
    assert [line.split(":")[0] for line in result.err.splitlines()] == ["slt", "fix"]


def test_after_a_failure_the_copy_of_the_same_state_is_kept_and_used_again(
    old: Path, monkeypatch
) -> None:
    with_step(monkeypatch, fail_half_way)
    kept = old.with_name(f"cases.db.before-schema-{NEXT}")
    with closing(open_store(location_of(old))) as store:
        for _ in range(2):
            with pytest.raises(StoreError):
                store.case(1)
            first = kept.stat().st_ino
        assert kept.stat().st_ino == first
    assert names(old) == ["cases.db", kept.name]


def test_a_copy_of_an_earlier_state_is_never_written_over(old: Path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        with_step(patch, fail_half_way)
        with closing(open_store(location_of(old))) as store, pytest.raises(StoreError):
            store.case(1)
    first = contents(old)
    with closing(open_store(location_of(old))) as store:  # the release that wrote it goes on
        create(store, subject="three")
    second = contents(old)

    with_step(monkeypatch, add_a_column)
    with closing(open_store(location_of(old))) as store:
        store.case(1)

    kept = old.with_name(f"cases.db.before-schema-{NEXT}")
    assert contents(kept) == first
    assert contents(kept.with_name(f"{kept.name}-2")) == second


def test_what_bears_the_name_and_is_no_copy_stays(old: Path, monkeypatch) -> None:
    note = old.with_name(f"cases.db.before-schema-{NEXT}")
    note.write_text("A note.\n")
    with_step(monkeypatch, add_a_column)

    with closing(open_store(location_of(old))) as store:
        store.case(1)

    assert note.read_text() == "A note.\n"
    assert version_of(note.with_name(f"{note.name}-2")) == NEXT - 1


@EITHER_WAY
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")]
)
def test_without_a_copy_there_is_no_upgrade(old: Path, monkeypatch, use, error) -> None:
    def fail(*_: object) -> None:
        raise error

    before = contents(old)
    with_step(monkeypatch, add_a_column)
    monkeypatch.setattr("slt_cli.store.sqlite.upgrade.copy_of", fail)

    with (
        closing(open_store(location_of(old))) as store,
        pytest.raises(StoreError, match=error.strerror) as failed,
    ):
        use(store)

    assert "nothing was changed" in failed.value.fix
    assert (contents(old), version_of(old), names(old)) == (before, NEXT - 1, ["cases.db"])


# --- Processes ------------------------------------------------------------------------------------

UPGRADE = """
import os, signal, sys
from pathlib import Path
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.sqlite import file, migrations

@migrations.migrations(name="m999_to_come")
def step(db):
    db.execute("ALTER TABLE cases ADD COLUMN mood TEXT")
    db.execute("UPDATE cases SET mood = 'changed', subject = 'changed'")
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)

file.SCHEMA_VERSION += 1
store = open_store(location_of(Path(sys.argv[1])))
print(store.case(1).subject)
store.close()
"""


def run(path: Path, word: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", UPGRADE, str(path), word],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_upgrade_that_is_killed_is_undone_and_runs_again(old: Path) -> None:
    before = contents(old)

    assert run(old, "killed").returncode == -signal.SIGKILL
    assert (contents(old), version_of(old)) == (before, NEXT - 1)

    again = run(old, "not killed")
    assert (again.returncode, again.stdout) == (0, "changed\n"), again.stderr
    assert version_of(old) == NEXT
    assert contents(old.with_name(f"cases.db.before-schema-{NEXT}")) == before


def test_processes_that_upgrade_at_once_do_so_once(old: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, str(old), "not killed"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    ended = [process.communicate() for process in started]
    assert ended == [(b"changed\n", b"")] * 4
    with closing(sqlite3.connect(old)) as store:  # two that close it at once may leave its log
        store.execute("SELECT number FROM cases")
    assert names(old) == ["cases.db", f"cases.db.before-schema-{NEXT}"]


@EITHER_WAY
def test_a_store_that_is_read_only_says_who_can_bring_it_up_to_date_to_be_read(
    old: Path, monkeypatch, use
) -> None:
    def connect(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)

    before = contents(old)
    with_step(monkeypatch, add_a_column)
    monkeypatch.setattr(os, "access", lambda _, right: right != os.W_OK)
    with (
        closing(SqliteStore(old, private=False, connect=connect)) as store,
        pytest.raises(StoreError, match="read-only") as failed,
    ):
        use(store)

    assert failed.value.exit_code == 5
    upgrade = f"can run `slt store upgrade --db {old}`; or copy"
    assert (upgrade in failed.value.fix) == (use is USES[0])
    assert (contents(old), version_of(old)) == (before, NEXT - 1)
