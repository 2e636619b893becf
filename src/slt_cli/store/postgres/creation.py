"""Make a database a store of slt, or bring its schema up to date: only when somebody asks."""

import os

from slt_cli.errors import RefusedError, StoreError
from slt_cli.store.location import Location
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import explained, explanation, no_schema
from slt_cli.store.postgres.schema import STEPS, TABLES, Steps
from slt_cli.store.postgres.state import require_known, require_server

_PRESENT = """SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() ORDER BY table_name"""
_LOCK = "SELECT schema_version FROM store FOR UPDATE"
_MADE_MEANWHILE = ("42P07", "23505")
"""A table that exists already, or its name in the catalogue."""
_NO_PLACE = "3F000"


def create(session: Session, location: Location) -> bool:
    """Make the tables of a store, all or none; return whether there were none yet.

    Raises RefusedError where other tables have their names.
    """
    require_server(session, location)
    with explained(location):
        found = {name for (name,) in session.execute(_PRESENT)} & set(TABLES)
    if "store" in found:
        require_known(_version(session, location), location)
        return False
    if found:
        raise RefusedError(
            f"{location} has tables of another program: {', '.join(sorted(found))}",
            "use a database of its own for slt, or a schema: ?options=-csearch_path%3Dslt",
        )
    if _run(session, location, 0, STEPS):
        return True
    return create(session, location)  # somebody else has just made tables: of slt or others


def upgrade(session: Session, location: Location, steps: Steps = STEPS) -> tuple[int, int]:
    """Run the steps that a store lacks, all or none; return the versions before and after."""
    require_server(session, location)
    before, newest = _version(session, location), max(steps)
    if before > newest:
        require_known(before, location)
    if before < newest:
        _run(session, location, before, steps)
    return before, newest


def _version(session: Session, location: Location) -> int:
    with explained(location):
        row = session.execute("SELECT schema_version FROM store").fetchone()
    if row is None:
        raise no_schema(location)
    return int(row[0])


def _run(session: Session, location: Location, before: int, steps: Steps) -> bool:
    """Run the steps after a version in one transaction; a step that others took is left out.

    Returns False, with nothing changed, if somebody else made tables at the same time.
    """
    session.defer("BEGIN")
    try:
        if before:
            before = int(session.execute(_LOCK).fetchone()[0])
        for version in sorted(steps):
            if version > before:
                for statement in steps[version]:
                    session.defer(statement)
        if before:
            session.defer("UPDATE store SET schema_version = ?", (max(steps),))
        else:
            values = (os.urandom(16).hex(), max(steps))
            session.defer("INSERT INTO store (id, schema_version) VALUES (?, ?)", values)
        session.commit()
    except DatabaseError as error:
        session.forget()
        if error.state in _MADE_MEANWHILE:
            session.execute("ROLLBACK")
            return False
        if error.state == _NO_PLACE:
            raise StoreError(
                f"{location} has no schema in which tables could be made",
                "make the schema that search_path names, or correct its name",
            ) from None
        raise explanation(location, error) from None
    return True
