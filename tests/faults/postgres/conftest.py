"""A PostgreSQL server of the faults' own: they may break it.

Without its programs none is asked, and without PgBouncer nothing is asked through a pooler.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.faults.postgres.proxy import Proxy, proxy
from tests.faults.postgres.refusals import SECRET
from tests.faults.postgres.roles import ROLES, Sql, as_role
from tests.store.postgres.server import Server, pooler, programs, temporary_server

collect_ignore_glob = [] if programs() else ["test_*.py"]
collect_ignore = [] if pooler() else ["test_pooler.py"]

Findings = Callable[..., list[tuple[str, ...]]]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return a server that runs before each test."""
    with temporary_server() as running:
        yield running


@contextmanager
def statements(server: Server) -> Iterator[Sql]:
    """Make a function that runs a statement past slt, as the one who may do everything."""
    import psycopg2

    connection = psycopg2.connect(server.url)
    connection.autocommit = True

    def run(statement: str, *values: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    yield run
    connection.close()


@pytest.fixture(scope="session")
def owner(server: Server) -> str:
    """Return the role that owns the tables, made with the others: each store gives them rights."""
    import psycopg2

    connection = psycopg2.connect(server.url)
    connection.autocommit = True
    for role in ROLES:
        connection.cursor().execute(f"CREATE ROLE {role} LOGIN")
    connection.close()
    return ROLES[0]


@pytest.fixture
def sql(server: Server) -> Iterator[Sql]:
    """Return a function that runs a statement past slt."""
    with statements(server) as run:
        yield run


@pytest.fixture
def schema(sql: Sql) -> str:
    """Return the name of a new schema, which is the search path of `sql`."""
    name = f"test_{uuid4().hex}"
    sql(f"CREATE SCHEMA {name}")
    sql(f"SET search_path = {name}")
    return name


@pytest.fixture
def team(slt: Any, server: Server, schema: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a store without cases, which every command uses."""
    url = f"{server.url}&options=-csearch_path%3D{schema}"
    monkeypatch.setenv("SLT_DB", url)
    assert slt("store", "init").code == 0
    return url


@pytest.fixture
def directory(server: Server) -> Path:
    """Return the directory of the server's socket."""
    return server._socket


@pytest.fixture
def between(cases: str, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Put a proxy between slt and the server; `cases` of a file says what is in the store."""
    with proxy(directory) as between:
        monkeypatch.setenv("SLT_DB", between.url(cases))
        yield between


@pytest.fixture
def guarded(server, sql, team, schema):
    """Return the URL of the store for a role that needs a password."""
    if not sql("SELECT 1 FROM pg_roles WHERE rolname = 'guarded'"):
        sql(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'")
        rules = server._data / "pg_hba.conf"
        rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
        sql("SELECT pg_reload_conf()")
    sql(f"GRANT USAGE ON SCHEMA {schema} TO guarded")
    sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO guarded")
    return team.replace("user=slt", "user=guarded")


@pytest.fixture
def findings(slt: Any, team: str) -> Findings:
    """Return a function that asks doctor as a role, and returns what it finds of some checks."""

    def ask(*checks: str, role: str = "slt", db: str = team) -> list[tuple[str, ...]]:
        url = db.replace("user=slt", f"user={role}")
        result = slt("doctor", "-o", "tsv", "--db", url)
        rows = [tuple(line.split("\t")) for line in result.out.splitlines()]
        assert result.err == ""
        assert result.code == any(state == "problem" for _, state, *_ in rows)
        return [row for row in rows if row[0] in checks]

    return ask


@pytest.fixture
def signalled(server: Server, sql) -> Iterator[Callable[[int], None]]:
    """Return a function that sends a signal to the server, and to what serves slt."""
    serving = "SELECT pid FROM pg_stat_activity WHERE application_name = 'slt'"
    found = [server._postmaster()]

    def send(number: int) -> None:
        if number == signal.SIGSTOP:
            found[1:] = [process for (process,) in sql(serving)]
        for process in found:
            with suppress(ProcessLookupError):  # slt has given up its connection
                os.kill(process, number)

    yield send
    send(signal.SIGCONT)


@pytest.fixture
def owned(slt: Any, sql: Sql, server: Server, owner: str, schema: str, monkeypatch: Any) -> str:
    """Return the URL of a store with a case that the role `owner` has made; commands run as it."""
    sql(f"ALTER SCHEMA {schema} OWNER TO {owner}")
    url = f"{server.url}&options=-csearch_path%3D{schema}"
    monkeypatch.setenv("SLT_DB", as_role(url, owner))
    assert slt("store", "init").code == 0
    assert slt("open", "-p", "S1", "--tag", "fax", "down").code == 0
    return url


@pytest.fixture
def grant(slt: Any, owned: str) -> Callable[..., None]:
    """Return a function that lets the owner give roles their rights."""

    def run(*arguments: str) -> None:
        sees = {"SLT_DB": as_role(owned, "owner")}
        code, _, err = slt("store", "grant", *arguments, "--apply", environment=sees)
        assert (code, err) == (0, "")

    return run


@pytest.fixture
def granted(owned: str, grant: Any, sql: Sql, schema: str) -> str:
    """Return the URL of a store whose owner has given each role its rights.

    The stranger sees the schema, as everybody sees `public`.
    """
    grant("--agent", "agent", "--reader", "reader")
    sql(f"GRANT USAGE ON SCHEMA {schema} TO stranger")
    return owned


@pytest.fixture
def new_role(sql: Sql) -> Iterator[Callable[..., None]]:
    """Return a function that makes a role, which is removed at the end."""
    made: list[str] = []

    def create(name: str, more: str = "LOGIN") -> None:
        quoted = '"' + name.replace('"', '""') + '"'
        sql(f"CREATE ROLE {quoted} {more}")
        made.append(quoted)

    yield create
    for quoted in made:
        sql(f"DROP OWNED BY {quoted}")
    for quoted in made:
        sql(f"DROP ROLE {quoted}")
