"""The rows of a report: what clocks add up to, divided by facts of their cases and by dates."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Literal, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.owners import present_owner
from slt_cli.domain.plan import Objective
from slt_cli.domain.report.dates import UNITS, Part, Unit, part_at
from slt_cli.domain.report.figures import Count, Figures, Tally
from slt_cli.domain.texts import folded

Fact = Literal["priority", "region", "partner", "partner_type", "customer", "owner", "tag", "clock"]
"""A fact that a report can be divided by; all but the clock are facts of the case."""

By = Fact | Unit
BY: tuple[By, ...] = (
    *("priority", "region", "partner", "partner_type", "customer", "owner", "tag", "clock"),
    *UNITS,
)

_NAMED = frozenset({"partner", "customer", "owner", "tag"})
"""The facts that are the same in upper and lower case."""

Value = str | None
Key = tuple[Value, ...]


class Cut(NamedTuple):
    """A time during which a case was on hold (`holds`), or ended before a reopening (`closed`).

    `facts` are as in a tally, for the case.
    """

    facts: tuple[tuple[Value, ...], ...]
    number: int
    region: str
    kind: str
    span: Span


class Row(NamedTuple):
    """A row of a report: what it is about, its figures, and those of each week or month in turn."""

    values: Key
    figures: Figures
    trend: tuple[tuple[str, Figures], ...] = ()


class Rules(NamedTuple):
    """What the policy says: the objective of a plan, support time in a region, the order of values.

    `support_seconds` takes a region and two instants. `ranked` has the values of some fields in
    their order; those of others are in the order of their letters.
    """

    objective_of: Callable[[str | None], Objective | None]
    support_seconds: Callable[[str, datetime, datetime], int]
    ranked: Mapping[By, Sequence[str]]


class Counts:
    """The clocks of a report while they are counted, by the values of some fields.

    `parts` are the parts of the period that the fields need.
    """

    def __init__(self, by: Sequence[By], parts: Sequence[Part]) -> None:
        self._by = tuple(by)
        self._parts = parts
        self._counts: defaultdict[Key, Count] = defaultdict(Count)
        self._shown: dict[Key, Key] = {}

    def add(self, tally: Tally) -> None:
        """Count clocks: those of a case with several tags in the row of each."""
        for values in product(*self._options(tally.facts, self._parts[tally.part])):
            self._count(values).add(tally)

    def add_cut(self, cut: Cut, support: Iterable[tuple[Part, int]]) -> None:
        """Count the support time in a time that was cut out: the seconds in parts of the period."""
        for part, seconds in support:
            for values in product(*self._options(cut.facts, part)):
                self._count(values).add_cut(cut.kind, seconds, cut.number)

    def keys(self, ranked: Mapping[By, Sequence[str]]) -> list[Key]:
        """Return the keys of the rows in their order."""
        places = [{v: i for i, v in enumerate(ranked.get(field, ()))} for field in self._by]

        def order(key: Key) -> list[tuple[object, ...]]:
            return [
                (value is None, place.get(value or "", len(place)), value or "")
                for place, value in zip(places, key, strict=True)
            ]

        return sorted(self._counts, key=order)

    def values(self, key: Key) -> Key:
        """Return the values of a row as they are shown: of names that differ in letters, one."""
        return self._shown[key]

    def figures(self, key: Key, rules: Rules, *, of_cases: bool) -> Figures:
        """Return the figures of a row, all zero where nothing was counted.

        `of_cases` says whether it is about whole cases, and not about one kind of clock of several.
        """
        return self._counts.get(key, Count()).figures(rules.objective_of, of_cases=of_cases)

    def _options(
        self, facts: Iterable[tuple[Value, ...]], part: Part
    ) -> Iterable[tuple[Value, ...]]:
        """Return the values of each field: those of facts come in their order."""
        remaining = iter(facts)
        for field in self._by:
            if field == "week" or field == "month":
                yield (part.name(field),)
            else:
                yield next(remaining)

    def _count(self, values: Key) -> Count:
        key = tuple(
            folded(value) if value is not None and field in _NAMED else value
            for field, value in zip(self._by, values, strict=True)
        )
        shown = self._shown.get(key, values)
        self._shown[key] = tuple(
            value if value is None or other is None else min(value, other)
            for value, other in zip(values, shown, strict=True)
        )
        return self._counts[key]


def support_in(
    cut: Cut, parts: Sequence[Part], end: datetime, rules: Rules
) -> list[tuple[Part, int]]:
    """Return the support time in a time that was cut out, in each part of a period that has some.

    `end` is that of the last part.
    """
    found = []
    until = min(cut.span.ended_at or end, end)
    for index in range(part_at(parts, cut.span.started_at), len(parts)):
        part = parts[index]
        start = max(cut.span.started_at, part.start)
        if start >= until:
            break
        ends = until if index + 1 == len(parts) else min(parts[index + 1].start, until)
        if seconds := rules.support_seconds(cut.region, start, ends):
            found.append((part, seconds))
    return found


def facts_among(by: Iterable[By]) -> tuple[Fact, ...]:
    """Return the facts among some fields: all that are not dates."""
    return tuple(field for field in by if field != "week" and field != "month")


def facts_of(
    case: Case, clock: Clock | None, facts: Iterable[Fact]
) -> tuple[tuple[Value, ...], ...]:
    """Return the values of facts, of a case and a clock of it."""
    return tuple(_values(case, clock, fact) for fact in facts)


def _values(case: Case, clock: Clock | None, fact: Fact) -> tuple[Value, ...]:
    match fact:
        case "tag":
            return case.tags or (None,)
        case "owner":
            return (present_owner(case.owner),)
        case "clock":
            return (clock.kind if clock else None,)
        case _:
            return (getattr(case, fact) or None,)
