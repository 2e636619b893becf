"""Open cases are counted by their age in days of 24 hours."""

from datetime import UTC, datetime, timedelta

import pytest

from slt_cli.domain.report.ages import count_ages

NOW = datetime(2026, 11, 25, 16, 10, tzinfo=UTC)
DAY, SECOND = timedelta(1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("age", "counts"),
    [
        pytest.param(timedelta(), [1, 0, 0, 0], id="opened now"),
        pytest.param(DAY, [1, 0, 0, 0], id="a day"),
        pytest.param(DAY + SECOND, [0, 1, 0, 0], id="more than a day"),
        pytest.param(3 * DAY, [0, 1, 0, 0], id="three days"),
        pytest.param(3 * DAY + SECOND, [0, 0, 1, 0], id="more than three days"),
        pytest.param(7 * DAY, [0, 0, 1, 0], id="a week"),
        pytest.param(7 * DAY + SECOND, [0, 0, 0, 1], id="more than a week"),
        pytest.param(3650 * DAY, [0, 0, 0, 1], id="ten years"),
    ],
)
def test_a_case_is_in_the_group_of_its_age(age: timedelta, counts: list[int]) -> None:
    assert count_ages([NOW - age], NOW) == counts


def test_all_cases_are_counted() -> None:
    assert count_ages([NOW, NOW, NOW - 2 * DAY], NOW) == [2, 1, 0, 0]
    assert count_ages([], NOW) == [0, 0, 0, 0]
