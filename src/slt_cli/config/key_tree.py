"""Find keys of the schema by where they are in the tables."""

from collections.abc import Iterator
from typing import Any

from slt_cli.config.files import KeyPath
from slt_cli.config.schema import KEYS, Key

Tree = dict[str, Any]
"""Keys by segment of their path: each leaf is a Key; `*` and `[]` as in a path."""


def key_tree(table: str = "") -> Tree:
    """Return all keys as a tree; if a table is named, only its keys."""
    root: Tree = {}
    for key in KEYS:
        if not key.path.startswith(table):
            continue
        *above, leaf = _segments(key.path)
        node = root
        for segment in above:
            node = node.setdefault(segment, {})
        node[leaf] = key
    return root


def key_at(path: KeyPath) -> Key | None:
    """Return the key at a path; None if it is a table or unknown. Entries are given by number."""
    node: Key | Tree | None = key_tree()
    for name in path:
        if not isinstance(node, dict):
            return None
        node = node["[]"] if "[]" in node and name.isdecimal() else node.get(name, node.get("*"))
    return node if isinstance(node, Key) else None


def _segments(path: str) -> Iterator[str]:
    for segment in path.split("."):
        yield segment.removesuffix("[]")
        if segment.endswith("[]"):
            yield "[]"
