"""`slt backup`: a whole, private copy, whatever others do meanwhile; nothing is written over."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.stores import mode, names, subjects

AT = ("--at", "2026-03-06T12:00:00Z")
NOON = "2026-11-23T12:00:00Z"


@pytest.mark.now(NOON)
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


@pytest.mark.now(NOON)
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


@pytest.mark.parametrize("there", [True, False], ids=["to a copy", "to nothing yet"])
def test_a_link_is_followed(slt, home, there):
    slt("open", "-p", "S1", *AT, "one")
    (home / "disk").mkdir()
    copy, link = home / "disk" / "copy.db", home / "link.db"
    link.symlink_to("disk/copy.db")
    if there:
        assert slt("backup", str(copy), "-q").code == 0
    slt("open", "-p", "S1", *AT, "two")
    assert slt("backup", str(link), "--force", "-q") == (0, f"{link}\n", "")
    assert link.is_symlink()
    assert subjects(copy) == ["one", "two"]
    assert names(home / "disk") == ["copy.db"]


@pytest.mark.now(NOON)
def test_backups_of_one_second_have_names_of_their_own(slt, data):
    assert [slt("backup", "-q").out for _ in range(3)] == [
        f"{data}/cases-20261123T120000Z{end}.db\n" for end in ("", "-2", "-3")
    ]
    assert subjects(data / "cases-20261123T120000Z-3.db") == ["one", "two"]


@pytest.mark.now(NOON)
def test_a_name_taken_by_another_backup_meanwhile_is_left_to_it(slt, data, monkeypatch):
    theirs = data / "cases-20261123T120000Z.db"

    def sound(*_: object) -> list[str]:
        if not (data / "cases-20261123T120000Z-2.db").exists() and not theirs.exists():
            theirs.write_text("theirs")
        return []

    monkeypatch.setattr("slt_cli.store.sqlite.copies.unsound", sound)
    assert slt("backup", "-q").out == f"{data}/cases-20261123T120000Z-2.db\n"
    assert theirs.read_text() == "theirs"


@pytest.mark.now(NOON)
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


def test_it_sees_one_moment_while_others_write(slt, data):
    with closing(sqlite3.connect(data / "cases.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE cases SET subject = 'half a change'")
        assert slt("backup", "copy.db").code == 0
        other.execute("ROLLBACK")
    assert subjects(Path("copy.db")) == ["one", "two"]


WRITE = """
from slt_cli.cli.program import run
for _ in range(12):
    assert run(["open", "-q", "-p", "S1", "x"]) == 0
"""


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
    link = Path.hardlink_to

    def watched(self: Path, target: Path) -> None:
        seen.append(mode(target))
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", watched)
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
