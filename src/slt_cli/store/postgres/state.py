"""What a PostgreSQL database says about itself: its schema, and the policy of its team."""

from typing import NamedTuple

from slt_cli.errors import StoreError
from slt_cli.store.damage import damaged
from slt_cli.store.location import Location
from slt_cli.store.postgres.database_error import NO_TABLE, DatabaseError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import NoRightError, explained
from slt_cli.store.postgres.own_schema import hidden_schemas
from slt_cli.store.postgres.schema import OLDEST_SERVER
from slt_cli.store.sql import SCHEMA_VERSION
from slt_cli.store.sql.rows import POLICY_COLUMNS, row_policy
from slt_cli.store.team_policy import TeamPolicy

_SELECT = f"""SELECT s.schema_version, {", ".join(POLICY_COLUMNS)} FROM store s
    LEFT JOIN policies p ON p.number = (SELECT max(number) FROM policies)"""


class State(NamedTuple):
    """The version of the schema, and the team's policy."""

    schema_version: int
    policy: TeamPolicy | None


def require_known(version: int, location: Location) -> None:
    """Refuse a schema that is not the one of this slt; it is never changed on the way."""
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{location} was upgraded by a newer slt: its schema is {version}, this slt knows "
            f"{SCHEMA_VERSION}",
            "upgrade slt on this machine, or use another store with --db or SLT_DB",
        )
    if version < SCHEMA_VERSION:
        raise StoreError(
            f"{location} has schema {version}, this slt needs {SCHEMA_VERSION}",
            "`slt store upgrade` brings it up to date, and then everybody who uses it needs this "
            "version of slt; or use the slt that wrote it",
        )


def state_of(session: Session, location: Location) -> State:
    """Return the state of a store; raises StoreError for a server or database that has none."""
    require_server(session, location)
    with explained(location):
        try:
            rows = list(session.execute(_SELECT))
        except DatabaseError as error:
            if error.state == NO_TABLE:
                _require_open_schema(session, location)
            raise
    if len(rows) != 1:
        raise damaged("it does not say which schema it has", f"the store {location}")
    version, *policy = rows[0]
    require_known(version, location)
    return State(version, row_policy([policy] if policy[1] else []))


def _require_open_schema(session: Session, location: Location) -> None:
    """Refuse a store that is there, but not for this role: its tables cannot be seen."""
    hidden = hidden_schemas(session.execute)
    if hidden and hidden[0].is_searched:
        raise NoRightError(location, f"permission denied for schema {hidden[0].name}")


def require_server(session: Session, location: Location) -> None:
    """Refuse a server that is too old, or a database that cannot keep every text."""
    if session.server_version < OLDEST_SERVER * 10_000:
        version = session.server_version // 10_000
        raise StoreError(
            f"{location} is on PostgreSQL {version}, which is too old",
            f"slt needs PostgreSQL {OLDEST_SERVER} or newer",
        )
    if session.server_encoding != "UTF8":
        raise StoreError(
            f"{location} keeps texts as {session.server_encoding}, which lacks many characters",
            "create the database with `createdb -E UTF8 -T template0`",
        )
