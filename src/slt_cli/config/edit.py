"""Set or remove one value in a copy of a file's tables."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from slt_cli.config.display import dotted
from slt_cli.config.files import KeyPath, Table
from slt_cli.config.key_tree import takes
from slt_cli.config.layers import is_replaced_whole
from slt_cli.config.toml_text import MOST_PARTS, is_too_deep
from slt_cli.errors import RefusedError, UsageError


def parse_key(text: str) -> KeyPath:
    """Return the parts of a dotted key; a part may be in quotes, as in TOML."""
    path: list[str] = []
    try:
        node: Any = tomllib.loads(f"{text} = 0")
    except (tomllib.TOMLDecodeError, RecursionError):
        path = text.split(".")
    else:
        while isinstance(node, dict) and len(node) == 1:
            ((name, node),) = node.items()
            path.append(name)
    fix = "keys are like defaults.warn; `slt config show` lists them"
    if len(path) > MOST_PARTS:
        raise UsageError(f"a key has at most {MOST_PARTS} parts, this one has {len(path)}", fix)
    if not all(path) or text.strip() == "" or "\n" in text:
        raise UsageError(f"{text!r} is not a key", fix)
    return tuple(path)


def parse_value(path: KeyPath, text: str) -> Any:  # noqa: ANN401 - TOML data
    """Parse a text as the TOML value of a key.

    If it is not TOML, or if the key does not take the value that it is, return the text itself.
    """
    try:
        tables = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return text
    if tables.keys() != {"value"} or is_too_deep(tables) or not takes(path, tables["value"]):
        return text
    return tables["value"]


def value_at(tables: Table, path: KeyPath) -> Any:  # noqa: ANN401 - TOML data
    """Return the value at a key; raises LookupError if there is none."""
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

    `below` are the merged tables of the files below it. A list or a table that is replaced whole is
    copied from there before one entry of it is changed, so that the other entries still apply.
    """
    changed = deepcopy(own)
    node: Any = changed
    for depth, name in enumerate(path[:-1], start=1):
        node = _step_into(node, name, path[:depth], below)
    last = path[-1]
    if isinstance(node, list):
        index = _index(last)
        if index is None or index > len(node):
            fix = f"entries count from 1; {len(node) + 1} adds a new one"
            raise RefusedError(f"{dotted(path[:-1])} has no entry {last}", fix)
        node[index : index + 1] = [value]
    else:
        node[last] = value
    return changed


def without_value(own: Table, path: KeyPath) -> Table:
    """Return a file's tables without a key or an entry, and without tables that become empty."""
    changed = deepcopy(own)
    try:
        parent = value_at(changed, path[:-1])
        _inner(parent, path[-1])
    except LookupError:
        raise RefusedError(
            f"{dotted(path)} is not set in this file",
            "`slt config show --origin` shows where each value comes from",
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


def _step_into(node: Any, name: str, path: KeyPath, below: Table) -> Any:  # noqa: ANN401 - TOML data
    try:
        inner = _inner(node, name)
    except LookupError:
        if isinstance(node, list):
            fix = f"entries count from 1; `slt config get {dotted(path[:-1])}` shows them"
            raise RefusedError(f"{dotted(path[:-1])} has no entry {name}", fix) from None
        inner = node[name] = _copied_from(below, path)
    if not isinstance(inner, dict | list):
        raise RefusedError(f"{dotted(path)} is a value, not a table", "name the key itself")
    return inner


def _copied_from(below: Table, path: KeyPath) -> Any:  # noqa: ANN401 - TOML data
    try:
        value = value_at(below, path)
    except LookupError:
        return {}
    return deepcopy(value) if isinstance(value, list) or is_replaced_whole(path) else {}


def _inner(node: object, name: str) -> Any:  # noqa: ANN401 - TOML data
    if isinstance(node, Mapping):
        return node[name]
    index = _index(name)
    if not isinstance(node, list) or index is None or index >= len(node):
        raise LookupError(name)
    return node[index]


def _index(name: str) -> int | None:
    return int(name) - 1 if name.isdecimal() and name.isascii() and int(name[:9]) > 0 else None
