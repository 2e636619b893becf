"""Many cases, read a batch at a time: few statements, and few cases in memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.store.protocols import Store

T = TypeVar("T")

_BATCH = 500


def with_histories(store: Store, cases: Iterable[Case]) -> Iterator[tuple[Case, list[Event]]]:
    """Yield cases, each with its history."""
    for batch in in_batches(cases):
        histories = store.histories([case.number for case in batch])
        for case in batch:
            yield case, histories[case.number]


def with_numbers(store: Store, numbers: Iterable[int]) -> Iterator[Case]:
    """Yield the case with each of these numbers, which are all there."""
    for batch in in_batches(numbers):
        found = {case.number: case for case in store.cases_among(batch, ())}
        for number in batch:
            yield found[number]


def in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield items in lists of as many as are read together."""
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
