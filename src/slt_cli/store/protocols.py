"""What a place for cases can do."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from slt_cli.domain.case import Case, Event, Status
from slt_cli.domain.standing import ClockSort

Order = Literal["number", "newest", "opened", "due", "priority"]
ORDERS: tuple[Order, ...] = ("number", "newest", "opened", "due", "priority")


class Filter(NamedTuple):
    """Hold which cases are wanted, and in what order; what is None or empty does not restrict.

    Without an order cases come by number and clocks by due time. `ranking` gives the priorities
    from the most severe on, for the order by priority.
    """

    region: str | None = None
    priority: str | None = None
    partner: str | None = None
    statuses: tuple[Status, ...] = ()
    limit: int | None = None
    order: Order | None = None
    ranking: tuple[str, ...] = ()


class Reading(Protocol):
    """What can be read of the cases. Reading never creates anything."""

    def case(self, number: int) -> Case | None:
        """Return the case with a number."""

    def cases(self, wanted: Filter) -> Iterator[Case]:
        """Yield cases in the order wanted."""

    def running(self, wanted: Filter, due_before: str | None = None) -> Iterator["RunningClock"]:
        """Yield running clocks in the order wanted; only those due before an instant."""

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""


class RunningClock(NamedTuple):
    """Hold one running clock by the case that it belongs to."""

    kind: ClockSort
    case: Case


class Writing(Protocol):
    """What can be done within one transaction, which happens whole or not at all."""

    def case(self, number: int) -> Case | None:
        """Return the case with a number as it stands in this transaction."""

    def create(self, event: Event) -> Case:
        """Record the event that opens a case and return the case with its number."""

    def record(self, before: Case, event: Event) -> Case:
        """Record an event of a case that stands as `before`, and return the case after it."""

    def next_number(self) -> int:
        """Return the number that the next case gets."""

    def adding(self, who: str, note: str) -> AbstractContextManager["Adding"]:
        """Open a block that adds many cases, as whose doing and with which note."""


class Adding(Protocol):
    """What can be done while many cases are added to a transaction."""

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that bear one of the numbers, or one of the provider's own."""

    def add(self, cases: Sequence[Case]) -> None:
        """Record cases under the numbers that they bear, with the history that their facts tell."""


class Store(Reading, Protocol):
    """What a place for cases must offer."""

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that bear the provider's own number."""

    def recorded(self) -> Iterator[int]:
        """Yield the number of every case that has events, in order."""

    def newest_event(self) -> datetime | None:
        """Return the latest instant among the events recorded last; None where there are none."""

    def reading(self) -> AbstractContextManager[None]:
        """Let all reads in the block see one moment, whatever others write meanwhile."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction: committed when the block ends, undone when it raises."""

    def close(self) -> None:
        """Let go of the store."""


Notice = Callable[[str, str], None]
"""What is told a sentence that a user should know, and how to mend it."""
