"""A key of the configuration: its value type, its default, its meaning, and an example."""

from typing import Any, NamedTuple

from slt_cli.config.value_types import ValueType

REQUIRED = object()


class Key(NamedTuple):
    """A key: its path, its value type, its default (REQUIRED if it has none) and its meaning.

    `own_example` is a value in TOML, for a key that the example of its value type does not suit.
    """

    path: str
    value_type: ValueType
    default: Any
    meaning: str
    own_example: str = ""

    @property
    def example(self) -> str:
        """Return a value that the key takes, in TOML."""
        return self.own_example or self.value_type.example
