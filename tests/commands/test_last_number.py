"""The number of a case has an end, far away: what a store adds can always be imported again."""

import sqlite3
from pathlib import Path

import pytest

from tests.commands.rows import HEADER, ONE

pytestmark = pytest.mark.every_engine

LAST = "9" * 18
HISTORY = "id,opened_at,priority\nCASE-{},2026-11-20T14:00Z,S1\n"


@pytest.fixture
def numbered(slt):
    """Return a function that imports a case with a number."""

    def take(number: str) -> None:
        Path("numbered.csv").write_text(HISTORY.format(number))
        assert slt("import", "numbered.csv", "-q") == (0, f"CASE-{number}\n", "")

    return take


@pytest.fixture(autouse=True)
def _here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


@pytest.mark.parametrize("number", ["99999999", "999999999", "9" * 17])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_follows_an_imported_number_can_be_imported(
    slt, items, numbered, another_store, number, form
):
    numbered(number)
    assert slt("open", "-p", "S1", "-q", "x").out == f"CASE-{int(number) + 1}\n"
    assert slt("export", f"all.{form}").code == 0
    elsewhere = another_store()
    assert items("import", f"all.{form}", *elsewhere) == items("list")
    assert slt("show", str(int(number) + 1), "-q", *elsewhere).code == 0


def test_after_the_last_number_nothing_is_added(slt, numbered, write):
    numbered(LAST)
    for line in (
        ("open", "-p", "S1", "x"),
        ("import", write(HEADER + ONE)),
        ("import", write(HEADER + ONE), "--dry-run"),
    ):
        result = slt(*line)
        assert (result.code, result.out) == (1, ""), line
        assert f"no case can be added: the number of the last one is {LAST} or more" in result.err
    assert slt("import", "numbered.csv").out.splitlines()[1] == "Already there  1"
    assert slt("list", "-q").out == f"CASE-{LAST}\n"


def test_a_larger_number_is_a_bad_row(slt, write):
    result = slt("import", write(HISTORY.format(f"{LAST}0")))
    assert (result.code, result.out) == (1, "")
    assert f"cases.csv:2: id: 'CASE-{LAST}0' has more than 18 digits: ids end there" in result.err


@pytest.mark.sqlite("the counter is set in the file")
@pytest.mark.parametrize("counted", [2**63 - 1, 10**18])
def test_a_restored_counter_that_is_larger_refuses_clearly(slt, home, write, counted):

    assert slt("open", "-p", "S1", "x", "--db", "my.db").code == 0
    with sqlite3.connect(home / "my.db") as connection:
        connection.execute("UPDATE counters SET value = ? WHERE name = 'case'", (counted,))
    connection.close()
    for line in (("open", "-p", "S1", "y"), ("import", write(HEADER + ONE))):
        result = slt(*line, "--db", "my.db")
        assert (result.code, result.out) == (1, "")
        assert "no case can be added" in result.err
    assert slt("list", "-q", "--db", "my.db").out == "CASE-1\n"
