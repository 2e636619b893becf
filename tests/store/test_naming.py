"""Which case a name names in the transaction that changes it."""

from typing import cast

from slt_cli.domain.case import Case
from slt_cli.store.naming import case_to_change
from slt_cli.store.protocols import Writing
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
