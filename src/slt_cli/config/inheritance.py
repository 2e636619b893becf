"""Leave out what a file with `inherit = false` does not take from the files below it."""

from pathlib import Path
from typing import Any

NOT_INHERITED = (
    ("priorities",),
    ("plans",),
    ("partner_types",),
    ("regions",),
    ("holidays",),
    ("schedules",),
    ("escalation",),
    ("links",),
    ("channels",),
    ("notices",),
    ("defaults", "region"),
    ("defaults", "partner_type"),
    ("classify", "priorities"),
)
"""What is left out: the policy itself, and what names its entries."""


def leave_out(tables: dict[str, Any], origins: dict[tuple[str, ...], Path], file: Path) -> None:
    """Remove what a file does not inherit; what is then missing is missing in that file."""
    for path in NOT_INHERITED:
        node: Any = tables
        for name in path[:-1]:
            node = node.get(name) if isinstance(node, dict) else None
        if isinstance(node, dict):
            node.pop(path[-1], None)
        for known in [known for known in origins if known[: len(path)] == path]:
            del origins[known]
        origins[path] = file
