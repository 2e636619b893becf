"""The whole days in a text that somebody typed as the start or the end of a span.

The days are those that `typed_time` takes before a time of day: a text names a day if it is a time
with 00:00 behind it, and none without.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from slt_cli.domain.calendar import UnreadableTimeError
from slt_cli.domain.calendar.typed_day import MONTHS, checked_date, index_of
from slt_cli.domain.calendar.typed_time import Setting, read_time

_CLOCK = " 00:00"
_MONTH_IN_DIGITS = r"(\d{4})[-/](\d{1,2})"
_MONTH_BY_NAME = r"([A-Za-z]+)\.?,? (\d{4})"
_WEEK = r"(\d{4})-?[Ww](\d\d?)"
_MONTHS = 12
_IN_LAST_WEEK = 28  # of December: in the last week of its year by ISO 8601
_STEPS = {"last": -1, "this": 0, "next": 1}


class Days(NamedTuple):
    """Whole days, from the first to the one before `end`."""

    start: date
    end: date


def read_span(text: str, setting: Setting) -> datetime | Days:
    """Return the UTC instant that a text means, or the days of the day, week, month or year in it.

    Raises UnreadableTimeError, whose fixes are texts that are read in this setting.
    """
    given = " ".join(text.split())
    several = _named(given, setting) or _month(given, setting) or _week(given, setting)
    if several is not None:
        return several
    try:
        return read_time(given, setting)
    except UnreadableTimeError as error:
        _refuse_half(given, setting, error)
        day = _day(given, setting, error)
        return Days(day, day + timedelta(1))


def _refuse_half(given: str, setting: Setting, error: UnreadableTimeError) -> None:
    """Refuse a year without a month, which may be a time of day, and a month without a year."""
    if re.fullmatch(r"(19|20)\d\d", given, re.ASCII):
        months = (f"{given}-01", f"{given}-{_MONTHS}")
        raise UnreadableTimeError(error.problem, *months, *error.instead) from None
    place = index_of(given.casefold(), MONTHS)
    if place is not None:
        today = _today(setting)
        year = today.year if place < today.month else today.year - 1
        raise UnreadableTimeError(f"{given!r} has no year", f"{year}-{place + 1:02}") from None


def _day(given: str, setting: Setting, error: UnreadableTimeError) -> date:
    """Return the day in a text that is not a time; raises `error`, or what is wrong as a day."""
    anywhere = setting._replace(localize=lambda naive: naive.replace(tzinfo=UTC))
    if _is_time(f"today {given}{_CLOCK}", anywhere):  # such as `on`, which names no day
        raise error
    try:
        return read_time(given + _CLOCK, anywhere).date()
    except UnreadableTimeError as wrong:
        days = [fix.removesuffix(_CLOCK) for fix in wrong.instead if fix.endswith(_CLOCK)]
        raise (UnreadableTimeError(wrong.problem, *days) if days else error) from None


def _is_time(text: str, setting: Setting) -> bool:
    try:
        read_time(text, setting)
    except UnreadableTimeError:
        return False
    return True


def _month(given: str, setting: Setting) -> Days | None:
    """Return the days of a month such as `2026-10` or `Oct 2026`; None for another text."""
    if found := re.fullmatch(_MONTH_IN_DIGITS, given, re.ASCII):
        year, month = map(int, found.groups())
    elif found := re.fullmatch(_MONTH_BY_NAME, given, re.ASCII):
        place = index_of(found[1].casefold(), MONTHS)
        if place is None:
            return None
        year, month = int(found[2]), place + 1
    else:
        return None
    try:
        start = checked_date(year, month, 1)
    except UnreadableTimeError as error:
        this = setting.now.date()
        raise UnreadableTimeError(error.problem, f"{this:%Y-%m}", str(this)) from None
    return _month_from(start)


def _week(given: str, setting: Setting) -> Days | None:
    """Return the days of a week such as `2026-W48`; None for another text."""
    found = re.fullmatch(_WEEK, given, re.ASCII)
    if found is None:
        return None
    year, week = map(int, found.groups())
    try:
        last = checked_date(year, _MONTHS, _IN_LAST_WEEK).isocalendar().week
    except UnreadableTimeError as error:
        raise UnreadableTimeError(error.problem, _written(_today(setting))) from None
    if not 1 <= week <= last:
        problem = f"the weeks of {year} go from 1 to {last}, not to {week}"
        raise UnreadableTimeError(problem, f"{year}-W{last if week else 1:02}")
    return _week_from(date.fromisocalendar(year, week, 1))


def _named(given: str, setting: Setting) -> Days | None:
    """Return the days of a week, month or year such as `last week` or `this year`; else None."""
    step, _, unit = given.casefold().partition(" ")
    if step not in _STEPS or unit not in ("week", "month", "year"):
        return None
    today = _today(setting)
    if unit == "year":
        year = today.year + _STEPS[step]
        return Days(date(year, 1, 1), date(year + 1, 1, 1))
    if unit == "week":
        return _week_from(today + timedelta(7 * _STEPS[step] - today.weekday()))
    month = today.year * _MONTHS + today.month - 1 + _STEPS[step]
    return _month_from(date(month // _MONTHS, month % _MONTHS + 1, 1))


def _month_from(first: date) -> Days:
    return Days(first, date(first.year + first.month // _MONTHS, first.month % _MONTHS + 1, 1))


def _week_from(monday: date) -> Days:
    return Days(monday, monday + timedelta(7))


def _today(setting: Setting) -> date:
    return setting.now.astimezone(setting.local_zone().info).date()


def _written(day: date) -> str:
    """Return the week of a day as it can be typed."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
