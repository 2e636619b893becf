"""A PostgreSQL server that is reached over TCP, with TLS by a certificate of the tests' own.

It wants passwords by scram-sha-256 there.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg2
import trustme

from tests.store.postgres.server import USER, Server, temporary_server

HOST = "127.0.0.1"
NAME = "localhost"
"""The name in the server's certificate."""
PASSWORD = "kept-secret"
TRUSTED, ENCRYPTED, KEPT_OUT = "trusted", "encrypted", "kept_out"
"""A role without a password, one that is refused without TLS, and one that always is."""

_RULES = f"""
local all all trust
host all {TRUSTED} all trust
hostnossl all {ENCRYPTED} all reject
host all {KEPT_OUT} all reject
host all all all scram-sha-256
"""


class FarServer:
    """A server on the loopback, and the authority that makes its certificates."""

    def __init__(self, server: Server, directory: Path) -> None:
        self.server = server
        self._authority = trustme.CA()
        self.root = directory / "authority.pem"
        self._authority.cert_pem.write_to_path(str(self.root))

    def url(self, query: str = "", *, host: str = NAME, port: int = 0, user: str = USER) -> str:
        """Return the URL of its database, over TCP; a port is that of a proxy before it."""
        address = f"{user}:{PASSWORD}@{host}:{port or self.server.port}"
        return f"postgresql://{address}/postgres?hostaddr={HOST}&{query}"

    def verified(self, root: Path | None = None) -> str:
        """Return the part of a URL that checks the server's name by an authority."""
        return f"sslmode=verify-full&sslrootcert={quote(str(root or self.root), safe='')}"

    def encrypt(self, *, until: datetime | None = None) -> None:
        """Start it again with a new certificate, which ends at an instant."""
        file = self.server._data / "server.pem"
        made = self._authority.issue_cert(NAME, not_after=until)
        made.private_key_and_cert_chain_pem.write_to_path(str(file))
        file.chmod(0o600)
        if owner := self.server._owner:
            os.chown(file, owner.pw_uid, owner.pw_gid)
        for setting in ("ssl_cert_file", "ssl_key_file"):
            self.ask(f"ALTER SYSTEM SET {setting} = '{file.name}'")
        self.speak(encrypted=True)

    def speak(self, *, encrypted: bool) -> None:
        """Start it again with TLS or without."""
        self.ask(f"ALTER SYSTEM SET ssl = {encrypted}")
        self.server.stop()
        self.server.start()

    def ask(self, sql: str) -> None:
        """Run a statement as the one who may do everything."""
        with closing(psycopg2.connect(self.server.url)) as connection:
            connection.autocommit = True
            connection.cursor().execute(sql)


@contextmanager
def far_server(directory: Path) -> Iterator[FarServer]:
    """Run such a server without TLS; its authority's certificate is in a directory."""
    with temporary_server(free_port()) as server:
        far = FarServer(server, directory)
        far.ask(f"ALTER ROLE {USER} PASSWORD '{PASSWORD}'")
        far.ask(f"CREATE ROLE {TRUSTED} SUPERUSER LOGIN")
        (server._data / "pg_hba.conf").write_text(_RULES)
        far.speak(encrypted=False)
        yield far


def free_port() -> int:
    """Return a port of the loopback on which nobody listens."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])
