"""Every engine that can keep cases: a new one is a row here, and has to pass every contract."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, assert_never
from uuid import uuid4

from slt_cli.store.location import Location, location_of
from slt_cli.store.opening import open_upkeep

SERVER = os.environ.get("SLT_TEST_POSTGRES", "")
"""The URL of a PostgreSQL database for the tests, read before they empty their environment."""


def new_schema(server: str) -> Location:
    """Return the location of a new store in a schema of its own; its URL ends with options."""
    location = empty_schema(server)
    open_upkeep(location).init()
    return location


def empty_schema(server: str) -> Location:
    """Return the location of a new schema without tables."""
    import psycopg2  # where there is a server

    schema = f"test_{uuid4().hex}"
    connection = psycopg2.connect(server)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
    finally:
        connection.close()
    separator = "&" if "?" in server else "?"
    return location_of(f"{server}{separator}options=-csearch_path%3D{schema}")


def connection_to(location: Location) -> Any:
    """Return a connection to a store as another tool opens it."""
    match location.engine:
        case "sqlite":
            return sqlite3.connect(location.name)
        case "postgres":
            import psycopg2  # where there is a server

            return psycopg2.connect(location.name)
        case unknown:
            assert_never(unknown)


ENGINES: dict[str, Callable[[Path], Location]] = {
    "sqlite": lambda directory: location_of(directory / "cases.db"),
}
"""By its name, how a test gets the location of a new store: it may use an empty directory."""

if SERVER:
    ENGINES["postgres"] = lambda _: new_schema(SERVER)
