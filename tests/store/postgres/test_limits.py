"""How long connecting may take: libpq's own ways to say it count; each address has its share."""

import pytest

from slt_cli.store.postgres.limits import has_own_limit, seconds_for_each

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
    ("given", "environment", "is_said"),
    [
        pytest.param({}, {}, False, id="nobody"),
        pytest.param({"host": "db"}, {}, False, id="a URL without one"),
        pytest.param({"connect_timeout": "30"}, {}, True, id="the URL"),
        pytest.param({}, {"PGCONNECT_TIMEOUT": "30"}, True, id="the environment"),
        pytest.param({"service": "limited"}, {}, True, id="a service in the URL"),
        pytest.param({}, {"PGSERVICE": "limited"}, True, id="a service in the environment"),
        pytest.param({"service": "team"}, {}, False, id="a service without one"),
        pytest.param({"service": "nobody"}, {}, False, id="an unknown service"),
        pytest.param({"service": ".*"}, {}, False, id="a service that is no name"),
        pytest.param(
            {"service": "limited"}, {"PGSERVICEFILE": "/no/such"}, False, id="a file not there"
        ),
    ],
)
def test_who_says_it(monkeypatch, given, environment, is_said):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert has_own_limit(given) is is_said


def test_the_service_files_are_those_of_libpq(monkeypatch, tmp_path):
    monkeypatch.delenv("PGSERVICEFILE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert not has_own_limit({"service": "limited"})
    monkeypatch.setenv("PGSYSCONFDIR", str(tmp_path))
    assert has_own_limit({"service": "limited"})
    monkeypatch.delenv("PGSYSCONFDIR")
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / ".pg_service.conf").write_text(SERVICES)
    assert has_own_limit({"service": "limited"})


@pytest.mark.parametrize(
    ("given", "environment", "seconds", "each"),
    [
        pytest.param({}, {}, 4, 4, id="the usual socket"),
        pytest.param({"host": "/run/postgresql"}, {}, 10, 10, id="a socket"),
        pytest.param({"host": "db"}, {}, 4, 2, id="a name, which may have two addresses"),
        pytest.param({"host": "db"}, {}, 10, 5, id="the same where nobody watches"),
        pytest.param({"host": "a,b,c"}, {}, 10, 3, id="three hosts"),
        pytest.param({"host": "a,b,c,d,e,f,g"}, {}, 10, 2, id="as little as libpq takes"),
        pytest.param({"hostaddr": "192.0.2.1,192.0.2.2"}, {}, 10, 5, id="addresses"),
        pytest.param({}, {"PGHOST": "a,b,c"}, 10, 3, id="hosts of the environment"),
        pytest.param({"host": "/run,db"}, {}, 10, 5, id="a socket and a name"),
        pytest.param({"service": "team"}, {}, 10, 5, id="a service"),
        pytest.param({}, {"PGSERVICE": "team"}, 10, 5, id="a service of the environment"),
    ],
)
def test_the_share_of_an_address(monkeypatch, given, environment, seconds, each):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert seconds_for_each(given, seconds) == each
