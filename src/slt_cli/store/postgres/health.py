"""Check a PostgreSQL store: it answers, has the right schema, and its events add up."""

from contextlib import closing
from datetime import datetime

from slt_cli.errors import SltError
from slt_cli.finding import Finding, problems
from slt_cli.store.checking import history_finding, references_finding
from slt_cli.store.counters import counter_findings
from slt_cli.store.location import Location
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import AS_SLT_MADE_IT
from slt_cli.store.postgres.own_schema import not_own
from slt_cli.store.postgres.store import PostgresStore
from slt_cli.store.sql.schema_version import SCHEMA_VERSION
from slt_cli.store.upkeep import Health, outbox_state
from slt_cli.store.waiting import Waiting

_UNKNOWN = Finding("version", "warning", "the PostgreSQL server was not asked for its version")


def health_of(location: Location, waiting: Waiting | None = None) -> Health:
    """Return the findings about a store."""
    with closing(PostgresStore(location, waiting=waiting)) as store:
        try:
            session = store.connected()
            cases, policy = store.count("cases"), store.team_policy()
        except SltError as error:
            return Health(problems("store", error), _UNKNOWN, is_readable=False)
        findings = [
            _schema(store),
            Finding("store", "ok", f"{location} answers; cases: {cases}"),
            history_finding(store),
            *counter_findings(store),
            references_finding(store),
            _encryption(session),
        ]
        outbox = outbox_state(store)
        return Health(findings, _version(session), _newest(store), policy, outbox=outbox)


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
    return Finding("version", "ok", f"PostgreSQL {major}.{minor}")


def _newest(store: PostgresStore) -> datetime | None:
    try:
        return store.newest_event()
    except SltError:  # the history reports it
        return None
