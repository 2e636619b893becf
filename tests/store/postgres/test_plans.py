"""What PostgreSQL plans for each list: an index leads to the rows, however many cases there are.

The tables are analysed, so that the planner chooses as it does in a team's database.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from slt_cli.domain.report.dates import Part
from slt_cli.domain.report.outcomes import Period
from slt_cli.store.filter import ORDERS, Filter
from slt_cli.store.postgres.dialect import POSTGRES
from slt_cli.store.postgres.driver import Session
from slt_cli.store.reporting import ReportFilter
from slt_cli.store.sql.queries import (
    REPEATED_REFS,
    Query,
    select_case,
    select_cases,
    select_names,
    select_running,
)
from slt_cli.store.sql.reading import ALL_WITH_KEY
from slt_cli.store.sql.reports import select_clocks, select_cuts, select_missed
from tests.store.sql.filling import LATE_BEFORE, statements

FEW = 1000
ACTIVE = ("open", "responded")
PAGE = 2000
CHOICES = {
    "all": {},
    "of a region": {"region": "usa"},
    "of a priority": {"priority": "S1"},
    "of a partner": {"partner": "Partner 7"},
    "held": {"held": True},
}
LARGE = ("cases", "clocks", "events")
EVENTS = "SELECT * FROM events WHERE case_number IN (500, 501) ORDER BY case_number, id"


@pytest.fixture(scope="module")
def filled(new_store: Callable[[], str]) -> Callable[[int], Session]:
    """Return a function that connects to a store with so many cases."""

    def make(cases: int) -> Session:
        session = Session(new_store())
        for statement in statements(cases, counted=True):
            session.execute(statement)
        session.execute("VACUUM ANALYZE cases, clocks, holds, events")
        session.execute("SET jit = off")  # as for every list
        return session

    return make


@pytest.fixture(
    scope="module",
    params=[30_000, pytest.param(1_000_000, marks=pytest.mark.endurance)],
    ids="{:,} cases".format,
)
def many(request: pytest.FixtureRequest, filled) -> Iterator[Session]:
    """Connect to a store with very many cases."""
    with closing(filled(request.param)) as session:
        yield session


@pytest.fixture(scope="module")
def few(filled) -> Iterator[Session]:
    with closing(filled(FEW)) as session:
        yield session


def plan(session: Session, sql: str, values: tuple = (), options: str = "") -> list[dict[str, Any]]:
    """Return the steps of a statement's plan."""
    ((found,),) = session.execute(f"EXPLAIN ({options}FORMAT JSON) {sql}", values)
    waiting = [(found if isinstance(found, list) else json.loads(found))[0]["Plan"]]
    steps = []
    while waiting:
        step = waiting.pop()
        steps.append(step)
        waiting += step.get("Plans", [])
    return steps


def whole(steps: list[dict[str, Any]]) -> set[str]:
    """Return which of the large tables are read from their beginning to their end."""
    return {step["Relation Name"] for step in steps if step["Node Type"] == "Seq Scan"} & {*LARGE}


def read(session: Session, query: Query) -> int:
    """Return how many rows of tables a statement reads, those included that it leaves out."""
    steps = plan(session, query.sql, query.values, "ANALYZE, TIMING OFF, ")
    return sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in steps
        if "Relation Name" in step
    )


def wanted(choice: str, **others: Any) -> Filter:
    return Filter(**{"ranking": ("S1", "S2", "S3"), **CHOICES[choice], **others})


def listed(choice: str, **others: Any) -> Query:
    return select_cases(wanted(choice, **others), POSTGRES)


def running(choice: str, due_before: datetime | None, **others: Any) -> Query:
    return select_running(wanted(choice, **others), due_before, POSTGRES)


NOW = datetime.fromisoformat(LATE_BEFORE)
SORTED = ("priority", "owner", "customer")
"""No index has these orders: what is to be sorted is read, where it is not little."""


