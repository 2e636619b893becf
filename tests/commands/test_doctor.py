"""`slt doctor`: every check is told, with what to do; it changes nothing and survives anything."""

import os
import py_compile
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import slt_cli
from slt_cli.store.sqlite import file

AT = ("--at", "2026-03-06T12:00:00Z")
CHECKS = [
    *(
        "home",
        "configuration",
        "team policy",
        "store schema",
        "store log",
        "store",
        "history",
        "references",
    ),
    *(
        "permissions",
        "file system",
        "disk",
        "notices",
        "clock",
        "zone data",
        "local time",
        "version",
        "engine",
        "packages",
        "bytecode",
        "terminal",
    ),
    *("encoding", "colour"),
]


@pytest.fixture
def path(slt, home: Path) -> Path:
    """Return the store of a test, with two cases."""
    for subject in ("one", "two"):
        assert slt("open", "-q", "-p", "S1", *AT, subject).code == 0
    return home / ".local" / "share" / "slt" / "cases.db"


def diagnosis(slt, *options: str) -> tuple[int, dict[str, tuple[str, str, str]]]:
    """Return the exit code, and by check its worst state with what was found and what to do."""
    result = slt("doctor", "-o", "tsv", *options)
    assert result.err == ""
    rows = [line.split("\t") for line in result.out.splitlines()]
    order = ["ok", "warning", "problem"]
    rows.sort(key=lambda row: order.index(row[1]))
    return result.code, {row[0]: tuple(row[1:]) for row in rows}


