"""A list with a limit is the beginning of the whole list, in every engine and every order."""

from itertools import product

import pytest

from slt_cli.store.filter import ORDERS, Filter
from tests.store.samples import after, create

VALID = ("open", "responded", "resolved", "closed")
NAMES = (None, "b", "B", "a", "Ä")


@pytest.fixture
def filled(store):
    """Return a store with cases of every name, priority and status."""
    made = product(NAMES, ("S2", "S1", "other"), ("open", "closed", "void"))
    for number, (name, priority, status) in enumerate(made):
        create(
            store,
            owner=name,
            customer=None if name is None else f"{name} and sons",
            priority=priority,
            status=status,
            opened_at=after(minutes=number * 7 % 40),
            tags=("one", "two")[: number % 3],
        )
    return store


@pytest.mark.parametrize("order", [*ORDERS, None])
@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(Filter(), id="all"),
        pytest.param(Filter(statuses=("open",)), id="open"),
        pytest.param(Filter(statuses=VALID), id="valid"),
        pytest.param(
            Filter(statuses=VALID, opened_from=after(minutes=9), opened_before=after(minutes=33)),
            id="of a span",
        ),
        pytest.param(Filter(statuses=VALID, tags=("two", "one")), id="with two tags"),
        pytest.param(Filter(statuses=VALID, owner="B", priority="S1"), id="of an owner"),
        pytest.param(Filter(unowned=True), id="of nobody"),
    ],
)
def test_a_limit_keeps_the_first(filled, wanted, order):
    wanted = wanted._replace(order=order, ranking=("S1", "S2"))

    whole = list(filled.cases(wanted))

    for limit in (1, 4, 10, 100):
        assert list(filled.cases(wanted._replace(limit=limit))) == whole[:limit]


@pytest.mark.parametrize("limit", [29, None])
def test_names_are_sorted_in_whatever_case_and_none_comes_last(filled, limit):
    found = filled.cases(Filter(order="owner", statuses=VALID, limit=limit))

    expected = [*("a",) * 6, *("b",) * 12, *("ä",) * 6, *(None,) * 6]
    assert [case.owner and case.owner.casefold() for case in found] == expected[:limit]
