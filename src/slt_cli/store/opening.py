"""Which store a location opens."""

from pathlib import Path

from slt_cli.store.protocols import Notice, Store


def open_store(path: Path, *, private: bool, notice: Notice = lambda *_: None) -> Store:
    """Return the store at a path. A `private` one's directory is slt's own and may be made.

    `notice` is told, before the first change, that others can read a private store.
    """
    from slt_cli.store.sqlite.store import SqliteStore  # noqa: PLC0415 - the one place that picks a store

    return SqliteStore(path, private=private, notice=notice)
