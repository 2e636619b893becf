"""The store as it was at a past instant: every case is rebuilt from the events until then."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, assert_never

from slt_cli.domain.case import Case, CaseClock
from slt_cli.domain.events import Event
from slt_cli.domain.owners import present_owner
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import case_as_of, events_until
from slt_cli.domain.texts import folded
from slt_cli.store.batches import with_histories
from slt_cli.store.filter import Filter
from slt_cli.store.matching import has_parts, matches
from slt_cli.store.protocols import Store
from slt_cli.store.relived_reports import RelivedReports


class AsOf:
    """A store as it was at an instant, as is known now: without what was taken back since.

    It rebuilds every case, so it is slower than the present.
    """

    def __init__(self, store: Store, at: datetime, policy: Policy) -> None:
        self._store = store
        self._at = at
        self._policy = policy

    def events(self, number: int) -> list[Event]:
        """Return the events of a case that had happened, in the order of their recording."""
        return events_until(self._store.events(number), self._at)

    def case(self, number: int) -> Case | None:
        """Return the case with a number as it was; None if it had not been opened."""
        present = self._store.case(number)
        if present is None:
            return None
        return case_as_of(present, self._store.events(number), self._at, self._policy)

    def cases(self, wanted: Filter) -> Iterator[Case]:
        """Yield the cases that had been opened, in the order wanted."""
        found = []
        for case in self._all(wanted):
            leading = case.leading_clock
            due_at = leading.due_at if leading else None
            found.append(((_key(case, due_at, wanted), case.number), case))
        found.sort(key=lambda pair: pair[0])
        return islice((case for _, case in found), wanted.limit)

    def running(self, wanted: Filter, due_before: datetime | None = None) -> Iterator[CaseClock]:
        """Yield the clocks that were running then, in the order wanted."""
        wanted = wanted._replace(order=wanted.order or "due")
        found = [
            (
                (
                    _key(case, due_at, wanted),
                    due_at is None,
                    due_at or case.opened_at,
                    case.number,
                    clock.level,
                    *clock.key,
                ),
                CaseClock(clock, case),
            )
            for case in self._all(wanted)
            for clock in case.running_clocks
            for due_at in [clock.due_at]
            if due_before is None or (due_at is not None and due_at < due_before)
        ]
        found.sort(key=lambda pair: pair[0])
        return islice((running for _, running in found), wanted.limit)

    def reports(self) -> RelivedReports:
        """Return what reports ask of the store."""
        return RelivedReports(self._all)

    def _all(self, wanted: Filter) -> Iterator[Case]:
        for present, events in with_histories(self._store, self._store.cases(Filter())):
            case = case_as_of(present, events, self._at, self._policy)
            if case is None or not matches(case, wanted):
                continue
            if not wanted.words or has_parts(case, events_until(events, self._at), wanted.words):
                yield case


def _key(case: Case, due_at: datetime | None, wanted: Filter) -> Any:  # noqa: ANN401 - one type an order
    match wanted.order:
        case "newest":
            return -case.number
        case "opened":
            return case.opened_at
        case "owner" | "customer" as field:
            name = present_owner(case.owner) if field == "owner" else case.customer
            return name is None, folded(name or "")
        case "due":
            return due_at is None, due_at or case.opened_at
        case "priority":
            rank = {priority: index for index, priority in enumerate(wanted.ranking)}
            return rank.get(case.priority, len(rank))
        case "number" | None:
            return case.number
        case unknown:
            assert_never(unknown)
