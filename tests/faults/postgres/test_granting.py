"""What `slt store grant` gives again, takes back, gives to groups, and refuses."""

from uuid import uuid4

import pytest

from tests.faults.postgres.roles import (
    AGENT,
    DENIED,
    EXPECTED,
    NOTHING,
    READER,
    ROLES,
    as_role,
    given,
    outcome,
    rights,
)
from tests.faults.processes import is_one_sentence_with_a_fix

LONGEST = "x" * 63
"""A name as long as the server keeps: it takes a longer one for this."""

REFUSED = {
    "no role": ((), 2, "--agent"),
    "one role as both": (("--agent", "ben", "--reader", "ben"), 2, "ben"),
    "a role without a name": (("--reader", ""), 2, "--reader eve"),
    "no such role": (("--agent", "nobody"), 1, "createuser --pwprompt nobody"),
    "no such role beside one": (("--agent", "ben", "--reader", "nobody"), 1, "nobody"),
    "a name in capitals": (("--agent", "BEN"), 1, "createuser --pwprompt BEN"),
    "a blank too many": (("--agent", "ben "), 1, "createuser --pwprompt"),
    "a name that the server would cut": (("--agent", f"{LONGEST}x"), 1, "createuser --pwprompt"),
    "everybody": (("--agent", "public"), 1, "public stands for every role"),
    "everybody who reads": (("--reader", "PUBLIC"), 1, "PUBLIC stands for every role"),
    "a name of the server": (("--agent", "pg_ben"), 1, "name another role"),
    "no role at all": (("--reader", "none"), 1, "name another role"),
    "the owner": (("--agent", "owner"), 1, "owner"),
    "the owner as reader": (("--reader", "owner"), 1, "owner"),
    "a superuser": (("--reader", "slt"), 1, "slt"),
    "bytes that are no text": (("--agent", "ben\udcff"), 1, "not UTF-8"),
}


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("--agent", "--reader", READER),
        ("--reader", "--agent", AGENT),
        ("--agent", "--agent", AGENT),
        ("--reader", "--reader", READER),
    ],
    ids=["an agent becomes a reader", "a reader becomes an agent", "an agent again", "a reader"],
)
def test_the_last_grant_counts(sql, grant, new_role, first, then, expected):
    new_role("ben")
    grant(first, "ben")
    once = given(sql)
    grant(then, "ben")
    assert rights(sql, "ben") == expected
    assert (given(sql) == once) is (first == then)


@pytest.mark.parametrize(("kind", "expected"), [("--agent", AGENT), ("--reader", READER)])
def test_rights_that_were_given_by_hand_are_taken_back(
    sql, schema, grant, new_role, kind, expected
):
    new_role("ben")
    sql(f"GRANT ALL ON SCHEMA {schema} TO ben")
    sql(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO ben")
    sql("GRANT UPDATE (who), REFERENCES (id) ON events TO ben")
    grant(kind, "ben")
    assert rights(sql, "ben") == expected
    assert [row for row in given(sql) if "." in row[0]] == []


@pytest.mark.parametrize(("kind", "expected"), [("--agent", AGENT), ("--reader", READER)])
def test_rights_that_were_passed_on_are_taken_back(sql, schema, grant, new_role, kind, expected):
    new_role("ben")
    new_role("zed")
    sql(f"GRANT USAGE ON SCHEMA {schema} TO ben")
    sql("GRANT ALL ON events, cases TO ben WITH GRANT OPTION")
    sql("GRANT UPDATE (value) ON counters TO ben WITH GRANT OPTION")
    sql("SET ROLE ben")
    sql("GRANT DELETE ON events TO zed")
    sql("GRANT UPDATE (value) ON counters TO zed")
    sql("RESET ROLE")
    grant(kind, "ben")
    assert (rights(sql, "ben"), rights(sql, "zed")) == (expected, NOTHING)


@pytest.mark.usefixtures("granted")
def test_others_keep_their_rights(sql, grant, new_role):
    new_role("ben")
    grant("--agent", "ben")
    grant("--reader", "ben")
    assert {role: rights(sql, role) for role in ROLES} == EXPECTED


def test_a_table_that_is_not_of_slt_is_left_alone(sql, grant, new_role):
    new_role("ben")
    sql("CREATE TABLE wages (number bigint)")
    sql("CREATE TABLE lunches (number bigint)")
    sql("GRANT UPDATE ON lunches TO ben")
    grant("--agent", "ben")
    assert rights(sql, "ben") == {**AGENT, "wages": "", "lunches": "UPDATE"}


def test_several_roles_get_their_rights_at_once(sql, grant, new_role):
    wanted = {"first": AGENT, "second": READER, "third": AGENT, "fourth": READER}
    for name in wanted:
        new_role(name)
    grant("--agent", "first", "--reader", "second", "--agent", "third", "--reader", "fourth")
    assert {name: rights(sql, name) for name in wanted} == wanted


@pytest.mark.parametrize(("kind", "code"), [("--agent", 0), ("--reader", 5)])
def test_a_role_has_the_rights_of_its_group(
    slt, sql, owned, grant, new_role, monkeypatch, kind, code
):
    new_role("desk", "NOLOGIN")
    new_role("ben", "LOGIN IN ROLE desk")
    grant(kind, "desk")
    assert rights(sql, "ben") == {"--agent": AGENT, "--reader": READER}[kind]
    monkeypatch.setenv("SLT_DB", as_role(owned, "ben"))
    assert slt("list", "-q") == (0, "CASE-1\n", "")
    assert slt("note", "1", "called").code == code
    assert slt("redact", "1", "--reason", "asked for", "--yes").code == 5
    assert outcome(as_role(owned, "ben"), "DELETE FROM events") == DENIED


@pytest.mark.parametrize("on_terminal", [True, False], ids=["a person", "a program"])
def test_who_may_not_redact_is_not_asked_to_confirm_it(slt, sql, granted, monkeypatch, on_terminal):
    monkeypatch.setenv("SLT_DB", as_role(granted, "agent"))
    monkeypatch.setattr("sys.stdin", None)
    result = slt("redact", "1", "--reason", "asked for", on_terminal=on_terminal)
    assert (result.code, result.out) == (5, "")
    assert "only the owner of the tables may redact" in result.err
    assert sql("SELECT kind FROM events") == [("opened",)]


@pytest.mark.usefixtures("granted")
@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED.values(), ids=list(REFUSED))
def test_refused(slt, sql, new_role, arguments, code, said):
    new_role("ben")
    new_role(LONGEST)
    before = given(sql)
    result = slt("store", "grant", *arguments, "--apply")
    assert (result.code, result.out) == (code, "")
    assert is_one_sentence_with_a_fix(result.err)
    assert said in result.err
    assert given(sql) == before


