"""Change a configuration file of the user's: read, edit, validate, replace; or leave it alone."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from slt_cli.config import load_policy
from slt_cli.config.exclusive_file import exclusive, replace
from slt_cli.config.files import (
    KeyPath,
    Source,
    Table,
    default_file,
    lay_over,
    read_source,
    read_sources,
    user_file,
)
from slt_cli.config.toml_patch import rewritten
from slt_cli.errors import ConfigError, RefusedError

Edit = Callable[[Table, Table], Table]
"""Gives the new tables of a file from its old ones and from the merged ones of the files below."""


class Change(NamedTuple):
    """Hold what came of an edit: whether the file changed, and where lost comments were kept."""

    file: Path
    changed: bool
    backup: Path | None = None


def file_to_change(explicit: Path | None) -> Path:
    """Return the file that an edit changes: the one on top, so that the change is in force."""
    return explicit or user_file()


def change(explicit: Path | None, path: KeyPath, edit: Edit) -> Change:
    """Edit the file on top at or below a key; raises ConfigError for what would not validate."""
    file = file_to_change(explicit)
    with exclusive(file) as target:
        below = read_sources(default_file(), *([user_file()] if explicit else []))
        old = read_source(file) or Source(file, "", {})
        tables = edit(old.tables, lay_over(below).tables)
        if tables == old.tables:
            return Change(file, changed=False)
        _validate([*below, Source(file, "", tables)])
        new = rewritten(old.text, path, tables)
        backup = target.with_name(f"{target.name}.bak") if new.comments_lost else None
        if backup:
            replace(backup, old.text)
        replace(target, new.text)
    return Change(file, changed=True, backup=backup)


def create(file: Path, text: str) -> None:
    """Write a file that must not exist yet; raises RefusedError where it does."""
    with exclusive(file) as target:
        if target.exists():
            fix = "change it with `slt config set`, or move it away first"
            raise RefusedError(f"{file} exists already and was not touched", fix)
        replace(target, text)


def _validate(sources: list[Source]) -> None:
    try:
        load_policy(lay_over(sources))
    except ConfigError as error:
        *others, last = error.faults
        told = last._replace(fix=f"{last.fix}; nothing was changed")
        raise ConfigError([*others, told]) from None
