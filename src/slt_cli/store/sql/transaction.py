"""Changes of cases within one transaction, and what can be read in it."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from slt_cli.domain.case import Case, require_number
from slt_cli.domain.events import Event, apply
from slt_cli.domain.texts import REDACTED, folded
from slt_cli.errors import StoreError
from slt_cli.store.changes import clock_row, text
from slt_cli.store.damage import behind, missing, wrong_counters
from slt_cli.store.protocols import Addition, Table
from slt_cli.store.sql.changed_rows import Statement, changed_rows, row_of_span
from slt_cli.store.sql.connection import Connection
from slt_cli.store.sql.content import COLUMNS, SET_COUNTER
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.event_rows import changes_with, event_row
from slt_cli.store.sql.reading import (
    NEXT_NUMBER,
    case_of,
    cases_among,
    cases_by_ref,
    histories_of,
    redacted_refs,
)
from slt_cli.store.sql.rows import (
    POLICIES_SINCE,
    SPANS,
    case_row,
    notes_text,
    policy_row,
    read_number,
    tag_rows,
    text_row,
)
from slt_cli.store.sql.statements import (
    ADD_NOTE,
    CHANGES,
    COUNT_TO,
    HIDE_ERRORS,
    INSERT_CASE,
    INSERT_CLOCK,
    INSERT_EVENT,
    INSERT_POLICY,
    INSERT_SPAN,
    INSERT_TAG,
    INSERT_TEXT,
    PUT_NOTES,
    TAKE_NUMBER,
    TAKE_POLICY_NUMBER,
    UPDATE_CASE,
    UPDATE_EVENT,
    WITH_KEY,
    insert,
)
from slt_cli.store.team_policy import TeamPolicy

if TYPE_CHECKING:
    from slt_cli.domain.redacted_refs import RedactedRef
    from slt_cli.store.outbox import OutboxWriting


class Transaction:
    """Change cases within one transaction."""

    insert_event = INSERT_EVENT
    with_key = WITH_KEY

    def __init__(self, connection: Connection, dialect: Dialect, where: str) -> None:
        """Change cases by a connection, in the store that errors call `where`."""
        self._connection = connection
        self._dialect = dialect
        self._where = where

    def case(self, number: int) -> Case | None:
        """Return the case with a number as it is in this transaction."""
        return case_of(self._connection.execute, self._dialect, number)

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""
        return histories_of(self._connection.execute, [number])[number]

    def case_with(self, command: str) -> Case | None:
        """Return the case that a command with a key of its own has opened, else changed."""
        for (number,) in self._connection.execute(self.with_key, (command,)):
            return self.case(number)
        return None

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that have the provider's own number; others may change them."""
        return cases_by_ref(self._connection.execute, self._dialect, ref)

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""
        return cases_among(self._connection.execute, self._dialect, numbers, refs)

    def redacted_refs(self) -> "list[RedactedRef]":
        """Return the redactions of cases that had references."""
        return redacted_refs(self._connection.execute)

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        return self._count(NEXT_NUMBER)

    def create(self, event: Event) -> Case:
        """Record the event that opens a case and return the case with its number."""
        taken = self._connection.execute(TAKE_NUMBER).fetchone()
        if taken is None:
            number = require_number(self.next_number())
        else:
            number = self._counted(taken, "cases")
        case = apply(None, event, number, random_id())
        self._insert([(case, [event])])
        return case

    def record(self, before: Case, event: Event) -> Case:
        """Record an event of a case that is still as in `before`, and return the case after it."""
        case = apply(before, event)
        others = [*changed_rows(before, case), *self._changed_notes(case.number, event)]
        self._update(before, (*case_row(case), before.number, before.rev))
        for sql, changed in others:
            self._write(sql, changed)
        self._write(self.insert_event, self._event_row(case.number, case.rev, event))
        return case

    def require_owner(self, what: str) -> None:
        """Raise StoreError for a user who does not own the store: a file is its users' own."""

    def redact(self, before: Case, after: Case, events: Sequence[Event], redaction: Event) -> Case:
        """Replace the texts of a case and of all its events, and record the event that says so."""
        case = after._replace(rev=before.rev + 1)
        rows = list(self._connection.execute(CHANGES, (case.number,)))
        recorded = self.events(case.number)
        self._update(before, (*case_row(case), before.number, before.rev))
        for (row_id, changes), old, new in zip(rows, recorded, events, strict=True):
            if new != old:
                written = changes_with(changes, old, new)
                self._write(UPDATE_EVENT, (written, new.note, case.number, row_id))
        for sql, changed in changed_rows(before, case):
            self._write(sql, changed)
        self._write(PUT_NOTES, (notes_text([*events, redaction]), case.number))
        self._connection.execute(HIDE_ERRORS, (REDACTED, case.number, case.number))
        self._write(self.insert_event, self._event_row(case.number, case.rev, redaction))
        return case

    def add(self, additions: Sequence[Addition]) -> list[Case]:
        """Record cases under their own numbers, each with its history; return them as recorded."""
        numbered = [
            (case._replace(uid=random_id(), rev=len(events)), events) for case, events in additions
        ]
        self._insert(numbered)
        highest = max((case.number for case, _ in numbered), default=0)
        self._write(COUNT_TO, (highest, highest))
        return [case for case, _ in numbered]

    def alone(self) -> None:
        """Keep others from adding cases or policies until the transaction ends."""

    def put(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Add the rows of another store to an empty one, as `content` gives them."""
        if table == "counters":  # which every store has
            for name, value in rows:
                self._write(SET_COUNTER, (value, name))
        elif table == "events":
            self._put_events(rows)
        else:
            self._connection.executemany(insert(table, COLUMNS[table]), rows)

    def _put_events(self, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(self.insert_event, rows)

    def _write(self, sql: str, values: Sequence[Any]) -> None:
        """Run a statement that changes one row and gives none."""
        self._connection.execute(sql, values)

    def _update(self, before: Case, values: Sequence[Any]) -> None:
        """Replace a case's row, which must still be as in `before`."""
        del before
        if self._connection.execute(UPDATE_CASE, values).rowcount != 1:
            raise StoreError("the case was changed by somebody else meanwhile", "try again")

    def _event_row(self, number: int, ordinal: int, event: Event) -> list[Any]:
        """Return the row of an event; `ordinal` counts the events of its case from 1."""
        del ordinal  # the table counts the events of all cases itself
        return event_row(number, event)

    def has_team_policy(self, policy: TeamPolicy) -> bool:
        """Return whether this very policy was set, by the same person at the same time."""
        rows = self._connection.execute(POLICIES_SINCE, (text(policy.set_at),))
        return policy_row(policy) in map(tuple, rows)

    def set_team_policy(self, policy: TeamPolicy) -> None:
        """Record the team's policy, which counts from now on; one without a text clears it."""
        number = self._count(TAKE_POLICY_NUMBER, "policies")
        self._write(INSERT_POLICY, (number, *policy_row(policy)))

    def outbox(self) -> "OutboxWriting":
        """Return what changes the outbox in this transaction."""
        from slt_cli.store.sql.outbox_changes import SqlOutboxChanges  # noqa: PLC0415 - for notices

        return SqlOutboxChanges(self._connection, self._where, self._put_off)

    def _put_off(self, sql: str, values: Sequence[Any]) -> None:
        """Run a statement of which nothing is read, before the next one that is."""
        self._connection.execute(sql, values)

    def _count(self, sql: str, what: str = "cases") -> int:
        """Return the number that a statement reads from a counter."""
        row = self._connection.execute(sql).fetchone()
        if row is None:
            raise wrong_counters(missing(what), self._where)
        return self._counted(row, what)

    def _counted(self, row: Sequence[Any], what: str) -> int:
        """Return the number that a counter gives, which must be above those that are there."""
        number, highest = read_number(row[0]), row[1]
        if highest is not None and number <= highest:
            raise wrong_counters(behind(what, number - 1, highest), self._where)
        return number

    def _insert(self, additions: Sequence[Addition]) -> None:
        write = self._connection.executemany
        cases = [case for case, _ in additions]
        write(INSERT_CASE, map(case_row, cases))
        write(INSERT_CLOCK, ((c.number, *clock_row(k)) for c in cases for k in c.clocks))
        for field in SPANS:
            write(INSERT_SPAN, (row_of_span(c, field, s) for c in cases for s in getattr(c, field)))
        write(INSERT_TAG, (row for case in cases for row in tag_rows(case)))
        write(INSERT_TEXT, (text_row(case, history) for case, history in additions))
        write(
            self.insert_event,
            (
                self._event_row(case.number, ordinal, event)
                for case, history in additions
                for ordinal, event in enumerate(history, start=1)
            ),
        )

    def _changed_notes(self, number: int, event: Event) -> Iterator[Statement]:
        """Yield what keeps the notes that are found: not those of an event that is taken back."""
        if event.kind == "undone":
            yield PUT_NOTES, (notes_text([*self.events(number), event]), number)
        elif event.note:
            yield ADD_NOTE, ("\n", folded(event.note), number)


def random_id() -> str:
    """Return an id that no other store, case or command has: 128 random bits."""
    return os.urandom(16).hex()
