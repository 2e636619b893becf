"""`slt import` is one transaction: others see all of it or nothing; killed, it leaves nothing."""

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from slt_cli.cli.program import run
from tests.apps import app_with
from tests.commands.stopping import Stopping, raising, stopping, wrapped_interruption

HEADER = "opened_at,priority,ref,subject\n"
MANY = "".join(f"2026-03-06T14:00:00Z,S1,{number},x\n" for number in range(5000))
COMMAND = [sys.executable, "-m", "slt_cli"]


@contextmanager
def importing(home: Path) -> Iterator[subprocess.Popen[Any]]:
    """Start an import that has locked the store, has read many rows, and waits for more."""
    with subprocess.Popen(
        [*COMMAND, "import", "-", "--db", str(home / "cases.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        running.stdin.write((HEADER + MANY).encode())
        running.stdin.flush()
        until = time.monotonic() + 60
        while not is_locked(home / "cases.db"):
            assert time.monotonic() < until
            time.sleep(0.02)
        try:
            yield running
        finally:
            running.kill()


def is_locked(store: Path) -> bool:
    """Return whether a process is writing to a store."""
    if not store.exists():
        return False
    with closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        db.execute("ROLLBACK")
    return False


def test_no_other_command_sees_a_part_of_it(slt, home):
    db = ("--db", str(home / "cases.db"))
    slt("open", "-p", "S1", *db, "x")
    with importing(home) as running:
        assert slt("list", "-q", *db).out == "CASE-1\n"
        out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")
    assert b"Imported  5,000" in out
    assert slt("list", "-q", *db).out.count("CASE-") == 5001


@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [
        pytest.param(signal.SIGINT, 130, b"slt: interrupted, nothing was imported", id="Ctrl-C"),
        pytest.param(signal.SIGTERM, -signal.SIGTERM, b"", id="terminated"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, b"", id="killed"),
    ],
)
def test_an_import_that_is_killed_leaves_nothing(slt, home, sent, code, said):
    with importing(home) as running:
        running.send_signal(sent)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (code, b"")
    assert err.strip() == said
    assert slt("list", "--all", "--db", str(home / "cases.db")) == (0, "", "")
    assert slt("open", "-p", "S1", "-q", "--db", str(home / "cases.db"), "x").out == "CASE-1\n"


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), wrapped_interruption()])
def test_an_import_that_is_interrupted_when_it_is_recorded_says_so(slt, home, capsys, stop):
    (home / "cases.csv").write_text(f"{HEADER}2026-03-06T14:00:00Z,S1,7,x\n")
    made = stopping(1, "after", raising(stop))
    assert run(["import", str(home / "cases.csv")], made) == 130
    assert capsys.readouterr().err == "slt: interrupted, after everything was imported\n\n"
    assert slt("list", "--all", "-q").out == "CASE-1\n"


def test_an_import_with_histories_that_is_interrupted_when_it_is_recorded_says_so(
    slt, home, capsys
):
    other = ("--db", str(home / "other.db"))
    assert slt("open", "-p", "S1", "x", *other).code == 0
    assert slt("export", str(home / "cases.jsonl"), *other).code == 0
    made = stopping(1, "after", raising(KeyboardInterrupt()))
    assert run(["import", str(home / "cases.jsonl")], made) == 130
    assert capsys.readouterr().err == "slt: interrupted, after everything was imported\n\n"
    assert slt("list", "--all", "-q").out == "CASE-1\n"


def test_an_import_that_is_interrupted_while_it_is_shown_says_so(slt, home, capsys):
    (home / "cases.csv").write_text(f"{HEADER}2026-03-06T14:00:00Z,S1,7,x\n")

    def made(options):
        app = app_with()(options)
        app.show = lambda _: raising(KeyboardInterrupt())()
        return app

    assert run(["import", str(home / "cases.csv")], made) == 130
    assert capsys.readouterr().err == "slt: interrupted, after everything was imported\n\n"
    assert slt("list", "--all", "-q").out == "CASE-1\n"


def test_a_case_of_another_process_is_not_taken_for_an_imported_one(slt, home, capsys):
    (home / "cases.csv").write_text(f"{HEADER}2026-03-06T14:00:00Z,S1,7,x\n")

    class Overtaken(Stopping):
        """Another process opens a case as soon as the transaction is undone."""

        @contextmanager
        def writing(self):
            try:
                with super().writing() as transaction:
                    yield transaction
            finally:
                slt("open", "-p", "S1", "x")

    def made(options):
        app = app_with()(options)
        app.store = Overtaken(app.store, 1, "within", raising(KeyboardInterrupt()), None)
        return app

    assert run(["import", str(home / "cases.csv")], made) == 130
    assert capsys.readouterr().err == "slt: interrupted, nothing was imported\n\n"
    assert slt("list", "--all", "--json").out.count('"ref": null') == 1


def test_a_large_file_shows_its_progress_on_a_terminal(home):
    (home / "cases.csv").write_text(HEADER + MANY.replace("x", "x" * 600))
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "import", str(home / "cases.csv"), "--dry-run"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
        timeout=60,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 2**16)
    os.close(ours)
    assert done.returncode == 0
    assert b"Import of" in shown
    assert b"%" in shown
    assert b"%" not in done.stdout
