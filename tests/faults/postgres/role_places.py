"""Where the commands of a role run: a directory, and a database with a store."""

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from slt_cli.cli.program import run
from tests.apps import app_with
from tests.faults.postgres.role_lines import FILES, NOW, TOLD
from tests.faults.postgres.roles import Sql, as_role, rows


def prepare(directory: Path, url: str, prepared: str) -> None:
    """Run lines in a directory, each at its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(directory)
        for name in [name for name in os.environ if name.startswith(("SLT_", "XDG_"))]:
            patch.delenv(name)
        for name, value in (("HOME", str(directory)), ("LOGNAME", "tester"), ("SLT_DB", url)):
            patch.setenv(name, value)
        for line in prepared.strip().splitlines():
            time, *words = shlex.split(line)
            code = run(words, app_with(now=f"{NOW[:11]}{time}:00Z"))
            assert code == 0, line


def of_database(url: str, name: str) -> str:
    """Return the URL of another database of the same server."""
    return url.replace("///postgres?", f"///{name}?")


def write(directory: Path) -> None:
    """Write the files that the commands need."""
    for name, text in FILES.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)


@contextmanager
def connected(url: str) -> Iterator[Sql]:
    """Yield a function that runs a statement past slt, as the one who may do everything."""
    import psycopg2

    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True

        def run(statement: str) -> list[Any]:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

        yield run


class Place:
    """A database with a store, and the directory in which commands run."""

    def __init__(self, slt: Callable[..., Any], home: Path, url: str) -> None:
        self._slt, self._home, self._url = slt, home, url

    def run(self, line: str, role: str) -> tuple[Any, bool]:
        """Return how a line ends for a role, and whether it changed the store."""
        url = as_role(self._url, role)
        before = self.rows()
        words = [url if word == "STORE" else word for word in shlex.split(line)]
        result = self._slt(*words, environment={"SLT_DB": url})
        return result, self.rows() != before

    def rows(self) -> dict[str, list[Any]]:
        """Return all that is in the store."""
        with connected(self._url) as sql:
            return rows(sql)

    @property
    def was_told(self) -> bool:
        """Return whether a message was sent."""
        return (self._home / TOLD).exists()