def script(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


@pytest.fixture
def compiled(tmp_path_factory, monkeypatch) -> None:
    """Have bytecode of slt, whatever this Python keeps."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path_factory.mktemp("bytecode")))
    py_compile.compile(slt_cli.__file__)


@pytest.mark.usefixtures("path", "compiled")
def test_where_all_is_well_every_check_is_told_and_nothing_is_to_be_done(slt):
    code, found = diagnosis(slt)
    assert code == 0
    assert set(found) == set(CHECKS)
    assert {name: row for name, row in found.items() if row[0] != "ok" or row[2]} == {}


def test_before_the_first_case_all_is_well_and_nothing_is_made(slt, home):
    code, found = diagnosis(slt)
    assert (code, found["store"][0], "none yet" in found["store"][1]) == (0, "ok", True)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_named_store_that_is_not_there_is_a_warning(slt, home, is_empty):
    named = home / "cases.db"
    if is_empty:
        named.touch()
    code, found = diagnosis(slt, "--db", str(named))
    assert (code, found["store"][0]) == (0, "warning")
    assert str(named) in found["store"][1]
    assert found["store"][2] == "check the name; `slt open` makes the store"


@pytest.mark.usefixtures("path", "compiled")
def test_programs_get_an_item_for_each_finding(items):
    findings = items("doctor")
    assert [item["check"] for item in findings] == CHECKS
    assert all(item["fix"] is None for item in findings)


def test_a_writer_whose_clock_was_ahead_of_another_is_named(slt):
    for who, now, line in (
        ("ada", "2026-03-06T12:00:00Z", ("open", "-p", "S1", "down")),
        ("ben", "2026-03-06T12:30:00Z", ("note", "1", "called")),
        ("eva", "2026-03-06T12:20:00Z", ("note", "1", "--at", "2026-03-06T12:19Z", "late")),
    ):
        assert slt(*line, now=now, environment={"SLT_USER": who}).code == 0

    state, found, _ = diagnosis(slt)[1]["clocks of writers"]
    assert (state, "at least 10 min ahead of eva" in found) == ("warning", True)


# --- What is wrong --------------------------------------------------------------------------------


def spoil(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * (size - 4096))


WRONG = {
    "a damaged store": (spoil, "store", "is damaged", "restore a good backup with `slt restore`"),
    "a truncated store": (
        lambda path: path.write_bytes(path.read_bytes()[:9000]),
        "store",
        "is damaged",
        "restore a good backup with `slt restore`",
    ),
    "a text": (lambda path: path.write_text("A note.\n" * 900), "store", "no", "--db"),
    "a directory": (lambda path: (path.unlink(), path.mkdir()), "store", "is a directory", "--db"),
    "a link to itself": (
        lambda path: (path.unlink(), path.symlink_to(path)),
        "store",
        "cannot be used",
        "--db",
    ),
    "a newer store": (
        lambda path: script(path, f"PRAGMA user_version = {file.SCHEMA_VERSION + 1}"),
        "store",
        "written by a newer slt",
        "upgrade slt",
    ),
    "a case that somebody changed": (
        lambda path: script(path, "UPDATE cases SET priority = 'S3' WHERE number = 2"),
        "history",
        "not what their events add up to: 2",
        "`slt verify`",
    ),
    "an instant that is none": (
        lambda path: script(path, "UPDATE cases SET opened_at = 'soon'"),
        "history",
        "'soon' is not an instant",
        "restore a good backup with `slt restore`",
    ),
    "an event at no instant": (
        lambda path: script(
            path,
            "INSERT INTO events (case_number, kind, at, who, changes) "
            "VALUES (2, 'noted', 'then', 'me', '{}')",
        ),
        "history",
        "not what their events add up to: 2",
        "`slt verify`",
    ),
    "an event of no case": (
        lambda path: script(path, "DELETE FROM cases WHERE number = 2"),
        "store",
        "row 2 of events refers to nothing",
        "restore a good backup with `slt restore`",
    ),
}


@pytest.mark.parametrize(("spoil", "check", "told", "fix"), WRONG.values(), ids=WRONG)
def test_a_problem_is_told_with_what_to_do_and_the_exit_code_is_1(
    slt, path, spoil, check, told, fix
):
    spoil(path)
    code, found = diagnosis(slt)
    assert code == 1
    assert found[check][0] == "problem"
    assert (told in found[check][1], fix in found[check][2]) == (True, True), found[check]
    assert found["version"][0] == "ok", "the other checks go on"


@pytest.mark.usefixtures("path")
def test_every_fault_of_a_broken_configuration_is_told(slt, home):
    (home / "broken.toml").write_text('[defaults]\nregoin = 1\nwarn = "often"\n')
    result = slt("doctor", "-o", "tsv", "--config", str(home / "broken.toml"))
    rows = [line.split("\t") for line in result.out.splitlines()]
    faults = [row for row in rows if row[0] == "configuration"]
    assert (result.code, result.err, len(faults)) == (1, "", 2)
    assert {row[1] for row in faults} == {"problem"}
    assert [row for row in rows if row[:2] == ["history", "ok"]]


def test_a_vocabulary_with_a_fault_is_told(slt, home):
    (home / "broken.toml").write_text("[classify.add]\nno_such_list = ['x']\n")
    code, found = diagnosis(slt, "--config", str(home / "broken.toml"))
    assert (code, "classify" in found["configuration"][1]) == (1, True)


def test_an_older_store_is_told_and_left_as_it_is(slt, path, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(file, "SCHEMA_VERSION", file.SCHEMA_VERSION + 1)
    code, found = diagnosis(slt)
    assert (code, found["store schema"][0]) == (0, "warning")
    assert "brought up to date" in found["store schema"][2]
    assert path.read_bytes() == before


def test_a_store_without_a_write_ahead_log_is_told(slt, path):
    script(path, "PRAGMA journal_mode = DELETE")
    code, found = diagnosis(slt)
    assert (code, found["store log"][0]) == (0, "warning")


# --- It changes nothing ---------------------------------------------------------------------------


def tree(home: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(place): (place.lstat().st_mode, place.read_bytes() if place.is_file() else b"")
        for place in sorted(home.rglob("*"))
    }


@pytest.mark.parametrize("spoil", [None, *(row[0] for row in WRONG.values())], ids=["well", *WRONG])
def test_it_changes_nothing(slt, path, home, spoil):
    if spoil:
        spoil(path)
    before = tree(home)
    slt("doctor")
    assert tree(home) == before


KILLED = """
import os, signal
from slt_cli.app import App
from slt_cli.cli.program import run
App.close = lambda app: os.kill(os.getpid(), signal.SIGKILL)
run(["note", "1", "x", "-q"])
"""


def test_what_a_killed_process_left_in_the_log_stays_there(slt, path, home):
    done = subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("cases.db-wal").stat().st_size
    log = path.with_name("cases.db-wal").read_bytes()
    code, _ = diagnosis(slt)
    assert code == 0
    assert path.with_name("cases.db-wal").read_bytes() == log
    assert os.listdir(home / ".local" / "share") == ["slt"]  # noqa: PTH208


def test_beside_a_writer_it_waits_for_nobody(slt, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, _ = diagnosis(slt)
        other.execute("ROLLBACK")
    assert code == 0


def test_a_store_in_no_directory_is_a_problem(slt, home):
    code, found = diagnosis(slt, "--db", str(home / "absent" / "cases.db"))
    assert (code, found["store"][0]) == (1, "problem")
    assert "its directory does not exist" in found["store"][1]


def test_a_home_without_a_store_is_as_before(slt, path):
    shutil.rmtree(path.parent)
    assert diagnosis(slt)[0] == 0


# --- Where nothing can be kept --------------------------------------------------------------------


def test_a_home_that_does_not_exist_is_reported(slt, monkeypatch, home):
    monkeypatch.setenv("HOME", str(home / "missing"))
    found = diagnosis(slt)[1]["home"]
    assert found[:2] == ("warning", f"{home}/missing is not a directory that exists")
    assert "set HOME to a directory of yours" in found[2]
    assert list(home.iterdir()) == []


def test_a_home_that_is_a_file_is_a_problem_where_the_store_would_be(slt, monkeypatch, home):
    (home / "file").touch()
    monkeypatch.setenv("HOME", str(home / "file"))
    code, found = diagnosis(slt)
    assert (code, found["home"][0], found["store"][0]) == (1, "warning", "problem")
    assert slt("open", "-p", "S1", "x").code == 5


@pytest.mark.parametrize(
    ("options", "fix"),
    [
        pytest.param((), "make {} a directory that you may write to", id="own store"),
        pytest.param(("--db", "new.db"), "chmod u+w {}; or name another store", id="--db"),
    ],
)
def test_a_store_that_cannot_be_made_is_a_problem(slt, monkeypatch, home, options, fix):
    monkeypatch.chdir(home)
    monkeypatch.setattr(
        os, "access", lambda place, way: not (way & os.W_OK and Path(place) == home)
    )
    code, found = diagnosis(slt, *options)  # without that, root always may
    assert (code, found["store"][0]) == (1, "problem")
    assert f", and you may not write to {home}" in found["store"][1]
    assert fix.format(home) in found["store"][2]
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("place", ["file", "directory"])
def test_a_store_that_may_only_be_read_is_reported(slt, monkeypatch, path, place):
    closed = path if place == "file" else path.parent
    monkeypatch.setattr(  # root always may
        os, "access", lambda each, right: Path(each) != closed or right != os.W_OK
    )
    code, found = diagnosis(slt)
    assert (code, found["permissions"][0]) == (0, "warning")
    told = f"nothing can be recorded: you may not write to {closed} (mode 0"
    assert found["permissions"][1].startswith(told)
