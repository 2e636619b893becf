"""How to log in to a server that refused it: as which user, with which line of which file.

What libpq used is known from its words and the URL; a service may have more.
"""

import os
import re
import stat
from pathlib import Path
from pwd import getpwuid
from shlex import quote
from urllib.parse import parse_qs, urlsplit

from slt_cli.store.location import Location


def login_fix(location: Location, said: str) -> str:
    """Return the fix for a refused login: the user, the password, or the file that has it."""
    file = _in_url(location, "passfile") or os.environ.get("PGPASSFILE") or "~/.pgpass"
    if "no password supplied" in said and _is_open_to_others(file):
        shown = file if file == "~/.pgpass" else quote(file)
        return f"run `chmod 600 {shown}`: libpq ignores a password file that others may use"
    user, whose = _user(location, said)
    host, port = address(said)
    if re.search('role ".*" does not exist', said):
        known = f"let who runs the server create the user {user}, or name another"
    else:
        known = (
            f"in {file} (chmod 600), correct or add the line "
            f"{host}:{port}:{_database(location)}:{user}:PASSWORD"
        )
    return f"{known}; {whose}"


def _is_open_to_others(file: str) -> bool:
    """Return whether a password file has rights for anybody but its owner."""
    try:
        mode = Path(file).expanduser().stat().st_mode
    except (OSError, RuntimeError, ValueError):  # RuntimeError: there is no home directory
        return False
    return stat.S_ISREG(mode) and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))


def _user(location: Location, said: str) -> tuple[str, str]:
    """Return the user, and what decides who it is."""
    named = re.search('(?:for user|role) "([^"]*)"', said)
    given = _in_url(location, "user") or os.environ.get("PGUSER", "")
    has_service = "service=" in location.name or "PGSERVICE" in os.environ
    login = _login_name()
    user = named[1] if named else given
    if given or (has_service and user not in ("", login)):
        return user, "PGUSER, PGPASSFILE and PGSERVICE count, too"
    another = "name another in postgresql://USER@... or PGUSER"
    if has_service:
        return user or "USER", f"if the service names no user, your login name {login} counts"
    return user or login, f"no user was given, so your login name {user or login} counts: {another}"


def _database(location: Location) -> str:
    return _in_url(location, "dbname") or os.environ.get("PGDATABASE") or "*"


def address(said: str) -> tuple[str, str]:
    """Return the host and the port that libpq says it tried, as .pgpass has them."""
    if found := re.search(r'on socket "(.*)/\.s\.PGSQL\.(\d+)"', said):
        return found[1], found[2]
    if found := re.search(r'server at "([^"]*)"[^,]*, port (\d+)', said):
        return found[1], found[2]
    return "HOST", "5432"


def _in_url(location: Location, name: str) -> str:
    """Return a setting in a URL, empty without it; its password is not looked at.

    The text is what a user reads, so nothing of it is secret.
    """
    try:
        url = urlsplit(str(location))
        in_query = parse_qs(url.query).get(name, [""])[-1]
    except ValueError:
        return ""
    in_address = {"user": url.username, "dbname": url.path.lstrip("/")}
    return in_query or in_address.get(name) or ""


def _login_name() -> str:
    try:
        return getpwuid(os.geteuid()).pw_name
    except KeyError:
        return "USER"
