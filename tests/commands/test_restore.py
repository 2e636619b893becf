"""`slt restore`: checked first, all at once, and what it replaces is kept."""

import errno
import io
import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.private_files import WrittenError
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.own_schema import ON_EVENTS
from tests.commands.stores import names, subjects

AT = ("--at", "2026-03-06T12:00:00Z")
NOON = "2026-11-23T12:00:00Z"
KEPT = "cases.db.before-restore-20261123T120000Z"
STORES = Path(__file__).parents[1] / "data" / "stores"


@pytest.fixture
def data(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of a store with two cases; its backup in ./old.db has one of them."""
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    assert slt("open", "-q", "-p", "S1", *AT, "one").code == 0
    assert slt("backup", "old.db").code == 0
    assert slt("open", "-q", "-p", "S1", *AT, "two").code == 0
    return home / ".local" / "share" / "slt"


def script(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


@pytest.mark.now(NOON)
def test_the_store_holds_what_the_backup_held_and_what_it_held_is_kept(items, slt, data):
    (item,) = items("restore", "old.db", "--yes")
    assert item == {
        "path": str(data / "cases.db"),
        "restored_from": "old.db",
        "cases": 1,
        "schema_version": file.SCHEMA_VERSION,
        "kept": str(data / KEPT),
        "another_store": False,
    }
    assert (subjects(data / "cases.db"), subjects(data / KEPT)) == (["one"], ["one", "two"])
    assert stat.S_IMODE((data / KEPT).stat().st_mode) == 0o600
    assert names(data) == ["cases.db", KEPT]
    assert names(Path()) == ["old.db"]
    assert slt("verify") == (0, "", "")
    assert slt("open", "-q", "-p", "S1", *AT, "three").out == "CASE-2\n"


@pytest.mark.now(NOON)
def test_what_was_kept_can_be_restored_in_turn(slt, data):
    slt("restore", "old.db", "--yes")
    assert slt("restore", str(data / KEPT), "--yes").code == 0
    assert subjects(data / "cases.db") == ["one", "two"]
    assert subjects(data / f"{KEPT}-2") == ["one"], "no copy is written over"


def test_on_another_machine_there_is_nothing_to_keep(items, slt, data):
    shutil.rmtree(data)
    (item,) = items("restore", "old.db", "--yes")
    assert (item["cases"], item["kept"]) == (1, None)
    assert subjects(data / "cases.db") == ["one"]
    assert names(data) == ["cases.db"]
    assert {stat.S_IMODE(place.stat().st_mode) for place in (data, data / "cases.db")} == {
        0o700,
        0o600,
    }
    assert slt("list", "-q").out == "CASE-1\n"


def test_the_backup_is_only_read(slt, data):
    before = Path("old.db").read_bytes()
    slt("restore", "old.db", "--yes")
    slt("note", "1", "since then", *AT)
    assert Path("old.db").read_bytes() == before
    assert subjects(data / "cases.db") == ["one"]


def test_another_store_in_use_can_be_restored_too(slt, data):
    shutil.copyfile("old.db", "other.db")
    with closing(sqlite3.connect("other.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE cases SET rev = rev")
        assert slt("restore", "other.db", "--yes").code == 0
    assert subjects(data / "cases.db") == ["one"]


def test_an_older_store_is_brought_forward(items, data):
    kept = STORES / "schema-1.db"
    before = kept.read_bytes()
    (item,) = items("restore", str(kept), "--yes")
    assert (item["cases"], item["schema_version"]) == (10, file.SCHEMA_VERSION)
    assert len(subjects(data / "cases.db")) == 10
    assert kept.read_bytes() == before


# --- Asked first ----------------------------------------------------------------------------------


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Return a function that gives the lines that are typed."""

    def give(given: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))

    return give


def test_a_terminal_is_asked(slt, data, answer):
    answer("y\n")
    result = slt("restore", "old.db", on_terminal=True)
    assert result.code == 0
    asked = " ".join(result.err.split())
    assert asked == f"Replace 2 cases in {data / 'cases.db'} by 1 case? [y/N]:"
    assert subjects(data / "cases.db") == ["one"]


@pytest.mark.parametrize("given", ["n\n", "\n", "NO\n", "what\nn\n"])
def test_no_is_the_answer_unless_yes_was_said(slt, data, answer, given):
    answer(given)
    result = slt("restore", "old.db", on_terminal=True)
    assert (result.code, result.out) == (1, "")
    assert result.err.endswith(
        "slt: error: nothing was restored or changed\nfix: answer y, or add --yes\n"
    )
    assert (subjects(data / "cases.db"), names(data)) == (["one", "two"], ["cases.db"])


