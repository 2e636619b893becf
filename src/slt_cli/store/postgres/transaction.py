"""Changes of cases within one transaction of PostgreSQL.

READ COMMITTED lets others write meanwhile, so a row is locked before it is read: a case before it
is changed, and the counter of cases before anything is decided that concerns several cases, such
as whether a reference is free. Who locks both locks the case first, so that nobody waits in a ring.
Only an import that updates cases cannot: it needs the counter before it knows which cases. Beside a
change of a reference the server may have to undo it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.errors import StoreError
from slt_cli.store.postgres.denial import as_owner
from slt_cli.store.postgres.dialect import POSTGRES
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.grants import place_of
from slt_cli.store.sql.event_rows import EVENT_COLUMNS, EVENT_FIELDS, event_row, read_history
from slt_cli.store.sql.queries import case_columns
from slt_cli.store.sql.rows import row_case
from slt_cli.store.sql.statements import UPDATE_CASE, insert
from slt_cli.store.sql.transaction import Transaction

_LOCK_CASE = "SELECT number FROM cases WHERE number = ? FOR UPDATE"
_LOCK_COUNTER = "SELECT value FROM counters WHERE name = 'case' FOR UPDATE"
_LOCK_COUNTERS = "SELECT value FROM counters ORDER BY name FOR UPDATE"


_EVENT_WIDTH = len(EVENT_FIELDS)
_CASE_WITH_EVENTS = f"""
    SELECT {case_columns(POSTGRES)}, {", ".join(f"e.{field}" for field in EVENT_FIELDS)}
    FROM cases c LEFT JOIN events e ON e.case_number = c.number
    WHERE c.number = ? ORDER BY e.id"""
"""A case in as many rows as it has events: a change needs them, too."""


class _Locked(NamedTuple):
    """A case that was locked and then read: its revision, and the values of its events."""

    rev: int
    events: Sequence[Sequence[Any]]


class PostgresTransaction(Transaction):
    """Change cases within one transaction; what gives no rows is sent with what follows."""

    insert_event = insert("events", ("id", *EVENT_COLUMNS))
    with_key = """SELECT case_number FROM events WHERE command = ?
        ORDER BY kind <> 'opened' LIMIT 1"""

    def __init__(self, session: Session, where: str) -> None:
        super().__init__(session, POSTGRES, where)
        self._session = session
        self._locked: dict[int, _Locked] = {}

    def case(self, number: int) -> Case | None:
        """Return the case with a number, which nobody else changes until the transaction ends."""
        self._session.defer(_LOCK_CASE, (number,))
        rows = list(self._session.execute(_CASE_WITH_EVENTS, (number,)))
        if not rows:
            return None
        case = row_case(rows[0][:-_EVENT_WIDTH])
        self._locked[number] = _Locked(case.rev, [row[-_EVENT_WIDTH:] for row in rows])
        return case

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""
        if number not in self._locked:
            return super().events(number)
        rows = (row for row in self._locked[number].events if row[0] is not None)
        return read_history(number, (dict(zip(EVENT_FIELDS, row, strict=True)) for row in rows))

    def case_with(self, command: str) -> Case | None:
        """Return the case that a command has opened, else changed."""
        self._session.defer(_LOCK_COUNTER)
        for (number,) in self._session.execute(self.with_key, (command,)):
            return Transaction.case(self, number)  # unlocked: others lock a case before the counter
        return None

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references; none is added meanwhile."""
        self._session.defer(_LOCK_COUNTER)
        return super().cases_among(numbers, refs)

    def next_number(self) -> int:
        """Return the number that the next case gets; none is added meanwhile."""
        self._session.defer(_LOCK_COUNTER)
        return super().next_number()

    def require_owner(self, what: str) -> None:
        """Raise StoreError for a role without the rights of the owner of the tables."""
        place = place_of(self._session.execute)
        if not place.is_own:
            raise StoreError(
                f"only the owner of the tables may {what} in {self._where}", as_owner(place.owner)
            )

    def alone(self) -> None:
        """Keep others from adding cases or policies until the transaction ends."""
        self._session.works = True  # a whole store is copied
        self._session.execute(_LOCK_COUNTERS)

    def _put_events(self, rows: Iterable[Sequence[Any]]) -> None:
        ordinals: dict[int, int] = {}

        def numbered() -> Iterator[Sequence[Any]]:
            for number, *others in rows:
                ordinals[number] = ordinals.get(number, 0) + 1
                yield ordinals[number], number, *others

        self._session.executemany(self.insert_event, numbered())

    def _update(self, before: Case, values: Sequence[Any]) -> None:
        locked = self._locked.pop(before.number, None)
        if locked is not None and locked.rev == before.rev:
            self._session.defer(UPDATE_CASE, values, rows=1)  # nobody else can have changed it
        else:
            super()._update(before, values)

    def _write(self, sql: str, values: Sequence[Any]) -> None:
        self._session.defer(sql, values, rows=1)

    def _put_off(self, sql: str, values: Sequence[Any]) -> None:
        self._session.defer(sql, values)

    def _event_row(self, number: int, ordinal: int, event: Event) -> list[Any]:
        return [ordinal, *event_row(number, event)]
