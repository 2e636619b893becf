"""The support clock of the published regions, case by case; what it refuses, and what it costs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slt_cli.domain.calendar.hours import Interval, parse_intervals
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from slt_cli.errors import ScheduleError

CLOSED: tuple[Interval, ...] = ()
HOUR = 3600


def mondays_to_fridays(hours: str) -> tuple[tuple[Interval, ...], ...]:
    return (parse_intervals([hours]),) * 5 + (CLOSED,) * 2


def holidays(*named: tuple[str, str]) -> dict[date, ExceptionalDay]:
    return {date.fromisoformat(day): ExceptionalDay(name) for day, name in named}


USA = Schedule(
    ZoneInfo("America/Los_Angeles"),
    mondays_to_fridays("05:00-18:00"),
    holidays(("2026-11-26", "Thanksgiving"), ("2026-12-25", "Christmas Day"))
    | {date(2026, 12, 24): ExceptionalDay("Christmas Eve", parse_intervals(["05:00-12:00"]))},
)
EUROPE = Schedule(
    ZoneInfo("Europe/London"),
    mondays_to_fridays("08:00-18:00"),
    holidays(("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day")),
)
APAC = Schedule(ZoneInfo("Asia/Singapore"), mondays_to_fridays("09:00-18:00"))
NIGHTS = Schedule(
    ZoneInfo("America/Los_Angeles"),
    (parse_intervals(["22:00-06:00"]),) * 7,
    holidays(("2026-11-25", "Night off")),
)
SMALL_HOURS = Schedule(ZoneInfo("Europe/London"), (parse_intervals(["01:15-01:45"]),) * 7)
SPLIT = Schedule(ZoneInfo("UTC"), (parse_intervals(["09:00-12:00", "13:00-17:00"]),) * 7)


def local(clock: Schedule, text: str) -> datetime:
    """A wall time of the region, `2026-10-25 01:20 again` the second time it is shown."""
    wall = datetime.fromisoformat(text.removesuffix(" again"))
    return wall.replace(tzinfo=clock.zone, fold=text.endswith("again")).astimezone(UTC)


def case(clock: Schedule, start: str, hours: float, end: str, named: str):
    return pytest.param(clock, start, int(hours * HOUR), end, id=named)


FORWARD_AND_BACK = [
    case(USA, "2026-11-20 10:00", 1, "2026-11-20 11:00", "USA: opened Friday 10:00"),
    case(USA, "2026-11-20 17:30", 1, "2026-11-23 05:30", "USA: opened Friday 17:30"),
    case(USA, "2026-11-20 17:30", 6, "2026-11-23 10:30", "USA: six hours from Friday 17:30"),
    case(USA, "2026-11-20 16:00", 14, "2026-11-23 17:00", "USA: longer than a day"),
    case(USA, "2026-11-20 12:00", 65, "2026-11-30 12:00", "USA: over the holiday and a weekend"),
    case(USA, "2026-11-25 17:00", 4, "2026-11-27 08:00", "USA: over the holiday"),
    case(USA, "2026-12-24 11:00", 4, "2026-12-28 08:00", "USA: over the short day and Christmas"),
    case(USA, "2026-10-30 17:00", 2, "2026-11-02 06:00", "USA: over the end of summer time"),
    case(USA, "2026-03-06 17:00", 2, "2026-03-09 06:00", "USA: over the start of summer time"),
    case(EUROPE, "2026-11-20 17:30", 1, "2026-11-23 08:30", "Europe: opened Friday 17:30"),
    case(EUROPE, "2026-11-23 08:00", 1, "2026-11-23 09:00", "Europe: opened exactly at opening"),
    case(EUROPE, "2026-12-24 17:00", 4, "2026-12-29 11:00", "Europe: over Christmas"),
    case(EUROPE, "2026-10-23 16:00", 4, "2026-10-26 10:00", "Europe: over the end of summer time"),
    case(APAC, "2026-11-20 17:30", 1, "2026-11-23 09:30", "APAC: opened Friday 17:30"),
    case(APAC, "2026-11-24 10:00", 10, "2026-11-25 11:00", "APAC: into the next morning"),
    case(NIGHTS, "2026-11-23 23:00", 4, "2026-11-24 03:00", "nights: over midnight"),
    case(
        NIGHTS, "2026-11-24 23:00", 8, "2026-11-26 23:00", "nights: the night off starts at 22:00"
    ),
    case(NIGHTS, "2026-10-31 23:00", 8, "2026-11-01 06:00", "nights: over the repeated hour"),
    case(NIGHTS, "2026-03-07 23:00", 6, "2026-03-08 06:00", "nights: over the lost hour"),
    case(
        SMALL_HOURS,
        "2026-10-25 01:20",
        1,
        "2026-10-25 01:20 again",
        "open through the repeated hour",
    ),
    case(SMALL_HOURS, "2026-03-28 01:40", 0.25, "2026-03-30 01:25", "hours lost with the hour"),
    case(SPLIT, "2026-11-23 11:30", 1, "2026-11-23 13:30", "over the lunch break"),
]


@pytest.mark.parametrize(("clock", "start", "allowance", "end"), FORWARD_AND_BACK)
def test_due_before_and_elapsed_agree(clock: Schedule, start: str, allowance: int, end: str):
    begins, ends = local(clock, start), local(clock, end)
    assert clock.due(begins, allowance) == ends
    assert clock.before(ends, allowance) == begins
    assert clock.elapsed(begins, ends) == allowance


@pytest.mark.parametrize(
    ("clock", "start", "allowance", "end"),
    [
        case(USA, "2026-11-20 17:00", 1, "2026-11-20 18:00", "ends exactly at closing"),
        case(USA, "2026-11-20 05:00", 13, "2026-11-20 18:00", "the whole day"),
        case(USA, "2026-11-20 18:00", 1, "2026-11-23 06:00", "opened exactly at closing"),
        case(USA, "2026-11-20 18:00", 13, "2026-11-23 18:00", "the whole next day"),
        case(USA, "2026-11-23 04:59", 1, "2026-11-23 06:00", "opened before opening"),
        case(USA, "2026-11-21 12:00", 4, "2026-11-23 09:00", "opened on a weekend"),
        case(USA, "2026-11-26 12:00", 1, "2026-11-27 06:00", "opened on the holiday"),
        case(EUROPE, "2026-12-26 12:00", 1, "2026-12-29 09:00", "opened before a closed Monday"),
        case(NIGHTS, "2026-11-25 12:00", 1, "2026-11-26 23:00", "opened on the night off"),
        case(SPLIT, "2026-11-23 12:30", 1, "2026-11-23 14:00", "opened in the lunch break"),
        case(SPLIT, "2026-11-23 11:00", 1, "2026-11-23 12:00", "ends exactly at the lunch break"),
        case(APAC, "2026-11-21 12:00", 0, "2026-11-21 12:00", "no allowance, closed"),
        case(APAC, "2026-11-23 12:00", 0, "2026-11-23 12:00", "no allowance, open"),
    ],
)
def test_due(clock: Schedule, start: str, allowance: int, end: str):
    assert clock.due(local(clock, start), allowance) == local(clock, end)


@pytest.mark.parametrize(
    ("clock", "end", "allowance", "start"),
    [
        case(USA, "2026-11-23 05:00", 1, "2026-11-20 17:00", "ends exactly at opening"),
        case(USA, "2026-11-23 06:00", 1, "2026-11-23 05:00", "begins exactly at opening"),
        case(USA, "2026-11-22 12:00", 13, "2026-11-20 05:00", "ends on a weekend"),
        case(USA, "2026-11-27 06:00", 2, "2026-11-25 17:00", "back over the holiday"),
        case(APAC, "2026-11-21 12:00", 0, "2026-11-21 12:00", "no allowance"),
    ],
)
def test_before(clock: Schedule, end: str, allowance: int, start: str):
    assert clock.before(local(clock, end), allowance) == local(clock, start)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        pytest.param("2026-11-23 10:00", "2026-11-23 10:00", 0, id="an instant"),
        pytest.param("2026-11-20 18:00", "2026-11-23 05:00", 0, id="the weekend"),
        pytest.param("2026-11-26 00:00", "2026-11-27 00:00", 0, id="the holiday"),
        pytest.param("2026-12-24 00:00", "2026-12-25 00:00", 7, id="the short day"),
        pytest.param("2026-11-16 00:00", "2026-11-23 00:00", 65, id="a week"),
        pytest.param("2026-01-01 00:00", "2027-01-01 00:00", 259 * 13 - 6, id="a year"),
    ],
)
def test_elapsed(start: str, end: str, hours: int):
    assert USA.elapsed(local(USA, start), local(USA, end)) == hours * HOUR


@pytest.mark.parametrize(
    ("clock", "at", "is_open", "change"),
    [
        pytest.param(USA, "2026-11-20 05:00", True, "2026-11-20 18:00", id="at opening"),
        pytest.param(USA, "2026-11-20 17:59:59", True, "2026-11-20 18:00", id="last second"),
        pytest.param(USA, "2026-11-20 18:00", False, "2026-11-23 05:00", id="at closing"),
        pytest.param(USA, "2026-11-23 04:59:59", False, "2026-11-23 05:00", id="before opening"),
        pytest.param(USA, "2026-11-25 18:00", False, "2026-11-27 05:00", id="over the holiday"),
        pytest.param(USA, "2026-12-24 11:00", True, "2026-12-24 12:00", id="on the short day"),
        pytest.param(NIGHTS, "2026-11-26 00:00", False, "2026-11-26 22:00", id="night off"),
        pytest.param(NIGHTS, "2026-11-25 05:00", True, "2026-11-25 06:00", id="night before it"),
        pytest.param(SPLIT, "2026-11-23 12:00", False, "2026-11-23 13:00", id="lunch break"),
    ],
)
def test_is_open_and_next_change(clock: Schedule, at: str, is_open: bool, change: str):
    assert clock.is_open(local(clock, at)) is is_open
    assert clock.next_change(local(clock, at)) == local(clock, change)


def test_spans_are_cut_to_what_is_asked_for():
    spans = USA.spans(local(USA, "2026-11-24 17:00"), local(USA, "2026-11-27 06:30"))
    shown = [[f"{edge.astimezone(USA.zone):%a %H:%M}" for edge in span] for span in spans]
    assert shown == [
        ["Tue 17:00", "Tue 18:00"],
        ["Wed 05:00", "Wed 18:00"],
        ["Fri 05:00", "Fri 06:30"],
    ]


@pytest.mark.parametrize("direction", [-1, 1], ids=["earlier", "later"])
@pytest.mark.parametrize("years", [1, 30])
def test_spans_stay_the_same_when_other_questions_are_asked_between_them(
    direction: int, years: int
):
    clock, start, end = fresh(), AWARE, AWARE + timedelta(days=14)
    expected = list(fresh().spans(start, end))
    spans = clock.spans(start, end)
    found = [next(spans)]
    clock.due(AWARE + direction * timedelta(days=365 * years), HOUR)
    assert [*found, *spans] == expected


def test_hours_that_touch_are_one_span():
    touching = parse_intervals(["08:00-12:00", "12:00-20:00", "20:00-08:00"])
    clock = Schedule(ZoneInfo("UTC"), (touching, *[CLOSED] * 6))
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    span = (monday + timedelta(hours=8), monday + timedelta(hours=32))
    assert list(clock.spans(monday, monday + timedelta(days=7))) == [span]


def test_a_night_that_runs_into_the_next_days_hours_counts_once():
    week = (parse_intervals(["22:00-09:30"]), parse_intervals(["09:00-10:00"]), *[CLOSED] * 5)
    clock = Schedule(ZoneInfo("UTC"), week)
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert clock.elapsed(monday, monday + timedelta(days=7)) == 12 * HOUR
    assert clock.next_change(monday + timedelta(hours=23)) == monday + timedelta(hours=34)


def test_around_the_clock_counts_every_second():
    clock = USA.around_the_clock()
    start = local(USA, "2026-10-31 12:00")
    assert clock.due(start, 48 * HOUR) == start + timedelta(hours=48)
    assert clock.is_open(local(USA, "2026-11-26 03:00"))
    assert clock.next_change(start) is None


def test_the_zone_an_instant_is_written_in_does_not_matter():
    start = local(USA, "2026-11-20 17:30")
    for zone in ("Asia/Tokyo", "America/Los_Angeles", "Europe/London"):
        due = USA.due(start.astimezone(ZoneInfo(zone)), HOUR)
        assert due == local(USA, "2026-11-23 05:30")
        assert due.tzinfo is UTC


NAIVE = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001 - what must not enter
AWARE = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: USA.due(NAIVE, 1), id="due"),
        pytest.param(lambda: USA.due(NAIVE, 0), id="due at once"),
        pytest.param(lambda: USA.before(NAIVE, 1), id="before"),
        pytest.param(lambda: USA.elapsed(NAIVE, AWARE), id="elapsed from"),
        pytest.param(lambda: USA.elapsed(AWARE, NAIVE), id="elapsed until"),
        pytest.param(lambda: USA.is_open(NAIVE), id="is_open"),
        pytest.param(lambda: USA.next_change(NAIVE), id="next_change"),
        pytest.param(lambda: list(USA.spans(NAIVE, AWARE)), id="spans from"),
        pytest.param(lambda: list(USA.spans(AWARE, NAIVE)), id="spans until"),
    ],
)
def test_a_naive_datetime_is_refused(ask: Callable[[], object]):
    with pytest.raises(TypeError, match="naive"):
        ask()


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        pytest.param(lambda: USA.elapsed(AWARE, AWARE - timedelta(0, 1)), "reversed", id="elapsed"),
        pytest.param(
            lambda: list(USA.spans(AWARE, AWARE - timedelta(0, 1))), "reversed", id="spans"
        ),
        pytest.param(lambda: USA.due(AWARE, -1), "negative", id="due"),
        pytest.param(lambda: USA.before(AWARE, -1), "negative", id="before"),
    ],
)
def test_reversed_spans_and_negative_allowances_are_refused(ask: Callable[[], object], says: str):
    with pytest.raises(ValueError, match=says):
        ask()


def test_a_week_without_hours_is_refused():
    with pytest.raises(ScheduleError, match="no opening hours"):
        Schedule(ZoneInfo("UTC"), (CLOSED,) * 7)


def mondays_only_but_closed_for(years: int) -> Schedule:
    first = date(2026, 11, 30)
    closed = (first + timedelta(weeks=week) for week in range(years * 53))
    week = (parse_intervals(["09:00-17:00"]), *[CLOSED] * 6)
    return Schedule(ZoneInfo("UTC"), week, {day: ExceptionalDay("Closed") for day in closed})


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda clock: clock.due(AWARE, 13 * HOUR), id="due"),
        pytest.param(lambda clock: clock.next_change(AWARE + timedelta(7)), id="next_change"),
        pytest.param(
            lambda clock: clock.before(AWARE + timedelta(weeks=53 * 11), 13 * HOUR), id="before"
        ),
    ],
)
@pytest.mark.parametrize("asked_before", [False, True], ids=["first question", "asked beyond it"])
def test_a_closure_longer_than_the_horizon_is_an_error(
    ask: Callable[[Schedule], object], asked_before: bool
):
    clock = mondays_only_but_closed_for(years=11)
    if asked_before:
        assert clock.elapsed(AWARE, AWARE + timedelta(weeks=53 * 12)) > 0
    with pytest.raises(ScheduleError, match="closed for more than 10 years"):
        ask(clock)


def test_a_closure_shorter_than_the_horizon_is_waited_out():
    due = mondays_only_but_closed_for(years=9).due(AWARE, 9 * HOUR)
    assert due == datetime(2036, 1, 21, 10, tzinfo=UTC)


def test_time_within_a_closure_longer_than_the_horizon_is_still_counted():
    clock = mondays_only_but_closed_for(years=11)
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    assert clock.elapsed(monday, monday + timedelta(days=7)) == 0
    assert not clock.is_open(monday)
    assert list(clock.spans(monday, monday + timedelta(days=7))) == []


LAST_DAY = datetime(9999, 12, 20, tzinfo=UTC)
FIRST_DAY = datetime(1, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: USA.due(LAST_DAY, 500 * HOUR), id="due after the last year"),
        pytest.param(lambda: USA.due(datetime.max.replace(tzinfo=UTC), HOUR), id="due at the end"),
        pytest.param(lambda: USA.before(FIRST_DAY, 500 * HOUR), id="before the first year"),
        pytest.param(lambda: USA.is_open(datetime.min.replace(tzinfo=UTC)), id="at the beginning"),
    ],
)
def test_an_answer_outside_the_calendar_is_an_error(ask: Callable[[], object]):
    with pytest.raises(ScheduleError, match="calendar"):
        ask()


@pytest.fixture
def computed_days(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The local days whose hours are computed, in that order."""
    days: list[int] = []
    compute = Schedule.day_spans

    def counted(self: Schedule, day: int) -> list[tuple[int, int]]:
        days.append(day)
        return compute(self, day)

    monkeypatch.setattr(Schedule, "day_spans", counted)
    return days


