"""`slt backup`: a whole, private copy, whatever others do meanwhile; nothing is written over."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from freezegun import freeze_time

AT = ("--at", "2026-03-06T12:00:00Z")
NOON = "2026-11-23T12:00:00Z"


@pytest.fixture
def data(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of a store with two cases; the working directory is another."""
    for subject in ("one", "two"):
        assert slt("open", "-q", "-p", "S1", *AT, subject).code == 0
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    return home / ".local" / "share" / "slt"


def subjects(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in connection.execute("SELECT subject FROM cases ORDER BY number")]


def names(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@freeze_time(NOON)
def test_it_lies_beside_the_store_and_bears_the_instant(items, data):
    (item,) = items("backup")
    copy = data / "cases-20261123T120000Z.db"
    assert item == {
        "path": str(copy),
        "bytes": copy.stat().st_size,
        "cases": 2,
        "schema_version": item["schema_version"],
        "removed": [],
    }
    assert subjects(copy) == ["one", "two"]
    assert names(data) == [copy.name, "cases.db"]


@freeze_time(NOON)
@pytest.mark.parametrize(
    ("given", "made"),
    [
        pytest.param("copy.db", "copy.db", id="a file"),
        pytest.param(".", "cases-20261123T120000Z.db", id="a directory"),
        pytest.param("new name;'\n.db", "new name;'\n.db", id="a file of any name"),
    ],
)
@pytest.mark.usefixtures("data")
def test_it_can_be_told_where_to_go(slt, given, made):
    assert slt("backup", given, "-q").code == 0
    assert names(Path()) == [made]
    assert subjects(Path(made)) == ["one", "two"]


@freeze_time(NOON)
def test_another_store_gives_its_name(slt, home):
    slt("open", "-p", "S1", *AT, "--db", str(home / "team.db"), "x")
    assert slt("backup", "--db", str(home / "team.db")).code == 0
    assert subjects(home / "team-20261123T120000Z.db") == ["x"]


@pytest.mark.usefixtures("data")
def test_the_copy_is_one_file_that_needs_no_other(slt):
    slt("backup", "copy.db")
    header = Path("copy.db").read_bytes()[18:20]
    assert header == b"\1\1", "no write-ahead log: it can be read from a read-only disk"
    assert subjects(Path("copy.db")) == ["one", "two"]
    assert names(Path()) == ["copy.db"]


@pytest.mark.usefixtures("data")
def test_the_copy_is_a_store(slt):
    slt("backup", "copy.db")
    assert slt("list", "-q", "--db", "copy.db").out == "CASE-1\nCASE-2\n"
    assert slt("verify", "--db", "copy.db") == (0, "", "")


@pytest.mark.usefixtures("data")
def test_what_exists_is_not_written_over_unless_asked(slt):
    Path("copy.db").write_text("A note.\n")

    refused = slt("backup", "copy.db")
    assert (refused.code, refused.out) == (1, "")
    assert "copy.db exists already and was not touched\nfix: add --force" in refused.err
    assert Path("copy.db").read_text() == "A note.\n"

    assert slt("backup", "copy.db", "--force").code == 0
    assert subjects(Path("copy.db")) == ["one", "two"]
    assert mode(Path("copy.db")) == 0o600


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        pytest.param("-", 2, "cannot go to standard output", id="standard output"),
        pytest.param("/dev/null", 1, "/dev/null is no file", id="a device"),
        pytest.param("absent/copy.db", 1, "No such file or directory", id="a missing directory"),
        pytest.param("note.txt/copy.db", 1, "Not a directory", id="a file for its directory"),
        pytest.param("n" * 300, 1, "File name too long", id="a name too long"),
    ],
)
@pytest.mark.usefixtures("data")
def test_where_it_cannot_go(slt, given, code, told):
    Path("note.txt").write_text("A note.\n")
    result = slt("backup", given, "--force")
    assert (result.code, result.out) == (code, "")
    assert told in result.err
    assert "\nfix: " in result.err
    assert names(Path()) == ["note.txt"]
    assert not Path("/dev/null").is_file()


