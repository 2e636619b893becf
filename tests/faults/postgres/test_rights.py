"""The rights that `slt store grant` gives to a role are enough for it, and no more than needed."""

import json
import subprocess
from collections.abc import Callable, Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.faults.postgres.refusals import refused
from tests.store.postgres.server import programs
from tests.test_schemas import SCHEMAS, strict, validator

READS = (
    *("list --all", "show 1", "due", "due --clocks", "log", "report", "report --html page.html"),
    *("export", "recalc --config slow.toml", "verify", "backup saved.db", "outbox", "message 1"),
    *("escalate 1 --dry-run", "escalate --late --dry-run", "notify --dry-run --config told.toml"),
    *("store policy show", "targets", "store init", "store upgrade"),
)
RECORDS = (
    "open -p S1 --region europe --at 2026-11-23T08:00:00Z down",
    "note 1 called",
    "update 1 -p S2 --tag fax",
    "update 1 --untag fax",
    "hold 1",
    "resume 1",
    "take 1",
    "escalate --late",
    "notify --config told.toml",
    "recalc --apply --config slow.toml",
    "respond 1",
    "followup 1",
    "mark 1 workaround",
    "undo 1",
    "escalate 1",
    "resolve 1",
    "close 1",
    "reopen 1",
    "import cases.csv",
)
OWNERS = ("store policy set team.toml", "redact 1 --reason x --yes")
FILES = {
    "team.toml": "[defaults]\nwarn = '30m'\n",
    "slow.toml": "[plans.partner.targets.S1]\nresponse = '3h'\n",
    "told.toml": '[channels.desk]\nkind = "command"\ncommand = ["true"]\n'
    '[[notices]]\nat = "opened"\nto = "desk"\n',
    "cases.csv": "priority,opened_at\nS1,2026-11-23T10:00:00Z\n",
}
HOSTILE = '"; DROP TABLE cases; --\n\\! 50% of ? :role é'
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
def become(team, home, monkeypatch) -> Callable[[str], None]:
    """Return a function that makes the test another role, in a directory with files to read."""
    monkeypatch.chdir(home)
    for name, text in FILES.items():
        (home / name).write_text(text)

    def as_role(role: str) -> None:
        monkeypatch.setenv("SLT_DB", as_user(team, role))

    return as_role


def quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def as_user(team: str, role: str) -> str:
    return team.replace("user=slt", f"user={quote(role, safe='')}")


def content(sql) -> list[object]:
    """Return every row of the tables that record what was done."""
    tables = ("cases", "clocks", "holds", "events", "tags", "texts", "policies", "counters")
    return [sql(f"SELECT * FROM {table} ORDER BY 1, 2") for table in (*tables, "notices")]


# --- What each may do -----------------------------------------------------------------------------


def test_an_agent_may_record_and_read(slt, become, made):
    role = made()
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    become(role)
    for line in (*RECORDS, *READS, "void 1 --reason twice"):
        result = slt(*line.split())
        assert (result.code, result.err) == (0, ""), line


def test_a_reader_may_read_and_is_told_so_where_it_would_record(slt, sql, become, made):
    role = made()
    become("slt")
    for line in (RECORDS[0], RECORDS[0], "escalate 1"):
        assert slt(*line.split()).code == 0
    assert slt("store", "grant", "--reader", role, "--apply").code == 0
    become(role)
    for line in READS:
        result = slt(*line.split())
        assert (result.code, result.err) == (0, ""), line
    before = content(sql)
    for line in (*RECORDS, *OWNERS):
        said, fix = refused(slt(*line.split()))
        assert said.startswith(f"the role {role} may only read in postgresql://"), line
        shown = f"`slt store grant --agent '{role}' --apply`"
        assert fix == f"let the owner of the tables run {shown}; nothing was changed"
    assert content(sql) == before


