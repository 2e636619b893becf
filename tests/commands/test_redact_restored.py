"""A restored backup that brings texts back: who restores it is told, and only then."""

import shutil
from pathlib import Path

import pytest

REDACT = ("--reason", "Asked for", "--yes", "-q")
AGAIN = "fix: slt redact CASE-{0} --reason TEXT"


@pytest.fixture
def backup(slt, data: Path) -> str:
    """Return a backup of two cases, made before anything was redacted."""
    return slt("backup", str(data / "copy.db"), "-q").out.strip()


def test_each_case_whose_texts_are_back_is_named(slt, backup):
    for case in ("2", "1"):
        assert slt("redact", case, *REDACT).code == 0
    told = slt("restore", backup, "--yes")
    assert told.code == 0
    assert [line for line in told.err.splitlines() if line.startswith("fix")] == [
        AGAIN.format(1),
        AGAIN.format(2),
    ]
    assert "CASE-1 was redacted in the store that was replaced, and its texts are back" in told.err


def test_a_case_that_was_redacted_once_more_is_named(slt, data):
    assert slt("redact", "1", *REDACT).code == 0
    between = slt("backup", str(data / "between.db"), "-q").out.strip()
    slt("note", "1", "More", "-q")
    assert slt("redact", "1", *REDACT).code == 0
    assert AGAIN.format(1) in slt("restore", between, "--yes").err


def test_a_case_that_the_backup_does_not_have_is_not_named(slt, backup):
    slt("open", "-q", "-p", "S1", "three")
    assert slt("redact", "3", *REDACT).code == 0
    assert slt("restore", backup, "--yes").err == ""


def test_nothing_is_said_where_nothing_was_redacted(slt, backup):
    slt("note", "1", "More", "-q")
    assert slt("restore", backup, "--yes").err == ""


@pytest.mark.usefixtures("data")
def test_nothing_is_said_of_the_cases_of_another_store(slt, home):
    other = str(home / "other.db")
    slt("open", "-q", "-p", "S1", "other", "--db", other)
    assert slt("redact", "1", *REDACT).code == 0
    assert slt("restore", other, "--yes").err == ""


def test_a_damaged_store_tells_nothing(slt, data, backup):
    shutil.copy(backup, data / "again.db")
    assert slt("redact", "1", *REDACT).code == 0
    store = data / "cases.db"
    store.write_bytes(store.read_bytes()[:4096] + bytes(len(store.read_bytes()) - 4096))
    told = slt("restore", str(data / "again.db"), "--yes")
    assert (told.code, told.err) == (0, "")
