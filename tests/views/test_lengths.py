"""What is left: nobody is promised more than there is, and lists and sentences agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.standing import NO_TARGET, Standing
from slt_cli.views.lengths import describe_left, left_column, left_in_full, left_live

H, M = 3600, 60


@pytest.mark.parametrize(
    ("standing", "column", "in_full", "sentence"),
    [
        pytest.param(("pending", 3 * H), "3 h", "3 h", "3 h left", id="hours"),
        pytest.param(
            ("pending", 3 * H + 5 * M + 59), "3 h 5 min", "3 h 5 min", "3 h 5 min left", id="down"
        ),
        pytest.param(("soon", 60), "1 min", "1 min", "1 min left", id="a minute"),
        pytest.param(("soon", 59), "<1 min", "<1 min", "<1 min left", id="seconds"),
        pytest.param(("soon", 0), "<1 min", "<1 min", "<1 min left", id="due now"),
        pytest.param(
            ("pending", 10 * H - 1), "9 h 59 min", "9 h 59 min", "9 h 59 min left", id="below 10 h"
        ),
        pytest.param(
            ("pending", 14 * H + 35 * M), "14 h", "14 h 35 min", "14 h 35 min left", id="from 10 h"
        ),
        pytest.param(("held", 55 * M), "55 min", "55 min", "55 min left", id="held"),
        pytest.param(("late", -20), "-1 min", "-1 min", "late by 1 min", id="late by seconds"),
        pytest.param(
            ("late", -110 * M), "-1 h 50 min", "-1 h 50 min", "late by 1 h 50 min", id="late"
        ),
        pytest.param(
            ("late", -(10 * H - 1)), "-10 h", "-10 h", "late by 10 h", id="late by almost 10 h"
        ),
        pytest.param(
            ("late", -(14 * H + 1)), "-14 h", "-14 h 1 min", "late by 14 h 1 min", id="late by 14 h"
        ),
        pytest.param(("late", 0), "0 min", "0 min", "late", id="late, closed since"),
        pytest.param(NO_TARGET, "", "", "no target", id="no target"),
        pytest.param(("met", None), "", "", "met", id="stopped"),
        pytest.param(("pending", None), "", "", "", id="nobody knows"),
    ],
)
def test_what_is_left(standing, column, in_full, sentence) -> None:
    found = Standing(*standing)

    assert left_column(found) == column
    assert left_in_full(found) == in_full
    assert describe_left(found) == sentence


@given(st.integers(1, 3000 * H))
def test_a_list_shows_the_lateness_of_the_sentence_without_the_minutes_from_10_h_on(late) -> None:
    found = Standing("late", -late)

    said = describe_left(found).removeprefix("late by ")
    hours, _, _ = said.partition(" h")
    is_long = " h" in said and int(hours) >= 10
    assert left_column(found) == (f"-{hours} h" if is_long else f"-{said}")
    assert left_in_full(found) == f"-{said}"


@pytest.mark.parametrize(
    ("standing", "live"),
    [
        pytest.param(("pending", 3 * H + 5 * M), "3 h 5 min", id="hours"),
        pytest.param(("soon", 5 * M), "5 min", id="five minutes"),
        pytest.param(("soon", 5 * M - 1), "4 min 59 s", id="below five minutes"),
        pytest.param(("soon", 60), "1 min 0 s", id="a minute"),
        pytest.param(("soon", 0), "0 s", id="due now"),
        pytest.param(("late", 0), "0 s", id="late, closed since"),
        pytest.param(("late", -65), "-1 min 5 s", id="late by seconds"),
        pytest.param(("late", -5 * M), "-5 min", id="late by five minutes"),
        pytest.param(("held", 59), "59 s", id="held"),
        pytest.param(("pending", None), "", id="nobody knows"),
    ],
)
def test_what_is_left_on_a_screen_that_is_redrawn(standing, live) -> None:
    assert left_live(Standing(*standing)) == live
