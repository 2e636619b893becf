"""How long connecting may take, where the user has not said it in libpq's own ways."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from slt_cli.user_directories import with_home

_LEAST_SECONDS = 2
"""What libpq takes at least for an address."""

LIMITS = {
    # A network that is gone says nothing: without these a statement would wait for hours.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}


def has_own_limit(given: Mapping[str, str]) -> bool:
    """Return whether the URL, its service or the environment says how long connecting may take."""
    if "connect_timeout" in given or "PGCONNECT_TIMEOUT" in os.environ:
        return True
    return "connect_timeout" in _service(given.get("service") or os.environ.get("PGSERVICE", ""))


def seconds_for_each(given: Mapping[str, str], seconds: float) -> int:
    """Return how long one address is tried, so that those after it are tried in time, too.

    A name may have two addresses: an old and a new one.
    """
    named = given.get("hostaddr") or given.get("host") or os.environ.get("PGHOST", "")
    has_service = "service" in given or "PGSERVICE" in os.environ
    hosts = named.split(",")
    is_socket = all(host.startswith(("/", "@")) for host in hosts) if named else not has_service
    addresses = 1 if is_socket else max(2, len(hosts))
    return max(_LEAST_SECONDS, int(seconds // addresses))


def _service(name: str) -> dict[str, str]:
    """Return what the first service file with a service says about it, as libpq finds it."""
    for file in _service_files() if name else ():
        try:
            text = file.read_text("utf-8", errors="replace")
        except OSError:  # libpq goes on to the next one, too
            continue
        if found := re.search(rf"^\s*\[{re.escape(name)}\]((?:.|\n)*?)(?:^\s*\[|\Z)", text, re.M):
            return dict(re.findall(r"^\s*(\w+)=(.*)$", found[1], re.M))
    return {}


def _service_files() -> Iterator[Path]:
    yield Path(os.environ.get("PGSERVICEFILE") or with_home("~/.pg_service.conf"))
    if directory := os.environ.get("PGSYSCONFDIR"):
        yield Path(directory) / "pg_service.conf"
