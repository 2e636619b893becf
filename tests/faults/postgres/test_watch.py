"""`slt due --watch` of a team's store whose server is restarted, or says nothing for a while."""

import signal
from collections.abc import Iterator

import pytest

from slt_cli.app import App, Options
from slt_cli.commands.due_watch import Watched
from slt_cli.services.due import DueQuestion
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from tests.apps import app_with
from tests.faults.test_watch import _terminal


@pytest.fixture
def app(team: str) -> Iterator[App]:
    made = app_with(on_terminal=True)(Options(db=location_of(team)))
    yield made
    made.close()


@pytest.fixture
def watched(app, slt) -> Watched:
    """Return a watch of a store with one case."""
    assert slt("open", "-p", "S1", "All phones are down").code == 0
    return Watched(app, DueQuestion(wanted=Filter(order="due")), every_clock=False)


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


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(lambda watching: watching.press(b"q"), 0, id="q"),
        pytest.param(lambda watching: watching.process.send_signal(2), 0, id="Ctrl-C"),
        pytest.param(lambda watching: watching.process.send_signal(15), -15, id="SIGTERM"),
    ],
)
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


def test_a_connection_that_ends_is_made_again(app, slt, sql):
    assert slt("open", "-p", "S1", "All phones are down").code == 0
    watched, now = Watched(app, DueQuestion(wanted=Filter(order="due")), every_clock=False), app.now
    assert [row.case.number for row in watched.frame(now).rows] == [1]
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    lost = watched.frame(now)
    assert lost.warning.startswith("store cannot be read since ")
    assert [row.case.number for row in lost.rows] == [1]
    assert slt("open", "-p", "S2", "No sound").code == 0
    back = watched.frame(now)
    assert (back.warning, [row.case.number for row in back.rows]) == ("", [1, 2])
