"""Worked examples for the independent oracle: rules 1.2-1.12. The arithmetic is in comments."""

from datetime import UTC, date, datetime, time

from tests.domain.oracle.example_stories import MONDAY, OFFICE, instant, look, row
from tests.domain.oracle.life_oracle import Region
from tests.domain.oracle.life_policy import Calendar, instants_with_wall_time, to_minute, wall_time


def utc(*numbers: int) -> int:
    return to_minute(datetime(*numbers, tzinfo=UTC))  # type: ignore[misc, arg-type]


def open_minutes(region: Region, first: datetime, last: datetime) -> int:
    calendar = Calendar(region, to_minute(first))
    return sum(calendar.is_open(minute) for minute in range(to_minute(first), to_minute(last)))


# --- 1. the support clock -------------------------------------------------------------------------


def test_1_2_due_at_closing_and_not_at_the_next_opening() -> None:
    # 17:00 + 60 min = 18:00, which is the closing
    assert (
        row(look("Mon 17:00 opened S1", "Mon 17:00"), "response")
        == "pending due Mon 18:00 active 0 left 60"
    )


def test_1_3_opened_outside_hours_or_at_closing_counts_from_the_next_opening() -> None:
    assert (
        row(look("Sat 12:00 opened S1", "Sat 13:00"), "response")
        == "pending due Mon+1 09:00 active 0 left 60"
    )
    assert (
        row(look("Mon 18:00 opened S1", "Mon 18:00"), "response")
        == "pending due Tue 09:00 active 0 left 60"
    )


def test_1_5_late_only_after_the_due_instant() -> None:
    # 09:00 + 60 = 10:00
    assert (
        row(look("Mon 09:00 opened S1", "Mon 10:00"), "response")
        == "soon due Mon 10:00 active 60 left 0"
    )
    assert (
        row(look("Mon 09:00 opened S1", "Mon 10:01"), "response")
        == "late due Mon 10:00 active 61 left -1"
    )
    assert row(look("Mon 09:00 opened S1; Mon 10:00 answered", "Tue 09:00"), "response").startswith(
        "met"
    )
    assert row(look("Mon 09:00 opened S1; Mon 10:01 answered", "Tue 09:00"), "response").startswith(
        "missed"
    )


def test_1_6_wall_times_in_the_gap_and_twice() -> None:
    # Los Angeles 8 March: 02:00 PST (10:00 UTC) jumps to 03:00; 1 November: 02:00 PDT (09:00 UTC)
    # falls to 01:00 PST
    assert (
        instants_with_wall_time(
            "America/Los_Angeles", datetime.combine(date(2026, 3, 8), time(2, 30))
        )
        == (utc(2026, 3, 8, 10),) * 2
    )
    twice = instants_with_wall_time(
        "America/Los_Angeles", datetime.combine(date(2026, 11, 1), time(1, 30))
    )
    assert twice == (utc(2026, 11, 1, 8, 30), utc(2026, 11, 1, 9, 30))
    # Lord Howe 5 April: 02:00 at +11:00 (15:00 UTC on the 4th) falls half an hour to 01:30 at
    # +10:30
    howe = instants_with_wall_time(
        "Australia/Lord_Howe", datetime.combine(date(2026, 4, 5), time(1, 45))
    )
    assert howe == (utc(2026, 4, 4, 14, 45), utc(2026, 4, 4, 15, 15))


def test_1_6_days_of_23_and_25_hours() -> None:
    around = Region("Europe/London", [[(0, 1440)]] * 7)
    sunday = Region("Europe/London", [[]] * 6 + [[(0, 1440)]])
    assert (
        open_minutes(sunday, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
        == 23 * 60
    )
    assert (
        open_minutes(sunday, datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 27, tzinfo=UTC))
        == 25 * 60
    )
    assert (
        open_minutes(around, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
        == 3 * 1440
    )


def test_1_6_closing_and_opening_again_within_the_hour_that_comes_twice() -> None:
    # Los Angeles 1 November, 00:00-01:40 and 01:50-10:00: the first closes at the second 01:40
    # (09:40 UTC), the other opens at the first 01:50 (08:50 UTC): one span of 11 hours, 07:00-18:00
    # UTC
    region = Region("America/Los_Angeles", [[]] * 6 + [[(0, 100), (110, 600)]])
    assert (
        open_minutes(region, datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
        == 11 * 60
    )


def test_1_6_an_exception_replaces_the_intervals_that_start_on_its_date() -> None:
    night = Region("Europe/London", [[(1320, 360)]] * 7, {date(2026, 1, 13): []})
    calendar = Calendar(night, to_minute(MONDAY))

    def is_open(when: str) -> bool:
        return calendar.is_open(to_minute(instant(when)))

    assert is_open("Mon 22:00")
    assert is_open("Tue 05:59")
    assert not is_open("Tue 06:00")
    assert not is_open("Tue 23:00")
    assert not is_open("Wed 03:00")
    assert is_open("Wed 22:00")


def test_1_6_away_from_clock_changes_a_minute_is_open_if_the_wall_says_so() -> None:
    region = Region("Asia/Kolkata", OFFICE)
    calendar = Calendar(region, to_minute(MONDAY))
    for minute in range(to_minute(MONDAY), to_minute(instant("Mon+2 00:00"))):
        wall = wall_time("Asia/Kolkata", minute)
        assert calendar.is_open(minute) == (wall.weekday() < 5 and 8 <= wall.hour < 18)


def test_1_12_only_the_support_time_on_hold_is_cut_out() -> None:
    # update from Mon 16:00: 120 on Monday, 120 on Tuesday: due Tue 10:00. Held Mon 17:00-Tue 09:00:
    # 60 + 60 of it were support time, so it is due Tue 12:00 (not 16 hours later)
    told = "Mon 15:30 opened S1; Mon 16:00 answered"
    assert row(look(told, "Mon 16:00"), "update") == "pending due Tue 10:00 active 0 left 240"
    held = told + "; Mon 17:00 held; Tue 09:00 resumed"
    assert row(look(held, "Tue 09:00"), "update") == "pending due Tue 12:00 active 60 left 180"
    # a hold of closed hours alone moves nothing
    closed = told + "; Mon 18:00 held; Tue 08:00 resumed"
    assert row(look(closed, "Tue 08:00"), "update") == "pending due Tue 10:00 active 120 left 120"
