"""The zone of the times in a file that have no offset."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.region import Region
from slt_cli.errors import UsageError
from slt_cli.exchange.times import Localize
from slt_cli.wall_times import WallTimes

OF_REGION = "region"
"""Stands for the zone of each case's region."""


class FileTimes:
    """Make the naive times of a file aware: in a zone, in that of each region, or in the user's.

    `unknown` returns the error for a time where nobody has said which zone it is.
    """

    def __init__(
        self,
        local: WallTimes,
        zone: ZoneInfo | str | None,
        unknown: Callable[[datetime], UsageError] | None = None,
    ) -> None:
        self._local = local
        self._unknown = unknown
        self._zone = None if zone is None or zone == OF_REGION else ZoneInfo(str(zone))
        self._by_region = zone == OF_REGION
        self._regions: dict[str, WallTimes] = {}
        self._times = local
        if self._zone is not None:
            self._times = WallTimes(zone=Zone(self._zone), name=self._zone.key)
        self.as_local = False
        """Whether a time was read as the user's local time."""

    @property
    def zone_name(self) -> str:
        """Return what the zone of naive times is called."""
        if self._by_region:
            return "the time of each case's region"
        return self._zone.key if self._zone is not None else "your local time"

    def localize(self, region: Region | None) -> Localize:
        """Return what makes naive times aware in the rows of a region."""
        if self._by_region:
            self._times = self._of(region)
            return self._times.instant
        return self._times.instant if self._zone is not None else self._as_local

    def note_on(self, naive: datetime) -> tuple[str, str] | None:
        """Return the note on a time that was read last, and its fix; None if it is seen once."""
        return self._times.note_on(naive)

    def _as_local(self, naive: datetime) -> datetime:
        if self._unknown is not None:
            raise self._unknown(naive)
        self.as_local = True
        return self._local.instant(naive)

    def _of(self, region: Region | None) -> WallTimes:
        if region is None:  # the row is bad: its region is unknown
            return self._local
        if region.key not in self._regions:
            self._regions[region.key] = WallTimes(zone=region.zone, name=region.timezone)
        return self._regions[region.key]
