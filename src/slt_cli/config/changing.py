"""Change a configuration file: read, edit, validate, replace. After an error it is as it was."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from slt_cli.config import load_policy
from slt_cli.config.exclusive_file import exclusive, replace
from slt_cli.config.files import (
    KeyPath,
    Source,
    Table,
    default_file,
    read_source,
    read_sources,
    user_file,
)
from slt_cli.config.layers import Layers, lay_over
from slt_cli.config.references import path_as_written, path_of_keys
from slt_cli.config.toml_patch import rewritten
from slt_cli.config.validation import all_loaded
from slt_cli.errors import ConfigError, RefusedError, SltError
from slt_cli.private_files import WrittenError
from slt_cli.user_directories import NO_HOME

Edit = Callable[[Table, Table], Table]
"""Return a file's new tables, given its old ones and the merged tables of the files below it."""


class Change(NamedTuple):
    """The result of an edit: the file, and whether it changed.

    `backup` is the file with the old text, where comments could not be kept. `mode` is the one that
    the file should have.
    """

    file: Path
    changed: bool
    backup: Path | None = None
    mode: int = 0o600


def file_to_change(explicit: Path | None) -> Path:
    """Return the file that an edit changes: the topmost one, so that the change takes effect.

    Raises SltError if no file is named and the user has no home directory.
    """
    if (file := explicit or user_file()) is None:
        raise SltError(
            f"{NO_HOME}, so there is no configuration file to change",
            "set HOME to a directory of yours, or name the file with --config or SLT_CONFIG; "
            "nothing was changed",
        )
    if file.exists() and not file.is_file():  # a rename would replace /dev/null for everybody
        raise SltError(f"{file} is not a file and was not touched", "name another file")
    return file


def key_to_change(explicit: Path | None, path: KeyPath) -> KeyPath:
    """Return a key with the names of entries as they are in the file to change, else their keys."""
    file = file_to_change(explicit)
    tables = lay_over(read_sources(default_file(), user_file(), explicit)).tables
    own = read_source(file)
    return path_as_written(path_of_keys(path, tables), own.tables if own else {}, tables)


def change(
    explicit: Path | None, path: KeyPath, edit: Edit, *checks: Callable[[Layers], Any]
) -> Change:
    """Edit the topmost file at or below a key; raises ConfigError if the result is not valid.

    `checks` load what the policy does not have, and raise ConfigError too.
    """
    file = file_to_change(explicit)
    with exclusive(file) as target:
        below = read_sources(default_file(), *([user_file()] if explicit else []))
        old = read_source(file) or Source(file, "", {})
        tables = edit(old.tables, lay_over(below).tables)
        _validate([*below, Source(file, "", tables)], checks)
        if tables == old.tables:
            return Change(file, changed=False)
        new = rewritten(old.text, path, tables)
        backup = target.with_name(f"{target.name}.bak") if new.comments_lost else None
        mode = _replaced(target, new.text, backup, old.text)
    return Change(file, changed=True, backup=backup, mode=mode)


def create(file: Path, text: str) -> None:
    """Write a new file; raises RefusedError if it already exists."""
    with exclusive(file) as target:
        try:
            replace(target, text, only_new=True)
        except FileExistsError:
            fix = "change it with `slt config set`, or move it away first"
            raise RefusedError(f"{file} already exists and was not changed", fix) from None


def _replaced(target: Path, text: str, backup: Path | None, old: str) -> int:
    """Replace a file, after its old text was written to another if one is named; return its mode.

    If one of both cannot be written, the error says what was.
    """
    if backup is None:
        return replace(target, text)
    try:
        replace(backup, old)
    except WrittenError as error:
        error.fix = f"{error.fix}; {target} was not changed"
        raise
    try:
        return replace(target, text)
    except SltError as error:
        error.fix = error.fix.replace("nothing was changed", f"only {backup} was, to the same text")
        raise


def _validate(sources: list[Source], checks: Iterable[Callable[[Layers], Any]]) -> None:
    try:
        all_loaded(lay_over(sources), load_policy, *checks)
    except ConfigError as error:
        *others, last = error.faults
        last = last._replace(fix=f"{last.fix}; nothing was changed")
        raise ConfigError([*others, last]) from None
