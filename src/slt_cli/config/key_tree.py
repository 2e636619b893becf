"""Find keys of the schema by where they are in the tables."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from slt_cli.config.files import KeyPath
from slt_cli.config.schema import KEYS, Key

Tree = dict[str, Any]
"""Keys by segment of their path: each leaf is a Key or a KeyOrTable; `*` and `[]` as in a path."""

ANY_NAME, ANY_TEXT = "*", "**"
"""The segments that stand for a name that the user chooses, and for any text."""


class KeyOrTable(NamedTuple):
    """A key whose value can also be written as a table, with the keys in `tree`."""

    key: Key
    tree: Tree


def key_tree(table: str = "") -> Tree:
    """Return all keys as a tree; if a table is named, only its keys."""
    root: Tree = {}
    for key in KEYS:
        if not key.path.startswith(table):
            continue
        *above, leaf = _segments(key.path)
        node = root
        for segment in above:
            inner = node.setdefault(segment, {})
            if isinstance(inner, Key):
                inner = node[segment] = KeyOrTable(inner, {})
            node = inner.tree if isinstance(inner, KeyOrTable) else inner
        node[leaf] = key
    return root


def key_at(path: KeyPath) -> Key | None:
    """Return the key at a path; None if it is a table or unknown. Entries are given by number."""
    node = _node_at(path)
    if isinstance(node, KeyOrTable):
        return node.key
    return node if isinstance(node, Key) else None


def takes(path: KeyPath, value: object) -> bool:
    """Return whether a value fits the key at a path; any value fits where there is no key."""
    key = key_at(path)
    if key is None or (isinstance(value, dict) and isinstance(_node_at(path), KeyOrTable)):
        return True
    return key.value_type.takes(value)


def _node_at(path: KeyPath) -> Key | KeyOrTable | Tree | None:
    node: Key | KeyOrTable | Tree | None = key_tree()
    for name in path:
        tree = node.tree if isinstance(node, KeyOrTable) else node
        if not isinstance(tree, dict):
            return None
        node = tree["[]"] if "[]" in tree and name.isdecimal() else inner_at(tree, name)
    return node


def inner_at(tree: Tree, name: str) -> "Key | KeyOrTable | Tree | None":
    """Return what is known at a name in a tree: under the name itself, else under any name."""
    return tree.get(name, tree.get(ANY_NAME, tree.get(ANY_TEXT)))


def _segments(path: str) -> Iterator[str]:
    for segment in path.split("."):
        yield segment.removesuffix("[]")
        if segment.endswith("[]"):
            yield "[]"
