"""Dates as other systems write them: 16/11/2026 9:10 AM, or in a format that is given."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import StrEnum

from slt_cli.domain.calendar.instant import EARLIEST, LATEST, MONTHS, parse_iso
from slt_cli.domain.calendar.offsets import offset_of

Localize = Callable[[datetime], datetime]

_DATE = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{1,2})(?:,? +(.+))?", re.ASCII)
_CLOCK = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([AP])\.? ?M\.?)?"
    r"(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?",
    re.ASCII | re.IGNORECASE,
)
_ORDER = re.compile(r"(DD?|MM?|YY(?:YY)?)[/.-](DD?|MM?)[/.-](DD?|MM?|YY(?:YY)?)")
_CODE = re.compile(r"%(.)", re.DOTALL)
_NO_SUCH_DAY = re.compile("day .*month")
"""What strptime says of a day that is not in its month, and of no other text."""
_YEARS = frozenset("YyGcxD")
"""The codes that have a year: without one, strptime would take any."""

_SAMPLE = datetime(2026, 11, 16, 9, 10, tzinfo=UTC)
_AMBIGUOUS = datetime(2026, 11, 12, 9, 10, tzinfo=UTC)
_NOON, _MONTHS, _YEAR, _CENTURY = 12, 12, 4, 2000


class Order(StrEnum):
    """Which of day and month comes first in numeric dates."""

    DAY_FIRST = "DD/MM/YYYY"
    MONTH_FIRST = "MM/DD/YYYY"


class UnreadableDateError(ValueError):
    """A text that is not read as a time, with advice, and with the formats by which it would be."""

    def __init__(self, problem: str, advice: str, formats: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.advice = advice
        self.formats = formats


class DateFormats:
    """Formats in which dates are written beside ISO 8601.

    Each is the order of a date, such as DD/MM/YYYY, or has codes of `strptime`. `order` can be set
    later, when the dates of a file have shown it.
    """

    def __init__(self, formats: Sequence[str] = ()) -> None:
        """Take formats; raises ValueError for what is none."""
        self.codes = [given for given in formats if "%" in given]
        for codes in self.codes:
            _require_date(codes)
        _require_one_reading(self.codes)
        orders = [_order_in(given) for given in formats if "%" not in given]
        found = {order for order, _ in orders if order is not None}
        self.order = found.pop() if len(found) == 1 else None
        self._short_years = any(is_short for _, is_short in orders)

    def read(self, text: str, localize: Localize) -> datetime:
        """Return the UTC instant of a text; `localize` turns a naive time into an aware one.

        Raises ValueError for a text that is not a time, and UnreadableDateError for a date that has
        two readings.
        """
        if text[4:5] == "-":
            try:
                return parse_iso(text, localize)
            except ValueError:
                pass  # it may have an hour of AM or PM, or suit a format
        spaced = " ".join(text.split())  # AM may come after a blank that is a wide character
        written = self._by_codes(spaced) if self.codes else None
        if written is None:
            found = _DATE.fullmatch(spaced)
            if found is None:
                return parse_iso(text, localize)
            written = self._numeric(spaced, found)
        return parse_iso(written.isoformat(), localize)

    def readings(self, text: str) -> tuple[Order, ...]:
        """Return the orders in which a numeric date can be read; none if its order is no matter."""
        found = _DATE.fullmatch(" ".join(text.split()))
        if found is None or found[2] == "." or len(found[1]) > 2 or not self._is_year(found[4]):
            return ()
        first, second = int(found[1]), int(found[3])
        if first == second or not (first and second):
            return ()
        orders = ((Order.DAY_FIRST, second), (Order.MONTH_FIRST, first))
        return tuple(order for order, month in orders if month <= _MONTHS)

    def _is_year(self, text: str) -> bool:
        return len(text) == _YEAR or (self._short_years and len(text) == 2)

    def _by_codes(self, text: str) -> datetime | None:
        for index, codes in enumerate(self.codes):
            naive = _read_as(text, codes)
            if naive is None:
                continue
            if index:  # the next date is most likely written like this one
                self.codes.insert(0, self.codes.pop(index))
            return naive
        if any(_has_no_such_day(text, codes) for codes in self.codes):
            raise UnreadableDateError(
                f"{text!r} is not a date: its month has no such day", "correct it"
            )
        return None

    def _numeric(self, text: str, found: "re.Match[str]") -> datetime:
        clock = _CLOCK.fullmatch(found[5]) if found[5] else None
        if found[5] and clock is None:
            raise _unreadable(text)
        day = self._day(text, found)
        return _at(day, clock, text) if clock else datetime.combine(day, datetime.min.time())

    def _day(self, text: str, found: "re.Match[str]") -> date:
        first, second, last = found[1], int(found[3]), found[4]
        if len(first) == _YEAR and len(last) <= 2:
            return _date(int(first), second, int(last), text)
        if len(first) > 2 or len(last) not in (2, _YEAR):
            raise _unreadable(text)
        if not self._is_year(last):
            forms = ("DD.MM.YY",) if found[2] == "." else tuple(order[:-2] for order in Order)
            what = f"the year in {text!r} has two digits"
            raise UnreadableDateError(what, "say what it is: ", forms)
        year = int(last) if len(last) == _YEAR else _CENTURY + int(last)
        if not EARLIEST <= year <= LATEST:
            raise ValueError(f"{text!r} is outside the years {EARLIEST} to {LATEST}")
        orders = (self.order,) if self.order else self.readings(text)
        if len(orders) > 1:
            raise _in_two_ways(text, int(first), second)
        if Order.MONTH_FIRST in orders and found[2] != ".":
            return _date(year, int(first), second, text, Order.MONTH_FIRST)
        return _date(year, second, int(first), text, Order.DAY_FIRST)


def _order_in(given: str) -> tuple[Order | None, bool]:
    """Return the order in a format such as DD/MM/YYYY, and whether years have two digits."""
    found = _ORDER.fullmatch(given.strip().upper().split(" ")[0])
    letters = "".join(part[0] for part in found.groups()) if found else ""
    if found is None or letters not in ("DMY", "MDY", "YMD"):
        raise ValueError(f"{given!r} is not a format of dates")
    is_short = "YY" in found.groups()
    orders = {"DMY": Order.DAY_FIRST, "MDY": Order.MONTH_FIRST}
    return orders.get(letters), is_short


def _require_date(codes: str) -> None:
    """Raise ValueError if codes do not give a whole date, or if strptime ignores one of them."""
    names = set(_CODE.findall(codes))
    if "Z" in names:
        raise ValueError(
            f"{codes!r} has %Z: write the name itself, such as UTC, and say its zone apart"
        )
    if ("I" in names) != ("p" in names):
        raise ValueError(f"{codes!r} has one of %I and %p without the other")
    if names & _YEARS:
        with suppress(ValueError, re.error):  # no text, or a code that is there twice
            read = _read_as(_SAMPLE.strftime(codes), codes)
            if read is not None and read.date() == _SAMPLE.date():
                return
    raise ValueError(f"{codes!r} does not read a whole date")


def _require_one_reading(formats: Sequence[str]) -> None:
    """Raise ValueError if two formats read one text as two dates."""
    for codes in formats:
        for other in formats:
            text = _AMBIGUOUS.strftime(other)
            read = _read_as(text, codes)
            if read is not None and read.date() != _AMBIGUOUS.date():
                raise ValueError(f"{other!r} and {codes!r} read {text!r} as two dates")


def _read_as(text: str, codes: str) -> datetime | None:
    """Return the time in a text as codes read it; None if it is not written so."""
    try:
        return datetime.strptime(text, codes)  # noqa: DTZ007 - as it is written
    except ValueError:
        return None


def _has_no_such_day(text: str, codes: str) -> bool:
    """Return whether a text is written as codes say, but its month has no such day."""
    try:
        datetime.strptime(text, codes)  # noqa: DTZ007 - as it is written
    except ValueError as error:
        return _NO_SUCH_DAY.match(str(error)) is not None
    return False


def _date(year: int, month: int, day: int, text: str, order: Order | None = None) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        as_read = f" as {order}" if order else ""
        others = [other for other in Order if order and other != order]
        advice = "correct it, or, if all are so, " if others else "correct it"
        raise UnreadableDateError(f"{text!r} is not a date{as_read}", advice, others) from None


def _in_two_ways(text: str, first: int, second: int) -> UnreadableDateError:
    ways = f"{first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}"
    return UnreadableDateError(f'"{text}" can be {ways}', "say which: ", [*Order])


def _at(day: date, clock: "re.Match[str]", text: str) -> datetime:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if half := clock[4]:
        if not 1 <= hour <= _NOON:
            raise _unreadable(text)
        hour = hour % _NOON + (_NOON if half in "Pp" else 0)
    try:
        naive = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - its offset is set below
    except ValueError:
        raise _unreadable(text) from None
    offset = (clock[5] or "").upper().replace("GMT", "UTC")
    return naive.replace(tzinfo=offset_of(offset)) if offset else naive


def _unreadable(text: str) -> UnreadableDateError:
    return UnreadableDateError(
        f"{text!r} is not a time such as 2026-11-20 17:30 or 20/11/2026 5:30 PM",
        "correct it, or say how dates are written: ",
        ["%d.%m.%y %H:%M"],
    )
