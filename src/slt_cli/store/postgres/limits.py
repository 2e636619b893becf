"""Limits of time for a connection, and what the user has said about it in libpq's own ways."""

import os
import re
from collections.abc import Iterator, Mapping
from math import inf
from pathlib import Path

from slt_cli.user_directories import with_home

LIMITS = {
    # A network that is gone says nothing: without these a statement would wait for hours.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


def own_limit(given: Mapping[str, str]) -> float | None:
    """Return how long connecting to an address may take by the URL, its service or environment.

    None if none of them says it. Raises ValueError for a text that is not a number.
    """
    text = setting(given, "connect_timeout", "PGCONNECT_TIMEOUT")
    if not text:
        return None
    try:
        seconds = int(text)
    except ValueError:
        said = f'invalid integer value "{text}" for connection option "connect_timeout"'
        raise ValueError(said) from None
    return float(seconds) if seconds > 0 else inf


def setting(given: Mapping[str, str], option: str, variable: str) -> str:
    """Return what the URL, its service or the environment says, empty if none says anything."""
    if option in given:
        return given[option]
    service = _service(given.get("service") or os.environ.get("PGSERVICE", ""))
    return service.get(option) or os.environ.get(variable, "")


def _service(name: str) -> dict[str, str]:
    """Return what the first service file with a service says about it, as libpq finds it."""
    for file in _service_files() if name else ():
        try:
            text = file.read_text("utf-8", errors="replace")
        except OSError:  # libpq goes on to the next one, too
            continue
        if found := re.search(rf"^\s*\[{re.escape(name)}\]((?:.|\n)*?)(?:^\s*\[|\Z)", text, re.M):
            return dict(re.findall(r"^\s*(\w+)=(.*?)\s*$", found[1], re.M))
    return {}


def _service_files() -> Iterator[Path]:
    yield Path(os.environ.get("PGSERVICEFILE") or with_home("~/.pg_service.conf"))
    if directory := os.environ.get("PGSYSCONFDIR"):
        yield Path(directory) / "pg_service.conf"
