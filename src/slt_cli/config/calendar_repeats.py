"""The dates on which an event of an iCalendar file repeats."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from slt_cli.config.calendar_file import BadEventError, Property
from slt_cli.config.calendar_moments import Moment, moment
from slt_cli.config.calendar_work import Work
from slt_cli.config.missing_package import missing_package

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_OFTEN = ("WEEKLY", "DAILY")
_PARTS_OF_OFTEN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
_PARTS = {*_PARTS_OF_OFTEN, "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
_LARGEST_NUMBER = 9999
_LONGEST_RULE = 2000
_WEEK = 7


class Repeats(NamedTuple):
    """Dates of an event, and whether more follow after them."""

    dates: list[date]
    continue_after: bool


class NeverError(BadEventError):
    """A rule that has no date at all. Finding that out takes a second."""


def repeats(
    of: Property,
    start: date,
    first: date,
    beyond: date,
    day: Callable[[Moment], date],
    work: Work,
) -> Repeats:
    """Return the dates of a rule from `first` on and before `beyond`; `work` counts all of them.

    The libraries never end on some rules, and search others until the year 9999: these are refused.
    """
    work.rule()
    parts = _parts(of)
    until = moment(of, "RRULE", parts.pop("UNTIL")) if "UNTIL" in parts else None
    last = day(until) if until is not None else date.max
    if "COUNT" not in parts:
        start = _moved(start, first, parts)
    dates: list[date] = []
    had_any = False
    for when in _dates(of, parts, start):
        had_any = True
        work.dates()
        if when > last:
            break
        if when >= beyond:
            return Repeats(dates, continue_after=True)
        if when >= first:
            dates.append(when)
    if not had_any:
        fix = "correct its rule, or leave it out"
        raise NeverError(of.line, "RRULE", f"{of.value[:80]!r} never happens", fix)
    return Repeats(dates, continue_after=False)


def _parts(of: Property) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in of.value.upper().split(";") if pair.strip())
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    if len(of.value) > _LONGEST_RULE:
        raise _bad(of, f"it is longer than {_LONGEST_RULE:,} characters", "write a shorter rule")
    if parts.get("FREQ") not in _FREQUENCIES:
        raise _bad(of, "it repeats too often", "holidays repeat yearly, monthly, weekly or daily")
    allowed = _PARTS_OF_OFTEN if parts["FREQ"] in _OFTEN else _PARTS
    if unknown := sorted(parts.keys() - allowed):
        fix = "write it with FREQ=YEARLY"
        raise _bad(of, f"{unknown[0][:20]} cannot be used with FREQ={parts['FREQ']}", fix)
    for name in ("INTERVAL", "COUNT"):
        number = parts.get(name, "1")
        if not (number.isascii() and number.isdecimal() and 0 < int(number[:9]) <= _LARGEST_NUMBER):
            fix = f"it is a number from 1 to {_LARGEST_NUMBER}"
            raise _bad(of, f"{name}={number[:20]} cannot be used", fix)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return parts


def _dates(of: Property, parts: dict[str, str], start: date) -> Iterator[date]:
    try:
        from dateutil.rrule import rrulestr  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_package("python-dateutil") from None
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        for found in rrulestr(rule, dtstart=datetime(*start.timetuple()[:3])):  # noqa: DTZ001
            yield found.date()
    except Exception:  # noqa: BLE001 - a broken rule makes the library raise anything, at any date
        problem = f"{of.value[:80]!r} is not a rule"
        raise _bad(of, problem, "write it like FREQ=YEARLY") from None


def _moved(start: date, first: date, parts: dict[str, str]) -> date:
    """Return a later start with the same dates from `first` on.

    Dates and weekdays repeat every 400 years, and every 28 years from 1901 to 2099.
    """
    interval = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] in _OFTEN:
        step = timedelta(_WEEK * interval)
        return start + max((first - start) // step, 0) * step
    if interval > 1:
        return start
    year = start.year
    while year + 400 < first.year:
        year += 400
    while year > 1900 and year + 28 < min(first.year, 2099):
        year += 28
    return start.replace(year=year)


def _bad(of: Property, problem: str, fix: str) -> BadEventError:
    return BadEventError(of.line, "RRULE", problem, fix)
