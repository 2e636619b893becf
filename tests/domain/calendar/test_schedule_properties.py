"""What holds for every schedule, instant and allowance: the laws of the support clock."""

import locale
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time
from hypothesis import example, given, settings
from hypothesis import strategies as st

from slt_cli.domain.calendar.hours import parse_intervals
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule

lawful = settings(max_examples=150, deadline=None, database=None)
SECOND = timedelta(seconds=1)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 12, 31, tzinfo=UTC)

DAYS = [
    parse_intervals(texts)
    for texts in (
        ["closed"],
        ["09:00-18:00"],
        ["05:00-18:00"],
        ["08:00-12:00", "13:00-17:30"],
        ["22:00-06:00"],
        ["01:00-03:30", "23:59-08:00"],
        ["00:00-24:00"],
        ["02:30-02:31"],
    )
]
ZONES = [
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Singapore",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
]

days = st.sampled_from(DAYS)
weeks = st.tuples(*[days] * 7).filter(any)
dates = st.dates(FIRST.date(), LAST.date())
exceptions = st.dictionaries(dates, st.builds(ExceptionalDay, st.just("Named"), days), max_size=9)
schedules = st.builds(Schedule, st.sampled_from(ZONES).map(ZoneInfo), weeks, exceptions)


def seconds_between(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    """Whole seconds, half of them on a half hour, where offices open and close."""
    seconds = int((last - first).total_seconds())
    halves = st.integers(0, seconds // 1800).map(lambda half: half * 1800)
    return (halves | st.integers(0, seconds)).map(lambda after: first + timedelta(seconds=after))


instants = seconds_between(FIRST, LAST)
allowances = st.one_of(
    st.integers(0, 200 * 3600), st.integers(0, 40).map(lambda hours: hours * 3600)
)


@lawful
@given(schedules, instants, allowances)
def test_just_the_allowance_has_passed_when_due(clock: Schedule, start: datetime, allowance: int):
    assert clock.elapsed(start, clock.due(start, allowance)) == allowance


@lawful
@given(schedules, instants, allowances.filter(bool))
def test_no_earlier_instant_will_do(clock: Schedule, start: datetime, allowance: int):
    due = clock.due(start, allowance)
    assert clock.elapsed(start, due - SECOND) == allowance - 1
    assert clock.is_open(due - SECOND)


@lawful
@given(schedules, instants, instants, allowances)
def test_a_later_start_is_never_due_earlier(
    clock: Schedule, one: datetime, other: datetime, allowance: int
):
    early, late = sorted((one, other))
    assert clock.due(early, allowance) <= clock.due(late, allowance)


@lawful
@given(schedules, instants, allowances, allowances)
def test_a_larger_allowance_is_due_later(clock: Schedule, start: datetime, one: int, other: int):
    less, more = sorted((one, other))
    assert clock.due(start, more) - clock.due(start, less) >= timedelta(seconds=more - less)


@lawful
@given(schedules, instants, allowances, allowances)
def test_allowances_add_up(clock: Schedule, start: datetime, first: int, then: int):
    assert clock.due(clock.due(start, first), then) == clock.due(start, first + then)


@lawful
@given(schedules, st.lists(instants, min_size=3, max_size=3))
def test_elapsed_time_adds_up(clock: Schedule, three: list[datetime]):
    start, between, end = sorted(three)
    parts = clock.elapsed(start, between) + clock.elapsed(between, end)
    assert clock.elapsed(start, end) == parts


@lawful
@given(schedules, instants, instants)
def test_elapsed_time_is_the_length_of_the_open_spans(
    clock: Schedule, one: datetime, other: datetime
):
    start, end = sorted((one, other))
    end = min(end, start + timedelta(days=90))
    spans = list(clock.spans(start, end))
    length = sum((closes - opens for opens, closes in spans), timedelta())
    assert clock.elapsed(start, end) == length.total_seconds()
    edges = [start, *(edge for span in spans for edge in span), end]
    assert edges == sorted(edges)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))


@lawful
@given(schedules, instants, allowances.filter(bool))
def test_before_is_the_latest_start_that_uses_the_allowance_up(
    clock: Schedule, end: datetime, allowance: int
):
    start = clock.before(end, allowance)
    assert clock.elapsed(start, end) == allowance
    assert clock.elapsed(start + SECOND, end) == allowance - 1


@lawful
@given(schedules, instants, instants, allowances)
def test_due_in_time_just_when_started_in_time(
    clock: Schedule, start: datetime, end: datetime, allowance: int
):
    assert (clock.due(start, allowance) <= end) == (start <= clock.before(end, allowance))


