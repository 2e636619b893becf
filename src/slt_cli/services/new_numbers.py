"""The numbers of the cases that an import adds."""

from collections.abc import Iterator
from itertools import chain


class NewNumbers:
    """The numbers of the cases that an import adds, in the order of their rows.

    `next` is the number that the first case without one of its own gets.
    """

    def __init__(self, first: int) -> None:
        self._first = self.next = first
        self._ranges: list[range] = []
        self._in_gaps: set[int] = set()  # numbers that were free below the first

    def __iter__(self) -> Iterator[int]:
        """Return the numbers in the order of their rows."""
        return chain.from_iterable(self._ranges)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, self._ranges))

    def __contains__(self, number: int) -> bool:
        """Return whether no case had a number before the import."""
        return number >= self._first or number in self._in_gaps

    @property
    def first(self) -> int | None:
        """Return the number that was added first."""
        return self._ranges[0].start if self._ranges else None

    @property
    def last(self) -> int | None:
        """Return the number that was added last."""
        return self._ranges[-1].stop - 1 if self._ranges else None

    def add(self, number: int) -> None:
        """Add the number of a case; the next one is above all."""
        self.next = max(self.next, number + 1)
        if number < self._first:
            self._in_gaps.add(number)
        if self._ranges and self._ranges[-1].stop == number:
            self._ranges[-1] = range(self._ranges[-1].start, number + 1)
        else:
            self._ranges.append(range(number, number + 1))
