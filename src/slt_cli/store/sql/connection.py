"""What a store needs of the connection of a driver."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

Read = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a statement with its values, and returns its rows."""


class Cursor(Protocol):
    """The result of a statement: its rows, and how many rows it changed."""

    @property
    def rowcount(self) -> int:
        """Return how many rows the statement changed."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a driver's own row
        """Return the next row, None after the last."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""


class Connection(Protocol):
    """What a transaction needs of a driver's connection."""

    def execute(self, sql: str, values: Any = ..., /) -> Cursor:  # noqa: ANN401
        """Run a statement."""

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Cursor:
        """Run a statement once for each row of values."""