@lawful
@given(schedules, instants)
def test_nothing_changes_before_the_next_change(clock: Schedule, instant: datetime):
    change = clock.next_change(instant)
    if change is None:
        change = instant + timedelta(days=400)
    else:
        assert clock.is_open(change) != clock.is_open(instant)
    assert change > instant
    length = int((change - instant).total_seconds())
    assert clock.elapsed(instant, change) == (length if clock.is_open(instant) else 0)


@lawful
@given(schedules, instants, allowances, dates)
def test_closing_on_one_more_day_makes_nothing_due_earlier(
    clock: Schedule, start: datetime, allowance: int, closed: date
):
    exceptions = {date.fromordinal(day): what for day, what in clock.exceptions.items()}
    exceptions[closed] = ExceptionalDay("Closed as well")
    more_closed = Schedule(clock.zone, clock.week, exceptions)
    assert more_closed.due(start, allowance) >= clock.due(start, allowance)


@lawful
@given(schedules, instants, allowances)
def test_due_around_the_clock_is_plain_time(clock: Schedule, start: datetime, allowance: int):
    due = clock.around_the_clock().due(start, allowance)
    assert due == start + timedelta(seconds=allowance)


far_instants = seconds_between(datetime(1950, 1, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC))
questions = st.lists(st.tuples(instants | far_instants, allowances), max_size=8)


@lawful
@given(schedules, questions, instants, allowances)
@example(
    Schedule(ZoneInfo("Europe/London"), (DAYS[4],) * 7),
    [(datetime(2090, 1, 1, tzinfo=UTC), 1), (datetime(1950, 1, 1, tzinfo=UTC), 1)],
    datetime(2026, 10, 25, tzinfo=UTC),
    7200,
)
def test_what_was_asked_before_changes_no_answer(
    used: Schedule, earlier: list[tuple[datetime, int]], instant: datetime, allowance: int
):
    fresh = [
        Schedule(
            used.zone,
            used.week,
            {date.fromordinal(day): what for day, what in used.exceptions.items()},
        )
        for _ in range(5)
    ]
    for asked, length in earlier:
        used.due(asked, length)
        used.before(asked, length)
        used.is_open(asked)
    later = instant + timedelta(seconds=allowance)
    assert used.due(instant, allowance) == fresh[0].due(instant, allowance)
    assert used.before(instant, allowance) == fresh[1].before(instant, allowance)
    assert used.elapsed(instant, later) == fresh[2].elapsed(instant, later)
    assert used.next_change(instant) == fresh[3].next_change(instant)
    assert list(used.spans(instant, later)) == list(fresh[4].spans(instant, later))


def answers() -> list[object]:
    """What a new schedule answers about a weekend on which London's clocks go back."""
    clock = Schedule(
        ZoneInfo("Europe/London"),
        (DAYS[1],) * 5 + (DAYS[4],) * 2,
        {date(2026, 10, 23): ExceptionalDay("Founders' day")},
    )
    start, end = datetime(2026, 10, 22, 15, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)
    return [
        clock.due(start, 5 * 3600),
        clock.before(end, 5 * 3600),
        clock.elapsed(start, end),
        clock.is_open(start),
        clock.next_change(start),
        list(clock.spans(start, end)),
    ]


def test_the_answers_by_hand():
    due, before, elapsed, is_open, change, spans = answers()
    assert due == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert before == datetime(2026, 10, 26, 4, tzinfo=UTC)
    assert elapsed == (2 + 9 + 8 + 3) * 3600
    assert is_open
    assert change == datetime(2026, 10, 22, 17, tzinfo=UTC)
    assert len(spans) == 4
    assert all(edge.tzinfo is UTC for span in spans for edge in span)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Europe/London", "UTC0"])
def test_the_zone_of_the_process_changes_no_answer(zone: str, monkeypatch: pytest.MonkeyPatch):
    expected = answers()
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert answers() == expected
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("now", ["1971-01-01", "2026-10-25 00:30", "2099-12-31"])
def test_the_clock_of_the_process_changes_no_answer(now: str):
    expected = answers()
    with freeze_time(now):
        assert answers() == expected


def test_the_locale_of_the_process_changes_no_answer():
    expected = answers()
    before = locale.setlocale(locale.LC_ALL)
    tried = 0
    try:
        for name in ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_ALL, name)
                tried += 1
            assert answers() == expected
    finally:
        locale.setlocale(locale.LC_ALL, before)
    assert tried >= 1
