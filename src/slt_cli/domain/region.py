"""A support region of the provider: its time zone, its opening hours and its hotline."""

from typing import NamedTuple

from slt_cli.domain.calendar.hours import format_week
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import Schedule


class Region(NamedTuple):
    """One region; `timezone` is the IANA name of its zone."""

    key: str
    name: str
    aliases: tuple[str, ...]
    timezone: str
    zone: Zone
    hotline: str
    schedule: Schedule

    @property
    def hours(self) -> str:
        """Return the weekly opening hours as people write them."""
        return format_week(self.schedule.week)
