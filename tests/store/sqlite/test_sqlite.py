"""What holds for the SQLite store alone: its file, its schema, and what can be wrong with it."""

import gc
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from slt_cli.errors import StoreError
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.file import SCHEMA_VERSION
from slt_cli.store.sqlite.migrations import migrations
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.samples import create, events_of, opening

READS: list[Callable[[Store], object]] = [
    lambda store: store.case(1),
    lambda store: store.cases_by_ref("1"),
    lambda store: list(store.cases(Filter())),
    lambda store: list(store.running(Filter())),
    lambda store: store.events(1),
]
Use = Callable[[Store], object]
EITHER_WAY = pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda store: store.case(1), id="read"),
        pytest.param(create, id="written"),
    ],
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store of a test is."""
    return tmp_path / "cases.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """Return a store in a file of the test's own."""
    with closing(SqliteStore(path, private=False)) as opened:
        yield opened


def ask(path: Path, sql: str) -> list[tuple]:
    """Return what another SQLite tool reads from a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def script(path: Path, sql: str) -> None:
    """Write to a file as another program would."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022], ids=["umask 000", "umask 022"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let new files be open to everybody unless somebody takes care."""
    before = os.umask(request.param)
    yield
    os.umask(before)


# --- The file -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("umask")
def test_the_private_default_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "share" / "slt" / "cases.db"

    with closing(SqliteStore(path, private=True)) as store:
        create(store)
        modes = {file.name: mode(file) for file in path.parent.iterdir()}

    assert mode(path.parent) == 0o700
    assert modes["cases.db"] == 0o600
    assert set(modes.values()) == {0o600}, "the write-ahead log holds the same cases"


@pytest.mark.usefixtures("umask")
def test_a_named_store_is_readable_by_its_owner_alone(store: SqliteStore, path: Path) -> None:
    create(store)

    assert mode(path) == 0o600


def fail_in_the_first_change(store: SqliteStore) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with closing(store), pytest.raises(StoreError, match="is full"), store.writing():
        raise full


def test_a_first_change_that_has_no_space_leaves_nothing(store: SqliteStore, path: Path) -> None:
    before = list(path.parent.iterdir())
    fail_in_the_first_change(store)
    assert list(path.parent.iterdir()) == before


def test_a_first_change_that_fails_otherwise_leaves_the_file_to_those_who_opened_it(
    store: SqliteStore, path: Path
) -> None:
    def stop_when_it_is_there() -> None:
        other._connect()
        raise KeyError

    with closing(SqliteStore(path, private=False)) as other:
        with closing(store), pytest.raises(KeyError), store.writing():
            stop_when_it_is_there()
        create(other)
        assert [case.number for case in other.cases(Filter())] == [1]


