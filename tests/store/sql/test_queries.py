"""Lists come out of indexes in their order: what SQLite plans for each is read, not guessed."""

import sqlite3
from datetime import UTC, datetime

import pytest

from slt_cli.store.filter import ORDERS, Filter
from slt_cli.store.sql.queries import select_case, select_cases, select_names, select_running
from slt_cli.store.sql.reading import ALL_WITH_KEY
from slt_cli.store.sqlite.dialect import SQLITE

ACTIVE = ("open", "responded")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
RANKING = ("S1", "S2")
BEFORE = " (<expr>=? AND due_at<?)"
"""The part of the index of running clocks that is read: those with a due time before another."""
BY_NUMBER = "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"


def plan(connection: sqlite3.Connection, sql: str, values: tuple = ()) -> list[str]:
    """Return the steps that SQLite takes for a statement."""
    return [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def reads(steps: list[str]) -> list[str]:
    """Return how the tables are read that rows come from: `c` are the cases, `k` the clocks."""
    found = [
        step for step in steps if step.startswith(("SCAN c", "SEARCH c ", "SEARCH k ", "SCAN k"))
    ]
    return list(dict.fromkeys(found))


def nested(steps: list[str]) -> set[str]:
    """Return how the clocks and spans of a case are read that has been found."""
    return {step for step in steps if "clocks USING" in step or "holds USING" in step}


def sorts(steps: list[str]) -> list[str]:
    return [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Filter(), "SCAN c", id="all cases in the table's own order"),
        pytest.param(
            Filter(order="newest"), "SCAN c", id="the newest first: the same order backwards"
        ),
        pytest.param(
            Filter(statuses=ACTIVE),
            "SEARCH c USING INDEX cases_status (status=?)",
            id="cases that are not closed",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, order="newest"),
            "SEARCH c USING INDEX cases_status (status=?)",
            id="the newest that are not closed",
        ),
        pytest.param(
            Filter(statuses=("closed",)),
            "SEARCH c USING INDEX cases_status (status=?)",
            id="closed cases",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, region="apac", priority="S1"),
            "SEARCH c USING INDEX cases_status (status=?)",
            id="of one region and priority",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, order="opened"),
            "SEARCH c USING INDEX cases_opened (status=?)",
            id="by opening",
        ),
        pytest.param(
            Filter(order="opened"),
            "SEARCH c USING INDEX cases_opened (status=?)",
            id="all by opening",
        ),
        pytest.param(
            Filter(statuses=ACTIVE, order="due"),
            "SEARCH c USING INDEX cases_due (status=?)",
            id="by due time",
        ),
        pytest.param(
            Filter(order="due"),
            "SEARCH c USING INDEX cases_due (status=?)",
            id="all by due time",
        ),
    ],
)
def test_a_list_is_read_in_the_order_of_an_index_and_never_sorted(connection, wanted, expected):
    query = select_cases(wanted._replace(limit=20), SQLITE)

    steps = plan(connection, query.sql, query.values)

    assert reads(steps) == [expected]
    assert sorts(steps) == []


@pytest.mark.parametrize("order", ORDERS)
def test_the_cases_of_one_partner_are_found_through_their_index(connection, order):
    query = select_cases(Filter(partner="X", statuses=ACTIVE, order=order, ranking=("S1",)), SQLITE)

    assert set(reads(plan(connection, query.sql, query.values))) <= {
        "SEARCH c USING INDEX cases_partner (partner_folded=? AND status=?)",
        "SEARCH c USING INDEX cases_opened (status=?)",
        "SEARCH c USING INDEX cases_due (status=?)",
    }


@pytest.mark.parametrize("order", [*ORDERS, None])
def test_the_clocks_and_spans_of_a_case_are_found_by_its_number(connection, order):
    query = select_cases(Filter(order=order, ranking=RANKING), SQLITE)

    assert nested(plan(connection, query.sql, query.values)) == {
        "SEARCH clocks USING PRIMARY KEY (case_number=?)",
        "SEARCH holds USING PRIMARY KEY (case_number=?)",
    }


