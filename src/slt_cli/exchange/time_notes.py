"""Notes on how the times of a file were read: where the clocks change, and dates alone."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time

from slt_cli.errors import Fault
from slt_cli.exchange.rows import Row

NoteOn = Callable[[datetime], tuple[str, str] | None]
"""Returns the note on a naive time and its fix; None if a clock shows it once."""

_MOST = 3
_HOUR = re.compile(r":|\d[Tt]\d")


class TimeNotes:
    """Collect what is to be said of the naive times in the rows of a file, each with its line.

    `naive` has the fields that had such times.
    """

    def __init__(self, file: str, note_on: NoteOn) -> None:
        self._file = file
        self._note_on = note_on
        self._line = 0
        self._first: list[Fault] = []
        self._found: set[tuple[int, str]] = set()
        self._dates: dict[str, Fault] = {}
        self.naive: set[str] = set()

    def following(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows; a time is then of the row that was yielded last."""
        for row in rows:
            self._line = row[0]
            yield row

    def add(self, field: str, text: str, naive: datetime) -> None:
        """Take a naive time as it was read from the text of a field."""
        self.naive.add(field)
        is_midnight = naive.time() == time.min
        if is_midnight and field not in self._dates and not _HOUR.search(text.strip()):
            problem = "its dates have no time of day: they are read as 00:00"
            fix = "give them with their times, or leave the column out with --map COLUMN="
            self._dates[field] = Fault(self._file, field, problem, fix)
        noted = self._note_on(naive)
        if noted is not None and (self._line, field) not in self._found:
            self._found.add((self._line, field))
            if len(self._first) < _MOST:
                self._first.append(Fault(self._file, field, *noted, self._line))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield the notes, each with its fix: the first ones, and how many more there are."""
        for fault in (*self._dates.values(), *self._first):
            yield str(fault), fault.fix
        if more := len(self._found) - len(self._first):
            what = "time was" if more == 1 else "times were"
            yield f"and {more:,} more local {what} read so", "give times with their offsets"
