"""Where `slt backup` refuses or fails: it says why, and every file is as it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.stores import mode, names, subjects


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
        pytest.param("/dev/null", 1, "/dev/null is not a file", id="a device"),
        pytest.param("absent/copy.db", 1, "No such file or directory", id="a missing directory"),
        pytest.param("absent/", 1, "there is no directory absent/", id="a directory not mounted"),
        pytest.param("note.txt/copy.db", 1, "Not a directory", id="a file for its directory"),
        pytest.param("n" * 300 + ".db", 1, "File name too long", id="a name too long"),
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


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_the_log_of_the_store_is_no_place(slt, data, end):
    result = slt("backup", str(data / f"cases.db{end}"), "--force")
    assert (result.code, "is the log of the store itself" in result.err) == (1, True)
    assert names(data) == ["cases.db"]


def test_a_link_that_leads_to_itself_is_no_store(slt, home):
    (home / "my.db").symlink_to(home / "my.db")
    result = slt("backup", str(home / "copy.db"), "--db", str(home / "my.db"))
    assert (result.code, "cannot be used" in result.err) == (5, True)


def test_an_older_store_is_copied_as_it_is(items, data, monkeypatch):
    from slt_cli.store.sqlite import file

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

    monkeypatch.setattr("slt_cli.store.sqlite.copies.fill", full)
    result = slt("backup", "copy.db", "--force")
    assert (result.code, "cannot be written: No space left" in result.err) == (1, True)
    assert Path("copy.db").read_bytes() == before
    assert names(Path()) == ["copy.db"]


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (36_000, 36_000))
from slt_cli.cli.program import run
sys.exit(run(sys.argv[1:]))
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


def test_a_store_without_a_case_is_said_to_await_its_first(slt, tmp_path):
    empty = tmp_path / "empty.db"
    empty.touch()
    refused = slt("backup", str(tmp_path / "copy.db"), "--db", str(empty))
    assert refused.code == 5
    assert f"{empty} is empty: it never contained a case\nfix: `slt open` opens" in refused.err
