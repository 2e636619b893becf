"""A store with two names, or replaced while it is in use, never loses a record quietly."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cached_property
from pathlib import Path

import pytest

from slt_cli.cli.program import run
from slt_cli.domain.policy import Policy
from slt_cli.errors import StoreError
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.sqlite import restoring, upgrade
from tests.apps import RememberingApp
from tests.store.samples import create


def another(path: Path) -> None:
    """Put another store at a path, as `mv` does."""
    other = path.with_name("other.db")
    with closing(open_store(location_of(other))) as store:
        create(store, subject="another")
    other.replace(path)


OLD_STORE = Path(__file__).parents[2] / "data/stores/schema-2.db"
CHANGES: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "replaced": another,
    "renamed": lambda path: path.rename(path.with_name("old.db")),
}
EITHER_WAY = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


# --- Two names ------------------------------------------------------------------------------------


def test_a_store_with_a_hard_link_is_used_by_neither_name(slt, path) -> None:
    link = path.with_name("link.db")
    os.link(path, link)
    backup = shutil.copyfile(path, path.with_name("backup.db"))
    before = path.read_bytes()

    for name in (path, link):
        for line in (
            ["open", "-p", "S1", "x"],
            ["note", "1", "x"],
            ["list"],
            ["restore", str(backup), "--yes"],
            ["store", "upgrade"],
        ):
            refused = slt(*line, "--db", str(name))
            assert (refused.code, refused.out) == (5, "")
            assert f"{name} cannot be used: it has another name (a hard link)" in refused.err
            assert (
                "\nfix: while nobody uses the store, keep the name that has a -wal" in refused.err
            )
            assert f" -xdev -samefile {name}` finds" in refused.err
    assert path.read_bytes() == before

    link.unlink()
    assert slt("open", "-p", "S1", "-q", "x", "--db", str(path)).out == "CASE-2\n"


COPYING = {
    "backup": "--db link.db backup b.db",
    "export": "--db link.db export b.csv",
    "store copy": "store copy link.db b.db",
    "restore": "--db b.db restore link.db",
    "restore over it": "--db link.db restore backup.db --yes",
    "list": "--db link.db list",
    "due": "--db link.db due",
    "show": "--db link.db show 1",
    "verify": "--db link.db verify",
    "init": "--db link.db store init",
}


@pytest.mark.parametrize("line", COPYING.values(), ids=COPYING)
def test_nothing_is_read_by_a_name_beside_which_the_log_is_not(slt, path, line, monkeypatch):
    monkeypatch.chdir(path.parent)
    assert slt("--db", "cases.db", "backup", "backup.db").code == 0
    with closing(sqlite3.connect(path)) as reader:  # who reads keeps the log
        reader.execute("SELECT count(*) FROM cases").fetchall()
        assert slt("--db", "cases.db", "open", "-p", "S1", "-q", "logged").out == "CASE-2\n"
        os.link(path, "link.db")
        refused = slt(*line.split())
        assert (refused.code, refused.out) == (5, "")
        assert "it has another name (a hard link)" in refused.err
        assert "\nfix: while nobody uses the store, keep the name that has a -wal" in refused.err
        assert not any(Path(made).exists() for made in ("b.db", "b.csv"))


def test_doctor_reports_a_hard_link(slt, path):
    os.link(path, path.with_name("link.db"))
    found = slt("doctor", "--db", str(path))
    assert found.code == 1
    assert "it has another name (a hard link)" in " ".join(found.out.split())
    rows = slt("doctor", "--db", str(path), "-o", "tsv").out.splitlines()
    (told,) = (row.split("\t") for row in rows if "(a hard link)" in row)
    assert told[1] == "problem"
    assert told[2].startswith(f"the store {path} cannot be used: it has another name")


def test_doctor_says_that_a_store_without_a_log_is_only_not_changed(slt, path):
    backup, link = path.with_name("backup.db"), path.with_name("link.db")
    assert slt("backup", str(backup), "--db", str(path)).code == 0
    os.link(backup, link)
    found = slt("doctor", "--db", str(link), "-o", "tsv")
    told = f"\npermissions\twarning\tthe store {link} cannot be changed: it has another name"
    assert told in found.out
    assert "cannot be used" not in found.out


def test_a_backup_with_a_hard_link_is_read_as_it_has_no_log(slt, path) -> None:
    backup, link = path.with_name("backup.db"), path.with_name("link.db")
    assert slt("backup", str(backup), "--db", str(path)).code == 0
    os.link(backup, link)
    assert slt("list", "-q", "--db", str(link)) == (0, "CASE-1\n", "")
    assert slt("restore", str(link), "--db", str(path.with_name("new.db")), "-q").code == 0
    assert "cannot be used" in slt("open", "-p", "S1", "x", "--db", str(link)).err


def test_both_names_of_a_symbolic_link_are_one_store(slt, path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path)
    for name in (path, link, path, link):
        assert slt("open", "-p", "S1", "-q", "x", "--db", str(name)).code == 0
    assert len(slt("list", "-q", "--db", str(path)).out.split()) == 5


# --- Removed or replaced while it is in use -------------------------------------------------------


@EITHER_WAY
def test_nothing_is_said_to_be_recorded_in_a_file_that_is_no_longer_there(path, change) -> None:
    with (
        closing(open_store(location_of(path))) as store,
        pytest.raises(StoreError, match="what was recorded last is not in the store"),
        store.writing(),
    ):
        change(path)


@EITHER_WAY
def test_nothing_is_written_into_a_file_that_was_put_in_its_place(path, change) -> None:
    with closing(open_store(location_of(path))) as store:
        assert store.case(1) is not None
        change(path)
        there = path.exists()
        with pytest.raises(StoreError, match="replaced while slt used it: noth"):
            create(store)
        assert path.exists() == there
        created = create(store)  # which opens what is there now
        assert created.number == len(list(store.cases(Filter())))


@EITHER_WAY
@pytest.mark.parametrize(
    "line",
    ["note 1 x", "open -p S1 x", "respond 1", "import cases.csv", "escalate --late", "list", "due"],
)
def test_a_command_says_so_and_fails(slt, capsys, home, path, change, line, monkeypatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("SLT_DB", str(path))
    Path("cases.csv").write_text("priority,opened_at,subject\nS1,2026-11-23T10:00:00Z,x\n")
    assert slt("open", "-p", "S1", "--at", "2026-11-20T17:00:00Z", "late").code == 0

    class ReadsThePolicyFirst(RememberingApp):
        @cached_property
        def policy(self) -> Policy:
            """Return the policy; after it was read from the store, the store is changed."""
            found = super().policy
            change(path)
            return found

    code = run(line.split(), ReadsThePolicyFirst)

    out, err = capsys.readouterr()
    assert (code, out) == (5, "")
    assert f"the store {path} was removed or replaced while slt used it" in err
    assert "\nfix: put the store back or restore a backup" in err


@EITHER_WAY
def test_a_restore_says_so_and_where_the_replaced_cases_are(slt, path, change, monkeypatch) -> None:
    backup = path.with_name("backup.db")
    assert slt("backup", str(backup), "--db", str(path)).code == 0
    real = restoring._Keeping.keep

    def keep(keeping: restoring._Keeping) -> None:
        real(keeping)
        change(path)

    monkeypatch.setattr(restoring._Keeping, "keep", keep)
    found = slt("restore", str(backup), "--yes", "--db", str(path))
    assert (found.code, found.out) == (5, "")
    assert f"the store {path} was removed or replaced while slt used it: what was" in found.err
    (kept,) = path.parent.glob("cases.db.before-restore-*")
    assert f"kept as {kept}" in found.err


@EITHER_WAY
@pytest.mark.parametrize("line", ["store upgrade", "store init"])
def test_an_upgrade_says_so(slt, path, change, line, monkeypatch) -> None:
    path.write_bytes(b"" if line == "store init" else OLD_STORE.read_bytes())
    real = upgrade.migrate

    def migrate(connection: sqlite3.Connection, store: Path) -> None:
        real(connection, store)
        monkeypatch.setattr(upgrade, "migrate", real)
        change(path)

    monkeypatch.setattr(upgrade, "migrate", migrate)
    found = slt(*line.split(), "--db", str(path))
    assert (found.code, found.out) == (5, "")
    assert f"the store {path} was removed or replaced while slt used it: it was not" in found.err


# --- Through the link of another user -------------------------------------------------------------


@pytest.mark.parametrize("line", ["open -p S1 x", "store init"])
def test_no_store_is_made_through_a_link_of_another_user(slt, others_link, line, monkeypatch):
    chosen = others_link.readlink()
    if user := os.geteuid():
        monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    found = slt(*line.split(), "--db", str(others_link))
    assert (found.code, found.out) == (1, "")
    assert f"{others_link} is a link that belongs to another user" in found.err
    assert list(chosen.parent.iterdir()) == []
