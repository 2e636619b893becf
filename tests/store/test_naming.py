"""Which case a name names, also in the transaction that changes it."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import pytest

from slt_cli.domain.case import Case
from slt_cli.errors import NoSuchCaseError
from slt_cli.store.naming import case_to_change, named_case
from slt_cli.store.protocols import Store, Writing
from tests.store.samples import MONDAY

FIRST = Case(1, "Phones are down", "certified", "S1", "usa", MONDAY, ref="R-1")
SECOND = FIRST._replace(number=2)


class GivenAway:
    """A transaction in which the first case loses its reference after it was found by it."""

    def __init__(self) -> None:
        self.found = [FIRST, SECOND]

    def cases_by_ref(self, _: str) -> list[Case]:
        """Return the case that has the reference, at the second time another one."""
        return [self.found.pop(0)]

    def case(self, number: int) -> Case:
        """Return a case that nobody else changes any more."""
        return FIRST._replace(ref=None) if number == 1 else SECOND


def test_a_case_that_lost_its_reference_before_it_was_locked_is_not_the_one(policy) -> None:
    assert case_to_change(cast("Writing", GivenAway()), policy, "R-1") == SECOND


class Shared(NamedTuple):
    """A store in which these cases have one reference, as stores of 0.1.0 may."""

    numbers: Sequence[int]

    def cases_by_ref(self, _: str) -> list[Case]:
        """Return every case."""
        return [FIRST._replace(number=number) for number in self.numbers]


@pytest.mark.parametrize(
    ("numbers", "fix"),
    [
        ([2, 1], "name CASE-1 or CASE-2"),
        (range(1, 6), "name CASE-1 or CASE-2 or CASE-3 or CASE-4 or CASE-5"),
        (
            range(573, 0, -1),
            "name CASE-1 or CASE-2 or CASE-3 or CASE-4 or CASE-5, or one of 568 more",
        ),
    ],
    ids=["two", "all that are named", "more than are named"],
)
def test_a_reference_of_several_cases_names_the_first_ones(policy, numbers, fix) -> None:
    with pytest.raises(NoSuchCaseError, match="several cases have the reference 'R-1'") as refused:
        named_case(cast("Store", Shared(numbers)), policy, "R-1")
    assert refused.value.fix == fix
