"""How deeply keys may be nested: none that means anything has more than six parts."""

from typing import Any

MOST_PARTS = 32


def is_too_deep(node: Any, left: int = MOST_PARTS) -> bool:  # noqa: ANN401 - TOML data
    """Return whether tables and lists are nested more than MOST_PARTS deep."""
    below = node.values() if isinstance(node, dict) else node
    return not left or any(
        is_too_deep(each, left - 1) for each in below if isinstance(each, dict | list)
    )
