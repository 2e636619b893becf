"""Real processes that record on several cases and are stopped: what they say is what was done."""

import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.faults.processes import COMMAND, Ended, ask, ended, kennel
from tests.faults.test_disk import LIMITS, LONG, no_file_beyond

pytestmark = pytest.mark.exhaustive

CASES = [f"CASE-{number}" for number in range(1, 6)]
AGO = ("--at", "2026-03-06T12:00:00Z")
HOLD = ("hold", *CASES, "-q", "--at", "2026-03-06T13:00:00Z")
RECORDED = "CASE-1 and CASE-2 were recorded"
REMAIN = f"{RECORDED}; CASE-3, CASE-4 and CASE-5 remain: repeat the command for them"

# Waits for a line before its third transaction, and less long than usual for a lock; tells when it
# begins to wait for one.
GATED = """
import sys
from itertools import chain, repeat
from slt_cli.cli.program import run
from slt_cli.store.sqlite import file
from tests.commands.stopping import stopping

def wait():
    print("ready", flush=True)
    sys.stdin.readline()

pause = file.sleep
tell = chain([lambda: print("waiting", flush=True)], repeat(lambda: None))
file.sleep = lambda seconds: (next(tell)(), pause(seconds))
file.BUSY_SECONDS = float(sys.argv.pop(1))
sys.exit(run(sys.argv[1:], stopping(3, "before", wait)))
"""


@pytest.fixture
def filled(slt, db: Path) -> Path:
    """Return a store of five cases, with nothing beside it."""
    for case in CASES:
        assert slt("open", "-p", "S1", "-q", *AGO, case).code == 0
    assert [*db.parent.iterdir()] == [db]
    return db


def held(db: Path) -> list[str]:
    """Return the ids of the cases that are on hold, by their events."""
    rows = ask(db, "SELECT case_number FROM events WHERE kind = 'held' ORDER BY case_number")
    return [f"CASE-{number}" for (number,) in rows]


def changed(db: Path, line: tuple[str, ...]) -> list[str]:
    """Return the ids of the cases on which a command on all cases recorded something, in order."""
    kind = "escalated" if "escalate" in line else "updated"
    rows = ask(db, f"SELECT case_number FROM events WHERE kind = '{kind}' ORDER BY id")
    return [f"CASE-{number}" for (number,) in rows]


@contextmanager
def locked(db: Path):
    """Keep others from writing to a store as long as the block lasts."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def stopped_by_a_lock(db: Path, *line: str, seconds: float, interrupted: bool) -> Ended:
    """Return how a command ended that found the store locked at its third transaction."""
    with subprocess.Popen(
        [sys.executable, "-c", GATED, str(seconds), *line],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        with locked(db):
            running.stdin.write("\n")
            running.stdin.flush()
            assert running.stdout.readline() == "waiting\n"
            if interrupted:
                running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        return Ended(running.returncode, out, err)


def test_a_store_that_becomes_busy_in_the_middle(filled, whole):
    done = stopped_by_a_lock(filled, *HOLD, seconds=0.1, interrupted=False)
    assert (done.code, done.out) == (5, "CASE-1\nCASE-2\n")
    error, fix = done.err.splitlines()
    assert error.startswith(f"slt: error: the store {filled} is busy")
    assert fix == f"fix: try again in a moment; {REMAIN}"
    assert held(filled) == CASES[:2]
    whole(filled)


def test_ctrl_c_in_the_middle(filled, whole):
    done = stopped_by_a_lock(filled, *HOLD, seconds=60, interrupted=True)
    assert done == (130, "CASE-1\nCASE-2\n", f"slt: interrupted: {REMAIN}\n")
    assert held(filled) == CASES[:2]
    whole(filled)


LONGER = '[plans.partner.targets]\nS1 = { response = "30h" }\n'
OF_ALL = {"escalate": ("escalate", "--late", "-q"), "recalc": ("recalc", "--apply", "-q")}
EVERY_LINE = pytest.mark.parametrize("line", OF_ALL.values(), ids=OF_ALL)


@pytest.fixture
def longer(home: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the configuration promise more time than the cases were promised."""
    assert filled.exists()
    config = home / "longer.toml"
    config.write_text(LONGER)
    monkeypatch.setenv("SLT_CONFIG", str(config))


