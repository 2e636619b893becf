"""The result of a statement, whatever the driver."""

from collections.abc import Iterator, Sequence
from typing import Any


class Result:
    """The rows of a statement, and how many it changed."""

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows = iter(rows)
        self.rowcount = rowcount

    def fetchone(self) -> Any:  # noqa: ANN401 - a row
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""
        return self._rows
