"""A redaction killed at any moment: the case is the old one or the redacted one, and guarded."""

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.processes import kennel

pytestmark = pytest.mark.exhaustive

AGO = ("--at", "2026-03-06T12:00:00Z")
REDACT = ("redact", "1", "-q", "--yes", "--reason", "Asked for")
WORDS = (b"Whispering", b"Murmuring", b"Humming")


@pytest.fixture
def case(slt, db: Path) -> dict[str, Any]:
    """Open a case with texts in its history, and return it as JSON has it."""
    del db  # it names the store
    slt("open", "-q", "-p", "S1", "--partner", "Whispering", *AGO, "Murmuring")
    slt("note", "1", "Humming", "-q", *AGO)
    return shown(slt)


def shown(slt) -> dict[str, Any]:
    (item,) = json.loads(slt("show", "1", "--json", now="2026-03-06T13:00:00Z").out)["items"]
    return dict(item)


def texts(case: dict[str, Any]) -> list[str | None]:
    return [case["subject"], case["partner"], *(event["note"] for event in case["events"])]


def require_guarded(db: Path) -> None:
    with (
        closing(sqlite3.connect(db)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="events are never changed"),
    ):
        connection.execute("UPDATE events SET note = NULL")


def test_a_redaction_killed_before_any_of_its_statements(slt, db, tmp_path, whole, case):
    """After the kill the same command redacts the case, and no file has a text of it."""
    outcomes = []
    before = {path.name: path.read_bytes() for path in db.parent.iterdir()}
    with kennel(tmp_path) as kept:
        for statement in range(1, 200):
            for path in db.parent.iterdir():
                path.unlink()
            for name, content in before.items():
                (db.parent / name).write_bytes(content)
            done, _ = kept.run(*REDACT, statement=statement)
            whole(db)
            require_guarded(db)
            after = shown(slt)
            is_redacted = after != case
            if is_redacted:
                assert texts(after) == [*["[redacted]"] * 2, None, "[redacted]", "Asked for"]
            assert is_redacted or done.code != 0
            if done.code == 0:
                break
            assert done == (-signal.SIGKILL, "", "")
            outcomes.append(is_redacted)
            assert slt(*REDACT) == (0, "CASE-1\n", "")
            left = [path.name for path in db.parent.iterdir() for word in WORDS
                    if word in path.read_bytes()]  # fmt: skip
            assert left == []
    assert outcomes == sorted(outcomes)
    assert {*outcomes} == {False, True}
    assert len(outcomes) > 15
