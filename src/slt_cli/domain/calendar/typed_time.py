"""Times as people type them, and every time that slt prints: each is one instant, or refused.

The day comes first, then the time of day, then the zone: `fri 14:00`, `Wed 25 Nov 18:05 CET`.
`typed_day`, `typed_clock` and `typed_zone` read the parts.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from slt_cli.domain.calendar import UnreadableTimeError
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.calendar.instant import EARLIEST, LATEST, Zone, is_compact_iso, parse_iso
from slt_cli.domain.calendar.offsets import MINUS, offset_of
from slt_cli.domain.calendar.typed_clock import clock_of, clocks_in_digits, is_clock
from slt_cli.domain.calendar.typed_day import Direction, day_of
from slt_cli.domain.calendar.typed_zone import Wall, instant_in
from slt_cli.errors import UsageError

_LONGEST = 100
_LEFT_OUT = {"at", "on", "of", ""}
_SPELLINGS = (
    (r"^(\d{4}-\d{1,2}-\d{1,2})T(?=\d)", r"\1 "),
    (r"^(\d{4}-\d\d-\d\d )(\d\d)(?=$|Z$|[+-]\d\d:?\d\d$)", r"\1\2:00"),
    (r"(\d)\s*([ap])\.?m\b\.?", r"\1\2m"),
    (r"\b(\d{1,2})(st|nd|rd|th)\b", r"\1"),
)
_NOON = time(12)
_WEEKS = r"(\d{1,3}) ?w(?:eeks?)?"


class Setting(NamedTuple):
    """What the reading of a time depends on: the present, the user's zone, those of the regions.

    `localize` returns the instant of a naive time of the user. It and `local_zone` raise UsageError
    if the user's zone is not known; each is only asked where a text needs it.
    """

    now: datetime
    direction: Direction
    local_zone: Callable[[], Zone]
    localize: Callable[[datetime], datetime]
    region_zones: Callable[[], Iterable[Zone]]


class _Parts(NamedTuple):
    """The parts of a typed time: the words of its day, its time of day, and its zone if any."""

    day: Sequence[str]
    clock: time
    typed: str
    zone: str

    def wall(self, now: datetime, direction: Direction) -> datetime:
        """Return the naive time that is meant, `now` being the present in its zone."""
        try:
            day = day_of(self.day, self.clock, now, direction)
        except UnreadableTimeError as error:
            raise error.between("", f"{self.typed} {self.zone}".strip()) from None
        return datetime.combine(day, self.clock)


def read_time(text: str, setting: Setting) -> datetime:
    """Return the UTC instant that a text means, in whole seconds.

    Raises UnreadableTimeError, whose fixes are texts that are read in this setting.
    """
    try:
        return _read(text, setting)
    except UnreadableTimeError as error:
        trial = setting._replace(localize=lambda naive: naive.replace(tzinfo=UTC))
        fixes = [fix for fix in dict.fromkeys(error.instead) if _is_readable(fix, trial)]
        raise UnreadableTimeError(error.problem, *(fixes or _examples(setting))) from None


def _is_readable(text: str, setting: Setting) -> bool:
    try:
        _read(text, setting)
    except UnreadableTimeError:
        return False
    return True


def _examples(setting: Setting) -> tuple[str, ...]:
    """Return times that can be typed, each in the direction that is asked."""
    day = (setting.now + timedelta(setting.direction.value)).date()
    if setting.direction is Direction.LAST:
        return "-90m", "yesterday 14:00", f"{day}T17:30"
    return "17:30", "tomorrow 9:00", f"{day}T17:30"


def _read(text: str, setting: Setting) -> datetime:
    given = " ".join(text.split()).replace(MINUS, "-")
    if not given:
        raise UnreadableTimeError("the time is empty")
    if len(given) > _LONGEST:
        raise UnreadableTimeError(f"'{given[:40]}...' is too long to be a time")
    if any(character.isdigit() and not character.isascii() for character in given):
        raise UnreadableTimeError(f"{given!r} has other digits than 0 to 9")
    if is_compact_iso(given) and not given.isdigit():
        return _read_compact(given, setting)
    for shape, spelling in _SPELLINGS:
        given = re.sub(shape, spelling, given, flags=re.ASCII | re.IGNORECASE)
    seconds = _shift(given.casefold())
    if seconds is not None:
        return _within_years(
            setting.now.astimezone(UTC).replace(microsecond=0) + timedelta(0, seconds)
        )
    return _within_years(_instant_of(_split(given, setting), setting))


def _read_compact(given: str, setting: Setting) -> datetime:
    """Return the instant of ISO 8601 without hyphens, or with a week."""
    try:
        instant = parse_iso(given.upper(), setting.localize)
    except (ValueError, OverflowError):
        raise UnreadableTimeError(f"{given!r} is not a time") from None
    if not re.search("[Tt ]", given):
        raise _without_clock(given)
    return instant


def _within_years(instant: datetime) -> datetime:
    if not EARLIEST <= instant.year <= LATEST:
        raise UnreadableTimeError(f"the time is outside the years {EARLIEST} to {LATEST}")
    return instant


def _shift(given: str) -> int | None:
    """Return the seconds from now in `now`, `-90m`, `90m ago` or `in 30 min`; None for others."""
    if given == "now":
        return 0
    for shape, sign in ((r"-(.+)", -1), (r"\+(.+)", 1), (r"(.+) ago", -1), (r"in (.+)", 1)):
        if found := re.fullmatch(shape, given):
            length = re.sub(r"^an? ", "1 ", found[1].strip())
            try:
                return sign * parse_duration(length)
            except ValueError as error:
                near = f"{length}m" if length.isdigit() else _weeks_in_days(length)
                fixes = (f"{'-' if sign < 0 else '+'}{near}",) if near else ()
                raise UnreadableTimeError(str(error), *fixes) from None
    return None


def _weeks_in_days(length: str) -> str:
    """Return a length in weeks as one in days, such as `7d`; empty for another text."""
    found = re.fullmatch(_WEEKS, length, re.ASCII)
    return f"{int(found[1]) * 7}d" if found else ""


def _split(given: str, setting: Setting) -> _Parts:
    """Return the parts of a text that has a time of day; raises UnreadableTimeError."""
    words = given.split(" ")
    plain = [word.rstrip(",").rstrip(".").casefold() for word in words]
    at = next((place for place, word in enumerate(plain) if is_clock(word)), None)
    day = [word for word in plain[:at] if word not in _LEFT_OUT]
    if at is None:
        raise _no_clock(given, day, setting)
    after = words[at + 1 :]
    try:
        clock, glued = clock_of(plain[at])
    except UnreadableTimeError as error:
        raise error.between(" ".join(day), " ".join(after)) from None
    typed = plain[at].removesuffix(glued)
    return _Parts(day, clock, typed, " ".join(filter(None, (glued, *after))))


def _no_clock(given: str, day: Sequence[str], setting: Setting) -> UnreadableTimeError:
    """Return the error for a text without a time of day: it may be a day, a length, a number."""
    if given.isdigit():
        return UnreadableTimeError(f"the number {given} is not a time", *clocks_in_digits(given))
    if _is_length(given):
        problem = f"{given!r} does not say whether it is before or after now"
        return UnreadableTimeError(problem, f"-{given}", f"+{given}")
    wrong = _wrong_day(day, setting)
    if wrong is None:
        return _without_clock(given)
    *before, last = day
    if before and last.isdigit() and _wrong_day(before, setting) is None:
        problem = f"{last!r} is not written as a time of day"
        return UnreadableTimeError(problem, *clocks_in_digits(last)).between(" ".join(before), "")
    fixes = (f"{fix}{end}" for end in ("", " 9:00") for fix in wrong.instead)
    return UnreadableTimeError(wrong.problem, *fixes)


def _wrong_day(words: Sequence[str], setting: Setting) -> UnreadableTimeError | None:
    """Return what is wrong with the words of a day; None if they are one."""
    try:
        day_of(words, _NOON, setting.now, setting.direction)
    except UnreadableTimeError as error:
        return error
    return None


def _without_clock(given: str) -> UnreadableTimeError:
    return UnreadableTimeError(f"{given!r} has no time of day", f"{given} 9:00")


def _is_length(given: str) -> bool:
    try:
        parse_duration(given)
    except ValueError:
        return False
    return True


def _instant_of(parts: _Parts, setting: Setting) -> datetime:
    """Return the instant of a time of day, on its day, in its zone or else in the user's."""

    def wall(now: datetime) -> datetime:
        return parts.wall(now, setting.direction)

    if not parts.zone:
        info = setting.local_zone().info
        return setting.localize(wall(setting.now.astimezone(info)))
    wall(setting.now)  # a day that does not exist is refused before its zone is looked at
    head = " ".join((*parts.day, parts.typed))
    try:
        offset = offset_of(parts.zone)
        if offset is None:
            return _by_abbreviation(parts.zone, wall, setting)
    except UnreadableTimeError as error:
        fixes = error.between(head, "").instead
        raise UnreadableTimeError(error.problem, f"{parts.zone} {head}", *fixes) from None
    return wall(setting.now.astimezone(offset)).replace(tzinfo=offset).astimezone(UTC)


def _by_abbreviation(zone: str, wall: Wall, setting: Setting) -> datetime:
    zones = [*setting.region_zones()]
    with suppress(UsageError):  # an unknown local zone has no abbreviation
        zones.append(setting.local_zone())
    return instant_in(zone, wall, zones, setting.now)
