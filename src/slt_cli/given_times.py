"""The times that a command line gives, and local times: each is read once, with its notes."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property

from slt_cli.config.local_time import local_zone, reader_zone
from slt_cli.domain.calendar import UnreadableTimeError
from slt_cli.domain.calendar.instant import Zone, format_clock, format_instant
from slt_cli.domain.calendar.typed_day import Direction
from slt_cli.domain.calendar.typed_span import Days, read_span
from slt_cli.domain.calendar.typed_time import Setting, read_time
from slt_cli.errors import RefusedError, UsageError
from slt_cli.wall_times import WallTimes

_NOON, _EVENING = 12, 18


class GivenTimes:
    """Read times at one present instant, in the zones of the user and of the regions.

    `tz` is TZ, empty if not set. `region_zones` is asked only for a zone that is named, and `note`
    is called with a note and its fix. With `counted_in`, times without an offset are those of this
    zone, not the user's.
    """

    def __init__(
        self,
        now: datetime,
        tz: str,
        region_zones: Callable[[], Iterable[Zone]],
        note: Callable[[str, str], None],
        counted_in: Zone | None = None,
    ) -> None:
        self._now = now
        self._tz = tz
        self._region_zones = region_zones
        self._note = note
        self._noted: set[tuple[str, str]] = set()
        self._counted_in = counted_in
        self.local = WallTimes(tz, counted_in, str(counted_in.info) if counted_in else "")

    def of(self, zone: Zone) -> "GivenTimes":
        """Return what reads times as those of a zone; that of the user can be named, too."""
        named = self._region_zones
        return GivenTimes(
            self._now, self._tz, lambda: (*named(), self.zone), self._note, counted_in=zone
        )

    def asked(self, option: str, given: str, now: datetime | None = None) -> datetime:
        """Return the instant given with an option of what asks; a weekday is the next one.

        It counts from `now`, where another instant is asked about than the present one.
        """
        return self._read(option, given, Direction.NEXT, now)

    def past(self, option: str, given: str) -> datetime:
        """Return the instant given with an option of what records; a weekday is the last one.

        Raises RefusedError if it has not come yet.
        """
        instant = self._read(option, given, Direction.LAST)
        if instant > self._now:
            raise RefusedError(
                self._not_yet(instant), self._fix_of(option, given, _any_past(option))
            )
        return instant

    def since(self, given: str) -> datetime:
        """Return the instant given with --since; of a day, week or month it is the first."""
        read = self._span("--since", given)
        return self._midnight(read.start) if isinstance(read, Days) else read

    def note_to_come(self, option: str, given: str, instant: datetime) -> None:
        """Note that the start of a span has not come yet, so that nothing can be in it."""
        if instant > self._now:
            fix = self._fix_of(option, given, f"name a time that has passed with {option}")
            self._note(f"{option}: {self._not_yet(instant)}", fix)

    def until(self, given: str) -> datetime:
        """Return the instant given with --until; of a day, week or month the first after it."""
        read = self._span("--until", given)
        return self._midnight(read.end) if isinstance(read, Days) else read

    def localized(self, naive: datetime) -> datetime:
        """Return the instant of a local time, with a note if it is seen twice or never.

        Of a time that is seen twice it is the first, or with a fold the second. Raises UsageError
        if TZ is not a time zone.
        """
        instant = self.local.instant(naive)
        note = self.local.note_on(naive)
        if note is not None and note not in self._noted:
            self._noted.add(note)
            self._note(*note)
        return instant

    def spelled_second(self, instant: datetime, since: datetime) -> str:
        """Return how to write the second reading of a time that was read as the first.

        It is empty if the time was not seen twice, or if the second is before `since` or to come.
        """
        return self.local.spelled_second(instant, since, self._now)

    @cached_property
    def zone(self) -> Zone:
        """Return the user's zone, or UTC if TZ is not a time zone; or the one that was given."""
        return self._counted_in or reader_zone(self._now, self._tz)

    def _local_zone(self) -> Zone:
        return self._counted_in or local_zone(self._now, self._tz)

    def _read(
        self, option: str, given: str, direction: Direction, now: datetime | None = None
    ) -> datetime:
        setting = self._setting(direction, now)
        try:
            return read_time(given, setting)
        except UnreadableTimeError as error:
            may_be_meant = error.instead
            if direction is Direction.LAST:
                may_be_meant = tuple(text for text in error.instead if self._is_past(text, setting))
            raise UsageError(
                f"{option}: {error}", _fixes(option, may_be_meant) or _any_past(option)
            ) from None

    def _span(self, option: str, given: str) -> datetime | Days:
        """Return what is given as the start or the end of a span; a weekday is the last one."""
        try:
            return read_span(given, self._setting(Direction.LAST))
        except UnreadableTimeError as error:
            raise UsageError(f"{option}: {error}", _fixes(option, error.instead)) from None

    def _midnight(self, day: date) -> datetime:
        """Return the first instant of a day, also where clocks skip 00:00."""
        return self.local.instant(datetime.combine(day, time()))

    def _setting(self, direction: Direction, now: datetime | None = None) -> Setting:
        return Setting(
            now or self._now, direction, self._local_zone, self.localized, self._region_zones
        )

    def _is_past(self, text: str, setting: Setting) -> bool:
        """Return whether a time that is offered has passed, so that it can be recorded."""
        try:
            return read_time(text, setting) <= self._now
        except UnreadableTimeError:
            return False

    def _not_yet(self, instant: datetime) -> str:
        """Return the refusal of an instant to come, with seconds if it is in this very minute."""
        seconds = instant - self._now < timedelta(minutes=1)
        at = format_instant(instant, self.zone, self._now.year, seconds=seconds)
        if self._date(instant) == self._date(self._now):
            now = format_clock(self._now, self.zone, seconds=seconds)
        else:
            now = format_instant(self._now, self.zone, self._now.year, seconds=seconds)
        return f"{at} has not come yet: it is {now}"

    def _date(self, instant: datetime) -> object:
        return instant.astimezone(self.zone.info).date()

    def _fix_of(self, option: str, given: str, else_: str) -> str:
        """Return the fix for a time to come: a time of day alone was that of yesterday."""
        day_before = f"yesterday {given.strip().casefold().removeprefix('today ')}"
        try:
            yesterday = self._read(option, day_before, Direction.LAST)
        except UsageError:
            return else_
        hour = yesterday.astimezone(self.zone.info).hour
        part = "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"
        return f"yesterday {part} is {_typed(option, day_before)}"


def _any_past(option: str) -> str:
    return f"record what has happened; name a time that has passed with {option}"


def _fixes(option: str, texts: Iterable[str]) -> str:
    return ", ".join(_typed(option, text) for text in texts)


def _typed(option: str, text: str) -> str:
    """Return an option with a time as a shell takes it."""
    return f'{option} "{text}"' if " " in text else f"{option} {text}"
