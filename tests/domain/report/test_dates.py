"""The weeks and months of a period, where the clocks of a zone change and where they do not."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.report.dates import Part, Unit, part_at, parts_of
from tests.domain.given import moment

START, END = moment("2026-10-01T00:00Z"), moment("2026-11-01T00:00Z")


def divided(start: str, end: str, unit: Unit, zone: str) -> list[tuple[str, str]]:
    """Return the name of each part, and when it starts."""
    parts = parts_of(moment(start), moment(end), [unit], Zone(ZoneInfo(zone)))
    return [(part.name(unit), f"{part.start:%Y-%m-%dT%H:%MZ}") for part in parts]


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        pytest.param(
            "2026-10-01T00:00+02:00",
            "2026-11-01T00:00+01:00",
            "Europe/Madrid",
            [
                ("2026-09-28", "2026-09-30T22:00Z"),
                ("2026-10-05", "2026-10-04T22:00Z"),
                ("2026-10-12", "2026-10-11T22:00Z"),
                ("2026-10-19", "2026-10-18T22:00Z"),
                ("2026-10-26", "2026-10-25T23:00Z"),
            ],
            id="October in Madrid, where clocks go back on the 25th",
        ),
        pytest.param(
            "2026-10-01T00:00+08:00",
            "2026-11-01T00:00+08:00",
            "Asia/Manila",
            [
                ("2026-09-28", "2026-09-30T16:00Z"),
                ("2026-10-05", "2026-10-04T16:00Z"),
                ("2026-10-12", "2026-10-11T16:00Z"),
                ("2026-10-19", "2026-10-18T16:00Z"),
                ("2026-10-26", "2026-10-25T16:00Z"),
            ],
            id="October in Manila, where they never do",
        ),
        pytest.param(
            "2026-03-28T12:00Z",
            "2026-04-06T12:00Z",
            "Europe/Madrid",
            [
                ("2026-03-23", "2026-03-28T12:00Z"),
                ("2026-03-30", "2026-03-29T22:00Z"),
                ("2026-04-06", "2026-04-05T22:00Z"),
            ],
            id="clocks go forward",
        ),
        pytest.param(
            "1994-12-28T00:00+14:00",
            "1995-01-10T00:00+14:00",
            "Pacific/Kiritimati",
            [
                ("1994-12-26", "1994-12-27T10:00Z"),
                ("1995-01-02", "1995-01-01T10:00Z"),
                ("1995-01-09", "1995-01-08T10:00Z"),
            ],
            id="a Saturday that never was",
        ),
        pytest.param(
            "2026-10-06T00:00Z",
            "2026-10-08T00:00Z",
            "UTC",
            [("2026-10-05", "2026-10-06T00:00Z")],
            id="inside one week",
        ),
        pytest.param(
            "2026-10-05T00:00Z",
            "2026-10-12T00:00Z",
            "UTC",
            [("2026-10-05", "2026-10-05T00:00Z")],
            id="exactly a week",
        ),
        pytest.param(
            "2026-10-06T00:00Z",
            "2026-10-06T00:00Z",
            "UTC",
            [("2026-10-05", "2026-10-06T00:00Z")],
            id="an empty time has a part",
        ),
        pytest.param(
            "2027-01-05T00:00Z",
            "2026-11-26T00:00Z",
            "UTC",
            [("2027-01-04", "2027-01-05T00:00Z")],
            id="a start to come has one, too",
        ),
        pytest.param(
            "2026-12-30T00:00Z",
            "2027-01-05T00:00Z",
            "UTC",
            [("2026-12-28", "2026-12-30T00:00Z"), ("2027-01-04", "2027-01-04T00:00Z")],
            id="over New Year",
        ),
    ],
)
def test_weeks_begin_on_mondays(
    start: str, end: str, zone: str, expected: list[tuple[str, str]]
) -> None:
    assert divided(start, end, "week", zone) == expected


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        pytest.param(
            "2026-09-30T21:00Z",
            "2026-12-01T00:00Z",
            "Europe/Madrid",
            [
                ("2026-09", "2026-09-30T21:00Z"),
                ("2026-10", "2026-09-30T22:00Z"),
                ("2026-11", "2026-10-31T23:00Z"),
                ("2026-12", "2026-11-30T23:00Z"),
            ],
            id="in Madrid",
        ),
        pytest.param(
            "2026-09-30T21:00Z",
            "2026-11-01T00:00Z",
            "Asia/Manila",
            [("2026-10", "2026-09-30T21:00Z"), ("2026-11", "2026-10-31T16:00Z")],
            id="in Manila October has long begun then",
        ),
        pytest.param(
            "2017-09-15T00:00Z",
            "2017-11-15T00:00Z",
            "America/Asuncion",
            [
                ("2017-09", "2017-09-15T00:00Z"),
                ("2017-10", "2017-10-01T04:00Z"),
                ("2017-11", "2017-11-01T03:00Z"),
            ],
            id="the first midnight of October is skipped",
        ),
        pytest.param(
            "2020-10-15T00:00Z",
            "2020-11-15T00:00Z",
            "America/Havana",
            [("2020-10", "2020-10-15T00:00Z"), ("2020-11", "2020-11-01T04:00Z")],
            id="the first midnight of November comes twice: the first one counts",
        ),
        pytest.param(
            "1994-12-15T00:00Z",
            "1995-01-15T00:00Z",
            "Pacific/Kiritimati",
            [("1994-12", "1994-12-15T00:00Z"), ("1995-01", "1994-12-31T10:00Z")],
            id="the last day of December never was",
        ),
        pytest.param(
            "2024-01-31T00:00Z",
            "2024-03-31T00:00Z",
            "UTC",
            [
                ("2024-01", "2024-01-31T00:00Z"),
                ("2024-02", "2024-02-01T00:00Z"),
                ("2024-03", "2024-03-01T00:00Z"),
            ],
            id="from the last of January over a short month",
        ),
    ],
)
def test_months_begin_on_the_first(
    start: str, end: str, zone: str, expected: list[tuple[str, str]]
) -> None:
    assert divided(start, end, "month", zone) == expected


def test_without_units_there_is_one_part() -> None:
    assert parts_of(START, END, [], Zone(ZoneInfo("UTC"))) == [Part(START)]


def test_weeks_and_months_divide_each_other() -> None:
    parts = parts_of(
        moment("2026-10-28T00:00Z"),
        moment("2026-11-04T00:00Z"),
        ["month", "week"],
        Zone(ZoneInfo("UTC")),
    )
    assert parts == [
        Part(moment("2026-10-28T00:00Z"), "2026-10-26", "2026-10"),
        Part(moment("2026-11-01T00:00Z"), "2026-10-26", "2026-11"),
        Part(moment("2026-11-02T00:00Z"), "2026-11-02", "2026-11"),
    ]


@pytest.mark.parametrize(
    ("instant", "index"),
    [
        pytest.param("2026-10-04T23:59:59Z", 0, id="the last second of the first week"),
        pytest.param("2026-10-05T00:00Z", 1, id="the first second of the second"),
        pytest.param("2020-01-01T00:00Z", 0, id="before all: the first"),
        pytest.param("2030-01-01T00:00Z", 4, id="after all: the last"),
    ],
)
def test_an_instant_is_in_a_part(instant: str, index: int) -> None:
    assert part_at(parts_of(START, END, ["week"], Zone(ZoneInfo("UTC"))), moment(instant)) == index


@given(
    hours=st.integers(0, 24 * 365 * 40),
    length=st.integers(0, 24 * 100),
    unit=st.sampled_from(["week", "month"]),
    zone=st.sampled_from(["Europe/Madrid", "Asia/Manila", "America/Asuncion", "Pacific/Apia"]),
)
def test_every_instant_is_in_the_week_and_month_of_its_date(
    hours: int, length: int, unit: Unit, zone: str
) -> None:
    start = moment("1990-01-01T00:00Z") + timedelta(hours=hours)
    rules = ZoneInfo(zone)
    parts = parts_of(start, start + timedelta(hours=length), [unit], Zone(rules))
    assert [part.start for part in parts] == sorted({part.start for part in parts})
    for hour in range(0, length, 5):
        at = start + timedelta(hours=hour)
        day = at.astimezone(rules).date()
        monday = day - timedelta(day.weekday())
        name = monday.isoformat() if unit == "week" else f"{day:%Y-%m}"
        assert parts[part_at(parts, at)].name(unit) == name