def test_where_the_question_is_left_unanswered_nothing_is_restored(slt, data, answer):
    answer("")
    result = slt("restore", "old.db", on_terminal=True)
    assert (result.code, result.out) == (130, "")
    assert result.err.endswith(
        "slt: error: the question was not answered: nothing was restored or changed\n"
        "fix: answer y, or add --yes\n"
    )
    assert subjects(data / "cases.db") == ["one", "two"]


def test_a_script_has_to_say_yes(slt, data):
    result = slt("restore", "old.db")
    assert (result.code, result.out) == (2, "")
    assert "add --yes" in result.err
    assert subjects(data / "cases.db") == ["one", "two"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param("missing.db", "there is no file missing.db", id="no file"),
        pytest.param(".", ". is a directory", id="a directory"),
        pytest.param("/dev/null", "/dev/null is not a regular file", id="a device"),
        pytest.param("note.txt", "note.txt", id="no backup"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_before_yes_is_asked_for(slt, data, given, told):
    Path("note.txt").write_text("A note.\n" * 900, encoding="utf-8")
    result = slt("restore", given)
    assert result.out == ""
    assert result.err.startswith("slt: error: ")
    assert told in result.err
    assert "--yes" not in result.err
    assert subjects(data / "cases.db") == ["one", "two"]


# --- Refused --------------------------------------------------------------------------------------


def spoil(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * 8192)


BAD = {
    "a text": (lambda path: path.write_bytes(b"A note.\n" * 900), 5, "is not a store of slt"),
    "an empty file": (lambda path: path.write_bytes(b""), 5, "is empty"),
    "a truncated one": (lambda path: path.write_bytes(path.read_bytes()[:9000]), 5, "damaged"),
    "a damaged one": (spoil, 5, "damaged"),
    "another program's": (
        lambda path: script(path, "PRAGMA application_id = 7"),
        5,
        "is not a store of slt",
    ),
    "a newer one": (
        lambda path: script(path, f"PRAGMA user_version = {file.SCHEMA_VERSION + 1}"),
        5,
        "written by a newer slt",
    ),
    "one changed by another program": (
        lambda path: script(path, "UPDATE cases SET priority = 'S3'"),
        5,
        "case 1 is not what its events add up to (priority)",
    ),
    "one with a case too few": (
        lambda path: script(path, "DELETE FROM cases"),
        5,
        "damaged: a row of clocks refers to nothing",
    ),
    "one with events that are no JSON": (
        lambda path: script(
            path,
            "DROP TRIGGER events_not_updated; UPDATE events SET changes = '{'; "
            + ON_EVENTS["events_not_updated"],
        ),
        5,
        "case 1 is not what its events add up to (events)",
    ),
    "none": (lambda path: path.unlink(), 1, "there is no file old.db"),
    "a directory": (lambda path: (path.unlink(), path.mkdir()), 1, "old.db is a directory"),
}


@pytest.mark.usefixtures("data")
def test_for_a_backup_with_a_trigger_of_others_no_newer_slt_is_named(slt):
    script(Path("old.db"), "CREATE TRIGGER more AFTER INSERT ON cases BEGIN DELETE FROM holds; END")
    error, fix = slt("restore", "old.db", "--yes").err.splitlines()
    assert error.endswith("the trigger 'more' is not one that slt makes")
    assert fix == "fix: name another backup; nothing was changed"


@pytest.mark.parametrize(("spoil", "code", "told"), BAD.values(), ids=BAD)
def test_what_is_no_sound_store_is_refused(slt, data, spoil, code, told):
    spoil(Path("old.db"))
    before = (data / "cases.db").read_bytes()
    result = slt("restore", "old.db", "--yes")
    assert (result.code, result.out) == (code, ""), result.err
    assert told in result.err
    assert "\nfix: " in result.err
    assert (data / "cases.db").read_bytes() == before
    assert names(data) == ["cases.db"]


@pytest.mark.parametrize("size", [512, 1024, 8192, 65536])
@pytest.mark.parametrize("is_new", [True, False], ids=["a new store", "over a store"])
def test_a_backup_with_pages_of_another_size(slt, data, size, is_new):
    script(Path("old.db"), f"PRAGMA page_size = {size}; VACUUM")
    if is_new:
        (data / "cases.db").unlink()
    assert slt("restore", "old.db", "--yes").code == 0
    assert subjects(data / "cases.db") == ["one"]
    assert slt("verify") == (0, "", "")


def test_a_backup_that_may_not_be_looked_at(slt, data, monkeypatch):
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    result = slt("restore", "closed/old.db", "--yes")
    assert (result.code, "closed/old.db cannot be read: Permission" in result.err) == (1, True)
    assert subjects(data / "cases.db") == ["one", "two"]


def test_the_store_itself_is_no_backup(slt, data):
    result = slt("restore", str(data / "cases.db"), "--yes")
    assert (result.code, "is the store itself" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(lambda path: path.write_text("A note.\n"), "is not a store", id="a text"),
        pytest.param(
            lambda path: script(path, f"PRAGMA user_version = {file.SCHEMA_VERSION + 1}"),
            "a newer slt",
            id="a newer store",
        ),
    ],
)
def test_what_is_not_its_own_to_replace_stays(slt, data, spoil, told):
    spoil(data / "cases.db")
    before = (data / "cases.db").read_bytes()
    result = slt("restore", "old.db", "--yes")
    assert (result.code, told in result.err) == (5, True)
    assert f"move {data / 'cases.db'} away" in result.err
    assert (data / "cases.db").read_bytes() == before


@pytest.mark.now(NOON)
def test_a_damaged_store_is_replaced_and_kept_as_it_is(slt, data):
    size = (data / "cases.db").stat().st_size
    with (data / "cases.db").open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (size - 4096))
    damaged = (data / "cases.db").read_bytes()
    assert slt("list").code == 5
    result = slt("restore", "old.db", "--yes")
    assert (result.code, result.err) == (0, "")
    assert subjects(data / "cases.db") == ["one"]
    assert (data / KEPT).read_bytes()[4096:] == damaged[4096:]


