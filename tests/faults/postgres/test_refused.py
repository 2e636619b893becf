"""What a PostgreSQL server refuses: one sentence and a fix, exit 5, and nobody's password."""

import json
import subprocess
import sys
from functools import partial
from urllib.parse import quote

import pytest

from slt_cli.app import App, Options
from slt_cli.cli.program import run
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore
from tests.faults.postgres.proxy import proxy
from tests.faults.processes import is_one_sentence_with_a_fix

SECRET = "kept-secret"
RUNS = "check that the server runs and that this machine may reach it, then try again"


def refused(done) -> tuple[str, str]:
    """Return the sentence and the fix of an exit 5 that shows nothing else."""
    code, out, err = done
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    assert "secret" not in err
    error, fix = err.splitlines()
    return error.removeprefix("slt: error: "), fix.removeprefix("fix: ")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://127.0.0.1:1/x", "Connection refused"),
        ("postgresql:///x?host=/no/such", "No such file or directory"),
        ("postgresql://no-such-host.invalid/x", "could not translate host name"),
        ("postgresql://u:kept-secret@127.0.0.1:1/x", "Connection refused"),
        ("postgresql://u:kept%2Dsecret@127.0.0.1:1/x", "Connection refused"),
        ("postgresql://127.0.0.1:1/x?password=kept-secret", "Connection refused"),
        ("postgresql://127.0.0.1:1/x?sslpassword=kept-secret", "Connection refused"),
        ("postgresql://127.0.0.1:1/x?p%61ssword=kept-secret", "Connection refused"),
        ("postgresql://u:kept?secret@127.0.0.1:1/x", "Connection refused"),
        ("postgresql:///x?host=/no/such&sslmode=banana", "invalid sslmode value"),
    ],
)
def test_a_server_that_is_away(slt, monkeypatch, url, sentence):
    monkeypatch.setenv("SLT_DB", url)
    said, fix = refused(slt("due"))
    assert said.startswith("postgresql://")
    assert " cannot be reached: " in said
    assert sentence in said
    assert fix == RUNS
    said, _ = refused(slt("open", "-p", "S1", "x"))
    assert sentence in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:kept%zzsecret@h/x",
        "postgresql://u:kept@secret@h/x",
        "postgresql://u:kept/secret@h/x",
        "postgresql://u:12/secret@h/x",
        "postgresql://u:k@s?secret@h/x",
        "postgresql://u:k@s?secret=1@h/x",
        "postgresql://u:kept-secret@[::1/x",
        "postgresql://u:kept-secret@h/x?no_such=1",
        "postgresql://u:kept-secret@h/x?sslmode",
        "postgresql://h/x?password=kept-secret&no_such=1",
        "postgresql://h/x?password=kept%secret",
    ],
)
def test_a_url_that_libpq_does_not_understand(slt, monkeypatch, url):
    monkeypatch.setenv("SLT_DB", url)
    for line in (("due",), ("open", "-p", "S1", "x"), ("store", "init"), ("backup",)):
        said, fix = refused(slt(*line))
        assert said.endswith(" is not a valid URL")
        assert "%40 for @" in fix
    for line in (
        ("doctor",),
        ("store", "path"),
        ("config", "path"),
        ("config", "show", "--origin"),
    ):
        done = slt(*line)
        assert "secret" not in done.out + done.err
        assert done.code != 70


def test_a_url_that_is_no_text(process):
    for line in (("due",), ("doctor",), ("store", "path"), ("config", "path")):
        done = process(*line, env={"SLT_DB": "postgresql://u:kept-secret@h/\udcff"})
        assert "secret" not in done.out + done.err
        assert done.code == {"due": 5, "doctor": 1}.get(line[0], 0)


def test_a_url_without_a_password_is_said_to_be_wrong_where(slt, monkeypatch):
    monkeypatch.setenv("SLT_DB", "postgresql:///x?no_such=1")
    said, _ = refused(slt("due"))
    assert said.endswith('is not a valid URL: invalid URI query parameter: "no_such"')


