"""What each kind of role may do with a store, and the SQL that says so."""

from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import psycopg2
import pytest

from slt_cli.store.location import Location
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.grants import (
    EVERYBODY,
    RECORDED,
    SCHEMA,
    Right,
    beyond,
    held_by,
    kind_of,
    missing,
    on_tables,
    others,
    own_role,
    quoted,
    rights,
    statements,
)
from slt_cli.store.postgres.own_schema import VIEW
from slt_cli.store.postgres.schema import TABLES
from slt_cli.store.roles import Member, RoleKind
from tests.store.engines import SERVER, new_schema

AGENT, READER = RoleKind.AGENT, RoleKind.READER


def of(kind: RoleKind) -> set[Right]:
    return set(rights(kind))


def test_every_table_says_what_an_agent_may_do_to_it():
    assert sorted(RECORDED) == sorted(TABLES)


def test_a_reader_reads_every_table_and_the_view_and_nothing_else():
    selected = {Right("SELECT", name) for name in (*TABLES, VIEW)}
    assert of(READER) == {Right("USAGE", SCHEMA), *selected}


def test_an_agent_reads_all_that_a_reader_does_and_only_adds_events():
    assert of(READER) < of(AGENT)
    on_events = {right.privilege for right in of(AGENT) if right.on == "events"}
    assert on_events == {"SELECT", "INSERT"}


@pytest.mark.parametrize("table", ["store", "policies", VIEW])
def test_what_is_the_owners_alone_an_agent_reads(table):
    assert {right.privilege for right in of(AGENT) if right.on == table} == {"SELECT"}


def test_no_kind_may_change_tables():
    assert {right.privilege for right in of(AGENT)} == {
        *("USAGE", "SELECT", "INSERT", "UPDATE", "DELETE")
    }


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        pytest.param(of(AGENT), AGENT, id="all rights of an agent"),
        pytest.param(of(READER), READER, id="all rights of a reader"),
        pytest.param({Right("INSERT", "cases")}, AGENT, id="one right to record"),
        pytest.param({Right("SELECT", "cases")}, READER, id="one right to read"),
        pytest.param({Right("TRUNCATE", "cases")}, READER, id="one right of no kind"),
        pytest.param(
            {*of(READER), Right("INSERT", "cases")}, READER, id="a reader with one right to record"
        ),
        pytest.param(
            of(AGENT) - {right for right in of(AGENT) if right.on in ("notices", "channels")},
            AGENT,
            id="an agent of before two tables were added",
        ),
        pytest.param({Right("USAGE", SCHEMA)}, None, id="the schema alone, which may be open"),
        pytest.param(set(), None, id="none"),
    ],
)
def test_the_kind_of_a_role_is_told_by_its_rights(held, kind):
    assert kind_of(held) is kind


def test_what_is_missing_is_named_as_people_read_it():
    lacking = of(AGENT) - {Right("INSERT", "notices"), Right("USAGE", SCHEMA)}
    assert list(map(str, missing(lacking, AGENT))) == ["USAGE on the schema", "INSERT on notices"]
    assert missing(of(AGENT), READER) == []


def test_what_is_beyond_a_kind_is_named():
    held = {*of(READER), Right("DELETE", "events"), Right("TRUNCATE", "cases")}
    assert list(map(str, beyond(held, READER))) == ["TRUNCATE on cases", "DELETE on events"]
    of_columns = {*of(READER), Right("SELECT", "events", of_columns=True)}
    assert list(map(str, beyond(of_columns, READER))) == ["SELECT on columns of events"]
    assert beyond(of(AGENT), AGENT) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ben", '"ben"'),
        ("Ben", '"Ben"'),
        ("select", '"select"'),
        ('a"; DROP TABLE cases; --', '"a""; DROP TABLE cases; --"'),
        ("50% of ?", '"50% of ?"'),
    ],
)
def test_a_name_is_quoted(name, said):
    assert quoted(name) == said


def test_a_readers_statements_begin_by_taking_all_back():
    first, *given = statements(Member("eve", READER), "team")
    assert first.startswith('REVOKE ALL ON "team".store, ')
    assert first.endswith(f'"team".{VIEW} FROM "eve" CASCADE')
    assert [statement.partition(" ON ")[0] for statement in given] == [
        "GRANT USAGE",
        "GRANT SELECT",
    ]


@pytest.fixture
def place() -> Location:
    """Return the location of a new store, as its owner uses it."""
    return new_schema(SERVER)


@pytest.fixture
def session(place) -> Iterator[Session]:
    """Return a connection of the owner."""
    with closing(Session(place.name)) as opened:
        yield opened


@pytest.fixture
def role() -> Iterator[str]:
    """Return the name of a new role of the server."""
    name = f"Role {uuid4().hex}"
    with closing(psycopg2.connect(SERVER)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE ROLE "{name}"')
            yield name
            cursor.execute(f'DROP OWNED BY "{name}"; DROP ROLE "{name}"')


def schema_of(place: Location) -> str:
    return place.name.rpartition("%3D")[2]


@pytest.mark.parametrize("kind", RoleKind)
def test_the_server_gives_what_the_statements_say(place, session, role, kind):
    assert others(session.execute) == []
    for statement in statements(Member(role, kind), schema_of(place)):
        session.execute(statement)
    assert held_by(session.execute, [role]) == {role: of(kind)}
    assert others(session.execute) == [role]


def test_rights_on_columns_are_named_and_taken_back(place, session, role):
    session.execute(f"GRANT UPDATE (who, note), INSERT (who) ON events TO {quoted(role)}")
    assert list(map(str, on_tables(held_by(session.execute, [role])[role]))) == [
        "INSERT on columns of events",
        "UPDATE on columns of events",
    ]
    assert others(session.execute) == [role]
    for statement in statements(Member(role, READER), schema_of(place)):
        session.execute(statement)
    assert held_by(session.execute, [role]) == {role: of(READER)}


def test_a_right_on_columns_of_a_table_that_it_covers_is_not_named(session, role):
    session.execute(f"GRANT SELECT, SELECT (who) ON events TO {quoted(role)}")
    assert on_tables(held_by(session.execute, [role])[role]) == [Right("SELECT", "events")]


def test_an_agent_becomes_a_reader(place, session, role):
    session.execute(f"GRANT ALL ON events TO {quoted(role)}")
    for kind in (AGENT, READER):
        for statement in statements(Member(role, kind), schema_of(place)):
            session.execute(statement)
    assert held_by(session.execute, [role]) == {role: of(READER)}


def test_a_role_that_the_server_lacks_holds_nothing(session):
    assert held_by(session.execute, ["nobody"]) == {"nobody": set()}


def test_everybody_holds_what_public_has(session):
    session.execute("GRANT DELETE, SELECT ON tags TO PUBLIC")
    session.execute("GRANT SELECT ON cases TO PUBLIC")
    session.execute("GRANT UPDATE (who) ON events TO PUBLIC")
    held = on_tables(held_by(session.execute, [EVERYBODY])[EVERYBODY])
    assert list(map(str, held)) == [
        "SELECT on cases",
        "UPDATE on columns of events",
        "DELETE on tags",
        "SELECT on tags",
    ]


def test_the_own_role_is_that_of_the_connection(session):
    assert own_role(session.execute) == "slt"
