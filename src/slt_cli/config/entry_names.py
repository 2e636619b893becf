"""Find entries by their keys, names and aliases, in upper or lower case."""

from collections.abc import Iterator, Mapping
from typing import Any

KEYS_BESIDE_ENTRIES = {("links", "case")}
"""Keys in tables of entries, each with its table, that are values and not entries."""


class Names:
    """The entries of a table by their keys, names and aliases; they are read once, when needed."""

    def __init__(self, entries: object) -> None:
        self._entries = entries if isinstance(entries, dict) else {}
        self._keys: dict[str, str] | None = None

    def key(self, given: str) -> str | None:
        """Return the key of the entry with this key, name or alias; None if there is none."""
        if given in self._entries:
            return given
        if self._keys is None:
            self._keys = {}
            for key, entry in self._entries.items():
                for word in _words(key, entry):
                    self._keys.setdefault(word.strip().casefold(), str(key))
        return self._keys.get(given.strip().casefold())


def _words(key: str, entry: object) -> Iterator[str]:
    words: list[object] = [key]
    if isinstance(entry, dict):
        aliases = entry.get("aliases")
        words += [entry.get("name"), *(aliases if isinstance(aliases, list) else ())]
    return (word for word in words if isinstance(word, str))


def key_named(entries: object, given: str) -> str | None:
    """Return the key of the entry with this key, name or alias; None if there is none."""
    return Names(entries).key(given)


def only_entries(table: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries in a table, without the values beside them."""
    return {
        name: entry for name, entry in content.items() if (table, name) not in KEYS_BESIDE_ENTRIES
    }
