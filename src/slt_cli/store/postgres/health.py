"""Check a PostgreSQL store: it answers, has the right schema, and its events add up."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime

from slt_cli.errors import SltError
from slt_cli.finding import Finding, problems
from slt_cli.store.checking import history_finding, references_finding
from slt_cli.store.counters import counter_findings
from slt_cli.store.location import Location
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import AS_SLT_MADE_IT
from slt_cli.store.postgres.grants import may_send
from slt_cli.store.postgres.own_schema import not_own
from slt_cli.store.postgres.server_findings import server_findings
from slt_cli.store.postgres.store import PostgresStore
from slt_cli.store.postgres.timed import Connecting
from slt_cli.store.sql import SCHEMA_VERSION
from slt_cli.store.team_policy import TeamPolicy
from slt_cli.store.upkeep import Health, outbox_state
from slt_cli.store.waiting import Waiting

_UNKNOWN = Finding("engine", "warning", "the PostgreSQL server was not asked for its version")


def health_of(
    location: Location, clock: Callable[[], datetime], waiting: Waiting | None = None
) -> Health:
    """Return the findings about a store; `clock` tells this machine's time."""
    connect = Connecting(clock, waiting)
    with closing(PostgresStore(location, connect)) as store:
        try:
            session = store.connected()
            cases, policy = store.count("cases"), store.team_policy()
        except SltError as error:
            return _unusable(location, error, connect, clock)
        version, encryption = _version(session), _encryption(session)  # it may be lost later
        of_server = server_findings(location, store.read, connect.took, clock)
        findings = [
            _schema(store),
            Finding("store", "ok", f"{location} answers; cases: {cases}"),
            history_finding(store),
            *counter_findings(store),
            references_finding(store),
            encryption,
            *of_server,
            *_zones(policy),
        ]
        return Health(
            findings,
            version,
            _newest(store),
            policy,
            outbox=outbox_state(store),
            may_send=_may_send(store),
        )


def _unusable(
    location: Location, error: SltError, connect: Connecting, clock: Callable[[], datetime]
) -> Health:
    """Return what is found about a database that cannot be used, and its server if it answered."""
    found = problems("store", error)
    if not connect.is_done:
        return Health(found, _UNKNOWN, is_readable=False)
    try:
        session = connect(location.name)
    except DatabaseError:
        return Health(found, _UNKNOWN, is_readable=False)
    with closing(session):
        found += [
            _encryption(session),
            *server_findings(location, session.execute, connect.took, clock),
        ]
        return Health(found, _version(session), is_readable=False)


def _zones(policy: TeamPolicy | None) -> list[Finding]:
    if policy is None:
        return []
    found = f"set with time zone data {policy.zones or 'of an unknown version'}"
    return [Finding("policy zone data", "ok", found)]


def _schema(store: PostgresStore) -> Finding:
    try:
        wrong = not_own(store.read)
    except SltError as error:
        return Finding("store schema", "problem", error.message, error.fix)
    if wrong:
        found = f"what is recorded may be lost or changed: {'; '.join(wrong)}"
        return Finding("store schema", "problem", found, AS_SLT_MADE_IT)
    return Finding("store schema", "ok", f"{SCHEMA_VERSION}, the one this slt writes")


def _encryption(session: Session) -> Finding:
    match session.tls_mode:
        case "verify-full":
            found = "the connection to the server is encrypted, and its name is checked"
            return Finding("connection", "ok", found)
        case "" if session.is_local:
            return Finding("connection", "ok", "the connection to the server is on this machine")
        case "":
            found = "the connection to the server is not encrypted"
        case mode:
            found = (
                "the connection to the server is encrypted, but another one could pretend to be "
                f"it: sslmode={mode} does not check its name"
            )
    fix = "set PGSSLMODE=verify-full, or sslmode in the URL or the service file"
    return Finding("connection", "warning", found, fix)


def _version(session: Session) -> Finding:
    major, minor = divmod(session.server_version, 10_000)
    return Finding("engine", "ok", f"PostgreSQL {major}.{minor}")


def _may_send(store: PostgresStore) -> bool:
    try:
        return may_send(store.read)
    except SltError:  # the check of the server reports it
        return True


def _newest(store: PostgresStore) -> datetime | None:
    try:
        return store.newest_event()
    except SltError:  # the history reports it
        return None
