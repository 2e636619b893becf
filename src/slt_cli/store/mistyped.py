"""Texts that look like a database's URL but are none: making a file of such a name helps nobody.

What may be a password is in none of the sentences: they show only the beginning of the text.
"""

import re

from slt_cli.errors import StoreError

_POSTGRES = (
    "write postgresql://user@host/database, or postgresql:///database for the server of this "
    "machine"
)
_OF_POSTGRES = re.compile(r"((?:postg|pgsql|psql)\w*)(:|//)", re.IGNORECASE | re.ASCII)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE | re.ASCII)
_SETTINGS = re.compile(
    r"(host|hostaddr|port|dbname|user|password|passfile|service|options|sslmode)\s*=",
    re.IGNORECASE | re.ASCII,
)
_VARIABLE = re.compile(r"\$(?:[A-Za-z_]\w*|\{\w+\})", re.ASCII)
_LOGIN = re.compile(r"[^/:@]+:[^@]+@[^@/]+/")
_FILES = ("sqlite", "sqlite3", "file")


def require_file(named: str) -> None:
    """Raise StoreError for a text that is not the name of a file, but a URL or part of one."""
    bare = named.strip().strip("'\"").strip()
    fault = _fault(bare)
    if fault is None:
        return
    sentence, fix = fault
    if bare != named and _OF_POSTGRES.match(bare):
        sentence = "the URL of the store has a blank or a quotation mark around it"
        fix = "leave out what is around the URL"
    raise StoreError(sentence, f"{fix}; for a file with such a name, put ./ before it")


def _fault(bare: str) -> tuple[str, str] | None:
    if found := _VARIABLE.match(bare):
        return (
            f"the store is called {found[0]}: the variable was not replaced by its value",
            "write the value itself: single quotes and a crontab replace no variable",
        )
    if found := _OF_POSTGRES.match(bare):
        return f"{found[0]}... is not the URL of a PostgreSQL database", _POSTGRES
    if found := _SCHEME.match(bare):
        if found[1].lower() in _FILES:
            return f"{found[0]}... is a URL, and a file has none", "name the file: cases.db"
        return f"{found[0]}... is not the URL of a store: slt knows postgresql://", _POSTGRES
    if found := _SETTINGS.match(bare):
        return f"{found[0]}... are settings for a connection, and slt takes a URL", _POSTGRES
    if _LOGIN.match(bare):
        return "the store looks like a URL without its beginning, postgresql://", _POSTGRES
    return None
