"""Which file set which key, while files are laid over each other.

The work follows what is replaced or renamed, so that many keys cost no more than each on its own.
"""

from collections.abc import Iterator
from pathlib import Path

Origins = dict[tuple[str, ...], Path]
"""The file of each key, or of the nearest table above it that was set as a whole."""


def forget(origins: Origins, path: tuple[str, ...], value: object) -> None:
    """Remove a key and all keys in its value."""
    for known in _keys(path, value):
        origins.pop(known, None)


def rename(origins: Origins, old: tuple[str, ...], new: tuple[str, ...], value: object) -> None:
    """Move a key and all keys in its value to a new key."""
    for known in _keys(old, value):
        if known in origins:
            origins[*new, *known[len(old) :]] = origins.pop(known)


def _keys(path: tuple[str, ...], value: object) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _keys((*path, name), inner)
