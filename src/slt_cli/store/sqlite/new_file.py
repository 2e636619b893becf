"""A new file that is filled from another store, and appears when it is complete."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from slt_cli.store.protocols import Store
from slt_cli.store.sqlite import names
from slt_cli.store.sqlite.copies import copy_of
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.upkeep import Copy


def filled(target: Path, fill: Callable[[Store], object]) -> Copy:
    """Let `fill` write into an empty store, and put it in place of `target` when it is sound.

    Raises what `fill` raises, and OSError if the file cannot be written; then nothing is left.
    """
    beside = target.resolve()
    prefix = f".{beside.name}."
    with TemporaryDirectory(prefix=prefix, suffix=names.UNFINISHED, dir=beside.parent) as directory:
        Path(directory).chmod(0o700)  # a umask may have taken rights from its owner too
        unfinished = Path(directory) / "cases.db"
        with closing(SqliteStore(unfinished, private=False)) as store:
            fill(store)
        return copy_of(unfinished, target)
