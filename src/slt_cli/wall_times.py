"""Naive times as a wall clock shows them: which of them it shows twice or never, and the note."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from slt_cli.config.local_time import local_time
from slt_cli.domain.calendar.instant import Zone, format_instant, offset_text
from slt_cli.domain.calendar.wallclock import Seen, wall_time

_MOST_DAYS = 4096


class WallTimes:
    """Read naive times as one wall clock shows them.

    It is that of the user, as `tz`, the value of TZ, says; or that of a zone with its IANA name.
    """

    def __init__(self, tz: str = "", zone: Zone | None = None, name: str = "") -> None:
        self._tz = tz
        self._zone = zone
        self._name = name
        self._offset_on = lru_cache(_MOST_DAYS)(self._only_offset)
        self._not_once: dict[tuple[datetime, int], tuple[datetime, Seen]] = {}

    def instant(self, naive: datetime) -> datetime:
        """Return the instant of a time; of two it is the first, or with a fold the second.

        Raises UsageError if it is the user's and TZ is not a time zone.
        """
        offset = self._offset_on(naive.toordinal()) if self._zone else None
        if offset is not None and not naive.microsecond:
            return (naive - offset).replace(tzinfo=UTC)
        instant, seen = self._read(naive)
        if seen != "once":
            self._not_once[naive, naive.fold] = instant, seen
        return instant

    def note_on(self, naive: datetime) -> tuple[str, str] | None:
        """Return the note on a time that was read and its fix; None if it is seen once."""
        read = self._not_once.get((naive, naive.fold)) if self._not_once else None
        return None if read is None else self._note(naive, *read)

    def spelled_second(self, instant: datetime, since: datetime, now: datetime) -> str:
        """Return how to write the second reading of a time that was read as the first.

        It is empty if the time was not seen twice, or if the second is before `since` or to come.
        """
        for (naive, fold), read in self._not_once.items():
            if fold == 0 and read == (instant, "twice"):
                second = self._read(naive.replace(fold=1))[0]
                if since <= second <= now:
                    return self._spelled(naive, fold=1)
        return ""

    def _only_offset(self, day: int) -> timedelta | None:
        """Return the offset of the zone on a day, by its ordinal; None if the clocks change."""
        midnight = datetime.fromordinal(day)
        first, seen_first = self._read(midnight)
        last, seen_last = self._read(midnight + timedelta(days=1))
        if last - first == timedelta(days=1) and seen_first == seen_last == "once":
            return midnight.replace(tzinfo=UTC) - first
        return None

    def _read(self, naive: datetime) -> tuple[datetime, Seen]:
        return wall_time(naive, self._zone.info) if self._zone else local_time(naive, self._tz)

    def _note(self, naive: datetime, instant: datetime, seen: Seen) -> tuple[str, str]:
        shown = format_instant(instant, self._zone or Zone(), 0, seconds=bool(instant.second))
        wall, name = _wall(naive), self._name
        if seen == "never":
            where = name or "local time"
            return (
                f"there is no {wall} in {where}, the clocks go forward: it is read as {shown}",
                "check the time, or give it with its offset",
            )
        where = f"in {name} it" if name else "local time"
        other = "first" if naive.fold else "second"
        taken = (
            f"the second, {shown}, which keeps its row in order"
            if naive.fold
            else f"the first, {shown}"
        )
        return (
            f"{where} is {wall} twice, the clocks go back: it is read as {taken}",
            f"write the {other} as {self._spelled(naive, fold=1 - naive.fold)}",
        )

    def _spelled(self, naive: datetime, *, fold: int) -> str:
        """Return one of the two readings of a time with its offset, as it can be typed."""
        folded = naive.replace(fold=fold)
        local = folded.replace(tzinfo=self._zone.info) if self._zone else folded.astimezone()
        return f"{_wall(naive)}{offset_text(local)}"


def _wall(naive: datetime) -> str:
    return f"{naive:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
