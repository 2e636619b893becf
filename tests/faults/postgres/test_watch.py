"""`slt due --watch` of a team's store whose server ends the connection, or is restarted."""

from collections.abc import Iterator

import pytest

from slt_cli.app import App, Options
from slt_cli.commands.due_watch import Watched
from slt_cli.services.due import DueQuestion
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from tests.apps import app_with


@pytest.fixture
def app(team: str) -> Iterator[App]:
    made = app_with(on_terminal=True)(Options(db=location_of(team)))
    yield made
    made.close()


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
