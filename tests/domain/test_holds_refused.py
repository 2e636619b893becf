"""Holds that cannot be: a second one, an end of none, one on a case that has ended."""

import pytest

from tests.domain.oracle.example_stories import text
from tests.domain.telling import look, refused

ANSWERED = "Mon 09:00 opened S1; Mon 09:30 answered"
HELD = f"{ANSWERED}; Mon 10:00 held"
ENDED = f"{HELD}; Mon 11:00 resumed"


@pytest.mark.parametrize(
    ("told", "reason", "message"),
    [
        pytest.param(
            f"{HELD}; Mon 11:00 held", "on hold",
            "the case is already on hold, since 2026-01-12T10:00:00Z",
            id="a second hold",
        ),
        pytest.param(
            f"{ENDED}; Mon 09:45 held", "too early",
            "a hold at 2026-01-12T09:45:00Z would be before the hold at 2026-01-12T10:00:00Z",
            id="one recorded late that would run into another",
        ),
        pytest.param(
            f"{ENDED}; Mon 10:30 held", "on hold",
            "the case is already on hold, since 2026-01-12T10:00:00Z",
            id="one recorded late within another",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 resumed", "not on hold", "the case is not on hold",
            id="a resume without a hold",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 resolved; Mon 11:00 held", "resolved",
            "the case was resolved at 2026-01-12T10:00:00Z",
            id="a hold on a resolved case",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 resolved; Mon 11:00 answered hold", "resolved",
            "the case was resolved at 2026-01-12T10:00:00Z",
            id="an answer with a hold on a resolved case",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 closed; Mon 11:00 held", "closed",
            "the case was closed at 2026-01-12T10:00:00Z",
            id="a hold on a closed case",
        ),
    ],
)  # fmt: skip
def test_a_hold_is_refused(told, reason, message):
    error = refused(told)
    assert (error.reason, error.message) == (reason, message)


def test_a_hold_may_begin_at_the_instant_at_which_another_ended():
    case = look(f"{ENDED}; Mon 11:00 held", "Mon 12:00").case
    assert text(case.held_since) == "Mon 11:00"
    assert len(case.holds) == 2
