"""Imports killed at any statement and at any moment: all of a file is there afterwards, or none."""

import random
import signal
from pathlib import Path

import pytest

from tests.faults.processes import Ended, Kennel, ask, kennel

pytestmark = pytest.mark.exhaustive

ROWS = 5000  # so many that some are read while others are written
SIGNALS = [*[signal.SIGKILL] * 8, signal.SIGTERM, signal.SIGINT]


@pytest.fixture
def kept(db: Path):
    """Keep a process that forks commands on the test's own store."""
    with kennel(db.parent.parent) as kept:
        yield kept


def file_of(tmp_path: Path, name: str, rows: int) -> Path:
    """Write a file of new cases: some run, some are responded to, some are closed."""
    file = tmp_path / f"{name}.csv"
    lines = ["ref,subject,priority,region,opened_at,responded_at,closed_at"]
    times = ("", ""), ("2026-03-06T10:00:00Z", ""), ("2026-03-06T10:00:00Z", "2026-03-06T12:00:00Z")
    for number in range(rows):
        responded, closed = times[number % 3]
        opened = "2026-03-06T09:00:00Z"
        lines.append(f"{name}-{number},row {number},S1,usa,{opened},{responded},{closed}")
    file.write_text("\n".join(lines) + "\n")
    return file


def imported(db: Path, name: str) -> int:
    """Return how many cases of a file are in the store."""
    if not ask(db, "SELECT 1 FROM sqlite_master WHERE name = 'cases'"):
        return 0
    ((count,),) = ask(db, f"SELECT count(*) FROM cases WHERE ref LIKE '{name}-%'")
    return int(count)


def test_an_import_killed_before_any_of_its_statements(kept: Kennel, slt, db, tmp_path, whole):
    assert slt("open", "-p", "S1", "--at", "2026-03-06T00:00", "x").code == 0
    killed = 0
    for statement in range(1, 200):
        name = f"file{statement}"
        done, _ = kept.run("import", str(file_of(tmp_path, name, 3)), "-q", statement=statement)
        whole(db)
        assert imported(db, name) in ((3,) if done.code == 0 or done.out else (0, 3))
        if done.code == 0:
            break
        assert done == (-signal.SIGKILL, "", "")
        killed += 1
    assert killed >= 8
    assert slt("import", str(file_of(tmp_path, "next", 3)), "-q").code == 0


@pytest.mark.parametrize(
    ("kills", "seed"),
    [
        pytest.param(30, 21, id="30 kills"),
        pytest.param(300, 22, id="300 kills", marks=pytest.mark.endurance),
    ],
)
def test_imports_killed_at_random_moments(kept: Kennel, db, tmp_path, whole, kills, seed):
    chance = random.Random(seed)
    done, span = kept.run("import", str(file_of(tmp_path, "first", ROWS)), "-q")
    assert done.code == 0
    died = stood = 0
    for number in range(kills):
        name, sent = f"file{number}", chance.choice(SIGNALS)
        after = chance.uniform(0, 1.5 * span)  # later ones find more cases, and take longer
        done, _ = kept.run(
            "import", str(file_of(tmp_path, name, ROWS)), "-q", signal=sent, after=after
        )
        case = (seed, number, sent, after, Ended(done.code, done.out[-80:], done.err))
        count = imported(db, name)
        assert count in ((ROWS,) if done.code == 0 or done.out else (0, ROWS)), case
        if number % 10 == 0:
            whole(db)
        died += done.code != 0
        stood += count == ROWS
    whole(db)
    assert died > kills / 3
    assert 0 < stood < kills
