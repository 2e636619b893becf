"""A reference that was redacted is known again by its trace, and by nothing else."""

from datetime import timedelta

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.events import Change, Event
from slt_cli.domain.redacted_refs import (
    RedactedRef,
    case_with_ref_of,
    is_trace,
    salt_of,
    trace_of,
)
from slt_cli.domain.texts import REDACTED
from tests.store.samples import MONDAY

SALT = bytes(range(16))
CASE = Case(7, "x", "certified", "S1", "usa", MONDAY, ref="00412355")
CHANGED = Event("updated", MONDAY, "ana", {"ref": Change("OLD-1", "00412355")})


def known(case: Case = CASE, *events: Event) -> list[RedactedRef]:
    return [RedactedRef(case.number, MONDAY, str(trace_of(case, events, SALT)))]


@pytest.mark.parametrize(
    ("ref", "opened", "found"),
    [
        pytest.param("00412355", timedelta(0), 7, id="the same, at the same time"),
        pytest.param("00412355", timedelta(hours=-24), 7, id="a day before"),
        pytest.param("00412355", timedelta(hours=24, seconds=1), None, id="more than a day later"),
        pytest.param("OLD-1", timedelta(minutes=7), 7, id="one that it had before"),
        pytest.param("412355", timedelta(0), None, id="another one"),
        pytest.param(None, timedelta(0), None, id="none"),
        pytest.param(REDACTED, timedelta(0), None, id="a redacted one"),
    ],
)
def test_a_case_is_known_again(ref, opened, found):
    given = CASE._replace(number=0, ref=ref, opened_at=MONDAY + opened)
    assert case_with_ref_of(given, known(CASE, CHANGED)) == found


def test_a_trace_has_no_reference_and_differs_with_its_salt():
    trace = trace_of(CASE, [CHANGED], SALT)
    assert is_trace(trace)
    assert "412355" not in str(trace)
    assert trace != trace_of(CASE, [CHANGED], SALT[::-1])


@pytest.mark.parametrize(
    "case", [CASE._replace(ref=None), CASE._replace(ref=REDACTED)], ids=["none", "redacted"]
)
def test_a_case_without_a_reference_has_no_trace(case):
    assert trace_of(case, [], SALT) is None


@pytest.mark.parametrize("given", [None, 7, "", "ref:", "ref:00", f"ref:{'0' * 32}", "x" * 70])
def test_other_details_are_no_traces(given):
    assert not is_trace(given)


def test_a_store_has_one_salt():
    assert salt_of([], SALT) == SALT
    assert salt_of(known(), b"x" * 16) == SALT
