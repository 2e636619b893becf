"""What a team relies on: who recorded an event, when and by which command, and the numbers."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from slt_cli.domain.event_making import event_between
from slt_cli.errors import SltError
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location
from slt_cli.store.protocols import Store
from tests.store.engines import connection_to
from tests.store.samples import MONDAY, after, change, create, events_of, opening, recording

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def _used_by_commands(location: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLT_DB", location.name)


@pytest.fixture
def ask(location: Location) -> Ask:
    """Return a function that reads the store as another tool would."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        with closing(connection_to(location)) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall()

    return rows


# --- Events ---------------------------------------------------------------------------------------


def test_one_command_records_an_event_of_a_case_once(store: Store) -> None:
    case = change(store, create(store), command="c0ffee", ref="7")
    before = events_of(store, 1)

    with pytest.raises(SltError):
        change(store, case, command="c0ffee", ref="8")

    assert (store.case(1), events_of(store, 1)) == (case, before)
    assert change(store, case, command="another", ref="8").ref == "8"


def test_one_command_may_record_several_events_of_a_case_and_events_of_several(
    store: Store, ask: Ask
) -> None:
    one, two = create(store), create(store)
    with store.writing() as transaction:
        for case, sequence in ((one, 0), (two, 0), (one, 1)):
            before = transaction.case(case.number)
            event = event_between(
                before, before, "noted", MONDAY, recording("c0ffee"), "x", sequence
            )
            transaction.record(before, event)

    events = "SELECT case_number, sequence FROM events WHERE command = 'c0ffee' ORDER BY id"
    assert ask(events) == [(1, 0), (2, 0), (1, 1)]


def test_the_cases_of_a_key_are_known_with_when_it_recorded(store: Store) -> None:
    cases = [create(store) for _ in range(3)]
    for case in (cases[2], cases[0]):
        change(store, case, "noted", "x", command="once:a")
    change(store, cases[1], "noted", "x", command="once:b")
    change(store, store.case(3), "noted", "y", command="c0ffee")

    when = recording("").at
    assert list(store.recorded_with("once:a").items()) == [(1, when), (3, when)]
    assert store.recorded_with("once:b") == {2: when}
    assert store.recorded_with("once:c") == store.recorded_with("c0ffee") == {}


def test_each_command_has_an_id_of_its_own(slt, ask: Ask) -> None:
    for line in ("open -p S1 x", "open -p S1 y", "note 1 z", "close 1"):
        assert slt(*line.split()).code == 0

    commands = [command for (command,) in ask("SELECT command FROM events")]

    assert len(set(commands)) == len(commands) == 4
    assert all(len(command) == 32 and int(command, 16) for command in commands)


def test_a_command_has_one_id_for_all_that_it_records(slt, ask: Ask, tmp_path: Path) -> None:
    rows = "opened_at,priority,closed_at\n" + "2026-03-06T17:00Z,S1,2026-03-06T18:00Z\n" * 2
    (tmp_path / "cases.csv").write_text(rows)
    assert slt("import", str(tmp_path / "cases.csv")).code == 0
    for subject in ("late", "late too"):
        slt("open", "-p", "S1", "--at", "2026-03-06T17:00Z", subject)
    assert slt("escalate", "--late").code == 0

    recorded = "SELECT count(DISTINCT command) FROM events WHERE kind = 'escalated'"
    assert ask(recorded) == [(1,)]
    imported = "SELECT command, case_number, sequence, kind FROM events WHERE case_number < 3"
    commands, *events = zip(*ask(imported), strict=True)
    assert len(set(commands)) == 1
    assert list(zip(*events, strict=True)) == [
        *[(1, 0, "opened"), (1, 1, "closed")],
        *[(2, 0, "opened"), (2, 1, "closed")],
    ]


