"""A later schema: it is made when somebody asks, in whole steps, and by one at a time."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Barrier, Thread
from uuid import uuid4

import psycopg2
import pytest

from slt_cli.errors import StoreError
from slt_cli.store.location import Location, location_of
from slt_cli.store.opening import open_store
from slt_cli.store.postgres.creation import create as create_tables
from slt_cli.store.postgres.creation import upgrade
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.schema import STEPS
from slt_cli.store.sql import SCHEMA_VERSION
from tests.store.engines import SERVER, empty_schema
from tests.store.outboxes import NOW, add, new
from tests.store.samples import create

NEXT = {**STEPS, SCHEMA_VERSION + 1: ("ALTER TABLE cases ADD COLUMN shift text",)}
BROKEN = {**NEXT, SCHEMA_VERSION + 2: ("ALTER TABLE nothing ADD COLUMN shift text",)}

OF_SCHEMA_7 = (
    """INSERT INTO cases (number, subject, partner_type, priority, region, opened_at, status, rev,
            uid)
        VALUES (1, 'Down', 'certified', 'S1', 'usa', '2026-11-23T10:00:00Z', 'open', 1, 'id')""",
    """INSERT INTO clocks (case_number, kind, cycle, level, started_at, due_at, target_seconds,
            target_clock, missed_due_at)
        VALUES (1, 'response', 1, 0, '2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z', 3600, '24x7',
            '2026-11-23T10:30:00Z')""",
    """INSERT INTO events (case_number, id, kind, at, who, changes)
        VALUES (1, 1, 'opened', '2026-11-23T10:00:00Z', 'me', '{}')""",
)


@pytest.fixture
def location(new_store: Callable[[], str]) -> Location:
    return location_of(new_store())


@pytest.fixture
def session(location: Location) -> Iterator[Session]:
    with closing(Session(location.name)) as opened:
        yield opened


def version(session: Session) -> int:
    return session.execute("SELECT schema_version FROM store").fetchone()[0]


def test_the_steps_end_with_the_schema_of_this_slt():
    assert max(STEPS) == SCHEMA_VERSION


def test_the_steps_that_a_store_lacks_are_run(session, location):
    with closing(open_store(location)) as store:
        create(store)
    assert upgrade(session, location, NEXT) == (SCHEMA_VERSION, SCHEMA_VERSION + 1)
    assert session.execute("SELECT number, shift FROM cases").fetchone() == (1, None)
    assert upgrade(session, location, NEXT) == (SCHEMA_VERSION + 1, SCHEMA_VERSION + 1)


@pytest.fixture
def of_schema_4() -> Iterator[Session]:
    """Connect to a store of schema 4 with two cases, one of them with notes and a clock."""
    with closing(Session(empty_schema(SERVER).name)) as opened:
        for statement in STEPS[4]:
            opened.execute(statement)
        opened.execute("INSERT INTO store VALUES ('an id', 4)")
        for number, subject, partner in ((1, "Größe", "ÉCLAIR"), (2, "Next", None)):
            opened.execute(
                """INSERT INTO cases (number, subject, partner_type, priority, region, opened_at,
                    partner, status, rev, uid) VALUES (?, ?, 'certified', 'S1', 'usa',
                    '2026-11-23T10:00:00Z', ?, 'open', 1, 'id')""",
                (number, subject, partner),
            )
        opened.execute(
            """INSERT INTO clocks (case_number, kind, cycle, level, started_at)
                VALUES (1, 'response', 1, 0, '2026-11-23T10:00:00Z')"""
        )
        for ordinal, kind, note, undoes in (
            *((1, "opened", None, None), (2, "noted", "First", None)),
            *((3, "noted", "WRONG", None), (4, "undone", "why", 3), (5, "noted", "ÅNGSTRÖM", None)),
        ):
            opened.execute(
                """INSERT INTO events (case_number, id, kind, at, who, changes, note, undoes)
                    VALUES (1, ?, ?, '2026-11-23T10:00:00Z', 'me', '{}', ?, ?)""",
                (ordinal, kind, note, undoes),
            )
        yield opened


def test_an_early_store_gets_the_view_and_what_cases_are_found_by(of_schema_4, location):
    assert upgrade(of_schema_4, location) == (4, SCHEMA_VERSION)
    assert list(of_schema_4.execute("SELECT * FROM late_clocks")) == []
    partners = of_schema_4.execute("SELECT partner_folded, tags FROM cases ORDER BY number")
    assert list(partners) == [("éclair", ""), (None, "")]
    texts = of_schema_4.execute("SELECT * FROM texts ORDER BY case_number")
    assert list(texts) == [(1, "grösse\néclair", "first\nångström"), (2, "next", None)]
    assert list(of_schema_4.execute("SELECT kind, missed_due_at FROM clocks")) == [
        ("response", None)
    ]


def test_a_store_of_schema_7_keeps_what_it_has_and_gets_an_outbox():
    location = empty_schema(SERVER)
    with closing(Session(location.name)) as opened:
        for released in range(4, 8):
            for statement in STEPS[released]:
                opened.execute(statement) if isinstance(statement, str) else statement(opened)
        opened.execute("INSERT INTO store VALUES ('an id', 7)")
        opened.execute("UPDATE counters SET value = 1 WHERE name = 'case'")
        for sql in OF_SCHEMA_7:
            opened.execute(sql)
        with pytest.raises(StoreError, match="has schema 7") as refused:
            create_tables(opened, location)
        assert "slt store upgrade" in refused.value.fix
        assert upgrade(opened, location) == (7, SCHEMA_VERSION)
        counters = opened.execute("SELECT name, value FROM counters ORDER BY name")
        assert list(counters) == [("case", 1), ("notice", 0), ("policy", 0)]

    with closing(open_store(location)) as store:
        store.require_own_schema()
        assert [candidate.case for candidate in store.outbox().candidates(NOW)] == [1]
        assert [notice.number for notice in add(store, new())] == [1]
        assert create(store).number == 2


@pytest.fixture
def roles() -> Iterator[tuple[str, str, str]]:
    """Return the names of three roles of the server, which have no rights."""
    names = tuple(f"{name} {uuid4().hex}" for name in ("agent", "reader", "program"))
    with closing(psycopg2.connect(SERVER)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for name in names:
            cursor.execute(f'CREATE ROLE "{name}"')
        yield names
        for name in names:
            cursor.execute(f'DROP OWNED BY "{name}"; DROP ROLE "{name}"')


def test_the_owner_is_told_to_grant_again_what_was_added_and_to_whom(slt, roles):
    location, (agent, reader, program) = empty_schema(SERVER), roles
    schema = location.name.rpartition("%3D")[2]
    with closing(Session(location.name)) as opened:
        for released in range(4, 8):
            for statement in STEPS[released]:
                opened.execute(statement) if isinstance(statement, str) else statement(opened)
        opened.execute("INSERT INTO store VALUES ('an id', 7)")
        for name in (agent, reader):
            opened.execute(f'GRANT USAGE ON SCHEMA {schema} TO "{name}"')
            opened.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO "{name}"')
        opened.execute(f'GRANT INSERT ON cases, clocks, holds, events, tags, texts TO "{agent}"')
        opened.execute(f'GRANT UPDATE ON counters, cases, clocks, holds, texts TO "{agent}"')
        opened.execute(f'GRANT DELETE ON clocks, holds, tags TO "{agent}"')
        opened.execute(f'GRANT SELECT ON late_clocks TO "{program}"')

    there = ("--db", location.name)
    command = f"slt store grant --agent '{agent}' --reader '{reader}' --apply"
    told = f"Rights    on what was added, run `{command}`"
    assert " ".join(slt("store", "upgrade", *there).out.split()).endswith(" ".join(told.split()))
    assert slt(*shlex.split(command)[1:], *there).code == 0
    assert "Rights" not in slt("store", "upgrade", *there).out


def test_a_step_that_fails_leaves_the_store_as_it_was(session, location):
    with pytest.raises(StoreError):
        upgrade(session, location, BROKEN)
    with closing(Session(location.name)) as other:
        assert version(other) == SCHEMA_VERSION
        assert list(other.execute("SELECT * FROM cases")) == []


def test_a_store_of_a_later_slt_is_refused_by_each_command(slt, session, location):
    upgrade(session, location, NEXT)
    for words in ("list", "open -p S1 x", "store upgrade", "store init"):
        result = slt(*words.split(), "--db", location.name)
        assert (result.code, result.out) == (5, "")
        sentence = f"its schema is {SCHEMA_VERSION + 1}, this slt knows {SCHEMA_VERSION}"
        assert f"was upgraded by a newer slt: {sentence}" in result.err
        assert "fix: upgrade slt" in result.err


def test_a_store_of_an_earlier_slt_is_changed_by_no_command_but_upgrade(slt, session, location):
    session.execute("UPDATE store SET schema_version = 3")
    for words in ("list", "open -p S1 x", "store init", "doctor"):
        result = slt(*words.split(), "--db", location.name)
        assert result.code == (1 if words == "doctor" else 5)
        assert "slt store upgrade" in result.out + result.err
        assert version(session) == 3


def test_two_that_upgrade_at_once_run_each_step_once(location):
    ready, done = Barrier(2, timeout=60), []

    def run() -> None:
        with closing(Session(location.name)) as own:
            ready.wait()
            done.append(upgrade(own, location, NEXT)[1])

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [SCHEMA_VERSION + 1] * 2
