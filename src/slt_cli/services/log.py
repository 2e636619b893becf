"""What was recorded in all cases, in the order in which it happened."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from slt_cli.domain.events import taken_back
from slt_cli.store.batches import in_batches
from slt_cli.store.damage import damaged
from slt_cli.store.event_filter import EventFilter, EventKey
from slt_cli.store.filter import Filter
from slt_cli.store.protocols import Store
from slt_cli.views.fields import flat_changes
from slt_cli.views.log import LogEntry

_MOST_KEPT = 10_000
"""Events that are kept for what comes: a case often has some a day later."""


class LogQuestion(NamedTuple):
    """Which events are asked for, and of which cases, as these are now."""

    events: EventFilter
    of_cases: Filter


def logged(store: Store, asked: LogQuestion) -> Iterator[LogEntry]:
    """Yield the events that are asked for; few of them are in memory."""
    with store.reading():
        yield from entries_of(store, store.events_recorded(*asked))


def entries_of(store: Store, keys: Iterable[EventKey]) -> Iterator[LogEntry]:
    """Yield the events with these keys, with the histories of as few cases as are read at once.

    To know what an event changed, all that happened to its case before it is needed.
    """
    known: dict[int, dict[int | None, LogEntry]] = {}
    for batch in in_batches(keys):
        numbers = {key.case for key in batch}
        if sum(map(len, known.values())) > _MOST_KEPT:
            known = {number: known[number] for number in numbers & known.keys()}
        known |= _told(store, numbers - known.keys())
        for key in batch:
            yield known[key.case][key.id]


def _told(store: Store, numbers: set[int]) -> dict[int, dict[int | None, LogEntry]]:
    """Return all events of cases: by the number of the case, then by the id of the event.

    Raises DamagedError if a case is missing that has events.
    """
    found: dict[int, dict[int | None, LogEntry]] = {}
    histories = store.histories(numbers)
    for case in store.cases_among(numbers, ()):
        events = histories[case.number]
        kinds = {event.id: event.kind for event in events}
        taken = taken_back(events)
        found[case.number] = {
            row[0].id: LogEntry(case, row, kinds, taken) for row in flat_changes(events)
        }
    if lost := numbers - found.keys():
        raise damaged(f"case {min(lost)} is missing, and its events are there")
    return found
