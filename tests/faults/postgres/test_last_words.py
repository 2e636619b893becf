"""What a server says last while it is connected to: slt has its own sentence, and no traceback."""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.driver import Session
from tests.faults.postgres.proxy import NAME
from tests.faults.postgres.refusals import refused

IN_LATIN_1 = (
    "SFATAL\0VFATAL\0C28P01\0M"
    "Passwort-Authentifizierung f\xfcr Benutzer \xbbben\xab fehlgeschlagen\0\0"
).encode("latin-1")
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
    ]
)
LEAVING = message(b"E", LAST_WORDS)
SEND_ROWS = message(b"G", b"\0\0\1\0\0")


@contextmanager
def server_that_says(tmp_path: Path, *answers: bytes) -> Iterator[str]:
    """Give everybody these answers, then nothing more; yield the URL."""
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(tmp_path / NAME))
        listening.listen()

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    with client, suppress(OSError):
                        for answer in answers:
                            client.recv(2**16)
                            client.sendall(answer)

        Thread(target=serve, daemon=True).start()
        yield f"postgresql:///x?host={tmp_path}"
        listening.shutdown(socket.SHUT_RDWR)


def test_the_last_words_of_one_that_goes_away_are_not_printed(process, tmp_path):
    with server_that_says(tmp_path, WELCOME + LEAVING) as leaving:
        said, _ = refused(process("due", env={"SLT_DB": leaving}))
    assert said == f"the connection to {leaving} was lost"


def test_the_last_words_of_one_that_goes_away_while_rows_are_sent_are_not_printed(capsys, tmp_path):
    rows = [("x" * 100,)] * 20_000
    with (
        server_that_says(tmp_path, WELCOME, SEND_ROWS + LEAVING) as leaving,
        closing(Session(leaving)) as session,
        pytest.raises(DatabaseError) as raised,
    ):
        session.executemany("INSERT INTO texts (text) VALUES (?)", rows)
    assert raised.value.lost
    assert capsys.readouterr().err == ""


def test_a_refusal_that_is_not_utf_8(process, tmp_path):
    with server_that_says(tmp_path, message(b"E", IN_LATIN_1)) as refusing:
        said, _ = refused(process("due", env={"SLT_DB": refusing}))
    assert said.startswith(refusing)
    assert said.endswith("f�r Benutzer �ben� fehlgeschlagen")
