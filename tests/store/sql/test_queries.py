"""Lists come out of indexes in their order: what SQLite plans for each is read, not guessed."""

import sqlite3
from pathlib import Path

import pytest

from slt_cli.store.protocols import ORDERS, Filter
from slt_cli.store.sql.queries import PARTNERS, select_cases, select_running
from slt_cli.store.sqlite.store import SqliteStore

ACTIVE = ("open", "responded")


@pytest.fixture
def connection(tmp_path: Path):
    """Connect to a store of the present schema."""
    path = tmp_path / "cases.db"
    store = SqliteStore(path, private=False)
    with store.writing():
        pass
    store.close()
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def plan(connection: sqlite3.Connection, sql: str, values: tuple = ()) -> list[str]:
    """Return the steps that SQLite takes for a statement."""
    return [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def reads(steps: list[str]) -> set[str]:
    """Return how the table of cases is read."""
    return {step for step in steps if step.startswith(("SCAN cases", "SEARCH cases"))}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Filter(), {"SCAN cases"}, id="all cases in the table's own order"),
        pytest.param(
            Filter(order="newest"), {"SCAN cases"}, id="the newest first: the same order backwards"
        ),
        pytest.param(
            Filter(statuses=ACTIVE),
            {"SEARCH cases USING INDEX cases_status (status=?)"},
            id="cases that are not closed",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, order="newest"),
            {"SEARCH cases USING INDEX cases_status (status=?)"},
            id="the newest that are not closed",
        ),
        pytest.param(
            Filter(statuses=("closed",)),
            {"SEARCH cases USING INDEX cases_status (status=?)"},
            id="closed cases",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, region="apac", priority="S1"),
            {"SEARCH cases USING INDEX cases_status (status=?)"},
            id="of one region and priority",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, order="opened"),
            {"SEARCH cases USING INDEX cases_opened (status=?)"},
            id="by opening",
        ),
        pytest.param(
            Filter(order="opened"),
            {"SEARCH cases USING INDEX cases_opened (status=?)"},
            id="all by opening",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, order="due"),
            {"SEARCH cases USING INDEX cases_due (status=?)"},
            id="by due time",
        ),
        pytest.param(
            Filter(order="due"),
            {"SEARCH cases USING INDEX cases_due (status=?)"},
            id="all by due time",
        ),
    ],
)
def test_a_list_is_read_in_the_order_of_an_index_and_never_sorted(connection, wanted, expected):
    query = select_cases(wanted._replace(limit=20), None)

    steps = plan(connection, query.sql, query.values)

    assert reads(steps) == expected
    assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("order", ORDERS)
def test_the_cases_of_one_partner_are_found_through_their_index(connection, order):
    query = select_cases(Filter(statuses=ACTIVE, order=order, ranking=("S1",)), ["X"])

    assert reads(plan(connection, query.sql, query.values)) <= {
        "SEARCH cases USING INDEX cases_partner (partner=? AND status=?)",
        "SEARCH cases USING INDEX cases_opened (status=?)",
        "SEARCH cases USING INDEX cases_due (status=?)",
    }


@pytest.mark.parametrize(
    ("wanted", "due_before", "bound"),
    [
        pytest.param(Filter(), None, ">?", id="every clock"),
        pytest.param(Filter(order="due", limit=20), None, ">?", id="the nearest"),
        pytest.param(Filter(region="usa"), None, ">?", id="of one region"),
        pytest.param(
            Filter(), "2026-11-23T10:00:00Z", ">? AND {column}<?", id="what is late at an instant"
        ),
    ],
)
def test_clocks_are_read_in_the_order_of_their_indexes(connection, wanted, due_before, bound):
    query = select_running(wanted, None, due_before)

    steps = plan(connection, query.sql, query.values)

    assert reads(steps) == {
        f"SEARCH cases USING INDEX cases_{kind}_running ({column}{bound.format(column=column)})"
        for kind, column in (("response", "due_at"), ("escalation", "escalation_due_at"))
    }
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_a_partner_without_cases_has_no_clocks(connection):
    query = select_running(Filter(), [], None)

    assert connection.execute(query.sql, query.values).fetchall() == []


@pytest.mark.parametrize("order", ORDERS)
def test_only_running_clocks_are_read_in_whatever_order(connection, order):
    query = select_running(Filter(order=order, ranking=("S1",)), None, None)

    assert all("_running" in step for step in reads(plan(connection, query.sql, query.values)))


def test_partners_are_looked_up_one_step_each(connection):
    steps = plan(connection, PARTNERS)

    assert reads(steps) == {
        "SEARCH cases USING COVERING INDEX cases_partner",
        "SEARCH cases USING COVERING INDEX cases_partner (partner>?)",
    }


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        pytest.param("SELECT * FROM cases WHERE ref = 'a'", "cases_ref", id="a case by its ref"),
        pytest.param(
            "SELECT * FROM events WHERE case_number = 7 ORDER BY id",
            "events_case",
            id="a case's events",
        ),
    ],
)
def test_one_case_is_found_through_an_index(connection, sql, index):
    assert [step for step in plan(connection, sql) if f"USING INDEX {index} " in step]
