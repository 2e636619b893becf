"""Check that a policy has what every policy needs, and say what to write for each part."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.display import toml
from slt_cli.config.files import Finding, KeyPath
from slt_cli.config.layers import Layers
from slt_cli.config.references import ENTRIES

NEEDED = {
    "regions": (
        'main = { name = "Main office", timezone = "Europe/London", '
        'hours = { mon-fri = "09:00-17:00" } }'
    ),
    "priorities": 'P1 = { name = "Urgent", definition = "Nobody can work." }',
    "partner_types": 'customer = { name = "Customer" }',
}
"""The tables of which each policy needs an entry, each with a line that makes one."""

INHERIT = "inherit"


def check_needs(parsed: Mapping[str, Any], layers: Layers) -> Iterator[Finding]:
    """Yield the tables without an entry, of those that need one.

    A policy that starts from nothing also needs a plan, as no target is promised without one.
    """
    for table, line in NEEDED.items():
        if table in parsed and not layers.tables.get(table):
            yield _finding(table, ENTRIES[table], line, layers)
    if layers.tables.get(INHERIT) is False and not layers.tables.get("plans"):
        types = list(parsed.get("partner_types") or ["customer"])
        targets = {key: {"response": "4h"} for key in parsed.get("priorities") or ["P1"]}
        plan = {"name": "Support", "applies_to": types, "targets": targets}
        yield _finding("plans", "plan", f"support = {toml(plan)}", layers)


def missing_in(table: str, layers: Layers) -> KeyPath:
    """Return where a table without entries lost the last of them, else the table itself."""
    left_out = [path for path in layers.origins if path[0] == table and len(path) == 2]
    return left_out[-1] if left_out else (table,)


def _finding(table: str, entry: str, line: str, layers: Layers) -> Finding:
    problem = f"a policy needs at least one {entry}"
    return (missing_in(table, layers), problem, f"write under [{table}]: {line}")
