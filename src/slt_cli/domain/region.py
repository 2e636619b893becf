"""A support region of the provider: its time zone, its opening hours and its hotline."""

from typing import NamedTuple

from slt_cli.domain.calendar.hours import format_week
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.plan import AROUND_THE_CLOCK


class Region(NamedTuple):
    """One region; `timezone` is the IANA name of its zone.

    `hotline` is empty if it has none. `hotline_schedule` has the hours of the hotline where they
    are not those of support.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    timezone: str
    zone: Zone
    hotline: str
    schedule: Schedule
    hotline_schedule: Schedule | None = None

    @property
    def hours(self) -> str:
        """Return the weekly opening hours as people write them."""
        return format_week(self.schedule.week)

    @property
    def answered(self) -> Schedule:
        """Return when its hotline is answered."""
        return self.hotline_schedule or self.schedule

    @property
    def hotline_hours(self) -> str:
        """Return the hours of its hotline as people write them."""
        around_the_clock = self.answered is self.schedule.around_the_clock()
        return AROUND_THE_CLOCK if around_the_clock else format_week(self.answered.week)
