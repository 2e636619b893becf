"""`slt due --watch` of a team's store whose server is restarted, or says nothing for a while."""

import signal
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from slt_cli.app import App, Options
from slt_cli.commands.due_watch import Watched
from slt_cli.errors import StoreError
from slt_cli.services.due import DueQuestion
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from tests.apps import app_with
from tests.faults.test_watch import _terminal
from tests.store.postgres.server import Server

LEFT = pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(lambda watching: watching.press(b"q"), 0, id="q"),
        pytest.param(lambda watching: watching.process.send_signal(2), 0, id="Ctrl-C"),
        pytest.param(lambda watching: watching.process.send_signal(15), -15, id="SIGTERM"),
    ],
)


@pytest.fixture
def app(team: str) -> Iterator[App]:
    made = app_with(on_terminal=True)(Options(db=location_of(team)))
    yield made
    made.close()


@pytest.fixture
def watched(app, slt) -> Watched:
    """Return a watch of a store with one case."""
    assert slt("open", "-p", "S1", "All phones are down").code == 0
    return Watched(app, lambda: DueQuestion(wanted=Filter(order="due")), every_clock=False)


def test_a_server_that_says_nothing(watched, app, slt, signalled):
    now = app.now
    assert [row.case.number for row in watched.frame(now).rows] == [1]
    signalled(signal.SIGSTOP)
    for _ in range(2):  # it does not answer, and then it cannot be connected to
        silent = watched.frame(now)
        assert silent.warning.startswith("store cannot be read since ")
        assert [row.case.number for row in silent.rows] == [1]
    signalled(signal.SIGCONT)
    assert slt("open", "-p", "S2", "No sound").code == 0
    back = watched.frame(now)
    assert (back.warning, [row.case.number for row in back.rows]) == ("", [1, 2])


def test_a_server_that_is_killed_and_started_again(watched, app, server):
    now = app.now
    assert [row.case.number for row in watched.frame(now).rows] == [1]
    server.kill()
    for _ in range(3):
        lost = watched.frame(now)
        assert lost.warning.startswith("store cannot be read since ")
        assert [row.case.number for row in lost.rows] == [1]
    server.start()
    back = watched.frame(now)
    assert (back.warning, [row.case.number for row in back.rows]) == ("", [1])


@LEFT
@pytest.mark.usefixtures("team")
def test_it_is_left_while_the_server_says_nothing(slt, signalled, end, code):
    assert slt("open", "-p", "S1", "No sound").code == 0
    with _terminal() as watching:
        watching.until("No sound")
        signalled(signal.SIGSTOP)
        watching.until("store cannot be read since")
        end(watching)
        assert watching.ended() == (code, "")
        assert watching.is_as_before()


def test_a_connection_that_ends_is_made_again(watched, app, slt, sql):
    now = app.now
    assert [row.case.number for row in watched.frame(now).rows] == [1]
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    lost = watched.frame(now)
    assert lost.warning.startswith("store cannot be read since ")
    assert [row.case.number for row in lost.rows] == [1]
    assert slt("open", "-p", "S2", "No sound").code == 0
    back = watched.frame(now)
    assert (back.warning, [row.case.number for row in back.rows]) == ("", [1, 2])


@pytest.fixture
def killed(slt, server, team) -> Iterator[Server]:
    """Return the server of a store with one case, which is killed and runs again at the end."""
    assert slt("open", "-p", "S1", "No sound", "--db", team).code == 0
    server.kill()
    yield server
    server.start()


def test_it_is_started_while_the_server_is_away(killed):
    with _terminal("--priority", "S1") as watching:
        watching.until("store cannot be read since")
        killed.start()
        watching.until("No sound")
        watching.press(b"q")
        assert watching.ended() == (0, "")
        assert watching.is_as_before()


@LEFT
@pytest.mark.usefixtures("killed")
def test_it_is_left_before_the_server_was_there(end, code):
    with _terminal() as watching:
        watching.until("store cannot be read since")
        end(watching)
        assert watching.ended() == (code, "")
        assert watching.is_as_before()


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        pytest.param(("postgres?", "no_such?"), " has no such database: ", id="no such database"),
        pytest.param(("user=slt", "user=no_such"), " has no such user: ", id="no such user"),
        pytest.param(("search_path%3D", "search_path%3Dno_"), " is not a store", id="no tables"),
    ],
)
def test_it_does_not_wait_for_what_somebody_has_to_correct(team, part, sentence):
    with _terminal(SLT_DB=team.replace(*part)) as watching:
        code, said = watching.ended()
        assert (code, watching.seen) == (5, "")
        assert sentence in said


def test_a_store_that_comes_back_with_another_schema_was_never_read(killed, app, schema):
    watched = Watched(app, DueQuestion, every_clock=False)
    away = watched.frame(app.now)
    assert (away.rows, away.warning[:27]) == ((), "store cannot be read since ")
    killed.start()
    with closing(psycopg2.connect(killed.url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"UPDATE {schema}.store SET schema_version = 1")
    with pytest.raises(StoreError, match="has schema 1, this slt needs"):
        watched.frame(app.now)
