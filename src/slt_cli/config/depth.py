"""How large a configuration file may be, and how deeply its keys may be nested."""

from typing import Any

LARGEST_FILE = 4_000_000
"""Bytes; a file with a thousand regions has less than 200,000."""

MOST_PARTS = 32
"""No key that means anything has more than six parts."""


def is_too_deep(node: Any, left: int = MOST_PARTS) -> bool:  # noqa: ANN401 - TOML data
    """Return whether tables and lists are nested more than MOST_PARTS deep."""
    below = node.values() if isinstance(node, dict) else node
    return not left or any(
        is_too_deep(each, left - 1) for each in below if isinstance(each, dict | list)
    )