def test_a_first_change_that_has_no_space_leaves_what_another_process_made(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = file.make

    def made_by_another_first(target: Path, **options: Any) -> bool:
        target.touch(0o600)
        return make(target, **options)

    monkeypatch.setattr(file, "make", made_by_another_first)
    fail_in_the_first_change(store)
    assert path.exists()


def test_a_named_store_needs_its_directory(tmp_path: Path) -> None:
    store = open_store(location_of(tmp_path / "absent" / "cases.db"))

    with pytest.raises(StoreError, match="its directory does not exist") as refused:
        create(store)

    assert str(tmp_path / "absent") in refused.value.fix
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize(
    ("place", "private"),
    [
        pytest.param("slt/cases.db", True, id="its own, without its directory"),
        pytest.param("cases.db", True, id="its own"),
        pytest.param("cases.db", False, id="a named one"),
    ],
)
@pytest.mark.parametrize("read", READS)
def test_reading_never_makes_anything(tmp_path: Path, read: Use, place: str, private: bool) -> None:
    with closing(SqliteStore(tmp_path / place, private=private)) as store:
        assert not read(store)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read", READS)
def test_a_named_store_in_no_directory_is_a_slip_for_a_reader_too(
    tmp_path: Path, read: Use
) -> None:
    store = open_store(location_of(tmp_path / "absent" / "cases.db"))

    with pytest.raises(StoreError, match="its directory does not exist") as refused:
        read(store)

    assert refused.value.exit_code == 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read", READS)
def test_an_empty_file_reads_as_an_empty_store(store: SqliteStore, path: Path, read: Use) -> None:
    path.touch()

    assert not read(store)
    assert path.read_bytes() == b""


def test_an_empty_file_becomes_a_store_when_it_is_written(store: SqliteStore, path: Path) -> None:
    path.touch()

    assert create(store).number == 1


# --- The schema -----------------------------------------------------------------------------------


def test_a_store_says_what_it_is(store: SqliteStore, path: Path) -> None:
    create(store)

    assert ask(path, "PRAGMA journal_mode") == [("wal",)]
    assert ask(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert ask(path, "SELECT name FROM _sqlite_migrations WHERE migration_set = 'slt'") == [
        ("m001_cases_and_events",),
        ("m002_indexes_for_lists",),
        ("m003_clocks_and_trusted_events",),
        ("m004_policies",),
        ("m005_late_clocks",),
        ("m006_names_tags_and_texts",),
        ("m007_missed_before_a_change",),
        ("m008_notices",),
    ]
    assert ask(path, "SELECT name, strict FROM pragma_table_list WHERE name = 'cases'") == [
        ("cases", 1)
    ]


def test_any_sqlite_tool_reads_the_instants(store: SqliteStore, path: Path) -> None:
    create(store)

    assert ask(path, "SELECT datetime(opened_at) FROM cases") == [("2026-11-23 10:00:00",)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET who = 'somebody else'",
        "DELETE FROM events",
        "INSERT INTO events(case_number, kind, at, who, changes) VALUES (99, 'x', 'x', 'x', 'x')",
    ],
    ids=["changed", "removed", "added to no case"],
)
def test_events_cannot_be(store: SqliteStore, path: Path, statement: str) -> None:
    create(store)

    with pytest.raises(sqlite3.IntegrityError):
        script(path, f"PRAGMA foreign_keys = ON; {statement}")

    assert events_of(store, 1) == [opening()]


def test_an_older_store_is_brought_up_to_date_before_it_is_read(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = create(store)
    monkeypatch.setattr(file, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    assert store.case(1) == case
    assert ask(path, "PRAGMA user_version") == [(SCHEMA_VERSION + 1,)]


def test_reading_a_store_imports_no_sqlite_utils(store: SqliteStore, path: Path) -> None:
    create(store)
    code = (
        "import sys; from pathlib import Path; from slt_cli.store.opening import open_store;"
        "from slt_cli.store.location import location_of;"
        "print(open_store(location_of(Path(sys.argv[1]))).case(1).number,"
        "'sqlite_utils' in sys.modules)"
    )

    assert run(code, path).communicate()[0] == "1 False\n"


# --- What can be wrong with a file ----------------------------------------------------------------


def test_a_directory_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "cases.db").mkdir()

    with pytest.raises(StoreError, match="cannot be used: ") as refused:
        open_store(location_of(tmp_path / "cases.db")).case(1)

    assert "can be read and written" in refused.value.fix
    assert list((tmp_path / "cases.db").iterdir()) == []


FOREIGN = [
    pytest.param("CREATE TABLE notes(text)", id="another program's database"),
    pytest.param(
        "CREATE TABLE notes(text); PRAGMA user_version = 1", id="one with the same schema version"
    ),
    pytest.param(
        "CREATE TABLE cases(title); PRAGMA user_version = 1", id="one with a table of that name"
    ),
    pytest.param(
        "CREATE TABLE notes(text); PRAGMA user_version = -1", id="one with a negative version"
    ),
]


@EITHER_WAY
@pytest.mark.parametrize("sql", FOREIGN)
def test_another_programs_database_is_refused(
    store: SqliteStore, path: Path, sql: str, use: Use
) -> None:
    script(path, sql)

    with pytest.raises(StoreError, match=r"cases\.db") as refused:
        use(store)

    assert refused.value.exit_code == 5
    assert refused.value.fix


@EITHER_WAY
@pytest.mark.parametrize("sql", FOREIGN)
def test_another_programs_database_is_not_touched(
    store: SqliteStore, path: Path, sql: str, use: Use
) -> None:
    script(path, sql)
    before = path.read_bytes()

    with pytest.raises(StoreError):
        use(store)
    store.close()

    assert path.read_bytes() == before


@EITHER_WAY
def test_another_programs_database_is_called_so(store: SqliteStore, path: Path, use: Use) -> None:
    script(path, "CREATE TABLE notes(text)")

    with pytest.raises(StoreError, match="is not a store of slt") as refused:
        use(store)

    assert "--db" in refused.value.fix


@EITHER_WAY
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"A note.\n", id="a short text"),
        pytest.param(b"A note.\n" * 2000, id="a long text"),
    ],
)
def test_a_text_file_is_refused_and_not_touched(
    store: SqliteStore, path: Path, content: bytes, use: Use
) -> None:
    path.write_bytes(content)

    with pytest.raises(StoreError, match="is not a store of slt") as refused:
        use(store)

    assert "--db" in refused.value.fix
    assert path.read_bytes() == content


@EITHER_WAY
def test_a_newer_schema_is_refused_and_not_touched(
    store: SqliteStore, path: Path, use: Use
) -> None:
    create(store)
    store.close()
    script(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()

    with pytest.raises(
        StoreError, match=f"a newer slt: its schema is {SCHEMA_VERSION + 1}, not {SCHEMA_VERSION}"
    ) as refused:
        use(store)
    store.close()

    assert refused.value.fix == (
        "upgrade slt on this machine, or use another store with --db or SLT_DB"
    )
    assert path.read_bytes() == before


@EITHER_WAY
def test_a_name_too_long_for_a_file_is_a_store_error(tmp_path: Path, use: Use) -> None:
    with pytest.raises(StoreError):
        use(open_store(location_of(tmp_path / ("n" * 300))))


@pytest.mark.parametrize("private", [True, False])
def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path, private: bool) -> None:
    (tmp_path / "slt").write_bytes(b"A note.\n")
    store = SqliteStore(tmp_path / "slt" / "cases.db", private=private)

    for use in (lambda: store.case(1), lambda: create(store)):
        with pytest.raises(StoreError, match="cannot be used: Not a directory") as refused:
            use()
        assert "--db" in refused.value.fix

    assert (tmp_path / "slt").read_bytes() == b"A note.\n"