def test_where_nothing_is_replaced_nobody_has_to_say_yes(slt, data):
    (data / "cases.db").unlink()
    assert slt("restore", "old.db").code == 0
    assert subjects(data / "cases.db") == ["one"]


# --- A copy of another store ----------------------------------------------------------------------


@pytest.fixture
def other(slt, data: Path) -> Path:
    """Return a copy of another store with one case, beside the one of the store itself."""
    assert (data / "cases.db").exists()
    assert slt("open", "-q", "-p", "S1", *AT, "other", "--db", "second.db").code == 0
    assert slt("backup", "other.db", "--db", "second.db").code == 0
    return Path("other.db")


def store_id(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT id FROM store").fetchone()[0])


def test_a_copy_of_another_store_is_called_so_before_and_after(slt, data, other, answer):
    answer("y\n")
    result = slt("restore", str(other), on_terminal=True)
    asked = " ".join(result.err.split())
    assert asked == (f"Replace 2 cases in {data / 'cases.db'} by 1 case of another store? [y/N]:")
    assert "other.db, a copy of another store" in " ".join(result.out.split())
    assert subjects(data / "cases.db") == ["other"]


def test_the_store_that_is_replaced_keeps_its_id_and_leaves_the_copies_of_the_other(
    items, data, other
):
    own = store_id(data / "cases.db")
    (item,) = items("restore", str(other), "--yes")
    assert item["another_store"] is True
    assert store_id(data / "cases.db") == own != store_id(other)
    Path("copies").mkdir()
    shutil.copyfile(other, "copies/cases-20261101T000000Z.db")
    (item,) = items("backup", "copies", "--keep", "1", now=NOON)
    assert item["removed"] == []
    made = item["path"]
    (item,) = items("backup", "copies", "--keep", "1", now="2026-11-24T12:00:00Z")
    assert item["removed"] == [made]


@pytest.mark.parametrize("made", [False, True], ids=["no store", "an empty one"])
def test_where_no_case_is_replaced_the_copy_keeps_its_id(items, slt, data, other, made):
    (data / "cases.db").unlink()
    if made:
        assert slt("store", "init").code == 0
    (item,) = items("restore", str(other))
    assert item["another_store"] is False
    assert store_id(data / "cases.db") == store_id(other)


def test_an_older_store_without_an_id_is_not_called_another(items, data):
    own = store_id(data / "cases.db")
    (item,) = items("restore", str(STORES / "schema-1.db"), "--yes")
    assert item["another_store"] is False
    assert store_id(data / "cases.db") == own


# --- A store that was cut off ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [100, 3000, 4096, 9000, 50_000])
@pytest.mark.now(NOON)
def test_a_store_that_was_cut_off_is_restored_in_one_step_and_kept(slt, data, size):
    store = data / "cases.db"
    os.truncate(store, size)
    store.chmod(0o640)
    cut = store.read_bytes()
    assert "fix: restore a good backup with `slt restore`" in slt("due").err
    result = slt("restore", "old.db", "--yes")
    assert (result.code, result.err) == (0, "")
    assert subjects(store) == ["one"]
    assert (data / KEPT).read_bytes() == cut
    assert stat.S_IMODE(store.stat().st_mode) == 0o640, "others may use it as before"
    assert names(data) == ["cases.db", KEPT]
    assert slt("verify").code == 0


@pytest.mark.now(NOON)
def test_the_log_of_a_store_that_was_cut_off_is_kept_with_it(slt, data):
    os.truncate(data / "cases.db", 9000)
    (data / "cases.db-wal").write_bytes(b"not a log")
    assert slt("restore", "old.db", "--yes").code == 0
    assert (data / f"{KEPT}-wal").read_bytes() == b"not a log"
    assert {"cases.db", KEPT, f"{KEPT}-wal"} <= set(names(data))
    assert subjects(data / "cases.db") == ["one"]


@pytest.mark.now(NOON)
def test_where_a_store_that_was_cut_off_cannot_be_kept_it_stays(slt, data, monkeypatch):
    os.truncate(data / "cases.db", 9000)
    before = (data / "cases.db").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slt_cli.store.sqlite.damaged_store.copyfile", full)
    result = slt("restore", "old.db", "--yes")
    assert (result.code, "nothing was changed" in result.err) == (1, True)
    assert (data / "cases.db").read_bytes() == before
    assert names(data) == ["cases.db"]


@pytest.mark.parametrize("step", ["fill", "_give_owner_and_mode"])
@pytest.mark.now(NOON)
def test_where_a_store_that_was_cut_off_is_not_replaced_it_stays(slt, data, monkeypatch, step):
    os.truncate(data / "cases.db", 9000)
    (data / "cases.db-wal").write_bytes(b"not a log")
    before = (data / "cases.db").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"slt_cli.store.sqlite.damaged_store.{step}", full)
    result = slt("restore", "old.db", "--yes")
    assert (result.code, "No space left on device" in result.err) == (1, True)
    assert "nothing was changed" in result.err
    assert (data / "cases.db").read_bytes() == before
    assert (data / "cases.db-wal").read_bytes() == b"not a log"
    assert KEPT not in names(data)
    assert slt("list").code == 5


