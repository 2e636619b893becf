"""Check a SQLite store: it opens, its pages and references are sound, its events add up."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from slt_cli.errors import SltError
from slt_cli.finding import Finding, problems
from slt_cli.store.checking import history_finding, references_finding
from slt_cli.store.counters import counter_findings
from slt_cli.store.damage import RESTORE_AND_KEEP, DamagedError, damaged
from slt_cli.store.location import ANOTHER_LOCATION
from slt_cli.store.sql.writers import NO_SHARED_CLOCK, writer_findings
from slt_cli.store.sqlite import file, readers
from slt_cli.store.sqlite.copies import unsound
from slt_cli.store.sqlite.explaining import AS_SLT_MADE_IT, MAKE_AGAIN, by_another, explained
from slt_cli.store.sqlite.own_schema import lost, not_own
from slt_cli.store.sqlite.rights import denial
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.sqlite.surroundings import surrounding_findings
from slt_cli.store.team_policy import TeamPolicy
from slt_cli.store.upkeep import Health, OutboxState, outbox_state

_OLDEST_SQLITE = (3, 37, 0)  # the first one with STRICT tables


class _Content(NamedTuple):
    """The findings about a file, whether it is a store of slt, and what is read from it."""

    findings: list[Finding]
    is_store: bool = False
    newest: datetime | None = None
    policy: TeamPolicy | None = None
    is_readable: bool = True
    outbox: OutboxState | None = None


def health_of(path: Path, *, private: bool) -> Health:
    """Return the findings about a store. The directory of a `private` one may be missing."""
    content = _content(path, private=private)
    around = surrounding_findings(path, is_store=content.is_store, private=private)
    engine = version_finding(sqlite3.sqlite_version)
    return Health(
        [*content.findings, *around],
        engine,
        newest=content.newest,
        policy=content.policy,
        is_readable=content.is_readable,
        outbox=content.outbox,
    )


def version_finding(version: str) -> Finding:
    """Return whether a version of SQLite can keep cases."""
    if tuple(map(int, version.split("."))) >= _OLDEST_SQLITE:
        return Finding("engine", "ok", f"SQLite {version}")
    needed = ".".join(map(str, _OLDEST_SQLITE))
    return Finding(
        "engine", "problem", f"SQLite {version} is too old", f"use a Python with SQLite {needed}"
    )


def _content(path: Path, *, private: bool) -> _Content:
    try:
        if not file.exists(path, private=private):
            return _Content([_none_yet(path, private=private)])
        with explained(path):
            return _content_of_file(path, private=private)
    except DamagedError as error:
        found = Finding("store", "problem", error.message, RESTORE_AND_KEEP)
        return _Content([found], is_readable=False)
    except SltError as error:
        return _Content(problems("store", error), is_readable=False)


def _none_yet(path: Path, *, private: bool) -> Finding:
    """Return whether a store that is not there yet can be made, without making anything."""
    found = f"none yet at {path}"
    place = next(each for each in path.absolute().parents if each.exists())
    if os.access(place, os.W_OK | os.X_OK):
        return _not_begun(found, private=private)
    if (denied := denial(path, to_change=True)) is not None:
        return Finding("store", "problem", f"{found}, and {denied.found}", denied.fix)
    fix = f"make {place} a directory that you may write to, or {ANOTHER_LOCATION}"
    return Finding("store", "problem", f"{found}, and you may not write to {place}", fix)


def _not_begun(found: str, *, private: bool) -> Finding:
    """Return a finding about a store without a case: a name that was given may be a wrong one."""
    if private:
        return Finding("store", "ok", f"{found}: `slt open` makes it")
    return Finding("store", "warning", found, "check the name; `slt open` makes the store")


def _content_of_file(path: Path, *, private: bool) -> _Content:
    log = _log(path)
    with closing(file.connect_to_look(path)) as connection:
        version = file.schema_version(connection, path)
        if version == 0:
            return _Content([_not_begun(f"{path} is empty", private=private)])
        findings = [_schema(connection, version, path), log, _integrity(connection, path)]
    if findings[-1].state == "problem":
        return _Content(findings, is_store=True, is_readable=False)
    with closing(SqliteStore(path, private=False, connect=file.connect_to_look)) as store:
        try:
            content = _Content(findings, is_store=True, policy=store.team_policy())
        except SltError as error:
            findings += problems("store", error)
            return _Content(findings, is_store=True, is_readable=False)
        if version < file.SCHEMA_VERSION:
            return content
        findings += [history_finding(store), *counter_findings(store), references_finding(store)]
        findings += writer_findings(store.read, NO_SHARED_CLOCK)
        return content._replace(newest=_newest(store), outbox=outbox_state(store))


def _newest(store: SqliteStore) -> datetime | None:
    try:
        return store.newest_event()
    except SltError:  # the history reports it
        return None


def _schema(connection: sqlite3.Connection, version: int, path: Path) -> Finding:
    try:
        wrong, added = not_own(connection, version)
        missing = list(lost(connection, version))
    except sqlite3.DatabaseError:  # the check of the store reports it
        wrong, added, missing = [], [], []
    if wrong:
        found = f"what is recorded may be lost or changed: {'; '.join(wrong)}"
        return Finding("store schema", "problem", found, AS_SLT_MADE_IT)
    if missing:
        found = f"missing, and nothing recorded is lost: {', '.join(map(repr, missing))}"
        return Finding("store schema", "warning", found, MAKE_AGAIN)
    if version == file.SCHEMA_VERSION:
        more = f"; not made by slt: {', '.join(added)}" if added else ""
        return Finding("store schema", "ok", f"{version}, the one this slt writes{more}")
    fix = "use it once, as with `slt list`: it is copied beside itself and brought up to date"
    if not os.access(path, os.W_OK):
        fix = by_another(path)
    found = f"{version}, while this slt writes {file.SCHEMA_VERSION}"
    return Finding("store schema", "warning", found, fix)


def _log(path: Path) -> Finding:
    """Return what the file's header says about its log, which a connection may be unable to use.

    The header is read before there is a connection: closing the file would end its locks.
    """
    try:
        with path.open("rb") as stream:
            is_ahead = stream.read(readers.LOG_IN_USE.stop)[readers.LOG_IN_USE] == readers.WITH_LOG
    except OSError:  # SQLite reports it next
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
        found = damaged("; ".join(faults), f"the store {path}").message
        return Finding("store", "problem", found, RESTORE_AND_KEEP)
    return Finding("store", "ok", f"{path} is sound; cases: {cases}")
