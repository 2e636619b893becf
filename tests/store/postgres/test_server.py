"""The server of the tests: it comes back after a kill with all that was acknowledged."""

import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.store.postgres.server import Server, ServerError, temporary_server


def ask(server: Server, sql: str) -> list[tuple]:
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(sql)
        return cursor.fetchall()


def test_after_each_kill_it_starts_with_what_was_acknowledged():
    with temporary_server() as server:
        ask(server, "CREATE TABLE kept (number integer); SELECT 1")
        for number in (1, 2):
            with closing(psycopg2.connect(server.url)) as connection:
                ask(server, f"INSERT INTO kept VALUES ({number}) RETURNING number")
                connection.cursor().execute("INSERT INTO kept VALUES (99)")
                server.kill()
                with pytest.raises(psycopg2.OperationalError):
                    connection.commit()
            server.start()
            assert len(ask(server, "SELECT * FROM kept")) == number


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_it_leaves_no_process_and_no_directory(end):
    with temporary_server() as server:
        ((directory,),) = ask(server, "SHOW data_directory")
        getattr(server, end)()
    assert not Path(directory).parent.exists()
    processes = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert directory not in processes.stdout


def test_a_path_too_long_for_a_socket_is_refused(tmp_path):
    with pytest.raises(ServerError, match="too long a path"):
        Server(tmp_path / ("x" * 100)).start()
    assert list(tmp_path.iterdir()) == []