def test_an_error_is_one_document_in_json(slt, monkeypatch):
    monkeypatch.setenv("SLT_DB", "postgresql://u:kept-secret@127.0.0.1:1/x")
    code, out, err = slt("due", "--json")
    assert (code, out) == (5, "")
    assert json.loads(err)["error"]["message"].startswith("postgresql://u@127.0.0.1:1/x cannot")
    assert "secret" not in err


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


def test_a_login(slt, guarded, monkeypatch, tmp_path):
    monkeypatch.setenv("SLT_DB", guarded)
    said, fix = refused(slt("due"))
    assert " wants a password: " in said
    place = guarded.partition("host=")[2].partition("&")[0].replace("%2F", "/")
    assert f"~/.pgpass (chmod 600), as the line {place}:" in fix
    assert ":postgres:guarded:PASSWORD; PGUSER" in fix

    monkeypatch.setenv("PGPASSWORD", "another-secret")
    said, fix = refused(slt("due"))
    assert " refused the login: " in said
    assert ":postgres:guarded:PASSWORD; PGUSER" in fix
    monkeypatch.setenv("PGPASSWORD", SECRET)
    assert slt("due").code == 0
    monkeypatch.delenv("PGPASSWORD")

    for secret in ("wrong-secret", SECRET):
        url = guarded.replace("postgresql:///", f"postgresql://guarded:{secret}@/")
        monkeypatch.setenv("SLT_DB", url)
        done = slt("due")
        assert done.code == (0 if secret == SECRET else 5)
        assert "secret" not in done.err
        shown = slt("doctor")
        assert "secret" not in shown.out + shown.err

    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:guarded:{SECRET}\n")
    file.chmod(0o600)
    monkeypatch.setenv("SLT_DB", guarded)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert slt("due").code == 0
    monkeypatch.delenv("PGPASSFILE")

    service = tmp_path / "services"
    schema = guarded.rpartition("%3D")[2]
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    for secret in ("wrong-secret", SECRET):
        host = guarded.partition("host=")[2].partition("&")[0].replace("%2F", "/")
        service.write_text(
            f"[team]\nhost={host}\ndbname=postgres\nuser=guarded\npassword={secret}\n"
            f"options=-csearch_path={schema}\n"
        )
        monkeypatch.setenv("SLT_DB", "postgresql:///?service=team")
        done = slt("due")
        assert done.code == (0 if secret == SECRET else 5)
        assert "secret" not in done.err
    monkeypatch.setenv("SLT_DB", "postgresql:///?service=nobody")
    said, fix = refused(slt("due"))
    assert "nobody cannot be looked up" in said
    assert fix == "correct the name, or set PGSERVICEFILE"


@pytest.mark.usefixtures("team")
def test_a_user_who_may_only_read(slt, sql, guarded, monkeypatch):
    assert slt("open", "-p", "S1", "x").code == 0
    monkeypatch.setenv("SLT_DB", guarded)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    assert slt("list", "-q") == (0, "CASE-1\n", "")
    assert slt("verify") == (0, "", "")
    for line in (("open", "-p", "S1", "y"), ("respond", "1"), ("void", "1", "--reason", "x")):
        said, fix = refused(slt(*line))
        assert said.startswith("your user may not do this in postgresql://")
        assert fix == "ask whose database it is for the GRANTs in docs/team-store.md"
    assert sql("SELECT kind FROM events") == [("opened",)]


