"""A server with TLS that is 300 ms away is reached from a terminal: it has all the time."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from slt_cli.app import Options
from slt_cli.commands.due_watch import Watched
from slt_cli.services.due import DueQuestion
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from tests.apps import app_with
from tests.store.engines import new_schema
from tests.store.postgres.distance import Distance, distance
from tests.store.postgres.far_server import HOST, PASSWORD
from tests.store.postgres.server import USER

ONE_WAY = 0.15
OF_A_WATCH = 0.08
"""A frame has 4 seconds in all, and a busy machine takes some of them."""


@pytest.fixture(scope="module")
def options(far) -> str:
    """Return the part of a URL that names a new store, with TLS."""
    named = new_schema(far.server.url).name.partition("options=")[2]
    return f"sslmode=require&options={named}"


@pytest.fixture(scope="module")
def between(far) -> Iterator[Distance]:
    """Put a distance before the server."""
    with _distance(far, ONE_WAY) as between:
        yield between


@contextmanager
def _distance(far, seconds: float) -> Iterator[Distance]:
    with distance(far.server.port, seconds) as between:
        yield between
        between.round_trips()  # all connections have ended


@pytest.fixture
def hole() -> Iterator[int]:
    """Return the port of a server that does not even accept."""
    with ExitStack() as stack:
        hole = stack.enter_context(closing(socket.socket()))
        hole.bind((HOST, 0))
        hole.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(closing(socket.socket()))
            waiting.setblocking(False)  # noqa: FBT003 - its only argument
            waiting.connect_ex(hole.getsockname())
        yield hole.getsockname()[1]


def test_by_a_name(slt, far, between, options, monkeypatch):
    monkeypatch.setenv("SLT_DB", far.url(options, port=between.port))
    assert slt("list", "-q", on_terminal=True) == (0, "", "")


def test_before_another_address(slt, between, options, hole, monkeypatch):
    addresses = f"{HOST}:{between.port},{HOST}:{hole}"
    monkeypatch.setenv("SLT_DB", f"postgresql://{USER}:{PASSWORD}@{addresses}/postgres?{options}")
    assert slt("list", "-q", on_terminal=True) == (0, "", "")


def test_a_frame_of_a_watch_that_connects_again(far, options):
    with _distance(far, OF_A_WATCH) as between:
        url = far.url(options, port=between.port)
        app = app_with(on_terminal=True)(Options(db=location_of(url)))
        watched = Watched(app, lambda: DueQuestion(wanted=Filter(order="due")), every_clock=False)
        with closing(app):
            for _ in range(2):
                assert watched.frame(app.now).warning == ""
                app.store.close()
