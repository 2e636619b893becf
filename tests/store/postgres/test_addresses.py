"""The addresses that are tried: those of all names that are given, in the order of libpq."""

import pytest

from slt_cli.store.postgres.addresses import attempts

KNOWN = {"db": ["192.0.2.1"], "two": ["2001:db8::1", "192.0.2.2"]}
SERVICES = "[team]\nhost=db,two\nport=5433\n"


def lookup(name: str) -> list[str]:
    if name not in KNOWN:
        raise OSError(f"no {name}")
    return KNOWN[name]


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGTARGETSESSIONATTRS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "services").write_text(SERVICES)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))


def address(host: str, number: str = "", port: str = "") -> dict[str, str]:
    return {"host": host, "hostaddr": number, "port": port}


@pytest.mark.parametrize(
    ("given", "environment", "tried"),
    [
        pytest.param({}, {}, [{}], id="the usual socket"),
        pytest.param({"host": "/run/pg"}, {}, [address("/run/pg")], id="a socket"),
        pytest.param({"host": "db"}, {}, [address("db", "192.0.2.1")], id="a name"),
        pytest.param(
            {"host": "two"},
            {},
            [address("two", "2001:db8::1"), address("two", "192.0.2.2")],
            id="a name with two addresses",
        ),
        pytest.param({"host": "192.0.2.9"}, {}, [address("192.0.2.9")], id="an address as a name"),
        pytest.param({"host": "::1"}, {}, [address("::1")], id="a longer one"),
        pytest.param(
            {"host": "db,/run/pg", "port": "1,2"},
            {},
            [address("db", "192.0.2.1", "1"), address("/run/pg", "", "2")],
            id="several hosts, each with its port",
        ),
        pytest.param(
            {"host": "x", "hostaddr": "192.0.2.7"}, {}, [address("x", "192.0.2.7")], id="both"
        ),
        pytest.param(
            {"hostaddr": "192.0.2.7,192.0.2.8", "port": "5"},
            {},
            [address("", "192.0.2.7", "5"), address("", "192.0.2.8", "5")],
            id="numbers alone, with one port",
        ),
        pytest.param({"host": "a,b", "port": "1,2,3"}, {}, [{}], id="lists that libpq refuses"),
        pytest.param(
            {"service": "team"},
            {},
            [
                address("db", "192.0.2.1", "5433"),
                address("two", "2001:db8::1", "5433"),
                address("two", "192.0.2.2", "5433"),
            ],
            id="those of a service",
        ),
        pytest.param({}, {"PGHOST": "db"}, [address("db", "192.0.2.1")], id="of the environment"),
        pytest.param({"host": "nobody,db"}, {}, [address("db", "192.0.2.1")], id="one is unknown"),
        pytest.param(
            {"host": "/a,/b", "target_session_attrs": "prefer-standby"},
            {},
            [
                {**address(host), "target_session_attrs": wanted}
                for wanted in ("standby", "any")
                for host in ("/a", "/b")
            ],
            id="a replica first",
        ),
    ],
)
def test_what_is_tried(monkeypatch, given, environment, tried):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert attempts(given, lookup) == tried


def test_no_name_is_known():
    with pytest.raises(OSError, match="no nobody"):
        attempts({"host": "nobody,noone"}, lookup)


def test_the_load_is_balanced():
    given = {"host": "/a,/b", "load_balance_hosts": "random"}
    seen = {attempts(given, lookup)[0]["host"] for _ in range(200)}
    assert seen == {"/a", "/b"}
