"""What is wrong with a store: cases that are gone, and references of several cases."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple, cast

import pytest

from slt_cli.store.checking import differences, references_finding
from slt_cli.store.protocols import Store
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


class Repeated(NamedTuple):
    """A store in which one reference belongs to this many cases."""

    cases: int

    def repeated_refs(self) -> Iterator[tuple[str, int]]:
        """Yield the reference with the number of each case."""
        return (("4711", number + 1) for number in range(self.cases))


@pytest.mark.parametrize(
    ("cases", "named"),
    [(2, "1, 2"), (5, "1, 2, 3, 4, 5"), (573, "1, 2, 3, 4, 5, ...")],
    ids=str,
)
def test_the_first_cases_with_a_reference_are_named(cases, named):
    found = references_finding(cast("Store", Repeated(cases))).found
    assert found == f"some belong to several cases: '4711' to cases {named}"
