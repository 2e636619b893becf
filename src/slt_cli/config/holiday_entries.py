"""Entries with dates and names in a file's tables: exceptions of a region, or a shared list."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slt_cli.config.edit import parse_key
from slt_cli.config.files import KeyPath, Table
from slt_cli.errors import UsageError

SHARED = "holidays"
"""The table of the lists that regions share."""


def exceptions_path(region: str) -> KeyPath:
    """Return where the exceptions of a region are."""
    return ("regions", region, "exceptions")


def shared_path(given: str, tables: Table) -> KeyPath:
    """Return where the shared list `holidays.NAME` is; raises UsageError for another key.

    The name of a list that exists may be given in upper or lower case.
    """
    try:
        path = parse_key(given)
    except UsageError:
        path = ()
    if len(path) != 2 or path[0].casefold() != SHARED:
        fix = "such as --into holidays.us; for a region, give its name without --into"
        raise UsageError(f"--into: {given!r} is not a shared list of holidays", fix)
    name = path[1].strip()
    if not name or not name.isprintable():
        raise UsageError(f"--into: {given!r} has no name", "such as --into holidays.us")
    known = [key for key in shared_lists(tables) if key.casefold() == name.casefold()]
    return (SHARED, name if name in known or not known else known[0])


def shared_lists(tables: Table) -> list[str]:
    """Return the names of the shared lists."""
    lists = tables.get(SHARED, {})
    return [name for name, entries in lists.items() if isinstance(entries, list)]


def lists_of(tables: Table, region: str) -> list[str]:
    """Return the names of the shared lists that a region uses."""
    table = tables.get("regions", {}).get(region)
    names = table.get(SHARED, []) if isinstance(table, dict) else []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def regions_using(tables: Table, name: str) -> list[str]:
    """Return the keys of the regions that use a shared list."""
    return [region for region in tables.get("regions", {}) if name in lists_of(tables, region)]


class Existing:
    """The entries that a list already has, and those of the shared lists that its region uses."""

    def __init__(self, tables: Table, path: KeyPath) -> None:
        self._dates: dict[date, str] = {}
        self._ranges: list[tuple[date, date, str]] = []
        self._yearly: dict[str, str] = {}
        for entry in _entries_that_count(tables, path):
            name = str(entry.get("name", ""))
            first, last = _date(entry.get("from")), _date(entry.get("to"))
            if (day := _date(entry.get("date"))) is not None:
                self._dates.setdefault(day, name)
            elif first is not None and last is not None:
                self._ranges.append((first, last, name))
            elif "yearly" in entry:
                self._yearly.setdefault(str(entry["yearly"]), name)

    def name(self, day: date) -> str | None:
        """Return the name of the entry that a day already has, None if it has none."""
        if day in self._dates:
            return self._dates[day]
        for first, last, name in self._ranges:
            if first <= day <= last:
                return name
        return self._yearly.get(f"{day:%m-%d}")


def with_entries(own: Table, below: Table, path: KeyPath, days: Mapping[date, str]) -> Table:
    """Return a file's tables with days added to a list: `regions.NAME.exceptions`, `holidays.NAME`.

    A date that already has an entry keeps it. As a list is replaced whole, the entries of the files
    below are copied into a file that has none of its own.
    """
    merged = {name: {**below.get(name, {}), **own.get(name, {})} for name in (path[0], SHARED)}
    has_own = _list_at(own, path) is not None
    entries = _list_at(own if has_own else below, path) or []
    merged = _with_list(merged, path, entries)
    if path[0] != SHARED:  # the region may name its lists in either file
        lists = [*lists_of(own, path[1])] or lists_of(below, path[1])
        merged["regions"][path[1]] = {**merged["regions"][path[1]], SHARED: lists}
    existing = Existing(merged, path)
    added = [
        {"date": day, "name": name} for day, name in days.items() if existing.name(day) is None
    ]
    return _with_list(own, path, [*entries, *added]) if added else own


def _entries_that_count(tables: Table, path: KeyPath) -> Iterator[Mapping[str, Any]]:
    paths = [path]
    if path[0] != SHARED:
        paths += [(SHARED, name) for name in lists_of(tables, path[1])]
    for each in paths:
        yield from (entry for entry in _list_at(tables, each) or () if isinstance(entry, Mapping))


def _list_at(tables: Table, path: KeyPath) -> list[Any] | None:
    node: Any = tables
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node if isinstance(node, list) else None


def _with_list(tables: Table, path: KeyPath, entries: list[Any]) -> Table:
    name, *inner = path
    if not inner:
        return {**tables, name: entries}
    table = tables.get(name)
    within = table if isinstance(table, dict) else {}
    return {**tables, name: _with_list(within, tuple(inner), entries)}


def _date(value: object) -> date | None:
    """Return a date written with quotes or without; None if it is not a date."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None
