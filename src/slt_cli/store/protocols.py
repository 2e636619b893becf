"""What a store of cases can do."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from slt_cli.domain.case import Case, CaseClock
from slt_cli.domain.events import Event
from slt_cli.store.filter import Filter

if TYPE_CHECKING:
    from slt_cli.domain.redacted_refs import RedactedRef
    from slt_cli.store.event_filter import EventFilter, EventKey
    from slt_cli.store.outbox import OutboxReading, OutboxWriting
    from slt_cli.store.reporting import Reports
    from slt_cli.store.team_policy import TeamPolicy

NamedBy = Literal["partner", "customer", "owner"]
"""A field of a case that names somebody, by which cases are found."""

Addition = tuple[Case, Sequence[Event]]
"""A case with its number, and the history that led to it."""


Table = Literal[
    "counters",
    "policies",
    "cases",
    "clocks",
    "holds",
    "tags",
    "texts",
    "events",
    "notices",
    "channels",
]
TABLES: tuple[Table, ...] = get_args(Table)
"""What a store consists of, in the order in which it is copied: events as they were recorded."""


class Reading(Protocol):
    """Reading cases, which never creates anything."""

    def case(self, number: int) -> Case | None:
        """Return the case with a number."""

    def cases(self, wanted: Filter) -> Iterator[Case]:
        """Yield cases in the order wanted."""

    def running(self, wanted: Filter, due_before: datetime | None = None) -> Iterator[CaseClock]:
        """Yield running clocks in the order wanted; only those due before an instant."""

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""

    def reports(self) -> "Reports":
        """Return what reports ask of the store."""


class Adding(Protocol):
    """What is needed to add many cases, and to change those that are there already."""

    def redacted_refs(self) -> "list[RedactedRef]":
        """Return the redactions of cases that had references."""

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""

    def next_number(self) -> int:
        """Return the number that the next case gets."""

    def add(self, additions: Sequence[Addition]) -> list[Case]:
        """Record cases under their own numbers, each with its history; return them as recorded."""

    def case(self, number: int) -> Case | None:
        """Return the case with a number, which nobody else changes until the transaction ends."""

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""

    def record(self, before: Case, event: Event) -> Case:
        """Record an event of a case that is still as in `before`, and return the case after it."""


class Writing(Adding, Protocol):
    """What can be done in one transaction, which happens completely or not at all."""

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that have the provider's own number; others may change them."""

    def case_with(self, command: str) -> Case | None:
        """Return the case that a command with a key of its own has opened, else changed."""

    def require_owner(self, what: str) -> None:
        """Raise StoreError, which names `what` was refused, if the user does not own the store."""

    def redact(self, before: Case, after: Case, events: Sequence[Event], redaction: Event) -> Case:
        """Replace the texts of a case and of all its events, and record the event that says so.

        `before` is the case as it still is, `after` and `events` are what it and its events become.
        """

    def create(self, event: Event) -> Case:
        """Record the event that opens a case and return the case with its number."""

    def alone(self) -> None:
        """Keep others from adding cases or policies until the transaction ends."""

    def put(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Add the rows of another store to an empty one, as `content` gives them."""

    def has_team_policy(self, policy: "TeamPolicy") -> bool:
        """Return whether this very policy was set, by the same person at the same time."""

    def set_team_policy(self, policy: "TeamPolicy") -> None:
        """Record the team's policy, which counts from now on; one without a text clears it."""

    def outbox(self) -> "OutboxWriting":
        """Return what changes the outbox in this transaction."""


class Store(Reading, Protocol):
    """What a store must be able to do.

    `patience_seconds` is how long a store that was reached once, and is gone, is waited for, and
    one that others keep busy while it is read. It is set before the first question.
    """

    patience_seconds: float

    def exists(self) -> bool:
        """Return whether there is a store; raises StoreError if that cannot be found out."""

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that have the provider's own number."""

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""

    def redacted_refs(self) -> "list[RedactedRef]":
        """Return the redactions of cases that had references."""

    def histories(self, numbers: Collection[int]) -> dict[int, list[Event]]:
        """Return the events of each case with one of these numbers, as `events` does."""

    def events_recorded(self, asked: "EventFilter", of_cases: Filter) -> "Iterator[EventKey]":
        """Yield which events of the cases wanted were recorded in a span, as they happened."""

    def recording_revision(self, since: datetime) -> str:
        """Return a text that is another one once an event was recorded: one cheap question.

        Only events that were recorded since an instant count. It is empty without a store.
        """

    def next_number(self) -> int:
        """Return the number that the next case gets."""

    def recorded(self) -> Iterator[int]:
        """Yield the number of every case that has events, in order."""

    def revision(self) -> str:
        """Return a text that is another one once a case has changed: one cheap question.

        Raises StoreError if the store cannot be read; it is empty where there is no store yet.
        """

    def newest_event(self) -> datetime | None:
        """Return the latest instant among the last events that count; None if there are none."""

    def recorded_with(self, command: str) -> dict[int, datetime]:
        """Return when a command with a key of its own first recorded on each case, by number."""

    def repeated_refs(self) -> Iterator[tuple[str, int]]:
        """Yield each reference that several valid cases have, with the number of each case."""

    def names(self, field: NamedBy, beginning: str) -> Iterator[str]:
        """Yield the names in a field that begin like this, each once, whatever their letters."""

    def content(self, table: Table) -> Iterator[Sequence[Any]]:
        """Yield all rows of a table, whatever the engine, in the order of their recording."""

    def count(self, table: Table) -> int:
        """Return how many rows a table has."""

    def team_policy(self) -> "TeamPolicy | None":
        """Return the team's policy, None without one; creates nothing and upgrades nothing."""

    def outbox(self) -> "OutboxReading":
        """Return what is asked of the outbox."""

    def require_own_schema(self) -> None:
        """Raise StoreError if others made something in it that may act on what is recorded."""

    def reading(self) -> AbstractContextManager[None]:
        """Let all reads in the block see the same moment, even if others write meanwhile."""

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction: committed when the block ends, undone when it raises."""

    def close(self) -> None:
        """Close the store and undo what is not committed; what is asked next opens it again."""