@pytest.mark.parametrize(
    ("stop", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "was restored"),
        (WrittenError("cases.db was written, but", "check the disk"), 1, "was written, but"),
    ],
    ids=["interrupted", "not confirmed by the disk"],
)
@pytest.mark.now(NOON)
def test_what_stops_the_replacement_of_a_store_that_was_cut_off_at_its_end_names_the_kept_one(
    slt, data, monkeypatch, stop, code, told
):
    os.truncate(data / "cases.db", 9000)

    def stopped(file: Path) -> None:
        if file == data / "cases.db":
            raise stop

    monkeypatch.setattr("slt_cli.private_files._sync_name", stopped)
    result = slt("restore", "old.db", "--yes")
    assert result.code == code
    assert told in result.err
    assert f"what it replaced is kept as {data / KEPT}" in result.err
    assert subjects(data / "cases.db") == ["one"]
    assert (data / KEPT).stat().st_size == 9000


@pytest.mark.now(NOON)
def test_a_store_that_was_cut_off_and_cannot_be_given_to_its_owner_stays(slt, data, monkeypatch):
    store = data / "cases.db"
    os.truncate(store, 9000)
    stat_of = Path.stat

    def of_another(path: Path, **options: bool) -> os.stat_result:
        found = stat_of(path, **options)
        if path != store:
            return found
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:]))

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "stat", of_another)
    monkeypatch.setattr(os, "chown", refuse)
    result = slt("restore", "old.db", "--yes")
    monkeypatch.undo()
    assert (result.code, "can run `slt restore`; nothing" in result.err) == (5, True)
    assert store.stat().st_size == 9000
    assert names(data) == ["cases.db"]


def test_the_damaged_store_of_another_program_is_not_replaced(slt, data):
    script(data / "cases.db", "PRAGMA application_id = 7")
    os.truncate(data / "cases.db", 9000)
    result = slt("restore", "old.db", "--yes")
    assert (result.code, f"move {data / 'cases.db'} away" in result.err) == (5, True)
    assert (data / "cases.db").stat().st_size == 9000


def test_doctor_sends_nobody_to_doctor(slt, data):
    os.truncate(data / "cases.db", 9000)
    found = slt("doctor").out
    assert "restore a good backup with `slt restore`; keep the damaged store" in found
    assert "`slt doctor`" not in found
