"""Import rows as cases: those in the store already stay as they are, bad rows are reported."""

import gc
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice

from slt_cli.domain.case import Case, require_number
from slt_cli.domain.event_making import Recording
from slt_cli.domain.events import Event
from slt_cli.domain.imported_history import imported_events
from slt_cli.domain.redacted_refs import RedactedRef, case_with_ref_of
from slt_cli.errors import Fault
from slt_cli.exchange.given import BadRowError, Problem, Recorded
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Row
from slt_cli.services.known_cases import (
    KnownCases,
    Read,
    is_about,
    is_voided,
    other_case,
    other_facts,
)
from slt_cli.services.new_numbers import NewNumbers
from slt_cli.services.row_faults import faults_of
from slt_cli.services.updating import Updated, Updating, in_order_of_change
from slt_cli.store.protocols import Adding, Addition

_BATCH = 2000
_MOST_FAULTS = 1000


class Import:
    """Record the cases of rows, and count the rows by what they give.

    `numbers` are those of the imported cases, in order; `uid` is what the store gave the first of
    them. `there` counts the rows whose cases were already in the store, `bad` the rows that give no
    case. `faults` are the first of their faults. `unlike` has the cases that were in the store with
    other facts, by number, and which facts these are; those that are kept, where rows update cases.
    `updated` has the numbers of the cases that were in the store and that rows changed, in order,
    and the fields that they changed. `redacted` has the lines of rows that were left out because
    their reference was that of a redacted case, each with its number.
    """

    def __init__(
        self,
        adding: Adding,
        reader: RowReader,
        case_id: Callable[[int], str],
        recording: Recording,
        file: str,
        updating: Updating | None = None,
    ) -> None:
        self._adding = adding
        self._updating = updating
        self._reader = reader
        self._case_id = case_id
        self._recording = recording
        self._file = file
        self._new = NewNumbers(adding.next_number())
        self.uid: str | None = None
        self.there = self.bad = 0
        self.faults: list[Fault] = []
        self.redacted: dict[int, int] = {}
        self.unlike: dict[int, list[str]] = {}
        self.updated: dict[int, list[str]] = {}
        self._lived = 0

    @property
    def numbers(self) -> Iterator[int]:
        """Return the numbers of the imported cases, in the order of their rows."""
        return iter(self._new)

    @property
    def count(self) -> int:
        """Return how many cases were imported."""
        return len(self._new)

    @property
    def updates(self) -> bool:
        """Return whether rows may change cases that are known."""
        return self._updating is not None

    @property
    def last_change(self) -> tuple[int, Event] | None:
        """Return the change of a case that was recorded last: its number, and the event."""
        return None if self._updating is None else self._updating.last

    @property
    def first(self) -> int | None:
        """Return the number of the case that was imported first."""
        return self._new.first

    @property
    def last(self) -> int | None:
        """Return the number of the case that was imported last."""
        return self._new.last

    @cached_property
    def _redacted(self) -> list[RedactedRef]:
        """Return the redactions of cases that had references."""
        return self._adding.redacted_refs()

    def take(self, rows: Iterable[Row], advance: Callable[[], None]) -> None:
        """Record the cases of rows in batches; `advance` is called after each batch."""
        remaining = iter(rows)
        gc.disable()  # rows have no cycles, and looking for some takes a twentieth of the time
        try:
            for row in remaining:
                self._record(list(self._read(chain([row], islice(remaining, _BATCH - 1)))))
                advance()
            for updated in self._updating.finish() if self._updating else ():
                self._count_updated(updated)
        finally:
            gc.enable()
        self.faults.sort(key=lambda fault: fault.line or 0)

    def _read(self, rows: Iterable[Row]) -> Iterator[Read]:
        read, read_with_history = self._reader.read, self._reader.with_history
        for line, row in rows:
            if isinstance(row, Problem):
                self._reject(line, [row])
                continue
            try:
                if isinstance(row, Recorded):
                    yield Read(line, row, *read_with_history(row))
                else:
                    case, updated_at = read(row)
                    yield Read(line, row, case, None, updated_at)
            except BadRowError as bad:
                self._reject(line, bad.problems)

    def _record(self, batch: list[Read]) -> None:
        """Add the cases that are not in the store yet, under their own number or the next one."""
        updating = self._updating
        stored = self._known([read.case for read in batch])
        known = KnownCases(stored)
        added: list[Addition] = []
        for read in batch if updating is None else in_order_of_change(batch):
            case, events = read.case, read.events
            same = self._met(case, known)
            if same is not None:
                if updating is None:
                    self._meet(read, same)
                    continue
                if not same.uid:  # it may be among the added ones
                    known.put(self._add(added))
                    same = known.like(case) or same
                after = self._update(updating, read, same)
                if after is not same:
                    known.put([after])
                continue
            redacted = case_with_ref_of(case, self._redacted)
            if redacted is not None:
                self.redacted[read.line] = redacted
                continue
            number = case.number or require_number(self._new.next)
            new = case._replace(number=number)
            self._new.add(number)
            if events is None:
                self._reader.count_defaulted(read.row)
                events = imported_events(new, self._recording, read.updated_at)
            added.append((new, events))
            known.put([new])
            if updating is not None:
                updating.is_newest(number, read.updated_at)
        self._add(added)

    def _add(self, added: list[Addition]) -> list[Case]:
        """Add cases to the store, and none a second time; return them as recorded."""
        recorded = self._adding.add(added)
        added.clear()
        if self.uid is None and recorded:
            self.uid = recorded[0].uid
        return recorded

    def _known(self, cases: list[Case]) -> list[Case]:
        """Return the stored cases that have a number, or a reference, of these cases."""
        numbers = {case.number for case in cases if 0 < case.number < self._new.next}
        refs = {case.ref for case in cases if case.ref is not None}
        return self._adding.cases_among(numbers, refs)

    def _met(self, case: Case, known: KnownCases) -> Case | None:
        """Return the case that a row meets; of rows of one file, a void one says nothing alone."""
        same = known.like(case)
        apart = same is not None and self._updating is None and same.number in self._new
        return None if same is not None and apart and is_voided(case, same) else same

    def _meet(self, read: Read, known: Case) -> None:
        """Count a row whose reference or id a case already has; it must be the same case.

        A case that was in the store before may have changed since; one from this file may not.
        """
        case = read.case
        if known.number in self._new:
            same = _facts(case) == _facts(known) and case.number in (0, known.number)
        else:
            same = is_about(case, known)
            if same and (fields := other_facts(read.row, case, known)):
                self.unlike[known.number] = fields
        if same:
            self.there += 1
        else:
            self._reject_other(read, known)

    def _update(self, updating: Updating, read: Read, known: Case) -> Case:
        """Record what a row knows more about its case, unless an earlier row is newer."""
        if not is_about(read.case, known):
            self._reject_other(read, known)
            return known
        self.there += 1
        if not updating.is_newest(known.number, read.updated_at):
            return known
        return self._count_updated(updating.take(read, known))

    def _count_updated(self, updated: Updated) -> Case:
        after, unlike, changed = updated
        if changed or unlike:
            self._lived += 1
            if self._lived % _BATCH == 0:
                gc.collect(0)  # the clocks of a life refer to it
        if changed and after.number not in self._new:
            before = self.updated.get(after.number, ())
            self.updated[after.number] = [
                *before,
                *(each for each in changed if each not in before),
            ]
        self.unlike.pop(after.number, None)
        if unlike:
            self.unlike[after.number] = unlike
        return after

    def _reject_other(self, read: Read, known: Case) -> None:
        """Report a row whose reference or id another case has."""
        wrong = other_case(read, known, known.number in self._new, self._case_id, self._reader.tell)
        self._reject(read.line, [wrong])

    def _reject(self, line: int, problems: Iterable[Problem]) -> None:
        self.bad += 1
        room = _MOST_FAULTS - len(self.faults)
        self.faults += islice(
            faults_of(self._file, line, map(self._reader.in_file, problems)), room
        )


def _facts(case: Case) -> Case:
    return case._replace(number=0, uid="", rev=0)
