"""What a list costs SQLite does not depend on how many cases there are: its steps are counted."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slt_cli.domain.report.dates import Part
from slt_cli.domain.report.outcomes import Period
from slt_cli.store.filter import ORDERS, Filter
from slt_cli.store.reporting import ReportFilter
from slt_cli.store.sql.queries import Query, select_case, select_cases, select_running
from slt_cli.store.sql.reports import select_clocks, select_cuts, select_missed
from slt_cli.store.sqlite.dialect import SQLITE
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.sql.filling import LATE_BEFORE, statements

FEW = 1000
ACTIVE = ("open", "responded")
SORTED = ("priority", "owner", "customer")
"""The orders that no index has: what is to be sorted is read."""
NOW = datetime.fromisoformat(LATE_BEFORE)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], sqlite3.Connection]:
    """Return a function that connects to a store with so many cases."""

    def make(cases: int) -> sqlite3.Connection:
        path: Path = tmp_path_factory.mktemp("store") / "cases.db"
        with closing(SqliteStore(path, private=False)) as store, store.writing():
            pass
        connection = sqlite3.connect(path)
        with connection:
            for statement in statements(cases, counted=False):
                connection.execute(statement)
        return connection

    return make


@pytest.fixture(scope="module")
def few(filled) -> Iterator[sqlite3.Connection]:
    with closing(filled(FEW)) as connection:
        yield connection


@pytest.fixture(
    scope="module",
    params=[30_000, pytest.param(1_000_000, marks=pytest.mark.endurance)],
    ids="{:,} cases".format,
)
def many(request: pytest.FixtureRequest, filled) -> Iterator[sqlite3.Connection]:
    """Connect to a store with very many cases."""
    with closing(filled(request.param)) as connection:
        yield connection


def steps(connection: sqlite3.Connection, query: Query) -> int:
    """Return how many steps of SQLite's machine a statement takes."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.set_progress_handler(count, 1)
    try:
        connection.execute(query.sql, query.values).fetchall()
    finally:
        connection.set_progress_handler(None, 1)
    return taken


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(select_running(Filter(order="due", limit=20), None, SQLITE), id="due"),
        *(
            pytest.param(
                select_cases(Filter(order=order, statuses=statuses, limit=20), SQLITE),
                id=f"{'active' if statuses else 'all'} by {order}",
            )
            for order in ORDERS
            for statuses in (ACTIVE, ())
            if order not in SORTED
        ),
        pytest.param(Query(select_case(SQLITE, "c.number = 500"), (), 0), id="a case"),
        pytest.param(Query(select_case(SQLITE, "c.ref = 'R500'"), (), 0), id="a reference"),
    ],
)
def test_the_first_of_very_many_cost_what_those_of_few_do(few, many, query):
    assert steps(many, query) <= 1.1 * steps(few, query)


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_late_costs_what_is_late_and_not_what_there_is(many, order):
    query = select_running(Filter(order=order, ranking=("S1", "S2")), NOW, SQLITE)
    found = len(many.execute(query.sql, query.values).fetchall())

    assert steps(many, query) <= 150 * found


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_held_costs_what_is_held_and_not_what_there_is(many, order):
    query = select_cases(Filter(held=True, order=order, ranking=("S1", "S2")), SQLITE)
    found = len(many.execute(query.sql, query.values).fetchall())

    assert steps(many, query) <= 150 * found


WEEK = Period(NOW - timedelta(280), NOW - timedelta(273))


def of_a_week(wanted: Filter) -> ReportFilter:
    return ReportFilter(wanted, "response", WEEK, NOW, ("partner",), (Part(WEEK.since),))


@pytest.mark.parametrize(
    ("wanted", "most"),
    [
        pytest.param(Filter(), 50, id="all"),
        pytest.param(Filter(partner="Partner 7"), 3, id="of a partner"),
    ],
)
def test_a_report_costs_what_was_decided_in_its_period_and_what_runs(many, wanted, most):
    """Clocks of which the stop is not known, as those of void cases here, are all looked at."""
    (looked_at,) = many.execute(
        "SELECT count(*) FROM clocks WHERE stopped_at IS NULL OR stopped_at BETWEEN ? AND ?",
        [f"{instant:%Y-%m-%dT%H:%M:%SZ}" for instant in WEEK],
    ).fetchone()

    asked = of_a_week(wanted)
    assert steps(many, select_clocks(asked, SQLITE)) <= most * looked_at
    assert steps(many, select_missed(asked, SQLITE)) <= most * looked_at


def test_a_report_reads_the_holds_and_the_case_of_each_that_is_in_its_period(many):
    (held,) = many.execute("SELECT count(*) FROM holds").fetchone()

    assert steps(many, select_cuts(of_a_week(Filter()), SQLITE)) <= 20 * held
