"""Active time is support time without what is cut out, and a due time moves on by that."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_cli.domain.calendar.active import active_seconds, moved
from slt_cli.domain.calendar.hours import parse_intervals
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.clocks import Span

HOUR = 3600
OFFICE = Schedule(ZoneInfo("Europe/London"), (parse_intervals(["08:00-18:00"]),) * 5 + ((), ()))
MONDAY = datetime.fromisoformat("2026-01-12T00:00:00+00:00")


def at(text: str) -> datetime:
    """Return an instant of January 2026, as `12 09:30`."""
    return datetime.fromisoformat(f"2026-01-{text}:00+00:00")


def cuts(*spans: tuple[str, str | None]) -> list[Span]:
    return [Span(at(starts), None if ends is None else at(ends)) for starts, ends in spans]


@pytest.mark.parametrize(
    ("spans", "due"),
    [
        pytest.param([], "12 13:00", id="nothing is cut out"),
        pytest.param([("12 10:00", "12 11:00")], "12 14:00", id="an hour before it"),
        pytest.param([("12 12:30", "12 15:00")], "12 15:30", id="half an hour before it"),
        pytest.param([("12 12:00", "12 17:30")], "13 08:30", id="over closing"),
        pytest.param([("12 13:00", "12 14:00")], "12 13:00", id="not from when it is due"),
        pytest.param([("12 14:00", "12 15:00")], "12 13:00", id="not after it"),
        pytest.param([("12 07:00", "12 08:30")], "12 13:00", id="not before the start"),
        pytest.param([("12 08:30", "12 09:30")], "12 13:30", id="from the start on"),
        pytest.param(
            [("12 10:00", "12 11:00"), ("12 13:30", "12 14:00")], "12 14:30",
            id="one that begins before the moved due time",
        ),
        pytest.param([("12 10:00", None)], None, id="none while a span lasts"),
        pytest.param([("12 13:00", None)], "12 13:00", id="one that lasts from the due time on"),
    ],
)  # fmt: skip
def test_a_due_time_is_moved(spans, due):
    found = moved(OFFICE, at("12 09:00"), at("12 13:00"), cuts(*spans))
    assert found == (None if due is None else at(due))


@pytest.mark.parametrize(
    ("end", "spans", "hours"),
    [
        pytest.param("12 12:00", [], 3, id="nothing is cut out"),
        pytest.param("12 12:00", [("12 10:00", "12 11:00")], 2, id="an hour"),
        pytest.param("12 12:00", [("12 07:00", "12 10:00")], 2, id="from the start on"),
        pytest.param("12 12:00", [("12 11:00", "12 20:00")], 2, id="up to the end"),
        pytest.param("12 12:00", [("12 11:00", None)], 2, id="a span that lasts"),
        pytest.param("12 12:00", [("12 12:00", "12 13:00")], 3, id="none after the end"),
        pytest.param("13 09:00", [("12 18:00", "13 08:00")], 10, id="closed hours are not"),
        pytest.param("12 09:00", [("12 08:00", None)], 0, id="as it starts"),
        pytest.param("12 08:00", [], 0, id="before it starts"),
    ],
)
def test_active_time_is_counted(end, spans, hours):
    assert active_seconds(OFFICE, at("12 09:00"), at(end), cuts(*spans)) == hours * HOUR


@settings(max_examples=200)
@given(
    start=st.integers(0, 5 * 24 * 60),
    target=st.integers(1, 30 * 60),
    points=st.lists(st.integers(0, 14 * 24 * 60), max_size=8, unique=True).map(sorted),
    around=st.booleans(),
)
def test_a_moved_due_time_is_the_first_at_which_active_time_reaches_the_target(
    start, target, points, around
):
    """Only what begins before it is cut out: what comes later had not happened when it was due."""
    schedule = OFFICE.around_the_clock() if around else OFFICE
    begins = MONDAY + timedelta(minutes=start)
    pairs = list(pairwise(points))[::2]
    spans = [Span(*(MONDAY + timedelta(minutes=minutes) for minutes in pair)) for pair in pairs]
    due = moved(schedule, begins, schedule.due(begins, target * 60), spans)
    assert due is not None
    earlier = due - timedelta(seconds=1)
    assert active_seconds(schedule, begins, due, spans) == target * 60
    assert active_seconds(schedule, begins, earlier, spans) == target * 60 - 1
