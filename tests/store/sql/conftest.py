"""A connection to an empty store, for the tests that read what the engine plans."""

import sqlite3

import pytest

from slt_cli.store.sqlite.store import SqliteStore


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory):
    """Connect to a store of the present schema, which the tests only read."""
    path = tmp_path_factory.mktemp("store") / "cases.db"
    store = SqliteStore(path, private=False)
    with store.writing():
        pass
    store.close()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()
