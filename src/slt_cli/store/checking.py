"""Whether a store is sound: every case is what its events add up to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import fold
from slt_cli.errors import StoreError
from slt_cli.store.protocols import Filter, Store

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, StoreError)
"""What events that somebody else wrote can raise when they are read and added up."""


class Difference(NamedTuple):
    """Hold one field of a case whose stored value is not what its events add up to."""

    number: int
    field: str
    stored: Any
    rebuilt: Any


def differences(store: Store) -> Iterator[Difference]:
    """Yield every difference between the cases and their events, as of one moment."""
    with store.reading():
        for number in _missing(store):
            yield Difference(number, "case", "missing", "recorded by its events")
        for case in store.cases(Filter()):
            yield from _of_case(store, case)


def _missing(store: Store) -> Iterator[int]:
    """Yield the numbers that have events and no case; both come in order, so none is kept."""
    stored = (case.number for case in store.cases(Filter()))
    here = next(stored, None)
    for number in store.recorded():
        while here is not None and here < number:
            here = next(stored, None)
        if here != number:
            yield number


def _of_case(store: Store, case: Case) -> Iterator[Difference]:
    try:
        events = store.events(case.number)
        rebuilt = fold(events, case.number, case.uid) if events else None
    except _UNREADABLE as error:
        yield Difference(case.number, "events", f"cannot be read: {error}", "a history")
        return
    if rebuilt is None:
        yield Difference(case.number, "events", "none", "at least one")
        return
    for field, stored, right in zip(Case._fields, case, rebuilt, strict=True):
        if stored != right:
            yield Difference(case.number, field, stored, right)
