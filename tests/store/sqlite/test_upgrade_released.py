"""Stores that earlier releases wrote come forward with nothing lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.domain.case import STATUSES
from slt_cli.store.checking import differences
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Filter
from slt_cli.store.sqlite import file
from tests.store.samples import create
from tests.store.sqlite.upgrades import STORES, contents, version_of

KINDS = {"opened", "updated", "responded", "escalated", "noted", "closed", "reopened"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store of a test is, in a directory of its own."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "cases.db"


def test_there_is_a_store_of_every_earlier_schema() -> None:
    kept = {int(name.stem.removeprefix("schema-")) for name in STORES.glob("schema-*.db")}
    assert kept >= set(range(1, file.SCHEMA_VERSION))
    assert kept


EVERY_SCHEMA = pytest.mark.parametrize(
    "kept", sorted(STORES.glob("schema-*.db")), ids=lambda kept: kept.stem
)


@EVERY_SCHEMA
def test_it_holds_cases_in_every_state_and_events_of_every_kind(kept: Path) -> None:
    cases, events = contents(kept)
    with closing(sqlite3.connect(kept)) as connection:
        statuses = {row[0] for row in connection.execute("SELECT status FROM cases")}
        levels = {row[0] for row in connection.execute("SELECT level FROM cases")}
        kinds = {row[0] for row in connection.execute("SELECT kind FROM events")}
    assert (statuses, levels, kinds) == (set(STATUSES), {0, 2}, KINDS)
    assert any("\x1b" in str(value) for row in cases for value in row if isinstance(value, str))
    assert len(cases) == 10
    assert len(events) == 20


@EVERY_SCHEMA
def test_every_case_and_event_comes_forward(kept: Path, path: Path) -> None:
    shutil.copyfile(kept, path)
    before = contents(path)

    with closing(open_store(location_of(path))) as store:
        assert len(list(store.cases(Filter()))) == len(before[0])
        assert list(differences(store)) == []
        assert create(store).number == len(before[0]) + 1

    after = contents(path)
    assert (after[0][:-1], after[1][:-1]) == before
    assert version_of(path) == file.SCHEMA_VERSION


@EVERY_SCHEMA
def test_slt_verify_finds_nothing(slt, kept: Path, path: Path) -> None:
    shutil.copyfile(kept, path)
    assert slt("verify", "--db", str(path)) == (0, "", "")
    assert slt("list", "--all", "-q", "--db", str(path)).out.split()[-1] == "CASE-10"
