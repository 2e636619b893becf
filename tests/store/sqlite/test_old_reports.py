"""Reports of stores that earlier releases wrote: they do not know all that is counted today."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.report.dates import Part
from slt_cli.domain.report.outcomes import Period
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.reporting import ReportFilter
from tests.store.sqlite.upgrades import STORES
from tests.store.test_reports import FACTS, relived, tallies

SECOND = timedelta(seconds=1)


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return the store of a schema, after it was brought up to date."""
    path = tmp_path / "cases.db"
    shutil.copyfile(STORES / f"schema-{request.param}.db", path)
    with closing(open_store(location_of(path))) as opened:
        with opened.writing():
            pass
        yield opened


def clocks_of(store: Store) -> list[tuple[Case, Clock]]:
    return [(case, clock) for case in store.cases(Filter()) for clock in case.clocks]


def asked(since: datetime | None, until: datetime | None, now: datetime) -> ReportFilter:
    period = Period(since, until)
    return ReportFilter(Filter(), None, period, now, FACTS, (Part(since or period.end(now)),))


@pytest.mark.parametrize("store", range(1, 7), indirect=True)
def test_sql_says_what_the_rules_say(store: Store) -> None:
    found = clocks_of(store)
    known = [(clock.started_at, clock.due_at, clock.stopped_at) for _, clock in found]
    borders = sorted({each for instants in known for each in instants if each is not None})
    questions = [
        asked(since, until, now)
        for now in (borders[len(borders) // 2], borders[-1] + SECOND)
        for since, until in [(None, None), *zip(borders[::3], borders[4::3], strict=False)]
    ]
    by_rules = relived(store)
    counted = [tallies(store.reports(), each) for each in questions]
    assert counted == [tallies(by_rules, each) for each in questions]
    assert any(counted)
    for each in questions:
        assert list(store.reports().missed(each)) == list(by_rules.missed(each))


@pytest.mark.parametrize("store", [2], indirect=True)
def test_a_clock_whose_stop_is_not_known_counts_when_it_was_due(store: Store) -> None:
    ((case, clock),) = (
        (case, clock)
        for case, clock in clocks_of(store)
        if clock.verdict not in (None, "missed") and clock.stopped_at is None
    )
    assert clock.due_at is not None
    of_that_second = asked(clock.due_at, clock.due_at + SECOND, clock.due_at)
    before = asked(clock.due_at - SECOND, clock.due_at, clock.due_at)
    there, not_yet = (
        {(tally.outcome, tally.facts[0]) for tally in store.reports().tallies(each)}
        for each in (of_that_second, before)
    )
    assert (clock.verdict, (case.priority,)) in there - not_yet
