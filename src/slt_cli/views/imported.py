"""What an import did: how many cases, which ones, and which the store keeps as they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    `numbers` are those of the imported cases, `updated` has those that rows changed, with the
    fields; `updates` says whether rows may change cases. Where an earlier run with the same key
    recorded, `before` counts its cases, and `numbers` are theirs. `redacted` has the lines of rows
    that were left out, each with the redacted case that had its reference.
    """

    numbers: Callable[[], Iterator[int]]
    total: int
    first: int | None
    last: int | None
    there: int
    updated: Mapping[int, Sequence[str]]
    unlike: Mapping[int, Sequence[str]]
    bad: int
    before: int = 0
    updates: bool = True
    redacted: Mapping[int, int] = {}

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
        "Redacted": left_out_as_redacted(done, policy),
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
    kept = f"{len(done.unlike):,}, which the store keeps as they are"
    return f"{kept}: {cases_with_fields(done.unlike, policy)}"


def differing(done: Imported, policy: Policy) -> str:
    """Return what people read of the cases that the store keeps with other facts."""
    told = _unlike(done, policy)
    return f"{told}; --update records what is newer" if told and not done.updates else told


def left_out_as_redacted(done: Imported, policy: Policy) -> str:
    """Return which rows were left out because a redacted case had their reference."""
    named = [
        f"Line {line}: its reference was that of {policy.case_id(number)}, which was redacted"
        for line, number in islice(done.redacted.items(), _MOST_NAMED)
    ]
    return _first(named, len(done.redacted))


def cases_with_fields(cases: Mapping[int, Sequence[str]], policy: Policy) -> str:
    """Return the first cases, each with its fields, and how many more there are."""
    return _first(
        [
            f"{policy.case_id(number)} ({', '.join(fields)})"
            for number, fields in islice(cases.items(), _MOST_NAMED)
        ],
        len(cases),
    )


def _first(named: Sequence[str], total: int) -> str:
    more = total - len(named)
    return f"{', '.join(named)} and {more:,} more" if more else ", ".join(named)


def _updated(done: Imported, policy: Policy) -> str:
    if not done.updated:
        return ""
    named = [policy.case_id(number) for number in islice(done.updated, _MOST_NAMED)]
    return f"{len(done.updated):,}: {_first(named, len(done.updated))}"


def _counts(policy: Policy) -> tuple[Column[Imported], ...]:
    def named(number: int | None) -> str:
        return "" if number is None else policy.case_id(number)

    return (
        Column("Imported", lambda done: f"{done.total:,}"),
        Column("Recorded before", lambda done: f"{done.before:,}" if done.before else ""),
        Column("Already there", lambda done: f"{done.there:,}" if done.there else ""),
        Column("Updated", lambda done: _updated(done, policy)),
        Column("Differ", lambda done: differing(done, policy)),
        Column("Left out", lambda done: f"{done.bad:,}" if done.bad else ""),
        Column("Redacted", lambda done: left_out_as_redacted(done, policy)),
        Column("First", lambda done: named(done.first)),
        Column("Last", lambda done: named(done.last)),
    )
