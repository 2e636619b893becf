"""The table behind a schedule: open spans in order, with the support time before each.

It is computed piece by piece, from the first instant that is asked about, and doubles its length in
either direction when needed. So one question computes a few days, and many are binary searches.
"""

from bisect import bisect_right
from collections.abc import Callable

from slt_cli.domain.calendar.wallclock import DAY, EPOCH_DAY
from slt_cli.errors import ScheduleError

HORIZON_YEARS = 10
HORIZON = HORIZON_YEARS * 366 * DAY

# A span can start two local days before the UTC day of an instant it contains (it began overnight,
# west of UTC) or on the local day after it (east of UTC); one more day covers folds of a whole day.
_DAYS_BEFORE, _DAYS_AFTER = 3, 2
_SMALLEST_PIECE = 7
_FIRST_DAY, LAST_DAY = 3, 3652056

DaySpans = Callable[[int], list[tuple[int, int]]]
"""Returns the spans (UTC seconds) that start on the local day with this ordinal, in order."""


class Timetable:
    """Disjoint open spans in order, and the support time before each.

    `opens[i]` is the start of span i, in UTC seconds. `totals[i]` is the support time before it,
    counted from an arbitrary origin; `totals` has one more entry, the support time after the last
    span. The table is complete for instants in [valid_from, valid_until).
    """

    __slots__ = (
        *("_day_spans", "_end", "_start", "_support"),
        *("opens", "totals", "valid_from", "valid_until"),
    )

    def __init__(self, day_spans: DaySpans, support: str = "support") -> None:
        self._day_spans = day_spans
        self._support = support
        self._start = self._end = self.valid_from = self.valid_until = 0
        self.opens: list[int] = []
        self.totals: list[int] = [0]

    def cover(self, second: int) -> None:
        """Extend the table to an instant, or start it again if that is beyond the horizon."""
        if self.valid_from <= second < self.valid_until:
            return
        near = self.valid_from - HORIZON < second < self.valid_until + HORIZON
        if self._start == self._end or not near:
            self._restart(second // DAY + EPOCH_DAY - _DAYS_BEFORE)
        while second < self.valid_from:
            self.extend_backward()
        self.reach(second)

    def reach(self, second: int) -> None:
        """Extend the table forward until it is complete at an instant."""
        while second >= self.valid_until:
            self.extend_forward()

    def support_until(self, second: int) -> int:
        """Return the support time before an instant that the table covers, from its origin."""
        span = bisect_right(self.opens, second)
        if span == 0:
            return self.totals[0]
        within = self.totals[span - 1] + second - self.opens[span - 1]
        after = self.totals[span]
        return within if within < after else after

    def close(self, span: int) -> int:
        """Return the end of a span, in UTC seconds."""
        return self.opens[span] + self.totals[span + 1] - self.totals[span]

    def extend_forward(self) -> None:
        """Add as many days after the last one as the table has."""
        first, size = self._end, max(self._end - self._start, _SMALLEST_PIECE)
        self._end = min(first + size, LAST_DAY)
        self._require_calendar(first < self._end)
        for opens, closes in self._piece(first, self._end):
            self.opens.append(opens)
            self.totals.append(self.totals[-1] + closes - opens)
        self._set_bounds()

    def extend_backward(self) -> None:
        """Add as many days before the first one as the table has."""
        last, size = self._start, max(self._end - self._start, _SMALLEST_PIECE)
        self._start = max(last - size, _FIRST_DAY)
        self._require_calendar(self._start < last)
        piece = self._piece(self._start, last)
        total = self.totals[0] - sum(closes - opens for opens, closes in piece)
        earlier_totals = []
        for opens, closes in piece:
            earlier_totals.append(total)
            total += closes - opens
        self.opens = [opens for opens, _ in piece] + self.opens
        self.totals = earlier_totals + self.totals
        self._set_bounds()

    def require_opening_after(self, second: int) -> None:
        """Raise ScheduleError if support does not open within the horizon after an instant."""
        latest = self.close(len(self.opens) - 1) if self.opens else second
        require_within_horizon(max(latest, second), self.valid_until, self._support)

    def require_opening_before(self, second: int) -> None:
        """Raise ScheduleError if support was not open within the horizon before an instant."""
        earliest = self.opens[0] if self.opens else second
        require_within_horizon(self.valid_from, min(earliest, second), self._support)

    def require_no_long_closure(self, start: int, end: int) -> None:
        """Raise ScheduleError if a closure in [start, end) is longer than the horizon.

        The answer must not depend on how far the table reaches, so each closure is measured.
        """
        closed_from = start
        for span in range(bisect_right(self.opens, start), bisect_right(self.opens, end)):
            if span:
                closed_from = max(closed_from, self.close(span - 1))
            require_within_horizon(closed_from, self.opens[span], self._support)
        if self.opens and self.opens[0] < end:
            closed_from = max(closed_from, self.close(bisect_right(self.opens, end) - 1))
        require_within_horizon(closed_from, end, self._support)

    def _restart(self, day: int) -> None:
        self._require_calendar(_FIRST_DAY <= day <= LAST_DAY)
        self._start = self._end = day
        self.opens, self.totals = [], [0]
        self._set_bounds()

    def _set_bounds(self) -> None:
        self.valid_from = (self._start + _DAYS_BEFORE - EPOCH_DAY) * DAY
        self.valid_until = (self._end - _DAYS_AFTER + 1 - EPOCH_DAY) * DAY

    def _piece(self, first: int, end: int) -> list[tuple[int, int]]:
        """Return the disjoint spans that start on the days [first, end).

        If two spans overlap, as a night can with the next morning's hours, the later one begins
        where the earlier one ends. So what a day adds does not depend on where the table ends.
        """
        piece = []
        closed_until = max(
            (closes for day in (first - 2, first - 1) for _, closes in self._day_spans(day)),
            default=0 - EPOCH_DAY * DAY,
        )
        for day in range(first, end):
            for opens, closes in self._day_spans(day):
                if closes > closed_until:
                    piece.append((max(opens, closed_until), closes))
                    closed_until = closes
        return piece

    def _require_calendar(self, inside: bool) -> None:
        if not inside:
            raise ScheduleError(
                "the answer is outside the years of the calendar",
                "check the time and the length of the target",
            )


def require_within_horizon(closed_from: int, until: int, support: str) -> None:
    """Raise ScheduleError if a closure from one instant to another is longer than the horizon.

    `support` is what stays closed, such as `support of APAC`.
    """
    if until - closed_from > HORIZON:
        raise ScheduleError(
            f"{support} stays closed for more than {HORIZON_YEARS} years",
            "check its opening hours and its exceptions",
        )
