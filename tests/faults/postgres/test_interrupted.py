"""Ctrl-C while slt waits for a PostgreSQL server: it ends soon, and says what was recorded."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.faults.postgres.proxy import NAME, Proxy, proxy
from tests.faults.processes import Ended

AGO = ("--at", "2026-03-06T12:00:00Z")
RESPOND = ("respond", "1", "2", "3", "-q")


@pytest.fixture
def cases(team, slt) -> str:
    """Return the URL of a store with three cases."""
    for number in range(3):
        assert slt("open", "-p", "S1", f"case {number}", *AGO).code == 0
    return team


@pytest.fixture
def between(cases, directory, monkeypatch) -> Iterator[Proxy]:
    """Put a proxy between slt and the server."""
    with proxy(directory) as between:
        old, new = (str(each).replace("/", "%2F") for each in (directory, between.directory))
        monkeypatch.setenv("SLT_DB", cases.replace(old, new))
        yield between


def interrupted(line: tuple[str, ...], is_waiting: Callable[[], bool]) -> tuple[Ended, float]:
    """Return how a process ended that got a SIGINT when it waited, and its seconds after that."""
    with subprocess.Popen(
        [sys.executable, "-m", "slt_cli", *line],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        until = time.monotonic() + 30
        while not is_waiting():
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.1)
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    return Ended(running.returncode, out, err), time.monotonic() - begun


def recorded(sql) -> list[tuple[int, str]]:
    return sql("SELECT case_number, kind FROM events WHERE kind <> 'opened' ORDER BY case_number")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("open", "-p", "S1", "new", "-q"), "\n"),
        (("import", "{file}", "-q"), "slt: interrupted, nothing was imported\n\n"),
    ],
    ids=["open", "import"],
)
@pytest.mark.usefixtures("cases")
def test_while_another_holds_the_counter(sql, tmp_path, line, said):
    (tmp_path / "cases.csv").write_text("priority,opened_at\nS1,2026-03-06\n")
    line = tuple(part.format(file=tmp_path / "cases.csv") for part in line)
    sql("BEGIN")
    sql("SELECT value FROM counters FOR UPDATE")
    done, seconds = interrupted(
        line, lambda: sql("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(1,)]
    )
    sql("COMMIT")
    assert done == (130, "", said)
    assert seconds < 3
    assert sql("SELECT count(*) FROM cases") == [(3,)]


@pytest.mark.usefixtures("cases")
def test_while_another_holds_a_case_in_the_middle(sql):
    sql("BEGIN")
    sql("SELECT number FROM cases WHERE number = 2 FOR UPDATE")
    done, seconds = interrupted(
        RESPOND, lambda: sql("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(1,)]
    )
    sql("COMMIT")
    remain = "CASE-1 was recorded; CASE-2 and CASE-3 remain: repeat the command for them"
    assert done == (130, "CASE-1\n", f"slt: interrupted: {remain}\n")
    assert seconds < 3
    time.sleep(0.5)  # what the server did for it once it had the lock is undone
    assert recorded(sql) == [(1, "responded")]


def test_while_a_server_accepts_and_says_nothing(tmp_path, monkeypatch):
    with closing(socket.socket(socket.AF_UNIX)) as hole:
        hole.bind(str(tmp_path / NAME))
        hole.listen()
        monkeypatch.setenv("SLT_DB", f"postgresql:///x?host={tmp_path}")
        hole.settimeout(20)
        accepted: list[socket.socket] = []

        def is_accepted() -> bool:
            accepted.append(hole.accept()[0])
            return True

        done, seconds = interrupted(("due",), is_accepted)
        accepted[0].close()
    assert (done.code, done.out, done.err) == (130, "", "\n")
    assert seconds < 3


def test_a_commit_is_waited_for(sql, between):
    between.delay("COMMIT\0", 2, 0.7)
    done, seconds = interrupted(RESPOND, lambda: between.cuts == 1)
    remain = "CASE-1 and CASE-2 were recorded; CASE-3 remains: repeat the command for it"
    assert done == (130, "CASE-1\nCASE-2\n", f"slt: interrupted: {remain}\n")
    assert seconds < 3
    assert recorded(sql) == [(1, "responded"), (2, "responded")]


def test_a_commit_that_is_not_answered(sql, between):
    between.delay("COMMIT\0", 2, 20)
    done, seconds = interrupted(RESPOND, lambda: between.cuts == 1)
    assert done == (
        130,
        "CASE-1\n",
        (
            "slt: interrupted: CASE-1 was recorded; CASE-2 may be recorded: see `slt show CASE-2`; "
            "CASE-3 remains: repeat the command for it\n"
        ),
    )
    assert 1.5 < seconds < 5
    assert recorded(sql) == [(1, "responded"), (2, "responded")]


@pytest.mark.parametrize(
    ("delay", "said"),
    [
        (0.7, "slt: interrupted, after everything was imported\n\n"),
        (
            20,
            (
                "slt: interrupted, and the store does not say whether everything was imported: see"
                " `slt list`\n\n"
            ),
        ),
    ],
    ids=["answered", "not answered"],
)
def test_the_commit_of_an_import(sql, between, tmp_path, delay, said):
    (tmp_path / "cases.csv").write_text("priority,opened_at\nS1,2026-03-06\n")
    between.delay("COMMIT\0", 1, delay)
    line = ("import", str(tmp_path / "cases.csv"), "-q")
    done, _ = interrupted(line, lambda: between.cuts == 1)
    assert done == (130, "", said)
    assert sql("SELECT count(*) FROM cases") == [(4,)]
