"""Import rows as cases: those in the store already stay as they are, bad rows are reported."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, Recording, event_between
from slt_cli.domain.imported_history import steps
from slt_cli.errors import Fault
from slt_cli.exchange.given import BadRowError, Problem
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Row
from slt_cli.store.protocols import Adding, Addition, Store

_NOTE = "imported"
_BATCH = 2000
_MOST_FAULTS = 1000


class Import:
    """Record the cases of rows, and count the rows by what they give.

    `numbers` are those of the imported cases, in order; `there` counts the rows whose cases were
    already in the store, `bad` the rows that give no case. `faults` are the first of their faults.
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
        self.there = self.bad = 0
        self.faults: list[Fault] = []

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
            while batch := list(islice(remaining, _BATCH)):
                self._record(list(self._read(batch)))
                advance()
        finally:
            gc.enable()
        self.faults.sort(key=lambda fault: fault.line or 0)

    def _read(self, rows: Iterable[Row]) -> Iterator[tuple[int, Case]]:
        read = self._reader.case
        for line, texts in rows:
            if isinstance(texts, Problem):
                self._reject(line, [texts])
                continue
            try:
                yield line, read(texts)
            except BadRowError as bad:
                self._reject(line, bad.problems)

    def _record(self, batch: list[tuple[int, Case]]) -> None:
        """Add the cases that are not in the store yet, under their own number or the next one."""
        by_number, by_ref = self._known([case for _, case in batch])
        added = []
        for line, case in batch:
            known = by_ref.get(case.ref) or by_number.get(case.number)
            if known is not None:
                self._meet(line, case, known)
                continue
            number = case.number or self._next
            new = case._replace(number=number)
            self._next = max(self._next, number + 1)
            self._count(number)
            added.append(new)
            by_number[number] = new
            if new.ref is not None:
                by_ref[new.ref] = new
        self._adding.add([(case, self._history(case)) for case in added])

    def _history(self, case: Case) -> list[Event]:
        """Return the events that lead to a case, as far as its facts give the times."""
        events: list[Event] = []
        before = None
        for sequence, (kind, at, after) in enumerate(steps(case)):
            note = _NOTE if kind in ("opened", "updated") else None
            event = event_between(before, after, kind, at, self._recording, note, sequence)
            events.append(event)
            before = after
        return events

    def _known(self, cases: list[Case]) -> tuple[dict[int, Case], dict[str | None, Case]]:
        """Return the stored cases that have a number, or a reference, of these cases."""
        numbers = {case.number for case in cases if 0 < case.number < self._next}
        refs = {case.ref for case in cases if case.ref is not None}
        known = self._adding.cases_among(numbers, refs)
        return (
            {case.number: case for case in known},
            {case.ref: case for case in known if case.ref in refs},
        )

    def _meet(self, line: int, case: Case, known: Case) -> None:
        """Count a row whose reference or id a case already has; it must be the same case.

        A case that was in the store before may have changed since; one from this file may not.
        """
        by_ref = case.ref is not None and case.ref == known.ref
        if self._is_new(known.number):
            same = _facts(case) == _facts(known) and case.number in (0, known.number)
        else:
            opened_alike = case.opened_at == known.opened_at
            same = by_ref or (opened_alike and case.ref in (None, known.ref))
        if same:
            self.there += 1
            return
        field, given = ("ref", case.ref) if by_ref else ("id", self._case_id(case.number))
        whose = "another row of this file" if self._is_new(known.number) else "another case"
        fix = f"correct one of them, or --map {field}= leaves the column out"
        problem = f"{given!r} already belongs to {whose}, {self._case_id(known.number)}"
        self._reject(line, [Problem(field, problem, fix)])

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
        self.faults += [Fault(self._file, *problem, line) for problem in islice(problems, room)]


def _facts(case: Case) -> Case:
    return case._replace(number=0, uid="", rev=0)


class DryRun:
    """Take cases as a store does, but only keep them in memory: nothing is recorded."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.cases: dict[int, Case] = {}
        self._by_ref: dict[str, Case] = {}

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""
        found = {case.number: case for case in self._store.cases_among(numbers, refs)}
        for known, wanted in ((self.cases, numbers), (self._by_ref, refs)):
            added = (known[key] for key in wanted if key in known)  # type: ignore[index]
            found |= {case.number: case for case in added}
        return list(found.values())

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        return self._store.next_number()

    def add(self, additions: Sequence[Addition]) -> None:
        """Keep cases under their own numbers."""
        for case, _ in additions:
            self.cases[case.number] = case
            if case.ref is not None:
                self._by_ref[case.ref] = case