@pytest.mark.parametrize(
    ("prepare", "part", "sentence", "fix"),
    [
        ((), ("postgres?", "no_such?"), " has no such database: ", "`createdb no_such`"),
        ((), ("user=slt", "user=no_such"), " has no such user: ", "create the user no_such"),
        (
            ("CREATE ROLE outside NOLOGIN",),
            ("user=slt", "user=outside"),
            "not let your user in",
            "",
        ),
        (
            ("CREATE ROLE many LOGIN CONNECTION LIMIT 0",),
            ("user=slt", "user=many"),
            " has no connection left: ",
            "try again in a moment",
        ),
        (
            ("CREATE DATABASE closed ALLOW_CONNECTIONS false",),
            ("postgres?", "closed?"),
            " does not let your user in: ",
            "ask who runs the server",
        ),
        (
            ("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0",),
            ("postgres?", "latin?"),
            " keeps texts as LATIN1, which lacks many characters",
            "createdb -E UTF8",
        ),
        (
            ("CREATE DATABASE empty",),
            ("postgres?", "empty?"),
            " is not a store of slt yet: it has none of its tables",
            "options=-csearch_path%3Dtest_",
        ),
    ],
)
def test_a_database_that_is_not_to_be_had(
    slt, sql, team, monkeypatch, prepare, part, sentence, fix
):
    for statement in prepare:
        sql(statement)
    monkeypatch.setenv("SLT_DB", team.replace(*part))
    for line in (("due",), ("open", "-p", "S1", "x")):
        said, how = refused(slt(*line))
        assert sentence in said
        assert fix in how
    found = slt("doctor")
    assert found.code == 1
    assert sentence.strip(": ") in found.out


@pytest.mark.parametrize(
    ("version", "sentence", "fix"),
    [
        (99, "was upgraded by a newer slt: its schema is 99, this slt knows", "upgrade slt"),
        (3, "has schema 3, this slt needs", "`slt store upgrade` brings it up to date"),
    ],
)
@pytest.mark.usefixtures("team")
def test_a_schema_of_another_slt(slt, sql, version, sentence, fix):
    sql("UPDATE store SET schema_version = %s", version)
    for line in (("due",), ("open", "-p", "S1", "x"), ("store", "init"), ("verify",), ("backup",)):
        said, how = refused(slt(*line))
        assert sentence in said
        assert how.startswith(fix)


def test_a_replica(slt, sql, team, monkeypatch):
    assert slt("open", "-p", "S1", "x").code == 0
    monkeypatch.setenv("SLT_DB", f"{team}%20-cdefault_transaction_read_only%3Don")
    assert slt("list", "-q") == (0, "CASE-1\n", "")
    for line in (("open", "-p", "S1", "y"), ("respond", "1")):
        said, fix = refused(slt(*line))
        assert said.endswith(" can only be read: it is a replica, or set read-only")
        assert fix == "name the primary server with SLT_DB, or --db"
    assert sql("SELECT kind FROM events") == [("opened",)]


class Old(Session):
    server_version = 120_022  # type: ignore[assignment]


def with_store(patience: float, connect=Session):
    def new_app(options: Options) -> App:
        app = App(options)
        app.store = PostgresStore(app.location, connect, patience)
        return app

    return new_app


@pytest.mark.usefixtures("team")
def test_a_server_that_is_too_old(capsys):
    done = (run(("due",), with_store(15, Old)), *capsys.readouterr())
    said, fix = refused(done)
    assert said.endswith(" is on PostgreSQL 12, which is too old")
    assert fix == "slt needs PostgreSQL 13 or newer"


