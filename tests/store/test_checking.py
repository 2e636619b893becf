"""Whether every case is what its events add up to: cases that are gone, wherever they stood."""

import sqlite3
from contextlib import closing

import pytest

from slt_cli.store.checking import differences
from slt_cli.store.sqlite.store import SqliteStore

AT = ("--at", "2026-03-06T12:00:00Z")


@pytest.mark.parametrize(
    "gone", [(), (1,), (4,), (2, 3), (1, 3), (1, 2, 3, 4)], ids=lambda gone: f"gone {gone}"
)
def test_a_case_that_is_gone_is_told_by_its_events(slt, tmp_path, gone):
    path = tmp_path / "cases.db"
    for number in range(1, 5):
        assert slt("open", "-q", "-p", "S1", *AT, "--db", str(path), f"case {number}").code == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executemany("DELETE FROM cases WHERE number = ?", [(each,) for each in gone])
    with closing(SqliteStore(path, private=False)) as store:
        found = [(each.number, each.field) for each in differences(store)]
    assert found == [(number, "case") for number in gone]
