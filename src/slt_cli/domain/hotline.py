"""Which regional hotline is open, and until when."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.calendar.timetable import HORIZON_YEARS
from slt_cli.domain.region import Region
from slt_cli.errors import ScheduleError


class HotlineStatus(NamedTuple):
    """Whether the hotline of a region is open, and when it closes or opens next.

    An open hotline without `closes_at` is always open. A region without a hotline has none that is
    open, and none of these instants. A closed one whose next opening is too far away has a problem.
    """

    region: Region
    open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    problem: ScheduleError | None = None

    def describe(self, now: datetime) -> str:
        """Return `open until Mon 23 Nov 18:00 SGT`, `closed until ...`, or `none`.

        The day is always named, as the reader's may be another one.
        """
        if not self.region.hotline:
            return "none"
        if self.problem is not None:
            return f"{self.state} for more than {HORIZON_YEARS} years"
        if self.changes_at is None:
            return f"{self.state} around the clock"
        return f"{self.state} until {format_instant(self.changes_at, self.region.zone, now.year)}"

    @property
    def state(self) -> str:
        """Return `open` or `closed`."""
        return "open" if self.open else "closed"

    @property
    def changes_at(self) -> datetime | None:
        """Return until when it is open or closed; None if it is always open."""
        return self.closes_at if self.open else self.opens_at


def hotline_status(region: Region, now: datetime) -> HotlineStatus:
    """Return whether the hotline of a region is open at an instant."""
    if not region.hotline:
        return HotlineStatus(region, open=False, closes_at=None, opens_at=None)
    if region.answered.is_open(now):
        closes_at = region.answered.next_change(now)
        return HotlineStatus(region, open=True, closes_at=closes_at, opens_at=None)
    try:
        opens_at, problem = region.answered.next_change(now), None
    except ScheduleError as error:  # of this region: those of the others are still answered
        opens_at, problem = None, error
    return HotlineStatus(region, open=False, closes_at=None, opens_at=opens_at, problem=problem)


class ClosedDay(NamedTuple):
    """A day on which a hotline is closed out of turn, such as a holiday, and when it opens next."""

    day: date
    name: str
    opens_at: datetime


def closed_days(region: Region, start: datetime, end: datetime) -> Iterator[ClosedDay]:
    """Yield the local days from `start` to `end` on which an exception closes a hotline."""
    if not region.hotline:
        return
    schedule = region.answered
    first, last = (at.astimezone(region.zone.info).date().toordinal() for at in (start, end))
    for ordinal in range(first, last + 1):
        closed = schedule.exception(ordinal)
        if closed is None or closed.intervals or not schedule.week[(ordinal - 1) % 7]:
            continue
        day = date.fromordinal(ordinal)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=region.zone.info)
        opens_at = hotline_status(region, noon).opens_at
        if opens_at is not None:
            yield ClosedDay(day, closed.name, opens_at)


def open_hotline(own: Region, regions: Iterable[Region], now: datetime) -> HotlineStatus | None:
    """Return the hotline to call now: that of the own region, else the first other open one."""
    others = (region for region in regions if region.key != own.key)
    for region in (own, *others):
        status = hotline_status(region, now)
        if status.open:
            return status
    return None
