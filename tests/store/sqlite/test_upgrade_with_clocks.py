"""Stores with a table of clocks, which earlier releases wrote, come forward with nothing lost."""

import shutil
from pathlib import Path

import pytest
from freezegun import freeze_time

from slt_cli.store.sqlite import file
from tests.store.sqlite.upgrades import (
    ADDED_BY_SCHEMA_6,
    ADDED_BY_SCHEMA_7,
    STORES,
    contents,
    facts_of,
    texts_as_made_now,
    version_of,
)

NEW: dict[int, set[str]] = {
    3: {"policies", "tags", "texts", "notices", "channels"},
    4: {"tags", "texts", "notices", "channels"},
    5: {"tags", "texts", "notices", "channels"},
    6: {"notices", "channels"},
    7: {"notices", "channels"},
}
"""The tables that an upgrade adds to a store of each schema."""

POLICY = STORES.parent / "policies" / "whole-life.toml"
SHOWN_AT = "2026-12-01T12:00:00Z"


@pytest.fixture(params=NEW)
def schema(request: pytest.FixtureRequest) -> int:
    """Return the schema of the store that is brought up to date."""
    return request.param


@pytest.fixture
def kept(schema: int) -> Path:
    """Return the store as the release with that schema wrote it."""
    return STORES / f"schema-{schema}.db"


@pytest.fixture
def path(home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the store, in a directory of its own; the environment names it."""
    (home / "data").mkdir()
    copied = home / "data" / "cases.db"
    shutil.copyfile(kept, copied)
    monkeypatch.setenv("SLT_DB", str(copied))
    monkeypatch.setenv("SLT_CONFIG", str(POLICY))
    return copied


def test_every_row_comes_forward_and_a_copy_stays_beside_it(slt, kept, schema, path: Path) -> None:
    before = contents(kept)

    assert slt("list", "-q").code == 0

    after = contents(path)
    assert version_of(path) == file.SCHEMA_VERSION
    assert after.keys() - before.keys() == NEW[schema]
    counters = [*before.pop("counters"), *([("policy", 0)] if schema == 3 else []), ("notice", 0)]
    assert sorted(after.pop("counters")) == sorted(counters)
    if schema < 6:
        cases = after.pop("cases"), before.pop("cases")
        assert [case[: -len(ADDED_BY_SCHEMA_6)] for case in cases[0]] == cases[1]
    if schema < 7:
        clocks = after.pop("clocks"), before.pop("clocks")
        assert clocks[0] == [(*clock, *[None] * len(ADDED_BY_SCHEMA_7)) for clock in clocks[1]]
    assert after["texts"] == texts_as_made_now(path)
    assert {name: after[name] for name in before} == before
    copy = path.with_name(f"cases.db.before-schema-{file.SCHEMA_VERSION}")
    assert contents(copy) == contents(kept)


@freeze_time(SHOWN_AT)
@pytest.mark.usefixtures("path")
def test_every_case_is_shown_as_before(slt, kept: Path) -> None:
    cases = [*slt("list", "--all", "-q").out.split(), "CASE-5"]  # which is void
    shown = "".join(slt("show", case, "--json").out for case in cases)

    before = kept.with_suffix(".shown").read_text(encoding="ascii")
    assert facts_of(shown) == facts_of(before) != []


@pytest.mark.usefixtures("path")
def test_slt_verify_finds_nothing_and_the_next_case_gets_the_next_number(slt) -> None:
    assert slt("verify") == (0, "", "")
    assert slt("open", "-p", "S1", "-q", "x").out == "CASE-9\n"


@pytest.mark.parametrize("schema", [3], indirect=True)
def test_reading_the_policy_upgrades_nothing(slt, path: Path) -> None:
    before = path.read_bytes()

    for line in (["hotline"], ["store", "policy", "show"], ["store", "policy", "clear"]):
        assert slt(*line).code == 0

    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["cases.db"]
