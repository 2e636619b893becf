"""What was promised and what was kept: the figures of a report, and the clocks that were missed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import VALID
from slt_cli.domain.events import Event
from slt_cli.domain.plan import Objective
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import events_until
from slt_cli.domain.report.dates import UNITS, Part, Unit, parts_of
from slt_cli.domain.report.outcomes import Period
from slt_cli.domain.report.rows import By, Counts, Key, Row, Rules, facts_among, support_in
from slt_cli.store.batches import in_batches
from slt_cli.store.filter import Filter
from slt_cli.store.protocols import Reading
from slt_cli.store.reporting import ReportFilter
from slt_cli.views.clock_rows import ClockRow, clock_row
from slt_cli.views.event_words import EventRow
from slt_cli.views.fields import flat_changes
from slt_cli.views.misses import Miss


class ReportQuestion(NamedTuple):
    """What a report is about: clocks of one kind, or of all, of the cases that a filter takes.

    Weeks and months are those of a zone. `limit` is how many rows are wanted.
    """

    of_cases: Filter
    kind: str | None
    period: Period
    zone: Zone
    by: tuple[By, ...] = ()
    trend: Unit | None = None
    limit: int | None = None


class Report(NamedTuple):
    """The rows of a report in their order, and the row of all that is in them."""

    rows: list[Row]
    total: Row


def reported(store: Reading, policy: Policy, asked: ReportQuestion, now: datetime) -> Report:
    """Return the figures of the clocks that are asked for."""
    parts, end = _parts(store, asked, now), asked.period.end(now)
    facts = facts_among(asked.by)
    wanted = ReportFilter(asked.of_cases, asked.kind, asked.period, now, facts, parts)
    unit = () if asked.trend is None else (asked.trend,)
    rows, total = Counts(asked.by, parts), Counts((), parts)
    trends, whole_trend = Counts((*asked.by, *unit), parts), Counts(unit, parts)
    counted = {rows, total} if asked.by else {total}
    trended = {trends, whole_trend} if unit else set()
    rules, reports = _rules(policy), store.reports()
    for tally in reports.tallies(wanted):
        for counts in (*counted, *trended):
            counts.add(tally)
    of_cases = "clock" not in asked.by
    for cut in reports.cuts(wanted) if of_cases else ():
        support = support_in(cut, parts, end, rules)
        for counts in counted:
            counts.add_cut(cut, support)
    names = _names(asked.trend, parts, end)

    def row(of: Counts, trend: Counts, key: Key) -> Row:
        each = ((name, trend.figures((*key, name), rules, of_cases=False)) for name in names)
        values = of.values(key) if key else ()
        return Row(values, of.figures(key, rules, of_cases=of_cases), tuple(each))

    of_all = row(total, whole_trend, ())
    keys = rows.keys(rules.ranked) if asked.by else []
    by_values = [row(rows, trends, key) for key in keys[: asked.limit]]
    return Report(by_values if asked.by else [of_all], of_all)


def missed(app: App, store: Reading, asked: ReportQuestion, now: datetime) -> Iterator[Miss]:
    """Yield the clocks that count as missed, by their due times."""
    wanted = asked.of_cases._replace(limit=asked.limit)
    question = ReportFilter(wanted, asked.kind, asked.period, now)
    until = None if now >= app.now else now
    for batch in in_batches(store.reports().missed(question)):
        histories = app.store.histories({case.number for _, case in batch})
        for clock, case in batch:
            row = clock_row(app.policy, case, clock, now)
            yield Miss(row, _late_seconds(app.policy, row), _newest(histories[case.number], until))


def _late_seconds(policy: Policy, row: ClockRow) -> int | None:
    """Return for how long a missed clock was late, on its own clock; None if that is not known."""
    running = row.clock.verdict is None
    left = row.standing.remaining if running else policy.left_at_stop(row.clock, row.case)
    return None if left is None else -left


def _newest(events: Sequence[Event], until: datetime | None) -> EventRow:
    """Return the newest of the events that count and had happened, with what it changed."""
    opening, *others = events_until(events, until)  # the opening may have been moved before them
    newest = max(others, key=lambda event: (event.at, event.id or 0), default=opening)
    return next(row for row in flat_changes(list(events)) if row[0].id == newest.id)


def _parts(store: Reading, asked: ReportQuestion, now: datetime) -> tuple[Part, ...]:
    """Return the parts of the period up to now that the report needs.

    Without a limit it begins when the first of the cases was opened.
    """
    units = {unit for unit in UNITS if unit in (*asked.by, asked.trend)}
    start, end = asked.period.since, asked.period.end(now)
    if start is None:
        opened = asked.of_cases._replace(
            statuses=asked.of_cases.statuses or VALID, order="opened", limit=1
        )
        first = next(store.cases(opened), None)
        start = end if first is None else first.opened_at
    return tuple(parts_of(start, end, units, asked.zone))


def _names(unit: Unit | None, parts: Sequence[Part], end: datetime) -> list[str]:
    """Return the weeks or months of a trend, each once; none of a period that is still to come."""
    if unit is None:
        return []
    return list(dict.fromkeys(part.name(unit) for part in parts if part.start < end))


def _rules(policy: Policy) -> Rules:
    """Return what the policy says of plans, regions and the order of values."""

    def objective_of(plan: str | None) -> Objective | None:
        known = policy.plans.get(plan or "")
        return known.objective if known else None

    def support_seconds(region: str, start: datetime, end: datetime) -> int:
        known = policy.regions.get(region)  # it may be no longer configured
        return known.schedule.elapsed(start, end) if known else 0

    ranked: dict[By, list[str]] = {
        "priority": list(policy.priorities),
        "region": list(policy.regions),
        "partner_type": list(policy.partner_types),
        "clock": list(policy.clock_rules),
    }
    return Rules(objective_of, support_seconds, ranked)
