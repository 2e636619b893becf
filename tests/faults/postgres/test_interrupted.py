"""Ctrl-C while slt waits for a PostgreSQL server: it ends soon, and says what was recorded."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.faults.postgres.proxy import NAME
from tests.faults.postgres.waits import LIMIT, is_gone, wait_until
from tests.faults.processes import Ended
from tests.notices.desk import Desk, notices

AGO = ("--at", "2026-03-06T12:00:00Z")
RESPOND = ("respond", "1", "2", "3", "-q")


@pytest.fixture
def cases(team, slt) -> str:
    """Return the URL of a store with three cases."""
    for number in range(3):
        assert slt("open", "-p", "S1", f"case {number}", *AGO).code == 0
    return team


def interrupted(
    line: tuple[str, ...],
    is_waiting: Callable[[], bool],
    then: Callable[[], None] | None = None,
    number: int = signal.SIGINT,
) -> Ended:
    """Return how a process ended that got a signal when it waited; something may happen `then`."""
    with subprocess.Popen(
        [sys.executable, "-m", "slt_cli", *line],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            wait_until(is_waiting)
            running.send_signal(number)
            if then is not None:
                then()
            out, err = running.communicate(timeout=LIMIT)
        finally:
            running.kill()
    return Ended(running.returncode, out, err)


def waits(sql) -> bool:
    """Return whether the server keeps a statement waiting for a lock."""
    return sql("SELECT count(*) FROM pg_locks WHERE NOT granted") == [(1,)]


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
    done = interrupted(line, lambda: waits(sql))
    assert waits(sql)  # the server; slt did not wait for it
    sql("COMMIT")
    assert done == (130, "", said)
    wait_until(lambda: is_gone(sql))
    assert sql("SELECT count(*) FROM cases") == [(3,)]


@pytest.mark.usefixtures("cases")
def test_while_another_holds_a_case_in_the_middle(sql):
    sql("BEGIN")
    sql("SELECT number FROM cases WHERE number = 2 FOR UPDATE")
    done = interrupted(RESPOND, lambda: waits(sql))
    assert waits(sql)
    sql("COMMIT")
    remain = "CASE-1 was recorded; CASE-2 and CASE-3 remain: repeat the command for them"
    assert done == (130, "CASE-1\n", f"slt: interrupted: {remain}\n")
    wait_until(lambda: is_gone(sql))  # what the server did for it once it had the lock is undone
    assert recorded(sql) == [(1, "responded")]


@pytest.mark.usefixtures("cases")
def test_notices_are_not_sent_after_an_interrupted_escalation(sql, slt, tmp_path):
    desk = Desk(tmp_path / "desk")
    file = tmp_path / "config.toml"
    file.write_text("\n".join([desk.channel("desk"), notices("due")]))
    sql("BEGIN")
    sql("SELECT number FROM cases WHERE number = 2 FOR UPDATE")
    line = ("escalate", "--late", "--notify", "-q", "--config", str(file))
    done = interrupted(line, lambda: waits(sql))
    sql("COMMIT")
    remain = "CASE-1 was recorded; CASE-2 and CASE-3 remain: repeat the command"
    assert done == (130, "CASE-1\n", f"slt: interrupted: {remain}\n")
    assert (desk.messages, slt("outbox", "-q").out) == ([], "")


def test_while_a_server_accepts_and_says_nothing(tmp_path, monkeypatch):
    with closing(socket.socket(socket.AF_UNIX)) as hole:
        hole.bind(str(tmp_path / NAME))
        hole.listen()
        monkeypatch.setenv("SLT_DB", f"postgresql:///x?host={tmp_path}")
        monkeypatch.setenv("PGCONNECT_TIMEOUT", str(2 * LIMIT))  # only the interruption ends it
        hole.settimeout(LIMIT)
        accepted: list[socket.socket] = []

        def is_accepted() -> bool:
            accepted.append(hole.accept()[0])
            return True

        done = interrupted(("due",), is_accepted)
        accepted[0].close()
    assert done == (130, "", "\n")


SIGNALS = pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)],
    ids=["INT", "TERM"],
)


@SIGNALS
@pytest.mark.parametrize(
    ("line", "word"),
    [
        (("due",), "FROM clocks"),
        (("respond", "1"), "FOR UPDATE"),
        (("open", "-p", "S1", "x"), "BEGIN"),
    ],
    ids=["due", "respond", "open"],
)
def test_while_a_server_does_not_answer(sql, between, line, word, number, code):
    between.hold(word, 1)
    done = interrupted(line, lambda: between.cuts == 1, number=number)
    assert (done.code, done.out) == (code, "")
    assert done.err.strip() == ""
    between.release()
    wait_until(lambda: is_gone(sql))
    assert sql("SELECT count(*) FROM events") == [(3,)]


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGINT, 130, "slt: interrupted: CASE-1 may be recorded: see `slt show CASE-1`\n"),
        (signal.SIGTERM, -signal.SIGTERM, ""),
    ],
    ids=["INT", "TERM"],
)
def test_while_a_lost_server_is_tried_again(sql, between, number, code, said):
    between.cut("FOR UPDATE", 1, "before", stays_away=True)
    done = interrupted(("respond", "1"), lambda: between.cuts == 1, number=number)
    assert done == (code, "", said)
    assert sql("SELECT count(*) FROM events") == [(3,)]


def test_a_silent_server_is_not_asked_for_long(sql, between, signalled, monkeypatch):
    monkeypatch.setenv("PGCONNECT_TIMEOUT", str(2 * LIMIT))
    between.hold("FOR UPDATE", 1)

    def is_silent() -> bool:
        if between.cuts:
            signalled(signal.SIGSTOP)
        return between.cuts == 1

    done = interrupted(("respond", "1"), is_silent)
    said = "slt: interrupted: CASE-1 may be recorded: see `slt show CASE-1`\n"
    assert done == (130, "", said)
    signalled(signal.SIGCONT)
    between.release()
    wait_until(lambda: is_gone(sql))
    assert sql("SELECT count(*) FROM events") == [(3,)]


def test_a_commit_is_waited_for(sql, between):
    between.hold("COMMIT\0", 2)
    done = interrupted(RESPOND, lambda: between.cuts == 1, between.release)
    remain = "CASE-1 and CASE-2 were recorded; CASE-3 remains: repeat the command for it"
    assert done == (130, "CASE-1\nCASE-2\n", f"slt: interrupted: {remain}\n")
    assert recorded(sql) == [(1, "responded"), (2, "responded")]


def test_a_commit_that_is_not_answered(sql, between):
    between.hold("COMMIT\0", 2)
    done = interrupted(RESPOND, lambda: between.cuts == 1)
    assert done == (
        130,
        "CASE-1\n",
        (
            "slt: interrupted: CASE-1 was recorded; CASE-2 may be recorded: see `slt show CASE-2`; "
            "CASE-3 remains: repeat the command for it\n"
        ),
    )
    assert recorded(sql) == [(1, "responded"), (2, "responded")]


@pytest.mark.parametrize(
    ("is_answered", "said"),
    [
        (True, "slt: interrupted, after everything was imported\n\n"),
        (
            False,
            (
                "slt: interrupted, and the store does not say whether everything was imported: see"
                " `slt list`\n\n"
            ),
        ),
    ],
    ids=["answered", "not answered"],
)
def test_the_commit_of_an_import(sql, between, tmp_path, is_answered, said):
    (tmp_path / "cases.csv").write_text("priority,opened_at\nS1,2026-03-06T12:00Z\n")
    between.hold("COMMIT\0", 1)
    line = ("import", str(tmp_path / "cases.csv"), "-q")
    then = between.release if is_answered else None
    done = interrupted(line, lambda: between.cuts == 1, then)
    assert done == (130, "", said)
    assert sql("SELECT count(*) FROM cases") == [(4,)]