@pytest.mark.parametrize("apply", [(), ("--apply",)], ids=["printed", "applied"])
def test_a_view_that_is_lost_is_named(slt, sql, owned, new_role, apply):
    new_role("ben")
    sql("DROP VIEW late_clocks")
    before = given(sql)
    sees = {"SLT_DB": as_role(owned, "owner")}
    code, out, err = slt("store", "grant", "--agent", "ben", *apply, environment=sees)
    assert (code, out, given(sql)) == (5, "", before)
    assert is_one_sentence_with_a_fix(err)
    assert ": 'late_clocks' is missing\n" in err


def test_a_file_has_no_roles(slt, home):
    sees = {"SLT_DB": str(home / "cases.db")}
    result = slt("store", "grant", "--agent", "ben", environment=sees)
    assert (result.code, result.out) == (1, "")
    assert is_one_sentence_with_a_fix(result.err)
    assert "a file has no roles" in result.err
    assert "docs/team-on-one-machine.md" in result.err
    assert not (home / "cases.db").exists()


def test_the_schema_is_that_of_the_tables(slt, sql, owned, schema, new_role):
    new_role("ben")
    first = f"first_{schema[:32]}"
    sql(f"CREATE SCHEMA {first}")
    sql(f"GRANT ALL ON SCHEMA {first} TO owner")
    url = owned.replace(schema, f"{first}%2C{schema}")
    sees = {"SLT_DB": as_role(url, "owner")}
    assert slt("store", "grant", "--reader", "ben", "--apply", environment=sees).code == 0
    assert rights(sql, "ben") == READER
    assert slt("list", "-q", environment={"SLT_DB": as_role(owned, "ben")}) == (0, "CASE-1\n", "")
    (may,) = sql("SELECT has_schema_privilege('ben', %s, 'USAGE')", first)
    assert may == (False,)


def test_a_member_of_the_owning_group_gives_rights_as_well(slt, sql, owned, new_role):
    new_role("ben")
    new_role("member", "LOGIN IN ROLE owner")
    sees = {"SLT_DB": as_role(owned, "member")}
    assert slt("store", "grant", "--reader", "ben", "--apply", environment=sees).code == 0
    assert rights(sql, "ben") == READER


def test_another_store_in_the_same_database_is_left_alone(slt, sql, server, owned, new_role):
    new_role("ben")
    other = f"other_{uuid4().hex}"
    sql(f"CREATE SCHEMA {other} AUTHORIZATION owner")
    url = as_role(f"{server.url}&options=-csearch_path%3D{other}", "owner")
    assert slt("store", "init", environment={"SLT_DB": url}).code == 0
    sees = {"SLT_DB": as_role(owned, "owner")}
    assert slt("store", "grant", "--agent", "ben", "--apply", environment=sees).code == 0
    sql(f"SET search_path = {other}")
    assert given(sql) == []