def test_an_event_says_when_it_was_recorded_and_when_it_happened(slt, ask: Ask) -> None:
    with freeze_time("2026-03-06T17:00:00Z"):
        slt("open", "-p", "S1", "x")
    with freeze_time("2026-03-06T19:00:00Z"):
        slt("note", "1", "x", "--at", "2026-03-06T18:00:00Z")

    assert ask("SELECT at, recorded_at FROM events ORDER BY id") == [
        ("2026-03-06T17:00:00Z", "2026-03-06T17:00:00Z"),
        ("2026-03-06T18:00:00Z", "2026-03-06T19:00:00Z"),
    ]


def test_what_was_recorded_later_has_a_larger_id_whenever_it_happened(store: Store) -> None:
    case = create(store)
    for _ in range(3):
        case = change(store, case, "noted", "x")

    ids = [event.id for event in store.events(1)]

    assert ids == sorted(ids)
    assert len(set(ids)) == 4
    assert {event.recorded_at for event in store.events(1)} == {after(hours=1)}


# --- Numbers --------------------------------------------------------------------------------------


def test_a_case_that_was_not_recorded_leaves_no_gap(store: Store, ask: Ask) -> None:
    create(store)
    for _ in range(3):
        with suppress(KeyError), store.writing() as transaction:
            assert transaction.create(opening()).number == 2
            assert transaction.create(opening()).number == 3
            raise KeyError

    assert create(store).number == 2
    assert ask("SELECT value FROM counters WHERE name = 'case'") == [(2,)]


def test_an_import_that_fails_leaves_no_gap(slt, tmp_path: Path) -> None:
    rows = "opened_at,priority,id\n2026-03-06T17:00Z,S1,CASE-9\n2026-03-06T17:00Z,S9,\n"
    (tmp_path / "cases.csv").write_text(rows)

    assert slt("import", str(tmp_path / "cases.csv")).code == 1
    assert slt("open", "-p", "S1", "-q", "x").out == "CASE-1\n"


@pytest.mark.parametrize(
    ("ids", "following"),
    [
        pytest.param(["CASE-41"], 42, id="beyond the last"),
        pytest.param(["CASE-41", "CASE-7"], 42, id="the largest, wherever it is"),
        pytest.param(["CASE-41", ""], 43, id="one without an id follows it"),
    ],
)
def test_imported_ids_move_the_counter_on(slt, ask: Ask, tmp_path: Path, ids, following) -> None:
    rows = "".join(f"2026-03-06T17:00Z,S1,{each}\n" for each in ids)
    (tmp_path / "cases.csv").write_text(f"opened_at,priority,id\n{rows}")
    slt("open", "-p", "S1", "-q", "x")

    slt("import", str(tmp_path / "cases.csv"))

    assert ask("SELECT value + 1 FROM counters WHERE name = 'case'") == [(following,)]
    assert slt("open", "-p", "S1", "-q", "x").out == f"CASE-{following}\n"


def test_an_id_below_the_last_does_not_set_the_counter_back(slt, tmp_path: Path) -> None:
    row = "opened_at,priority,id\n2026-03-06T17:00Z,S1,CASE-"
    for number in (41, 7):
        (tmp_path / f"{number}.csv").write_text(f"{row}{number}\n")
        assert slt("import", str(tmp_path / f"{number}.csv")).code == 0

    assert slt("open", "-p", "S1", "-q", "x").out == "CASE-42\n"


OPEN_SOME = """
import sys
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from tests.store.engines import connection_to
from tests.store.samples import create, opening

sys.stdin.readline()
store = open_store(location_of(sys.argv[1]))
for _ in range(5):
    try:
        with store.writing() as transaction:
            transaction.create(opening())
            raise KeyError
    except KeyError:
        pass
    print(create(store).number)
store.close()
"""


def test_processes_that_open_cases_and_fail_at_once_leave_no_gap(
    store: Store, location: Location
) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_SOME, location.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(4)
    ]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    given = [int(number) for process in processes for number in process.communicate()[0].split()]

    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(given) == list(range(1, 21))
    assert [case.number for case in store.cases(Filter())] == list(range(1, 21))
    assert len({case.uid for case in store.cases(Filter())}) == 20
