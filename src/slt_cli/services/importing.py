"""Import rows as cases: those in the store already stay as they are, bad rows are reported."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, Recording, event_between
from slt_cli.domain.imported_history import steps
from slt_cli.domain.numbers import require_number
from slt_cli.errors import Fault
from slt_cli.exchange.given import BadRowError, Problem, Recorded
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Row
from slt_cli.services.known_cases import KnownCases, is_same, other_facts
from slt_cli.store.protocols import Adding, Addition


class Read(NamedTuple):
    """A row that was read: its line, what it gives, its case, and its events if it has them."""

    line: int
    row: Sequence[str] | Recorded
    case: Case
    events: list[Event] | None


_NOTE = "imported"
_NOTED = ("opened", "updated", "voided")
_BATCH = 2000
_MOST_FAULTS = 1000
_LONGEST, _START = 1000, 200


class Import:
    """Record the cases of rows, and count the rows by what they give.

    `numbers` are those of the imported cases, in order; `uid` is what the store gave the first of
    them. `there` counts the rows whose cases were already in the store, `bad` the rows that give no
    case. `faults` are the first of their faults. `unlike` has the cases that were in the store with
    other facts, by number, and which facts these are.
    """

    def __init__(
        self,
        adding: Adding,
        reader: RowReader,
        case_id: Callable[[int], str],
        recording: Recording,
        file: str,
    ) -> None:
        self._adding = adding
        self._reader = reader
        self._case_id = case_id
        self._recording = recording
        self._file = file
        self._first = self._next = adding.next_number()
        self._ranges: list[range] = []
        self.uid: str | None = None
        self.there = self.bad = 0
        self.faults: list[Fault] = []
        self.unlike: dict[int, list[str]] = {}

    @property
    def numbers(self) -> Iterator[int]:
        """Return the numbers of the imported cases, in the order of their rows."""
        return chain.from_iterable(self._ranges)

    @property
    def count(self) -> int:
        """Return how many cases were imported."""
        return sum(map(len, self._ranges))

    @property
    def first(self) -> int | None:
        """Return the number of the case that was imported first."""
        return self._ranges[0].start if self._ranges else None

    @property
    def last(self) -> int | None:
        """Return the number of the case that was imported last."""
        return self._ranges[-1].stop - 1 if self._ranges else None

    def take(self, rows: Iterable[Row], advance: Callable[[], None]) -> None:
        """Record the cases of rows in batches; `advance` is called after each batch."""
        remaining = iter(rows)
        gc.disable()  # rows have no cycles, and looking for some takes a twentieth of the time
        try:
            for row in remaining:
                self._record(list(self._read(chain([row], islice(remaining, _BATCH - 1)))))
                advance()
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
                    yield Read(line, row, read(row).case, None)
            except BadRowError as bad:
                self._reject(line, bad.problems)

    def _record(self, batch: list[Read]) -> None:
        """Add the cases that are not in the store yet, under their own number or the next one."""
        known = KnownCases(self._known([read.case for read in batch]))
        added: list[Addition] = []
        for read in batch:
            case, events = read.case, read.events
            same = known.like(case)
            if same is not None:
                self._meet(read, same)
                continue
            number = case.number or require_number(self._next)
            new = case._replace(number=number)
            self._next = max(self._next, number + 1)
            self._count(number)
            added.append((new, self._history(new) if events is None else events))
            known.add(new)
        recorded = self._adding.add(added)
        if self.uid is None and recorded:
            self.uid = recorded[0].uid

    def _history(self, case: Case) -> list[Event]:
        """Return the events that lead to a case, as far as its facts give the times."""
        events: list[Event] = []
        before = None
        for sequence, (kind, at, after) in enumerate(steps(case)):
            note = _NOTE if kind in _NOTED else None
            event = event_between(before, after, kind, at, self._recording, note, sequence)
            events.append(event)
            before = after
        return events

    def _known(self, cases: list[Case]) -> list[Case]:
        """Return the stored cases that have a number, or a reference, of these cases."""
        numbers = {case.number for case in cases if 0 < case.number < self._next}
        refs = {case.ref for case in cases if case.ref is not None}
        return self._adding.cases_among(numbers, refs)

    def _meet(self, read: Read, known: Case) -> None:
        """Count a row whose reference or id a case already has; it must be the same case.

        A case that was in the store before may have changed since; one from this file may not.
        """
        case = read.case
        by_ref = case.ref is not None and case.ref == known.ref
        if self._is_new(known.number):
            same = _facts(case) == _facts(known) and case.number in (0, known.number)
        else:
            same = is_same(case, known)
            if same and (fields := other_facts(read.row, case, known)):
                self.unlike[known.number] = fields
        if same:
            self.there += 1
            return
        field, given = ("ref", case.ref) if by_ref else ("id", self._case_id(case.number))
        fix = f"correct one of them, or --map {field}= leaves the column out"
        if by_ref and read.events is not None:
            fix = (
                "--skip-bad leaves it out; --map events= --map ref= only its history and reference"
            )
        whose = "another row of this file" if self._is_new(known.number) else "another case"
        problem = f"{given!r} already belongs to {whose}"
        if by_ref:
            problem += f", {self._case_id(known.number)}"
        elif not self._is_new(known.number):
            problem = self._unlike_by_id(case, known)
        self._reject(read.line, [Problem(field, problem, fix)])

    def _unlike_by_id(self, case: Case, known: Case) -> str:
        """Return why a row is not about the case with its id: another store gives the same ids."""
        given = repr(self._case_id(case.number))
        if case.ref is not None:
            has = "no reference" if known.ref is None else f"the reference {known.ref!r}"
            return f"{given} has {has} in the store"
        return self._reader.tell((f"{given} was opened ", known.opened_at, " in the store"))

    def _is_new(self, number: int) -> bool:
        return number >= self._first or any(number in numbers for numbers in self._ranges)

    def _count(self, number: int) -> None:
        if self._ranges and self._ranges[-1].stop == number:
            self._ranges[-1] = range(self._ranges[-1].start, number + 1)
        else:
            self._ranges.append(range(number, number + 1))

    def _reject(self, line: int, problems: Iterable[Problem]) -> None:
        self.bad += 1
        room = _MOST_FAULTS - len(self.faults)
        self.faults += [
            Fault(self._file, field, _shortened(what), _shortened(fix), line)
            for field, what, fix in islice(problems, room)
        ]


def _shortened(text: str) -> str:
    """Return a sentence without the middle of what it quotes, if that is very long."""
    return text if len(text) <= _LONGEST else f"{text[:_START]} .. {text[_START - _LONGEST :]}"


def _facts(case: Case) -> Case:
    return case._replace(number=0, uid="", rev=0)
