"""Which case a row is about: the same one is there already, another one has its reference."""

import pytest

from slt_cli.domain.case import Case
from slt_cli.services.known_cases import KnownCases, is_same
from tests.domain.given import moment

NINE, TEN = moment("2026-11-20T09:00Z"), moment("2026-11-20T10:00Z")
NINE_20 = moment("2026-11-20T09:00:20Z")


def case(number: int, ref: str | None = None, opened_at=NINE, status="open") -> Case:
    return Case(number, "", "certified", "S1", "usa", opened_at, ref=ref, status=status)


@pytest.mark.parametrize(
    ("row", "known", "same"),
    [
        pytest.param(case(1), case(1), True, id="the same id"),
        pytest.param(case(1), case(1, opened_at=TEN), False, id="an id, opened at another time"),
        pytest.param(case(1), case(1, opened_at=NINE_20), True, id="without its seconds"),
        pytest.param(case(1, opened_at=NINE_20), case(1), False, id="with other seconds"),
        pytest.param(case(1), case(1, "A"), True, id="it got a reference since"),
        pytest.param(case(1, "A"), case(1, "A", TEN), True, id="its opening was corrected"),
        pytest.param(case(1, "A"), case(1, "A", status="void"), True, id="it was voided since"),
        pytest.param(case(1, "A"), case(1), False, id="an id with another reference"),
        pytest.param(case(0, "A"), case(7, "A", TEN), True, id="a reference without an id"),
        pytest.param(case(1, "A"), case(7, "A"), True, id="under another id, opened alike"),
        pytest.param(case(1, "A"), case(7, "A", TEN), False, id="another case with its reference"),
        pytest.param(case(0, "A"), case(7, "A", status="void"), False, id="of a void case: free"),
        pytest.param(
            case(0, "A", status="void"), case(7, "A", status="void"), True, id="void, and again"
        ),
        pytest.param(
            case(0, "A", TEN, "void"), case(7, "A", status="void"), False, id="void, and another"
        ),
        pytest.param(case(3, "A", status="void"), case(7, "A"), False, id="void, one is valid"),
    ],
)
def test_the_same_case(row: Case, known: Case, same: bool):
    assert is_same(row, known) is same


@pytest.mark.parametrize(
    ("row", "known", "number"),
    [
        pytest.param(case(1, "A"), [], None, id="none"),
        pytest.param(case(0), [case(1)], None, id="neither id nor reference"),
        pytest.param(case(1, "A", TEN), [case(7, "A"), case(8, "A", TEN)], 8, id="the one alike"),
        pytest.param(case(2, "A", TEN), [case(1, "A"), case(2, "A")], 2, id="an old duplicate"),
        pytest.param(case(1, "A", TEN), [case(7, "A")], 7, id="the one that has its reference"),
        pytest.param(case(0, "A"), [case(7, "A", status="void")], 7, id="voided since"),
        pytest.param(case(0, "A", TEN), [case(7, "A", status="void")], None, id="only a void one"),
        pytest.param(case(3, "A"), [case(7, "A", status="void")], None, id="void, another id"),
        pytest.param(case(3, "A", status="void"), [case(7, "A")], None, id="void, one is valid"),
        pytest.param(
            case(9, "A", TEN),
            [case(7, "A", status="void"), case(8, "A")],
            8,
            id="a void and a valid one",
        ),
    ],
)
def test_the_case_that_a_row_meets(row: Case, known: list[Case], number: int | None):
    found = KnownCases(known).like(row)
    assert (found and found.number) == number
