"""Make a database a store of slt, or bring its schema up to date: only when somebody asks."""

import os
import re

from slt_cli.errors import RefusedError, StoreError
from slt_cli.store.damage import damaged
from slt_cli.store.location import Location
from slt_cli.store.postgres.database_error import DENIED, DatabaseError
from slt_cli.store.postgres.denial import as_owner
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import explained, explanation
from slt_cli.store.postgres.grants import place_of
from slt_cli.store.postgres.schema import STEPS, TABLES, Steps
from slt_cli.store.postgres.state import require_known, require_server

_PRESENT = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema()"""
"""Everything that has a name of its own: tables, views and indexes, of whatever role."""

_CREATED = re.compile(r"CREATE (?:UNIQUE )?(?:TABLE|INDEX|VIEW) (\w+)")
_LOCK = "SELECT schema_version FROM store FOR UPDATE"
_OWN_PLACE = "use a database of its own for slt, or a schema: ?options=-csearch_path%3Dslt"
_MADE_MEANWHILE = ("42P07", "23505")
"""A table that exists already, or its name in the catalogue."""
_NO_PLACE = "3F000"
_OF_OTHERS = ("42703", "42809")
"""The table `store` has other columns, or is not a table: it belongs to another program."""


def create(session: Session, location: Location) -> bool:
    """Make the tables of a store, all or none; return whether there were none yet.

    Raises RefusedError where other tables have their names.
    """
    require_server(session, location)
    for _ in range(2):  # somebody else may make them between the look and the attempt
        if _is_there(session, location):
            return False
        if _run(session, location, 0, STEPS):
            return True
    raise StoreError(f"the tables of {location} cannot be made: their names are taken", _OWN_PLACE)


def _is_there(session: Session, location: Location) -> bool:
    """Return whether the tables are there; raises RefusedError if others have their names."""
    with explained(location):
        found = {name for (name,) in session.execute(_PRESENT)} & _names(STEPS)
    if not found:
        return False
    first = min(STEPS)
    try:
        if _names({first: STEPS[first]}) & {*TABLES} <= found:
            require_known(_version(session, location), location)
            return True
    except DatabaseError as error:
        if error.state not in _OF_OTHERS:
            raise explanation(location, error) from None
    raise RefusedError(
        f"{location} has tables of another program: {', '.join(sorted(found))}", _OWN_PLACE
    )


def _names(steps: Steps) -> set[str]:
    """Return the names of what steps create."""
    statements = (step for some in steps.values() for step in some if isinstance(step, str))
    return {name for statement in statements for name in _CREATED.findall(statement)}


def added_after(before: int) -> set[str]:
    """Return the names of what the steps after a version of the schema create."""
    return _names({version: some for version, some in STEPS.items() if version > before})


def upgrade(session: Session, location: Location, steps: Steps = STEPS) -> tuple[int, int]:
    """Run the steps that a store lacks, all or none; return the versions before and after."""
    require_server(session, location)
    newest = max(steps)
    with explained(location):
        before = _version(session, location)
    if before > newest:
        require_known(before, location)
    if before < newest and not _run(session, location, before, steps):
        raise StoreError(f"{location} has tables with names that the upgrade needs", _OWN_PLACE)
    return before, newest


def _version(session: Session, location: Location) -> int:
    row = session.execute("SELECT schema_version FROM store").fetchone()
    if row is None:
        raise damaged("it does not say which schema it has", f"the store {location}")
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
                for step in steps[version]:
                    if isinstance(step, str):
                        session.defer(step)
                    else:
                        step(session)
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
        raise _failure(session, location, error, before) from None
    return True


def _failure(session: Session, location: Location, error: DatabaseError, before: int) -> StoreError:
    if error.state == _NO_PLACE:
        return StoreError(
            f"{location} has no schema in which tables could be made",
            "make the schema that search_path names, or correct its name",
        )
    if error.state != DENIED:
        return explanation(location, error)
    if before:
        session.execute("ROLLBACK")
        return StoreError(
            f"only the owner of the tables may upgrade {location}: {error.message}",
            as_owner(place_of(session.execute).owner),
        )
    return StoreError(
        f"your user may not make tables in {location}: {error.message}",
        "let the owner of the database run this command, or ask who runs the server for a database "
        "of your own, as in docs/team.md; nothing was made",
    )
