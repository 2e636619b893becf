"""The support clock agrees with engines that others wrote, wherever their rules are ours.

businesstimedelta also answers closing when a target runs out at closing. pandas counts whole
business hours and answers the next opening then. opening-hours-py knows nights and split days, but
counts nothing. None is asked about hours that a zone's change falls into: each has its own rule.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import pytz
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule
from opening_hours import OpeningHours
from pandas.tseries.offsets import CustomBusinessHour

from slt_cli.domain.calendar.hours import parse_intervals
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule

pytestmark = pytest.mark.exhaustive

HOUR = 3600
FIRST = datetime(2024, 1, 1, tzinfo=UTC)


class Office(NamedTuple):
    """A region that is open from Monday to Friday, but for its holidays."""

    zone: str
    opens: str
    closes: str

    @property
    def holidays(self) -> list[date]:
        """Two dozen dates of 2024 to 2026, and a far one: one engine fails after its last."""
        rng = Random(self.zone)
        dated = {FIRST.date() + timedelta(days=rng.randrange(1000)) for _ in range(24)}
        return [*sorted(dated), date(2029, 1, 1)]

    @property
    def schedule(self) -> Schedule:
        days = (parse_intervals([f"{self.opens}-{self.closes}"]),) * 5 + ((),) * 2
        closed = {day: ExceptionalDay("Holiday") for day in self.holidays}
        return Schedule(ZoneInfo(self.zone), days, closed)

    @property
    def edges(self) -> tuple[time, time]:
        return time.fromisoformat(self.opens), time.fromisoformat(self.closes)

    def starts(self, count: int) -> Iterator[datetime]:
        """Instants of 1,000 days: on the second, on the hour, at opening and at closing."""
        rng = Random(f"starts {self.zone}")
        zone = ZoneInfo(self.zone)
        for _ in range(count):
            instant = FIRST + timedelta(seconds=rng.randrange(1000 * 24 * HOUR))
            wall = instant.astimezone(zone)
            opens, closes = (datetime.combine(wall, edge, zone) for edge in self.edges)
            hour = wall.replace(minute=0, second=0)
            yield rng.choice([instant, instant, hour, opens, closes]).astimezone(UTC)


OFFICES = [
    Office("America/Los_Angeles", "05:00", "18:00"),
    Office("Europe/London", "08:00", "18:00"),
    Office("Asia/Singapore", "09:00", "18:00"),
    Office("Asia/Kathmandu", "10:00", "17:00"),
    Office("Australia/Sydney", "09:00", "17:00"),
]
each_office = pytest.mark.parametrize("office", OFFICES, ids=lambda office: office.zone)


def business_time(office: Office) -> Rules:
    zone = pytz.timezone(office.zone)
    opens, closes = office.edges
    hours = WorkDayRule(start_time=opens, end_time=closes, working_days=[0, 1, 2, 3, 4], tz=zone)
    return Rules([hours, HolidayRule(office.holidays, tz=zone)])


@each_office
def test_due_and_elapsed_agree_with_businesstimedelta(office: Office):
    ours, theirs = office.schedule, business_time(office)
    rng = Random(office.zone)
    compared = 0
    for start in office.starts(300):
        allowance = rng.choice([rng.randrange(1, 60 * HOUR), rng.randrange(1, 20) * HOUR])
        due = start + BusinessTimeDelta(theirs, seconds=allowance)
        assert ours.due(start, allowance) == due, (start, allowance)
        end = start + timedelta(seconds=rng.randrange(20 * 24 * HOUR))
        elapsed = theirs.difference(start, end).timedelta
        assert ours.elapsed(start, end) == elapsed.total_seconds(), (start, end)
        compared += 2
    assert compared * len(OFFICES) > 1000


@each_office
def test_due_agrees_with_pandas_on_whole_hours(office: Office):
    ours = office.schedule
    rng = Random(office.zone)
    compared = at_closing = 0
    for start in office.starts(300):
        hours = rng.randrange(1, 60)
        step = CustomBusinessHour(
            hours, start=office.opens, end=office.closes, holidays=office.holidays
        )
        wall = start.astimezone(ours.zone).replace(tzinfo=None)
        theirs = (pd.Timestamp(wall) + step).to_pydatetime().replace(tzinfo=ours.zone)
        due = ours.due(start, hours * HOUR)
        if not ours.is_open(due):
            due = ours.next_change(due)
            at_closing += 1
        assert due == theirs.astimezone(UTC), (start, hours)
        compared += 1
    assert compared * len(OFFICES) > 1000
    assert 0 < at_closing < compared / 2


OPENING_HOURS = [
    pytest.param("Europe/London", "Mo-Fr", range(5), ["08:00-18:00"], id="office hours"),
    pytest.param("Asia/Singapore", "Mo-Su", range(7), ["09:00-12:00", "13:00-18:00"], id="split"),
    pytest.param("America/Los_Angeles", "Mo-Sa", range(6), ["20:00-01:00"], id="nights"),
    pytest.param("Asia/Kathmandu", "Tu,Th", (1, 3), ["00:00-24:00"], id="whole days"),
    pytest.param("Australia/Sydney", "We", (2,), ["06:30-07:15", "22:15-24:00"], id="one weekday"),
]


@pytest.mark.parametrize(("zone", "days", "weekdays", "hours"), OPENING_HOURS)
def test_openings_agree_with_opening_hours_py(
    zone: str, days: str, weekdays: range | tuple[int, ...], hours: list[str]
):
    week = tuple(parse_intervals(hours) if day in weekdays else () for day in range(7))
    ours = Schedule(ZoneInfo(zone), week)
    theirs = OpeningHours(f"{days} {','.join(hours)}", timezone=ZoneInfo(zone))
    rng = Random(zone)
    compared = 0
    for _ in range(300):
        at = FIRST + timedelta(seconds=rng.randrange(1000 * 24 * HOUR))
        wall = at.astimezone(ours.zone)
        assert ours.is_open(at) == theirs.is_open(wall), at
        assert ours.next_change(at) == theirs.next_change(wall).astimezone(UTC), at
        compared += 2
    start, end = FIRST, FIRST + timedelta(days=1000)
    spans = [
        (opens.astimezone(UTC), closes.astimezone(UTC))
        for opens, closes, state, _ in theirs.intervals(
            start.astimezone(ours.zone), end.astimezone(ours.zone)
        )
        if str(state) == "open"
    ]
    assert list(ours.spans(start, end)) == spans
    compared += len(spans)
    assert compared * len(OPENING_HOURS) > 1000
