"""Find the entries of a table by their keys, names and aliases."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from slt_cli.errors import UnknownNameError

if TYPE_CHECKING:

    class Named(Protocol):
        """An entry that can be found by its key, its name or an alias."""

        @property
        def key(self) -> str:
            """The word that the configuration and scripts use."""

        @property
        def name(self) -> str:
            """The name that people read."""

        @property
        def aliases(self) -> tuple[str, ...]:
            """Other words for it."""


Entry = TypeVar("Entry", bound="Named")


def find(kind: str, given: str, entries: Mapping[str, Entry]) -> Entry:
    """Return the entry with the given key, name or alias, in upper or lower case.

    Nothing is guessed from a prefix: an unknown name raises UnknownNameError with a suggestion.
    """
    wanted = given.strip().casefold()
    for key, entry in entries.items():
        if wanted in (key.casefold(), entry.name.casefold(), *map(str.casefold, entry.aliases)):
            return entry
    raise UnknownNameError(kind, given, entries)
