"""Connections that check the server's name, and what is said of each that cannot be trusted."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
import trustme

from tests.faults.postgres.refusals import refused
from tests.store.engines import new_schema
from tests.store.postgres.far_server import ENCRYPTED, KEPT_OUT, FarServer, far_server

LONG_AGO = datetime(2020, 1, 1)  # noqa: DTZ001 - trustme takes it as UTC


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Iterator[FarServer]:
    """Run a server without TLS."""
    with far_server(tmp_path_factory.mktemp("plain")) as plain:
        yield plain


@pytest.fixture(scope="module")
def expired(tmp_path_factory) -> Iterator[FarServer]:
    """Run a server with a certificate of the past."""
    with far_server(tmp_path_factory.mktemp("expired")) as expired:
        expired.encrypt(until=LONG_AGO)
        yield expired


@pytest.fixture
def refuses(slt, monkeypatch):
    """Return a function that returns the sentence and the fix for a URL that is refused."""

    def call(url: str) -> tuple[str, str]:
        monkeypatch.setenv("SLT_DB", url)
        assert refused(slt("open", "-p", "S1", "x"))[0].startswith("postgresql://")
        return refused(slt("due"))

    return call


def options(far: FarServer) -> str:
    """Return the part of a URL that names a new store."""
    return "options=" + new_schema(far.server.url).name.partition("options=")[2]


def test_a_server_with_its_name_in_a_certificate_of_a_known_authority(slt, far, monkeypatch):
    monkeypatch.setenv("SLT_DB", far.url(f"{far.verified()}&{options(far)}"))

    assert slt("open", "-p", "S1", "down", "-q") == (0, "CASE-1\n", "")
    assert slt("list", "-q") == (0, "CASE-1\n", "")


@pytest.mark.parametrize("host", ["db.example.com", "127.0.0.1"])
def test_another_name(refuses, far, host):
    said, fix = refuses(far.url(far.verified(), host=host))

    assert " has a certificate for another name: " in said
    assert f'certificate for "localhost" does not match host name "{host}"' in said
    assert fix == (
        "put a name of that certificate into the URL, or let the server have one with this name"
    )


def test_an_unknown_authority(refuses, far, tmp_path):
    unknown = tmp_path / "unknown.pem"
    trustme.CA().cert_pem.write_to_path(str(unknown))

    said, fix = refuses(far.url(far.verified(unknown)))

    assert " has a certificate that cannot be trusted: " in said
    assert fix.startswith("name the certificate of the authority that made it with sslrootcert; ")


def test_an_expired_certificate(refuses, expired):
    said, fix = refuses(expired.url(expired.verified()))

    assert " has a certificate that cannot be trusted: " in said
    assert "if it has expired, who runs the server must renew it" in fix
    assert "if it is not valid yet, correct this machine's clock" in fix
    assert f"-connect 127.0.0.1:{expired.server.port}`" in fix


@pytest.mark.parametrize("mode", ["require", "verify-full"])
def test_a_server_without_tls(refuses, plain, monkeypatch, mode):
    monkeypatch.setenv("PGSSLROOTCERT", str(plain.root))

    said, fix = refuses(plain.url(f"sslmode={mode}"))

    assert " does not encrypt connections: " in said
    assert fix.startswith("ask who runs the server to switch ssl on")


def test_a_server_that_wants_tls(refuses, far):
    said, fix = refuses(far.url("sslmode=disable", user=ENCRYPTED))

    assert " lets nobody in from here without encryption: " in said
    assert fix.startswith("connect with sslmode=verify-full; ")


def test_a_server_that_refuses_one_user_is_not_said_to_refuse_all(refuses, far):
    said, fix = refuses(far.url(far.verified(), user=KEPT_OUT))

    assert " does not let you in from here: " in said
    assert "a line in its pg_hba.conf that lets this user into this database" in fix


def test_a_root_certificate_that_is_missing(refuses, far, tmp_path):
    said, fix = refuses(far.url(far.verified(tmp_path / "none.pem")))

    assert " cannot be checked without the certificate of its authority: " in said
    assert "none.pem" in said
    assert fix.startswith("ask who runs the server for that certificate, and save it as this file")


def test_a_root_certificate_that_is_none(refuses, far, tmp_path):
    (tmp_path / "none.pem").write_text("nothing\n")

    said, fix = refuses(far.url(far.verified(tmp_path / "none.pem")))

    assert " the certificate of its authority cannot be read: " in said
    assert fix == "name with sslrootcert a file in PEM form that you may read"


@pytest.mark.parametrize(
    ("mode", "state", "found"),
    [
        ("verify-full", "ok", "is encrypted, and its name is checked"),
        ("verify-ca", "warning", "sslmode=verify-ca does not check its name"),
        ("require", "warning", "sslmode=require does not check its name"),
        ("prefer", "warning", "sslmode=prefer does not check its name"),
        ("disable", "warning", "the connection to the server is not encrypted"),
    ],
)
def test_the_doctor_says_how_far_the_connection_can_be_trusted(
    slt, far, monkeypatch, mode, state, found
):
    monkeypatch.setenv("PGSSLROOTCERT", str(far.root))
    monkeypatch.setenv("SLT_DB", far.url(f"sslmode={mode}&{options(far)}"))

    checks = json.loads(slt("doctor", "--json").out)["items"]

    (connection,) = [check for check in checks if check["check"] == "connection"]
    assert connection["state"] == state
    assert found in connection["found"]
    assert ("verify-full" in (connection["fix"] or "")) is (state == "warning")
