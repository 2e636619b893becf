"""`slt backup --keep`: older copies give way, nothing else does."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.stores import names, subjects

NOON = "2026-11-23T12:00:00Z"
STORES = Path(__file__).parents[1] / "data" / "stores"


@pytest.fixture
def older(slt, data: Path) -> Callable[..., None]:
    """Return a function that makes copies of the store with names of older or later ones."""

    def copies(*names: str) -> None:
        for name in names:
            assert slt("backup", str(data / name)).code == 0

    return copies


def test_keep_removes_all_but_the_newest(items, data, older):
    older("cases-20261101T000000Z.db", "cases-20261102T000000Z.db", "mine-20260101.db")
    (item,) = items("backup", "--keep", "2", now=NOON)
    assert item["removed"] == [str(data / "cases-20261101T000000Z.db")]
    assert names(data) == [
        "cases-20261102T000000Z.db",
        "cases-20261123T120000Z.db",
        "cases.db",
        "mine-20260101.db",
    ]


def test_the_copy_just_made_stays_where_the_clock_is_behind(items, data, older):
    later = ["cases-20261124T000000Z.db", "cases-20261125T000000Z.db"]
    older(*later)
    (item,) = items("backup", "--keep", "2", now=NOON)
    assert item["removed"] == [str(data / later[0])]
    assert names(data) == ["cases-20261123T120000Z.db", later[1], "cases.db"]


def test_copies_of_a_clock_that_was_far_ahead_are_not_kept_for_ever(items, data, older):
    ahead = ["cases-21210101T000000Z.db", "cases-21210101T000000Z-2.db"]
    older("cases-20261101T000000Z.db", *ahead)
    (item,) = items("backup", "--keep", "3", now=NOON)
    assert item["removed"] == [str(data / ahead[0])]
    (item,) = items("backup", "--keep", "3", now="2026-11-24T12:00:00Z")
    assert item["removed"] == [str(data / ahead[1])]
    assert names(data) == [
        "cases-20261101T000000Z.db",
        "cases-20261123T120000Z.db",
        "cases-20261124T120000Z.db",
        "cases.db",
    ]


def test_copies_of_one_second_are_removed_in_the_order_in_which_they_were_made(items, data, slt):
    for _ in range(11):
        assert slt("backup", now=NOON).code == 0
    (item,) = items("backup", "--keep", "2", now=NOON)
    assert item["removed"] == [
        str(data / f"cases-20261123T120000Z{end}.db")
        for end in ("", *(f"-{number}" for number in range(2, 11)))
    ]


def test_copies_of_another_store_with_the_same_name_are_not_removed(slt, home, monkeypatch):
    monkeypatch.chdir(home)
    (home / "to").mkdir()
    stores = [home / place / "cases.db" for place in ("one", "two")]
    for store in stores:
        store.parent.mkdir()
        for hour in range(3):
            slt("open", "-q", "-p", "S1", store.parent.name, "--db", str(store))
            now = f"2026-11-23T1{hour}:00:00Z"
            assert slt("backup", "to", "--keep", "3", "--db", str(store), now=now).code == 0
    kept = [subjects(copy) for copy in sorted((home / "to").iterdir())]
    assert len(kept) == 6
    assert slt("backup", "to", "--keep", "1", "--db", str(stores[0]), now=NOON).code == 0
    left = [subjects(copy)[0] for copy in (home / "to").iterdir()]
    assert sorted(left) == ["one", "two", "two", "two"]


def test_copies_of_a_store_made_from_a_backup_are_not_removed(slt, home, monkeypatch):
    monkeypatch.chdir(home)
    for place in ("p", "s", "B"):
        (home / place).mkdir()

    def backed_up(place: str, hour: int, *options: str):
        db = ("--db", f"{place}/cases.db")
        assert slt("open", "-q", "-p", "S1", f"{place} at {hour}", *db).code == 0
        return slt("backup", "B", *options, *db, now=f"2026-11-23T{hour}:00:00Z")

    backed_up("p", 10)
    first = next((home / "B").iterdir())
    assert slt("restore", str(first), "--db", "s/cases.db", "-q").code == 0
    backed_up("p", 11)
    backed_up("s", 12, "--keep", "2")
    last = backed_up("s", 13, "--keep", "2")

    assert last.code == 0
    assert "1 copy in B has events that this store lacks, and --keep did not count it" in last.err
    kept = [subjects(copy)[-1] for copy in sorted((home / "B").iterdir())]
    assert kept == ["p at 11", "s at 12", "s at 13"]


@pytest.mark.now(NOON)
@pytest.mark.every_engine
def test_a_copy_with_events_that_the_store_lacks_is_not_removed(slt, tmp_path):
    assert slt("open", "-q", "-p", "S1", "one").code == 0
    first, second = (
        slt("backup", str(tmp_path), "-q", now=f"2026-11-2{day}T12:00:00Z").out.strip()
        for day in range(2)
    )
    added = (
        "INSERT INTO events (case_number, kind, at, who, changes) VALUES (1, 'noted', '', '', '{}')"
    )
    with closing(sqlite3.connect(second)) as connection, connection:
        connection.execute(added)

    last = slt("backup", str(tmp_path), "-q", "--keep", "1", now=NOON)

    assert last.code == 0
    assert "1 copy in" in last.err
    assert "has events that this store lacks, and --keep did not count it" in last.err
    assert sorted(map(str, tmp_path.glob("*.db"))) == [second, last.out.strip()]
    assert not Path(first).exists()


def test_a_copy_that_is_in_use_stays_with_its_log(slt, data, older):
    older("cases-20261101T000000Z.db")
    with closing(sqlite3.connect(data / "cases-20261101T000000Z.db")) as reader:
        reader.execute("PRAGMA journal_mode = WAL")
        reader.execute("SELECT count(*) FROM cases").fetchall()
        assert slt("backup", "--keep", "1").code == 0
        assert "cases-20261101T000000Z.db-wal" in names(data)
    assert "cases-20261101T000000Z.db" in names(data)


@pytest.mark.now(NOON)
def test_what_is_no_file_is_no_copy(slt, data):
    (data / "cases-20261101T000000Z.db").mkdir()
    assert slt("backup", "--keep", "1").code == 0
    assert (data / "cases-20261101T000000Z.db").is_dir()


@pytest.mark.now(NOON)
def test_where_an_older_one_cannot_be_removed_the_copy_is_told(slt, data, monkeypatch, older):
    older("cases-20261101T000000Z.db")
    kept = Path.unlink

    def refuse(path: Path, **options: bool) -> None:
        if "20261101" in path.name:
            raise PermissionError(1, "Operation not permitted")
        kept(path, **options)

    monkeypatch.setattr(Path, "unlink", refuse)
    result = slt("backup", "--keep", "1")
    assert (result.code, result.out) == (1, "")
    assert f"{data / 'cases-20261123T120000Z.db'} was made, but" in result.err
    assert names(data) == ["cases-20261101T000000Z.db", "cases-20261123T120000Z.db", "cases.db"]


@pytest.mark.parametrize(
    "name",
    [
        "cases.db",
        "cases-2026.db",
        "cases-20261101T000000Z.db.gz",
        "other-20261101T000000Z.db",
        "cases-20261101T000000Z.txt",
        "cases.db.before-schema-2",
        pytest.param("cases-20261101T000000Z.db", id="a file that is no store"),
    ],
)
@pytest.mark.now(NOON)
def test_keep_leaves_everything_else(slt, data, name):
    (data / name).touch()
    assert slt("backup", "--keep", "1").code == 0
    assert (data / name).exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("backup copy.db --keep 3", "--keep works only for", id="for a file"),
        pytest.param("backup --keep 0", "--keep", id="none"),
    ],
)
@pytest.mark.usefixtures("data")
def test_keep_has_its_limits(slt, line, told):
    result = slt(*line.split())
    assert (result.code, told in result.err) == (2, True)
    assert names(Path()) == []


def test_nothing_is_removed_where_the_copy_failed(slt, data, monkeypatch):
    old = data / "cases-20261101T000000Z.db"
    old.touch()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slt_cli.store.sqlite.copies.fill", full)
    assert slt("backup", "--keep", "1").code == 1
    assert old.exists()


def test_copies_of_later_dates_that_go_first_are_named(slt, data, older):
    later = ["cases-20261202T000000Z.db", "cases-20261203T000000Z.db"]
    older("cases-20261101T000000Z.db", *later)
    result = slt("backup", "--keep", "2", now=NOON)
    assert result.code == 0
    assert result.err == (
        "slt: note: copies that are dated later than the new one were removed first: "
        f"{', '.join(later)}\n"
        "fix: check the clock: it is behind now, or it was ahead when they were made\n"
    )
    assert slt("backup", "--keep", "2", now=NOON).err == "", "only what was removed is named"
    assert "cases-20261101T000000Z.db" not in names(data)


@pytest.mark.parametrize(
    ("closed", "told"),
    [
        (1, "1 copy in {} may not be read by you, and --keep did not count it"),
        (2, "2 copies in {} may not be read by you, and --keep did not count them"),
    ],
)
def test_copies_that_cannot_be_read_are_counted_in_a_note(
    slt, data, older, monkeypatch, closed, told
):
    copies = ["cases-20261101T000000Z.db", "cases-20261102T000000Z.db"][:closed]
    older(*copies)
    may, connect = os.access, sqlite3.connect

    def may_not(path: Path, mode: int) -> bool:
        return Path(path).name not in copies and may(path, mode)

    def refuse(name: str, **given: object) -> sqlite3.Connection:
        if any(copy in str(name) for copy in copies):
            raise sqlite3.OperationalError("unable to open database file")
        return connect(name, **given)

    monkeypatch.setattr(os, "access", may_not)
    monkeypatch.setattr(sqlite3, "connect", refuse)
    result = slt("backup", "--keep", "1", now=NOON)
    assert result.code == 0
    assert result.err == (
        f"slt: note: {told.format(data)}\nfix: let one user make the backups of a store\n"
    )
    assert set(copies) < set(names(data))


# --- What a restore would refuse ------------------------------------------------------------------


def script(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


NOT_GOOD = {
    "a trigger of others": (
        "CREATE TRIGGER evil AFTER INSERT ON cases BEGIN SELECT 1; END",
        "the trigger 'evil' is not one that slt makes",
    ),
    "a guard less": ("DROP TRIGGER events_not_deleted", "'events_not_deleted' is missing"),
    "a row edited": (
        "UPDATE cases SET priority = 'S3' WHERE number = 1",
        "case 1 is not what its events add up to (priority)",
    ),
}


@pytest.mark.parametrize(("sql", "told"), NOT_GOOD.values(), ids=NOT_GOOD)
def test_a_copy_that_a_restore_refuses_removes_no_good_one(slt, data, sql, told):
    good = [slt("backup", "-q", now=f"2026-11-2{day}T12:00:00Z").out.strip() for day in range(3)]
    script(data / "cases.db", sql)
    for hour in range(3):
        result = slt("backup", "--keep", "3", "-q", now=f"2026-11-23T1{hour}:00:00Z")
        made = data / f"cases-20261123T1{hour}0000Z.db"
        assert (result.code, result.out) == (1, f"{made}\n"), "the copy is better than none"
        assert result.err.startswith(
            f"slt: error: the copy {made} was made, but `slt restore` will refuse it: "
        )
        assert told in result.err
        assert "\nfix: keep the older copies: none was removed; `slt doctor`" in result.err
        assert slt("restore", str(made), "--yes").code == 5
    assert all(Path(copy).exists() for copy in good)
    assert slt("restore", good[-1], "--yes").code == 0
    assert slt("verify").code == 0


@pytest.mark.parametrize(("sql", "told"), NOT_GOOD.values(), ids=NOT_GOOD)
def test_a_copy_that_a_restore_refuses_replaces_no_good_one(slt, data, sql, told):
    assert slt("backup", "copy.db").code == 0
    good = Path("copy.db").read_bytes()
    script(data / "cases.db", sql)
    result = slt("backup", "copy.db", "--force")
    assert (result.code, result.out, Path("copy.db").read_bytes()) == (1, "", good)
    assert result.err.startswith(
        "slt: error: copy.db was not replaced: `slt restore` would refuse the new copy: "
    )
    assert told in result.err
    assert [path.name for path in Path().iterdir()] == ["copy.db"]


def test_a_copy_that_a_restore_refuses_is_not_counted_later(slt, data):
    dates = [f"2026-11-2{day}T12:00:00Z" for day in range(5)]
    good = slt("backup", "-q", now=dates[0]).out.strip()
    script(data / "cases.db", "CREATE TRIGGER evil AFTER INSERT ON cases BEGIN SELECT 1; END")
    refused = [slt("backup", "-q", now=dates[day]).out.strip() for day in (1, 2)]
    script(data / "cases.db", "DROP TRIGGER evil")

    last = slt("backup", "--keep", "2", now=dates[3])

    assert last.code == 0
    told = f"2 copies in {data} would be refused by `slt restore`, and --keep did not count them"
    assert told in last.err
    assert all(Path(copy).exists() for copy in (good, *refused))
    assert slt("backup", "--keep", "2", now=dates[4]).code == 0
    assert [Path(copy).exists() for copy in (good, *refused)] == [False, True, True]


def test_a_copy_of_an_older_schema_is_checked_as_a_restore_does(slt, home):
    for number in range(1, 5):
        old = home / f"schema-{number}.db"
        shutil.copyfile(STORES / old.name, old)
        result = slt("backup", "-q", "--keep", "2", "--db", str(old), now=NOON)
        assert (result.code, result.err) == (0, ""), result.err
        assert slt("restore", result.out.strip(), "--db", str(home / f"new{number}.db")).code == 0


def test_where_a_copy_cannot_be_checked_nothing_is_removed(slt, data, older, monkeypatch):
    older("cases-20261101T000000Z.db")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slt_cli.store.sqlite.backups.differences", full)
    result = slt("backup", "--keep", "1", now=NOON)
    assert result.code == 1
    assert "was made, but it cannot be checked: No space left on device\n" in result.err
    assert names(data) == ["cases-20261101T000000Z.db", "cases-20261123T120000Z.db", "cases.db"]


def test_a_stop_during_the_check_names_the_copy_and_removes_nothing(slt, data, older, monkeypatch):
    older("cases-20261101T000000Z.db")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("slt_cli.store.sqlite.backups.differences", stop)
    result = slt("backup", "--keep", "1", now=NOON)
    made = data / "cases-20261123T120000Z.db"
    assert (result.code, result.out) == (130, "")
    assert result.err.strip() == (
        f"slt: error: interrupted after the copy {made} was made, and before it was checked\n"
        "fix: no older copy was removed"
    )
    assert names(data) == ["cases-20261101T000000Z.db", made.name, "cases.db"]


# --- A directory that is not there ----------------------------------------------------------------


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("given", "keep", "fix"),
    [
        ("nobackup", ["--keep", "14"], "make or mount it first\n"),
        ("nas.local", ["--keep", "14"], "make or mount it first\n"),
        (
            "nobackup",
            [],
            "make or mount it first; or give a file an end, as in nobackup.db\n",
        ),
    ],
)
def test_a_directory_that_is_not_mounted_is_missed_and_no_file_takes_its_name(
    slt, given, keep, fix
):
    result = slt("backup", given, *keep)
    assert (result.code, result.out) == (1, "")
    assert result.err == f"slt: error: there is no directory {given}\nfix: {fix}"
    assert names(Path()) == []


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("given", ["copy.db", "copy.bak"])
def test_a_name_with_an_end_is_a_file(slt, given):
    assert slt("backup", given).code == 0
    assert subjects(Path(given)) == ["one", "two"]
