"""What others made in a store never acts on what is recorded: it is refused, or does nothing."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.own_schema import REMADE, not_own
from tests.store.samples import create
from tests.store.sqlite.upgrades import STORES, contents

ACTING = {
    "a trigger that leaves out every event": (
        "CREATE TRIGGER gone BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
        "the trigger 'gone' is not one that slt makes",
    ),
    "a trigger that rewrites notes": (
        (
            "DROP TRIGGER events_not_updated; "
            "CREATE TRIGGER events_not_updated AFTER INSERT ON events "
            "BEGIN UPDATE events SET note = 'other' WHERE id = NEW.id; END"
        ),
        "the trigger 'events_not_updated' is not one that slt makes",
    ),
    "a trigger on what others made": (
        (
            "CREATE TABLE seen (x); CREATE TRIGGER seen_by AFTER INSERT ON cases "
            "BEGIN INSERT INTO seen SELECT randomblob(100000000); END"
        ),
        "the trigger 'seen_by' is not one that slt makes",
    ),
    "a trigger in capitals": (
        "create trigger GONE before insert on CASES begin select raise(ignore); end",
        "the trigger 'GONE' is not one that slt makes",
    ),
    "no guard of the history": (
        "DROP TRIGGER events_not_deleted",
        "'events_not_deleted' is missing",
    ),
    "no index that keeps a command from being recorded twice": (
        "DROP INDEX events_once",
        "'events_once' is missing",
    ),
    "an index with the name of a guard": (
        "DROP TRIGGER events_not_updated; CREATE INDEX events_not_updated ON cases(subject)",
        "'events_not_updated' is missing",
    ),
    "a table with the name of the view": (
        "DROP VIEW late_clocks; CREATE TABLE late_clocks (x)",
        "'late_clocks' is missing",
    ),
    "a table with the name of the unique index": (
        "DROP INDEX events_once; CREATE TABLE events_once (x)",
        "'events_once' is missing",
    ),
    "another index with the name of the unique one": (
        "DROP INDEX events_once; CREATE INDEX events_once ON events(kind)",
        "'events_once' is missing",
    ),
    "a table with the name of an index": (
        "DROP INDEX cases_ref; CREATE TABLE cases_ref (x)",
        "'cases_ref' is missing",
    ),
    "an index that refuses a second case": (
        "CREATE UNIQUE INDEX once ON cases(region)",
        "the index 'once' is not one that slt makes",
    ),
    "an index that computes": (
        "CREATE INDEX costly ON cases(length(hex(zeroblob(1000))))",
        "the index 'costly' is not one that slt makes",
    ),
    "a table that replaces what it has": (
        (
            "DROP TABLE holds; "
            "CREATE TABLE holds (case_number INTEGER NOT NULL, kind TEXT NOT NULL, "
            "started_at TEXT NOT NULL, ended_at TEXT, PRIMARY KEY (case_number, kind, started_at) "
            "ON CONFLICT IGNORE) STRICT; "
            "CREATE INDEX holds_open ON holds(case_number) WHERE ended_at IS NULL"
        ),
        "the table 'holds' is not one that slt makes",
    ),
    "a table that checks": (
        "DROP VIEW late_clocks; ALTER TABLE cases ADD COLUMN x TEXT check (x < 'y')",
        "the table 'cases' is not one that slt makes",
    ),
    "a view in place of a table": (
        (
            "DROP TABLE policies; CREATE VIEW policies AS SELECT 1 AS number, NULL AS text, "
            "'2026-11-20T17:00:00Z' AS set_at, 'x' AS who, NULL AS zones"
        ),
        (
            "the view 'policies' is not one that slt makes; 'policies_not_deleted' is missing; "
            "'policies_not_updated' is missing"
        ),
    ),
    "another view of late clocks": (
        "DROP VIEW late_clocks; CREATE VIEW late_clocks AS SELECT 1 AS number WHERE 0",
        "the view 'late_clocks' is not one that slt makes",
    ),
    "a table of a module": (
        "CREATE VIRTUAL TABLE words USING fts5(x)",
        "the table 'words' is not one that slt makes",
    ),
}
HARMLESS = {
    "an index": ("CREATE INDEX mine ON cases(subject DESC)", "the index 'mine'"),
    "a view": ("CREATE VIEW mine AS SELECT * FROM cases", "the view 'mine'"),
    "a table": ("CREATE TABLE mine (x CHECK (x > 1))", "the table 'mine'"),
}


def act(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def schema_of(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in found}


def found_in(path: Path) -> tuple[list[str], list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        ((version,),) = connection.execute("PRAGMA user_version")
        return not_own(connection, version)


def test_a_new_store_is_as_slt_made_it(path: Path) -> None:
    assert found_in(path) == ([], [])


@pytest.mark.parametrize("kept", sorted(STORES.glob("*.db")), ids=lambda kept: kept.stem)
def test_so_is_one_of_every_earlier_schema_before_and_after_its_upgrade(kept, tmp_path) -> None:
    old = shutil.copyfile(kept, tmp_path / "old.db")
    assert found_in(old)[0] == []

    with closing(open_store(location_of(old))) as store:
        create(store)
    assert found_in(old) == ([], [])


def test_statistics_of_sqlite_are_not_what_others_made(path: Path) -> None:
    act(path, "ANALYZE")
    assert found_in(path) == ([], [])


@pytest.mark.parametrize(("sql", "told"), ACTING.values(), ids=ACTING)
def test_what_may_act_is_refused_before_anything_is_recorded(slt, path, sql, told) -> None:
    act(path, sql)
    before = path.read_bytes()

    for line in (["open", "-p", "S1", "x"], ["note", "1", "x"], ["verify"]):
        refused = slt(*line, "--db", str(path))
        assert (refused.code, refused.out) == (5, "")
        assert f"may be lost or changed: {told}\nfix: restore a good backup" in refused.err
    assert path.read_bytes() == before


@pytest.mark.parametrize(("sql", "told"), ACTING.values(), ids=ACTING)
def test_doctor_reports_it(slt, path, sql, told) -> None:
    act(path, sql)
    checked = slt("doctor", "--db", str(path), "-o", "tsv")
    assert checked.code == 1
    (line,) = [each for each in checked.out.splitlines() if each.startswith("store schema\t")]
    assert f"problem\twhat is recorded may be lost or changed: {told}" in line


@pytest.mark.parametrize(("sql", "told"), ACTING.values(), ids=ACTING)
def test_a_backup_with_it_is_not_restored(slt, path, tmp_path, sql, told) -> None:
    backup = Path(shutil.copyfile(path, tmp_path / "backup.db"))
    act(backup, sql)
    before = path.read_bytes()

    refused = slt("restore", str(backup), "--yes", "--db", str(path))

    assert (refused.code, refused.out) == (5, "")
    assert f"may be lost or changed: {told}\nfix: name another backup" in refused.err
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["cases.db"]


@pytest.mark.parametrize(("sql", "told"), HARMLESS.values(), ids=HARMLESS)
def test_what_cannot_act_is_only_noted(slt, path, sql, told) -> None:
    act(path, sql)
    for line in (["open", "-p", "S1", "x"], ["verify"]):
        assert slt(*line, "--db", str(path)).code == 0
    noted = f"store schema\tok\t{file.SCHEMA_VERSION}, the one this slt writes; not made by slt: "
    assert f"{noted}{told}" in slt("doctor", "--db", str(path), "-o", "tsv").out


@pytest.mark.parametrize("name", REMADE)
@pytest.mark.parametrize("again", ["open -p S1 x", "store upgrade"])
def test_what_only_finds_or_shows_is_made_again(slt, path, name, again) -> None:
    made = schema_of(path)
    act(path, f"DROP {'VIEW' if name == 'late_clocks' else 'INDEX'} {name}")
    for line in ("doctor -o tsv", "verify"):
        told = slt(*line.split(), "--db", str(path))
        assert told.code == 0
        assert f"{name!r}" in told.out + told.err
        assert "`slt store upgrade` makes it again" in told.out + told.err

    assert slt(*again.split(), "--db", str(path)).code == 0

    assert schema_of(path) == made
    assert "missing" not in slt("doctor", "--db", str(path), "-o", "tsv").out


def test_a_list_without_its_index_is_told_how_to_get_it_back(slt, path) -> None:
    act(path, "DROP INDEX clocks_running")
    refused = slt("due", "--db", str(path))
    assert (refused.code, refused.out) == (5, "")
    assert "no such index: clocks_running\nfix: `slt store upgrade` makes it again" in refused.err
    assert slt("store", "upgrade", "--db", str(path)).code == 0
    assert slt("due", "-q", "--db", str(path)).code == 0


def test_a_trigger_in_a_store_of_an_earlier_schema_does_not_act_in_its_upgrade(slt, tmp_path):
    old = Path(shutil.copyfile(STORES / "schema-4.db", tmp_path / "old.db"))
    act(old, "CREATE TRIGGER more AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM holds; END")
    before = contents(old)

    refused = slt("list", "--db", str(old))

    assert (refused.code, refused.out) == (5, "")
    assert "changed: the trigger 'more' is not one that slt makes\n" in refused.err
    assert contents(old) == before


def test_a_guard_that_an_earlier_schema_lacks_is_missed_after_its_upgrade(slt, tmp_path) -> None:
    old = Path(shutil.copyfile(STORES / "schema-3.db", tmp_path / "old.db"))
    act(old, "DROP TRIGGER events_not_replaced")

    refused = slt("list", "--db", str(old))

    assert refused.code == 5
    assert "changed: 'events_not_replaced' is missing\n" in refused.err
    assert found_in(old) == ([], [])  # it is as it was, of schema 3

    refused = slt("restore", str(old), "--yes", "--db", str(tmp_path / "new.db"))
    assert refused.code == 5
    assert f"the store {old} is not as slt made it" in refused.err
    assert "'events_not_replaced' is missing\nfix: restore a good backup" in refused.err


def test_the_cases_can_be_copied_out_of_such_a_store(slt, path, tmp_path) -> None:
    act(path, ACTING["a trigger that leaves out every event"][0])
    new = tmp_path / "new.db"

    assert slt("store", "copy", str(path), str(new)).code == 0

    assert found_in(new) == ([], [])
    assert slt("open", "-p", "S1", "-q", "x", "--db", str(new)).out == "CASE-2\n"


def test_a_column_that_is_missing_is_reported_as_such(slt, path) -> None:
    act(path, "ALTER TABLE policies DROP COLUMN zones")
    for line in (["list"], ["open", "-p", "S1", "x"]):
        refused = slt(*line, "--db", str(path))
        assert (refused.code, refused.out) == (5, "")
        assert "is not as slt made it: no such column: zones\nfix: restore a good" in refused.err
    checked = slt("doctor", "--db", str(path), "-o", "tsv").out
    assert f"store\tproblem\tthe store {path} is not as slt made it: no such column" in checked
    assert f"store\tok\t{path} is sound; cases: 1" in checked


def test_what_is_made_again_is_named(slt, items, path) -> None:
    act(path, "DROP INDEX cases_ref; DROP VIEW late_clocks")
    assert items("store", "upgrade", "--db", str(path)) == [
        {
            "path": str(path),
            "engine": "sqlite",
            "schema_before": file.SCHEMA_VERSION,
            "schema_version": file.SCHEMA_VERSION,
            "made_again": ["cases_ref", "late_clocks"],
        }
    ]
    act(path, "DROP INDEX cases_ref")
    told = f"schema {file.SCHEMA_VERSION}; made again what was missing: cases_ref"
    assert told in slt("store", "upgrade", "--db", str(path)).out
    assert "up to date already" in slt("store", "upgrade", "--db", str(path)).out


@pytest.mark.parametrize("line", ["store upgrade", "open -q -p S1 x", "list -q"])
def test_an_index_that_an_earlier_schema_lacks_is_made_in_its_upgrade(slt, tmp_path, line) -> None:
    old = Path(shutil.copyfile(STORES / "schema-4.db", tmp_path / "old.db"))
    act(old, "DROP INDEX cases_ref")

    done = slt(*line.split(), "--db", str(old))

    assert done.code == 0
    assert "cases_ref" in schema_of(old)
    assert ("made again what was missing: cases_ref" in done.out) == (line == "store upgrade")


def test_the_name_of_an_index_in_capitals_is_taken(slt, path) -> None:
    act(path, "DROP INDEX cases_ref; CREATE INDEX CASES_REF ON cases(region)")
    assert slt("open", "-q", "-p", "S1", "x", "--db", str(path)).code == 0
    assert "store schema\tok" in slt("doctor", "--db", str(path), "-o", "tsv").out


def test_a_table_in_capitals_with_the_name_of_an_index_is_refused(slt, path) -> None:
    act(path, "DROP INDEX cases_ref; CREATE TABLE CASES_REF (x)")
    refused = slt("open", "-q", "-p", "S1", "x", "--db", str(path))
    assert (refused.code, "'cases_ref' is missing\nfix: restore" in refused.err) == (5, True)