def test_the_store_itself_is_no_place(slt, data):
    Path("link.db").symlink_to(data / "cases.db")
    for given in (data / "cases.db", Path("link.db")):
        result = slt("backup", str(given), "--force")
        assert (result.code, "is the store itself" in result.err) == (1, True)
    assert subjects(data / "cases.db") == ["one", "two"]


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        pytest.param(None, 1, "there is no store", id="no store"),
        pytest.param(b"", 5, "is empty", id="an empty file"),
        pytest.param(b"A note.\n" * 900, 5, "is not a store of slt", id="a text"),
    ],
)
def test_what_is_no_store_is_not_copied(slt, home, content, code, told):
    if content is not None:
        (home / "my.db").write_bytes(content)
    before = names(home)
    result = slt("backup", str(home / "copy.db"), "--db", str(home / "my.db"))
    assert (result.code, result.out) == (code, "")
    assert told in result.err
    assert names(home) == before


def test_a_link_that_leads_to_itself_is_no_store(slt, home):
    (home / "my.db").symlink_to(home / "my.db")
    result = slt("backup", str(home / "copy.db"), "--db", str(home / "my.db"))
    assert (result.code, "cannot be used" in result.err) == (5, True)


def test_an_older_store_is_copied_as_it_is(items, data, monkeypatch):
    from slt_cli.store import file

    before = (data / "cases.db").read_bytes()
    monkeypatch.setattr(file, "SCHEMA_VERSION", file.SCHEMA_VERSION + 1)
    (item,) = items("backup", "copy.db")
    assert item["schema_version"] == file.SCHEMA_VERSION - 1
    assert (data / "cases.db").read_bytes() == before


def test_a_damaged_store_gives_no_copy(slt, data):
    with (data / "cases.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)
    result = slt("backup", "copy.db")
    assert (result.code, "is damaged" in result.err) == (5, True)
    assert names(Path()) == []


@pytest.mark.usefixtures("data")
def test_a_full_disk_leaves_nothing_and_the_older_copy(slt, monkeypatch):
    slt("backup", "copy.db")
    before = Path("copy.db").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slt_cli.store.copies.fill", full)
    result = slt("backup", "copy.db", "--force")
    assert (result.code, "cannot be written: No space left" in result.err) == (1, True)
    assert Path("copy.db").read_bytes() == before
    assert names(Path()) == ["copy.db"]


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (36_000, 36_000))
from slt_cli.cli import main
main()
"""


def test_a_disk_that_takes_no_more_is_told_as_such(data):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "backup", "copy.db"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("slt: error: copy.db cannot be written: ")
    assert names(Path()) == []
    assert subjects(data / "cases.db") == ["one", "two"]


def test_it_sees_one_moment_while_others_write(slt, data):
    with closing(sqlite3.connect(data / "cases.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE cases SET subject = 'half a change'")
        assert slt("backup", "copy.db").code == 0
        other.execute("ROLLBACK")
    assert subjects(Path("copy.db")) == ["one", "two"]


WRITE = (
    "from slt_cli.cli import run\nfor _ in range(12): assert run(['open','-q','-p','S1','x'])==0"
)


def test_every_copy_is_whole_while_a_process_writes(slt, data):
    with subprocess.Popen([sys.executable, "-c", WRITE], stdout=subprocess.DEVNULL) as writing:
        count = 0
        while writing.poll() is None or count < 3:
            count += 1
            assert slt("backup", f"{count}.db").code == 0
            assert slt("verify", "--db", f"{count}.db") == (0, "", "")
    assert writing.returncode == 0
    assert len(subjects(data / "cases.db")) == 14


@pytest.mark.parametrize("umask", [0o000, 0o077])
@pytest.mark.usefixtures("data")
def test_only_its_owner_can_read_it_from_the_first_byte(slt, monkeypatch, umask):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append(os.fstat(handle).st_mode & 0o777))
    replace = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.append(mode(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    before = os.umask(umask)
    try:
        assert slt("backup", "copy.db").code == 0
    finally:
        os.umask(before)
    assert seen[:2] == [0o600, 0o600]
    assert mode(Path("copy.db")) == 0o600


@pytest.mark.usefixtures("data")
def test_a_broken_configuration_is_no_hindrance(slt):
    Path("broken.toml").write_text("[regoins]\n")
    assert slt("backup", "copy.db", "--config", "broken.toml").code == 0
