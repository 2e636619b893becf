"""Whether a store is valid: every case is what its events add up to."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, fold
from slt_cli.errors import LostTransactionError, SltError, StoreError, UnreachableError
from slt_cli.finding import Finding
from slt_cli.store.batches import in_batches
from slt_cli.store.damage import RESTORE_AND_KEEP
from slt_cli.store.filter import Filter
from slt_cli.store.protocols import Store

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, StoreError)
"""The errors that events written by another program can cause when they are read."""
_AWAY = (LostTransactionError, UnreachableError)
"""The errors of a store that does not answer: they say nothing about its content."""
_MOST_NAMED = 5


class Difference(NamedTuple):
    """One field of a case whose stored value is not what its events add up to."""

    number: int
    field: str
    stored: Any
    rebuilt: Any


def differences(store: Store) -> Iterator[Difference]:
    """Yield every difference between the cases and their events, as of one moment."""
    with store.reading():
        yield from differences_now(store)


def differences_now(store: Store) -> Iterator[Difference]:
    """Yield every difference within a block in which nobody else changes the store."""
    for number in _missing(store):
        yield Difference(number, "case", "missing", "recorded by its events")
    for batch in in_batches(store.cases(Filter())):
        yield from _of_cases(store, batch)


def history_finding(store: Store) -> Finding:
    """Return whether every case is what its events add up to."""
    try:
        differing = sorted({found.number for found in differences(store)})
        newest = None if differing else store.newest_event()
    except SltError as error:
        return Finding("history", "problem", error.message, _fix_of(error))
    if differing:
        return Finding(
            "history",
            "problem",
            f"cases that are not what their events add up to: {_first(differing)}",
            f"`slt verify` shows each difference; {RESTORE_AND_KEEP}",
        )
    last = f", the last of them of {format_utc(newest)}" if newest else ""
    return Finding("history", "ok", f"every case is what its events add up to{last}")


def references_finding(store: Store) -> Finding:
    """Return whether each reference belongs to one case; an older store may have some twice."""
    try:
        repeated = [
            (ref, [number for _, number in pairs])
            for ref, pairs in groupby(store.repeated_refs(), key=itemgetter(0))
        ]
    except SltError as error:
        return Finding("references", "problem", error.message, _fix_of(error))
    if not repeated:
        return Finding("references", "ok", "each belongs to one case")
    named = [f"{ref!r} to cases {_first(numbers)}" for ref, numbers in repeated[:_MOST_NAMED]]
    more = "; ..." if len(repeated) > _MOST_NAMED else ""
    return Finding(
        "references",
        "warning",
        f"some belong to several cases: {'; '.join(named)}{more}",
        "`slt void` ends a case that was opened twice, `slt update --ref` corrects a reference",
    )


def _first(numbers: list[int]) -> str:
    more = ", ..." if len(numbers) > _MOST_NAMED else ""
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + more


def _fix_of(error: SltError) -> str:
    return error.fix if isinstance(error, _AWAY) else RESTORE_AND_KEEP


def _missing(store: Store) -> Iterator[int]:
    """Yield the numbers with events but no case, without loading all: both are sorted."""
    stored = (case.number for case in store.cases(Filter()))
    here = next(stored, None)
    for number in store.recorded():
        while here is not None and here < number:
            here = next(stored, None)
        if here != number:
            yield number


def _of_cases(store: Store, cases: list[Case]) -> Iterator[Difference]:
    """Yield the differences of cases, whose events are read together unless some are damaged."""
    try:
        histories = store.histories([case.number for case in cases])
    except _AWAY:
        raise
    except _UNREADABLE:
        if len(cases) > 1:
            for case in cases:
                yield from _of_cases(store, [case])
            return
        histories = {}
    for case in cases:
        yield from _of_case(store, case, histories.get(case.number))


def _of_case(store: Store, case: Case, events: list[Event] | None) -> Iterator[Difference]:
    try:
        if events is None:
            events = store.events(case.number)
        rebuilt = fold(events, case.number, case.uid) if events else None
    except _AWAY:
        raise
    except _UNREADABLE as error:
        yield Difference(case.number, "events", f"cannot be read: {error}", "a history")
        return
    if rebuilt is None:
        yield Difference(case.number, "events", "none", "at least one")
        return
    for field, stored, right in zip(Case._fields, case, rebuilt, strict=True):
        if stored != right:
            yield Difference(case.number, field, stored, right)
