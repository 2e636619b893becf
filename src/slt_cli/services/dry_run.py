"""An import that records nothing."""

from collections.abc import Collection, Sequence

from slt_cli.domain.case import Case
from slt_cli.store.protocols import Addition, Store


class DryRun:
    """Take cases as a store does, but only keep them in memory: nothing is recorded."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.cases: dict[int, Case] = {}
        self._by_ref: dict[str, list[Case]] = {}

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""
        found = {case.number: case for case in self._store.cases_among(numbers, refs)}
        found |= {number: self.cases[number] for number in numbers if number in self.cases}
        for ref in refs:
            found |= {case.number: case for case in self._by_ref.get(ref, ())}
        return list(found.values())

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        return self._store.next_number()

    def add(self, additions: Sequence[Addition]) -> list[Case]:
        """Keep cases under their own numbers, and return them."""
        for case, _ in additions:
            self.cases[case.number] = case
            if case.ref is not None:
                self._by_ref.setdefault(case.ref, []).append(case)
        return [case for case, _ in additions]
