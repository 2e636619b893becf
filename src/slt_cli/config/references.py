"""Find the names by which parts of the configuration refer to each other.

A name may be written as a command takes it: the key, the name or an alias of an entry, in upper
or lower case. In the merged tables each becomes the key.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from slt_cli.config.entry_names import Names, key_named, only_entries
from slt_cli.domain.plan import TARGET_CLOCKS

_Path = tuple[str, ...]

ENTRIES = {
    "regions": "region",
    "priorities": "priority",
    "clocks": "clock",
    "partner_types": "partner type",
    "links": "link",
    "plans": "plan",
    "schedules": "clock",
    "holidays": "list of holidays",
    "channels": "channel",
}
"""Tables with entries that can be named, each with what one of its entries is called."""

REFERENCES: dict[_Path, str] = {
    ("defaults", "region"): "regions",
    ("defaults", "partner_type"): "partner_types",
    ("plans", "*", "applies_to"): "partner_types",
    ("partner_types", "*", "portal"): "links",
    ("classify", "priorities", "*"): "priorities",
    ("regions", "*", "holidays"): "holidays",
    ("schedules", "*", "holidays"): "holidays",
    ("plans", "*", "targets", "*", "clock"): "schedules",
    ("plans", "*", "targets", "*", "*", "clock"): "schedules",
    ("escalation", "levels", "*", "clock"): "schedules",
    ("escalation", "levels", "*", "response", "*", "clock"): "schedules",
    ("channels", "*", "urgent"): "priorities",
    ("notices", "*", "to"): "channels",
    ("notices", "*", "clocks"): "clocks",
    ("notices", "*", "priorities"): "priorities",
    ("notices", "*", "regions"): "regions",
}
"""Keys whose values are names of entries, or lists of them, and the tables of those entries.

`*` is any key, or the number of an entry of a list.
"""

TABLES_OF_PRIORITIES: tuple[_Path, ...] = (
    ("plans", "*", "targets"),
    ("escalation", "levels", "*", "response"),
)
"""Tables whose keys are names of priorities."""

NAMED_BY_KEYS: dict[_Path, str] = {
    **dict.fromkeys(TABLES_OF_PRIORITIES, "priorities"),
    ("plans", "*", "targets", "*"): "clocks",
}
"""Tables whose keys are names of entries, and the tables of those entries."""

KEYS_OF_TARGETS = ("clock", "within")
"""Keys beside the names of clocks, which no clock can have."""

ALWAYS_THERE: dict[str, tuple[str, ...]] = {"schedules": TARGET_CLOCKS}
"""Names that mean something without an entry in their table."""


class Reference(NamedTuple):
    """A name that is used: the key that it is the value of, or is itself, and the entry's table."""

    path: _Path
    table: str
    name: str


def table_referred_to(path: _Path) -> str | None:
    """Return the table whose entries the value of a key names; None for any other key."""
    for pattern, table in REFERENCES.items():
        if _fits(pattern, path):
            return table
    return None


def _fits(pattern: _Path, path: _Path) -> bool:
    return len(pattern) == len(path) and all(
        part in ("*", name) for part, name in zip(pattern, path, strict=True)
    )


def references(tables: Any) -> Iterator[Reference]:  # noqa: ANN401 - TOML data
    """Yield every name that is used in tables, whether they were validated or not."""
    for pattern, table in REFERENCES.items():
        for path, value in _values(tables, pattern, ()):
            for name in value if isinstance(value, list | tuple) else [value]:
                if isinstance(name, str) and name:
                    yield Reference(path, table, name)
    for pattern in TABLES_OF_PRIORITIES:
        for path, targets in _values(tables, pattern, ()):
            for name in targets if isinstance(targets, dict) else ():
                yield Reference((*path, name), "priorities", name)


def entries_of(tables: Any, table: str) -> Any:  # noqa: ANN401 - TOML data
    """Return what a name can refer to: the entries of a table, after those that need none."""
    entries = tables.get(table)
    always = ALWAYS_THERE.get(table)
    if isinstance(entries, dict):
        return {**dict.fromkeys(always or ()), **only_entries(table, entries)}
    return entries if entries is not None or always is None else dict.fromkeys(always)


