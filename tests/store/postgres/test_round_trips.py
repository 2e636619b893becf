"""How often slt waits for a server that is far away: counted by a proxy, on a real connection.

A statement is a round trip, so what test_statements.py counts is what a command waits for beyond
connecting.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from slt_cli.store.postgres.driver import Session
from tests.store.engines import new_schema
from tests.store.postgres.distance import Distance, distance
from tests.store.postgres.far_server import TRUSTED, far_server
from tests.store.postgres.server import USER

NOW = "2026-11-23T10:00:00+00:00"

ADDRESS, START = 1, 1
"""The handshake of TCP; the start of a session, which the server answers with what it wants."""
PASSWORD = 2
"""scram-sha-256: each side proves that it knows the password."""
QUESTION, TLS = 1, 1
"""Whether the server encrypts; and the handshake of TLS 1.3."""
ENCRYPTED = ADDRESS + QUESTION + TLS + START
X25519_SINCE = 180_000
"""Older servers have another curve than the one that clients offer first: TLS begins twice."""


@pytest.fixture(scope="module")
def between(far) -> Iterator[Distance]:
    """Put a counter before the server."""
    with distance(far.server.port) as between:
        yield between


@pytest.mark.parametrize(
    ("user", "mode", "round_trips"),
    [
        pytest.param(TRUSTED, "disable", ADDRESS + START, id="plain, without password"),
        pytest.param(USER, "disable", ADDRESS + START + PASSWORD, id="plain"),
        pytest.param(TRUSTED, "prefer", ENCRYPTED, id="TLS, without password"),
        pytest.param(USER, "prefer", ENCRYPTED + PASSWORD, id="TLS if it can be had"),
        pytest.param(USER, "require", ENCRYPTED + PASSWORD, id="TLS"),
        pytest.param(USER, "verify-full", ENCRYPTED + PASSWORD, id="the name is checked, too"),
    ],
)
def test_connecting_takes_so_many_round_trips(far, between, monkeypatch, user, mode, round_trips):
    monkeypatch.setenv("PGSSLROOTCERT", str(far.root))
    before = between.round_trips()
    with closing(Session(far.url(f"sslmode={mode}", port=between.port, user=user))) as session:
        begins_twice = session.tls_mode != "" and session.server_version < X25519_SINCE

    assert between.round_trips() - before == round_trips + begins_twice


def test_a_server_without_tls_is_asked_for_it_in_vain(tmp_path):
    with far_server(tmp_path) as plain, distance(plain.server.port) as between:
        Session(plain.url("sslmode=prefer", port=between.port)).close()

        assert between.round_trips() == ADDRESS + QUESTION + START + PASSWORD


@pytest.fixture
def connecting(far, between, slt, monkeypatch) -> int:
    """Use a store across the distance, and return what connecting to it takes."""
    made = new_schema(far.server.url).name
    monkeypatch.setenv("SLT_DB", made)
    for line in ("open -p S1 --at 2026-11-23T09:30:00Z down", "open -p S2 slow"):
        assert slt(*line.split()).code == 0
    options = made.partition("options=")[2]
    there = far.url(f"{far.verified()}&options={options}", port=between.port)
    monkeypatch.setenv("SLT_DB", there)
    before = between.round_trips()
    Session(there).close()
    return between.round_trips() - before


@pytest.mark.parametrize(
    ("line", "round_trips"),
    [
        ("due", 2),
        ("list", 2),
        ("open -p S1 down", 3),
        ("open -p S1 --ref R-9 down", 4),
        ("escalate 1", 4),
    ],
)
@pytest.mark.now(NOW)
def test_a_command_takes_so_many_more(between, connecting, slt, line, round_trips):
    before = between.round_trips()
    assert slt(*line.split()).code == 0

    assert between.round_trips() - before == connecting + round_trips
