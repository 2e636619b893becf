"""The names of all commands of the table, such as `open` and `store policy set`."""

from collections.abc import Iterator

from slt_cli.cli.loading import Family
from slt_cli.cli.table import COMMANDS


def names_in(family: Family, before: str = "") -> Iterator[str]:
    """Yield the name of every command of a family, with the names of the families around it."""
    for name, target in family.items():
        if isinstance(target, str):
            yield before + name
        else:
            yield from names_in(target, f"{before}{name} ")


ALL_COMMANDS = [name for table in COMMANDS.values() for name in names_in(table)]
OF_SERVERS = ("store grant",)
"""Commands that answer for a database of a server alone: tests/faults/postgres asks them."""

FAMILIES = ("config", "store", "store policy")