@EVERY_LINE
@pytest.mark.usefixtures("longer")
@pytest.mark.parametrize("interrupted", [False, True], ids=["a lock", "Ctrl-C"])
def test_a_command_on_all_cases_that_is_stopped_does_the_rest_later(
    filled, whole, line, interrupted
):
    seconds = 60 if interrupted else 0.1
    done = stopped_by_a_lock(filled, *line, seconds=seconds, interrupted=interrupted)
    assert (done.code, done.out) == (130 if interrupted else 5, "CASE-1\nCASE-2\n")
    assert done.err.endswith(f"{RECORDED}; CASE-3, CASE-4 and CASE-5 remain: repeat the command\n")
    assert changed(filled, line) == CASES[:2]
    assert ended(*line) == (0, "CASE-3\nCASE-4\nCASE-5\n", "")
    assert changed(filled, line) == CASES
    whole(filled)


def test_a_disk_that_fills_up_in_the_middle(filled, whole, tmp_path):
    middles = 0
    shutil.copy(filled, tmp_path / "copy.db")
    for limit in (*LIMITS, 100_000, 120_000, 140_000):
        shutil.copy(tmp_path / "copy.db", filled)
        line = (*HOLD, "--reason", LONG)
        code, out, err = ended(*line, before=partial(no_file_beyond, limit))
        recorded = held(filled)
        assert out.split() == recorded
        assert code == (0 if recorded == CASES else 5)
        assert "nothing was changed" not in err
        assert claimed(err) == (recorded if code else [])
        middles += recorded not in ([], CASES)
        whole(filled)
    assert middles > 0


def claimed(err: str) -> list[str]:
    """Return the cases that are said to be recorded; all others are said to remain."""
    if " recorded" not in err:
        assert "remain" not in err
        return []
    said = err[: err.index(" recorded")].rpartition(": " if "error" not in err else "; ")[2]
    done = re.findall(r"CASE-\d", said)
    rest = err[err.index(" recorded") :]
    assert [*done, *re.findall(r"CASE-\d", rest)] == CASES
    return done


@pytest.mark.parametrize(
    ("times", "seed"),
    [
        pytest.param(60, 11, id="60 interruptions"),
        pytest.param(2000, 12, id="2000 interruptions", marks=pytest.mark.endurance),
    ],
)
def test_ctrl_c_at_random_moments(filled, tmp_path, whole, times, seed):
    chance = random.Random(seed)
    shutil.copy(filled, tmp_path / "copy.db")
    middles = 0
    with kennel(tmp_path) as keeper:
        _, span = keeper.run(*HOLD)
        for number in count():
            if number >= times and middles:
                break
            assert number < 20 * times
            shutil.copy(tmp_path / "copy.db", filled)
            done, _ = keeper.run(*HOLD, signal=signal.SIGINT, after=chance.uniform(0, span))
            recorded = held(filled)
            assert done.code in (0, 130)
            if done.err in ("", "\n"):  # before anything was recorded, or after all was shown
                assert done.out.split() == recorded
                assert recorded in ([], CASES)
            else:
                assert done.err.startswith("slt: interrupted: ")
                assert claimed(done.err) == recorded
                middles += recorded != CASES
        whole(filled)


@pytest.mark.parametrize(("left", "out"), [("2", ["CASE-1", "CASE-2"]), ("5", CASES)])
def test_neither_store_nor_answer_can_be_written(filled, left, out):
    script = """
import sys
from slt_cli.cli.program import run
from slt_cli.errors import StoreError
from tests.commands.stopping import raising, stopping
left = int(sys.argv.pop(1))
sys.exit(run(sys.argv[1:], stopping(left + 1, "before", raising(StoreError("it is busy")))))
"""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND[:1], "-c", script, left, *HOLD],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            cwd=Path(__file__).parents[2],
            check=False,
        )
    *stop, error, fix = done.stderr.splitlines()
    assert stop == (["slt: error: it is busy"] if left == "2" else [])
    assert error == "slt: error: the answer could not be written: No space left on device"
    assert claimed(fix.replace("fix: ", "error; ")) == out
    assert held(filled) == out
    assert done.returncode == (5 if left == "2" else 1)
