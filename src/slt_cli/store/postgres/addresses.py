"""The addresses of a server, as the URL, its service or the environment name them."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from slt_cli.store.postgres.limits import setting

Address = dict[str, str]
"""What libpq is given of an address, in place of what the URL says."""

Lookup = Callable[[str], Sequence[str]]
"""Returns the addresses of a name; raises OSError for a name that has none."""

_SESSIONS = {"prefer-standby": ("standby", "any")}
"""What is wanted of a server, and after all addresses what is wanted then."""


def attempts(given: Mapping[str, str], lookup: Lookup) -> list[Address]:
    """Return what is tried, one after the other: what libpq itself tries, but an address at a time.

    Raises OSError if no name has an address.
    """
    found = list(_addresses(given, lookup))
    if setting(given, "load_balance_hosts", "PGLOADBALANCEHOSTS") == "random":
        found.sort(key=lambda _: os.urandom(8))
    wanted = setting(given, "target_session_attrs", "PGTARGETSESSIONATTRS")
    if wanted not in _SESSIONS:
        return found
    sessions = [{"target_session_attrs": each} for each in _SESSIONS[wanted]]
    return [{**address, **session} for session, address in product(sessions, found)]


def _addresses(given: Mapping[str, str], lookup: Lookup) -> Iterator[Address]:
    names = _list(setting(given, "host", "PGHOST"))
    numbers = _list(setting(given, "hostaddr", "PGHOSTADDR"))
    ports = _list(setting(given, "port", "PGPORT")) or [""]
    count = len(numbers or names)
    if not count or len(names or numbers) != count or len(ports) not in (1, count):
        yield {}  # the usual socket, or lists that libpq refuses
        return
    unknown: OSError | None = None
    is_known = False
    for index in range(count):
        name = names[index] if names else ""
        try:
            found = [numbers[index]] if numbers else [""]
            if not found[0] and _is_name(name):
                found = list(lookup(name))
        except OSError as error:
            unknown = unknown or error
            continue
        is_known = True
        port = ports[index % len(ports)]
        yield from ({"host": name, "hostaddr": number, "port": port} for number in found)
    if unknown is not None and not is_known:
        raise unknown


def _list(text: str) -> list[str]:
    return text.split(",") if text else []


def _is_name(host: str) -> bool:
    """Return whether a host is a name: no socket, and no address."""
    is_address = ":" in host or host.replace(".", "").isdigit()
    return bool(host) and not host.startswith(("/", "@")) and not is_address
