"""The days that an event of an iCalendar file lasts, if it is of whole days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.config.calendar_file import BadEventError, Event
from slt_cli.config.calendar_moments import Moment, duration, moment, zone_named

_END_OF_DAY = time(23, 59)
_MARKS = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")


class Span(NamedTuple):
    """The days of an event, and the zone of its times, if one is known."""

    start: date
    days: int
    zone: ZoneInfo | None

    def day(self, of: Moment) -> date:
        """Return the day of a moment that belongs to the event."""
        return of.day_in(self.zone)


class SpanReader:
    """Reads the days of events; UTC times are looked at in the calendar's zone, then in `zones`.

    If an event is marked as all-day, a midnight of UTC itself counts last.
    """

    def __init__(self, zones: Sequence[ZoneInfo]) -> None:
        self._zones = zones
        self._known_zones: dict[str, ZoneInfo | None] = {"": None}

    def span(self, event: Event) -> Span | None:
        """Return the days of an event, None if it is not of whole days."""
        of = event.one("DTSTART")
        if of is None:
            raise BadEventError(event.line, "DTSTART", "is missing", "give the event a date")
        start = moment(of, "DTSTART")
        end = None
        if (ends := event.one("DTEND")) is not None:
            end = moment(ends, "DTEND")
        length = timedelta() if (lasts := event.one("DURATION")) is None else duration(lasts)
        marked = is_marked(event)
        if ends is not None and end is not None and _ends_before(start, end):
            fix = "correct DTSTART or DTEND"
            raise BadEventError(ends.line, "DTEND", "the event ends before it starts", fix)
        zones = self._zones_of(event, start)
        if marked and start.utc:
            zones = [*zones, None]
        for zone in zones:
            begin = start.wall if zone is None else start.wall_in(zone)
            if end is not None:
                until = end.wall if zone is None else end.wall_in(zone)
            else:
                until = _after(begin, length, zone)
            days = _whole_days(start, begin, until, marked=marked and not start.utc)
            if days is not None:
                return Span(begin.date(), days, zone)
            if marked and begin.time() == time():
                return Span(begin.date(), max((until.date() - begin.date()).days, 1), zone)
        return None

    def _zones_of(self, event: Event, start: Moment) -> Sequence[ZoneInfo | None]:
        own = self._zone(event.header.time_zone)
        if start.utc:
            return [zone for zone in (own, *self._zones) if zone is not None]
        if start.zone:
            return [self._zone(start.zone)]
        return [own or (self._zones[0] if self._zones else None)]

    def _zone(self, name: str) -> ZoneInfo | None:
        if name not in self._known_zones:
            self._known_zones[name] = zone_named(name)
        return self._known_zones[name]


def is_marked(event: Event) -> bool:
    """Return whether an event is marked as all-day, as Outlook does it."""
    return any(event.text(mark).upper() == "TRUE" for mark in _MARKS)


def _ends_before(start: Moment, end: Moment) -> bool:
    """Return whether an event ends before it starts, as far as that is sure without its zones."""
    same_zone = (start.utc, start.zone) == (end.utc, end.zone)
    return end.wall < start.wall - timedelta(0 if same_zone else 1)


def _after(begin: datetime, length: timedelta, zone: ZoneInfo | None) -> datetime:
    """Return the end of an event: whole days end at the same time of day, hours are counted."""
    if zone is None or not length % timedelta(days=1):
        return begin + length
    end = begin.replace(tzinfo=zone).astimezone(UTC) + length
    return end.astimezone(zone).replace(tzinfo=None)


def _whole_days(start: Moment, begin: datetime, until: datetime, *, marked: bool) -> int | None:
    """Return how many days an event lasts, None if it is not of whole days."""
    is_date = start.time is None
    if begin.time() != time() and not marked:
        return None
    if until < begin:
        return 1 if is_date and until.date() == begin.date() else None
    days = (until.date() - begin.date()).days
    if until.time() == time():
        return max(days, 1) if days or is_date or marked else None
    if is_date or marked or until.time() >= _END_OF_DAY:
        return days + 1
    return None
