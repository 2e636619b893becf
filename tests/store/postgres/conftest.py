"""A PostgreSQL server for the tests of what is PostgreSQL's alone."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count

import psycopg2
import pytest

from slt_cli.store.location import location_of
from slt_cli.store.opening import open_upkeep
from tests.store.postgres.server import Server, programs, temporary_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a server of its own for these tests."""
    if programs() is None:
        pytest.skip("no PostgreSQL server here: install Debian's package postgresql")
    with temporary_server() as server:
        yield server


@pytest.fixture(scope="session")
def new_store(server: Server) -> Callable[[], str]:
    """Return a function that makes a schema with an empty store and returns its URL.

    The URL ends with options of the server, and takes more.
    """
    numbers = count(1)

    def make() -> str:
        name = f"store{next(numbers)}"
        with closing(psycopg2.connect(server.url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"CREATE SCHEMA {name}")
        url = f"{server.url}&options=-csearch_path%3D{name}"
        open_upkeep(location_of(url)).init()
        return url

    return make