def path_of_keys(path: _Path, tables: dict[str, Any]) -> _Path:
    """Return a path with the names of entries replaced by their keys, where they have one."""
    found = list(path)
    if path[0] in ENTRIES and len(path) > 1:
        found[1] = key_named(tables.get(path[0]), path[1]) or path[1]
    return with_keys(tuple(found), names_for_keys(tables))


def names_for_keys(tables: dict[str, Any]) -> dict[str, Names]:
    """Return the names of the entries of each table that can stand where a key is."""
    return {table: Names(tables.get(table)) for table in NAMED_BY_KEYS.values()}


def with_keys(path: _Path, names: Mapping[str, Names]) -> _Path:
    """Return a path with each name that is itself a key replaced by the key of its entry."""
    if path[:1] not in (("plans",), ("escalation",)):
        return path
    found = list(path)
    for pattern, table in NAMED_BY_KEYS.items():
        at = len(pattern)
        if len(path) > at and _fits(pattern, path[:at]):
            found[at] = _key_for(names[table], table, path[at])
    return tuple(found)


def path_as_written(path: _Path, content: dict[str, Any], tables: dict[str, Any]) -> _Path:
    """Return a path with the names that a file has for the keys in it."""
    written: _Path = ()
    names = names_for_keys(tables)
    for end, name in enumerate(path, start=1):
        node = next((node for _, node in _values(content, written, ())), None)
        same = [
            other
            for other in (node if isinstance(node, dict) and name not in node else ())
            if with_keys((*path[: end - 1], other), names) == path[:end]
        ]
        written = *written, (same or [name])[0]
    return written


def named_twice(content: dict[str, Any], tables: dict[str, Any]) -> Iterator[tuple[_Path, str]]:
    """Yield each key of a file that names the same entry as a key before it, and that key."""
    for pattern, table in NAMED_BY_KEYS.items():
        names = Names(tables.get(table))
        for path, inner in _values(content, pattern, ()):
            first: dict[str, str] = {}
            for name in inner if isinstance(inner, dict) else ():
                other = first.setdefault(_key_for(names, table, name), name)
                if other != name:
                    yield (*path, name), other


def _key_for(names: Names, table: str, name: str) -> str:
    is_key = table == "clocks" and name.casefold() in KEYS_OF_TARGETS
    return name if is_key else names.key(name) or name


def use_keys(tables: dict[str, Any]) -> list[tuple[_Path, _Path, Any]]:
    """Replace every name that is used by the key of its entry.

    Return the keys that changed because they are such a name, each after its new one, with its
    value.
    """
    for pattern, table in REFERENCES.items():
        names = Names(entries_of(tables, table))
        for path, value in _values(tables, pattern, ()):
            if (key := _as_keys(names, value)) != value:
                _inner(tables, path[:-1])[path[-1]] = key
    moved = []
    for pattern, table in NAMED_BY_KEYS.items():
        names = Names(tables.get(table))
        for path, named in _values(tables, pattern, ()):
            for name in list(named) if isinstance(named, dict) else ():
                key = _key_for(names, table, name)
                if key != name:
                    value = named.pop(name)
                    _merge(named, key, value)
                    moved.append(((*path, key), (*path, name), value))
    return moved


def _as_keys(names: Names, value: Any) -> Any:  # noqa: ANN401 - TOML data
    if isinstance(value, list):
        return [_as_keys(names, name) for name in value]
    return (names.key(value) or value) if isinstance(value, str) else value


def _merge(below: dict[str, Any], key: str, value: object) -> None:
    old = below.get(key)
    if isinstance(old, dict) and isinstance(value, dict):
        old.update(value)
    else:
        below[key] = value


def _values(tables: Any, pattern: _Path, above: _Path) -> Iterator[tuple[_Path, Any]]:  # noqa: ANN401
    """Yield the value of each key that a pattern fits."""
    if not pattern:
        yield above, tables
        return
    name, *rest = pattern
    if isinstance(tables, list):
        tables = {str(number): entry for number, entry in enumerate(tables, start=1)}
    if not isinstance(tables, dict):
        return
    for key in list(tables) if name == "*" else [name]:
        if key in tables:
            yield from _values(tables[key], tuple(rest), (*above, key))


def _inner(tables: Any, path: _Path) -> Any:  # noqa: ANN401 - TOML data
    for name in path:
        tables = tables[int(name) - 1 if isinstance(tables, list) else name]
    return tables
