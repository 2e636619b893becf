"""Parse TOML that is not nested too deeply: no key that means anything has more than six parts."""

import tomllib
from typing import Any

MOST_PARTS = 32


def toml_tables(text: str) -> dict[str, Any]:
    """Return the tables in a TOML text; raises ValueError, or RecursionError if it is too deep."""
    tables = tomllib.loads(text)
    if is_too_deep(tables):
        raise RecursionError
    return tables


def is_too_deep(node: Any, left: int = MOST_PARTS) -> bool:  # noqa: ANN401 - TOML data
    """Return whether tables and lists are nested more than MOST_PARTS deep."""
    below = node.values() if isinstance(node, dict) else node
    return not left or any(
        is_too_deep(each, left - 1) for each in below if isinstance(each, dict | list)
    )
