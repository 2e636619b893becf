"""The day in a text that somebody typed: today, fri, 25 Nov, Wed 25 Nov 2026, 2026-11-25."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from enum import Enum

from slt_cli.domain.calendar import UnreadableTimeError
from slt_cli.domain.calendar.instant import EARLIEST, LATEST, format_day

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_IN_TWO_WAYS = {"next": 1, "last": -1, "this": 0}
_WORDS = (*_NEAR, *WEEKDAYS, *MONTHS)
_SHORTEST_NAME, _WEEK, _MONTHS, _YEAR_DIGITS = 3, 7, 12, 4
_YEAR_FIRST = r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
_YEAR_LAST = r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})"
_ANYWHERE = (timedelta(hours=-12), timedelta(hours=14))
_OFFSET_OF_A_DAY = r"(\d{4}-\d\d-\d\d)([+-])(\d\d:\d\d)"


class Direction(Enum):
    """Which way a weekday is looked for: what asks takes the next one, what records the last."""

    NEXT = 1
    LAST = -1


def day_of(words: Sequence[str], clock: time, now: datetime, direction: Direction) -> date:
    """Return the day that words mean for a time of day; without words it is today.

    `now` is in the zone of the time. A year that is left out is this one. Raises
    UnreadableTimeError, whose fixes are days.
    """
    if not words:
        return now.date()
    if len(words) == 1 and words[0] in _NEAR:
        return now.date() + timedelta(_NEAR[words[0]])
    weekday = index_of(words[0], WEEKDAYS)
    if weekday is None:
        return _date(words, now)
    if len(words) == 1:
        return _nearest(weekday, clock, now, direction)
    return _date_on(weekday, words[1:], now)


def _nearest(weekday: int, clock: time, now: datetime, direction: Direction) -> date:
    """Return the weekday in a direction; today counts if the time of day is in it."""
    step = direction.value
    days = (weekday - now.weekday()) * step % _WEEK
    local = now.replace(tzinfo=None)
    if days == 0 and (datetime.combine(now, clock) - local) * step < timedelta(0):
        days = _WEEK
    return now.date() + timedelta(days * step)


def _date_on(weekday: int, words: Sequence[str], now: datetime) -> date:
    """Return the date in words, which must be on a weekday.

    Around New Year, this year may be that of another zone too: slt shows no year for a time in it.
    """
    day = _date(words, now)
    if day.weekday() != weekday and str(day.year) not in " ".join(words):
        for hours in _ANYWHERE:
            day = _same_day_in((now.astimezone(UTC) + hours).year, day, weekday)
    if day.weekday() != weekday:
        wanted = day + timedelta((weekday - day.weekday() + 3) % _WEEK - 3)
        name, given = (WEEKDAYS[number].capitalize() for number in (day.weekday(), weekday))
        years = (_same_day_in(day.year + step, day, weekday) for step in (-1, 1))
        others = [other for other in years if other != day and str(day.year) not in " ".join(words)]
        raise UnreadableTimeError(
            f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year} is a {name}, not a {given}",
            *(format_day(each, 0) for each in (*others, day, wanted)),
        )
    return day


def _same_day_in(year: int, day: date, weekday: int) -> date:
    """Return a day of another year if it is on a weekday there, else the day itself."""
    try:
        other = day.replace(year=year)
    except ValueError:  # 29 February
        return day
    return other if other.weekday() == weekday else day


def _date(words: Sequence[str], now: datetime) -> date:
    """Return the date in words such as `25 nov 2026`, `nov 25` or `2026-11-25`."""
    if len(words) == 1:
        if found := re.fullmatch(_YEAR_FIRST, words[0], re.ASCII):
            return checked_date(*map(int, found.groups()))
        _refuse_dates(words[0])
    if len(words) in (2, 3):
        first, second, *rest = words
        if index_of(first, MONTHS) is not None:
            first, second = second, first
        month, year = index_of(second, MONTHS), rest[0] if rest else str(now.year)
        if month is not None and _are_digits(first, year):
            if len(year) != _YEAR_DIGITS:
                fixed = f"{first} {second} 20{year:0>2}"
                raise UnreadableTimeError(f"the year {year} does not have four digits", fixed)
            return checked_date(int(year), month + 1, int(first))
    raise _unknown(words, now)


def checked_date(year: int, month: int, day: int) -> date:
    """Return a date; raises UnreadableTimeError with the days near one that does not exist."""
    if not EARLIEST <= year <= LATEST:
        raise UnreadableTimeError(f"{year} is outside the years {EARLIEST} to {LATEST}")
    if not 1 <= month <= _MONTHS:
        raise UnreadableTimeError(f"the months of a year go from 1 to 12, not to {month}")
    following = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
    last = following - timedelta(1)
    if day > last.day:
        name = MONTHS[month - 1].capitalize() + (f" {year}" if MONTHS[month - 1][0] == "f" else "")
        raise UnreadableTimeError(f"{name} has {last.day} days", str(last), str(following))
    if day == 0:
        raise UnreadableTimeError("the days of a month start at 1", str(last.replace(day=1)))
    return date(year, month, day)


def _refuse_dates(word: str) -> None:
    """Refuse a date with the year last, and one with an offset in place of a time of day."""
    if found := re.fullmatch(_OFFSET_OF_A_DAY, word, re.ASCII):
        day, sign, clock = found.groups()
        ways = (f"{day} {clock}", f"{day} 0:00{sign}{clock}")
        raise UnreadableTimeError(f"{word} has an offset but no time of day", *ways)
    if found := re.fullmatch(_YEAR_LAST, word, re.ASCII):
        first, _, second, year = found.groups()
        year = year if len(year) == _YEAR_DIGITS else f"20{year}"
        days = dict.fromkeys(_possible(int(year), ((second, first), (first, second))))
        names = " or ".join(format_day(day, day.year)[4:] for day in days)
        problem = f"{word} can be {names}" if names else f"{word} is not a date"
        if len(days) == 1:
            problem = f"{word} is not written as slt reads dates, the year first"
        raise UnreadableTimeError(problem, *map(str, days))


def _possible(year: int, ways: Iterable[tuple[str, str]]) -> Iterable[date]:
    for month, day in ways:
        try:
            yield checked_date(year, int(month), int(day))
        except UnreadableTimeError:
            continue


def _unknown(words: Sequence[str], now: datetime) -> UnreadableTimeError:
    """Return the error for words that are not a day, with the nearest words as the fix."""
    if (
        len(words) > 1
        and words[0] in _IN_TWO_WAYS
        and (words[1] == "week" or index_of(words[1], WEEKDAYS) is not None)
    ):
        way = "names no day" if words[1] == "week" else "can be read in more than one way"
        problem = f"{' '.join(words[:2])!r} {way}: name the day"
        return UnreadableTimeError(problem, *_days_meant(words, now))
    nearest = [_like(word) for word in words]
    return UnreadableTimeError(f"{' '.join(words)!r} is not a time", " ".join(nearest))


def _days_meant(words: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Return the days that `last fri` or `next fri` may mean, or the Monday of `last week`."""
    way, name, *_ = words
    weekday = index_of(name, WEEKDAYS)
    if weekday is None:
        monday = now.date() + timedelta(_WEEK * _IN_TWO_WAYS[way] - now.weekday())
        return (format_day(monday, 0),)
    step = Direction.LAST.value if way == "last" else Direction.NEXT.value
    first = (weekday - now.weekday()) * step % _WEEK or _WEEK
    days = (now.date() + timedelta(each * step) for each in (first, first + _WEEK))
    return tuple(format_day(day, 0) for day in days)


def _like(word: str) -> str:
    return next(iter(get_close_matches(word, _WORDS, n=1, cutoff=0.75)), word)


def index_of(word: str, names: Sequence[str]) -> int | None:
    """Return the index of the name that a word is, or is short for; None if there is none."""
    if len(word) < _SHORTEST_NAME:
        return None
    return next((i for i, name in enumerate(names) if name.startswith(word)), None)


def _are_digits(*words: str) -> bool:
    return all(word.isascii() and word.isdigit() for word in words)