@pytest.mark.parametrize(
    ("wanted", "due_before", "read", "bound"),
    [
        pytest.param(Filter(), None, "SCAN k", "", id="every clock"),
        pytest.param(Filter(order="due", limit=20), None, "SCAN k", "", id="the nearest"),
        pytest.param(Filter(region="usa"), None, "SCAN k", "", id="of one region"),
        pytest.param(Filter(), NOW, "SEARCH k", BEFORE, id="what `escalate --late` raises"),
        pytest.param(Filter(order="due"), NOW, "SEARCH k", BEFORE, id="what `due --late` shows"),
        pytest.param(
            Filter(order="due", region="usa", statuses=ACTIVE),
            NOW,
            "SEARCH k",
            BEFORE,
            id="what is late of one region",
        ),
    ],
)
def test_clocks_are_read_in_the_order_of_their_index_and_their_cases_by_number(
    connection, wanted, due_before, read, bound
):
    query = select_running(wanted, due_before, SQLITE)

    steps = plan(connection, query.sql, query.values)

    assert reads(steps) == [f"{read} USING INDEX clocks_running{bound}", BY_NUMBER]
    assert sorts(steps) == []


def test_a_partner_without_cases_has_no_clocks(connection):
    query = select_running(Filter(partner="X"), None, SQLITE)

    assert connection.execute(query.sql, query.values).fetchall() == []


@pytest.mark.parametrize("due_before", [None, NOW], ids=["all", "late"])
@pytest.mark.parametrize("partner", [None, "X"], ids=["of all", "of one partner"])
@pytest.mark.parametrize("order", ORDERS)
def test_only_running_clocks_are_read_in_whatever_order(connection, order, partner, due_before):
    wanted = Filter(partner=partner, order=order, ranking=("S1",))
    query = select_running(wanted, due_before, SQLITE)

    clocks, cases = reads(plan(connection, query.sql, query.values))

    expected = "SCAN k USING INDEX clocks_running"
    if due_before is not None:
        expected = f"SEARCH k USING INDEX clocks_running{BEFORE}"
    assert clocks == expected
    assert cases == BY_NUMBER


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        pytest.param(select_case(SQLITE, "c.number = 7"), BY_NUMBER, id="a case by its number"),
        pytest.param(
            select_case(SQLITE, "c.ref = 'a'"),
            "SEARCH c USING INDEX cases_ref (ref=?)",
            id="a case by its ref",
        ),
        pytest.param(
            "SELECT * FROM events WHERE case_number = 7 ORDER BY id",
            "SEARCH events USING INDEX events_once (case_number=?)",
            id="a case's events",
        ),
        pytest.param(
            ALL_WITH_KEY,
            "SEARCH events USING INDEX events_with_key (command=?)",
            id="the cases on which a key was recorded",
        ),
    ],
)
def test_one_case_is_found_through_an_index(connection, sql, found):
    assert plan(connection, sql, ("once:a",) * sql.count("?"))[0] == found


@pytest.mark.parametrize(
    ("wanted", "first", "then"),
    [
        pytest.param(
            Filter(words=("a",), statuses=ACTIVE),
            "SEARCH c USING INDEX cases_status (status=?)",
            "SEARCH x USING INTEGER PRIMARY KEY (rowid=?)",
            id="few cases have not ended: their texts are looked up",
        ),
        pytest.param(
            Filter(words=("a",), statuses=("open", "closed")),
            "SCAN x",
            "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)",
            id="most are closed: all texts are read",
        ),
        pytest.param(
            Filter(words=("a",), partner="X", statuses=("open", "closed")),
            "SEARCH c USING INDEX cases_partner (partner_folded=? AND status=?)",
            "SEARCH x USING INTEGER PRIMARY KEY (rowid=?)",
            id="one partner has few cases",
        ),
    ],
)
def test_words_are_looked_for_in_the_fewest_texts(connection, wanted, first, then):
    query = select_cases(wanted._replace(limit=20), SQLITE)

    steps = [
        step for step in plan(connection, query.sql, query.values) if " x" in step or " c" in step
    ]

    assert steps[0] == first
    assert then in steps


@pytest.mark.parametrize("field", ["partner", "customer", "owner"])
def test_each_name_is_a_step_in_the_index_of_names(connection, field):
    steps = plan(connection, select_names(field), ("a",))
    tables = [step for step in steps if " cases" in step or step.startswith("SEARCH c ")]
    assert len(tables) == 3
    assert all(step.startswith("SEARCH ") and f" cases_{field} (" in step for step in tables)
    assert sorts(steps) == []