@pytest.mark.parametrize(
    ("line", "lock"),
    [
        (("open", "-p", "S1", "x"), "SELECT value FROM counters FOR UPDATE"),
        (("respond", "1"), "SELECT number FROM cases FOR UPDATE"),
        (("open", "-p", "S1", "x"), "LOCK TABLE cases"),
    ],
)
@pytest.mark.usefixtures("team")
def test_a_lock_that_is_held_too_long(slt, sql, capsys, line, lock):
    assert slt("open", "-p", "S1", "x").code == 0
    sql("BEGIN")
    sql(lock)
    done = (run(line, with_store(0.2)), *capsys.readouterr())
    said, fix = refused(done)
    assert said.endswith(" is busy: another transaction holds what this needs")
    assert fix == "try again in a moment"
    sql("COMMIT")
    assert sql("SELECT kind FROM events") == [("opened",)]


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
@pytest.mark.usefixtures("team")
def test_an_administrator_ends_what_waits(slt, sql, how):
    assert slt("open", "-p", "S1", "x").code == 0
    sql("BEGIN")
    sql("SELECT number FROM cases FOR UPDATE")
    with subprocess.Popen(
        [sys.executable, "-m", "slt_cli", "respond", "1", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        while not (waiting := sql("SELECT pid FROM pg_locks WHERE NOT granted")):
            pass
        sql(f"SELECT {how}(%s)", waiting[0][0])
        sql("COMMIT")
        out, err = running.communicate(timeout=30)
    if how == "pg_terminate_backend":  # a connection that is lost: it is run again
        assert (running.returncode, out, err) == (0, "CASE-1\n", "")
        assert sql("SELECT kind FROM events") == [("opened",), ("responded",)]
    else:
        said, fix = refused((running.returncode, out, err))
        assert said.endswith(" cancelled this: somebody asked for it, or it took too long")
        assert fix == "try again, or ask who runs the server about its statement_timeout"
        assert sql("SELECT kind FROM events") == [("opened",)]


class Ending(Session):
    """A session that an administrator ends before its n-th statement."""

    def __init__(self, sql, left: list[int], url: str) -> None:
        super().__init__(url)
        self._sql = sql
        self._left = left

    def _sent(self, *statement: bytes):
        self._left[0] -= 1
        if self._left[0] == 0:
            process = self._connection.info.backend_pid
            self._sql("SELECT pg_terminate_backend(%s, 5000)", process)
        return super()._sent(*statement)


@pytest.mark.exhaustive
@pytest.mark.parametrize("line", [("open", "-p", "S1", "x", "--ref", "r", "-q"), ("respond", "1")])
@pytest.mark.usefixtures("team")
def test_a_connection_that_ends_before_any_statement(slt, sql, capsys, line):
    assert slt("open", "-p", "S1", "x").code == 0
    for number in range(1, 12):
        left = [number]
        code = run(line, with_store(15, partial(Ending, sql, left)))
        out, err = capsys.readouterr()
        if left[0] > 0:
            break
        if code:
            said, fix = refused((code, out, err))
            assert said.endswith(" was lost")
            assert fix == "try again in a moment"
        else:
            slt("undo", "1") if line[0] == "respond" else slt("void", "2", "--reason", "x")
            sql("DELETE FROM events WHERE case_number > 1 OR id > 1")
            for table in ("clocks", "holds"):
                sql(f"DELETE FROM {table} WHERE case_number > 1")
            sql("DELETE FROM cases WHERE number > 1")
            sql("UPDATE cases SET rev = 1")
            sql("UPDATE counters SET value = 1 WHERE name = 'case'")
        assert sql("SELECT case_number, kind FROM events") == [(1, "opened")]
    assert number > 3


@pytest.mark.exhaustive
@pytest.mark.usefixtures("team")
def test_a_long_list_that_ends_in_the_middle(slt, sql, tmp_path, capsys):
    rows = "".join(f"S1,2026-03-06,{number}\n" for number in range(4500))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")
    assert slt("import", str(tmp_path / "cases.csv"), "-q").code == 0
    assert len(slt("list", "-q").out.split()) == 4500
    for number in range(2, 6):
        left = [number]
        code = run(("list", "--json"), with_store(15, partial(Ending, sql, left)))
        err = capsys.readouterr().err
        assert left[0] <= 0
        assert code == 5
        assert is_one_sentence_with_a_fix(err) or json.loads(err)["error"]["exit"] == 5
        assert "was lost" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "SCHWERWIEGEND:  Passwort-Authentifizierung f\u00fcr \u00bbu\u00ab fehlgeschlagen",
            "cannot be reached: SCHWERWIEGEND",
        ),
        (
            "FATAL:  la base de donn\u00e9es \u00ab x \u00bb n'existe pas",
            "cannot be reached: FATAL",
        ),
    ],
)
@pytest.mark.usefixtures("team")
def test_a_server_that_speaks_another_language(capsys, words, sentence):
    from slt_cli.store.postgres.database_error import DatabaseError

    def connect(_: str) -> Session:
        raise DatabaseError("", words)

    said, _ = refused((run(("due",), with_store(15, connect)), *capsys.readouterr()))
    assert sentence in said


