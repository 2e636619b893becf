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


@pytest.mark.usefixtures("data")
def test_a_link_to_itself_leads_to_no_file_and_is_replaced(slt):
    Path("loop.db").symlink_to("loop.db")
    assert slt("backup", "loop.db", "-q") == (0, "loop.db\n", "")
    assert subjects(Path("loop.db")) == ["one", "two"]


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
