"""A server that says nothing in the middle of a command: it is given up after a while."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Timer

import pytest

from slt_cli.app import system_clock
from slt_cli.errors import LostTransactionError
from slt_cli.store.location import location_of
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.health import health_of
from slt_cli.store.postgres.store import PostgresStore
from slt_cli.store.postgres.upkeep import PostgresUpkeep
from slt_cli.store.sql.queries import Query
from slt_cli.store.waiting import Waiting
from tests.faults.postgres.refusals import refused
from tests.faults.postgres.test_away import COMMANDS, waited
from tests.faults.postgres.waits import LIMIT
from tests.notices.desk import Desk, notices

SHORT = 0.5
SILENT = f" did not answer for {SHORT:g} s"
UNKNOWN = f"{SILENT} while this was recorded, and nobody can tell whether it was"
TOO_LONG = Query(f"SELECT pg_sleep({3 * SHORT}), 'done'", (), 1)


@pytest.fixture
def cases(team, slt) -> str:
    """Return the URL of a store with one case."""
    assert slt("open", "-p", "S1", "first").code == 0
    return team


@pytest.fixture
def stopped() -> Iterator[list[int]]:
    """Return the processes of the server that are stopped until the test ends."""
    stopped: list[int] = []
    yield stopped
    for process in stopped:
        with suppress(ProcessLookupError):  # it has seen that slt is gone
            os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize(
    ("line", "number", "end"),
    [
        pytest.param(COMMANDS[0], 1, SILENT, id="respond, at the first statement"),
        pytest.param(COMMANDS[0], 3, SILENT, id="respond, before it is recorded"),
        pytest.param(COMMANDS[0], 4, UNKNOWN, id="respond, while it is recorded"),
        pytest.param(COMMANDS[1], 3, UNKNOWN, id="open, while it is recorded"),
        pytest.param(COMMANDS[2], 2, SILENT, id="due"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_a_process_of_the_server_that_is_stopped(slt, capsys, stopped, line, number, end):
    def happens(process: int) -> None:
        stopped.append(process)
        os.kill(process, signal.SIGSTOP)

    waiting = Waiting(answer_seconds=SHORT)
    said, _ = refused(waited(capsys, line, waiting, happens, number, patience=SHORT / 2))
    assert said.endswith(end)
    os.kill(stopped[0], signal.SIGCONT)
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("cases")
def test_a_run_that_finds_a_silent_server_ends(capsys, stopped, tmp_path):
    """Only the process that is asked for everything at once is stopped: others would answer."""
    file = tmp_path / "config.toml"
    file.write_text("\n".join([Desk(tmp_path / "desk").channel("desk"), notices("due")]))

    def happens(process: int) -> None:
        stopped.append(process)
        os.kill(process, signal.SIGSTOP)

    line = ("notify", "--config", str(file))
    said, _ = refused(waited(capsys, line, Waiting(answer_seconds=SHORT), happens, 2))
    assert said.endswith(SILENT)


@pytest.mark.parametrize("table", ["cases", "events"])
def test_an_import_whose_rows_are_not_taken(slt, capsys, between, cases, tmp_path, table):
    rows = "".join(f"S1,2026-03-06T12:00:00Z,{number}\n" for number in range(200))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")
    between.hold(f"COPY {table}", 1)
    line = ("import", str(tmp_path / "cases.csv"), "-q")
    said, _ = refused(waited(capsys, line, Waiting(answer_seconds=SHORT), patience=SHORT))
    assert said.endswith(SILENT)
    assert slt("list", "-q", "--db", cases).out == "CASE-1\n"


SCHEMA, HISTORY, REFERENCES = "store schema", "history", "references"


@pytest.mark.parametrize(
    ("number", "checks"),
    [
        pytest.param(2, ["store"], id="asked for its schema"),
        pytest.param(4, [SCHEMA, HISTORY, REFERENCES, "server"], id="asked who is asking"),
        pytest.param(9, [SCHEMA, HISTORY, REFERENCES], id="asked for its tables"),
        pytest.param(11, [HISTORY, REFERENCES], id="asked for cases"),
    ],
)
def test_doctor_asks_a_silent_server_no_more(between, number, checks):
    """The proxy holds one connection alone: another one would get answers."""
    between.hold("", number)
    location = location_of(os.environ["SLT_DB"])
    health = health_of(location, system_clock, Waiting(answer_seconds=SHORT))
    assert [each.check for each in health.findings if each.found.endswith(SILENT)] == checks
    assert health.outbox is None


def test_an_answer_that_comes_byte_by_byte(capsys, between):
    between.slow("", 2, size=1)
    said, _ = refused(waited(capsys, COMMANDS[2], Waiting(answer_seconds=SHORT)))
    assert said.endswith(SILENT)


def test_rows_that_arrive_slowly_are_waited_for(between):
    between.slow("repeat", 1, size=8192)
    with closing(Session(os.environ["SLT_DB"], Waiting(answer_seconds=SHORT))) as session:
        assert session.execute("SELECT repeat('x', 100000)").fetchone() == ("x" * 100_000,)


def test_a_large_statement_that_is_not_taken(between):
    between.hold("SELECT length", 1)
    with closing(Session(os.environ["SLT_DB"], Waiting(answer_seconds=SHORT))) as session:
        with pytest.raises(DatabaseError) as refusal:
            session.execute("SELECT length(?)", ("x" * 10_000_000,))
        assert (refusal.value.lost, refusal.value.silent) == (True, SHORT)


def test_work_on_a_whole_store_takes_its_time(cases):
    waiting = Waiting(answer_seconds=SHORT)
    with closing(PostgresStore(location_of(cases), waiting=waiting)) as store:
        assert list(store.whole(TOO_LONG)) == [("done",)]
        with store.writing() as transaction:
            transaction.alone()
            assert list(store.read(TOO_LONG.sql)) == [("", "done")]


def test_a_few_rows_are_soon_there(cases):
    waiting = Waiting(answer_seconds=SHORT)
    with closing(PostgresStore(location_of(cases), waiting=waiting)) as store:
        rows = store.whole(TOO_LONG, 5)
        with pytest.raises(LostTransactionError, match=SILENT):
            next(rows)


def test_tables_that_are_made_take_their_time(sql, server, schema):
    sql("BEGIN")
    sql("CREATE TABLE store (other text)")
    later = Timer(3 * SHORT, sql, ["ROLLBACK"])
    later.start()
    location = location_of(f"{server.url}&options=-csearch_path%3D{schema}")
    assert PostgresUpkeep(location, Waiting(answer_seconds=SHORT)).init()
    later.join(LIMIT)
