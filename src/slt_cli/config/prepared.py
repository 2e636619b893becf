"""The shipped files as Python has them: written when a wheel is built, so that none parses TOML.

A module `slt_cli.prepared.NAME` holds the bytes of NAME.toml and its tables. Where there is none,
as in a checkout, or where the file is not the one it was made from, the file itself is parsed.
"""

from importlib import import_module
from typing import Any

SHIPPED = ("default", "classify")


def prepared_tables(name: str, content: bytes) -> dict[str, Any] | None:
    """Return the tables of a shipped file that has this content, if they were prepared."""
    if name not in SHIPPED:
        return None
    try:
        module = import_module(f"slt_cli.prepared.{name}")
    except ModuleNotFoundError:
        return None
    tables: dict[str, Any] = module.TABLES
    return tables if content == module.CONTENT else None


def prepare(name: str, content: bytes) -> str:
    """Return the source of the module that holds a TOML file's content and its tables."""
    import tomllib  # noqa: PLC0415 - only while a wheel is built

    tables = tomllib.loads(content.decode())
    return (
        f'"""{name}.toml, parsed when this package was built."""\n\n'
        "import datetime  # noqa: F401 - dates are written with it\n\n"
        f"CONTENT = {content!r}\nTABLES = {tables!r}\n"
    )
