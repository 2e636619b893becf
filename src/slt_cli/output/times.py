"""How times are written for the reader: short in tables, in full elsewhere, and in whose zone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, get_args

from slt_cli.domain.calendar.instant import (
    Zone,
    format_instant,
    format_short,
    format_since,
    format_told,
    offset_text,
)

Whose = Literal["region", "local", "utc"]
"""Whose time is shown: that of a case's region, the reader's own, or UTC."""

WHOSE: tuple[Whose, ...] = get_args(Whose)

_UTC = Zone(UTC)


class Times:
    """How the times of one answer are written, as of an instant.

    `whose` is None where nobody chose: then tables have the reader's time, and one case, a pipe and
    a mail that of its region. `on_screen` tells a table from text that may be read elsewhere.
    """

    def __init__(
        self, now: datetime, reader: Zone, whose: Whose | None = None, *, on_screen: bool = False
    ) -> None:
        self.now, self.reader, self.whose, self.on_screen = now, reader, whose, on_screen

    @property
    def short(self) -> bool:
        """Return whether the times of a list are short, their zone in the heading."""
        return self.on_screen and self.whose != "region"

    def heading(self, label: str) -> str:
        """Return the heading of a column of times: `Due (CET)`, or `Due` where rows name a zone."""
        return f"{label} ({self._reader_abbreviation})" if self.short else label

    def listed(self, instant: datetime | None, region: Zone, *, in_sentence: bool = False) -> str:
        """Return a time in a list; a zone that the heading does not name is added.

        In a sentence that has named the zone, a time in another year has its hour too.
        """
        if instant is None:
            return ""
        zone = self._zone(region, "local" if self.on_screen else "region")
        if not self.short:
            return format_instant(instant, zone, self.now.year)
        abbreviation = zone.abbreviation(instant)
        added = "" if abbreviation == self._reader_abbreviation else f" {abbreviation}"
        write = format_told if in_sentence else format_short
        return write(instant, zone, self.now) + added

    def since(self, instant: datetime | None, region: Zone) -> str:
        """Return since when, as in a list."""
        if instant is None:
            return ""
        if self.short:
            zone = self._zone(region, "local")
            return f"since {format_since(instant, zone, self.now)}"
        return f"since {self.listed(instant, region)}"

    def told(self, instant: datetime, region: Zone) -> str:
        """Return a time in a sentence, with its zone: `today 18:05 CET` on a screen."""
        if not self.short:
            return self.listed(instant, region)
        zone = self._zone(region, "local")
        return f"{format_told(instant, zone, self.now)} {zone.abbreviation(instant)}"

    def of_case(self, instant: datetime | None, region: Zone) -> str:
        """Return a time of one case in full, as published: in the zone of its region."""
        if instant is None:
            return ""
        return format_instant(instant, self._zone(region, "region"), self.now.year)

    def with_yours(self, instant: datetime | None, region: Zone) -> str:
        """Return a time of one case, and in a bracket the reader's on a screen, if it differs."""
        return " ".join(
            filter(None, (self.of_case(instant, region), self.bracket(instant, region)))
        )

    def bracket(self, instant: datetime | None, region: Zone) -> str:
        """Return the reader's time in a bracket: on a screen, if it is not that of the region."""
        if instant is None or not self.has_yours or not self.differs(instant, region):
            return ""
        told = format_told(instant, self.reader, self.now)
        return f"({told} {self.reader.abbreviation(instant)})"

    def beside(
        self, instant: datetime, other: datetime, region: Zone, *, in_list: bool = False
    ) -> str:
        """Return a time that is read beside another: on the same day its hour alone.

        Both are times of one case, or of a list.
        """
        zone = self._zone(region, "local" if in_list and self.on_screen else "region")
        local, local_other = (each.astimezone(zone.info) for each in (instant, other))
        if local.date() == local_other.date():
            return f"{local.hour:02}:{local.minute:02}"
        if in_list:
            return self.listed(instant, region, in_sentence=True)
        return self.of_case(instant, region)

    def in_cell(self, instant: datetime, region: Zone) -> str:
        """Return a time as a spreadsheet in any language knows it to be one, without its zone.

        Where clocks went back, the second of two equal times has its offset.
        """
        info = self._zone(region, "local").info
        local = instant.astimezone(info)
        wall = local.replace(tzinfo=None, fold=0)
        is_second = wall.replace(tzinfo=info).astimezone(UTC) != instant
        text = wall.isoformat(" ", "seconds")
        return text + offset_text(local) if is_second else text

    def yours(self, instant: datetime | None) -> str:
        """Return a time in full in the reader's zone."""
        return "" if instant is None else format_instant(instant, self.reader, self.now.year)

    def yours_listed(self, instant: datetime | None) -> str:
        """Return a time in short form in the reader's zone."""
        return "" if instant is None else format_short(instant, self.reader, self.now)

    def present(self, *, seconds: bool = False) -> str:
        """Return now in full in the zone of the heading: `Wed 25 Nov 17:10 CET`."""
        zone = self._zone(self.reader, "local")
        return format_instant(self.now, zone, self.now.year, seconds=seconds)

    @property
    def has_yours(self) -> bool:
        """Return whether one case also has the reader's times: on a screen, if nobody chose."""
        return self.on_screen and self.whose is None

    def any_differs(self, shown: Iterable[tuple[datetime | None, Zone]]) -> bool:
        """Return whether the reader's clock differs at any of some times of regions."""
        return any(self.differs(instant, region) for instant, region in shown if instant)

    def differs(self, instant: datetime, region: Zone) -> bool:
        """Return whether the reader's clock shows another time than the region's."""
        theirs, own = (instant.astimezone(zone.info) for zone in (region, self.reader))
        return theirs.utcoffset() != own.utcoffset()

    @property
    def _reader_abbreviation(self) -> str:
        zone = _UTC if self.whose == "utc" else self.reader
        return zone.abbreviation(self.now)

    def _zone(self, region: Zone, default: Whose) -> Zone:
        match self.whose or default:
            case "region":
                return region
            case "local":
                return self.reader
            case "utc":
                return _UTC
