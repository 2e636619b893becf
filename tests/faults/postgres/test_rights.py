"""What `slt store grant` answers, and what is said to a role that lacks a right."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.faults.postgres.refusals import refused
from tests.test_schemas import SCHEMAS, strict, validator

pytestmark = pytest.mark.now("2026-11-23T12:00:00Z")


@pytest.fixture
def made(sql) -> Iterator[Callable[[str], str]]:
    """Return a function that makes a role, which may log in and has no rights, with a new name."""
    names: list[str] = []

    def make(name: str = "colleague", may: str = "LOGIN") -> str:
        names.append(f"{name} {uuid4().hex[:9]}")
        sql(f"CREATE ROLE {quoted(names[-1])} {may}")
        return names[-1]

    yield make
    for name in reversed(names):
        sql(f"DROP OWNED BY {quoted(name)}; DROP ROLE {quoted(name)}")


@pytest.fixture
def become(team, monkeypatch) -> Callable[[str], None]:
    """Return a function that makes the test another role."""

    def as_role(role: str) -> None:
        monkeypatch.setenv("SLT_DB", as_user(team, role))

    return as_role


def quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def as_user(team: str, role: str) -> str:
    return team.replace("user=slt", f"user={quote(role, safe='')}")


# --- What a role is told -------------------------------------------------------------------------


def test_an_agent_of_before_is_told_which_rights_it_lacks(slt, sql, become, made):
    role = made()
    become("slt")
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    sql(f"REVOKE INSERT, UPDATE ON texts FROM {quoted(role)}")
    become(role)
    said, fix = refused(slt("open", "-p", "S1", "x"))
    assert said.startswith(f"the role {role} lacks rights in postgresql://")
    assert said.endswith(": INSERT on texts, UPDATE on texts")
    assert f"slt store grant --agent '{role}' --apply" in fix


def test_a_role_without_rights_is_told_who_gives_them(slt, sql, schema, become, made):
    role = made()
    sql(f"GRANT USAGE ON SCHEMA {schema} TO {quoted(role)}")
    become(role)
    said, fix = refused(slt("list"))
    assert said.startswith("your user may not do this in postgresql://")
    assert fix == (
        "let the owner of the tables run `slt store grant` for you; `slt doctor` shows how"
    )
    assert f"slt store grant --reader '{role}' --apply" in slt("doctor").out


def test_a_role_that_may_not_use_the_schema_is_told_who_lets_it(slt, schema, become, made):
    become(made())
    for line in ("list", "doctor --json", "open -p S1 x"):
        result = slt(*line.split())
        assert f"permission denied for schema {schema}" in result.out + result.err
        assert "slt store grant" in result.out + result.err


def test_a_store_in_a_schema_that_is_not_searched_is_named_by_doctor_alone(
    slt, sql, schema, team, made, monkeypatch
):
    role, other = made(), f"{schema}_other"
    sql(f"CREATE SCHEMA {other}; GRANT USAGE ON SCHEMA {other} TO {quoted(role)}")
    monkeypatch.setenv("SLT_DB", as_user(team, role).replace(schema, other))
    said, _ = refused(slt("list"))
    assert said.endswith(" is not a store of slt yet: it has none of its tables")
    findings = json.loads(slt("doctor", "--json").out)["items"]
    (own,) = [each["found"] for each in findings if each["check"] == "role"]
    assert own.startswith(f"you are {role}, who may not use the schema")  # there are many stores


# --- The command ----------------------------------------------------------------------------------


def rights_of(sql, role: str) -> list[tuple[str, str]]:
    return sql(
        "SELECT table_name::text, string_agg(privilege_type, ' ' ORDER BY privilege_type) "
        "FROM information_schema.table_privileges WHERE grantee = %s GROUP BY 1 ORDER BY 1",
        role,
    )


@pytest.mark.usefixtures("team")
def test_the_answer_says_who_may_what(slt, items, schema, made):
    ben, eve = made("ben"), made("eve", "NOLOGIN")
    given = ("store", "grant", "--reader", eve, "--agent", ben, "--agent", ben)
    for apply in ((), ("--apply",)):
        agent, reader = items(*given, *apply)
        assert (agent["role"], agent["kind"], agent["schema"]) == (ben, "agent", schema)
        assert (reader["role"], reader["kind"], reader["schema"]) == (eve, "reader", schema)
        assert agent["applied"] is reader["applied"] is bool(apply)
        assert agent["statements"][-1].startswith("GRANT DELETE ON ")
        assert reader["statements"][-1].startswith("GRANT SELECT ON ")
    shown = slt(*given, "--apply").out.splitlines()
    assert shown[0].split() == ["Role", "Kind", "May", "now"]
    assert shown[1].split("  ")[-1].strip() == "record on cases, and read"
    assert shown[2].split("  ")[-1].strip() == "read"
    assert slt(*given, "-q").out.splitlines() == [ben, eve]


@pytest.mark.usefixtures("team")
def test_a_right_by_a_group_is_noted(slt, sql, made):
    group, eve = made("agents", "NOLOGIN"), made("eve")
    sql(f"GRANT {quoted(group)} TO {quoted(eve)}")
    given = ("store", "grant", "--agent", group, "--reader", eve, "--apply")
    noted = "by a group, PUBLIC or another role it has also INSERT on cases, UPDATE on cases"
    assert f"{eve}: {noted}" in slt(*given).out
    answer = json.loads(slt(*given, "--json").out)
    validator(strict(SCHEMAS["slt.store-grant/1"])).validate(answer)
    (note,) = answer["notes"]
    assert (note["label"], note["text"].startswith(noted)) == (eve, True)


@pytest.mark.usefixtures("team")
def test_a_right_of_everybody_on_columns_is_noted(slt, sql, made):
    eve = made("eve")
    sql("GRANT UPDATE (note) ON events TO PUBLIC")
    said = slt("store", "grant", "--reader", eve, "--apply").out
    assert f"{eve}: by a group, PUBLIC or another role it has also UPDATE on columns of events" in (
        said
    )


def test_only_the_owner_applies_it(slt, sql, become, made):
    role, other = made(), made("other")
    become("slt")
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    become(role)
    assert slt("store", "grant", "--reader", other).code == 0
    said, fix = refused(slt("store", "grant", "--reader", other, "--apply"))
    assert said.startswith("only the owner of the tables, slt, gives rights in postgresql://")
    assert fix == "leave out --apply and let the owner run what is printed; nothing was changed"
    assert rights_of(sql, other) == []


def test_all_or_none_are_given(slt, sql, schema, become, made):
    """The schema is another one's, who lets the owner of the tables in, but not others."""
    owner, role = made("owner"), made()
    sql(f"GRANT USAGE ON SCHEMA {schema} TO {quoted(owner)}")
    for (table,) in sql("SELECT tablename::text FROM pg_tables WHERE schemaname = %s", schema):
        sql(f"ALTER TABLE {table} OWNER TO {quoted(owner)}")
    sql(f"ALTER VIEW late_clocks OWNER TO {quoted(owner)}")
    become(owner)
    said, fix = refused(slt("store", "grant", "--agent", role, "--apply"))
    assert said == f"the role {role} would still lack rights: USAGE on the schema"
    assert f"let the owner of the schema {schema}, or of these tables, give them" in fix
    assert rights_of(sql, role) == []
    sql(f"REASSIGN OWNED BY {quoted(owner)} TO slt")


# --- The tables themselves ------------------------------------------------------------------------


@pytest.mark.usefixtures("team")
def test_an_agent_upgrades_no_store(slt, sql, become, made):
    role = made()
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    sql("UPDATE store SET schema_version = 7")
    become(role)
    said, fix = refused(slt("store", "upgrade"))
    assert said.startswith("only the owner of the tables may upgrade postgresql://")
    assert fix == "run this command as slt, the owner of the tables; nothing was changed"


def test_a_role_without_the_right_makes_no_tables(slt, sql, schema, team, made, monkeypatch):
    role, empty = made(), f"{schema}_empty"
    sql(f"CREATE SCHEMA {empty}; GRANT USAGE ON SCHEMA {empty} TO {quoted(role)}")
    monkeypatch.setenv("SLT_DB", as_user(team, role).replace(schema, empty))
    said, fix = refused(slt("store", "init"))
    assert said.startswith("your user may not make tables in postgresql://")
    assert fix == (
        "let the owner of the database run this command, or ask who runs the server for a database "
        "of your own, as in docs/team.md; nothing was made"
    )