@pytest.mark.usefixtures("team")
def test_init_at_once(sql, schema):
    sql(f"DROP SCHEMA {schema} CASCADE")
    sql(f"CREATE SCHEMA {schema}")
    command = [sys.executable, "-m", "slt_cli", "store", "init", "--json"]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    created = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
        created.append(json.loads(out)["items"][0]["created"])
    assert sorted(created) == [False, False, False, True]
    assert sql("SELECT count(*) FROM store") == [(1,)]


@pytest.mark.usefixtures("team")
def test_init_among_the_tables_of_others(slt, sql, schema):
    sql(f"DROP SCHEMA {schema} CASCADE")
    sql(f"CREATE SCHEMA {schema}")
    sql("CREATE TABLE events (what text)")
    code, out, err = slt("store", "init")
    assert (code, out) == (1, "")
    assert "has tables of another program: events\nfix: use a database of its own" in err
    said, _ = refused(slt("open", "-p", "S1", "x"))
    assert said.endswith(" is not a store of slt yet: it has none of its tables")


def test_init_without_the_right(slt, sql, guarded, schema, monkeypatch):
    monkeypatch.setenv("SLT_DB", guarded)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    assert slt("store", "init").code == 0  # there is nothing to make
    for table in ("events", "holds", "clocks", "cases", "policies", "counters", "store"):
        sql(f"DROP TABLE {table}")
    said, _ = refused(slt("store", "init"))
    assert said.endswith(f": permission denied for schema {schema}")
    sql(f"DROP SCHEMA {schema}")
    said, fix = refused(slt("store", "init"))
    assert said.endswith(" has no schema in which tables could be made")
    assert fix == "make the schema that search_path names, or correct its name"


@pytest.mark.usefixtures("team")
def test_nothing_to_upgrade(slt):
    assert "up to date already: schema " in slt("store", "upgrade").out


@pytest.mark.usefixtures("team")
def test_the_url_of_a_directory_with_blanks(slt, monkeypatch):
    monkeypatch.setenv("SLT_DB", f"postgresql:///x?host={quote('/no such/ directory')}")
    refused(slt("due"))


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "line",
    [
        ("verify",),
        ("backup", "{directory}/copy-{number}.db"),
        ("export", "-o", "jsonl"),
        ("due",),
        ("show", "1"),
        ("list", "--all", "--at", "2026-03-07"),
        ("import", "{directory}/cases.csv", "--dry-run"),
        ("recalc",),
        ("doctor",),
        ("store", "policy", "show"),
        ("store", "copy", "{url}", "{directory}/new-{number}.db"),
    ],
    ids=" ".join,
)
def test_whatever_reads_when_the_connection_ends(slt, tmp_path, team, directory, monkeypatch, line):
    rows = "".join(f"S1,2026-03-06,{number}\n" for number in range(2100))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")
    assert slt("import", str(tmp_path / "cases.csv"), "-q").code == 0
    with proxy(directory) as between:
        old, new = (str(each).replace("/", "%2F") for each in (directory, between.directory))
        url = team.replace(old, new)
        monkeypatch.setenv("SLT_DB", url)
        failed = 1 if line == ("doctor",) else 5
        codes: list[int] = []
        for number in range(1, 9):
            between.cut("", number, "before")
            shown = {"directory": tmp_path, "url": url, "number": number}
            code, _, err = slt(*(part.format(**shown) for part in line))
            assert "internal error" not in err
            assert code != 5 or is_one_sentence_with_a_fix(err)
            codes.append(code)
        assert codes[:2] == [failed] * 2  # connecting, and the first statement
        assert set(codes) <= {failed, 0}  # 0 where the message only ended a transaction
