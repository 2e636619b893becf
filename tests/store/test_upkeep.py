"""What every engine must do for a store as a whole: backups, restores and checks of its health."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from slt_cli.app import system_clock
from slt_cli.errors import StoreError
from slt_cli.store.checking import differences
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.protocols import Store
from slt_cli.store.upkeep import Upkeep
from tests.store.engines import ENGINES
from tests.store.samples import change, create

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MORNING, EVENING = NOON.replace(hour=8), NOON.replace(hour=18)


class Kept(NamedTuple):
    """A store under test, what keeps it, and a directory for its backups."""

    location: Location
    upkeep: Upkeep
    backups: Path

    def fill(self, *subjects: str) -> None:
        with closing(open_store(self.location)) as store:
            for subject in subjects:
                create(store, subject=subject)

    def subjects(self) -> list[str]:
        with closing(open_store(self.location)) as store:
            assert list(differences(store)) == []
            return [case.subject for case in store.cases(Filter())]


of_files = pytest.mark.parametrize("new", ["sqlite"], indirect=True)
"""A database is made on purpose, and a restore replaces none: see test_copying."""


@pytest.fixture(params=ENGINES)
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Return a store that has never been used."""
    (tmp_path / "store").mkdir()
    (tmp_path / "backups").mkdir()
    location = ENGINES[request.param](tmp_path / "store")
    return Kept(location, open_upkeep(location), tmp_path / "backups")


@pytest.fixture
def kept(new: Kept) -> Kept:
    """Return a store with two cases."""
    new.fill("one", "two")
    return new


@pytest.fixture
def reader(kept: Kept) -> Iterator[Store]:
    """Return the store, opened by somebody who reads it meanwhile."""
    with closing(open_store(kept.location)) as opened:
        yield opened


@of_files
def test_a_store_exists_once_something_was_recorded(new: Kept):
    assert not new.upkeep.exists()
    new.fill("one")
    assert new.upkeep.exists()


# --- Backups --------------------------------------------------------------------------------------


def test_a_backup_is_a_file_with_these_facts(kept: Kept):
    target = kept.backups / "copy"
    copy = kept.upkeep.backup(target)
    assert copy == (target, target.stat().st_size, 2, copy.schema_version)
    assert target.stat().st_mode & 0o077 == 0
    assert [*kept.backups.iterdir()] == [target]
    assert kept.subjects() == ["one", "two"]


def test_a_backup_is_taken_while_another_reads(kept: Kept, reader: Store):
    cases = reader.cases(Filter())
    next(cases)
    assert kept.upkeep.backup(kept.backups / "copy").cases == 2
    assert [case.subject for case in cases] == ["two"]


def test_a_backup_replaces_a_file_only_as_a_whole(kept: Kept):
    target = kept.backups / "copy"
    target.write_text("A note.\n")
    with pytest.raises(FileExistsError):
        kept.upkeep.backup(target)
    assert target.read_text() == "A note.\n"
    assert kept.upkeep.backup(target, replace=True).size == target.stat().st_size > 100


def test_where_it_cannot_be_written_nothing_is_left(kept: Kept):
    with pytest.raises(OSError, match="No such file or directory"):
        kept.upkeep.backup(kept.backups / "absent" / "copy")
    assert [*kept.backups.iterdir()] == []


def test_dated_backups_are_found_again_the_oldest_first(kept: Kept):
    targets = [kept.upkeep.backup_file(kept.backups, moment) for moment in (NOON, EVENING, MORNING)]
    for target in targets:
        kept.upkeep.backup(target)
    (kept.backups / "note").write_text("A note.\n")
    noon, evening, morning = targets
    others = kept.upkeep.other_backups(noon)
    assert (others.files, others.later) == ([evening, morning], [evening]), "later ones go first"
    assert kept.upkeep.other_backups(evening).files == [morning, noon]


def test_backups_of_two_stores_in_one_directory_are_told_apart(tmp_path: Path):
    """Two files have names of their own; two schemas of one database have not."""
    made = []
    for engine, new_location in ENGINES.items():
        for number in range(2):
            (place := tmp_path / engine / str(number)).mkdir(parents=True)
            location = new_location(place)
            if engine == "sqlite":
                location = location._replace(name=str(place / f"cases{number}.db"))
            kept = Kept(location, open_upkeep(location), tmp_path)
            kept.fill("one")
            target = kept.upkeep.backup_file(tmp_path, MORNING)
            assert kept.upkeep.backup(target).cases == 1
            made.append((kept, target))
    for kept, target in made:
        assert kept.upkeep.backup_file(tmp_path, NOON).name.endswith("T120000Z.db")
        later = kept.upkeep.backup(kept.upkeep.backup_file(tmp_path, NOON)).path
        assert kept.upkeep.other_backups(later).files == [target]


