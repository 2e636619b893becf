"""A server that goes away just as it is connected to: nothing but slt's own sentence is shown."""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Thread

import pytest

from tests.faults.postgres.proxy import NAME
from tests.faults.postgres.refusals import refused

LAST_WORDS = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
SETTINGS = (
    b"client_encoding\0UTF8\0",
    b"server_encoding\0UTF8\0",
    b"server_version\x0015.4\0",
    b"DateStyle\0ISO, MDY\0",
    b"standard_conforming_strings\0on\0",
)


def message(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("!I", len(content) + 4) + content


WELCOME = b"".join(
    [
        message(b"R", struct.pack("!I", 0)),
        *(message(b"S", setting) for setting in SETTINGS),
        message(b"K", struct.pack("!II", 1, 1)),
        message(b"Z", b"I"),
        message(b"E", LAST_WORDS),
    ]
)


@pytest.fixture
def leaving(tmp_path) -> Iterator[str]:
    """Return the URL of a server that lets everybody in, and goes away in the same moment."""
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(tmp_path / NAME))
        listening.listen()

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    with client, suppress(OSError):
                        client.recv(2**16)
                        client.sendall(WELCOME)

        Thread(target=serve, daemon=True).start()
        yield f"postgresql:///x?host={tmp_path}"
        listening.shutdown(socket.SHUT_RDWR)


def test_its_last_words_are_not_printed(process, leaving):
    said, _ = refused(process("due", env={"SLT_DB": leaving}))
    assert said == f"the connection to {leaving} was lost"