@pytest.mark.parametrize("limit", [20, PAGE])
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("statuses", [(), ACTIVE, ("closed",)], ids=["any", "active", "closed"])
@pytest.mark.parametrize("order", ORDERS)
def test_a_list_comes_out_of_an_index(many, order, statuses, choice, limit):
    query = listed(choice, order=order, statuses=statuses, limit=limit)

    is_much = statuses != ACTIVE and choice not in ("held", "of a partner")
    sorts_all = order in SORTED and is_much

    assert whole(plan(many, *query[:2])) <= ({"cases"} if sorts_all else set())


@pytest.mark.parametrize("limit", [20, PAGE, None])
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("due_before", [None, NOW], ids=["running", "late"])
@pytest.mark.parametrize("order", ORDERS)
def test_running_clocks_come_out_of_their_index_and_their_cases_by_number(
    many, order, due_before, choice, limit
):
    query = running(choice, due_before, order=order, limit=limit)

    steps = plan(many, *query[:2])

    indexes = {step.get("Index Name") for step in steps}
    assert whole(steps) == set()
    assert {"clocks_running", "cases_pkey"} <= indexes


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        pytest.param(select_case(POSTGRES, "c.number = 500"), "cases_pkey", id="a number"),
        pytest.param(select_case(POSTGRES, "c.ref = 'R500'"), "cases_ref", id="a reference"),
        pytest.param(select_case(POSTGRES, "c.ref IN ('R1', 'R2')"), "cases_ref", id="references"),
        pytest.param(EVENTS, "events_pkey", id="the events of cases"),
        pytest.param(
            "SELECT case_number FROM events WHERE command = 'once:a' LIMIT 1",
            "events_command",
            id="the events of a command",
        ),
        pytest.param(
            ALL_WITH_KEY.replace("?", "'once:a'"),
            "events_command",
            id="the cases on which a key was recorded",
        ),
    ],
)
def test_an_index_leads_to(many, sql, index):
    steps = plan(many, sql)

    assert whole(steps) == set()
    assert index in {step.get("Index Name") for step in steps}


def test_repeated_references_are_sought_among_all_cases_for_doctor_alone(many):
    assert whole(plan(many, REPEATED_REFS)) <= {"cases"}


@pytest.mark.parametrize("late", [None, NOW], ids=["due", "due --late"])
def test_the_nearest_clocks_of_very_many_cases_cost_what_those_of_few_do(few, many, late):
    query = running("all", late, order="due", limit=20 if late is None else 1)

    assert read(many, query) <= 1.1 * read(few, query)


@pytest.mark.parametrize(
    ("order", "statuses"), [*product(["number", "opened", "due"], [ACTIVE, ()]), ("newest", ())]
)
def test_the_first_of_a_list_of_very_many_cases_cost_what_those_of_few_do(
    few, many, order, statuses
):
    query = listed("all", order=order, statuses=statuses, limit=20)

    assert read(many, query) <= 1.1 * read(few, query)


@pytest.mark.parametrize("field", ["partner", "customer", "owner"])
def test_each_name_is_a_step_in_the_index_of_names(many, field):
    steps = plan(many, select_names(field), ("",))
    found = [step for step in steps if step.get("Relation Name") == "cases"]

    assert {step["Index Name"] for step in found} == {f"cases_{field}"}
    assert read(many, Query(select_names(field), ("",), 0)) <= 3 * 201


@pytest.mark.parametrize("select", [select_clocks, select_cuts, select_missed])
@pytest.mark.parametrize("choice", ["all", "of a region", "of a partner"])
def test_a_report_of_a_month_reads_no_large_table_to_its_end(many, choice, select):
    month = Period(NOW - timedelta(280), NOW - timedelta(252))
    asked = ReportFilter(wanted(choice), "response", month, NOW, (), (Part(NOW),))

    assert whole(plan(many, *select(asked, POSTGRES)[:2])) == set()
