"""The store: it opens, its pages and references are whole, and its events add up to its cases."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from slt_cli.doctor import Finding, problems
from slt_cli.domain.calendar.instant import format_utc
from slt_cli.errors import SltError
from slt_cli.store.checking import differences
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.copies import unsound
from slt_cli.store.sqlite.explaining import explained
from slt_cli.store.sqlite.store import SqliteStore

_RESTORE = "`slt restore` a backup that is sound; keep this file until then"


class Health(NamedTuple):
    """Hold what was found of the cases, whether they are slt's, and when the last were recorded."""

    findings: list[Finding]
    is_store: bool = False
    newest: datetime | None = None


def store_health(path: Path, *, private: bool) -> Health:
    """Return what is found of a store. A `private` one's directory may be missing."""
    try:
        if not file.exists(path, private=private):
            return Health([Finding("store", "ok", f"none yet at {path}: `slt open` makes it")])
        with explained(path):
            return _looked_at(path)
    except SltError as error:
        return Health(problems("store", error))


def _looked_at(path: Path) -> Health:
    log = _log(path)
    with closing(file.connect_to_look(path)) as connection:
        version = file.schema_version(connection, path)
        if version == 0:
            return Health([Finding("store", "ok", f"{path} is empty, to be filled by `slt open`")])
        findings = [_schema(version), log, _integrity(connection, path)]
    if version < file.SCHEMA_VERSION or findings[-1].state == "problem":
        return Health(findings, is_store=True)
    with closing(SqliteStore(path, private=False, connect=file.connect_to_look)) as store:
        return Health([*findings, _history(store)], is_store=True, newest=_newest(store))


def _newest(store: SqliteStore) -> datetime | None:
    try:
        return store.newest_event()
    except SltError:  # told with the history
        return None


def _schema(version: int) -> Finding:
    if version == file.SCHEMA_VERSION:
        return Finding("store schema", "ok", f"{version}, what this slt writes")
    return Finding(
        "store schema",
        "warning",
        f"{version}, while this slt writes {file.SCHEMA_VERSION}",
        "use it once, as with `slt list`: it is copied beside itself and brought up to date",
    )


def _log(path: Path) -> Finding:
    """Return what the file's header says of its log, which a connection may not be able to use.

    It is read before there is a connection, whose locks would end with it.
    """
    try:
        with path.open("rb") as stream:
            is_ahead = stream.read(20)[18:] == b"\2\2"
    except OSError:  # SQLite tells of it next
        is_ahead = False
    if is_ahead:
        return Finding("store log", "ok", "write-ahead: readers and a writer do not wait")
    return Finding(
        "store log",
        "warning",
        "no write-ahead log: readers and a writer wait for each other",
        "nothing: the next change that finds the store free switches to a write-ahead log",
    )


def _integrity(connection: sqlite3.Connection, path: Path) -> Finding:
    try:
        faults = unsound(connection)
        ((cases,),) = connection.execute("SELECT count(*) FROM cases")
    except sqlite3.DatabaseError as error:
        faults, cases = [str(error)], 0
    if faults:
        return Finding("store", "problem", f"{path} is damaged: {'; '.join(faults)}", _RESTORE)
    return Finding("store", "ok", f"{path} is whole; cases: {cases}")


def _history(store: SqliteStore) -> Finding:
    try:
        differing = sorted({found.number for found in differences(store)})
    except SltError as error:
        return Finding("history", "problem", error.message, _RESTORE)
    if differing:
        shown = ", ".join(map(str, differing[:5])) + (", ..." if len(differing) > 5 else "")
        return Finding(
            "history",
            "problem",
            f"cases that are not what their events add up to: {shown}",
            f"`slt verify` tells each difference; {_RESTORE}",
        )
    newest = store.newest_event()
    told = f", the last of them of {format_utc(newest)}" if newest else ""
    return Finding("history", "ok", f"every case is what its events add up to{told}")
