"""How long connecting may take, as libpq's own ways say it."""

from math import inf

import pytest

from slt_cli.store.postgres.limits import own_limit

SERVICES = """# the team's
[other]
connect_timeout=3
[team]
host=db
[team] of another file
[limited]
password=a[b
  connect_timeout=7
"""


@pytest.fixture(autouse=True)
def services(tmp_path, monkeypatch) -> None:
    for name in ("PGCONNECT_TIMEOUT", "PGSERVICE", "PGHOST", "PGSYSCONFDIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "pg_service.conf").write_text(SERVICES)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "pg_service.conf"))


@pytest.mark.parametrize(
    ("given", "environment", "seconds"),
    [
        pytest.param({}, {}, None, id="nobody"),
        pytest.param({"host": "db"}, {}, None, id="a URL without one"),
        pytest.param({"connect_timeout": "30"}, {}, 30, id="the URL"),
        pytest.param({"connect_timeout": "0"}, {}, inf, id="no end"),
        pytest.param({}, {"PGCONNECT_TIMEOUT": "30"}, 30, id="the environment"),
        pytest.param({"service": "limited"}, {}, 7, id="a service in the URL"),
        pytest.param({}, {"PGSERVICE": "limited"}, 7, id="a service in the environment"),
        pytest.param({"service": "team"}, {}, None, id="a service without one"),
        pytest.param({"service": "nobody"}, {}, None, id="an unknown service"),
        pytest.param({"service": ".*"}, {}, None, id="a service that is no name"),
        pytest.param(
            {"service": "limited"}, {"PGSERVICEFILE": "/no/such"}, None, id="a file not there"
        ),
    ],
)
def test_who_says_it(monkeypatch, given, environment, seconds):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert own_limit(given) == seconds


def test_the_service_files_are_those_of_libpq(monkeypatch, tmp_path):
    monkeypatch.delenv("PGSERVICEFILE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert own_limit({"service": "limited"}) is None
    monkeypatch.setenv("PGSYSCONFDIR", str(tmp_path))
    assert own_limit({"service": "limited"}) == 7
    monkeypatch.delenv("PGSYSCONFDIR")
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / ".pg_service.conf").write_text(SERVICES)
    assert own_limit({"service": "limited"}) == 7


def test_a_limit_that_is_no_number():
    with pytest.raises(ValueError, match='invalid integer value "abc" for connection option'):
        own_limit({"connect_timeout": "abc"})
