"""Many processes on one store at once: no case, event or change is lost, and nobody is refused."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.processes import ask

pytestmark = pytest.mark.exhaustive

AGO = "2026-03-06T12:00:00Z"  # an S1 case of then is late

# Each is a process that runs many commands, one after the other, as a shell would; it prints
# nothing but faults, and at its end how many commands it ran.
_COMMANDS = """
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from slt_cli.cli.program import run

ran = 0
def slt(*arguments):
    global ran
    ran += 1
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    if code or err.getvalue():
        print(arguments, "exit", code, err.getvalue())
    return out.getvalue().split()

me, times, over = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
sys.stdin.readline()
"""
OPENS = """
for number in range(times):
    (new,) = slt("open", "-q", "-p", "S1", "--at", "2026-03-06T12:00:00Z", f"{me} {number}")
"""
READS = """
while True:
    last = over.exists()
    found = slt("list", "-q", "--sort", "number")
    if found != [f"CASE-{number}" for number in range(1, len(found) + 1)]:
        print("a gap:", found)
    running = slt("due", "-q")
    if len(running) < len(found):
        print("clocks are missing:", len(running), "of", len(found))
    if found and slt("show", found[-1], "-q") != found[-1:]:
        print("not shown:", found[-1])
    if last:
        break
    time.sleep(0.1)
"""
RAISES = """
while True:
    last = over.exists()
    slt("escalate", "--late", "-q")
    if last:
        break
    time.sleep(0.1)
"""
NOTES = """
for number in range(times):
    slt("note", "1", f"{me} {number}", "-q")
    slt("update", "1", "--subject", f"{me} {number}", "-q")
"""
ENDS = 'print("ran", ran)'


class Crowd:
    """Processes that begin at the same time; what they say apart from their counts is a fault."""

    def __init__(self, over: Path) -> None:
        self._over = over
        self._processes: list[subprocess.Popen[str]] = []

    def add(self, code: str, count: int, times: int = 0) -> None:
        """Start so many processes; they wait for all the others."""
        for _ in range(count):
            me = f"p{len(self._processes)}"
            arguments = [me, str(times), str(self._over)]
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "-c", f"{_COMMANDS}{code}\n{ENDS}", *arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            )

    def run(self, writers: int) -> int:
        """Let all begin, tell the others when the first so many ended; return the commands run."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        ran = sum(map(self._end, self._processes[:writers]))
        self._over.touch()
        return ran + sum(map(self._end, self._processes[writers:]))

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> int:
        said, _ = process.communicate(timeout=600)
        assert process.returncode == 0, said
        word, ran = said.split()  # nothing else: no fault, no "database is locked"
        assert word == "ran", said
        return int(ran)


@contextmanager
def crowd(over: Path) -> Iterator[Crowd]:
    """Gather processes; none is left behind."""
    gathered = Crowd(over)
    try:
        yield gathered
    finally:
        for process in gathered._processes:
            process.kill()
            process.communicate()


@pytest.mark.parametrize(
    ("writers", "each"),
    [
        pytest.param(20, 50, id="20 processes open 50 cases each"),
        pytest.param(40, 100, id="40 processes open 100 cases each", marks=pytest.mark.endurance),
    ],
)
def test_cases_opened_at_once_are_all_there_once(slt, db, whole, tmp_path, writers, each):
    with crowd(tmp_path / "over") as processes:
        processes.add(OPENS, writers, each)
        processes.add(READS, 2)
        processes.add(RAISES, 2)
        ran = processes.run(writers)

    total = writers * each
    assert ran > total
    whole(db)
    assert slt("escalate", "--late") == (0, "", "")  # the last to look raised what was left
    items = json.loads(slt("list", "--all", "--json", "--sort", "number").out)["items"]
    assert [item["id"] for item in items] == [f"CASE-{n}" for n in range(1, total + 1)]
    subjects = {f"p{writer} {number}" for writer in range(writers) for number in range(each)}
    assert {item["subject"] for item in items} == subjects
    assert Counter(item["level"] for item in items) == {1: total}  # raised, and once only
    assert kinds(db) == {"opened": total, "escalated": total}


@pytest.mark.parametrize(
    ("writers", "each"),
    [
        pytest.param(8, 15, id="8 processes make 30 changes each"),
        pytest.param(20, 100, id="20 processes make 200 changes each", marks=pytest.mark.endurance),
    ],
)
def test_no_change_of_one_case_is_lost(slt, db, whole, tmp_path, writers, each):
    slt("open", "-p", "S1", "--at", AGO, "p")
    with crowd(tmp_path / "over") as processes:
        processes.add(NOTES, writers, each)
        processes.add(READS, 1)
        processes.run(writers)

    whole(db)
    made = [f"p{writer} {number}" for writer in range(writers) for number in range(each)]
    (item,) = json.loads(slt("show", "1", "--json").out)["items"]
    notes = [event["note"] for event in item["events"] if event["kind"] == "noted"]
    assert sorted(notes) == sorted(made)
    changed = [event["changes"]["subject"] for event in item["events"] if event["changes"]]
    olds = [change["old"] if isinstance(change, dict) else change[0] for change in changed]
    news = [change["new"] if isinstance(change, dict) else change[1] for change in changed]
    assert olds == [None, *news[:-1]]  # each change begins with what the one before it made
    assert sorted(news[1:]) == sorted(made)
    assert revision(db, 1) == len(item["events"]) == 1 + 2 * len(made)


def kinds(db: Path) -> Counter[str]:
    """Return how many events of each kind a store holds."""
    return Counter(dict(ask(db, "SELECT kind, count(*) FROM events GROUP BY kind")))


def revision(db: Path, number: int) -> int:
    """Return how many changes a case counts."""
    ((rev,),) = ask(db, f"SELECT rev FROM cases WHERE number = {number}")
    return rev
