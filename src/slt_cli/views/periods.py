"""Periods and the weeks and months in them, as people read them: `in Oct 2026`."""

from datetime import date, datetime, timedelta

from slt_cli.domain.calendar.instant import DAYS, MONTHS, Zone, format_instant
from slt_cli.domain.report.dates import Unit
from slt_cli.domain.report.outcomes import Period

_DAY, _WEEK, _LONGEST_MONTH = timedelta(1), timedelta(7), timedelta(31)


def describe_period(period: Period, zone: Zone, now: datetime) -> str:
    """Return a period as people say it: `in Oct 2026`, with `so far` if its end is to come."""
    if period.since is None and period.until is None:
        return "so far"
    so_far = " so far" if period.until is not None and period.until > now else ""
    whole = None
    if period.since is not None and period.until is not None:
        whole = _whole(_midnight(period.since, zone), _midnight(period.until, zone))
    return f"{whole or _limits(period, zone, now)}{so_far}"


def name_of_part(name: str, unit: Unit, year: int) -> str:
    """Return a week as the day of its Monday, `28 Sep`, and a month as `Oct`.

    `name` is its name in JSON. The year is added unless it is `year`.
    """
    day = date.fromisoformat(name if unit == "week" else f"{name}-01")
    written = f"{day.day} {MONTHS[day.month - 1]}" if unit == "week" else MONTHS[day.month - 1]
    return written if day.year == year else f"{written} {day.year}"


def _whole(first: date | None, end: date | None) -> str | None:
    """Return the whole month, week, day or days from one date to the one before another."""
    if first is None or end is None or end <= first:
        return None
    last = end - _DAY
    if first.day == 1 and end.day == 1 and end - first <= _LONGEST_MONTH:
        return f"in {MONTHS[first.month - 1]} {first.year}"
    if first == last:
        return f"on {DAYS[first.weekday()]} {_written(first)}"
    if first.weekday() == 0 and end - first == _WEEK:
        return f"in the week of {_written(first)}"
    return f"from {_written(first)} to {_written(last)}"


def _limits(period: Period, zone: Zone, now: datetime) -> str:
    """Return the limits of a period, a whole day without its hours."""
    limits, is_empty = [], period.since == period.until
    if period.since is not None:
        first = None if is_empty else _midnight(period.since, zone)
        at = _written(first) if first else format_instant(period.since, zone, now.year)
        limits.append(f"{'from' if period.until else 'since'} {at}")
    if period.until is not None:
        end = None if is_empty else _midnight(period.until, zone)
        at = _written(end - _DAY) if end else format_instant(period.until, zone, now.year)
        limits.append(f"{'to the end of' if end else 'until'} {at}" if limits else f"until {at}")
    return " ".join(limits)


def _midnight(instant: datetime, zone: Zone) -> date | None:
    """Return the day that begins at an instant; None if none does."""
    local = instant.astimezone(zone.info)
    before = (instant - timedelta(seconds=1)).astimezone(zone.info)
    return local.date() if before.date() < local.date() else None


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