def test_a_damaged_store_is_called_so(store: SqliteStore, path: Path) -> None:
    create(store, subject="x" * 9000)
    store.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    with pytest.raises(StoreError, match="is damaged: ") as refused:
        list(store.cases(Filter()))

    assert "backup" in refused.value.fix


def test_a_full_disk_is_called_so_and_nothing_is_changed(store: SqliteStore) -> None:
    case = create(store)
    ((pages,),) = store._connect().execute("PRAGMA page_count")
    store._connect().execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreError, match="is full") as refused:
        create(store, subject="x" * 100_000)

    assert "free some space" in refused.value.fix
    assert list(store.cases(Filter())) == [case]


@pytest.fixture
def full_disk() -> Iterator[Callable[[], None]]:
    """Return what keeps every file from growing, as a full disk does, until the test ends."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_on_a_full_disk_a_store_is_read_and_not_written(
    store: SqliteStore, path: Path, full_disk: Callable[[], None]
) -> None:
    case = create(store)
    store.close()
    before = path.read_bytes()
    full_disk()

    assert list(store.cases(Filter())) == [case]
    assert len(store.events(1)) == 1
    with pytest.raises(StoreError, match=r"the disk that holds .* fails") as refused:
        create(store)

    assert "check the space" in refused.value.fix
    assert path.read_bytes() == before


def test_what_lies_in_a_log_is_not_passed_over(
    store: SqliteStore, path: Path, full_disk: Callable[[], None]
) -> None:
    create(store)
    store.close()
    path.with_name("cases.db-wal").write_bytes(b"what another process wrote")
    full_disk()

    with pytest.raises(StoreError, match="the disk that holds"):
        store.case(1)


def test_a_store_that_only_sqlite_takes_for_read_only_is_not_called_so(store: SqliteStore) -> None:
    create(store)
    store._connect().execute("PRAGMA query_only = ON")

    with pytest.raises(StoreError, match=r"the disk that holds .* fails: attempt to write") as told:
        create(store)

    assert told.value.fix == "check the space and the limits of that disk and try again"


def test_a_reader_that_stops_in_the_middle_leaves_no_trace(
    store: SqliteStore, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        create(store)
    cases = store.cases(Filter())
    next(cases)
    store.close()
    del cases
    gc.collect()

    assert capfd.readouterr() == ("", "")


# --- Several at once ------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for a lock."""
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.01)


@pytest.mark.usefixtures("impatient")
def test_a_store_that_another_process_writes_to_is_busy_but_can_be_read(
    store: SqliteStore, path: Path
) -> None:
    case = create(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="is busy: ") as refused:
            create(store, subject="in vain")

        assert (refused.value.exit_code, refused.value.fix) == (5, "try again in a moment")
        assert list(store.cases(Filter())) == [case]

    assert create(store).number == 2


@EITHER_WAY
@pytest.mark.usefixtures("impatient")
def test_a_store_that_another_process_keeps_to_itself_is_busy(
    store: SqliteStore, path: Path, use: Use
) -> None:
    store.patience_seconds = 0.01
    create(store)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreError, match="is busy: "):
            use(store)

    assert store.case(1) is not None


@pytest.mark.usefixtures("impatient")
def test_a_new_file_that_another_process_holds_is_busy(store: SqliteStore, path: Path) -> None:
    path.touch()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError, match="is busy: "):
            create(store)

    assert create(store).number == 1


OPEN_FIVE = """
import sys
from pathlib import Path
from typing import Any
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from tests.store.samples import create

sys.stdin.readline()
store = open_store(location_of(Path(sys.argv[1])))
print(*(create(store).number for _ in range(5)))
store.close()
"""


def run(code: str, path: Path) -> subprocess.Popen[str]:
    """Start a process of its own that works on a store."""
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )


def test_processes_that_open_cases_at_once_get_consecutive_numbers(
    store: SqliteStore, path: Path
) -> None:
    processes = [run(OPEN_FIVE, path) for _ in range(5)]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    given = [int(number) for process in processes for number in process.communicate()[0].split()]

    assert [process.returncode for process in processes] == [0] * 5
    assert sorted(given) == list(range(1, 26))
    assert [case.number for case in store.cases(Filter())] == list(range(1, 26))


def test_every_migration_is_a_version_of_the_schema() -> None:
    with closing(sqlite3.connect(":memory:")) as empty:
        assert len(migrations.pending(Database(empty))) == SCHEMA_VERSION


def test_what_is_committed_is_synced_through_the_cache_of_the_disk_on_macos_too(tmp_path):
    with closing(file.connect(tmp_path / "cases.db")) as connection:
        found = [
            connection.execute(f"PRAGMA {key}").fetchone()[0]
            for key in ("fullfsync", "synchronous")
        ]
    assert found == [1, 2]