def fresh() -> Schedule:
    return Schedule(USA.zone, USA.week)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: fresh().due(AWARE, HOUR), id="an hour"),
        pytest.param(lambda: fresh().due(AWARE, 6 * HOUR), id="six hours over a weekend"),
        pytest.param(lambda: fresh().before(AWARE, 6 * HOUR), id="six hours back"),
        pytest.param(lambda: fresh().is_open(AWARE), id="open now?"),
        pytest.param(lambda: fresh().next_change(AWARE), id="when does it change?"),
    ],
)
def test_one_question_computes_a_few_days(computed_days: list[int], ask: Callable[[], object]):
    ask()
    assert 1 <= len(computed_days) <= 20


def test_a_thousand_more_questions_compute_no_more_days(computed_days: list[int]):
    clock = fresh()
    asked = [AWARE + timedelta(hours=5 * step) for step in range(1000)]
    clock.due(asked[0], 6 * HOUR)
    clock.due(asked[-1], 6 * HOUR)
    computed_days.clear()
    for start in asked:
        clock.elapsed(start, clock.due(start, 4 * HOUR))
    assert computed_days == []


def test_a_span_of_an_around_the_clock_schedule_computes_a_few_days(computed_days: list[int]):
    clock = fresh().around_the_clock()
    assert list(clock.spans(AWARE, AWARE + timedelta(hours=1))) != []
    assert len(computed_days) <= 20
