"""An import that records nothing."""

from collections.abc import Collection, Sequence

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, apply, numbered
from slt_cli.domain.redacted_refs import RedactedRef
from slt_cli.domain.references import names_no_case
from slt_cli.store.protocols import Addition, Store


class DryRun:
    """Take cases as a store does, but only keep them in memory: nothing is recorded.

    Histories are kept only where rows may change cases.
    """

    def __init__(self, store: Store, *, update: bool = False) -> None:
        self._store = store
        self._update = update
        self.cases: dict[int, Case] = {}
        self._by_ref: dict[str, list[int]] = {}
        self._histories: dict[int, list[Event]] = {}

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""
        found = {case.number: case for case in self._store.cases_among(numbers, refs)}
        added = (number for ref in refs for number in self._by_ref.get(ref, ()))
        here = {*found, *numbers, *added} & self.cases.keys()
        return list((found | {number: self.cases[number] for number in here}).values())

    def redacted_refs(self) -> list[RedactedRef]:
        """Return the redactions of cases that had references."""
        return self._store.redacted_refs()

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        return self._store.next_number()

    def add(self, additions: Sequence[Addition]) -> list[Case]:
        """Keep cases under their own numbers, and return them."""
        cases = [case._replace(rev=len(events)) for case, events in additions]
        for case, (_, events) in zip(cases, additions, strict=True):
            self.cases[case.number] = case
            if case.ref is not None and not names_no_case(case.ref):
                self._by_ref.setdefault(case.ref, []).append(case.number)
            if self._update:
                self._histories[case.number] = list(events)
        return cases

    def case(self, number: int) -> Case | None:
        """Return the case with a number, as it would be."""
        return self.cases.get(number) or self._store.case(number)

    def events(self, number: int) -> list[Event]:
        """Return a case's events, and those that would be recorded."""
        known = self._histories.get(number)
        return self._store.events(number) if known is None else numbered(known)

    def record(self, before: Case, event: Event) -> Case:
        """Keep an event of a case, and return the case after it."""
        number = before.number
        self._histories[number] = [*self.events(number), event]
        self.cases[number] = apply(before, event)
        return self.cases[number]
