"""A new file that is filled from another store, and appears when it is complete."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from slt_cli.store.copying import Copied, copy_content
from slt_cli.store.protocols import Store
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.copies import Accept, copy_of
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.sqlite.unfinished import unfinished_file
from slt_cli.store.upkeep import Copy


def received(source: Store, target: Path, *, private: bool) -> Copied:
    """Copy all of a store into an empty one, or into a new file, completely or not at all."""
    if file.exists(target, private=private):
        with closing(SqliteStore(target, private=private)) as store:
            return copy_content(source, store)
    copied = Copied(0, 0)

    def fill(store: Store) -> None:
        nonlocal copied
        copied = copy_content(source, store)

    filled(target, fill)
    return copied


def filled(target: Path, fill: Callable[[Store], object], *, replace: Accept | None = None) -> Copy:
    """Let `fill` write into an empty store, and put it in place of `target` when it is sound.

    Raises what `fill` and `copy_of` raise; then nothing is left.
    """
    with unfinished_file(target) as unfinished:
        with closing(SqliteStore(unfinished, private=False)) as store:
            fill(store)
        return copy_of(unfinished, target, replace=replace)
