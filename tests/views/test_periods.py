"""Periods as people say them, in the zone of a report's dates."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.report.dates import Unit
from slt_cli.domain.report.outcomes import Period
from slt_cli.views.periods import describe_period, name_of_part
from tests.domain.given import moment

NOW = moment("2026-11-25T16:10Z")


@pytest.mark.parametrize(
    ("since", "until", "zone", "expected"),
    [
        pytest.param(None, None, "UTC", "so far", id="no limit"),
        pytest.param("2026-10-01T00:00Z", "2026-11-01T00:00Z", "UTC", "in Oct 2026", id="a month"),
        pytest.param(
            "2026-09-30T22:00Z", "2026-10-31T23:00Z", "Europe/Madrid", "in Oct 2026", id="in Madrid"
        ),
        pytest.param(
            "2026-10-01T00:00Z",
            "2026-11-01T00:00Z",
            "Asia/Manila",
            "from Thu 1 Oct 08:00 PST until Sun 1 Nov 08:00 PST",
            id="a month elsewhere is none in Manila",
        ),
        pytest.param(
            "2026-11-01T00:00Z",
            "2026-12-01T00:00Z",
            "UTC",
            "in Nov 2026 so far",
            id="a month that still runs",
        ),
        pytest.param(
            "2025-12-01T00:00Z", "2026-01-01T00:00Z", "UTC", "in Dec 2025", id="over New Year"
        ),
        pytest.param(
            "2026-11-16T00:00Z",
            "2026-11-23T00:00Z",
            "UTC",
            "in the week of 16 Nov 2026",
            id="a week",
        ),
        pytest.param(
            "2026-11-17T00:00Z",
            "2026-11-24T00:00Z",
            "UTC",
            "from 17 Nov 2026 to 23 Nov 2026",
            id="seven days that are not a week",
        ),
        pytest.param(
            "2026-11-24T00:00Z", "2026-11-25T00:00Z", "UTC", "on Tue 24 Nov 2026", id="a day"
        ),
        pytest.param(
            "2026-01-01T00:00Z",
            "2026-11-01T00:00Z",
            "UTC",
            "from 1 Jan 2026 to 31 Oct 2026",
            id="several months",
        ),
        pytest.param("2026-10-01T00:00Z", None, "UTC", "since 1 Oct 2026", id="a start alone"),
        pytest.param(
            "2026-10-01T08:30Z", None, "UTC", "since Thu 1 Oct 08:30 UTC", id="an hour alone"
        ),
        pytest.param(None, "2026-11-01T00:00Z", "UTC", "until 31 Oct 2026", id="an end alone"),
        pytest.param(
            None, "2026-12-01T00:00Z", "UTC", "until 30 Nov 2026 so far", id="an end to come"
        ),
        pytest.param(
            "2026-10-01T00:00Z",
            "2026-10-05T14:00Z",
            "UTC",
            "from 1 Oct 2026 until Mon 5 Oct 14:00 UTC",
            id="from a day until an hour",
        ),
        pytest.param(
            "2026-10-01T14:00Z",
            "2026-10-06T00:00Z",
            "UTC",
            "from Thu 1 Oct 14:00 UTC to the end of 5 Oct 2026",
            id="from an hour to the end of a day",
        ),
        pytest.param(
            "2017-10-01T04:00Z",
            "2017-11-01T03:00Z",
            "America/Asuncion",
            "in Oct 2017",
            id="a month whose first midnight is skipped",
        ),
        pytest.param(
            "2020-11-01T04:00Z",
            "2020-12-01T05:00Z",
            "America/Havana",
            "in Nov 2020",
            id="a month whose first midnight comes twice",
        ),
        pytest.param(
            "2026-11-24T00:00Z",
            "2026-11-24T00:00Z",
            "UTC",
            "from Tue 24 Nov 00:00 UTC until Tue 24 Nov 00:00 UTC",
            id="an empty period",
        ),
    ],
)
def test_a_period_is_said(since: str | None, until: str | None, zone: str, expected: str) -> None:
    period = Period(since and moment(since), until and moment(until))
    assert describe_period(period, Zone(ZoneInfo(zone)), NOW) == expected


@pytest.mark.parametrize(
    ("name", "unit", "year", "expected"),
    [
        pytest.param("2026-09-28", "week", 2026, "28 Sep", id="a week of this year"),
        pytest.param("2025-12-29", "week", 2026, "29 Dec 2025", id="a week that began last year"),
        pytest.param("2026-10", "month", 2026, "Oct", id="a month of this year"),
        pytest.param("2025-10", "month", 2026, "Oct 2025", id="a month of last year"),
    ],
)
def test_a_part_has_a_name(name: str, unit: Unit, year: int, expected: str) -> None:
    assert name_of_part(name, unit, year) == expected


def test_an_end_that_is_now_is_not_to_come() -> None:
    assert describe_period(Period(None, NOW), Zone(UTC), NOW) == "until Wed 25 Nov 16:10 UTC"
