"""The pooler of docs/team.md beside a client: its settings, with other names in them, started."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.postgres.waits import wait_for_socket
from tests.store.postgres.far_server import NAME, PASSWORD
from tests.store.postgres.server import USER, _unprivileged, pooler

PAGE = Path(__file__).parents[3] / "docs" / "team.md"
_DIRECTORY = "/home/ben/.pgbouncer"


@contextmanager
def pooler_beside(root: Path, port: int) -> Iterator[str]:
    """Run the pooler for a server at a port of the loopback, and yield the URL for `SLT_DB`.

    `root` is the certificate of the server's authority.
    """
    directory = Path(tempfile.mkdtemp(prefix="slt-pooler-"))
    section = PAGE.read_text().partition("\n## A pooler beside each client\n")[2]
    settings, users, _, export = _blocks(section)[1:5]
    for name, text in {"pgbouncer.ini": settings, "users.txt": users}.items():
        (directory / name).write_text(_replaced(text, directory, port))
        (directory / name).chmod(0o600)
    shutil.copy(root, directory / "authority.pem")
    line = [str(pooler()), str(directory / "pgbouncer.ini")]
    if os.geteuid() == 0:  # which PgBouncer refuses
        owner = _unprivileged()
        for path in (directory, *directory.iterdir()):
            os.chown(path, owner.pw_uid, owner.pw_gid)
        line[1:1] = ["-u", owner.pw_name]
    running = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_socket(directory / ".s.PGSQL.6432", directory / "log")
        yield _replaced(export, directory, port).split("'")[1]
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(directory)


def _blocks(section: str) -> list[str]:
    """Return the texts between fences of a page's section."""
    parts = section.partition("\n## ")[0].split("\n```")
    return [part.partition("\n")[2] for part in parts[1::2]]


def _replaced(text: str, directory: Path, port: int) -> str:
    server = f"host={NAME} port={port} dbname=postgres user={USER}"
    return (
        text.replace("host=db.example.com port=5432 dbname=slt user=ben", server)
        .replace(_DIRECTORY, str(directory))
        .replace('"ben" "PASSWORD"', f'"{USER}" "{PASSWORD}"')
        .replace("user=ben", f"user={USER}")
    )
