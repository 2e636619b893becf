"""Rows become cases: what is here already is left alone, what is bad is kept to be told."""

import gc
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from slt_cli.domain.case import Case
from slt_cli.errors import Fault
from slt_cli.exchange.row_reader import BadRowError, Problem, RowReader
from slt_cli.exchange.rows import Row
from slt_cli.store.protocols import Adding, Writing

_NOTE = "imported"
_BATCH = 2000
_MOST_FAULTS = 1000


class Import:
    """Record the cases of rows within one transaction, and count what becomes of them.

    `numbers` are those of the imported cases, in order; `there` counts the rows whose cases were
    here already, `bad` those that say no case, with the first `faults`.
    """

    def __init__(
        self,
        transaction: Writing,
        reader: RowReader,
        name: Callable[[int], str],
        who: str,
        file: str,
    ) -> None:
        self._transaction = transaction
        self._reader = reader
        self._name = name
        self._who = who
        self._file = file
        self._first = self._next = transaction.next_number()
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
        """Record what rows say, a batch at a time; `advance` is called after each."""
        remaining = iter(rows)
        gc.disable()  # rows hold no cycles, and looking for some takes a twentieth of the time
        try:
            with self._transaction.adding(self._who, _NOTE) as adding:
                while batch := list(islice(remaining, _BATCH)):
                    self._record(adding, list(self._read(batch)))
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

    def _record(self, adding: Adding, batch: list[tuple[int, Case]]) -> None:
        """Add the cases that are not here yet, each under the number it has or the next one."""
        by_number, by_ref = self._known(adding, [case for _, case in batch])
        added = []
        for line, case in batch:
            known = by_ref.get(case.ref) or by_number.get(case.number)
            if known is not None:
                self._meet(line, case, known)
                continue
            number = case.number or self._next
            new = Case._make([number, *case[1:]])
            self._next = max(self._next, number + 1)
            self._count(number)
            added.append(new)
            by_number[number] = new
            if new.ref is not None:
                by_ref[new.ref] = new
        adding.add(added)

    def _known(
        self, adding: Adding, cases: list[Case]
    ) -> tuple[dict[int, Case], dict[str | None, Case]]:
        """Return the cases of the store that these might be, by number and by reference."""
        numbers = {case.number for case in cases if 0 < case.number < self._next}
        refs = {case.ref for case in cases if case.ref is not None}
        known = adding.cases_among(numbers, refs)
        return (
            {case.number: case for case in known},
            {case.ref: case for case in known if case.ref in refs},
        )

    def _meet(self, line: int, case: Case, known: Case) -> None:
        """Count a row whose reference or id a case bears already; it must be the same case.

        What was here before may have moved on since; what came with this file may not differ.
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
        field, given = ("ref", case.ref) if by_ref else ("id", self._name(case.number))
        whose = "another row of this file" if self._is_new(known.number) else "another case"
        fix = f"mend either, or --map {field}= leaves the column out"
        problem = f"{given!r} stands for {whose}, {self._name(known.number)}"
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
    return case._replace(number=0, rev=0)
