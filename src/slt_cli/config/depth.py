"""How deep tables and lists may lie in each other, so that no code that follows them ends early."""

from typing import Any

DEEPEST = 32
"""The deepest key of the configuration has eight parts."""


def shallow(tables: dict[str, Any]) -> dict[str, Any]:
    """Return tables as they are; raises RecursionError if they are deeper than that."""
    level: list[Any] = [tables]
    for _ in range(DEEPEST):
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
        if not level:
            return tables
    raise RecursionError
