"""Why a server could not be connected to: a sentence and a fix for what libpq says."""

from getpass import getuser
from pathlib import Path

import pytest

from slt_cli.store.location import location_of
from slt_cli.store.postgres.connecting import reason
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.explaining import explanation, no_schema, on_new_database

AT = 'connection to server at "h" (10.0.0.1), port 5433 failed: '
SOCKET = 'connection to server on socket "/run/pg/.s.PGSQL.5432" failed: '


@pytest.mark.parametrize(
    ("url", "said", "sentence", "fix"),
    [
        (
            "postgresql://ana:secret@h:5433/slt",
            f'{AT}FATAL:  password authentication failed for user "ana"',
            "refused the login",
            "in ~/.pgpass (chmod 600), correct or add the line h:5433:slt:ana:PASSWORD;",
        ),
        (
            "postgresql:///slt?host=/run/pg&user=ana",
            f"{SOCKET}fe_sendauth: no password supplied",
            "wants a password",
            "the line /run/pg:5432:slt:ana:PASSWORD;",
        ),
        (
            "postgresql://h:5433/slt",
            f"{AT}fe_sendauth: no password supplied",
            "wants a password",
            f"no user was given, so your login name {getuser()} counts",
        ),
        (
            "postgresql:///?service=team",
            f"{AT}fe_sendauth: no password supplied",
            "wants a password",
            f":USER:PASSWORD; if the service names no user, your login name {getuser()} counts",
        ),
        (
            "postgresql:///?service=team",
            f'{AT}FATAL:  password authentication failed for user "{getuser()}"',
            "refused the login",
            f"PASSWORD; if the service names no user, your login name {getuser()} counts",
        ),
        (
            "postgresql:///?service=team",
            f'{AT}FATAL:  role "{getuser()}" does not exist',
            "has no such user",
            f"or name another; if the service names no user, your login name {getuser()} counts",
        ),
        (
            "postgresql:///?service=team",
            f'{AT}FATAL:  password authentication failed for user "of a service"',
            "refused the login",
            "the line h:5433:*:of a service:PASSWORD; PGUSER, PGPASSFILE and PGSERVICE count, too",
        ),
        (
            "postgresql://[::1/slt",
            f"{AT}fe_sendauth: no password supplied",
            "wants a password",
            "h:5433:*:",
        ),
        (
            "postgresql:///slt?host=/run/pg&user=ana",
            f'{SOCKET}FATAL:  "trust" authentication failed',
            "refused the login",
            "the auth_file of the pooler",
        ),
        (
            "postgresql:///slt?host=/run/pg&options=-csearch_path%3Dslt",
            f"{SOCKET}FATAL:  unsupported startup parameter: options",
            "refuses a setting",
            "leave out `options=`",
        ),
        *(
            (
                "postgresql://h:5433/slt?target_session_attrs=primary",
                f"{AT}{said}",
                "has no server of the kind that target_session_attrs asks for",
                "name one, or change target_session_attrs",
            )
            for said in (
                "server is in hot standby mode",
                "server is not in hot standby mode",
                "session is read-only",
                "session is not read-only",
            )
        ),
        (
            "postgresql://h/slt",
            f'{AT}FATAL:  role "ana" does not exist',
            "has no such user",
            "create the user ana, or name another; no user was given",
        ),
        (
            "postgresql://h/slt",
            f'{AT}FATAL:  database "slt" does not exist',
            "has no such database",
            "`createdb slt`",
        ),
        (
            "postgresql://h/slt?sslmode=require",
            f"{AT}server does not support SSL, but SSL was required",
            "does not encrypt connections",
            "switch ssl on; sslmode=prefer connects without it, but then nothing is encrypted",
        ),
        (
            "postgresql://h/slt",
            f"{AT}FATAL:  connection requires a valid client certificate",
            "wants your certificate",
            "sslcert",
        ),
        (
            "postgresql://h/slt",
            f'{AT}FATAL:  certificate authentication failed for user "ana"',
            "wants your certificate",
            "sslcert",
        ),
        (
            "postgresql://h/slt",
            f"{AT}SSL error: ssl/tls alert certificate expired",
            "does not accept your certificate",
            "-dates",
        ),
        (
            "postgresql://h/slt",
            f"{AT}SSL error: tlsv1 alert unknown ca",
            "does not accept your certificate",
            "-issuer",
        ),
        (
            "postgresql://h/slt",
            f'{AT}could not load private key file "ana.key": key values mismatch',
            "cannot be asked with your certificate",
            "belong together",
        ),
        (
            "postgresql://h/slt",
            f'{AT}certificate present, but not private key file "ana.key"',
            "cannot be asked with your certificate",
            "sslkey",
        ),
        (
            "postgresql://h/slt",
            f'{AT}could not read certificate file "ana.crt": no start line',
            "cannot be asked with your certificate",
            "PEM",
        ),
        (
            "postgresql:///slt",
            f'{SOCKET}FATAL:  Peer authentication failed for user "ana"',
            "refused the login",
            "your login on this machine",
        ),
        (
            "postgresql://h/slt?ssl_min_protocol_version=1",
            'invalid "ssl_min_protocol_version" value: "1"',
            "no such value",
            "correct it",
        ),
        (
            "postgresql:///slt?host=a,b&hostaddr=10.0.0.1",
            "could not match 2 host names to 1 hostaddr values",
            "do not fit together",
            "as many of each",
        ),
        (
            "postgresql://h:99999/slt",
            'invalid port number: "99999"',
            "names a port",
            "a number from 1 to 65535",
        ),
        (
            "postgresql://h:5x/slt",
            'invalid integer value "5x" for connection option "port"',
            "names a port",
            "a number from 1 to 65535",
        ),
        (
            "postgresql://h/slt?sslmode=verfy-full",
            'invalid sslmode value: "verfy-full"',
            "is named with a setting",
            "PGSSLMODE",
        ),
        (
            "postgresql://h,i/slt?port=1,2,3",
            "could not match 3 port numbers to 2 hosts",
            "do not fit together",
            "as many of each",
        ),
        (
            "postgresql://h/slt?hostaddr=nonsense",
            'could not parse network address "nonsense": Name or service not known',
            "is named with a setting",
            "correct it in the URL",
        ),
        (
            "postgresql:///?service=team",
            'service file "/no/such" not found',
            "cannot be looked up",
            "set PGSERVICEFILE",
        ),
        (
            "postgresql:///?service=team",
            'syntax error in service file "/etc/pg_service.conf", line 2',
            "is named in a service file that cannot be read",
            "correct the line that is named",
        ),
        (
            "postgresql://h/slt?connect_timeout=abc",
            f'{AT}invalid integer value "abc" for connection option "connect_timeout"',
            "is named with a setting",
            "correct it in the URL",
        ),
    ],
)
def test_each_reason_has_its_fix(monkeypatch, url, said, sentence, fix):
    for name in ("PGUSER", "PGSERVICE", "PGDATABASE", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    found = reason(location_of(url), said)
    assert sentence in found[0]
    assert fix in found[1]
    assert "secret" not in found[1]


@pytest.mark.parametrize(
    ("url", "command"),
    [
        ("postgresql://h/slt?sslmode=require", "slt --db 'postgresql://h/slt?sslmode=require'"),
        ("postgresql://u:secret@h/slt", "slt"),
    ],
)
def test_tables_are_made_by_their_owner_with_the_store_that_was_named(url, command):
    assert no_schema(location_of(url)).fix == (
        f"`{command} store init` makes them, run by the role that will own them; or correct the "
        "name of the database"
    )


@pytest.mark.parametrize(
    ("url", "new"),
    [
        ("postgresql://h", "postgresql://h/new"),
        (
            "postgresql://u:secret@h:5433/slt?sslmode=require",
            "postgresql://u@h:5433/new?sslmode=require",
        ),
        ("postgresql://h/slt?password=secret", "postgresql://h/new"),
        ("postgresql:///?service=team", "postgresql:///new?service=team"),
        ("postgresql:///?dbname=slt&host=%2Fpg", "postgresql:///new?host=%2Fpg"),
        ("postgresql://h/slt?options=-csearch_path%3Dslt", "postgresql://h/new"),
        ("postgresql://it's@a:1,b:2/slt", "postgresql://it%27s@a:1,b:2/new"),
    ],
)
def test_a_new_database_is_on_the_same_server_and_its_url_has_no_password(url, new):
    assert on_new_database(location_of(url)) == f"slt --db '{new}'"


@pytest.mark.parametrize(
    ("url", "file", "shown"),
    [
        ("postgresql:///slt", "home/.pgpass", "~/.pgpass"),
        ("postgresql:///slt?passfile=my%20own", "my own", "'my own'"),
    ],
)
@pytest.mark.parametrize(
    ("mode", "said", "is_said"),
    [
        (0o644, "fe_sendauth: no password supplied", True),
        (0o620, "fe_sendauth: no password supplied", True),
        (0o600, "fe_sendauth: no password supplied", False),
        (0o644, 'FATAL:  password authentication failed for user "ana"', False),
    ],
)
def test_a_password_file_that_others_may_use_is_named_where_it_is_why(
    monkeypatch, tmp_path, url, file, shown, mode, said, is_said
):
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "home")
    monkeypatch.delenv("PGPASSFILE", raising=False)
    Path(file).touch()
    Path(file).chmod(mode)
    _, fix = reason(location_of(url), f"{SOCKET}{said}")
    assert (f"run `chmod 600 {shown}`" in fix) is is_said


def test_one_open_transaction_is_not_called_everybody():
    found = explanation(location_of("postgresql:///slt"), DatabaseError("55P03", ""))
    assert found.message.endswith(" is busy: another transaction holds what this needs")
