"""A region of the provider's support: its zone, its hours and its hotline."""

from typing import NamedTuple

from slt_cli.domain.calendar.hours import format_week
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import Schedule


class Region(NamedTuple):
    """Hold one region; `timezone` is the IANA name of its zone."""

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
