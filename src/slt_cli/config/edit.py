"""Change one value of a file's tables: pure, on copies."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from slt_cli.config.display import dotted
from slt_cli.config.files import KeyPath, Table, replaced_whole
from slt_cli.config.schema import key_at
from slt_cli.errors import RefusedError, UsageError


def parse_key(text: str) -> KeyPath:
    """Return the parts of a dotted key; parts with dots or blanks are in quotes, as in TOML."""
    path: list[str] = []
    try:
        node: Any = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        path = text.split(".")
    else:
        while isinstance(node, dict) and len(node) == 1:
            ((name, node),) = node.items()
            path.append(name)
    if not all(path) or text.strip() == "" or "\n" in text:
        fix = "keys are like regions.usa.hotline; `slt config show` lists them"
        raise UsageError(f"{text!r} is not a key", fix)
    return tuple(path)


def typed(path: KeyPath, text: str) -> Any:  # noqa: ANN401 - TOML data
    """Return the TOML value that a text stands for at a key.

    A list, table, date or quoted text is read as TOML; where the key takes no such value, or where
    it is no TOML, it is the text itself.
    """
    try:
        tables = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return text
    key = key_at(path)
    if tables.keys() != {"value"} or (key is not None and not _takes(key.kind, tables["value"])):
        return text
    return tables["value"]


def value_at(tables: Table, path: KeyPath) -> Any:  # noqa: ANN401 - TOML data
    """Return the value at a key; raises LookupError where there is none."""
    node: Any = tables
    for name in path:
        node = _inner(node, name)
    return node


def has(tables: Table, path: KeyPath) -> bool:
    """Return whether there is a value at a key."""
    try:
        value_at(tables, path)
    except LookupError:
        return False
    return True


def with_value(own: Table, below: Table, path: KeyPath, value: object) -> Table:
    """Return a file's tables with a value set.

    `below` are the merged tables of the files under it: a list or a table that is replaced whole
    is taken over from there before one entry of it is changed, so that the others stay in force.
    """
    changed = deepcopy(own)
    node: Any = changed
    for depth, name in enumerate(path[:-1], start=1):
        node = _entered(node, name, path[:depth], below)
    last = path[-1]
    if isinstance(node, list):
        place = _place(last)
        if place is None or place > len(node):
            fix = f"entries count from 1; {len(node) + 1} adds one"
            raise RefusedError(f"{dotted(path[:-1])} has no entry {last}", fix)
        node[place : place + 1] = [value]
    else:
        node[last] = value
    return changed


def without_value(own: Table, path: KeyPath) -> Table:
    """Return a file's tables without a key or an entry, and without tables left empty by that."""
    changed = deepcopy(own)
    try:
        parent = value_at(changed, path[:-1])
        _inner(parent, path[-1])
    except LookupError:
        raise RefusedError(
            f"{dotted(path)} is not set in this file",
            "`slt config show --origin` tells where each value comes from",
        ) from None
    if isinstance(parent, list):
        del parent[int(path[-1]) - 1]
    else:
        del parent[path[-1]]
    for depth in range(len(path) - 1, 0, -1):
        above = value_at(changed, path[: depth - 1])
        if isinstance(above, dict) and above[path[depth - 1]] in ({}, []):
            del above[path[depth - 1]]
    return changed


def _entered(node: Any, name: str, path: KeyPath, below: Table) -> Any:  # noqa: ANN401 - TOML data
    try:
        inner = _inner(node, name)
    except LookupError:
        if isinstance(node, list):
            fix = f"entries count from 1; `slt config get {dotted(path[:-1])}` shows them"
            raise RefusedError(f"{dotted(path[:-1])} has no entry {name}", fix) from None
        inner = node[name] = _taken_over(below, path)
    if not isinstance(inner, dict | list):
        raise RefusedError(f"{dotted(path)} is a value, not a table", "name the key itself")
    return inner


def _taken_over(below: Table, path: KeyPath) -> Any:  # noqa: ANN401 - TOML data
    try:
        value = value_at(below, path)
    except LookupError:
        return {}
    return deepcopy(value) if isinstance(value, list) or replaced_whole(path) else {}


def _inner(node: object, name: str) -> Any:  # noqa: ANN401 - TOML data
    if isinstance(node, Mapping):
        return node[name]
    place = _place(name)
    if not isinstance(node, list) or place is None or place >= len(node):
        raise LookupError(name)
    return node[place]


def _place(name: str) -> int | None:
    return int(name) - 1 if name.isdecimal() and name.isascii() and int(name[:9]) > 0 else None


def _takes(kind: Any, value: object) -> bool:  # noqa: ANN401 - a Kind
    try:
        kind(value)
    except ValueError:
        return False
    return True
