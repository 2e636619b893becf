"""A server that cannot be reached, or lets nobody in."""

import json
from urllib.parse import quote

import pytest

from slt_cli.cli.program import run
from slt_cli.store.postgres.driver import Session
from tests.faults.postgres.refusals import RUNS, SECRET, refused, with_store


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
    ("setting", "sentence"),
    [
        ("sslmode=banana", 'invalid sslmode value: "banana"'),
        ("target_session_attrs=primry", 'invalid target_session_attrs value: "primry"'),
    ],
)
def test_a_setting_that_has_no_such_value(slt, monkeypatch, setting, sentence):
    monkeypatch.setenv("SLT_DB", f"postgresql:///x?host=/no/such&{setting}")
    said, fix = refused(slt("due"))
    assert sentence in said
    assert fix.startswith("correct it in the URL")


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


def test_a_login(slt, guarded, monkeypatch, tmp_path):
    monkeypatch.setenv("SLT_DB", guarded)
    said, fix = refused(slt("due"))
    assert " wants a password: " in said
    place = guarded.partition("host=")[2].partition("&")[0].replace("%2F", "/")
    assert f"in ~/.pgpass (chmod 600), correct or add the line {place}:" in fix
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
    file.chmod(0o644)
    monkeypatch.setenv("SLT_DB", guarded)
    monkeypatch.setenv("PGPASSFILE", str(file))
    said, fix = refused(slt("due"))
    assert " wants a password: " in said
    assert fix == f"run `chmod 600 {file}`: libpq ignores a password file that others may use"
    file.chmod(0o600)
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
        assert said.startswith("the role guarded may only read in postgresql://")
        assert "`slt store grant --agent guarded --apply`" in fix
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
def test_the_url_of_a_directory_with_blanks(slt, monkeypatch):
    monkeypatch.setenv("SLT_DB", f"postgresql:///x?host={quote('/no such/ directory')}")
    refused(slt("due"))
