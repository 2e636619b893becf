"""The schedule of a region: how much support time passes, by when, and when support opens.

Rules: intervals are half-open. A due time is the earliest instant at which the allowance has
passed. If a clock change shows an opening or closing time twice, support opens at the first and
closes at the last; if it skips one, that is the instant of the change. Everything is in whole UTC
seconds; nothing depends on the zone, locale or clock of the process.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from slt_cli.domain.calendar.hours import DAY_SECONDS, Interval, Week
from slt_cli.domain.calendar.timetable import HORIZON, HORIZON_YEARS, Timetable
from slt_cli.domain.calendar.wallclock import DAY, first_and_last, utc_instant, utc_seconds
from slt_cli.errors import ScheduleError

_FEWEST_EXCEPTIONS = HORIZON // (7 * DAY)
"""A week has an open day at least, and a closure has an exception for each of them."""


class ExceptionalDay(NamedTuple):
    """What replaces the weekly hours that start on one date: no interval means closed."""

    name: str
    intervals: tuple[Interval, ...] = ()


MonthDay = tuple[int, int]
"""A date without its year: the month and the day."""


class Schedule:
    """The support time of one zone, from its weekly hours and their exceptions.

    `exceptions` are those of one date, which come before the `yearly` ones. `named` has other
    schedules of the same region, by their keys. `support` is what errors call it.
    """

    __slots__ = (
        *("_around_the_clock", "_table", "exceptions", "named", "support"),
        *("week", "yearly", "zone"),
    )

    def __init__(
        self,
        zone: tzinfo,
        week: Week,
        exceptions: Mapping[date, ExceptionalDay] | None = None,
        yearly: Mapping[MonthDay, ExceptionalDay] | None = None,
        named: Mapping[str, "Schedule"] | None = None,
        support: str = "support",
    ) -> None:
        if not any(week):
            raise ScheduleError("the week has no opening hours")
        self.zone = zone
        self.week = week
        self.exceptions = {day.toordinal(): hours for day, hours in (exceptions or {}).items()}
        self.yearly = yearly or {}
        self.named = named or {}
        self.support = support
        self._table = Timetable(self.day_spans, support)
        self._around_the_clock: Schedule | None = None

    @property
    def is_always_open(self) -> bool:
        """Return whether its week has no closed time."""
        return all(day == (Interval(0, DAY_SECONDS),) for day in self.week)

    def around_the_clock(self) -> "Schedule":
        """Return the schedule of the same zone in which every second counts, day and night."""
        if self._around_the_clock is None:
            self._around_the_clock = Schedule(self.zone, ((Interval(0, DAY_SECONDS),),) * 7)
        return self._around_the_clock

    def due(self, start: datetime, allowance: int) -> datetime:
        """Return the earliest instant at which `allowance` seconds of support time have passed.

        A target that runs out exactly at closing time is due at closing time. Raises ScheduleError
        if support stays closed for longer than the horizon.
        """
        second = utc_seconds(start)
        if allowance <= 0:
            return utc_instant(second + _require_length(allowance))
        table = self._table
        if not table.valid_from <= second < table.valid_until:
            table.cover(second)
        wanted = table.support_until(second) + allowance
        while table.totals[-1] < wanted:
            table.require_opening_after(second)
            table.extend_forward()
        span = bisect_left(table.totals, wanted) - 1
        due = table.opens[span] + wanted - table.totals[span]
        if due - second > HORIZON:
            table.require_no_long_closure(second, due)
        return utc_instant(due)

    def before(self, end: datetime, allowance: int) -> datetime:
        """Return the latest instant from which `allowance` seconds of support pass by `end`."""
        second = utc_seconds(end)
        if allowance <= 0:
            return utc_instant(second + _require_length(allowance))
        table = self._table
        table.cover(second)
        wanted = table.support_until(second) - allowance
        while table.totals[0] > wanted:
            table.require_opening_before(second)
            table.extend_backward()
        span = bisect_right(table.totals, wanted) - 1
        start = table.opens[span] + wanted - table.totals[span]
        if second - start > HORIZON:
            table.require_no_long_closure(start, second)
        return utc_instant(start)

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Return the seconds of support time in [start, end); ValueError if `end` is earlier."""
        first, last = utc_seconds(start), utc_seconds(end)
        if last < first:
            raise ValueError(f"the span is reversed: {start} is after {end}")
        table = self._table
        table.cover(first)
        table.reach(last)
        return table.support_until(last) - table.support_until(first)

    def is_open(self, instant: datetime) -> bool:
        """Return whether support is open at an instant; at the instant of closing it is not."""
        second = utc_seconds(instant)
        self._table.cover(second)
        return self._span_at(second) is not None

    def next_change(self, instant: datetime) -> datetime | None:
        """Return the next instant at which support opens or closes.

        None means that it stays open for the whole horizon, as 24x7 support does. Raises
        ScheduleError if it stays closed for longer than the horizon.
        """
        second = utc_seconds(instant)
        table = self._table
        table.cover(second)
        span = self._span_at(second)
        if span is None:
            opening = bisect_right(table.opens, second)
            while opening == len(table.opens):
                table.require_opening_after(second)
                table.extend_forward()
            table.require_no_long_closure(second, table.opens[opening])
            return utc_instant(table.opens[opening])
        closes = table.close(span)
        while closes - second <= HORIZON:
            table.reach(closes)
            following = self._span_at(closes)
            if following is None:
                return utc_instant(closes)
            closes = table.close(following)
        return None

    def long_closure(self, after: datetime) -> datetime | None:
        """Return when a closure longer than the horizon begins, from an instant on; else None."""
        if len(self.exceptions) + HORIZON_YEARS * len(self.yearly) < _FEWEST_EXCEPTIONS:
            return None
        last, change = max(self.exceptions, default=0), after
        while change.toordinal() <= max(last, after.toordinal()):
            try:
                following = self.next_change(change)
            except ScheduleError:
                return change
            if following is None:
                return None
            change = following
        return None

    def spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open spans of [start, end) in order; spans that touch are joined."""
        first, last = utc_seconds(start), utc_seconds(end)
        if last < first:
            raise ValueError(f"the span is reversed: {start} is after {end}")
        table = self._table
        table.cover(first)
        table.reach(last)
        inside = range(max(bisect_right(table.opens, first) - 1, 0), bisect_left(table.opens, last))
        pieces = [(max(table.opens[at], first), min(table.close(at), last)) for at in inside]
        return _merged(pieces)

    def intervals(self, day: int) -> tuple[Interval, ...]:
        """Return the hours that start on the local day with this ordinal."""
        exception = self.exception(day)
        return self.week[(day - 1) % 7] if exception is None else exception.intervals

    def exception(self, day: int) -> ExceptionalDay | None:
        """Return what replaces the weekly hours of the local day with this ordinal, if anything."""
        exception = self.exceptions.get(day)
        if exception is None and self.yearly:
            of_year = date.fromordinal(day)
            return self.yearly.get((of_year.month, of_year.day))
        return exception

    def day_spans(self, day: int) -> list[tuple[int, int]]:
        """Return the spans (UTC seconds) that start on the local day with this ordinal, in order.

        The exception of a day replaces its weekly hours. A span that a clock change leaves empty
        is left out.
        """
        spans = []
        for interval in self.intervals(day):
            opens = first_and_last(self.zone, day, interval.opens)[0]
            closes = first_and_last(self.zone, day, interval.closes)[1]
            if opens < closes:
                spans.append((opens, closes))
        return spans

    def _span_at(self, second: int) -> int | None:
        span = bisect_right(self._table.opens, second) - 1
        return span if span >= 0 and second < self._table.close(span) else None


def _require_length(allowance: int) -> int:
    if allowance < 0:
        raise ValueError(f"an allowance cannot be negative: {allowance}")
    return allowance


def _merged(pieces: list[tuple[int, int]]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the spans of ordered pieces: pieces that touch are joined, empty ones left out."""
    opened = closed = 0
    for opens, closes in pieces:
        if opens > closed or opened == closed:
            if opened < closed:
                yield utc_instant(opened), utc_instant(closed)
            opened = opens
        closed = max(closes, opens)
    if opened < closed:
        yield utc_instant(opened), utc_instant(closed)