def test_the_engine_knows_a_place_for_backups(kept: Kept):
    assert kept.upkeep.backup_file(None, NOON).parent.is_dir()


def test_a_backup_is_no_part_of_the_store(kept: Kept):
    target = kept.upkeep.backup_file(None, NOON)
    assert kept.upkeep.part(target) == ""
    kept.upkeep.backup(target)
    assert kept.upkeep.part(target) == ""


# --- Restores -------------------------------------------------------------------------------------


@pytest.fixture
def backup(kept: Kept) -> Path:
    """Return a backup of the two cases; the store has three since."""
    made = kept.upkeep.backup(kept.backups / "copy").path
    kept.fill("three")
    return made


@of_files
def test_a_restore_replaces_every_case_and_keeps_them(kept: Kept, backup: Path):
    before = backup.read_bytes()
    with kept.upkeep.restoring(backup) as ready:
        assert (ready.replaced, ready.copy.cases) == (3, 2)
        where = ready.put_in_place(NOON)
    assert where is not None
    assert kept.subjects() == ["one", "two"]
    assert backup.read_bytes() == before

    with kept.upkeep.restoring(Path(where)) as ready:
        ready.put_in_place(NOON)
    assert kept.subjects() == ["one", "two", "three"]


@of_files
def test_a_restore_that_is_not_confirmed_changes_nothing(kept: Kept, backup: Path):
    with kept.upkeep.restoring(backup):
        pass
    assert kept.subjects() == ["one", "two", "three"]


@of_files
def test_a_reader_sees_the_old_cases_to_the_end(kept: Kept, reader: Store, backup: Path):
    cases = reader.cases(Filter())
    first = next(cases)
    with kept.upkeep.restoring(backup) as ready:
        ready.put_in_place(NOON)
    assert [case.subject for case in (first, *cases)] == ["one", "two", "three"]
    assert [case.subject for case in reader.cases(Filter())] == ["one", "two"]


def test_where_there_is_no_store_nothing_is_kept(new: Kept, tmp_path: Path, request):
    (tmp_path / "other").mkdir()
    other = ENGINES[request.node.callspec.params["new"]](tmp_path / "other")
    new._replace(location=other).fill("one")
    made = open_upkeep(other).backup(new.backups / "copy").path
    with new.upkeep.restoring(made) as ready:
        assert (ready.replaced, ready.put_in_place(NOON)) == (0, None)
    assert new.subjects() == ["one"]


@of_files
def test_what_is_not_a_backup_is_refused(kept: Kept):
    note = kept.backups / "note"
    note.write_text("A note.\n" * 900)
    with pytest.raises(StoreError) as refused, kept.upkeep.restoring(note):
        pytest.fail("it was taken for a backup")
    assert refused.value.fix
    assert kept.subjects() == ["one", "two"]


# --- Health ---------------------------------------------------------------------------------------


def test_a_sound_store_has_no_problem_and_tells_when_it_was_last_used(kept: Kept):
    with closing(open_store(kept.location)) as store:
        case = store.case(1)
        assert case is not None
        change(store, case, "noted", "Called back")
        newest = store.newest_event()
    health = kept.upkeep.health(system_clock)
    states = [finding.state for finding in (*health.findings, health.engine)]
    assert "problem" not in states
    assert health.newest == newest
    assert health.engine.check == "engine"


@of_files
def test_a_store_that_is_not_there_is_no_problem_and_is_not_made(new: Kept):
    health = new.upkeep.health(system_clock)
    assert {finding.state for finding in health.findings} <= {"ok", "warning"}
    assert health.newest is None
    assert not new.upkeep.exists()


def test_it_is_checked_without_a_change(kept: Kept):
    def content() -> dict[Path, bytes]:
        return {
            file: file.read_bytes() for file in kept.backups.parent.rglob("*") if file.is_file()
        }

    before = content()
    kept.upkeep.health(system_clock)
    assert content() == before
