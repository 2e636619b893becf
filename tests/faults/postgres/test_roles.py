"""The rights of each role: as the server tells them, and as it lets the role use them."""

import pytest

from slt_cli.app import Options
from slt_cli.commands.due_watch import Watched
from slt_cli.services.due import DueQuestion
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from tests.apps import app_with
from tests.faults.postgres.roles import (
    AGENT,
    DENIED,
    EXPECTED,
    PUBLIC,
    ROLES,
    as_role,
    given,
    outcome,
    rights,
    rows,
)
from tests.faults.processes import is_one_sentence_with_a_fix

EVENT = """INSERT INTO events (case_number, id, kind, at, who, changes)
    VALUES (1, 1{}, 'noted', '2026-11-23T10:00:00Z', 'x', '[]')"""
MAY = {
    "SELECT * FROM events": "owner agent reader",
    "SELECT * FROM store": "owner agent reader",
    "SELECT * FROM late_clocks": "owner agent reader",
    "LOCK TABLE events IN ACCESS SHARE MODE": "owner agent reader",
    EVENT.format(0): "owner agent",
    "UPDATE cases SET subject = 'x'": "owner agent",
    "SELECT * FROM cases FOR UPDATE": "owner agent",
    "UPDATE counters SET value = value": "owner agent",
    "DELETE FROM clocks": "owner agent",
    "UPDATE events SET who = 'x'": "owner",
    "DELETE FROM events": "owner",
    "SELECT * FROM events FOR UPDATE": "owner",
    f"{EVENT.format('')} ON CONFLICT (case_number, id) DO UPDATE SET who = 'x'": "owner",
    "TRUNCATE events": "owner",
    "LOCK TABLE events IN SHARE MODE": "owner",
    "DROP TABLE events": "owner",
    "DROP VIEW late_clocks": "owner",
    "ALTER VIEW late_clocks RENAME TO early_clocks": "owner",
    "ALTER TABLE events ADD COLUMN x text": "owner",
    "ALTER TABLE events DROP COLUMN who": "owner",
    "ALTER TABLE events RENAME TO x": "owner",
    "ALTER TABLE events ENABLE ROW LEVEL SECURITY": "owner",
    "ALTER TABLE events DISABLE TRIGGER USER": "owner",
    "CREATE TRIGGER x BEFORE INSERT ON events FOR EACH ROW "
    "EXECUTE FUNCTION suppress_redundant_updates_trigger()": "owner",
    "CREATE RULE x AS ON INSERT TO events DO INSTEAD NOTHING": "owner",
    "CREATE INDEX ON events (who)": "owner",
    "CREATE TABLE x (number bigint)": "owner",
    "UPDATE store SET schema_version = 1": "owner",
    "INSERT INTO store VALUES ('x', 1)": "owner",
    "DELETE FROM store": "owner",
    "INSERT INTO policies (number, set_at, who) VALUES (1, '', 'x')": "owner",
    "UPDATE policies SET text = 'x'": "owner",
    "DELETE FROM policies": "owner",
    "INSERT INTO counters VALUES ('x', 1)": "owner",
    "DELETE FROM counters": "owner",
    "DELETE FROM channels": "owner",
    "UPDATE tags SET folded = 'x'": "owner",
    "SET ROLE owner": "owner",
}
"""Statements, and the roles that may run them."""


@pytest.mark.usefixtures("granted")
def test_every_table_and_view_has_its_rights(sql):
    found = sql(
        "SELECT relname FROM pg_class WHERE relkind NOT IN ('i', 't') "
        "AND relnamespace = current_schema()::regnamespace"
    )
    assert {name for (name,) in found} == set(AGENT)


@pytest.mark.usefixtures("granted")
@pytest.mark.parametrize("role", ROLES)
def test_the_server_says_that_a_role_has_its_rights(sql, schema, role):
    assert rights(sql, role) == EXPECTED[role]
    (may,) = sql(
        "SELECT has_schema_privilege(%s, %s, 'USAGE'), has_schema_privilege(%s, %s, 'CREATE')",
        *(role, schema, role, schema),
    )
    assert may == (True, role == "owner")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_can_do_what_it_may_and_nothing_else(granted, role):
    done = {statement: outcome(as_role(granted, role), statement) for statement in MAY}
    assert done == {
        statement: "done" if role in may.split() else DENIED for statement, may in MAY.items()
    }


@pytest.mark.usefixtures("granted")
def test_nobody_but_those_who_were_named_is_given_anything_or_may_pass_it_on(sql):
    found = given(sql)
    assert {who for _, who, _, _ in found} == {"owner", "agent", "reader", "stranger"}
    assert [row for row in found if row[1] == PUBLIC] == []
    assert [row for row in found if row[3] and row[1] != "owner"] == []
    assert [row[0] for row in found if row[1] == "stranger"] == ["schema"]  # the test's own grant


@pytest.mark.parametrize("role", ["agent", "reader"])
def test_a_role_cannot_give_others_what_it_has(sql, granted, role):
    import psycopg2

    before = given(sql)
    connection = psycopg2.connect(as_role(granted, role))
    connection.autocommit = True
    connection.cursor().execute("GRANT SELECT ON events TO PUBLIC, stranger")
    assert "no privileges were granted" in connection.notices[0]
    connection.close()
    assert given(sql) == before


def test_a_reader_may_watch_what_is_due(granted):
    app = app_with(on_terminal=True)(Options(db=location_of(as_role(granted, "reader"))))
    question = DueQuestion(wanted=Filter(order="due"))
    frame = Watched(app, lambda: question, every_clock=False).frame(app.now)
    app.close()
    assert (frame.warning, [row.case.number for row in frame.rows]) == ("", [1])


@pytest.mark.parametrize(
    "line", ["list", "open -p S1 down", "store init", "store upgrade", "store grant --agent ben"]
)
def test_a_stranger_who_does_not_even_see_the_schema_is_refused(slt, sql, owned, line):
    before = rows(sql)
    code, out, err = slt(*line.split(), environment={"SLT_DB": as_role(owned, "stranger")})
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    assert rows(sql) == before