def test_an_agent_may_neither_set_the_teams_policy_nor_clear_it(slt, sql, become, made):
    role = made()
    become("slt")
    assert slt("store", "policy", "set", "team.toml").code == 0
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    become(role)
    before = content(sql)
    for line in ("store policy set team.toml", "store policy clear"):
        said, fix = refused(slt(*line.split()))
        assert said.startswith("only the owner of the tables may change the team's policy in ")
        assert fix == "run this command as the owner of the tables; nothing was changed"
    assert content(sql) == before


@pytest.mark.parametrize(
    "statement",
    [
        *("UPDATE events SET note = ''", "DELETE FROM events", "TRUNCATE events, notices"),
        *("DELETE FROM cases", "INSERT INTO policies VALUES (1, '', '', '')", "DELETE FROM store"),
        *("UPDATE store SET schema_version = 9", "DROP TABLE tags", "ALTER TABLE events ADD x int"),
    ],
)
def test_an_agent_may_not_do_more_by_way_of_psql(slt, team, made, statement):
    import psycopg2

    role = made()
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    connection = psycopg2.connect(as_user(team, role))
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)
    connection.close()


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


def test_only_the_owner_copies_a_policy_into_a_store(slt, become, made):
    role = made()
    become("slt")
    assert slt("store", "grant", "--agent", role, "--apply").code == 0
    assert slt("store", "policy", "set", "team.toml", "--db", "ruled.db").code == 0
    become(role)
    said, fix = refused(slt("restore", "ruled.db"))
    assert said.startswith("only the owner of the tables may do this in postgresql://")
    assert fix == "run this command as the owner of the tables; nothing was changed"


# --- The command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["colleague", HOSTILE])
@pytest.mark.parametrize(("option", "kind"), [("--agent", "agent"), ("--reader", "reader")])
def test_what_is_printed_does_in_psql_what_apply_does(slt, sql, team, made, name, option, kind):
    role = made(name)
    printed = slt("store", "grant", option, role)
    assert (printed.code, printed.err) == (0, "")
    assert rights_of(sql, role) == []
    psql(team, printed.out)
    given = rights_of(sql, role)
    assert ("INSERT" in dict(given).get("events", "")) is (kind == "agent")
    sql(f"DROP OWNED BY {quoted(role)}")
    assert slt("store", "grant", option, role, "--apply").code == 0
    assert rights_of(sql, role) == given


def psql(url: str, text: str) -> None:
    program = programs() / "psql"
    command = [str(program), "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


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
@pytest.mark.parametrize(
    ("given", "code", "sentence", "fix"),
    [
        pytest.param("", 2, "no role is given", "with --agent or --reader", id="no role"),
        pytest.param(
            "--agent ben --reader ben",
            2,
            "the role ben is given as an agent and as a reader",
            "an agent reads, too",
            id="both kinds",
        ),
        pytest.param(
            "--reader nobody",
            1,
            "the server has no role 'nobody'",
            "make it with `createuser --pwprompt nobody`; nothing was changed",
            id="not there",
        ),
        pytest.param(
            "--agent slt --apply",
            1,
            "the role slt may do everything already",
            "leave it out; nothing was changed",
            id="the owner",
        ),
    ],
)
def test_a_grant_is_refused(slt, given, code, sentence, fix):
    done = slt("store", "grant", *given.split())
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert fix in done.err


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
    assert fix == "run this command as the owner of the tables; nothing was changed"


def test_a_role_without_the_right_makes_no_tables(slt, sql, schema, team, made, monkeypatch):
    role, empty = made(), f"{schema}_empty"
    sql(f"CREATE SCHEMA {empty}; GRANT USAGE ON SCHEMA {empty} TO {quoted(role)}")
    monkeypatch.setenv("SLT_DB", as_user(team, role).replace(schema, empty))
    said, fix = refused(slt("store", "init"))
    assert said.startswith("your user may not make tables in postgresql://")
    assert fix == (
        "ask who runs the server for a database of your own, as in docs/team.md; nothing was made"
    )
