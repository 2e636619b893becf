"""What others hold, and what an administrator ends."""

import subprocess
import sys

import pytest

from slt_cli.cli.program import run
from tests.faults.postgres.refusals import refused, with_store
from tests.faults.postgres.waits import LIMIT, wait_until


@pytest.mark.parametrize(
    ("line", "lock"),
    [
        (("open", "-p", "S1", "x"), "SELECT value FROM counters FOR UPDATE"),
        (("respond", "1"), "SELECT number FROM cases FOR UPDATE"),
        (("open", "-p", "S1", "x"), "LOCK TABLE cases"),
    ],
)
@pytest.mark.usefixtures("team")
def test_a_lock_that_is_held_too_long(slt, sql, capsys, line, lock):
    assert slt("open", "-p", "S1", "x").code == 0
    sql("BEGIN")
    sql(lock)
    done = (run(line, with_store(0.2)), *capsys.readouterr())
    said, fix = refused(done)
    assert said.endswith(" is busy: another transaction holds what this needs")
    assert fix == "try again in a moment"
    sql("COMMIT")
    assert sql("SELECT kind FROM events") == [("opened",)]


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
@pytest.mark.usefixtures("team")
def test_an_administrator_ends_what_waits(slt, sql, how):
    assert slt("open", "-p", "S1", "x").code == 0
    sql("BEGIN")
    sql("SELECT number FROM cases FOR UPDATE")
    with subprocess.Popen(
        [sys.executable, "-m", "slt_cli", "respond", "1", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        waiting = wait_until(lambda: sql("SELECT pid FROM pg_locks WHERE NOT granted"))
        sql(f"SELECT {how}(%s)", waiting[0][0])
        sql("COMMIT")
        out, err = running.communicate(timeout=LIMIT)
    if how == "pg_terminate_backend":  # a connection that is lost: it is run again
        assert (running.returncode, out, err) == (0, "CASE-1\n", "")
        assert sql("SELECT kind FROM events") == [("opened",), ("responded",)]
    else:
        said, fix = refused((running.returncode, out, err))
        assert said.endswith(" cancelled this: somebody asked for it, or it took too long")
        assert fix == "try again, or ask who runs the server about its statement_timeout"
        assert sql("SELECT kind FROM events") == [("opened",)]
