"""Commands killed at any moment: what was reported is kept, the rest is whole or not there."""

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.processes import COMMAND, Ended, Kennel, ask, kennel

pytestmark = pytest.mark.exhaustive

AGO = ("--at", "2026-03-06T12:00:00Z")
LATER = ("--at", "2026-03-06T13:00:00Z")
OPEN = ("open", "-q", "-p", "S1", *AGO)
SIGNALS = [*[signal.SIGKILL] * 8, signal.SIGTERM, signal.SIGINT]
A_STORE = 25  # so many kills are made in one store, then a new one is begun

# What a command that writes adds to the events of the case that it is given; each prints the
# case's id when it is done. A new command that writes to the store belongs here.
WRITING: dict[str, Callable[[str, str], tuple[str, ...]]] = {
    "opened": lambda _, text: (*OPEN, text),
    "updated": lambda case, text: ("update", case, "-q", "-p", "S2", "--note", text, *LATER),
    "noted": lambda case, text: ("note", case, text, "-q", *LATER),
    "escalated": lambda case, text: ("escalate", case, "-q", "--reason", text, *LATER),
    "responded": lambda case, text: ("respond", case, "-q", "--note", text, *LATER),
    "closed": lambda case, text: ("close", case, "-q", "--note", text, *LATER),
}


class Entry(NamedTuple):
    """One event: its case, its kind, and its note, or the subject where it opened the case."""

    case: int
    kind: str
    text: str


class Victim(NamedTuple):
    """A command that is to be killed: what it would record, and what was recorded before it."""

    arguments: tuple[str, ...]
    entry: Entry
    before: list[Entry]


def entries(db: Path) -> list[Entry]:
    """Return the events of a store in their order."""
    text = "coalesce(note, json_extract(changes, '$.subject[1]'))"
    return [*map(Entry._make, ask(db, f"SELECT case_number, kind, {text} FROM events ORDER BY id"))]


@pytest.fixture
def kept(tmp_path: Path, db: Path) -> Iterator[Kennel]:
    """Return what forks commands that are to be killed."""
    del db  # it names the store in the environment, which the kennel inherits
    with kennel(tmp_path) as keeper:
        yield keeper


@pytest.fixture
def victim(slt, db: Path) -> Callable[[str, str], Victim]:
    """Return what opens a case for a command, which has to succeed without any repair."""

    def prepared(kind: str, text: str) -> Victim:
        opened = slt(*OPEN, f"a case for {text}")
        assert (opened.code, opened.err) == (0, "")
        case = int(opened.out.removeprefix("CASE-"))
        entry = Entry(case + 1 if kind == "opened" else case, kind, text)
        return Victim(WRITING[kind](str(case), text), entry, entries(db))

    return prepared


@pytest.fixture
def survived(db: Path, whole: Callable[[Path], None]) -> Callable[[Victim, Ended], bool]:
    """Return what fails unless a command's event is there, or nothing of it; says which.

    What it reported must be there.
    """

    def check(victim: Victim, done: Ended) -> bool:
        after = entries(db)
        recorded = after != victim.before
        assert after == [*victim.before, *([victim.entry] if recorded else [])]
        assert done.out in ("", f"CASE-{victim.entry.case}\n")
        assert recorded or not (done.out or done.code == 0)
        whole(db)
        return recorded

    return check


def begin_anew(db: Path) -> None:
    """Leave nothing of a store."""
    for file in db.parent.iterdir():
        file.unlink()


@pytest.mark.parametrize("kind", WRITING)
def test_a_command_killed_before_any_of_its_statements(kept, victim, survived, kind):
    outcomes = []
    for statement in range(1, 100):
        killed = victim(kind, f"text {statement}")
        done, _ = kept.run(*killed.arguments, statement=statement)
        recorded = survived(killed, done)
        if done.code == 0:
            break
        assert done == (-signal.SIGKILL, "", "")
        outcomes.append(recorded)
    assert recorded
    assert len(outcomes) >= 8
    assert outcomes[0] is False  # and, once it is committed, a command may die without a word


def test_the_making_of_a_store_killed_before_any_of_its_statements(slt, db, whole, kept):
    for statement in range(1, 200):
        begin_anew(db)
        done, _ = kept.run(*OPEN, "first", statement=statement)
        reported = done.out
        whole(db)
        found = slt("list", "--all", "-q")
        assert found.code == 0
        assert found.out in (reported, "CASE-1\n")
        assert slt(*OPEN, "next").out == ("CASE-2\n" if found.out else "CASE-1\n")
        whole(db)
        if done.code == 0:
            break
        assert done == (-signal.SIGKILL, "", "")
    assert statement > 20  # the tables, the indexes, the triggers


@pytest.mark.parametrize(
    ("kills", "seed"),
    [
        pytest.param(300, 9, id="300 kills"),
        pytest.param(3000, 10, id="3000 kills", marks=pytest.mark.endurance),
    ],
)
def test_commands_killed_at_random_moments(kept, victim, survived, db, kills, seed):
    chance = random.Random(seed)
    spans = {}
    for kind in WRITING:
        runs = [kept.run(*victim(kind, f"measured {n}").arguments) for n in range(3)]
        assert [done.code for done, _ in runs] == [0, 0, 0]
        spans[kind] = 1.2 * min(seconds for _, seconds in runs)
    died = stood = 0
    for number in range(kills):
        if number % A_STORE == 0:
            begin_anew(db)
        kind = chance.choice([*WRITING])
        sent, after = chance.choice(SIGNALS), chance.uniform(0, spans[kind])
        killed = victim(kind, f"text {number}")
        done, _ = kept.run(*killed.arguments, signal=sent, after=after)
        try:
            stood += survived(killed, done)
        except AssertionError as lost:
            lost.add_note(f"seed {seed}, kill {number}: {kind}, {sent!r} after {after:.6f} s")
            raise
        assert done.code in (0, 130 if sent == signal.SIGINT else -sent), done
        died += done.code != 0
    assert died > kills / 3  # most were still at work, and some had done what they were to do
    assert 0 < stood < kills


@pytest.mark.parametrize(
    ("kills", "seed"),
    [
        pytest.param(18, 11, id="18 kills"),
        pytest.param(300, 12, id="300 kills", marks=pytest.mark.endurance),
    ],
)
def test_whole_processes_killed_at_random_moments(victim, survived, db, kills, seed):
    chance = random.Random(seed)
    begun = time.monotonic()
    subprocess.run([*COMMAND, *victim("noted", "measured").arguments], check=True)
    span = time.monotonic() - begun
    died = 0
    for number in range(kills):
        if number % A_STORE == 0:
            begin_anew(db)
        kind = [*WRITING][number % len(WRITING)]
        sent, after = chance.choice(SIGNALS[:-1]), chance.uniform(span / 3, span)
        killed = victim(kind, f"text {number}")
        with subprocess.Popen(
            [*COMMAND, *killed.arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            time.sleep(after)
            process.send_signal(sent)
            out, err = process.communicate(timeout=60)
        try:
            survived(killed, Ended(process.returncode, out, err))
        except AssertionError as lost:
            lost.add_note(f"seed {seed}, kill {number}: {kind}, {sent!r} after {after:.6f} s")
            raise
        assert process.returncode in (0, -sent), err
        died += process.returncode != 0
    assert died
