"""What an import did: how many cases, which ones, and which the store keeps as they are."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.output import Column, Note, Sheet
from slt_cli.views.case import SCHEMA, case_item

_MOST_NAMED = 10

CasesWith = Callable[[Iterable[int]], Iterable[Case]]
"""Returns the cases with these numbers, in this order."""


class Imported(NamedTuple):
    """What an import did; `unlike` has the cases that the store keeps with other facts.

    `numbers` are those of the imported cases, `updated` those of the cases that rows changed. Where
    an earlier run with the same key recorded, `before` counts its cases, and `numbers` are theirs.
    """

    numbers: Callable[[], Iterator[int]]
    total: int
    first: int | None
    last: int | None
    there: int
    updated: Collection[int]
    unlike: Mapping[int, Sequence[str]]
    bad: int
    before: int = 0

    @property
    def recorded(self) -> Iterator[int]:
        """Return the numbers of the imported cases, and then of the updated ones."""
        return chain(self.numbers(), self.updated)


def imported_sheet(
    policy: Policy, now: datetime, done: Imported, notes: tuple[Note, ...] = ()
) -> Sheet[Any]:
    """Return what people read about an import: how many cases, and which ones."""
    return Sheet(SCHEMA, now, [done], dict, _counts(policy), str, notes=notes, record=True)


def imported_cases(
    policy: Policy,
    now: datetime,
    done: Imported,
    cases: CasesWith | None,
    notes: tuple[Note, ...] = (),
) -> Sheet[Any]:
    """Return the imported and the updated cases for programs; only their ids without `cases`."""
    told = {
        "Recorded before": str(done.before or ""),
        "Already there": str(done.there or ""),
        "Updated": str(len(done.updated) or ""),
        "Differ": _unlike(done, policy),
        "Left out": str(done.bad or ""),
    }
    notes = (*notes, *(Note(label, text) for label, text in told.items() if text))
    if cases is None:
        return Sheet(SCHEMA, now, done.recorded, dict, (), policy.case_id, notes=notes)
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=cases(done.recorded),
        item=partial(case_item, policy),
        columns=(),
        key=lambda case: policy.case_id(case.number),
        notes=notes,
    )


def _unlike(done: Imported, policy: Policy) -> str:
    """Return which cases the store keeps with other facts than those of their rows."""
    if not done.unlike:
        return ""
    named = [
        f"{policy.case_id(number)} ({', '.join(fields)})"
        for number, fields in islice(done.unlike.items(), _MOST_NAMED)
    ]
    more = len(done.unlike) - len(named)
    others = f" and {more:,} more" if more else ""
    return f"{len(done.unlike):,}, which the store keeps as they are: {', '.join(named)}{others}"


def _counts(policy: Policy) -> tuple[Column[Imported], ...]:
    def named(number: int | None) -> str:
        return "" if number is None else policy.case_id(number)

    return (
        Column("Imported", lambda done: f"{done.total:,}"),
        Column("Recorded before", lambda done: f"{done.before:,}" if done.before else ""),
        Column("Already there", lambda done: f"{done.there:,}" if done.there else ""),
        Column("Updated", lambda done: f"{len(done.updated):,}" if done.updated else ""),
        Column("Differ", lambda done: _unlike(done, policy)),
        Column("Left out", lambda done: f"{done.bad:,}" if done.bad else ""),
        Column("First", lambda done: named(done.first)),
        Column("Last", lambda done: named(done.last)),
    )
